package api

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// dottedFiles lets a book be asked for as a file by its ending: /registers/outgoing.xlsx is /registers/outgoing/xlsx. It
// comes before the routes are looked at.
func dottedFiles(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		for _, tree := range []string{base + "/registers/", base + "/case-files/", base + "/case-plans/", base + "/case-handovers/"} {
			rest, found := strings.CutPrefix(c.Request().URL.Path, tree)
			if !found {
				continue
			}
			for _, suffix := range []string{"pdf", "xlsx"} {
				if name, dotted := strings.CutSuffix(rest, "."+suffix); dotted && name != "" {
					to := *c.Request().URL
					to.Path, to.RawPath = tree+name+"/"+suffix, ""
					c.Request().URL = new(url.URL)
					*c.Request().URL = to
				}
			}
		}
		return next(c)
	}
}
