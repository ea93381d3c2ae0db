package store

import "slices"

// Turn cuts one page of a list out of the rows that were read from a place on, one more than the page holds where there are
// more. Back says that they were read from that place backwards, the nearest first, and placed that there was a place at all:
// without one a list begins at its head, or backwards at its end. Before and after say whether the list goes on there.
func Turn[T any](rows []T, limit int, back, placed bool) (page []T, before, after bool) {
	more := len(rows) > limit
	page = rows[:min(len(rows), limit)]
	if back {
		slices.Reverse(page)
	}
	if len(page) == 0 {
		return page, false, false
	}
	return page, back && more || !back && placed, !back && more || back && placed
}
