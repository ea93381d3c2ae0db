package layout

import (
	"strconv"

	"trinhky/internal/pdf"
)

// pen draws ops, and remembers the elements that go on elsewhere, by their ids.
type pen struct {
	w       *pdf.Writer
	handles map[int]pdf.Handle
}

// draw puts pages on paper.
func draw(pages []page, rules *RuleSet, meta pdf.Meta) ([]byte, error) {
	p := pen{w: pdf.New(meta), handles: map[int]pdf.Handle{}}
	for _, page := range pages {
		p.w.AddPage(page.paper.Width*mm, page.paper.Height*mm)
		p.w.Ink(pdf.Ink{})
		p.pageNumber(page, rules.PageNumber)
		for _, r := range page.rows {
			p.row(r)
		}
	}
	return p.w.Bytes()
}

// row draws a row; of one that repeats what was read before, only the ink.
func (p pen) row(r placedRow) {
	if r.artifact {
		p.w.Begin("Artifact")
		defer p.w.End()
	}
	for _, o := range r.ops {
		switch o.kind {
		case beginTag, endTag, reserveTag, reopenTag, bookmark, blockHead:
			if !r.artifact {
				p.structure(o, r.y+o.y)
			}
		default:
			p.ink(o, r.y+o.y)
		}
	}
}

// pageNumber sets the number of a page, centred between the margins, in the top margin.
func (p pen) pageNumber(page page, rule PageNumberRule) {
	if page.number == 0 {
		return
	}
	text := strconv.Itoa(page.number)
	x0, x1 := page.paper.Left*mm, (page.paper.Width-page.paper.Right)*mm
	x := (x0 + x1 - pdf.Width(rule.style(), rule.Size, text)) / 2
	p.w.Begin("Artifact")
	p.w.Text(x, rule.Top*mm+baselineOf(rule.Size, rule.Leading), rule.style(), rule.Size, text)
	p.w.End()
}

// structure draws nothing: it says what the ink around it is.
func (p pen) structure(o op, y float64) {
	switch o.kind {
	case beginTag:
		h := p.w.BeginElement(pdf.Element{Tag: o.text, ColSpan: o.cell.columns, RowSpan: o.cell.rows})
		if o.id > 0 {
			p.handles[o.id] = h
		}
	case endTag:
		p.w.End()
	case reserveTag:
		p.handles[o.id] = p.w.Reserve(pdf.Element{Tag: o.text})
	case reopenTag:
		p.w.Reopen(p.handles[o.id])
	case bookmark:
		p.w.Bookmark(o.id, o.text, y)
	}
}

func (p pen) ink(o op, y float64) {
	p.w.Ink(o.ink)
	switch o.kind {
	case drawText:
		p.w.Spread(o.x, y, o.style, o.size, o.text, o.stretch)
	case drawLine:
		p.w.Line(o.x, y, o.x+o.w, y+o.h, o.pen)
	case drawBox:
		p.w.Box(pdf.Rect{X: o.x, Y: y, W: o.w, H: o.h}, o.pen)
	case drawPicture:
		r := pdf.Rect{X: o.x, Y: y, W: o.w, H: o.h}
		p.w.BeginElement(pdf.Element{Tag: "Figure", Alt: o.picture.alt, Box: r})
		p.w.Image(r, o.picture.image)
		p.w.End()
	case textField, signatureField:
		f := o.field
		f.Rect.Y += y
		f.Rect.X += o.x
		if o.kind == textField {
			p.w.TextField(f)
		} else {
			p.w.SignatureField(f)
		}
	}
}
