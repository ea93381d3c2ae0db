package incoming

import (
	"context"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Entry is what văn thư takes down of something that came from outside: a scan, paper, mail.
type Entry struct {
	OrganID  string // the receiver; "" where the văn thư serves one organ alone
	Source   string // Scan, Paper or Mail
	Fields   Fields
	PassedTo string // thư gửi đích danh: the person it is passed to, unopened
}

// Enter takes down what came from outside; it waits to be registered. Refused: ErrForbidden to who registers for no organ,
// ErrFieldInvalid, SECRET_REFUSED before anything is stored.
func (s *Service) Enter(ctx context.Context, a authz.Actor, in Entry) (Arrival, error) {
	var made Arrival
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		organ, role, err := s.receiver(tx, actor, in.OrganID)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{Scan, Paper, Mail}, in.Source) {
			return ErrFieldInvalid.With(fault.Reason{Code: "SOURCE_UNKNOWN", Detail: "Văn bản đến từ bên ngoài là bản quét, bản giấy hoặc thư điện tử."})
		}
		made = Arrival{
			ID: store.NewID(), OrganID: organ.ID, OfficeID: organ.Office(), Source: in.Source, ArrivedAt: tx.Now, CreatedBy: actor.PersonID,
			State: Waiting, Version: 1, CreatedAt: tx.Now, UpdatedAt: tx.Now,
		}
		if made.Fields, err = cleanFields(in.Fields, s.Today()); err != nil {
			return err
		}
		if err := s.author(tx, &made.Fields); err != nil {
			return err
		}
		if err := readOff(tx, &made.Fields, s.Today()); err != nil {
			return err
		}
		if err := s.pass(tx, &made, in.PassedTo); err != nil {
			return err
		}
		days, err := calendar.Load(tx)
		if err != nil {
			return err
		}
		made.StepDue = days.Due(calendar.RegisterIncoming, tx.Now, made.Urgency != "")
		if err := insertArrivals(tx, []Arrival{made}); err != nil {
			return err
		}
		if err := tx.SetAnswer(made.ID); err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: subject(made.ID), Action: "enter", ActorID: actor.PersonID, ActorName: actor.Name, Capacity: role.Title,
			To: string(Waiting), Version: 1, Details: map[string]any{"organ": organ.ID, "source": made.Source, "passed_to": made.PassedTo},
		})
		if err != nil || !made.Unopened {
			return err
		}
		return s.announce(tx, made, "pass", telling{[]string{made.PassedTo}, "Có thư gửi đích danh được chuyển đến, chưa bóc"})
	})
	if err != nil {
		return Arrival{}, s.refused(ctx, a, authz.IncomingRegister, in.OrganID, err)
	}
	return made, nil
}

// author refuses an author that the directory does not have, and takes its name.
func (s *Service) author(tx *store.Tx, f *Fields) error {
	if f.AuthorID == "" {
		return nil
	}
	organ, err := directory.OrganByID(tx, f.AuthorID)
	if err != nil {
		return err
	}
	if f.Author == "" {
		f.Author = organ.Name
	}
	return nil
}

// pass marks a letter that goes unopened to the person it names.
func (s *Service) pass(tx *store.Tx, a *Arrival, personID string) error {
	if personID == "" {
		return nil
	}
	posts, err := directory.HoldingsOf(tx, personID, s.Today())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(posts, func(h directory.HoldingView) bool {
		return s.Policy.Grants(h.Role, authz.IncomingRead, authz.Addressed)
	}) {
		return ErrPartUnknown
	}
	a.PassedTo, a.Unopened = personID, true
	return nil
}

