package layout

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"trinhky/internal/document"
	"trinhky/internal/layout/docx"
)

// readBody makes blocks of the lines from one to another.
func (w *wordReading) readBody(from, to int) {
	for i := from; i < to; i++ {
		l := &w.lines[i]
		text := bare(l.text)
		title := l.goesOn && l.para.Style == ownDivision && strings.TrimSpace(l.text) != ""
		switch {
		case l.table != nil:
			w.addTable(l.table)
			w.blockOf[i] = len(w.Body.Blocks)
			continue
		case !title && l.pictures() == 0 && (text == "" || rulesOnly.MatchString(l.text)):
			continue
		}
		switch ordinal, title, ok := cutAppendix(text); {
		case ok:
			w.beginAppendix(ordinal, title, l.setup)
		case l.para.Style == ownReference && strings.Contains(text, "số …") && strings.Contains(text, "ngày …"):
			continue // RenderDOCX writes it under every appendix, with the number open
		default:
			w.addLine(l)
		}
		w.blockOf[i] = len(w.Body.Blocks)
	}
}

// readAppendices adds the appendices that follow the signature. One that turns the page and gives no number is still an
// appendix: its first lines are its title.
func (w *wordReading) readAppendices() {
	for i := w.appendix; i < len(w.lines); i++ {
		if w.lines[i].table == nil && strings.TrimSpace(w.texts[i]) == "" {
			continue
		}
		if _, _, ok := cutAppendix(bare(w.texts[i])); !ok {
			w.beginAppendix("", "", w.lines[i].setup)
		}
		w.readBody(i, len(w.lines))
		return
	}
}

func (w *wordReading) beginAppendix(ordinal, title string, setup int) {
	b := document.Block{Kind: document.Appendix, Ordinal: ordinal}
	if s := w.doc.Sections[setup]; s.Width > s.Height {
		b.Landscape = true
	}
	if title != "" {
		b.Runs = []document.Run{{Text: title}}
	}
	w.Body.Blocks = append(w.Body.Blocks, b)
}

// addLine adds a line of text as a block, with its pictures behind it; a line that clearly goes on in the sentence before
// a line break goes to that block.
func (w *wordReading) addLine(l *wordLine) {
	runs, bold := bodyRuns(l.spans, l.para)
	n := len(w.Body.Blocks)
	onward := n > 0 && l.goesOn && len(runs) > 0 && !isLong(w.Body.Blocks[n-1].Runs)
	if onward && l.para.Style == ownDivision {
		last := &w.Body.Blocks[n-1] // number and title, each on its line
		if len(last.Runs) > 0 {
			runs = append([]document.Run{{Text: " "}}, runs...)
		}
		last.Runs = joinRuns(append(last.Runs, runs...))
		return
	}
	if len(runs) > 0 {
		if onward && len(w.Body.Blocks[n-1].Runs) > 0 && goesOn(w.Body.Blocks[n-1].Text(), l.text, true, 0) {
			last := &w.Body.Blocks[n-1]
			last.Runs = joinRuns(append(append(last.Runs, document.Run{Text: " "}), runs...))
			return
		}
		if b := w.textBlock(l, runs, bold); n > 0 && isLong(w.Body.Blocks[n-1].Runs) { // no title goes on for so long
			w.Body.Blocks = append(w.Body.Blocks, b)
		} else {
			w.Body.Blocks = addBlock(w.Body.Blocks, b)
		}
	}
	for _, s := range l.spans {
		if s.Image != nil {
			w.addFigure(s.Image, l.para)
		}
	}
}

// isLong says whether a block has more text than a sentence broken into lines: it takes no more, since taking a line to
// ever longer ones would take ever longer.
func isLong(runs []document.Run) bool {
	const most = 8 << 10
	size := 0
	for _, r := range runs {
		if size += len(r.Text); size > most {
			return true
		}
	}
	return false
}

