package incoming

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Lengths of what people write, in letters (NĐ 30/2020 Phụ lục VI, where it says).
const (
	authorLimit    = 200
	symbolLimit    = 60
	kindLimit      = 100
	subjectLimit   = 500
	noteLimit      = 2000
	directionLimit = 2000
	reasonLimit    = 500
	fileCodeLimit  = 60
	mostPages      = 99999
	mostCopies     = 99999
)

// text takes what a person wrote: NFC, no control characters, not too long, no mark of secrecy. Name is the field's, for the
// sentence.
func text(name, value string, limit int) (string, error) {
	if strings.TrimSpace(value) == "" {
		return "", nil
	}
	clean, err := document.Normalize([]byte(value))
	if err != nil {
		return "", ErrFieldInvalid.With(fault.Reason{Code: "FIELD_UNREADABLE", Detail: name + " không phải văn bản Unicode hợp lệ."}).Because(err)
	}
	clean = strings.TrimSpace(clean)
	if utf8.RuneCountInString(clean) > limit {
		return "", ErrFieldInvalid.With(fault.Reason{Code: "FIELD_TOO_LONG", Detail: fmt.Sprintf("%s không quá %d ký tự.", name, limit)})
	}
	return clean, document.RefuseSecret(clean, "")
}

// line is text on one line.
func line(name, value string, limit int) (string, error) {
	clean, err := text(name, value, limit)
	return strings.Join(strings.Fields(clean), " "), err
}

// cleanFields makes the fields fit to be kept. The document's date cannot lie ahead; the term may, and may be over.
func cleanFields(f Fields, on store.Date) (Fields, error) {
	var err error
	for _, one := range []struct {
		name  string
		value *string
		limit int
	}{
		{"Tác giả", &f.Author, authorLimit}, {"Số, ký hiệu", &f.Symbol, symbolLimit}, {"Tên loại", &f.KindName, kindLimit},
		{"Trích yếu", &f.Subject, subjectLimit},
	} {
		if *one.value, err = line(one.name, *one.value, one.limit); err != nil {
			return f, err
		}
	}
	var wrong []fault.Reason
	refuse := func(bad bool, code, detail string) {
		if bad {
			wrong = append(wrong, fault.Reason{Code: code, Detail: detail})
		}
	}
	refuse(f.DocumentDate != "" && (!f.DocumentDate.Valid() || f.DocumentDate > on), "DOCUMENT_DATE", "Ngày văn bản phải là một ngày không sau hôm nay.")
	refuse(f.AskedDue != "" && !f.AskedDue.Valid(), "ASKED_DUE", "Thời hạn ghi trên văn bản không phải là một ngày.")
	refuse(!slices.Contains(document.Urgencies, f.Urgency), "URGENCY", "Độ khẩn không có trong danh mục.")
	refuse(f.Pages < 0 || f.Pages > mostPages, "PAGES", "Số trang không hợp lệ.")
	refuse(f.Copies < 0 || f.Copies > mostCopies, "COPIES", "Số bản không hợp lệ.")
	if len(wrong) > 0 {
		return f, ErrFieldInvalid.With(wrong...)
	}
	return f, nil
}

// missing says what an arrival lacks to be registered (NĐ 30/2020 Phụ lục IV: the columns of the book).
func (a Arrival) missing() (reasons []fault.Reason) {
	if a.Author == "" {
		reasons = append(reasons, fault.Reason{Code: "AUTHOR_MISSING", Detail: "Chưa ghi tác giả văn bản."})
	}
	if a.Subject == "" {
		reasons = append(reasons, fault.Reason{Code: "SUBJECT_MISSING", Detail: "Chưa ghi trích yếu nội dung."})
	}
	return reasons
}

// notPast refuses a term that is no day or lies before today.
func notPast(due, on store.Date) error {
	if due != "" && (!due.Valid() || due < on) {
		return ErrDuePast
	}
	return nil
}
