package distribution

import (
	"time"

	"trinhky/internal/calendar"
)

// DueReceipt is when a receiver must have confirmed what came at a moment: by the end of that working day, in the office's
// time; what comes on a day off counts from the next working day (NĐ 30/2020 Art. 21.2c).
func DueReceipt(days *calendar.Calendar, sent time.Time) time.Time {
	return days.Due(calendar.ConfirmReceipt, sent, false)
}
