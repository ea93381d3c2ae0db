package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/web/api"
	"trinhky/internal/web/pages"
)

// errNoPage is for every address that leads nowhere.
var errNoPage = fault.New(fault.NotFound, "PAGE_NOT_FOUND", "Không có địa chỉ này.")

// answerError tells a person, or a program, what was refused. The cause goes to the log alone.
func (d *door) answerError(err error, c echo.Context) {
	c.Set(api.CauseKey, err)
	if c.Response().Committed {
		return
	}
	f, status := faultOf(err)
	var answered error
	switch {
	case c.Request().Method == http.MethodHead:
		if status == 0 {
			status = api.Status(f.Kind)
		}
		answered = c.NoContent(status)
	case isAPI(c.Request().URL.Path):
		answered = api.WriteProblem(c, f, status)
	default:
		answered = pages.Error(c, f)
	}
	if answered == nil {
		return
	}
	c.Set(api.CauseKey, errors.Join(err, answered))
	if !c.Response().Committed {
		_ = c.String(http.StatusInternalServerError, f.Code+": "+f.Detail) // the last words; who does not hear them is gone
	}
}

// faultOf reads Echo's own errors too. Status is 0 where the fault's own is right.
func faultOf(err error) (f *fault.Fault, status int) {
	if errors.As(err, &f) {
		return f, 0
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return api.ErrBodyTooLarge, 0
	}
	var own *echo.HTTPError
	if !errors.As(err, &own) {
		return fault.Of(err), 0
	}
	switch own.Code {
	case http.StatusNotFound:
		return errNoPage, 0
	case http.StatusMethodNotAllowed:
		return fault.New(fault.NotFound, "METHOD_NOT_ALLOWED", "Địa chỉ này không nhận thao tác đó."), own.Code
	case http.StatusRequestEntityTooLarge:
		return api.ErrBodyTooLarge, 0
	}
	if own.Code >= http.StatusBadRequest && own.Code < http.StatusInternalServerError {
		return fault.New(fault.Malformed, "REQUEST_INVALID", "Yêu cầu không hợp lệ."), 0
	}
	return fault.Of(err), 0
}
