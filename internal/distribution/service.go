package distribution

import (
	"context"
	"errors"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Service is what people do with deliveries. Roles are read in each transaction, by the office's date.
type Service struct {
	store  *store.Store
	policy *authz.Policy
	today  func() store.Date
	sign   SignReceipt
	outbox Outbox
	// Left is told of accepted copies that their receivers gave back, in that transaction; wired from the room of arrivals
	// above. Nil: nobody is.
	Left func(tx *store.Tx, deliveryIDs []string, on store.Date) error
}

// New makes the service; today is the office's date, by which roles are held and arrivals numbered, sign what makes every
// receipt a proof.
func New(s *store.Store, policy *authz.Policy, today func() store.Date, sign SignReceipt) *Service {
	return &Service{store: s, policy: policy, today: today, sign: sign, outbox: Outbox{}.withDefaults()}
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

func (s *Service) mayList(tx *store.Tx, a authz.Actor, documentID string) error {
	actor, err := s.actor(tx, a)
	if err != nil {
		return err
	}
	return s.mayListAs(tx, actor, documentID)
}

func (s *Service) mayListAs(tx *store.Tx, actor authz.Actor, documentID string) error {
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
	if d.State == Sent && d.RecalledAt.IsZero() { // what is wanted back moves no more
		d.State = Arrived
	}
}
