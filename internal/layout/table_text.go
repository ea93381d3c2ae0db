package layout

import (
	"strings"

	"trinhky/internal/document"
)

// A table as text has a line for every row and a cell for every column. A cell that another covers holds nothing but one
// of these signs; a cell that says just this has a backslash before it.
const (
	leftward = "<" // the cell to its left covers it
	upward   = "^" // the one above does
)

// tableText writes a table between bars.
func tableText(b document.Block) string {
	var lines []string
	above := map[int]int{} // by column, the rows that a cell above still covers
	for i, row := range b.Rows {
		cells := rowText(row, above)
		if i == b.HeaderRows && i > 0 || i == 0 && b.HeaderRows == 0 && len(b.Rows) == 1 {
			lines = append(lines, "|"+strings.Repeat("---|", max(1, len(cells))))
		}
		line := "|"
		for _, cell := range cells {
			line += " " + cell + " |"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// rowText gives the cells of a row, column by column, and notes what they cover below.
func rowText(row []document.Cell, above map[int]int) (cells []string) {
	covered := func() bool {
		column := len(cells)
		if above[column] == 0 {
			return false
		}
		above[column]--
		cells = append(cells, upward)
		return true
	}
	for _, cell := range row {
		for covered() {
		}
		sign := cellText(cell)
		for range max(cell.Span, 1) {
			if above[len(cells)] = 0; cell.Down > 1 {
				above[len(cells)] = cell.Down - 1
			}
			cells = append(cells, sign)
			sign = leftward
		}
	}
	last := -1
	for column, rows := range above {
		if rows > 0 {
			last = max(last, column)
		}
	}
	if last >= len(cells) { // covered places behind the last cell of the row
		for len(cells) <= last {
			if !covered() {
				cells = append(cells, "")
			}
		}
	}
	return cells
}

func cellText(c document.Cell) string {
	text := strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(runsMarkup(c.Runs), "|", `\|`), "\n", "<br>"))
	if text == leftward || text == upward {
		return `\` + text
	}
	return text
}

// readTable reads the lines that tableLines counted. The row above markdown's rule is the header.
func readTable(lines []string) document.Block {
	b := document.Block{Kind: document.Table}
	var grid [][]string
	for _, l := range lines {
		s := strings.TrimSpace(l)
		if pipeRule.MatchString(s) && b.HeaderRows == 0 && (len(grid) > 0 || len(lines) == 2) {
			b.HeaderRows = len(grid) // none, when the rule stands above the only row
			continue
		}
		cells := splitCells(s)
		for i, cell := range cells {
			cells[i] = strings.TrimSpace(cell)
		}
		grid = append(grid, cells)
	}
	owners := coverage(grid)
	for r, texts := range grid {
		var row []document.Cell
		for c, text := range texts {
			var cell document.Cell
			if owners != nil {
				o := owners[r][c]
				if o.row != r || o.column != c {
					continue
				}
				if o.width > 1 {
					cell.Span = o.width
				}
				if o.height > 1 {
					cell.Down = o.height
				}
			}
			if text == `\`+leftward {
				text = leftward
			}
			cell.Runs = readRuns(strings.ReplaceAll(text, "<br>", "\n"))
			row = append(row, cell)
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

// covering is a cell and what it covers, itself included.
type covering struct{ row, column, width, height, covered int }

// coverage names for each place of a table the cell that stands there. It is nil where the signs make no rectangles: then
// they are words.
func coverage(grid [][]string) [][]*covering {
	owners := make([][]*covering, len(grid))
	for r, texts := range grid {
		owners[r] = make([]*covering, len(texts))
		for c, text := range texts {
			var o *covering
			switch {
			case text == leftward && c > 0:
				o = owners[r][c-1]
			case text == upward && r > 0 && c < len(owners[r-1]):
				o = owners[r-1][c]
			case text == leftward || text == upward:
				return nil
			default:
				o = &covering{row: r, column: c}
			}
			o.width, o.height, o.covered = max(o.width, c-o.column+1), max(o.height, r-o.row+1), o.covered+1
			owners[r][c] = o
		}
	}
	for _, row := range owners {
		for _, o := range row {
			if o.covered != o.width*o.height {
				return nil
			}
		}
	}
	return owners
}
