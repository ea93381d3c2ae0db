package docx

import (
	"strings"
	"unicode"
)

// The letters of TCVN3 in the order of their codes; a space stands where the font has none. There are no capitals with a
// tone mark: a font of capitals (.VnTimeH) shows them for the small ones.
const (
	tcvn3First = 0xA1
	tcvn3Table = "ĂÂÊÔƠƯĐăâêôơưđ  " + // A1
		"    àảãáạ ằẳẵắ  " + // B1
		"     ặầẩẫấậè ẻẽé" + // C1
		"ẹềểễếệìỉ   ĩíịò " + // D1
		"ỏõóọồổỗốộờởỡớợù " + // E1
		"ủũúụừửữứựỳỷỹýỵ" // F1
)

// tcvn3Letters is the table by code; tcvn3Codes the way back.
var tcvn3Letters, tcvn3Codes = func() (map[rune]rune, map[rune]rune) {
	letters, codes := map[rune]rune{}, map[rune]rune{}
	code := rune(tcvn3First)
	for _, r := range tcvn3Table {
		if r != ' ' {
			letters[code], codes[r] = r, code
		}
		code++
	}
	return letters, codes
}()

// fromTCVN3 converts a text of a TCVN3 font. Each code is one letter.
func fromTCVN3(text string) string {
	return strings.Map(func(r rune) rune {
		if letter, ok := tcvn3Letters[western(r)]; ok {
			return letter
		}
		return r
	}, text)
}

// tcvn3Certain says whether a text in a Unicode font is TCVN3 all the same: signs that no text has within its words stand
// there, nothing is Vietnamese as it is, and every word is Vietnamese once converted.
func tcvn3Certain(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return r >= 0x100 && r < 0x2000 }) {
		return false
	}
	odd, words := 0, 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return r < 0x80 && !unicode.IsLetter(r) || r >= 0x2000 || r == 0xA0
	}) {
		if !strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }) {
			continue
		}
		words++
		runes := []rune(word)
		if strings.ContainsFunc(word, func(r rune) bool { return strings.ContainsRune("µ¸¶·¹¨»¾¼½©®ª«¬\u00AD", r) }) && len(runes) > 1 {
			odd++
		}
		if !syllable(fromTCVN3(word)) {
			return false
		}
	}
	return odd >= 3 && odd*3 >= words
}
