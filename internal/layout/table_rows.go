package layout

import (
	"math"
	"slices"
)

// piece is what a row shows of a cell: all of it, or the lines that stand on this row or page.
type piece struct {
	cell      *tableCell
	lines     []line
	from      int         // the first of them among those of the cell
	marks     []lineNotes // the notes of them
	height    float64     // of its box; 0 = that of the row
	continued bool        // the cell began in a row above
	goesOn    bool        // and ends in one below: there is no border between
}

// cellRow is a row of a table before it is drawn.
type cellRow struct {
	grid      *grid
	rule      TypeRule
	tag       string
	id        int
	pieces    []piece // by column
	height    float64
	continued bool // the rest of a row that was split
}

// rows draws the rows of the table; those that a cell covers together are tied.
func (g *grid) rows() []row {
	var rows []row
	for first := 0; first < len(g.cells); {
		end := g.groupEnd(first)
		if end-first == 1 {
			rows = append(rows, g.row(first).build(true))
		} else {
			rows = append(rows, g.group(first, end)...)
		}
		first = end
	}
	return rows
}

// groupEnd is the row after the last that cells bind to the row first.
func (g *grid) groupEnd(first int) int {
	end := first + 1
	for r := first; r < end; r++ {
		for _, t := range g.cells[r] {
			end = max(end, r+t.rows)
		}
	}
	return min(end, len(g.cells))
}

// row is one row with all the lines of its cells.
func (g *grid) row(r int) cellRow {
	row := cellRow{grid: g, rule: g.typeOf(r), tag: "TD", id: g.tags[r]}
	if r < g.heads {
		row.tag = "TH"
	}
	for _, t := range g.cells[r] {
		row.pieces = append(row.pieces, piece{cell: t, lines: t.lines, marks: t.marks})
	}
	row.sort()
	row.height = row.least()
	return row
}

func (r *cellRow) sort() {
	slices.SortStableFunc(r.pieces, func(a, b piece) int { return a.cell.column - b.cell.column })
}

// least is the height that the lines of the row need, without the cells that go on below it.
func (r *cellRow) least() float64 {
	most := 1
	for _, p := range r.pieces {
		if p.cell.rows == 1 || p.continued || p.goesOn {
			most = max(most, len(p.lines))
		}
	}
	return r.heightOf(most)
}

func (r *cellRow) heightOf(lines int) float64 {
	return float64(lines)*r.rule.Leading + r.grid.rule.Padding*mm
}

// group draws rows that cells bind together: each cell in one piece, over the borders of its rows.
func (g *grid) group(first, end int) []row {
	set := make([]cellRow, end-first)
	for i := range set {
		set[i] = g.row(first + i)
	}
	for i := range set { // the last row of a cell takes what the cell needs beyond its rows
		for _, p := range set[i].pieces {
			covered := set[i : i+p.cell.rows]
			have := 0.0
			for _, r := range covered {
				have += r.height
			}
			if lack := set[i].heightOf(len(p.lines)) - have; lack > 0 {
				covered[len(covered)-1].height += lack
			}
		}
	}
	rows := make([]row, len(set))
	for i := range set {
		for j := range set[i].pieces {
			p := &set[i].pieces[j]
			for _, r := range set[i : i+p.cell.rows] {
				p.height += r.height
			}
		}
		rows[i] = set[i].build(false)
		rows[i].tied = i < len(set)-1
	}
	rows[0].loosen = func() []row { return g.loose(first, end) }
	return rows
}

// loose draws rows whose cells are cut into the rows that they cover: what is taller than a page can be parted there.
func (g *grid) loose(first, end int) []row {
	set := make([]cellRow, end-first)
	for i := range set {
		set[i] = g.row(first + i)
	}
	for i := range set {
		for j := range set[i].pieces {
			p := &set[i].pieces[j]
			if p.continued || p.cell.rows == 1 {
				continue
			}
			rest, from, marks, goesOn := p.lines, 0, p.marks, p.cell.rows
			for k := i; k < i+p.cell.rows; k++ {
				goesOn--
				n := min(len(rest), set[k].own())
				if goesOn == 0 {
					n = len(rest)
				}
				part := piece{cell: p.cell, lines: rest[:n:n], from: from, continued: k > i, goesOn: goesOn > 0}
				from += n
				part.marks, marks = splitMarks(marks, from)
				rest = rest[n:]
				if k == i {
					*p = part
				} else {
					set[k].pieces = append(set[k].pieces, part)
				}
			}
		}
	}
	rows := make([]row, len(set))
	for i := range set {
		set[i].sort()
		set[i].height = set[i].least()
		rows[i] = set[i].build(true)
	}
	return rows
}

