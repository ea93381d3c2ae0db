package task

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"trinhky/internal/calendar"
	"trinhky/internal/store"
)

// DeadlineKind says what a text says of when.
type DeadlineKind string

// The kinds of deadline.
const (
	NoDeadline DeadlineKind = "none"       // Không nêu thời hạn
	OnDate     DeadlineKind = "date"       // by a day
	Recurring  DeadlineKind = "recurring"  // again and again: makes an obligation to report
	OnRequest  DeadlineKind = "on_request" // khi có yêu cầu
)

// Deadline is when something is to be done, and the words that say so.
type Deadline struct {
	Kind DeadlineKind
	Date store.Date // of OnDate: the last day
	Rule string     // of Recurring: an RRULE without its start
	Text string     // as written; "" for none
	// Where the words stand: Text == text[From:To] of the text that was read.
	From, To int
}

const (
	before = `(?:chậm\s+nhất(?:\s+là)?(?:\s+(?:vào|trước|đến|trong))?|muộn\s+nhất(?:\s+là)?(?:\s+(?:vào|trước))?|(?:hoàn\s+thành\s+)?xong\s+trước|hoàn\s+thành\s+(?:trước|vào|trong)|trước|không\s+quá|đến\s+hết|hết|thời\s+hạn(?:\s+hoàn\s+thành)?\s*:?(?:\s+trước)?|hạn\s+(?:cuối|chót)(?:\s+là)?\s*:?)`
	date   = `(?:(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?|(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*(?:năm\s+|/)(\d{4}))?)`
	hour   = `(?:\d{1,2}\s*(?:giờ|h)(?:\s*\d{1,2}(?:\s*phút)?)?\s*,?\s*)?` // "trước 17 giờ 00 ngày 12/3"
	quarty = `(IV|I{1,3}|[1-4])(?:\s*(?:/|năm\s+)\s*(\d{4}))?`
	every  = `(?:(?:định\s+k[ỳì](?:\s*,)?\s+)?(?:h[ằà]ng|mỗi)\s+|định\s+k[ỳì]\s+(?:theo\s+)?(?:h[ằà]ng\s+)?)`
	inLast = `\s+(?:của\s+)?tháng\s+(?:cuối|thứ\s+ba|cuối\s+cùng)(?:\s+của)?(?:\s+quý)?`
)

var (
	wordEnd   = `(?:$|[^\p{L}\p{N}])`
	onDay     = regexp.MustCompile(`(?i)` + before + `\s+` + hour + `(?:ngày\s+)?` + date)
	inMonth   = regexp.MustCompile(`(?i)(trước|xong\s+trước|trong|hết|cuối|đến\s+hết)\s+tháng\s+(\d{1,2})(?:\s*(?:/|năm\s+)\s*(\d{4}))?` + wordEnd)
	inQuarter = regexp.MustCompile(`(?i)(trước|xong\s+trước|trong|hết|cuối|đến\s+hết)\s+quý\s+` + quarty + wordEnd)
	inYear    = regexp.MustCompile(`(?i)(?:hoàn\s+thành|xong)\s+(trước|trong|hết|cuối)\s+năm\s+(\d{4})` + wordEnd)
	inHalf    = regexp.MustCompile(`(?i)(?:hoàn\s+thành|xong|trong)\s+(?:trong\s+)?6\s+tháng\s+(đầu|cuối)\s+năm\s+(\d{4})` + wordEnd)
	withinN   = regexp.MustCompile(`(?i)trong\s+(?:thời\s+hạn\s+|vòng\s+)(\d{1,3})\s+ngày(\s+làm\s+việc)?` + wordEnd)
	asked     = regexp.MustCompile(`(?i)(?:đột\s+xuất\s*,?\s*)?khi\s+có\s+yêu\s+cầu(?:\s+đột\s+xuất)?`)

	// What recurs: the period, and the day, before or behind it.
	dayFirst  = regexp.MustCompile(`(?i)(?:trước|vào|chậm\s+nhất(?:\s+là)?(?:\s+(?:vào|trước))?)\s+ngày\s+(\d{1,2})(?:(` + inLast + `)|\s*/\s*(\d{1,2})|\s+tháng\s+(\d{1,2}))?(?:\s+và\s+(?:ngày\s+)?(\d{1,2})\s*/\s*(\d{1,2}))?\s+` + every + `(tháng|quý|năm|6\s+tháng|tuần|ngày)` + wordEnd)
	periodLed = regexp.MustCompile(`(?i)` + every + `(6\s+tháng(?:\s+(?:một|1)\s+lần)?(?:\s+đầu\s+năm)?(?:\s*(?:,|và|hoặc)\s*(?:h[ằà]ng\s+)?năm)?|3\s+tháng(?:\s+(?:một|1)\s+lần)?|tháng|quý|năm|tuần|ngày)` +
		`(?:\s*\(|\s*,)?(?:\s+(?:(?:báo\s+cáo|gửi\s+báo\s+cáo)\s+)?)?(?:\s*(?:trước|vào|chậm\s+nhất(?:\s+là)?(?:\s+(?:vào|trước))?)\s+ngày\s+(\d{1,2})(?:(` + inLast + `)|\s*/\s*(\d{1,2})|\s+tháng\s+(\d{1,2}))?(?:\s+và\s+(?:ngày\s+)?(\d{1,2})\s*/\s*(\d{1,2}))?)?`)
)

