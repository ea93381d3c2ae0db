// Package storetest gives a test a fresh, migrated database of each kind.
package storetest

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"trinhky/internal/store"
)

// PostgresVariable names the server on which tests make their databases; `make test` starts one.
const PostgresVariable = "TRINHKY_TEST_POSTGRES"

// OnlyVariable set to "sqlite" leaves PostgreSQL to another pass: `make test` runs most rooms on it without the race
// detector, which would make it the longest part of the suite.
const OnlyVariable = "TRINHKY_TEST_ONLY"

// Each runs fn on a fresh SQLite and on a fresh PostgreSQL.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t))
	})
	if os.Getenv(OnlyVariable) == "sqlite" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t))
	})
}

// SQLite is a fresh, migrated file.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "trinhky.db"))
}

// Postgres is a fresh, migrated database on the server that TRINHKY_TEST_POSTGRES names. Without the variable the
// test fails in CI and is skipped elsewhere.
func Postgres(t testing.TB) *store.Store {
	t.Helper()
	return open(t, PostgresURL(t))
}

// PostgresURL makes an empty database that goes when the test ends.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresVariable)
	if server == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: run `make test`, which starts a server", PostgresVariable)
		}
		t.Skipf("%s is not set: run `make test`, which starts a server", PostgresVariable)
	}
	admin, err := store.Open(context.Background(), server)
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + uuid.New().String()
	if _, err := admin.Pool().Exec(`CREATE DATABASE "` + name + `"`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Pool().Exec(`DROP DATABASE "` + name + `" WITH (FORCE)`); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func open(t testing.TB, rawURL string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), rawURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}
