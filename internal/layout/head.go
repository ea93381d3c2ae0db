package layout

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/pdf"
)

// compose gives the whole document as a flow of rows.
func (c *composer) compose() []row {
	rows := c.head()
	rows = append(rows, c.stamps()...)
	rows = append(rows, c.title()...)
	rows = append(rows, c.address()...)
	opening := len(rows)
	rows = append(rows, c.body()...)
	for i := max(opening, len(rows)-2); i < len(rows); i++ {
		rows[i].keep = true // the signature block takes the last two lines of the body with it
	}
	return append(append(rows, c.closing()...), c.copied()...)
}

// columns parts the width between the margins in two.
func (c *composer) columns(share, gutter float64) (l, r stack) {
	x0, x1 := c.edges()
	middle := x0 + (x1-x0)*share
	return stack{x0: x0, x1: middle - gutter*mm/2}, stack{x0: middle + gutter*mm/2, x1: x1}
}

// head is the header block, one row: left superior, issuer, mark, number (and a công văn's trích yếu), right motto, date.
func (c *composer) head() []row {
	h := c.rules.Head
	l, r := c.columns(h.LeftShare, h.Gutter)
	for _, line := range c.sheet.Superior {
		l.lines("P", line, h.Superior, center)
	}
	for _, line := range c.sheet.Issuer {
		l.lines("P", line, h.Issuer, center)
	}
	markTop := l.y
	l.mark(h.IssuerMark)
	for _, m := range h.Motto {
		r.lines("P", m.Text, m.TypeRule, center)
		r.rule(m.Rule, r.widest)
	}
	beside := markTop
	numberTop := math.Max(l.y+h.Number.Before, c.besideNumber(r.y))
	if h.Date.Beside == "number" {
		beside = numberTop
	}
	l.y = numberTop
	r.y = math.Max(r.y+h.Date.Before, beside)
	if c.numbersCopy() {
		l.lines("P", c.numberLine(c.sheet.Number, c.sheet.Symbol), h.Number.TypeRule, center)
		r.lines("P", c.dateLine(c.sheet.Date), h.Date.TypeRule, center)
	} else {
		c.number(&l, h.Number, c.sheet.Symbol)
		c.date(&r, h.Date.TypeRule, c.sheet.Place)
	}
	if c.sheet.KindName == "" && c.sheet.Subject != "" {
		c.letterSubject(&l)
	}
	return []row{{height: math.Max(l.y, r.y) + h.After, keep: true, ops: slices.Concat(l.ops, r.ops, c.contact())}}
}

// besideNumber is how high the number may stand when the date beside it must stay clear of the motto.
func (c *composer) besideNumber(mottoEnd float64) float64 {
	if c.rules.Head.Date.Beside != "number" {
		return 0
	}
	return mottoEnd + c.rules.Head.Date.Before
}

// number sets "Số ____-TB/VPTU" with the field for the number; it fills the field's room from the right, so that number
// and symbol read as one. The line is centred as it reads with a number that fills the room: the expected number, or the
// one of the rule set.
func (c *composer) number(s *stack, n NumberRule, symbol string) {
	style := n.style()
	word, room := pdf.Width(style, n.Size, n.Word), pdf.Width(style, n.Size, c.expectedNumber())
	symbol = n.Joint + strings.TrimPrefix(symbol, n.Joint)
	x := (s.x0 + s.x1 - word - room - pdf.Width(style, n.Size, symbol)) / 2
	baseline := s.y + baselineOf(n.Size, n.Leading)
	s.ops = append(s.ops, op{kind: beginTag, text: "P"},
		op{kind: drawText, x: x, y: baseline, style: style, size: n.Size, text: n.Word},
		op{kind: textField, y: 0, field: pdf.Field{Name: FieldNumber, Tooltip: "Số văn bản", Rect: pdf.LineRect(x+word-n.Reach, baseline, room+n.Reach, n.Size), Style: style, Size: n.Size, Align: pdf.Right}},
		op{kind: drawText, x: x + word + room, y: baseline, style: style, size: n.Size, text: symbol},
		op{kind: endTag})
	s.y += n.Leading
}

