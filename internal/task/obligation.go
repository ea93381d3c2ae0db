package task

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// ObligationKind is what is reported.
type ObligationKind string

// The kinds of report.
const (
	Monthly    ObligationKind = "month"
	Quarterly  ObligationKind = "quarter"
	HalfYearly ObligationKind = "half"
	Yearly     ObligationKind = "year"
	Interim    ObligationKind = "interim" // sơ kết
	Final      ObligationKind = "final"   // tổng kết
)

// ObligationKinds are all of them.
var ObligationKinds = []ObligationKind{Monthly, Quarterly, HalfYearly, Yearly, Interim, Final}

// ObligationLabels are what people call them.
var ObligationLabels = map[ObligationKind]string{
	Monthly: "Báo cáo tháng", Quarterly: "Báo cáo quý", HalfYearly: "Báo cáo 6 tháng", Yearly: "Báo cáo năm", Interim: "Sơ kết", Final: "Tổng kết",
}

// Obligation is a report that organs owe again and again, by a document.
type Obligation struct {
	ID, DocumentID  string
	ItemN           int // the item that it came from; 0 = set by hand
	Kind            ObligationKind
	Text            string
	Rule            string
	FirstDue, Ends  store.Date // Ends "" = no end
	Receivers       string     // who is reported to, as written
	OfficeID        string
	AuthorityID     string
	Symbol, Subject string
	State           string // active | merged | ended
	MergedInto      string
	Reason          string
	CreatedBy       string
	CreatedAt       time.Time
	Version         int
	Organs          []receiver
	Shifts          map[store.Date]Shift // by the rule's own date
}

// Shift moves one date of an obligation, and says why.
type Shift struct {
	Due    store.Date
	Reason string
}

// Parties are the organs that owe the report.
func (o Obligation) Parties() (out []Party) {
	for _, r := range o.Organs {
		out = append(out, r.Party)
	}
	return out
}

var (
	interim = regexp.MustCompile(`(?i)(?:^|\P{L})sơ\s+kết(?:\P{L}|$)`)
	final   = regexp.MustCompile(`(?i)(?:^|\P{L})tổng\s+kết(?:\P{L}|$)`)
	report  = regexp.MustCompile(`(?i)(?:^|\P{L})(?:báo\s+cáo|sơ\s+kết|tổng\s+kết|thống\s+kê|gửi\s+số\s+liệu)(?:\P{L}|$)`)
	year    = regexp.MustCompile(`(?i)(?:vào|trong|cuối|hết)\s+(?:cuối\s+)?năm\s+(\d{4})`)
)

// kindOf reads which report a sentence and its rule mean.
func kindOf(text, rule string) ObligationKind {
	switch {
	case interim.MatchString(text):
		return Interim
	case final.MatchString(text):
		return Final
	}
	switch {
	case regexp.MustCompile(`BYMONTH=3,6,9,12`).MatchString(rule):
		return Quarterly
	case regexp.MustCompile(`BYMONTH=\d+,\d+(?:;|$)`).MatchString(rule):
		return HalfYearly
	case regexp.MustCompile(`FREQ=YEARLY`).MatchString(rule):
		return Yearly
	}
	return Monthly
}

// ProposedObligation is a report that a Chỉ thị or a Kế hoạch asks for, as its text says it.
type ProposedObligation struct {
	Kind     ObligationKind
	Text     string // the sentence
	Leads    []string
	Rule     string
	FirstDue store.Date
	Words    string // that say when
	Source   Span   // of the sentence
	From, To int    // of Words in Text
}

// is says whether an obligation was made of this very report: the same rule, and the one's words within the other's, since
// an item of the list is often the whole paragraph and a person may shorten it.
func (p ProposedObligation) is(o Obligation) bool {
	asked, made := bareSentence(p.Text), bareSentence(o.Text)
	return o.Rule == p.Rule && (strings.Contains(made, asked) || made != "" && strings.Contains(asked, made))
}

func bareSentence(text string) string {
	return strings.Trim(strings.ToLower(strings.Join(strings.Fields(text), " ")), " .,;:")
}

var sentences = regexp.MustCompile(`[^.;\n]*(?:\.\d[^.;\n]*)*[.;\n]?`)

