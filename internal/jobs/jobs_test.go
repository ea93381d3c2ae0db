package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"trinhky/internal/jobs"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

type ringBell struct {
	N int `json:"n"`
}

func (ringBell) Kind() string { return "test.ring_bell" }

func setup(t *testing.T, s *store.Store) {
	t.Helper()
	if err := jobs.Migrate(context.Background(), s); err != nil {
		t.Fatal(err)
	}
}

func waiting(t *testing.T, s *store.Store) (n int64) {
	t.Helper()
	err := s.View(context.Background(), func(tx *store.Tx) (err error) {
		n, err = jobs.Waiting(tx, "test.ring_bell")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestARollbackTakesTheJobBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		setup(t, s)
		errStop := errors.New("stop")
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			if err := jobs.Enqueue(tx, ringBell{1}); err != nil {
				return err
			}
			return errStop
		})
		if !errors.Is(err, errStop) {
			t.Fatal(err)
		}
		if n := waiting(t, s); n != 0 {
			t.Errorf("%d jobs remain of a transaction that was rolled back", n)
		}
	})
}

func TestJobsAreDoneAfterTheCommit(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		setup(t, s)
		const n = 20
		heard := make(chan int, n)
		failedOnce := false
		runner := jobs.NewRunner(s, slog.New(slog.DiscardHandler))
		jobs.Handle(runner, func(_ context.Context, a ringBell) error {
			if a.N == 0 && !failedOnce {
				failedOnce = true
				return errors.New("the bell rope broke")
			}
			heard <- a.N
			return nil
		})
		for i := range n {
			if err := s.Update(context.Background(), func(tx *store.Tx) error { return jobs.Enqueue(tx, ringBell{i}) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := runner.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := runner.Stop(context.Background()); err != nil {
				t.Error(err)
			}
		})
		seen := map[int]bool{}
		deadline := time.After(30 * time.Second)
		for len(seen) < n {
			select {
			case got := <-heard:
				seen[got] = true
			case <-deadline:
				t.Fatalf("%d of %d jobs were done", len(seen), n)
			}
		}
	})
}

func TestPeriodicWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		setup(t, s)
		rang := make(chan struct{}, 100)
		runner := jobs.NewRunner(s, slog.New(slog.DiscardHandler))
		jobs.Handle(runner, func(context.Context, ringBell) error { rang <- struct{}{}; return nil })
		runner.Every(time.Hour, ringBell{})
		if err := runner.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = runner.Stop(context.Background()) })
		select {
		case <-rang:
		case <-time.After(30 * time.Second):
			t.Fatal("periodic work did not start")
		}
	})
}
