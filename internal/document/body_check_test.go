package document

import (
	"math"
	"testing"

	"trinhky/internal/fault"
)

func TestABlockSaysOnlyWhatItsKindShows(t *testing.T) {
	t.Parallel()
	picture := &Picture{Width: 80, Height: 40}
	run := []Run{{Text: "chữ"}}
	row := [][]Cell{{{Runs: run, Span: 2}}}
	for name, c := range map[string]struct {
		block Block
		want  string
	}{
		"paragraph":              {Block{Kind: Paragraph, Runs: run, Align: AlignCenter}, ""},
		"table":                  {Block{Kind: Table, Rows: row, Widths: []float64{0.3, 0.7}}, ""},
		"figure":                 {Block{Kind: Figure, Picture: picture}, ""},
		"appendix":               {Block{Kind: Appendix, Ordinal: "Phụ lục I", Runs: run, Landscape: true}, ""},
		"no kind":                {Block{Runs: run}, "BLOCK_UNKNOWN"},
		"text and table":         {Block{Kind: Paragraph, Rows: row}, "BLOCK_MIXED"},
		"table with text":        {Block{Kind: Table, Rows: row, Runs: run}, "BLOCK_MIXED"},
		"figure without picture": {Block{Kind: Figure}, "BLOCK_MIXED"},
		"text with picture":      {Block{Kind: Paragraph, Picture: picture}, "BLOCK_MIXED"},
		"landscape paragraph":    {Block{Kind: Paragraph, Landscape: true}, "BLOCK_MIXED"},
		"unknown align":          {Block{Kind: Paragraph, Align: "justify-all"}, "BLOCK_MEASURE"},
		"unknown script":         {Block{Kind: Paragraph, Runs: []Run{{Text: "2", Script: "sup"}}}, "BLOCK_MEASURE"},
		"script in a cell":       {Block{Kind: Table, Rows: [][]Cell{{{Runs: []Run{{Script: "x"}}}}}}, "BLOCK_MEASURE"},
		"a negative span":        {Block{Kind: Table, Rows: [][]Cell{{{Span: -1}}}}, "BLOCK_MEASURE"},
		"a span of a million":    {Block{Kind: Table, Rows: [][]Cell{{{Span: 1e6}}}}, "BLOCK_MEASURE"},
		"a column wider than 1":  {Block{Kind: Table, Widths: []float64{1.5}}, "BLOCK_MEASURE"},
		"a column of NaN":        {Block{Kind: Table, Widths: []float64{math.NaN()}}, "BLOCK_MEASURE"},
		"a picture of a metre":   {Block{Kind: Figure, Picture: &Picture{Width: 1000, Height: 10}}, "BLOCK_MEASURE"},
		"a picture of NaN":       {Block{Kind: Figure, Picture: &Picture{Width: math.NaN(), Height: 10}}, "BLOCK_MEASURE"},
		"a picture of nothing":   {Block{Kind: Figure, Picture: &Picture{}}, "BLOCK_MEASURE"},
	} {
		got := ""
		if err := c.block.Check(); err != nil {
			got = fault.Of(err).Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestFootnotesAreTextOfTheBody(t *testing.T) {
	t.Parallel()
	body := Body{Blocks: []Block{
		{Kind: Paragraph, Ordinal: "1.", Runs: []Run{{Text: "Theo Chỉ thị", Note: "Số 23-CT/TU"}, {Text: "."}}},
		{Kind: Table, Rows: [][]Cell{{{Runs: []Run{{Text: "a", Note: "b"}}}}}},
	}}
	if got, want := body.Text(), "1. Theo Chỉ thị.\n\nSố 23-CT/TU\n\na\n\nb"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What a page must draw is counted, also where a row leaves it out: a few bytes may ask for millions of cells.
func TestPiecesCountTheCellsOfATable(t *testing.T) {
	t.Parallel()
	rows := func(n int, first ...Cell) Body {
		all := make([][]Cell, n)
		all[0] = first
		return Body{Blocks: []Block{{Kind: Table, Rows: all}}}
	}
	wide := rows(1000, Cell{Span: 100}, Cell{Span: 100})
	tall := rows(1000, Cell{Span: 100, Down: 1000})
	tall.Blocks[0].Rows[1] = []Cell{{Span: 100}}
	for name, c := range map[string]struct {
		body Body
		want int
	}{
		"plain": {rows(1, Cell{Runs: []Run{{Text: "a"}}}), 4}, "wide": {wide, 1 + 1000 + 200*1000}, "tall": {tall, 1 + 1000 + 200*1000},
		"no columns": {rows(3), 4},
	} {
		if got := c.body.Pieces(); got != c.want {
			t.Errorf("%s: %d pieces, want %d", name, got, c.want)
		}
	}
}

func TestABodyHasNotThousandsOfAppendicesAndFootnotes(t *testing.T) {
	t.Parallel()
	appendices := func(n int) (b Body) {
		for range n {
			b.Blocks = append(b.Blocks, Block{Kind: Appendix, Ordinal: "Phụ lục"})
		}
		return b
	}
	runs := func(n int) []Run {
		all := make([]Run, n)
		for i := range all {
			all[i].Note = "a"
		}
		return all
	}
	notes := func(text, cell int) Body {
		return Body{Blocks: []Block{{Kind: Paragraph, Runs: runs(text)}, {Kind: Table, Rows: [][]Cell{{{Runs: runs(cell)}}}}}}
	}
	for name, c := range map[string]struct {
		body Body
		want string
	}{
		"nothing": {Body{}, ""}, "appendices": {appendices(500), ""}, "one more": {appendices(501), "APPENDICES_TOO_MANY"},
		"notes": {notes(4000, 1000), ""}, "one more note": {notes(4000, 1001), "NOTES_TOO_MANY"},
	} {
		got := ""
		if err := c.body.Bounded(); err != nil {
			got = fault.Of(err).Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
