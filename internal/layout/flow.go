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
	beginTag
	endTag
	textField
	signatureField
)

// op is one thing on a page, placed in points: x from the left edge of the paper, y from the top of its row.
type op struct {
	kind  opKind
	x, y  float64 // drawText: the baseline; drawLine: the start
	w, h  float64 // drawLine: how far it goes right and down
	pen   float64
	size  float64
	style pdf.Style
	text  string    // drawText: the text; beginTag: the tag
	field pdf.Field // its rectangle is relative to x, y
}

// row is a stretch of the flow that stays whole: a line of text, a row of a table, the header block.
type row struct {
	gap    float64 // above it; dropped at the top of a page
	height float64
	after  float64 // below it; dropped at the foot of a page
	keep   bool    // no page ends between it and the next row
	open   []op    // the elements that begin with it
	ops    []op
	close  []op  // and those that end with it
	header []row // what repeats above it when it is the first of a page and its table began before
	split  func(room float64) (first, rest row, ok bool)
}

// placedRow is a row at its place on a page.
type placedRow struct {
	y        float64
	ops      []op
	artifact bool // repeated: read once, where it stood first
}

// paginate breaks the flow into pages: each as full as it can be, ending only where a row allows it.
func (c *composer) paginate(rows []row) [][]placedRow {
	p := c.rules.Page
	top, bottom := p.Top*mm, (p.Height-p.Bottom)*mm
	var pages [][]placedRow
	for first := 0; first < len(rows); {
		var next int
		rows, next = fill(rows, first, bottom-top)
		pages = append(pages, placeRows(rows[first:next], top))
		first = next
	}
	return pages
}

// fill says how far a page that begins with the row first goes. A tall row may be split on the way.
func fill(rows []row, first int, room float64) ([]row, int) {
	used, end := 0.0, first // end: the last place where the page may end
	for _, h := range rows[first].header {
		used += h.height
	}
	for i := first; i < len(rows); i++ {
		r := rows[i]
		need := r.height
		if i > first {
			need += r.gap
		}
		if used+need > room+0.01 {
			if r.split != nil && (i == first || r.height > room/2) {
				if a, b, ok := r.split(room - used - (need - r.height)); ok {
					a.gap, a.open, a.keep = r.gap, r.open, false
					b.close, b.after, b.keep = r.close, r.after, r.keep
					rows = append(append(append([]row(nil), rows[:i]...), a, b), rows[i+1:]...)
					return rows, i + 1
				}
			}
			if end > first {
				return rows, end
			}
			return rows, max(i, first+1)
		}
		used += need + r.after
		if !r.keep {
			end = i + 1
		}
	}
	return rows, len(rows)
}

// placeRows puts the rows of one page under each other.
func placeRows(rows []row, top float64) []placedRow {
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
		placed = append(placed, placedRow{y: y, ops: slices.Concat(r.open, r.ops, r.close)})
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
func (p paragraph) rows(ws []word) []row {
	var lines []line
	width := func(i int) float64 { return p.x1 - p.x0 - p.indent(i) }
	if p.align == center {
		lines = balanced(ws, width(1))
	} else {
		lines = breakLines(ws, width)
	}
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
