package incoming

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Target names an organ, a unit or a person.
type Target struct{ OrganID, PersonID string }

// Order is a bút phê as the leader gives it.
type Order struct {
	Text string // ý kiến chỉ đạo
	Lead Target // chủ trì: exactly one
	Co   []Target
	CC   []Target
	Due  store.Date
}

// mostParts bounds a direction.
const mostParts = 200

// Direct gives an arrival to who is in charge, who cooperates and who is to know. Given again, it takes the place of the
// direction before, which stays on the record; what had been assigned is to be assigned anew. Refused: ErrDirection,
// ErrLeadMissing, ErrPartTwice, ErrPartUnknown, ErrDuePast; a result that was already reported is decided on first.
func (s *Service) Direct(ctx context.Context, a authz.Actor, at At, in Order) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingDirect, func(f *facts) error {
		if err := f.in(Submitted, Directed, Assigned, InProgress); err != nil {
			return err
		}
		if f.arrival.Outcome != "" {
			return ErrReported
		}
		words, err := text("Ý kiến chỉ đạo", in.Text, directionLimit)
		if err != nil {
			return err
		}
		if words == "" {
			return ErrDirection
		}
		if err := notPast(in.Due, f.on); err != nil {
			return err
		}
		parts, err := s.parts(f, in)
		if err != nil {
			return err
		}
		d := Direction{
			N: f.arrival.Directions + 1, Text: words, Due: in.Due, ByID: f.actor.PersonID, By: f.actor.Name, Capacity: f.capacity(), At: f.tx.Now,
			Parts: parts,
		}
		if err := insertDirection(f.tx, f.arrival.ID, d); err != nil {
			return err
		}
		if err := s.endExtension(f, "Có ý kiến chỉ đạo mới."); err != nil {
			return err
		}
		return s.handOver(f, d)
	})
}

// handOver gives everybody the part that the direction names.
func (s *Service) handOver(f *facts, d Direction) error {
	if err := retire(f.tx, f.arrival.ID); err != nil {
		return err
	}
	var people []string
	for _, p := range d.Parts {
		if err := deal(f.tx, f.arrival.ID, dealing{PersonID: p.PersonID, OrganID: p.OrganID, Part: p.Part}); err != nil {
			return err
		}
		who := []string{p.PersonID}
		if p.OrganID != "" {
			heads, err := s.headsOf(f.tx, p.OrganID, f.on)
			if err != nil {
				return err
			}
			who = heads
		}
		people = append(people, who...)
		f.tell(partLabels[p.Part], who...)
	}
	lead := d.Lead()
	f.arrival.Directions, f.arrival.Due = d.N, d.Due
	f.arrival.HandlerID, f.arrival.InnerDue, f.arrival.Assignment = lead.PersonID, "", ""
	f.arrival.AssignedBy, f.arrival.AssignedAt = "", time.Time{}
	f.step(Directed)
	f.setTerm()
	f.says("direct", d.Text, map[string]any{"direction": d.N, "due": d.Due, "lead": lead, "co": d.Of(Co), "cc": d.Of(CC)})
	return f.open(people...)
}

var partLabels = map[string]string{
	Lead: "Được giao chủ trì giải quyết văn bản đến", Co: "Được giao phối hợp giải quyết văn bản đến", CC: "Có văn bản đến để biết",
}

// setTerm makes the term of whoever has it now the term of the step: the whole of that day.
func (f *facts) setTerm() {
	f.arrival.StepDue, f.arrival.Overdue = time.Time{}, false
	if due := f.arrival.Term(); due != "" {
		f.arrival.StepDue = due.Time().AddDate(0, 0, 1).UTC()
	}
}

// open lets people who handle an arrival from inside open its document too.
func (f *facts) open(people ...string) error {
	if f.arrival.DocumentID == "" {
		return nil
	}
	var grants []document.Access
	for _, id := range people {
		if id != "" && !slices.ContainsFunc(grants, func(g document.Access) bool { return g.PersonID == id }) {
			grants = append(grants, document.Access{DocumentID: f.arrival.DocumentID, PersonID: id, Why: authz.Handler})
		}
	}
	return document.Grant(f.tx, grants...)
}

// parts resolves whom an order names, each once.
func (s *Service) parts(f *facts, in Order) ([]Part, error) {
	if in.Lead == (Target{}) {
		return nil, ErrLeadMissing
	}
	if len(in.Co)+len(in.CC) > mostParts {
		return nil, ErrPartTwice
	}
	var parts []Part
	seen := map[Target]bool{}
	add := func(part string, targets ...Target) error {
		for _, t := range targets {
			if t == (Target{}) || t.OrganID != "" && t.PersonID != "" {
				return ErrPartUnknown
			}
			if seen[t] {
				return ErrPartTwice
			}
			seen[t] = true
			p, err := s.part(f, part, t)
			if err != nil {
				return err
			}
			parts = append(parts, p)
		}
		return nil
	}
	if err := add(Lead, in.Lead); err != nil {
		return nil, err
	}
	if err := add(Co, in.Co...); err != nil {
		return nil, err
	}
	return parts, add(CC, in.CC...)
}

