package client

// CaseFile is one hồ sơ.
type CaseFile struct {
	ID         string `json:"id"`
	Organ      string `json:"organ"`
	Year       int    `json:"year"`
	Code       string `json:"code" doc:"số và ký hiệu hồ sơ"`
	Heading    string `json:"heading,omitempty"`
	Title      string `json:"title"`
	Retention  string `json:"retention" doc:"thời hạn bảo quản"`
	Rule       string `json:"rule" doc:"quy tắc của bảng thời hạn bảo quản mà hồ sơ dùng"`
	Keeper     Named  `json:"keeper"`
	Unit       string `json:"unit"`
	Note       string `json:"note,omitempty"`
	State      string `json:"state" enum:"planned,open,closed,submitted,archived"`
	StateText  string `json:"state_text"`
	OpenedOn   string `json:"opened_on,omitempty"`
	EndedOn    string `json:"ended_on,omitempty"`
	ClosedOn   string `json:"closed_on,omitempty"`
	From       string `json:"from,omitempty"`
	To         string `json:"to,omitempty"`
	Documents  int    `json:"documents"`
	Pages      int    `json:"pages"`
	HandOverBy string `json:"hand_over_by,omitempty"`
	KeepUntil  string `json:"keep_until,omitempty"`
	KeepReason string `json:"keep_reason,omitempty"`
	ArchivedOn string `json:"archived_on,omitempty"`
	ExpiresOn  string `json:"expires_on,omitempty"`
	Version    int    `json:"version"`
}

