package distribution

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// SignReceipt signs the payload of a receipt: CMS signed-data with the payload inside (RFC 5652), DER. It is called inside
// a transaction, so it may neither wait nor ask anybody; cmd/trinhky gives what internal/signature makes of the
// installation's receipt key.
type SignReceipt func(payload []byte) (signed []byte, err error)

// The kinds of receipt.
const (
	OfAcknowledgement = "acknowledgement" // the receiver's, or of văn thư for the receiving organ
	OfRefusal         = "refusal"
	OfProof           = "proof"       // the sender's văn thư says how it was handed over
	OfDestruction     = "destruction" // the receiver destroyed what was recalled (NĐ 30/2020 Art. 18.4)
)

// Receipt is the signed proof of one decision about one copy.
type Receipt struct {
	ID, DeliveryID, DocumentID, Kind string
	At                               time.Time
	Payload                          []byte // canonical JSON
	Signed                           []byte // CMS, DER: a .p7m file
}

// FileName is what the receipt is called when somebody keeps it.
func (r Receipt) FileName() string { return "bien-nhan-" + r.ID + ".p7m" }

// PickReceipt chooses the newest of a kind, or of all for "".
func PickReceipt(receipts []Receipt, kind string) (Receipt, error) {
	for _, r := range slices.Backward(receipts) {
		if kind == "" || r.Kind == kind {
			return r, nil
		}
	}
	return Receipt{}, ErrReceiptNotYet
}

// receiptType names the format of the payload; a change of its fields is a new number.
const receiptType = "trinhky/receipt/1"

// payload is what a receipt says. Its fields stand in the order of their names and hold no numbers but whole ones, so that
// its encoding is the canonical one (RFC 8785).
type payload struct {
	Act           string   `json:"act"`
	ActedAs       string   `json:"acted_as"`
	ActedBy       whom     `json:"acted_by"`
	ArrivalDate   string   `json:"arrival_date"`
	ArrivalNumber int      `json:"arrival_number"`
	ArrivalYear   int      `json:"arrival_year"`
	At            string   `json:"at"`
	Capacities    []string `json:"capacities"`
	Channel       string   `json:"channel"`
	Delegation    string   `json:"delegation"`
	DeliveryID    string   `json:"delivery_id"`
	DocumentDate  string   `json:"document_date"`
	DocumentID    string   `json:"document_id"`
	DocumentSHA   string   `json:"document_sha256"`
	Note          string   `json:"note"`
	ReasonCode    string   `json:"reason_code"`
	ReceiptID     string   `json:"receipt_id"`
	Receiver      whom     `json:"receiver"`
	Symbol        string   `json:"symbol"`
	Type          string   `json:"type"`
}

type whom struct {
	ID   string `json:"id"`
	Kind string `json:"kind"` // person | guest | organ
	Name string `json:"name"`
}

// canonical encodes p as RFC 8785 does: no spaces, names in order, nothing escaped that need not be.
func (p payload) canonical() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(p); err != nil {
		return nil, fmt.Errorf("encode a receipt: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// plain is text as a receipt, a row and an event hold it: composed, trimmed, and without the two line ends of Unicode that
// encoders of JSON disagree about.
func plain(text string) string {
	return norm.NFC.String(strings.TrimSpace(strings.NewReplacer("\u2028", "\n", "\u2029", "\n").Replace(text)))
}

// decision is who decided what on a copy, for the receipt and the event.
type decision struct {
	kind       string
	actor      authz.Actor
	capacity   string // as a person reads it
	delegation string // how a lent role was lent
}

// writeReceipt signs what was decided on d and keeps it, in the transaction of the decision.
func (s *Service) writeReceipt(tx *store.Tx, doc document.Document, d Delivery, by decision) error {
	r := Receipt{ID: store.NewID(), DeliveryID: d.ID, DocumentID: d.DocumentID, Kind: by.kind, At: tx.Now}
	p := payload{
		Act: by.kind, ActedAs: by.capacity, ActedBy: whom{ID: d.DecidedBy, Kind: string(by.actor.Kind), Name: d.DecidedName},
		ArrivalDate: string(d.ArrivalDate), ArrivalNumber: d.ArrivalNumber, ArrivalYear: d.ArrivalYear,
		At: tx.Now.In(store.Hanoi).Format("2006-01-02T15:04:05.000000-07:00"), Capacities: d.Capacities, Channel: d.By(),
		Delegation: by.delegation, DeliveryID: d.ID, DocumentDate: string(doc.DocumentDate), DocumentID: doc.ID, DocumentSHA: doc.PDF(),
		Note: d.Note, ReasonCode: d.ReasonCode, ReceiptID: r.ID, Receiver: d.receiver(), Symbol: doc.Symbol, Type: receiptType,
	}
	var err error
	if r.Payload, err = p.canonical(); err != nil {
		return err
	}
	if r.Signed, err = s.sign(r.Payload); err != nil {
		return fmt.Errorf("sign a receipt: %w", err)
	}
	return insertReceipt(tx, r)
}

func (d Delivery) receiver() whom {
	if d.PersonID != "" {
		return whom{ID: d.PersonID, Kind: "person", Name: d.Name}
	}
	return whom{ID: d.OrganID, Kind: "organ", Name: d.Name}
}
