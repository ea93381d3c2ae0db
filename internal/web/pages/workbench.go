package pages

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/incoming"
	"trinhky/internal/notice"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

// workbenchView is the first page: what waits, what is new, the boxes.
type workbenchView struct {
	page
	Waiting []signoff.Waiting // overdue first
	Notices []noticeItem
	Piles   []pile // văn bản đến and nhiệm vụ
}

// pile is a count of things to be done and the list of them.
type pile struct {
	Path, Label string
	Count       int64
	Late        bool
}

// benchBoxes are the piles of văn bản đến that the first page counts.
var benchBoxes = []string{"waiting", "to_direct", "to_assign", "my_work", "overdue"}

// piles counts the văn bản đến and the tasks that the person has to do with, a question for each sort; a pile that can
// never be the person's is left out.
func (s *site) piles(ctx context.Context, who string) (piles []pile, err error) {
	arrivals, err := s.Incoming.Counts(ctx, actor(who))
	if err != nil {
		return nil, err
	}
	for _, id := range benchBoxes {
		if n, concerns := arrivals[id]; concerns {
			piles = append(piles, pile{withQuery("/incoming", "box", id), "Văn bản đến: " + incoming.BoxLabels[id], n, id == "overdue" && n > 0})
		}
	}
	tasks, err := s.Tasks.Counts(ctx, actor(who))
	if err != nil || !tasks.Concerns {
		return piles, err
	}
	return append(piles,
		pile{withQuery("/tasks", "only", "mine", "state", string(task.Given)), "Nhiệm vụ: Mới giao", tasks.New, false},
		pile{withQuery("/tasks", "only", "mine", "standing", string(task.DueSoon)), "Nhiệm vụ: " + task.StandingLabels[task.DueSoon], tasks.DueSoon, false},
		pile{withQuery("/tasks", "only", "mine", "standing", string(task.Overdue)), "Nhiệm vụ: " + task.StandingLabels[task.Overdue], tasks.Overdue, tasks.Overdue > 0},
	), nil
}

func (s *site) workbench(c echo.Context, who string) error {
	ctx := c.Request().Context()
	p, err := s.page(c, who, "Bàn làm việc", "workbench")
	if err != nil {
		return err
	}
	view := workbenchView{page: p}
	if view.Waiting, err = s.Signoff.Waiting(ctx, who); err != nil {
		return err
	}
	if view.Piles, err = s.piles(ctx, who); err != nil {
		return err
	}
	found, err := s.Notices.List(ctx, who, notice.Query{Unseen: true, Limit: noticesOnBench})
	if err != nil {
		return err
	}
	if view.Notices, err = s.noticeItems(ctx, who, found); err != nil {
		return err
	}
	return render(c, http.StatusOK, "index", view)
}

// noticesOnBench are as many as the first page tells of; /notices has the rest.
const noticesOnBench = 20

// boxView is one page of a box.
type boxView struct {
	page
	Box     box
	Filter  boxFilter
	Items   []itemView
	Next    string // the address of the next page; "" at the end
	Kinds   []choice
	States  []choice
	Issuer  string // the name of the issuer that the list is narrowed to
	Clear   string // the address without the filter; "" when there is none
	NoIssue string // the address without the issuer
}

// boxFilter is what the search form holds.
type boxFilter struct {
	Query  string `query:"q"`
	Kind   string `query:"kind"`
	State  string `query:"state"`
	Issuer string `query:"issuer"`
	From   string `query:"from"`
	To     string `query:"to"`
	Cursor string `query:"cursor"`
}

// itemView is one document in a list.
type itemView struct {
	document.Document
	KindName, Issuer, Drafter, StateLabel string
	OfIssuer                              string // the address of the list narrowed to the issuer
	Marks                                 []document.Mark
	ConclusionDue                         time.Time // zero: no thông báo kết luận, or it is out
}

func (s *site) box(c echo.Context, who string) error {
	var f boxFilter
	if err := (&echo.DefaultBinder{}).BindQueryParams(c, &f); err != nil {
		return errQuery.Because(err)
	}
	id := c.Param("box")
	list, err := s.Signoff.List(c.Request().Context(), who, document.Filter{
		Box: id, Query: f.Query, Kind: f.Kind, State: document.State(f.State), Issuer: f.Issuer,
		From: store.Date(f.From), To: store.Date(f.To), Cursor: f.Cursor, Limit: 30,
	})
	if err != nil {
		return err
	}
	p, err := s.page(c, who, boxLabels[id], id)
	if err != nil {
		return err
	}
	view := boxView{page: p, Filter: f, Kinds: kindChoices(), States: stateChoices()}
	for _, b := range p.Me.Boxes {
		if b.ID == id {
			view.Box = b
		}
	}
	view.fill(id, f, list)
	return render(c, http.StatusOK, "boxes/box", view)
}

func (v *boxView) fill(id string, f boxFilter, list signoff.Listing) {
	path := "/boxes/" + id
	if f != (boxFilter{}) {
		v.Clear = path
	}
	if list.Next != "" {
		next := f
		next.Cursor = list.Next
		v.Next = next.address(path)
	}
	if f.Issuer != "" {
		v.Issuer = "một cơ quan"
		without := f
		without.Issuer, without.Cursor = "", ""
		v.NoIssue = without.address(path)
	}
	for _, d := range list.Documents {
		item := itemView{
			Document: d, KindName: kindName(d), Issuer: list.Organs[d.IssuerID], Drafter: list.People[d.DrafterID],
			StateLabel: list.States[d.ID], Marks: list.Marks[d.ID], ConclusionDue: list.Conclusions[d.ID],
		}
		narrowed := f
		narrowed.Issuer, narrowed.Cursor = d.IssuerID, ""
		item.OfIssuer = narrowed.address(path)
		if d.IssuerID == f.Issuer {
			v.Issuer = item.Issuer
		}
		v.Items = append(v.Items, item)
	}
}

// kindName is the kind's name; the kind's id where the catalogue no longer has it.
func kindName(d document.Document) string {
	if k, err := document.KindByID(d.Regime, d.Kind); err == nil {
		return k.Name
	}
	return d.Kind
}

// kindChoices are the kinds of both regimes, each once.
func kindChoices() (all []choice) {
	seen := map[string]bool{}
	for _, regime := range []directory.Regime{directory.Party, directory.State} {
		for _, k := range document.Kinds(string(regime)) {
			if !seen[k.ID] {
				seen[k.ID] = true
				all = append(all, choice{k.ID, k.Name})
			}
		}
	}
	return all
}

func stateChoices() (all []choice) {
	for _, state := range document.States {
		all = append(all, choice{string(state), stateLabels[state]})
	}
	return all
}
