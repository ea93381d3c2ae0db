package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/book"
	"trinhky/internal/casefile"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// caseFileRoutes is the part of the table for hồ sơ.
func (h *handlers) caseFileRoutes(a huma.API) {
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	add(a, route{get, "/case-files", "listCaseFiles", "Hồ sơ được xem", http.StatusOK, 0}, h.caseFiles)
	add(a, route{post, "/case-files", "createCaseFile", "Lập hồ sơ, hoặc thêm một dòng vào danh mục", http.StatusCreated, once}, h.createCaseFile)
	add(a, route{get, "/case-files/{file}", "getCaseFile", "Một hồ sơ và các văn bản trong đó", http.StatusOK, 0}, h.caseFile)
	add(a, route{patch, "/case-files/{file}", "changeCaseFile", "Sửa hồ sơ trước khi kết thúc", http.StatusOK, once}, h.changeCaseFile)
	add(a, route{del, "/case-files/{file}", "dropCaseFile", "Bỏ một dòng chưa mở khỏi danh mục", http.StatusNoContent, once}, h.dropCaseFile)
	add(a, route{post, "/case-files/{file}/items", "putIntoCaseFile", "Đưa văn bản vào hồ sơ", http.StatusOK, once}, h.putIntoCaseFile)
	add(a, route{post, "/case-files/{file}/items/{item}/removal", "takeOutOfCaseFile", "Rút văn bản khỏi hồ sơ, có lý do", http.StatusOK, once}, h.takeOut)
	add(a, route{post, "/case-files/{file}/actions/{action}", "actOnCaseFile", "Mở, kết thúc, mở lại, giữ lại hồ sơ", http.StatusOK, once}, h.actOnCaseFile)
	add(a, route{post, "/case-files/{file}/shares", "shareCaseFile", "Cho xem, cho cùng lập, hoặc thôi", http.StatusOK, once}, h.shareCaseFile)
	add(a, route{post, "/case-files/{file}/loans", "borrow", "Đề nghị sử dụng bản lưu", http.StatusCreated, once}, h.borrow)
	add(a, route{post, "/case-loans/{loan}/decision", "decideLoan", "Cho phép, không cho phép, nhận lại bản lưu", http.StatusOK, once}, h.decideLoan)
	add(a, route{get, "/case-files/{file}/pdf", "getContentsPDF", "Mục lục văn bản trong hồ sơ (PDF)", http.StatusOK, file}, h.contentsPDF)
	add(a, route{get, "/case-files/{file}/xlsx", "getContentsXLSX", "Mục lục văn bản trong hồ sơ (XLSX)", http.StatusOK, file}, h.contentsXLSX)
	add(a, route{get, "/case-files/{file}/package", "exportCaseFile", "Cả hồ sơ thành một tệp zip: mục lục, XML, các PDF đã ký theo thời gian", http.StatusOK, file}, h.exportCaseFile)
	add(a, route{get, "/case-plans/{organ}/{year}", "getCasePlan", "Danh mục hồ sơ của một năm", http.StatusOK, 0}, h.casePlan)
	add(a, route{post, "/case-plans/{organ}/{year}/issue", "issueCasePlan", "Ban hành danh mục hồ sơ", http.StatusOK, once}, h.issueCasePlan)
	add(a, route{post, "/case-plans/{organ}/{year}/copy", "copyCasePlan", "Lập danh mục theo năm trước", http.StatusOK, once}, h.copyCasePlan)
	add(a, route{get, "/case-plans/{organ}/{year}/pdf", "getCasePlanPDF", "Danh mục hồ sơ (PDF)", http.StatusOK, file}, h.casePlanPDF)
	add(a, route{get, "/case-plans/{organ}/{year}/xlsx", "getCasePlanXLSX", "Danh mục hồ sơ (XLSX)", http.StatusOK, file}, h.casePlanXLSX)
	add(a, route{get, "/case-handovers", "listHandovers", "Biên bản giao nhận hồ sơ nộp lưu", http.StatusOK, 0}, h.handovers)
	add(a, route{post, "/case-handovers", "handOver", "Nộp hồ sơ vào lưu trữ hiện hành", http.StatusCreated, once}, h.handOver)
	add(a, route{get, "/case-handovers/{handover}", "getHandover", "Một biên bản giao nhận", http.StatusOK, 0}, h.handover)
	add(a, route{post, "/case-handovers/{handover}/decision", "decideHandover", "Lưu trữ nhận hoặc trả lại", http.StatusOK, once}, h.decideHandover)
	add(a, route{get, "/case-handovers/{handover}/pdf", "getHandoverPDF", "Mục lục hồ sơ, tài liệu nộp lưu (PDF)", http.StatusOK, file}, h.handoverPDF)
	add(a, route{get, "/case-handovers/{handover}/xlsx", "getHandoverXLSX", "Mục lục hồ sơ, tài liệu nộp lưu (XLSX)", http.StatusOK, file}, h.handoverXLSX)
}

