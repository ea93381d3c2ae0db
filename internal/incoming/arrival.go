package incoming

import (
	"slices"
	"time"

	"trinhky/internal/distribution"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// State is where an arrival stands.
type State string

// The states (domain: văn bản đến).
const (
	Waiting    State = "waiting"     // Chờ tiếp nhận
	Refused    State = "refused"     // Từ chối / Trả lại nơi gửi
	Registered State = "registered"  // Đã vào sổ
	Submitted  State = "submitted"   // Trình lãnh đạo
	Directed   State = "directed"    // Đã bút phê / phân phối
	Assigned   State = "assigned"    // Giao việc
	InProgress State = "in_progress" // Đang xử lý
	Done       State = "done"        // Hoàn thành
	Filed      State = "filed"       // Lưu hồ sơ
)

// States are all of them, in the order of the way.
var States = []State{Waiting, Refused, Registered, Submitted, Directed, Assigned, InProgress, Done, Filed}

// StateLabels are the states as a person reads them.
var StateLabels = map[State]string{
	Waiting: "Chờ tiếp nhận", Refused: "Trả lại nơi gửi", Registered: "Đã vào sổ", Submitted: "Trình lãnh đạo",
	Directed: "Đã bút phê", Assigned: "Đã giao việc", InProgress: "Đang xử lý", Done: "Hoàn thành", Filed: "Đã lưu hồ sơ",
}

// The ways by which things arrive.
const (
	Inside = "inside" // issued in this system
	Scan   = "scan"   // a file that văn thư uploads
	Paper  = "paper"
	Mail   = "mail" // e-mail
)

// SourceLabels are the ways as a person reads them.
var SourceLabels = map[string]string{Inside: "Trên hệ thống", Scan: "Bản quét, tệp PDF", Paper: "Bản giấy", Mail: "Thư điện tử"}

// Outcomes of the work.
const (
	Replied = "replied"  // có văn bản trả lời
	NoReply = "no_reply" // không phải trả lời, with a reason
)

// ReasonCodes are why an arrival may be refused; those of a delivery, which they become.
var ReasonCodes = distribution.ReasonCodes

// Arrival is one thing that came to one organ.
type Arrival struct {
	ID                     string // of an inside one, that of its delivery
	OrganID, OfficeID      string // the receiver, and whose văn thư registers for it
	Source                 string
	DeliveryID, DocumentID string // of an inside one
	Fields
	ArrivedAt time.Time
	PassedTo  string // thư gửi đích danh: the person it was passed to
	Unopened  bool   // nobody but that person opens it

	Verdict string // of its signatures: "" not checked yet, "none", or a signature.Verdict
	Report  signature.Report

	State                State
	Year, Number         int // số đến; 0 for none yet
	Date                 store.Date
	RegisteredBy         string
	RegisteredAt         time.Time // zero times: not yet
	Anyway               string    // why it was registered in spite of a warning
	ReasonCode, Reason   string    // of the refusal
	RefusedBy            string
	RefusedAt            time.Time
	SubmittedTo          string
	SubmittedAt          time.Time
	Directions           int // how many were given; the last one holds
	Due                  store.Date
	HandlerID            string
	InnerDue             store.Date
	Assignment           string
	AssignedBy           string
	AssignedAt           time.Time
	Outcome              string
	ReplyID, ReplySymbol string
	OutcomeReason        string
	ReportedBy           string
	ReportedAt           time.Time
	ConfirmedBy          string
	ConfirmedAt          time.Time
	CaseFile             string
	FiledAt              time.Time

	CalledBack string // by its issuer: distribution.Recall or TakeBack; then nobody has to do anything with it

	StepDue   time.Time // by when the present step must be done; zero: no term
	Overdue   bool
	CreatedBy string
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int
}

// Fields are what the book says of an arrival: read off the document, or written by văn thư until it is registered.
type Fields struct {
	AuthorID      string // an organ of the directory, or ""
	Author        string // tác giả
	Symbol        string // số, ký hiệu
	DocumentDate  store.Date
	KindName      string // tên loại
	Subject       string // trích yếu
	Urgency       string // a word of document.Urgencies
	Pages, Copies int
	AskedDue      store.Date // the term that the document itself sets
}

// Open says whether the work on it is not over.
func (a Arrival) Open() bool {
	return a.CalledBack == "" && !slices.Contains([]State{Refused, Done, Filed}, a.State)
}

// Term is the day by which whoever has it now must be done; "" for none.
func (a Arrival) Term() store.Date {
	if a.InnerDue != "" {
		return a.InnerDue
	}
	return a.Due
}

// Late says whether it was finished after its term, or is not finished and the term is over.
func (a Arrival) Late(on store.Date) bool {
	if a.Due == "" || a.CalledBack != "" {
		return false
	}
	if !a.ConfirmedAt.IsZero() {
		return store.DateOf(a.ReportedAt) > a.Due
	}
	return on > a.Due
}

// Name is the arrival in one line: "Thông báo 05-TB/VPTU".
func (a Arrival) Name() string {
	switch {
	case a.KindName != "" && a.Symbol != "":
		return a.KindName + " " + a.Symbol
	case a.Symbol != "":
		return "Văn bản " + a.Symbol
	case a.KindName != "":
		return a.KindName
	}
	return "Văn bản"
}

// File is something that was uploaded with an arrival, as it came.
type File struct {
	ID, ArrivalID   string
	Name, MediaType string
	Size            int64
	SHA256          string
	Pages           int // of a PDF; 0 where nobody can count
	Verdict         string
	Report          signature.Report
	AddedBy         string
	AddedAt         time.Time
}

// Parts that somebody has in a direction.
const (
	Lead = "lead" // chủ trì: exactly one
	Co   = "co"   // phối hợp
	CC   = "cc"   // nhận để biết
	past = "past" // it was theirs before a redirection
)

// Part is somebody's part in a direction: an organ, a unit or a person.
type Part struct {
	Part              string
	OrganID, PersonID string
	Name              string
}

// Direction is one bút phê. A later one takes its place and leaves it on the record.
type Direction struct {
	N        int
	Text     string
	Due      store.Date
	ByID, By string
	Capacity string // the post, or by whose delegation
	At       time.Time
	Parts    []Part
}

// Lead is who is in charge; zero when there is nobody, which no stored direction has.
func (d Direction) Lead() Part {
	for _, p := range d.Parts {
		if p.Part == Lead {
			return p
		}
	}
	return Part{}
}

// Of are the names that have one part.
func (d Direction) Of(part string) (names []string) {
	for _, p := range d.Parts {
		if p.Part == part {
			names = append(names, p.Name)
		}
	}
	return names
}

// Kinds of notes.
const (
	Sorting  = "sorting"   // what the office proposes to the leader
	Progress = "progress"  // tiến độ
	Proposal = "proposal"  // đề xuất của người giải quyết
	SendBack = "send_back" // yêu cầu bổ sung
	Returned = "return"    // a letter opened by the person it names
)

// NoteLabels are the kinds as a person reads them.
var NoteLabels = map[string]string{
	Sorting: "Đề xuất phân phối", Progress: "Tiến độ", Proposal: "Đề xuất giải quyết", SendBack: "Yêu cầu bổ sung", Returned: "Chuyển lại để vào sổ",
}

// Note is something that was written beside an arrival, never on it.
type Note struct {
	ID, Kind, Text     string
	ByID, By, Capacity string
	At                 time.Time
}

// States of an extension.
const (
	asked  = "asked"
	agreed = "agreed"
	denied = "refused"
)

// Extension is a request for a later term.
type Extension struct {
	ID        string
	Due       store.Date
	Reason    string
	AskedBy   string
	AskedAt   time.Time
	State     string // asked | agreed | refused
	Answer    string
	DecidedBy string
	DecidedAt time.Time
}