// DeadlineIn finds the deadline that a text states: its first date; without one, how it recurs; else "khi có yêu cầu". A day
// without a year is its next occurrence after on, the date of the document; a day that the calendar does not have
// ("31/2") is none.
func DeadlineIn(text string, on store.Date) Deadline {
	again := recurringIn(text)
	dates := datesIn(text, on, again)
	switch {
	case len(dates) > 0:
		return slices.MinFunc(dates, func(a, b Deadline) int { return a.From - b.From })
	case len(again) > 0:
		return again[0]
	}
	if m := asked.FindStringIndex(text); m != nil {
		return Deadline{Kind: OnRequest, Text: text[m[0]:m[1]], From: m[0], To: m[1]}
	}
	return Deadline{Kind: NoDeadline}
}

// datesIn are the deadlines on a day. One that belongs to a period ("hằng quý, trước ngày 15") is none.
func datesIn(text string, on store.Date, again []Deadline) (found []Deadline) {
	put := func(m []int, d store.Date) {
		from, to := m[0], m[1]
		for to > from && !wordly(text[to-1]) { // the mark behind the last word is not of the phrase
			to--
		}
		inside := slices.ContainsFunc(again, func(a Deadline) bool { return from < a.To && to > a.From })
		if d != "" && !inside && atWord(text, from) {
			found = append(found, Deadline{Kind: OnDate, Date: d, Text: text[from:to], From: from, To: to})
		}
	}
	for _, m := range onDay.FindAllStringSubmatchIndex(text, -1) {
		day, month, year := group(text, m, 1), group(text, m, 2), group(text, m, 3)
		if day == "" {
			day, month, year = group(text, m, 4), group(text, m, 5), group(text, m, 6)
		}
		if m[1] < len(text) && text[m[1]] >= '0' && text[m[1]] <= '9' {
			continue // "trước ngày 30/9/20255" is no date
		}
		put(m, dayOf(number(day), number(month), number(year), on))
	}
	for _, m := range inMonth.FindAllStringSubmatchIndex(text, -1) {
		put(m, endOfMonths(number(group(text, m, 2)), 1, number(group(text, m, 3)), on, ahead(group(text, m, 1))))
	}
	for _, m := range inQuarter.FindAllStringSubmatchIndex(text, -1) {
		put(m, endOfMonths(3*quarter(group(text, m, 2)), 3, number(group(text, m, 3)), on, ahead(group(text, m, 1))))
	}
	for _, m := range inYear.FindAllStringSubmatchIndex(text, -1) {
		put(m, endOfMonths(12, 12, number(group(text, m, 2)), on, ahead(group(text, m, 1))))
	}
	for _, m := range inHalf.FindAllStringSubmatchIndex(text, -1) {
		last := 6
		if strings.EqualFold(group(text, m, 1), "cuối") {
			last = 12
		}
		put(m, endOfMonths(last, 6, number(group(text, m, 2)), on, false))
	}
	for _, m := range withinN.FindAllStringSubmatchIndex(text, -1) {
		put(m, daysOn(on, number(group(text, m, 1)), group(text, m, 2) != ""))
	}
	return found
}

