package client

import "time"

// NewArrival is what văn thư takes down of something that came from outside.
type NewArrival struct {
	Organ    string `json:"organ,omitempty" maxLength:"100" doc:"cơ quan nhận; bỏ trống khi văn phòng chỉ phục vụ một cơ quan"`
	Source   string `json:"source" enum:"scan,paper,mail"`
	PassedTo string `json:"passed_to,omitempty" maxLength:"100" doc:"thư gửi đích danh, chuyển nguyên bì: id người nhận"`
	ArrivalFields
}

// ArrivalFields are what the book says of an arrival.
type ArrivalFields struct {
	AuthorID     string `json:"author_id,omitempty" maxLength:"100" doc:"cơ quan ban hành, nếu có trong danh bạ"`
	Author       string `json:"author,omitempty" maxLength:"800"`
	Symbol       string `json:"symbol,omitempty" maxLength:"240" doc:"số, ký hiệu; tên loại và tác giả được đọc ra từ đây nếu bỏ trống"`
	DocumentDate string `json:"document_date,omitempty" maxLength:"10" doc:"yyyy-mm-dd"`
	KindName     string `json:"kind_name,omitempty" maxLength:"400"`
	Subject      string `json:"subject,omitempty" maxLength:"2000"`
	Urgency      string `json:"urgency,omitempty" enum:",khan,thuong_khan,hoa_toc"`
	Pages        int    `json:"pages,omitempty" minimum:"0"`
	Copies       int    `json:"copies,omitempty" minimum:"0"`
	AskedDue     string `json:"asked_due,omitempty" maxLength:"10" doc:"thời hạn ghi trên văn bản, yyyy-mm-dd"`
}

// ArrivalTarget names an organ, a unit or a person.
type ArrivalTarget struct {
	Organ  string `json:"organ,omitempty" maxLength:"100"`
	Person string `json:"person,omitempty" maxLength:"100"`
}

// ArrivalAct is what goes with an action on an arrival; each action reads its own fields.
type ArrivalAct struct {
	Text       string          `json:"text,omitempty" maxLength:"8000" doc:"ý kiến chỉ đạo, yêu cầu, tiến độ, lý do, ghi chú"`
	Anyway     string          `json:"anyway,omitempty" maxLength:"2000" doc:"register: lý do vẫn vào sổ khi có cảnh báo"`
	ReasonCode string          `json:"reason_code,omitempty" maxLength:"40" doc:"refuse: wrong_recipient, invalid_signature, missing_pages, duplicate, other"`
	To         string          `json:"to,omitempty" maxLength:"100" doc:"submit: người phân phối; assign: người được giao"`
	Lead       *ArrivalTarget  `json:"lead,omitempty" doc:"direct: chủ trì, đúng một"`
	Co         []ArrivalTarget `json:"co,omitempty" maxItems:"200" doc:"direct: phối hợp"`
	CC         []ArrivalTarget `json:"cc,omitempty" maxItems:"200" doc:"direct: nhận để biết"`
	Due        string          `json:"due,omitempty" maxLength:"10" doc:"direct, assign, ask_extension: thời hạn, yyyy-mm-dd"`
	Kind       string          `json:"kind,omitempty" enum:",progress,proposal" doc:"note: loại ghi chép, mặc định progress"`
	Agree      bool            `json:"agree,omitempty" doc:"decide_extension: đồng ý"`
	Reply      string          `json:"reply,omitempty" maxLength:"100" doc:"report: id hoặc số, ký hiệu văn bản trả lời"`
	CaseFile   string          `json:"case_file,omitempty" maxLength:"240" doc:"file: số và ký hiệu hồ sơ"`
}

// ArrivalItem is an arrival in a list.
type ArrivalItem struct {
	ID            string     `json:"id"`
	Organ         Named      `json:"organ"`
	Source        string     `json:"source"`
	SourceLabel   string     `json:"source_label"`
	DocumentID    string     `json:"document_id,omitempty"`
	Author        string     `json:"author"`
	Symbol        string     `json:"symbol,omitempty"`
	DocumentDate  string     `json:"document_date,omitempty"`
	KindName      string     `json:"kind_name,omitempty"`
	Subject       string     `json:"subject"`
	Urgency       string     `json:"urgency,omitempty"`
	State         string     `json:"state"`
	StateLabel    string     `json:"state_label"`
	ArrivalNumber int        `json:"arrival_number,omitempty"`
	ArrivalDate   string     `json:"arrival_date,omitempty"`
	Arrived       time.Time  `json:"arrived"`
	Lead          string     `json:"lead,omitempty"`
	Handler       string     `json:"handler,omitempty"`
	Due           string     `json:"due,omitempty"`
	StepDue       *time.Time `json:"step_due,omitempty"`
	Overdue       bool       `json:"overdue"`
	Unopened      bool       `json:"unopened,omitempty"`
	CalledBack    string     `json:"called_back,omitempty" doc:"recall: cơ quan ban hành đã thu hồi; take_back: cơ quan gửi đã lấy lại"`
	Verdict       string     `json:"verdict,omitempty" doc:"none, valid, invalid, unknown"`
	Version       int        `json:"version"`
}

