package book

import (
	"fmt"
	"strings"

	"trinhky/internal/pdf"
)

// runningHead is the height of the line at the head of a table's page that says which book it is of.
const runningHead = leading + 4

// drawSheet draws one page of the table and gives y below its last row.
func (t *table) drawSheet(w *pdf.Writer, n int, y float64) float64 {
	s := t.sheets[n]
	if n > 0 || !t.book.Single { // a list begins with its title
		w.Begin("Artifact")
		w.Text(left, y+cellSize, italic, cellSize, t.running())
		w.End()
		y += runningHead
	}
	begin := y
	y = t.drawHead(w, n, y)
	if n == 0 {
		w.Begin("TBody") // open until the last page's rows are drawn
	}
	rows := []float64{begin, begin + t.headH, y}
	var groups []bool // by row of slices
	for _, part := range s.slices {
		t.drawSlice(w, part, y)
		y += t.entries[part.entry].height(part.to - part.from)
		rows = append(rows, y)
		groups = append(groups, t.entries[part.entry].kind == Group)
	}
	t.drawRules(w, rows, groups)
	if n == len(t.sheets)-1 {
		w.End()
	}
	w.Begin("Artifact")
	total := "Cộng trang này: " + s.ended.said(t.book.unit()) + "."
	if len(t.sheets) > 1 {
		total += " Cộng từ đầu: " + s.before.plus(s.ended).said(t.book.unit()) + "."
	}
	w.Text(left, y+leading+2, italic, cellSize, total)
	w.End()
	return y + leading + 6
}

// running is the line above the table, cut if it is too long: it is no part of the text.
func (t *table) running() string {
	var parts []string
	for _, s := range []string{t.book.Owner, t.book.Title, t.book.Subtitle, t.book.Period} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	m, whole := newMeasure(italic, cellSize), strings.Join(parts, " – ")
	lines := m.wrap(whole, inner)
	if len(lines) == 1 {
		return whole
	}
	return m.wrap(whole, inner-pdf.Width(italic, cellSize, "…"))[0] + "…"
}

// drawHead draws the columns' titles and numbers; on the first page they are the head of the table, then only its look.
func (t *table) drawHead(w *pdf.Writer, n int, y float64) float64 {
	first := n == 0
	if first {
		w.Begin("THead")
		w.Begin("TR")
	} else {
		w.Begin("Artifact")
	}
	for i, lines := range t.head {
		if first {
			w.Begin("TH")
		}
		at := y + (t.headH-float64(len(lines))*leading)/2 + cellSize - 1
		for k, line := range lines {
			centred(w, t.edges[i], t.edges[i+1], at+float64(k)*leading, bold, cellSize, line)
		}
		if first {
			w.End()
		}
	}
	if first {
		w.End()
		w.Begin("TR")
	}
	for i := range t.book.Columns {
		if first {
			w.Begin("TH")
		}
		centred(w, t.edges[i], t.edges[i+1], y+t.headH+leading-2, italic, cellSize-1, fmt.Sprintf("(%d)", i+1))
		if first {
			w.End()
		}
	}
	w.End()
	if first {
		w.End()
	}
	return y + t.headH + t.numberH
}

// drawSlice draws some lines of a row; what goes on from the page before goes on in the same cells.
func (t *table) drawSlice(w *pdf.Writer, part slice, y float64) {
	e := &t.entries[part.entry]
	style := regular
	switch e.kind {
	case Group:
		style = bold
	case Reserved, Voided:
		style = italic
	}
	if part.from == 0 {
		w.Begin("TR")
		defer w.End()
	}
	for i, lines := range e.cells {
		if part.from == 0 {
			cell := pdf.Element{Tag: "TD"}
			if e.kind == Group {
				cell.ColSpan = len(t.book.Columns)
			}
			e.handle = append(e.handle, w.BeginElement(cell))
		} else {
			w.Reopen(e.handle[i])
		}
		for k := part.from; k < min(part.to, len(lines)); k++ {
			t.drawLine(w, e, i, y+padY+cellSize-1+float64(k-part.from)*leading, style, lines[k])
		}
		w.End()
	}
}

func (t *table) drawLine(w *pdf.Writer, e *entry, column int, y float64, style pdf.Style, line string) {
	x, align := t.edges[column]+padX, t.book.Columns[column].Align
	if e.kind == Group {
		align = Left
	}
	switch align {
	case Center:
		centred(w, t.edges[column], t.edges[column+1], y, style, cellSize, line)
		return
	case Right:
		x = t.edges[column+1] - padX - pdf.Width(style, cellSize, line)
	}
	w.Text(x, y, style, cellSize, line)
}

// drawRules draws the frame and the lines between; rows are the edges downwards, groups says which rows are one cell.
func (t *table) drawRules(w *pdf.Writer, rows []float64, groups []bool) {
	from, to := t.edges[0], t.edges[len(t.edges)-1]
	for _, y := range rows {
		w.Line(from, y, to, y, rule)
	}
	w.Line(from, rows[0], from, rows[len(rows)-1], rule)
	w.Line(to, rows[0], to, rows[len(rows)-1], rule)
	begin := rows[0] // of the run of rows that have columns
	upTo := func(y float64) {
		if y > begin {
			for _, x := range t.edges[1 : len(t.edges)-1] {
				w.Line(x, begin, x, y, rule)
			}
		}
	}
	for i, group := range groups {
		if group {
			upTo(rows[i+2])
			begin = rows[i+3]
		}
	}
	upTo(rows[len(rows)-1])
}
