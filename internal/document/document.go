package document

import (
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// State is where a document stands on its way (domain: văn bản đi).
type State string

// The states of every chain.
const (
	Drafting          State = "drafting"
	Consulting        State = "consulting"
	UnitReview        State = "unit_review"
	FormatCheck       State = "format_check"
	AwaitingSignature State = "awaiting_signature"
	Signed            State = "signed"
	Numbered          State = "numbered"
	Sealed            State = "sealed"
	Issued            State = "issued"
	Filed             State = "filed"
	Returned          State = "returned"
	Withdrawn         State = "withdrawn"
)

// States are all of them, in the order of the way.
var States = []State{Drafting, Consulting, Returned, UnitReview, FormatCheck, AwaitingSignature, Signed, Numbered, Sealed, Issued, Filed, Withdrawn}

// Document is one văn bản without its text.
type Document struct {
	ID             string     `gorm:"column:id"`
	Kind           string     `gorm:"column:kind"`
	Subkind        string     `gorm:"column:subkind"`
	Regime         string     `gorm:"column:regime"`
	IssuerID       string     `gorm:"column:issuer_id"`
	OfficeID       string     `gorm:"column:office_id"` // the văn phòng that checks, numbers and seals for the issuer
	UnitID         string     `gorm:"column:unit_id"`   // the drafting unit
	OnBehalfOf     string     `gorm:"column:on_behalf_of"`
	DrafterID      string     `gorm:"column:drafter_id"`
	SignerID       string     `gorm:"column:signer_id"`
	Subject        string     `gorm:"column:subject"` // trích yếu of the newest content version
	Place          string     `gorm:"column:place"`
	Urgency        string     `gorm:"column:urgency"`
	SecurityLevel  string     `gorm:"column:security_level"` // always "thuong"
	Due            store.Date `gorm:"column:due"`
	State          State      `gorm:"column:state"`
	ChainID        string     `gorm:"column:chain_id"`
	ChainVersion   string     `gorm:"column:chain_version"` // SHA-256 of the chain file it started with
	Version        int        `gorm:"column:version"`       // of the row: one more with every change
	ContentVersion int        `gorm:"column:content_version"`
	CheckedVersion int        `gorm:"column:checked_version"` // the content version whose form was checked; 0 for none
	OfficeDate     store.Date `gorm:"column:office_date"`     // when it was begun, by the office's calendar
	Number         int        `gorm:"column:number"`          // 0 until it is numbered
	Symbol         string     `gorm:"column:symbol"`          // "05-TB/VPTU"
	DocumentDate   store.Date `gorm:"column:document_date"`
	Rendition      string     `gorm:"column:rendition"`  // blobs by SHA-256: what the signer sees …
	Signed         string     `gorm:"column:signed"`     // … with the personal signature …
	Sealed         string     `gorm:"column:sealed"`     // … with number, date and the organ's signature
	CaseFile       string     `gorm:"column:case_file"`  // số và ký hiệu hồ sơ
	WithPaper      bool       `gorm:"column:with_paper"` // kèm bản giấy
	CreatedAt      time.Time  `gorm:"column:created_at"`
	UpdatedAt      time.Time  `gorm:"column:updated_at"`
	IssuedAt       *time.Time `gorm:"column:issued_at"`
	IssuedOn       store.Date `gorm:"column:issued_on"` // the office's date; "" of what was issued before it was kept
}

// TableName is the document's table.
func (Document) TableName() string { return "document" }

// PDF is the newest stored bytes: sealed, signed or the rendition; "" while there are none.
func (d Document) PDF() string {
	switch {
	case d.Sealed != "":
		return d.Sealed
	case d.Signed != "":
		return d.Signed
	}
	return d.Rendition
}

// Content is one content version: everything a person writes.
type Content struct {
	N              int       `json:"n"`
	Subject        string    `json:"subject"`
	AddressWord    string    `json:"address_word,omitempty"` // "Kính gửi" | "Kính trình" | ""
	Addressees     []string  `json:"addressees,omitempty"`
	RecipientsText string    `json:"recipients_text"`
	Body           Body      `json:"body"`
	Fields         []Field   `json:"fields,omitempty"`        // of the kind, in its order
	SourceSHA256   string    `json:"source_sha256,omitempty"` // the file or text it came from, kept as it was
	SHA256         string    `json:"sha256"`                  // of everything above
	AuthorID       string    `json:"author_id"`
	CreatedAt      time.Time `json:"created_at"`
}

// Attachment is a file that goes with a document.
type Attachment struct {
	ID         string     `gorm:"column:id"`
	DocumentID string     `gorm:"column:document_id"`
	Name       string     `gorm:"column:name"`
	MediaType  string     `gorm:"column:media_type"` // sniffed, never the sender's word
	Size       int64      `gorm:"column:size"`
	SHA256     string     `gorm:"column:sha256"`
	AuthorID   string     `gorm:"column:author_id"`
	CreatedAt  time.Time  `gorm:"column:created_at"`
	RemovedAt  *time.Time `gorm:"column:removed_at"`
}

// TableName is the attachment's table.
func (Attachment) TableName() string { return "document_attachment" }

// Access says who may see a document and why: one person or one organ.
type Access struct {
	DocumentID string    `gorm:"column:document_id"`
	PersonID   string    `gorm:"column:person_id"`
	OrganID    string    `gorm:"column:organ_id"`
	Why        string    `gorm:"column:why"` // a reach word of authz
	Since      time.Time `gorm:"column:since"`
}

// TableName is the access table.
func (Access) TableName() string { return "document_access" }

// Step is what a document waits for: an action by a person, or by whoever may do the act at an organ.
type Step struct {
	ID         string     `gorm:"column:id"`
	DocumentID string     `gorm:"column:document_id"`
	Action     string     `gorm:"column:action"`
	Act        string     `gorm:"column:act"`
	PersonID   string     `gorm:"column:person_id"`
	OrganID    string     `gorm:"column:organ_id"`
	Why        string     `gorm:"column:why"`
	Due        *time.Time `gorm:"column:due"`
	CreatedAt  time.Time  `gorm:"column:created_at"`
}

// TableName is the step table.
func (Step) TableName() string { return "document_step" }

// ErrNotFound is what everybody gets who may not see a document, whether it exists or not.
var ErrNotFound = fault.New(fault.NotFound, "DOCUMENT_NOT_FOUND", "Không tìm thấy văn bản.")

// ErrStale refuses a change of a version that is no longer the newest.
var ErrStale = fault.New(fault.Conflict, "STALE_VERSION", "Văn bản đã thay đổi, hãy tải lại.")
