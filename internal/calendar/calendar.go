package calendar

import (
	"time"

	"trinhky/internal/store"
)

// Calendar says which days are worked. It never changes.
type Calendar struct {
	national bool // whether the holidays of the whole country count
	// own are the days that the office itself has decided: true = worked.
	own map[store.Date]bool
}

// Load gives the national holidays with what the office's table says over them.
func Load(tx *store.Tx) (*Calendar, error) {
	rows, err := allDays(tx)
	if err != nil {
		return nil, err
	}
	c := &Calendar{national: true, own: make(map[store.Date]bool, len(rows))}
	for _, row := range rows {
		c.own[row.Day] = row.Kind == MadeUp
	}
	return c, nil
}

// Weekdays is the calendar that knows no holiday: Monday to Friday.
func Weekdays() *Calendar { return &Calendar{} }

// National is the calendar of the whole country, before any edit of the office.
func National() *Calendar { return &Calendar{national: true} }

// Working says whether a day is worked.
func (c *Calendar) Working(d store.Date) bool {
	if worked, said := c.own[d]; said {
		return worked
	}
	if c.national {
		if day, said := nationalDay(d); said {
			return day.Kind == MadeUp
		}
	}
	return !weekend(d)
}

func weekend(d store.Date) bool {
	w := d.Time().Weekday()
	return w == time.Saturday || w == time.Sunday
}

// closing is the hour at which a working day ends for an office.
const closing = 17

// EndOfWork is 17:00 of the n-th working day after the day of from, in UTC. 0 is the same day, or, when that is over or
// no working day, the end of the next one ("ngay trong ngày, chậm nhất là ngày làm việc tiếp theo", NĐ 30/2020 Art. 4, 18).
func (c *Calendar) EndOfWork(from time.Time, n int) time.Time {
	day := store.DateOf(from)
	if n == 0 {
		if at := hour(day, closing); c.Working(day) && at.After(from) {
			return at
		}
		n = 1
	}
	return hour(c.Add(day, n), closing)
}

// EndOfDay is the midnight that ends the n-th working day after the day of from, in UTC. 0 is the same day, or the next
// working day when that is a day off (receipts: "trong ngày", NĐ 30/2020 Art. 21.2c).
func (c *Calendar) EndOfDay(from time.Time, n int) time.Time {
	day := store.DateOf(from)
	if n > 0 || !c.Working(day) {
		day = c.Add(day, max(n, 1))
	}
	return hour(day, 24)
}

// The hours of a working day, from its midnight: eight of them, with ninety minutes at noon (Bộ luật Lao động 2019 Art.
// 105 sets the eight; offices differ by half an hour, closing is that of the deadlines).
var sessions = [2][2]time.Duration{{7*time.Hour + 30*time.Minute, 11*time.Hour + 30*time.Minute}, {13 * time.Hour, closing * time.Hour}}

// Worked is how much of the time from a to b lies within working hours: what a desk had of it. Zero when b lies before a.
func (c *Calendar) Worked(a, b time.Time) (sum time.Duration) {
	for day := store.DateOf(a); day <= store.DateOf(b); day = next(day, 1) {
		if !c.Working(day) {
			continue
		}
		midnight := day.Time()
		for _, s := range sessions {
			from, to := midnight.Add(s[0]), midnight.Add(s[1])
			if from.Before(a) {
				from = a
			}
			if to.After(b) {
				to = b
			}
			sum += max(0, to.Sub(from))
		}
	}
	return sum
}

func hour(d store.Date, h int) time.Time { return d.Time().Add(time.Duration(h) * time.Hour).UTC() }

// Add is the n-th working day after d; before d when n is negative; d itself for 0, worked or not.
func (c *Calendar) Add(d store.Date, n int) store.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = next(d, step)
		if c.Working(d) {
			n--
		}
	}
	return d
}

// Between counts the working days after a, up to and with b; negative when b lies before a.
func (c *Calendar) Between(a, b store.Date) int {
	if b < a {
		return -c.Between(b, a)
	}
	n := 0
	for d := a; d < b; {
		if d = next(d, 1); c.Working(d) {
			n++
		}
	}
	return n
}

func next(d store.Date, days int) store.Date { return store.DateOf(d.Time().AddDate(0, 0, days)) }
