package xlsx

import "strings"

// Align places the text of a cell.
type Align int

// The alignments.
const (
	Left Align = iota
	Center
	Right
)

// Cell is one cell. Text is what it shows; a cell of Number is counted and sorted as one.
type Cell struct {
	Text   string
	Number int
	// IsNumber says that the cell is the number, not the text.
	IsNumber     bool
	Bold, Italic bool
	Align        Align
	// Span is how many columns the cell covers; 0 and 1 are the same.
	Span int
}

// Text is a plain cell.
func Text(s string) Cell { return Cell{Text: s} }

// Int is a cell of a whole number.
func Int(n int) Cell { return Cell{Number: n, IsNumber: true, Align: Right} }

// Texts is a row of plain cells.
func Texts(values ...string) []Cell {
	row := make([]Cell, len(values))
	for i, v := range values {
		row[i] = Text(v)
	}
	return row
}

// Head is a row of bold, centred cells.
func Head(values ...string) []Cell {
	row := make([]Cell, len(values))
	for i, v := range values {
		row[i] = Cell{Text: v, Bold: true, Align: Center}
	}
	return row
}

// Sheet is one sheet to be written.
type Sheet struct {
	// Name is the tab: what Excel cannot have in it is taken out, and it is cut to 31 characters.
	Name string
	// Widths of the columns, in characters of the standard font; a column without one is 12 wide.
	Widths []float64
	Rows   [][]Cell
	// HeaderRows stay in view when scrolling and are repeated on every printed page.
	HeaderRows int
	// Plain leaves the grid out: a page of text, not a table.
	Plain bool
	// Portrait prints upright; else A4 lies down. Either way one page wide.
	Portrait bool
	// Title stands at the head of every printed page.
	Title string
}

// Excel's bounds of a sheet and of a cell.
const (
	maxRows  = 1 << 20
	maxCell  = 32767 // characters
	maxName  = 31
	maxWidth = 255
)

// tabName makes a name that Excel takes.
func tabName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), "'")
	if runes := []rune(name); len(runes) > maxName {
		name = strings.TrimSpace(string(runes[:maxName]))
	}
	if name == "" {
		return "Bảng"
	}
	return name
}

// printable drops what XML 1.0 cannot carry and cuts what a cell cannot hold.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if runes := []rune(s); len(runes) > maxCell {
		return string(runes[:maxCell])
	}
	return s
}
