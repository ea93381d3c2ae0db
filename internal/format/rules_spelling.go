package format

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// slips are mistakes that cannot be anything else: the wrong words, and what is meant.
var slips = []struct {
	lapse
	meant string
}{
	{slip("an ninh", `quốc\s*[-–]\s*an ninh`), "quốc phòng - an ninh"},
	{slip("biết", `đề\s+(?:\p{Lu}[^.;:]{3,120}?)\s+biết,\s+(?:triển khai\s+)?(?:thực hiện|tổ chức thực hiện)`), "để … biết, thực hiện"},
	{slip("trên địa", `trên\s+địa\s+(?:tỉnh|huyện|xã|phường|thị trấn|thị xã|thành phố|quận|đặc khu)`), "trên địa bàn"},
	{slip("trật tự", `trật tự,?\s+an toàn\s*[-–]\s*xã hội`), "trật tự, an toàn xã hội"},
	{slip("có những", `có\s+những\s+có`), "có những"},
	{wrong(`nổ lực`), "nỗ lực"}, {wrong(`hổ trợ`), "hỗ trợ"}, {wrong(`mâu thuẩn`), "mâu thuẫn"}, {wrong(`bổ xung`), "bổ sung"},
	{wrong(`xuất xắc`), "xuất sắc"}, {wrong(`suất sắc`), "xuất sắc"}, {wrong(`kỹ luật`), "kỷ luật"}, {wrong(`giãi pháp`), "giải pháp"},
	{wrong(`kiễm tra`), "kiểm tra"}, {wrong(`xữ lý`), "xử lý"}, {wrong(`nghĩ hưu`), "nghỉ hưu"}, {wrong(`khẩn chương`), "khẩn trương"},
	{wrong(`triễn khai`), "triển khai"}, {wrong(`phát triễn`), "phát triển"}, {wrong(`chuyễn đổi`), "chuyển đổi"},
	{wrong(`lảnh đạo`), "lãnh đạo"}, {wrong(`quãn lý`), "quản lý"}, {wrong(`bão đảm`), "bảo đảm"}, {wrong(`tỗ chức`), "tổ chức"},
	{wrong(`hướng dẩn`), "hướng dẫn"}, {wrong(`thống nhứt`), "thống nhất"}, {wrong(`cũng cố`), "củng cố"}, {wrong(`dể dàng`), "dễ dàng"},
	{wrong(`trãi qua`), "trải qua"}, {wrong(`cọ sát`), "cọ xát"}, {wrong(`chấp hành nghiệm`), "chấp hành nghiêm"},
	{wrong(`đề suất`), "đề xuất"}, {wrong(`sản suất`), "sản xuất"}, {wrong(`năng xuất`), "năng suất"}, {wrong(`hiệu xuất`), "hiệu suất"},
	{wrong(`thẫm định`), "thẩm định"}, {wrong(`thẫm quyền`), "thẩm quyền"}, {wrong(`nghĩa vụ quân sư`), "nghĩa vụ quân sự"},
}

// lapse is a pattern and words without which it cannot match: most texts have none of them.
type lapse struct {
	key     string
	pattern *regexp.Regexp
}

func slip(key, pattern string) lapse {
	return lapse{norm.NFC.String(key), regexp.MustCompile(`(?:^|[^\p{L}])((?i:` + norm.NFC.String(strings.ReplaceAll(pattern, " ", `\s+`)) + `))(?:[^\p{L}]|$)`)}
}

// wrong is a slip of words that are never right.
func wrong(words string) lapse { return slip(strings.Fields(words)[0], words) }

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
			for _, m := range s.pattern.FindAllStringSubmatch(text, -1) {
				f.add("F20 LIKELY_TYPO", at.with(m[1]), "“%s” có lẽ là “%s”.", short(m[1]), s.meant)
			}
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

func short(s string) string {
	words := strings.Fields(s)
	if len(words) <= 6 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:2], " ") + " … " + strings.Join(words[len(words)-3:], " ")
}
