package distribution

import (
	"time"

	"trinhky/internal/store"
)

// DueReceipt is when a receiver must have confirmed what came at a moment: by the end of that working day, in the office's
// time; what comes on a day off counts from the next working day (NĐ 30/2020 Art. 21.2c).
func DueReceipt(sent time.Time) time.Time {
	day := store.DateOf(sent).Time()
	for !workday(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day.AddDate(0, 0, 1).UTC()
}

// workday: the office works from Monday to Friday.
func workday(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}
