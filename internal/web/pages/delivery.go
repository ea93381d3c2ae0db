package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// deliveriesView is the board of a document: what became of each line of Nơi nhận, and one page of its copies.
type deliveriesView struct {
	page
	View    signoff.View
	Board   distribution.Overview
	Filter  distribution.CopyFilter
	Choices []statusChoice
	Copies  []boardCopy
	Posts   []distribution.PostRow
	Next    string // the address of the next page; "" at the end
	Reminds bool   // may press Đôn đốc
	Done    string // what was done just now
}

// statusChoice is one word of the board with how many copies stand there.
type statusChoice struct {
	distribution.Status
	N    int
	Here bool
}

// boardCopy is one copy on the board, and what this person may do about it.
type boardCopy struct {
	distribution.Delivery
	Reason  string
	Sends   bool // the văn thư who issued
	Reminds bool
	Key     string
	Typed   sendingInput
}

// Open says whether something may still be done about the copy.
func (v boardCopy) Open() bool {
	return v.State != distribution.Acknowledged && v.State != distribution.Refused && v.RecalledAt.IsZero()
}

// Paper says whether the copy, or one beside it, goes by post.
func (v boardCopy) Paper() bool { return v.By() == distribution.ByPaper || v.WithPaper }

// sendingInput is văn thư's work on one copy as typed, when it was refused.
type sendingInput struct {
	act, delivery                                      string
	Proof, Address, Reason                             string
	SentOn, Envelopes, Mark, SignedBy, Note, PaperMark string
}

const boardPage = 50

func (s *site) deliveries(c echo.Context, who string) error {
	return s.deliveriesPage(c, who, c.Param("id"), sendingInput{}, nil)
}

func copyFilter(c echo.Context) distribution.CopyFilter {
	line, _ := strconv.Atoi(c.QueryParam("line")) // what is no number is no filter
	return distribution.CopyFilter{
		Status: distribution.Status(c.QueryParam("status")), Line: max(line, 0), Text: c.QueryParam("q"), Cursor: c.QueryParam("cursor"), Limit: boardPage,
	}
}

func (s *site) deliveriesPage(c echo.Context, who, id string, typed sendingInput, refused *fault.Fault) error {
	ctx := c.Request().Context()
	v, err := s.Signoff.Show(ctx, who, id)
	if err != nil {
		return err
	}
	view := deliveriesView{View: v, Filter: copyFilter(c)}
	var copies distribution.CopyPage
	if view.Board, copies, err = s.Distribution.Live(ctx, actor(who), id, view.Filter); err != nil {
		return err
	}
	if view.Posts, err = s.Distribution.Posts(ctx, actor(who), id); err != nil {
		return err
	}
	status := http.StatusOK
	if view.page, err = s.page(c, who, "Tình hình gửi, nhận", ""); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	} else if n := c.QueryParam("reminded"); n != "" {
		if count, err := strconv.Atoi(n); err == nil {
			view.Done = fmt.Sprintf("Đã đôn đốc %d nơi nhận.", count)
		}
	}
	clerk := view.Me.Clerk
	view.Reminds = clerk || v.Document.DrafterID == who
	for _, d := range copies.Items {
		one := boardCopy{Delivery: d, Reason: distribution.ReasonCodes[d.ReasonCode], Key: view.Key, Sends: clerk}
		one.Reminds = view.Reminds && d.Waiting() && d.By() != distribution.ByPaper
		if d.ID == typed.delivery {
			one.Typed = typed
		}
		view.Copies = append(view.Copies, one)
	}
	for _, word := range distribution.Statuses {
		view.Choices = append(view.Choices, statusChoice{word, view.Board.Total.By[word], word == view.Filter.Status})
	}
	if copies.Next != "" {
		view.Next = view.address(copies.Next)
	}
	return render(c, status, "documents/deliveries", view)
}

// address is the board with its filter, from a copy on.
func (v deliveriesView) address(cursor string) string {
	q := url.Values{}
	for name, value := range map[string]string{"status": string(v.Filter.Status), "q": v.Filter.Text, "cursor": cursor} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.Filter.Line > 0 {
		q.Set("line", strconv.Itoa(v.Filter.Line))
	}
	return "?" + q.Encode()
}

