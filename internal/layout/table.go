package layout

import (
	"math"
	"strings"
	"unicode"

	"trinhky/internal/document"
)

// table sets a table between the margins. Its header rows stay together with the first row below them and head every
// page that the table goes on to.
func (c *composer) table(b document.Block) []row {
	cols := 0
	for _, r := range b.Rows {
		cols = max(cols, len(r))
	}
	if cols == 0 {
		return nil
	}
	heads := min(max(b.HeaderRows, 0), len(b.Rows))
	g := c.grid(b, cols, heads)
	var rows, header []row
	for i, cells := range b.Rows {
		r := g.row(cells, i < heads, cols)
		if i < heads {
			header = append(header, r.build())
			r.keep = true
		} else {
			r.header = header
		}
		rows = append(rows, r.build())
	}
	if len(rows) > 0 && len(rows) > heads {
		rows[heads].header = nil // its header stands right above it
	}
	rows[0].gap = c.rules.Table.Before
	rows[len(rows)-1].after = c.rules.Table.After
	tagRows(rows, "Table")
	return rows
}

// grid is a table's columns.
type grid struct {
	rule  TableRule
	x     float64
	width []float64
}

// cellRow is a row of a table before it is drawn: the set lines of each cell.
type cellRow struct {
	grid   *grid
	rule   TypeRule
	tag    string
	cells  [][]line
	align  []align
	keep   bool
	header []row
}

func (g *grid) inner(col int) float64 { return g.width[col] - 2*g.rule.Padding*mm }

// row breaks the cells of a row into lines; cells that are missing are empty.
func (g *grid) row(cells []document.Cell, head bool, cols int) cellRow {
	r := cellRow{grid: g, rule: g.rule.Cell, tag: "TD", cells: make([][]line, cols), align: make([]align, cols)}
	if head {
		r.rule, r.tag = g.rule.Header, "TH"
	}
	for i := range cols {
		var ws []word
		if i < len(cells) {
			ws = words(cells[i].Runs, r.rule.Size, r.rule.style())
		}
		r.align[i] = left
		if head || isNumber(ws) {
			r.align[i] = center
		}
		if head {
			r.cells[i] = balanced(ws, g.inner(i))
		} else {
			r.cells[i] = breakLines(ws, func(int) float64 { return g.inner(i) })
		}
	}
	return r
}

// isNumber says whether a cell holds figures alone: they are centred.
func isNumber(ws []word) bool {
	digits := false
	for _, w := range ws {
		if len(ws) > 2 || strings.ContainsFunc(w.text(), unicode.IsLetter) {
			return false
		}
		digits = digits || strings.ContainsFunc(w.text(), unicode.IsDigit)
	}
	return digits
}

// build draws the row: its borders, then cell after cell.
func (r cellRow) build() row {
	g := r.grid
	most := 1
	for _, cell := range r.cells {
		most = max(most, len(cell))
	}
	pad := g.rule.Padding * mm / 2
	height := float64(most)*r.rule.Leading + 2*pad
	var ops []op
	x := g.x
	for _, w := range g.width {
		ops = append(ops, op{kind: drawBox, x: x, w: w, h: height, pen: g.rule.Pen})
		x += w
	}
	ops = append(ops, op{kind: beginTag, text: "TR"})
	x = g.x
	for i, cell := range r.cells {
		y := pad
		if r.tag == "TH" {
			y += float64(most-len(cell)) * r.rule.Leading / 2
		}
		ops = append(ops, op{kind: beginTag, text: r.tag})
		for _, l := range cell {
			ops = append(ops, l.ops(x+g.rule.Padding*mm, g.inner(i), y+baselineOf(r.rule.Size, r.rule.Leading), r.rule.Size, r.align[i])...)
			y += r.rule.Leading
		}
		ops = append(ops, op{kind: endTag})
		x += g.width[i]
	}
	ops = append(ops, op{kind: endTag})
	return row{height: height, keep: r.keep, ops: ops, header: r.header, split: r.splitter(most, pad)}
}

// splitter parts a row that is taller than what is left of a page, or than a page, after the lines that fit.
func (r cellRow) splitter(most int, pad float64) func(float64) (row, row, bool) {
	return func(room float64) (row, row, bool) {
		n := int(math.Floor((room - 2*pad) / r.rule.Leading))
		if n < 2 || n >= most {
			return row{}, row{}, false
		}
		first, rest := r, r
		first.cells, rest.cells = make([][]line, len(r.cells)), make([][]line, len(r.cells))
		for i, cell := range r.cells {
			first.cells[i], rest.cells[i] = cell[:min(n, len(cell))], cell[min(n, len(cell)):]
		}
		return first.build(), rest.build(), true
	}
}

// grid gives each column what its longest word needs, and shares the rest by how much more its cells would take on one
// line.
func (c *composer) grid(b document.Block, cols, heads int) *grid {
	x0, x1 := c.edges()
	g := &grid{rule: c.rules.Table, x: x0, width: make([]float64, cols)}
	least, most := make([]float64, cols), make([]float64, cols)
	for i, cells := range b.Rows {
		rule := g.rule.Cell
		if i < heads {
			rule = g.rule.Header
		}
		for j, cell := range cells {
			word, whole := extent(words(cell.Runs, rule.Size, rule.style()))
			least[j], most[j] = math.Max(least[j], math.Min(word, (x1-x0)/3)), math.Max(most[j], whole)
		}
	}
	for j := range cols {
		least[j] += 2*g.rule.Padding*mm + 1
		most[j] = math.Max(most[j]+2*g.rule.Padding*mm+1, least[j])
	}
	g.width = share(x1-x0, least, most)
	return g
}

// share parts the room among columns that need at least, and at most, so much.
func share(room float64, least, most []float64) []float64 {
	width := make([]float64, len(least))
	sumLeast, sumMost := sum(least), sum(most)
	if sumLeast > room { // long words are cut: the widest columns give way, the narrow ones keep what they need
		low, high := 0.0, room
		for range 30 {
			limit := (low + high) / 2
			total := 0.0
			for _, v := range least {
				total += math.Min(v, limit)
			}
			if total > room {
				high = limit
			} else {
				low = limit
			}
		}
		for j := range width {
			width[j] = math.Min(least[j], low)
		}
		return width
	}
	for j := range width {
		if sumMost <= room {
			width[j] = most[j] * room / sumMost
		} else {
			width[j] = least[j] + (room-sumLeast)*(most[j]-least[j])/(sumMost-sumLeast)
		}
	}
	return width
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// extent is the width of the longest word (with what is glued to it) and of all words on one line.
func extent(ws []word) (longest, whole float64) {
	unit := 0.0
	for i, w := range ws {
		if i > 0 {
			whole += w.space
		}
		whole += w.width
		if w.glued {
			unit += w.space + w.width
		} else {
			unit = w.width
		}
		longest = math.Max(longest, unit)
	}
	return longest, whole
}
