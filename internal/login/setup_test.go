package login

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// desk is a service under test with a clock to turn and a count of the computations it made.
type desk struct {
	*Service
	clock    *clock
	computed *atomic.Int64
}

type clock struct {
	mutex sync.Mutex
	at    time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

func (c *clock) turn(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = c.at.Add(d)
}

// cheap keeps the tests quick: 64 KiB, one pass.
var cheap = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func setup(t *testing.T, s *store.Store, cfg Config) desk {
	t.Helper()
	d := desk{clock: &clock{at: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}, computed: new(atomic.Int64)}
	cfg.Clock = d.clock.now
	if cfg.ParallelHashes == 0 {
		cfg.ParallelHashes = 2
	}
	if cfg.HashWait == 0 {
		cfg.HashWait = time.Minute
	}
	d.Service = New(s, cfg)
	compare := d.hasher.compare
	d.hasher.compare = func(password, hash string) (bool, error) {
		d.computed.Add(1)
		return compare(password, hash)
	}
	d.hasher.create = func(password string, _ *argon2id.Params) (string, error) {
		d.computed.Add(1)
		return argon2id.CreateHash(password, &cheap)
	}
	return d
}

// each runs a test with a fresh service on both databases.
func each(t *testing.T, fn func(t *testing.T, d desk)) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) { fn(t, setup(t, s, Config{})) })
}

const (
	home     = "203.0.113.7"
	password = "mật khẩu của tôi"
)

var admin = authz.Actor{Kind: authz.Person, PersonID: "p-admin", Name: "Trần Quản Trị"}

func actor(personID string) authz.Actor {
	return authz.Actor{Kind: authz.Person, PersonID: personID, Name: "Người dùng " + personID}
}

// account opens an account with the password above.
func (d desk) account(t *testing.T, personID, username string) {
	t.Helper()
	if err := d.SetPassword(t.Context(), admin, personID, username, password); err != nil {
		t.Fatal(err)
	}
}

func (d desk) in(t *testing.T, username string) Session {
	t.Helper()
	s, err := d.LogIn(t.Context(), username, password, home)
	if err != nil {
		t.Fatalf("log in as %s: %v", username, err)
	}
	return s
}

func (d desk) token(t *testing.T, personID string) string {
	t.Helper()
	token, err := d.IssueToken(t.Context(), actor(personID), "đồng bộ", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// wantIn and wantOut say whether a token opens.
func (d desk) wantIn(t *testing.T, token, personID string) {
	t.Helper()
	if got, err := d.Person(t.Context(), token); err != nil || got != personID {
		t.Errorf("the token opens for %q, %v, want %q", got, err, personID)
	}
}

func (d desk) wantOut(t *testing.T, token, why string) {
	t.Helper()
	got, err := d.Person(t.Context(), token)
	if err == nil || got != "" || err.Error() != ErrNotLoggedIn.Error() {
		t.Errorf("%s: the token opens for %q, %v, want the plain NOT_LOGGED_IN", why, got, err)
	}
}

// count gives the number that a query finds.
func (d desk) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := d.store.Pool().QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// actions lists what the audit log says of a person, in order.
func (d desk) actions(t *testing.T, personID string) []string {
	t.Helper()
	var list []string
	err := d.store.View(t.Context(), func(tx *store.Tx) error {
		trail, err := audit.Trail(tx, audit.Subject{Kind: "person", ID: personID})
		for _, e := range trail {
			list = append(list, fmt.Sprintf("%s by %s", e.Action, e.ActorID))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
