package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// copiesView is the page of copies: of one document, with the form of a new one, or of the reader.
type copiesView struct {
	page
	Desk       *signoff.CopyDesk // nil on the page of the reader's copies
	Copies     []signoff.CopyView
	Forms      []choice
	Blocks     []document.Block
	Address    string
	Recipients string // typed before a refusal
}

// copyView is the page of one copy.
type copyView struct {
	page
	Copy    signoff.CopyView
	Address string
}

var copyStates = map[signoff.CopyState]string{
	signoff.CopyPrepared: "Chờ ký", signoff.CopySigned: "Đã ký, chờ cấp số", signoff.CopyNumbered: "Đã cấp số, chờ đóng dấu",
	signoff.CopySealed: "Đã đóng dấu", signoff.CopyCancelled: "Đã hủy",
}

var copyActions = map[string]string{"sign": "Ký bản sao", "assign_number": "Cấp số bản sao", "seal": "Đóng dấu bản sao", "cancel": "Hủy bản sao"}

func (s *site) copyList(c echo.Context, who string) error { return s.copyDesk(c, who, nil, "") }

func (s *site) copyDesk(c echo.Context, who string, refused *fault.Fault, recipients string) error {
	desk, err := s.Signoff.CopyDesk(c.Request().Context(), who, c.Param("id"))
	if err != nil {
		return err
	}
	view := copiesView{
		Desk: &desk, Copies: desk.Copies, Blocks: desk.Document.Content.Body.Blocks, Address: addressOf(desk.Document.Document.Regime), Recipients: recipients,
	}
	for _, form := range signoff.CopyForms {
		view.Forms = append(view.Forms, choice{string(form), form.Label()})
	}
	if view.page, err = s.page(c, who, "Bản sao của văn bản", ""); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "copies/copies", view)
}

func (s *site) copies(c echo.Context, who string) error {
	found, err := s.Signoff.Copies(c.Request().Context(), who)
	if err != nil {
		return err
	}
	view := copiesView{Copies: found}
	if view.page, err = s.page(c, who, "Bản sao", "copies"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "copies/copies", view)
}

func (s *site) prepareCopy(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := ""
	if err == nil {
		in := signoff.CopyInput{
			Form: signoff.CopyForm(f.Get("form")), Organ: f.Get("organ"), Signer: f.Get("signer"), SourceCopy: f.Get("source_copy"), RecipientsText: f.text("recipients"),
		}
		for _, text := range f.Values["block"] {
			if n, ok := number(text); ok {
				in.Blocks = append(in.Blocks, n)
			}
		}
		id, err = s.Signoff.PrepareCopy(f.ctx, who, c.Param("id"), in)
	}
	return s.answer(f.ctx, c, err, func(answered string) string {
		if answered != "" {
			id = answered
		}
		return "/copies/" + id
	}, func(refused *fault.Fault) error { return s.copyDesk(c, who, refused, f.text("recipients")) })
}

func (s *site) copyPage(c echo.Context, who string) error { return s.oneCopy(c, who, nil) }

func (s *site) oneCopy(c echo.Context, who string, refused *fault.Fault) error {
	v, err := s.Signoff.ShowCopy(c.Request().Context(), who, c.Param("copy"))
	if err != nil {
		return err
	}
	view := copyView{Copy: v, Address: addressOf(v.Regime)}
	if view.page, err = s.page(c, who, v.Form.Label()+" "+v.Original, ""); err != nil {
		return err
	}
	view.Verbatim = true
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "copies/copy", view)
}

func (s *site) actOnCopy(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		version, ok := number(f.Get("version"))
		if !ok || version <= 0 {
			err = document.ErrStale
		} else {
			err = s.Signoff.FireCopy(f.ctx, who, c.Param("copy"), c.Param("action"), signoff.CopyAct{
				Version: version, PIN: f.Get("pin"), SHA256: f.Get("sha256"), Reason: f.text("reason"),
			})
		}
	}
	return s.answer(f.ctx, c, err, always("/copies/"+c.Param("copy")), func(refused *fault.Fault) error { return s.oneCopy(c, who, refused) })
}

func (s *site) copyPDF(c echo.Context, who string) error {
	b, err := s.Signoff.CopyPDF(c.Request().Context(), who, c.Param("copy"))
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	if want := c.QueryParam("sha256"); want != "" && want != b.SHA256 {
		return document.ErrStale
	}
	return serve(c, b, "application/pdf", "inline")
}
