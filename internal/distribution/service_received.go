package distribution

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// ReceivedFilter narrows what was received.
type ReceivedFilter struct {
	Only       string     // "" | unread | waiting | overdue
	DocumentID string     // the copies of one document; "" = of all
	IDs        []string   // of the copies; none = of all
	Query      string     // words of symbol or trích yếu, with or without accents
	From, To   store.Date // of the sending
	Cursor     string     // Next of the page before, Prev of the one after
	Back       bool       // the page before the cursor; with no cursor the last page
	Limit      int        // 1 … 200; 0 is 50
}

// Received is one thing that came to the actor or the actor's organ.
type Received struct {
	Delivery
	Document document.Document
	// MayAcknowledge and MayRefuse say what this actor can do with it now.
	MayAcknowledge, MayRefuse bool
	Marks                     []document.Mark // what became of the document
	// Closed: the copy was destroyed, or is back with its sender; of the document its number and date are left.
	Closed bool
}

// ReceivedPage is one page, newest first; Prev and Next are "" where there is none.
type ReceivedPage struct {
	Items      []Received
	Prev, Next string
}

// Received lists what was delivered to the actor, or to an organ for which the actor receives or reads.
func (s *Service) Received(ctx context.Context, a authz.Actor, f ReceivedFilter) (page ReceivedPage, err error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	if f.Limit < 0 || f.Limit > 200 || !slices.Contains([]string{"", "unread", "waiting", "overdue"}, f.Only) || f.From != "" && !f.From.Valid() || f.To != "" && !f.To.Valid() {
		return page, fault.New(fault.Malformed, "FILTER_INVALID", "Điều kiện lọc không hợp lệ.")
	}
	err = s.store.View(ctx, func(tx *store.Tx) error {
		page = ReceivedPage{}
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		in := s.inbox(actor)
		found, err := receivedBy(tx, in.personID, in.organs, f)
		if err != nil {
			return err
		}
		found, before, after := store.Turn(found, f.Limit, f.Back, f.Cursor != "")
		if before {
			page.Prev = found[0].ID
		}
		if after {
			page.Next = found[len(found)-1].ID
		}
		ids := make([]string, len(found))
		for i, d := range found {
			ids[i] = d.DocumentID
		}
		documents, err := document.ByIDs(tx, ids)
		if err != nil {
			return err
		}
		for _, d := range found {
			page.Items = append(page.Items, s.item(actor, d, documents[d.DocumentID]))
		}
		return page.settle(tx)
	})
	return page, err
}

func (s *Service) item(actor authz.Actor, d Delivery, of document.Document) Received {
	open := d.decided() == nil
	return Received{
		Delivery: d, Document: of,
		MayAcknowledge: open && s.policy.Can(actor, authz.DeliveryAcknowledge, d.place()),
		MayRefuse:      open && s.policy.Can(actor, authz.DeliveryRefuse, d.place()),
	}
}

// inbox is whose copies an actor may read: the actor's own, and those of the organs that a role reaches as a receiver.
type inbox struct {
	personID string
	organs   []string
}

func (s *Service) inbox(actor authz.Actor) inbox {
	reach := s.policy.Reach(actor, authz.DocumentRead)
	var in inbox
	if slices.Contains(reach.PersonWhys, authz.Addressed) {
		in.personID = reach.PersonID
	}
	for _, relation := range reach.Organs {
		if relation.Why == authz.Received {
			in.organs = append(in.organs, relation.ID)
		}
	}
	return in
}
