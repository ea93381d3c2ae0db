package distribution

import (
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// The two ways in which a sender wants a copy back.
const (
	Recall   = "recall"    // thu hồi: the document itself is called back (NĐ 30/2020 Art. 18.4)
	TakeBack = "take_back" // lấy lại: this copy, which the receiver has not taken in, or gives back
)

// What came of it.
const (
	Destroyed = "destroyed" // the receiver destroyed an electronic copy and confirms it
	SentBack  = "sent_back" // the copy, or the letter, is back with the sender, whose văn thư says so
	Taken     = "taken"     // nobody had taken it in: it was gone at once
	Agreed    = "agreed"    // edXML 15: the receiver gives it back
	Kept      = "refused"   // edXML 16: the receiver does not
)

// CalledBack is a copy that the sender wants back, and what came of it; Answer is "" until then.
type CalledBack struct {
	DeliveryID string     `gorm:"column:delivery_id"`
	DocumentID string     `gorm:"column:document_id"`
	Kind       string     `gorm:"column:kind"`
	Reason     string     `gorm:"column:reason"`
	AskedBy    string     `gorm:"column:asked_by"`
	AskedAt    time.Time  `gorm:"column:asked_at"`
	Answer     string     `gorm:"column:answer"`
	AnsweredBy string     `gorm:"column:answered_by"`
	AnsweredAt *time.Time `gorm:"column:answered_at"`
	Note       string     `gorm:"column:note"`
}

// TableName is the table of copies that are called back.
func (CalledBack) TableName() string { return "delivery_recall" }

// Gone says whether the copy is no longer with its receiver.
func (c CalledBack) Gone() bool { return c.Answer != "" && c.Answer != Kept }

// Label is what came of it as a person reads it.
func (c CalledBack) Label() string {
	switch c.Answer {
	case Destroyed:
		return "Đã thu hồi, bên nhận đã hủy bản điện tử"
	case SentBack:
		return "Đã thu hồi, bản giấy đã trả về"
	case Taken:
		return "Đã lấy lại"
	case Agreed:
		return "Đã lấy lại, bên nhận đồng ý"
	case Kept:
		return "Bên nhận không đồng ý trả lại"
	}
	if c.Kind == Recall {
		return "Đã báo thu hồi, chờ bên nhận hủy hoặc gửi trả"
	}
	return "Đã đề nghị lấy lại, chờ bên nhận trả lời"
}

// The refusals of calling back.
var (
	errNotCalledBack    = fault.New(fault.Unmet, "NOT_CALLED_BACK", "Cơ quan ban hành không yêu cầu thu hồi hoặc lấy lại văn bản này.")
	errAnsweredAlready  = fault.New(fault.Conflict, "RECALL_ANSWERED", "Yêu cầu thu hồi, lấy lại này đã được trả lời.")
	errNotElectronic    = fault.New(fault.Unmet, "COPY_ON_PAPER", "Nơi nhận giữ bản giấy: văn thư cơ quan ban hành ghi nhận khi bản giấy được gửi trả.")
	errDestroysItself   = fault.New(fault.Unmet, "COPY_ELECTRONIC", "Nơi nhận có tài khoản, tự hủy và xác nhận trên hệ thống.")
	errNothingToTakeOut = fault.New(fault.Unmet, "NOTHING_TO_TAKE_BACK", "Không còn bản gửi nào để lấy lại.")
)

// CallBack freezes every copy of a document that is still out: none is delivered, accepted or returned any more, and each
// receiver owes its destruction. Who has no account is to be told by mail or on paper. It gives the copies it called back
// and writes no event: the recall is one change.
func CallBack(tx *store.Tx, documentID, by, reason string) ([]Delivery, error) {
	deliveries, err := DeliveriesOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	gone, err := goneOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(deliveries, func(d Delivery) bool { return gone[d.ID] || d.State == Refused })
	rows := make([]CalledBack, len(out))
	for i, d := range out {
		rows[i] = CalledBack{DeliveryID: d.ID, DocumentID: documentID, Kind: Recall, Reason: reason, AskedBy: by, AskedAt: tx.Now}
	}
	if err := insertCalledBack(tx, rows); err != nil {
		return nil, err
	}
	if err := noticesOfRecall(tx, documentID, out); err != nil {
		return nil, err
	}
	return out, freezeCopies(tx, out)
}

// TakeOut is lấy lại: of the named copies, or of all, those that nobody has taken in are closed to their receivers at
// once; of the others the receiver is asked. It writes no event.
func TakeOut(tx *store.Tx, documentID string, ids []string, by, reason string, on store.Date) (taken, asked []Delivery, err error) {
	wanted, err := TakeableOf(tx, documentID)
	if err != nil {
		return nil, nil, err
	}
	if len(ids) > 0 {
		wanted = slices.DeleteFunc(wanted, func(d Delivery) bool { return !slices.Contains(ids, d.ID) })
	}
	if len(wanted) == 0 {
		return nil, nil, errNothingToTakeOut
	}
	rows := make([]CalledBack, len(wanted))
	for i, d := range wanted {
		rows[i] = CalledBack{DeliveryID: d.ID, DocumentID: documentID, Kind: TakeBack, Reason: reason, AskedBy: by, AskedAt: tx.Now}
		if d.State == Acknowledged {
			asked = append(asked, d)
			continue
		}
		now := tx.Now
		rows[i].Answer, rows[i].AnsweredBy, rows[i].AnsweredAt = Taken, by, &now
		taken = append(taken, d)
	}
	if err := insertCalledBack(tx, rows); err != nil {
		return nil, nil, err
	}
	if err := freezeCopies(tx, taken); err != nil {
		return nil, nil, err
	}
	return taken, asked, closeCopies(tx, documentID, taken, on)
}

// TakeableOf are the copies that may be asked back: still out, never asked for before, and not on paper, which no system
// takes back.
func TakeableOf(tx *store.Tx, documentID string) ([]Delivery, error) {
	deliveries, err := DeliveriesOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	calls, err := CalledBackOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(deliveries, func(d Delivery) bool {
		return len(calls[d.ID]) > 0 || d.State == Refused || d.By() != ByAccount
	}), nil
}

// AllTaken says whether every copy of a document that went out is back by lấy lại, and none is still with its receiver.
func AllTaken(tx *store.Tx, documentID string) (bool, error) {
	deliveries, err := DeliveriesOf(tx, documentID)
	if err != nil || len(deliveries) == 0 {
		return false, err
	}
	calls, err := CalledBackOf(tx, documentID)
	if err != nil {
		return false, err
	}
	taken := 0
	for _, d := range deliveries {
		back := slices.ContainsFunc(calls[d.ID], func(c CalledBack) bool { return c.Kind == TakeBack && c.Gone() })
		if !back && d.State != Refused {
			return false, nil
		}
		if back {
			taken++
		}
	}
	return taken > 0, nil
}

// CalledBackOf are the copies of a document that were called back, by delivery. It asks nobody for a right.
func CalledBackOf(tx *store.Tx, documentID string) (map[string][]CalledBack, error) {
	return calledBackWhere(tx, "document_id = ?", documentID)
}

// CalledBackFor is CalledBackOf for some deliveries, of whatever documents: for a list of what was received.
func CalledBackFor(tx *store.Tx, deliveryIDs []string) (map[string][]CalledBack, error) {
	found := map[string][]CalledBack{}
	for chunk := range slices.Chunk(deliveryIDs, inBatch) {
		some, err := calledBackWhere(tx, "delivery_id IN ?", chunk)
		if err != nil {
			return nil, err
		}
		for id, calls := range some {
			found[id] = calls
		}
	}
	return found, nil
}

// goneOf says which copies of a document are no longer with their receivers.
func goneOf(tx *store.Tx, documentID string) (map[string]bool, error) {
	calls, err := CalledBackOf(tx, documentID)
	gone := map[string]bool{}
	for id, all := range calls {
		gone[id] = slices.ContainsFunc(all, CalledBack.Gone)
	}
	return gone, err
}

// closeCopies takes from the receivers of some copies what they see the document by, and from those to whom they gave it
// (bút phê). Whoever has another copy that is still out keeps seeing it.
func closeCopies(tx *store.Tx, documentID string, closing []Delivery, on store.Date) error {
	if len(closing) == 0 {
		return nil
	}
	still, err := copiesStillOut(tx, documentID, closing)
	if err != nil {
		return err
	}
	keep := map[document.Access]bool{}
	for _, d := range still {
		for _, g := range grantsFor(documentID, d.Recipient) {
			keep[g] = true
		}
	}
	var closed []document.Access
	for _, d := range closing {
		for _, g := range grantsFor(documentID, d.Recipient) {
			if !keep[g] {
				keep[g] = true // once
				closed = append(closed, g)
				if g.OrganID != "" { // its archive has it from the receiver alone
					closed = append(closed, document.Access{DocumentID: documentID, OrganID: g.OrganID, Why: authz.Kept})
				}
			}
		}
	}
	handlers, err := handlersAt(tx, documentID, closed, keep, on)
	if err != nil {
		return err
	}
	return document.CloseTo(tx, append(closed, handlers...)...)
}

// handlersAt are those at the closed organs who were given the document to handle.
func handlersAt(tx *store.Tx, documentID string, closed []document.Access, keep map[document.Access]bool, on store.Date) (handlers []document.Access, err error) {
	place, err := document.PlaceOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	isHandler := func(r authz.Relation) bool { return r.Why == authz.Handler }
	if !slices.ContainsFunc(place.Persons, isHandler) && !slices.ContainsFunc(place.Organs, isHandler) {
		return nil, nil
	}
	at := map[string]bool{} // organs and people of the closed ones
	for _, c := range closed {
		if c.OrganID == "" {
			continue
		}
		at[c.OrganID] = true
		staff, err := directory.Staff(tx, c.OrganID, on)
		if err != nil {
			return nil, err
		}
		for _, h := range staff {
			at[h.PersonID], at[h.OrganID] = true, true
		}
	}
	for _, r := range slices.Concat(place.Persons, place.Organs) {
		if isHandler(r) && at[r.ID] {
			access := document.Access{DocumentID: documentID, PersonID: r.ID, Why: authz.Handler}
			if slices.Contains(place.Organs, r) {
				access.PersonID, access.OrganID = "", r.ID
			}
			handlers = append(handlers, access)
		}
	}
	return handlers, nil
}

// settleTaken marks a document whose last copy has just come back. The event is written before, so that two answers at
// once wait for each other at the head of the document's chain.
func settleTaken(tx *store.Tx, actor authz.Actor, doc document.Document, e audit.Event, reason string) error {
	if err := recordOn(tx, actor, doc, e); err != nil {
		return err
	}
	all, err := AllTaken(tx, doc.ID)
	if err != nil || !all {
		return err
	}
	return document.PutMark(tx, doc.ID, document.MarkTakenBack, "", actor.PersonID, reason)
}

// settle notes on a page of what was received what became of each document and of each copy.
func (p *ReceivedPage) settle(tx *store.Tx) error {
	copies, documents := make([]string, len(p.Items)), make([]string, len(p.Items))
	for i, item := range p.Items {
		copies[i], documents[i] = item.ID, item.DocumentID
	}
	calls, err := CalledBackFor(tx, copies)
	if err != nil {
		return err
	}
	marks, err := document.MarksFor(tx, documents)
	if err != nil {
		return err
	}
	for i := range p.Items {
		item := &p.Items[i]
		item.Marks = marks[item.DocumentID]
		if item.Closed = slices.ContainsFunc(calls[item.ID], CalledBack.Gone); item.Closed {
			item.Document.Subject = ""
		}
	}
	return nil
}