// expectedNumber fills the room of the field: the number expected, or the one of the rule set.
func (c *composer) expectedNumber() string {
	if c.sheet.Number == "" || c.numbersCopy() {
		return c.rules.Head.Number.Room
	}
	return c.rules.Head.Number.padded(c.sheet.Number)
}

// padded gives a number its leading zeros.
func (n NumberRule) padded(number string) string {
	digits := len(number) - len(strings.TrimLeft(number, "0123456789"))
	return strings.Repeat("0", max(0, n.MinDigits-digits)) + number
}

// numbersCopy says that the fields of number and date are those of a copy, and what is copied shows its own.
func (c *composer) numbersCopy() bool { return c.sheet.Copy != nil && c.sheet.Copy.Fields }

// numberLine is a number as it reads on the page.
func (c *composer) numberLine(number, symbol string) string {
	n := c.rules.Head.Number
	return n.Word + n.padded(number) + n.Joint + strings.TrimPrefix(symbol, n.Joint)
}

// dateLine is a date line whose end is known.
func (c *composer) dateLine(date string) string {
	printed, _ := c.dateWords(c.sheet.Place)
	return printed + date
}

// dateWords are what is printed of the date line, and the widest of what is filled in.
func (c *composer) dateWords(place string) (printed, widest string) {
	printed, filled := c.rules.Head.Date.parts()
	printed = strings.ReplaceAll(printed, "{place}", place)
	if place == "" {
		printed = capitalised(strings.TrimLeft(printed, " ,"))
	}
	year := c.sheet.Year
	if year == "" {
		year = "0000"
	}
	return printed, strings.NewReplacer("{place}", place, "{day}", "00", "{month}", "00", "{year}", year).Replace(filled)
}

// date sets "Phan Thiết, ngày" and the field for the rest. The whole is centred as it will read with a date of two-digit
// day and month; when it is too wide for the column it ends at the right edge.
func (c *composer) date(s *stack, look TypeRule, place string) {
	d := c.rules.Head.Date
	d.TypeRule = look
	style := d.style()
	printed, widest := c.dateWords(place)
	word, room := pdf.Width(style, d.Size, printed), pdf.Width(style, d.Size, widest)
	x := math.Min((s.x0+s.x1-word-room)/2, s.x1-word-room)
	baseline := s.y + baselineOf(d.Size, d.Leading)
	s.ops = append(s.ops, op{kind: beginTag, text: "P"},
		op{kind: drawText, x: x, y: baseline, style: style, size: d.Size, text: printed},
		op{kind: textField, field: pdf.Field{Name: FieldDate, Tooltip: "Ngày, tháng, năm ban hành", Rect: pdf.LineRect(x+word, baseline, room, d.Size), Style: style, Size: d.Size, Align: pdf.Left}},
		op{kind: endTag})
	s.y += d.Leading
}

