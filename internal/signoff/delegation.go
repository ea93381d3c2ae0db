package signoff

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// lent is the role by which the actor takes a transition in somebody's place; the zero Role when he acts for himself.
func (f *facts) lent(t Transition) authz.Role {
	if f.policy == nil || t.Act == "" {
		return authz.Role{}
	}
	if role, may := f.policy.Capacity(f.actor, t.Act, f.place); may && role.For != "" {
		return role
	}
	return authz.Role{}
}

// inPlaceOf is the person whom the actor stands in for when he takes a transition; "" when he acts for himself.
func (f *facts) inPlaceOf(t Transition) string { return f.lent(t).For }

// Delegation is an absence as a page shows it.
type Delegation struct {
	directory.Absence
	Person, StandIn, Giver string // names
	InForce, Over, MayEnd  bool
}

// MandateView is a mandate to sign as a page shows it.
type MandateView struct {
	directory.Mandate
	Grantor, Grantee, Organ string // names
	KindNames               []string
	InForce, Over, MayEnd   bool
}

// Delegations are all that concerns a person: who stands in for him, whom he stands in for, what the office he runs has
// given, and mandates to sign.
type Delegations struct {
	On       store.Date
	Mine     []Delegation
	StandsIn []Delegation
	Office   []Delegation // of the people for whom the person may give absences
	Mandates []MandateView
	// Colleagues are who may stand in for the person; Staff for whom he may give an absence beside himself.
	Colleagues, Staff []directory.HoldingView
	Heads             []directory.Organ // whose mandates he gives
}

// AbsenceInput is an absence as a person gives it: of himself, or of somebody of the office that he runs.
type AbsenceInput struct {
	Person   string // id; "" = oneself
	From, To store.Date
	Source   string
	StandIns []StandIn
}

// StandIn is who stands in for one scope.
type StandIn struct {
	Scope  directory.Scope
	Person string
}

var errPersonUnknown = fault.New(fault.NotFound, "PERSON_UNKNOWN", "Không tìm thấy người này trong cơ quan.")

const standInLimit = 8 // lines of one absence: twice as many as there are scopes

// GiveAbsence says who stands in for a person while he is away; one row and one event for each scope.
func (s *Service) GiveAbsence(ctx context.Context, personID string, in AbsenceInput) (ids []string, err error) {
	if err = writing(&in.Source); err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error {
			ids, err = s.giveAbsence(tx, personID, in)
			return err
		})
	}
	return ids, s.refused(ctx, personID, authz.AbsenceGive, in.Person, err)
}

func (s *Service) giveAbsence(tx *store.Tx, personID string, in AbsenceInput) (ids []string, err error) {
	on := s.officeDate()
	actor, err := login.Actor(tx, personID, on)
	if err != nil {
		return nil, err
	}
	if in.Person == "" {
		in.Person = personID
	}
	by, err := s.mayGiveFor(tx, actor, in.Person, max(in.From, on))
	if err != nil {
		return nil, err
	}
	if len(in.StandIns) == 0 || len(in.StandIns) > standInLimit {
		return nil, fault.New(fault.Unmet, "STAND_IN_MISSING", "Chưa chọn người thay và phần việc được thay.")
	}
	for _, one := range in.StandIns {
		if one.Person == personID && in.Person != personID {
			return nil, fault.New(fault.Unmet, "STAND_IN_SELF", "Không tự cử mình thay người khác.")
		}
		a := directory.Absence{
			ID: store.NewID(), PersonID: in.Person, StandInID: one.Person, Scope: one.Scope, From: in.From, To: in.To, Source: in.Source, GivenBy: personID,
		}
		if err := directory.GiveAbsence(tx, by, a, on); err != nil {
			return nil, err
		}
		ids = append(ids, a.ID)
	}
	return ids, tx.SetAnswer(strings.Join(ids, " "))
}

