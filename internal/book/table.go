package book

import (
	"fmt"

	"trinhky/internal/pdf"
)

// entry is a row broken into lines, ready to be put on pages.
type entry struct {
	cells  [][]string // lines, by column; of a group one cell
	kind   string
	lines  int // of its tallest cell
	handle []pdf.Handle
}

func (e entry) height(lines int) float64 { return float64(lines)*leading + 2*padY }

// slice is the part of an entry that stands on one page: lines [from, to).
type slice struct {
	entry    int
	from, to int
}

// sheet is one page of the table.
type sheet struct {
	slices []slice
	ended  Counts // of the rows that end on it
	before Counts // of the rows that ended on the pages before
}

// table is the book's rows laid out over pages.
type table struct {
	book    Book
	edges   []float64 // x of the columns' left edges and of the last right edge
	head    [][]string
	headH   float64
	numberH float64
	entries []entry
	sheets  []sheet
}

// foot is what stands below the table of each page: totals, then the page number.
const foot = 2*leading + 8

// lay breaks every cell into lines and the rows into pages. The first page begins lower by the height of a title above.
func lay(b Book, firstTop float64) *table {
	t := &table{book: b, edges: edges(b.Columns)}
	heads := newMeasure(bold, cellSize)
	lines := 1
	for i, c := range b.Columns {
		wrapped := heads.wrap(c.Title, t.room(i))
		t.head = append(t.head, wrapped)
		lines = max(lines, len(wrapped))
	}
	t.headH, t.numberH = float64(lines)*leading+2*padY, leading+padY
	t.break_(firstTop)
	return t
}

// edges shares the width between the margins among the columns.
func edges(columns []Column) []float64 {
	total := 0.0
	for _, c := range columns {
		total += max(c.Width, 5)
	}
	x := []float64{left}
	for _, c := range columns {
		x = append(x, x[len(x)-1]+max(c.Width, 5)/total*inner)
	}
	return x
}

// room is what a column has for its text.
func (t *table) room(column int) float64 { return t.edges[column+1] - t.edges[column] - 2*padX }

func (t *table) layEntry(r Row, m, groups *measure) entry {
	e := entry{kind: r.Kind, lines: 1}
	if r.Kind == Group {
		e.cells = [][]string{groups.wrap(r.cell(0), inner-2*padX)}
		e.lines = len(e.cells[0])
		return e
	}
	for i := range t.book.Columns {
		wrapped := m.wrap(r.cell(i), t.room(i))
		e.cells = append(e.cells, wrapped)
		e.lines = max(e.lines, len(wrapped))
	}
	return e
}

// break_ puts the rows on pages. A row that does not fit into what is left goes to the next page whole; one that is taller
// than a page begins where it is and goes on, line by line.
func (t *table) break_(firstTop float64) {
	m, slanted, groups := newMeasure(regular, cellSize), newMeasure(italic, cellSize), newMeasure(bold, cellSize)
	body := pageHeight - top - bottom - foot - runningHead - t.headH - t.numberH
	left := body - firstTop
	t.sheets = []sheet{{}}
	next := func() {
		last := t.sheets[len(t.sheets)-1]
		t.sheets = append(t.sheets, sheet{before: last.before.plus(last.ended)})
		left = body
	}
	for _, r := range t.book.Rows {
		face := m
		if r.Kind == Reserved || r.Kind == Voided {
			face = slanted
		}
		t.entries = append(t.entries, t.layEntry(r, face, groups))
	}
	for i, r := range t.book.Rows {
		e := t.entries[i]
		need := e.height(e.lines)
		if r.Kind == Group && i+1 < len(t.entries) { // a heading never stands alone at the foot of a page
			if need += t.entries[i+1].height(t.entries[i+1].lines); need > body { // the row below begins here and goes on
				need = e.height(e.lines) + t.entries[i+1].height(2)
			}
		}
		if need > left && need <= body && left < body {
			next()
		}
		for from := 0; from < e.lines; {
			to := min(e.lines, from+max(int((left-2*padY)/leading), 0))
			if to-from < min(2, e.lines-from) && left < body {
				next()
				continue
			}
			to = max(to, from+1) // a page has room for a line: this only ends the loop whatever the head's height
			here := &t.sheets[len(t.sheets)-1]
			here.slices = append(here.slices, slice{entry: i, from: from, to: to})
			left -= e.height(to - from)
			if from = to; from < e.lines {
				next()
			} else {
				here.ended = here.ended.plus(Count([]Row{r}))
			}
		}
	}
}

func (c Counts) plus(d Counts) Counts {
	return Counts{c.Entries + d.Entries, c.Reserved + d.Reserved, c.Voided + d.Voided}
}

// said is the counts as a sentence's part.
func (c Counts) said(unit string) string {
	s := fmt.Sprintf("%d %s", c.Entries, unit)
	if c.Reserved > 0 {
		s += fmt.Sprintf(", %d số dự phòng", c.Reserved)
	}
	if c.Voided > 0 {
		s += fmt.Sprintf(", %d số đã hủy", c.Voided)
	}
	return s
}