// own is how many lines the row has by the cells that are its alone.
func (r *cellRow) own() int {
	most := 1
	for _, p := range r.pieces {
		if p.cell.rows == 1 {
			most = max(most, len(p.lines))
		}
	}
	return most
}

// build draws the row. One that may be parted can be split after any line of it.
func (r cellRow) build(parts bool) row {
	built := r.undrawn()
	built.ops, built.draw = r.draw(), nil
	if !parts {
		built.split = nil
	}
	return built
}

// undrawn is a row that is drawn only when it is placed: the rest of a cell over a thousand pages is split a thousand
// times, and would be drawn as often.
func (r cellRow) undrawn() row {
	u := row{height: r.height, draw: r.draw, edge: r.lowerEdge(), split: r.split}
	for _, p := range r.pieces {
		for _, m := range p.marks {
			u.notes = append(u.notes, m.notes...)
		}
	}
	return u
}

// draw draws the row: its borders, then cell after cell.
func (r cellRow) draw() []op {
	g := r.grid
	ops := r.borders()
	ops = append(ops, r.begin(op{text: "TR", id: r.id}, r.continued))
	pad := g.rule.Padding * mm
	for _, p := range r.pieces {
		t := p.cell
		y := pad / 2
		if tall := p.box(r.height); r.tag == "TH" || t.rows > 1 && !p.continued && !p.goesOn {
			y = (tall - float64(len(p.lines))*r.rule.Leading) / 2
		}
		ops = append(ops, r.begin(op{text: r.tag, id: t.id, cell: t.cover}, r.continued || p.continued))
		for _, l := range p.lines {
			ops = append(ops, l.ops(g.left(t.column)+pad, g.inner(t), y+baselineOf(r.rule.Size, r.rule.Leading), r.rule.Size, t.align)...)
			y += r.rule.Leading
		}
		ops = append(ops, op{kind: endTag})
	}
	return append(ops, op{kind: endTag})
}

// begin opens the element of a row or cell, or goes on with it.
func (r cellRow) begin(o op, continued bool) op {
	o.kind = beginTag
	if continued {
		o.kind = reopenTag
	}
	return o
}

func (p piece) box(row float64) float64 {
	if p.height > 0 {
		return p.height
	}
	return row
}

// borders are a box around each cell, open where a cell goes on in the row below.
func (r cellRow) borders() (ops []op) {
	g := r.grid
	for _, p := range r.pieces {
		x, w, h := g.left(p.cell.column), g.widthOf(p.cell), p.box(r.height)
		if !p.continued && !p.goesOn {
			ops = append(ops, op{kind: drawBox, x: x, w: w, h: h, pen: g.rule.Pen})
			continue
		}
		ops = append(ops, op{kind: drawLine, x: x, h: h, pen: g.rule.Pen}, op{kind: drawLine, x: x + w, h: h, pen: g.rule.Pen})
		if !p.continued {
			ops = append(ops, op{kind: drawLine, x: x, w: w, pen: g.rule.Pen})
		}
		if !p.goesOn {
			ops = append(ops, op{kind: drawLine, x: x, y: h, w: w, pen: g.rule.Pen})
		}
	}
	return ops
}

// lowerEdge closes, at the end of a page, the cells that go on.
func (r cellRow) lowerEdge() (ops []op) {
	for _, p := range r.pieces {
		if p.goesOn {
			ops = append(ops, op{kind: drawLine, x: r.grid.left(p.cell.column), y: r.height, w: r.grid.widthOf(p.cell), pen: r.grid.rule.Pen})
		}
	}
	return ops
}

// split parts a row that is taller than what is left of a page, or than a page, after the lines that fit; at least two
// lines of the longest cell stand on either side.
func (r cellRow) split(room float64) (row, row, bool) {
	n := int(math.Floor((room - r.grid.rule.Padding*mm + rounding) / r.rule.Leading))
	most := 0
	for _, p := range r.pieces {
		most = max(most, len(p.lines))
	}
	if n >= most || min(n, most-2) < 2 {
		return row{}, row{}, false
	}
	n = min(n, most-2)
	first, rest := r, r
	first.pieces, rest.pieces = slices.Clone(r.pieces), slices.Clone(r.pieces)
	for i, p := range r.pieces {
		k := min(n, len(p.lines))
		first.pieces[i].lines, rest.pieces[i].lines = p.lines[:k:k], p.lines[k:]
		first.pieces[i].marks, rest.pieces[i].marks = splitMarks(p.marks, p.from+k)
		rest.pieces[i].from += k
	}
	rest.continued = true
	first.height, rest.height = first.fitted(), rest.fitted()
	return first.build(true), rest.undrawn(), true
}

// fitted is the height of a part of a row: that of its longest piece.
func (r *cellRow) fitted() float64 {
	most := 1
	for _, p := range r.pieces {
		most = max(most, len(p.lines))
	}
	return r.heightOf(most)
}
