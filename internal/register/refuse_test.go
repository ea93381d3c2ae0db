package register

import (
	"context"
	"errors"
	"strings"
	"testing"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// TestDatabaseRefuses goes past the code: the statements that would break a book fail in the database itself.
func TestDatabaseRefuses(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		update(t, s, func(tx *store.Tx) error {
			if err := Open(tx, partyKey, 10, clerk, chief); err != nil {
				return err
			}
			empty, waits := partyKey, partyKey
			empty.Symbol, waits.Symbol = "CTr", "ĐA"
			waiting := Opening{ID: "o1", Key: waits, Last: 20, ProposedBy: clerk.ID}
			refusedOne := Opening{ID: "o2", Key: empty, Last: 20, ProposedBy: clerk.ID}
			err := errors.Join(
				propose(tx, refusedOne, clerk), decline(tx, refusedOne, "số khác", chief), propose(tx, waiting, clerk), Open(tx, empty, 10, clerk, chief))
			if err != nil {
				return err
			}
			_, err = Reserve(tx, partyKey, "2026-05-04", "giấy", clerk)
			return errors.Join(err, assign(tx, partyKey, "d1", "2026-05-05"), Void(tx, partyKey, 11, "thừa", clerk), assign(tx, partyKey, "d2", "2026-05-06"))
		})
		before := numbers(t, s, partyKey)
		const fresh = `'2026-05-06', '2026-05-06 00:00:00'`
		statements := map[string]string{
			"delete an entry":       `DELETE FROM register_entry WHERE number = 12`,
			"renumber":              `UPDATE register_entry SET number = 99 WHERE number = 12`,
			"move to a document":    `UPDATE register_entry SET document_id = 'd9' WHERE number = 12`,
			"change the date":       `UPDATE register_entry SET entry_date = '2026-05-01' WHERE number = 12`,
			"change the subject":    `UPDATE register_entry SET subject = 'khác' WHERE number = 12`,
			"unvoid":                `UPDATE register_entry SET status = 'assigned', document_id = 'd9' WHERE number = 11`,
			"reserve an assigned":   `UPDATE register_entry SET status = 'reserved', document_id = NULL, reason = 'x' WHERE number = 12`,
			"void without a reason": `UPDATE register_entry SET status = 'voided', voided_by = 'x', voided_at = '2026-05-06 00:00:00' WHERE number = 12`,
			"void by nobody":        `UPDATE register_entry SET status = 'voided', reason = 'x' WHERE number = 12`,
			"write in by hand": `INSERT INTO register_entry (series_id, number, status, document_id, entry_date, created_at)
				SELECT id, 14, 'assigned', 'd9', ` + fresh + ` FROM number_series WHERE symbol = 'TB'`,
			"give a number of the paper book": `INSERT INTO register_entry (series_id, number, status, document_id, entry_date, created_at)
				SELECT id, 5, 'assigned', 'd9', ` + fresh + ` FROM number_series WHERE symbol = 'TB'`,
			"give a number again": `INSERT INTO register_entry (series_id, number, status, document_id, entry_date, created_at)
				SELECT id, 13, 'assigned', 'd9', ` + fresh + ` FROM number_series WHERE symbol = 'TB'`,
			"delete a series":        `DELETE FROM number_series WHERE symbol = 'TB'`,
			"delete an empty series": `DELETE FROM number_series WHERE symbol = 'CTr'`,
			"change a proposal":      `UPDATE series_opening SET status = 'approved', last = 99, decided_by = 'x', decided_at = proposed_at WHERE id = 'o1'`,
			"decide one's own":       `UPDATE series_opening SET status = 'approved', decided_by = proposed_by, decided_at = proposed_at WHERE id = 'o1'`,
			"decide by nobody":       `UPDATE series_opening SET status = 'approved', decided_at = proposed_at WHERE id = 'o1'`,
			"decide again":           `UPDATE series_opening SET status = 'approved' WHERE id = 'o2'`,
			"delete a proposal":      `DELETE FROM series_opening WHERE id = 'o2'`,
			"count back":             `UPDATE number_series SET last = last - 1 WHERE symbol = 'TB'`,
			"skip":                   `UPDATE number_series SET last = last + 2 WHERE symbol = 'TB'`,
			"date back":              `UPDATE number_series SET last = last + 1, last_date = '2026-01-01' WHERE symbol = 'TB'`,
			"move the opening":       `UPDATE number_series SET opened_at = 3 WHERE symbol = 'TB'`,
			"another issuer":         `UPDATE number_series SET last = last + 1, issuer_id = 'vptu' WHERE symbol = 'TB'`,
			"second same series":     `INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, last_date, created_at) VALUES ('x', 'tu', 'party', 'TB', 'term', 'nk-1', 1, ` + fresh + `)`,
			"begin above one":        `INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, last_date, created_at) VALUES ('x', 'tu', 'party', 'KH', 'term', 'nk-1', 7, ` + fresh + `)`,
			"State by term":          `INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, last_date, created_at) VALUES ('x', 'ubnd', 'state', 'KH', 'term', 'nk-1', 1, ` + fresh + `)`,
			"open by one person":     `INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, opened_at, opened_by, approved_by, last_date, created_at) VALUES ('x', 'tu', 'party', 'KH', 'term', 'nk-1', 7, 7, 'a', 'a', ` + fresh + `)`,
			"open without people":    `INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, opened_at, last_date, created_at) VALUES ('x', 'tu', 'party', 'KH', 'term', 'nk-1', 7, 7, ` + fresh + `)`,
		}
		if s.Dialect() == store.Postgres {
			statements["empty the book"] = `TRUNCATE register_entry`
			statements["empty everything"] = `TRUNCATE number_series CASCADE`
			statements["empty the proposals"] = `TRUNCATE series_opening`
		}
		for name, statement := range statements {
			if _, err := s.Pool().ExecContext(context.Background(), statement); err == nil {
				t.Errorf("%s: the database allowed it", name)
			}
		}
		if got := numbers(t, s, partyKey); strings.Join(got, "\n") != strings.Join(before, "\n") {
			t.Errorf("the book changed:\n%s", strings.Join(got, "\n"))
		}
		// And a number taken without a line stops the series at once.
		exec(t, s, `UPDATE number_series SET last = last + 1 WHERE symbol = 'TB'`)
		err := s.Update(context.Background(), func(tx *store.Tx) error { return assign(tx, partyKey, "d3", "2026-05-07") })
		if !store.IsRefused(err) {
			t.Errorf("got %v, want the database's refusal", err)
		}
	})
}

