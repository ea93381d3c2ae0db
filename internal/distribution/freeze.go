package distribution

import (
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
)

// perJob is how many deliveries one job carries: a crash repeats at most that many.
const perJob = 100

// Freeze writes down who gets an issued document, for good: its lines as printed, a delivery for every receiver with the name
// and capacities of that day, and what each must do by when. Receivers may see the document from now on. It runs in the
// transaction that issues and writes no event of its own: the issue is one change. It gives what it froze, in the order in
// which the lines name the receivers. ErrFrozen when it was done before.
func Freeze(tx *store.Tx, documentID string, r Resolution, sentAt time.Time) ([]Delivery, error) {
	if err := insertLines(tx, documentID, r.Lines); err != nil {
		if store.IsDuplicate(err) {
			return nil, ErrFrozen.Because(err)
		}
		return nil, err
	}
	days, err := calendar.Load(tx)
	if err != nil {
		return nil, err
	}
	doc, err := document.Load(tx, documentID)
	if err != nil {
		return nil, err
	}
	sentAt = sentAt.UTC().Truncate(time.Microsecond)
	deliveries := make([]Delivery, len(r.Recipients))
	var grants []document.Access
	for i, recipient := range r.Recipients {
		deliveries[i] = newDelivery(days, documentID, recipient, sentAt)
		deliveries[i].WithPaper = doc.WithPaper && recipient.Channel != ByPaper // kèm bản giấy: beside what goes by wire
		grants = append(grants, grantsFor(documentID, recipient)...)
	}
	if err := insertDeliveries(tx, deliveries); err != nil {
		return nil, err
	}
	if err := document.Grant(tx, grants...); err != nil {
		return nil, err
	}
	return deliveries, enqueueDeliveries(tx, documentID, deliveries)
}

func newDelivery(days *calendar.Calendar, documentID string, r Recipient, sentAt time.Time) Delivery {
	d := Delivery{ID: store.NewID(), DocumentID: documentID, Recipient: r, SentAt: sentAt, State: Sent, Version: 1}
	if r.Ack == Required || r.Ack == Read && r.Task {
		d.Due = DueReceipt(days, sentAt)
		d.RemindAt = firstReminder(d.Due, sentAt)
	}
	if r.Channel == ByEmail {
		d.Mailing = 1
	}
	return d
}

// grantsFor lets the receiver see the document; an organ's also the văn thư of the office that receives for it.
func grantsFor(documentID string, r Recipient) []document.Access {
	if r.PersonID != "" {
		return []document.Access{{DocumentID: documentID, PersonID: r.PersonID, Why: authz.Addressed}}
	}
	grants := []document.Access{{DocumentID: documentID, OrganID: r.OrganID, Why: authz.Received}}
	if r.OfficeID != r.OrganID {
		grants = append(grants, document.Access{DocumentID: documentID, OrganID: r.OfficeID, Why: authz.Received})
	}
	return grants
}

// enqueueDeliveries asks for what each channel needs: accounts get the copy in batches, letters are made one by one by a
// job that is asked for in batches. Paper waits for văn thư.
func enqueueDeliveries(tx *store.Tx, documentID string, deliveries []Delivery) error {
	byChannel := map[string][]string{}
	for _, d := range deliveries {
		byChannel[d.Channel] = append(byChannel[d.Channel], d.ID)
	}
	for batch := range slices.Chunk(byChannel[ByAccount], perJob) {
		if err := jobs.Enqueue(tx, DeliverArgs{DocumentID: documentID, Deliveries: batch}); err != nil {
			return err
		}
	}
	for batch := range slices.Chunk(byChannel[ByEmail], perJob) {
		if err := jobs.Enqueue(tx, LettersArgs{Deliveries: batch}); err != nil {
			return err
		}
	}
	return nil
}

// AllAcknowledged tells whether every receiver that must acknowledge a document has done so.
func AllAcknowledged(tx *store.Tx, documentID string) (bool, error) {
	n, err := countUnacknowledged(tx, documentID)
	return n == 0, err
}

// DeliveriesOf are all copies of a document, in the order of its lines. It asks nobody for a right: the caller has.
func DeliveriesOf(tx *store.Tx, documentID string) ([]Delivery, error) {
	return deliveriesWhere(tx, 0, "document_id = ?", documentID)
}
