package login

import (
	"testing"
	"time"

	"trinhky/internal/store"
)

// What is news to a person: what changed since the last look of the visit before. Between two looks here lie the minutes that
// are given.
func TestAVisitBeginsAfterHalfAnHour(t *testing.T) {
	each(t, func(t *testing.T, d desk) {
		ctx := t.Context()
		d.account(t, "p-binh", "binh")
		d.account(t, "p-chi", "chi")
		read := func() (v visit) {
			t.Helper()
			err := d.store.View(ctx, func(tx *store.Tx) (err error) {
				v, err = visitOf(tx, "p-binh")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		for i, look := range []struct {
			after time.Duration
			news  bool // since the look before this one
			none  bool // or since never
		}{
			{0, false, true},
			{29 * time.Minute, false, true}, // the first visit goes on
			{31 * time.Minute, true, false},
			{2 * time.Minute, false, false}, // a reload loses nothing
			{20 * time.Minute, false, false},
			{29 * time.Minute, false, false},
			{24 * time.Hour, true, false},
		} {
			was := read()
			if was.SeenAt != nil { // the clock is turned by laying back what was
				seen := was.SeenAt.Add(-look.after)
				was.SeenAt = &seen
				if was.Since != nil {
					since := was.Since.Add(-look.after)
					was.Since = &since
				}
				if err := d.store.Update(ctx, func(tx *store.Tx) error { return setVisit(tx, "p-binh", was) }); err != nil {
					t.Fatal(err)
				}
			}
			since, err := d.Visit(ctx, "p-binh")
			if err != nil {
				t.Fatal(err)
			}
			want := was.since()
			if look.news {
				want = *was.SeenAt
			}
			if !since.Equal(want) || since.IsZero() != look.none {
				t.Errorf("look %d: news since %v, want %v", i, since, want)
			}
			if kept := read(); look.after < 5*time.Minute && i > 0 && !kept.SeenAt.Equal(*was.SeenAt) {
				t.Errorf("look %d was written, so soon after another", i)
			} else if look.after >= 5*time.Minute && !kept.SeenAt.After(*was.SeenAt) {
				t.Errorf("look %d was not kept", i)
			}
		}
		before := read()
		if err := d.SeeChanges(ctx, "p-binh"); err != nil {
			t.Fatal(err)
		}
		if since, err := d.Visit(ctx, "p-binh"); err != nil || !since.After(*before.Since) {
			t.Errorf("all was seen, and news is what came since %v, %v; before it was since %v", since, err, *before.Since)
		}
		if since, err := d.Visit(ctx, "p-chi"); err != nil || !since.IsZero() {
			t.Errorf("another person's first look: %v, %v", since, err)
		}
	})
}
