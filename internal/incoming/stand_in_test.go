package incoming

import (
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// What is laid before a leader is told to him, to his thư ký and to who stands in for him, from the day they do.
func TestStandInsAreTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		told := func(who string) (n int) {
			h.must(s.Pool().QueryRow("SELECT COUNT(*) FROM notice WHERE action = 'arrival_submit' AND person_id = '" + h.id(who) + "'").Scan(&n))
			return n
		}
		a := h.in(Registered)
		_, err := h.Submit(h.ctx, h.as(registrar), At{ID: a.ID}, h.id(secretary), "")
		h.must(err)
		if told(secretary) != 1 || told(colleague) != 0 || told(chief) != 0 {
			t.Errorf("before anybody stands in: %d, %d, %d", told(secretary), told(colleague), told(chief))
		}
		h.update(func(tx *store.Tx) error {
			by := directory.Editor{ID: h.id(secretary), Name: "Bí thư"}
			for who, scope := range map[string]directory.Scope{colleague: directory.ScopeSecretary, chief: directory.ScopeDirection} {
				err := directory.GiveAbsence(tx, by, directory.Absence{
					ID: store.NewID(), PersonID: h.id(secretary), StandInID: h.id(who), Scope: scope, From: officeDay, To: "2026-03-31", GivenBy: h.id(secretary),
				}, officeDay)
				if err != nil {
					return err
				}
			}
			return nil
		})
		b := h.in(Registered)
		_, err = h.Submit(h.ctx, h.as(registrar), At{ID: b.ID}, h.id(secretary), "")
		h.must(err)
		if told(secretary) != 2 || told(colleague) != 1 || told(chief) != 1 {
			t.Errorf("the Bí thư, the thư ký and the stand-in are told %d, %d, %d times", told(secretary), told(colleague), told(chief))
		}
	})
}
