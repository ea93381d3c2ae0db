package pages

import (
	"testing"
	"time"

	"trinhky/internal/store"
)

func TestADeadlineAtMidnightIsTheEndOfTheDayBefore(t *testing.T) {
	t.Parallel()
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 12, day, hour, minute, 0, 0, store.Hanoi)
	}
	afternoon := at(1, 17, 0)
	for _, test := range []struct {
		at   any
		want string
	}{
		{at(24, 0, 0), "hết ngày 23/12/2026"}, {at(1, 0, 0).UTC(), "hết ngày 30/11/2026"}, {&afternoon, "17:00 01/12/2026"},
		{at(24, 0, 1), "00:01 24/12/2026"}, {(*time.Time)(nil), ""}, {time.Time{}, ""},
	} {
		if got, err := deadlineText(test.at); err != nil || got != test.want {
			t.Errorf("%v: %q, %v, want %q", test.at, got, err, test.want)
		}
	}
	if _, err := deadlineText("mai"); err == nil {
		t.Error("a word is no moment")
	}
}
