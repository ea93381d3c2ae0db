package layout

import (
	"math"
	"strings"
	"unicode"

	"trinhky/internal/pdf"
)

// copied sets the block of a bản sao under what it copies: a rule across the page; the organ that copies and its number
// on the left, the form (SAO Y, SAO LỤC, TRÍCH SAO) and the date on the right; then its own Nơi nhận and signature
// (NĐ 30/2020 Phụ lục I, phần II; the Party's alike, with "*" and BS).
func (c *composer) copied() []row {
	made := c.sheet.Copy
	if made == nil {
		return nil
	}
	rule := c.rules.Copy
	l, r := c.columns(c.rules.Head.LeftShare, c.rules.Head.Gutter)
	for _, line := range made.Issuer {
		l.lines("P", line, rule.Issuer, center)
	}
	l.mark(c.rules.Head.IssuerMark)
	r.lines("H1", made.Form, rule.Form, center)
	below := math.Max(l.y, r.y) + c.rules.Head.Number.Before/2
	l.y, r.y = below, below
	if made.Fields {
		c.number(&l, c.copyNumberRule(), made.Symbol)
		c.date(&r, rule.Date, made.Place)
	} else {
		c.setCopyNumber(&l, made.Symbol)
		r.lines("P", c.copyDate(made.Place, made.Date), rule.Date, center)
	}

	x0, x1 := c.edges()
	ops := append([]op{{kind: drawLine, x: x0, w: x1 - x0, pen: rule.Pen}}, shift(append(l.ops, r.ops...), 0, rule.After)...)
	head := row{gap: rule.Before, height: rule.After + math.Max(l.y, r.y), ops: ops, keep: true}
	rows := c.ending(ending{formula: made.Formula, name: made.SignerName, recipients: made.Recipients, fields: true})
	rows[0].gap = rule.After
	return append([]row{head}, rows...)
}

// copyNumberRule is how the organ that copies writes numbers: a copy of the other regime's document keeps its own way.
func (c *composer) copyNumberRule() NumberRule {
	n := c.rules.Head.Number
	if own, err := Rules(c.sheet.Copy.Regime, c.sheet.On); err == nil {
		n = own.Head.Number
	}
	n.TypeRule = c.rules.Copy.Number
	return n
}

// setCopyNumber sets the line of the number. A symbol without its number leaves the room to write it by hand.
func (c *composer) setCopyNumber(s *stack, symbol string) {
	n, rule := c.rules.Head.Number, c.rules.Copy.Number
	if symbol == "" || unicode.IsDigit(rune(symbol[0])) {
		s.lines("P", c.copyNumber(symbol), rule, center)
		return
	}
	symbol = n.Joint + strings.TrimPrefix(symbol, n.Joint)
	style := rule.style()
	apart := pdf.Width(style, rule.Size, n.Word+n.Room)
	x := (s.x0 + s.x1 - apart - pdf.Width(style, rule.Size, symbol)) / 2
	baseline := s.y + baselineOf(rule.Size, rule.Leading)
	s.ops = append(s.ops, op{kind: beginTag, text: "P"},
		op{kind: drawText, x: x, y: baseline, style: style, size: rule.Size, text: n.Word},
		op{kind: drawText, x: x + apart, y: baseline, style: style, size: rule.Size, text: symbol},
		op{kind: endTag})
	s.y += rule.Leading
}

// copyNumber is the line of the number as one text; no-break spaces stand for a number that is still missing.
func (c *composer) copyNumber(symbol string) string {
	if symbol == "" {
		return ""
	}
	n := c.rules.Head.Number
	if unicode.IsDigit(rune(symbol[0])) {
		return n.Word + symbol
	}
	blank := math.Ceil(pdf.Width(n.style(), n.Size, n.Room) / pdf.Width(n.style(), n.Size, "\u00a0"))
	return n.Word + strings.Repeat("\u00a0", int(blank)) + n.Joint + strings.TrimPrefix(symbol, n.Joint)
}

// copyDate joins place and date as they stand: "Vĩnh An, ngày 10 tháng 6 năm 2026".
func (c *composer) copyDate(place, date string) string {
	switch {
	case date == "":
		return place
	case place == "":
		return capitalised(date)
	}
	return place + ", " + date
}
