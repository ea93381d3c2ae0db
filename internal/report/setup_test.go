package report

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Every office of these tests begins with the queue and the demo, loaded once.
func init() { storetest.Prepare(jobs.Migrate, directory.LoadDemo) }

// The cast, of Bình Thuận on 10 June 2014.
const (
	chief      = "lieu.td"  // phó chánh văn phòng: bt-vptu
	leader     = "an.tq"    // phó bí thư: bt-tu
	head       = "loc.vv"   // trưởng phòng Tổng hợp: bt-vptu-th
	otherHead  = "trinh.ht" // trưởng phòng Hành chính: bt-vptu-hc
	clerk      = "trinh.lk" // văn thư: bt-vptu
	specialist = "thuan.qn"
	archivist  = "thu.th"
	admin      = "dinh.lx"
	stranger   = "chau.bh" // văn thư of Ban Dân vận
)

const today store.Date = "2014-06-10"

type office struct {
	*Service
	t   testing.TB
	s   *store.Store
	ids map[string]string
	n   int
}

func openOffice(t testing.TB, s *store.Store) *office {
	t.Helper()
	policy, err := authz.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, s: s, ids: map[string]string{}, Service: New(Config{
		Store: s, Policy: policy, Today: func() store.Date { return today }, Chains: []Chain{{
			ID: "party-office", Name: "Cơ quan Đảng", Actions: map[string]string{"approve": "Duyệt nội dung", "sign": "Ký số"},
			States: map[document.State]string{document.UnitReview: "Trình lãnh đạo phòng", document.AwaitingSignature: "Chờ ký duyệt"},
		}},
	})}
	o.view(func(tx *store.Tx) error {
		people, err := directory.People(tx, today)
		for _, p := range people {
			o.ids[p.Username] = p.ID
		}
		return err
	})
	return o
}

func (o *office) view(do func(tx *store.Tx) error) {
	o.t.Helper()
	if err := o.s.View(context.Background(), do); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) update(do func(tx *store.Tx) error) {
	o.t.Helper()
	if err := o.s.Update(context.Background(), do); err != nil {
		o.t.Fatal(err)
	}
}

// paper is a document as a test tells of it; what it does not say is "".
type paper struct {
	id, kind, unit, issuer, office string
	begun, issued, due             store.Date
	signed                         bool // also when it is not issued
	steps                          []timed
	copies                         []sent
	desk                           []lies
	tasks                          []given
}

// timed is one step: how long it took, and how it ended.
type timed struct {
	on      store.Date
	state   document.State
	outcome string
	clock   string
	minutes int
	due     bool
	late    bool
	signed  bool
}

// sent is one copy: when it must be answered, and when it was (0 = not yet), in hours from the sending.
type sent struct {
	due, answered int
	ack           string // required | read
	recalled      bool
}

// lies is one desk.
type lies struct {
	person, organ, action string
	hours                 int // for which it has lain there
	late                  bool
}

type given struct {
	limit, reported store.Date
	cancelled       bool
}

func at(d store.Date) time.Time { return d.Time().Add(9 * time.Hour).UTC() }

