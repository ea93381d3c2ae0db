package signoff

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// CopyForm is how a document is copied (NĐ 30/2020 Art. 25).
type CopyForm string

// The forms.
const (
	TrueCopy CopyForm = "true_copy" // sao y: all of the original
	Recopy   CopyForm = "recopy"    // sao lục: all of a bản sao y
	Extract  CopyForm = "extract"   // trích sao: some of its paragraphs
)

// CopyForms are all of them, as a form offers them.
var CopyForms = []CopyForm{TrueCopy, Recopy, Extract}

// Label is what people call the form, Word what the page says.
func (f CopyForm) Label() string { return copyForms[f].label }

var copyForms = map[CopyForm]struct{ label, word, state string }{
	TrueCopy: {"Sao y", "SAO Y", "true_copy"},
	Recopy:   {"Sao lục", "SAO LỤC", "recopy"},
	Extract:  {"Trích sao", "TRÍCH SAO", "extract"},
}

// CopyState is where a copy stands.
type CopyState string

// The states of a copy.
const (
	CopyPrepared  CopyState = "prepared"
	CopySigned    CopyState = "signed"
	CopyNumbered  CopyState = "numbered"
	CopySealed    CopyState = "sealed"
	CopyCancelled CopyState = "cancelled"
)

// Copy is a bản sao of an issued document, with a page, a signature, a number and a seal of its own.
type Copy struct {
	ID             string     `gorm:"column:id"`
	DocumentID     string     `gorm:"column:document_id"`
	SourceCopyID   *string    `gorm:"column:source_copy_id"` // of a sao lục: the sao y that was copied
	Form           CopyForm   `gorm:"column:form"`
	OrganID        string     `gorm:"column:organ_id"` // that copies
	OfficeID       string     `gorm:"column:office_id"`
	Blocks         string     `gorm:"column:blocks"` // of a trích sao: numbers of the blocks, from 1, as JSON
	RecipientsText string     `gorm:"column:recipients_text"`
	Place          string     `gorm:"column:place"`
	SymbolTail     string     `gorm:"column:symbol_tail"` // SY-VP, BS/VPTU
	SignerID       string     `gorm:"column:signer_id"`
	Formula        string     `gorm:"column:formula"` // lines above the name
	PreparedBy     string     `gorm:"column:prepared_by"`
	PreparedAt     time.Time  `gorm:"column:prepared_at"`
	State          CopyState  `gorm:"column:state"`
	Version        int        `gorm:"column:version"`
	Rendition      string     `gorm:"column:rendition"` // SHA-256: what the signer sees …
	Signed         string     `gorm:"column:signed"`    // … with his signature …
	SignedAt       *time.Time `gorm:"column:signed_at"`
	Number         int        `gorm:"column:number"`
	Symbol         string     `gorm:"column:symbol"` // "12/SY-VP"
	CopyDate       store.Date `gorm:"column:copy_date"`
	Sealed         string     `gorm:"column:sealed"` // … with number, date and the organ's signature
	SealedBy       string     `gorm:"column:sealed_by"`
	SealedAt       *time.Time `gorm:"column:sealed_at"`
	Reason         string     `gorm:"column:reason"`
}

// TableName is the copies' table.
func (Copy) TableName() string { return "document_copy" }

// PDF is the newest bytes.
func (c Copy) PDF() string {
	switch {
	case c.Sealed != "":
		return c.Sealed
	case c.Signed != "":
		return c.Signed
	}
	return c.Rendition
}

// copyRecipient is somebody who was sent a copy.
type copyRecipient struct {
	CopyID   string    `gorm:"column:copy_id"`
	PersonID string    `gorm:"column:person_id"`
	OrganID  string    `gorm:"column:organ_id"`
	SentAt   time.Time `gorm:"column:sent_at"`
}

func (copyRecipient) TableName() string { return "document_copy_recipient" }

var (
	errCopyUnknown = fault.New(fault.NotFound, "COPY_UNKNOWN", "Không tìm thấy bản sao.")
	errCopyState   = fault.New(fault.Unmet, "WRONG_STATE", "Bản sao không ở bước này, hãy tải lại trang.")
)

// copyKind is the kind under which an organ numbers a copy: the Party has one, BS; the State one for each form, in one
// series (NĐ 30/2020 Art. 26).
func copyKind(regime directory.Regime, form CopyForm) (document.Kind, error) {
	if regime == directory.Party {
		return document.KindByID(string(regime), "copy")
	}
	return document.KindByID(string(regime), copyForms[form].state)
}

// placeOf is a copy as a place of authz: who may see it and do what with it.
func (c Copy) placeOf(sent []copyRecipient) authz.Place {
	place := authz.Place{
		Persons: []authz.Relation{{ID: c.SignerID, Why: authz.Signer}},
		Organs:  []authz.Relation{{ID: c.OfficeID, Why: authz.Register}, {ID: c.OfficeID, Why: authz.Office}},
	}
	for _, r := range sent {
		if r.PersonID != "" {
			place.Persons = append(place.Persons, authz.Relation{ID: r.PersonID, Why: authz.Addressed})
		} else {
			place.Organs = append(place.Organs, authz.Relation{ID: r.OrganID, Why: authz.Received})
		}
	}
	return place
}

// chosen are the blocks of a body that a trích sao takes, in the order of the text, with “(…)” where some are left out. The
// numbers come back sorted, each once.
func chosen(body document.Body, numbers []int) (document.Body, []int, error) {
	numbers = slices.Compact(slices.Sorted(slices.Values(numbers)))
	if len(numbers) == 0 {
		return document.Body{}, nil, fault.New(fault.Unmet, "EXTRACT_EMPTY", "Chưa chọn đoạn để trích sao.")
	}
	if numbers[0] < 1 || numbers[len(numbers)-1] > len(body.Blocks) {
		return document.Body{}, nil, fault.New(fault.Unmet, "EXTRACT_UNKNOWN", fmt.Sprintf("Văn bản có %d đoạn; số đoạn được chọn không có trong văn bản.", len(body.Blocks)))
	}
	if len(numbers) == len(body.Blocks) {
		return document.Body{}, nil, fault.New(fault.Unmet, "EXTRACT_WHOLE", "Trích sao là sao một phần; sao toàn bộ thì chọn sao y.")
	}
	gap := document.Block{Kind: document.Paragraph, Align: document.AlignCenter, Runs: []document.Run{{Text: "(…)"}}}
	var out document.Body
	last := 0
	for _, n := range numbers {
		if n != last+1 {
			out.Blocks = append(out.Blocks, gap)
		}
		out.Blocks, last = append(out.Blocks, body.Blocks[n-1]), n
	}
	if last < len(body.Blocks) {
		out.Blocks = append(out.Blocks, gap)
	}
	return out, numbers, nil
}

func numbersText(numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	text, err := json.Marshal(numbers)
	if err != nil {
		panic("signoff: numbers that are no JSON: " + err.Error()) // integers only
	}
	return string(text)
}

func formulaLines(formula string) []string { return strings.Split(formula, "\n") }

// Lines are those above the signer's name.
func (c Copy) Lines() []string { return formulaLines(c.Formula) }
