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
	Figure    BlockKind = "figure"   // a picture
	Appendix  BlockKind = "appendix" // begins a phụ lục on a page of its own: the ordinal is "Phụ lục I", the runs its title
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
	Align   Align  `json:"align,omitempty"`
	// Rows are a table's; the first HeaderRows of them repeat on every page.
	Rows       [][]Cell `json:"rows,omitempty"`
	HeaderRows int      `json:"header_rows,omitempty"`
	// Widths are the shares of a table's columns in its width, 1 together; none = as the cells ask.
	Widths []float64 `json:"widths,omitempty"`
	// Picture is a figure's.
	Picture *Picture `json:"picture,omitempty"`
	// Landscape lays the pages of an appendix on their side.
	Landscape bool `json:"landscape,omitempty"`
}

// Align is how a paragraph or a cell stands; "" leaves it to the rule set.
type Align string

// The ways to stand.
const (
	AlignLeft   Align = "left"
	AlignCenter Align = "center"
	AlignRight  Align = "right"
)

// Picture is an image of a body, kept among the document's blobs.
type Picture struct {
	SHA256    string  `json:"sha256"`
	MediaType string  `json:"media_type"` // image/png | image/jpeg
	Width     float64 `json:"width"`      // as printed, in millimetres
	Height    float64 `json:"height"`
	Alt       string  `json:"alt,omitempty"` // what it shows, for those who hear the page
}

// Run is a stretch of text in one style.
type Run struct {
	Text      string `json:"text"`
	Bold      bool   `json:"bold,omitempty"`
	Italic    bool   `json:"italic,omitempty"`
	Underline bool   `json:"underline,omitempty"`
	Script    Script `json:"script,omitempty"`
	// Note is a footnote that hangs on the end of the run; its mark is counted, not written.
	Note string `json:"note,omitempty"`
}

// Script raises or lowers a run: "m²" is "m" and a raised "2".
type Script string

// The scripts.
const (
	Raised  Script = "super"
	Lowered Script = "sub"
)

// Cell is one cell of a table. A row leaves out the cells that a cell to their left, or above them, covers.
type Cell struct {
	Runs  []Run `json:"runs"`
	Span  int   `json:"span,omitempty"` // columns that it covers; 0 = 1
	Down  int   `json:"down,omitempty"` // rows that it covers; 0 = 1
	Align Align `json:"align,omitempty"`
}

// Text is the block's text with its ordinal, runs joined, without its footnotes; a table gives its cells parted by tabs,
// a line a row; a figure what it shows.
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
	switch {
	case b.Picture != nil:
		return b.Picture.Alt
	case b.Ordinal == "":
		return text
	}
	return b.Ordinal + " " + text
}

// Notes are the footnotes of a block, in order.
func (b Block) Notes() (notes []string) {
	each := func(runs []Run) {
		for _, r := range runs {
			if r.Note != "" {
				notes = append(notes, r.Note)
			}
		}
	}
	each(b.Runs)
	for _, row := range b.Rows {
		for _, c := range row {
			each(c.Runs)
		}
	}
	return notes
}

// Text is the whole body, a blank line between blocks; the footnotes of a block stand below it.
func (b Body) Text() string {
	var parts []string
	for _, block := range b.Blocks {
		parts = append(append(parts, block.Text()), block.Notes()...)
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

// Pieces counts everything that a body is made of: blocks, rows, cells and runs. Empty ones cost room on a page too, also
// the cells that a row leaves out.
func (b Body) Pieces() int {
	n := len(b.Blocks)
	for _, block := range b.Blocks {
		n += len(block.Runs) + len(block.Rows) + len(block.Rows)*block.columns()
		for _, row := range block.Rows {
			for _, cell := range row {
				n += len(cell.Runs)
			}
		}
	}
	return n
}

// columns is how many columns a table has at the most: those of its widest row, with what cells above cover of it.
func (b Block) columns() (widest int) {
	ends := map[int]int{} // by row, the columns that are no longer covered from it on
	covered := 0
	for r, row := range b.Rows {
		covered -= ends[r]
		width := covered
		for _, cell := range row {
			span := max(cell.Span, 1)
			width += span
			if cell.Down > 1 {
				covered += span
				ends[r+cell.Down] += span
			}
		}
		widest = max(widest, width)
	}
	return widest
}
