package pages

import (
	"strings"

	"trinhky/internal/document"
)

// bodyText writes a body as the text from which layout.ReadText reads the same body: **bold**, *italic*, tables between
// bars, a blank line between blocks. It is what the editor's plain field holds.
func bodyText(b document.Body) string {
	parts := make([]string, 0, len(b.Blocks))
	for _, block := range b.Blocks {
		if block.Kind == document.Table {
			parts = append(parts, tableText(block))
			continue
		}
		parts = append(parts, blockText(block))
	}
	return strings.Join(parts, "\n\n")
}

// blockText puts the ordinal into the first run: a bold title has a bold number.
func blockText(b document.Block) string {
	runs := append([]document.Run(nil), b.Runs...)
	switch {
	case b.Ordinal == "":
	case len(runs) == 0:
		return b.Ordinal
	default:
		runs[0].Text = b.Ordinal + " " + runs[0].Text
	}
	return runsText(runs)
}

func runsText(runs []document.Run) string {
	var s strings.Builder
	for _, r := range runs {
		stars := ""
		if r.Italic {
			stars = "*"
		}
		if r.Bold {
			stars += "**"
		}
		inner := strings.TrimSpace(r.Text)
		if stars == "" || inner == "" || strings.Contains(inner, "*") {
			s.WriteString(r.Text)
			continue
		}
		before, after, _ := strings.Cut(r.Text, inner) // stars enclose no spaces
		s.WriteString(before + stars + inner + stars + after)
	}
	return s.String()
}

func tableText(b document.Block) string {
	var s strings.Builder
	for i, row := range b.Rows {
		if i == b.HeaderRows && i > 0 {
			s.WriteString("|" + strings.Repeat(" --- |", len(row)) + "\n")
		}
		s.WriteString("|")
		for _, cell := range row {
			s.WriteString(" " + strings.ReplaceAll(strings.ReplaceAll(runsText(cell.Runs), "|", "/"), "\n", " ") + " |")
		}
		s.WriteString("\n")
	}
	return strings.TrimSuffix(s.String(), "\n")
}
