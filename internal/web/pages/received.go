package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/fault"
)

// receivedView is what was delivered to the person, or to the person's organ.
type receivedView struct {
	page
	Only  string // "" | unread | waiting | overdue
	Items []receivedItem
	Next  string // the address of the next page; "" at the end
}

// receivedItem is one copy that came.
type receivedItem struct {
	distribution.Received
	KindName, From, Address string
	Key                     string
	Typed                   decisionInput
	Again                   bool // a decision on it was refused just now
}

// decisionInput is an acknowledgement or a refusal as typed.
type decisionInput struct {
	delivery, only     string
	Note, Code, Reason string
}

// Late says whether the time to confirm is over and nothing was confirmed.
func (i receivedItem) Late() bool { return i.Overdue && i.Waiting() }

// ToOrgan says whether the copy came to an organ, whose văn thư gives it a số đến.
func (i receivedItem) ToOrgan() bool { return i.PersonID == "" }

func (s *site) received(c echo.Context, who string) error {
	return s.receivedPage(c, who, decisionInput{only: c.QueryParam("only")}, nil)
}

func (s *site) receivedPage(c echo.Context, who string, typed decisionInput, refused *fault.Fault) error {
	ctx := c.Request().Context()
	list, err := s.Distribution.Received(ctx, actor(who), distribution.ReceivedFilter{Only: typed.only, Cursor: c.QueryParam("cursor"), Limit: 30})
	if err != nil {
		return err
	}
	names, err := s.organNames(ctx, who)
	if err != nil {
		return err
	}
	view, status := receivedView{Only: typed.only}, http.StatusOK
	if view.page, err = s.page(c, who, "Văn bản đến", "received"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	if list.Next != "" {
		view.Next = withQuery("/received", "only", typed.only, "cursor", list.Next)
	}
	for _, r := range list.Items {
		item := receivedItem{
			Received: r, KindName: kindName(r.Document), From: names[r.Document.IssuerID], Address: addressOf(r.Document.Regime), Key: view.Key,
		}
		if r.ID == typed.delivery {
			item.Typed, item.Again = typed, true
		}
		view.Items = append(view.Items, item)
	}
	return render(c, status, "received", view)
}

// organNames are the names of the organs of the office's date.
func (s *site) organNames(ctx context.Context, who string) (map[string]string, error) {
	organs, _, err := s.Signoff.Directory(ctx, who)
	names := make(map[string]string, len(organs))
	for _, o := range organs {
		names[o.ID] = o.Name
	}
	return names, err
}

func (s *site) acknowledge(c echo.Context, who string) error {
	return s.decide(c, who, func(f form, d decisionInput) error {
		_, err := s.Incoming.Acknowledge(f.ctx, actor(who), d.delivery, d.Note)
		return err
	})
}

func (s *site) refuse(c echo.Context, who string) error {
	return s.decide(c, who, func(f form, d decisionInput) error {
		_, err := s.Incoming.Refuse(f.ctx, actor(who), d.delivery, d.Code, d.Reason)
		return err
	})
}

// decide carries out what a receiver decided on a copy.
func (s *site) decide(c echo.Context, who string, do func(form, decisionInput) error) error {
	f, err := s.form(c, who)
	typed := decisionInput{
		delivery: c.Param("id"), only: f.Get("only"), Note: f.text("note"), Code: f.Get("code"), Reason: f.text("reason"),
	}
	if err == nil {
		err = do(f, typed)
	}
	return s.answer(f.ctx, c, err, always(withQuery("/received", "only", typed.only)), func(refused *fault.Fault) error {
		return s.receivedPage(c, who, typed, refused)
	})
}
