package distribution

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Resolve names the organs and people behind a block on a date. What cannot be resolved is a fault RECIPIENTS_UNRESOLVED whose
// reasons name the lines: RECIPIENT_UNKNOWN, RECIPIENT_AMBIGUOUS, RECIPIENT_CLOSED (with the successors; domain rule F19),
// REF_WITHOUT_ADDRESSEES, REF_ARTICLE_NAMES_NOBODY, and the block's own errors. The Resolution then holds what could be.
//
// The issuer never receives its own document, nor does the văn phòng that serves it, except to file it: in a group they are
// passed over, named by a line they are a warning.
func Resolve(tx *store.Tx, block Block, env Env) (Resolution, error) {
	r := newResolver(tx, env)
	r.out.Lines = block.Lines
	for _, e := range block.Errors {
		r.add(Problem{Line: e.N, Code: e.Code, Detail: e.Detail})
	}
	if err := r.prepare(); err != nil {
		return r.out, err
	}
	for _, line := range block.Lines {
		if err := r.line(line); err != nil {
			return r.out, err
		}
		if len(r.reasons) >= mostReasons { // nobody mends more at a time, and rubbish must not cost a look-up a word
			break
		}
	}
	if len(r.reasons) == 0 {
		nowhere, err := unreachable(tx, r.out, env.On)
		if err != nil {
			return r.out, err
		}
		for _, reason := range nowhere {
			r.add(Problem{Line: lineOf(reason.Detail), Code: reason.Code, Detail: reason.Detail})
		}
	}
	if len(r.reasons) > 0 {
		return r.out, fault.New(fault.Unmet, "RECIPIENTS_UNRESOLVED", "Nơi nhận chưa hợp lệ.", r.reasons...)
	}
	return r.out, nil
}

const mostReasons = 100

// lineOf reads the number of the line that a sentence of a fault begins with; 0 when it begins otherwise.
func lineOf(detail string) (n int) {
	if _, err := fmt.Sscanf(detail, "Dòng %d", &n); err != nil {
		return 0
	}
	return n
}

// resolver carries one Resolve: what was looked up once, and what was found.
type resolver struct {
	tx      *store.Tx
	env     Env
	l       *lexicon
	lineage []directory.Organ // the issuer, what serves it, and all above
	places  []string          // proper names of the lineage: "Lâm Đồng", "tỉnh Lâm Đồng"
	groups  []directory.Group
	ended   []directory.Group               // groups that no longer stand; loaded at need
	people  *roll                           // loaded at need
	members map[string]directory.Membership // of groups that were asked for, by id
	owners  map[string]directory.Organ      // of groups outside our lineage that were asked for
	found   map[string][]directory.Organ
	refused map[string]error
	all     map[string][]directory.Organ // every organ by folded name, once many names were asked for
	out     Resolution
	index   map[string]int
	reasons []fault.Reason
}

func newResolver(tx *store.Tx, env Env) *resolver {
	return &resolver{
		tx: tx, env: env, l: embedded(), index: map[string]int{}, found: map[string][]directory.Organ{}, refused: map[string]error{},
		members: map[string]directory.Membership{}, owners: map[string]directory.Organ{},
	}
}

// prepare loads the groups of the day and the issuer's lineage.
func (r *resolver) prepare() error {
	var err error
	if r.groups, err = directory.FindGroups(r.tx, r.env.On); err != nil {
		return fmt.Errorf("resolve Nơi nhận: %w", err)
	}
	seen := map[string]bool{}
	queue := []directory.Organ{r.env.Issuer}
	for len(queue) > 0 {
		o := queue[0]
		queue = queue[1:]
		if o.ID == "" || seen[o.ID] {
			continue
		}
		seen[o.ID] = true
		r.lineage = append(r.lineage, o)
		r.addPlace(o)
		for _, id := range []string{o.OfficeID, o.UnitOf, o.SuperiorID, o.ParentID} {
			if id == "" || seen[id] {
				continue
			}
			above, err := directory.OrganByID(r.tx, id)
			if err != nil {
				return fmt.Errorf("resolve Nơi nhận: %w", err)
			}
			queue = append(queue, above)
		}
	}
	return nil
}

// addPlace keeps the proper name in an organ's name, so that "Ban Tổ chức Tỉnh ủy" finds the one of our province.
func (r *resolver) addPlace(o directory.Organ) {
	t, ok := r.l.whole(r.l.words(o.Name), nil)
	if !ok || t.place == "" {
		return
	}
	for _, p := range []string{t.place, t.Body} {
		if !slices.Contains(r.places, p) {
			r.places = append(r.places, p)
		}
	}
}

// line resolves one line; what it cannot is put down as a reason.
func (r *resolver) line(line Line) error {
	switch line.Kind {
	case Archive:
		return nil
	case Ref:
		return r.ref(line)
	}
	for _, t := range line.Targets() {
		if err := r.target(line, t, line.Text); err != nil {
			return err
		}
	}
	if slices.Contains(line.Purposes, "report") {
		r.warnDownward(line)
	}
	return nil
}

