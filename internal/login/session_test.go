package login

import (
	"testing"
	"time"

	"trinhky/internal/store"
)

func TestSessionEndsIdle(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		s := d.in(t, "ha")
		d.clock.turn(2*time.Hour - time.Second)
		d.wantIn(t, s.Token, "p1") // and is used
		d.clock.turn(2*time.Hour - time.Second)
		d.wantIn(t, s.Token, "p1")
		d.clock.turn(2 * time.Hour)
		d.wantOut(t, s.Token, "after two hours without use")
	})
}

func TestSessionEndsInAnyCase(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		s := d.in(t, "ha")
		for range 11 {
			d.clock.turn(time.Hour)
			d.wantIn(t, s.Token, "p1")
		}
		d.clock.turn(time.Hour)
		d.wantOut(t, s.Token, "after twelve hours")
		d.in(t, "ha")
		if n := d.count(t, `SELECT count(*) FROM login_session`); n != 1 {
			t.Errorf("%d sessions are kept, want the new one alone", n)
		}
	})
}

// TestUseIsNotedOnceAMinute: reading pages does not write.
func TestUseIsNotedOnceAMinute(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		tokens := []string{d.in(t, "ha").Token, d.token(t, "p1")}
		used := func(table string) time.Time {
			var at time.Time
			if err := d.store.Pool().QueryRowContext(t.Context(), `SELECT used_at FROM `+table).Scan(&at); err != nil {
				t.Fatal(err)
			}
			return at.UTC()
		}
		start := d.now()
		for _, step := range []struct{ turn, want time.Duration }{{0, 0}, {59 * time.Second, 0}, {time.Second, time.Minute}, {30 * time.Second, time.Minute}} {
			d.clock.turn(step.turn)
			for i, table := range []string{"login_session", "api_token"} {
				d.wantIn(t, tokens[i], "p1")
				if got, want := used(table), start.Add(step.want); !got.Equal(want) {
					t.Errorf("%s at %v: used %v, want %v", table, d.now().Sub(start), got, want)
				}
			}
		}
	})
}

// TestReadingGoesOnWhenUseCannotBeNoted: the note of a use is beside the request's work.
func TestReadingGoesOnWhenUseCannotBeNoted(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		d.account(t, "p1", "ha")
		s := d.in(t, "ha")
		full := map[store.Dialect]string{
			store.SQLite: `CREATE TRIGGER full BEFORE UPDATE ON login_session BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
			store.Postgres: `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$;
				CREATE TRIGGER full_disk BEFORE UPDATE ON login_session FOR EACH ROW EXECUTE FUNCTION full_disk()`,
		}
		if _, err := d.store.Pool().ExecContext(t.Context(), full[d.store.Dialect()]); err != nil {
			t.Fatal(err)
		}
		d.clock.turn(time.Hour)
		d.wantIn(t, s.Token, "p1")
		if n := d.count(t, `SELECT count(*) FROM login_session WHERE used_at > created_at`); n != 0 {
			t.Error("the use was noted after all: this test tests nothing")
		}
	})
}
