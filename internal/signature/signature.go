package signature

import (
	"fmt"
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Kind says in what capacity a signature stands in a document.
type Kind string

// A document bears two signatures: the person's and the organ's. KindOther is any further one in a file from outside,
// KindReceipt the system's own on a receipt, which is no document.
const (
	KindPersonal Kind = "personal"
	KindOrgan    Kind = "organ"
	KindOther    Kind = "other"
	KindReceipt  Kind = "receipt"
)

// Names of the fields that the layout places: two text fields for number and date, two for signatures.
const (
	FieldNumber   = "so"
	FieldDate     = "ngay"
	FieldPersonal = "nguoi_ky"
	FieldOrgan    = "co_quan"
)

// Signature is one row: what was signed, by which certificate, when. For KindOrgan PersonID is the văn thư who used
// the organ's key. BlobSHA256 names the whole file as it is after this signature.
type Signature struct {
	ID                string
	DocumentID        string
	Kind              Kind
	PersonID          string
	OrganID           string
	SignerName        string
	CertificateSerial string
	CertificateDER    []byte
	BlobSHA256        string
	SignedAt          time.Time
}

// Record writes the row of a signature in the transaction of the act. It is append-only: a second signature of the
// same kind is the fault ALREADY_SIGNED, an organ's without the person's before it SIGNATURE_ORDER.
func Record(tx *store.Tx, s Signature) error {
	if s.ID == "" {
		s.ID = store.NewID()
	}
	done, err := Of(tx, s.DocumentID)
	if err != nil {
		return err
	}
	personal := false
	for _, d := range done {
		if d.Kind == s.Kind {
			return alreadySigned(s.Kind)
		}
		personal = personal || d.Kind == KindPersonal
	}
	if s.Kind == KindOrgan && !personal {
		return wrongOrder()
	}
	if err := insert(tx, s); store.IsDuplicate(err) {
		return alreadySigned(s.Kind)
	} else if err != nil {
		return fmt.Errorf("signature: record %s of %s: %w", s.Kind, s.DocumentID, err)
	}
	return nil
}

// Of gives a document's signatures in the order in which they were made.
func Of(tx *store.Tx, documentID string) ([]Signature, error) {
	list, err := ofDocument(tx, documentID)
	if err != nil {
		return nil, fmt.Errorf("signature: of %s: %w", documentID, err)
	}
	return list, nil
}

func alreadySigned(k Kind) error {
	if k == KindOrgan {
		return fault.New(fault.Unmet, "ALREADY_SIGNED", "Văn bản đã có chữ ký số của cơ quan, không thể ký lần nữa.")
	}
	return fault.New(fault.Unmet, "ALREADY_SIGNED", "Văn bản đã được ký số, không thể ký lần nữa.")
}

func wrongOrder() error {
	return fault.New(fault.Unmet, "SIGNATURE_ORDER", "Chữ ký số của người có thẩm quyền phải có trước chữ ký số của cơ quan.")
}
