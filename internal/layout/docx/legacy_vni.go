package docx

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// vniMarks are the marks that VNI writes behind a letter, each with the combining marks that it stands for; vniAlone the
// letters with a code of their own.
var (
	vniMarks = map[rune]string{
		'ø': "\u0300", 'ù': "\u0301", 'û': "\u0309", 'õ': "\u0303", 'ï': "\u0323",
		'â': "\u0302", 'à': "\u0302\u0300", 'á': "\u0302\u0301", 'å': "\u0302\u0309", 'ã': "\u0302\u0303", 'ä': "\u0302\u0323",
		'ê': "\u0306", 'è': "\u0306\u0300", 'é': "\u0306\u0301", 'ú': "\u0306\u0309", 'ü': "\u0306\u0303", 'ë': "\u0306\u0323",
	}
	vniAlone = map[rune]rune{
		'ñ': 'đ', 'ô': 'ơ', 'ö': 'ư', 'ì': 'ì', 'í': 'í', 'æ': 'ỉ', 'ó': 'ĩ', 'ò': 'ị', 'î': 'ỵ',
	}
	// vniTakes says which marks a letter takes.
	vniTakes = map[rune]string{
		'a': "øùûõïâàáåãäêèéúüë", 'e': "øùûõïâàáåãä", 'o': "øùûõïâàáåãä", 'u': "øùûõï", 'y': "øùûõ", 'ô': "øùûõï", 'ö': "øùûõï",
	}
)

// fromVNI converts a text of a VNI font. A mark goes with the letter before it if that letter takes it; what fits
// nowhere stays.
func fromVNI(text string) string {
	var s strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		letter := western(runes[i])
		small := unicode.ToLower(letter)
		plain, known := small, false
		if alone, ok := vniAlone[small]; ok {
			plain, known = alone, true
		}
		marks := ""
		if i+1 < len(runes) {
			if mark := unicode.ToLower(western(runes[i+1])); strings.ContainsRune(vniTakes[small], mark) {
				marks = vniMarks[mark]
				i++
			}
		}
		if !known && marks == "" {
			s.WriteRune(runes[i])
			continue
		}
		if letter != small {
			plain = unicode.ToUpper(plain)
		}
		s.WriteString(string(plain) + marks)
	}
	return norm.NFC.String(s.String())
}
