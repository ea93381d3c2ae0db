package format

import (
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/layout"
)

const (
	headSpot   = "Đầu trang"
	numberSpot = "Số, ký hiệu"
	dateSpot   = "Địa danh, ngày tháng"
)

// header holds F01, F03 and F05 as far as a file shows them. Head is its text down to the body, as it is written.
func (f *findings) header(r layout.Reading, c Content, head string) {
	title := onPage(headSpot)
	switch {
	case r.PartyTitle && r.NationalTitle:
		f.add("F01 TWO_TITLES", title, "Văn bản không thể vừa có Quốc hiệu vừa có tiêu đề “Đảng Cộng sản Việt Nam”.")
	case !r.PartyTitle && !r.NationalTitle && len(r.Issuer) == 0:
		f.add("F01 HEADER_MISSING", title, "Bản này không có phần đầu trang (tiêu đề, tên cơ quan ban hành).")
	case !r.PartyTitle && !r.NationalTitle:
		f.add("F01 TITLE_MISSING", title, "Bản này không có tiêu đề hoặc Quốc hiệu.")
	case len(r.Issuer) == 0:
		f.add("F01 ISSUER_MISSING", title, "Bản này không có tên cơ quan ban hành.")
	case r.PartyTitle && stateOrgan.MatchString(headOf(r)):
		f.add("F01 TITLE_REGIME", title.with(headOf(r)), "Cơ quan nhà nước ban hành văn bản mang Quốc hiệu, không mang tiêu đề của Đảng.")
	case r.NationalTitle && partyOrgan.MatchString(headOf(r)):
		f.add("F01 TITLE_REGIME", title.with(headOf(r)), "Cơ quan của Đảng ban hành văn bản mang tiêu đề “Đảng Cộng sản Việt Nam”, không mang Quốc hiệu.")
	case r.NationalTitle && !strings.Contains(directory.Fold(head), directory.Fold("Độc lập - Tự do - Hạnh phúc")):
		f.add("F01 MOTTO_MISSING", title, "Dưới Quốc hiệu không có Tiêu ngữ.")
	}
	f.number(r, c, head)
	f.date(r)
}

var (
	stateOrgan = regexp.MustCompile(`^(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|SỞ|BỘ|CHÍNH PHỦ)(?:\s|$)`)
	partyOrgan = regexp.MustCompile(`^(?:(?:TỈNH|THÀNH|HUYỆN|THỊ|QUẬN|ĐẢNG) (?:ỦY|UỶ)|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|CHI BỘ|ĐẢNG BỘ)(?:\s|$)`)
)

// headOf is the first organ of the header: what is printed above tells the regime of what is printed below.
func headOf(r layout.Reading) string {
	return strings.Join(strings.Fields(strings.ToUpper(strings.Join(slices.Concat(r.Superior, r.Issuer), " "))), " ")
}

// number is F03.
func (f *findings) number(r layout.Reading, c Content, head string) {
	at := onPage(numberSpot).with(r.NumberLine)
	if !r.HasNumberLine {
		f.add("F03 NUMBER_MISSING", onPage(numberSpot), "Bản này không có số và ký hiệu.")
		return
	}
	f.colon(r, head)
	symbol, readable := document.ParseSymbol(r.NumberLine)
	given := readable
	if !readable && r.NumberLine != "" && strings.ContainsAny(r.NumberLine[:1], "-/") {
		symbol, readable = document.ParseSymbol("1" + r.NumberLine) // the number is still empty
	}
	if !readable {
		if strings.ContainsAny(r.NumberLine, "0123456789") {
			f.add("F03 NUMBER_UNREADABLE", at, "Số và ký hiệu “%s” không đúng cách ghi.", r.NumberLine)
		}
		return
	}
	if party := symbol.Form == document.PartyForm; r.PartyTitle != r.NationalTitle && party != r.PartyTitle {
		f.add("F03 SYMBOL_REGIME", at, "Số và ký hiệu “%s” không theo cách ghi của hệ văn bản này.", r.NumberLine)
		return
	}
	if given && len(symbol.Number) == 1 {
		f.add("F03 NUMBER_PADDING", at, "Số “%s” phải ghi thành “0%s”.", symbol.Number, symbol.Number)
	}
	if c.Kind.Code != "" && symbol.Type != "" && symbol.Type != c.Kind.Code && len(document.KindsByCode(c.Regime, symbol.Type)) > 0 {
		f.add("F03 SYMBOL_TYPE_MISMATCH", at, "Ký hiệu “%s” không phải của %s (đúng là “%s”).", symbol.Type, strings.ToLower(c.Kind.Name), c.Kind.Code)
	}
	codes := f.issuerCodes(r, c)
	if len(codes) > 0 && !symbol.MayBeOf(codes) {
		f.add("F03 ISSUER_CODE_MISMATCH", at, "Ký hiệu “%s” không khớp với cơ quan ban hành (đúng là “%s”).", symbol.Issuer, strings.Join(codes, "”, “"))
	}
}

func (f *findings) issuerCodes(r layout.Reading, c Content) []string {
	if c.Facts != nil && c.Facts.Code != "" {
		return []string{c.Facts.Code}
	}
	return document.DefaultIssuers().CodesOf(strings.Join(slices.Concat(r.Issuer, r.Superior), " "))
}

