package layout

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/layout/docx"
	"trinhky/internal/pdf"
)

// body is the text with what closes it, and the appendices, each in a section of its own.
func (w *wordWriter) body() {
	blocks := w.sheet.Body.Blocks
	end := slices.IndexFunc(blocks, isAppendix)
	if end < 0 {
		end = len(blocks)
	}
	opening := len(w.blocks)
	w.flow(blocks[:end], 0, w.grounds(blocks[:end]))
	w.keepLast(opening)
	w.closing()
	w.endSection(w.rules.PageNumber.First)
	for first := end; first < len(blocks); first = end {
		for end = first + 1; end < len(blocks) && !isAppendix(blocks[end]); end++ {
		}
		w.landscape = blocks[first].Landscape
		w.wordAppendix(blocks[first:end], first)
		w.endSection(w.rules.Appendix.First)
	}
	w.landscape = false
}

// flow writes blocks one after the other; at is the place of the first in the body.
func (w *wordWriter) flow(blocks []document.Block, at, grounds int) {
	for i := range blocks {
		w.block(blocks, i, w.numbers[at+i], i < grounds)
	}
}

func (w *wordWriter) block(blocks []document.Block, i int, number autoNumber, ground bool) {
	b := blocks[i]
	switch {
	case b.Kind == document.Table:
		w.table(b)
	case b.Kind == document.Figure:
		w.picture(blocks, i)
	case b.Kind == document.Heading && w.isDivision(b):
		w.chapter(b)
	case b.Kind == document.Heading:
		w.wordHeading(b, number)
	case b.Kind == document.Item:
		w.running(styleItem, b, number, w.rules.Body.Item, pdf.Style{})
	case w.captions(blocks, i):
		w.captionLine(b, i+1 < len(blocks) && blocks[i+1].Kind == document.Figure)
	case ground:
		w.running(styleGround, b, number, w.rules.Body.Text, styles[w.rules.Body.Grounds.Style])
	default:
		w.running(styleBody, b, number, w.rules.Body.Text, pdf.Style{})
	}
}

// wordText is a paragraph of the body on its way into Word.
type wordText struct {
	id     string // of its style
	set    paragraph
	runs   []run // as they are printed, with the ordinal
	typed  []run // as they are typed, where the style changes them; nil = as printed
	style  pdf.Style
	number autoNumber
	block  document.Block // whose ordinal it is, when that is automatic
	usual  align          // as its style stands
	first  float64        // and its first line
}

// paragraphOf writes a paragraph so that it breaks into our lines.
func (w *wordWriter) paragraphOf(t wordText) docx.Paragraph {
	ws := setWords(t.runs, t.set.rule.Size, t.style)
	lines := t.set.lines(ws)
	p := docx.Paragraph{Style: t.id, List: t.number.list, Level: t.number.level}
	if t.set.align != t.usual {
		p.Format.Align = map[align]string{justify: "both", left: "left", center: "center", right: "right"}[t.set.align]
	}
	x0, x1 := w.edges()
	indent := docx.Indent{Left: t.set.x0 - x0, Right: x1 - t.set.x1, First: t.set.first}
	room := func(i int) float64 { return t.set.x1 - t.set.x0 - t.set.indent(i) }
	if t.set.align == center && len(lines) > 1 {
		wide := evenRoom(lines, room(1))
		indent.Left, indent.Right = indent.Left+(room(1)-wide)/2, indent.Right+(room(1)-wide)/2
		room = func(int) float64 { return wide }
	}
	if t.set.align != center {
		indent.Right -= eased(lines, room)
	}
	if indent != (docx.Indent{First: t.first}) {
		p.Format.Indent = &indent
	}
	soft := soften(ws, lines, room, t.set.align == center)
	runs, skipped := t.runs, 0
	if t.typed != nil {
		runs = t.typed
	}
	if t.number.list > 0 { // Word counts it, in the look of the first letters, as on our pages
		skipped = len(words(plain(t.block.Ordinal), t.set.rule.Size, t.style))
		p.Mark = letters(t.runs[0].Run, t.style)
		runs = runs[1:]
	}
	p.Runs = w.wordRuns(skipped, runs, t.style, soft)
	w.lineCounts = append(w.lineCounts[:min(len(w.lineCounts), len(w.blocks))], make([]int, max(0, len(w.blocks)-len(w.lineCounts)))...)
	w.lineCounts = append(w.lineCounts, len(lines))
	return p
}

// running is a justified paragraph with its ordinal before it. One that introduces what follows stays with it.
func (w *wordWriter) running(id string, b document.Block, number autoNumber, rule ParagraphRule, style pdf.Style) {
	x0, x1 := w.edges()
	set := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm, align: aligned(b.Align, justify)}
	if set.align == center || set.align == right {
		set.first, number = 0, autoNumber{} // a list would set its own indent
	}
	p := w.paragraphOf(wordText{id: id, set: set, runs: w.numbered(b), style: style, number: number, block: b, usual: justify, first: rule.Indent * mm})
	p.Format.KeepNext = strings.HasSuffix(strings.TrimSpace(b.Text()), ":")
	w.add(p)
}

func (w *wordWriter) wordHeading(b document.Block, number autoNumber) {
	levels := w.rules.Body.Headings
	level := min(max(b.Level, 1), len(levels))
	rule := levels[level-1]
	x0, x1 := w.edges()
	set := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm}
	if b.Ordinal == "" && rule.Unnumbered == "center" {
		set.align, set.first = center, 0
	}
	if b.Align == document.AlignCenter || b.Align == document.AlignRight {
		set.align, set.first = aligned(b.Align, set.align), 0
	}
	if set.first == 0 {
		number = autoNumber{}
	}
	w.add(w.paragraphOf(wordText{id: fmt.Sprint(styleHeading, level), set: set, runs: w.numbered(b), style: rule.style(), number: number, block: b, usual: justify, first: rule.Indent * mm}))
}

