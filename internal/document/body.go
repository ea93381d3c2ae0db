package document

import "strings"

// BlockKind names what a block of a body is.
type BlockKind string

// The kinds of block. Everything an official text holds between its trích yếu and its signature is one of these.
const (
	Heading   BlockKind = "heading"   // a title line: Phần, Chương, Mục, Điều or a bold numbered title
	Paragraph BlockKind = "paragraph" // running text, numbered or not
	Item      BlockKind = "item"      // a bullet: the ordinal is "-" or "+"
	Table     BlockKind = "table"
)

// Body is the text of a document between its trích yếu and its signature block.
type Body struct {
	Blocks []Block `json:"blocks"`
}

// Block is one paragraph, heading, item or table of a body.
type Block struct {
	Kind BlockKind `json:"kind"`
	// Level is the depth of a heading (1 Phần … 6) or of an item (1 …); 0 for plain text.
	Level int `json:"level,omitempty"`
	// Ordinal is the number as it was written, digits and punctuation verbatim: "1.", "2.1-", "a)", "I-", "Điều 3.", "-".
	Ordinal string `json:"ordinal,omitempty"`
	Runs    []Run  `json:"runs,omitempty"`
	// Rows are a table's; the first HeaderRows of them repeat on every page.
	Rows       [][]Cell `json:"rows,omitempty"`
	HeaderRows int      `json:"header_rows,omitempty"`
}

// Run is a stretch of text in one style.
type Run struct {
	Text   string `json:"text"`
	Bold   bool   `json:"bold,omitempty"`
	Italic bool   `json:"italic,omitempty"`
}

// Cell is one cell of a table.
type Cell struct {
	Runs []Run `json:"runs"`
}

// Text is the block's text with its ordinal, runs joined; a table gives its cells parted by tabs, a line a row.
func (b Block) Text() string {
	if b.Kind == Table {
		rows := make([]string, len(b.Rows))
		for i, row := range b.Rows {
			cells := make([]string, len(row))
			for j, c := range row {
				cells[j] = runsText(c.Runs)
			}
			rows[i] = strings.Join(cells, "\t")
		}
		return strings.Join(rows, "\n")
	}
	text := runsText(b.Runs)
	if b.Ordinal == "" {
		return text
	}
	return b.Ordinal + " " + text
}

// Text is the whole body, a blank line between blocks.
func (b Body) Text() string {
	parts := make([]string, len(b.Blocks))
	for i, block := range b.Blocks {
		parts[i] = block.Text()
	}
	return strings.Join(parts, "\n\n")
}

func runsText(runs []Run) string {
	var s strings.Builder
	for _, r := range runs {
		s.WriteString(r.Text)
	}
	return s.String()
}

// Pieces counts everything that a body is made of: blocks, rows, cells and runs. Empty ones cost room on a page too.
func (b Body) Pieces() int {
	n := len(b.Blocks)
	for _, block := range b.Blocks {
		n += len(block.Runs) + len(block.Rows)
		for _, row := range block.Rows {
			n += len(row)
			for _, cell := range row {
				n += len(cell.Runs)
			}
		}
	}
	return n
}