// ArrivalList is one page of a box; Next is the cursor of the page after it.
type ArrivalList struct {
	Items []ArrivalItem `json:"items"`
	Next  string        `json:"next,omitempty"`
}

// Arrival is one văn bản đến with all that its page shows.
type Arrival struct {
	ArrivalItem
	ArrivalYear  int                `json:"arrival_year,omitempty"`
	AskedDue     string             `json:"asked_due,omitempty"`
	Pages        int                `json:"pages,omitempty"`
	Copies       int                `json:"copies"`
	PassedTo     string             `json:"passed_to,omitempty"`
	RegisteredBy string             `json:"registered_by,omitempty"`
	Anyway       string             `json:"anyway,omitempty"`
	ReasonCode   string             `json:"reason_code,omitempty"`
	Reason       string             `json:"reason,omitempty"`
	SubmittedTo  *Named             `json:"submitted_to,omitempty"`
	InnerDue     string             `json:"inner_due,omitempty"`
	Assignment   string             `json:"assignment,omitempty"`
	HandlerID    string             `json:"handler_id,omitempty"`
	Outcome      string             `json:"outcome,omitempty" doc:"replied, no_reply"`
	ReplyID      string             `json:"reply_id,omitempty"`
	ReplySymbol  string             `json:"reply_symbol,omitempty"`
	OutcomeNote  string             `json:"outcome_reason,omitempty"`
	ReportedBy   string             `json:"reported_by,omitempty"`
	ConfirmedBy  string             `json:"confirmed_by,omitempty"`
	CaseFile     string             `json:"case_file,omitempty"`
	Available    []ArrivalAction    `json:"available"`
	Files        []ArrivalFile      `json:"files"`
	Report       *ArrivalReport     `json:"report,omitempty"`
	OtherSigner  string             `json:"other_signer,omitempty" doc:"cảnh báo: chữ ký số không phải của tác giả ghi trên văn bản"`
	Directions   []Direction        `json:"directions"`
	Notes        []ArrivalNote      `json:"notes"`
	Extensions   []ArrivalExtension `json:"extensions"`
	Duplicates   []ArrivalItem      `json:"duplicates"`
	Readers      []Named            `json:"readers" doc:"những người có thể trình"`
	Units        []Named            `json:"units" doc:"những nơi có thể giao"`
	Workers      []Named            `json:"workers" doc:"những người có thể giao"`
	Assignees    []Named            `json:"assignees" doc:"người của đơn vị chủ trì"`
}

// ArrivalAction is something that can be done now, or why it cannot.
type ArrivalAction struct {
	Action  string   `json:"action"`
	Label   string   `json:"label"`
	Allowed bool     `json:"allowed"`
	Reasons []Reason `json:"reasons"`
}

// ArrivalFile is a file that came with an arrival.
type ArrivalFile struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	MediaType    string        `json:"media_type"`
	Size         int64         `json:"size"`
	SHA256       string        `json:"sha256"`
	Pages        int           `json:"pages,omitempty"`
	Verdict      string        `json:"verdict"`
	VerdictLabel string        `json:"verdict_label"`
	Report       ArrivalReport `json:"report"`
}

// ArrivalReport is what a check of the signatures on a file found.
type ArrivalReport struct {
	Verdict    string             `json:"verdict"`
	Label      string             `json:"label"`
	Signatures []ArrivalSignature `json:"signatures"`
	Reasons    []string           `json:"reasons"`
}

// ArrivalSignature is one signature of a file that came.
type ArrivalSignature struct {
	Signer  string     `json:"signer"`
	Organ   string     `json:"organ,omitempty"`
	Time    *time.Time `json:"time,omitempty"`
	Serial  string     `json:"serial,omitempty"`
	Valid   bool       `json:"valid"`
	Trusted bool       `json:"trusted"`
	Reasons []string   `json:"reasons"`
	Notes   []string   `json:"notes"`
}

// Direction is one bút phê.
type Direction struct {
	N        int       `json:"n"`
	Text     string    `json:"text"`
	Lead     string    `json:"lead"`
	Co       []string  `json:"co"`
	CC       []string  `json:"cc"`
	Due      string    `json:"due,omitempty"`
	By       Named     `json:"by"`
	Capacity string    `json:"capacity"`
	At       time.Time `json:"at"`
}

// ArrivalNote is something that was written beside an arrival.
type ArrivalNote struct {
	Kind     string    `json:"kind"`
	Text     string    `json:"text"`
	By       Named     `json:"by"`
	Capacity string    `json:"capacity,omitempty"`
	At       time.Time `json:"at"`
}

// ArrivalExtension is a request for a later term.
type ArrivalExtension struct {
	Due       string     `json:"due"`
	Reason    string     `json:"reason"`
	AskedBy   string     `json:"asked_by"`
	AskedAt   time.Time  `json:"asked_at"`
	State     string     `json:"state" enum:"asked,agreed,refused"`
	Answer    string     `json:"answer,omitempty"`
	DecidedBy string     `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
}

// ArrivalCounts are how many arrivals lie in each box.
type ArrivalCounts struct {
	Boxes []ArrivalCount `json:"boxes"`
}

// ArrivalCount is one box.
type ArrivalCount struct {
	Box   string `json:"box"`
	Label string `json:"label"`
	Count int64  `json:"count"`
}
