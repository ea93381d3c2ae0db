package pages

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// docx gives the newest text as a Word file.
func (s *site) docx(c echo.Context, who string) error {
	b, err := s.Signoff.DOCX(c.Request().Context(), who, c.Param("id"))
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, b, document.WordFile, "attachment")
}

// source gives the file that a version came from, as it was sent.
func (s *site) source(c echo.Context, who string) error {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return document.ErrNotFound
	}
	b, mediaType, err := s.Signoff.Source(c.Request().Context(), who, c.Param("id"), n)
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, b, mediaType, "attachment")
}

// figure shows a picture of a document.
func (s *site) figure(c echo.Context, who string) error {
	f, b, err := s.Signoff.OpenFigure(c.Request().Context(), who, c.Param("id"), c.Param("sha"))
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, b, f.MediaType, "inline")
}

// importView is the page of a draft's files: what an import changed, another file, the pictures.
type importView struct {
	page
	View    signoff.View
	Done    signoff.Imported
	Figures []figureView
}

func (s *site) showImport(c echo.Context, who string) error { return s.importPage(c, who, nil) }

func (s *site) importPage(c echo.Context, who string, refused *fault.Fault) error {
	ctx, id := c.Request().Context(), c.Param("id")
	done, err := s.Signoff.Imported(ctx, who, id)
	if err != nil {
		return err
	}
	view := importView{View: done.View, Done: done}
	if view.View.MayEdit {
		figures, err := s.Signoff.Figures(ctx, who, id)
		if err != nil {
			return err
		}
		view.Figures = figureViews(figures)
	}
	if view.page, err = s.page(c, who, "Tệp và hình của dự thảo", ""); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "documents/import", view)
}

// importNew begins a draft from a file; the next page says what became of it.
func (s *site) importNew(c echo.Context, who string) error {
	id := ""
	ctx, err := s.uploaded(c, who, "", func(ctx context.Context, fields url.Values, file *signoff.Upload) error {
		done, err := s.Signoff.Import(ctx, who, signoff.DraftInput{Issuer: fields.Get("issuer"), Kind: fields.Get("kind")}, file)
		id = done.View.Document.ID
		return err
	})
	to := func(answered string) string {
		if answered != "" {
			id = answered
		}
		return "/documents/" + id + "/import"
	}
	return s.answer(ctx, c, err, to, func(refused *fault.Fault) error {
		offers, err := s.Signoff.Kinds(c.Request().Context(), who)
		if err != nil {
			return err
		}
		return s.choosePage(c, who, draftForm{}, offers, refused)
	})
}

// importInto makes a file the new text of a draft.
func (s *site) importInto(c echo.Context, who string) error {
	id := c.Param("id")
	ctx, err := s.uploaded(c, who, id, func(ctx context.Context, fields url.Values, file *signoff.Upload) error {
		version, err := versionIn(form{Values: fields, ctx: ctx})
		if err != nil {
			return err
		}
		_, err = s.Signoff.ImportInto(ctx, who, id, version, file)
		return err
	})
	return s.answer(ctx, c, err, always("/documents/"+id+"/import"), func(refused *fault.Fault) error { return s.importPage(c, who, refused) })
}

// uploaded reads the form of a file: its fields, which stand before the file, then the file itself into a spool.
func (s *site) uploaded(c echo.Context, who, id string, do func(context.Context, url.Values, *signoff.Upload) error) (context.Context, error) {
	return s.upload(c, who, func(ctx context.Context, fields url.Values, name string, content io.Reader) error {
		file, err := s.Signoff.Receive(ctx, who, id, name, content)
		if err != nil {
			return err
		}
		return errors.Join(do(ctx, fields, file), file.Close())
	})
}

// addFigure keeps a picture for a draft.
func (s *site) addFigure(c echo.Context, who string) error {
	id := c.Param("id")
	ctx, err := s.upload(c, who, func(ctx context.Context, _ url.Values, name string, content io.Reader) error {
		_, err := s.Signoff.AddFigure(ctx, who, id, name, content)
		return err
	})
	return s.answer(ctx, c, err, always("/documents/"+id+"/import#figures"), func(refused *fault.Fault) error { return s.importPage(c, who, refused) })
}
