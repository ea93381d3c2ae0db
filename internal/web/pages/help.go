package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// helpView is the page that says what each does here, and what the words mean.
type helpView struct{ page }

func (s *site) help(c echo.Context, who string) (err error) {
	var view helpView
	if view.page, err = s.page(c, who, "Hướng dẫn", "help"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "help", view)
}
