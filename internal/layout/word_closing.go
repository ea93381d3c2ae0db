package layout

import (
	"math"
	"strings"
	"unicode"

	"trinhky/internal/layout/docx"
	"trinhky/internal/pdf"
)

// closing is what closes the document: the signature block on the right of a borderless table, Nơi nhận on the left.
func (w *wordWriter) closing() {
	e := ending{formula: w.sheet.Formula, name: w.sheet.SignerName, recipients: w.sheet.Recipients, typist: w.sheet.Typist}
	if w.sheet.Recorder != nil {
		w.minutes(e)
	} else {
		w.ending(e, w.rules.Closing.Before)
	}
	w.copied()
}

func (w *wordWriter) ending(e ending, before float64) {
	rule := w.rules.Closing
	l, r := w.stacks(rule.LeftShare, rule.Gutter)
	r.formula(e.formula, styleAuthority, stylePosition, rule.Authority, rule.Position)
	r.signature(e.name, rule)
	l.blocks = w.recipients(l.x1-l.x0, e)
	w.signatures(l, r, before, w.keptWhole(l, r.y, e))
}

// keptWhole says whether the whole table stands on one page: not when Nơi nhận would fill most of one.
func (w *wordWriter) keptWhole(l wordStack, height float64, e ending) bool {
	list := 0.0
	for _, r := range w.composer.recipients(l.stack, e) {
		list += r.height + r.gap
	}
	page := w.rules.Page
	return math.Max(list, height) <= (page.Height-page.Top-page.Bottom)*mm/2
}

// signatures writes the table below a gap. The signature block is whole: only Nơi nhận may go on to the next page.
func (w *wordWriter) signatures(l, r wordStack, before float64, whole bool) {
	w.gap(before)
	t := w.beside(l, r, 0)
	t.Rows[0].CantPart = whole
	w.add(t)
	w.ended()
}

// formula is the lines above a name: the last, the position, has a look of its own.
func (s *wordStack) formula(lines []string, authorityStyle, positionStyle string, authority, position TypeRule) {
	for i, text := range lines {
		if i == len(lines)-1 {
			s.text(positionStyle, text, position)
		} else {
			s.text(authorityStyle, text, authority)
		}
	}
}

// signature is the room to sign, and the name.
func (s *wordStack) signature(name string, rule ClosingRule) {
	s.y += rule.Signature.Height * mm
	if name == "" {
		s.drawnRoom()
		return
	}
	s.text(styleSigner, name, rule.Name)
}

// drawnRoom is empty room as far as the stack reaches.
func (s *wordStack) drawnRoom() {
	s.blocks = append(s.blocks, docx.Paragraph{Style: styleEnd, Format: docx.Format{KeepNext: true, Spacing: &docx.Spacing{Line: math.Max(1, s.y-s.written)}}})
	s.written = s.y
}

// recipients is Nơi nhận, and the typist's mark under it.
func (w *wordWriter) recipients(room float64, e ending) []docx.Block {
	rule := w.rules.Closing
	var blocks []docx.Block
	line := func(style, text string, t TypeRule, hang float64) *docx.Paragraph {
		wide := func(i int) float64 {
			if i == 0 {
				return room
			}
			return room - hang
		}
		ws := words(plain(text), t.Size, t.style())
		p := docx.Paragraph{Style: style, Runs: w.wordRuns(0, printed(text), t.style(), soften(ws, breakLines(ws, wide), wide, false))}
		blocks = append(blocks, p)
		return &p
	}
	if len(e.recipients) > 0 {
		word := rule.RecipientsWord
		line(styleRecipientsWord, word.Text, word.TypeRule, 0)
		last := blocks[0].(docx.Paragraph)
		last.Format.KeepNext = true
		for i := range last.Runs {
			last.Runs[i].Underline = word.Underline > 0
		}
		blocks[0] = last
	}
	hang := hanging(rule.Recipient, rule.Marks.Bullet)
	for _, text := range e.recipients {
		if strings.HasPrefix(text, rule.Marks.Bullet) {
			line(styleRecipient, text, rule.Recipient, hang.Left)
			continue
		}
		line(styleRecipient, text, rule.Recipient, 0)
		p := blocks[len(blocks)-1].(docx.Paragraph)
		p.Format.Indent = &docx.Indent{}
		blocks[len(blocks)-1] = p
	}
	if e.typist != "" {
		line(styleTypist, e.typist, rule.Typist, 0)
	}
	return blocks
}

