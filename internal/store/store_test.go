package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

var errStop = errors.New("stop")

func countKeys(t *testing.T, s *store.Store) (n int64) {
	t.Helper()
	err := s.View(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Raw(`SELECT count(*) FROM idempotency_key`).Scan(&n).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func insertKey(tx *store.Tx, key string) error {
	return tx.DB().Exec(`INSERT INTO idempotency_key (key, actor, fingerprint, created_at) VALUES (?, 'a', 'f', ?)`, key, tx.Now).Error
}

func TestRollbackLeavesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		woken := false
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			tx.After(func() { woken = true })
			if err := insertKey(tx, "k"); err != nil {
				return err
			}
			return errStop
		})
		if !errors.Is(err, errStop) {
			t.Fatalf("Update gave %v, want the function's own error", err)
		}
		if n := countKeys(t, s); n != 0 {
			t.Errorf("%d rows remain after a rollback", n)
		}
		if woken {
			t.Error("After ran although nothing was committed")
		}
	})
}

func TestViewCannotWrite(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		err := s.View(context.Background(), func(tx *store.Tx) error { return insertKey(tx, "k") })
		if err == nil {
			t.Error("a View wrote a row")
		}
		if n := countKeys(t, s); n != 0 {
			t.Errorf("%d rows written by a View", n)
		}
	})
}

// Readers and writers that read before they write all succeed: on a deferred SQLite transaction most would fail.
func TestConcurrentReadThenWrite(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const workers = 40
		var wg sync.WaitGroup
		errs := make(chan error, workers)
		for range workers {
			wg.Go(func() {
				errs <- s.Update(context.Background(), func(tx *store.Tx) error {
					var n int64
					if err := tx.DB().Raw(`SELECT count(*) FROM idempotency_key`).Scan(&n).Error; err != nil {
						return err
					}
					return insertKey(tx, store.NewID())
				})
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		if n := countKeys(t, s); n != workers {
			t.Errorf("%d rows, want %d", n, workers)
		}
	})
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		runs := 0
		once := func(fingerprint string) error {
			ctx := store.WithKey(context.Background(), "an", "key-1", fingerprint)
			return s.Update(ctx, func(tx *store.Tx) error {
				runs++
				return tx.SetAnswer("document-7")
			})
		}
		if err := once("f"); err != nil {
			t.Fatal(err)
		}
		var repeated *store.Repeated
		if err := once("f"); !errors.As(err, &repeated) || repeated.Answer != "document-7" {
			t.Errorf("a repeat gave %v, want the stored answer", err)
		}
		if err := once("another request"); fault.Of(err).Code != "IDEMPOTENCY_KEY_REUSED" {
			t.Errorf("the key under another request gave %v", err)
		}
		if runs != 1 {
			t.Errorf("the work ran %d times, want once", runs)
		}
		found, err := s.Answered(store.WithKey(context.Background(), "an", "key-1", "f"))
		if err != nil || found == nil || found.Answer != "document-7" {
			t.Errorf("Answered = %v, %v", found, err)
		}
		if other, err := s.Answered(store.WithKey(context.Background(), "bình", "key-1", "f")); err != nil || other != nil {
			t.Errorf("another person's key: %v, %v", other, err)
		}
	})
}

// A failed request gives its key back, so that the person may try again.
func TestIdempotencyKeyOfAFailedRequestIsFree(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := store.WithKey(context.Background(), "an", "key-1", "f")
		if err := s.Update(ctx, func(*store.Tx) error { return errStop }); !errors.Is(err, errStop) {
			t.Fatal(err)
		}
		if err := s.Update(ctx, func(tx *store.Tx) error { return tx.SetAnswer("x") }); err != nil {
			t.Errorf("second try: %v", err)
		}
		if n := countKeys(t, s); n != 1 {
			t.Errorf("%d keys, want 1", n)
		}
	})
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		if err := s.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
		if err := s.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
	})
}

func TestDate(t *testing.T) {
	t.Parallel()
	if _, err := store.ParseDate("2014-02-30"); err == nil {
		t.Error("30 February was taken for a date")
	}
	d, err := store.ParseDate("2014-06-10")
	if err != nil || d.Year() != 2014 || store.DateOf(d.Time()) != d {
		t.Errorf("2014-06-10 = %q, year %d, %v", d, d.Year(), err)
	}
	for _, c := range []struct {
		from, to, on store.Date
		want         bool
	}{
		{"2014-01-01", "2014-12-31", "2014-12-31", true},
		{"2014-01-01", "2014-12-31", "2015-01-01", false},
		{"2014-01-01", "", "2030-01-01", true},
		{"2014-01-02", "", "2014-01-01", false},
	} {
		if got := store.Within(c.from, c.to, c.on); got != c.want {
			t.Errorf("Within(%s, %s, %s) = %v", c.from, c.to, c.on, got)
		}
	}
}
