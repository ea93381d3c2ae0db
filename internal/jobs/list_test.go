package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func listed(t *testing.T, s *store.Store, standing jobs.Standing, kind string, before int64, limit int) (list []jobs.Job) {
	t.Helper()
	err := s.View(context.Background(), func(tx *store.Tx) (err error) {
		list, err = jobs.List(tx, standing, kind, before, limit)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func does(t *testing.T, s *store.Store, do func(*store.Tx, int64) (jobs.Job, error), id int64) (was jobs.Job, code string) {
	t.Helper()
	err := s.Update(context.Background(), func(tx *store.Tx) (err error) {
		was, err = do(tx, id)
		return err
	})
	var refused *fault.Fault
	if err != nil && !errors.As(err, &refused) {
		t.Fatal(err)
	}
	if refused != nil {
		code = refused.Code
	}
	return was, code
}

func TestJobsAreListedPageByPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		setup(t, s)
		for i := range 7 {
			if err := s.Update(context.Background(), func(tx *store.Tx) error { return jobs.Enqueue(tx, ringBell{i}) }); err != nil {
				t.Fatal(err)
			}
		}
		first := listed(t, s, jobs.Queued, "", 0, 4)
		rest := listed(t, s, jobs.Queued, "test.ring_bell", first[3].ID, 4)
		if len(first) != 4 || len(rest) != 3 || rest[0].ID >= first[3].ID || string(first[0].Args) != `{"n":6}` && string(first[0].Args) != `{"n": 6}` {
			t.Errorf("pages of %d and %d, %s", len(first), len(rest), first[0].Args)
		}
		if other := listed(t, s, jobs.Queued, "test.other", 0, 4); len(other) != 0 {
			t.Errorf("%d jobs of a kind that nobody asked for", len(other))
		}
		for _, standing := range []jobs.Standing{jobs.Running, jobs.Failed, jobs.Dead} {
			if other := listed(t, s, standing, "", 0, 4); len(other) != 0 {
				t.Errorf("%d jobs are %s", len(other), standing)
			}
		}
		err := s.View(context.Background(), func(tx *store.Tx) error {
			counts, err := jobs.Counts(tx)
			if err != nil {
				return err
			}
			if len(counts) != 1 || counts[0] != (jobs.Count{Standing: jobs.Queued, Kind: "test.ring_bell", N: 7}) {
				t.Errorf("counts %+v", counts)
			}
			late, err := jobs.Late(tx)
			if late < 0 || late > time.Minute {
				t.Errorf("%s late", late)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A job that failed is told with its error, given up by hand, and tried again by hand; what is not there or over is refused.
func TestAJobIsTriedAgainOrGivenUp(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		setup(t, s)
		tried := make(chan struct{}, 10)
		runner := jobs.NewRunner(s, slog.New(slog.DiscardHandler))
		jobs.Handle(runner, func(context.Context, ringBell) error { tried <- struct{}{}; return errors.New("the bell rope broke") })
		if err := s.Update(context.Background(), func(tx *store.Tx) error { return jobs.Enqueue(tx, ringBell{1}) }); err != nil {
			t.Fatal(err)
		}
		if err := runner.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		<-tried
		if err := runner.Stop(context.Background()); err != nil { // waits until the failure is written down
			t.Fatal(err)
		}
		// A first failure is tried again so soon that the queue calls it waiting.
		alive := append(listed(t, s, jobs.Failed, "", 0, 9), listed(t, s, jobs.Queued, "", 0, 9)...)
		if len(alive) != 1 || alive[0].Attempts < 1 || !strings.Contains(alive[0].Fault, "bell rope") || alive[0].FaultAt.IsZero() || alive[0].Tried.IsZero() {
			t.Fatalf("failed: %+v", alive)
		}
		id := alive[0].ID
		if was, code := does(t, s, jobs.GiveUp, id); code != "" || was.ID != id {
			t.Errorf("given up: %q %+v", code, was)
		}
		if dead := listed(t, s, jobs.Dead, "", 0, 9); len(dead) != 1 || !dead[0].GivenUp || dead[0].Ended.IsZero() {
			t.Errorf("given up: %+v", dead)
		}
		if _, code := does(t, s, jobs.GiveUp, id); code != "JOB_OVER" {
			t.Errorf("given up twice: %q", code)
		}
		if was, code := does(t, s, jobs.Retry, id); code != "" || was.Standing != jobs.Dead {
			t.Errorf("tried again: %q %+v", code, was)
		}
		if again := listed(t, s, jobs.Queued, "", 0, 9); len(again) != 1 || !again[0].Ended.IsZero() {
			t.Errorf("tried again: %+v", again)
		}
		for name, do := range map[string]func(*store.Tx, int64) (jobs.Job, error){"retry": jobs.Retry, "give up": jobs.GiveUp} {
			if _, code := does(t, s, do, id+1000); code != "JOB_UNKNOWN" {
				t.Errorf("%s of nothing: %q", name, code)
			}
		}
		for state, want := range map[string][2]string{"running": {"JOB_RUNNING", "JOB_RUNNING"}, "completed": {"JOB_OVER", "JOB_OVER"}} {
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				if state == "running" {
					return tx.DB().Exec(`UPDATE river_job SET state = 'running', finalized_at = NULL WHERE id = ?`, id).Error
				}
				return tx.DB().Exec(`UPDATE river_job SET state = 'completed', finalized_at = ? WHERE id = ?`, tx.Now, id).Error
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, code := does(t, s, jobs.Retry, id); code != want[0] {
				t.Errorf("retry of a %s job: %q", state, code)
			}
			if _, code := does(t, s, jobs.GiveUp, id); code != want[1] {
				t.Errorf("a %s job given up: %q", state, code)
			}
		}
	})
}
