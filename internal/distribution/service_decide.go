package distribution

import (
	"context"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Arrival is the place of what came in the receiving organ's book: its số đến.
type Arrival struct {
	Year, Number int
	Date         store.Date
}

// Acknowledge is a person's Đã xem / Đã nhận: the receipt counts as read. A copy for an organ is taken in with a số đến, by
// internal/incoming, which calls Receive: ErrTakenIn here.
func (s *Service) Acknowledge(ctx context.Context, a authz.Actor, deliveryID, note string) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		if d, err = s.own(tx, actor, deliveryID, authz.DeliveryAcknowledge); err != nil {
			return err
		}
		if d.OrganID != "" && d.By() == ByAccount {
			return ErrTakenIn
		}
		d, err = s.accept(tx, actor, d, Arrival{}, note)
		return err
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DeliveryAcknowledge, deliveryID, err)
	}
	return d, nil
}

// Receive notes that an organ took a copy in under a số đến, in the transaction of whoever gave the number: the receipt is
// signed, the event is written, the reminders end. The actor comes with the roles of the day. Refused like every decision:
// ErrNotFound, ErrNotYours, ErrAlreadyAcknowledged, ErrAlreadyRefused, ErrRecalled.
func (s *Service) Receive(tx *store.Tx, actor authz.Actor, deliveryID string, a Arrival, note string) (Delivery, error) {
	d, err := s.own(tx, actor, deliveryID, authz.DeliveryAcknowledge)
	if err != nil {
		return Delivery{}, err
	}
	if d.OrganID == "" {
		return Delivery{}, fault.New(fault.Unmet, "DELIVERY_IS_PERSONAL", "Văn bản gửi đích danh do người nhận tự xác nhận, không vào sổ văn bản đến.")
	}
	return s.accept(tx, actor, d, a, note)
}

// accept writes an acknowledgement: the row, the receipt, the event.
func (s *Service) accept(tx *store.Tx, actor authz.Actor, d Delivery, a Arrival, note string) (Delivery, error) {
	if err := checkNote(note); err != nil {
		return Delivery{}, err
	}
	d.ArrivalYear, d.ArrivalNumber, d.ArrivalDate = a.Year, a.Number, a.Date
	by, err := s.decision(tx, actor, d, OfAcknowledgement, authz.DeliveryAcknowledge)
	if err != nil {
		return Delivery{}, err
	}
	if d.ReadAt.IsZero() && (d.PersonID != "" || actor.Kind == authz.Guest) {
		d.ReadAt, d.ReadBy = tx.Now, d.deciderID(actor)
	}
	return s.decide(tx, d, by, Acknowledged, "acknowledge", "", note)
}

// Refuse returns a copy to its sender, with a reason out of ReasonCodes and in words.
func (s *Service) Refuse(ctx context.Context, a authz.Actor, deliveryID, reasonCode, reason string) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		d, err = s.Return(tx, actor, deliveryID, reasonCode, reason)
		return err
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DeliveryRefuse, deliveryID, err)
	}
	return d, nil
}

// Return is Refuse inside the transaction of the caller; the sender is told.
func (s *Service) Return(tx *store.Tx, actor authz.Actor, deliveryID, reasonCode, reason string) (Delivery, error) {
	d, err := s.own(tx, actor, deliveryID, authz.DeliveryRefuse)
	if err != nil {
		return Delivery{}, err
	}
	if err := checkReason(reasonCode, reason); err != nil {
		return Delivery{}, err
	}
	by, err := s.decision(tx, actor, d, OfRefusal, authz.DeliveryRefuse)
	if err != nil {
		return Delivery{}, err
	}
	if d, err = s.decide(tx, d, by, Refused, "refuse", reasonCode, reason); err != nil {
		return Delivery{}, err
	}
	return d, s.tellSender(tx, d, "refuse")
}

// Prove notes, by the sender's văn thư, that a receiver without an account has the document: a signed slip, an answer by mail.
func (s *Service) Prove(ctx context.Context, a authz.Actor, deliveryID, proof string) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.sent(tx, a, deliveryID); err != nil {
			return err
		}
		switch {
		case d.By() == ByAccount:
			return ErrProvesItself
		case strings.TrimSpace(proof) == "":
			return ErrProofRequired
		}
		if err := checkNote(proof); err != nil {
			return err
		}
		place, err := document.PlaceOf(tx, d.DocumentID)
		if err != nil {
			return err
		}
		by, err := s.decisionAt(tx, actor, place, OfProof, authz.DocumentIssue)
		if err != nil {
			return err
		}
		d, err = s.decide(tx, d, by, Acknowledged, "prove", "", proof)
		return err
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DocumentIssue, deliveryID, err)
	}
	return d, nil
}

// decide moves a delivery to its end: one row, one receipt, one event.
func (s *Service) decide(tx *store.Tx, d Delivery, by decision, to State, action, reasonCode, note string) (Delivery, error) {
	doc, err := document.Load(tx, d.DocumentID)
	if err != nil {
		return Delivery{}, err
	}
	was := d.State
	d.arrive(tx)
	d.State, d.DecidedAt, d.DecidedName, d.DecidedAs = to, tx.Now, by.actor.Name, by.capacity
	d.DecidedBy, d.ReasonCode, d.Note, d.RemindAt = d.deciderID(by.actor), reasonCode, plain(note), time.Time{}
	if err := change(tx, &d); err != nil {
		return Delivery{}, err
	}
	if err := s.writeReceipt(tx, doc, d, by); err != nil {
		return Delivery{}, err
	}
	details := map[string]any{"delivery": d.ID, "recipient": d.Name, "channel": d.By(), "receipt": by.kind, "version": d.Version}
	if d.ArrivalNumber > 0 {
		details["arrival_number"] = d.ArrivalNumber
	}
	if reasonCode != "" {
		details["reason"] = reasonCode
	}
	if by.delegation != "" {
		details["delegation"] = by.delegation
	}
	return d, recordOn(tx, by.actor, doc, audit.Event{
		Action: action, Capacity: by.capacity, From: string(was), To: string(to), Comment: d.Note, Details: details,
	})
}
