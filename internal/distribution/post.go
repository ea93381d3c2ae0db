package distribution

import (
	"fmt"
	"strconv"
	"time"

	"trinhky/internal/book"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Post is one handing over of a copy on paper to the post.
type Post struct {
	ID, DeliveryID, DocumentID, OfficeID string
	SentOn                               store.Date // Ngày chuyển
	Envelopes                            int        // Số lượng bì
	Mark                                 string     // dấu bưu điện, số vận đơn
	SignedBy                             string     // who signed for it
	Note                                 string
	ByID                                 string
	At                                   time.Time
	About                                string // what the envelope held: PostedDocument, "" alike, or PostedRecall
}

// What an envelope held.
const (
	PostedDocument = "document"
	PostedRecall   = "recall" // the notice that the document is recalled
)

// PostRow is a line of the sổ gửi văn bản đi bưu điện.
type PostRow struct {
	Post
	Symbol    string
	Recipient string
}

const mostEnvelopes = 9999

// The refusals of posting.
var (
	ErrNotOnPaper     = fault.New(fault.Unmet, "DELIVERY_NOT_ON_PAPER", "Văn bản này không gửi bản giấy: chuyển sang gửi giấy hoặc đánh dấu kèm bản giấy trước.")
	ErrPostDate       = fault.New(fault.Unmet, "POST_DATE_INVALID", "Ngày chuyển không hợp lệ: không được trước ngày phát hành hoặc sau ngày làm việc.")
	ErrPostEnvelopes  = fault.New(fault.Unmet, "POST_ENVELOPES_INVALID", fmt.Sprintf("Số lượng bì phải từ 1 đến %d.", mostEnvelopes))
	ErrPostAbout      = fault.New(fault.Unmet, "POST_ABOUT_INVALID", "Bì thư chỉ chứa văn bản hoặc thông báo thu hồi.")
	ErrNoRecallToPost = fault.New(fault.Unmet, "NO_RECALL_TO_POST", "Không có thông báo thu hồi nào phải gửi bằng bản giấy cho nơi nhận này.")
	ErrPostMark       = fault.New(fault.Unmet, "POST_MARK_REQUIRED", "Phải ghi dấu bưu điện, số vận đơn hoặc người ký nhận.")
)

// postColumns are those of the sổ gửi văn bản đi bưu điện, in millimetres.
var postColumns = []book.Column{
	{Title: "Ngày chuyển", Width: 24, Align: book.Center}, {Title: "Số, ký hiệu văn bản", Width: 40}, {Title: "Nơi nhận văn bản", Width: 78},
	{Title: "Số lượng bì", Width: 18, Align: book.Center}, {Title: "Ký nhận và dấu bưu điện", Width: 57}, {Title: "Ghi chú", Width: 40},
}

// PostBook is the sổ gửi văn bản đi bưu điện of an office from a day to a day. It asks nobody for a right: the caller has.
func PostBook(tx *store.Tx, office directory.Organ, from, to store.Date) (book.Book, error) {
	b := book.Book{
		Title: "Sổ gửi văn bản đi bưu điện", Owner: office.Name, From: from, To: to, Unit: "lượt gửi", Columns: postColumns,
		Signers: []string{"Văn thư", "Người đứng đầu văn phòng"},
		Period:  "Từ ngày " + shown(from) + " đến ngày " + shown(to),
	}
	if from.Year() == to.Year() && from == store.Date(fmt.Sprintf("%04d-01-01", from.Year())) && to == store.Date(fmt.Sprintf("%04d-12-31", to.Year())) {
		b.Period = "Năm " + strconv.Itoa(from.Year())
	}
	if office.SuperiorID != "" {
		above, err := directory.OrganByID(tx, office.SuperiorID)
		if err != nil {
			return b, err
		}
		b.Superior = above.Name
	}
	rows, err := postRows(tx, office.ID, from, to)
	if err != nil {
		return b, err
	}
	for _, r := range rows {
		b.Rows = append(b.Rows, book.Row{Cells: []string{shown(r.SentOn), r.Symbol, r.Recipient, strconv.Itoa(r.Envelopes), r.Signed(), r.Noted()}})
	}
	return b, nil
}

// Signed is the column "Ký nhận và dấu bưu điện".
func (p Post) Signed() string {
	if p.SignedBy != "" && p.Mark != "" {
		return p.SignedBy + "; " + p.Mark
	}
	return p.SignedBy + p.Mark
}

// Noted is the column "Ghi chú", which says what was in the envelope when it was not the document.
func (p Post) Noted() string {
	switch {
	case p.About != PostedRecall:
		return p.Note
	case p.Note == "":
		return "Thông báo thu hồi"
	}
	return "Thông báo thu hồi; " + p.Note
}

func shown(d store.Date) string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format("02/01/2006")
}
