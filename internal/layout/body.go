package layout

import (
	"slices"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// body sets the blocks of the text up to its first appendix.
func (c *composer) body() []row {
	blocks := c.sheet.Body.Blocks
	if i := slices.IndexFunc(blocks, isAppendix); i >= 0 {
		blocks = blocks[:i]
	}
	return c.blocks(blocks, c.grounds(blocks))
}

// blocks sets blocks one after the other, the first of them căn cứ. Items that follow each other are one list.
func (c *composer) blocks(blocks []document.Block, grounds int) []row {
	var rows []row
	for i := 0; i < len(blocks); {
		if blocks[i].Kind != document.Item {
			rows = append(rows, c.heads(c.block(blocks, i, i < grounds), &blocks[i])...)
			i++
			continue
		}
		var list []row
		for ; i < len(blocks) && blocks[i].Kind == document.Item; i++ {
			list = append(list, c.heads(c.paragraph(blocks[i], c.rules.Body.Item, pdf.Style{}, "LI", "LBody"), &blocks[i])...)
		}
		tagRows(list, "L")
		rows = append(rows, list...)
	}
	return rows
}

// heads marks where a block begins, so that its page can be told.
func (c *composer) heads(rows []row, b *document.Block) []row {
	if len(rows) > 0 {
		rows[0].open = append([]op{{kind: blockHead, id: c.index[b]}}, rows[0].open...)
	}
	return rows
}

func (c *composer) block(blocks []document.Block, i int, ground bool) []row {
	b := blocks[i]
	switch {
	case b.Kind == document.Table:
		return c.table(b)
	case b.Kind == document.Figure:
		return c.figure(blocks, i)
	case b.Kind == document.Heading && c.isDivision(b):
		return c.division(b)
	case b.Kind == document.Heading:
		return c.heading(b)
	case c.captions(blocks, i):
		return c.caption(b, i+1 < len(blocks) && blocks[i+1].Kind == document.Figure)
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
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm, align: aligned(b.Align, justify), tags: tags}
	if p.align == center || p.align == right {
		p.first = 0
	}
	p.keep = strings.HasSuffix(strings.TrimSpace(b.Text()), ":")
	return c.setParagraph(p, c.numbered(b), style)
}

// setParagraph sets runs of the body, with the notes that hang on its lines.
func (c *composer) setParagraph(p paragraph, runs []run, style pdf.Style) []row {
	lines := p.lines(setWords(runs, p.rule.Size, style))
	rows := p.place(lines)
	for i, l := range lines {
		rows[i].notes = c.footnotes(l)
	}
	return rows
}

// numbered gives the runs of a block with its ordinal as it was written, in the style of the first run, and no line
// break behind it.
func (c *composer) numbered(b document.Block) []run {
	runs := c.runs(b.Runs)
	if b.Ordinal == "" {
		return runs
	}
	first := run{Run: document.Run{Text: b.Ordinal + "\u00a0"}}
	if len(b.Runs) > 0 {
		first.Bold, first.Italic = b.Runs[0].Bold, b.Runs[0].Italic
	}
	rule := c.rules.Body.Articles
	if word, _, _ := strings.Cut(b.Ordinal, " "); slices.Contains(rule.Words, word) {
		style := styles[rule.Style]
		first.Bold, first.Italic = first.Bold || style.Bold, first.Italic || style.Italic
	}
	return append([]run{first}, runs...)
}

// grounds counts the căn cứ that open the body: each begins with a word of the rule set and ends with ";", but for the
// last, which may end with a full stop or a comma (NĐ 30/2020 Phụ lục I, II.6).
func (c *composer) grounds(blocks []document.Block) int {
	n := 0
	if len(blocks) > 0 && blocks[0].Kind == document.Heading && blocks[0].Ordinal == "" { // whose decision it is
		n = 1
	}
	for first := n; n < len(blocks) && blocks[n].Kind == document.Paragraph && blocks[n].Ordinal == ""; n++ {
		text := strings.TrimSpace(blocks[n].Text())
		begins := slices.ContainsFunc(c.rules.Body.Grounds.Words, func(w string) bool { return strings.HasPrefix(text, w) })
		ends := strings.HasSuffix(text, ";") || n > first && (strings.HasSuffix(text, ".") || strings.HasSuffix(text, ","))
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
	runs := []run{{Run: document.Run{Text: b.Ordinal}}}
	if len(b.Runs) > 0 {
		runs = append(append(runs, run{Run: document.Run{Text: "\n"}}), c.runs(b.Runs)...)
	}
	return c.headingRows(b, c.setParagraph(p, runs, rule.style()))
}

func (c *composer) heading(b document.Block) []row {
	levels := c.rules.Body.Headings
	rule := levels[min(max(b.Level, 1), len(levels))-1]
	x0, x1 := c.edges()
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm, tags: []string{headingTag(b.Level)}}
	if b.Ordinal == "" && rule.Unnumbered == "center" {
		p.align, p.first = center, 0
	}
	if b.Align == document.AlignCenter || b.Align == document.AlignRight {
		p.align, p.first = aligned(b.Align, p.align), 0
	}
	return c.headingRows(b, c.setParagraph(p, c.numbered(b), rule.style()))
}

// headingRows keeps a heading whole and with what follows it, and enters it into the outline, under the title.
func (c *composer) headingRows(b document.Block, rows []row) []row {
	return bookmarked(keepAll(rows), max(b.Level, 1)+1, b.Text())
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

// bookmarked gives rows an entry in the outline that leads to the first of them.
func bookmarked(rows []row, level int, title string) []row {
	if title = strings.Join(strings.Fields(title), " "); len(rows) > 0 && title != "" {
		rows[0].open = append([]op{{kind: bookmark, id: level, text: title}}, rows[0].open...)
	}
	return rows
}
