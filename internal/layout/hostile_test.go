package layout

import (
	"math"
	"runtime"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// TestWorkGrowsWithTheText sets texts that somebody wrote to keep a server busy: four times as much of them costs about
// four times as much memory, not sixteen times. It measures the whole process, so it does not run beside others.
func TestWorkGrowsWithTheText(t *testing.T) {
	cell := func(n, heads int) document.Block {
		runs := []document.Run{{Text: strings.Repeat("a ", n)}}
		return document.Block{Kind: document.Table, HeaderRows: heads, Rows: [][]document.Cell{{{Runs: runs}}, {}}}
	}
	for name, c := range map[string]struct {
		n     int
		block func(n int) document.Block
	}{
		"a long cell":        {60_000, func(n int) document.Block { return cell(n, 0) }},
		"a long header cell": {60_000, func(n int) document.Block { return cell(n, 1) }},
		"runs glued into one word": {8_000, func(n int) document.Block {
			runs := make([]document.Run, n)
			for i := range runs {
				runs[i].Text = "a"
			}
			return document.Block{Kind: document.Paragraph, Runs: runs}
		}},
	} {
		few, many := allocated(t, c.block(c.n)), allocated(t, c.block(4*c.n))
		if ratio := float64(many) / float64(few); ratio > 6 {
			t.Errorf("%s: four times as much takes %.1f times the memory (%d MB)", name, ratio, many>>20)
		}
	}
}

// allocated is how many bytes are allocated to set a block, as pages and for Word.
func allocated(t *testing.T, b document.Block) uint64 {
	t.Helper()
	s := stateReport(b)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c := &composer{rules: mustRules(t, s), sheet: s}
	c.pages()
	w := &wordWriter{composer: &composer{rules: c.rules, sheet: s}}
	w.file()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func mustRules(t *testing.T, s Sheet) *RuleSet {
	t.Helper()
	rules, err := Rules(s.Regime, s.On)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// TestAPartOfAWordIsMeasuredAlone: a megabyte without a space is cut some ten thousand times, and each cut may look at
// no more than a line of it.
func TestAPartOfAWordIsMeasuredAlone(t *testing.T) {
	t.Parallel()
	ws := words(plain("thử/nghiệm"), 13, pdf.Style{Bold: true})
	sp := ws[0].spans[0]
	sp.width = math.NaN() // nobody asks how wide all of it is
	if got, want := spanWidth(sp, len("thử")), pdf.Width(pdf.Style{Bold: true}, 13, "thử"); got != want {
		t.Errorf("%f points, want %f", got, want)
	}
}
