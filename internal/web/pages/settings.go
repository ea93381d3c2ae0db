package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/web/language"
)

// themeChoices are the colours of the pages.
var themeChoices = []choice{{asTheMachine, "Theo thiết bị"}, {light, "Nền sáng"}, {dark, "Nền tối"}}

// lookView is the page on which a person chooses the language and the colours.
type lookView struct {
	page
	Language, Theme   string
	Languages, Themes []choice
	Keys              string // "on" or "off"
}

func (s *site) showLook(c echo.Context, who string) error { return s.lookPage(c, who, lookOf(c), nil) }

func (s *site) lookPage(c echo.Context, who string, l look, refused *fault.Fault) error {
	view, status := lookView{Language: l.language, Theme: l.theme, Themes: themeChoices, Keys: "on"}, http.StatusOK
	for _, one := range language.Languages {
		view.Languages = append(view.Languages, choice{one.Code, one.Name})
	}
	if !keysOf(c) {
		view.Keys = "off"
	}
	var err error
	if view.page, err = s.page(c, who, "Ngôn ngữ, màu nền", "look"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "settings/look", view)
}

// setLook keeps the choice with the account and in this browser. Sent twice it says the same, so it needs no key.
func (s *site) setLook(c echo.Context, who string) error {
	wish := login.Look{Language: c.FormValue("language"), Theme: c.FormValue("theme"), Keys: c.FormValue("keys")}
	if err := s.Login.SetLook(c.Request().Context(), actor(who), wish); err != nil {
		if f := fault.Of(err); f.Kind != fault.Internal {
			return s.lookPage(c, who, lookOf(c), f)
		}
		return err
	}
	lookOf(c).with(wish.Language, wish.Theme).keep(c, s.Secure)
	keepKeys(c, wish.Keys, s.Secure)
	return c.Redirect(http.StatusSeeOther, "/settings/look")
}
