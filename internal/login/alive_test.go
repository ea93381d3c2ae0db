package login

import (
	"testing"
	"time"
)

// Who only stays connected is let in as long as the session lasts, and no longer for being connected.
func TestAliveIsNoUse(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		session, program, gone := d.in(t, "ha").Token, d.token(t, "p1"), d.in(t, "ha").Token
		if err := d.LogOut(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		want := func(when string, first, second bool) {
			t.Helper()
			alive, err := d.Alive(t.Context(), []string{session, program, gone, "nobody's"})
			if err != nil || alive[session] != first || alive[program] != second || alive[gone] || alive["nobody's"] {
				t.Errorf("%s: %v, %v", when, alive, err)
			}
		}
		want("at first", true, true)
		d.clock.turn(2*time.Hour - time.Second)
		want("just before two hours", true, false) // the token was for an hour
		d.clock.turn(time.Second)
		want("after two hours in which nobody did anything", false, false)
		d.wantOut(t, session, "being connected was a use")
		if alive, err := d.Alive(t.Context(), nil); err != nil || len(alive) != 0 {
			t.Errorf("of none: %v, %v", alive, err)
		}
	})
}
