package notice

import (
	"context"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// woken says whether a stream was woken since the last look.
func woken(s *Stream) bool {
	select {
	case <-s.Changed():
		return true
	default:
		return false
	}
}

func ended(s *Stream) bool {
	select {
	case <-s.Ended():
		return true
	default:
		return false
	}
}

// token opens an account and logs in.
func (r *room) token(username string) string {
	r.t.Helper()
	ctx := context.Background()
	r.must(r.sessions.LoadDemoAccounts(ctx, []directory.Person{{ID: r.id(username), Username: username}}, password))
	opened, err := r.sessions.LogIn(ctx, username, password, "192.0.2.1")
	r.must(err)
	return opened.Token
}

func (r *room) stream(h *Hub, username, token string) *Stream {
	r.t.Helper()
	s, err := h.Open(context.Background(), r.id(username), token)
	r.must(err)
	return s
}

// What one replica writes wakes the windows of another, and only those whom it concerns.
func TestTheHubWakesWhomItConcerns(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		here, there := r.hub(), r.hub()
		token := r.token(drafter)
		mine, twin, other := r.stream(here, drafter, token), r.stream(there, drafter, token), r.stream(here, clerk, r.token(clerk))
		poll := func() {
			t.Helper()
			r.must(here.Poll(ctx))
			r.must(there.Poll(ctx))
		}
		wake := func(what string, want ...bool) {
			t.Helper()
			poll()
			for i, one := range []*Stream{mine, twin, other} {
				if got := woken(one); got != want[i] {
					t.Errorf("%s: stream %d woken %v", what, i, got)
				}
			}
		}
		wake("at first all show what there is", true, true, true)
		wake("nothing happened", false, false, false)
		d := r.document(drafter)
		r.tell(d, "1", drafter)
		wake("a notice", true, true, false)
		wake("told already", false, false, false)
		r.must(r.SeeThing(ctx, r.id(drafter), Document, d))
		wake("seen in another window", true, true, false)
		r.must(s.Update(ctx, func(tx *store.Tx) error {
			return document.OpenStep(tx, document.Step{DocumentID: d, Action: "seal", Act: "document.seal", OrganID: "bt-vptu", Why: "register"})
		}))
		wake("on the office's desk", true, true, true)
		newer := r.document(drafter)
		r.must(s.Update(ctx, func(tx *store.Tx) error {
			return document.OpenStep(tx, document.Step{DocumentID: newer, Action: "seal", Act: "document.seal", OrganID: "bt-vptu", Why: "register"})
		}))
		wake("a second one", true, true, true)
		r.must(s.Update(ctx, func(tx *store.Tx) error { return document.CloseSteps(tx, d, "") }))
		wake("the older off it", true, true, true)
		r.must(s.Update(ctx, func(tx *store.Tx) error {
			return document.OpenStep(tx, document.Step{DocumentID: d, Action: "sign", Act: "document.sign", PersonID: r.id(clerk), Why: "signer"})
		}))
		wake("on one person's desk", false, false, true)
		mine.Close()
		r.tell(d, "2", drafter)
		wake("a window that is closed", false, true, false)
		for range 3 { // several changes come as one
			r.tell(d, store.NewID(), drafter)
			poll()
		}
		if !woken(twin) || woken(twin) {
			t.Error("three changes come as one")
		}
	})
}

// A stream ends with its session, and being connected does not keep a session alive.
func TestAStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := open(t, s), context.Background()
		r.clock("2026-11-20 09:00")
		hub, first, second := r.hub(), r.token(drafter), r.token(clerk)
		out, idle := r.stream(hub, drafter, first), r.stream(hub, clerk, second)
		polls := func() {
			t.Helper()
			for range checkEvery {
				r.must(hub.Poll(ctx))
			}
		}
		polls()
		if ended(out) || ended(idle) {
			t.Fatal("ended too soon")
		}
		r.must(r.sessions.LogOut(ctx, first))
		polls()
		if !ended(out) || ended(idle) {
			t.Errorf("after the log-out: ended %v, the other %v", ended(out), ended(idle))
		}
		r.clock("2026-11-20 10:59")
		polls()
		if ended(idle) {
			t.Error("ended before the session")
		}
		r.clock("2026-11-20 11:00") // two hours in which nobody did anything
		polls()
		if !ended(idle) {
			t.Error("a stream kept a session alive")
		}
		if len(hub.connected()) != 0 {
			t.Errorf("%d streams are left", len(hub.connected()))
		}
	})
}

func TestTheHubIsBounded(t *testing.T) {
	t.Parallel()
	r, ctx := open(t, storetest.SQLite(t)), context.Background()
	hub := r.hub()
	var windows []*Stream
	for range ownLimit {
		windows = append(windows, r.stream(hub, drafter, "a"))
	}
	if _, err := hub.Open(ctx, r.id(drafter), "a"); fault.Of(err).Code != "TOO_MANY_STREAMS" {
		t.Errorf("one window too many: %v", err)
	}
	windows[0].Close()
	windows[0].Close() // twice is once
	r.stream(hub, drafter, "a")
	if _, err := hub.Open(ctx, "nobody", "a"); err == nil {
		t.Error("nobody has a window")
	}
	hub.Stop()
	for _, w := range windows[1:] {
		if !ended(w) {
			t.Error("a stream goes on after the server stopped")
		}
	}
	if _, err := hub.Open(ctx, r.id(drafter), "a"); fault.Of(err).Code != "STREAMS_FULL" {
		t.Errorf("a window after the end: %v", err)
	}
	hub.Stop()
	windows[1].Close()
	r.must(hub.Poll(ctx)) // nobody is there to ask for
}
