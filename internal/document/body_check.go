package document

import (
	"math"
	"slices"

	"trinhky/internal/fault"
)

const (
	columnLimit  = 100 // of a table: more never fit on a page
	rowSpanLimit = 1000
	// Each appendix is a section with pages of its own, each footnote a part of its own in a Word file.
	appendixLimit = 500
	noteLimit     = 5000
	// The paper between its margins is 170 mm wide and 257 mm high, or lies on its side.
	pictureLimit = 260.0 // millimetres
)

// Bounded refuses a body with more appendices or footnotes than any document has (APPENDICES_TOO_MANY, NOTES_TOO_MANY):
// a few bytes each, they cost pages.
func (b Body) Bounded() error {
	appendices, notes := 0, 0
	for _, block := range b.Blocks {
		if block.Kind == Appendix {
			appendices++
		}
		notes += len(block.Notes())
	}
	switch {
	case appendices > appendixLimit:
		return fault.New(fault.TooLarge, "APPENDICES_TOO_MANY", "Văn bản có quá nhiều phụ lục (tối đa 500), hệ thống không nhận.")
	case notes > noteLimit:
		return fault.New(fault.TooLarge, "NOTES_TOO_MANY", "Văn bản có quá nhiều chú thích cuối trang (tối đa 5.000), hệ thống không nhận.")
	}
	return nil
}

// Check refuses a block that says what its kind does not show (BLOCK_MIXED), a kind that nobody knows (BLOCK_UNKNOWN)
// and measures that no page holds (BLOCK_MEASURE).
func (b Block) Check() error {
	switch b.Kind {
	case Heading, Paragraph, Item, Table, Figure, Appendix:
	default:
		return fault.New(fault.Unmet, "BLOCK_UNKNOWN", "Nội dung có một khối không rõ loại: "+string(b.Kind)+".")
	}
	mixed := b.Kind == Table && (len(b.Runs) > 0 || b.Ordinal != "") ||
		b.Kind != Table && (len(b.Rows) > 0 || len(b.Widths) > 0) ||
		(b.Kind == Figure) != (b.Picture != nil) || b.Kind == Figure && (len(b.Runs) > 0 || b.Ordinal != "") ||
		b.Landscape && b.Kind != Appendix
	if mixed { // what a block of its kind does not show would be kept where nobody sees it
		return fault.New(fault.Unmet, "BLOCK_MIXED", "Một khối chỉ có chữ, hoặc chỉ có bảng, hoặc chỉ có hình.")
	}
	if !b.measured() {
		return fault.New(fault.Unmet, "BLOCK_MEASURE", "Nội dung có một khối mang kích thước hoặc cách căn không hợp lệ.")
	}
	return nil
}

// measured says whether every measure of a block is one that a page can have.
func (b Block) measured() bool {
	if !b.Align.known() || len(b.Widths) > columnLimit || slices.ContainsFunc(b.Widths, func(w float64) bool { return !(w >= 0 && w <= 1) }) {
		return false
	}
	if p := b.Picture; p != nil && !(p.Width > 0 && p.Width <= pictureLimit && p.Height > 0 && p.Height <= pictureLimit && !math.IsNaN(p.Width+p.Height)) {
		return false
	}
	if !slices.ContainsFunc(b.Runs, unknownScript) {
		return !slices.ContainsFunc(b.Rows, func(row []Cell) bool {
			return len(row) > columnLimit || slices.ContainsFunc(row, func(c Cell) bool {
				return !c.Align.known() || c.Span < 0 || c.Span > columnLimit || c.Down < 0 || c.Down > rowSpanLimit || slices.ContainsFunc(c.Runs, unknownScript)
			})
		})
	}
	return false
}

func (a Align) known() bool {
	return a == "" || a == AlignLeft || a == AlignCenter || a == AlignRight
}

func unknownScript(r Run) bool { return r.Script != "" && r.Script != Raised && r.Script != Lowered }
