package incoming

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// The usual deadlines are working days from today, over the weekend; who assigns gets none behind the leader's.
func TestUsualDeadlinesAreWorkingDays(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		a := h.in(Submitted)
		v, err := h.Show(h.ctx, h.as(secretary), a.ID)
		h.must(err)
		all := []Term{{1, "2026-03-11"}, {3, "2026-03-13"}, {5, "2026-03-17"}, {10, "2026-03-24"}, {15, "2026-03-31"}}
		if diff := cmp.Diff(all, v.DirectTerms); diff != "" {
			t.Error(diff)
		}
		_, err = h.Direct(h.ctx, h.as(secretary), At{ID: a.ID}, order()) // until 20/3
		h.must(err)
		v, err = h.Show(h.ctx, h.as(head), a.ID)
		h.must(err)
		if diff := cmp.Diff(all[:3], v.AssignTerms); diff != "" || v.DirectTerms != nil {
			t.Errorf("%s %v", diff, v.DirectTerms)
		}
	})
}
