package layout

import (
	"math"
	"strings"

	"trinhky/internal/layout/docx"
	"trinhky/internal/pdf"
)

// wordStack is a column of paragraphs beside the stack that measures it, so that what stands beside each other on our
// pages does so in Word.
type wordStack struct {
	stack
	w       *wordWriter
	left    float64 // the left edge of the column
	right   float64
	written float64 // how far the paragraphs reach
	blocks  []docx.Block
}

func (w *wordWriter) stacks(share, gutter float64) (l, r wordStack) {
	a, b := w.columns(share, gutter)
	return wordStack{stack: a, w: w, left: a.x0, right: a.x1}, wordStack{stack: b, w: w, left: b.x0, right: b.x1}
}

// margins gives a column from margin to margin.
func (w *wordWriter) margins() wordStack {
	x0, x1 := w.edges()
	return wordStack{stack: stack{x0: x0, x1: x1}, w: w, left: x0, right: x1}
}

// text sets a centred text in a style.
func (s *wordStack) text(style, text string, t TypeRule) {
	begin := s.y + t.Before
	s.lines("P", text, t, center)
	if s.y == begin-t.Before {
		return
	}
	p := s.w.balancedParagraph(style, text, t, s.x0-s.left, s.x1-s.x0)
	if in := p.Format.Indent; in != nil {
		in.Right = s.right - s.left - (s.x1 - s.x0) - 2*(s.x0-s.left) + in.Right
	}
	s.put(p, t, begin)
}

// put adds a paragraph whose first line begins at a height. What its rule asks beyond the style is stated.
func (s *wordStack) put(p docx.Paragraph, t TypeRule, begin float64) {
	style := s.w.styleOf(p.Style)
	if want := *spacing(t, begin-s.written); style.Format.Spacing == nil || want != *style.Format.Spacing {
		p.Format.Spacing = &want
	}
	for i := range p.Runs {
		if t.Size != style.Font.Size {
			p.Runs[i].Size = t.Size
		}
		p.Runs[i].Bold = t.style().Bold && !style.Font.Bold
		p.Runs[i].Italic = t.style().Italic && !style.Font.Italic
	}
	p.Format.KeepNext = true
	s.blocks = append(s.blocks, p)
	s.written = s.y
}

// marked sets what stands under a text: a text of its own or a drawn rule, the border of an empty paragraph.
func (s *wordStack) marked(m MarkRule) {
	if m.Text != "" {
		s.text(styleMark, m.Text, m.TypeRule)
	}
	s.ruled(m.Rule)
}

func (s *wordStack) ruled(r PenRule) {
	wide, y := s.widest, s.y
	s.rule(r, wide)
	if s.y == y {
		return
	}
	length := math.Min(wide, s.x1-s.x0) * r.Share
	inset := (s.right - s.left - length) / 2
	s.drawn(inset, inset, r.Drop, r.Pen)
}

// drawn adds a rule that hangs below the text above it; the paragraphs then reach as far as the stack.
func (s *wordStack) drawn(left, right, drop, pen float64) {
	s.blocks = append(s.blocks, docx.Paragraph{Style: styleRule, Format: docx.Format{
		KeepNext: true,
		Spacing:  &docx.Spacing{Line: math.Max(1, s.y-s.written-pen)},
		Indent:   &docx.Indent{Left: left, Right: right},
		Border:   &docx.Border{Pen: pen},
	}})
	s.written = s.y
}

// beside puts two columns into a borderless table of one row.
func (w *wordWriter) beside(l, r wordStack, height float64) docx.Table {
	x0, x1 := w.edges()
	middle := (l.right + r.left) / 2
	return docx.Table{Columns: []float64{middle - x0, x1 - middle}, Rows: []docx.Row{{
		CantPart: true, Height: height,
		Cells: []docx.Cell{{Right: middle - l.right, Blocks: l.blocks}, {Left: r.left - middle, Blocks: r.blocks}},
	}}}
}

// head is the header block.
func (w *wordWriter) head() {
	h := w.rules.Head
	l, r := w.stacks(h.LeftShare, h.Gutter)
	for _, line := range w.sheet.Superior {
		l.text(styleSuperior, line, h.Superior)
	}
	for _, line := range w.sheet.Issuer {
		l.text(styleIssuer, line, h.Issuer)
	}
	markTop := l.y
	l.marked(h.IssuerMark)
	for _, m := range h.Motto {
		r.text(styleMotto, m.Text, m.TypeRule)
		r.ruled(m.Rule)
	}
	beside := markTop
	numberTop := math.Max(l.y+h.Number.Before, w.besideNumber(r.y))
	if h.Date.Beside == "number" {
		beside = numberTop
	}
	l.y = numberTop + h.Number.Leading
	l.put(docx.Paragraph{Style: styleNumber, Runs: []docx.Run{{Text: w.openNumber()}}}, h.Number.TypeRule, numberTop)
	dateTop := math.Max(r.y+h.Date.Before, beside)
	r.y = dateTop + h.Date.Leading
	r.put(w.openDate(r.x1-r.x0), h.Date.TypeRule, dateTop)
	if w.sheet.KindName == "" && w.sheet.Subject != "" {
		w.letterSubject(&l)
	}
	w.add(w.beside(l, r, math.Max(l.y, r.y)))
	w.pending = h.After
}