// target resolves one receiver of a line: a group of the directory, else an organ or people by name.
func (r *resolver) target(line Line, t Target, where string) error {
	if len(t.Options) > 0 {
		return r.reason(line, where, t, r.option(line, t))
	}
	if t.phrase != nil && t.phrase.Leads {
		return r.reason(line, where, t, r.leading(line, t))
	}
	g, ok, err := r.group(t)
	if err != nil {
		return r.reason(line, where, t, err)
	}
	if ok {
		return r.expand(line, t, g, where)
	}
	if t.phrase != nil && len(t.phrase.Parts) > 0 {
		return r.parts(line, t)
	}
	switch {
	case t.phrase != nil && t.phrase.Leaders != "":
		err = r.leaders(line, t)
	case t.Kind == Person, t.Kind == PersonGroup:
		err = r.persons(line, t)
	case t.Kind == OrgGroup:
		err = r.unknown(t)
	default:
		err = r.organ(line, t)
	}
	return r.reason(line, where, t, err)
}

// parts resolves words that name several groups of which the directory has no common one: each is found, or told.
func (r *resolver) parts(line Line, t Target) error {
	for _, words := range t.phrase.Parts {
		part := r.l.alone(r.l.words(words), nil)
		part.Within, part.Text = "", t.Text
		if err := r.target(line, part, t.Text+" – "+words); err != nil {
			return err
		}
	}
	return nil
}

// expand puts in the members of a group on the date. A collective with nobody in office is received by its văn thư.
func (r *resolver) expand(line Line, t Target, g directory.Group, where string) error {
	m, err := r.membersOf(g)
	if err != nil {
		return r.reason(line, where, t, err)
	}
	ack := Required
	if g.Kind == directory.PersonGroup {
		ack = Read
	}
	for _, o := range m.Organs {
		if !r.own(o) {
			r.addOrgan(line, t, o, ack)
			continue
		}
		r.out.PassedOver = append(r.out.PassedOver, Passed{line.N, t.Words(), o.Name})
		if g.Kind == directory.OneOrgan {
			r.warnOwn(line, o)
		}
	}
	for _, p := range m.People {
		r.addPerson(line, t, p, ack)
	}
	if err := r.warnEnded(line, g, m.Ended); err != nil {
		return err
	}
	if len(m.Organs)+len(m.People) > 0 {
		return nil
	}
	if g.Kind != directory.Collective {
		return r.reason(line, where, t, r.unknown(t))
	}
	lead, err := directory.OrganAt(r.tx, orElse(g.LeadOrganID, g.OwnerID), r.env.On)
	if err != nil {
		return r.reason(line, where, t, err)
	}
	r.addOrgan(line, t, lead, ack)
	return nil
}

// membersOf reads who a group stands for, once.
func (r *resolver) membersOf(g directory.Group) (directory.Membership, error) {
	m, ok := r.members[g.ID]
	if ok {
		return m, nil
	}
	var err error
	if m, err = directory.MembersOf(r.tx, g.ID, r.env.On); err == nil {
		r.members[g.ID] = m
	}
	return m, err
}

// organ resolves a receiver named as an organ. Words inside another organ ("VPCP: …") that name nobody here go to that organ.
func (r *resolver) organ(line Line, t Target) error {
	o, err := r.organNamed(t)
	if isUnknown(err) && t.Within != "" {
		o, err = r.organNamed(Target{Name: t.Within, Text: t.Within})
	}
	if err != nil {
		return err
	}
	r.receive(line, t, o)
	return nil
}

// receive puts in an organ that is named, unless it is our own.
func (r *resolver) receive(line Line, t Target, o directory.Organ) {
	if r.own(o) {
		r.out.PassedOver = append(r.out.PassedOver, Passed{line.N, t.Words(), o.Name})
		r.warnOwn(line, o)
		return
	}
	r.addOrgan(line, t, o, Required)
}

// persons resolves a receiver named as a person or by a position; the head of organs whose people are not in the directory
// is reached through the organ.
func (r *resolver) persons(line Line, t Target) error {
	people, err := r.peopleNamed(t)
	if err != nil {
		return err
	}
	if len(people) == 0 && t.Within != "" {
		return r.organ(line, t)
	}
	if len(people) == 0 {
		if ok, err := r.headed(line, t); ok || err != nil {
			return err
		}
		return r.unknown(t)
	}
	for _, p := range people {
		r.addPerson(line, t, p, Read)
	}
	return nil
}

// own tells whether an organ is the issuer or the văn phòng that serves it.
func (r *resolver) own(o directory.Organ) bool {
	return o.ID == r.env.Issuer.ID || o.ID == r.env.Issuer.Office()
}

