package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/web/client"
)

const problemType = "application/problem+json"

// CauseKey is where echo.Context keeps, for the log alone, the error behind an answer.
const CauseKey = "trinhky.cause"

// statuses of the kinds of fault.
var statuses = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Malformed: http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
	fault.Conflict: http.StatusConflict, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Unmet: http.StatusUnprocessableEntity, fault.TooMany: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable, fault.NoSpace: http.StatusInsufficientStorage,
}

// Status is the HTTP status of a kind of fault.
func Status(kind fault.Kind) int {
	if status, ok := statuses[kind]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// ProblemOf tells a fault as RFC 9457 does. Status 0 is the fault's own.
func ProblemOf(f *fault.Fault, status int, instance string) client.Problem {
	if status == 0 {
		status = Status(f.Kind)
	}
	p := client.Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: f.Detail, Code: f.Code, Instance: instance,
	}
	for _, r := range f.Reasons {
		p.Reasons = append(p.Reasons, client.Reason{Code: r.Code, Detail: r.Detail})
	}
	return p
}

// Instance names one request: the id that the log has too.
func Instance(c echo.Context) string {
	id := c.Response().Header().Get(echo.HeaderXRequestID)
	if id == "" {
		return ""
	}
	return "urn:uuid:" + id
}

// WriteProblem answers a request with a fault, outside huma.
func WriteProblem(c echo.Context, f *fault.Fault, status int) error {
	p := ProblemOf(f, status, Instance(c))
	c.Response().Header().Set(echo.HeaderContentType, problemType)
	return c.JSON(p.Status, p)
}

// Problem is client.Problem as an error of huma; the cause stays here.
type Problem struct {
	client.Problem
	cause error
}

// Error is the sentence.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return problemType }

func problemOf(err error) *Problem {
	return &Problem{Problem: ProblemOf(fault.Of(err), 0, ""), cause: err}
}

// noteCause gives a problem the id of its request, and the log its cause.
func noteCause(ctx huma.Context, _ string, v any) (any, error) {
	if p, ok := v.(*Problem); ok {
		c := humaecho.Unwrap(ctx)
		p.Instance = Instance(c)
		if p.cause != nil {
			c.Set(CauseKey, p.cause)
		}
	}
	return v, nil
}

// init, since huma asks these variables of the package and no configuration, and requests run at once.
func init() {
	huma.NewError = newError
	huma.DefaultArrayNullable = false // we answer [] and never null
	huma.ValidateStrictCasing = true
	speakVietnamese()
}

// newError tells what huma found wrong with a request.
func newError(status int, message string, errs ...error) huma.StatusError {
	f := fault.New(kindOf(status), "INPUT_INVALID", "Yêu cầu không hợp lệ.")
	switch status {
	case http.StatusBadRequest:
		f.Code, f.Detail = "BODY_UNREADABLE", "Không đọc được nội dung gửi lên: cần một đối tượng JSON."
	case http.StatusRequestEntityTooLarge:
		f = ErrBodyTooLarge
	case http.StatusUnsupportedMediaType:
		f.Code, f.Detail = "MEDIA_TYPE_UNKNOWN", "Nội dung gửi lên phải là application/json."
	case http.StatusRequestTimeout:
		f.Code, f.Detail = "BODY_TIMEOUT", "Nội dung gửi lên quá chậm, đã ngừng chờ."
	case http.StatusInternalServerError:
		f = fault.Of(errors.New(message))
	}
	p := &Problem{cause: errors.Join(append(errs, errors.New(message))...)}
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if !errors.As(err, &detail) {
			continue
		}
		reason := fault.Reason{Code: codeOf(detail.Message), Detail: strings.TrimPrefix(detail.Location, "body.") + ": " + vietnamese(detail.Message)}
		if reason.Code != "INPUT_INVALID" {
			f.Code = reason.Code
			f.Detail = sentences[reason.Code]
		}
		f.Reasons = append(f.Reasons, reason)
	}
	if status == http.StatusInternalServerError && broken(errs) {
		f = fault.New(fault.Malformed, "BODY_UNREADABLE", "Nội dung gửi lên bị đứt giữa chừng.")
		status = http.StatusBadRequest
	}
	p.Problem = ProblemOf(f, status, "")
	return p
}

// ErrBodyTooLarge is for a request beyond the limits of its route.
var ErrBodyTooLarge = fault.New(fault.TooLarge, "BODY_TOO_LARGE", "Nội dung gửi lên vượt quá giới hạn, hệ thống không nhận.")

// broken tells whether a body could not be read to its end: the sender's doing, not ours.
func broken(errs []error) bool {
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if err != nil && !errors.As(err, &detail) {
			return true
		}
	}
	return false
}

func kindOf(status int) fault.Kind {
	for kind, s := range statuses {
		if s == status {
			return kind
		}
	}
	return fault.Malformed
}

func codeOf(message string) string {
	switch {
	case message == validation.MsgUnexpectedProperty, message == unknownQuery:
		return "UNKNOWN_FIELD"
	case message == errNotUTF8.Error():
		return "TEXT_NOT_UTF8"
	case message == errNUL.Error():
		return "CONTROL_CHARACTER"
	case strings.HasPrefix(message, errNotJSON.Error()):
		return "BODY_UNREADABLE"
	}
	return "INPUT_INVALID"
}

// sentences say what a code means for the whole request.
var sentences = map[string]string{
	"UNKNOWN_FIELD":     "Yêu cầu có trường mà hệ thống không biết.",
	"TEXT_NOT_UTF8":     "Nội dung gửi lên không phải văn bản Unicode (UTF-8).",
	"CONTROL_CHARACTER": "Nội dung gửi lên có ký tự điều khiển không được phép.",
	"BODY_UNREADABLE":   "Không đọc được nội dung gửi lên: cần một đối tượng JSON hợp lệ.",
}
