package distribution

import (
	"testing"
	"time"

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
	} {
		at, err := time.Parse(time.RFC3339, sent)
		if err != nil {
			t.Fatal(err)
		}
		if got := DueReceipt(at).In(store.Hanoi).Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", sent, got, want)
		}
	}
}
