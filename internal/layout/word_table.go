package layout

import (
	"cmp"
	"slices"

	"trinhky/internal/document"
	"trinhky/internal/layout/docx"
)

// wordCell is a cell at its place, or the part of one in a row below that in which it begins.
type wordCell struct {
	*tableCell
	runs   []document.Run
	joined bool
}

// table is a table between the margins, with the columns and the lines of our own pages.
func (w *wordWriter) table(b document.Block) {
	g := w.placeCells(b)
	if g == nil {
		return
	}
	rows := make([][]wordCell, len(g.cells))
	heads := 0.0
	for r, cells := range g.cells {
		for i, t := range cells {
			var runs []document.Run
			if i < len(b.Rows[r]) {
				runs = b.Rows[r][i].Runs
			}
			for j := range t.rows {
				rows[r+j] = append(rows[r+j], wordCell{tableCell: t, runs: runs, joined: j > 0})
			}
		}
		if r < g.heads {
			row := g.row(r)
			heads += row.least()
		}
	}
	t := docx.Table{Columns: g.width, Border: &docx.Border{Pen: g.rule.Pen}}
	bound := 0 // the row after the last that cells bind to those above
	for r := range rows {
		slices.SortFunc(rows[r], func(a, b wordCell) int { return cmp.Compare(a.column, b.column) })
		if r >= bound {
			bound = g.groupEnd(r)
		}
		row := docx.Row{Header: r < g.heads && heads <= w.textHeight()/3, CantPart: !w.tall(g, r)}
		keep := r < g.heads && r < len(rows)-1 || r < bound-1
		for _, c := range rows[r] {
			row.Cells = append(row.Cells, w.cell(g, r, c, keep))
		}
		t.Rows = append(t.Rows, row)
	}
	w.gap(g.rule.Before)
	w.add(t)
	w.pending = g.rule.After
}

// tall says whether a row may be parted: it takes more than half of a page.
func (w *wordWriter) tall(g *grid, r int) bool {
	row := g.row(r)
	return row.least() > w.textHeight()/2
}

func (w *wordWriter) cell(g *grid, r int, c wordCell, keep bool) docx.Cell {
	pad := g.rule.Padding * mm
	// Word adds the pen of a border to the height of a row.
	cell := docx.Cell{Span: c.columns, Starts: c.rows > 1 && !c.joined, Joined: c.joined, Left: pad, Right: pad, Top: max(0, pad/2-g.rule.Pen), Bottom: pad / 2, Align: "top"}
	style, rule := styleTableCell, g.typeOf(r)
	if r < g.heads {
		style = styleTableHead
	}
	if r < g.heads || c.rows > 1 {
		cell.Align = "center"
	}
	p := docx.Paragraph{Style: style, Format: docx.Format{KeepNext: keep}}
	if !c.joined {
		w.cellText(g, &p, c, rule, r < g.heads)
	}
	cell.Blocks = []docx.Block{p}
	return cell
}

// cellText writes the text of a cell so that it breaks into the cell's lines.
func (w *wordWriter) cellText(g *grid, p *docx.Paragraph, c wordCell, rule TypeRule, head bool) {
	room := g.inner(c.tableCell)
	if head && len(c.lines) > 1 {
		wide := evenRoom(c.lines, room)
		p.Format.Indent = &docx.Indent{Left: (room - wide) / 2, Right: (room - wide) / 2}
		room = wide
	}
	p.Format.Align = alignWord(c.align, head)
	p.Runs = w.wordRuns(0, w.runs(c.runs), rule.style(), soften(c.words, c.lines, func(int) float64 { return room }, head))
}

// alignWord is a cell's way to stand, "" where its style says so already.
func alignWord(a align, head bool) string {
	switch {
	case a == right:
		return "right"
	case a == center && !head:
		return "center"
	case a == left && head:
		return "left"
	}
	return ""
}
