package distribution

import (
	"context"
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

// clockEvery is how often the clock is looked at; clockBatch how many copies one transaction reminds.
const (
	clockEvery = 5 * time.Minute
	clockBatch = 500
)

// Register says how this room's jobs are done, and asks for the look at the clock.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.deliver)
	jobs.Handle(r, s.letters)
	jobs.Handle(r, s.letter)
	jobs.Handle(r, s.recallLetters)
	jobs.Handle(r, s.recallLetter)
	jobs.Handle(r, func(ctx context.Context, _ OverdueArgs) error { return s.MarkOverdue(ctx) })
	r.Every(clockEvery, OverdueArgs{})
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

func recordBySystem(tx *store.Tx, documentID string, e audit.Event) error {
	d, err := document.Load(tx, documentID)
	if err != nil {
		return err
	}
	e.Subject, e.ActorName, e.Version = audit.Document(documentID), systemName, d.Version
	return audit.Record(tx, e)
}
