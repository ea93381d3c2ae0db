package pages

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

// proposedView is the list of tasks of a document.
type proposedView struct {
	page
	List  task.ListView
	Items []proposedItem
	Kinds []choice
	Typed task.ItemInput
	// Recurs is the empty question of a new report's period.
	Recurs recursView
}

var reportKinds = func() (all []choice) {
	for _, k := range task.ObligationKinds {
		all = append(all, choice{string(k), task.ObligationLabels[k]})
	}
	return all
}()

// proposedItem is one item as its form shows it.
type proposedItem struct {
	task.Item
	LeadNames, CoNames string
	Tasks              []task.View
	Recurs             recursView
}

// namesOf joins the names of organs, a line each.
func namesOf(parties []task.Party) string {
	names := make([]string, len(parties))
	for i, p := range parties {
		names[i] = p.Name
	}
	return strings.Join(names, "\n")
}

func (s *site) proposedTasks(c echo.Context, who string) error {
	return s.proposedPage(c, who, task.ItemInput{}, nil)
}

func (s *site) proposedPage(c echo.Context, who string, typed task.ItemInput, refused *fault.Fault) error {
	list, err := s.Tasks.List(c.Request().Context(), actor(who), c.Param("id"))
	if err != nil {
		return err
	}
	view, status := proposedView{List: list, Kinds: reportKinds, Typed: typed, Recurs: recursView{Choices: periodChoices}}, http.StatusOK
	for _, i := range list.Items {
		view.Items = append(view.Items, proposedItem{Item: i, LeadNames: namesOf(i.Leads), CoNames: namesOf(i.Co), Tasks: list.Tasks[i.N], Recurs: recurs(i.Deadline.Rule)})
	}
	if view.page, err = s.page(c, who, "Phân rã nhiệm vụ", "tasks"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "tasks/proposed", view)
}

func (s *site) saveProposedTask(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := c.Param("id")
	in := task.ItemInput{
		N: intOf(f.Get("n")), Ref: f.text("ref"), Text: f.text("text"), Leads: f.lines("leads"), Co: f.lines("co"), Due: store.Date(f.Get("due")),
		OnRequest: f.Get("on_request") != "", Deliverable: f.text("deliverable"), ReportTo: f.text("report_to"),
	}
	if err == nil {
		in.Rule, err = f.rule()
	}
	if err == nil {
		_, err = s.Tasks.SaveItem(f.ctx, actor(who), id, intOf(f.Get("version")), in)
	}
	return s.answer(f.ctx, c, err, always("/documents/"+id+"/tasks"), func(refused *fault.Fault) error {
		return s.proposedPage(c, who, in, refused)
	})
}

func (s *site) changeProposedTasks(action string) func(c echo.Context, who string) error {
	return func(c echo.Context, who string) error {
		f, err := s.form(c, who)
		id, version := c.Param("id"), intOf(f.Get("version"))
		if err == nil {
			switch action {
			case "removal":
				_, err = s.Tasks.RemoveItem(f.ctx, actor(who), id, version, intOf(f.Get("n")))
			case "proposal":
				_, err = s.Tasks.Propose(f.ctx, actor(who), id, version)
			case "confirmation":
				_, err = s.Tasks.ConfirmList(f.ctx, actor(who), id, version)
			}
		}
		return s.answer(f.ctx, c, err, always("/documents/"+id+"/tasks"), func(refused *fault.Fault) error {
			return s.proposedPage(c, who, task.ItemInput{}, refused)
		})
	}
}

var errNoPage = fault.New(fault.NotFound, "PAGE_NOT_FOUND", "Không có trang này.")

