package document_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// archive lays n documents: every third one seen by "so", every thousandth by "an", every second one issued, every
// fiftieth urgent, those from 5,001 on (the oldest) of an issuer of their own.
func archive(t *testing.T, s *store.Store, n int) {
	t.Helper()
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		for _, statement := range []string{
			`INSERT INTO document (id, kind, subkind, regime, issuer_id, office_id, unit_id, on_behalf_of, drafter_id, signer_id, subject, place, urgency,
				security_level, due, state, chain_id, chain_version, version, content_version, checked_version, office_date, number, symbol, document_date,
				rendition, signed, sealed, case_file, created_at, updated_at, issued_at)
			WITH RECURSIVE made (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made WHERE n < ?)
			SELECT 'd' || (1000000 + n), CASE WHEN n % 5 = 0 THEN 'plan' ELSE 'report' END, '', 'party', CASE WHEN n > 5000 THEN 'old' ELSE 'ban' END, 'vp', 'phong',
				'', 'binh', 'chi', 'về việc ' || n, '', CASE WHEN n % 50 = 0 THEN 'khan' ELSE '' END, 'thuong', '', CASE WHEN n % 2 = 0 THEN 'issued' ELSE 'withdrawn' END,
				'c', 'v', 1, 1, 1, '2026-01-01', n, n || '-BC/VP', CASE WHEN n <= 5500 THEN '2026-01-02' WHEN n % 7 = 0 THEN '2025-12-31' ELSE '2026-01-01' END, 'r', 's', 's', '', ?, ?, ? FROM made`,
			`INSERT INTO document_access (document_id, person_id, organ_id, why, since) SELECT id, '', 'so', 'office', created_at FROM document WHERE number % 3 = 0`,
			`INSERT INTO document_access (document_id, person_id, organ_id, why, since) SELECT id, 'an', '', 'signer', created_at FROM document WHERE number % 1000 = 0`,
			`INSERT INTO document_access (document_id, person_id, organ_id, why, since) SELECT id, '', 'so', 'received', created_at FROM document WHERE number % 12 = 0`,
			`INSERT INTO document_step (id, document_id, action, act, person_id, organ_id, why, due, created_at)
			SELECT 'step-' || id, id, 'sign', 'document.sign', 'chi', '', 'signer', '2020-01-01 00:00:00', created_at FROM document WHERE number % 90 = 0`,
			// every one has "ke hoach", every seventh "le tet", every hundredth "hiem"
			`INSERT INTO document_search (document_id, day, symbol, title, folded, exact, facets) SELECT id, document_date, '',
			' ke hoach ' || CASE WHEN number % 7 = 0 THEN 'le tet ' ELSE '' END || CASE WHEN number % 100 = 0 THEN 'hiem ' ELSE '' END, ' ke hoach ', ' ke hoach ', '' FROM document`,
		} {
			var args []any
			if statement[:20] == "INSERT INTO document" && statement[20] == ' ' {
				args = []any{n, tx.Now, tx.Now, tx.Now}
			}
			if err := tx.DB().Exec(statement, args...).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// However much somebody sees and however a list is narrowed, turning its pages forwards and backwards shows every document
// once and none that is not meant, and the count is theirs, or the most that is counted.
func TestPagesOfAList(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const all = 6300
		archive(t, s, all)
		so := authz.Reach{Organs: []authz.Relation{{ID: "so", Why: authz.Office}, {ID: "so", Why: authz.Received}}}
		an := authz.Reach{PersonID: "an", PersonWhys: []string{authz.Signer}}
		for name, c := range map[string]struct {
			filter document.Filter
			has    func(n int) bool
		}{
			"much":                  {document.Filter{See: so}, func(n int) bool { return n%3 == 0 }},
			"little":                {document.Filter{See: an}, func(n int) bool { return n%1000 == 0 }},
			"issued":                {document.Filter{See: so, Box: "issued"}, func(n int) bool { return n%6 == 0 && n%12 != 0 }},
			"received":              {document.Filter{See: so, Box: "received"}, func(n int) bool { return n%12 == 0 }},
			"urgent":                {document.Filter{See: so, Urgency: "khan"}, func(n int) bool { return n%150 == 0 }},
			"of an issuer":          {document.Filter{See: so, Issuer: "old", Kind: "plan"}, func(n int) bool { return n > 5000 && n%15 == 0 }},
			"of a state":            {document.Filter{See: so, State: document.Withdrawn}, func(n int) bool { return n%6 == 3 }},
			"urgent and old":        {document.Filter{See: so, Issuer: "old", Urgency: "khan"}, func(n int) bool { return n > 5000 && n%150 == 0 }},
			"with a common word":    {document.Filter{See: so, Query: "kế hoạch"}, func(n int) bool { return n%3 == 0 }},
			"with middling words":   {document.Filter{See: so, Query: "le tet"}, func(n int) bool { return n%21 == 0 }},
			"with a rare word":      {document.Filter{See: so, Query: "hiem"}, func(n int) bool { return n%300 == 0 }},
			"with words, of little": {document.Filter{See: an, Query: "hiem"}, func(n int) bool { return n%1000 == 0 }},
			"with words, of one":    {document.Filter{See: so, Query: "hiem", Person: "binh"}, func(int) bool { return false }},
			"with words nowhere":    {document.Filter{See: so, Query: "khong"}, func(int) bool { return false }},
			"of a day":              {document.Filter{See: so, From: "2025-12-31", To: "2025-12-31"}, func(n int) bool { return n > 5500 && n%21 == 0 }},
			"of many days":          {document.Filter{See: so, From: "2026-01-02"}, func(n int) bool { return n <= 5500 && n%3 == 0 }},
			"until a day":           {document.Filter{See: so, To: "2026-01-01"}, func(n int) bool { return n > 5500 && n%3 == 0 }},
			"of days and a kind":    {document.Filter{See: so, From: "2026-01-02", Kind: "plan"}, func(n int) bool { return n <= 5500 && n%15 == 0 }},
			"of a day with words":   {document.Filter{See: so, From: "2026-01-02", Query: "hiem"}, func(n int) bool { return n <= 5500 && n%300 == 0 }},
			"late":                  {document.Filter{See: so, Overdue: true}, func(n int) bool { return n%90 == 0 }},
			"late and received":     {document.Filter{See: so, Overdue: true, Box: "received"}, func(n int) bool { return n%180 == 0 }},
			"received with words":   {document.Filter{See: so, Query: "hiem", Box: "received"}, func(n int) bool { return n%300 == 0 }},
			"received and little":   {document.Filter{See: an, Box: "received"}, func(int) bool { return false }},
			"nobody's":              {document.Filter{See: so, Person: "ai"}, func(int) bool { return false }},
			"of another unit":       {document.Filter{See: so, Unit: "khác"}, func(int) bool { return false }},
		} {
			t.Run(name, func(t *testing.T) {
				var want []string
				for n := 1; n <= all; n++ {
					if c.has(n) {
						want = append(want, fmt.Sprintf("d%d", 1_000_000+n))
					}
				}
				c.filter.PersonID, c.filter.Limit = "an", 97
				err := s.View(context.Background(), func(tx *store.Tx) error {
					for _, oldest := range []bool{false, true} {
						c.filter.OldestFirst = oldest
						slices.Sort(want)
						if !oldest {
							slices.Reverse(want)
						}
						for _, back := range []bool{false, true} {
							got, err := leaf(tx, c.filter, back)
							if err != nil {
								return err
							}
							if !slices.Equal(got, want) {
								t.Errorf("oldest first %t, backwards %t: %d documents, want %d", oldest, back, len(got), len(want))
							}
						}
					}
					n, err := document.Count(tx, document.Filter{See: c.filter.See, Box: c.filter.Box, PersonID: "an", Kind: c.filter.Kind, Issuer: c.filter.Issuer,
						State: c.filter.State, Urgency: c.filter.Urgency, Person: c.filter.Person, Unit: c.filter.Unit,
						Query: c.filter.Query, From: c.filter.From, To: c.filter.To, Overdue: c.filter.Overdue})
					if n != int64(min(len(want), document.CountCap)) {
						t.Errorf("counted %d, want %d", n, len(want))
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			})
		}
	})
}

// leaf turns all pages of a list, from its first on or from its last back.
func leaf(tx *store.Tx, f document.Filter, back bool) (ids []string, err error) {
	f.Back = back
	for {
		page, err := document.List(tx, f)
		if err != nil {
			return nil, err
		}
		var some []string
		for _, d := range page.Documents {
			some = append(some, d.ID)
		}
		if back {
			ids, f.Cursor = append(some, ids...), page.Prev
		} else {
			ids, f.Cursor = append(ids, some...), page.Next
		}
		if f.Cursor == "" {
			return ids, nil
		}
	}
}
