package document

import (
	"context"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// All forms of what a person may see give the same: the list of few, the copy in the index, the question about every hit.
func TestAllFormsOfSightAgree(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			for id, a := range map[string]Access{
				"own": {PersonID: "an", Why: authz.Addressed}, "leader-signs": {PersonID: "binh", Why: authz.Signer},
				"leader-drafts": {PersonID: "binh", Why: authz.Drafter}, "organ": {OrganID: "so", Why: authz.Received}, "other": {OrganID: "so", Why: authz.Office},
			} {
				d := Document{ID: id, Kind: "notice", Regime: "party", IssuerID: "bt-tu", DrafterID: "x", State: Drafting, OfficeDate: "2014-06-10", ChainID: "c", ChainVersion: "v"}
				if err := Create(tx, &d, Content{Subject: "về lịch trực", AuthorID: "x"}); err != nil {
					return err
				}
				a.DocumentID = id
				if err := Grant(tx, a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			see  authz.Reach
			want int
		}{
			"own":                 {authz.Reach{PersonID: "an", PersonWhys: []string{authz.Addressed}}, 1},
			"a thư ký's leader":   {authz.Reach{Others: []authz.Relation{{ID: "binh", Why: authz.Signer}}}, 1},
			"an organ":            {authz.Reach{Organs: []authz.Relation{{ID: "so", Why: authz.Received}}}, 1},
			"all three":           {authz.Reach{PersonID: "an", PersonWhys: []string{authz.Addressed}, Others: []authz.Relation{{ID: "binh", Why: authz.Signer}}, Organs: []authz.Relation{{ID: "so", Why: authz.Received}}}, 3},
			"as nobody of theirs": {authz.Reach{PersonID: "chi", PersonWhys: []string{authz.Addressed, authz.Signer}}, 0},
		} {
			list, args := accessOf(c.see)
			forms := map[string]condition{"each": eachSeen(c.see, "s.document_id"), "list": {"s.document_id IN (" + list + ")", args}}
			if s.Dialect() == store.Postgres {
				forms["index"] = indexedSight(c.see)
			}
			for form, sight := range forms {
				var n int
				err := s.View(context.Background(), func(tx *store.Tx) error {
					return tx.DB().Raw("SELECT count(*) FROM document_search s WHERE "+sight.sql, sight.args...).Scan(&n).Error
				})
				if err != nil || n != c.want {
					t.Errorf("%s (%s): %d documents, want %d: %v", name, form, n, c.want, err)
				}
			}
		}
	})
}
