package pages

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/casefile"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// casePlanView is the Danh mục hồ sơ of a year.
type casePlanView struct {
	page
	casefile.PlanView
	Groups          []planGroup
	Before, After   int
	MayPlan, MayAdd bool
	MayIssue        bool
	Path            string
	Typed           casefile.Input
}

// planGroup is the files under one đề mục.
type planGroup struct {
	Heading string
	Files   []casefile.File
}

func yearOf(c echo.Context) (int, error) {
	year, err := strconv.Atoi(c.Param("year"))
	if err != nil || year < 1945 || year > 2200 {
		return 0, errQuery.Because(err)
	}
	return year, nil
}

func (s *site) casePlan(c echo.Context, who string) error {
	return s.casePlanPage(c, who, casefile.Input{}, nil)
}

func (s *site) casePlanPage(c echo.Context, who string, typed casefile.Input, refused *fault.Fault) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	view, status := casePlanView{Before: year - 1, After: year + 1, Typed: typed, Path: fmt.Sprintf("/case-plans/%s/%d", c.Param("organ"), year)}, http.StatusOK
	if view.PlanView, err = s.CaseFiles.Plan(store.WithoutKey(c.Request().Context()), actor(who), c.Param("organ"), year); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, fmt.Sprintf("Danh mục hồ sơ năm %d", year), "case-files"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	view.MayPlan, view.MayAdd = view.May[authz.CaseFilePlan], view.May[authz.CaseFileOpen]
	view.MayIssue = view.May[authz.CaseFilePlanApprove] && view.PlanView.Plan.State == casefile.PlanDrafting
	for _, f := range view.Files {
		if n := len(view.Groups); n == 0 || view.Groups[n-1].Heading != f.Heading {
			view.Groups = append(view.Groups, planGroup{Heading: f.Heading})
		}
		last := &view.Groups[len(view.Groups)-1]
		last.Files = append(last.Files, f)
	}
	return render(c, status, "case-files/plan", view)
}

// planForm reads a form of the page of a list, carries it out and comes back to it.
func (s *site) planForm(c echo.Context, who string, do func(f form, year int, in casefile.Input) error) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	f, err := s.form(c, who)
	in := caseInput(f)
	in.OrganID, in.Year, in.Planned = c.Param("organ"), year, true
	if err == nil {
		err = do(f, year, in)
	}
	return s.answer(f.ctx, c, err, always(fmt.Sprintf("/case-plans/%s/%d", in.OrganID, year)), func(refused *fault.Fault) error {
		return s.casePlanPage(c, who, in, refused)
	})
}

func (s *site) addToPlan(c echo.Context, who string) error {
	return s.planForm(c, who, func(f form, _ int, in casefile.Input) error {
		_, err := s.CaseFiles.Add(f.ctx, actor(who), in)
		return err
	})
}

func (s *site) issuePlan(c echo.Context, who string) error {
	return s.planForm(c, who, func(f form, year int, in casefile.Input) error {
		_, err := s.CaseFiles.IssuePlan(f.ctx, actor(who), in.OrganID, year)
		return err
	})
}

func (s *site) copyPlan(c echo.Context, who string) error {
	return s.planForm(c, who, func(f form, year int, in casefile.Input) error {
		_, err := s.CaseFiles.CopyPlan(f.ctx, actor(who), in.OrganID, year)
		return err
	})
}

// actOnLine opens a line of the list, or takes it out.
func (s *site) actOnLine(c echo.Context, who string) error {
	return s.planForm(c, who, func(f form, _ int, _ casefile.Input) error {
		if c.Param("action") == "drop" {
			return s.CaseFiles.Drop(f.ctx, actor(who), c.Param("file"))
		}
		_, err := s.CaseFiles.Open(f.ctx, actor(who), c.Param("file"), 0)
		return err
	})
}

func (s *site) planPDF(c echo.Context, who string) error {
	return s.planFile(c, who, book.Book.PDF, ".pdf", "application/pdf")
}

func (s *site) planXLSX(c echo.Context, who string) error {
	return s.planFile(c, who, book.Book.XLSX, ".xlsx", sheetType)
}

func (s *site) planFile(c echo.Context, who string, print func(book.Book) ([]byte, error), suffix, mediaType string) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	b, err := s.CaseFiles.PlanBook(c.Request().Context(), actor(who), c.Param("organ"), year)
	if err != nil {
		return err
	}
	return serveBook(c, b, print, suffix, mediaType)
}

// handoversView is the hand-overs that the person has to do with.
type handoversView struct {
	page
	List []casefile.Handover
}

func (s *site) handovers(c echo.Context, who string) error { return s.handoversPage(c, who, nil) }

func (s *site) handoversPage(c echo.Context, who string, refused *fault.Fault) error {
	view, status := handoversView{}, http.StatusOK
	var err error
	if view.page, err = s.page(c, who, "Nộp lưu hồ sơ", "case-files"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	if view.List, err = s.CaseFiles.Handovers(store.WithoutKey(c.Request().Context()), actor(who)); err != nil {
		return err
	}
	return render(c, status, "case-files/handovers", view)
}

// handOver takes the files that were ticked in the list.
func (s *site) handOver(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := ""
	if err == nil {
		var h casefile.Handover
		h, err = s.CaseFiles.HandOver(f.ctx, actor(who), f.Values["file"])
		id = h.ID
	}
	return s.answer(f.ctx, c, err, func(answer string) string { return "/case-handovers/" + id + answer }, func(refused *fault.Fault) error {
		return s.caseFilesPage(c, who, casefile.Input{}, refused)
	})
}

// handoverView is one biên bản giao nhận.
type handoverView struct {
	page
	casefile.Handover
	May       bool // decide it
	Documents int
	Pages     int
}

func (s *site) handover(c echo.Context, who string) error { return s.handoverPage(c, who, nil) }

func (s *site) handoverPage(c echo.Context, who string, refused *fault.Fault) error {
	view, status := handoverView{}, http.StatusOK
	var err error
	if view.Handover, view.May, err = s.CaseFiles.Handover(store.WithoutKey(c.Request().Context()), actor(who), c.Param("handover")); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Biên bản giao nhận hồ sơ", "case-files"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	for _, f := range view.Files {
		view.Documents, view.Pages = view.Documents+f.Documents, view.Pages+f.Pages
	}
	return render(c, status, "case-files/handover", view)
}

func (s *site) decideHandover(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		if c.Param("decision") == "acceptance" {
			_, err = s.CaseFiles.Accept(f.ctx, actor(who), c.Param("handover"), f.text("note"))
		} else {
			_, err = s.CaseFiles.ReturnHandover(f.ctx, actor(who), c.Param("handover"), f.text("note"))
		}
	}
	return s.answer(f.ctx, c, err, always("/case-handovers/"+c.Param("handover")), func(refused *fault.Fault) error {
		return s.handoverPage(c, who, refused)
	})
}

func (s *site) handoverPDF(c echo.Context, who string) error {
	return s.handoverFile(c, who, book.Book.PDF, ".pdf", "application/pdf")
}

func (s *site) handoverXLSX(c echo.Context, who string) error {
	return s.handoverFile(c, who, book.Book.XLSX, ".xlsx", sheetType)
}

func (s *site) handoverFile(c echo.Context, who string, print func(book.Book) ([]byte, error), suffix, mediaType string) error {
	b, err := s.CaseFiles.SubmittedBook(c.Request().Context(), actor(who), c.Param("handover"))
	if err != nil {
		return err
	}
	return serveBook(c, b, print, suffix, mediaType)
}
