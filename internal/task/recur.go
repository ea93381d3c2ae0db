package task

import (
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

const (
	// ahead of today, an obligation makes no more than these: the next date always, others within the horizon.
	windowMost    = 24
	windowHorizon = 100 // days
	ruleLimit     = 200 // characters
	// mostSteps bounds how many dates of a rule are looked at, mostYears how far it is followed: a rule that names no date
	// ("30 tháng 2") ends there.
	mostSteps = 6_000
	mostYears = 16
)

// Rule is a recurrence that makes sense for an office: by days, weeks, months or years.
type Rule struct {
	text   string
	option rrule.ROption
}

// ParseRule reads an RRULE (RFC 5545) without its start. Refused: RULE_INVALID, and RULE_TOO_FINE for what recurs within a
// day.
func ParseRule(text string) (Rule, error) {
	text = strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "RRULE:")))
	if text == "" || len(text) > ruleLimit || strings.ContainsAny(text, "\r\n") {
		return Rule{}, ruleInvalid("Chu kỳ báo cáo còn trống hoặc quá dài.", nil)
	}
	option, err := rrule.StrToROption(text)
	if err != nil {
		return Rule{}, ruleInvalid("Chu kỳ báo cáo không đúng quy tắc RRULE (RFC 5545).", err)
	}
	fine := option.Freq == rrule.HOURLY || option.Freq == rrule.MINUTELY || option.Freq == rrule.SECONDLY
	if fine || len(option.Byhour)+len(option.Byminute)+len(option.Bysecond) > 0 {
		return Rule{}, fault.New(fault.Unmet, "RULE_TOO_FINE", "Chu kỳ báo cáo tính bằng giờ, phút, giây không dùng được: chọn ngày, tuần, tháng, quý hoặc năm.")
	}
	if option.Interval < 0 || option.Interval > 60 || option.Count < 0 || option.Count > 1_000 || len(option.Byeaster) > 0 {
		return Rule{}, ruleInvalid("Chu kỳ báo cáo có khoảng cách hoặc số lần không hợp lệ.", nil)
	}
	if _, err := rrule.NewRRule(*option); err != nil {
		return Rule{}, ruleInvalid("Chu kỳ báo cáo có ngày, tháng không hợp lệ.", err)
	}
	return Rule{text: text, option: *option}, nil
}

func ruleInvalid(detail string, err error) error {
	return fault.New(fault.Unmet, "RULE_INVALID", detail).Because(err)
}

// String is the rule as it is kept.
func (r Rule) String() string { return r.text }

// Dates are the dates of the rule from one on, up to an end and a number; first begins the count. Whatever the rule, no
// more than mostSteps dates are looked at and no further than mostYears.
func (r Rule) Dates(first, from, ends store.Date, n int) (dates []store.Date) {
	if !first.Valid() || n <= 0 {
		return nil
	}
	option := r.option
	option.Dtstart = midnightUTC(first)
	horizon := option.Dtstart
	if from > first {
		horizon = midnightUTC(from)
	}
	horizon = horizon.AddDate(mostYears, 0, 0)
	if ends.Valid() && midnightUTC(ends).Before(horizon) {
		horizon = midnightUTC(ends)
	}
	if option.Until.IsZero() || option.Until.After(horizon) {
		option.Until = horizon
	}
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil // ParseRule has read it already; only the start is new
	}
	next := rule.Iterator()
	for range mostSteps {
		at, ok := next()
		if !ok {
			break
		}
		if d := store.Date(at.Format(time.DateOnly)); d >= from {
			if dates = append(dates, d); len(dates) == n {
				break
			}
		}
	}
	return dates
}

// First is the rule's first date from a day on; "" when it names none.
func (r Rule) First(from store.Date) store.Date {
	if dates := r.Dates(from, from, "", 1); len(dates) > 0 {
		return dates[0]
	}
	return ""
}

func midnightUTC(d store.Date) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// window are the dates that are due to be made: the next one, and more within the horizon, at most windowMost.
func window(all []store.Date, today store.Date) (due []store.Date) {
	last := store.DateOf(today.Time().AddDate(0, 0, windowHorizon))
	for i, d := range all {
		if i == windowMost || i > 0 && d > last {
			break
		}
		due = append(due, d)
	}
	return due
}

// periodText names the period that a date closes: "tháng 9/2025", "quý III/2025", "6 tháng đầu năm 2025", "năm 2025".
func periodText(kind ObligationKind, d store.Date) string {
	t := d.Time()
	if !d.Valid() {
		return ""
	}
	switch kind {
	case Monthly:
		return fmt.Sprintf("tháng %d/%d", int(t.Month()), t.Year())
	case Quarterly:
		return fmt.Sprintf("quý %s/%d", []string{"I", "II", "III", "IV"}[(int(t.Month())-1)/3], t.Year())
	case HalfYearly:
		if t.Month() <= time.July {
			return fmt.Sprintf("6 tháng đầu năm %d", t.Year())
		}
		return fmt.Sprintf("năm %d", t.Year())
	}
	return fmt.Sprintf("năm %d", t.Year())
}

// reportTitle names the report of one period: “Báo cáo quý IV/2026”, “Sơ kết năm 2026”.
func reportTitle(kind ObligationKind, d store.Date) string {
	if kind == Interim || kind == Final {
		return ObligationLabels[kind] + " " + periodText(kind, d)
	}
	return "Báo cáo " + periodText(kind, d)
}
