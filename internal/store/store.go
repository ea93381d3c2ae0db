package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"trinhky/internal/store/sqlite"
)

// Dialect names the database.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Store is one open database.
type Store struct {
	dialect Dialect
	read    *gorm.DB
	write   *gorm.DB
	clock   func() time.Time
}

const (
	readConnections     = 8
	postgresConnections = 24
	// serializationRetries is how often a PostgreSQL transaction starts again after losing a race.
	serializationRetries = 8
)

// Open opens the database that rawURL names: "sqlite:/path/file.db" or "postgres://user@host/name".
func Open(ctx context.Context, rawURL string) (*Store, error) {
	scheme, rest, found := strings.Cut(rawURL, ":")
	if !found {
		return nil, fmt.Errorf("open store: %q names no database: want sqlite:FILE or postgres://…", rawURL)
	}
	switch scheme {
	case "sqlite":
		return openSQLite(ctx, rest)
	case "postgres", "postgresql":
		return openPostgres(ctx, rawURL)
	}
	return nil, fmt.Errorf("open store: unknown database %q: want sqlite:FILE or postgres://…", scheme)
}

func openSQLite(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	write, err := sqlite.Open(path, sqlite.Writer)
	if err != nil {
		return nil, fmt.Errorf("open store for writing: %w", err)
	}
	read, err := sqlite.Open(path, sqlite.Reader)
	if err != nil {
		return nil, fmt.Errorf("open store for reading: %w", err)
	}
	write.SetMaxOpenConns(1)
	read.SetMaxOpenConns(readConnections)
	read.SetMaxIdleConns(readConnections)
	return newStore(ctx, SQLite, sqlite.Dialector{Conn: write}, sqlite.Dialector{Conn: read})
}

func openPostgres(ctx context.Context, rawURL string) (*Store, error) {
	config, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", redact(err, rawURL))
	}
	config.RuntimeParams["timezone"] = "UTC"
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	dialector := postgres.New(postgres.Config{Conn: db})
	return newStore(ctx, Postgres, dialector, dialector)
}

func newStore(ctx context.Context, dialect Dialect, write, read gorm.Dialector) (*Store, error) {
	s := &Store{dialect: dialect, clock: time.Now}
	config := gorm.Config{SkipDefaultTransaction: true, TranslateError: true, Logger: logger.Discard, NowFunc: s.now}
	var err error
	if s.write, err = gorm.Open(write, &config); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	readConfig := config
	if s.read, err = gorm.Open(read, &readConfig); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// now is the store's clock at the precision both databases keep.
func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// Dialect says which database this is.
func (s *Store) Dialect() Dialect { return s.dialect }

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error {
	for _, db := range []*gorm.DB{s.write, s.read} {
		pool, err := db.DB()
		if err == nil {
			err = pool.PingContext(ctx)
		}
		if err != nil {
			return fmt.Errorf("reach the database: %w", err)
		}
	}
	return nil
}

// Pool is the handle that writes: for the job runner, which keeps its own transactions.
func (s *Store) Pool() *sql.DB {
	pool, err := s.write.DB()
	if err != nil {
		panic("store: no pool under an open handle: " + err.Error())
	}
	return pool
}

// Close closes both handles.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		if pool, err := db.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// IsDuplicate says whether err is a broken UNIQUE or PRIMARY KEY.
func IsDuplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }

// IsRefused says whether the database itself refused: a broken CHECK, foreign key or trigger.
func IsRefused(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "P0001" { // raise_exception: our triggers
		return true
	}
	return errors.Is(err, gorm.ErrCheckConstraintViolated) || errors.Is(err, gorm.ErrForeignKeyViolated) ||
		sqlite.IsTrigger(err)
}

// isRetryable says whether a PostgreSQL transaction lost a race and may start again.
func isRetryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// redact keeps a password in the URL out of an error.
func redact(err error, rawURL string) error {
	u, parseErr := url.Parse(rawURL)
	if parseErr != nil || u.User == nil {
		return err
	}
	password, has := u.User.Password()
	if !has || password == "" {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), password, "…"))
}
