package signoff

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"trinhky/internal/store"
)

// seen is what has been opened since it last changed: to open everything again after every step took most of the time.
type seen struct {
	opened map[opening]bool
	last   int64 // the last change looked at
}

// opening is one document that one person opened for a reason.
type opening struct{ who, why, document string }

func (s seen) clone() seen { return seen{maps.Clone(s.opened), s.last} }

// anew says whether something is to be opened, once.
func (s seen) anew(who, why, document string) bool {
	o := opening{who, why, document}
	was := s.opened[o]
	s.opened[o] = true
	return !was
}

// watch lets the database itself write down which document each row that changes belongs to: "" is all of them, as with
// the directory, or with rows that name none. Nobody's view of a document depends on the tables left out.
func (b *beginning) watch(s *store.Store) {
	o := b.office
	o.t.Helper()
	err := s.Update(o.t.Context(), func(tx *store.Tx) error {
		if err := tx.DB().Exec("CREATE TABLE touched (n integer PRIMARY KEY, document_id text NOT NULL)").Error; err != nil {
			return err
		}
		var tables []string
		err := tx.DB().Raw(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'touched'
			AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'river_%' AND name NOT LIKE 'notice%' AND name NOT LIKE 'audit_%'
			AND name NOT IN ('access_log', 'goose_db_version', 'idempotency_key')`).Scan(&tables).Error
		if err != nil {
			return err
		}
		for _, table := range tables {
			if err := watchTable(tx, table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func watchTable(tx *store.Tx, table string) error {
	var columns []string
	if err := tx.DB().Raw("SELECT name FROM pragma_table_info(?)", table).Scan(&columns).Error; err != nil {
		return err
	}
	whose := "''"
	switch {
	case table == "document":
		whose = "%s.id"
	case slices.Contains(columns, "document_id"):
		whose = "COALESCE(%s.document_id, '')"
	case slices.Contains(columns, "delivery_id"):
		whose = "COALESCE((SELECT document_id FROM delivery WHERE id = %s.delivery_id), '')"
	}
	for act, rows := range map[string][]string{"INSERT": {"new"}, "UPDATE": {"old", "new"}, "DELETE": {"old"}} {
		var body strings.Builder
		for _, row := range rows {
			fmt.Fprintf(&body, "INSERT INTO touched (document_id) VALUES (%s); ", strings.ReplaceAll(whose, "%s", row))
		}
		trigger := fmt.Sprintf("CREATE TRIGGER touched_%s_%s AFTER %s ON %s BEGIN %s END", table, act, act, table, body.String())
		if err := tx.DB().Exec(trigger).Error; err != nil {
			return err
		}
	}
	return nil
}

// forget lets be opened again what changed since the last time: of each document, and of those that it has to do with.
func (s *seen) forget(tx *store.Tx) error {
	var touched []struct {
		N          int64
		DocumentID string
	}
	if err := tx.DB().Raw("SELECT n, document_id FROM touched WHERE n > ? ORDER BY n", s.last).Scan(&touched).Error; err != nil {
		return err
	}
	var related []struct{ DocumentID, OtherID string }
	if err := tx.DB().Raw("SELECT document_id, target_id AS other_id FROM document_relation").Scan(&related).Error; err != nil {
		return err
	}
	stale := map[string]bool{}
	for _, t := range touched {
		stale[t.DocumentID], s.last = true, t.N
	}
	for more := true; more; {
		more = false
		for _, r := range related {
			if stale[r.DocumentID] != stale[r.OtherID] {
				stale[r.DocumentID], stale[r.OtherID], more = true, true, true
			}
		}
	}
	maps.DeleteFunc(s.opened, func(o opening, _ bool) bool { return stale[""] || stale[o.document] })
	return nil
}
