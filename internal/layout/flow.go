package layout

import (
	"math"
	"slices"

	"trinhky/internal/pdf"
)

// mm is a millimetre in points.
const mm = 72 / 25.4

// opKind says what an op draws.
type opKind int

const (
	drawText opKind = iota
	drawLine
	drawBox
	drawPicture
	beginTag
	endTag
	reserveTag // an element that is read here and drawn elsewhere
	reopenTag  // what was begun or reserved goes on
	bookmark   // an entry of the outline: text, and its depth in id
	blockHead  // a block of the body begins: its index in id
	textField
	signatureField
)

// op is one thing on a page, placed in points: x from the left edge of the paper, y from the top of its row.
type op struct {
	kind    opKind
	x, y    float64 // drawText: the baseline; drawLine: the start
	w, h    float64 // drawLine: how far it goes right and down
	pen     float64
	ink     pdf.Ink // the zero Ink is black
	size    float64
	stretch float64 // drawText: what each space is wider
	style   pdf.Style
	text    string // drawText: the text; beginTag, reserveTag: the tag
	id      int    // by which reopenTag finds what beginTag or reserveTag put into the reading order; 0 = not needed
	cell    cover  // beginTag of a cell
	picture *placedPicture
	field   pdf.Field // its rectangle is relative to x, y
}

// cover is how many columns and rows a cell covers.
type cover struct{ columns, rows int }

// row is a stretch of the flow that stays whole: a line of text, a row of a table, the header block.
type row struct {
	gap    float64 // above it; dropped at the top of a page
	height float64
	after  float64 // below it; dropped at the foot of a page
	keep   bool    // no page ends between it and the next row, if that can be
	tied   bool    // it is drawn together with the next row: no page ends between them
	open   []op    // the elements that begin with it
	ops    []op
	draw   func() []op // instead of ops: the rest of a row that was split is drawn when it is placed
	close  []op        // and those that end with it
	edge   []op        // drawn when a page ends below it
	header []row       // what repeats above it when it is the first of a page and its table began before
	notes  []*footnote // whose marks stand on it
	// How the row gives way when it, or what it must stay with, does not fit on a page of its own.
	split  func(room float64) (first, rest row, ok bool)
	shrink func(by float64) (row, bool)
	loosen func() []row // as many rows in the place of the tied rows that begin here
}

// placedRow is a row at its place on a page.
type placedRow struct {
	y        float64
	ops      []op
	artifact bool // repeated: read once, where it stood first
}

// paginate breaks the flow into pages: each as full as it can be, ending only where a row allows it.
func (c *composer) paginate(rows []row) [][]placedRow {
	p := c.paper()
	top, bottom := p.Top*mm, (p.Height-p.Bottom)*mm
	b := breaker{rows: slices.Clone(rows), room: bottom - top, notes: noteFlow{rule: c.rules.Note, x: p.Left * mm}}
	var pages [][]placedRow
	for len(b.rows) > 0 || len(b.notes.carry) > 0 {
		body, notes := b.page()
		pages = append(pages, append(placeRows(body, top), notes.placed(bottom)...))
	}
	return pages
}

// placeRows puts the rows of one page under each other.
func placeRows(rows []row, top float64) []placedRow {
	if len(rows) == 0 {
		return nil
	}
	var placed []placedRow
	y := top
	for _, h := range rows[0].header {
		placed = append(placed, placedRow{y: y, ops: h.ops, artifact: true})
		y += h.height
	}
	for i, r := range rows {
		if i > 0 {
			y += r.gap
		}
		if r.draw != nil {
			r.ops = r.draw()
		}
		ops := slices.Concat(r.open, r.ops, r.close)
		if i == len(rows)-1 {
			ops = append(ops, r.edge...)
		}
		placed = append(placed, placedRow{y: y, ops: ops})
		y += r.height + r.after
	}
	return placed
}

// paragraph is how a block of lines is set.
type paragraph struct {
	rule   TypeRule
	x0, x1 float64
	first  float64 // indent of the first line
	hang   float64 // indent of the others
	align  align
	tags   []string // opened around it, outermost first
	keep   bool     // its last line stays with what follows
}

// rows sets words as a paragraph that leaves at least two lines on either side of a page break.
func (p paragraph) rows(ws []word) []row { return p.place(p.lines(ws)) }

func (p paragraph) place(lines []line) []row {
	rows := make([]row, len(lines))
	for i, l := range lines {
		n := len(lines)
		x := p.x0 + p.indent(i)
		rows[i] = row{
			height: p.rule.Leading,
			keep:   n > 1 && (i == 0 || i == n-2) || p.keep && i == n-1,
			ops:    l.ops(x, p.x1-x, baselineOf(p.rule.Size, p.rule.Leading), p.rule.Size, p.align),
		}
	}
	if len(rows) > 0 {
		rows[0].gap = p.rule.Before
		tagRows(rows, p.tags...)
	}
	return rows
}

func (p paragraph) lines(ws []word) []line {
	width := func(i int) float64 { return p.x1 - p.x0 - p.indent(i) }
	if p.align == center {
		return balanced(ws, width(1))
	}
	return breakLines(ws, width)
}

func (p paragraph) indent(i int) float64 {
	if i == 0 {
		return p.first
	}
	return p.hang
}

// tagRows opens tags, outermost first, before the first row and closes them after the last.
func tagRows(rows []row, tags ...string) {
	if len(rows) == 0 {
		return
	}
	first, last := &rows[0], &rows[len(rows)-1]
	var begin []op
	for _, t := range tags {
		begin = append(begin, op{kind: beginTag, text: t})
		last.close = append(last.close, op{kind: endTag})
	}
	first.open = append(begin, first.open...)
}

// shift moves ops down, and right.
func shift(ops []op, dx, dy float64) []op {
	moved := make([]op, len(ops))
	for i, o := range ops {
		o.x, o.y = o.x+dx, o.y+dy
		moved[i] = o
	}
	return moved
}

// stack is a column of lines that stays whole within one row, like half of the header block.
type stack struct {
	x0, x1 float64
	y      float64
	ops    []op
	widest float64 // of the lines set last
}

// lines sets a centred or left-aligned text at the foot of the stack, balanced, as an element of its own.
func (s *stack) lines(tag, text string, rule TypeRule, a align) {
	ws := words(plain(text), rule.Size, rule.style())
	if len(ws) == 0 {
		return
	}
	s.y += rule.Before
	set := balanced(ws, s.x1-s.x0)
	s.widest = widest(set)
	s.ops = append(s.ops, op{kind: beginTag, text: tag})
	for _, l := range set {
		s.ops = append(s.ops, l.ops(s.x0, s.x1-s.x0, s.y+baselineOf(rule.Size, rule.Leading), rule.Size, a)...)
		s.y += rule.Leading
	}
	s.ops = append(s.ops, op{kind: endTag})
}

// mark sets what stands under a text: a text of its own, or a rule of a share of the widest line above.
func (s *stack) mark(m MarkRule) {
	wide := s.widest
	if m.Text != "" {
		s.lines("Artifact", m.Text, m.TypeRule, center)
		wide = s.widest
	}
	s.rule(m.Rule, wide)
}

func (s *stack) rule(r PenRule, wide float64) {
	if r.Pen == 0 {
		return
	}
	length := math.Min(wide, s.x1-s.x0) * r.Share
	s.ops = append(s.ops, op{kind: drawLine, x: (s.x0+s.x1)/2 - length/2, y: s.y + r.Drop, w: length, pen: r.Pen})
	s.y += r.Drop + r.Pen
}
