package docx

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// coding is how the letters of a font are coded. Before Unicode each family of Vietnamese fonts had its own; their texts
// look like a salad of Western letters in any other font.
type coding int

const (
	unicodeCoding coding = iota
	tcvn3                // TCVN 5712:1993 VN3, also called ABC: .VnTime, .VnArial; one code a letter
	tcvn3Capitals        // .VnTimeH: the codes of small letters show capitals
	vni                  // VNI-Windows: VNI-Times; a letter and a mark behind it
)

// codingOf tells by the name of a font how its letters are coded.
func codingOf(font string) coding {
	name := strings.TrimSpace(font)
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(lower, ".vn"), strings.HasPrefix(lower, "vntime"), strings.HasPrefix(lower, "vnarial"):
		if strings.HasSuffix(name, "H") {
			return tcvn3Capitals
		}
		return tcvn3
	case strings.HasPrefix(lower, "vni-"), strings.HasPrefix(lower, "vni "):
		return vni
	}
	return unicodeCoding
}

// toUnicode gives a text that was coded for a font in Unicode NFC. A text that is Unicode already, whatever its font
// says, comes back as it was.
func toUnicode(text string, from coding) string {
	if from == unicodeCoding || isVietnamese(text) {
		return norm.NFC.String(text)
	}
	if from == vni {
		return fromVNI(text)
	}
	converted := fromTCVN3(text)
	if from == tcvn3Capitals {
		converted = strings.ToUpper(converted)
	}
	return converted
}

// isVietnamese says whether a text holds letters that only Unicode has; "đ" stands for no code of the older ones.
func isVietnamese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 0x1EA0 && r <= 0x1EF9 || r == 'đ' })
}

// western gives a character the code that it had: Word for Windows with Vietnamese settings has read legacy codes by
// Windows-1258, which has some Vietnamese letters and marks in the places of Western ones.
func western(r rune) rune {
	if code, ok := windows1258[r]; ok {
		return code
	}
	return r
}

var windows1258 = map[rune]rune{
	'Ă': 0xC3, '\u0300': 0xCC, 'Đ': 0xD0, '\u0309': 0xD2, 'Ơ': 0xD5, 'Ư': 0xDD, '\u0303': 0xDE,
	'ă': 0xE3, '\u0301': 0xEC, '\u0323': 0xF2, 'ơ': 0xF5, 'ư': 0xFD, '₫': 0xFE,
}

// syllable says whether a word can be Vietnamese: one tone at the most, consonants only where the language has them.
func syllable(word string) bool {
	tones, vowels := 0, 0
	place := 0 // 0 before the vowel, 1 in it, 2 behind it
	var head, tail strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		switch {
		case strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", r):
			tones++
		case r == '\u0302' || r == '\u0306' || r == '\u031B':
		case strings.ContainsRune("aeiouy", r):
			if place == 2 {
				return false
			}
			place, vowels = 1, vowels+1
		case unicode.IsLetter(r) && place == 0:
			head.WriteRune(r)
		case unicode.IsLetter(r):
			place = 2
			tail.WriteRune(r)
		default:
			return false
		}
	}
	return vowels > 0 && vowels <= 3 && tones <= 1 && heads[head.String()] && tails[tail.String()]
}

var (
	heads = set(" b c ch d đ g gh h k kh l m n ng ngh nh p ph q r s t th tr v x")
	tails = set(" c ch m n ng nh p t")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Split(words, " ") {
		m[w] = true
	}
	return m
}
