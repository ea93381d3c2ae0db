package audit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func write(t *testing.T, s *store.Store, e audit.Event) {
	t.Helper()
	if err := s.Update(context.Background(), func(tx *store.Tx) error { return audit.Record(tx, e) }); err != nil {
		t.Fatal(err)
	}
}

func search(t *testing.T, s *store.Store, f audit.Filter) (found []audit.Entry) {
	t.Helper()
	err := s.View(context.Background(), func(tx *store.Tx) (err error) {
		found, err = audit.Search(tx, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Every filter finds what it should and nothing else, newest first; page by page nothing is lost or told twice.
func TestSearch(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for i := range 30 {
			write(t, s, audit.Event{
				Subject: audit.Subject{Kind: []string{"document", "person"}[i%2], ID: fmt.Sprint("s", i%5)}, Action: []string{"edit", "sign", "submit"}[i%3],
				ActorID: fmt.Sprint("a", i%4), ActorName: "Ai đó",
			})
		}
		all := search(t, s, audit.Filter{Limit: 100})
		if len(all) != 30 {
			t.Fatalf("%d events", len(all))
		}
		middle := all[15].At
		filters := map[string]struct {
			f    audit.Filter
			want func(audit.Entry) bool
		}{
			"all":      {audit.Filter{}, func(audit.Entry) bool { return true }},
			"kind":     {audit.Filter{Subject: audit.Subject{Kind: "person"}}, func(e audit.Entry) bool { return e.Subject.Kind == "person" }},
			"subject":  {audit.Filter{Subject: audit.Subject{Kind: "document", ID: "s2"}}, func(e audit.Entry) bool { return e.Subject == audit.Document("s2") }},
			"its id":   {audit.Filter{Subject: audit.Subject{ID: "s2"}, Kinds: []string{"document", "organ"}}, func(e audit.Entry) bool { return e.Subject == audit.Document("s2") }},
			"actor":    {audit.Filter{ActorID: "a3"}, func(e audit.Entry) bool { return e.ActorID == "a3" }},
			"act":      {audit.Filter{Action: "sign"}, func(e audit.Entry) bool { return e.Action == "sign" }},
			"from":     {audit.Filter{From: middle}, func(e audit.Entry) bool { return !e.At.Before(middle) }},
			"until":    {audit.Filter{To: middle}, func(e audit.Entry) bool { return e.At.Before(middle) }},
			"together": {audit.Filter{ActorID: "a1", Action: "sign", From: middle}, func(e audit.Entry) bool { return e.ActorID == "a1" && e.Action == "sign" && !e.At.Before(middle) }},
			"nothing":  {audit.Filter{ActorID: "nobody"}, func(audit.Entry) bool { return false }},
		}
		for name, c := range filters {
			var want, got []string
			for _, e := range all {
				if c.want(e) {
					want = append(want, e.Hash)
				}
			}
			f := c.f
			for f.Limit = 4; ; {
				found := search(t, s, f)
				for _, e := range found {
					got = append(got, e.Hash)
				}
				if len(found) < f.Limit {
					break
				}
				place, err := audit.ParsePlace(found[len(found)-1].Place().String())
				if err != nil {
					t.Fatal(err)
				}
				f.Place = place
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s: %d events page by page, want %d", name, len(got), len(want))
			}
		}
		for _, cursor := range []string{"!", "MQ", "MS4w", "OTk5OTk5OTk5OTk5OTk5OTk5LjE"} {
			if _, err := audit.ParsePlace(cursor); err == nil {
				t.Errorf("cursor %q was taken", cursor)
			}
		}
	})
}

func TestRefusalsAreFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for i := range 9 {
			r := audit.Refusal{ActorID: fmt.Sprint("a", i%3), Act: "document.read", SubjectID: fmt.Sprint("d", i%2), Code: "NOT_FOUND", Address: "10.0.0.1"}
			if err := audit.Refuse(context.Background(), s, r); err != nil {
				t.Fatal(err)
			}
		}
		count := func(f audit.Filter) (n int) {
			t.Helper()
			err := s.View(context.Background(), func(tx *store.Tx) error {
				for f.Limit = 2; ; {
					found, err := audit.Refusals(tx, f)
					n += len(found)
					if err != nil || len(found) < f.Limit {
						return err
					}
					f.Place = found[1].Place()
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for want, f := range map[int]audit.Filter{9: {}, 3: {ActorID: "a1"}, 5: {Subject: audit.Subject{ID: "d0"}}, 0: {Action: "document.sign"}} {
			if got := count(f); got != want {
				t.Errorf("%+v: %d lines, want %d", f, got, want)
			}
		}
	})
}

// One chain, or one day, says the same as the whole: nothing of what is whole, and the first bad row of what is not.
func TestAPartIsVerifiedLikeTheWhole(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]struct{ sql, chain, day string }{
		"untouched":         {"", "", ""},
		"a comment":         {`UPDATE audit_event SET comment = 'không có gì' WHERE subject_id = 'b' AND seq = 2`, "đã bị sửa", "đã bị sửa"},
		"a middle row gone": {`DELETE FROM audit_event WHERE subject_id = 'b' AND seq = 2`, "thiếu mắt xích 2", "thiếu mắt xích 2"},
		"the first gone":    {`DELETE FROM audit_event WHERE subject_id = 'b' AND seq = 1`, "thiếu mắt xích 1", "thiếu mắt xích 1"},
		"the last gone":     {`DELETE FROM audit_event WHERE subject_id = 'b' AND seq = 4`, "cuối chuỗi", "thiếu mắt xích 4"},
		"a head gone":       {`DELETE FROM audit_head WHERE subject_id = 'b'`, "cuối chuỗi", "cuối chuỗi"},
		"a whole chain":     {`DELETE FROM audit_event WHERE subject_id = 'b'`, "cả chuỗi", ""}, // of which the day has nothing left
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				record(t, s, "a", 4)
				record(t, s, "b", 4)
				if edit.sql != "" {
					for _, sql := range opened[s.Dialect()] {
						if err := exec(s, sql); err != nil {
							t.Fatal(err)
						}
					}
					if err := exec(s, edit.sql); err != nil {
						t.Fatal(err)
					}
				}
				err := s.View(context.Background(), func(tx *store.Tx) error {
					for id, want := range map[string]string{"a": "", "b": edit.chain, "none": ""} {
						report, err := audit.VerifyChain(tx, audit.Document(id))
						if err != nil {
							return err
						}
						says(t, "chain "+id, report, want)
					}
					now := time.Now()
					report, err := audit.VerifyBetween(tx, now.Add(-time.Hour), now.Add(time.Hour))
					if err != nil {
						return err
					}
					says(t, "the day", report, edit.day)
					if edit.sql == "" && (report.Chains != 2 || report.Events != 8) {
						t.Errorf("the day has %+v", report)
					}
					report, err = audit.VerifyBetween(tx, now.Add(-48*time.Hour), now.Add(-24*time.Hour))
					if err == nil && report != (audit.Report{}) {
						t.Errorf("another day has %+v", report)
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

func says(t *testing.T, what string, report audit.Report, want string) {
	t.Helper()
	switch {
	case want == "" && report.Fault != nil:
		t.Errorf("%s: %v", what, report.Fault)
	case want != "" && (report.Fault == nil || !strings.Contains(report.Fault.Detail, want)):
		t.Errorf("%s: %v, want %q", what, report.Fault, want)
	}
}
