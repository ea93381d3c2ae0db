package layout

import (
	"math"
	"strings"

	"trinhky/internal/layout/docx"
	"trinhky/internal/pdf"
)

// wordStamp is one stamp: its paragraph, and the box around it.
type wordStamp struct {
	paragraph docx.Paragraph
	rule      StampRule
	x0, x1    float64 // of the box, or of the column
	height    float64
}

// stampGap is between stamps that stand under each other.
const stampGap = 4

// stamp makes one stamp of a column; ok is false when there is none.
func (w *wordWriter) stamp(style, text string, rule StampRule, column stack) (wordStamp, bool) {
	if text == "" {
		return wordStamp{}, false
	}
	s := wordStamp{rule: rule, x0: column.x0, x1: column.x1}
	padding := 0.0
	if rule.Boxed {
		wide, prescribed := rule.Widths[strings.ToUpper(text)]
		padding = rule.Padding * mm
		need := math.Min(pdf.Width(rule.style(), rule.Size, text)+2*padding, column.x1-column.x0)
		box := math.Max(need, wide*mm)
		if prescribed && need-2*padding < wide*mm {
			box, padding = wide*mm, 0
		}
		middle := (column.x0 + column.x1) / 2
		s.x0, s.x1 = middle-box/2, middle+box/2
	}
	room := s.x1 - s.x0 - 2*padding
	s.paragraph = w.balancedParagraph(style, text, rule.TypeRule, padding, room)
	lines := len(balanced(words(plain(text), rule.Size, rule.style()), room))
	if lines == 1 { // the box is made for it
		s.paragraph.Format.Indent = nil
	}
	s.paragraph.Format.KeepNext = true
	s.height = float64(lines) * rule.Leading
	if rule.Boxed {
		s.height = math.Max(rule.Height*mm, s.height+stampGap)
	}
	return s, true
}

// stamps is độ khẩn on the left, phạm vi lưu hành and the word of a draft on the right: cells of a table, with borders
// where the rule wants a box.
func (w *wordWriter) stamps() {
	rule := w.rules.Stamps
	l, r := w.columns(w.rules.Head.LeftShare, w.rules.Head.Gutter)
	urgency, urgent := w.stamp(styleUrgency, w.sheet.Urgency, rule.Urgency, l)
	circulation, circulated := w.stamp(styleCirculation, w.sheet.Circulation, rule.Circulation, r)
	draft, drafted := w.stamp(styleDraft, w.sheet.Draft, rule.Draft, r)
	var rows [][]wordStamp
	var first []wordStamp
	if urgent {
		first = append(first, urgency)
	}
	switch {
	case circulated:
		first = append(first, circulation)
	case drafted:
		first = append(first, draft)
	}
	if len(first) > 0 {
		rows = append(rows, first)
	}
	if circulated && drafted {
		rows = append(rows, []wordStamp{draft})
	}
	for i, row := range rows {
		if i > 0 {
			w.pending = stampGap
		}
		w.add(w.stampRow(row))
		w.pending = rule.After
	}
}

// stampRow is a table of one row: the stamps, and empty cells to the left and right of them.
func (w *wordWriter) stampRow(row []wordStamp) docx.Table {
	x0, x1 := w.edges()
	t := docx.Table{Rows: []docx.Row{{CantPart: true}}}
	cells := &t.Rows[0].Cells
	empty := docx.Cell{Blocks: []docx.Block{docx.Paragraph{Style: styleEnd, Format: docx.Format{KeepNext: true}}}}
	at := x0
	for _, s := range row {
		if s.x0 > at+0.5 {
			t.Columns, *cells = append(t.Columns, s.x0-at), append(*cells, empty)
		}
		cell := docx.Cell{Blocks: []docx.Block{s.paragraph}}
		height := s.height
		if s.rule.Boxed {
			cell.Border, cell.Align = &docx.Border{Pen: s.rule.Pen, Color: s.rule.Color.hex()}, "center"
			height -= s.rule.Pen
		}
		t.Columns, *cells = append(t.Columns, s.x1-s.x0), append(*cells, cell)
		t.Rows[0].Height = math.Max(t.Rows[0].Height, height)
		at = s.x1
	}
	if x1 > at+0.5 {
		t.Columns, *cells = append(t.Columns, x1-at), append(*cells, empty)
	}
	return t
}

// hex is a colour as Word writes it; "" = black.
func (c Color) hex() string {
	if c == (Color{}) {
		return ""
	}
	const digits = "0123456789ABCDEF"
	var s strings.Builder
	for _, v := range c {
		s.WriteByte(digits[v>>4])
		s.WriteByte(digits[v&15])
	}
	return s.String()
}
