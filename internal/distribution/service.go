package distribution

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Service is what people do with deliveries. Roles are read in each transaction, by the office's date.
type Service struct {
	store  *store.Store
	policy *authz.Policy
	today  func() store.Date
}

// New makes the service; today is the office's date, by which roles are held and arrivals numbered.
func New(s *store.Store, policy *authz.Policy, today func() store.Date) *Service {
	return &Service{store: s, policy: policy, today: today}
}

// actor is who acts, with the roles of the day. A guest or the machine stays what it is.
func (s *Service) actor(tx *store.Tx, a authz.Actor) (authz.Actor, error) {
	if a.Kind != authz.Person {
		return a, nil
	}
	return login.Actor(tx, a.PersonID, s.today())
}

// Deliveries are the copies of a document, for those who sent it: document.ErrNotFound for who may not see the document,
// ErrListForbidden for who sees it but did not send it.
func (s *Service) Deliveries(ctx context.Context, a authz.Actor, documentID string) (found []Delivery, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if err := s.mayList(tx, a, documentID); err != nil {
			return err
		}
		found, err = DeliveriesOf(tx, documentID)
		return err
	})
	return found, s.refused(ctx, a, authz.DeliveryList, documentID, err)
}

// BoardOf is the board of a document, for those who may list its deliveries.
func (s *Service) BoardOf(ctx context.Context, a authz.Actor, documentID string) (board []BoardLine, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if err := s.mayList(tx, a, documentID); err != nil {
			return err
		}
		board, err = Board(tx, documentID)
		return err
	})
	return board, s.refused(ctx, a, authz.DeliveryList, documentID, err)
}

func (s *Service) mayList(tx *store.Tx, a authz.Actor, documentID string) error {
	actor, err := s.actor(tx, a)
	if err != nil {
		return err
	}
	place, err := document.PlaceOf(tx, documentID)
	if err != nil {
		return err
	}
	switch {
	case s.policy.Can(actor, authz.DeliveryList, place):
		return nil
	case s.policy.Can(actor, authz.DocumentRead, place):
		return ErrListForbidden
	}
	return document.ErrNotFound
}

// update is store.Update for acts that name no version of a delivery: a job that marked its arrival meanwhile makes
// them start again, not fail.
func (s *Service) update(ctx context.Context, fn func(tx *store.Tx) error) error {
	for try := 0; ; try++ {
		err := s.store.Update(ctx, fn)
		if !errors.Is(err, ErrStale) || try == staleTries {
			return err
		}
	}
}

const staleTries = 5

// refused writes a refusal into the access log and gives it back.
func (s *Service) refused(ctx context.Context, a authz.Actor, act, id string, err error) error {
	return audit.Denied(ctx, s.store, audit.Refusal{ActorID: a.PersonID, Act: act, SubjectID: id}, err)
}

// MarkRead notes that what a document brought to the actor, or to the actor's organ, was opened: the first time only.
func (s *Service) MarkRead(ctx context.Context, a authz.Actor, documentID string) error {
	var unread []Delivery
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		_, unread, err = s.unread(tx, a, documentID)
		return err
	})
	if err != nil || len(unread) == 0 {
		return err // a request that only reads writes nothing
	}
	return s.update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		actor, unread, err := s.unread(tx, a, documentID)
		if err != nil || len(unread) == 0 {
			return err
		}
		read := make([]string, len(unread))
		for i := range unread {
			d := &unread[i]
			d.ReadAt, d.ReadBy = tx.Now, actor.PersonID
			d.arrive(tx)
			if err := change(tx, d); err != nil {
				return err
			}
			read[i] = d.ID
		}
		return record(tx, actor, documentID, audit.Event{Action: "read", Details: map[string]any{"deliveries": read}})
	})
}

// unread are the copies of a document that went to the actor, or to organs whose copies the actor reads, and that
// nobody there has opened yet.
func (s *Service) unread(tx *store.Tx, a authz.Actor, documentID string) (authz.Actor, []Delivery, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return actor, nil, err
	}
	all, err := deliveriesWhere(tx, 0, "document_id = ? AND read_at IS NULL", documentID)
	if err != nil {
		return actor, nil, err
	}
	return actor, slices.DeleteFunc(all, func(d Delivery) bool { return !s.policy.Can(actor, authz.DocumentRead, d.place()) }), nil
}

// arrive notes that a copy is there, if nobody had: what is read or decided on has arrived.
func (d *Delivery) arrive(tx *store.Tx) {
	if d.ArrivedAt.IsZero() {
		d.ArrivedAt = tx.Now
	}
	if d.State == Sent {
		d.State = Arrived
	}
}

// Acknowledge confirms receipt: an organ's văn thư accepts with the next số đến of the organ's year, a person marks Đã nhận.
// The receipt counts as read by the person.
func (s *Service) Acknowledge(ctx context.Context, a authz.Actor, deliveryID, note string) (d Delivery, err error) {
	if err := checkNote(note); err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DeliveryAcknowledge, deliveryID, err)
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.own(tx, a, deliveryID, authz.DeliveryAcknowledge); err != nil {
			return err
		}
		was := d.State
		d.arrive(tx)
		d.State, d.DecidedAt, d.DecidedBy, d.Note = Acknowledged, tx.Now, actor.PersonID, strings.TrimSpace(note)
		if err := d.receive(tx, actor, s.today()); err != nil {
			return err
		}
		if err := change(tx, &d); err != nil {
			return err
		}
		return record(tx, actor, d.DocumentID, audit.Event{
			Action: "acknowledge", Capacity: capacity(actor, d), From: string(was), To: string(Acknowledged), Comment: d.Note,
			Details: map[string]any{"delivery": d.ID, "recipient": d.Name, "arrival_number": d.ArrivalNumber, "version": d.Version},
		})
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DeliveryAcknowledge, deliveryID, err)
	}
	return d, nil
}

