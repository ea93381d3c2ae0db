package format

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// slip is a mistake that cannot be anything else.
type slip struct {
	key         string // words without which the pattern cannot match: most texts have none of them
	pattern     *regexp.Regexp
	found, want string // templates over the pattern's groups: what is shown of the mistake, and the same words mended
	unless      []string
}

// slips are where words are left out or in the wrong order; misspelt adds those that are only misspelt.
var slips = append([]slip{
	slipOf("an ninh", `quốc\s*([-–])\s*an ninh`, "$1", "quốc phòng $2 an ninh"),
	slipOf("biết", `đề(\s+(?-i:\p{Lu})\S*(?:\s+[^\s.;:]+){0,2})[^.;:]{0,110}?\s+biết,\s+(?:triển khai\s+)?(?:thực hiện|tổ chức thực hiện)`, "đề$2", "để$2"),
	slipOf("trên địa", `trên\s+địa\s+(tỉnh|huyện|xã|phường|thị trấn|thị xã|thành phố|quận|đặc khu)`, "$1", "trên địa bàn $2"),
	slipOf("trật tự", `trật tự,?\s+an toàn\s*[-–]\s*xã hội`, "$1", "trật tự, an toàn xã hội"),
	slipOf("có những", `có\s+những\s+có`, "$1", "có những"),
	slipOf("cũng cố", `cũng cố(,?\s+(?:kiện toàn|quốc phòng|hệ thống|khối|niềm tin|lòng tin|đội ngũ))`, "$1", "củng cố$2"),
}, misspelt(`
	hổ trợ = hỗ trợ; mâu thuẩn = mâu thuẫn; xuất xắc = xuất sắc; giãi pháp = giải pháp; kiễm tra = kiểm tra; xữ lý = xử lý;
	xữ phạt = xử phạt; sữ dụng = sử dụng; chỉnh sữa = chỉnh sửa; khẩn chương = khẩn trương; triễn khai = triển khai;
	phát triễn = phát triển; chuyễn đổi = chuyển đổi; lảnh đạo = lãnh đạo; quãn lý = quản lý; tỗ chức = tổ chức;
	hướng dẩn = hướng dẫn; thống nhứt = thống nhất; dể dàng = dễ dàng; cọ sát = cọ xát; chấp hành nghiệm = chấp hành nghiêm;
	thẫm định = thẩm định; thẫm quyền = thẩm quyền; nghĩa vụ quân sư = nghĩa vụ quân sự; kỹ niệm = kỷ niệm; kỹ cương = kỷ cương;
	sẳn sàng = sẵn sàng; gìn giử = gìn giữ; giử vững = giữ vững; rỏ ràng = rõ ràng; rỏ rệt = rõ rệt; bải bỏ = bãi bỏ;
	đãng viên = đảng viên; giãm nghèo = giảm nghèo; đẫy mạnh = đẩy mạnh; khẵng định = khẳng định; nhửng = những;
	nổ lực = nỗ lực, unless bùng lượng; bổ xung = bổ sung, unless phân quanh đột; suất sắc = xuất sắc, unless công năng;
	kỹ luật = kỷ luật, unless cứu hiểu đọc xem rõ nắm sâu học xét soát rất thật; bão đảm = bảo đảm, unless chống cơn bảo đương nhận;
	nghĩ hưu = nghỉ hưu, unless suy; nghĩ phép = nghỉ phép, unless suy; đề nghĩ = đề nghị, unless vấn chủ đến tới;
	sữa đổi = sửa đổi, unless bò hộp đời mới; sữa chữa = sửa chữa, unless bò bệnh; trãi qua = trải qua, unless nguyễn;
	cãi cách = cải cách, unless tranh bàn; cãi thiện = cải thiện, unless tranh bàn; đề suất = đề xuất, unless vấn chủ chuyên ăn đầu;
	sản suất = sản xuất, unless tài; năng xuất = năng suất, unless khả tiềm kỹ chức tính tài khẩu hiện bản nhập sắc phát xứ cảnh trình;
	hiệu xuất = hiệu suất, unless dấu tín thương nhãn ký biểu danh khẩu hiện bản nhập sắc phát xứ`)...)

func slipOf(key, pattern, found, want string, unless ...string) slip {
	pattern = norm.NFC.String(strings.ReplaceAll(pattern, " ", `\s+`))
	whole := regexp.MustCompile(`(?:^|[^\p{L}])((?i:` + pattern + `))(?:[^\p{L}]|$)`)
	return slip{norm.NFC.String(key), whole, strings.ReplaceAll(found, "$2", "${2}"), strings.ReplaceAll(want, "$2", "${2}"), unless}
}

// misspelt reads a list of "wrong = right, unless neighbours": words that are never right, but beside another word may be
// parts of two that are ("khả năng xuất khẩu").
func misspelt(list string) (all []slip) {
	for _, line := range strings.Split(norm.NFC.String(list), ";") {
		pair, unless, _ := strings.Cut(line, ", unless ")
		wrong, right, _ := strings.Cut(strings.TrimSpace(pair), " = ")
		all = append(all, slipOf(strings.Fields(wrong)[0], wrong, "$1", right, strings.Fields(unless)...))
	}
	return all
}

