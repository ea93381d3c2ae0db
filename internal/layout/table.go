package layout

import (
	"math"
	"strings"
	"unicode"

	"trinhky/internal/document"
)

// tableColumns is the most columns that a table is set in; the cells behind it stand one to a column.
const tableColumns = 200

// table sets a table between the margins. Its header rows stay together with the first row below them and head every
// page that the table goes on to. Rows that a cell covers together stay together, unless they are taller than a page.
func (c *composer) table(b document.Block) []row {
	t := c.placeCells(b)
	if t == nil {
		return nil
	}
	heads := t.heads
	rows := t.rows()
	var header []row
	for _, r := range rows[:heads] {
		header = append(header, row{height: r.height, ops: r.ops})
	}
	if heightOf(header) > c.textHeight()/3 { // what takes a page's third is no header: the rows below would have no room
		header = nil
	}
	for i := range rows {
		if i < heads && i < len(rows)-1 {
			rows[i].keep = true
		} else if i >= heads {
			rows[i].header = header
		}
	}
	rows[0].gap = c.rules.Table.Before
	rows[len(rows)-1].after = c.rules.Table.After
	if heads > 0 && heads < len(rows) {
		tagRows(rows[:heads], "THead")
		tagRows(rows[heads:], "TBody")
	}
	tagRows(rows, "Table")
	return rows
}

// tableCell is a cell at its place.
type tableCell struct {
	column int
	cover
	words []word
	lines []line
	marks []lineNotes
	align align
	id    int // of its element
}

// grid is a table: its columns, and its cells by the row in which they begin.
type grid struct {
	composer *composer
	rule     TableRule
	x        float64
	width    []float64
	heads    int
	cells    [][]*tableCell
	tags     []int // the elements of the rows
}

// typeOf is how the cells of a row are set.
func (g *grid) typeOf(r int) TypeRule {
	if r < g.heads {
		return g.rule.Header
	}
	return g.rule.Cell
}

// widthOf is the width of a cell between its borders, inner the width of its text.
func (g *grid) widthOf(t *tableCell) float64 { return sum(g.width[t.column : t.column+t.columns]) }
func (g *grid) inner(t *tableCell) float64   { return g.widthOf(t) - 2*g.rule.Padding*mm }

// left is where a column begins.
func (g *grid) left(column int) float64 { return g.x + sum(g.width[:column]) }

// placeCells finds the place of every cell (those that another covers are left out of their row), gives the columns
// their widths and breaks the cells into lines. Cells that are missing are empty. A cell covers no more rows than there
// are on its side of the header's end.
func (c *composer) placeCells(b document.Block) *grid {
	x0, x1 := c.edges()
	g := &grid{composer: c, rule: c.rules.Table, x: x0, heads: min(max(b.HeaderRows, 0), len(b.Rows)), cells: make([][]*tableCell, len(b.Rows))}
	var covered []int // by column, how many rows from this one on are covered
	for r, cells := range b.Rows {
		last := len(b.Rows)
		if r < g.heads {
			last = g.heads
		}
		at := 0
		for i, cell := range cells {
			for at < len(covered) && covered[at] > 0 {
				at++
			}
			t := &tableCell{column: at, id: c.newID()}
			t.columns = spanFrom(at, min(max(cell.Span, 1), tableColumns), covered)
			t.rows = min(max(cell.Down, 1), last-r)
			t.words = setWords(c.runs(b.Rows[r][i].Runs), g.typeOf(r).Size, g.typeOf(r).style())
			t.align = g.alignOf(cell, t, r)
			for len(covered) < at+t.columns {
				covered = append(covered, 0)
			}
			for j := range t.columns {
				covered[at+j] = t.rows
			}
			at += t.columns
			g.cells[r] = append(g.cells[r], t)
		}
		g.tags = append(g.tags, c.newID())
		for j := range covered {
			covered[j]--
		}
	}
	if len(covered) == 0 {
		return nil
	}
	g.fillUp(len(covered))
	g.width = g.widths(b.Widths, x1-x0, len(covered))
	for r, cells := range g.cells {
		for _, t := range cells {
			if r < g.heads {
				t.lines = balanced(t.words, g.inner(t))
			} else {
				inner := g.inner(t)
				t.lines = breakLines(t.words, func(int) float64 { return inner })
			}
			t.marks = c.marksOf(t.lines)
		}
	}
	return g
}

// spanFrom is how many columns a cell takes: no more than are free beside each other.
func spanFrom(at, span int, covered []int) int {
	if at+span > tableColumns {
		span = max(1, tableColumns-at)
	}
	for i := 1; i < span; i++ {
		if at+i < len(covered) && covered[at+i] > 0 {
			return i
		}
	}
	return span
}

// alignOf centres headings and figures, where a cell does not ask for something else.
func (g *grid) alignOf(cell document.Cell, t *tableCell, r int) align {
	if r < g.heads || isNumber(t.words) {
		return aligned(cell.Align, center)
	}
	return aligned(cell.Align, left)
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

// fillUp gives every row the empty cells that it lacks, so that each column of it is covered.
func (g *grid) fillUp(columns int) {
	covered := make([]int, columns)
	for r := range g.cells {
		for _, t := range g.cells[r] {
			for j := range t.columns {
				covered[t.column+j] = t.rows
			}
		}
		for j := range covered {
			if covered[j] <= 0 {
				g.cells[r] = append(g.cells[r], &tableCell{column: j, cover: cover{1, 1}, id: g.composer.newID()})
			}
			covered[j]--
		}
	}
}

// widths gives each column the share that is asked for, or else what its longest word needs and a part of the rest by
// how much more its cells would take on one line.
func (g *grid) widths(shares []float64, room float64, columns int) []float64 {
	least, most := make([]float64, columns), make([]float64, columns)
	frame := 2*g.rule.Padding*mm + 1
	for _, cells := range g.cells {
		for _, t := range cells {
			if t.columns == 1 {
				word, line := extent(t.words)
				least[t.column] = math.Max(least[t.column], math.Min(word, room/3))
				most[t.column] = math.Max(most[t.column], line)
			}
		}
	}
	for j := range columns {
		least[j] += frame
		most[j] = math.Max(most[j]+frame, least[j])
	}
	if len(shares) == columns && sum(shares) > 0 {
		narrowest := frame + g.rule.Cell.Size // a letter
		for j := range columns {
			least[j] = math.Min(narrowest, room/float64(columns))
			most[j] = math.Max(least[j], room*shares[j]/sum(shares))
		}
		return share(room, least, most)
	}
	for _, cells := range g.cells {
		for _, t := range cells {
			if word, line := extent(t.words); t.columns > 1 {
				stretch(least[t.column:t.column+t.columns], math.Min(word, room/3)+frame)
				stretch(most[t.column:t.column+t.columns], math.Min(line, room/2)+frame)
			}
		}
	}
	for j := range columns {
		most[j] = math.Max(most[j], least[j])
	}
	return share(room, least, most)
}

// stretch widens columns alike until they hold so much together.
func stretch(columns []float64, need float64) {
	if lack := need - sum(columns); lack > 0 {
		for j := range columns {
			columns[j] += lack / float64(len(columns))
		}
	}
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
