package book

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/pdf"
)

// measure wraps text of one face and size; widths of words are kept, since a register repeats its words.
type measure struct {
	style  pdf.Style
	size   float64
	widths map[string]float64
}

func newMeasure(style pdf.Style, size float64) *measure {
	return &measure{style: style, size: size, widths: map[string]float64{}}
}

// maxKept bounds the words whose widths are kept.
const maxKept = 50_000

func (m *measure) width(word string) float64 {
	if w, known := m.widths[word]; known {
		return w
	}
	w := pdf.Width(m.style, m.size, word)
	if len(m.widths) < maxKept {
		m.widths[word] = w
	}
	return w
}

// wrap breaks a text into lines of at most the width: at line breaks and spaces, and within a word only where it alone is
// wider than the line. Every character that is not a space comes back, in order.
func (m *measure) wrap(text string, width float64) []string {
	var lines []string
	space := m.width(" ")
	for paragraph := range strings.SplitSeq(norm.NFC.String(text), "\n") {
		line, filled := "", 0.0
		for _, word := range strings.FieldsFunc(paragraph, isBreak) {
			for part := range m.parts(word, width) {
				w := m.width(part)
				switch {
				case line == "":
					line, filled = part, w
				case filled+space+w <= width:
					line, filled = line+" "+part, filled+space+w
				default:
					lines = append(lines, line)
					line, filled = part, w
				}
			}
		}
		if line != "" || len(lines) == 0 || paragraph == "" {
			lines = append(lines, line)
		}
	}
	for len(lines) > 1 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func isBreak(r rune) bool { return r == ' ' || r == '\t' || r == '\r' }

// parts yields the word, or the pieces of one that is too wide for a line: cut behind the last - / . , ; _ that fits, so
// that "1234-TB/VPTU" reads as two halves of a symbol, or else wherever the line is full.
func (m *measure) parts(word string, width float64) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for m.width(word) > width && utf8.RuneCountInString(word) > 1 {
			cut := m.fitting(word, width)
			if !yield(word[:cut]) {
				return
			}
			word = word[cut:]
		}
		if word != "" {
			yield(word)
		}
	}
}

// fitting is how many bytes of a word go on a line; at least one character.
func (m *measure) fitting(word string, width float64) int {
	filled, full, nice := 0.0, 0, 0
	for i, r := range word {
		filled += m.width(string(r))
		if filled > width && i > 0 {
			break
		}
		full = i + utf8.RuneLen(r)
		if strings.ContainsRune("-/.,;_@", r) {
			nice = full
		}
	}
	if nice > 0 {
		return nice
	}
	return full
}
