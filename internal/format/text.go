package format

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
)

// Options are what a check of a text may lean on. The zero value needs no data.
type Options struct {
	FileName string // scanned for marks of secrecy
	Known    layout.Known
	Issuers  document.IssuerNames
	// Resolve gives what a citation is known as here, "" for nothing.
	Resolve func(document.Citation) string
}

// Report is what trinhky check --json prints.
type Report struct {
	Findings  []Finding  `json:"findings"`
	Citations []Citation `json:"citations"`
	Lines     []Line     `json:"lines"`
}

// Citation is one occurrence of a document in the text, in order.
type Citation struct {
	Raw        string        `json:"raw"`
	Role       document.Role `json:"role"`
	Symbol     *string       `json:"symbol"` // canonical; null for named or short ones
	Date       *string       `json:"date"`   // ISO; null when the text gives none
	Issuer     string        `json:"issuer"`
	Type       string        `json:"type"`
	ResolvesTo string        `json:"resolves_to,omitempty"`
}

// Line is one line of Nơi nhận.
type Line struct {
	Text string            `json:"text"`
	Kind distribution.Kind `json:"kind"`
}

// CheckText checks a UTF-8 text of a document, whole or in part: what a draft may still lack (header, number, date) is
// only a W. A text that bears a mark of secrecy gives that finding and nothing else. The faults are those of
// document.Normalize.
func CheckText(raw []byte, o Options) (Report, error) {
	report := Report{Findings: []Finding{}, Citations: []Citation{}, Lines: []Line{}}
	text, err := document.Normalize(raw)
	if err != nil {
		return report, err
	}
	f := &findings{all: report.Findings}
	for _, reason := range document.ScanSecrecy(text, o.FileName) {
		f.add("F18", LevelError, reason.Code, "Dấu chỉ độ mật", document.SecretRefusal+".")
	}
	if len(f.all) > 0 {
		report.Findings = f.all
		return report, nil
	}
	reading, err := layout.ReadText(raw, o.Known)
	if err != nil {
		return report, asRead(err)
	}
	if o.Issuers.Empty() {
		o.Issuers = document.DefaultIssuers()
	}
	cited := document.FindCitations(text, o.Issuers)
	c := contentOf(reading, o)
	if official(reading) {
		f.header(reading, c)
		f.subject(c.Kind, c.Subject)
		f.citations(text, cited)
		f.content(c)
		f.unplaced(reading)
	} else {
		f.add("F06", LevelWarning, "NOT_A_DOCUMENT", "Toàn văn", "Không thấy tên loại, nơi nhận hay khối ký của một văn bản; chỉ đối chiếu các viện dẫn.")
		f.citations(text, cited)
	}
	report.Findings = f.all
	report.Citations = citationsOf(cited, reading, o)
	for _, line := range recipientsOf(c).Lines {
		report.Lines = append(report.Lines, Line{Text: line.Text, Kind: line.Kind})
	}
	return report, nil
}

// asRead keeps a fault as it is and says of any other error where it came from.
func asRead(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return err
	}
	return fmt.Errorf("read a text to check it: %w", err)
}

// official says whether a text shows at least one part that only a document has.
func official(r layout.Reading) bool {
	return r.KindName != "" || r.HasRecipients || r.HasNumberLine || r.PartyTitle || r.NationalTitle || len(r.Formula) > 0 || r.AddressWord != ""
}

func citationsOf(cited []document.Citation, r layout.Reading, o Options) []Citation {
	all := make([]Citation, len(cited))
	for i, c := range cited {
		all[i] = Citation{Raw: c.Raw, Role: c.Role, Issuer: c.Issuer, Type: c.Type}
		if c.Symbol != "" {
			all[i].Symbol = &cited[i].Symbol
		}
		if c.Date != "" {
			all[i].Date = &cited[i].Date
		}
		if c.Role == document.Own {
			all[i].Issuer = strings.Join(r.Issuer, " ")
		}
		if o.Resolve != nil {
			all[i].ResolvesTo = o.Resolve(c)
		}
	}
	return all
}

