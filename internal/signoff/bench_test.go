package signoff

import (
	"context"
	"fmt"
	"testing"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Others' acts on a drafter's documents are told once for each document; his own, those of other people's documents and
// what was before the moment are not.
func TestWhatOthersDidSinceAMoment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		start := time.Now().Add(-time.Hour)
		still := o.draft()                                      // nobody did anything
		waits := o.walk(o.draft(), document.UnitReview)         // only the drafter did
		checked := o.walk(o.draft(), document.FormatCheck)      // approved
		signed := o.walk(o.draft(), document.AwaitingSignature) // approved, and checked after
		changes := func(who string, since time.Time) (told []string) {
			t.Helper()
			found, err := o.Changes(ctx, o.id(who), since)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				told = append(told, fmt.Sprintf("%s %s %d", c.Document.ID, c.Action, c.More))
				if c.By == "" || c.StateLabel == "" || c.At.Before(since) {
					t.Errorf("a change without its circumstances: %+v", c)
				}
			}
			return told
		}
		want := fmt.Sprint([]string{signed.Document.ID + " check_format 1", checked.Document.ID + " approve 0"})
		if got := fmt.Sprint(changes(drafter, start)); got != want {
			t.Errorf("told %s, want %s; %s and %s have nothing of others", got, want, still.Document.ID, waits.Document.ID)
		}
		if _, err := o.Show(ctx, o.id(approver), signed.Document.ID); err != nil {
			t.Fatal(err)
		}
		for _, other := range []string{approver, outsider, clerk, foreign} { // who drafted none of them
			if got := changes(other, start); len(got) > 0 {
				t.Errorf("%s was told %v", other, got)
			}
		}
		last := o.lastEvent(signed.Document.ID).At
		if got := changes(drafter, last); len(got) > 0 {
			t.Errorf("since the last act itself: %v", got)
		}
		back, err := o.Fire(ctx, o.id(checker), checked.Document.ID, "return", checked.input("return"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(changes(drafter, last)), fmt.Sprint([]string{back.Document.ID + " return 0"}); got != want {
			t.Errorf("since then: %s, want %s", got, want)
		}
	})
}
