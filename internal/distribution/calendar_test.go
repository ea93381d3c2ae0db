package distribution

import (
	"testing"
	"time"

	"trinhky/internal/calendar"
	"trinhky/internal/store"
)

func TestDueReceipt(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		"2014-06-10T10:00:00+07:00": "2014-06-11T00:00:00+07:00", // Tuesday: by the end of the day
		"2014-06-10T23:30:00+07:00": "2014-06-11T00:00:00+07:00",
		"2014-06-13T16:00:00+07:00": "2014-06-14T00:00:00+07:00", // Friday
		"2014-06-14T09:00:00+07:00": "2014-06-17T00:00:00+07:00", // Saturday: Monday's end
		"2014-06-15T18:00:00+07:00": "2014-06-17T00:00:00+07:00", // Sunday
		"2014-06-13T18:00:00+00:00": "2014-06-17T00:00:00+07:00", // already Saturday in Hà Nội
		"2026-02-16T09:00:00+07:00": "2026-02-24T00:00:00+07:00", // Tết: the Monday after
		"2026-08-22T16:00:00+07:00": "2026-08-23T00:00:00+07:00", // a Saturday that is worked
	} {
		at, err := time.Parse(time.RFC3339, sent)
		if err != nil {
			t.Fatal(err)
		}
		if got := DueReceipt(calendar.National(), at).In(store.Hanoi).Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", sent, got, want)
		}
	}
}
