package layout

import (
	"math"
	"slices"
	"strings"

	"trinhky/internal/pdf"
)

// ending is what closes a text: the lines above the name, the last of them the position, and Nơi nhận.
type ending struct {
	formula    []string
	name       string
	recipients []string
	typist     string
	fields     bool // the signatures of the file are made here
	stated     string
}

// closing sets what closes the document. Under a text that is copied nobody signs: the signatures belong to the copy.
func (c *composer) closing() []row {
	e := ending{formula: c.sheet.Formula, name: c.sheet.SignerName, recipients: c.sheet.Recipients, typist: c.sheet.Typist, fields: c.sheet.Copy == nil, stated: c.sheet.Stated}
	if c.sheet.Recorder != nil {
		return c.minutes(e)
	}
	return c.ending(e)
}

// ending sets the signature block on the right and Nơi nhận on the left of one row. Lines of Nơi nhận beyond the height
// of the signature block go on below it; they stay on its page unless they would fill most of one.
func (c *composer) ending(e ending) []row {
	rule := c.rules.Closing
	l, r := c.columns(rule.LeftShare, rule.Gutter)
	r.formula(e.formula, rule.Authority, rule.Position)
	c.signature(&r, e)
	lines := c.recipients(l, e)
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
	return c.together(block, below, height)
}

// together keeps the lines of Nơi nhận on the page of the signature block, unless all of it would fill most of a page.
func (c *composer) together(block row, below []row, height float64) []row {
	whole := height <= (c.rules.Page.Height-c.rules.Page.Top-c.rules.Page.Bottom)*mm/2
	block.keep = whole && len(below) > 0
	for i := range below {
		last := i == len(below)-1
		below[i].keep = !last && (whole || below[i].keep)
	}
	return append([]row{block}, below...)
}

// formula sets the lines above a name: the last, the position, has a look of its own.
func (s *stack) formula(lines []string, authority, position TypeRule) {
	for i, text := range lines {
		t := authority
		if i == len(lines)-1 {
			t = position
		}
		s.lines("P", text, t, center)
	}
}

// signature sets the room to sign and the name; the organ's field lies over the left third of the signer's (NĐ 30/2020
// Phụ lục I, II.8).
func (c *composer) signature(s *stack, e ending) {
	rule := c.rules.Closing
	width, height := rule.Signature.Width*mm, rule.Signature.Height*mm
	if e.fields {
		x := (s.x0 + s.x1 - width) / 2
		sign := pdf.Rect{W: width, H: height}
		seal := pdf.Rect{W: rule.Seal.Width * mm, H: rule.Seal.Width * mm}
		s.ops = append(s.ops,
			op{kind: signatureField, x: x, y: s.y, field: pdf.Field{Name: FieldSigner, Tooltip: "Chữ ký số của người ký", Rect: sign, Size: rule.Name.Size}},
			op{kind: signatureField, x: x + width/3 - seal.W, y: s.y + (height-seal.H)/2, field: pdf.Field{Name: FieldOrgan, Tooltip: "Chữ ký số của cơ quan, tổ chức", Rect: seal, Size: rule.Name.Size}})
	}
	if e.stated != "" {
		inner := stack{x0: s.x0, x1: s.x1}
		inner.lines("P", e.stated, rule.Position, center)
		s.ops = append(s.ops, shift(inner.ops, 0, s.y+(height-inner.y)/2)...)
	}
	s.y += height
	s.lines("P", e.name, rule.Name, center)
}

// recipients sets Nơi nhận, and the typist's mark under it, as lines of the left column.
func (c *composer) recipients(s stack, e ending) []row {
	rule := c.rules.Closing
	rows := c.recipientList(s, e.recipients)
	typist := paragraph{rule: rule.Typist, x0: s.x0, x1: s.x1, align: left, tags: []string{"P"}}.
		rows(words(plain(e.typist), rule.Typist.Size, rule.Typist.style()))
	if len(typist) > 0 && len(rows) > 0 { // the gap is part of the line: it stands beside the signature block
		first := &typist[0]
		first.ops, first.height, first.gap = shift(first.ops, 0, first.gap), first.height+first.gap, 0
	}
	return append(rows, typist...)
}

func (c *composer) recipientList(s stack, lines []string) []row {
	if len(lines) == 0 {
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
	for _, text := range lines {
		hang := 0.0
		if strings.HasPrefix(text, rule.Marks.Bullet) {
			hang = pdf.Width(rule.Recipient.style(), rule.Recipient.Size, rule.Marks.Bullet)
		}
		list = append(list, paragraph{rule: rule.Recipient, x0: s.x0, x1: s.x1, hang: hang, align: left, tags: []string{"LI", "LBody"}}.
			rows(words(plain(text), rule.Recipient.Size, rule.Recipient.style()))...)
	}
	tagRows(list, "L")
	return append(rows, list...)
}