var numberWord = regexp.MustCompile(`(?m)(?:^|\t|  )[ \x{00A0}*_]*[Ss]ố[ \x{00A0}]*(:?)[ \x{00A0}]*[\d.…/-]`)

// colon looks at the word before the number: “Số 05-TB/VPTU”, “Số: 15/BC-UBND”.
func (f *findings) colon(r layout.Reading, head string) {
	m := numberWord.FindStringSubmatch(head)
	if m == nil || r.PartyTitle == r.NationalTitle {
		return
	}
	switch colon := m[1] != ""; {
	case colon && r.PartyTitle:
		f.add("F03 NUMBER_COLON", onPage(numberSpot).with("Số:"), "Sau chữ “Số” trong văn bản của Đảng không có dấu hai chấm.")
	case !colon && r.NationalTitle:
		f.add("F03 NUMBER_COLON", onPage(numberSpot).with("Số"), "Sau chữ “Số” trong văn bản của Nhà nước có dấu hai chấm.")
	}
}

var dateParts = regexp.MustCompile(`ngày\s+(\d+)\s+tháng\s+(\d+)\s+năm`)

// date is F05: the place and the date, with 0 before days under 10 and before months 1 and 2.
func (f *findings) date(r layout.Reading) {
	at := onPage(dateSpot).with(r.DateLine)
	if r.DateLine == "" {
		if i := slices.IndexFunc(r.Unplaced, wordedDate.MatchString); i >= 0 { // the reader knows the line by its place
			f.add("F05 PLACE_MISSING", at.with(r.Unplaced[i]), "Trước ngày, tháng, năm không có địa danh.")
			return
		}
		f.add("F05 DATE_MISSING", at, "Bản này không có địa danh và ngày, tháng, năm.")
		return
	}
	m := dateParts.FindStringSubmatch(r.DateLine)
	switch {
	case m != nil && r.Date == "":
		f.add("F05 DATE_INVALID", at, "Không có ngày “%s”.", r.DateLine)
	case m != nil && unpadded(m[1], m[2]):
		f.add("F05 DATE_PADDING", at, "Ngày dưới 10 và tháng 1, 2 phải thêm số 0 ở trước, các tháng khác thì không.")
	}
}

// unpadded says whether a date is not written as it should be: days under 10 and the months 1 and 2 take a 0, no other.
func unpadded(day, month string) bool {
	return len(day) == 1 || month == "1" || month == "2" || month > "02" && month < "10" && len(month) == 2
}

var wordedDate = regexp.MustCompile(`(?i:ngày)[ \x{00A0}]+(\d{1,2})[ \x{00A0}]+tháng[ \x{00A0}]+(\d{1,2})[ \x{00A0}]+năm[ \x{00A0}]+\d{4}`)

// datesInText is F05 within the text: a date in words is written as the date of the document is. Short dates (8/7/2013)
// are left as they are.
func (f *findings) datesInText(_ Content, words script) {
	words.stretches(func(at spot, _ int, text string) {
		for _, m := range wordedDate.FindAllStringSubmatch(text, -1) {
			if unpadded(m[1], m[2]) {
				f.add("F05 DATE_PADDING", at.with(m[0]).fixed(fixDates, "Ghi đúng số 0 ở ngày, tháng"), "“%s”: ngày dưới 10 và tháng 1, 2 phải thêm số 0 ở trước, các tháng khác thì không.", m[0])
				return // one fix mends the whole stretch
			}
		}
	})
}

// place is F05 of a stored document.
func (f *findings) place(c Content) {
	if c.Facts == nil || c.Facts.Place == "" || directory.Fold(c.Place) == directory.Fold(c.Facts.Place) {
		return
	}
	if c.Place == "" {
		f.add("F05 PLACE_MISSING", onPage(dateSpot), "Văn bản chưa có địa danh (theo danh bạ: %s).", c.Facts.Place)
		return
	}
	f.add("F05 PLACE_MISMATCH", onPage(dateSpot).with(c.Place), "Địa danh “%s” khác với danh bạ (%s).", c.Place, c.Facts.Place)
}

// names is F02: the names at the head are those of the directory on the date.
func (f *findings) names(c Content) {
	if c.Facts == nil {
		return
	}
	if c.Facts.IssuerEnded != "" {
		f.add("F02 ISSUER_CLOSED", onPage(headSpot), "%s", c.Facts.IssuerEnded)
	}
	for _, part := range []struct {
		code, who       string
		printed, wanted []string
	}{
		{"F02 ISSUER_NAME", "ban hành", c.Facts.PrintedIssuer, c.Facts.Issuer},
		{"F02 SUPERIOR_NAME", "cấp trên", c.Facts.PrintedSuperior, c.Facts.Superior},
	} {
		if len(part.printed) == 0 || len(part.wanted) == 0 || oneName(part.printed) == oneName(part.wanted) {
			continue
		}
		found := strings.Join(part.printed, " ")
		f.add(part.code, spot{where: headSpot, found: found}, "Tên cơ quan %s “%s” khác với danh bạ (%s).", part.who, found, strings.Join(part.wanted, " "))
	}
}

func oneName(lines []string) string { return directory.Fold(strings.Join(lines, " ")) }
