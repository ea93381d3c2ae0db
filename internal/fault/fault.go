package fault

import (
	"errors"
	"strings"
)

// Kind says what class of refusal a fault is; internal/web maps it to a status.
type Kind int

// The kinds of refusal, in the order of their HTTP status.
const (
	Internal        Kind = iota // 500: ours; the person sees a code to read over the phone
	Malformed                   // 400: the request cannot be read
	Unauthenticated             // 401
	Forbidden                   // 403: visible, but not your act
	NotFound                    // 404: not there, or not for you to see
	Conflict                    // 409: a stale version
	TooLarge                    // 413
	Unmet                       // 422: wrong state, an unmet guard, a value that breaks a rule
	TooMany                     // 429
	Unavailable                 // 503
	NoSpace                     // 507: the disk or the store is full
)

// Reason is one thing that stands in the way.
type Reason struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Fault is a refusal that a person sees: a code for the phone and a Vietnamese sentence. The cause is for the log alone.
type Fault struct {
	Kind    Kind
	Code    string
	Detail  string
	Reasons []Reason
	cause   error
}

// New makes a fault.
func New(kind Kind, code, detail string, reasons ...Reason) *Fault {
	return &Fault{Kind: kind, Code: code, Detail: detail, Reasons: reasons}
}

// Because gives the same fault with what caused it, for the log.
func (f *Fault) Because(cause error) *Fault {
	g := *f
	g.cause = cause
	return &g
}

// With gives the same fault with more reasons.
func (f *Fault) With(reasons ...Reason) *Fault {
	g := *f
	g.Reasons = append(append([]Reason(nil), f.Reasons...), reasons...)
	return &g
}

// Error is for logs: code, sentence, reasons and cause.
func (f *Fault) Error() string {
	var s strings.Builder
	s.WriteString(f.Code + ": " + f.Detail)
	for _, r := range f.Reasons {
		s.WriteString(" [" + r.Code + ": " + r.Detail + "]")
	}
	if f.cause != nil {
		s.WriteString(": " + f.cause.Error())
	}
	return s.String()
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is makes errors.Is compare faults by code.
func (f *Fault) Is(target error) bool {
	var t *Fault
	return errors.As(target, &t) && t.Code == f.Code
}

// Of finds the fault in err; an error that is none becomes an internal fault that says nothing of its cause.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return New(Internal, "INTERNAL", "Hệ thống gặp lỗi, thao tác chưa được thực hiện. Vui lòng thử lại hoặc báo quản trị kèm mã lỗi.").Because(err)
}

// System keeps an error that is no fault: nil for a fault, whose sentence is for a person, and for nil.
func System(err error) error {
	var f *Fault
	if errors.As(err, &f) {
		return nil
	}
	return err
}