// Obligations proposes the reports that a text asks for: "sơ kết định kỳ hằng năm vào ngày 18/11", "hằng quý, trước ngày 15
// tháng cuối quý báo cáo …", "tổng kết … vào năm 2022". On is the date of the document: the first due date follows it.
func Obligations(body document.Body, on store.Date) (out []ProposedObligation) {
	for _, p := range paragraphsOf(body) {
		for _, m := range sentences.FindAllStringIndex(p.text, -1) {
			from, to := trim(p.text, m[0], m[1])
			text := p.text[from:to]
			if from >= to || !report.MatchString(text) {
				continue
			}
			one := ProposedObligation{Text: text, Source: Span{p.block, p.offset + from, p.offset + to}}
			if again := recurringIn(text); len(again) > 0 {
				one.Rule, one.Words, one.From, one.To = again[0].Rule, again[0].Text, again[0].From, again[0].To
			} else if at := year.FindStringSubmatchIndex(text); at != nil && (final.MatchString(text) || interim.MatchString(text)) {
				one.Rule, one.Words, one.From, one.To = "FREQ=YEARLY;COUNT=1", text[at[0]:at[1]], at[0], at[1]
				one.FirstDue = civil(number(group(text, at, 1)), 12, 31)
			}
			if one.Rule == "" {
				continue
			}
			rule, err := ParseRule(one.Rule)
			if err != nil {
				continue
			}
			if one.FirstDue == "" {
				one.FirstDue = rule.First(store.DateOf(on.Time().AddDate(0, 0, 1)))
			}
			if one.FirstDue == "" || one.FirstDue <= on {
				continue
			}
			r := read(text)
			one.Kind, one.Leads = kindOf(text, one.Rule), r.firstLeads()
			if len(r.given) > 0 {
				one.Leads = r.given[0].leads
			}
			if out = append(out, one); len(out) == mostObligations {
				return out
			}
		}
	}
	return out
}

const (
	mostObligations = 50
	mostOrgans      = 500 // of an obligation or a request
)

// oblige makes an obligation of a recurring item, with the tasks of its window.
func (g giver) oblige(tx *store.Tx, item Item, byID map[string]receiver) ([]Task, error) {
	rule, err := ParseRule(item.Deadline.Rule)
	if err != nil {
		return nil, err
	}
	first := rule.First(store.DateOf(g.on.Time().AddDate(0, 0, 1)))
	if first == "" {
		return nil, errNoDates
	}
	o := Obligation{
		ID: store.NewID(), ItemN: item.N, Kind: kindOf(item.Text, item.Deadline.Rule), Text: item.Text, Rule: rule.String(),
		FirstDue: first, Receivers: item.ReportTo, CreatedBy: g.document.DrafterID,
	}
	for _, p := range item.Leads {
		o.Organs = append(o.Organs, byID[p.OrganID])
	}
	if err := g.begin(tx, &o, systemName, ""); err != nil {
		return nil, err
	}
	return o.tasks(g.on), nil
}

var errNoDates = fault.New(fault.Unmet, "RULE_WITHOUT_DATES", "Chu kỳ báo cáo không rơi vào ngày nào sau ngày của văn bản.")

// begin writes a new obligation of the giver's document, and who sees it.
func (g giver) begin(tx *store.Tx, o *Obligation, name, actorID string) error {
	o.DocumentID, o.OfficeID, o.AuthorityID = g.document.ID, g.document.OfficeID, g.authority
	o.Symbol, o.Subject, o.State, o.Version, o.CreatedAt = g.document.Symbol, g.document.Subject, "active", 1, tx.Now
	if err := insertObligation(tx, *o); err != nil {
		return err
	}
	if err := grant(tx, anObligation, o.ID, g.side, o.place()); err != nil {
		return err
	}
	return audit.Record(tx, audit.Event{
		Subject: o.subject(), Action: "oblige", ActorID: actorID, ActorName: name, To: o.State, Version: 1,
		Details: map[string]any{"kind": o.Kind, "rule": o.Rule, "first_due": o.FirstDue, "organs": len(o.Organs), "document": o.DocumentID},
	})
}

func (o Obligation) subject() audit.Subject { return audit.Subject{Kind: "obligation", ID: o.ID} }

// dates are the obligation's own dates from a day on, at most one window.
func (o Obligation) dates(today store.Date) []store.Date {
	rule, err := ParseRule(o.Rule)
	if err != nil {
		return nil
	}
	return window(rule.Dates(o.FirstDue, max(o.FirstDue, today), o.Ends, windowMost), today)
}

// tasks are those of the window from a day on, one an organ and date.
func (o Obligation) tasks(today store.Date) (tasks []Task) {
	for _, d := range o.dates(today) {
		due := d
		if shift, moved := o.Shifts[d]; moved {
			due = shift.Due
		}
		for _, to := range o.Organs {
			tasks = append(tasks, Task{
				ID: store.NewID(), DocumentID: o.DocumentID, ObligationID: o.ID, Occurrence: d, Ref: "",
				Text: reportTitle(o.Kind, d) + ": " + o.Text, Deliverable: "báo cáo", ReportTo: o.Receivers,
				Symbol: o.Symbol, Subject: o.Subject, LeadID: to.OrganID, LeadName: to.Name, LeadOfficeID: orElse(to.officeID, to.OrganID),
				Co: []Party{}, OfficeID: o.OfficeID, AuthorityID: o.AuthorityID, DeadlineKind: OnDate, Due: due, State: Given,
			})
		}
	}
	return slices.Clip(tasks)
}
