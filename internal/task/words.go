package task

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/directory"
)

// token is one word or mark of a text, with where it stands (bytes).
type token struct {
	from, to int
	raw      string
	fold     string // as words are compared: case and the place of a tone mark do not count
}

// lower says whether a word begins with a small letter: a verb does, the words of a name as a rule do not.
func (t token) lower() bool {
	r, _ := utf8.DecodeRuneInString(t.raw)
	return unicode.IsLower(r)
}

// mark says whether it is a mark and no word.
func (t token) mark() bool {
	r, _ := utf8.DecodeRuneInString(t.raw)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// tokens cuts a text into words and marks; "30/9/2025", "217-QĐ/TW" and "2.1" stay whole.
func tokens(s string) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, token{from: start, to: end, raw: s[start:end], fold: directory.Fold(s[start:end])})
			start = -1
		}
	}
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(safe(r)):])
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && (r == '/' || r == '.' || r == '-') && (unicode.IsLetter(next) || unicode.IsDigit(next)):
		case unicode.IsSpace(r):
			flush(i)
		default:
			flush(i)
			end := i + utf8.RuneLen(safe(r))
			if r == utf8.RuneError {
				end = i + 1 // a broken byte is one byte long
			}
			out = append(out, token{from: i, to: end, raw: s[i:end], fold: s[i:end]})
		}
	}
	flush(len(s))
	return out
}

// safe gives the length of a broken byte as one: the range of a string yields RuneError for it.
func safe(r rune) rune {
	if r == utf8.RuneError {
		return 'x'
	}
	return r
}

// phrases are expressions, folded and cut into words, the longest first.
type phrases [][]string

func newPhrases(list ...string) phrases {
	out := make(phrases, 0, len(list))
	for _, p := range list {
		words := strings.Fields(p)
		for i := range words {
			words[i] = directory.Fold(words[i])
		}
		out = append(out, words)
	}
	slices.SortStableFunc(out, func(a, b []string) int { return len(b) - len(a) })
	return out
}

// at is how many words of the text from i on one of the phrases covers; 0 for none.
func (p phrases) at(ws []token, i int) int {
	for _, words := range p {
		if i+len(words) > len(ws) {
			continue
		}
		match := true
		for j, w := range words {
			if ws[i+j].fold != w {
				match = false
				break
			}
		}
		if match {
			return len(words)
		}
	}
	return 0
}

// find is where one of the phrases first begins from i on, and how many words it covers; -1 for nowhere.
func (p phrases) find(ws []token, i int) (at, n int) {
	for ; i < len(ws); i++ {
		if n := p.at(ws, i); n > 0 {
			return i, n
		}
	}
	return -1, 0
}

// textOf is a stretch of words as it was written, without the marks and joints at its ends.
func textOf(s string, ws []token) string {
	for len(ws) > 0 && (ws[0].mark() && ws[0].raw != "“" && ws[0].raw != "(" || joints.at(ws, 0) > 0) {
		ws = ws[1:]
	}
	for len(ws) > 0 && (ws[len(ws)-1].mark() && ws[len(ws)-1].raw != "”" && ws[len(ws)-1].raw != ")" || joints.at(ws, len(ws)-1) > 0) {
		ws = ws[:len(ws)-1]
	}
	if len(ws) == 0 {
		return ""
	}
	return strings.Join(strings.Fields(s[ws[0].from:ws[len(ws)-1].to]), " ")
}

var joints = newPhrases("và", "cùng", "cần", "phải", "là", "sẽ")
