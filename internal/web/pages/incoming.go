package pages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/store"
)

// arrivalColumns are what a box can show of a văn bản đến, arrivalStandard what it does until somebody chooses.
var (
	arrivalColumns = []column{
		{"number", "Số đến"}, {"date", "Ngày đến"}, {"subject", "Văn bản"}, {"author", "Tác giả"}, {"organ", "Cơ quan nhận"}, {"source", "Đến bằng"},
		{"lead", "Chủ trì"}, {"handler", "Người giải quyết"}, {"due", "Hạn"}, {"state", "Bước"}, {"urgency", "Độ khẩn"},
	}
	arrivalStandard = []string{"number", "date", "subject", "author", "lead", "due", "state"}
)

const arrivalPage = 30

// arrivalsView is one box of văn bản đến.
type arrivalsView struct {
	page
	listView
	Box     string
	Tabs    []pileView
	Filter  incoming.Filter
	States  []choice
	Sources []choice
	Organs  []directory.Organ // for which the person registers: with any, more can be taken in
	Items   []arrivalRow
}

// pileView is the way to one box and how much lies in it.
type pileView struct {
	tab
	Count int64
}

// arrivalRow is one arrival in a list.
type arrivalRow struct {
	incoming.Item
	StateLabel, SourceLabel, CalledBackLabel string
}

// arrivalCellView is one cell: an arrival, and which of its columns.
type arrivalCellView struct {
	Item   arrivalRow
	Column string
}

func arrivalCell(item arrivalRow, column string) arrivalCellView {
	return arrivalCellView{item, column}
}

func (s *site) arrivals(c echo.Context, who string) error {
	ctx := c.Request().Context()
	frame, err := s.list(c, who, "incoming", arrivalColumns, arrivalStandard)
	if err != nil {
		return err
	}
	frame.pile("box")
	get := frame.values.Get
	filter := incoming.Filter{
		Box: get("box"), Query: get("q"), State: incoming.State(get("state")), Source: get("source"), OrganID: get("organ"),
		From: store.Date(get("from")), To: store.Date(get("to")), Cursor: c.QueryParam("cursor"), Back: c.QueryParam("back") != "", Limit: arrivalPage,
	}
	found, err := s.Incoming.List(ctx, actor(who), filter)
	if err != nil {
		return err
	}
	counts, err := s.Incoming.Counts(ctx, actor(who))
	if err != nil {
		return err
	}
	view := arrivalsView{listView: frame, Box: orWord(filter.Box, "all"), Filter: filter, States: arrivalStates, Sources: arrivalSources}
	if view.page, err = s.page(c, who, "Giải quyết văn bản đến: "+incoming.BoxLabels[view.Box], "incoming"); err != nil {
		return err
	}
	view.listView.Key = view.page.Key
	view.turn(found.Prev, found.Next)
	for _, id := range incoming.Boxes {
		if n, known := counts[id]; known {
			view.Tabs = append(view.Tabs, pileView{frame.tab(incoming.BoxLabels[id], id, view.Box), n})
		}
	}
	if view.Organs, err = s.Incoming.Served(ctx, actor(who)); err != nil {
		return err
	}
	for _, i := range found.Items {
		view.Items = append(view.Items, arrivalRow{
			Item: i, StateLabel: incoming.StateLabels[i.State], SourceLabel: incoming.SourceLabels[i.Source],
			CalledBackLabel: incoming.CalledBackLabels[i.CalledBack],
		})
	}
	return render(c, http.StatusOK, "incoming/arrivals", view)
}

var arrivalSources = func() (all []choice) {
	for _, source := range []string{incoming.Inside, incoming.Scan, incoming.Paper, incoming.Mail} {
		all = append(all, choice{source, incoming.SourceLabels[source]})
	}
	return all
}()

var arrivalStates = func() (all []choice) {
	for _, state := range incoming.States {
		all = append(all, choice{string(state), incoming.StateLabels[state]})
	}
	return all
}()

// enterView is the form of something that came from outside.
type enterView struct {
	page
	Organs []directory.Organ
	People []directory.Account // to whom a letter may be passed on unopened
	Typed  arrivalTyped
}

