package pages

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// form is a POST as it came: its fields, and a context that carries the form's key to the rooms.
type form struct {
	url.Values
	ctx context.Context
}

// form reads a POST. A form that was carried out before gives *store.Repeated.
func (s *site) form(c echo.Context, who string) (form, error) {
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return form{ctx: r.Context()}, fault.New(fault.TooLarge, "FORM_TOO_LARGE", "Nội dung gửi lên quá lớn.").Because(err)
		}
		return form{ctx: r.Context()}, fault.New(fault.Malformed, "FORM_UNREADABLE", "Không đọc được biểu mẫu đã gửi.").Because(err)
	}
	if err := storable(r.PostForm); err != nil {
		return form{ctx: r.Context()}, err
	}
	ctx, err := s.once(r, who, r.PostForm)
	return form{Values: r.PostForm, ctx: ctx}, err
}

var errNoText = fault.New(fault.Malformed, "TEXT_NOT_UTF8", "Nội dung gửi lên không phải văn bản Unicode (UTF-8).")

// storable refuses what no database keeps, and what nobody can type: NUL and broken UTF-8, in any field.
func storable(fields url.Values) error {
	for name, values := range fields {
		for _, text := range append(values, name) {
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
				return errNoText
			}
		}
	}
	return nil
}

// once gives the request's context the key of its form.
func (s *site) once(r *http.Request, who string, fields url.Values) (context.Context, error) {
	key := fields.Get("key")
	if key == "" || len(key) > 100 {
		return r.Context(), fault.New(fault.Malformed, "FORM_WITHOUT_KEY", "Biểu mẫu thiếu khóa chống gửi trùng, hãy tải lại trang rồi gửi lại.")
	}
	said := url.Values{}
	for name, values := range fields {
		if name != "key" && name != "pin" { // a PIN is no part of what is asked, and never written down
			said[name] = values
		}
	}
	sum := sha256.Sum256([]byte(r.URL.Path + "?" + said.Encode()))
	ctx := store.WithKey(r.Context(), who, key, hex.EncodeToString(sum[:]))
	repeated, err := s.Store.Answered(ctx)
	if err == nil && repeated != nil {
		err = repeated
	}
	return ctx, err
}

// text is a field as a person meant it: line ends as ours, no spaces around.
func (f form) text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(f.Get(name), "\r\n", "\n"))
}

// lines are the lines of a field that are not blank.
func (f form) lines(name string) (lines []string) {
	for line := range strings.Lines(f.text(name)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// answer ends a POST: done, once or before, it goes on to another page; refused, the same page is shown again. What
// nobody may see, and what is no refusal, has a page of its own. Ctx is the form's.
func (s *site) answer(ctx context.Context, c echo.Context, err error, to func(answer string) string, again func(*fault.Fault) error) error {
	var repeated *store.Repeated
	var refused *fault.Fault
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, to(""))
	case errors.As(err, &repeated), s.twin(ctx, &repeated):
		return c.Redirect(http.StatusSeeOther, to(repeated.Answer))
	case errors.As(err, &refused) && refused.Kind != fault.NotFound && refused.Kind != fault.Internal && refused.Kind != fault.Unauthenticated:
		return again(refused)
	}
	return err
}

// twin looks whether the same form, sent at the same moment, was carried out: then this one was refused because the
// other changed what it rests on.
func (s *site) twin(ctx context.Context, repeated **store.Repeated) bool {
	found, err := s.Store.Answered(ctx)
	if err != nil || found == nil {
		return false
	}
	*repeated = found
	return true
}

// always sends on to one place, whatever the answer kept.
func always(path string) func(string) string { return func(string) string { return path } }
