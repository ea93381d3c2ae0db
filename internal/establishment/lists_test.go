package establishment_test

import (
	"context"
	"fmt"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestGroupsAndTermsThroughTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		first := h.ids["kien.hb"]
		id, err := h.AddGroup(ctx, first, directory.Group{Kind: directory.OrganGroup, OwnerID: "ld-tu", Name: "Tổ công tác số 1", ValidFrom: today},
			[]directory.GroupMember{{Kind: directory.OrganMember, OrganID: "ld-btctu"}})
		h.must(err)
		h.must(h.AddMember(ctx, first, directory.GroupMember{GroupID: id, Kind: directory.OrganMember, OrganID: "ld-bnctu", From: "2026-12-01"}))
		h.refused("twice in it", "GROUP_INVALID", func() error {
			return h.AddMember(ctx, first, directory.GroupMember{GroupID: id, Kind: directory.OrganMember, OrganID: "ld-bnctu", From: "2026-12-05"})
		})
		h.refused("a person among organs", "GROUP_INVALID", func() error {
			return h.AddMember(ctx, first, directory.GroupMember{GroupID: id, Kind: directory.PersonMember, PersonID: first, From: "2026-12-05"})
		})
		h.refused("another's group", "FORBIDDEN", func() error { return h.EndGroup(ctx, h.ids["toan.hc"], id, today) })
		h.must(h.EndMember(ctx, first, id, 1, "2026-12-31"))
		h.refused("the last one", "GROUP_INVALID", func() error { return h.EndMember(ctx, first, id, 2, "2027-01-31") })
		h.look(func(tx *store.Tx) error {
			for on, want := range map[store.Date]int{today: 1, "2026-11-30": 1, "2026-12-01": 2, "2026-12-31": 2, "2027-01-01": 1} {
				organs, _, err := directory.Members(tx, id, on)
				if err != nil || len(organs) != want {
					t.Errorf("on %s: %d members, %v", on, len(organs), err)
				}
			}
			return nil
		})
		h.must(h.EndGroup(ctx, first, id, "2027-02-28"))
		h.refused("end it twice", "GROUP_INVALID", func() error { return h.EndGroup(ctx, first, id, "2027-02-28") })
		h.refused("two terms at once", "TERM_OVERLAPS", func() error { return h.AddTerm(ctx, first, directory.Term{OrganID: "ld-tu", Number: "II", From: dawn}) })
		terms, err := h.Terms(ctx, first, directory.ListQuery{Under: "ld-tu"})
		h.must(err)
		h.must(h.EndTerm(ctx, first, terms.Terms[0].ID, "2027-02-28"))
		h.must(h.AddTerm(ctx, first, directory.Term{OrganID: "ld-tu", Number: "II", From: dawn}))
		h.look(func(tx *store.Tx) error {
			for on, want := range map[store.Date]string{"2027-02-28": "I", dawn: "II", "2027-03-02": "II"} {
				if term, err := directory.TermAt(tx, "ld-vptu", on); err != nil || term.Number != want {
					t.Errorf("on %s: %+v, %v", on, term, err)
				}
			}
			return nil
		})
	})
}

// A list of thousands comes a page at a time, each row once.
func TestListsGoOnWhereTheyStopped(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, h := context.Background(), open(t, s)
		h.must(s.Update(ctx, func(tx *store.Tx) error {
			for i := range 130 {
				o := directory.Organ{ID: fmt.Sprintf("x%03d", i), Name: fmt.Sprintf("Trạm Y tế số %d", i%65), PrintedName: "TRẠM", Code: "T", Regime: directory.State, Class: directory.Department, Level: "xa", Channel: "account", ParentID: "ld-ubnd", ValidFrom: "2026-01-01"}
				if err := directory.AddOrgan(tx, directory.Editor{}, o); err != nil {
					return err
				}
			}
			return nil
		}))
		seen, pages := map[string]bool{}, 0
		for q := (directory.ListQuery{Words: "trạm y tế"}); ; pages++ {
			list, err := h.Organs(ctx, h.ids["kien.hb"], q)
			h.must(err)
			for _, o := range list.Organs {
				if seen[o.ID] {
					t.Errorf("%s twice", o.ID)
				}
				seen[o.ID] = true
			}
			if q.After = list.Next; q.After == "" {
				break
			}
		}
		if len(seen) != 130 || pages != 2 {
			t.Errorf("%d organs on %d pages", len(seen), pages+1)
		}
		people, err := h.People(ctx, h.ids["kien.hb"], directory.ListQuery{Words: "kien"})
		h.must(err)
		if len(people.People) == 0 || len(people.Posts[people.People[0].ID]) == 0 {
			t.Errorf("people %+v", people)
		}
	})
}
