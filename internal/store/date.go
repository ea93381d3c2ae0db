package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Date is a civil date "2006-01-02" of the office; "" is an open end or no date. It sorts as text.
type Date string

// Hanoi is the office's time zone, +07:00 without daylight saving; fixed, so that no zone file is needed.
var Hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("date %q is not of the form yyyy-mm-dd", s)
	}
	return Date(s), nil
}

// DateOf is the office's date at a moment.
func DateOf(t time.Time) Date { return Date(t.In(Hanoi).Format(time.DateOnly)) }

// Time is the start of the date in the office's zone; the zero time for "".
func (d Date) Time() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Hanoi)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Valid says whether d is a date at all.
func (d Date) Valid() bool { return !d.Time().IsZero() }

// Year is the date's year; 0 for "".
func (d Date) Year() int {
	if !d.Valid() {
		return 0
	}
	return d.Time().Year()
}

// Within says whether from ≤ on ≤ to; an empty end is open.
func Within(from, to, on Date) bool { return from <= on && (to == "" || on <= to) }

// NewID is a fresh identifier: a UUID of version 7, in order of time.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
