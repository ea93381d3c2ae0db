package layout

import (
	"slices"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// body sets the blocks of the text. Items that follow each other are one list.
func (c *composer) body() []row {
	blocks := c.sheet.Body.Blocks
	grounds := c.grounds(blocks)
	var rows []row
	for i := 0; i < len(blocks); {
		if blocks[i].Kind != document.Item {
			rows = append(rows, c.block(blocks[i], i < grounds)...)
			i++
			continue
		}
		var list []row
		for ; i < len(blocks) && blocks[i].Kind == document.Item; i++ {
			list = append(list, c.paragraph(blocks[i], c.rules.Body.Item, pdf.Style{}, "LI", "LBody")...)
		}
		tagRows(list, "L")
		rows = append(rows, list...)
	}
	return rows
}

func (c *composer) block(b document.Block, ground bool) []row {
	switch {
	case b.Kind == document.Table:
		return c.table(b)
	case b.Kind == document.Heading && c.isDivision(b):
		return c.division(b)
	case b.Kind == document.Heading:
		return c.heading(b)
	case ground:
		return c.paragraph(b, c.rules.Body.Text, styles[c.rules.Body.Grounds.Style], "P")
	default:
		return c.paragraph(b, c.rules.Body.Text, pdf.Style{}, "P")
	}
}

// paragraph sets a justified block with its ordinal before it. A line that introduces what follows (it ends in a colon)
// stays with it.
func (c *composer) paragraph(b document.Block, rule ParagraphRule, style pdf.Style, tags ...string) []row {
	x0, x1 := c.edges()
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm, tags: tags}
	p.keep = strings.HasSuffix(strings.TrimSpace(b.Text()), ":")
	return p.rows(words(numbered(b), rule.Size, style))
}

// numbered gives the runs of a block with its ordinal as it was written, in the style of the first run, and no line
// break behind it.
func numbered(b document.Block) []document.Run {
	if b.Ordinal == "" {
		return b.Runs
	}
	first := document.Run{Text: b.Ordinal + "\u00a0"}
	if len(b.Runs) > 0 {
		first.Bold, first.Italic = b.Runs[0].Bold, b.Runs[0].Italic
	}
	return append([]document.Run{first}, b.Runs...)
}

// grounds counts the căn cứ that open the body: each begins with a word of the rule set and ends with ";", but for the
// last, which may end with a full stop or a comma (NĐ 30/2020 Phụ lục I, II.6).
func (c *composer) grounds(blocks []document.Block) int {
	n := 0
	for ; n < len(blocks) && blocks[n].Kind == document.Paragraph && blocks[n].Ordinal == ""; n++ {
		text := strings.TrimSpace(blocks[n].Text())
		begins := slices.ContainsFunc(c.rules.Body.Grounds.Words, func(w string) bool { return strings.HasPrefix(text, w) })
		ends := strings.HasSuffix(text, ";") || n > 0 && (strings.HasSuffix(text, ".") || strings.HasSuffix(text, ","))
		if !begins || !ends {
			break
		}
	}
	return n
}

// isDivision says whether a heading is a Chương, Mục … of its own two lines.
func (c *composer) isDivision(b document.Block) bool {
	word, _, _ := strings.Cut(b.Ordinal, " ")
	return slices.Contains(c.rules.Body.Divisions.Words, word)
}

func (c *composer) division(b document.Block) []row {
	rule := c.rules.Body.Divisions
	x0, x1 := c.edges()
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, align: center, tags: []string{headingTag(b.Level)}}
	runs := []document.Run{{Text: b.Ordinal}}
	if len(b.Runs) > 0 {
		runs = append(append(runs, document.Run{Text: "\n"}), b.Runs...)
	}
	return keepAll(p.rows(words(runs, rule.Size, rule.style())))
}

func (c *composer) heading(b document.Block) []row {
	levels := c.rules.Body.Headings
	rule := levels[min(max(b.Level, 1), len(levels))-1]
	x0, x1 := c.edges()
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm, tags: []string{headingTag(b.Level)}}
	if b.Ordinal == "" && rule.Unnumbered == "center" {
		p.align, p.first = center, 0
	}
	return keepAll(p.rows(words(numbered(b), rule.Size, rule.style())))
}

// keepAll keeps a heading whole and with what follows it.
func keepAll(rows []row) []row {
	for i := range rows {
		rows[i].keep = true
	}
	return rows
}

// headingTag is the structure element of a heading; H1 is the name of the kind.
func headingTag(level int) string {
	switch {
	case level <= 1:
		return "H2"
	case level == 2:
		return "H3"
	default:
		return "H4"
	}
}
