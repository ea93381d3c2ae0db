package web_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/store"
	"trinhky/internal/web"
	"trinhky/internal/web/client"
)

// fill makes the demo's people and gives all of them the same password.
func fill(ctx context.Context, s *store.Store) error {
	if err := jobs.Migrate(ctx, s); err != nil {
		return err
	}
	if err := directory.LoadDemo(ctx, s); err != nil {
		return err
	}
	var people []directory.Person
	err := s.View(ctx, func(tx *store.Tx) (err error) {
		people, err = directory.People(tx, officeDay)
		return err
	})
	if err != nil {
		return err
	}
	return login.New(s, login.Config{}).LoadDemoAccounts(ctx, people, password)
}

// template is a filled SQLite file in which the cast is logged in: a password costs a tenth of a second to compare, and
// the race detector makes ten of it.
type template struct {
	file   []byte
	tokens map[string]string // by username
}

var prepared = sync.OnceValues(func() (template, error) {
	t := template{tokens: map[string]string{}}
	dir, err := os.MkdirTemp("", "trinhky-web-")
	if err != nil {
		return t, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "trinhky.db")
	if err := t.make(context.Background(), "sqlite:"+file); err != nil {
		return t, fmt.Errorf("prepare the office of the tests: %w", err)
	}
	t.file, err = os.ReadFile(file) // whole: closing the store empties the log beside it
	return t, err
})

func (t template) make(ctx context.Context, url string) (err error) {
	s, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := s.Close(); err == nil {
			err = closeErr
		}
	}()
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	if err := fill(ctx, s); err != nil {
		return err
	}
	door := login.New(s, login.Config{})
	for _, username := range []string{drafter, approver, checker, signer, clerk, outsider, admin, recipient} {
		opened, err := door.LogIn(ctx, username, password, "127.0.0.1")
		if err != nil {
			return err
		}
		t.tokens[username] = opened.Token
	}
	return nil
}

// quick is an office of its own, copied from the template.
func quick(t testing.TB, change ...func(*web.Config)) *office {
	t.Helper()
	template, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "trinhky.db")
	if err := os.WriteFile(file, template.file, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // a test may have closed it
	o := serve(t, s, change...)
	for username, token := range template.tokens {
		o.clients[username] = &client.Client{Base: o.url, Token: token}
	}
	return o
}
