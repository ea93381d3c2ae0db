package distribution

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
)

// DeliverArgs ask for some copies of a document to be delivered.
type DeliverArgs struct {
	DocumentID string   `json:"document_id"`
	Deliveries []string `json:"deliveries"`
}

// Kind names the work.
func (DeliverArgs) Kind() string { return "distribution.deliver" }

// OverdueArgs ask for a look at what was not confirmed in time.
type OverdueArgs struct{}

// Kind names the work.
func (OverdueArgs) Kind() string { return "distribution.overdue" }

// systemName stands in the events of work that nobody did by hand.
const systemName = "Hệ thống"

// overdueEvery is how often late receipts are looked for; overdueBatch how many one transaction marks.
const (
	overdueEvery = 5 * time.Minute
	overdueBatch = 500
)

// Register says how this room's jobs are done, and asks for the look at late receipts.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.deliver)
	jobs.Handle(r, func(ctx context.Context, _ OverdueArgs) error { return s.MarkOverdue(ctx) })
	r.Every(overdueEvery, OverdueArgs{})
}

// deliver puts copies into the inboxes of receivers with an account. Run again it changes nothing.
func (s *Service) deliver(ctx context.Context, args DeliverArgs) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		n, err := markArrived(tx, args.DocumentID, args.Deliveries)
		if err != nil || n == 0 {
			return err
		}
		return recordBySystem(tx, args.DocumentID, audit.Event{
			Action: "deliver", From: string(Sent), To: string(Arrived), Details: map[string]any{"deliveries": args.Deliveries, "arrived": n},
		})
	})
}

// MarkOverdue marks every delivery whose time is over and writes a reminder for each; it is the periodic job's work.
func (s *Service) MarkOverdue(ctx context.Context) error {
	for {
		var n int
		err := s.store.Update(ctx, func(tx *store.Tx) error {
			found, err := late(tx, overdueBatch)
			if err != nil {
				return err
			}
			n = len(found)
			return markOverdue(tx, found)
		})
		if err != nil || n < overdueBatch {
			return err
		}
	}
}

// markOverdue marks deliveries, one event for each document.
func markOverdue(tx *store.Tx, found []Delivery) error {
	byDocument := map[string][]string{}
	for i := range found {
		d := &found[i]
		d.Overdue = true
		if err := change(tx, d); err != nil {
			return err
		}
		if err := insertReminder(tx, d.ID, "overdue"); err != nil {
			return err
		}
		byDocument[d.DocumentID] = append(byDocument[d.DocumentID], d.ID)
	}
	documents := make([]string, 0, len(byDocument))
	for id := range byDocument {
		documents = append(documents, id)
	}
	slices.Sort(documents) // two replicas take the chains in one order
	for _, id := range documents {
		err := recordBySystem(tx, id, audit.Event{Action: "overdue", Details: map[string]any{"deliveries": byDocument[id]}})
		if err != nil {
			return err
		}
	}
	return nil
}

func recordBySystem(tx *store.Tx, documentID string, e audit.Event) error {
	d, err := document.Load(tx, documentID)
	if err != nil {
		return err
	}
	e.Subject, e.ActorName, e.Version = audit.Document(documentID), systemName, d.Version
	return audit.Record(tx, e)
}