// sending is a form of văn thư about one copy: it goes back to the board.
func (s *site) sending(c echo.Context, who, act string, do func(f form, typed *sendingInput) error) error {
	f, err := s.form(c, who)
	document := f.Get("document")
	typed := sendingInput{
		act: act, delivery: c.Param("id"), Proof: f.text("proof"), Address: f.text("address"), Reason: f.text("reason"), SentOn: f.text("sent_on"),
		Envelopes: f.text("envelopes"), Mark: f.text("mark"), SignedBy: f.text("signed_by"), Note: f.text("note"),
	}
	if err == nil {
		err = do(f, &typed)
	}
	return s.answer(f.ctx, c, err, always("/documents/"+document+"/deliveries"), func(refused *fault.Fault) error {
		return s.deliveriesPage(c, who, document, typed, refused)
	})
}

// prove notes that a receiver without an account has the document.
func (s *site) prove(c echo.Context, who string) error {
	return s.sending(c, who, "proof", func(f form, typed *sendingInput) error {
		_, err := s.Distribution.Prove(f.ctx, actor(who), typed.delivery, typed.Proof)
		return err
	})
}

// recordPost writes a line of the sổ gửi văn bản đi bưu điện.
func (s *site) recordPost(c echo.Context, who string) error {
	return s.sending(c, who, "posts", func(f form, typed *sendingInput) error {
		envelopes, err := strconv.Atoi(typed.Envelopes)
		if err != nil && typed.Envelopes != "" {
			return distribution.ErrPostEnvelopes
		}
		_, err = s.Distribution.RecordPost(f.ctx, actor(who), typed.delivery, distribution.Post{
			SentOn: store.Date(typed.SentOn), Envelopes: envelopes, Mark: typed.Mark, SignedBy: typed.SignedBy, Note: typed.Note,
		})
		return err
	})
}

// bounce notes that a letter came back.
func (s *site) bounce(c echo.Context, who string) error {
	return s.sending(c, who, "bounce", func(f form, typed *sendingInput) error {
		_, err := s.Distribution.Bounced(f.ctx, actor(who), typed.delivery, typed.Reason)
		return err
	})
}

// resend sends the letter again.
func (s *site) resend(c echo.Context, who string) error {
	return s.sending(c, who, "resending", func(f form, typed *sendingInput) error {
		_, err := s.Distribution.Resend(f.ctx, actor(who), typed.delivery, typed.Address)
		return err
	})
}

// byPost gives up the mail for paper.
func (s *site) byPost(c echo.Context, who string) error {
	return s.sending(c, who, "by-post", func(f form, typed *sendingInput) error {
		_, err := s.Distribution.ByPost(f.ctx, actor(who), typed.delivery)
		return err
	})
}

// withPaper marks kèm bản giấy, or unmarks it.
func (s *site) withPaper(c echo.Context, who string) error {
	return s.sending(c, who, "paper", func(f form, typed *sendingInput) error {
		_, err := s.Distribution.AlsoPaper(f.ctx, actor(who), typed.delivery, f.Get("paper") == "true")
		return err
	})
}

// remindOne is Đôn đốc for one copy.
func (s *site) remindOne(c echo.Context, who string) error {
	return s.sending(c, who, "reminder", func(f form, typed *sendingInput) error {
		_, err := s.Distribution.Remind(f.ctx, actor(who), f.Get("document"), []string{typed.delivery})
		return err
	})
}

// remindAll is Đôn đốc for everybody who still waits.
func (s *site) remindAll(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id, n := c.Param("id"), 0
	if err == nil {
		n, err = s.Distribution.Remind(f.ctx, actor(who), id, nil)
	}
	return s.answer(f.ctx, c, err, always(fmt.Sprintf("/documents/%s/deliveries?reminded=%d", id, n)), func(refused *fault.Fault) error {
		return s.deliveriesPage(c, who, id, sendingInput{}, refused)
	})
}

// receipt gives the newest signed receipt of a copy.
func (s *site) receipt(c echo.Context, who string) error {
	receipts, err := s.Distribution.ReceiptsOf(c.Request().Context(), actor(who), c.Param("id"))
	if err != nil {
		return err
	}
	r, err := distribution.PickReceipt(receipts, c.QueryParam("kind"))
	if err != nil {
		return err
	}
	return serveReceipt(c, r)
}