// receiver finds the organ for which a văn thư takes something in.
func (s *Service) receiver(tx *store.Tx, actor authz.Actor, organID string) (directory.Organ, authz.Role, error) {
	served, err := s.served(tx, actor)
	if err != nil {
		return directory.Organ{}, authz.Role{}, err
	}
	if organID == "" && len(served) == 1 {
		organID = served[0].ID
	}
	for _, o := range served {
		if o.ID == organID {
			role, _ := s.Policy.Capacity(actor, authz.IncomingRegister, receiving(o))
			return o, role, nil
		}
	}
	if len(served) == 0 {
		return directory.Organ{}, authz.Role{}, ErrForbidden
	}
	return directory.Organ{}, authz.Role{}, ErrFieldInvalid.With(fault.Reason{Code: "RECEIVER_UNKNOWN", Detail: "Chọn cơ quan nhận do văn phòng mình phục vụ."})
}

// served are the organs for which the actor registers, in the order of the directory.
func (s *Service) served(tx *store.Tx, actor authz.Actor) (list []directory.Organ, err error) {
	if s.Policy.Reach(actor, authz.IncomingRegister).None() {
		return nil, nil
	}
	organs, err := directory.Organs(tx, s.Today())
	for _, o := range organs {
		if o.UnitOf == "" && s.Policy.Can(actor, authz.IncomingRegister, receiving(o)) {
			list = append(list, o)
		}
	}
	return list, err
}

// receiving is an organ as a receiver.
func receiving(o directory.Organ) authz.Place {
	return authz.Place{Organs: []authz.Relation{{ID: o.ID, Why: authz.Received}, {ID: o.Office(), Why: authz.Received}}}
}

// Served are the organs for which the actor may take something in.
func (s *Service) Served(ctx context.Context, a authz.Actor) (list []directory.Organ, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		list, err = s.served(tx, actor)
		return err
	})
	return list, err
}

// Edit changes what văn thư took down, until it is registered.
func (s *Service) Edit(ctx context.Context, a authz.Actor, at At, fields Fields) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingRegister, func(f *facts) error {
		if err := f.in(Waiting); err != nil {
			return err
		}
		if f.arrival.Source == Inside {
			return ErrFieldsOfInside
		}
		clean, err := cleanFields(fields, f.on)
		if err != nil {
			return err
		}
		if err := s.author(f.tx, &clean); err != nil {
			return err
		}
		if err := readOff(f.tx, &clean, f.on); err != nil {
			return err
		}
		f.arrival.Fields = clean
		f.arrival.StepDue = f.calendar.Due(calendar.RegisterIncoming, f.arrival.ArrivedAt, clean.Urgency != "")
		f.says("edit", "", nil)
		return nil
	})
}

// GiveBack is what the person whom a letter names does once it is opened and turns out official: it goes back to văn thư, to
// be registered.
func (s *Service) GiveBack(ctx context.Context, a authz.Actor, at At, note string) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingRead, func(f *facts) error {
		if !f.arrival.Unopened {
			return ErrNotUnopened
		}
		if f.arrival.PassedTo != f.actor.PersonID {
			return ErrForbidden
		}
		if err := f.note(Returned, note, "Văn bản công vụ, chuyển văn thư vào sổ."); err != nil {
			return err
		}
		f.arrival.Unopened = false
		if err := deal(f.tx, f.arrival.ID, dealing{PersonID: f.arrival.PassedTo, Part: past}); err != nil {
			return err
		}
		clerks, err := s.clerksOf(f.tx, f.arrival.OfficeID, f.on)
		if err != nil {
			return err
		}
		f.tell("Thư gửi đích danh được chuyển lại để vào sổ văn bản đến", clerks...)
		return nil
	})
}

// note writes beside the arrival and says so in the event; a blank text is the usual one.
func (f *facts) note(kind, value, usual string) error {
	clean, err := text("Ý kiến", value, noteLimit)
	if err != nil {
		return err
	}
	if clean == "" {
		clean = usual
	}
	if clean == "" {
		return ErrReasonMissing
	}
	f.says(kind, clean, nil)
	return insertNote(f.tx, f.arrival.ID, Note{Kind: kind, Text: clean, ByID: f.actor.PersonID, By: f.actor.Name, Capacity: f.capacity()})
}
