package login

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestLogInAndOut(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "Nguyễn.Hà")
		one := d.in(t, "nguyễn.hà")
		if !one.MustChange || !one.ExpiresAt.Equal(d.now().Add(12*time.Hour)) {
			t.Errorf("the session is %+v", one)
		}
		two, err := d.LogIn(t.Context(), " "+norm.NFD.String("NGUYỄN.HÀ"), norm.NFD.String(password), home)
		if err != nil {
			t.Fatalf("another keyboard, the same person: %v", err)
		}
		if one.Token == two.Token {
			t.Error("two log-ins got one token")
		}
		d.wantIn(t, one.Token, "p1")
		d.wantIn(t, two.Token, "p1")
		for range 2 { // the second log-out finds nothing and is no error
			if err := d.LogOut(t.Context(), one.Token); err != nil {
				t.Fatal(err)
			}
		}
		d.wantOut(t, one.Token, "after log-out")
		d.wantIn(t, two.Token, "p1")
		for _, wrong := range []string{"", "tks_", "tka_", one.Token + "x", strings.ToLower(two.Token), hashToken(two.Token)} {
			d.wantOut(t, wrong, "not a token: "+wrong)
		}
	})
}

// TestAttack11UniformAnswer: a name that nobody has, a wrong password and a disabled account cannot be told apart, by
// the answer or by the work (numbers of computations and their cost, not seconds, which a busy machine blurs).
func TestAttack11UniformAnswer(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "co")
		d.account(t, "p2", "nghi")
		if err := d.Disable(t.Context(), admin, "p2"); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ name, username, password string }{
			{"unknown name", "khong", password},
			{"no name", "", ""},
			{"wrong password", "co", "sai"},
			{"no password", "co", ""},
			{"disabled, right password", "nghi", password},
			{"disabled, wrong password", "nghi", "sai"},
		} {
			before, logged := d.computed.Load(), d.count(t, `SELECT count(*) FROM access_log WHERE code = 'LOGIN_FAILED'`)
			got, err := d.LogIn(t.Context(), c.username, c.password, home)
			if err == nil || err.Error() != ErrLoginFailed.Error() || got != (Session{}) {
				t.Errorf("%s: got %+v, %v", c.name, got, err)
			}
			if n := d.computed.Load() - before; n != 1 {
				t.Errorf("%s: %d computations, want 1", c.name, n)
			}
			if n := d.count(t, `SELECT count(*) FROM access_log WHERE code = 'LOGIN_FAILED'`) - logged; n != 1 {
				t.Errorf("%s: %d lines in the access log, want 1", c.name, n)
			}
		}
		if n := d.count(t, `SELECT count(*) FROM login_session`); n != 0 {
			t.Errorf("%d sessions were opened", n)
		}
	})
}

func TestNobodyCostsAsMuchAsSomebody(t *testing.T) {
	t.Parallel()
	h := newHasher(1, time.Second)
	real, err := h.hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	want, _, _, err := argon2id.DecodeHash(real)
	if err != nil || *want != params || want.Memory != 19*1024 {
		t.Errorf("a real hash has the parameters %+v, %v", want, err)
	}
	got, _, _, err := argon2id.DecodeHash(h.nobody)
	if err != nil || *got != *want {
		t.Errorf("nobody's hash has the parameters %+v, %v, want %+v", got, err, want)
	}
	if match, err := h.matches("", ""); match || err != nil {
		t.Errorf("nobody came in: %v, %v", match, err)
	}
}

func TestTooManyAttempts(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		d.account(t, "p2", "lan")
		for _, username := range []string{"ha", "khong"} {
			for i := range maxFailures {
				if _, err := d.LogIn(t.Context(), username, "sai", home); !errors.Is(err, ErrLoginFailed) {
					t.Fatalf("%s, failure %d: %v", username, i+1, err)
				}
			}
			before := d.computed.Load()
			if _, err := d.LogIn(t.Context(), " "+strings.ToUpper(username), password, home); !errors.Is(err, ErrTooManyAttempts) {
				t.Errorf("%s, after %d failures: %v", username, maxFailures, err)
			}
			if d.computed.Load() != before {
				t.Errorf("%s: a closed pair still costs a computation", username)
			}
		}
		d.in(t, "lan") // another person from this address
		if _, err := d.LogIn(t.Context(), "ha", password, "203.0.113.8"); err != nil {
			t.Errorf("the same person from another address: %v", err)
		}
		d.clock.turn(failureWindow)
		d.in(t, "ha")
		if _, err := d.LogIn(t.Context(), "ha", "sai", home); !errors.Is(err, ErrLoginFailed) {
			t.Errorf("after the window: %v", err)
		}
		if n := d.count(t, `SELECT count(*) FROM login_failure`); n != 1 {
			t.Errorf("%d rows of failures are kept, want the last one alone", n)
		}
	})
}

