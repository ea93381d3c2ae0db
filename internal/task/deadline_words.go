package task

import (
	"unicode"
	"unicode/utf8"
)

// wordly says whether a byte is of a word: a letter beyond ASCII is, whole.
func wordly(b byte) bool {
	return b >= utf8.RuneSelf || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// atWord says whether a word begins at i.
func atWord(text string, i int) bool { return !letterBefore(text, i) }

func letterBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