func (r *resolver) addOrgan(line Line, t Target, o directory.Organ, ack Acknowledgement) {
	channel := orElse(o.Channel, "account")
	r.out.add(r.index, Recipient{
		Kind: Org, OrganID: o.ID, OfficeID: o.Office(), Name: o.Name, Channel: channel, Email: o.Email,
		Capacities: []string{t.Words()}, Ack: ack, Task: line.Task, Lines: []int{line.N},
	})
}

func (r *resolver) addPerson(line Line, t Target, p directory.Person, ack Acknowledgement) {
	r.out.add(r.index, Recipient{
		Kind: Person, PersonID: p.ID, Name: p.Name, Channel: "account", Email: p.Email,
		Capacities: []string{t.Words()}, Ack: ack, Task: line.Task, Lines: []int{line.N},
	})
}

// reason puts a refusal down under its line; any other error goes up.
func (r *resolver) reason(line Line, where string, t Target, err error) error {
	var refused *fault.Fault
	if err == nil || !errors.As(err, &refused) {
		return err
	}
	code := refused.Code
	if code == "ORGAN_CLOSED" || code == "ORGAN_UNKNOWN" {
		code = strings.Replace(code, "ORGAN", "RECIPIENT", 1)
	}
	p := Problem{Line: line.N, Words: t.Words(), Code: code, Detail: fmt.Sprintf("Dòng %d “%s”: %s", line.N, where, refused.Detail)}
	for _, more := range refused.Reasons {
		switch more.Code {
		case "ORGAN_SUCCESSOR", "RECIPIENT_CANDIDATE": // the sentence names them already
			p.Suggestions = append(p.Suggestions, more.Detail)
		default:
			p.Detail += " " + more.Detail
		}
	}
	r.add(p)
	return nil
}

func (r *resolver) add(p Problem) {
	r.out.Problems = append(r.out.Problems, p)
	r.reasons = append(r.reasons, fault.Reason{Code: p.Code, Detail: p.Detail})
}

// warnOwn: an Điều that charges our own văn phòng is no slip, a line of Nơi nhận that names it is.
func (r *resolver) warnOwn(line Line, o directory.Organ) {
	if len(line.Articles) > 0 {
		return
	}
	r.out.Warnings = append(r.out.Warnings, fault.Reason{Code: "RECIPIENT_IS_ISSUER", Detail: fmt.Sprintf(
		"Dòng %d “%s”: %s là cơ quan ban hành, chỉ lưu chứ không nhận văn bản của chính mình.", line.N, line.Text, o.Name)})
}

// warnEnded: a member that has closed receives nothing, and who took over is not in the group until somebody puts it there.
func (r *resolver) warnEnded(line Line, g directory.Group, ended []directory.Organ) error {
	for _, o := range ended {
		_, err := directory.OrganAt(r.tx, o.ID, r.env.On)
		var refused *fault.Fault
		if err != nil && !errors.As(err, &refused) {
			return err
		}
		if refused != nil {
			r.out.Warnings = append(r.out.Warnings, fault.Reason{Code: "RECIPIENT_MEMBER_CLOSED", Detail: fmt.Sprintf(
				"Dòng %d “%s”: nhóm “%s” còn ghi %s", line.N, line.Text, g.Name, refused.Detail)})
		}
	}
	return nil
}

var levels = map[string]int{"trung_uong": 0, "tinh": 1, "huyen": 2, "xa": 3}

// warnDownward: "(để báo cáo)" is for those above.
func (r *resolver) warnDownward(line Line) {
	for _, known := range r.out.Recipients {
		if known.OrganID == "" || !slices.Contains(known.Lines, line.N) {
			continue
		}
		o, err := directory.OrganByID(r.tx, known.OrganID)
		if err == nil && levels[o.Level] > levels[r.env.Issuer.Level] {
			r.out.Warnings = append(r.out.Warnings, fault.Reason{Code: "REPORT_NOT_UPWARD", Detail: fmt.Sprintf(
				"Dòng %d “%s”: chỉ gửi để báo cáo lên cấp trên.", line.N, line.Text)})
			return
		}
	}
}

func (r *resolver) unknown(t Target) error {
	if strings.ContainsAny(t.Words(), "[]") { // what a template leaves, cut at its commas
		return fault.New(fault.Unmet, "RECIPIENT_UNKNOWN", "Nơi nhận trong [ngoặc vuông] chưa được điền.")
	}
	return fault.New(fault.Unmet, "RECIPIENT_UNKNOWN", fmt.Sprintf("Danh bạ ngày %s không có “%s”.", r.env.On.Time().Format("02/01/2006"), t.Words()))
}

func isUnknown(err error) bool {
	var refused *fault.Fault
	return errors.As(err, &refused) && refused.Code == "RECIPIENT_UNKNOWN"
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
