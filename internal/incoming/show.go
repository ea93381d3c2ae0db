package incoming

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// View is all that a page shows of an arrival.
type View struct {
	Arrival
	On            store.Date // the office's date
	Organ, Office directory.Organ
	Files         []File
	Directions    []Direction
	Notes         []Note
	Extensions    []Extension
	Duplicates    []Arrival         // only while it waits
	People        map[string]string // names by id of whoever is named in it
	Actions       []Action
	OpensDocument bool                     // the actor may open the document's own page
	Call          *distribution.CalledBack // by which the issuer wants it back, or has it back; nil: none
	OtherSigner   string                   // a warning: none of its digital signatures is the stated author's
	Gone          bool                     // the copy is no longer the organ's
	Readers       []directory.Person
	Units         []directory.Organ // whom the leader may name: the house's organs and units with a head
	Workers       []Worker          // and its people
	Assignees     []Worker          // those of the unit in charge
	DirectTerms   []Term            // deadlines to choose from, for who directs
	AssignTerms   []Term            // and for who assigns: none behind the deadline of the whole
}

// Action is something that can be done with an arrival, by this actor, now; Reasons say why it cannot.
type Action struct {
	ID, Label string
	Allowed   bool
	Reasons   []fault.Reason
}

// Term is a deadline so many working days from today, by the calendar (NĐ 30/2020 Art. 24: the leader sets it).
type Term struct {
	Days int
	Due  store.Date
}

// termDays are the deadlines that leaders set most, in working days.
var termDays = []int{1, 3, 5, 10, 15}

// terms are the usual deadlines that do not lie behind the one that is set for the whole; latest "" is none.
func (f *facts) terms(latest store.Date) (list []Term) {
	for _, n := range termDays {
		if due := f.calendar.Add(f.on, n); latest == "" || due <= latest {
			list = append(list, Term{n, due})
		}
	}
	return list
}

// Worker is a person who may be given work.
type Worker struct{ ID, Name, Title string }

// The actions on an arrival, in the order of the way.
var actions = []struct {
	id, label, act string
	states         []State
}{
	{"register", "Vào sổ văn bản đến", authz.IncomingRegister, []State{Waiting}},
	{"refuse", "Trả lại nơi gửi", authz.IncomingRefuse, []State{Waiting}},
	{"give_back", "Chuyển văn thư vào sổ", authz.IncomingRead, []State{Waiting}},
	{"submit", "Trình người phân phối", authz.IncomingSubmit, []State{Registered, Submitted}},
	{"sort", "Đề xuất phân phối", authz.IncomingSort, []State{Registered, Submitted}},
	{"direct", "Bút phê, phân phối", authz.IncomingDirect, []State{Submitted, Directed, Assigned, InProgress}},
	{"assign", "Giao việc", authz.IncomingAssign, []State{Directed, Assigned, InProgress}},
	{"start", "Bắt đầu xử lý", authz.IncomingWork, []State{Directed, Assigned}},
	{"note", "Ghi tiến độ", authz.IncomingNote, []State{Directed, Assigned, InProgress}},
	{"ask_extension", "Xin gia hạn", authz.IncomingWork, []State{Directed, Assigned, InProgress}},
	{"decide_extension", "Quyết định gia hạn", authz.IncomingDirect, []State{Directed, Assigned, InProgress}},
	{"report", "Báo cáo hoàn thành", authz.IncomingWork, []State{InProgress}},
	{"confirm", "Xác nhận hoàn thành", authz.IncomingConfirm, []State{InProgress}},
	{"send_back", "Yêu cầu bổ sung", authz.IncomingConfirm, []State{InProgress}},
	{"file", "Lưu hồ sơ", authz.IncomingWork, []State{Done}},
}

// Show gives an arrival that the actor may see, with what the actor may do with it, in one View.
func (s *Service) Show(ctx context.Context, a authz.Actor, id string) (View, error) {
	var v View
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, a, id)
		if err != nil {
			return err
		}
		v, err = s.view(f)
		return err
	})
	return v, s.refused(ctx, a, authz.IncomingRead, id, err)
}

func (s *Service) view(f *facts) (View, error) {
	v := View{Arrival: f.arrival, On: f.on}
	known, err := directory.OrgansByID(f.tx, []string{v.OrganID, v.OfficeID})
	if err != nil {
		return v, err
	}
	v.Organ, v.Office = known[v.OrganID], known[v.OfficeID]
	if v.Files, err = filesOf(f.tx, v.ID); err != nil {
		return v, err
	}
	directions, err := directionsOf(f.tx, v.ID)
	if err != nil {
		return v, err
	}
	v.Directions = directions[v.ID]
	if v.Notes, err = notesOf(f.tx, v.ID); err != nil {
		return v, err
	}
	if v.Extensions, err = extensionsOf(f.tx, v.ID); err != nil {
		return v, err
	}
	if v.State == Waiting {
		if v.Duplicates, err = duplicatesOf(f.tx, f.arrival, f.on.Year()); err != nil {
			return v, err
		}
	}
	if v.OtherSigner, err = v.otherSigner(f.tx); err != nil {
		return v, err
	}
	calls, err := copyCalls(f.tx, f.arrival)
	if err != nil {
		return v, err
	}
	if last, called := lastCall(calls); called {
		v.Call, v.Gone = &last, slices.ContainsFunc(calls, distribution.CalledBack.Gone)
	}
	if v.DocumentID != "" {
		place, err := document.PlaceOf(f.tx, v.DocumentID)
		if err != nil {
			return v, err
		}
		v.OpensDocument = s.Policy.Can(f.actor, authz.DocumentRead, place)
	}
	v.Actions = s.actions(f, v)
	if err := s.choices(f, &v); err != nil {
		return v, err
	}
	return v, v.name(f.tx)
}

