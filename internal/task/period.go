package task

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/teambition/rrule-go"
)

// Period is a recurrence as an office says it: every week, month, quarter, half or year, by a day of it.
type Period struct {
	Every string // tuần | tháng | quý | 6 tháng | năm
	Day   int    // of the month, of the last month of a quarter or half; 0 = its last day
	Month int    // of a year; 0 = December
}

// Periods are the values of Period.Every.
var Periods = []string{"tuần", "tháng", "quý", "6 tháng", "năm"}

// Rule is the period as an RRULE. Refused: RULE_INVALID for a day that no month has.
func (p Period) Rule() (string, error) {
	if !slices.Contains(Periods, p.Every) || p.Day < 0 || p.Month < 0 {
		return "", ruleInvalid("Chu kỳ báo cáo: chọn tuần, tháng, quý, 6 tháng hoặc năm.", nil)
	}
	rule := ruleOf(p.Every, days{day: p.Day, month: p.Month})
	if rule == "" {
		return "", ruleInvalid("Chu kỳ báo cáo có ngày, tháng không hợp lệ.", nil)
	}
	return rule, nil
}

// PeriodOf reads an RRULE back; false for one that no Period makes.
func PeriodOf(text string) (Period, bool) {
	rule, err := ParseRule(text)
	if err != nil {
		return Period{}, false
	}
	day, month := 0, 0
	if o := rule.option; len(o.Bymonthday) == 1 && o.Bymonthday[0] > 0 {
		day = o.Bymonthday[0]
	}
	if o := rule.option; len(o.Bymonth) == 1 {
		month = o.Bymonth[0]
	}
	for _, every := range Periods {
		p := Period{Every: every, Day: day}
		if every == "năm" {
			p.Month = month
		}
		if made, err := p.Rule(); err == nil && made == rule.text {
			return p, true
		}
	}
	return Period{}, false
}

// RuleWords says an RRULE in Vietnamese: “hằng quý, ngày 25 tháng cuối quý”. One that has no words of its own is shown as it
// is kept, so that nothing is said wrongly; "" stays "".
func RuleWords(text string) string {
	rule, err := ParseRule(text)
	if err != nil {
		return text
	}
	if p, ok := PeriodOf(text); ok {
		switch p.Every {
		case "tuần":
			return "hằng tuần, thứ Sáu"
		case "tháng":
			return "hằng tháng, " + dayWords(p.Day, "tháng")
		case "quý":
			return "hằng quý, " + dayWords(p.Day, "tháng cuối quý")
		case "6 tháng":
			return "6 tháng một lần, " + dayWords(p.Day, "tháng 6 và tháng 12")
		}
	}
	o := rule.option
	plain := o.Interval <= 1 && o.Count == 0 && o.Until.IsZero() && len(o.Byweekday)+len(o.Bysetpos)+len(o.Byweekno)+len(o.Byyearday) == 0
	if plain && o.Freq == rrule.DAILY && len(o.Bymonth)+len(o.Bymonthday) == 0 {
		return "hằng ngày"
	}
	if plain && o.Freq == rrule.YEARLY && len(o.Bymonth) > 0 && len(o.Bymonthday) == 1 {
		var dates []string
		for _, month := range o.Bymonth {
			if o.Bymonthday[0] > 0 {
				dates = append(dates, fmt.Sprintf("%d/%d", o.Bymonthday[0], month))
			} else {
				dates = append(dates, "ngày cuối tháng "+strconv.Itoa(month))
			}
		}
		words := "hằng năm, " + strings.Join(dates, ", ")
		if o.Bymonthday[0] > 0 {
			words = "hằng năm, ngày " + strings.Join(dates, ", ")
		}
		if o.Bymonthday[0] >= -1 {
			return words
		}
	}
	return "theo quy tắc " + rule.text
}

func dayWords(day int, of string) string {
	if day == 0 {
		return "ngày cuối " + of
	}
	if of == "tháng" {
		return fmt.Sprintf("ngày %d", day)
	}
	return fmt.Sprintf("ngày %d %s", day, of)
}
