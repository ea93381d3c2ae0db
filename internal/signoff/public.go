package signoff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Public is all that anybody may know of an issued document who holds its code: no subject, no name of a person, no word
// of the text.
type Public struct {
	Symbol, KindName, Issuer string
	Date                     store.Date
	SHA256                   string          // of the issued file
	Marks                    []document.Mark // without reasons
	InForce                  bool
}

// Standing says in a sentence whether the document is in force.
func (p Public) Standing() string {
	if m, ended := document.Ended(p.Marks); ended {
		return m.Label()
	}
	for _, m := range p.Marks {
		if m.Kind == document.MarkTakenBack {
			return "Đã lấy lại toàn bộ bản gửi"
		}
	}
	return "Còn hiệu lực"
}

// Matches says whether a file is the issued one.
func (p Public) Matches(sha string) bool {
	return subtle.ConstantTimeCompare([]byte(strings.ToLower(sha)), []byte(p.SHA256)) == 1
}

// codeBytes is how much chance a code holds: 160 bits, far beyond guessing.
const codeBytes = 20

var codeText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// keepCode gives a document that is issued the code of its public page.
func keepCode(tx *store.Tx, id string) error {
	random := make([]byte, codeBytes)
	rand.Read(random) // never fails
	return document.KeepCode(tx, id, codeText.EncodeToString(random))
}

// Public looks a code up: ErrNotFound for any that is of no issued document, well-formed or not, by the same way.
func (s *Service) Public(ctx context.Context, code string) (p Public, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		d, err := document.ByCode(tx, strings.ToLower(strings.TrimSpace(code)))
		if err != nil {
			return err
		}
		issuer, err := directory.OrganAsOf(tx, d.IssuerID, d.DocumentDate)
		if err != nil {
			return err
		}
		kind, err := document.KindByID(d.Regime, d.Kind)
		if err != nil {
			return err
		}
		marks, err := document.MarksOf(tx, d.ID)
		if err != nil {
			return err
		}
		for i := range marks {
			marks[i].Reason, marks[i].ByID = "", ""
		}
		_, ended := document.Ended(marks)
		p = Public{
			Symbol: d.Symbol, KindName: kind.Name, Issuer: issuer.Name, Date: d.DocumentDate, SHA256: d.Sealed, Marks: marks, InForce: !ended,
		}
		return nil
	})
	return p, err
}
