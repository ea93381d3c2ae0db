package distribution

import (
	"context"
	"slices"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// ConfirmDestroyed is the receiver's word that an electronic copy which was recalled is destroyed: from now on the document
// is closed to the receiver; that it came, and was recalled, stays known (NĐ 30/2020 Art. 18.4, Phụ lục VI). The receipt is
// signed like every other.
func (s *Service) ConfirmDestroyed(ctx context.Context, a authz.Actor, deliveryID, note string) (d Delivery, err error) {
	return s.answerCall(ctx, a, deliveryID, Recall, Destroyed, note)
}

// AnswerTakeBack is the receiver's answer to a sender who wants an accepted copy back: 15 (agreed) or 16 (refused).
func (s *Service) AnswerTakeBack(ctx context.Context, a authz.Actor, deliveryID string, agree bool, note string) (Delivery, error) {
	answer := Kept
	if agree {
		answer = Agreed
	}
	return s.answerCall(ctx, a, deliveryID, TakeBack, answer, note)
}

// answerCall writes what the receiver did, in one transaction: the answer, the receipt, the closed doors, one event.
func (s *Service) answerCall(ctx context.Context, a authz.Actor, deliveryID, kind, answer, note string) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		if d, err = s.calledOwn(tx, actor, deliveryID); err != nil {
			return err
		}
		call, err := openCall(tx, d, kind)
		if err != nil {
			return err
		}
		switch {
		case answer == Destroyed && d.By() != ByAccount:
			return errNotElectronic
		case answer == Kept && strings.TrimSpace(note) == "":
			return ErrReasonRequired
		}
		if err := checkNote(note); err != nil {
			return err
		}
		return s.settleCall(tx, actor, d, call, answer, note)
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DeliveryAcknowledge, deliveryID, err)
	}
	return d, nil
}

func (s *Service) settleCall(tx *store.Tx, actor authz.Actor, d Delivery, call CalledBack, answer, note string) error {
	now := tx.Now
	call.Answer, call.AnsweredBy, call.AnsweredAt, call.Note = answer, actor.PersonID, &now, plain(note)
	if err := answerCallBack(tx, call); err != nil {
		return err
	}
	doc, err := document.Load(tx, d.DocumentID)
	if err != nil {
		return err
	}
	by, err := s.decision(tx, actor, d, OfDestruction, authz.DeliveryAcknowledge)
	if err != nil {
		return err
	}
	if answer == Destroyed {
		said := d // the receipt names who destroyed, not who once accepted
		said.DecidedBy, said.DecidedName, said.Note, said.ReasonCode = actor.PersonID, actor.Name, call.Note, ""
		if err := s.writeReceipt(tx, doc, said, by); err != nil {
			return err
		}
	}
	if answer == Agreed {
		if err := freezeCopies(tx, []Delivery{d}); err != nil {
			return err
		}
	}
	if answer == Agreed && s.Left != nil {
		if err := s.Left(tx, []string{d.ID}, s.today()); err != nil {
			return err
		}
	}
	if call.Gone() {
		if err := closeCopies(tx, doc.ID, []Delivery{d}, s.today()); err != nil {
			return err
		}
	}
	event := audit.Event{
		Action: map[string]string{Destroyed: "destroy", Agreed: "give_back", Kept: "keep"}[answer], Capacity: by.capacity, Comment: call.Note,
		Details: map[string]any{"delivery": d.ID, "recipient": d.Name},
	}
	if answer == Agreed {
		return settleTaken(tx, actor, doc, event, call.Reason)
	}
	return recordOn(tx, actor, doc, event)
}

// RecordSentBack notes, by the sender's văn thư, that a copy on paper, or one that went by mail, came back or was
// destroyed by a receiver without an account.
func (s *Service) RecordSentBack(ctx context.Context, a authz.Actor, deliveryID, proof string) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.load(tx, a, deliveryID); err != nil {
			return err
		}
		if err := s.sender(tx, actor, d); err != nil {
			return err
		}
		call, err := openCall(tx, d, Recall)
		if err != nil {
			return err
		}
		switch {
		case d.By() == ByAccount:
			return errDestroysItself
		case strings.TrimSpace(proof) == "":
			return ErrProofRequired
		}
		if err := checkNote(proof); err != nil {
			return err
		}
		now := tx.Now
		call.Answer, call.AnsweredBy, call.AnsweredAt, call.Note = SentBack, actor.PersonID, &now, plain(proof)
		if err := answerCallBack(tx, call); err != nil {
			return err
		}
		doc, err := document.Load(tx, d.DocumentID)
		if err != nil {
			return err
		}
		if err := closeCopies(tx, doc.ID, []Delivery{d}, s.today()); err != nil {
			return err
		}
		return recordOn(tx, actor, doc, audit.Event{
			Action: "sent_back", Comment: call.Note, Details: map[string]any{"delivery": d.ID, "recipient": d.Name, "channel": d.By()},
		})
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DocumentRecall, deliveryID, err)
	}
	return d, nil
}

