package calendar

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"trinhky/internal/store"
)

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, store.Hanoi)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestEndOfWork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-20 09:00", 0, "2026-11-20 17:00"}, // a Friday
		{"2026-11-20 09:00", 1, "2026-11-23 17:00"},
		{"2026-11-20 17:00", 0, "2026-11-23 17:00"}, // over
		{"2026-11-20 18:30", 0, "2026-11-23 17:00"},
		{"2026-11-20 18:30", 1, "2026-11-23 17:00"},
		{"2026-11-21 09:00", 0, "2026-11-23 17:00"}, // a Saturday
		{"2026-11-21 09:00", 1, "2026-11-23 17:00"}, // its first working day is Monday
		{"2026-11-21 09:00", 2, "2026-11-24 17:00"},
		{"2026-11-16 09:00", 5, "2026-11-23 17:00"},
		{"2026-02-13 18:00", 0, "2026-02-23 17:00"}, // the Friday before Tết, after hours
		{"2026-02-13 09:00", 5, "2026-02-27 17:00"},
		{"2026-08-21 18:00", 0, "2026-08-22 17:00"}, // a Saturday that is worked for 31/8
		{"2026-08-28 18:00", 0, "2026-09-03 17:00"}, // Friday before Quốc khánh: five days off
		{"2027-04-30 09:00", 0, "2027-05-04 17:00"}, // 1/5 is a Saturday: Monday stands in for it
	} {
		if got := National().EndOfWork(moment(t, c.from), c.n); !got.Equal(moment(t, c.want)) || got.Location() != time.UTC {
			t.Errorf("%d working days after %s = %s, want %s", c.n, c.from, got.In(store.Hanoi), c.want)
		}
	}
	if got := Weekdays().EndOfWork(moment(t, "2026-02-13 18:00"), 0); !got.Equal(moment(t, "2026-02-16 17:00")) {
		t.Errorf("without holidays the Monday of Tết is worked: %s", got)
	}
}

func TestEndOfDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2014-06-10 10:00", 0, "2014-06-11 00:00"},
		{"2014-06-10 23:30", 0, "2014-06-11 00:00"}, // not over before midnight
		{"2014-06-14 09:00", 0, "2014-06-17 00:00"}, // Saturday: the end of Monday
		{"2014-06-13 09:00", 1, "2014-06-17 00:00"},
		{"2014-06-14 09:00", 1, "2014-06-17 00:00"},
		{"2025-04-29 20:00", 0, "2025-04-30 00:00"},
		{"2025-04-30 09:00", 0, "2025-05-06 00:00"}, // 30/4, 1/5, 2/5 in exchange, the weekend
	} {
		if got := National().EndOfDay(moment(t, c.from), c.n); !got.Equal(moment(t, c.want)) {
			t.Errorf("%s +%d = %s, want %s", c.from, c.n, got.In(store.Hanoi), c.want)
		}
	}
}

