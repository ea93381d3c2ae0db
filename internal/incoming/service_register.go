package incoming

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// Registration is what văn thư says while registering.
type Registration struct {
	Note   string // goes on the receipt to the sender
	Anyway string // why it is registered in spite of a duplicate or of an invalid signature
}

// Register gives an arrival its số đến: the next of the organ's one yearly series, paper and electronic together (NĐ 30/2020
// Art. 22), and, of one from inside, the receipt to the sender, all or nothing. Of two văn thư at once one wins; the other
// hears the number that it has. Refused: ErrUnopened, ErrIncomplete, ErrDuplicate, ErrSignature, and those of the receipt.
func (s *Service) Register(ctx context.Context, a authz.Actor, at At, in Registration) (Arrival, error) {
	done, _, err := s.register(ctx, a, at, in)
	return done, s.refused(ctx, a, authz.IncomingRegister, at.ID, err)
}

// Acknowledge confirms a delivery. An organ's copy is registered; a person's is confirmed by the person.
func (s *Service) Acknowledge(ctx context.Context, a authz.Actor, deliveryID, note string) (distribution.Delivery, error) {
	ours, err := s.ours(ctx, deliveryID)
	if err != nil {
		return distribution.Delivery{}, err
	}
	if !ours {
		return s.Distribution.Acknowledge(ctx, a, deliveryID, note)
	}
	_, d, err := s.register(ctx, a, At{ID: deliveryID}, Registration{Note: note})
	return d, s.refused(ctx, a, authz.DeliveryAcknowledge, deliveryID, asDelivery(err))
}

// Refuse returns a delivery to its sender, whoever received it.
func (s *Service) Refuse(ctx context.Context, a authz.Actor, deliveryID, reasonCode, reason string) (distribution.Delivery, error) {
	ours, err := s.ours(ctx, deliveryID)
	if err != nil {
		return distribution.Delivery{}, err
	}
	if !ours {
		return s.Distribution.Refuse(ctx, a, deliveryID, reasonCode, reason)
	}
	_, d, err := s.refuse(ctx, a, At{ID: deliveryID}, reasonCode, reason)
	return d, s.refused(ctx, a, authz.DeliveryRefuse, deliveryID, asDelivery(err))
}

// asDelivery tells who came by the delivery in the delivery's words.
func asDelivery(err error) error {
	switch {
	case errors.Is(err, ErrNotFound):
		return distribution.ErrNotFound
	case errors.Is(err, ErrForbidden):
		return distribution.ErrNotYours
	}
	return err
}

func (s *Service) ours(ctx context.Context, deliveryID string) (yes bool, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		yes, err = knows(tx, deliveryID)
		return err
	})
	return yes, err
}

func (s *Service) register(ctx context.Context, a authz.Actor, at At, in Registration) (Arrival, distribution.Delivery, error) {
	var delivery distribution.Delivery
	report, err := s.checkBefore(ctx, a, at)
	if err != nil {
		return Arrival{}, delivery, err
	}
	done, err := s.carryOut(ctx, a, at, authz.IncomingRegister, func(f *facts) (err error) {
		if f.arrival.State != Waiting {
			return decided(f.arrival)
		}
		if err := s.mayRegister(f, &in, report); err != nil {
			return err
		}
		if err := s.number(f, in); err != nil {
			return err
		}
		if f.arrival.Source != Inside {
			return nil
		}
		delivery, err = s.Distribution.Receive(f.tx, f.actor, f.arrival.DeliveryID, distribution.Arrival{
			Year: f.arrival.Year, Number: f.arrival.Number, Date: f.arrival.Date,
		}, in.Note)
		return err
	})
	return done, delivery, err
}

// mayRegister holds the arrival against what a văn thư must look at first (NĐ 30/2020 Art. 21, 22).
func (s *Service) mayRegister(f *facts, in *Registration, report *checked) (err error) {
	if f.arrival.Unopened {
		return ErrUnopened
	}
	if missing := f.arrival.missing(); len(missing) > 0 {
		return ErrIncomplete.With(missing...)
	}
	if in.Note, err = text("Ghi chú", in.Note, reasonLimit); err != nil {
		return err
	}
	if in.Anyway, err = text("Lý do", in.Anyway, reasonLimit); err != nil {
		return err
	}
	if report != nil {
		f.arrival.Verdict, f.arrival.Report, f.arrival.Pages = report.Verdict, report.Report, report.Pages
	}
	if in.Anyway != "" {
		return nil
	}
	if f.arrival.Verdict == string(signature.Invalid) {
		return ErrSignature.With(reasonsOf(f.arrival.Report)...)
	}
	like, err := duplicatesOf(f.tx, f.arrival, f.on.Year())
	if err != nil || len(like) == 0 {
		return err
	}
	return ErrDuplicate.With(duplicateReasons(like)...)
}

func duplicateReasons(like []Arrival) (reasons []fault.Reason) {
	for _, one := range like {
		state := "chưa vào sổ"
		if one.Number > 0 {
			state = fmt.Sprintf("số đến %d ngày %s", one.Number, day(one.Date))
		}
		reasons = append(reasons, fault.Reason{Code: "ARRIVAL_LIKE_THIS", Detail: one.Name() + ", " + state})
	}
	return reasons
}

func reasonsOf(r signature.Report) (reasons []fault.Reason) {
	for _, sentence := range r.Reasons {
		reasons = append(reasons, fault.Reason{Code: "SIGNATURE", Detail: sentence})
	}
	return reasons
}

