package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"trinhky/internal/audit"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/web/api"
	"trinhky/internal/web/pages"
	"trinhky/internal/web/session"
)

// observe names the request, answers its error, logs and counts it. No query, body or header is logged: they hold words
// of documents and tokens.
func (d *door) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began, r := time.Now(), c.Request()
		id, address := store.NewID(), c.RealIP()
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		c.SetRequest(r.WithContext(audit.WithRequest(audit.WithAddress(r.Context(), address), audit.Spoken(id))))
		d.counts.open.Add(1)
		defer d.counts.open.Add(-1)
		if err := next(c); err != nil {
			c.Error(err)
		}
		status, took := c.Response().Status, time.Since(began)
		d.counts.add(r.Method, c.Path(), status, took)
		attrs := []any{
			"request", id, "code", audit.Spoken(id), "method", r.Method, "route", c.Path(), "path", logged(r.URL), "status", status,
			"bytes", c.Response().Size, "ms", took.Milliseconds(), "address", address,
			"person", session.PersonID(c.Request().Context()),
		}
		cause, _ := c.Get(api.CauseKey).(error)
		switch {
		case cause != nil && status >= http.StatusInternalServerError:
			d.Log.ErrorContext(r.Context(), "request failed", append(attrs, "error", cause)...)
		case cause != nil && status < http.StatusBadRequest:
			d.Log.ErrorContext(r.Context(), "answer cut", append(attrs, "error", cause)...)
		default:
			d.Log.InfoContext(r.Context(), "request", attrs...)
		}
		return nil
	}
}

// recoverPanic turns a panic into an answer. http.ErrAbortHandler is no accident and goes on.
func (d *door) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if cause, ok := p.(error); ok && errors.Is(cause, http.ErrAbortHandler) {
				panic(p)
			}
			if c.Request().Context().Err() != nil {
				err = nil // the answer found nobody
				return
			}
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}()
		return next(c)
	}
}

// contentPolicy lets a page load our own files and nothing else; there is nothing inline to allow. No text becomes markup
// or a script in a page: the one policy "trinhky" (templates/scripts/trusted.js) names our workers, and reads a clipboard's
// HTML in a document apart, where nothing runs and nothing is loaded.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; frame-src 'self'; object-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; " +
	"require-trusted-types-for 'script'; trusted-types trinhky; "

// secureHeaders say what a browser may do with an answer. A PDF may stand in a frame of our own pages.
func (d *door) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		path, h := c.Request().URL.Path, c.Response().Header()
		ancestors, frame := "frame-ancestors 'none'", "DENY"
		if strings.HasSuffix(path, "/pdf") {
			ancestors, frame = "frame-ancestors 'self'", "SAMEORIGIN"
		}
		h.Set("Content-Security-Policy", contentPolicy+ancestors)
		h.Set("X-Frame-Options", frame)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // not no-referrer: it would blank the Origin of our own forms
		if byLink(path) {                       // the address itself is the secret
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("X-Robots-Tag", "noindex, nofollow")
			h.Set("Cache-Control", "no-store")
		}
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if d.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if isAPI(path) {
			h.Set("Cache-Control", "no-store")
		}
		return next(c)
	}
}

// refuseOddPaths refuses what no address of ours holds: control characters, broken UTF-8, backslashes, dot segments,
// also behind percent signs. The query may hold anything but broken UTF-8 and NUL, which no database keeps.
func refuseOddPaths(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		if odd(u.Path) || slashBehindPercent(u.EscapedPath()) {
			return errNoPage
		}
		for name, values := range u.Query() {
			for _, text := range append(values, name) {
				if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
					return fault.New(fault.Malformed, "QUERY_INVALID", "Tham số trên địa chỉ không phải văn bản Unicode (UTF-8).")
				}
			}
		}
		return next(c)
	}
}

func odd(path string) bool {
	if !utf8.ValidString(path) || strings.ContainsRune(path, '\\') || strings.ContainsFunc(path, unicode.IsControl) {
		return true
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// slashBehindPercent: Echo matches the path as it was sent and gives the handler the decoded one (GHSA-375p-5qhx-8wq4).
func slashBehindPercent(path string) bool { return strings.Contains(strings.ToLower(path), "%2f") }

const (
	formLimit     = 1 << 20 // bytes of a request that brings neither a text nor a file
	bodyTimeout   = 5 * time.Minute
	uploadTimeout = time.Hour
)

// limitBody bounds what a request may bring, and how long it may take to bring it. One that says itself that it is too
// long is refused unread.
func (d *door) limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, limit := c.Request(), limitOf(c.Request().URL.Path)
		if r.ContentLength > limit {
			c.Response().Header().Set("Connection", "close") // nobody waits for the rest of it
			return api.ErrBodyTooLarge
		}
		if r.ContentLength != 0 {
			wait := bodyTimeout
			if limit >= api.ImportLimit {
				wait = uploadTimeout
			}
			_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(wait)) // a test's recorder has none
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
		return next(c)
	}
}

func limitOf(path string) int64 {
	switch {
	case strings.HasSuffix(path, "/attachments"), strings.HasSuffix(path, "/evidence"), strings.HasPrefix(path, "/uploads/"):
		return api.UploadLimit
	case strings.HasSuffix(path, "/import"):
		return api.ImportLimit
	case strings.HasPrefix(path, "/verify/"): // a file that is compared, and not kept
		return pages.VerifyLimit
	case strings.Contains(path, "/documents"): // a document's text, in JSON or in a form
		return api.TextLimit
	}
	return formLimit
}

var errForeign = fault.New(fault.Forbidden, "CROSS_ORIGIN", "Yêu cầu đến từ một trang khác đã bị từ chối.")

// refuseForeign refuses what another site's page makes a browser send. A request with a Bearer token is a program's: no
// page can add that header without our leave, and with it the cookie is not looked at.
func (d *door) refuseForeign(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		// A link needs no cookie, so no page can misuse one; its own form sends no Origin (no-referrer).
		if _, program := session.Bearer(c.Request()); !program && !byLink(c.Request().URL.Path) {
			if err := d.foreign.Check(c.Request()); err != nil {
				return errForeign.Because(err)
			}
		}
		return next(c)
	}
}

// byLink says whether an address holds the token of a link in a mail.
func byLink(path string) bool {
	return strings.HasPrefix(path, "/l/") || strings.HasPrefix(path, "/api/v1/l/")
}

// logged is a path as the log may hold it: without the token of a link.
func logged(u *url.URL) string {
	if byLink(u.Path) {
		return "/l/…"
	}
	return u.EscapedPath()
}

// isAPI: programs speak to these; they hear of a refusal as a problem.
func isAPI(path string) bool {
	return path == "/api" || strings.HasPrefix(path, "/api/") || path == "/uploads" || strings.HasPrefix(path, "/uploads/")
}
