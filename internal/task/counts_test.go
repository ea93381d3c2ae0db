package task

import (
	"context"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// The workbench counts what the list of one's own tasks shows, for every day and everybody.
func TestCountsAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		o.inStates()
		seen := Counts{}
		for _, day := range []store.Date{"2014-06-10", "2014-06-27", "2014-07-10"} {
			o.on = day
			for _, who := range sees {
				got, err := o.service.Counts(ctx, o.as(who))
				o.must(err)
				length := func(f Filter) int64 {
					f.Mine, f.Limit = true, maxPage
					page, err := o.service.Tasks(ctx, o.as(who), f)
					o.must(err)
					return int64(len(page.Tasks))
				}
				want := Counts{
					Total: length(Filter{}), New: length(Filter{State: Given}), DueSoon: length(Filter{Standing: DueSoon}),
					Overdue: length(Filter{Standing: Overdue}), Concerns: got.Concerns,
				}
				if got != want || want.Total > 0 && !got.Concerns {
					t.Errorf("%s on %s: %+v, the list has %+v", who, day, got, want)
				}
				seen.Total, seen.New, seen.DueSoon, seen.Overdue = seen.Total+got.Total, seen.New+got.New, seen.DueSoon+got.DueSoon, seen.Overdue+got.Overdue
			}
		}
		if seen.New == 0 || seen.DueSoon == 0 || seen.Overdue == 0 {
			t.Errorf("nothing was counted: %+v", seen)
		}
	})
}