// number takes the next số đến and writes it on the arrival.
func (s *Service) number(f *facts, in Registration) error {
	organ, err := directory.OrganByID(f.tx, f.arrival.OrganID)
	if err != nil {
		return err
	}
	n, err := register.Assign(f.tx, register.KeyForIncoming(organ, f.on), register.Entry{
		DocumentID: f.arrival.ID, Date: f.on, KindName: f.arrival.KindName, Subject: f.arrival.Subject, Copies: f.arrival.Copies, By: f.actor.PersonID,
	})
	if refused := new(fault.Fault); errors.As(err, &refused) && refused.Code == "ALREADY_NUMBERED" {
		return ErrStale.Because(err) // a colleague has registered it since it was read
	}
	if err != nil {
		return err
	}
	f.arrival.Year, f.arrival.Number, f.arrival.Date = f.on.Year(), n.Value, f.on
	f.arrival.RegisteredBy, f.arrival.RegisteredAt, f.arrival.Anyway = f.actor.PersonID, f.tx.Now, in.Anyway
	f.step(Registered)
	f.arrival.StepDue = f.calendar.Due(calendar.SubmitIncoming, f.arrival.ArrivedAt, f.arrival.Urgency != "")
	f.says("register", in.Note, map[string]any{"number": n.Value, "year": f.arrival.Year, "verdict": f.arrival.Verdict, "anyway": in.Anyway})
	return nil
}

// Return refuses an arrival: to its sender where it came from inside, else on the record of the văn thư, who sends it back.
func (s *Service) Return(ctx context.Context, a authz.Actor, at At, reasonCode, reason string) (Arrival, error) {
	done, _, err := s.refuse(ctx, a, at, reasonCode, reason)
	return done, s.refused(ctx, a, authz.IncomingRefuse, at.ID, err)
}

func (s *Service) refuse(ctx context.Context, a authz.Actor, at At, reasonCode, reason string) (Arrival, distribution.Delivery, error) {
	var delivery distribution.Delivery
	done, err := s.carryOut(ctx, a, at, authz.IncomingRefuse, func(f *facts) error {
		if f.arrival.State != Waiting {
			return decided(f.arrival)
		}
		reason, err := text("Lý do", reason, reasonLimit)
		if err != nil {
			return err
		}
		if reason == "" {
			return distribution.ErrReasonRequired
		}
		if _, known := ReasonCodes[reasonCode]; !known {
			return ErrReasonUnknown
		}
		f.arrival.ReasonCode, f.arrival.Reason = reasonCode, reason
		f.arrival.RefusedBy, f.arrival.RefusedAt = f.actor.PersonID, f.tx.Now
		f.arrival.Unopened = false
		f.step(Refused)
		f.says("refuse", reason, map[string]any{"reason": reasonCode})
		if f.arrival.Source != Inside {
			return nil
		}
		delivery, err = s.Distribution.Return(f.tx, f.actor, f.arrival.DeliveryID, reasonCode, reason)
		return err
	})
	return done, delivery, err
}

// Submit puts a registered arrival before the person who directs it, or before another one than so far.
func (s *Service) Submit(ctx context.Context, a authz.Actor, at At, to, proposal string) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingSubmit, func(f *facts) error {
		if err := f.in(Registered, Submitted); err != nil {
			return err
		}
		readers, err := s.readers(f.tx, f.arrival, f.on)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(readers, func(p directory.Person) bool { return p.ID == to })
		if at < 0 {
			return ErrReader
		}
		if proposal != "" {
			if err := f.note(Sorting, proposal, ""); err != nil {
				return err
			}
		}
		f.arrival.SubmittedTo, f.arrival.SubmittedAt = to, f.tx.Now
		f.step(Submitted)
		f.arrival.StepDue = f.calendar.Due(calendar.SubmitIncoming, f.tx.Now, f.arrival.Urgency != "")
		f.says("submit", f.event.Comment, map[string]any{"to": to})
		f.tell("Văn bản đến chờ ý kiến phân phối", to)
		return nil
	})
}

// Sort notes what the office proposes to the leader: who should have it, by when. A trợ lý or thư ký sorts, and never directs.
func (s *Service) Sort(ctx context.Context, a authz.Actor, at At, proposal string) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingSort, func(f *facts) error {
		if err := f.in(Registered, Submitted); err != nil {
			return err
		}
		return f.note(Sorting, proposal, "")
	})
}

// readers are the people before whom an arrival may be laid: who may direct it by a post at the organ that received it, and
// who stands in for one of them today (chánh văn phòng được ủy quyền, as a rule).
func (s *Service) readers(tx *store.Tx, a Arrival, on store.Date) ([]directory.Person, error) {
	posts, err := directory.Holdings(tx, a.OrganID, on)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range posts {
		if s.Policy.Grants(h.Role, authz.IncomingDirect, authz.Office) && !slices.Contains(ids, h.PersonID) {
			ids = append(ids, h.PersonID)
		}
	}
	standIns, err := directory.StandIns(tx, ids, directory.ScopeDirection, on)
	if err != nil {
		return nil, err
	}
	for _, id := range standIns {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	known, err := directory.PeopleByID(tx, ids)
	if err != nil {
		return nil, err
	}
	readers := make([]directory.Person, 0, len(ids))
	for _, id := range ids {
		readers = append(readers, known[id])
	}
	return readers, nil
}