// mayGiveFor says as whom the actor gives an absence: for himself by his own post, for another as the head of the văn
// phòng that serves him, and never by what he was lent. Whoever is of another organ is not there.
func (s *Service) mayGiveFor(tx *store.Tx, actor authz.Actor, personID string, on store.Date) (directory.Editor, error) {
	by := directory.Editor{ID: actor.PersonID, Name: actor.Name}
	if personID == actor.PersonID {
		for _, r := range actor.Roles {
			if r.By == "" {
				by.Capacity = r.Title
				return by, nil
			}
		}
		return by, errForbiddenHere
	}
	place, err := placeOfPerson(tx, personID, on)
	if err != nil {
		return by, err
	}
	role, may := s.policy.Capacity(actor, authz.AbsenceGive, place)
	if !may || role.By != "" {
		return by, errPersonUnknown
	}
	by.Capacity = role.Title
	return by, nil
}

var errForbiddenHere = fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền thực hiện việc này.")

// placeOfPerson is a person as a place of authz: the offices that serve the organs in which he holds a post.
func placeOfPerson(tx *store.Tx, personID string, on store.Date) (place authz.Place, err error) {
	held, err := directory.HoldingsOf(tx, personID, on)
	if err != nil {
		return place, err
	}
	for _, h := range held {
		organ, err := directory.OrganByID(tx, h.OrganID)
		if err != nil {
			return place, err
		}
		if organ.UnitOf != "" {
			if organ, err = directory.OrganByID(tx, organ.UnitOf); err != nil {
				return place, err
			}
		}
		place.Organs = append(place.Organs, authz.Relation{ID: organ.Office(), Why: authz.Office})
	}
	return place, nil
}

// EndAbsence ends an absence early: the person who was away, or who may give it for him.
func (s *Service) EndAbsence(ctx context.Context, personID, id string) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		on := s.officeDate()
		actor, err := login.Actor(tx, personID, on)
		if err != nil {
			return err
		}
		a, found, err := directory.AbsenceByID(tx, id)
		if err != nil {
			return err
		}
		if !found {
			return errAbsenceUnknown
		}
		by, err := s.mayGiveFor(tx, actor, a.PersonID, on)
		if err != nil {
			if a.StandInID == personID && fault.System(err) == nil {
				return errForbiddenHere // he sees it, and it is not his to end
			}
			return hidden(err, errAbsenceUnknown)
		}
		if err := directory.EndAbsence(tx, by, a, on); err != nil {
			return err
		}
		return tx.SetAnswer(id)
	})
	return s.refused(ctx, personID, authz.AbsenceGive, id, err)
}

var (
	errAbsenceUnknown = fault.New(fault.NotFound, "ABSENCE_UNKNOWN", "Không tìm thấy việc cử người thay này.")
	errMandateUnknown = fault.New(fault.NotFound, "MANDATE_UNKNOWN", "Không tìm thấy văn bản giao quyền ký này.")
)

// hidden gives the answer that tells nothing in place of a refusal; what is no refusal passes.
func hidden(err error, answer *fault.Fault) error {
	if fault.System(err) != nil {
		return err
	}
	return answer
}

// writing treats the words that name a writing like every text that a person gives.
func writing(s *string) error {
	if err := document.RefuseSecret(*s, ""); err != nil {
		return err
	}
	if err := normalize(s); err != nil {
		return err
	}
	if *s = strings.Join(strings.Fields(*s), " "); utf8.RuneCountInString(*s) > 500 {
		return fault.New(fault.Unmet, "SOURCE_TOO_LONG", "Văn bản làm căn cứ ghi dài quá 500 ký tự.")
	}
	return nil
}

// Delegations tells a person who stands in for whom.
func (s *Service) Delegations(ctx context.Context, personID string) (d Delegations, err error) {
	d.On = s.officeDate()
	err = s.store.View(ctx, func(tx *store.Tx) error { return s.delegations(tx, personID, &d) })
	return d, s.refused(ctx, personID, "absence.list", "", err)
}

