package distribution

import (
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
)

// perJob is how many deliveries one job carries: a crash repeats at most that many.
const perJob = 100

// Freeze writes down who gets an issued document, for good: its lines as printed, a delivery for every receiver with the name
// and capacities of that day, and what each must do by when. Receivers may see the document from now on. It runs in the
// transaction that issues and writes no event of its own: the issue is one change. ErrFrozen when it was done before.
func Freeze(tx *store.Tx, documentID string, r Resolution, sentAt time.Time) error {
	if err := insertLines(tx, documentID, r.Lines); err != nil {
		if store.IsDuplicate(err) {
			return ErrFrozen.Because(err)
		}
		return err
	}
	sentAt = sentAt.UTC().Truncate(time.Microsecond)
	deliveries := make([]Delivery, len(r.Recipients))
	var grants []document.Access
	for i, recipient := range r.Recipients {
		deliveries[i] = newDelivery(documentID, recipient, sentAt)
		grants = append(grants, grantsFor(documentID, recipient)...)
	}
	if err := insertDeliveries(tx, deliveries); err != nil {
		return err
	}
	if err := document.Grant(tx, grants...); err != nil {
		return err
	}
	return enqueueDeliveries(tx, documentID, deliveries)
}

func newDelivery(documentID string, r Recipient, sentAt time.Time) Delivery {
	d := Delivery{ID: store.NewID(), DocumentID: documentID, Recipient: r, SentAt: sentAt, State: Sent, Version: 1}
	if r.Ack == Required || r.Ack == Read && r.Task {
		d.Due = DueReceipt(sentAt)
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

func enqueueDeliveries(tx *store.Tx, documentID string, deliveries []Delivery) error {
	var ids []string
	for _, d := range deliveries {
		if d.Channel == ByAccount {
			ids = append(ids, d.ID)
		}
	}
	for batch := range slices.Chunk(ids, perJob) {
		if err := jobs.Enqueue(tx, DeliverArgs{DocumentID: documentID, Deliveries: batch}); err != nil {
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

// Board sums up, line by line as printed, what became of a document's copies.
func Board(tx *store.Tx, documentID string) ([]BoardLine, error) {
	rows, err := linesOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	board := make([]BoardLine, len(rows))
	place := make(map[int]int, len(rows))
	for i, r := range rows {
		board[i] = BoardLine{N: r.N, Kind: Kind(r.Kind), Key: r.Key, Scope: r.Scope, Text: r.Text, Ack: Acknowledgement(r.Ack), Task: r.Task}
		place[r.N] = i
	}
	deliveries, err := DeliveriesOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	for _, d := range deliveries {
		for _, n := range d.Lines {
			if i, ok := place[n]; ok {
				board[i].count(d)
			}
		}
	}
	return board, nil
}

// DeliveriesOf are all copies of a document, in the order of its lines. It asks nobody for a right: the caller has.
func DeliveriesOf(tx *store.Tx, documentID string) ([]Delivery, error) {
	return deliveriesWhere(tx, 0, "document_id = ?", documentID)
}

// NextArrivalNumber gives the next số đến of an organ in a year, for whoever registers what came on paper: paper and
// electronic documents share one series.
func NextArrivalNumber(tx *store.Tx, organID string, year int) (int, error) {
	return nextArrival(tx, organID, year)
}
