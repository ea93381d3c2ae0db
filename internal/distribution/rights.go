package distribution

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// own loads a delivery that the actor, who comes with the roles of the day, received and may decide on. One that went to others does not exist for the actor.
func (s *Service) own(tx *store.Tx, actor authz.Actor, deliveryID, act string) (Delivery, error) {
	d, err := deliveryByID(tx, deliveryID)
	if err != nil {
		return Delivery{}, err
	}
	place := d.place()
	switch {
	case s.policy.Can(actor, act, place):
		return d, d.decided()
	case s.policy.Can(actor, authz.DocumentRead, place):
		return d, ErrNotYours
	}
	return Delivery{}, ErrNotFound
}

// sent loads a delivery that the actor's office sent, for the văn thư who issues.
func (s *Service) sent(tx *store.Tx, a authz.Actor, deliveryID string) (authz.Actor, Delivery, error) {
	actor, d, err := s.sentAny(tx, a, deliveryID)
	if err != nil {
		return actor, d, err
	}
	return actor, d, d.decided()
}

// sentAny is sent for a delivery that may be decided.
func (s *Service) sentAny(tx *store.Tx, a authz.Actor, deliveryID string) (authz.Actor, Delivery, error) {
	actor, d, err := s.load(tx, a, deliveryID)
	if err != nil {
		return actor, Delivery{}, err
	}
	place, err := document.PlaceOf(tx, d.DocumentID)
	if err != nil {
		return actor, Delivery{}, err
	}
	switch {
	case s.policy.Can(actor, authz.DocumentIssue, place):
		return actor, d, nil
	case s.policy.Can(actor, authz.DeliveryList, place):
		return actor, d, ErrNotYours
	}
	return actor, Delivery{}, ErrNotFound
}

// load gives a delivery with the actor's roles of the day. It asks for no right.
func (s *Service) load(tx *store.Tx, a authz.Actor, deliveryID string) (authz.Actor, Delivery, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return actor, Delivery{}, err
	}
	d, err := deliveryByID(tx, deliveryID)
	return actor, d, err
}

func deliveryByID(tx *store.Tx, deliveryID string) (Delivery, error) {
	found, err := deliveriesWhere(tx, 1, "id = ?", deliveryID)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Delivery{}, err
	}
	return found[0], nil
}

// decision is who decides on a copy as its receiver, by which of the roles, and how a lent one was lent.
func (s *Service) decision(tx *store.Tx, actor authz.Actor, d Delivery, kind, act string) (decision, error) {
	return s.decisionAt(tx, actor, d.place(), kind, act)
}

func (s *Service) decisionAt(tx *store.Tx, actor authz.Actor, place authz.Place, kind, act string) (decision, error) {
	by := decision{kind: kind, actor: actor}
	if actor.Kind == authz.Guest {
		by.capacity = "Người nhận theo liên kết trong thư điện tử"
		return by, nil
	}
	role, ok := s.policy.Capacity(actor, act, place)
	if !ok {
		return by, ErrNotYours
	}
	by.capacity = role.Title
	if role.By == "" {
		return by, nil
	}
	by.delegation = "Theo ủy quyền " + role.By
	mandates, err := directory.MandatesTo(tx, actor.PersonID, s.today())
	if err != nil {
		return by, err
	}
	for _, m := range mandates {
		if m.ID == role.By {
			by.delegation = fmt.Sprintf("Theo ủy quyền (%s) tại %s", m.Formula, m.SourceDocument)
		}
	}
	return by, nil
}

// deciderID is who stands in the row: a guest is no person of the directory.
func (d Delivery) deciderID(actor authz.Actor) string {
	if actor.Kind == authz.Guest {
		return "guest:" + d.ID
	}
	return actor.PersonID
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

func record(tx *store.Tx, actor authz.Actor, documentID string, e audit.Event) error {
	d, err := document.Load(tx, documentID)
	if err != nil {
		return err
	}
	return recordOn(tx, actor, d, e)
}

func recordOn(tx *store.Tx, actor authz.Actor, d document.Document, e audit.Event) error {
	e.Subject, e.ActorID, e.ActorName, e.Version = audit.Document(d.ID), actor.PersonID, actor.Name, d.Version
	return audit.Record(tx, e)
}
