package client

import "time"

// Problem is an error as RFC 9457 tells it, with a code for the phone and every reason in Vietnamese.
type Problem struct {
	Type    string   `json:"type"`
	Title   string   `json:"title"`
	Status  int      `json:"status"`
	Detail  string   `json:"detail"`
	Code    string   `json:"code"`
	Reasons []Reason `json:"reasons,omitempty"`
	// Instance names the request; the server's log has the same id.
	Instance string `json:"instance,omitempty"`
}

// Reason is one thing that stands in the way.
type Reason struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Credentials open a session.
type Credentials struct {
	Username string `json:"username" minLength:"1" maxLength:"100"`
	Password string `json:"password" minLength:"1" maxLength:"200"`
}

// Session is an open session; the token goes into Authorization: Bearer.
type Session struct {
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
	Actor     Actor     `json:"actor"`
}

// Actor is who is logged in.
type Actor struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username,omitempty"`
}

// Me is the actor with positions, roles and the count of each box.
type Me struct {
	Actor
	Date   string           `json:"date" doc:"the office's date, yyyy-mm-dd"`
	Roles  []Role           `json:"roles"`
	Counts map[string]int64 `json:"counts" doc:"Documents in each box, counted up to 1,000: 1,000 means that many or more."`
}

// Role is one role of the actor, where it is held.
type Role struct {
	Role       string `json:"role"`
	Title      string `json:"title"`
	Organ      string `json:"organ"`
	OrganName  string `json:"organ_name"`
	Office     string `json:"office"`
	OfficeName string `json:"office_name"`
	Mandate    string `json:"mandate,omitempty"`
}

// Kind is a kind of document that the actor may draft for an issuer.
type Kind struct {
	Kind       string   `json:"kind"`
	Name       string   `json:"name"`
	Code       string   `json:"code,omitempty"`
	Regime     string   `json:"regime" enum:"party,state"`
	Issuer     string   `json:"issuer"`
	IssuerName string   `json:"issuer_name"`
	Addressed  string   `json:"addressed" enum:"required,optional,none"`
	Signers    []Signer `json:"signers"`
	Templates  []Named  `json:"templates" doc:"mẫu của loại văn bản"`
}

// Signer is somebody who may sign, and the lines above the name.
type Signer struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Username string   `json:"username,omitempty"`
	Title    string   `json:"title,omitempty"`
	Formula  []string `json:"formula,omitempty"`
}

// Block is one block of a body; see Body.
type Block struct {
	Kind       string    `json:"kind" enum:"heading,paragraph,item,table,figure,appendix"`
	Level      int       `json:"level,omitempty"`
	Ordinal    string    `json:"ordinal,omitempty"`
	Runs       []Run     `json:"runs,omitempty"`
	Align      string    `json:"align,omitempty" enum:"left,center,right"`
	Rows       [][]Cell  `json:"rows,omitempty"`
	HeaderRows int       `json:"header_rows,omitempty"`
	Widths     []float64 `json:"widths,omitempty" doc:"shares of the columns of a table, 1 together"`
	Picture    *Picture  `json:"picture,omitempty"`
	Landscape  bool      `json:"landscape,omitempty" doc:"of an appendix"`
}

// Picture is an image of a body, one of the document's figures.
type Picture struct {
	SHA256    string  `json:"sha256"`
	MediaType string  `json:"media_type" enum:"image/png,image/jpeg"`
	Width     float64 `json:"width" doc:"as printed, in millimetres"`
	Height    float64 `json:"height"`
	Alt       string  `json:"alt,omitempty"`
}

// Run is a stretch of text in one style.
type Run struct {
	Text      string `json:"text"`
	Bold      bool   `json:"bold,omitempty"`
	Italic    bool   `json:"italic,omitempty"`
	Underline bool   `json:"underline,omitempty"`
	Script    string `json:"script,omitempty" enum:"super,sub"`
	Note      string `json:"note,omitempty" doc:"a footnote that hangs on the end of the run"`
}

// Cell is one cell of a table.
type Cell struct {
	Runs  []Run  `json:"runs,omitempty"`
	Span  int    `json:"span,omitempty" doc:"columns that it covers"`
	Down  int    `json:"down,omitempty" doc:"rows that it covers"`
	Align string `json:"align,omitempty" enum:"left,center,right"`
}

// Body is the text between trích yếu and signature block.
type Body struct {
	Blocks []Block `json:"blocks"`
}