// CaseFileList is one page of files.
type CaseFileList struct {
	Items []CaseFile `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// CaseFileItem is a paper in a file.
type CaseFileItem struct {
	ID         string `json:"id"`
	Source     string `json:"source" enum:"document,arrival,paper"`
	DocumentID string `json:"document_id,omitempty" doc:"chỉ khi người xem được đọc văn bản"`
	Symbol     string `json:"symbol,omitempty"`
	Date       string `json:"date,omitempty"`
	KindName   string `json:"kind_name,omitempty"`
	Subject    string `json:"subject"`
	Author     string `json:"author,omitempty"`
	Pages      int    `json:"pages"`
	Sheets     string `json:"sheets,omitempty" doc:"tờ số/trang số"`
	Note       string `json:"note,omitempty"`
}

// CaseFileShare is a right on a file.
type CaseFileShare struct {
	To   Named `json:"to"`
	Work bool  `json:"work" doc:"true: được cùng lập hồ sơ"`
}

// CaseLoan is a line of the sổ sử dụng bản lưu.
type CaseLoan struct {
	ID         string `json:"id"`
	CaseFile   string `json:"case_file"`
	Item       string `json:"item"`
	Borrower   Named  `json:"borrower"`
	Purpose    string `json:"purpose"`
	AskedOn    string `json:"asked_on"`
	DueOn      string `json:"due_on"`
	State      string `json:"state" enum:"asked,lent,refused,returned"`
	DecidedBy  string `json:"decided_by,omitempty"`
	ReturnedOn string `json:"returned_on,omitempty"`
	Note       string `json:"note,omitempty"`
}

// CaseFileView is a file with what lies in it.
type CaseFileView struct {
	CaseFile
	Items  []CaseFileItem  `json:"items"`
	Shares []CaseFileShare `json:"shares"`
	Loans  []CaseLoan      `json:"loans"`
	May    []string        `json:"may" doc:"những việc người xem được làm"`
}

// NewCaseFile describes a file.
type NewCaseFile struct {
	Organ   string `json:"organ,omitempty" maxLength:"100"`
	Year    int    `json:"year,omitempty" minimum:"1945" maximum:"2200"`
	Code    string `json:"code" maxLength:"40"`
	Heading string `json:"heading,omitempty" maxLength:"400"`
	Title   string `json:"title" maxLength:"1000"`
	Rule    string `json:"rule" maxLength:"100" doc:"mã của bảng thời hạn bảo quản"`
	Keeper  string `json:"keeper,omitempty" maxLength:"100" doc:"mã người lập; mặc định là mình"`
	Note    string `json:"note,omitempty" maxLength:"1000"`
	Planned bool   `json:"planned,omitempty" doc:"true: một dòng của danh mục hồ sơ, mở sau"`
	Version int    `json:"version,omitempty"`
}

// NewCaseFileItem puts a paper in: a document, an arrival, or what lies on paper.
type NewCaseFileItem struct {
	Document string `json:"document,omitempty" maxLength:"100"`
	Arrival  string `json:"arrival,omitempty" maxLength:"100"`
	Symbol   string `json:"symbol,omitempty" maxLength:"200"`
	Date     string `json:"date,omitempty" format:"date"`
	KindName string `json:"kind_name,omitempty" maxLength:"200"`
	Subject  string `json:"subject,omitempty" maxLength:"1000"`
	Author   string `json:"author,omitempty" maxLength:"400"`
	Pages    int    `json:"pages,omitempty" minimum:"0" maximum:"100000"`
	Note     string `json:"note,omitempty" maxLength:"1000"`
}

// CaseFileStep is what a step of a file takes.
type CaseFileStep struct {
	Version int    `json:"version,omitempty" doc:"phiên bản đã xem; 0: không kiểm"`
	Date    string `json:"date,omitempty" format:"date" doc:"ngày kết thúc công việc (close), giữ lại đến ngày (keep_back)"`
	Reason  string `json:"reason,omitempty" maxLength:"1000"`
}

// NewCaseFileShare gives or takes a right on a file.
type NewCaseFileShare struct {
	To     string `json:"to" maxLength:"100" doc:"mã người hoặc đơn vị"`
	Work   bool   `json:"work,omitempty"`
	Remove bool   `json:"remove,omitempty"`
}

// NewLoan asks for a paper.
type NewLoan struct {
	Item    string `json:"item" maxLength:"100"`
	Purpose string `json:"purpose" maxLength:"1000"`
	Due     string `json:"due" format:"date"`
}

// LoanDecision allows a loan, refuses it, or says that it came back.
type LoanDecision struct {
	Decision string `json:"decision" enum:"lend,refuse,return"`
	Note     string `json:"note,omitempty" maxLength:"1000"`
}

// RetentionRule is a line of the table of retention.
type RetentionRule struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Years  int    `json:"years" doc:"0: vĩnh viễn"`
	Source string `json:"source"`
	Mark   string `json:"mark"`
}

// CasePlan is the Danh mục hồ sơ of a year.
type CasePlan struct {
	Organ    Named           `json:"organ"`
	Year     int             `json:"year"`
	State    string          `json:"state,omitempty" enum:"drafting,issued" doc:"trống: chưa lập"`
	IssuedOn string          `json:"issued_on,omitempty"`
	IssuedAs string          `json:"issued_as,omitempty"`
	Files    []CaseFile      `json:"files"`
	Rules    []RetentionRule `json:"rules"`
	May      []string        `json:"may"`
}

// NewHandover proposes files to the archive.
type NewHandover struct {
	Files []string `json:"files" minItems:"1" maxItems:"500"`
}

// HandoverDecision accepts a hand-over, or returns it.
type HandoverDecision struct {
	Accept bool   `json:"accept"`
	Note   string `json:"note,omitempty" maxLength:"1000"`
}

// Handover is a biên bản giao nhận hồ sơ.
type Handover struct {
	ID         string     `json:"id"`
	Organ      string     `json:"organ"`
	State      string     `json:"state" enum:"proposed,accepted,returned"`
	ProposedBy Named      `json:"proposed_by"`
	ProposedAt string     `json:"proposed_at"`
	DecidedBy  *Named     `json:"decided_by,omitempty"`
	DecidedAt  string     `json:"decided_at,omitempty"`
	Note       string     `json:"note,omitempty"`
	Files      []CaseFile `json:"files,omitempty"`
	MayDecide  bool       `json:"may_decide"`
}
