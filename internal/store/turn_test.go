package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/store"
)

// A list of seven, three a page, is gone through to its end and back to its head, and every row is met once each way.
func TestAListIsTurnedBothWays(t *testing.T) {
	t.Parallel()
	all := []int{1, 2, 3, 4, 5, 6, 7}
	read := func(at int, back bool) (rows []int) { // as a database would: from a place on, one more than the page
		for i := range all {
			n := all[i]
			if back {
				n = all[len(all)-1-i]
			}
			if (at == 0 || !back && n > at || back && n < at) && len(rows) < 4 {
				rows = append(rows, n)
			}
		}
		return rows
	}
	for _, test := range []struct {
		at            int
		back          bool
		want          []int
		before, after bool
	}{
		{0, false, []int{1, 2, 3}, false, true}, {3, false, []int{4, 5, 6}, true, true}, {6, false, []int{7}, true, false}, {7, false, []int{}, false, false},
		{0, true, []int{5, 6, 7}, true, false}, {5, true, []int{2, 3, 4}, true, true}, {2, true, []int{1}, false, true}, {1, true, []int{}, false, false},
	} {
		page, before, after := store.Turn(read(test.at, test.back), 3, test.back, test.at != 0)
		if diff := cmp.Diff(test.want, append([]int{}, page...)); diff != "" || before != test.before || after != test.after {
			t.Errorf("from %d, back %v: before %v, after %v\n%s", test.at, test.back, before, after, diff)
		}
	}
}
