package pages

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/casefile"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// caseFilePages is the part of the table for hồ sơ.
func (s *site) caseFilePages(e *echo.Echo) {
	e.GET("/case-files", s.in(s.caseFiles))
	e.POST("/case-files", s.in(s.addCaseFile))
	e.GET("/case-files/:file", s.in(s.sees(notice.CaseFile, "file", s.caseFile)))
	e.POST("/case-files/:file/edit", s.in(s.editCaseFile))
	e.POST("/case-files/:file/items", s.in(s.putIntoCaseFile))
	e.POST("/case-files/:file/items/:item/removal", s.in(s.takeOut))
	e.POST("/case-files/:file/items/:item/loans", s.in(s.borrow))
	e.POST("/case-files/:file/actions/:action", s.in(s.actOnCaseFile))
	e.POST("/case-files/:file/shares", s.in(s.shareCaseFile))
	e.POST("/case-files/:file/loans/:loan/:decision", s.in(s.decideLoan))
	e.GET("/case-files/:file/pdf", s.in(s.contentsPDF))
	e.GET("/case-files/:file/xlsx", s.in(s.contentsXLSX))
	e.GET("/case-files/:file/package", s.in(s.exportCaseFile))
	e.GET("/case-plans/:organ/:year", s.in(s.casePlan))
	e.POST("/case-plans/:organ/:year", s.in(s.addToPlan))
	e.POST("/case-plans/:organ/:year/issue", s.in(s.issuePlan))
	e.POST("/case-plans/:organ/:year/copy", s.in(s.copyPlan))
	e.POST("/case-plans/:organ/:year/lines/:file/:action", s.in(s.actOnLine))
	e.GET("/case-plans/:organ/:year/pdf", s.in(s.planPDF))
	e.GET("/case-plans/:organ/:year/xlsx", s.in(s.planXLSX))
	e.GET("/case-handovers", s.in(s.handovers))
	e.POST("/case-handovers", s.in(s.handOver))
	e.GET("/case-handovers/:handover", s.in(s.handover))
	e.POST("/case-handovers/:handover/:decision", s.in(s.decideHandover))
	e.GET("/case-handovers/:handover/pdf", s.in(s.handoverPDF))
	e.GET("/case-handovers/:handover/xlsx", s.in(s.handoverXLSX))
}

// caseFilesView is the files that the person may see, with the form for a new one.
type caseFilesView struct {
	page
	Filter  casefile.Filter
	Year    string
	State   string
	States  []choice
	Organs  []directory.Organ // where the person makes files
	Rules   []casefile.Rule
	Files   []casefile.File
	Count   map[string]int
	Next    string
	Typed   casefile.Input
	Again   bool
	Archive bool // may hand over or accept
}

func (s *site) caseFiles(c echo.Context, who string) error {
	return s.caseFilesPage(c, who, casefile.Input{}, nil)
}

func (s *site) caseFilesPage(c echo.Context, who string, typed casefile.Input, refused *fault.Fault) error {
	ctx := c.Request().Context()
	view, status := caseFilesView{Typed: typed, State: c.QueryParam("state"), Year: c.QueryParam("year")}, http.StatusOK
	view.Filter = casefile.Filter{Query: c.QueryParam("q"), State: casefile.State(view.State), Cursor: c.QueryParam("cursor")}
	var err error
	if view.Year != "" {
		if view.Filter.Year, err = strconv.Atoi(view.Year); err != nil {
			return errQuery.Because(err)
		}
	}
	if len(view.Filter.Query) > 500 {
		return errQuery
	}
	if view.page, err = s.page(c, who, "Hồ sơ", "case-files"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, view.Again, status = refused, true, statusOf(refused)
	}
	if view.Organs, err = s.CaseFiles.Organs(ctx, actor(who)); err != nil {
		return err
	}
	for _, o := range view.Organs {
		view.Rules = mergeRules(view.Rules, casefile.Rules(string(o.Regime)))
	}
	for _, state := range casefile.States {
		view.States = append(view.States, choice{string(state), casefile.StateLabel(state)})
	}
	page, err := s.CaseFiles.List(ctx, actor(who), view.Filter)
	if err != nil {
		return err
	}
	view.Files, view.Count = page.Files, page.Count
	if page.Next != "" {
		view.Next = withQuery("/case-files", "q", view.Filter.Query, "state", view.State, "year", view.Year, "cursor", page.Next)
	}
	return render(c, status, "case-files/list", view)
}

func mergeRules(all, more []casefile.Rule) []casefile.Rule {
	have := map[string]bool{}
	for _, r := range all {
		have[r.ID] = true
	}
	for _, r := range more {
		if !have[r.ID] {
			all = append(all, r)
		}
	}
	return all
}

// caseInput reads what a form says of a file.
func caseInput(f form) casefile.Input {
	year, err := strconv.Atoi(f.Get("year"))
	if err != nil {
		year = 0 // refused by the room: no list has that year
	}
	return casefile.Input{
		OrganID: f.Get("organ"), Year: year, Code: f.text("code"), Heading: f.text("heading"), Title: f.text("title"), Rule: f.Get("rule"),
		Keeper: f.Get("keeper"), Note: f.text("note"),
	}
}