// NewDocument begins a document. Give Text, which is read into fields, or Body.
type NewDocument struct {
	Kind           string   `json:"kind,omitempty" doc:"id of a kind; may be left out when the text names it"`
	Subkind        string   `json:"subkind,omitempty"`
	Issuer         string   `json:"issuer,omitempty" doc:"id of the issuing organ; default: the organ of the actor's office"`
	OnBehalfOf     string   `json:"on_behalf_of,omitempty"`
	Subject        string   `json:"subject,omitempty" doc:"trích yếu, at most 500 characters"`
	Template       string   `json:"template,omitempty" doc:"id of a template to begin from, where neither text nor body is given"`
	Text           string   `json:"text,omitempty"`
	Body           *Body    `json:"body,omitempty"`
	RecipientsText string   `json:"recipients_text,omitempty"`
	Recipients     []string `json:"recipients,omitempty" doc:"the lines of Nơi nhận, instead of recipients_text"`
	Addressee      string   `json:"addressee,omitempty"`
	Addressees     []string `json:"addressees,omitempty"`
	Urgency        string   `json:"urgency,omitempty" enum:",khan,thuong_khan,hoa_toc"`
	SecurityLevel  string   `json:"security_level,omitempty" doc:"only thuong: state secrets are refused"`
	Signer         string   `json:"signer,omitempty"`
	Place          string   `json:"place,omitempty"`
	Due            string   `json:"due,omitempty" doc:"yyyy-mm-dd"`

	Fields    map[string]string `json:"fields,omitempty" doc:"of the kind, by name; what is left out is taken from the text, as far as it tells"`
	WithPaper bool              `json:"with_paper,omitempty" doc:"kèm bản giấy"`
}

// Change changes a draft; what is left out stays as it is.
type Change struct {
	Subject        *string   `json:"subject,omitempty"`
	Text           *string   `json:"text,omitempty"`
	Body           *Body     `json:"body,omitempty"`
	RecipientsText *string   `json:"recipients_text,omitempty"`
	Addressees     *[]string `json:"addressees,omitempty"`
	Urgency        *string   `json:"urgency,omitempty"`
	Signer         *string   `json:"signer,omitempty"`
	Place          *string   `json:"place,omitempty"`
	OnBehalfOf     *string   `json:"on_behalf_of,omitempty"`
	Due            *string   `json:"due,omitempty"`

	Fields    map[string]string `json:"fields,omitempty" doc:"of the kind, by name; an empty value takes one away"`
	WithPaper *bool             `json:"with_paper,omitempty" doc:"kèm bản giấy"`
}

// Act is what goes with an action.
type Act struct {
	Comment  string   `json:"comment,omitempty" doc:"the reason of return, cancel, recall, take_back, replace, amend and correct; the words of an opinion"`
	To       []string `json:"to,omitempty" doc:"request_opinion: ids of persons and organs; take_back: ids of deliveries, none = all; replace, amend, correct: id of who drafts"`
	Due      string   `json:"due,omitempty" doc:"request_opinion: RFC 3339 time or yyyy-mm-dd"`
	Verdict  string   `json:"verdict,omitempty" enum:",agree,other,not_mine" doc:"give_opinion"`
	PIN      string   `json:"pin,omitempty" doc:"sign: of the person's key; seal: of the organ's"`
	SHA256   string   `json:"sha256,omitempty" doc:"sign and seal: of the bytes that were shown"`
	CaseFile string   `json:"case_file,omitempty" doc:"file: số và ký hiệu hồ sơ"`
	Ground   string   `json:"ground,omitempty" doc:"recall: căn cứ pháp lý của quyết định thu hồi"`
	Mistake  string   `json:"reason_kind,omitempty" enum:",form,content" doc:"correct: sai sót về thể thức, thủ tục (form) hay nội dung (content)"`
}

