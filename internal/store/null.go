package store

import "time"

// A column that may be NULL has a pointer in its row and a plain value outside: these four are the way between them.

// NullText is NULL for "".
func NullText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Text is "" for NULL.
func Text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// NullTime is NULL for the zero time, else the moment in UTC.
func NullTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// Time is the zero time for NULL, else the moment in UTC.
func Time(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}
