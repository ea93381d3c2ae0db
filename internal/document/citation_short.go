package document

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortDigits is how many digits the number of a short citation has at most ("Chỉ thị 34", "Nghị quyết số 35"); its type
// is read backwards from it.
const shortDigits = 4

// afterDigits ends a number that has a letter: 12bis, 12đ.
var afterDigits = regexp.MustCompile(`^(?:bis|[a-zđ])`)

// namedPattern: documents known by a name. No number is read into it.
var namedPattern = regexp.MustCompile(`^(Nghị quyết|Kết luận|Quy định)` + ws + `+(?:` +
	`(?:Hội nghị` + ws + `+)?(?:lần thứ` + ws + `+\S+` + ws + `+)?(?:Ban Chấp hành` + ws + `+)?Trung ương(?:` + ws + `+Đảng)?` + ws + `+(?:lần thứ` + ws + `+)?(?:\d{1,2}|[IVX]{1,5})(?:` + ws + `*[,(]?` + ws + `*[Kk]h(?:óa|oá)` + ws + `+[IVX]+\)?)?` +
	`|Đại hội` + ws + `+(?:đại biểu` + ws + `+)?(?:toàn quốc` + ws + `+|Đảng bộ(?:` + ws + `+\p{L}+){1,5}?` + ws + `+)?(?:lần thứ` + ws + `+)?[IVX]+(?:` + ws + `+của Đảng)?)`)

func findNamed(text string) []mention {
	var found []mention
	for _, kind := range []string{"Nghị quyết", "Kết luận", "Quy định"} {
		for start := 0; ; {
			next := strings.Index(text[start:], kind)
			if next < 0 {
				break
			}
			start += next
			at := namedPattern.FindStringIndex(window(text[start:]))
			if at == nil || !wordEdge(text, start, start+at[1]) {
				start += len(kind)
				continue
			}
			m := mention{from: start, to: start + at[1]}
			m.Citation = Citation{Raw: text[start:m.to], Role: Cited, Type: kind, Named: true, ShortOf: -1, Start: start, End: m.to}
			found = append(found, m)
			start = m.to
		}
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
	for start, digits := range digitRuns(text) {
		if digits > shortDigits {
			continue
		}
		at := [2]int{start, start + digits + len(afterDigits.FindString(text[start+digits:min(len(text), start+digits+4)]))}
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

// linkShort points each short citation at the last full one of its number before it whose type, date and issuer it does
// not gainsay.
func linkShort(all []mention, issuers IssuerNames) {
	full := map[int][]int{} // serial → places, the last one last
	for i := range all {
		m := &all[i]
		if !m.Short {
			if m.Symbol != "" {
				full[m.Parsed.Serial()] = append(full[m.Parsed.Serial()], i)
			}
			continue
		}
		for _, at := range slices.Backward(full[m.Parsed.Serial()]) {
			if all[at].shortens(*m, issuers) {
				m.ShortOf = at
				break
			}
		}
		m.Parsed = Symbol{}
	}
}

// shortens says whether a short citation may mean the full one m.
func (m mention) shortens(short mention, issuers IssuerNames) bool {
	bare := strings.TrimLeft(m.Parsed.Number, "0") == strings.TrimLeft(short.Parsed.Number, "0") // 12bis is not 12
	// A symbol that stands alone says its type by a code, and QĐ is both Quyết định and Quy định.
	sameType := short.Type == m.Type || m.typed == "" && slices.Contains(m.Parsed.TypeNames(), short.Type)
	if !bare || !sameType || m.Date != "" && short.Date != "" && m.Date != short.Date {
		return false
	}
	named, _, ok := issuers.at(short.Issuer, true)
	return !ok || m.Parsed.MayBeOf(named.codes) && mayBeNamed([]string{m.Issuer}, short.Issuer)
}
