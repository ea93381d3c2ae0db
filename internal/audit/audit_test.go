package audit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func record(t *testing.T, s *store.Store, document string, n int) {
	t.Helper()
	for i := range n {
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			return audit.Record(tx, audit.Event{
				Subject: audit.Document(document), Action: "edit", ActorID: "an", ActorName: "Trần Quốc An",
				Version: i + 1, Comment: "sửa lần " + fmt.Sprint(i+1), Details: map[string]any{"n": i},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func verify(t *testing.T, s *store.Store) audit.Report {
	t.Helper()
	var report audit.Report
	err := s.View(context.Background(), func(tx *store.Tx) (err error) {
		report, err = audit.Verify(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func exec(s *store.Store, sql string, args ...any) error {
	return s.Update(context.Background(), func(tx *store.Tx) error { return tx.DB().Exec(sql, args...).Error })
}

func TestChainsAreWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		record(t, s, "a", 5)
		record(t, s, "b", 3)
		report := verify(t, s)
		if report.Fault != nil || report.Chains != 2 || report.Events != 8 {
			t.Errorf("report = %+v, fault %v", report, report.Fault)
		}
	})
}

func TestTheDatabaseRefusesEdits(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		record(t, s, "a", 3)
		for _, sql := range []string{
			`UPDATE audit_event SET comment = 'x'`, `DELETE FROM audit_event`, `DELETE FROM audit_head`,
			`UPDATE audit_head SET seq = 1`, `UPDATE audit_head SET seq = 9`,
		} {
			if err := exec(s, sql); !store.IsRefused(err) {
				t.Errorf("%s: %v, want a refusal by trigger", sql, err)
			}
		}
		if report := verify(t, s); report.Fault != nil || report.Events != 3 {
			t.Errorf("report = %+v", report)
		}
	})
}

// opened is what somebody drops who wants to change the log.
var opened = map[store.Dialect][]string{
	store.SQLite: {`DROP TRIGGER audit_event_is_never_changed`, `DROP TRIGGER audit_event_is_never_deleted`,
		`DROP TRIGGER audit_head_only_moves_on`, `DROP TRIGGER audit_head_is_never_deleted`},
	store.Postgres: {`DROP TRIGGER audit_event_is_never_changed ON audit_event`,
		`DROP TRIGGER audit_head_only_moves_on ON audit_head`, `DROP TRIGGER audit_head_is_never_deleted ON audit_head`},
}

// Somebody who can drop triggers changes one thing; Verify names the first bad row.
func TestVerifyNamesTheFirstBadRow(t *testing.T) {
	t.Parallel()
	edits := []struct {
		name, sql, want string
		seq             int
	}{
		{"a comment", `UPDATE audit_event SET comment = 'không có gì' WHERE subject_id = 'b' AND seq = 2`, "đã bị sửa", 2},
		{"a time", `UPDATE audit_event SET at = '2020-01-01 00:00:00+00:00' WHERE subject_id = 'b' AND seq = 3`, "đã bị sửa", 3},
		{"a hash", `UPDATE audit_event SET hash = 'ff' WHERE subject_id = 'b' AND seq = 1`, "đã bị sửa", 1},
		{"a middle row gone", `DELETE FROM audit_event WHERE subject_id = 'b' AND seq = 2`, "thiếu mắt xích 2", 3},
		{"the last row gone", `DELETE FROM audit_event WHERE subject_id = 'b' AND seq = 4`, "cuối chuỗi", 3},
		{"a whole chain gone", `DELETE FROM audit_event WHERE subject_id = 'b'`, "cả chuỗi", 4},
		{"a head gone", `DELETE FROM audit_head WHERE subject_id = 'b'`, "cuối chuỗi", 4},
		{"a row moved to another chain", `UPDATE audit_event SET subject_id = 'a', seq = 5 WHERE subject_id = 'b' AND seq = 4`, "không nối", 5},
	}
	for _, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				record(t, s, "a", 4)
				record(t, s, "b", 4)
				for _, sql := range opened[s.Dialect()] {
					if err := exec(s, sql); err != nil {
						t.Fatal(err)
					}
				}
				if err := exec(s, edit.sql); err != nil {
					t.Fatal(err)
				}
				report := verify(t, s)
				if report.Fault == nil {
					t.Fatal("the edit was not noticed")
				}
				if report.Fault.Seq != edit.seq || !strings.Contains(report.Fault.Detail, edit.want) {
					t.Errorf("fault = %v, want %q at %d", report.Fault, edit.want, edit.seq)
				}
			})
		})
	}
}

func TestConcurrentEventsKeepOneChain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const workers = 32
		errStop := errors.New("stop")
		var wg sync.WaitGroup
		for i := range workers {
			wg.Go(func() {
				err := s.Update(context.Background(), func(tx *store.Tx) error {
					if err := audit.Record(tx, audit.Event{Subject: audit.Document("one"), Action: "edit", ActorID: "an"}); err != nil {
						return err
					}
					if i%4 == 0 {
						return errStop // its place must be free again
					}
					return nil
				})
				if err != nil && !errors.Is(err, errStop) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		report := verify(t, s)
		if report.Fault != nil || report.Events != workers*3/4 {
			t.Errorf("%d events, fault %v", report.Events, report.Fault)
		}
	})
}

func TestARefusalIsALineOfItsOwn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		refusal := audit.Refusal{ActorID: "an", Act: "document.sign", SubjectID: "a", Code: "FORBIDDEN", Address: "127.0.0.1"}
		if err := audit.Refuse(context.Background(), s, refusal); err != nil {
			t.Fatal(err)
		}
		if report := verify(t, s); report.Events != 0 {
			t.Errorf("a refusal left %d events", report.Events)
		}
		if err := exec(s, `DELETE FROM access_log`); !store.IsRefused(err) {
			t.Errorf("the access log was emptied: %v", err)
		}
	})
}

// Of the subjects that are named, after a moment, the newest first, so many.
func TestEntriesSinceAMoment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		record(t, s, "a", 2)
		record(t, s, "b", 1)
		record(t, s, "c", 1)
		var trail []audit.Entry
		since := func(kind string, after time.Time, limit int, ids ...string) (told []string) {
			t.Helper()
			err := s.View(context.Background(), func(tx *store.Tx) error {
				entries, err := audit.Since(tx, kind, ids, after, limit)
				for _, e := range entries {
					told = append(told, fmt.Sprint(e.Subject.ID, e.Version))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return told
		}
		err := s.View(context.Background(), func(tx *store.Tx) (err error) {
			trail, err = audit.Trail(tx, audit.Document("a"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		first := trail[0].At
		for _, c := range []struct {
			kind  string
			after time.Time
			limit int
			ids   []string
			want  string
		}{
			{"document", first.Add(-time.Second), 10, []string{"a", "b"}, "[b1 a2 a1]"},
			{"document", first, 10, []string{"a", "b"}, "[b1 a2]"}, // what was at the moment itself is no news
			{"document", first.Add(-time.Second), 2, []string{"a", "c"}, "[c1 a2]"},
			{"document", first.Add(time.Hour), 10, []string{"a", "b"}, "[]"},
			{"document", first.Add(-time.Second), 10, nil, "[]"},
			{"task", first.Add(-time.Second), 10, []string{"a", "b"}, "[]"},
		} {
			if got := fmt.Sprint(since(c.kind, c.after, c.limit, c.ids...)); got != c.want {
				t.Errorf("%s %v, %d after %v: %s, want %s", c.kind, c.ids, c.limit, c.after, got, c.want)
			}
		}
	})
}
