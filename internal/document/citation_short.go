package document

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortNumber is the number of a short citation ("Chỉ thị 34", "Nghị quyết số 35"); its type is read backwards from it.
var shortNumber = regexp.MustCompile(`\d{1,4}(?:bis|[a-zđ])?`)

// namedPattern: documents known by a name. No number is read into it.
var namedPattern = regexp.MustCompile(`(Nghị quyết|Kết luận|Quy định)` + ws + `+(?:` +
	`(?:Hội nghị` + ws + `+)?(?:lần thứ` + ws + `+\S+` + ws + `+)?(?:Ban Chấp hành` + ws + `+)?Trung ương(?:` + ws + `+Đảng)?` + ws + `+(?:lần thứ` + ws + `+)?(?:\d{1,2}|[IVX]{1,5})(?:` + ws + `*[,(]?` + ws + `*[Kk]h(?:óa|oá)` + ws + `+[IVX]+\)?)?` +
	`|Đại hội` + ws + `+(?:đại biểu` + ws + `+)?(?:toàn quốc` + ws + `+|Đảng bộ(?:` + ws + `+\p{L}+){1,5}?` + ws + `+)?(?:lần thứ` + ws + `+)?[IVX]+(?:` + ws + `+của Đảng)?)`)

func findNamed(text string) []mention {
	var found []mention
	for _, at := range namedPattern.FindAllStringSubmatchIndex(text, -1) {
		if !wordEdge(text, at[0], at[1]) {
			continue
		}
		m := mention{from: at[0], to: at[1]}
		m.Citation = Citation{Raw: text[at[0]:at[1]], Role: Cited, Type: text[at[2]:at[3]], Named: true, ShortOf: -1, Start: at[0], End: at[1]}
		found = append(found, m)
	}
	return found
}

func wordEdge(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !unicode.IsLetter(before) && !unicode.IsLetter(after) && !unicode.IsDigit(after)
}

// findShort finds type and number without a code. A number that some full citation of the text carries is believed; any
// other must look like one ("số", or a type of instrument with a capital and nothing counted behind it), because
// "Kế hoạch 5 năm" and "Thông báo 15 trường hợp" cite nothing.
func findShort(text string, full []mention, issuers IssuerNames) []mention {
	type key struct{ kind, number string }
	cited := map[key]bool{}
	for _, m := range full {
		cited[key{m.Type, strings.TrimLeft(m.Parsed.Number, "0")}] = true
	}
	var found []mention
	for _, at := range shortNumber.FindAllStringIndex(text, -1) {
		after := text[at[1]:]
		if !mayFollowType(text[:at[0]]) || !wordEdge(text, at[0], at[1]) || goesOn.MatchString(after) {
			continue
		}
		name, numbered, from := typeBefore(text[:at[0]])
		if name == "" {
			continue
		}
		number := text[at[0]:at[1]]
		known := cited[key{name, strings.TrimLeft(number, "0")}] && !counts.MatchString(after)
		first, _ := utf8.DecodeRuneInString(text[from:])
		if !known && !looksShort(name, number, after, numbered, unicode.IsUpper(first)) {
			continue
		}
		m := mention{from: from, to: at[1], typed: name}
		m.Citation = Citation{Raw: text[from:at[1]], Role: Cited, Type: name, Short: true, ShortOf: -1, Start: from, End: at[1]}
		m.Parsed.Number = number
		m.readDate(text)
		m.readIssuer(text, issuers)
		m.Expected = nil
		found = append(found, m)
	}
	return found
}

// mayFollowType is the cheap half of typeBefore: the word before a number must be "số" or end the name of a type.
func mayFollowType(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	if !unicode.IsSpace(r) {
		return false
	}
	words := wordsBefore(tail(before), 1)
	return len(words) == 1 && (words[0].folded == "số" || typeEndings[words[0].folded])
}

var typeEndings = func() map[string]bool {
	endings := map[string]bool{}
	for _, phrases := range typeLexicon.byLast {
		for _, p := range phrases {
			endings[p.words[len(p.words)-1]] = true
		}
	}
	return endings
}()

var (
	goesOn      = regexp.MustCompile(`^(?:` + hs + `[-/‐-―−]` + hs + `[\p{L}\d]|[.,]\d|` + hs + `%)`)
	counts      = regexp.MustCompile(`^` + ws + `+(?:năm|tháng|ngày` + ws + `+\p{L}|tuần|quý|người|đồng|triệu|tỷ|lần|điểm|trường hợp|nội dung|nhiệm vụ|vấn đề|chi bộ|đơn vị)(?:[^\p{L}]|$)`)
	endsShort   = regexp.MustCompile(`^` + ws + `*(?:$|[,.;:)…”"\n]|(?:của|về|và|ngày|khóa|khoá)(?:[^\p{L}]|$))`)
	instruments = []string{"Chỉ thị", "Nghị quyết", "Kết luận", "Quyết định", "Quy định", "Nghị định", "Thông tư", "Thông tri", "Công văn"}
)

func looksShort(name, number, after string, numbered, capital bool) bool {
	if numbered {
		return true
	}
	year := len(number) == 4 && (number[:2] == "19" || number[:2] == "20")
	return capital && !year && slices.Contains(instruments, name) && endsShort.MatchString(after)
}
