package pages

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// pdf gives the newest bytes. A page that shows certain bytes says which; if there are others by now, it gets none.
func (s *site) pdf(c echo.Context, who string) error {
	b, err := s.Signoff.PDF(c.Request().Context(), who, c.Param("id"))
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	if want := c.QueryParam("sha256"); want != "" && want != b.SHA256 {
		return document.ErrStale
	}
	disposition := "inline"
	if c.QueryParam("download") != "" {
		disposition = "attachment"
	}
	return serve(c, b, "application/pdf", disposition)
}

// serve gives a file, in ranges where they are asked for. A stored file's tag is its hash.
func serve(c echo.Context, b signoff.Bytes, mediaType, disposition string) error {
	h := c.Response().Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": b.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if b.Stored {
		h.Set("Cache-Control", "private, no-cache")
		h.Set("ETag", `"`+b.SHA256+`"`)
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, b.Reader)
	return nil
}

// chain is the picture of the document's chain, with the place where it stands; with dark=1 for a dark page.
func (s *site) chain(c echo.Context, who string) error {
	svg, err := s.Signoff.ChainSVG(c.Request().Context(), who, c.Param("id"), drawing(c))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "image/svg+xml", []byte(svg))
}

// drawing is how the reader wants a chain drawn: in the language of the pages, for a dark page with dark=1.
func drawing(c echo.Context) signoff.Drawing {
	return signoff.Drawing{Dark: c.QueryParam("dark") != "", Say: lookOf(c).catalogue().Say}
}

// attach streams one file to the document; nothing of it is kept in memory or lies on our disk before it is hashed.
func (s *site) attach(c echo.Context, who string) error {
	id := c.Param("id")
	ctx, err := s.attachFile(c, who, id)
	return s.answer(ctx, c, err, always("/documents/"+id+"#attachments"), func(refused *fault.Fault) error {
		return s.documentPage(c, who, id, &refusal{fault: refused, action: "attach"})
	})
}

func (s *site) attachFile(c echo.Context, who, id string) (context.Context, error) {
	return s.upload(c, who, func(ctx context.Context, _ url.Values, name string, content io.Reader) error {
		_, err := s.Signoff.Attach(ctx, who, id, name, content)
		return err
	})
}

// upload reads the form of a file, whose fields stand before the file, and hands the file on as it comes.
func (s *site) upload(c echo.Context, who string, take func(ctx context.Context, fields url.Values, name string, content io.Reader) error) (context.Context, error) {
	ctx, fields := c.Request().Context(), url.Values{}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return ctx, errUpload.Because(err)
	}
	for range uploadParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return ctx, errNoFile
		}
		if err != nil {
			return ctx, errUpload.Because(err)
		}
		if part.FormName() != "file" { // the fields stand before the file
			value, err := io.ReadAll(io.LimitReader(part, 1000))
			if err != nil {
				return ctx, errUpload.Because(err)
			}
			fields.Set(part.FormName(), string(value))
			continue
		}
		if part.FileName() == "" {
			return ctx, errNoFile
		}
		fields.Set("file", part.FileName())
		if err = storable(fields); err != nil {
			return ctx, err
		}
		if ctx, err = s.once(c.Request(), who, fields); err == nil {
			err = take(ctx, fields, part.FileName(), part)
		}
		return ctx, err
	}
	return ctx, errNoFile
}

// uploadParts are the most parts that the form of a file sends: the key, the version, issuer and kind, and the file.
const uploadParts = 6

var (
	errNoFile = fault.New(fault.Unmet, "FILE_MISSING", "Chưa chọn tệp.")
	errUpload = fault.New(fault.Malformed, "UPLOAD_UNREADABLE", "Không đọc được tệp tải lên, chưa lưu gì. Hãy tải lại.")
)

// attachment is always downloaded, never shown in our pages' name.
func (s *site) attachment(c echo.Context, who string) error {
	a, b, err := s.Signoff.OpenAttachment(c.Request().Context(), who, c.Param("id"), c.Param("aid"))
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, b, a.MediaType, "attachment")
}

func (s *site) detach(c echo.Context, who string) error {
	id := c.Param("id")
	f, err := s.form(c, who)
	if err == nil {
		err = s.Signoff.Detach(f.ctx, who, id, c.Param("aid"))
	}
	return s.answer(f.ctx, c, err, always(fmt.Sprintf("/documents/%s#attachments", id)), func(refused *fault.Fault) error {
		return s.documentPage(c, who, id, &refusal{fault: refused, action: "attach"})
	})
}