// part finds an organ or unit of the day where somebody can give the work out, or a person who can do it. Both belong to the
// receiving organ, to its office, or stand below it: nobody directs another house.
func (s *Service) part(f *facts, part string, t Target) (Part, error) {
	if t.PersonID != "" {
		person, err := s.worker(f.tx, t.PersonID, f.on)
		if err != nil {
			return Part{}, err
		}
		if err := s.within(f, person.organs...); err != nil {
			return Part{}, err
		}
		return Part{Part: part, PersonID: t.PersonID, Name: person.name}, nil
	}
	organ, err := directory.OrganAt(f.tx, t.OrganID, f.on)
	if err != nil {
		return Part{}, ErrPartUnknown.Because(err)
	}
	if err := s.within(f, organ); err != nil {
		return Part{}, err
	}
	heads, err := s.headsOf(f.tx, organ.ID, f.on)
	if err != nil {
		return Part{}, err
	}
	if len(heads) == 0 {
		return Part{}, ErrPartUnknown
	}
	return Part{Part: part, OrganID: organ.ID, Name: organ.Name}, nil
}

// within refuses when none of some organs belongs to the receiver's house: the receiver, its office, their units, and the
// organs that it is the parent of or that its office serves.
func (s *Service) within(f *facts, organs ...directory.Organ) error {
	for _, o := range organs {
		if inHouse(f.arrival, o) {
			return nil
		}
	}
	return ErrPartUnknown
}

func inHouse(a Arrival, o directory.Organ) bool {
	for _, id := range []string{o.ID, o.UnitOf, o.ParentID, o.SuperiorID, o.OfficeID} {
		if id != "" && (id == a.OrganID || id == a.OfficeID) {
			return true
		}
	}
	return false
}

// worker is a person whose post lets him do the work, with the organs of those posts.
type worker struct {
	name   string
	organs []directory.Organ
}

func (s *Service) worker(tx *store.Tx, personID string, on store.Date) (worker, error) {
	posts, err := directory.HoldingsOf(tx, personID, on)
	if err != nil {
		return worker{}, err
	}
	var w worker
	var ids []string
	for _, h := range posts {
		if s.Policy.Grants(h.Role, authz.IncomingWork, authz.Handler) {
			w.name, ids = h.Name, append(ids, h.OrganID)
		}
	}
	if len(ids) == 0 {
		return worker{}, ErrPartUnknown
	}
	organs, err := directory.OrgansByID(tx, ids)
	for _, id := range ids {
		w.organs = append(w.organs, organs[id])
	}
	return w, err
}

// Assignment is what the head of a unit gives to one of its people.
type Assignment struct {
	PersonID string
	Due      store.Date // within the leader's; "" = the leader's
	Text     string
}

// Assign gives an arrival to a person of the unit in charge, or to another one than so far. Refused: ErrAssignee, ErrDuePast,
// ErrDueLater.
func (s *Service) Assign(ctx context.Context, a authz.Actor, at At, in Assignment) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingAssign, func(f *facts) error {
		if err := f.in(Directed, Assigned, InProgress); err != nil {
			return err
		}
		if f.arrival.Outcome != "" {
			return ErrReported
		}
		words, err := text("Yêu cầu", in.Text, directionLimit)
		if err != nil {
			return err
		}
		if err := notPast(in.Due, f.on); err != nil {
			return err
		}
		if in.Due != "" && f.arrival.Due != "" && in.Due > f.arrival.Due {
			return ErrDueLater
		}
		if err := s.mayTake(f, in.PersonID); err != nil {
			return err
		}
		if err := s.endExtension(f, "Giao cho người khác."); err != nil {
			return err
		}
		if before := f.arrival.HandlerID; before != "" && before != in.PersonID {
			if err := deal(f.tx, f.arrival.ID, dealing{PersonID: before, Part: past}); err != nil {
				return err
			}
		}
		if err := deal(f.tx, f.arrival.ID, dealing{PersonID: in.PersonID, Part: Lead}); err != nil {
			return err
		}
		f.arrival.HandlerID, f.arrival.InnerDue, f.arrival.Assignment = in.PersonID, in.Due, words
		f.arrival.AssignedBy, f.arrival.AssignedAt = f.actor.PersonID, f.tx.Now
		f.step(Assigned)
		f.setTerm()
		f.says("assign", words, map[string]any{"person": in.PersonID, "due": in.Due})
		f.tell("Được giao giải quyết văn bản đến", in.PersonID)
		return f.open(in.PersonID, f.actor.PersonID)
	})
}

// mayTake says whether a person belongs to the unit in charge and can do the work.
func (s *Service) mayTake(f *facts, personID string) error {
	person, err := s.worker(f.tx, personID, f.on)
	if err != nil {
		return ErrAssignee.Because(err)
	}
	for _, d := range f.dealing {
		if d.OrganID == "" || d.Part != Lead {
			continue
		}
		for _, o := range person.organs {
			if o.ID == d.OrganID || o.UnitOf == d.OrganID {
				return nil
			}
		}
	}
	return ErrAssignee
}