func TestLogInForgetsFailures(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		for range 3 {
			for range maxFailures - 1 {
				d.LogIn(t.Context(), "ha", "sai", home)
			}
			d.in(t, "ha")
		}
	})
}

// TestGuessesAtOnce: guesses sent all at once do not slip past the limit; at most the turns that were under way do.
func TestGuessesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		before := d.computed.Load()
		var wait sync.WaitGroup
		for range 4 * maxFailures {
			wait.Go(func() { d.LogIn(t.Context(), "ha", "sai", home) })
		}
		wait.Wait()
		n := int(d.computed.Load() - before)
		if most := maxFailures + cap(d.hasher.slots) - 1; n < maxFailures || n > most {
			t.Errorf("%d guesses were computed, want %d to %d", n, maxFailures, most)
		}
	})
}

func TestAttemptOf(t *testing.T) {
	t.Parallel()
	base := attemptOf("ha", "2001:db8:1:2::1")
	for _, same := range []string{"2001:db8:1:2::2", "2001:db8:1:2:ffff::", "2001:db8:1:2::1%eth0"} {
		if attemptOf("ha", same) != base {
			t.Errorf("%s is of the same network", same)
		}
	}
	for _, other := range []string{"2001:db8:1:3::1", "192.0.2.1", ""} {
		if attemptOf("ha", other) == base {
			t.Errorf("%s is elsewhere", other)
		}
	}
	if attemptOf("ha", "::ffff:192.0.2.1") != attemptOf("ha", "192.0.2.1") {
		t.Error("an IPv4 address in IPv6 spelling is the same address")
	}
	if attemptOf("ha", "192.0.2.1") == attemptOf("ha", "192.0.2.2") {
		t.Error("two IPv4 addresses are two")
	}
}

// TestParallelHashesAreCapped: however many log in at once, no more than ParallelHashes compute.
func TestParallelHashesAreCapped(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		var mutex sync.Mutex
		var now, most int
		two := make(chan struct{}) // closed once two compute at once
		enter := func(n int) {
			mutex.Lock()
			defer mutex.Unlock()
			now += n
			if now == 2 && most < 2 {
				close(two)
			}
			most = max(most, now)
		}
		compare := d.hasher.compare
		d.hasher.compare = func(password, hash string) (bool, error) {
			enter(1)
			defer enter(-1)
			<-two
			return compare(password, hash)
		}
		var wait sync.WaitGroup
		errs := make([]error, 16)
		for i := range errs {
			wait.Go(func() { _, errs[i] = d.LogIn(t.Context(), "ha", password, home) })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
		if most != 2 {
			t.Errorf("%d computed at once, want 2", most)
		}
	})
}

func TestTooBusy(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	d := setup(t, s, Config{ParallelHashes: 1, HashWait: time.Millisecond})
	giveBack, err := d.hasher.slot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.LogIn(t.Context(), "ha", password, home); !errors.Is(err, ErrTooBusy) {
		t.Errorf("got %v, want TOO_BUSY", err)
	}
	d.hasher.wait = time.Hour
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.hasher.slot(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that went away waits on: %v", err)
	}
	giveBack()
	if _, err := d.LogIn(t.Context(), "ha", password, home); !errors.Is(err, ErrLoginFailed) {
		t.Errorf("with a free turn: %v", err)
	}
}

func TestConcurrentLogIns(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		usernames := []string{"an", "binh", "cuong", "dung"}
		for _, u := range usernames {
			d.account(t, "p-"+u, u)
		}
		var wait sync.WaitGroup
		var tokens sync.Map
		for i := range 40 {
			wait.Go(func() {
				u := usernames[i%len(usernames)]
				s, err := d.LogIn(t.Context(), u, password, home)
				if err != nil {
					t.Errorf("%s: %v", u, err)
					return
				}
				if person, err := d.Person(t.Context(), s.Token); err != nil || person != "p-"+u {
					t.Errorf("%s: the session is of %q, %v", u, person, err)
				}
				tokens.Store(s.Token, true)
			})
		}
		wait.Wait()
		n := 0
		tokens.Range(func(any, any) bool { n++; return true })
		if n != 40 {
			t.Errorf("%d tokens, want 40", n)
		}
	})
}

// TestLogInLeavesTheRequestsKeyAlone: a stored answer to a log-in would be a stored token.
func TestLogInLeavesTheRequestsKeyAlone(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		ctx := store.WithKey(t.Context(), "", "k1", "f1")
		if _, err := d.LogIn(ctx, "ha", password, home); err != nil {
			t.Fatal(err)
		}
		if _, err := d.LogIn(ctx, "ha", "sai", home); !errors.Is(err, ErrLoginFailed) {
			t.Fatal(err)
		}
		if repeated, err := d.store.Answered(ctx); err != nil || repeated != nil {
			t.Errorf("the key was used up: %+v, %v", repeated, err)
		}
	})
}