// textBlock makes a block of the runs of a line. Bold letters tell a heading whether the run or the style makes them
// bold.
func (w *wordReading) textBlock(l *wordLine, runs []document.Run, bold bool) document.Block {
	var b document.Block
	if l.number != "" {
		b = document.Block{Ordinal: l.number, Runs: runs}
		b.Kind, b.Level = classify(b)
	} else {
		b = blockOf(runs)
	}
	if bold && b.Kind != document.Heading {
		strong := b
		strong.Runs = slices.Clone(b.Runs)
		for i := range strong.Runs {
			strong.Runs[i].Bold = true
		}
		if kind, level := classify(strong); kind == document.Heading {
			b.Kind, b.Level = kind, level
		}
	}
	if level, ok := strings.CutPrefix(l.para.Style, ownHeading); ok && len(level) == 1 && level[0] > '0' && level[0] <= '6' {
		b.Kind, b.Level = document.Heading, int(level[0]-'0')
	}
	if b.Kind == document.Paragraph || b.Kind == document.Item {
		if own := l.para.Align != l.para.StyleAlign; own || !strings.HasPrefix(l.para.Style, ownStyles) {
			b.Align = blockAlign(l.para.Align)
		}
	}
	return b
}

// ownStyles begins the names of the styles that RenderDOCX gives its files: what they say, the rule set says. Those of
// headings name the level.
const (
	ownStyles    = "TK "
	ownHeading   = "TK Đề mục "
	ownDivision  = "TK Chương, mục"
	ownReference = "TK Kèm theo"
	ownTableHead = "TK Đầu bảng"
)

func blockAlign(align string) document.Align {
	switch align {
	case "center":
		return document.AlignCenter
	case "right":
		return document.AlignRight
	}
	return ""
}

// bodyRuns makes runs of spans: without pictures, spaces outside of bold and italic, none at the ends. bold says that
// all letters are, be it by the style.
func bodyRuns(spans []docx.Span, p *docx.Para) (runs []document.Run, bold bool) {
	bold = true
	for _, s := range spans {
		if s.Image != nil {
			continue
		}
		r := document.Run{
			Text: s.Text, Note: s.Note, Underline: s.Look.Underline, Script: document.Script(s.Look.Script),
			Bold: s.Look.Bold && !p.StyleBold, Italic: s.Look.Italic && !p.StyleSlant,
		}
		bold = bold && (s.Look.Bold || strings.TrimSpace(s.Text) == "")
		runs = append(runs, loosen(r)...)
	}
	return trimRuns(joinRuns(runs)), bold
}

// loosen parts the spaces at the ends of a bold or italic run from it.
func loosen(r document.Run) []document.Run {
	inner := strings.TrimFunc(r.Text, unicode.IsSpace)
	if !r.Bold && !r.Italic && !r.Underline || inner == r.Text {
		return []document.Run{r}
	}
	if inner == "" {
		return []document.Run{{Text: r.Text, Note: r.Note}}
	}
	at := strings.Index(r.Text, inner)
	before, after := r.Text[:at], r.Text[at+len(inner):]
	list := []document.Run{{Text: before}, r, {Text: after, Note: r.Note}}
	list[1].Text = inner
	if after == "" {
		return list[:2]
	}
	list[1].Note = ""
	return list
}

// joinRuns joins runs of one style and drops empty ones.
func joinRuns(runs []document.Run) []document.Run {
	var joined []document.Run
	var text strings.Builder // of the last one, once it is of more than one run
	end := func() {
		if text.Len() > 0 {
			joined[len(joined)-1].Text = text.String()
			text.Reset()
		}
	}
	for _, r := range runs {
		if r.Text == "" && r.Note == "" {
			continue
		}
		if n := len(joined); n > 0 && joined[n-1].Note == "" {
			last := joined[n-1]
			last.Text, last.Note = r.Text, r.Note
			if last == r {
				if text.Len() == 0 {
					text.WriteString(joined[n-1].Text)
				}
				text.WriteString(r.Text)
				joined[n-1].Note = r.Note
				continue
			}
		}
		end()
		joined = append(joined, r)
	}
	end()
	return joined
}

// trimRuns takes the spaces off both ends.
func trimRuns(runs []document.Run) []document.Run {
	for len(runs) > 0 {
		runs[0].Text = strings.TrimLeftFunc(runs[0].Text, unicode.IsSpace)
		if runs[0].Text != "" || runs[0].Note != "" {
			break
		}
		runs = runs[1:]
	}
	for n := len(runs); n > 0; n = len(runs) {
		runs[n-1].Text = strings.TrimRightFunc(runs[n-1].Text, unicode.IsSpace)
		if runs[n-1].Text != "" || runs[n-1].Note != "" {
			break
		}
		runs = runs[:n-1]
	}
	return runs
}

