package pages

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/store"
)

// receivedView is what was delivered to the person, or to the person's organ.
type receivedView struct {
	page
	listView
	Only   string // "" | unread | waiting | overdue
	Tabs   []tab
	Filter distribution.ReceivedFilter
	Items  []receivedItem
	Many   bool // several can be chosen, to be acknowledged at once
	Done   *receivedItem
	Told   []acknowledgedItem // what became of those that were
	Taken  int                // of them were acknowledged
}

// receivedColumns are what the list can say of a copy, receivedStandard what it does until somebody chooses.
var (
	receivedColumns = []column{
		{"subject", "Văn bản"}, {"issuer", "Cơ quan ban hành"}, {"to", "Gửi đến"}, {"sent", "Đến lúc"}, {"due", "Hạn xác nhận"}, {"arrival", "Số đến"}, {"note", "Ghi chú"},
	}
	receivedStandard = []string{"subject", "issuer", "to", "sent", "due", "arrival", "note"}
)

const receivedPage = 30

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

// factView is one thing that a card says of a copy.
type factView struct {
	Item   receivedItem
	Column string
}

func fact(item receivedItem, column string) factView { return factView{item, column} }

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
	view, err := s.receivedList(c, who, typed)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	if view.Done, err = s.receivedDone(c, who); err != nil {
		return err
	}
	return render(c, status, "received", view)
}

func (s *site) receivedList(c echo.Context, who string, typed decisionInput) (view receivedView, err error) {
	ctx := c.Request().Context()
	if view.listView, err = s.list(c, who, "received", receivedColumns, receivedStandard); err != nil {
		return view, err
	}
	if c.Request().Method == http.MethodPost { // of the list that a form was sent from, only this is known
		if view.View, view.values = "", (url.Values{}); typed.only != "" {
			view.values.Set("only", typed.only)
		}
	}
	view.pile("only")
	get := view.values.Get
	view.Only, typed.only = get("only"), get("only")
	for _, one := range []choice{{"", "Tất cả"}, {"waiting", "Chờ tiếp nhận"}, {"unread", "Chưa xem"}, {"overdue", "Quá hạn"}} {
		view.Tabs = append(view.Tabs, view.tab(one.Label, one.Value, view.Only))
	}
	view.Filter = distribution.ReceivedFilter{
		Only: view.Only, Query: get("q"), From: store.Date(get("from")), To: store.Date(get("to")),
		Cursor: c.QueryParam("cursor"), Back: c.QueryParam("back") != "", Limit: receivedPage,
	}
	list, err := s.Distribution.Received(ctx, actor(who), view.Filter)
	if err != nil {
		return view, err
	}
	view.turn(list.Prev, list.Next)
	if view.page, err = s.page(c, who, "Văn bản đến", "received"); err != nil {
		return view, err
	}
	view.listView.Key = view.page.Key
	view.Items, err = s.receivedItems(ctx, who, list.Items, view.page.Key, typed)
	view.Many = slices.ContainsFunc(view.Items, func(i receivedItem) bool { return i.MayAcknowledge })
	return view, err
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

// acknowledgedItem is what became of one copy of many.
type acknowledgedItem struct {
	incoming.Acknowledged
	Name  string // symbol and trích yếu; "" of a copy that is not the person's
	Fault *fault.Fault
}

// acknowledgeMany takes in what is ticked, and shows what became of each above the list. That it is sent again takes nothing in
// twice, so this POST needs no redirect.
func (s *site) acknowledgeMany(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if repeated := new(store.Repeated); errors.As(err, &repeated) {
		err = nil // what of it was done, the room knows of each
	}
	typed := decisionInput{only: f.Get("only")}
	var done []incoming.Acknowledged
	if err == nil {
		done, err = s.Incoming.AcknowledgeMany(f.ctx, actor(who), f.Values["delivery"], f.text("note"))
	}
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Kind != fault.Internal {
		return s.receivedPage(c, who, typed, refused)
	}
	if err != nil {
		return err
	}
	view, err := s.receivedList(c, who, typed)
	if err != nil {
		return err
	}
	names, err := s.receivedNames(c.Request().Context(), who, done)
	if err != nil {
		return err
	}
	for _, one := range done {
		item := acknowledgedItem{Acknowledged: one, Name: names[one.DeliveryID]}
		if one.Err != nil {
			item.Fault = fault.Of(one.Err)
		} else {
			view.Taken++
		}
		view.Told = append(view.Told, item)
	}
	return render(c, http.StatusOK, "received", view)
}

// receivedNames are what people call the documents of copies; one that is not the person's has none.
func (s *site) receivedNames(ctx context.Context, who string, done []incoming.Acknowledged) (map[string]string, error) {
	var ids []string
	for _, one := range done {
		ids = append(ids, one.DeliveryID)
	}
	list, err := s.Distribution.Received(ctx, actor(who), distribution.ReceivedFilter{IDs: ids, Limit: incoming.ManyLimit})
	names := map[string]string{}
	for _, r := range list.Items {
		names[r.ID] = strings.TrimSpace(r.Document.Symbol + " " + r.Document.Subject)
	}
	return names, err
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
