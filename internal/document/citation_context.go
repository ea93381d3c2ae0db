package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The words round a symbol. All are anchored: they read on from where the symbol, its date or its issuer ends.
var (
	dayPattern  = `(\d{1,2})(?:` + hs + `[/.-]` + hs + `(\d{1,2})` + hs + `[/.-]` + hs + `(\d{4})|` + ws + `+tháng` + ws + `+(\d{1,2})` + ws + `+năm` + ws + `+(\d{4}))`
	dateAfter   = regexp.MustCompile(`^` + ws + `*[,(]?` + ws + `*(?:(?:ký|đề|ban hành)` + ws + `+)?ngày` + ws + `+` + dayPattern + `(?:\)|\b)`)
	dateInside  = regexp.MustCompile(`^` + ws + `*\(` + dayPattern + `\)`)
	issuerAfter = regexp.MustCompile(`^` + ws + `*,?` + ws + `*(?:của|do)` + ws + `+`)
	commaAfter  = regexp.MustCompile(`^` + ws + `*,` + ws + `*`)
	actBefore   = regexp.MustCompile(`(?:` + ws + `+(?:đã|vừa|cũng|có|sẽ))?` + ws + `+(?:xây dựng|ban hành|ra|có|trình|gửi)` + ws + `+$`)
	actEndings  = map[string]bool{"dựng": true, "hành": true, "ra": true, "có": true, "trình": true, "gửi": true}
	subjectHead = regexp.MustCompile(`^[ \t\x{00A0}]*,?[ \t\x{00A0}]*\n?[ \t\x{00A0}]*["“]?((?:[Vv]ề|V/v)` + ws + `[^.;\n”"]{3,})`)
)

// readContext reads the date, the issuer and the subject of a full citation.
func (m *mention) readContext(text string, issuers IssuerNames) {
	if m.Role == Own {
		return
	}
	m.readDate(text)
	m.readIssuer(text, issuers)
	if m.Date == "" {
		m.readDate(text)
	}
	if found := subjectHead.FindStringSubmatchIndex(head(text[m.to:])); found != nil {
		m.Subject = cut(strings.TrimSpace(text[m.to+found[2]:m.to+found[3]]), 200)
	}
}

func (m *mention) readDate(text string) {
	near := head(text[m.to:])
	for _, pattern := range []*regexp.Regexp{dateAfter, dateInside} {
		found := pattern.FindStringSubmatchIndex(near)
		if found == nil {
			continue
		}
		if date := isoDate(group(near, found, 1), group(near, found, 2)+group(near, found, 4), group(near, found, 3)+group(near, found, 5)); date != "" {
			m.Date = date
			m.to += found[1]
			return
		}
	}
}

// readIssuer looks behind the symbol ("… của {issuer}", "tại Công văn số …, {issuer} yêu cầu"), then before it
// ("{issuer} đã xây dựng Kế hoạch số …"). Without a "của" the name counts only when its code fits the symbol.
func (m *mention) readIssuer(text string, issuers IssuerNames) {
	near := head(text[m.to:])
	if lead := issuerAfter.FindString(near); lead != "" {
		if found, _, ok := issuers.at(near[len(lead):], true); ok {
			m.take(found, m.to+len(lead), text)
			if !m.Parsed.MayBeOf(found.codes) {
				m.Expected = found.codes
			}
			m.to += len(lead) + found.end
			return
		}
	}
	if lead := commaAfter.FindString(near); lead != "" && introduced(tail(text[:m.from])) {
		if found, _, ok := issuers.at(near[len(lead):], true); ok && len(found.codes) > 0 && m.Parsed.MayBeOf(found.codes) {
			m.take(found, m.to+len(lead), text)
			return
		}
	}
	before := tail(text[:m.from])
	if words := wordsBefore(before, 1); len(words) == 0 || !actEndings[words[0].folded] {
		return
	}
	if act := actBefore.FindStringIndex(before); act != nil {
		if found, ok := issuers.endingAt(before[:act[0]]); ok && len(found.codes) > 0 && m.Parsed.MayBeOf(found.codes) {
			m.take(found, m.from-len(before), text)
		}
	}
}

// introduced says whether "tại" or "trong", or these and "các", stand at the end of before.
func introduced(before string) bool {
	words := wordsBefore(before, 2)
	if n := len(words); n == 2 && words[1].folded == "các" && words[1].tail == "" {
		words = words[:1]
	}
	return len(words) > 0 && words[len(words)-1].tail == "" && (words[len(words)-1].folded == "tại" || words[len(words)-1].folded == "trong")
}

func (m *mention) take(found namedIssuer, offset int, text string) {
	m.Issuer = strings.Join(strings.Fields(text[offset+found.start:offset+found.end]), " ")
}

func group(s string, found []int, n int) string {
	if found[2*n] < 0 {
		return ""
	}
	return s[found[2*n]:found[2*n+1]]
}

// isoDate gives "2014-06-03" for the parts of a date, "" when there is no such day.
func isoDate(day, month, year string) string {
	d, err1 := strconv.Atoi(day)
	mo, err2 := strconv.Atoi(month)
	y, err3 := strconv.Atoi(year)
	if err1 != nil || err2 != nil || err3 != nil || mo < 1 || mo > 12 || y < 1900 {
		return ""
	}
	if t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC); t.Day() != d || t.Month() != time.Month(mo) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, mo, d)
}

// cut shortens s to n runes at a word.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	short := string([]rune(s)[:n])
	if space := strings.LastIndexByte(short, ' '); space > 0 {
		short = short[:space]
	}
	return short
}

// headLength is how far behind the document's own number its place and date may stand, in bytes.
const headLength = 400

var (
	ownBefore = regexp.MustCompile(`^[\s\x{00A0}*_]*S[ốỐ]` + ws + `*:?` + ws + `*$`)
	ownAfter  = regexp.MustCompile(`^[*_]*(?:[ \t\x{00A0}]*$|\t|[ \x{00A0}]{2})`)
	placeDate = regexp.MustCompile(`(?m)(?:^|\t|[ \x{00A0}]{2})[*_]*[\p{L}][\p{L} .\x{00A0}-]{1,40},[ \x{00A0}]*ngày[ \x{00A0}]+(\d{1,2})[ \x{00A0}]+tháng[ \x{00A0}]+(\d{1,2})[ \x{00A0}]+năm[ \x{00A0}]+(\d{4})[*_]*[ \t\x{00A0}]*$`)
)

// ownNumber says whether the symbol stands where a header has it: alone behind "Số" in its column, near the top.
func ownNumber(text string, start, end int) bool {
	lineStart := strings.LastIndexByte(text[:start], '\n') + 1
	if strings.Count(text[:lineStart], "\n") > 20 {
		return false
	}
	rest := text[end:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return ownBefore.MatchString(text[lineStart:start]) && ownAfter.MatchString(rest)
}

// headDate reads "Phan Thiết, ngày 10 tháng 6 năm 2014" in the header.
func headDate(header string) string {
	if m := placeDate.FindStringSubmatch(header); m != nil {
		return isoDate(m[1], m[2], m[3])
	}
	return ""
}
