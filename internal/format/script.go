package format

import (
	"sort"
	"strings"

	"trinhky/internal/document"
)

// script is the words of a document in the order of reading, each stretch with the spot that it stands at: trích yếu,
// then the blocks of the body with their footnotes.
type script struct {
	text   string
	starts []int
	spots  []spot
}

// scriptOf joins the stretches by blank lines, as Body.Text does, so that no citation reaches over an end.
func scriptOf(c Content) script {
	var s script
	var text strings.Builder
	put := func(at spot, words string) {
		if words == "" {
			return
		}
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		s.starts, s.spots = append(s.starts, text.Len()), append(s.spots, at)
		text.WriteString(words)
	}
	put(spot{where: "Trích yếu", key: "subject"}, c.Subject)
	for i, b := range c.Body.Blocks {
		at := block(b, i)
		put(at, b.Text())
		for _, note := range b.Notes() {
			put(at, note)
		}
	}
	s.text = text.String()
	return s
}

// plainScript is a text that no document was made of.
func plainScript(text string) script {
	return script{text: text, starts: []int{0}, spots: []spot{{where: "Toàn văn"}}}
}

// at is the spot of a byte of the text.
func (s script) at(offset int) spot {
	if len(s.starts) == 0 {
		return spot{}
	}
	i := sort.SearchInts(s.starts, offset+1) - 1
	return s.spots[max(i, 0)]
}

// stretches calls a function with every stretch and where it begins.
func (s script) stretches(do func(at spot, start int, text string)) {
	for i, start := range s.starts {
		end := len(s.text)
		if i+1 < len(s.starts) {
			end = s.starts[i+1] - len("\n\n")
		}
		do(s.spots[i], start, s.text[start:end])
	}
}

// cited is the spot of a citation, named by the citation as it is written.
func (s script) cited(c document.Citation) spot {
	at := s.at(c.Start)
	at.where, at.found = c.Raw, c.Raw
	return at
}
