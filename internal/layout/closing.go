package layout

import (
	"math"
	"slices"
	"strings"

	"trinhky/internal/pdf"
)

// closing sets the signature block on the right and Nơi nhận on the left of one row. Lines of Nơi nhận beyond the height
// of the signature block go on below it; they stay on its page unless they would fill most of one.
func (c *composer) closing() []row {
	rule := c.rules.Closing
	l, r := c.columns(rule.LeftShare, rule.Gutter)
	c.signature(&r)
	lines := c.recipients(l)
	block := row{gap: rule.Before, height: r.y, ops: r.ops}
	beside, y := 0, 0.0
	var list []op
	for ; beside < len(lines) && y+lines[beside].height <= r.y; beside++ {
		list = append(list, slices.Concat(lines[beside].open, shift(lines[beside].ops, 0, y), lines[beside].close)...)
		y += lines[beside].height
	}
	block.ops = append(block.ops, list...)
	below := lines[beside:]
	height := r.y - y // what the block leaves free under the left column is used up first
	for i := range below {
		if i == 0 {
			below[0].ops, below[0].height = shift(below[0].ops, 0, -height), math.Max(0, below[0].height-height)
		}
		height += below[i].height
	}
	whole := height <= (c.rules.Page.Height-c.rules.Page.Top-c.rules.Page.Bottom)*mm/2
	block.keep = whole && len(below) > 0
	for i := range below {
		last := i == len(below)-1
		below[i].keep = !last && (whole || below[i].keep)
	}
	return append([]row{block}, below...)
}

// signature sets the lines of the formula, the room to sign, and the name; the organ's field lies over the left third
// of the signer's (NĐ 30/2020 Phụ lục I, II.8).
func (c *composer) signature(s *stack) {
	rule := c.rules.Closing
	for i, text := range c.sheet.Formula {
		t := rule.Authority
		if i == len(c.sheet.Formula)-1 {
			t = rule.Position
		}
		s.lines("P", text, t, center)
	}
	width, height := rule.Signature.Width*mm, rule.Signature.Height*mm
	x := (s.x0 + s.x1 - width) / 2
	sign := pdf.Rect{W: width, H: height}
	seal := pdf.Rect{W: rule.Seal.Width * mm, H: rule.Seal.Width * mm}
	s.ops = append(s.ops,
		op{kind: signatureField, x: x, y: s.y, field: pdf.Field{Name: FieldSigner, Tooltip: "Chữ ký số của người ký", Rect: sign, Size: rule.Name.Size}},
		op{kind: signatureField, x: x + width/3 - seal.W, y: s.y + (height-seal.H)/2, field: pdf.Field{Name: FieldOrgan, Tooltip: "Chữ ký số của cơ quan, tổ chức", Rect: seal, Size: rule.Name.Size}})
	s.y += height
	s.lines("P", c.sheet.SignerName, rule.Name, center)
}

// recipients sets Nơi nhận as lines of the left column.
func (c *composer) recipients(s stack) []row {
	if len(c.sheet.Recipients) == 0 {
		return nil
	}
	rule := c.rules.Closing
	word := rule.RecipientsWord
	rows := paragraph{rule: word.TypeRule, x0: s.x0, x1: s.x1, align: left, tags: []string{"P"}, keep: true}.
		rows(words(plain(word.Text), word.Size, word.style()))
	if word.Underline > 0 {
		y := baselineOf(word.Size, word.Leading) + 2
		rows[0].ops = append(rows[0].ops, op{kind: drawLine, x: s.x0, y: y, w: pdf.Width(word.style(), word.Size, word.Text), pen: word.Underline})
	}
	var list []row
	for _, text := range c.sheet.Recipients {
		hang := 0.0
		if strings.HasPrefix(text, "-") {
			hang = pdf.Width(rule.Recipient.style(), rule.Recipient.Size, "- ")
		}
		list = append(list, paragraph{rule: rule.Recipient, x0: s.x0, x1: s.x1, hang: hang, align: left, tags: []string{"LI", "LBody"}}.
			rows(words(plain(text), rule.Recipient.Size, rule.Recipient.style()))...)
	}
	tagRows(list, "L")
	return append(rows, list...)
}
