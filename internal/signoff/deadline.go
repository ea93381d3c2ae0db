package signoff

import (
	"strconv"
	"strings"
	"time"

	"trinhky/internal/store"
)

// Deadline is how long a step may take: "2wd" working days, "30m" minutes, "asked" as whoever asks says, "" none.
type Deadline string

// due counts the deadline from a moment; ok is false where the file sets none.
func (d Deadline) due(from time.Time, asked *time.Time) (at *time.Time, ok bool) {
	switch n, kind := d.parts(); {
	case d == "":
		return nil, false
	case d == "asked":
		return asked, true
	case kind == "m":
		t := from.Add(time.Duration(n) * time.Minute)
		return &t, true
	default:
		t := endOfWorkingDay(from, n)
		return &t, true
	}
}

func (d Deadline) parts() (n int, kind string) {
	for _, kind := range []string{"wd", "m"} {
		if number, found := strings.CutSuffix(string(d), kind); found {
			if n, err := strconv.Atoi(number); err == nil && n >= 0 {
				return n, kind
			}
		}
	}
	return 0, ""
}

func (d Deadline) valid() bool {
	_, kind := d.parts()
	return d == "" || d == "asked" || kind != ""
}

// closing is the hour at which a working day ends for an office.
const closing = 17

// endOfWorkingDay is 17:00 of the n-th working day (Monday to Friday) after the day of from. 0 is the same day, or,
// when that is over or no working day, the end of the next one ("ngay trong ngày, chậm nhất là ngày làm việc tiếp
// theo", NĐ 30/2020 Art. 4, 18).
func endOfWorkingDay(from time.Time, n int) time.Time {
	local := from.In(store.Hanoi)
	day := time.Date(local.Year(), local.Month(), local.Day(), closing, 0, 0, 0, store.Hanoi)
	onward := func() {
		for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			day = day.AddDate(0, 0, 1)
		}
	}
	if n == 0 && !day.After(from) {
		day = day.AddDate(0, 0, 1)
	}
	onward()
	for range n {
		day = day.AddDate(0, 0, 1)
		onward()
	}
	return day.UTC()
}
