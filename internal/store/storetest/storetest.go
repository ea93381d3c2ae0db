// Package storetest gives a test a fresh, migrated database of each kind.
package storetest

import (
	"context"
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
	whole, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "trinhky.db")
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+file)
}

// Postgres is a fresh, migrated database on the server that TRINHKY_TEST_POSTGRES names. Without the variable the
// test fails in CI and is skipped elsewhere.
func Postgres(t testing.TB) *store.Store {
	t.Helper()
	server := serverURL(t)
	template, err := borrowTemplate(server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := returnTemplate(server); err != nil {
			t.Error(err)
		}
	})
	return open(t, create(t, server, template))
}

// PostgresURL makes an empty database that goes when the test ends.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return create(t, serverURL(t), "")
}

func serverURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresVariable)
	if server == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: run `make test`, which starts a server", PostgresVariable)
		}
		t.Skipf("%s is not set: run `make test`, which starts a server", PostgresVariable)
	}
	return server
}

// create makes a database that goes when the test ends, as a copy of another or, with "", empty.
func create(t testing.TB, server, template string) string {
	t.Helper()
	name := "t_" + uuid.New().String()
	if err := makeDatabase(server, name, template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer(server, `DROP DATABASE "`+name+`" WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	address, err := database(server, name)
	if err != nil {
		t.Fatal(err)
	}
	return address
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
	return s
}
