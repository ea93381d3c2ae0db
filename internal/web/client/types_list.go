package client

import "time"

// Item is a document in a list.
type Item struct {
	ID           string    `json:"id"`
	Kind         string    `json:"kind"`
	KindName     string    `json:"kind_name"`
	Symbol       string    `json:"symbol,omitempty"`
	Subject      string    `json:"subject"`
	Issuer       Named     `json:"issuer"`
	Drafter      Named     `json:"drafter"`
	State        string    `json:"state"`
	StateLabel   string    `json:"state_label"`
	Urgency      string    `json:"urgency,omitempty"`
	DocumentDate string    `json:"document_date,omitempty"`
	Version      int       `json:"version"`
	UpdatedAt    time.Time `json:"updated_at"`
	Marks        []Mark    `json:"marks,omitempty"`
	// ConclusionDue is set while a thông báo kết luận is not issued yet.
	ConclusionDue *time.Time `json:"conclusion_due,omitempty" doc:"hạn ban hành thông báo kết luận của cuộc họp"`
}

// List is one page of a box; Next is the cursor of the page after it.
type List struct {
	Items []Item `json:"items"`
	Next  string `json:"next,omitempty"`
}

// Delivery is one recipient's copy.
type Delivery struct {
	ID             string     `json:"id"`
	DocumentID     string     `json:"document_id"`
	Lines          []int      `json:"lines"`
	Recipient      Named      `json:"recipient"`
	Kind           string     `json:"kind" enum:"organ,person"`
	Office         string     `json:"office,omitempty" doc:"of an organ: the id of the organ whose văn thư takes it in"`
	Channel        string     `json:"channel"`
	Capacities     []string   `json:"capacities"`
	Required       string     `json:"required" enum:"ack,read,none"`
	Task           bool       `json:"task"`
	Status         string     `json:"status"`
	StatusLabel    string     `json:"status_label"`
	Sent           *time.Time `json:"sent,omitempty"`
	Arrived        *time.Time `json:"arrived,omitempty"`
	Read           *time.Time `json:"read,omitempty"`
	Acknowledged   *time.Time `json:"acknowledged,omitempty"`
	AcknowledgedBy string     `json:"acknowledged_by,omitempty"`
	ArrivalNumber  int        `json:"arrival_number,omitempty"`
	Note           string     `json:"note,omitempty"`
	Refused        *time.Time `json:"refused,omitempty"`
	RefusalReason  string     `json:"refusal_reason,omitempty"`
	Due            *time.Time `json:"due,omitempty"`
	Overdue        bool       `json:"overdue"`
	Board          string     `json:"board" enum:"sent,arrived,read,acknowledged,refused,overdue,failed,recalled" doc:"the one word of the board"`
	BoardLabel     string     `json:"board_label"`
	AcknowledgedAs string     `json:"acknowledged_as,omitempty" doc:"the capacity of who acknowledged"`
	Paper          bool       `json:"paper,omitempty" doc:"kèm bản giấy: a paper copy goes as well"`
	Mailed         *time.Time `json:"mailed,omitempty" doc:"the mail server took the letter"`
	Failed         *time.Time `json:"failed,omitempty"`
	Failure        string     `json:"failure,omitempty"`
	Posted         string     `json:"posted,omitempty" doc:"yyyy-mm-dd: the last envelope"`
	Recalled       *time.Time `json:"recalled,omitempty"`
}

// Received is a document that was delivered to the actor or the actor's organ.
type Received struct {
	Delivery Delivery `json:"delivery"`
	Document Item     `json:"document"`
	// MayAcknowledge and MayRefuse say what the actor can do with it now.
	MayAcknowledge bool `json:"may_acknowledge"`
	MayRefuse      bool `json:"may_refuse"`
}