// TestCheckFindsTheBadPlace breaks books with the triggers gone, as a hand in the database would.
func TestCheckFindsTheBadPlace(t *testing.T) {
	tests := []struct{ name, harm, code, says string }{
		{"gap", `DELETE FROM register_entry WHERE number = 3`, "REGISTER_GAP", "thiếu số 03"},
		{"end cut off", `DELETE FROM register_entry WHERE number >= 4`, "REGISTER_GAP", "thiếu số 04"},
		{"all gone", `DELETE FROM register_entry`, "REGISTER_GAP", "thiếu số 01"},
		{"beyond the last", `UPDATE register_entry SET number = 9 WHERE number = 5`, "REGISTER_STRAY", "số 09"},
		{"dates crossed", `UPDATE register_entry SET entry_date = '2026-01-01' WHERE number = 4`, "REGISTER_DATE_ORDER", "số 04 ghi ngày 01/01/2026"},
	}
	each(t, func(t *testing.T, s *store.Store) {
		update(t, s, func(tx *store.Tx) error {
			for _, d := range []string{"d1", "d2", "d3", "d4", "d5"} {
				if err := assign(tx, partyKey, d, "2026-05-05"); err != nil {
					return err
				}
			}
			return Open(tx, stateKey, 30, clerk, chief) // a book without a number yet is whole
		})
		view(t, s, Check)
		disarm(t, s)
		for _, tt := range tests {
			rollback := errors.New("rollback")
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				if _, err := tx.SQL().Exec(tt.harm); err != nil {
					return err
				}
				err := Check(tx)
				var f *fault.Fault
				if !errors.As(err, &f) || f.Code != tt.code || !strings.Contains(f.Detail, tt.says) {
					t.Errorf("%s: got %v, want %s: %s", tt.name, err, tt.code, tt.says)
				}
				return rollback
			})
			if !errors.Is(err, rollback) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		view(t, s, Check)
	})
}

// TestScanFindsARepeat needs no database: its key makes a repeat impossible there.
func TestScanFindsARepeat(t *testing.T) {
	t.Parallel()
	var s scan
	var err error
	for _, n := range []int{1, 2, 2} {
		err = s.next(line{series: "a", last: 3, number: n, date: "2026-01-01"})
	}
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != "REGISTER_REPEAT" {
		t.Errorf("got %v", err)
	}
}

func disarm(t testing.TB, s *store.Store) {
	t.Helper()
	if s.Dialect() == store.Postgres {
		exec(t, s, `ALTER TABLE register_entry DISABLE TRIGGER USER`)
		return
	}
	exec(t, s, `DROP TRIGGER an_entry_is_never_deleted`)
	exec(t, s, `DROP TRIGGER an_entry_is_only_ever_voided`)
}