// openNumber is the line of the number with room to write it: no line ends in it.
func (w *wordWriter) openNumber() string {
	n := w.rules.Head.Number
	return n.Word + blank(n.style(), n.Size, pdf.Width(n.style(), n.Size, w.expectedNumber())) + n.Joint + w.sheet.Symbol
}

// openDate is place and the word before the day, with room for the rest of the date as far as the column goes.
func (w *wordWriter) openDate(room float64) docx.Paragraph {
	d := w.rules.Head.Date
	printed, widest := w.dateWords(w.sheet.Place)
	printed = strings.TrimRight(printed, " ")
	const wide = 0.35 // of a no-break space in LibreOffice, in ems: a quarter would be right
	most := int((room - pdf.Width(d.style(), d.Size, printed) - measureSlack) / (wide * d.Size))
	open := []rune(blank(d.style(), d.Size, pdf.Width(d.style(), d.Size, " "+widest)))
	return docx.Paragraph{Style: styleDate, Runs: []docx.Run{{Text: printed + string(open[:max(0, min(most, len(open)))])}}}
}

// blank is room to write in.
func blank(style pdf.Style, size, room float64) string {
	n := int(room / pdf.Width(style, size, "\u00a0"))
	return strings.Repeat("\u00a0", max(n, 0))
}

func (w *wordWriter) letterSubject(l *wordStack) {
	rule := w.rules.Head.LetterSubject
	text := w.sheet.Subject
	if word := strings.TrimSpace(rule.Prefix); word != "" && !strings.HasPrefix(strings.ToLower(text), strings.ToLower(word)) {
		text = rule.Prefix + text
	}
	l.x0, l.x1 = l.x0+rule.Inset*mm, l.x1-rule.Inset*mm
	l.text(styleLetterSubject, text, rule.TypeRule)
}

// title is tên loại and trích yếu; a công văn has neither here.
func (w *wordWriter) title() {
	if w.sheet.KindName == "" {
		return
	}
	t := w.rules.Title
	s := w.margins()
	s.text(styleKind, w.sheet.KindName, t.Kind)
	s.x0, s.x1 = s.x0+t.Subject.Inset*mm, s.x1-t.Subject.Inset*mm
	s.text(styleSubject, w.sheet.Subject, t.Subject.TypeRule)
	s.marked(t.Mark)
	w.add(s.blocks...)
	w.pending = t.After
}

// address is Kính gửi: one addressee on a centred line, several as a list beside the word.
func (w *wordWriter) address() {
	if len(w.sheet.Addressees) == 0 {
		return
	}
	a := w.rules.Address
	x0, x1 := w.edges()
	word := strings.TrimSuffix(w.sheet.AddressWord, ":") + ":"
	if len(w.sheet.Addressees) == 1 {
		p := w.balancedParagraph(styleAddress, word+" "+w.sheet.Addressees[0], a.TypeRule, a.Indent*mm, x1-x0-2*a.Indent*mm)
		p.Format.Align, p.Format.KeepNext = "center", true
		w.add(p)
	}
	for i := range w.sheet.Addressees {
		if len(w.sheet.Addressees) > 1 {
			w.add(w.addressee(word, i))
		}
	}
	w.pending = a.After
}

// addressee is one of several: the first stands beside the word, the others under the first.
func (w *wordWriter) addressee(word string, i int) docx.Paragraph {
	a := w.rules.Address
	x0, x1 := w.edges()
	dash := pdf.Width(a.style(), a.Size, "- ")
	at := a.Indent*mm + pdf.Width(a.style(), a.Size, word+" ")
	text, end := "- "+strings.TrimRight(strings.TrimSpace(strings.TrimPrefix(w.sheet.Addressees[i], "- ")), ";.,"), ";"
	if i == len(w.sheet.Addressees)-1 {
		end = "."
	}
	ws := words(plain(text+end), a.Size, a.style())
	set := paragraph{x1: x1 - x0 - at, hang: dash}
	wide := func(i int) float64 { return set.x1 - set.indent(i) }
	p := docx.Paragraph{Style: styleAddress, Format: docx.Format{KeepNext: true, Indent: &docx.Indent{Left: at + dash, First: -dash}}}
	p.Runs = w.wordRuns(0, printed(text+end), a.style(), soften(ws, breakLines(ws, wide), wide, false))
	if i == 0 {
		p.Format.Indent.First = a.Indent*mm - at - dash
		p.Runs[0].Text = word + " " + p.Runs[0].Text
	} else {
		p.Format.Spacing = spacing(a.TypeRule, 0)
	}
	return p
}