// largestPicture is the room for a picture on a page, in millimetres.
const (
	largestWidth  = 165
	largestHeight = 240
)

func (w *wordReading) addFigure(i *docx.Image, p *docx.Para) {
	sum := sha256.Sum256(i.Bytes)
	name := hex.EncodeToString(sum[:])
	if w.Images == nil {
		w.Images = map[string][]byte{}
	}
	w.Images[name] = i.Bytes
	scale := min(1, largestWidth/i.Width, largestHeight/i.Height)
	picture := &document.Picture{SHA256: name, MediaType: i.MediaType, Width: max(0.1, i.Width*scale), Height: max(0.1, i.Height*scale), Alt: strings.Join(strings.Fields(i.Alt), " ")}
	w.Body.Blocks = append(w.Body.Blocks, document.Block{Kind: document.Figure, Picture: picture, Align: blockAlign(p.Align)})
}

// addTable adds a table of the body.
func (w *wordReading) addTable(t *docx.Grid) {
	b := document.Block{Kind: document.Table, Widths: shares(t.Columns)}
	var pictures []docx.Span
	for i, row := range t.Rows {
		cells := make([]document.Cell, 0, len(row.Cells))
		for _, c := range row.Cells {
			cell := document.Cell{Runs: w.cellRuns(c.Elements, &pictures)}
			if c.Span > 1 {
				cell.Span = c.Span
			}
			if c.Down > 1 {
				cell.Down = c.Down
			}
			if paras := docx.Paras(c.Elements); len(paras) > 0 {
				cell.Align = blockAlign(paras[0].Align)
				if paras[0].Align == paras[0].StyleAlign && strings.HasPrefix(paras[0].Style, ownStyles) {
					cell.Align = ""
				}
			}
			cells = append(cells, cell)
		}
		if (row.Header || isHeadRow(row)) && b.HeaderRows == i {
			b.HeaderRows++
		}
		b.Rows = append(b.Rows, cells)
	}
	if b.HeaderRows == len(b.Rows) {
		b.HeaderRows = 0
	}
	w.Body.Blocks = append(w.Body.Blocks, b)
	for _, s := range pictures {
		w.remark(docx.ImageMoved, "")
		w.addFigure(s.Image, &docx.Para{})
	}
}

// isHeadRow tells a header row that RenderDOCX lets no page repeat, since it is too high, by its style.
func isHeadRow(row docx.GridRow) bool {
	for _, c := range row.Cells {
		for _, p := range docx.Paras(c.Elements) {
			if p.Style != ownTableHead {
				return false
			}
		}
	}
	return len(row.Cells) > 0
}

func shares(columns []float64) []float64 {
	total := 0.0
	for _, c := range columns {
		if c <= 0 {
			return nil
		}
		total += c
	}
	if total == 0 {
		return nil
	}
	list := make([]float64, len(columns))
	for i, c := range columns {
		list[i] = c / total
	}
	return list
}

// cellRuns joins the paragraphs of a cell by line breaks. A table within the cell gives a line a row.
func (w *wordReading) cellRuns(elements []docx.Element, pictures *[]docx.Span) []document.Run {
	var runs []document.Run
	add := func(more []document.Run) {
		if len(more) > 0 && len(runs) > 0 {
			runs = append(runs, document.Run{Text: "\n"})
		}
		runs = append(runs, more...)
	}
	for _, e := range elements {
		if e.Table != nil {
			w.remark(docx.NestedTable, "")
			for _, row := range e.Table.Rows {
				var line []document.Run
				for _, c := range row.Cells {
					if inner := w.cellRuns(c.Elements, pictures); len(inner) > 0 {
						if len(line) > 0 {
							line = append(line, document.Run{Text: "; "})
						}
						line = append(line, inner...)
					}
				}
				add(line)
			}
			continue
		}
		for i, spans := range lineSpans(e.Para.Spans) {
			line, _ := bodyRuns(spans, e.Para)
			if i == 0 && e.Para.Number != "" {
				line = append([]document.Run{{Text: e.Para.Number + " "}}, line...)
			}
			add(line)
			for _, s := range spans {
				if s.Image != nil {
					*pictures = append(*pictures, s)
				}
			}
		}
	}
	return joinRuns(runs)
}
