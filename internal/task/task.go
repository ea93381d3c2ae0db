package task

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/calendar"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// State is where a task stands.
type State string

// The states of a task.
const (
	Given      State = "new"         // Mới giao
	Accepted   State = "accepted"    // Đã tiếp nhận
	HandedBack State = "handed_back" // Trả lại: không thuộc thẩm quyền
	InProgress State = "in_progress" // Đang thực hiện
	Reported   State = "reported"    // Đã báo cáo, chờ xác nhận
	SentBack   State = "sent_back"   // Yêu cầu bổ sung
	Completed  State = "completed"   // Hoàn thành
	Cancelled  State = "cancelled"   // Dừng thực hiện
)

// States are all of them, in the order of the way.
var States = []State{Given, Accepted, HandedBack, InProgress, Reported, SentBack, Completed, Cancelled}

// Labels are what people call the states.
var Labels = map[State]string{
	Given: "Mới giao", Accepted: "Đã tiếp nhận", HandedBack: "Trả lại: không thuộc thẩm quyền", InProgress: "Đang thực hiện",
	Reported: "Đã báo cáo, chờ xác nhận", SentBack: "Yêu cầu bổ sung", Completed: "Hoàn thành", Cancelled: "Dừng thực hiện",
}

// Closed says whether nothing more happens to a task.
func (s State) Closed() bool { return s == Completed || s == Cancelled }

// Waits says whether the lead organ still owes a report.
func (s State) Waits() bool { return !s.Closed() && s != Reported }

// Standing is how a task stands against its date; it is computed, never stored.
type Standing string

// The standings.
const (
	Undated    Standing = "undated"  // Không nêu thời hạn
	InTime     Standing = "in_time"  // Trong hạn
	DueSoon    Standing = "due_soon" // Sắp đến hạn
	Overdue    Standing = "overdue"  // Quá hạn
	DoneInTime Standing = "done_in_time"
	DoneLate   Standing = "done_late"
	Stopped    Standing = "stopped" // Dừng thực hiện
)

// Standings are all of them.
var Standings = []Standing{Undated, InTime, DueSoon, Overdue, DoneInTime, DoneLate, Stopped}

// StandingLabels are what people call them.
var StandingLabels = map[Standing]string{
	Undated: "Không nêu thời hạn", InTime: "Trong hạn", DueSoon: "Sắp đến hạn", Overdue: "Quá hạn",
	DoneInTime: "Hoàn thành đúng hạn", DoneLate: "Hoàn thành quá hạn", Stopped: "Dừng thực hiện",
}

// Party is an organ by its id and name; the id is "" for a name that nobody has found in the directory.
type Party struct {
	OrganID string `json:"organ_id"`
	Name    string `json:"name"`
}

// Task is one thing that one lead organ is to do.
type Task struct {
	ID, DocumentID       string
	ItemN                int        // the item of the document's list; 0 = of an obligation
	ObligationID         string     // "" = of a conclusion
	Occurrence           store.Date // the obligation's own date, whatever it was moved to
	Ref, Text            string
	Deliverable          string
	ReportTo             string
	Symbol, Subject      string // of the document, as issued
	LeadID, LeadName     string
	LeadOfficeID         string // whose văn thư receives for the lead
	Co                   []Party
	OfficeID             string // the văn phòng that follows it up
	AuthorityID          string // whose conclusion it is
	DeadlineKind         DeadlineKind
	DeadlineText         string
	Due                  store.Date // of the text, or as extended; "" for none
	MonitorDue           store.Date // set by the văn phòng where the text has none
	State                State
	HandlerID            string // the person it was given to inside the lead organ
	Note                 string // what was said with the newest act
	EvidenceDocument     string // id, when it is one of ours
	EvidenceSymbol       string // number and sign of the document that reports
	EvidenceBlob         string
	EvidenceName         string
	ReportedOn           store.Date
	ReportedBy           string
	ClosedAt             *time.Time
	ClosedBy             string
	CancelDocument       string
	Extension            string // "" | requested | agreed | refused: the newest
	ExtensionTo          store.Date
	ExtensionBy          string
	ExtensionReason      string
	RemindedAt           *time.Time
	Escalated            int
	CreatedAt, UpdatedAt time.Time
	Version              int
}

// Limit is the date that counts: of the text, else the one the văn phòng set; "" for none.
func (t Task) Limit() store.Date {
	if t.Due != "" {
		return t.Due
	}
	return t.MonitorDue
}

// Standing computes how a task stands on a date. Soon is the last date that is "sắp đến hạn".
func (t Task) Standing(today, soon store.Date) Standing {
	limit := t.Limit()
	switch {
	case t.State == Cancelled:
		return Stopped
	case t.State == Completed && (limit == "" || t.ReportedOn <= limit):
		return DoneInTime
	case t.State == Completed:
		return DoneLate
	case limit == "":
		return Undated
	case t.State == Reported && t.ReportedOn <= limit:
		return InTime
	case limit < today:
		return Overdue
	case limit <= soon:
		return DueSoon
	}
	return InTime
}

// soonest is the last date that counts as near: some working days from today on.
func soonest(c *calendar.Calendar, today store.Date) store.Date {
	return c.Add(today, settings().DueSoon)
}

// The refusals of this room.
var (
	ErrNotFound  = fault.New(fault.NotFound, "TASK_NOT_FOUND", "Không tìm thấy nhiệm vụ.")
	ErrForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền thực hiện việc này với nhiệm vụ.")
	ErrStale     = fault.New(fault.Conflict, "TASK_STALE", "Nhiệm vụ đã thay đổi, hãy tải lại.")
	ErrListStale = fault.New(fault.Conflict, "TASK_LIST_STALE", "Danh sách nhiệm vụ đã thay đổi, hãy tải lại.")
)

const (
	textLimit  = 10_000 // characters of a task
	noteLimit  = 2_000
	shortLimit = 300
)

// line makes what a person typed one clean text: NFC, trimmed, bounded, no mark of secrecy.
func line(what, s string, limit int) (string, error) {
	s = strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n")))
	if utf8.RuneCountInString(s) > limit {
		return "", fault.New(fault.Unmet, "TEXT_TOO_LONG", fmt.Sprintf("%s không quá %d ký tự.", what, limit))
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return "", fault.New(fault.Malformed, "TEXT_NOT_UTF8", what+" không phải văn bản Unicode.")
	}
	return s, document.RefuseSecret(s, "")
}

// dayText writes a date for a sentence.
func dayText(d store.Date) string { return d.Time().Format("02/01/2006") }

// future refuses a date that is none, lies before today, or beyond what anybody plans.
func future(what string, d, today store.Date) error {
	switch {
	case !d.Valid():
		return fault.New(fault.Unmet, "DATE_INVALID", fmt.Sprintf("%s %q không phải là ngày (yyyy-mm-dd).", what, d))
	case d < today:
		return fault.New(fault.Unmet, "DEADLINE_PAST", fmt.Sprintf("%s %s đã qua: không thể đặt thời hạn trước ngày %s.", what, dayText(d), dayText(today)))
	case d.Year() > today.Year()+20:
		return fault.New(fault.Unmet, "DATE_TOO_FAR", fmt.Sprintf("%s %s quá xa.", what, dayText(d)))
	}
	return nil
}
