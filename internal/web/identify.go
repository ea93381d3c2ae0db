package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/web/session"
)

// identify says who is asking. A token that is over makes nobody of the bearer: each route decides what nobody may do.
func (d *door) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		token := session.FromRequest(r, d.Secure)
		if token == "" {
			return next(c)
		}
		entry, err := d.Login.Enter(r.Context(), token)
		if err != nil {
			if login.ErrNotLoggedIn.Is(err) {
				return next(c)
			}
			return err
		}
		if entry.MustChange && !beforePassword(r) {
			return passwordFirst(c)
		}
		c.SetRequest(r.WithContext(session.With(r.Context(), entry.PersonID, token)))
		return next(c)
	}
}

var errPasswordFirst = fault.New(fault.Forbidden, "PASSWORD_MUST_CHANGE",
	"Mật khẩu lần đầu do quản trị cấp, quản trị cũng biết. Hãy đổi mật khẩu trên trang Đổi mật khẩu rồi mới làm việc.")

// passwordFirst lets nobody act under a name whose password an administrator knows: the person chooses an own one first.
func passwordFirst(c echo.Context) error {
	r := c.Request()
	if isAPI(r.URL.Path) || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return errPasswordFirst
	}
	return c.Redirect(http.StatusSeeOther, "/password")
}

// beforePassword are the addresses that answer also to who has not chosen a password: how to choose it, how to go, and
// what is open to everybody.
func beforePassword(r *http.Request) bool {
	path := r.URL.Path
	return slices.Contains([]string{
		"/password", "/login", "/logout", "/settings/look", "/service-worker.js", "/manifest.webmanifest", "/healthz", "/readyz", "/metrics",
		"/api/openapi.json", "/api/docs", "/api/v1/sessions", "/api/v1/sessions/current",
	}, path) || strings.HasPrefix(path, "/static/") || byLink(path) || isLookUp(path)
}