func (s *site) addCaseFile(c echo.Context, who string) error {
	f, err := s.form(c, who)
	in := caseInput(f)
	id := ""
	if err == nil {
		var made casefile.File
		made, err = s.CaseFiles.Add(f.ctx, actor(who), in)
		id = made.ID
	}
	return s.answer(f.ctx, c, err, func(answer string) string { return "/case-files/" + id + answer }, func(refused *fault.Fault) error {
		return s.caseFilesPage(c, who, in, refused)
	})
}

// caseFileView is one file.
type caseFileView struct {
	page
	casefile.View
	StateLabel string
	Put        bool // the person may put papers in now
	Change     bool // … close, reopen, share
	Rules      []casefile.Rule
	People     []askGroup // with whom it may be shared
	Typed      caseInputs
	Mine       string // the person's id
}

// caseInputs is what was typed on the page of a file, shown again when it was refused.
type caseInputs struct{ Action, Symbol, Date, Kind, Subject, Author, Pages, Note, Reason, Document, Purpose, Due string }

func (s *site) caseFile(c echo.Context, who string) error {
	return s.caseFilePage(c, who, caseInputs{}, nil)
}

func (s *site) caseFilePage(c echo.Context, who string, typed caseInputs, refused *fault.Fault) error {
	ctx := store.WithoutKey(c.Request().Context())
	view, status := caseFileView{Typed: typed, Mine: who}, http.StatusOK
	var err error
	if view.View, err = s.CaseFiles.Show(ctx, actor(who), c.Param("file")); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Hồ sơ "+view.File.Code, "case-files"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	view.StateLabel = casefile.StateLabel(view.File.State)
	view.Put = view.May[authz.CaseFilePut] && view.File.State == casefile.Open
	view.Change = view.May[authz.CaseFileClose]
	view.Rules = casefile.Rules(string(view.Organ.Regime))
	if view.Typed.Document == "" {
		view.Typed.Document = c.QueryParam("document")
	}
	if view.Change {
		if view.People, err = s.sharers(ctx, who, view.File.OrganID); err != nil {
			return err
		}
	}
	return render(c, status, "case-files/file", view)
}

// sharers are the people and units of the organ, by unit.
func (s *site) sharers(ctx context.Context, who, organID string) (groups []askGroup, err error) {
	organs, accounts, err := s.Signoff.Directory(ctx, who)
	if err != nil {
		return nil, err
	}
	units := askGroup{Name: "Đơn vị"}
	for _, o := range organs {
		if o.Whole() == organID {
			units.Choices = append(units.Choices, askChoice{ID: o.ID, Name: o.Name})
		}
	}
	people := askGroup{Name: "Người"}
	for _, a := range accounts {
		if len(a.Posts) > 0 {
			people.Choices = append(people.Choices, askChoice{ID: a.ID, Name: a.Name, Title: a.Posts[0].Title})
		}
	}
	return []askGroup{units, people}, nil
}

func (s *site) contentsPDF(c echo.Context, who string) error {
	b, err := s.CaseFiles.ContentsBook(c.Request().Context(), actor(who), c.Param("file"))
	if err != nil {
		return err
	}
	return serveBook(c, b, book.Book.PDF, ".pdf", "application/pdf")
}

func (s *site) contentsXLSX(c echo.Context, who string) error {
	b, err := s.CaseFiles.ContentsBook(c.Request().Context(), actor(who), c.Param("file"))
	if err != nil {
		return err
	}
	return serveBook(c, b, book.Book.XLSX, ".xlsx", sheetType)
}

// exportCaseFile streams the package; one that breaks off has no directory, and no program takes it for whole.
func (s *site) exportCaseFile(c echo.Context, who string) error {
	ctx := c.Request().Context()
	p, err := s.CaseFiles.Export(ctx, actor(who), c.Param("file"))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+p.Name+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if err := p.Write(ctx, c.Response()); err != nil {
		s.Log.Error("export a hồ sơ", "file", c.Param("file"), "error", err)
		panic(http.ErrAbortHandler) // the answer has begun: it must not end as if it were whole
	}
	return nil
}

// filing is the field of “Lưu hồ sơ”: a list where all open files are in it, a place to type where there may be more, and a
// word about it where there are none.
type filing struct {
	Files []casefile.File
	Typed string // the code, in a form that was refused
}

// Whole says whether Files are all there are.
func (f filing) Whole() bool { return len(f.Files) > 0 && len(f.Files) < casefile.MostOffered }

// offerFiles gives the form of “Lưu hồ sơ” the open files of the office into which the person may put papers.
func (s *site) offerFiles(ctx context.Context, who string, actions []actionView) (err error) {
	for i := range actions {
		if a := &actions[i]; a.Action.Action == "file" {
			if a.Files, err = s.CaseFiles.Offer(store.WithoutKey(ctx), actor(who), a.View.View.Document.OfficeID); err != nil {
				return err
			}
		}
	}
	return nil
}
