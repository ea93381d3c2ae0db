package distribution

import (
	"fmt"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// State is where a delivery stands.
type State string

// The states of a delivery. Read and overdue are marks beside them.
const (
	Sent         State = "sent"         // Đã gửi
	Arrived      State = "arrived"      // Đã đến, chờ tiếp nhận
	Acknowledged State = "acknowledged" // Đã tiếp nhận
	Refused      State = "refused"      // Từ chối, trả lại nơi gửi
)

// The ways to a receiver. Only an account arrives by itself; for the others the sender's văn thư proves receipt.
const (
	ByAccount = "account"
	ByEmail   = "email"
	ByPaper   = "paper"
)

// Delivery is one copy on its way to one receiver.
type Delivery struct {
	ID, DocumentID string
	Recipient
	SentAt        time.Time
	Due           time.Time // zero: nothing is asked by a date
	State         State
	ArrivedAt     time.Time // zero times: not yet
	ReadAt        time.Time
	ReadBy        string
	DecidedAt     time.Time // of the acknowledgement or the refusal
	DecidedBy     string
	Note          string // of the acknowledgement; why, of a refusal
	ReasonCode    string // of a refusal
	ArrivalYear   int
	ArrivalNumber int // số đến; 0 for none
	ArrivalDate   store.Date
	Overdue       bool // it was not confirmed in time, whatever came later
	DecidedName   string
	DecidedAs     string    // the capacity of who decided
	Way           string    // ByPaper when văn thư sends it by post after all; "" = by Channel
	Address       string    // a corrected mail address; "" = Email
	WithPaper     bool      // kèm bản giấy: a paper copy goes as well
	Mailing       int       // which sending by mail this is: 1 the first, one more with every corrected address
	Attempts      int       // of this sending
	MailedAt      time.Time // the server took the letter
	FailedAt      time.Time // the letter will not arrive; Failure says why
	Failure       string
	PostedOn      store.Date // the last time an envelope was handed to the post
	RemindAt      time.Time  // when the clock reminds next
	RecalledAt    time.Time
	Version       int
}

// By is the channel on which the copy goes now.
func (d Delivery) By() string {
	if d.Way != "" {
		return d.Way
	}
	return d.Channel
}

// MailTo is the address that a letter goes to now.
func (d Delivery) MailTo() string {
	if d.Address != "" {
		return d.Address
	}
	return d.Email
}

// Waiting tells whether the receiver still owes what the line asks.
func (d Delivery) Waiting() bool {
	switch {
	case d.State == Acknowledged || d.State == Refused || !d.RecalledAt.IsZero():
		return false
	case d.Ack == Required:
		return true
	case d.Ack == Read:
		return d.ReadAt.IsZero()
	}
	return false
}

// place is a delivery as authz sees it: who received it, and nobody else. It names no document, so that a guest of another
// copy of the same document is a stranger to this one.
func (d Delivery) place() authz.Place {
	if d.PersonID != "" {
		return authz.Place{DeliveryID: d.ID, Persons: []authz.Relation{{ID: d.PersonID, Why: authz.Addressed}}}
	}
	place := authz.Place{DeliveryID: d.ID, Organs: []authz.Relation{{ID: d.OrganID, Why: authz.Received}}}
	if d.OfficeID != d.OrganID {
		place.Organs = append(place.Organs, authz.Relation{ID: d.OfficeID, Why: authz.Received})
	}
	return place
}

// ReasonCodes are why a delivery may be refused, with what the sender reads.
var ReasonCodes = map[string]string{
	"wrong_recipient":   "Sai nơi nhận",
	"invalid_signature": "Chữ ký số không hợp lệ",
	"missing_pages":     "Thiếu trang, thiếu tệp",
	"duplicate":         "Trùng văn bản",
	"other":             "Lý do khác",
}

// The refusals of this room.
var (
	ErrNotFound            = fault.New(fault.NotFound, "DELIVERY_NOT_FOUND", "Không tìm thấy văn bản gửi đến.")
	ErrNotYours            = fault.New(fault.Forbidden, "DELIVERY_NOT_YOUR_ACT", "Việc này của văn thư cơ quan nhận hoặc của chính người nhận.")
	ErrAlreadyAcknowledged = fault.New(fault.Conflict, "ALREADY_ACKNOWLEDGED", "Văn bản này đã được xác nhận.")
	ErrAlreadyRefused      = fault.New(fault.Conflict, "ALREADY_REFUSED", "Văn bản này đã bị từ chối, trả lại nơi gửi.")
	ErrReasonRequired      = fault.New(fault.Unmet, "REASON_REQUIRED", "Phải nêu lý do từ chối.")
	ErrReasonUnknown       = fault.New(fault.Unmet, "REASON_UNKNOWN", "Lý do từ chối không có trong danh mục.")
	ErrProofRequired       = fault.New(fault.Unmet, "PROOF_REQUIRED", "Phải ghi căn cứ đã giao: số vận đơn, người ký nhận hoặc thư trả lời.")
	ErrProvesItself        = fault.New(fault.Unmet, "DELIVERY_PROVES_ITSELF", "Nơi nhận có tài khoản, tự xác nhận trên hệ thống.")
	ErrNoteTooLong         = fault.New(fault.Unmet, "NOTE_TOO_LONG", fmt.Sprintf("Ghi chú không quá %d ký tự.", maxNote))
	ErrFrozen              = fault.New(fault.Conflict, "RECIPIENTS_FROZEN", "Nơi nhận của văn bản này đã được chốt.")
	ErrStale               = document.ErrStale
	ErrRecalled            = fault.New(fault.Conflict, "DELIVERY_RECALLED", "Văn bản này đã được cơ quan ban hành thu hồi, không tiếp nhận hoặc trả lại được nữa.")
	ErrTakenIn             = fault.New(fault.Unmet, "DELIVERY_TAKEN_IN", "Văn bản gửi cơ quan do văn thư tiếp nhận và vào sổ văn bản đến.")
	ErrListForbidden       = fault.New(fault.Forbidden, "DELIVERY_LIST_FORBIDDEN", "Chỉ bên ban hành xem được tình hình gửi, nhận.")
)

// maxNote bounds a note or a reason, in letters (NĐ 30/2020 Phụ lục VI: a field of 500).
const maxNote = 500

// decided refuses a second decision, and any after a recall.
func (d Delivery) decided() error {
	switch {
	case d.State == Acknowledged:
		return ErrAlreadyAcknowledged
	case d.State == Refused:
		return ErrAlreadyRefused
	case !d.RecalledAt.IsZero():
		return ErrRecalled
	}
	return nil
}
