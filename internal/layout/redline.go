package layout

import (
	"fmt"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

// mark is how a redline shows a run beside what the run asks for itself.
type mark struct {
	strike bool
	ink    pdf.Ink
}

// The inks of a redline. None says anything alone: what is new is underlined, what is gone struck through, and the
// margin names the rest.
var (
	insertedInk = pdf.Ink{R: 0, G: 92, B: 40}
	deletedInk  = pdf.Red
	restyledInk = pdf.Ink{R: 96, G: 40, B: 140}
	marginInk   = pdf.Ink{R: 20, G: 60, B: 130}
)

// RenderRedline lays out what changed between two versions of a document, in the look of its rule set: the later text,
// what is new underlined, what is gone struck through where it stood, and in the margin what became of each passage.
// The sheet gives what is around the text; it has no fields, since nobody signs a redline. A character that the fonts do
// not have is drawn as a box: what is gone can no longer be mended.
func RenderRedline(s Sheet, r document.Redline) (Rendition, error) {
	rules, err := Rules(s.Regime, s.On)
	if err != nil {
		return Rendition{}, err
	}
	s.Title = strings.TrimSpace(fmt.Sprintf("So sánh phiên bản %d và %d: %s %s", r.From, r.To, s.KindName, s.Subject))
	s.Contact, s.Recorder, s.Copy = "", nil, nil
	p := redliner{composer: &composer{rules: rules, sheet: s.normalised(), marks: map[*document.Run]mark{}}}
	p.take(r)
	if err := p.readPictures(); err != nil {
		return Rendition{}, err
	}
	pages := p.pages(r)
	b, err := draw(pages, rules, p.sheet.meta())
	if err != nil {
		return Rendition{}, fmt.Errorf("draw the redline: %w", err)
	}
	return Rendition{PDF: b, Pages: len(pages)}, nil
}

// redliner is a composer whose body is both versions at once.
type redliner struct {
	*composer
	labels []string // in the margin, by block of the body
	// ordinals are those that stand in a block's text now, where they are marked; by block.
	ordinals []string
	lines    map[document.Part][]document.Block
}

// take makes blocks of the passages. They go into the sheet's body, where footnotes and pictures are looked for.
func (p *redliner) take(r document.Redline) {
	p.sheet.Body = document.Body{}
	p.lines = map[document.Part][]document.Block{}
	for _, passage := range r.Passages {
		if passage.Part != document.BodyPart {
			if passage.Kind != document.Left {
				p.lines[passage.Part] = append(p.lines[passage.Part], document.Block{Kind: document.Paragraph, Runs: p.keep(merged(passage.Words))})
			}
			continue
		}
		blocks := p.blocksOf(passage)
		for i, b := range blocks {
			label := labelOf(passage)
			if len(blocks) == 2 { // a picture that another took the place of
				label = []string{"bỏ hình", "thêm hình"}[i]
			}
			p.sheet.Body.Blocks, p.labels = append(p.sheet.Body.Blocks, b), append(p.labels, label)
			p.ordinals = append(p.ordinals, ordinalIn(b, passage))
		}
	}
}

// labelOf is what the margin says of a passage; "" of one that did not change.
func labelOf(c document.Passage) string {
	what := map[document.ChangeKind]string{
		document.Inserted: "thêm", document.Deleted: "bỏ", document.Changed: "sửa", document.Restyled: "định dạng",
	}[c.Kind]
	if c.Kind == document.Left {
		return fmt.Sprintf("%s chuyển: %d", arrow(c.From, c.To), c.To)
	}
	if !c.Moved {
		return what
	}
	from := fmt.Sprintf("%s từ đoạn %d", arrow(c.To, c.From), c.From)
	if what != "" {
		from += ", " + what
	}
	return from
}

// arrow points from one place to another.
func arrow(from, to int) string {
	if to < from {
		return "↑"
	}
	return "↓"
}

// blocksOf is one passage as blocks; a picture that was replaced is two.
func (p *redliner) blocksOf(c document.Passage) []document.Block {
	if c.Kind == document.Left {
		text := fmt.Sprintf("[Đoạn %d chuyển đi, nay là đoạn %d]", c.From, c.To)
		return []document.Block{{Kind: document.Paragraph, Runs: p.keep([]markedRun{{document.Run{Text: text, Italic: true}, mark{ink: marginInk}}})}}
	}
	frame := c.Now
	if frame == nil {
		frame = c.Was
	}
	b := *frame
	switch {
	case b.Kind == document.Table:
		p.table(&b, c)
	case b.Kind == document.Figure:
		if c.Was != nil && c.Now != nil && c.Was.Picture.SHA256 != c.Now.Picture.SHA256 {
			return []document.Block{*c.Was, *c.Now}
		}
	case b.Kind == document.Appendix: // its head has lines of its own
		b.Runs = p.keep(merged(c.Words))
	default:
		b.Runs = p.keep(append(ordinals(&b, c), merged(c.Words)...))
	}
	return []document.Block{b}
}

// ordinals puts a changed ordinal into the text, where it can be marked.
func ordinals(b *document.Block, c document.Passage) (runs []markedRun) {
	was, now := "", ""
	if c.Was != nil {
		was = clean(c.Was.Ordinal)
	}
	if c.Now != nil {
		now = clean(c.Now.Ordinal)
	}
	if was == now {
		return nil
	}
	b.Ordinal = ""
	if was != "" {
		runs = append(runs, markedRun{document.Run{Text: was + "\u00a0"}, markOf(document.Deleted)})
	}
	if now != "" {
		runs = append(runs, markedRun{document.Run{Text: now + "\u00a0", Underline: true}, markOf(document.Inserted)})
	}
	return runs
}

// ordinalIn is the ordinal that was put into the text of a block; "" where it still stands before it.
func ordinalIn(b document.Block, c document.Passage) string {
	switch {
	case b.Ordinal != "":
		return ""
	case c.Now != nil && c.Now.Ordinal != "":
		return c.Now.Ordinal
	case c.Was != nil:
		return c.Was.Ordinal
	}
	return ""
}

// table merges the rows of both versions. Those at its head in either version head it.
func (p *redliner) table(b *document.Block, c document.Passage) {
	b.Rows, b.HeaderRows = nil, 0
	for i, r := range c.Rows {
		row := []document.Cell{}
		for _, cell := range r.Cells {
			frame := cell.Now
			if frame == nil {
				frame = cell.Was
			}
			whole := *frame
			whole.Runs = p.keep(merged(cell.Words))
			row = append(row, whole)
		}
		b.Rows = append(b.Rows, row)
		head := c.Was != nil && r.From > 0 && r.From <= c.Was.HeaderRows || c.Now != nil && r.To > 0 && r.To <= c.Now.HeaderRows
		if head && b.HeaderRows == i {
			b.HeaderRows++
		}
	}
}

// markedRun is a run before it has its place.
type markedRun struct {
	document.Run
	mark
}

// keep gives runs their place, by which their marks are found again.
func (p *redliner) keep(runs []markedRun) []document.Run {
	kept := make([]document.Run, len(runs))
	for i, r := range runs {
		kept[i] = r.Run
		p.marks[&kept[i]] = r.mark
	}
	return kept
}

// merged are the segments of a passage as runs. The words of a footnote cannot be marked one by one: the note names what
// was left out and what was added.
func merged(segments []document.Segment) (runs []markedRun) {
	for i, s := range segments {
		text := clean(s.Text)
		if !s.Note {
			if s.Kind == document.Deleted && i+1 < len(segments) && segments[i+1].Kind == document.Inserted && !segments[i+1].Note {
				text += " " // or the old word and the new read as one
			}
			runs = append(runs, markedRun{document.Run{
				Text: text, Bold: s.Look.Bold, Italic: s.Look.Italic, Underline: s.Look.Underline || s.Kind == document.Inserted, Script: s.Look.Script,
			}, markOf(s.Kind)})
			continue
		}
		switch s.Kind {
		case document.Inserted:
			text = "[thêm: " + text + "]"
		case document.Deleted:
			text = "[bỏ: " + text + "]"
		}
		if last := len(runs) - 1; last < 0 || s.Begins && s.Kind == document.Kept && runs[last].Note != "" {
			runs = append(runs, markedRun{})
		}
		runs[len(runs)-1].Note += text
	}
	return runs
}

func markOf(kind document.ChangeKind) mark {
	switch kind {
	case document.Inserted:
		return mark{ink: insertedInk}
	case document.Deleted:
		return mark{strike: true, ink: deletedInk}
	case document.Restyled:
		return mark{ink: restyledInk}
	}
	return mark{}
}