// receive gives an organ its số đến; a person who acknowledges has read.
func (d *Delivery) receive(tx *store.Tx, actor authz.Actor, on store.Date) (err error) {
	if d.PersonID != "" {
		if d.ReadAt.IsZero() {
			d.ReadAt, d.ReadBy = tx.Now, actor.PersonID
		}
		return nil
	}
	d.ArrivalYear, d.ArrivalDate = on.Year(), on
	d.ArrivalNumber, err = nextArrival(tx, d.OrganID, d.ArrivalYear)
	return err
}

// Refuse returns a copy to its sender, with a reason out of ReasonCodes and in words.
func (s *Service) Refuse(ctx context.Context, a authz.Actor, deliveryID, reasonCode, reason string) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.own(tx, a, deliveryID, authz.DeliveryRefuse); err != nil {
			return err
		}
		if err := checkReason(reasonCode, reason); err != nil {
			return err
		}
		was := d.State
		d.arrive(tx)
		d.State, d.DecidedAt, d.DecidedBy = Refused, tx.Now, actor.PersonID
		d.ReasonCode, d.Note = reasonCode, strings.TrimSpace(reason)
		if err := change(tx, &d); err != nil {
			return err
		}
		return record(tx, actor, d.DocumentID, audit.Event{
			Action: "refuse", Capacity: capacity(actor, d), From: string(was), To: string(Refused), Comment: d.Note,
			Details: map[string]any{"delivery": d.ID, "recipient": d.Name, "reason": reasonCode, "version": d.Version},
		})
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DeliveryRefuse, deliveryID, err)
	}
	return d, nil
}

// Prove notes, by the sender's văn thư, that a receiver without an account has the document: a signed slip, an answer by mail.
func (s *Service) Prove(ctx context.Context, a authz.Actor, deliveryID, proof string) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.sent(tx, a, deliveryID); err != nil {
			return err
		}
		if d.Channel == ByAccount {
			return ErrProvesItself
		}
		if strings.TrimSpace(proof) == "" {
			return ErrProofRequired
		}
		if err := checkNote(proof); err != nil {
			return err
		}
		was := d.State
		d.arrive(tx)
		d.State, d.DecidedAt, d.DecidedBy, d.Note = Acknowledged, tx.Now, actor.PersonID, strings.TrimSpace(proof)
		if err := change(tx, &d); err != nil {
			return err
		}
		return record(tx, actor, d.DocumentID, audit.Event{
			Action: "prove", From: string(was), To: string(Acknowledged), Comment: d.Note,
			Details: map[string]any{"delivery": d.ID, "recipient": d.Name, "channel": d.Channel, "version": d.Version},
		})
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DocumentIssue, deliveryID, err)
	}
	return d, nil
}

// own loads a delivery that the actor received and may decide on. One that went to others does not exist for the actor.
func (s *Service) own(tx *store.Tx, a authz.Actor, deliveryID, act string) (authz.Actor, Delivery, error) {
	actor, d, err := s.load(tx, a, deliveryID)
	if err != nil {
		return actor, d, err
	}
	place := d.place()
	switch {
	case s.policy.Can(actor, act, place):
		return actor, d, d.decided()
	case s.policy.Can(actor, authz.DocumentRead, place):
		return actor, d, ErrNotYours
	}
	return actor, d, ErrNotFound
}

// sent loads a delivery that the actor's office sent, for the văn thư who issues.
func (s *Service) sent(tx *store.Tx, a authz.Actor, deliveryID string) (authz.Actor, Delivery, error) {
	actor, d, err := s.load(tx, a, deliveryID)
	if err != nil {
		return actor, d, err
	}
	place, err := document.PlaceOf(tx, d.DocumentID)
	if err != nil {
		return actor, d, err
	}
	switch {
	case s.policy.Can(actor, authz.DocumentIssue, place):
		return actor, d, d.decided()
	case s.policy.Can(actor, authz.DeliveryList, place):
		return actor, d, ErrNotYours
	}
	return actor, d, ErrNotFound
}

func (s *Service) load(tx *store.Tx, a authz.Actor, deliveryID string) (authz.Actor, Delivery, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return actor, Delivery{}, err
	}
	found, err := deliveriesWhere(tx, 1, "id = ?", deliveryID)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return actor, Delivery{}, err
	}
	return actor, found[0], nil
}

func checkReason(code, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return ErrReasonRequired
	}
	if _, ok := ReasonCodes[code]; !ok {
		return ErrReasonUnknown.With(fault.Reason{Code: "REASON_UNKNOWN", Detail: code})
	}
	return checkNote(reason)
}

func checkNote(note string) error {
	if utf8.RuneCountInString(note) > maxNote {
		return ErrNoteTooLong
	}
	return document.RefuseSecret(note, "")
}

// capacity is the position by which the actor received: the one held where the copy went.
func capacity(actor authz.Actor, d Delivery) string {
	for _, r := range actor.Roles {
		if d.PersonID == "" && (r.Organ == d.OrganID || r.Organ == d.OfficeID || r.Office == d.OrganID || r.Office == d.OfficeID) {
			return r.Title
		}
	}
	if d.PersonID == "" || len(actor.Roles) == 0 {
		return ""
	}
	return actor.Roles[0].Title
}

func record(tx *store.Tx, actor authz.Actor, documentID string, e audit.Event) error {
	d, err := document.Load(tx, documentID)
	if err != nil {
		return err
	}
	e.Subject, e.ActorID, e.ActorName, e.Version = audit.Document(documentID), actor.PersonID, actor.Name, d.Version
	return audit.Record(tx, e)
}
