package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"trinhky/internal/store"
)

// Args are a job's arguments: a JSON-able struct whose Kind names the work, at least two letters.
type Args interface{ Kind() string }

// Migrate makes River's own tables, whose numbering River keeps.
func Migrate(ctx context.Context, s *store.Store) error {
	migrator, err := rivermigrate.New(driver(s.Dialect(), s.Pool()), nil)
	if err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	return nil
}

// Enqueue asks for work once tx has committed.
func Enqueue(tx *store.Tx, args Args) error { return insert(tx, args, nil) }

// EnqueueAt asks for work not before at.
func EnqueueAt(tx *store.Tx, args Args, at time.Time) error {
	return insert(tx, args, &river.InsertOpts{ScheduledAt: at})
}

// inserters only insert: they hold no connection, the caller's transaction is all they use.
var inserters = map[store.Dialect]*river.Client[*sql.Tx]{
	store.SQLite:   inserter(store.SQLite),
	store.Postgres: inserter(store.Postgres),
}

func inserter(dialect store.Dialect) *river.Client[*sql.Tx] {
	client, err := river.NewClient(driver(dialect, nil), &river.Config{})
	if err != nil {
		panic("jobs: a client that only inserts: " + err.Error())
	}
	return client
}

func insert(tx *store.Tx, args Args, options *river.InsertOpts) error {
	if _, err := inserters[tx.Dialect()].InsertTx(tx.Context(), tx.SQL(), args, options); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

func driver(dialect store.Dialect, pool *sql.DB) riverdriver.Driver[*sql.Tx] {
	if dialect == store.Postgres {
		return riverdatabasesql.New(pool)
	}
	return riversqlite.New(pool)
}
