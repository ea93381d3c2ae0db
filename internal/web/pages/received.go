package pages

import (
	"context"
	"errors"
	"net/http"
	"slices"

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
	Done  *receivedItem
}

// receivedItem is one copy that came.
type receivedItem struct {
	distribution.Received
	KindName, From, Address string
	Key                     string
	Typed                   decisionInput
	Again                   bool   // a decision on it was refused just now
	Back, Only              string // where its forms come back to
}

// decisionInput is an acknowledgement or a refusal as typed.
type decisionInput struct {
	delivery, only     string
	Note, Code, Reason string
}

// backs are the pages besides /received that have the forms of a receiver, by the word that their forms send.
var backs = map[string]func(r distribution.Delivery) string{
	"desk":     func(r distribution.Delivery) string { return withQuery("/", "received", r.ID) },
	"document": func(r distribution.Delivery) string { return withQuery("/documents/"+r.DocumentID, "received", r.ID) },
}

// Late says whether the time to confirm is over and nothing was confirmed.
func (i receivedItem) Late() bool { return i.Overdue && i.Waiting() }

// Handled is the page where the organ's văn thư hands the document on to whoever directs it; "" for a person's own copy.
func (i receivedItem) Handled() string {
	if !i.ToOrgan() || i.ArrivalNumber == 0 {
		return ""
	}
	return "/incoming/" + i.Delivery.ID
}

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
	if view.Items, err = s.receivedItems(ctx, who, list.Items, view.Key, typed); err != nil {
		return err
	}
	if view.Done, err = s.receivedDone(c, who); err != nil {
		return err
	}
	return render(c, status, "received", view)
}

// receivedItems are copies as pages show them.
func (s *site) receivedItems(ctx context.Context, who string, list []distribution.Received, key string, typed decisionInput) (items []receivedItem, err error) {
	if len(list) == 0 {
		return nil, nil
	}
	names, err := s.organNames(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		item := receivedItem{
			Received: r, KindName: kindName(r.Document), From: names[r.Document.IssuerID], Address: addressOf(r.Document.Regime), Key: key, Only: typed.only,
		}
		if r.ID == typed.delivery {
			item.Typed, item.Again = typed, true
		}
		items = append(items, item)
	}
	return items, nil
}

// receivedDone is the copy that was just decided on, whose receipt is at hand; nil for none.
func (s *site) receivedDone(c echo.Context, who string) (*receivedItem, error) {
	id := c.QueryParam("received")
	if id == "" {
		return nil, nil
	}
	ctx := c.Request().Context()
	d, err := s.Distribution.Copy(ctx, actor(who), id)
	if refused := new(fault.Fault); errors.As(err, &refused) || err == nil && d.State != distribution.Acknowledged && d.State != distribution.Refused {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &receivedItem{Received: distribution.Received{Delivery: d}}, nil
}

// waitingReceived are the newest copies that the person may acknowledge now, at most some.
func (s *site) waitingReceived(ctx context.Context, who, key string, only distribution.ReceivedFilter) ([]receivedItem, error) {
	list, err := s.Distribution.Received(ctx, actor(who), only)
	if err != nil {
		return nil, err
	}
	may := slices.DeleteFunc(list.Items, func(r distribution.Received) bool { return !r.MayAcknowledge && !r.MayRefuse })
	return s.receivedItems(ctx, who, may, key, decisionInput{})
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
	decided := distribution.Delivery{ID: typed.delivery, DocumentID: f.Get("document")}
	if err == nil {
		err = do(f, typed)
	}
	to := func(string) string {
		if back := backs[f.Get("back")]; back != nil {
			return back(decided)
		}
		return withQuery("/received", "only", typed.only, "received", typed.delivery)
	}
	return s.answer(f.ctx, c, err, to, func(refused *fault.Fault) error {
		return s.receivedPage(c, who, typed, refused)
	})
}
