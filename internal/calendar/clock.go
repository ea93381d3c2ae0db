package calendar

import (
	"bytes"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"trinhky/internal/store"
	"trinhky/policies"
)

// Clock is one term that the law sets: an id of policies/clocks.yaml.
type Clock string

// The clocks, and the moment that each counts from.
const (
	RegisterOutgoing Clock = "register_outgoing"  // the signature
	IssueOutgoing    Clock = "issue_outgoing"     // the signature
	NumberPaper      Clock = "number_paper"       // the signature
	RegisterIncoming Clock = "register_incoming"  // the arrival
	SubmitIncoming   Clock = "submit_incoming"    // the arrival
	ConfirmReceipt   Clock = "confirm_receipt"    // the arrival
	HandleIncoming   Clock = "handle_incoming"    // the arrival
	ConclusionState  Clock = "conclusion_state"   // the end of the meeting
	ConclusionParty  Clock = "conclusion_party"   // the end of the meeting
	CaseFileHandover Clock = "case_file_handover" // the end of the work
)

var clockIDs = []Clock{
	RegisterOutgoing, IssueOutgoing, NumberPaper, RegisterIncoming, SubmitIncoming, ConfirmReceipt, HandleIncoming,
	ConclusionState, ConclusionParty, CaseFileHandover,
}

// Rule is what clocks.yaml says of a clock.
type Rule struct {
	Name   string `yaml:"name"`
	Start  string `yaml:"start"`  // what it counts from, in words
	Within Term   `yaml:"within"` // what the desk is given
	Latest Term   `yaml:"latest"` // what the law allows at most; "" = Within
	Urgent Term   `yaml:"urgent"` // for Khẩn, Thượng khẩn, Hỏa tốc; "" = Within
	Warn   int    `yaml:"warn"`   // days before the end at which people are told; 0 = they are not
	Source string `yaml:"source"`
	Mark   string `yaml:"mark"`
}

// Term is a length of time as the files write it: "2wd" until 17:00 of the second working day, "0day" until the midnight
// of the same working day, "30m" minutes, "1y" until the midnight that ends that day a year on, "" none.
type Term string

// parse gives the number and the unit; false for a term that is none.
func (t Term) parse() (n int, unit string, ok bool) {
	for _, unit := range []string{"wd", "day", "m", "y"} {
		if number, found := strings.CutSuffix(string(t), unit); found {
			n, err := strconv.Atoi(number)
			return n, unit, err == nil && n >= 0 && n <= 100_000
		}
	}
	return 0, "", t == ""
}

// Valid says whether the term can be read.
func (t Term) Valid() bool { _, _, ok := t.parse(); return ok }

// End is when a term that begins at a moment is over, in UTC; the zero time for "" and for what cannot be read.
func (c *Calendar) End(t Term, from time.Time) time.Time {
	n, unit, ok := t.parse()
	switch {
	case !ok || unit == "":
		return time.Time{}
	case unit == "m":
		return from.Add(time.Duration(n) * time.Minute).UTC()
	case unit == "y":
		return hour(store.DateOf(from.In(store.Hanoi).AddDate(n, 0, 0)), 24)
	case unit == "day":
		return c.EndOfDay(from, n)
	default:
		return c.EndOfWork(from, n)
	}
}

// Due is when what the clock measures is due on somebody's desk, in UTC. Urgent is for what bears Khẩn, Thượng khẩn or Hỏa
// tốc ("ngay sau khi …": an alarm after 30 minutes). The zero time: the law sets no term.
func (c *Calendar) Due(k Clock, from time.Time, urgent bool) time.Time {
	rule := k.Rule()
	if urgent && rule.Urgent != "" {
		return c.End(rule.Urgent, from)
	}
	return c.End(rule.Within, from)
}

// Latest is when the law is broken: no earlier than Due.
func (c *Calendar) Latest(k Clock, from time.Time, urgent bool) time.Time {
	rule := k.Rule()
	if rule.Latest == "" || urgent && rule.Urgent != "" {
		return c.Due(k, from, urgent)
	}
	return c.End(rule.Latest, from)
}

// WarnFrom is when people begin to be told that the end comes near; Due itself for a clock that does not warn.
func (c *Calendar) WarnFrom(k Clock, from time.Time) time.Time {
	return c.Due(k, from, false).AddDate(0, 0, -k.Rule().Warn)
}

// Rule is what the law says of the clock.
func (k Clock) Rule() Rule {
	rule, ok := clocks()[k]
	if !ok {
		panic("calendar: no clock " + string(k)) // clocks are constants: a test finds each in the file
	}
	return rule
}

// clocks is read once per process: the file is in the binary, and a test reads it.
var clocks = sync.OnceValue(func() map[Clock]Rule {
	read, err := readClocks(policies.FS)
	if err != nil {
		panic(err)
	}
	return read
})

func readClocks(files fs.FS) (map[Clock]Rule, error) {
	raw, err := fs.ReadFile(files, "clocks.yaml")
	if err != nil {
		return nil, fmt.Errorf("clocks: %w", err)
	}
	var file struct {
		Clocks map[Clock]Rule `yaml:"clocks"`
	}
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&file); err != nil {
		return nil, fmt.Errorf("clocks.yaml: %w", err)
	}
	for id, rule := range file.Clocks {
		if rule.Name == "" || rule.Start == "" || rule.Source == "" || rule.Mark != "S" && rule.Mark != "D" || rule.Warn < 0 {
			return nil, fmt.Errorf("clocks.yaml: %s needs a name, a start, a source and a mark", id)
		}
		if !rule.Within.Valid() || !rule.Latest.Valid() || !rule.Urgent.Valid() {
			return nil, fmt.Errorf("clocks.yaml: %s: a term is written 2wd, 0day, 30m or 1y", id)
		}
	}
	for _, id := range clockIDs {
		if _, ok := file.Clocks[id]; !ok {
			return nil, fmt.Errorf("clocks.yaml: no clock %s", id)
		}
	}
	if len(file.Clocks) != len(clockIDs) {
		return nil, fmt.Errorf("clocks.yaml names %d clocks, the code knows %d", len(file.Clocks), len(clockIDs))
	}
	return file.Clocks, nil
}
