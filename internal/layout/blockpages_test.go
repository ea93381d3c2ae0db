package layout

import (
	"fmt"
	"strings"
	"testing"

	"trinhky/internal/document"
)

// TestBlocksKnowTheirPage lays out numbered paragraphs, items, tables and a phụ lục, and looks for each on the page that
// the rendition names.
func TestBlocksKnowTheirPage(t *testing.T) {
	t.Parallel()
	s := partyNotice()
	s.Body.Blocks = nil
	for i := range 90 {
		text := fmt.Sprintf("Đoạnthứ%03d. ", i+1) + strings.Repeat("nội dung của đoạn văn này ", i%9)
		b := document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: text}}}
		switch i % 10 {
		case 3:
			b.Kind, b.Ordinal = document.Item, "-"
		case 6:
			b = document.Block{Kind: document.Table, Rows: [][]document.Cell{{{Runs: b.Runs}, {Runs: b.Runs[:0]}}}}
		case 9:
			b.Kind, b.Ordinal = document.Appendix, fmt.Sprintf("Phụ lục %d", i)
		}
		s.Body.Blocks = append(s.Body.Blocks, b)
	}
	r, err := Render(s)
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(poppler(t, r.PDF, "pdftotext", "-raw"), "\f")
	for i, n := range r.Blocks {
		mark := fmt.Sprintf("đoạnthứ%03d", i+1)
		if n < 1 || n > len(pages) || !strings.Contains(strings.ToLower(pages[n-1]), mark) {
			t.Errorf("block %d is said to be on page %d", i+1, n)
		}
	}
}
