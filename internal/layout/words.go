package layout

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// look is how a stretch of text shows.
type look struct {
	style  pdf.Style
	script document.Script
	under  bool
	strike bool
	ink    pdf.Ink
	note   int // the mark of this footnote
}

// What a raised or lowered letter is of the size of the text, and how far its baseline moves, in ems of that size.
const (
	scriptShare = 0.65
	raise       = 0.35
	lower       = 0.14
)

// size is the size of the letters in a text of a size.
func (l look) size(text float64) float64 {
	if l.script != "" {
		return text * scriptShare
	}
	return text
}

// rise is how far above the baseline of a text of a size the letters stand.
func (l look) rise(text float64) float64 {
	switch l.script {
	case document.Raised:
		return raise * text
	case document.Lowered:
		return -lower * text
	}
	return 0
}

// run is a run of a body with what a body does not say of it: the number of its footnote, and how a redline shows it.
type run struct {
	document.Run
	note   int
	strike bool
	ink    pdf.Ink
}

// span is a stretch of one word in one look.
type span struct {
	text  string
	look  look
	size  float64 // of its letters
	width float64
}

// word is what stands between two spaces; a change of style within it makes a second span.
type word struct {
	spans     []span
	width     float64
	space     float64 // the space before it; 0 when it joins the word before
	spaceLook look    // the look of that space
	glued     bool    // no line break before it
	forced    bool    // a line break before it
	blank     bool    // the space is a blank to be filled in: it keeps its width
}

// clean gives a text in NFC without characters that neither show nor part words.
func clean(s string) string {
	s = norm.NFC.String(s)
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\r':
			return -1
		case '\t', '\v', '\f':
			return ' '
		case '\u2028', '\u2029', '\u0085':
			return '\n'
		}
		return r
	}, s)
}

func cleanRuns(runs []document.Run) []document.Run {
	cleaned := make([]document.Run, len(runs))
	for i, r := range runs {
		r.Text, r.Note = clean(r.Text), clean(r.Note)
		cleaned[i] = r
	}
	return cleaned
}

// missingGlyphs lists the characters that would be drawn as a box.
func missingGlyphs(s string) []rune {
	return pdf.Missing(strings.Map(func(r rune) rune {
		if r == '\n' || isSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// glyphName names a character for a person: “字” (U+5B57).
func glyphName(r rune) string {
	if unicode.IsGraphic(r) {
		return fmt.Sprintf("“%c” (U+%04X)", r, r)
	}
	return fmt.Sprintf("U+%04X", r)
}

// around shows where a character stands.
func around(text string, r rune) string {
	runes := []rune(text)
	for i, q := range runes {
		if q == r {
			return strings.ReplaceAll(string(runes[max(0, i-15):min(len(runes), i+16)]), "\n", " ")
		}
	}
	return ""
}

// isSpace says whether a character is drawn as a space.
func isSpace(r rune) bool { return r == ' ' || noBreak(r) || unicode.Is(unicode.Zs, r) }

// noBreak says whether a character is a space at which no line ends.
func noBreak(r rune) bool { return r == '\u00a0' || r == '\u202f' }

func isDash(s string) bool {
	switch s {
	case "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212":
		return true
	}
	return false
}

// splitter cuts runs into words.
type splitter struct {
	size  float64
	words []word
	open  word
}

// words cuts runs into words of one size, without footnotes. Over gives the style of a run beside what it asks for.
func words(runs []document.Run, size float64, over pdf.Style) []word {
	bare := make([]run, len(runs))
	for i, r := range runs {
		bare[i].Run = r
	}
	return setWords(bare, size, over)
}

// setWords cuts runs into words of one size; the mark of a footnote hangs on the word before it.
//
// A dash between spaces sticks to both its neighbours, and a word that ends in a dash to the next one: a line that ended
// in a dash would lose it when the text is copied out, and one that began with a dash would look like a list.
func setWords(runs []run, size float64, over pdf.Style) []word {
	p := &splitter{size: size}
	for _, r := range runs {
		l := look{style: pdf.Style{Bold: r.Bold || over.Bold, Italic: r.Italic || over.Italic}, script: r.Script, under: r.Underline, strike: r.strike, ink: r.ink}
		p.run(r.Text, l)
		if r.note > 0 {
			p.mark(r.note, look{style: l.style, script: document.Raised, ink: r.ink, note: r.note})
		}
	}
	p.flush()
	for i := 1; i < len(p.words); i++ {
		before := p.words[i-1].text()
		dash := isDash(p.words[i].text()) && i < len(p.words)-1 || strings.HasSuffix(before, "-") || isDash(before)
		p.words[i].glued = p.words[i].glued || dash && !p.words[i].forced
	}
	return p.words
}

func (p *splitter) run(text string, l look) {
	space := func(r rune) bool { return r == '\n' || isSpace(r) }
	for text != "" {
		end := strings.IndexFunc(text, space)
		if end < 0 {
			end = len(text)
		}
		if end > 0 {
			p.span(text[:end], l)
			text = text[end:]
			continue
		}
		gap := len(text) - len(strings.TrimLeftFunc(text, space))
		p.space(text[:gap], l)
		text = text[gap:]
	}
}

func (p *splitter) span(text string, l look) {
	size := l.size(p.size)
	w := pdf.Width(l.style, size, text)
	p.open.spans = append(p.open.spans, span{text, l, size, w})
	p.open.width += w
}

// mark hangs the number of a footnote on the last word, also over a space that the run ends with.
func (p *splitter) mark(number int, l look) {
	if len(p.open.spans) > 0 || len(p.words) == 0 {
		p.span(strconv.Itoa(number), l)
		return
	}
	open := p.open
	p.open = p.words[len(p.words)-1]
	p.span(strconv.Itoa(number), l)
	p.words[len(p.words)-1], p.open = p.open, open
}

// space ends a word. The gap may come in two runs, so it adds to what the next word knows of its space. Several no-break
// spaces are a blank that somebody left to write in.
func (p *splitter) space(gap string, l look) {
	begun := len(p.open.spans) > 0
	p.flush()
	glued := strings.IndexFunc(gap, func(r rune) bool { return !noBreak(r) }) < 0
	p.open.glued = glued && (begun || p.open.glued)
	p.open.forced = p.open.forced || strings.Contains(gap, "\n")
	p.open.space, p.open.spaceLook = pdf.Width(l.style, l.size(p.size), " "), l
	if n := utf8.RuneCountInString(gap); glued && n > 1 {
		p.open.space, p.open.blank = p.open.space*float64(n), true
	}
}

func (p *splitter) flush() {
	if len(p.open.spans) == 0 {
		return
	}
	p.words = append(p.words, p.open)
	p.open = word{}
}

func (w word) text() string {
	if len(w.spans) == 1 {
		return w.spans[0].text
	}
	var s strings.Builder
	for _, sp := range w.spans {
		s.WriteString(sp.text)
	}
	return s.String()
}

// length is that of the text, in bytes.
func (w word) length() (n int) {
	for _, sp := range w.spans {
		n += len(sp.text)
	}
	return n
}

// plain is a text as one run.
func plain(s string) []document.Run { return []document.Run{{Text: s}} }
