package client

import "time"

// Version is one content version in a list, without its text.
type Version struct {
	N         int       `json:"n"`
	Subject   string    `json:"subject"`
	Author    Named     `json:"author"`
	CreatedAt time.Time `json:"created_at"`
	SHA256    string    `json:"sha256"`
}

// Redline is what changed from one content version to another: what is kept and deleted is the first, what is kept and
// inserted the second.
type Redline struct {
	From     int            `json:"from" doc:"phiên bản trước"`
	To       int            `json:"to" doc:"phiên bản sau"`
	Summary  RedlineSummary `json:"summary"`
	Passages []Passage      `json:"passages"`
}

// RedlineSummary counts the changed passages; one that moved and was changed counts as both.
type RedlineSummary struct {
	Text          string `json:"text" doc:"bằng chữ: “3 đoạn thêm, 1 đoạn chuyển”"`
	Inserted      int    `json:"inserted"`
	Deleted       int    `json:"deleted"`
	Moved         int    `json:"moved"`
	Changed       int    `json:"changed"`
	Restyled      int    `json:"restyled"`
	WordsInserted int    `json:"words_inserted"`
	WordsDeleted  int    `json:"words_deleted"`
}

// Passage is one block of the body, the trích yếu, an addressee or a line of Nơi nhận.
type Passage struct {
	Part  string    `json:"part" enum:"subject,address_word,addressee,body,recipients"`
	Kind  string    `json:"kind" enum:"kept,changed,restyled,inserted,deleted,left" doc:"left: chỗ cũ của đoạn đã chuyển"`
	Moved bool      `json:"moved,omitempty"`
	From  int       `json:"from,omitempty" doc:"thứ tự trong phần ở phiên bản trước, từ 1"`
	To    int       `json:"to,omitempty" doc:"thứ tự trong phần ở phiên bản sau, từ 1"`
	Was   *Block    `json:"was,omitempty" doc:"khối ở phiên bản trước, không có chữ"`
	Now   *Block    `json:"now,omitempty" doc:"khối ở phiên bản sau, không có chữ"`
	Words []Segment `json:"words,omitempty"`
	Rows  []RowDiff `json:"rows,omitempty" doc:"của bảng"`
	Looks []string  `json:"looks,omitempty" doc:"kiểu trình bày đã đổi: ordinal, level, align, kind, picture, columns, landscape, runs"`
}

// RowDiff is one row of a table.
type RowDiff struct {
	Kind  string     `json:"kind" enum:"kept,changed,restyled,inserted,deleted"`
	From  int        `json:"from,omitempty"`
	To    int        `json:"to,omitempty"`
	Cells []CellDiff `json:"cells"`
}

// CellDiff is one cell of a row.
type CellDiff struct {
	Was   *Cell     `json:"was,omitempty"`
	Now   *Cell     `json:"now,omitempty"`
	Words []Segment `json:"words,omitempty"`
}

// Segment is a stretch of words of one fate and one look.
type Segment struct {
	Kind   string `json:"kind" enum:"kept,restyled,inserted,deleted"`
	Text   string `json:"text"`
	Look   *Look  `json:"look,omitempty"`
	Was    *Look  `json:"was,omitempty" doc:"kiểu chữ trước đó, khi kind là restyled"`
	Note   bool   `json:"note,omitempty" doc:"chữ của chú thích cuối trang"`
	Begins bool   `json:"begins,omitempty" doc:"bắt đầu một chú thích"`
}

// Look is how words look; none is plain.
type Look struct {
	Bold      bool   `json:"bold,omitempty"`
	Italic    bool   `json:"italic,omitempty"`
	Underline bool   `json:"underline,omitempty"`
	Script    string `json:"script,omitempty" enum:",super,sub"`
}

// Comments are what was said about a document's text.
type Comments struct {
	MayComment bool     `json:"may_comment"`
	Threads    []Thread `json:"threads"`
}

// Thread is a comment and its answers.
type Thread struct {
	ID             string     `json:"id"`
	Author         Named      `json:"author"`
	CreatedAt      time.Time  `json:"created_at"`
	ContentVersion int        `json:"content_version" doc:"phiên bản được góp ý"`
	Block          int        `json:"block" doc:"đoạn được góp ý ở phiên bản đó, từ 1"`
	BlockNow       int        `json:"block_now,omitempty" doc:"đoạn ấy ở phiên bản mới nhất; không có: đoạn đã bị xóa"`
	Deleted        bool       `json:"deleted" doc:"đoạn đã bị xóa"`
	Quote          string     `json:"quote"`
	Quoted         bool       `json:"quoted" doc:"những từ được trích còn nguyên trong đoạn"`
	Text           string     `json:"text"`
	Answers        []Answer   `json:"answers"`
	ResolvedBy     *Named     `json:"resolved_by,omitempty"`
	ResolvedAt     *time.Time `json:"resolved_at,omitempty"`
	MayResolve     bool       `json:"may_resolve"`
}

// Answer is an answer to a comment.
type Answer struct {
	ID        string    `json:"id"`
	Author    Named     `json:"author"`
	CreatedAt time.Time `json:"created_at"`
	Text      string    `json:"text"`
}

// NewComment says something about a block, or answers.
type NewComment struct {
	ContentVersion int    `json:"content_version,omitempty" minimum:"0" doc:"mặc định: phiên bản mới nhất"`
	Block          int    `json:"block,omitempty" minimum:"0" doc:"đoạn của nội dung, từ 1"`
	Quote          string `json:"quote,omitempty" doc:"những từ của đoạn được góp ý; mặc định: mấy từ đầu đoạn"`
	Text           string `json:"text" doc:"tối đa 4.000 ký tự"`
	ReplyTo        string `json:"reply_to,omitempty" maxLength:"100" doc:"id của góp ý được trả lời; khi đó không cần block"`
}
