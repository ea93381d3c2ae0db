package main

import (
	"context"
	"maps"
	"slices"

	"trinhky/internal/store"
)

// leavesNothing asks for what must be refused: every row stays as it was, and the access log has one line more, which names
// the person, what it was about and the code of the answer. A question that is not refused is the caller's to judge.
func (h *hall) leavesNothing(what, who, subject string, ask func() answer) answer {
	h.t.Helper()
	before := h.still
	if before == nil {
		before = h.warmTables()
	}
	a := ask()
	after := h.warmTables()
	h.still = after
	if a.StatusCode < 400 {
		return a
	}
	log := h.accessLog(before["access_log"].rows)
	want := refusal{actor: h.ids[who], subject: subject, code: a.problem.Code}
	if len(log) != 1 || log[0] != want {
		h.t.Errorf("%s: the access log has %+v more, want %+v", what, log, want)
	}
	delete(before, "access_log")
	h.same(what, before, after)
	return a
}

// same compares the tables of before with those of after.
func (h *hall) same(what string, before, after map[string]table) {
	h.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before[name] != after[name] {
			h.t.Errorf("%s: table %s had %d rows (%.8s) and has %d (%.8s)", what, name,
				before[name].rows, before[name].hash, after[name].rows, after[name].hash)
		}
	}
}

// cold are the tables of people, offices and accounts, which no act on a document has to do with: they are compared once,
// when all is over. A session notes when it was used and is left out.
var cold = []string{
	"organ", "organ_short_name", "organ_successor", "person", "holding", "mandate", "term", "org_group", "group_member",
	"account", "api_token", "login_failure",
}

// appended are the tables whose rows, by their triggers, nobody can change or take away: it is enough to count them.
var appended = []string{"audit_event", "access_log"}

// warmTables reads every table that is not cold.
func (h *hall) warmTables() map[string]table {
	h.t.Helper()
	return h.tablesThat(func(name string) bool { return !slices.Contains(cold, name) && name != "login_session" })
}

// coldTables reads the others.
func (h *hall) coldTables() map[string]table {
	h.t.Helper()
	return h.tablesThat(func(name string) bool { return slices.Contains(cold, name) })
}

func (h *hall) tablesThat(wanted func(name string) bool) map[string]table {
	h.t.Helper()
	found := map[string]table{}
	h.must(h.app.store.View(context.Background(), func(tx *store.Tx) error {
		names, err := column(tx, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
		if err != nil {
			return err
		}
		for _, name := range names {
			switch {
			case !wanted(name):
				continue
			case slices.Contains(appended, name):
				found[name], err = counted(tx, name)
			default:
				found[name], err = contents(tx, `SELECT * FROM "`+name+`" ORDER BY 1, 2`)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return found
}

func counted(tx *store.Tx, name string) (t table, err error) {
	return t, tx.SQL().QueryRow(`SELECT count(*) FROM "` + name + `"`).Scan(&t.rows)
}

// refusal is a line of the access log.
type refusal struct{ actor, subject, code string }

// accessLog is the access log but for its first lines.
func (h *hall) accessLog(skip int) (log []refusal) {
	h.t.Helper()
	h.must(h.app.store.View(context.Background(), func(tx *store.Tx) error {
		log = nil
		rows, err := tx.SQL().Query(`SELECT actor_id, subject_id, code FROM access_log ORDER BY id LIMIT -1 OFFSET ?`, skip)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r refusal
			if err := rows.Scan(&r.actor, &r.subject, &r.code); err != nil {
				return err
			}
			log = append(log, r)
		}
		return rows.Err()
	}))
	return log
}

// eventsOf counts the events of a document.
func (h *hall) eventsOf(documentID string) (n int) {
	h.t.Helper()
	h.must(h.app.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.SQL().QueryRow(`SELECT count(*) FROM audit_event WHERE subject_kind = 'document' AND subject_id = ?`, documentID).Scan(&n)
	}))
	return n
}