func capitalised(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// letterSubject sets a công văn's trích yếu under its number.
func (c *composer) letterSubject(s *stack) {
	rule := c.rules.Head.LetterSubject
	text := c.sheet.Subject
	if word := strings.TrimSpace(rule.Prefix); word != "" && !strings.HasPrefix(strings.ToLower(text), strings.ToLower(word)) {
		text = rule.Prefix + text
	}
	s.x0, s.x1 = s.x0+rule.Inset*mm, s.x1-rule.Inset*mm
	s.lines("P", text, rule.TypeRule, center)
}

// stamps sets độ khẩn on the left, phạm vi lưu hành and the word of a draft on the right.
func (c *composer) stamps() []row {
	rule := c.rules.Stamps
	l, r := c.columns(c.rules.Head.LeftShare, c.rules.Head.Gutter)
	l.stamp(c.sheet.Urgency, rule.Urgency)
	r.stamp(c.sheet.Circulation, rule.Circulation)
	r.stamp(c.sheet.Draft, rule.Draft)
	height := math.Max(l.y, r.y)
	if height == 0 {
		return nil
	}
	return []row{{height: height + rule.After, keep: true, ops: append(l.ops, r.ops...)}}
}

// stamp sets one stamp, boxed when the rule says so; several stand under each other.
func (s *stack) stamp(text string, rule StampRule) {
	if text == "" {
		return
	}
	if s.y > 0 {
		s.y += 4
	}
	if !rule.Boxed {
		begun := len(s.ops)
		s.lines("P", text, rule.TypeRule, center)
		inked(s.ops[begun:], rule.Color.ink())
		return
	}
	wide, prescribed := rule.Widths[strings.ToUpper(text)]
	padding := rule.Padding * mm
	need := math.Min(pdf.Width(rule.style(), rule.Size, text)+2*padding, s.x1-s.x0)
	box := math.Max(need, wide*mm)
	if prescribed && need-2*padding < wide*mm {
		box, padding = wide*mm, 0
	}
	middle, top := (s.x0+s.x1)/2, s.y
	inner := stack{x0: middle - box/2 + padding, x1: middle + box/2 - padding}
	inner.lines("P", text, rule.TypeRule, center)
	height := math.Max(rule.Height*mm, inner.y+4)
	drawn := append(shift(inner.ops, 0, top+(height-inner.y)/2), op{kind: drawBox, x: middle - box/2, y: top, w: box, h: height, pen: rule.Pen})
	inked(drawn, rule.Color.ink())
	s.ops = append(s.ops, drawn...)
	s.y = top + height
}

// inked gives ops the colour of a stamp.
func inked(ops []op, ink pdf.Ink) {
	for i := range ops {
		ops[i].ink = ink
	}
}

// title sets tên loại and trích yếu; a công văn has neither here.
func (c *composer) title() []row {
	if c.sheet.KindName == "" {
		return nil
	}
	t := c.rules.Title
	x0, x1 := c.edges()
	s := stack{x0: x0, x1: x1}
	s.lines("H1", c.sheet.KindName, t.Kind, center)
	s.x0, s.x1 = x0+t.Subject.Inset*mm, x1-t.Subject.Inset*mm
	s.lines("P", c.sheet.Subject, t.Subject.TypeRule, center)
	s.mark(t.Mark)
	return []row{{height: s.y + t.After, keep: true, ops: s.ops}}
}

// address sets Kính gửi: one addressee on a centred line, several as a list beside the word.
func (c *composer) address() []row {
	if len(c.sheet.Addressees) == 0 {
		return nil
	}
	a := c.rules.Address
	x0, x1 := c.edges()
	word := strings.TrimSuffix(c.sheet.AddressWord, ":") + ":"
	var rows []row
	if len(c.sheet.Addressees) == 1 {
		rows = paragraph{rule: a.TypeRule, x0: x0 + a.Indent*mm, x1: x1 - a.Indent*mm, align: center, tags: []string{"P"}, keep: true}.
			rows(words(plain(word+" "+c.sheet.Addressees[0]), a.Size, a.style()))
	} else {
		rows = c.addressList(word)
	}
	for i := range rows {
		rows[i].keep = true
	}
	if n := len(rows); n > 0 {
		rows[n-1].after = a.After
	}
	return rows
}

// addressList hangs the addressees on the word: the first beside it, the others under the first.
func (c *composer) addressList(word string) []row {
	a := c.rules.Address
	x0, x1 := c.edges()
	x0 += a.Indent * mm
	at := x0 + pdf.Width(a.style(), a.Size, word+" ")
	var rows []row
	for i, name := range c.sheet.Addressees {
		name = strings.TrimRight(strings.TrimSpace(strings.TrimPrefix(name, "- ")), ";.,")
		end := ";"
		if i == len(c.sheet.Addressees)-1 {
			end = "."
		}
		item := paragraph{rule: a.TypeRule, x0: at, x1: x1, hang: pdf.Width(a.style(), a.Size, "- "), align: left, tags: []string{"LI", "LBody"}}.
			rows(words(plain("- "+name+end), a.Size, a.style()))
		if i > 0 && len(item) > 0 {
			item[0].gap = 0
		}
		rows = append(rows, item...)
	}
	tagRows(rows, "L")
	if len(rows) > 0 {
		label := []op{{kind: beginTag, text: "P"},
			{kind: drawText, x: x0, y: baselineOf(a.Size, a.Leading), style: a.style(), size: a.Size, text: word + " "},
			{kind: endTag}}
		rows[0].open = append(label, rows[0].open...)
	}
	return rows
}
