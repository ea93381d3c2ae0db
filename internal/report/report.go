package report

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Scope is whose figures they are: an organ or unit, and the reach word of authz by which the reader has it.
type Scope struct {
	ID, Name string
	Why      string // office | register | unit
	leads    bool   // as the leader of the organ
	column   string // of document, that holds ID
}

// Key names a scope in an address: "office:vptu".
func (s Scope) Key() string { return s.Why + ":" + s.ID }

// Grouping is how long a bar of a chart is.
type Grouping string

// The groupings.
const (
	Month   Grouping = "month"
	Quarter Grouping = "quarter"
	Year    Grouping = "year"
)

// Groupings are all of them.
var Groupings = []Grouping{Month, Quarter, Year}

// Span is the days that are counted, both included, and how they are grouped.
type Span struct {
	From, To store.Date
	By       Grouping
}

// longestSpan bounds a report, in years.
const longestSpan = 20

// complete fills in what was left open, the year of today up to today's month, and refuses what is no span.
func (s Span) complete(today store.Date) (Span, error) {
	if s.From == "" && s.To == "" {
		s.From, s.To = store.Date(fmt.Sprintf("%04d-01-01", today.Year())), store.Date(fmt.Sprintf("%04d-12-31", today.Year()))
	}
	if s.By == "" {
		s.By = Month
	}
	if !s.From.Valid() || !s.To.Valid() || s.From > s.To || s.To.Year()-s.From.Year() > longestSpan || !slices.Contains(Groupings, s.By) {
		return s, fault.New(fault.Malformed, "SPAN_INVALID", "Chọn từ ngày đến ngày, không quá 20 năm, ngày đầu không sau ngày cuối.")
	}
	return s, nil
}

// of is the group that a month ("2026-03") belongs to.
func (g Grouping) of(month string) string {
	switch g {
	case Quarter:
		n, _ := strconv.Atoi(month[5:]) // two digits, out of SQL or a date
		return fmt.Sprintf("%s-Q%d", month[:4], (n+2)/3)
	case Year:
		return month[:4]
	}
	return month
}

// groups are all groups of the span in order, empty ones too, so that a quiet month is seen to be quiet.
func (s Span) groups() (groups []string) {
	at := s.From.Time()
	at = time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, store.Hanoi)
	for ; store.DateOf(at) <= s.To; at = at.AddDate(0, 1, 0) {
		if g := s.By.of(string(store.DateOf(at))[:7]); len(groups) == 0 || groups[len(groups)-1] != g {
			groups = append(groups, g)
		}
	}
	return groups
}

// Tally counts what had a term: kept or not.
type Tally struct{ InTime, Late int }

// Total is how many had a term.
func (t Tally) Total() int { return t.InTime + t.Late }

// Percent is the share that was in time, rounded down so that 100 means all; -1 for a share of nothing.
func (t Tally) Percent() int {
	if t.Total() == 0 {
		return -1
	}
	return t.InTime * 100 / t.Total()
}

func (t *Tally) add(o Tally) { t.InTime, t.Late = t.InTime+o.InTime, t.Late+o.Late }

// Period is the figures of one group of days, or of the whole span.
type Period struct {
	Group                                       string // "2026-03", "2026-Q1", "2026"; "" for the whole
	Begun, Issued                               int    // documents
	Documents, Steps, Receipts, Arrivals, Tasks Tally
}

func (p *Period) add(o Period) {
	p.Begun, p.Issued = p.Begun+o.Begun, p.Issued+o.Issued
	p.Documents.add(o.Documents)
	p.Steps.add(o.Steps)
	p.Receipts.add(o.Receipts)
	p.Arrivals.add(o.Arrivals)
	p.Tasks.add(o.Tasks)
}

// Pace is how long a step of a chain takes.
type Pace struct {
	ChainID, Chain string
	State          document.State
	Label          string // of the state
	Clock          string // document.WorkClock | WallClock
	Count          int
	Median, P90    int // minutes, by the nearest rank
	Tally              // of those with a term
}

// Row is what was drafted, issued and returned of a kind or by a unit.
type Row struct {
	ID, Name      string
	Begun, Issued int
	// Returned counts the issued documents that had been returned on their way, Returns how often.
	Returned, Returns int
	Documents         Tally
}

// Mean is how often a document was returned before it was issued, in hundredths; -1 where none was issued.
func (r Row) Mean() int {
	if r.Issued == 0 {
		return -1
	}
	return (r.Returns*100 + r.Issued/2) / r.Issued
}

// ArrivalRow is how a unit in charge, or a kind, of văn bản đến was dealt with.
type ArrivalRow struct {
	ID, Name              string // "" = in nobody's charge yet, or of no named kind
	Total, Undated        int
	Done, Open            int // of all
	InTime, Late, Running int // of those with a term: done in time; done late or past it; within it
}

// Tally is the rate: what still runs is neither.
func (r ArrivalRow) Tally() Tally { return Tally{r.InTime, r.Late} }

// Wait is a desk on which documents lie now.
type Wait struct {
	Holder string // "person:ID" or "organ:ID"
	Name   string
	Action string
	Label  string
	Unit   string // id of the unit that waits
	For    string // its name
	Count  int
	Late   int       // past the desk's term
	Oldest time.Time // since when the oldest lies there
}

// Figures are a report.
type Figures struct {
	Scope                     Scope
	Span                      Span
	Periods                   []Period
	Whole                     Period
	Paces                     []Pace
	Kinds, Units              []Row
	ArrivalUnits, ArrivalKind []ArrivalRow
	Waits                     []Wait
	At                        time.Time // when it was counted
}

// histogram counts lengths by the minute.
type histogram map[int]int

// rank is the smallest length that at least p percent do not exceed (nearest rank); 0 of nothing.
func (h histogram) rank(p int) int {
	total, lengths := 0, make([]int, 0, len(h))
	for length, n := range h {
		total, lengths = total+n, append(lengths, length)
	}
	slices.Sort(lengths)
	want, seen := (total*p+99)/100, 0
	for _, length := range lengths {
		if seen += h[length]; seen >= want {
			return length
		}
	}
	return 0
}
