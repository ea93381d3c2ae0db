package document_test

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/migrations"
)

const leaders = 100

// wide sees what reach does and stands in for so many leaders that PostgreSQL searches through the copy of access in its
// index, not through a list.
func wide(who string) authz.Reach {
	see := reach(who)
	for i := range leaders {
		see.Others = append(see.Others, authz.Relation{ID: fmt.Sprintf("leader-%d", i), Why: authz.Signer})
	}
	return see
}

// widen grants the leaders of wide what one person sees.
func widen(t *testing.T, s *store.Store, who string) {
	t.Helper()
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		var ids []string
		if err := tx.DB().Table("document_access").Where("person_id = ?", who).Pluck("document_id", &ids).Error; err != nil {
			return err
		}
		var grants []document.Access
		for _, id := range ids {
			for i := range leaders {
				grants = append(grants, document.Access{DocumentID: id, PersonID: fmt.Sprintf("leader-%d", i), Why: authz.Signer})
			}
		}
		if len(grants) <= 1000 {
			t.Fatalf("%d grants: too few to be searched through the index", len(grants))
		}
		return document.Grant(tx, grants...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func idsOf(found document.Found) string {
	var ids []string
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	return strings.Join(ids, " ")
}

// What is shared is found at once, what is taken away is not; and where the copy in the index says more than
// document_access, nothing of it shows: not in hits, counts or suggestions.
func TestSearchFollowsAccess(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		layLibrary(t, s)
		widen(t, s, "an")
		update := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := s.Update(context.Background(), fn); err != nil {
				t.Fatal(err)
			}
		}
		check := func(when, want string) {
			t.Helper()
			found := findAs(t, s, wide("an"), document.Query{Text: "xyzabc"})
			if got := idsOf(found); got != want || found.Count != len(found.Hits) {
				t.Errorf("%s: found %q, counted %d, want %q", when, got, found.Count, want)
			}
			several := findAs(t, s, wide("an"), document.Query{Text: "chuyen doi so", Limit: 1})
			if n := len(strings.Fields(want)) + 3; several.Count != n {
				t.Errorf("%s: counted %d, want %d", when, several.Count, n)
			}
			err := s.View(context.Background(), func(tx *store.Tx) error {
				offered, err := document.Suggest(tx, wide("an"), "binh duoc xe")
				if err == nil && len(offered) != len(strings.Fields(want)) {
					t.Errorf("%s: %d titles are offered, want %q", when, len(offered), want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		check("before", "")
		update(func(tx *store.Tx) error {
			return document.Grant(tx, document.Access{DocumentID: "secret", PersonID: "an", Why: authz.Addressed})
		})
		check("shared", "secret")
		update(func(tx *store.Tx) error { return document.Revoke(tx, "secret", "an", authz.Addressed) })
		check("taken away", "")
		if s.Dialect() == store.Postgres {
			update(func(tx *store.Tx) error {
				return tx.DB().Exec("UPDATE document_search SET sight = sight || '{an//addressed}' WHERE document_id = 'secret'").Error
			})
			check("with a stale copy", "")
		}
	})
}

// The index goes back to what it was before and comes forth again with everything found.
func TestSearchMigratesBothWays(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		layLibrary(t, s)
		widen(t, s, "an")
		files, err := fs.Sub(migrations.FS, string(s.Dialect()))
		if err != nil {
			t.Fatal(err)
		}
		dialect := goose.DialectSQLite3
		if s.Dialect() == store.Postgres {
			dialect = goose.DialectPostgres
		}
		provider, err := goose.NewProvider(dialect, s.Pool(), files)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := provider.DownTo(context.Background(), 31); err != nil {
			t.Fatal(err)
		}
		if _, err := provider.Up(context.Background()); err != nil {
			t.Fatal(err)
		}
		for name, see := range map[string]authz.Reach{"few": reach("an"), "much": wide("an")} {
			if got := idsOf(findAs(t, s, see, document.Query{Text: `"chuyển đổi số"`})); got != "ub88 qd09 kh01" {
				t.Errorf("who sees %s finds %q", name, got)
			}
		}
	})
}