// Named is an id with the name a person reads.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Document is one văn bản as the actor sees it.
type Document struct {
	ID             string       `json:"id"`
	Kind           string       `json:"kind"`
	KindName       string       `json:"kind_name"`
	Subkind        string       `json:"subkind,omitempty"`
	Regime         string       `json:"regime"`
	Issuer         Named        `json:"issuer"`
	Unit           Named        `json:"unit"`
	Drafter        Named        `json:"drafter"`
	Signer         Signer       `json:"signer"`
	Subject        string       `json:"subject"`
	AddressWord    string       `json:"address_word,omitempty"`
	Addressees     []string     `json:"addressees,omitempty"`
	Place          string       `json:"place"`
	Urgency        string       `json:"urgency,omitempty"`
	SecurityLevel  string       `json:"security_level"`
	Due            string       `json:"due,omitempty"`
	ConclusionDue  *time.Time   `json:"conclusion_due,omitempty" doc:"hạn ban hành thông báo kết luận của cuộc họp"`
	State          string       `json:"state"`
	StateLabel     string       `json:"state_label"`
	Version        int          `json:"version"`
	ContentVersion int          `json:"content_version"`
	Symbol         string       `json:"symbol,omitempty"`
	DocumentDate   string       `json:"document_date,omitempty"`
	CaseFile       string       `json:"case_file,omitempty"`
	PDFSHA256      string       `json:"pdf_sha256,omitempty" doc:"of the stored bytes; none while only a preview exists"`
	Body           Body         `json:"body"`
	RecipientsText string       `json:"recipients_text"`
	Recipients     []Line       `json:"recipients"`
	Available      []Action     `json:"available"`
	Steps          []Step       `json:"steps"`
	Parts          []Part       `json:"parts"`
	Opinions       []Opinion    `json:"opinions"`
	Attachments    []Attachment `json:"attachments"`
	Citations      []Citation   `json:"citations"`
	Signatures     []Signature  `json:"signatures"`
	Marks          []Mark       `json:"marks" doc:"văn bản đã ra sao sau phát hành"`
	Related        []Related    `json:"related" doc:"văn bản thay thế, sửa đổi, đính chính, hai chiều"`
	Recall         *Recall      `json:"recall,omitempty"`
	VerifyCode     string       `json:"verify_code,omitempty" doc:"mã tra cứu công khai ở /verify/{code}"`
	MayEdit        bool         `json:"may_edit"`
	Fields         []Field      `json:"fields,omitempty" doc:"of the kind"`
	WithPaper      bool         `json:"with_paper,omitempty" doc:"kèm bản giấy"`
	CreatedAt      time.Time    `json:"created_at"`
	UpdatedAt      time.Time    `json:"updated_at"`
	IssuedAt       *time.Time   `json:"issued_at,omitempty"`
}

// Action is an arrow out of the document's state.
type Action struct {
	Action  string   `json:"action"`
	Label   string   `json:"label"`
	Allowed bool     `json:"allowed"`
	Reasons []Reason `json:"reasons,omitempty"`
}

// Step is what the document waits for.
type Step struct {
	Action string     `json:"action"`
	Holder Named      `json:"holder"`
	Due    *time.Time `json:"due,omitempty"`
}

// Part is who plays one of the five parts.
type Part struct {
	Part     string    `json:"part"`
	Person   Named     `json:"person"`
	Capacity string    `json:"capacity,omitempty"`
	At       time.Time `json:"at"`
}

// Opinion is a question to somebody and the answer.
type Opinion struct {
	Round      int        `json:"round"`
	Asked      Named      `json:"asked"`
	Question   string     `json:"question,omitempty"`
	Due        *time.Time `json:"due,omitempty"`
	Verdict    string     `json:"verdict,omitempty"`
	Comment    string     `json:"comment,omitempty"`
	AnsweredBy *Named     `json:"answered_by,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

// Attachment is a file beside a document.
type Attachment struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	SHA256    string    `json:"sha256"`
	CreatedAt time.Time `json:"created_at"`
}

// Citation is a document that the text cites; ResolvesTo is its id where it is known here and the actor may see it.
type Citation struct {
	N          int         `json:"n" doc:"thứ tự trong văn bản, từ 1"`
	Raw        string      `json:"raw"`
	Role       string      `json:"role"`
	Symbol     string      `json:"symbol,omitempty"`
	Date       string      `json:"date,omitempty"`
	Issuer     string      `json:"issuer,omitempty"`
	Type       string      `json:"type,omitempty"`
	Relation   string      `json:"relation,omitempty" enum:"mentions,grounds,implements,answers,amends,replaces"`
	ShortOf    int         `json:"short_of,omitempty" doc:"của cách gọi tắt (“Chỉ thị 34”): n của lần viện dẫn đầy đủ"`
	Paragraph  int         `json:"paragraph" doc:"khối nội dung, từ 1; 0 là trích yếu"`
	Standing   string      `json:"standing,omitempty" enum:"known,ambiguous,unknown,misattributed,unnumbered"`
	ResolvesTo string      `json:"resolves_to,omitempty"`
	Marks      []Mark      `json:"marks,omitempty" doc:"văn bản được viện dẫn đã ra sao: thu hồi, bị thay thế …"`
	Candidates []Candidate `json:"candidates,omitempty" doc:"những văn bản có thể được nói đến, khi standing là ambiguous"`
}

// Signature is one digital signature of the document.
type Signature struct {
	Signer   string    `json:"signer"`
	Kind     string    `json:"kind" enum:"personal,organ"`
	Serial   string    `json:"serial"`
	SignedAt time.Time `json:"signed_at"`
}

// Line is one line of Nơi nhận as the system understands it.
type Line struct {
	N    int    `json:"n"`
	Text string `json:"text"`
	Kind string `json:"kind"`
	Ack  string `json:"ack"`
	Task bool   `json:"task"`
}