// arrivalTyped is what was typed in a form, to be shown again when it is refused.
type arrivalTyped struct {
	Source, Organ, Symbol, DocumentDate, KindName, Author, Subject, Urgency, Pages, Copies, AskedDue, PassedTo string
	Text, Anyway, Code, To, Lead, Due, Kind, Reply, CaseFile                                                   string
	co, cc                                                                                                     []string
}

func typedIn(f form) arrivalTyped {
	return arrivalTyped{
		Source: f.Get("source"), Organ: f.Get("organ"), Symbol: f.text("symbol"), DocumentDate: f.Get("document_date"), KindName: f.text("kind_name"),
		Author: f.text("author"), Subject: f.text("subject"), Urgency: f.Get("urgency"), Pages: f.text("pages"), Copies: f.text("copies"),
		AskedDue: f.Get("asked_due"), PassedTo: f.Get("passed_to"), Text: f.text("text"), Anyway: f.text("anyway"), Code: f.Get("code"),
		To: f.Get("to"), Lead: f.Get("lead"), Due: f.Get("due"), Kind: f.Get("kind"), Reply: f.text("reply"), CaseFile: f.text("case_file"),
		co: f.Values["co"], cc: f.Values["cc"],
	}
}

func (s *site) newArrival(c echo.Context, who string) error {
	return s.enterPage(c, who, form{Values: url.Values{"source": {c.QueryParam("source")}}}, nil)
}

func (s *site) enterPage(c echo.Context, who string, typed form, refused *fault.Fault) error {
	ctx := c.Request().Context()
	view := enterView{Typed: typedIn(typed)}
	var err error
	if view.Organs, err = s.Incoming.Served(ctx, actor(who)); err != nil {
		return err
	}
	if len(view.Organs) == 0 {
		return incoming.ErrForbidden
	}
	if _, view.People, err = s.Signoff.Directory(ctx, who); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Nhập văn bản đến", "incoming"); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "incoming/new", view)
}

func (s *site) enterArrival(c echo.Context, who string) error {
	f, err := s.form(c, who)
	made := incoming.Arrival{}
	if err == nil {
		made, err = s.Incoming.Enter(f.ctx, actor(who), incoming.Entry{
			OrganID: f.Get("organ"), Source: f.Get("source"), PassedTo: f.Get("passed_to"), Fields: fieldsOf(f),
		})
	}
	return s.answer(f.ctx, c, err, func(answer string) string {
		if answer == "" {
			answer = made.ID
		}
		return "/incoming/" + answer
	}, func(refused *fault.Fault) error { return s.enterPage(c, who, f, refused) })
}

// likeAnswer is an arrival that may be the one somebody is about to take in.
type likeAnswer struct {
	Path    string `json:"path"`
	Name    string `json:"name"`
	Author  string `json:"author"`
	Subject string `json:"subject"`
	Number  int    `json:"number"` // 0: not registered
	Date    string `json:"date"`   // of the registration, as people read it
}

// likeArrivals answers the form while somebody types in it.
func (s *site) likeArrivals(c echo.Context, who string) error {
	found, err := s.Incoming.Like(c.Request().Context(), actor(who), c.QueryParam("organ"), incoming.Fields{
		Symbol: strings.TrimSpace(c.QueryParam("symbol")), Author: strings.TrimSpace(c.QueryParam("author")), DocumentDate: store.Date(c.QueryParam("document_date")),
	})
	if err != nil {
		return err
	}
	list := []likeAnswer{}
	for _, a := range found {
		one := likeAnswer{Path: "/incoming/" + a.ID, Name: a.Name(), Author: a.Author, Subject: a.Subject, Number: a.Number}
		if a.Number > 0 {
			one.Date = a.Date.Time().Format("02/01/2006")
		}
		list = append(list, one)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, list)
}

// fieldsOf reads what văn thư typed of a document. What is no number is left for the room to refuse.
func fieldsOf(f form) incoming.Fields {
	count := func(name string) int {
		text := f.text(name)
		if text == "" {
			return 0
		}
		n, ok := number(text)
		if !ok {
			return -1
		}
		return n
	}
	return incoming.Fields{
		AuthorID: f.Get("author_id"), Author: f.text("author"), Symbol: f.text("symbol"), DocumentDate: store.Date(f.Get("document_date")),
		KindName: f.text("kind_name"), Subject: f.text("subject"), Urgency: f.Get("urgency"), Pages: count("pages"), Copies: count("copies"),
		AskedDue: store.Date(f.Get("asked_due")),
	}
}