// put writes a document with all that hangs on it, as its rooms leave it.
func (o *office) put(tx *store.Tx, p paper) error {
	o.n++
	word := func(s *string, or string) {
		if *s == "" {
			*s = or
		}
	}
	word(&p.id, fmt.Sprintf("d%05d", o.n))
	word(&p.kind, "notice")
	word(&p.issuer, "bt-vptu")
	word(&p.office, "bt-vptu")
	word((*string)(&p.begun), "2014-01-02")
	d := document.Document{
		ID: p.id, Kind: p.kind, Regime: "party", IssuerID: p.issuer, OfficeID: p.office, UnitID: p.unit, DrafterID: o.ids[specialist], Subject: "về lịch trực",
		SecurityLevel: "thuong", Due: p.due, State: document.UnitReview, ChainID: "party-office", ChainVersion: "v", Version: 1, ContentVersion: 1,
		OfficeDate: p.begun, CreatedAt: at(p.begun), UpdatedAt: at(p.begun),
	}
	if p.signed || p.issued != "" {
		d.State, d.Rendition, d.Signed, d.CheckedVersion = document.Signed, "r", "s", 1
	}
	if p.issued != "" {
		moment := at(p.issued)
		d.State, d.Number, d.Symbol, d.DocumentDate, d.Sealed, d.IssuedAt, d.IssuedOn = document.Issued, o.n, fmt.Sprintf("%d-TB/VPTU", o.n), p.issued, "x", &moment, p.issued
	}
	if err := tx.DB().Create(&d).Error; err != nil {
		return err
	}
	grants := []document.Access{{DocumentID: d.ID, OrganID: d.OfficeID, Why: authz.Office}, {DocumentID: d.ID, PersonID: d.DrafterID, Why: authz.Drafter}}
	if d.UnitID != "" {
		grants = append(grants, document.Access{DocumentID: d.ID, OrganID: d.UnitID, Why: authz.Unit})
	}
	if d.Signed != "" {
		grants = append(grants, document.Access{DocumentID: d.ID, OrganID: d.OfficeID, Why: authz.Register})
	}
	if err := document.Grant(tx, grants...); err != nil {
		return err
	}
	for i, s := range p.steps {
		step := document.StepTime{
			State: s.state, Action: "approve", Outcome: s.outcome, PersonID: d.DrafterID, Clock: s.clock, Minutes: s.minutes, EndedOn: s.on, Signed: s.signed,
			BeganAt: at(s.on).Add(-time.Duration(s.minutes) * time.Minute), EndedAt: at(s.on),
		}
		if s.due {
			due := step.EndedAt.Add(time.Minute)
			if s.late {
				due = step.EndedAt.Add(-time.Minute)
			}
			step.Due = &due
		}
		of := d
		of.Version = i + 2
		if err := document.RecordStepTime(tx, of, step); err != nil {
			return err
		}
	}
	return o.hang(tx, p, d)
}

// hang writes the copies, desks and tasks of a document.
func (o *office) hang(tx *store.Tx, p paper, d document.Document) error {
	for i, c := range p.copies {
		id := fmt.Sprintf("%s-c%d", d.ID, i)
		sentAt := at(p.issued)
		var due *time.Time
		if c.due != 0 {
			until := sentAt.Add(time.Duration(c.due) * time.Hour)
			due = &until
		}
		err := tx.DB().Exec(`INSERT INTO delivery (id, document_id, organ_id, office_id, person_id, name, channel, email, capacities, lines, ack, task, sent_at, due, state, version)
			VALUES (?, ?, ?, ?, '', 'Ban', 'account', '', '[]', '[]', ?, ?, ?, ?, 'sent', 1)`, id, d.ID, fmt.Sprintf("r%d", i), fmt.Sprintf("r%d", i), c.ack, false, sentAt, due).Error
		if err != nil {
			return err
		}
		answered := sentAt.Add(time.Duration(c.answered) * time.Hour)
		switch {
		case c.answered == 0:
		case c.ack == "read":
			err = tx.DB().Exec(`UPDATE delivery SET state = 'arrived', arrived_at = ?, read_at = ?, read_by = 'x', version = 2 WHERE id = ?`, sentAt, answered, id).Error
		default:
			err = tx.DB().Exec(`UPDATE delivery SET state = 'acknowledged', arrived_at = ?, decided_at = ?, decided_by = 'x', version = 2 WHERE id = ?`, sentAt, answered, id).Error
		}
		if err == nil && c.recalled {
			err = tx.DB().Exec(`UPDATE delivery SET recalled_at = ?, version = version + 1 WHERE id = ?`, answered, id).Error
		}
		if err != nil {
			return err
		}
	}
	for _, l := range p.desk {
		step := document.Step{DocumentID: d.ID, Action: l.action, Act: "document." + l.action, PersonID: o.ids[l.person], OrganID: l.organ, Why: authz.Unit, CreatedAt: tx.Now.Add(-time.Duration(l.hours) * time.Hour)}
		due := tx.Now.Add(time.Hour)
		if l.late {
			due = tx.Now.Add(-time.Hour)
		}
		step.Due = &due
		if err := document.OpenStep(tx, step); err != nil {
			return err
		}
	}
	for i, g := range p.tasks {
		state, reporter, evidence, cancelled := "new", "", "", ""
		if g.reported != "" {
			state, reporter, evidence = "reported", "x", "1-BC/X"
		}
		var closed *time.Time
		closer := ""
		if g.cancelled {
			moment := tx.Now
			state, cancelled, closed, closer = "cancelled", "d", &moment, "x"
		}
		columns := map[string]any{
			"id": fmt.Sprintf("%s-t%d", d.ID, i), "document_id": d.ID, "ref": "", "text": "làm", "deliverable": "", "report_to": "", "source_symbol": "", "source_subject": "",
			"lead_id": "bt-btctu", "lead_office_id": "bt-btctu", "lead_name": "Ban", "co": "[]", "office_id": d.OfficeID, "authority_id": d.IssuerID, "deadline_kind": "date",
			"deadline_text": "", "due": string(g.limit), "limit_on": string(g.limit), "state": state, "reported_on": string(g.reported), "reported_by": reporter,
			"evidence_symbol": evidence, "cancel_document": cancelled, "closed_at": closed, "closed_by": closer, "created_at": tx.Now, "updated_at": tx.Now, "version": 1,
		}
		if err := tx.DB().Table("task").Create(columns).Error; err != nil {
			return err
		}
	}
	return nil
}

