package layout

import (
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/document"
)

var (
	groundLine    = regexp.MustCompile(`^(?:Căn cứ|Xét đề nghị|Theo đề nghị)\s`)
	referenceLine = regexp.MustCompile(`^\((?:Kèm theo|Ban hành kèm theo|Kèm)\s`)
)

// unmark takes bold and italic off the parts that have them by the rule set: bold headings, titles of appendices and
// header rows, căn cứ and the reference of an appendix in italic. So a text that marks them and one that does not are
// the same document.
func unmark(blocks []document.Block) {
	opening := true // only căn cứ so far
	for i := range blocks {
		b := &blocks[i]
		text := b.Text()
		ground := opening && b.Kind == document.Paragraph && b.Ordinal == "" && groundLine.MatchString(text)
		opening = ground
		switch {
		case b.Kind == document.Heading || b.Kind == document.Appendix:
			b.Runs = without(b.Runs, written, func(r *document.Run) { r.Bold = false })
		case b.Kind == document.Table:
			for _, row := range b.Rows[:min(b.HeaderRows, len(b.Rows))] {
				for j := range row {
					row[j].Runs = without(row[j].Runs, allBold, func(r *document.Run) { r.Bold = false })
				}
			}
		case ground || i > 0 && blocks[i-1].Kind == document.Appendix && referenceLine.MatchString(text):
			b.Runs = without(b.Runs, allItalic, func(r *document.Run) { r.Italic = false })
		}
	}
}

// without clears a mark of runs of which something holds.
func without(runs []document.Run, holds func([]document.Run) bool, clear func(*document.Run)) []document.Run {
	if !holds(runs) {
		return runs
	}
	runs = slices.Clone(runs)
	for i := range runs {
		clear(&runs[i])
	}
	return joinRuns(runs)
}

func written(runs []document.Run) bool { return len(runs) > 0 }

func allItalic(runs []document.Run) bool {
	for _, r := range runs {
		if !r.Italic && strings.TrimSpace(r.Text) != "" {
			return false
		}
	}
	return len(runs) > 0
}
