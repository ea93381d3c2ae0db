package signature

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/pdf"
)

// judgeChanges holds what was done to the document after each signature against what that signature permits
// (attacks 25, 26). A viewer shows the last state of a file; a signature vouches for the state in which it was made.
func judgeChanges(r *Report, b []byte, values []pdf.SignatureValue) {
	ours := slices.ContainsFunc(r.Signatures, func(s SignatureReport) bool { return s.Kind != KindOther })
	for i, v := range values {
		s := &r.Signatures[i]
		if s.wrong && !covers(b, v) {
			continue // there is no state to compare with
		}
		changes, err := pdf.Changes(b, v.CoversUpTo)
		if err != nil {
			s.refuse("không xác định được trạng thái của tài liệu lúc ký.")
			continue
		}
		c := later{
			changes: changes, rest: b[v.CoversUpTo:], permission: v.Certify,
			organFollows: s.Kind == KindPersonal && i+1 < len(values) && r.Signatures[i+1].Kind == KindOrgan,
			last:         i+1 == len(values),
		}
		if ours {
			c.judgeOurs(s)
		} else {
			c.judgeOther(s)
		}
		if c.last && len(changes) == 0 && len(bytes.TrimSpace(c.rest)) > 0 {
			s.refuse("sau chữ ký có dữ liệu lạ ở cuối tệp.")
		}
	}
}

func covers(b []byte, v pdf.SignatureValue) bool {
	_, ok := covered(b, v)
	return ok
}

// later is what came after one signature.
type later struct {
	changes      []pdf.Change
	rest         []byte // the appended bytes
	permission   int    // DocMDP, 0 without a certification
	organFollows bool   // the organ's signature covers what came after the person's
	last         bool   // no further signature covers what came
}

// judgeOurs is the rule for a document of this system: after the person's signature the organ fills the empty fields
// so and ngay and signs in co_quan, in one; after the organ's, validation data (DSS) and nothing else.
func (c later) judgeOurs(s *SignatureReport) {
	var forbidden []pdf.Change
	for _, change := range c.changes {
		switch change.Kind {
		case pdf.Filled:
			if c.organFollows && (change.Field == FieldNumber || change.Field == FieldDate || change.Field == "") && change.Old == "" {
				continue
			}
		case pdf.Signed:
			if c.organFollows && (change.Field == FieldOrgan || change.Field == "") {
				continue
			}
		case pdf.Validation:
			// a DSS is named in the catalog that comes with it; without one the file's description was changed
			if bytes.Contains(c.rest, []byte("/DSS")) {
				continue
			}
		}
		forbidden = append(forbidden, change)
	}
	s.refuseChanges(forbidden)
}

// judgeOther is the rule for files from outside, where a second signer may bring a field of his own: what the
// certification permits, but nothing shown may change without a signature over it.
func (c later) judgeOther(s *SignatureReport) {
	permission := c.permission
	if permission == 0 || permission > 2 {
		permission = 2 // notes on a page are a visible change, whoever permits them
	}
	forbidden := pdf.Forbidden(permission, c.changes)
	var told []string
	for _, change := range c.changes {
		shown := change.Kind == pdf.Filled || change.Kind == pdf.NewSignature || change.Kind == pdf.Signed
		switch {
		case shown && c.last:
			forbidden = append(forbidden, change)
		case shown && permission > 1 && !slices.Contains(told, sentence(change)):
			told = append(told, sentence(change))
		}
	}
	if len(told) > 0 {
		s.note("Sau chữ ký này: " + strings.Join(told, "; ") + " (có chữ ký sau xác nhận).")
	}
	s.refuseChanges(forbidden)
}

func (s *SignatureReport) refuseChanges(changes []pdf.Change) {
	var parts []string
	for _, c := range changes {
		if part := sentence(c); !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	if len(parts) > 0 {
		s.refuse("tài liệu bị thay đổi sau khi ký: " + strings.Join(parts, "; ") + ".")
	}
}

// sentence says in words what a change did.
func sentence(c pdf.Change) string {
	where := ""
	if c.Page > 0 {
		where = fmt.Sprintf(" %d", c.Page)
	}
	switch c.Kind {
	case pdf.PageChanged:
		return "nội dung trang" + where + " bị thay đổi"
	case pdf.Annotated:
		return "có chú thích hoặc trường biểu mẫu được thêm, sửa hoặc xóa ở trang" + where
	case pdf.Filled:
		return "trường “" + c.Field + "” được điền hoặc sửa (“" + c.Old + "” thành “" + c.New + "”)"
	case pdf.Signed:
		return "trường chữ ký “" + c.Field + "” được ký"
	case pdf.NewSignature:
		return "có thêm chữ ký “" + c.Field + "”"
	case pdf.Validation:
		return "thông tin mô tả tệp bị thay đổi"
	}
	return "cấu trúc tệp bị thay đổi"
}