// ReceivedList is one page of what was delivered.
type ReceivedList struct {
	Items []Received `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// Acknowledgement takes a delivery in.
type Acknowledgement struct {
	Note string `json:"note,omitempty" maxLength:"500"`
}

// AcknowledgeMany takes deliveries in, each by itself.
type AcknowledgeMany struct {
	Deliveries []string `json:"deliveries" minItems:"1" maxItems:"200"`
	Note       string   `json:"note,omitempty" maxLength:"500" doc:"on the receipt of each"`
}

// AcknowledgedList says what became of each, in the order in which they came.
type AcknowledgedList struct {
	Items []AcknowledgedItem `json:"items"`
}

// AcknowledgedItem is what became of one delivery.
type AcknowledgedItem struct {
	ID            string   `json:"id"`
	Acknowledged  bool     `json:"acknowledged"`
	Replayed      bool     `json:"replayed,omitempty" doc:"an earlier request with the same key had done it"`
	ArrivalNumber int      `json:"arrival_number,omitempty" doc:"số đến"`
	Code          string   `json:"code,omitempty" doc:"why not, as in a problem"`
	Detail        string   `json:"detail,omitempty"`
	Reasons       []Reason `json:"reasons,omitempty"`
}

// Refusal sends a delivery back.
type Refusal struct {
	Reason     string `json:"reason" maxLength:"500"`
	ReasonCode string `json:"reason_code,omitempty" enum:",wrong_recipient,invalid_signature,missing_pages,duplicate,other" doc:"default other"`
}

// Notice is one thing that the actor is told of.
type Notice struct {
	ID         string     `json:"id"`
	About      string     `json:"about" doc:"document, arrival, task, case_file, calendar, series …"`
	AboutID    string     `json:"about_id"`
	DocumentID string     `json:"document_id" doc:"để trống khi không nói về một văn bản"`
	Action     string     `json:"action"`
	Label      string     `json:"label"`
	Urgent     bool       `json:"urgent"`
	Subject    string     `json:"subject"`
	Symbol     string     `json:"symbol,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	SeenAt     *time.Time `json:"seen_at,omitempty"`
}

// Event is one entry of a document's trail.
type Event struct {
	Seq      int       `json:"seq"`
	At       time.Time `json:"at"`
	Action   string    `json:"action"`
	Actor    Named     `json:"actor"`
	Capacity string    `json:"capacity,omitempty"`
	From     string    `json:"from,omitempty"`
	To       string    `json:"to,omitempty"`
	Version  int       `json:"version"`
	Comment  string    `json:"comment,omitempty"`
	Hash     string    `json:"hash"`
}

// ContentVersion is one version of a document's text.
type ContentVersion struct {
	N              int       `json:"n"`
	Subject        string    `json:"subject"`
	RecipientsText string    `json:"recipients_text"`
	Body           Body      `json:"body"`
	SHA256         string    `json:"sha256"`
	SourceSHA256   string    `json:"source_sha256,omitempty" doc:"of the file or text that it came from"`
	Author         string    `json:"author" doc:"id of the person"`
	CreatedAt      time.Time `json:"created_at"`
}

// Person is somebody with an account, for pickers.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
	Email    string `json:"email,omitempty" doc:"chỉ cho quản trị được sửa"`
	MayEdit  bool   `json:"may_edit,omitempty" doc:"người hỏi được ghi địa chỉ thư điện tử này"`
	Posts    []Post `json:"posts"`
}

// NewEmail is where a person's letters go from now on; "" for nowhere.
type NewEmail struct {
	Email string `json:"email" maxLength:"254"`
}

// Post is a position held on the office's date.
type Post struct {
	OrganID  string `json:"organ_id"`
	Organ    string `json:"organ"`
	OfficeID string `json:"office_id" doc:"the organ that the unit belongs to"`
	Office   string `json:"office"`
	Title    string `json:"title"`
	Role     string `json:"role"`
}

// Organ is an organisation on the office's date, for pickers.
type Organ struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Code   string `json:"code,omitempty"`
	Regime string `json:"regime"`
	Class  string `json:"class"`
	Parent string `json:"parent,omitempty"`
	Unit   bool   `json:"unit"`
}

// Book is one series of numbers and where it stands.
type Book struct {
	ID            string `json:"id"`
	Issuer        Named  `json:"issuer"`
	Regime        string `json:"regime"`
	Symbol        string `json:"symbol" doc:"what shares the count"`
	Incoming      bool   `json:"incoming"`
	PeriodKind    string `json:"period_kind"`
	Period        string `json:"period"`
	Last          int    `json:"last"`
	LastDate      string `json:"last_date,omitempty"`
	ContinuesFrom int    `json:"continues_from,omitempty" doc:"the last number of the paper book"`
}

// RegisterRow is one row of a book: of a series with every field, of another book with its cells.
type RegisterRow struct {
	Number     int    `json:"number"`
	Symbol     string `json:"symbol"`
	Date       string `json:"date"`
	Status     string `json:"status"`
	KindName   string `json:"kind_name,omitempty"`
	Subject    string `json:"subject,omitempty"`
	Signer     string `json:"signer,omitempty"`
	Recipients string `json:"recipients,omitempty"`
	Copies     int    `json:"copies"`
	Note       string `json:"note,omitempty"`
	DocumentID string `json:"document_id,omitempty"`
	CopyID     string `json:"copy_id,omitempty" doc:"của sổ bản sao: bản sao mang số này, thay cho document_id"`
	SentOn     string `json:"sent_on,omitempty"`
	Kept       string `json:"kept,omitempty" doc:"đơn vị, người nhận bản lưu"`
	Receipt    string `json:"receipt,omitempty" doc:"ký nhận"`
	// Cells are the columns of the printed book, in their order.
	Cells []string `json:"cells,omitempty"`
}