func (s *Service) delegations(tx *store.Tx, personID string, d *Delegations) error {
	actor, err := login.Actor(tx, personID, d.On)
	if err != nil {
		return err
	}
	if d.Staff, err = s.staffFor(tx, actor, d.On); err != nil {
		return err
	}
	if d.Colleagues, err = directory.Colleagues(tx, personID, d.On); err != nil {
		return err
	}
	if d.Heads, err = directory.Heads(tx, personID, d.On); err != nil {
		return err
	}
	mine, err := directory.AbsencesOf(tx, personID)
	if err != nil {
		return err
	}
	standsIn, err := directory.AbsencesFor(tx, personID)
	if err != nil {
		return err
	}
	var staff []string
	for _, h := range d.Staff {
		staff = append(staff, h.PersonID)
	}
	office, err := directory.AbsencesAmong(tx, staff, d.On)
	if err != nil {
		return err
	}
	mandates, err := directory.MandatesAbout(tx, personID)
	if err != nil {
		return err
	}
	var people []string
	for _, a := range slices.Concat(mine, standsIn, office) {
		people = append(people, a.PersonID, a.StandInID, a.GivenBy)
	}
	var organs []string
	for _, m := range mandates {
		people, organs = append(people, m.GrantorID, m.GranteeID), append(organs, m.OrganID)
	}
	names, organNames := map[string]string{}, map[string]string{}
	if err := namesOf(tx, people, organs, names, organNames); err != nil {
		return err
	}
	view := func(list []directory.Absence, mayEnd bool) (views []Delegation) {
		for _, a := range list {
			views = append(views, Delegation{
				Absence: a, Person: names[a.PersonID], StandIn: names[a.StandInID], Giver: names[a.GivenBy],
				InForce: a.InForce(d.On), Over: a.Over(d.On), MayEnd: mayEnd && !a.Over(d.On),
			})
		}
		return views
	}
	d.Mine, d.StandsIn, d.Office = view(mine, true), view(standsIn, false), view(office, true)
	for _, m := range mandates {
		heads := slices.ContainsFunc(d.Heads, func(o directory.Organ) bool { return o.ID == m.OrganID })
		v := MandateView{Mandate: m, Grantor: names[m.GrantorID], Grantee: names[m.GranteeID], Organ: organNames[m.OrganID], Over: m.Over(d.On), MayEnd: heads && !m.Over(d.On)}
		v.InForce = m.From <= d.On && !v.Over
		v.KindNames = kindNames(m.Kinds)
		d.Mandates = append(d.Mandates, v)
	}
	return nil
}

// staffFor are the people for whom an actor may give absences: of the offices that he runs and the organs they serve.
func (s *Service) staffFor(tx *store.Tx, actor authz.Actor, on store.Date) (staff []directory.HoldingView, err error) {
	offices := map[string]bool{}
	for _, r := range actor.Roles {
		if r.By == "" && s.policy.Grants(r.Name, authz.AbsenceGive, authz.Office) {
			offices[r.Office] = true
		}
	}
	if len(offices) == 0 {
		return nil, nil
	}
	organs, err := directory.Organs(tx, on)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{actor.PersonID: true}
	for _, o := range organs {
		if o.UnitOf != "" || !offices[o.Office()] {
			continue
		}
		held, err := directory.Staff(tx, o.ID, on)
		if err != nil {
			return nil, err
		}
		for _, h := range held {
			if !seen[h.PersonID] && slices.Contains([]string{authz.Leader, authz.ChiefOfOffice, authz.UnitHead}, h.Role) {
				seen[h.PersonID] = true
				staff = append(staff, h)
			}
		}
	}
	return staff, nil
}

// personEvent is an event about a person and not about a document.
func personEvent(tx *store.Tx, actor authz.Actor, role authz.Role, personID, action string, details map[string]any) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "person", ID: personID}, Action: action, ActorID: actor.PersonID, ActorName: actor.Name,
		Capacity: role.Title, Details: details,
	})
}
