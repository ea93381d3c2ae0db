package client

import "time"

// Task is one thing that one lead organ is to do.
type Task struct {
	ID            string     `json:"id"`
	DocumentID    string     `json:"document_id"`
	Symbol        string     `json:"symbol,omitempty"`
	Subject       string     `json:"subject,omitempty"`
	ObligationID  string     `json:"obligation_id,omitempty"`
	Ref           string     `json:"ref,omitempty" doc:"số đoạn trong văn bản"`
	Text          string     `json:"text"`
	Deliverable   string     `json:"deliverable,omitempty"`
	ReportTo      string     `json:"report_to,omitempty"`
	Lead          Named      `json:"lead"`
	Co            []Named    `json:"co"`
	Handler       Named      `json:"handler"`
	DeadlineText  string     `json:"deadline_text,omitempty"`
	Due           string     `json:"due,omitempty" doc:"thời hạn nêu trong văn bản, hoặc đã gia hạn"`
	MonitorDue    string     `json:"monitor_due,omitempty" doc:"ngày theo dõi do văn phòng đặt"`
	State         string     `json:"state"`
	StateLabel    string     `json:"state_label"`
	Standing      string     `json:"standing"`
	StandingLabel string     `json:"standing_label"`
	Note          string     `json:"note,omitempty"`
	Evidence      string     `json:"evidence,omitempty" doc:"số, ký hiệu văn bản báo cáo"`
	EvidenceID    string     `json:"evidence_document_id,omitempty"`
	EvidenceFile  string     `json:"evidence_file,omitempty"`
	ReportedOn    string     `json:"reported_on,omitempty"`
	ClosedAt      *time.Time `json:"closed_at,omitempty"`
	CancelledBy   string     `json:"cancelled_by,omitempty" doc:"văn bản cho dừng"`
	Extension     string     `json:"extension,omitempty" enum:",requested,agreed,refused"`
	ExtensionTo   string     `json:"extension_to,omitempty"`
	May           []string   `json:"may" doc:"những gì người đang đăng nhập làm được"`
	Version       int        `json:"version"`
	UpdatedAt     time.Time  `json:"updated_at"`
	History       []Event    `json:"history,omitempty"`
}

// TaskList is one page of tasks.
type TaskList struct {
	Items []Task `json:"items"`
	Next  string `json:"next,omitempty"`
}

// TaskAct is what an act on a task takes.
type TaskAct struct {
	Version  int    `json:"version,omitempty" doc:"phiên bản đã xem; 0: không kiểm"`
	Note     string `json:"note,omitempty" maxLength:"2000"`
	To       string `json:"to,omitempty" doc:"ngày mới (yyyy-mm-dd)"`
	Person   string `json:"person,omitempty"`
	Organ    string `json:"organ,omitempty"`
	Document string `json:"document,omitempty" maxLength:"300" doc:"số, ký hiệu văn bản"`
	Verdict  string `json:"verdict,omitempty" enum:",agree,refuse"`
}

// TaskBoardRow counts the tasks of an organ or of a conclusion.
type TaskBoardRow struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Symbol     string `json:"symbol,omitempty"`
	Total      int    `json:"total"`
	New        int    `json:"new"`
	Doing      int    `json:"doing"`
	Waiting    int    `json:"waiting"`
	DueSoon    int    `json:"due_soon"`
	Overdue    int    `json:"overdue"`
	Undated    int    `json:"undated"`
	DoneInTime int    `json:"done_in_time"`
	DoneLate   int    `json:"done_late"`
	Stopped    int    `json:"stopped"`
}

// TaskBoard is one page of a board.
type TaskBoard struct {
	Rows []TaskBoardRow `json:"rows"`
	Next string         `json:"next,omitempty"`
}

// TaskItem is one proposed task of a document.
type TaskItem struct {
	N            int        `json:"n"`
	Ref          string     `json:"ref,omitempty"`
	Text         string     `json:"text"`
	Leads        []Named    `json:"leads"`
	Co           []Named    `json:"co"`
	DeadlineKind string     `json:"deadline_kind" enum:"none,date,recurring,on_request"`
	Due          string     `json:"due,omitempty"`
	Rule         string     `json:"rule,omitempty" doc:"RRULE"`
	DeadlineText string     `json:"deadline_text,omitempty"`
	Deliverable  string     `json:"deliverable,omitempty"`
	ReportTo     string     `json:"report_to,omitempty"`
	DeliveredAt  *time.Time `json:"delivered_at,omitempty"`
	Tasks        []Task     `json:"tasks,omitempty"`
}

// TaskItems is what a document asks for.
type TaskItems struct {
	DocumentID string     `json:"document_id"`
	Version    int        `json:"version" doc:"0: chưa ai sửa, là đề xuất từ nội dung"`
	Confirmed  bool       `json:"confirmed" doc:"false: chưa phân rã"`
	Items      []TaskItem `json:"items"`
	Problems   []Reason   `json:"problems"`
	Receivers  []Named    `json:"receivers"`
	MayPropose bool       `json:"may_propose"`
	MayConfirm bool       `json:"may_confirm"`
}