type caseFilesInput struct {
	Organ  string `query:"organ" maxLength:"100"`
	Year   int    `query:"year" minimum:"1945" maximum:"2200"`
	State  string `query:"state" enum:"planned,open,closed,submitted,archived"`
	Query  string `query:"q" maxLength:"200"`
	Cursor string `query:"cursor" maxLength:"300"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200"`
}

func (h *handlers) caseFiles(ctx context.Context, in *caseFilesInput) (*of[client.CaseFileList], error) {
	page, err := h.CaseFiles.List(ctx, actorOf(ctx), casefile.Filter{
		OrganID: in.Organ, Year: in.Year, State: casefile.State(in.State), Query: in.Query, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	list := client.CaseFileList{Next: page.Next, Items: each(page.Files, caseFileOf)}
	for i := range list.Items {
		list.Items[i].Documents = max(list.Items[i].Documents, page.Count[list.Items[i].ID])
	}
	return &of[client.CaseFileList]{list}, nil
}

type caseFileInput struct {
	File string `path:"file"`
}

type caseFileOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.CaseFileView
}

func (h *handlers) caseFile(ctx context.Context, in *caseFileInput) (*caseFileOutput, error) {
	return h.shownCaseFile(ctx, in.File, "")
}

// shownCaseFile reads a file again after a change, so that every answer says what can be done next.
func (h *handlers) shownCaseFile(ctx context.Context, id, replayed string) (*caseFileOutput, error) {
	v, err := h.CaseFiles.Show(store.WithoutKey(ctx), actorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return &caseFileOutput{Replayed: replayed, Body: caseFileViewOf(v)}, nil
}

// changedCaseFile carries out a change of a file and gives it as it is then.
func (h *handlers) changedCaseFile(ctx context.Context, do func() (casefile.File, error)) (*caseFileOutput, error) {
	id, replayed, err := h.carryOutID(ctx, func() (string, error) {
		f, err := do()
		return f.ID, err
	})
	if err != nil {
		return nil, err
	}
	return h.shownCaseFile(ctx, id, replayed)
}

func caseInput(in client.NewCaseFile) casefile.Input {
	return casefile.Input{
		OrganID: in.Organ, Year: in.Year, Code: in.Code, Heading: in.Heading, Title: in.Title, Rule: in.Rule, Keeper: in.Keeper,
		Note: in.Note, Planned: in.Planned,
	}
}

type newCaseFileInput struct{ Body client.NewCaseFile }

type caseFileMadeOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Location string `header:"Location"`
	Body     client.Named
}

// createCaseFile answers with the id alone: who makes a line of the list for somebody else may not see the file itself.
func (h *handlers) createCaseFile(ctx context.Context, in *newCaseFileInput) (*caseFileMadeOutput, error) {
	out := &caseFileMadeOutput{Body: client.Named{Name: in.Body.Code}}
	var err error
	out.Replayed, err = h.carryOut(ctx, func() error {
		f, err := h.CaseFiles.Add(ctx, actorOf(ctx), caseInput(in.Body))
		out.Body = client.Named{ID: f.ID, Name: f.Label()}
		return err
	}, func(_ context.Context, answer string) error {
		out.Body.ID = answer
		return nil
	})
	out.Location = base + "/case-files/" + out.Body.ID
	return out, err
}

type changeCaseFileInput struct {
	File string `path:"file"`
	Body client.NewCaseFile
}

func (h *handlers) changeCaseFile(ctx context.Context, in *changeCaseFileInput) (*caseFileOutput, error) {
	return h.changedCaseFile(ctx, func() (casefile.File, error) {
		return h.CaseFiles.Edit(ctx, actorOf(ctx), in.File, in.Body.Version, caseInput(in.Body))
	})
}

func (h *handlers) dropCaseFile(ctx context.Context, in *caseFileInput) (*none, error) {
	_, err := h.carryOut(ctx, func() error { return h.CaseFiles.Drop(ctx, actorOf(ctx), in.File) }, func(context.Context, string) error { return nil })
	return nil, err
}

type newItemInput struct {
	File string `path:"file"`
	Body client.NewCaseFileItem
}

func (h *handlers) putIntoCaseFile(ctx context.Context, in *newItemInput) (*caseFileOutput, error) {
	return h.changedCaseFile(ctx, func() (casefile.File, error) {
		b := in.Body
		switch {
		case b.Document != "":
			return h.CaseFiles.PutDocument(ctx, actorOf(ctx), in.File, b.Document, b.Note)
		case b.Arrival != "":
			return h.CaseFiles.PutArrival(ctx, actorOf(ctx), in.File, b.Arrival, b.Note)
		}
		return h.CaseFiles.PutPaper(ctx, actorOf(ctx), in.File, casefile.Paper{
			Symbol: b.Symbol, Date: store.Date(b.Date), KindName: b.KindName, Subject: b.Subject, Author: b.Author, Pages: b.Pages, Note: b.Note,
		})
	})
}

type takeOutInput struct {
	File string `path:"file"`
	Item string `path:"item"`
	Body client.WithReason
}

func (h *handlers) takeOut(ctx context.Context, in *takeOutInput) (*caseFileOutput, error) {
	return h.changedCaseFile(ctx, func() (casefile.File, error) {
		return h.CaseFiles.TakeOut(ctx, actorOf(ctx), in.File, in.Item, in.Body.Reason)
	})
}

type caseStepInput struct {
	File   string `path:"file"`
	Action string `path:"action" enum:"open,close,reopen,keep_back"`
	Body   client.CaseFileStep
}

func (h *handlers) actOnCaseFile(ctx context.Context, in *caseStepInput) (*caseFileOutput, error) {
	return h.changedCaseFile(ctx, func() (casefile.File, error) {
		b := in.Body
		switch in.Action {
		case "open":
			return h.CaseFiles.Open(ctx, actorOf(ctx), in.File, b.Version)
		case "close":
			return h.CaseFiles.Close(ctx, actorOf(ctx), in.File, b.Version, store.Date(b.Date))
		case "reopen":
			return h.CaseFiles.Reopen(ctx, actorOf(ctx), in.File, b.Version, b.Reason)
		}
		return h.CaseFiles.KeepBack(ctx, actorOf(ctx), in.File, b.Version, store.Date(b.Date), b.Reason)
	})
}

type caseShareInput struct {
	File string `path:"file"`
	Body client.NewCaseFileShare
}

func (h *handlers) shareCaseFile(ctx context.Context, in *caseShareInput) (*caseFileOutput, error) {
	return h.changedCaseFile(ctx, func() (casefile.File, error) {
		if in.Body.Remove {
			return h.CaseFiles.Unshare(ctx, actorOf(ctx), in.File, in.Body.To)
		}
		return h.CaseFiles.Share(ctx, actorOf(ctx), in.File, in.Body.To, in.Body.Work)
	})
}

type newLoanInput struct {
	File string `path:"file"`
	Body client.NewLoan
}

func (h *handlers) borrow(ctx context.Context, in *newLoanInput) (*caseFileOutput, error) {
	return h.changedLoan(ctx, in.File, func() error {
		_, err := h.CaseFiles.Borrow(ctx, actorOf(ctx), in.File, in.Body.Item, in.Body.Purpose, store.Date(in.Body.Due))
		return err
	})
}

// changedLoan carries out a step of a loan and gives its file as it is then.
func (h *handlers) changedLoan(ctx context.Context, fileID string, do func() error) (*caseFileOutput, error) {
	replayed, err := h.carryOut(ctx, do, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	return h.shownCaseFile(ctx, fileID, replayed)
}

type loanDecisionInput struct {
	Loan string `path:"loan"`
	Body client.LoanDecision
}

type loanOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Named
}

func (h *handlers) decideLoan(ctx context.Context, in *loanDecisionInput) (*loanOutput, error) {
	out := &loanOutput{Body: client.Named{ID: in.Loan, Name: in.Body.Decision}}
	var err error
	out.Replayed, err = h.carryOut(ctx, func() error {
		if in.Body.Decision == "return" {
			_, err := h.CaseFiles.TakeBack(ctx, actorOf(ctx), in.Loan, in.Body.Note)
			return err
		}
		_, err := h.CaseFiles.Lend(ctx, actorOf(ctx), in.Loan, in.Body.Decision == "lend", in.Body.Note)
		return err
	}, func(context.Context, string) error { return nil })
	return out, err
}

func (h *handlers) contentsPDF(ctx context.Context, in *caseFileInput) (*fileOutput, error) {
	return printed(h.CaseFiles.ContentsBook(ctx, actorOf(ctx), in.File))(book.Book.PDF, ".pdf", "application/pdf")
}

func (h *handlers) contentsXLSX(ctx context.Context, in *caseFileInput) (*fileOutput, error) {
	return printed(h.CaseFiles.ContentsBook(ctx, actorOf(ctx), in.File))(book.Book.XLSX, ".xlsx", sheetType)
}

// printed answers with a book as a file, or with why there is none.
func printed(b book.Book, err error) func(print func(book.Book) ([]byte, error), suffix, mediaType string) (*fileOutput, error) {
	return func(print func(book.Book) ([]byte, error), suffix, mediaType string) (*fileOutput, error) {
		if err != nil {
			return nil, err
		}
		return serveBook(b, print, suffix, mediaType)
	}
}

// exportCaseFile streams the package: a file that breaks off has no directory, and no program takes it for whole.
func (h *handlers) exportCaseFile(ctx context.Context, in *caseFileInput) (*fileOutput, error) {
	p, err := h.CaseFiles.Export(ctx, actorOf(ctx), in.File)
	if err != nil {
		return nil, err
	}
	return &fileOutput{func(ctx huma.Context) {
		c := humaecho.Unwrap(ctx)
		c.Response().Header().Set("Content-Type", "application/zip")
		c.Response().Header().Set("Content-Disposition", Disposition("attachment", p.Name))
		c.Response().Header().Set("Cache-Control", "no-store")
		if err := p.Write(c.Request().Context(), c.Response()); err != nil && !errors.Is(err, context.Canceled) {
			h.Log.Error("export a hồ sơ", "file", in.File, "error", err)
			panic(http.ErrAbortHandler) // the answer has begun: it must not end as if it were whole
		}
	}}, nil
}