func intOf(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func (s *site) oblige(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := c.Param("id")
	var v task.ObligationView
	rule := ""
	if err == nil {
		rule, err = f.rule()
	}
	if err == nil {
		v, err = s.Tasks.Oblige(f.ctx, actor(who), id, task.ObligationInput{
			Kind: task.ObligationKind(f.Get("kind")), Text: f.text("text"), Rule: rule, FirstDue: store.Date(f.Get("first_due")),
			Ends: store.Date(f.Get("ends")), Receivers: f.text("receivers"), Organs: f.Values["organs"],
		})
	}
	return s.answer(f.ctx, c, err, func(answer string) string { return "/obligations/" + orWord(answer, v.ID) }, func(refused *fault.Fault) error {
		return s.proposedPage(c, who, task.ItemInput{}, refused)
	})
}

// obligationsView is a list of obligations.
type obligationsView struct {
	page
	Obligations []task.Obligation
	Next        string
}

func (s *site) obligations(c echo.Context, who string) error {
	found, err := s.Tasks.ListObligations(c.Request().Context(), actor(who), c.QueryParam("document"), c.QueryParam("cursor"), 0)
	if err != nil {
		return err
	}
	view := obligationsView{Obligations: found.Obligations}
	if found.Next != "" {
		view.Next = withQuery("/obligations", "document", c.QueryParam("document"), "cursor", found.Next)
	}
	if view.page, err = s.page(c, who, "Chế độ báo cáo", "tasks"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "tasks/obligations", view)
}

// dataRequestsView is the requests for figures, with the form of a new one.
type dataRequestsView struct {
	page
	Requests []task.RequestRow
	Next     string
	Organs   []choice
	Typed    typedRequest
}

// typedRequest is a new request as it was typed.
type typedRequest struct{ Title, Guide, Columns, Due string }

func (s *site) dataRequests(c echo.Context, who string) error {
	return s.dataRequestsPage(c, who, typedRequest{}, nil)
}

func (s *site) dataRequestsPage(c echo.Context, who string, typed typedRequest, refused *fault.Fault) error {
	ctx := c.Request().Context()
	found, err := s.Tasks.Requests(ctx, actor(who), c.QueryParam("cursor"), 0)
	if err != nil {
		return err
	}
	view, status := dataRequestsView{Requests: found.Requests, Typed: typed}, http.StatusOK
	if found.Next != "" {
		view.Next = withQuery("/data-requests", "cursor", found.Next)
	}
	below, err := s.Tasks.MayAsk(ctx, actor(who))
	if err != nil {
		return err
	}
	for _, p := range below {
		view.Organs = append(view.Organs, choice{p.OrganID, p.Name})
	}
	if view.page, err = s.page(c, who, "Yêu cầu số liệu", "tasks"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "tasks/requests", view)
}

func (s *site) askData(c echo.Context, who string) error {
	f, err := s.form(c, who)
	typed := typedRequest{Title: f.text("title"), Guide: f.text("guide"), Columns: f.text("columns"), Due: f.Get("due")}
	var v task.RequestView
	if err == nil {
		v, err = s.Tasks.Ask(f.ctx, actor(who), task.RequestInput{
			Title: typed.Title, Guide: typed.Guide, Due: store.Date(typed.Due), Columns: columnsIn(f.lines("columns")), Organs: f.Values["organs"],
		})
	}
	return s.answer(f.ctx, c, err, func(answer string) string { return "/data-requests/" + orWord(answer, v.ID) }, func(refused *fault.Fault) error {
		return s.dataRequestsPage(c, who, typed, refused)
	})
}

// columnsIn reads the columns as they are typed, a line each: "Số chi bộ; chi bộ", "Ghi chú; chữ".
func columnsIn(lines []string) (columns []task.Column) {
	for _, l := range lines {
		name, unit, _ := strings.Cut(l, ";")
		column := task.Column{Name: strings.TrimSpace(name), Unit: strings.TrimSpace(unit), Kind: task.Figure}
		if strings.EqualFold(column.Unit, "chữ") {
			column.Kind, column.Unit = task.Words, ""
		}
		columns = append(columns, column)
	}
	return columns
}

// dataRequestView is one request.
type dataRequestView struct {
	page
	View   task.RequestView
	Own    *task.Answer // that the person writes; nil for none
	Fields []dataField
	Rows   []dataAnswerView
	Drafts []choice // drafts of the person that the table may go into
}

// dataField is one field of the form of an answer.
type dataField struct {
	task.Column
	Value string
}

// dataAnswerView is one answer as the table shows it.
type dataAnswerView struct {
	task.Answer
	Given []string // a cell a column
}

// fill lays out the answers, and the form of the one that the person writes, with what was typed just now.
func (v *dataRequestView) fill(typed []string) {
	for i, a := range v.View.Answers {
		row := dataAnswerView{Answer: a}
		for j := range v.View.Columns {
			row.Given = append(row.Given, a.Shown(j))
		}
		v.Rows = append(v.Rows, row)
		if v.Own == nil && slices.Contains(v.View.Mine, a.OrganID) {
			v.Own = &v.View.Answers[i]
		}
	}
	if v.Own == nil {
		return
	}
	if typed == nil {
		typed = v.Own.Cells
	}
	for i, c := range v.View.Columns {
		field := dataField{Column: c}
		if i < len(typed) {
			field.Value = typed[i]
		}
		v.Fields = append(v.Fields, field)
	}
}

func (s *site) dataRequest(c echo.Context, who string) error {
	return s.dataRequestPage(c, who, nil, nil)
}

func (s *site) dataRequestPage(c echo.Context, who string, typed []string, refused *fault.Fault) error {
	ctx := c.Request().Context()
	v, err := s.Tasks.Request(ctx, actor(who), c.Param("request"))
	if err != nil {
		return err
	}
	view, status := dataRequestView{View: v}, http.StatusOK
	view.fill(typed)
	if v.MayManage {
		drafts, err := s.Signoff.List(ctx, who, document.Filter{Box: "drafts"})
		if err != nil {
			return err
		}
		for _, d := range drafts.Documents {
			view.Drafts = append(view.Drafts, choice{d.ID, d.Subject})
		}
	}
	if view.page, err = s.page(c, who, v.Title, "tasks"); err != nil {
		return err
	}
	view.Verbatim = true
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "tasks/request", view)
}