// TaskItemInput is what a person writes of one item.
type TaskItemInput struct {
	Version     int      `json:"version" doc:"phiên bản của danh sách đã xem"`
	N           int      `json:"n,omitempty" doc:"0: thêm nhiệm vụ"`
	Ref         string   `json:"ref,omitempty" maxLength:"20"`
	Text        string   `json:"text" maxLength:"10000"`
	Leads       []string `json:"leads" maxItems:"500" doc:"mã hoặc tên cơ quan"`
	Co          []string `json:"co,omitempty" maxItems:"500"`
	Due         string   `json:"due,omitempty"`
	Rule        string   `json:"rule,omitempty" maxLength:"200"`
	OnRequest   bool     `json:"on_request,omitempty"`
	Deliverable string   `json:"deliverable,omitempty" maxLength:"300"`
	ReportTo    string   `json:"report_to,omitempty" maxLength:"300"`
}

// VersionOnly names the version that a person looked at.
type VersionOnly struct {
	Version int `json:"version"`
}

// Obligation is a report that organs owe again and again.
type Obligation struct {
	ID         string   `json:"id"`
	DocumentID string   `json:"document_id"`
	Symbol     string   `json:"symbol,omitempty"`
	Kind       string   `json:"kind" enum:"month,quarter,half,year,interim,final"`
	KindLabel  string   `json:"kind_label"`
	Text       string   `json:"text"`
	Rule       string   `json:"rule"`
	FirstDue   string   `json:"first_due"`
	Ends       string   `json:"ends,omitempty"`
	Receivers  string   `json:"receivers,omitempty"`
	Organs     []Named  `json:"organs"`
	State      string   `json:"state" enum:"active,merged,ended"`
	MergedInto string   `json:"merged_into,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	Next       []string `json:"next,omitempty"`
	Tasks      []Task   `json:"tasks,omitempty"`
	MayManage  bool     `json:"may_manage"`
	Version    int      `json:"version"`
}

// ObligationList is one page of obligations.
type ObligationList struct {
	Items []Obligation `json:"items"`
	Next  string       `json:"next,omitempty"`
}

// ObligationInput sets an obligation by a document.
type ObligationInput struct {
	Kind      string   `json:"kind" enum:"month,quarter,half,year,interim,final"`
	Text      string   `json:"text" maxLength:"10000"`
	Rule      string   `json:"rule" maxLength:"200" doc:"RRULE (RFC 5545), ví dụ FREQ=MONTHLY;BYMONTHDAY=25"`
	FirstDue  string   `json:"first_due,omitempty"`
	Ends      string   `json:"ends,omitempty"`
	Receivers string   `json:"receivers,omitempty" maxLength:"300"`
	Organs    []string `json:"organs" maxItems:"500"`
}

// ObligationChange moves a date, merges or ends an obligation, by the address it is sent to.
type ObligationChange struct {
	Version    int    `json:"version,omitempty"`
	Reason     string `json:"reason" maxLength:"2000"`
	Occurrence string `json:"occurrence,omitempty" doc:"kỳ báo cáo được dời"`
	To         string `json:"to,omitempty"`
	Into       string `json:"into,omitempty" doc:"chế độ báo cáo được gộp vào"`
	Document   string `json:"document,omitempty" maxLength:"300" doc:"văn bản cho dừng"`
}

// DataColumn is one thing that is asked.
type DataColumn struct {
	Name string `json:"name" maxLength:"120"`
	Unit string `json:"unit,omitempty" maxLength:"40"`
	Kind string `json:"kind" enum:"number,text"`
}

// DataAnswer is what one organ gave.
type DataAnswer struct {
	Organ       Named    `json:"organ"`
	Cells       []string `json:"cells"`
	State       string   `json:"state" enum:"waiting,draft,submitted"`
	Late        bool     `json:"late"`
	SubmittedOn string   `json:"submitted_on,omitempty"`
	Corrected   int      `json:"corrected"`
	Version     int      `json:"version"`
}

// DataRequest asks organs for figures and words.
type DataRequest struct {
	ID           string       `json:"id"`
	ObligationID string       `json:"obligation_id,omitempty"`
	Title        string       `json:"title"`
	Guide        string       `json:"guide,omitempty"`
	Columns      []DataColumn `json:"columns"`
	Due          string       `json:"due"`
	Issuer       Named        `json:"issuer"`
	State        string       `json:"state" enum:"open,closed"`
	Answers      []DataAnswer `json:"answers,omitempty"`
	Totals       []string     `json:"totals,omitempty"`
	Asked        int          `json:"asked,omitempty"`
	Answered     int          `json:"answered,omitempty"`
	MayManage    bool         `json:"may_manage"`
	Mine         []string     `json:"mine,omitempty" doc:"cơ quan mà người đang đăng nhập trả lời thay"`
	Version      int          `json:"version"`
}

// DataRequestList is one page of requests.
type DataRequestList struct {
	Items []DataRequest `json:"items"`
	Next  string        `json:"next,omitempty"`
}

// DataRequestInput is a new request.
type DataRequestInput struct {
	Issuer       string       `json:"issuer,omitempty"`
	ObligationID string       `json:"obligation_id,omitempty"`
	Title        string       `json:"title" maxLength:"300"`
	Guide        string       `json:"guide,omitempty" maxLength:"2000"`
	Columns      []DataColumn `json:"columns" maxItems:"30"`
	Due          string       `json:"due"`
	Organs       []string     `json:"organs" maxItems:"500"`
}

// DataAnswerInput is what an organ writes.
type DataAnswerInput struct {
	Organ   string   `json:"organ,omitempty"`
	Cells   []string `json:"cells" maxItems:"30"`
	Submit  bool     `json:"submit,omitempty"`
	Version int      `json:"version,omitempty"`
}

// TableInto puts the answers of a request into a draft.
type TableInto struct {
	Document string `json:"document"`
	Version  int    `json:"version,omitempty" doc:"phiên bản của dự thảo đã xem"`
}