// name looks up everybody whom the page names.
func (v *View) name(tx *store.Tx) error {
	ids := []string{
		v.PassedTo, v.RegisteredBy, v.RefusedBy, v.SubmittedTo, v.HandlerID, v.AssignedBy, v.ReportedBy, v.ConfirmedBy, v.CreatedBy,
	}
	for _, e := range v.Extensions {
		ids = append(ids, e.AskedBy, e.DecidedBy)
	}
	people, err := directory.PeopleByID(tx, ids)
	v.People = map[string]string{}
	for id, p := range people {
		v.People[id] = p.Name
	}
	return err
}

// actions are those that are the actor's at all; one that is not possible now says why.
func (s *Service) actions(f *facts, v View) (list []Action) {
	for _, one := range actions {
		if _, may := s.can(f.actor, one.act, f.arrival, f.dealing); !may || !f.concerns(one.id) {
			continue
		}
		if f.arrival.goesOn() != nil {
			continue
		}
		action := Action{ID: one.id, Label: one.label, Allowed: true}
		if !slices.Contains(one.states, v.State) {
			continue
		}
		for _, refused := range f.hindrances(one.id, v) {
			action.Allowed = false
			action.Reasons = append(action.Reasons, fault.Reason{Code: refused.Code, Detail: refused.Detail})
		}
		list = append(list, action)
	}
	return list
}

// concerns says whether an action is this person's, where the policy's word does not say it all.
func (f *facts) concerns(action string) bool {
	a := f.arrival
	switch action {
	case "give_back":
		return a.Unopened && a.PassedTo == f.actor.PersonID
	case "start", "report", "ask_extension", "file":
		return a.HandlerID == f.actor.PersonID
	case "confirm", "send_back":
		return a.Outcome != ""
	}
	return true
}

func (f *facts) hindrances(action string, v View) (list []*fault.Fault) {
	waits := slices.ContainsFunc(v.Extensions, func(e Extension) bool { return e.State == asked })
	hinder := func(yes bool, why *fault.Fault) {
		if yes {
			list = append(list, why)
		}
	}
	switch action {
	case "register":
		hinder(v.Unopened, ErrUnopened)
		hinder(len(v.missing()) > 0, ErrIncomplete)
	case "direct", "assign", "report":
		hinder(v.Outcome != "", ErrReported)
	case "ask_extension":
		hinder(v.Outcome != "", ErrReported)
		hinder(v.Due == "", ErrNoDue)
		hinder(waits, ErrExtensionOpen)
	case "decide_extension":
		hinder(!waits, ErrNoExtension)
	case "confirm", "send_back":
		hinder(v.ReportedBy == f.actor.PersonID, ErrOwnReport)
	}
	if action == "report" {
		hinder(waits, ErrExtensionOpen)
	}
	return list
}

// May says whether an action is open to the actor now.
func (v View) May(action string) bool {
	return slices.ContainsFunc(v.Actions, func(a Action) bool { return a.ID == action && a.Allowed })
}

// choices are the lists that the forms of the allowed actions offer.
func (s *Service) choices(f *facts, v *View) (err error) {
	if v.May("submit") {
		if v.Readers, err = s.readers(f.tx, f.arrival, f.on); err != nil {
			return err
		}
	}
	if v.May("direct") {
		if err := s.house(f, v); err != nil {
			return err
		}
		v.DirectTerms = f.terms("")
	}
	if v.May("assign") {
		if v.Assignees, err = s.assignees(f); err != nil {
			return err
		}
		v.AssignTerms = f.terms(v.Due)
	}
	return nil
}

// house are the organs and units that the leader may name, and their people: one query for each office, none for each unit.
func (s *Service) house(f *facts, v *View) error {
	organs, err := directory.Organs(f.tx, f.on)
	if err != nil {
		return err
	}
	headed := map[string]bool{}
	var staff []directory.HoldingView
	for _, id := range slices.Compact([]string{v.OrganID, v.OfficeID}) {
		found, err := directory.Staff(f.tx, id, f.on)
		if err != nil {
			return err
		}
		staff = append(staff, found...)
	}
	for _, h := range staff {
		headed[h.OrganID] = headed[h.OrganID] || s.Policy.Grants(h.Role, authz.IncomingAssign, authz.Unit)
	}
	for _, o := range organs {
		ours := o.ID == v.OrganID || o.ID == v.OfficeID || o.UnitOf == v.OrganID || o.UnitOf == v.OfficeID
		if inHouse(f.arrival, o) && (!ours || headed[o.ID]) {
			v.Units = append(v.Units, o)
		}
	}
	v.Workers = s.workersOf(staff)
	return nil
}

func (s *Service) workersOf(staff []directory.HoldingView) (list []Worker) {
	for _, h := range staff {
		if s.Policy.Grants(h.Role, authz.IncomingWork, authz.Handler) && !slices.ContainsFunc(list, func(w Worker) bool { return w.ID == h.PersonID }) {
			list = append(list, Worker{ID: h.PersonID, Name: h.Name, Title: h.Title})
		}
	}
	return list
}

// assignees are the people of the unit in charge.
func (s *Service) assignees(f *facts) ([]Worker, error) {
	for _, d := range f.dealing {
		if d.OrganID != "" && d.Part == Lead {
			staff, err := directory.Staff(f.tx, d.OrganID, f.on)
			return s.workersOf(staff), err
		}
	}
	return nil, nil
}
