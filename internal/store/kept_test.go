package store_test

import (
	"context"
	"fmt"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// What a connection keeps of its statements nobody notices: not a statement inside itself, not one that failed, not a
// change of the schema, not more statements than are kept.
func TestStatementsAreUsedAgain(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	ctx := context.Background()
	update := func(fn func(tx *store.Tx) error) {
		t.Helper()
		if err := s.Update(ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	insert := func(tx *store.Tx, n int) error { return tx.DB().Exec("INSERT INTO leaf (n) VALUES (?)", n).Error }
	update(func(tx *store.Tx) error {
		return tx.DB().Exec("CREATE TABLE leaf (n integer PRIMARY KEY)").Error
	})
	for n := range 5 {
		update(func(tx *store.Tx) error { return insert(tx, n) })
	}
	if err := s.Update(ctx, func(tx *store.Tx) error { return insert(tx, 3) }); !store.IsDuplicate(err) {
		t.Fatalf("the same twice: %v", err)
	}
	update(func(tx *store.Tx) error { return insert(tx, 5) })
	type leaf struct{ N, M int }
	const above = "SELECT * FROM leaf WHERE n > ? ORDER BY n"
	found := func(tx *store.Tx, n int) (all []leaf) {
		if err := tx.DB().Raw(above, n).Scan(&all).Error; err != nil {
			t.Fatal(err)
		}
		return all
	}
	update(func(tx *store.Tx) error {
		if got := found(tx, 3); len(got) != 2 || got[0].N != 4 {
			t.Errorf("above 3: %v", got)
		}
		rows, err := tx.DB().Raw(above, 0).Rows()
		if err != nil {
			return err
		}
		defer rows.Close()
		for n := 1; rows.Next(); n++ {
			var got int
			if err := rows.Scan(&got); err != nil || got != n {
				t.Errorf("row %d: %d %v", n, got, err)
			}
			if inside := found(tx, n); len(inside) != 5-n {
				t.Errorf("above %d, inside: %v", n, inside)
			}
		}
		return rows.Err()
	})
	update(func(tx *store.Tx) error {
		return tx.DB().Exec("ALTER TABLE leaf ADD COLUMN m integer NOT NULL DEFAULT 7").Error
	})
	for n := range 400 {
		update(func(tx *store.Tx) error {
			return tx.DB().Exec(fmt.Sprintf("UPDATE leaf SET m = m WHERE n = %d", n)).Error
		})
	}
	for range 2 {
		update(func(tx *store.Tx) error {
			if got := found(tx, 4); len(got) != 1 || got[0] != (leaf{5, 7}) {
				t.Errorf("after the schema changed: %v", got)
			}
			return nil
		})
	}
}

func TestLimitAndOffset(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			if err := tx.DB().Exec("CREATE TABLE leaf (n integer PRIMARY KEY)").Error; err != nil {
				return err
			}
			if err := tx.DB().Exec("INSERT INTO leaf (n) VALUES (1), (2), (3), (4), (5)").Error; err != nil {
				return err
			}
			for _, c := range []struct {
				limit, offset int
				want          string
			}{
				{2, 0, "[1 2]"}, {2, 1, "[2 3]"}, {-1, 3, "[4 5]"}, {0, 0, "[]"}, {0, 2, "[]"}, {9, 4, "[5]"}, {-1, -1, "[1 2 3 4 5]"},
			} {
				var got []int
				if err := tx.DB().Table("leaf").Select("n").Order("n").Limit(c.limit).Offset(c.offset).Scan(&got).Error; err != nil {
					return err
				}
				if fmt.Sprint(got) != c.want {
					t.Errorf("limit %d offset %d: %v, want %s", c.limit, c.offset, got, c.want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