// header holds F01, F03 and F05 as far as a text shows them.
func (f *findings) header(r layout.Reading, c Content) {
	switch {
	case r.PartyTitle && r.NationalTitle:
		f.add("F01", LevelError, "TWO_TITLES", "Đầu trang", "Văn bản không thể vừa có Quốc hiệu vừa có tiêu đề “Đảng Cộng sản Việt Nam”.")
	case !r.PartyTitle && !r.NationalTitle && len(r.Issuer) == 0:
		f.add("F01", LevelWarning, "HEADER_MISSING", "Đầu trang", "Bản này không có phần đầu trang (tiêu đề, tên cơ quan ban hành).")
	case !r.PartyTitle && !r.NationalTitle:
		f.add("F01", LevelWarning, "TITLE_MISSING", "Đầu trang", "Bản này không có tiêu đề hoặc Quốc hiệu.")
	case len(r.Issuer) == 0:
		f.add("F01", LevelWarning, "ISSUER_MISSING", "Đầu trang", "Bản này không có tên cơ quan ban hành.")
	}
	f.number(r, c)
	f.date(r)
}

// number is F03.
func (f *findings) number(r layout.Reading, c Content) {
	if !r.HasNumberLine {
		f.add("F03", LevelWarning, "NUMBER_MISSING", "Số, ký hiệu", "Bản này không có số và ký hiệu.")
		return
	}
	symbol, readable := document.ParseSymbol(r.NumberLine)
	if !readable && r.NumberLine != "" && strings.ContainsAny(r.NumberLine[:1], "-/") {
		symbol, readable = document.ParseSymbol("1" + r.NumberLine) // the number is still empty
	}
	if !readable {
		if strings.ContainsAny(r.NumberLine, "0123456789") {
			f.add("F03", LevelError, "NUMBER_UNREADABLE", "Số, ký hiệu", "Số và ký hiệu “%s” không đúng cách ghi.", r.NumberLine)
		}
		return
	}
	if c.Kind.Code != "" && symbol.Type != "" && symbol.Type != c.Kind.Code && len(document.KindsByCode(c.Regime, symbol.Type)) > 0 {
		f.add("F03", LevelError, "SYMBOL_TYPE_MISMATCH", "Số, ký hiệu", "Ký hiệu “%s” không phải của %s (đúng là “%s”).", symbol.Type, strings.ToLower(c.Kind.Name), c.Kind.Code)
	}
	issuer := strings.Join(append(slices.Clone(r.Issuer), r.Superior...), " ")
	codes := document.DefaultIssuers().CodesOf(issuer)
	if len(codes) > 0 && !symbol.MayBeOf(codes) {
		f.add("F03", LevelWarning, "ISSUER_CODE_MISMATCH", "Số, ký hiệu", "Ký hiệu “%s” không khớp với cơ quan ban hành (đúng là “%s”).", symbol.Issuer, strings.Join(codes, "”, “"))
	}
}

var dateParts = regexp.MustCompile(`ngày\s+(\d+)\s+tháng\s+(\d+)\s+năm`)

// date is F05: the place and the date, with 0 before days under 10 and before months 1 and 2.
func (f *findings) date(r layout.Reading) {
	if r.DateLine == "" {
		f.add("F05", LevelWarning, "DATE_MISSING", "Địa danh, ngày tháng", "Bản này không có địa danh và ngày, tháng, năm.")
		return
	}
	m := dateParts.FindStringSubmatch(r.DateLine)
	switch {
	case m != nil && r.Date == "":
		f.add("F05", LevelWarning, "DATE_INVALID", "Địa danh, ngày tháng", "Không có ngày “%s”.", r.DateLine)
	case m != nil && (len(m[1]) == 1 || m[2] == "1" || m[2] == "2"):
		f.add("F05", LevelWarning, "DATE_PADDING", "Địa danh, ngày tháng", "Ngày dưới 10 và tháng 1, 2 phải thêm số 0 ở trước.")
	}
}

// unplaced tells what the reader could not place, so that no word is lost unseen.
func (f *findings) unplaced(r layout.Reading) {
	if len(r.Unplaced) > 0 {
		f.add("F11", LevelWarning, "TEXT_UNPLACED", r.Unplaced[0], "Có nội dung nằm ngoài các phần của văn bản (%d dòng).", len(r.Unplaced))
	}
}