// recurringIn are the periods that a text names, in order.
func recurringIn(text string) (found []Deadline) {
	put := func(m []int, period string, at days) {
		from, to := m[0], m[1]
		for to > from && !wordly(text[to-1]) {
			to--
		}
		if overlap := slices.ContainsFunc(found, func(d Deadline) bool { return from < d.To && to > d.From }); overlap || !atWord(text, from) {
			return
		}
		if rule := ruleOf(period, at); rule != "" {
			found = append(found, Deadline{Kind: Recurring, Rule: rule, Text: text[from:to], From: from, To: to})
		}
	}
	for _, m := range dayFirst.FindAllStringSubmatchIndex(text, -1) {
		put(m, group(text, m, 7), days{
			day: number(group(text, m, 1)), last: group(text, m, 2) != "", month: number(group(text, m, 3)) + number(group(text, m, 4)),
			day2: number(group(text, m, 5)), month2: number(group(text, m, 6)),
		})
	}
	for _, m := range periodLed.FindAllStringSubmatchIndex(text, -1) {
		if m[1] < len(text) && letterAt(text, m[1]) && letterBefore(text, m[1]) {
			continue // "định kỳ năm" is no beginning of another word
		}
		put(m, group(text, m, 1), days{
			day: number(group(text, m, 2)), last: group(text, m, 3) != "", month: number(group(text, m, 4)) + number(group(text, m, 5)),
			day2: number(group(text, m, 6)), month2: number(group(text, m, 7)),
		})
	}
	slices.SortFunc(found, func(a, b Deadline) int { return a.From - b.From })
	return found
}

// days are the day that a period is due by: of the month, of the last month of a quarter, of a month of the year.
type days struct {
	day, month   int
	last         bool
	day2, month2 int
}

// ruleOf writes a period and its day as an RRULE; "" for a day that no month has.
func ruleOf(period string, d days) string {
	period = strings.ToLower(strings.Join(strings.Fields(period), " "))
	if d.day > 31 || d.month > 12 || d.day2 > 31 || d.month2 > 12 {
		return ""
	}
	day := -1 // the last of the month
	if d.day > 0 {
		day = d.day
	}
	months := ""
	switch {
	case period == "tuần":
		return "FREQ=WEEKLY;BYDAY=FR"
	case period == "ngày":
		return "FREQ=DAILY"
	case period == "tháng":
		return fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", day)
	case period == "quý", strings.HasPrefix(period, "3 tháng"):
		months = "3,6,9,12"
	case strings.HasPrefix(period, "6 tháng"):
		months = "6,12"
	case period == "năm":
		months = "12"
	default:
		return ""
	}
	if d.month > 0 && (period == "năm" || d.month2 > 0) {
		months = strconv.Itoa(d.month)
		if d.month2 > 0 {
			months += "," + strconv.Itoa(d.month2)
		}
	}
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%s;BYMONTHDAY=%d", months, day)
}

// dayOf is a day of the calendar; without a year the next one after on. "" when there is none.
func dayOf(day, month, year int, on store.Date) store.Date {
	if day < 1 || day > 31 || month < 1 || month > 12 {
		return ""
	}
	if year != 0 {
		return civil(year, month, day)
	}
	first := on.Year()
	if first == 0 {
		return ""
	}
	for y := first; y < first+9; y++ { // a 29/2 may be eight years off
		if d := civil(y, month, day); d != "" && d > on {
			return d
		}
	}
	return ""
}

// civil is a date, or "" for one that the calendar does not have.
func civil(year, month, day int) store.Date {
	d, err := store.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	if err != nil {
		return ""
	}
	return d
}

// endOfMonths is the last day of some months that end with one; with before, the last day ahead of them.
func endOfMonths(last, length, year int, on store.Date, before bool) store.Date {
	if last < 1 || last > 12 {
		return ""
	}
	end := func(year int) store.Date {
		after := time.Date(year, time.Month(last)+1, 1, 0, 0, 0, 0, store.Hanoi)
		if before {
			after = after.AddDate(0, -length, 0)
		}
		return store.DateOf(after.AddDate(0, 0, -1))
	}
	if year != 0 {
		return end(year)
	}
	if !on.Valid() {
		return ""
	}
	if d := end(on.Year()); d > on {
		return d
	}
	return end(on.Year() + 1)
}

// daysOn counts days from the document's date on; working days are Monday to Friday.
func daysOn(on store.Date, n int, working bool) store.Date {
	switch {
	case !on.Valid() || n < 1 || n > 366:
		return ""
	case working:
		return calendar.Weekdays().Add(on, n)
	}
	return store.DateOf(on.Time().AddDate(0, 0, n))
}

// ahead tells "trước tháng 9" from "trong tháng 9".
func ahead(word string) bool { return strings.Contains(strings.ToLower(word), "trước") }

func quarter(s string) int {
	switch strings.ToUpper(s) {
	case "I", "1":
		return 1
	case "II", "2":
		return 2
	case "III", "3":
		return 3
	}
	return 4
}

func group(text string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return text[m[2*i]:m[2*i+1]]
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
