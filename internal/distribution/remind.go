package distribution

import (
	"time"

	"trinhky/internal/calendar"
	"trinhky/internal/store"
)

// The kinds of reminder.
const (
	RemindBefore  = "before"  // the term ends soon
	RemindOverdue = "overdue" // it has just ended
	RemindAgain   = "again"   // and still nothing came back
	RemindByHand  = "hand"    // somebody pressed Đôn đốc
)

const (
	// remindBefore is how long before the end of the term the clock reminds: a receipt is due by midnight, so this is 16:00.
	remindBefore = 8 * time.Hour
	// remindEvery is how many working days lie between the reminders after the end, remindHour when on such a day.
	remindEvery = 2
	remindHour  = 8 * time.Hour
	// remindRest is how long a receiver who was reminded by hand is not reminded by hand again.
	remindRest = 10 * time.Minute
)

// firstReminder is when the clock first reminds of a term; a term that ends sooner is only reminded of at its end.
func firstReminder(due, sent time.Time) time.Time {
	if before := due.Add(-remindBefore); before.After(sent.Add(time.Hour)) {
		return before
	}
	return due
}

// reminder is what the clock does to a copy whose moment has come.
type reminder struct {
	kind string
	next time.Time
}

// reminderOf says what is due of a copy that still waits.
func reminderOf(d Delivery, days *calendar.Calendar, now time.Time) reminder {
	switch {
	case now.Before(d.Due):
		return reminder{RemindBefore, d.Due}
	case !d.Overdue:
		return reminder{RemindOverdue, nextReminder(days, now)}
	}
	return reminder{RemindAgain, nextReminder(days, now)}
}

func nextReminder(days *calendar.Calendar, now time.Time) time.Time {
	return days.Add(store.DateOf(now), remindEvery).Time().Add(remindHour).UTC()
}

// Reminder is one reminder that was sent.
type Reminder struct {
	DeliveryID, Kind, ByID string
	At                     time.Time
}
