package layout

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
)

// A table with covering cells is the same table when its text is read.
func TestCoveringCellsStandInTheText(t *testing.T) {
	t.Parallel()
	cell := func(words string, span, down int) document.Cell {
		return document.Cell{Runs: text(words), Span: span, Down: down}
	}
	for name, c := range map[string]struct {
		table document.Block
		want  string
	}{
		"head of two rows": {document.Block{Kind: document.Table, HeaderRows: 2, Rows: [][]document.Cell{
			{cell("TT", 0, 2), cell("Kết quả", 2, 0), cell("Ghi chú", 0, 2)},
			{cell("Số lượng", 0, 0), cell("Tỷ lệ", 0, 0)},
			{cell("1", 0, 0), cell("20", 0, 0), cell("5%", 0, 0), cell("", 0, 0)},
		}}, "| TT | Kết quả | < | Ghi chú |\n| ^ | Số lượng | Tỷ lệ | ^ |\n|---|---|---|---|\n| 1 | 20 | 5% |  |"},
		"a square": {document.Block{Kind: document.Table, Rows: [][]document.Cell{
			{cell("a", 2, 2), cell("b", 0, 0)}, {cell("c", 0, 0)},
		}}, "| a | < | b |\n| ^ | ^ | c |"},
		"a row all covered": {document.Block{Kind: document.Table, Rows: [][]document.Cell{
			{cell("a", 0, 2), cell("b", 0, 2)}, nil, {cell("c", 0, 0), cell("d", 0, 0)},
		}}, "| a | b |\n| ^ | ^ |\n| c | d |"},
		"cells that say the signs": {document.Block{Kind: document.Table, Rows: [][]document.Cell{
			{cell("<", 0, 0), cell("a", 0, 0)}, {cell("^", 0, 0), cell("< 5", 0, 0)},
		}}, "| \\< | a |\n| \\^ | < 5 |"},
	} {
		got := tableText(c.table)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		back := readTable(strings.Split(got, "\n"))
		for i := range back.Rows {
			for j := range back.Rows[i] {
				if len(back.Rows[i][j].Runs) == 0 {
					back.Rows[i][j].Runs = text("")
				}
			}
		}
		if diff := cmp.Diff(c.table, back); diff != "" {
			t.Errorf("%s (-was +read):\n%s", name, diff)
		}
	}
	for _, words := range []string{
		"| < | a |\n| b | c |",         // nothing stands to its left
		"| ^ | a |\n| b | c |",         // nothing above
		"| a | b | c |\n| ^ | ^ | < |", // no rectangle
		"| a | < |\n| ^ | b |",
		"| a |\n| b | ^ |",
	} {
		for _, row := range readTable(strings.Split(words, "\n")).Rows {
			for _, c := range row {
				if c.Span != 0 || c.Down != 0 {
					t.Errorf("%q covers: %+v", words, row)
				}
			}
		}
	}
}

// What covers more than its table has, or what another covers, loses no word.
func TestCoveringCellsThatOverlap(t *testing.T) {
	t.Parallel()
	b := document.Block{Kind: document.Table, Rows: [][]document.Cell{
		{{Runs: text("a"), Down: 9}, {Runs: text("b")}, {Runs: text("c"), Down: 2}},
		{},
		{{Runs: text("d"), Span: 4}},
	}}
	got := tableText(b)
	for _, word := range []string{"a", "b", "c", "d"} {
		if !strings.Contains(got, "| "+word+" |") {
			t.Errorf("%s is lost:\n%s", word, got)
		}
	}
	if again := tableText(readTable(strings.Split(got, "\n"))); again != got {
		t.Errorf("read and written again:\n%s\nwas\n%s", again, got)
	}
}