func TestWorked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-11-20 08:00", "2026-11-20 09:30", 90 * time.Minute},  // a Friday
		{"2026-11-20 11:00", "2026-11-20 13:30", time.Hour},         // noon is nobody's
		{"2026-11-20 00:00", "2026-11-21 00:00", 8 * time.Hour},     // a whole day
		{"2026-11-20 16:00", "2026-11-23 08:30", 2 * time.Hour},     // over a weekend
		{"2026-11-21 08:00", "2026-11-22 20:00", 0},                 // within one
		{"2026-02-13 16:30", "2026-02-23 08:00", time.Hour},         // over Tết
		{"2026-08-21 17:00", "2026-08-22 08:30", time.Hour},         // a Saturday that is worked for 31/8
		{"2026-11-20 18:00", "2026-11-20 22:00", 0},                 // in the evening
		{"2026-11-20 10:00", "2026-11-20 09:00", 0},                 // backwards
		{"2026-11-16 07:30", "2026-11-20 17:00", 5 * 8 * time.Hour}, // a week
		{"2026-11-20 16:59", "2026-11-20 17:00", time.Minute},
	} {
		if got := National().Worked(moment(t, c.from), moment(t, c.to)); got != c.want {
			t.Errorf("from %s to %s are worked %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

func TestAddAndBetween(t *testing.T) {
	t.Parallel()
	c := National()
	for _, row := range []struct {
		from store.Date
		n    int
		want store.Date
	}{
		{"2026-11-20", 0, "2026-11-20"}, {"2026-11-21", 0, "2026-11-21"}, {"2026-11-20", 1, "2026-11-23"},
		{"2026-11-23", -1, "2026-11-20"}, {"2026-11-22", -1, "2026-11-20"}, {"2026-02-13", 1, "2026-02-23"},
		{"2026-02-23", -1, "2026-02-13"}, {"2026-12-31", 1, "2027-01-04"}, {"2025-04-25", 1, "2025-04-26"},
	} {
		got := c.Add(row.from, row.n)
		if got != row.want {
			t.Errorf("%s %+d = %s, want %s", row.from, row.n, got, row.want)
		}
		if n := c.Between(row.from, got); row.n != 0 && c.Working(row.from) && n != row.n {
			t.Errorf("between %s and %s are %d, want %d", row.from, got, n, row.n)
		}
	}
	if n := c.Between("2026-02-13", "2026-02-22"); n != 0 {
		t.Errorf("%d working days in the week of Tết", n)
	}
}

// A holiday on a weekend is taken on the next working day, and two of them on two days.
func TestSubstitutes(t *testing.T) {
	t.Parallel()
	for day, want := range map[store.Date]string{
		"2021-05-03": "Nghỉ bù Ngày Quốc tế lao động", "2022-01-03": "Nghỉ bù Tết Dương lịch", "2022-05-02": "Nghỉ bù Ngày Chiến thắng",
		"2022-05-03": "Nghỉ bù Ngày Quốc tế lao động", // 30/4 a Saturday, 1/5 the Sunday after it
		"2023-05-02": "Nghỉ bù Ngày Chiến thắng",      // 30/4 a Sunday, 1/5 the Monday
		"2023-09-04": "Nghỉ bù Quốc khánh", "2022-05-04": "", "2023-05-03": "", "2021-05-04": "",
	} {
		got, off := nationalDay(day)
		if got.Name != want || off != (want != "") || National().Working(day) == off {
			t.Errorf("%s is %q (%v), want %q", day, got.Name, off, want)
		}
	}
}

// The years that the file knows, counted by hand from the calendars of those years.
func TestNationalYears(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]int{2024: 251, 2025: 250, 2026: 250} {
		y := Year{Year: year}
		y.fill(National(), nil)
		sum := 0
		for _, n := range y.Worked {
			sum += n
		}
		if sum != want {
			t.Errorf("%d has %d working days, want %d", year, sum, want)
		}
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	at := moment(t, "2026-11-20 15:00") // a Friday
	for _, c := range []struct {
		clock  Clock
		urgent bool
		due    string
		latest string
	}{
		{RegisterOutgoing, false, "2026-11-20 17:00", "2026-11-23 17:00"},
		{RegisterOutgoing, true, "2026-11-20 15:30", "2026-11-20 15:30"},
		{IssueOutgoing, false, "2026-11-20 17:00", "2026-11-23 17:00"},
		{IssueOutgoing, true, "2026-11-20 15:30", "2026-11-20 15:30"},
		{NumberPaper, false, "2026-11-23 17:00", "2026-11-23 17:00"},
		{RegisterIncoming, false, "2026-11-20 17:00", "2026-11-23 17:00"},
		{SubmitIncoming, true, "2026-11-20 15:30", "2026-11-20 15:30"},
		{ConfirmReceipt, false, "2026-11-21 00:00", "2026-11-21 00:00"},
		{ConfirmReceipt, true, "2026-11-21 00:00", "2026-11-21 00:00"},
		{HandleIncoming, true, "2026-11-20 15:30", "2026-11-20 15:30"},
		{ConclusionState, false, "2026-11-27 17:00", "2026-11-27 17:00"},
		{ConclusionParty, true, "2026-11-27 17:00", "2026-11-27 17:00"},
		{CaseFileHandover, false, "2027-11-21 00:00", "2027-11-21 00:00"},
	} {
		if got := National().Due(c.clock, at, c.urgent); !got.Equal(moment(t, c.due)) {
			t.Errorf("%s (urgent %v) is due %s, want %s", c.clock, c.urgent, got.In(store.Hanoi), c.due)
		}
		if got := National().Latest(c.clock, at, c.urgent); !got.Equal(moment(t, c.latest)) {
			t.Errorf("%s (urgent %v) at the latest %s, want %s", c.clock, c.urgent, got.In(store.Hanoi), c.latest)
		}
	}
	if got := National().Due(HandleIncoming, at, false); !got.IsZero() {
		t.Errorf("the law sets no term for what is directed otherwise: %s", got)
	}
	if got := National().WarnFrom(CaseFileHandover, at); !got.Equal(moment(t, "2027-10-22 00:00")) {
		t.Errorf("a hồ sơ is warned of from %s", got.In(store.Hanoi))
	}
}

// A file that says something odd is refused at start, with the place.
func TestFilesAreRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ holidays, want string }{
		"good":                 {"yearly: [{day: \"01-01\", name: A}]\ndays: [{day: 2026-02-16, name: B}]", ""},
		"no such day":          {"yearly: [{day: \"13-01\", name: A}]\ndays: [{day: 2026-02-16, name: B}]", `"13-01"`},
		"without a name":       {"yearly: [{day: \"01-01\", name: A}]\ndays: [{day: 2026-02-16}]", "2026-02-16"},
		"twice":                {"yearly: [{day: \"01-01\", name: A}]\ndays: [{day: 2026-02-16, name: B}, {day: 2026-02-16, name: B}]", "2026-02-16"},
		"odd kind":             {"yearly: [{day: \"01-01\", name: A}]\ndays: [{day: 2026-02-16, name: B, kind: half}]", "2026-02-16"},
		"made up on a weekday": {"yearly: [{day: \"01-01\", name: A}]\ndays: [{day: 2026-02-16, name: B, kind: made_up}]", "weekend"},
		"unknown field":        {"yearly: [{day: \"01-01\", name: A, moon: 3}]\ndays: [{day: 2026-02-16, name: B}]", "moon"},
		"empty":                {"yearly: []\ndays: []", "no day"},
	} {
		_, err := readHolidays(fstest.MapFS{"holidays.yaml": {Data: []byte(c.holidays)}})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"a term that is none": "clocks: {register_outgoing: {name: A, start: ký, within: soon, source: B, mark: S}}",
		"a clock is missing":  "clocks: {register_outgoing: {name: A, start: ký, within: 0wd, source: B, mark: S}}",
		"no source":           "clocks: {register_outgoing: {name: A, start: ký, within: 0wd, mark: S}}",
	} {
		if _, err := readClocks(fstest.MapFS{"clocks.yaml": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	for term, ok := range map[Term]bool{"": true, "0wd": true, "30m": true, "1y": true, "0day": true, "wd": false, "-1wd": false, "1.5wd": false, "asked": false, "999999wd": false} {
		if term.Valid() != ok {
			t.Errorf("%q is a term: %v", term, !ok)
		}
	}
}