func (s *site) changeDataRequest(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id, to := c.Param("request"), "/data-requests/"+c.Param("request")
	var typed []string
	if err == nil {
		switch c.Param("action") {
		case "answers":
			typed = f.Values["cell"]
			_, err = s.Tasks.Answer(f.ctx, actor(who), id, task.AnswerInput{
				Organ: f.Get("organ"), Cells: typed, Submit: f.Get("submit") != "", Version: intOf(f.Get("version")),
			})
		case "closing":
			_, err = s.Tasks.CloseRequest(f.ctx, actor(who), id, intOf(f.Get("version")))
		case "table":
			to = fmt.Sprintf("/documents/%s/edit", f.Get("document"))
			err = s.insertTable(f.ctx, who, id, f.Get("document"))
		default:
			err = errNoPage
		}
	}
	return s.answer(f.ctx, c, err, always(to), func(refused *fault.Fault) error { return s.dataRequestPage(c, who, typed, refused) })
}

// insertTable puts the answers behind the text of a draft, through the draft's own door.
func (s *site) insertTable(ctx context.Context, who, id, draft string) error {
	block, _, err := s.Tasks.Gathered(ctx, actor(who), id)
	if err != nil {
		return err
	}
	v, err := s.Signoff.Show(ctx, who, draft)
	if err != nil {
		return err
	}
	body := document.Body{Blocks: append(append([]document.Block{}, v.Content.Body.Blocks...), block)}
	_, err = s.Signoff.Edit(ctx, who, draft, signoff.EditInput{Version: v.Document.Version, Body: &body})
	return err
}

func (s *site) dataXLSX(c echo.Context, who string) error {
	ctx := c.Request().Context()
	content, err := s.Tasks.Workbook(ctx, actor(who), c.Param("request"))
	if err != nil {
		return err
	}
	_, r, err := s.Tasks.Gathered(ctx, actor(who), c.Param("request"))
	if err != nil {
		return err
	}
	file := signoff.Bytes{Reader: inMemory{bytes.NewReader(content)}, Name: strings.ReplaceAll(r.Title, "/", "-") + ".xlsx"}
	return serve(c, file, sheetType, "attachment")
}