// Called are the copies of a document, what was called back of them, and how those without an account were told.
type Called struct {
	Deliveries []Delivery
	Calls      map[string][]CalledBack // by delivery
	Notices    map[string]RecallNotice // likewise
}

// CalledBack are the copies of a document that were called back, for those who sent it.
func (s *Service) CalledBack(ctx context.Context, a authz.Actor, documentID string) (c Called, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) (err error) {
		if err := s.mayList(tx, a, documentID); err != nil {
			return err
		}
		if c.Calls, err = CalledBackOf(tx, documentID); err != nil {
			return err
		}
		if c.Notices, err = RecallNotices(tx, documentID); err != nil {
			return err
		}
		c.Deliveries, err = DeliveriesOf(tx, documentID)
		return err
	})
	return c, s.refused(ctx, a, authz.DeliveryList, documentID, err)
}

// Call is a copy of the actor's that was called back, with what is left to know of the document: its number, date, issuer
// and kind, never its text.
type Call struct {
	Delivery
	CalledBack
	Document document.Document
	// MayAnswer says that the answer is open and the actor's to give.
	MayAnswer bool
}

// CallPage is one page of calls, newest first; Next is "" at the end.
type CallPage struct {
	Items []Call
	Next  string
}

const callsPerPage = 50

// Calls lists the copies of the actor, or of an organ for which the actor receives or reads, that were called back: also
// those that are destroyed, whose document is closed (NĐ 30/2020 Phụ lục VI: the data of a recall are kept).
func (s *Service) Calls(ctx context.Context, a authz.Actor, cursor string) (page CallPage, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		page = CallPage{}
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		in := s.inbox(actor)
		found, err := calledBackTo(tx, in.personID, in.organs, cursor, callsPerPage)
		if err != nil {
			return err
		}
		if len(found) > callsPerPage {
			found = found[:callsPerPage]
			page.Next = found[callsPerPage-1].ID
		}
		ids := make([]string, len(found))
		documents := make([]string, len(found))
		for i, d := range found {
			ids[i], documents[i] = d.ID, d.DocumentID
		}
		calls, err := CalledBackFor(tx, ids)
		if err != nil {
			return err
		}
		known, err := document.ByIDs(tx, documents)
		if err != nil {
			return err
		}
		for _, d := range found {
			mine := s.policy.Can(actor, authz.DeliveryAcknowledge, d.place())
			for _, call := range calls[d.ID] {
				page.Items = append(page.Items, Call{
					Delivery: d, CalledBack: call, Document: known[d.DocumentID],
					MayAnswer: mine && call.Answer == "" && (call.Kind == TakeBack || d.By() == ByAccount),
				})
			}
		}
		return nil
	})
	return page, err
}

// calledOwn loads a delivery that the actor received and may answer for. Unlike own it takes one that was decided on.
func (s *Service) calledOwn(tx *store.Tx, actor authz.Actor, deliveryID string) (Delivery, error) {
	_, d, err := s.load(tx, actor, deliveryID)
	if err != nil {
		return d, err
	}
	switch {
	case s.policy.Can(actor, authz.DeliveryAcknowledge, d.place()):
		return d, nil
	case s.policy.Can(actor, authz.DocumentRead, d.place()):
		return d, ErrNotYours
	}
	return d, ErrNotFound
}

// sender lets only the văn thư of the sending side through.
func (s *Service) sender(tx *store.Tx, actor authz.Actor, d Delivery) error {
	place, err := document.PlaceOf(tx, d.DocumentID)
	if err != nil {
		return err
	}
	switch {
	case s.policy.Can(actor, authz.DocumentRecall, place):
		return nil
	case s.policy.Can(actor, authz.DeliveryList, place):
		return ErrNotYours
	}
	return ErrNotFound
}

// openCall is the unanswered call for a copy.
func openCall(tx *store.Tx, d Delivery, kind string) (CalledBack, error) {
	calls, err := CalledBackFor(tx, []string{d.ID})
	if err != nil {
		return CalledBack{}, err
	}
	at := slices.IndexFunc(calls[d.ID], func(c CalledBack) bool { return c.Kind == kind })
	switch {
	case at < 0:
		return CalledBack{}, errNotCalledBack
	case calls[d.ID][at].Answer != "":
		return CalledBack{}, errAnsweredAlready
	}
	return calls[d.ID][at], nil
}
