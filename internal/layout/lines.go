package layout

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// line is a set line: its words, their natural width, and whether it ends the paragraph or a forced line.
type line struct {
	words []word
	width float64
	last  bool
}

// breakLines sets words into lines, each as full as it can be. Width gives the room of the line with an index, from 0.
// A word that is longer than a line (an address of the web) is cut; it begins on the line before when that has room.
func breakLines(ws []word, width func(i int) float64) []line {
	var lines []line
	owned := false
	for len(ws) > 0 {
		room, next := width(len(lines)), width(len(lines)+1)
		n := fit(ws, room)
		l := line{words: ws[:n:n], last: n == len(ws) || ws[n].forced}
		l.width = natural(l.words)
		ws = ws[n:]
		if len(ws) > 0 && (n == 0 || !l.last && ws[0].width > next && room-l.width > room/4) {
			rest := room - l.width
			if n > 0 {
				rest -= ws[0].space
			}
			if head, tail := cut(ws[0], rest, n == 0); len(head.spans) > 0 {
				l.words = append(l.words, head)
				l.width = natural(l.words)
				if !owned {
					ws, owned = slices.Clone(ws), true
				}
				if ws[0] = tail; len(tail.spans) == 0 { // a mark alone, wider than the line
					ws = ws[1:]
				}
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// natural is the width of words on one line, unstretched.
func natural(ws []word) float64 {
	width := 0.0
	for i, w := range ws {
		if i > 0 {
			width += w.space
		}
		width += w.width
	}
	return width
}

// fit says how many words stand on a line, 0 when not even the first does.
func fit(ws []word, room float64) int {
	const slack = 0.01 // points: rounding must not break a line that was measured to fit
	used, n := 0.0, 0
	for n < len(ws) {
		w := ws[n]
		if n > 0 && w.forced {
			return n
		}
		add := w.width
		if n > 0 {
			add += w.space
		}
		if used+add > room+slack {
			break
		}
		used += add
		n++
	}
	if n == len(ws) {
		return n
	}
	for back := n; back > 0; back-- {
		if !ws[back].glued {
			return back
		}
	}
	for back := n; back > 0; back-- { // glued words that are longer than the line part where they must, before a dash
		if !strings.HasSuffix(ws[back-1].text(), "-") {
			return back
		}
	}
	return n
}

// cut parts a word that is longer than a line: after a slash, a full stop or the like near the end of the room,
// otherwise after the last character that fits, never before a combining mark and never after a dash. Must takes one
// character even where none fits.
func cut(w word, room float64, must bool) (head, tail word) {
	head.space, head.spaceLook, head.blank = w.space, w.spaceLook, w.blank
	used := 0.0
	for i, sp := range w.spans {
		if used+sp.width <= room {
			head.spans = append(head.spans, sp)
			used += sp.width
			continue
		}
		at := cutAt(sp, room-used, must && i == 0)
		if sp.look.note > 0 { // a mark is never parted
			at = 0
			if must && i == 0 {
				at = len(sp.text)
			}
		}
		if at > 0 {
			piece := span{sp.text[:at], sp.look, sp.size, spanWidth(sp, at)}
			head.spans = append(head.spans, piece)
			used += piece.width
		}
		switch at {
		case 0: // shared, not copied: a word may be of thousands of spans
			tail.spans = w.spans[i:]
		case len(sp.text):
			tail.spans = w.spans[i+1:]
		default:
			tail.spans = append(tail.spans, span{sp.text[at:], sp.look, sp.size, sp.width - spanWidth(sp, at)})
			tail.spans = append(tail.spans, w.spans[i+1:]...)
		}
		break
	}
	head.width, tail.width = used, w.width-used
	return head, tail
}

// cutAt gives the byte at which a span is cut; must asks for at least one character.
func cutAt(sp span, room float64, must bool) int {
	at, good, any := 0, 0, 0
	for i := 0; i < len(sp.text); {
		_, n := utf8.DecodeRuneInString(sp.text[i:])
		next := i + n
		for next < len(sp.text) {
			mark, m := utf8.DecodeRuneInString(sp.text[next:])
			if !unicode.Is(unicode.M, mark) {
				break
			}
			next += m
		}
		if spanWidth(sp, next) > room && (any > 0 || !must) {
			break
		}
		any = next
		switch sp.text[i] {
		case '/', '.', '_', ',', '&', '?', '=':
			good = next
		}
		if sp.text[i] != '-' {
			at = next
		}
		i = next
	}
	if at == 0 { // nothing but dashes
		at = any
	}
	if good > 0 && spanWidth(sp, good) >= 0.6*room {
		return good
	}
	return at
}

// spanWidth measures the first n bytes of a span, and looks at no others: a word may be a megabyte long.
func spanWidth(sp span, n int) float64 {
	if n == len(sp.text) {
		return sp.width
	}
	return pdf.Width(sp.look.style, sp.size, sp.text[:n])
}

// balancedLines is the most lines that are balanced: no heading has more.
const balancedLines = 20

// balanced sets words for a centred text: as few lines as they need, and those of like length, so that no short rest
// stands alone on the last line.
func balanced(ws []word, room float64) []line {
	constant := func(v float64) func(int) float64 { return func(int) float64 { return v } }
	lines := breakLines(ws, constant(room))
	longest := 0.0
	for _, w := range ws {
		longest = math.Max(longest, w.width)
	}
	if len(lines) > balancedLines {
		return lines
	}
	low, high := math.Min(longest, room), room
	for range 12 {
		middle := (low + high) / 2
		if tried := breakLines(ws, constant(middle)); len(tried) == len(lines) && widest(tried) <= middle+0.01 {
			high = middle
		} else {
			low = middle
		}
	}
	return breakLines(ws, constant(high))
}

func widest(lines []line) float64 {
	w := 0.0
	for _, l := range lines {
		w = math.Max(w, l.width)
	}
	return w
}

// align is how a line stands between its edges.
type align int

const (
	justify align = iota
	left
	center
	right
)

// aligned gives the way that a block or cell asks for, or else the way of the rule set.
func aligned(asked document.Align, otherwise align) align {
	switch asked {
	case document.AlignLeft:
		return left
	case document.AlignCenter:
		return center
	case document.AlignRight:
		return right
	}
	return otherwise
}

// widestGap is the widest space of a justified line, in ems. A line that would need more is left ragged: beyond it,
// words read as columns, to people and to programs that copy text.
const widestGap = 0.65

// ops draws a line between x and x+room on a baseline.
func (l line) ops(x, room, baseline, size float64, a align) []op {
	stretch := 0.0
	switch {
	case a == center:
		x += (room - l.width) / 2
	case a == right:
		x += room - l.width
	case a == justify && !l.last && l.gaps() > 0:
		stretch = math.Max(0, (room-l.width)/float64(l.gaps()))
		if stretch+l.words[len(l.words)-1].space > widestGap*size {
			stretch = 0
		}
	}
	d := lineDrawer{x: x, baseline: baseline, size: size, stretch: stretch}
	for i, w := range l.words {
		if i > 0 && w.space > 0 {
			d.space(w)
		}
		for _, sp := range w.spans {
			d.text(sp)
		}
	}
	d.flush()
	d.rule(false, false, look{})
	return append(d.ops, d.rules...)
}

// notes are the footnotes whose marks stand on the line.
func (l line) notes() (numbers []int) {
	for _, w := range l.words {
		for _, sp := range w.spans {
			if sp.look.note > 0 {
				numbers = append(numbers, sp.look.note)
			}
		}
	}
	return numbers
}

// gaps counts the spaces of a line that can stretch.
func (l line) gaps() int {
	n := 0
	for _, w := range l.words[1:] {
		if w.space > 0 && !w.blank {
			n++
		}
	}
	return n
}

// lineDrawer joins what is of one look into one text, its spaces stretched alike.
type lineDrawer struct {
	ops, rules        []op
	x, baseline, size float64
	stretch           float64
	open              span
	start             float64
	under, strike     openRule
}

// openRule is a rule under or through text that has begun.
type openRule struct {
	on   bool
	from float64
	ink  pdf.Ink
}

func (d *lineDrawer) text(sp span) {
	if d.open.text != "" && d.open.look != sp.look {
		d.flush()
	}
	if d.open.text == "" {
		d.open.look, d.start = sp.look, d.x
	}
	d.rule(sp.look.under, sp.look.strike, sp.look)
	d.open.text += sp.text
	d.x += sp.width
	if sp.look.note > 0 {
		d.flush()
	}
}

// space puts the space of a word behind what is before it, so that copied text has it, and stretches it.
func (d *lineDrawer) space(w word) {
	if d.open.text == "" { // behind the mark of a footnote
		d.open.look, d.start = w.spaceLook, d.x
	}
	one := pdf.Width(d.open.look.style, d.open.look.size(d.size), " ")
	d.open.text += " "
	d.rule(w.spaceLook.under, w.spaceLook.strike, w.spaceLook)
	if w.blank {
		d.x += w.space
	} else {
		d.x += w.space + d.stretch
	}
	if w.blank || math.Abs(one-w.space) > 0.001 { // the text cannot go on behind a space of another width
		d.flush()
	}
}

func (d *lineDrawer) flush() {
	if d.open.text != "" {
		l := d.open.look
		o := op{kind: drawText, x: d.start, y: d.baseline - l.rise(d.size), style: l.style, size: l.size(d.size), ink: l.ink, text: d.open.text, stretch: d.stretch}
		if l.note > 0 {
			d.ops = append(d.ops, op{kind: beginTag, text: "Reference"}, o, op{kind: endTag}, op{kind: reserveTag, text: "Note", id: l.note})
		} else {
			d.ops = append(d.ops, o)
		}
	}
	d.open = span{}
}

// rule begins and ends the lines under and through the text, which go on over the spaces between alike words.
func (d *lineDrawer) rule(under, strike bool, l look) {
	d.under = d.drawn(d.under, under, l.ink, 0.12)
	d.strike = d.drawn(d.strike, strike, l.ink, -0.26)
}

// drawn draws a rule that ends here; drop is how far it lies below the baseline, in ems.
func (d *lineDrawer) drawn(r openRule, goesOn bool, ink pdf.Ink, drop float64) openRule {
	if r.on && (!goesOn || r.ink != ink) {
		d.rules = append(d.rules, op{kind: drawLine, x: r.from, y: d.baseline + drop*d.size, w: d.x - r.from, pen: d.size / 20, ink: r.ink})
		r.on = false
	}
	if goesOn && !r.on {
		r = openRule{on: true, from: d.x, ink: ink}
	}
	return r
}

// baselineOf is where text stands in a line of the leading: the letters' height in the middle of it.
func baselineOf(size, leading float64) float64 {
	const ascent, descent = 0.891, 0.216 // of Liberation Serif and Times New Roman, in ems
	return (leading-(ascent+descent)*size)/2 + ascent*size
}
