package layout

import (
	"fmt"
	"slices"

	"trinhky/internal/document"
	"trinhky/internal/layout/docx"
	"trinhky/internal/pdf"
)

// RenderDOCX writes a sheet as a Word file that an office can go on editing: the pages of Render, with named styles,
// tables for the header block and the signature block, footnotes, automatic numbers and outline levels. The number and
// the date are left open. Faults: those of Render.
func RenderDOCX(s Sheet) ([]byte, error) {
	rules, err := Rules(s.Regime, s.On)
	if err != nil {
		return nil, err
	}
	s = s.normalised()
	if err := s.checkGlyphs(); err != nil {
		return nil, err
	}
	c := &composer{rules: rules, sheet: s}
	if err := c.readPictures(); err != nil {
		return nil, err
	}
	w := &wordWriter{composer: c}
	b, err := w.file().Bytes()
	if err != nil {
		return nil, fmt.Errorf("write the Word file: %w", err)
	}
	return b, nil
}

// wordWriter turns one sheet into a Word file. It measures with the composer, so that lines break as on our own pages.
type wordWriter struct {
	*composer
	out     docx.File
	blocks  []docx.Block // of the section that is being written
	firsts  map[int]bool // the footnotes that stand first on a page
	pending float64      // the gap that the next block leaves above it
	numbers []autoNumber // of the blocks of the body
	// lineCounts are the lines of the paragraphs of the section, by their place in blocks.
	lineCounts []int
}

// wordFont is the font of the rules; Liberation Serif, of our pages, has its measures.
const wordFont = "Times New Roman"

func (w *wordWriter) file() *docx.File {
	meta := w.sheet.meta()
	w.out = docx.File{
		Properties: docx.Properties{Title: meta.Title, Subject: meta.Subject, Creator: meta.Author, Created: meta.Created},
		Font:       wordFont,
		Size:       w.rules.Body.Text.Size,
		Language:   "vi-VN",
		Tab:        w.rules.Body.Text.Indent * mm,
		Styles:     w.styles(),
	}
	w.out.Lists, w.numbers = numberings(w.sheet.Body.Blocks, w.listIndent)
	if w.noteIDs() > 0 { // LibreOffice puts an empty line before a table that begins a file with footnotes
		w.ended()
	}
	w.head()
	w.stamps()
	w.title()
	w.address()
	w.body()
	return &w.out
}

// add puts blocks below each other. Word lets the gaps of two paragraphs lie over each other, where ours add up: so all
// that is left free above a paragraph is its own.
func (w *wordWriter) add(blocks ...docx.Block) {
	for _, b := range blocks {
		p, text := b.(docx.Paragraph)
		switch {
		case text && w.pending > 0:
			s := w.spacingOf(p)
			s.Before += w.pending
			p.Format.Spacing = &s
			b = p
		case !text && (w.pending > 0 || w.endsInTable()): // tables without a paragraph between them would be one
			w.room(max(w.pending, 1))
		}
		w.pending = 0
		w.blocks = append(w.blocks, b)
	}
}

func (w *wordWriter) endsInTable() bool {
	if len(w.blocks) == 0 {
		return false
	}
	_, table := w.blocks[len(w.blocks)-1].(docx.Table)
	return table
}

// gap leaves room above a table.
func (w *wordWriter) gap(height float64) {
	if last := len(w.blocks) - 1; last >= 0 {
		if p, text := w.blocks[last].(docx.Paragraph); text && p.Style != styleEnd {
			s := w.spacingOf(p)
			s.After = height
			p.Format.Spacing = &s
			w.blocks[last] = p
			return
		}
	}
	w.pending += height
}

// room is an empty line of a height.
func (w *wordWriter) room(height float64) {
	w.blocks = append(w.blocks, docx.Paragraph{Style: styleEnd, Format: docx.Format{KeepNext: true, Spacing: &docx.Spacing{Line: max(1, height)}}})
}

// spacingOf is the spacing of a paragraph, its own or that of its style.
func (w *wordWriter) spacingOf(p docx.Paragraph) docx.Spacing {
	if p.Format.Spacing != nil {
		return *p.Format.Spacing
	}
	if s := w.styleOf(p.Style).Format.Spacing; s != nil {
		return *s
	}
	return docx.Spacing{}
}

func (w *wordWriter) styleOf(id string) docx.Style {
	i := slices.IndexFunc(w.out.Styles, func(s docx.Style) bool { return s.ID == id })
	if i < 0 {
		return docx.Style{}
	}
	return w.out.Styles[i]
}

// endSection closes the pages that were begun; they are counted from 1, and the first with a number is the one numbered.
func (w *wordWriter) endSection(numbered int) {
	page, rule := w.paper(), w.rules.PageNumber
	s := docx.Section{
		Page: docx.Page{Width: page.Width * mm, Height: page.Height * mm, Top: page.Top * mm, Bottom: page.Bottom * mm, Left: page.Left * mm, Right: page.Right * mm,
			Header: rule.Top * mm, Footer: page.Bottom * mm / 3},
		FirstIs: 1, TitlePage: numbered > 1,
		Header: []docx.Block{docx.Paragraph{Style: stylePageNumber, Runs: []docx.Run{{Page: true}}}},
	}
	if len(w.out.Sections) == 0 {
		s.FirstPage = w.contactLine(&s.Page)
	}
	if last, ok := w.blocks[len(w.blocks)-1].(docx.Paragraph); !ok || last.Style == styleFigure {
		w.ended()
	}
	s.Blocks = w.blocks
	w.out.Sections = append(w.out.Sections, s)
	w.blocks, w.lineCounts, w.pending = nil, nil, 0
}

// contactLine is the footer of the first page: the address of the organ under a rule across the page.
func (w *wordWriter) contactLine(page *docx.Page) []docx.Block {
	if w.sheet.Contact == "" {
		return nil
	}
	rule := w.rules.Contact
	s := w.margins()
	s.text(styleContact, inTwo(w.sheet.Contact, rule.TypeRule, s.x1-s.x0), rule.TypeRule)
	// A footer grows up from its distance to the edge of the paper.
	page.Footer = page.Bottom - rule.Drop*mm - rule.Pen - 1 - s.y
	line := docx.Paragraph{Style: styleRule, Format: docx.Format{Spacing: &docx.Spacing{Line: 1}, Border: &docx.Border{Pen: rule.Pen}}}
	return append([]docx.Block{line}, s.blocks...)
}

// ended closes a table that nothing follows: Word wants a paragraph there.
func (w *wordWriter) ended() {
	w.add(docx.Paragraph{Style: styleEnd})
}

// letters is how a run looks beyond the style of its paragraph.
func letters(r document.Run, style pdf.Style) docx.Font {
	f := docx.Font{Bold: r.Bold && !style.Bold, Italic: r.Italic && !style.Italic, Underline: r.Underline}
	switch r.Script {
	case document.Raised:
		f.Script = "superscript"
	case document.Lowered:
		f.Script = "subscript"
	}
	return f
}