// came is one văn bản đến.
type came struct {
	organ, office, lead, kind string
	on, due, reported         store.Date
	late                      time.Duration // how long after the noon of its day it was reported
}

// arrive writes an arrival and takes it on its way.
func (o *office) arrive(tx *store.Tx, c came) error {
	o.n++
	id := fmt.Sprintf("a%05d", o.n)
	if c.office == "" {
		c.office = "bt-vptu"
	}
	err := tx.DB().Exec(`INSERT INTO arrival (id, organ_id, office_id, source, author, subject, kind_name, arrived_at, state, created_at, updated_at, version)
		VALUES (?, ?, ?, 'paper', 'Sở', 'về việc', ?, ?, 'waiting', ?, ?, 1)`, id, c.organ, c.office, c.kind, at(c.on), at(c.on), at(c.on)).Error
	if err != nil {
		return err
	}
	version := 1
	move := func(set string, args ...any) {
		if err == nil {
			version++
			err = tx.DB().Exec("UPDATE arrival SET version = ?, "+set+" WHERE id = ?", append(append([]any{version}, args...), id)...).Error
		}
	}
	move("state = 'registered', arrival_number = ?, arrival_year = 2014, arrival_date = ?, registered_by = 'x', registered_at = ?", o.n, c.on, at(c.on))
	if c.lead == "" || err != nil {
		return err
	}
	move("state = 'submitted', submitted_to = 'x', submitted_at = ?", at(c.on))
	if err = tx.DB().Exec(`INSERT INTO arrival_direction (arrival_id, n, text, by_person, by_name, capacity, at) VALUES (?, 1, 'Giao', 'x', 'x', '', ?)`, id, at(c.on)).Error; err != nil {
		return err
	}
	if err = tx.DB().Exec(`INSERT INTO arrival_part (arrival_id, n, part, organ_id, name) VALUES (?, 1, 'lead', ?, 'Phòng')`, id, c.lead).Error; err != nil {
		return err
	}
	move("state = 'directed', directions = 1, due = ?", c.due)
	if c.reported == "" {
		return err
	}
	reported := at(c.reported).Add(c.late)
	move("state = 'assigned', handler_id = 'y'")
	move("state = 'in_progress', outcome = 'no_reply', outcome_reason = 'Biết', reported_by = 'y', reported_at = ?", reported)
	move("state = 'done', confirmed_by = 'z', confirmed_at = ?", reported.AddDate(0, 0, 3))
	return err
}

func (o *office) figures(who, of string, span Span) Figures {
	o.t.Helper()
	f, err := o.Figures(context.Background(), o.ids[who], of, span)
	if err != nil {
		o.t.Fatalf("%s, %s: %v", who, of, err)
	}
	return f
}

// told is a period in one line.
func (p Period) told() string {
	parts := []string{fmt.Sprintf("%s %d %d", p.Group, p.Begun, p.Issued)}
	for _, t := range []Tally{p.Documents, p.Steps, p.Receipts, p.Arrivals, p.Tasks} {
		parts = append(parts, fmt.Sprintf("%d/%d", t.InTime, t.Late))
	}
	return strings.Join(parts, " ")
}
