package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/document"
	"trinhky/internal/layout/docx"
	"trinhky/internal/pdf"
)

// wordRuns writes runs as they are printed: one space where there were several, a line break where there was one, and
// no-break characters where other programs would break a line and ours does not. First is the index of the first word:
// those before it are an automatic number.
func (w *wordWriter) wordRuns(first int, runs []run, style pdf.Style, soft softBreaks) []docx.Run {
	var out []docx.Run
	e := emitter{soft: soft, word: first}
	for _, r := range runs {
		if text := e.text(r.Text); text != "" {
			out = append(out, docx.Run{Font: letters(r.Run, style), Text: text})
		}
		if r.note > 0 {
			out = append(out, docx.Run{Note: w.note(r.note)})
		}
	}
	return out
}

// printed is a text as one run.
func printed(s string) []run { return []run{{Run: document.Run{Text: s}}} }

// emitter follows the words of a paragraph, through the ends of runs.
type emitter struct {
	soft  softBreaks
	word  int // the index of the word that is open, or comes next
	at    int // bytes of it that were written
	begun bool
	gap   string // what parts it from the word before
	typed bool   // that was written, at the end of a run
}

func (e *emitter) text(s string) string {
	var b strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		piece := s[:n]
		s = s[n:]
		if r == '\n' || isSpace(r) {
			e.space(r)
			continue
		}
		b.WriteString(e.flushGap())
		e.begun, e.typed = true, false
		e.at += n
		joined := slices.Contains(e.soft.join[e.word], e.at)
		switch {
		case joined && piece == "-":
			b.WriteString("\u2011")
		case joined:
			b.WriteString(piece + "\u2060")
		default:
			b.WriteString(piece)
		}
	}
	if e.begun && e.gap != "" { // the space belongs to the run that it was typed in
		b.WriteString(e.flushGap())
		e.typed = true
	}
	return b.String()
}

// space ends a word and remembers the strongest of the spaces behind it. No-break spaces alone are a blank to write in.
func (e *emitter) space(r rune) {
	if e.at > 0 {
		e.word, e.at = e.word+1, 0
	}
	switch {
	case e.typed:
	case r == '\n':
		e.gap = "\n"
	case noBreak(r) && strings.Trim(e.gap, "\u00a0") == "":
		e.gap += "\u00a0"
	case !noBreak(r) && e.gap != "\n":
		e.gap = " "
	}
}

func (e *emitter) flushGap() string {
	gap := e.gap
	e.gap = ""
	switch {
	case !e.begun || gap == "":
		return ""
	case gap == " " && e.soft.glue[e.word]:
		return "\u00a0\u2060" // the joiner tells our reader that the author typed a plain space
	case gap == " " && e.soft.hold[e.word]:
		return " \u2060"
	}
	return gap
}

// note is a footnote, broken into the lines of our own.
func (w *wordWriter) note(number int) *docx.Note {
	rule := w.rules.Note
	x0, x1 := w.edges()
	set := paragraph{x0: x0, x1: x1, first: rule.Indent * mm}
	text := printed(" " + w.noteTexts[number])
	ws := setWords(append([]run{{note: number}}, text...), rule.Size, rule.style())
	soft := soften(ws, set.lines(ws), func(i int) float64 { return set.x1 - set.x0 - set.indent(i) }, false)
	runs := w.wordRuns(1, text, rule.style(), soft)
	if len(runs) > 0 {
		runs[0].Text = " " + runs[0].Text
	}
	note := &docx.Note{Style: styleNote, Mark: styleNoteMark, Runs: runs}
	if lack := (noteFlow{rule: rule}).top() - docx.SeparatorHeight; lack > 0 && w.firstNotes()[number] {
		note.Format.Spacing = spacing(rule.TypeRule, rule.Before+lack)
	}
	return note
}

// firstNotes are the footnotes that stand first on their pages: they keep the distance of all of them from the text,
// since a Word file cannot say it in a way that every program follows.
func (w *wordWriter) firstNotes() map[int]bool {
	if w.firsts != nil {
		return w.firsts
	}
	w.firsts = map[int]bool{}
	c := &composer{rules: w.rules, sheet: w.sheet, pictures: w.pictures}
	begun := 0
	for _, page := range c.pages() {
		first := true
		for _, r := range page.rows {
			if len(r.ops) == 0 || r.ops[0].kind != reopenTag || r.ops[0].id > c.noteIDs() {
				continue
			}
			if n := r.ops[0].id; n > begun && first {
				w.firsts[n] = true
			}
			begun, first = max(begun, r.ops[0].id), false
		}
	}
	return w.firsts
}

// balancedParagraph is a centred text with the indents at which it breaks into our lines; left is how far from the left
// edge of its column it may begin, room how wide it is.
func (w *wordWriter) balancedParagraph(style, text string, t TypeRule, left, room float64) docx.Paragraph {
	ws := words(plain(text), t.Size, t.style())
	lines := balanced(ws, room)
	p := docx.Paragraph{Style: style}
	wide := room
	if len(lines) > 1 {
		wide = evenRoom(lines, room)
	}
	if left > 0 || wide < room {
		inset := left + (room-wide)/2
		p.Format.Indent = &docx.Indent{Left: inset, Right: inset}
	}
	p.Runs = w.wordRuns(0, printed(text), t.style(), soften(ws, lines, func(int) float64 { return wide }, true))
	return p
}