// chapter is a Chương, Mục … of its own two lines, in one paragraph: the outline shows both.
func (w *wordWriter) chapter(b document.Block) {
	rule := w.rules.Body.Divisions
	x0, x1 := w.edges()
	runs := printed(b.Ordinal)
	if len(b.Runs) > 0 {
		runs = append(append(runs, run{Run: document.Run{Text: "\n"}}), w.runs(b.Runs)...)
	}
	w.add(w.paragraphOf(wordText{id: styleDivision, set: paragraph{rule: rule.TypeRule, x0: x0, x1: x1, align: center}, runs: runs, style: rule.style(), usual: center}))
}

// captionLine is the line of a picture.
func (w *wordWriter) captionLine(b document.Block, above bool) {
	rule := w.rules.Body.Text
	x0, x1 := w.edges()
	set := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, align: aligned(b.Align, center)}
	p := w.paragraphOf(wordText{id: styleCaption, set: set, runs: w.runs(b.Runs), style: styles[w.rules.Figure.CaptionStyle], usual: center})
	p.Format.KeepNext, p.Format.KeepLines = above, true
	w.add(p)
}

// picture is a picture in a paragraph of its own.
func (w *wordWriter) picture(blocks []document.Block, i int) {
	drawn := w.figure(blocks, i)[0].ops[0]
	data := w.sheet.Images[blocks[i].Picture.SHA256]
	w.add(docx.Paragraph{Style: styleFigure,
		Format: docx.Format{KeepNext: w.captions(blocks, i+1)},
		Runs: []docx.Run{{Picture: &docx.Picture{
			Data: data, JPEG: len(data) > 1 && data[0] == 0xFF && data[1] == 0xD8, Width: drawn.w, Height: drawn.h, Alt: drawn.picture.alt,
		}}}})
	w.pending = w.rules.Figure.After
}

// wordAppendix is an appendix: blocks[0] is its head, the others its text; at is its place in the body.
func (w *wordWriter) wordAppendix(blocks []document.Block, at int) {
	head, rest := blocks[0], blocks[1:]
	rule := w.rules.Appendix
	x0, x1 := w.edges()
	set := func(id string, t TypeRule, inset float64, runs, typed []run) docx.Paragraph {
		p := w.paragraphOf(wordText{id: id, set: paragraph{rule: t, x0: x0 + inset*mm, x1: x1 - inset*mm, align: center}, runs: runs, typed: typed, style: t.style(), usual: center})
		p.Format.KeepNext, p.Format.KeepLines = true, true
		return p
	}
	var opening []docx.Block
	if head.Ordinal != "" {
		opening = append(opening, set(styleAppendix, rule.Label, 0, printed(head.Ordinal), nil))
	}
	if title := w.runs(head.Runs); len(title) > 0 {
		if rule.Title.Capitals { // the style prints capitals: the letters stay as they were typed
			for i := range title {
				title[i].Text = strings.ToUpper(title[i].Text)
			}
		}
		opening = append(opening, set(styleAppendixTitle, rule.Title.TypeRule, rule.Title.Inset, title, w.runs(head.Runs)))
	}
	reference, taken := w.referenceRuns(rest)
	if len(reference) > 0 {
		opening = append(opening, set(styleAppendixReference, rule.Reference.TypeRule, 0, reference, nil))
	}
	w.add(opening...)
	w.pending = rule.After
	w.flow(rest[taken:], at+1+taken, 0)
}

// referenceRuns is the line that says which document an appendix goes with, and how many blocks it takes.
func (w *wordWriter) referenceRuns(blocks []document.Block) ([]run, int) {
	if w.ownReference(blocks) {
		return w.numbered(blocks[0]), 1
	}
	if w.rules.Appendix.Reference.Words == "" {
		return nil, 0
	}
	return printed(w.referenceText()), 0
}

// listIndent is how far in the first line of a block begins: a list would otherwise set its own.
func (w *wordWriter) listIndent(b document.Block) docx.Indent {
	first := w.rules.Body.Text.Indent
	switch b.Kind {
	case document.Item:
		first = w.rules.Body.Item.Indent
	case document.Heading:
		levels := w.rules.Body.Headings
		first = levels[min(max(b.Level, 1), len(levels))-1].Indent
	}
	return docx.Indent{First: first * mm}
}

// keepLast keeps the last two lines of the text with the signature block: a paragraph of Word that is kept with the next
// gives it its last two lines. (LibreOffice gives it the whole paragraph, where that alone would have fitted.)
func (w *wordWriter) keepLast(opening int) {
	lines := 0
	for i := len(w.blocks) - 1; i >= opening && lines < 2; i-- {
		switch b := w.blocks[i].(type) {
		case docx.Paragraph:
			b.Format.KeepNext = true
			w.blocks[i] = b
			if i < len(w.lineCounts) {
				lines += w.lineCounts[i]
			}
		case docx.Table:
			for j := len(b.Rows) - 1; j >= 0 && lines < 2; j-- {
				for _, cell := range b.Rows[j].Cells {
					p := cell.Blocks[0].(docx.Paragraph)
					p.Format.KeepNext = true
					cell.Blocks[0] = p
				}
				lines++
			}
		}
	}
}
