package pages

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/casefile"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// caseForm reads a form of a file's page, carries it out and comes back to the page.
func (s *site) caseForm(c echo.Context, who, action string, do func(form, caseInputs) error) error {
	f, err := s.form(c, who)
	typed := caseInputs{
		Action: action, Symbol: f.text("symbol"), Date: f.Get("date"), Kind: f.text("kind"), Subject: f.text("subject"), Author: f.text("author"),
		Pages: f.Get("pages"), Note: f.text("note"), Reason: f.text("reason"), Document: f.text("document"), Purpose: f.text("purpose"), Due: f.Get("due"),
	}
	if err == nil {
		err = do(f, typed)
	}
	return s.answer(f.ctx, c, err, always("/case-files/"+c.Param("file")), func(refused *fault.Fault) error {
		return s.caseFilePage(c, who, typed, refused)
	})
}

// versionOf is the version of the file that the page showed; 0 asks for none.
func versionOf(f form) int {
	version, err := strconv.Atoi(f.Get("version"))
	if err != nil {
		return 0
	}
	return version
}

func (s *site) editCaseFile(c echo.Context, who string) error {
	return s.caseForm(c, who, "edit", func(f form, _ caseInputs) error {
		_, err := s.CaseFiles.Edit(f.ctx, actor(who), c.Param("file"), versionOf(f), caseInput(f))
		return err
	})
}

func (s *site) putIntoCaseFile(c echo.Context, who string) error {
	return s.caseForm(c, who, "put", func(f form, in caseInputs) error {
		var err error
		arrival, isArrival := idIn(in.Document, "/incoming/")
		switch {
		case isArrival:
			_, err = s.CaseFiles.PutArrival(f.ctx, actor(who), c.Param("file"), arrival, in.Note)
		case in.Document != "":
			document, _ := idIn(in.Document, "/documents/")
			_, err = s.CaseFiles.PutDocument(f.ctx, actor(who), c.Param("file"), document, in.Note)
		default:
			p := casefile.Paper{Symbol: in.Symbol, Date: store.Date(in.Date), KindName: in.Kind, Subject: in.Subject, Author: in.Author, Note: in.Note}
			if in.Pages != "" {
				if p.Pages, err = strconv.Atoi(in.Pages); err != nil {
					return fault.New(fault.Unmet, "CASE_FILE_PAGES", "Số trang phải là một số.").Because(err)
				}
			}
			_, err = s.CaseFiles.PutPaper(f.ctx, actor(who), c.Param("file"), p)
		}
		return err
	})
}

// idIn takes the address of a page of some kind for the id in it; false, and what was typed, where it is none.
func idIn(typed, pages string) (string, bool) {
	at := strings.LastIndex(typed, pages)
	if at < 0 {
		return typed, false
	}
	return typed[at+len(pages):], true
}

func (s *site) takeOut(c echo.Context, who string) error {
	return s.caseForm(c, who, "take_out", func(f form, in caseInputs) error {
		_, err := s.CaseFiles.TakeOut(f.ctx, actor(who), c.Param("file"), c.Param("item"), in.Reason)
		return err
	})
}

func (s *site) actOnCaseFile(c echo.Context, who string) error {
	return s.caseForm(c, who, c.Param("action"), func(f form, in caseInputs) (err error) {
		id := c.Param("file")
		switch c.Param("action") {
		case "open":
			_, err = s.CaseFiles.Open(f.ctx, actor(who), id, versionOf(f))
		case "close":
			_, err = s.CaseFiles.Close(f.ctx, actor(who), id, versionOf(f), store.Date(in.Date))
		case "reopen":
			_, err = s.CaseFiles.Reopen(f.ctx, actor(who), id, versionOf(f), in.Reason)
		case "keep_back":
			_, err = s.CaseFiles.KeepBack(f.ctx, actor(who), id, versionOf(f), store.Date(in.Date), in.Reason)
		case "hand_over":
			_, err = s.CaseFiles.HandOver(f.ctx, actor(who), []string{id})
		default:
			err = fault.New(fault.NotFound, "ACTION_UNKNOWN", "Không có việc này với hồ sơ.")
		}
		return err
	})
}

func (s *site) shareCaseFile(c echo.Context, who string) error {
	return s.caseForm(c, who, "share", func(f form, _ caseInputs) (err error) {
		if f.Get("remove") != "" {
			_, err = s.CaseFiles.Unshare(f.ctx, actor(who), c.Param("file"), f.Get("to"))
		} else {
			_, err = s.CaseFiles.Share(f.ctx, actor(who), c.Param("file"), f.Get("to"), f.Get("work") != "")
		}
		return err
	})
}

func (s *site) borrow(c echo.Context, who string) error {
	return s.caseForm(c, who, "borrow", func(f form, in caseInputs) error {
		_, err := s.CaseFiles.Borrow(f.ctx, actor(who), c.Param("file"), c.Param("item"), in.Purpose, store.Date(in.Due))
		return err
	})
}

func (s *site) decideLoan(c echo.Context, who string) error {
	return s.caseForm(c, who, "loan", func(f form, in caseInputs) (err error) {
		if c.Param("decision") == "return" {
			_, err = s.CaseFiles.TakeBack(f.ctx, actor(who), c.Param("loan"), in.Note)
		} else {
			_, err = s.CaseFiles.Lend(f.ctx, actor(who), c.Param("loan"), c.Param("decision") == "lend", in.Note)
		}
		return err
	})
}