// mistakes gives what of a text is this slip, as it stands and mended.
func (s slip) mistakes(text string, each func(found, want string)) {
	for _, m := range s.pattern.FindAllStringSubmatchIndex(text, -1) {
		if slices.Contains(s.unless, lastWord(text[:m[2]])) || slices.Contains(s.unless, firstWord(text[m[3]:])) {
			continue
		}
		show := func(template string) string {
			return strings.Join(strings.Fields(string(s.pattern.ExpandString(nil, template, text, m))), " ")
		}
		first, _ := utf8.DecodeRuneInString(text[m[2]:])
		each(likeFirst(first, show(s.found)), likeFirst(first, show(s.want)))
	}
}

// likeFirst begins words with a capital where the text does.
func likeFirst(first rune, words string) string {
	if r, size := utf8.DecodeRuneInString(words); unicode.IsUpper(first) {
		return string(unicode.ToUpper(r)) + words[size:]
	}
	return words
}

func lastWord(text string) string {
	if words := tokens.FindAllString(text[max(0, len(text)-40):], -1); len(words) > 0 {
		return strings.ToLower(words[len(words)-1])
	}
	return ""
}

func firstWord(text string) string { return strings.ToLower(tokens.FindString(text)) }

// tokens are the words of a text.
var tokens = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+`)

// spelling is F20 of the words: what is surely a slip, what is no syllable of Vietnamese, where the tone stands on the
// wrong letter. Names, abbreviations, foreign words and all that holds a digit are not looked at.
func (f *findings) spelling(words script) {
	looked := map[string]look{} // a text says the same words again and again
	styles := map[bool]string{} // the two ways of hòa and hoà
	var mixed spot
	words.stretches(func(at spot, _ int, text string) {
		lower := strings.ToLower(text)
		for _, s := range slips {
			if !strings.Contains(lower, s.key) {
				continue
			}
			s.mistakes(text, func(found, want string) {
				f.add("F20 LIKELY_TYPO", at.with(found), "“%s” có lẽ là “%s”.", found, want)
			})
		}
		for _, m := range tokens.FindAllStringIndex(text, -1) {
			word := text[m[0]:m[1]]
			if !lowerWord(word) || touches(text, m[0], m[1]) {
				continue
			}
			one, known := looked[word]
			if !known {
				one = lookAt(word)
				looked[word] = one
			}
			if one.open {
				if other, seen := styles[!one.old]; seen && mixed.found == "" {
					mixed = at.with(other + ", " + word)
				}
				styles[one.old] = word
			}
			switch {
			case known:
			case one.verdict == misplaced:
				f.add("F20 TONE_MARK", at.with(word), "Dấu thanh của “%s” đặt sai chữ cái.", word)
			case one.verdict == impossible:
				f.add("F20 SYLLABLE", at.with(word), "“%s” không phải là âm tiết tiếng Việt.", word)
			}
		}
	})
	if mixed.found != "" {
		f.add("F20 TONE_MIXED", mixed, "Văn bản dùng lẫn hai cách đặt dấu thanh (%s).", mixed.found)
	}
}

// look is what is seen of a word.
type look struct {
	verdict   verdict
	old, open bool // toneStyle
}

func lookAt(word string) look {
	l := look{verdict: judge(word)}
	if l.verdict == impossible && foreign(word) {
		l.verdict = possible
	}
	l.old, l.open = toneStyle(word)
	return l
}

// lowerWord: only words of small letters that hold a mark of Vietnamese are judged; without one they may be anything.
func lowerWord(word string) bool {
	marked, sounding := false, false
	for _, r := range word {
		if !unicode.IsLower(r) && !unicode.Is(unicode.Mn, r) {
			return false
		}
		marked = marked || r > 0x7F
		sounding = sounding || !strings.ContainsRune("bcdđghklmnpqrstvx", r) // "đc" is an abbreviation
	}
	return marked && sounding && utf8.RuneCountInString(word) > 1
}

// touches says whether a word is joined to another by a mark: part of an address, a symbol, a unit of measure, or a
// foreign name ("ki-lô-mét", "HTV.BT", "b/c").
func touches(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, size := utf8.DecodeRuneInString(text[to:])
	beyond, _ := utf8.DecodeRuneInString(text[min(to+size, len(text)):])
	if from > 0 && strings.ContainsRune("-‐‑/.@_&'’", before) {
		earlier, _ := utf8.DecodeLastRuneInString(text[:from-utf8.RuneLen(before)])
		if unicode.IsLetter(earlier) || unicode.IsDigit(earlier) {
			return true
		}
	}
	return strings.ContainsRune("-‐‑/@_&'’", after) && unicode.IsLetter(beyond)
}

// toneStyle tells the old way of an open oa, oe, uy (hòa) from the new one (hoà); false when the word shows neither.
func toneStyle(word string) (old, open bool) {
	s := spell(word)
	if s.tone == 0 || len(s.letters) < 2 {
		return false, false
	}
	n := len(s.letters)
	end := string(s.letters[n-2:])
	if end != "oa" && end != "oe" && end != "uy" || n >= 3 && s.letters[n-3] == 'q' {
		return false, false
	}
	return s.bearer == n-2, true
}