// minutes closes a biên bản: who wrote it signs on the left, who presided on the right; Nơi nhận stands under them.
func (w *wordWriter) minutes(chair ending) {
	rule, closing := w.rules.Minutes, w.rules.Closing
	l, r := w.stacks(rule.LeftShare, rule.Gutter)
	l.formula(w.sheet.Recorder.Formula, styleMinutesFormula, styleMinutesFormula, rule.Formula, rule.Formula)
	r.formula(chair.formula, styleMinutesFormula, styleMinutesFormula, rule.Formula, rule.Formula)
	y := math.Max(l.y, r.y)
	l.y, r.y = y, y
	l.signature(w.sheet.Recorder.Name, closing)
	r.signature(chair.name, closing)
	w.signatures(l, r, closing.Before, true)
	left, _ := w.columns(closing.LeftShare, closing.Gutter)
	_, x1 := w.edges()
	blocks := w.recipients(left.x1-left.x0, chair)
	for i := range blocks {
		p := blocks[i].(docx.Paragraph)
		if p.Format.Indent == nil {
			p.Format.Indent = &docx.Indent{}
			if p.Style == styleRecipient {
				p.Format.Indent = hanging(closing.Recipient, closing.Marks.Bullet)
			}
		}
		p.Format.Indent.Right = x1 - left.x1
		if i == 0 {
			p.Format.Spacing = spacing(closing.RecipientsWord.TypeRule, closing.RecipientsWord.Before+rule.After)
		}
		blocks[i] = p
	}
	w.add(blocks...)
}

// copied is the block of a bản sao under what it copies.
func (w *wordWriter) copied() {
	made := w.sheet.Copy
	if made == nil {
		return
	}
	rule := w.rules.Copy
	w.add(docx.Paragraph{Style: styleRule, Format: docx.Format{KeepNext: true, Spacing: &docx.Spacing{Before: rule.Before - 1, Line: 1, After: rule.After - rule.Pen}, Border: &docx.Border{Pen: rule.Pen}}})
	l, r := w.stacks(w.rules.Head.LeftShare, w.rules.Head.Gutter)
	for _, line := range made.Issuer {
		l.text(styleCopyIssuer, line, rule.Issuer)
	}
	l.marked(w.rules.Head.IssuerMark)
	r.text(styleCopyForm, made.Form, rule.Form)
	below := math.Max(l.y, r.y) + w.rules.Head.Number.Before/2
	l.y, r.y = below, below
	l.text(styleCopyNumber, w.numberOfCopy(made.Symbol), rule.Number)
	r.text(styleCopyDate, w.copyDate(made.Place, made.Date), rule.Date)
	w.add(w.beside(l, r, math.Max(l.y, r.y)))
	w.ending(ending{formula: made.Formula, name: made.SignerName, recipients: made.Recipients}, rule.After)
}

// numberOfCopy is the line of a copy's number; no-break spaces stand for a number that is still missing.
func (w *wordWriter) numberOfCopy(symbol string) string {
	n := w.rules.Head.Number
	if symbol == "" || unicode.IsDigit(rune(symbol[0])) {
		return strings.TrimSpace(n.Word + symbol)
	}
	return n.Word + blank(n.style(), n.Size, pdf.Width(n.style(), n.Size, n.Room)) + n.Joint + strings.TrimPrefix(symbol, n.Joint)
}
