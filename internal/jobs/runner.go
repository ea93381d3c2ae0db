package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"trinhky/internal/store"
)

const (
	workers      = 8
	pollInterval = 100 * time.Millisecond // neither driver listens: River asks; an idle question writes nothing
	jobTimeout   = 2 * time.Minute
)

// Runner works the queue. Register every handler, then Start.
type Runner struct {
	store    *store.Store
	log      *slog.Logger
	workers  *river.Workers
	periodic []*river.PeriodicJob
	client   *river.Client[*sql.Tx]
}

// NewRunner makes a runner that has not started.
func NewRunner(s *store.Store, log *slog.Logger) *Runner {
	return &Runner{store: s, log: log, workers: river.NewWorkers()}
}

// Handle says who does the work of one kind. A failed job is tried again with growing pauses.
func Handle[T Args](r *Runner, work func(ctx context.Context, args T) error) {
	river.AddWorker(r.workers, river.WorkFunc(func(ctx context.Context, job *river.Job[T]) error {
		if err := work(ctx, job.Args); err != nil {
			r.log.ErrorContext(ctx, "job failed", "kind", job.Kind, "id", job.ID, "attempt", job.Attempt, "error", err)
			return err
		}
		return nil
	}))
}

// Every asks for the same work again and again, first at the start; only the leader of several replicas asks.
func (r *Runner) Every(interval time.Duration, args Args) {
	r.periodic = append(r.periodic, river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return args, nil }, &river.PeriodicJobOpts{RunOnStart: true}))
}

// Start works the queue until Stop.
func (r *Runner) Start(ctx context.Context) error {
	client, err := river.NewClient(driver(r.store.Dialect(), r.store.Pool()), &river.Config{
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		Workers:           r.workers,
		PeriodicJobs:      r.periodic,
		FetchPollInterval: pollInterval,
		FetchCooldown:     pollInterval / 2,
		JobTimeout:        jobTimeout,
		Logger:            slog.New(quiet{r.log.Handler()}),
	})
	if err != nil {
		return fmt.Errorf("start the queue: %w", err)
	}
	if err := client.Start(ctx); err != nil {
		return fmt.Errorf("start the queue: %w", err)
	}
	r.client = client
	return nil
}

// Stop waits for the jobs at work until ctx ends, then cancels them: they run again at the next start.
func (r *Runner) Stop(ctx context.Context) error {
	if r.client == nil {
		return nil
	}
	if err := r.client.Stop(ctx); err == nil {
		return nil
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := r.client.StopAndCancel(grace); err != nil {
		return fmt.Errorf("stop the queue: %w", err)
	}
	return nil
}

// quiet passes on only warnings and errors: River tells of every poll.
type quiet struct{ slog.Handler }

// Enabled keeps River's small talk out of the log.
func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

// Handle drops what River says of its own work being cut off by Stop: that is no fault.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	cut := false
	r.Attrs(func(a slog.Attr) bool {
		cut = strings.Contains(a.Value.String(), context.Canceled.Error())
		return !cut
	})
	if cut {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}

// WithAttrs keeps the filter on derived loggers.
func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

// WithGroup keeps the filter on derived loggers.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
