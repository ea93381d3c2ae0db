package pages

import (
	"bytes"
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// linkView is what somebody outside sees who opens the link of a mail.
type linkView struct {
	page
	distribution.Letter
	Token string
	PDF   pdfView
	Typed linkTyped // when it was refused
	Code  string    // why it was sent back, in words
}

// linkTyped is what somebody outside typed.
type linkTyped struct {
	Refusing                 bool
	Name, Note, Code, Reason string
}

// linkPages are the addresses for those outside: no session, no cookie; the token is all.
func (s *site) linkPages(e *echo.Echo) {
	e.GET("/l/:token", s.link)
	e.GET("/l/:token/pdf", s.linkPDF)
	e.GET("/l/:token/attachments/:aid", s.linkAttachment)
	e.GET("/l/:token/receipt", s.linkReceipt)
	e.POST("/l/:token/acknowledgement", s.linkAcknowledge)
	e.POST("/l/:token/refusal", s.linkRefuse)
}

// link only reads: programs that scan mail open links too.
func (s *site) link(c echo.Context) error { return s.linkPage(c, linkTyped{}, nil) }

func (s *site) linkPage(c echo.Context, typed linkTyped, refused *fault.Fault) error {
	l, err := s.Distribution.OpenLink(c.Request().Context(), c.Param("token"), c.RealIP())
	if err != nil {
		return err
	}
	view := linkView{
		page: page{Title: "Văn bản của " + l.Issuer, Key: store.NewID(), Private: true}, Letter: l, Token: c.Param("token"), Typed: typed,
		Code: distribution.ReasonCodes[l.ReasonCode],
		PDF:  pdfView{Path: "/l/" + c.Param("token") + "/pdf"},
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "links/link", view)
}

// linkAcknowledge is the second, deliberate step.
func (s *site) linkAcknowledge(c echo.Context) error {
	f, err := s.form(c, "guest")
	token := c.Param("token")
	if err == nil {
		_, err = s.Distribution.AcknowledgeByLink(f.ctx, token, c.RealIP(), f.text("name"), f.text("note"))
	}
	return s.answer(f.ctx, c, err, always("/l/"+token), func(refused *fault.Fault) error {
		return s.linkPage(c, linkTyped{Name: f.text("name"), Note: f.text("note")}, refused)
	})
}

// linkRefuse sends the copy back, as deliberately.
func (s *site) linkRefuse(c echo.Context) error {
	f, err := s.form(c, "guest")
	token, typed := c.Param("token"), linkTyped{Refusing: true, Name: f.text("name"), Code: f.Get("code"), Reason: f.text("reason")}
	if err == nil {
		_, err = s.Distribution.RefuseByLink(f.ctx, token, c.RealIP(), typed.Name, typed.Code, typed.Reason)
	}
	return s.answer(f.ctx, c, err, always("/l/"+token), func(refused *fault.Fault) error { return s.linkPage(c, typed, refused) })
}

func (s *site) linkPDF(c echo.Context) error { return s.linkFile(c, "", "inline") }

func (s *site) linkAttachment(c echo.Context) error {
	return s.linkFile(c, c.Param("aid"), "attachment")
}

func (s *site) linkFile(c echo.Context, attachment, disposition string) error {
	f, err := s.Distribution.LinkFile(c.Request().Context(), c.Param("token"), c.RealIP(), attachment)
	if err != nil {
		return err
	}
	defer f.Reader.Close()
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'")
	return serve(c, signoff.Bytes{Reader: f.Reader, Name: f.Name, SHA256: f.SHA256}, f.MediaType, disposition)
}

func (s *site) linkReceipt(c echo.Context) error {
	r, err := s.Distribution.ReceiptByLink(c.Request().Context(), c.Param("token"), c.RealIP())
	if err != nil {
		return err
	}
	return serveReceipt(c, r)
}

// serveReceipt gives a receipt as a file.
func serveReceipt(c echo.Context, r distribution.Receipt) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": r.FileName()}))
	h.Set("Cache-Control", "no-store")
	return c.Stream(http.StatusOK, "application/pkcs7-mime", io.Reader(bytes.NewReader(r.Signed)))
}
