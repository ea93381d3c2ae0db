package pages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/audit"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
	"trinhky/internal/web/language"
	"trinhky/internal/web/session"
)

// loginView is the log-in page.
type loginView struct {
	page
	Username, Next string
	Language       string // chosen on this page; "" when not
	Ended          bool   // the browser still has the token of a session that is over
	Others         []languageLink
	Cast           []castMember // of a demo
}

// languageLink leads to the same page in another language.
type languageLink struct{ Code, Name, Path string }

// newLogin is the log-in page in the language that was chosen on it, or else the browser's.
func newLogin(c echo.Context, next, username string, f *fault.Fault) loginView {
	v := loginView{page: page{Title: "Đăng nhập", Fault: f, Request: audit.Request(c.Request().Context())}, Username: username, Next: next}
	if chosen := c.FormValue("language"); language.Known(chosen) {
		v.Language = chosen
		c.Set(lookCookie, chosen)
	}
	now := lookOf(c).language
	for _, l := range language.Languages {
		if l.Code != now {
			v.Others = append(v.Others, languageLink{l.Code, l.Name, withQuery("/login", "language", l.Code, "next", next)})
		}
	}
	return v
}

func (s *site) showLogin(c echo.Context) error {
	next := inside(c.QueryParam("next"))
	if session.PersonID(c.Request().Context()) != "" {
		return c.Redirect(http.StatusSeeOther, next)
	}
	view := newLogin(c, next, "", nil)
	view.Ended = next != "/" && session.FromRequest(c.Request(), s.Secure) != ""
	if err := s.cast(c.Request().Context(), &view); err != nil {
		return err
	}
	return render(c, http.StatusOK, "login", view)
}

func (s *site) logIn(c echo.Context) error {
	username, next := c.FormValue("username"), inside(c.FormValue("next"))
	if err := storable(c.Request().PostForm); err != nil {
		return err
	}
	opened, err := s.Login.LogIn(c.Request().Context(), username, c.FormValue("password"), c.RealIP())
	if err != nil {
		f := fault.Of(err)
		if f.Kind == fault.Internal {
			return err
		}
		return render(c, statusOf(f), "login", newLogin(c, next, username, f))
	}
	if err := s.leave(c); err != nil {
		return err
	}
	if err := s.leaveDevice(c, opened.PersonID); err != nil {
		return err
	}
	session.SetCookie(c.Response(), opened.Token, opened.ExpiresAt, s.Secure)
	if err := s.dress(c, opened); err != nil {
		return err
	}
	if opened.MustChange {
		next = "/password"
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// dress gives the browser the look that the person chose: on the log-in page just now, which the account keeps, or once
// on some device. Who never chose leaves the browser as it is.
func (s *site) dress(c echo.Context, opened login.Session) error {
	if chosen := c.FormValue("language"); language.Known(chosen) {
		opened.Look.Language = chosen
		if err := s.Login.SetLook(c.Request().Context(), actor(opened.PersonID), login.Look{Language: chosen}); err != nil {
			return err
		}
	}
	keepKeys(c, opened.Look.Keys, s.Secure)
	if opened.Look.Language != "" || opened.Look.Theme != "" {
		lookOf(c).with(opened.Look.Language, opened.Look.Theme).keep(c, s.Secure)
	}
	return nil
}

// leave ends the session in which somebody logs in anew: nobody keeps two in one browser.
func (s *site) leave(c echo.Context) error {
	token := session.Token(c.Request().Context())
	if token == "" {
		return nil
	}
	return s.Login.LogOut(c.Request().Context(), token)
}

func (s *site) logOut(c echo.Context) error {
	if err := s.Login.LogOut(c.Request().Context(), session.Token(c.Request().Context())); err != nil {
		return err
	}
	if err := s.leaveDevice(c, ""); err != nil {
		return err
	}
	session.ClearCookie(c.Response(), s.Secure)
	return c.Redirect(http.StatusSeeOther, "/login")
}

// inside is a path of ours, or the workbench: a link may not send people elsewhere once they have logged in.
func inside(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(u.Path, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return "/"
	}
	return next
}

// passwordView is the page on which a person changes the own password.
type passwordView struct{ page }

func (s *site) showPassword(c echo.Context, who string) error {
	return s.passwordPage(c, who, http.StatusOK, nil)
}

func (s *site) passwordPage(c echo.Context, who string, status int, f *fault.Fault) error {
	p, err := s.page(c, who, "Đổi mật khẩu", "password")
	if err != nil {
		return err
	}
	p.Fault = f
	return render(c, status, "password", passwordView{page: p})
}

var errPasswordsDiffer = fault.New(fault.Unmet, "PASSWORDS_DIFFER", "Hai lần nhập mật khẩu mới không giống nhau.")

func (s *site) changePassword(c echo.Context, who string) error {
	if c.FormValue("password") != c.FormValue("again") {
		return s.passwordPage(c, who, statusOf(errPasswordsDiffer), errPasswordsDiffer)
	}
	ctx := store.WithoutKey(c.Request().Context())
	opened, err := s.Login.ChangePassword(ctx, actor(who), c.FormValue("old"), c.FormValue("password"), c.RealIP())
	if f := fault.Of(err); err != nil && f.Kind != fault.Internal {
		// A wrong old password is no end of the session: 422, not 401.
		status := statusOf(f)
		if f.Kind == fault.Unauthenticated {
			status = http.StatusUnprocessableEntity
		}
		return s.passwordPage(c, who, status, f)
	}
	if err != nil {
		return err
	}
	if err := s.Notices.ForgetDevices(ctx, who, deviceOf(c)); err != nil { // whoever else came in is told no more
		return err
	}
	session.SetCookie(c.Response(), opened.Token, opened.ExpiresAt, s.Secure)
	return c.Redirect(http.StatusSeeOther, "/")
}
