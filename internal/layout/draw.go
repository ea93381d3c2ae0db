package layout

import (
	"strconv"

	"trinhky/internal/pdf"
)

// draw puts placed rows on paper.
func draw(pages [][]placedRow, rules *RuleSet, meta pdf.Meta) ([]byte, error) {
	w := pdf.New(meta)
	for i, page := range pages {
		w.AddPage(rules.Page.Width*mm, rules.Page.Height*mm)
		pageNumber(w, rules, i+1)
		for _, r := range page {
			if r.artifact {
				w.Begin("Artifact")
			}
			for _, o := range r.ops {
				if r.artifact && (o.kind == beginTag || o.kind == endTag) {
					continue
				}
				o.draw(w, r.y)
			}
			if r.artifact {
				w.End()
			}
		}
	}
	return w.Bytes()
}

// pageNumber sets the number of a page, centred between the margins, in the top margin.
func pageNumber(w *pdf.Writer, rules *RuleSet, n int) {
	rule := rules.PageNumber
	if n < rule.First {
		return
	}
	text := strconv.Itoa(n)
	x0, x1 := rules.Page.Left*mm, (rules.Page.Width-rules.Page.Right)*mm
	x := (x0 + x1 - pdf.Width(rule.style(), rule.Size, text)) / 2
	w.Begin("Artifact")
	w.Text(x, rule.Top*mm+baselineOf(rule.Size, rule.Leading), rule.style(), rule.Size, text)
	w.End()
}

func (o op) draw(w *pdf.Writer, y float64) {
	y += o.y
	switch o.kind {
	case drawText:
		w.Text(o.x, y, o.style, o.size, o.text)
	case drawLine:
		w.Line(o.x, y, o.x+o.w, y+o.h, o.pen)
	case drawBox:
		w.Box(pdf.Rect{X: o.x, Y: y, W: o.w, H: o.h}, o.pen)
	case beginTag:
		w.Begin(o.text)
	case endTag:
		w.End()
	case textField, signatureField:
		f := o.field
		f.Rect.Y += y
		f.Rect.X += o.x
		if o.kind == textField {
			w.TextField(f)
		} else {
			w.SignatureField(f)
		}
	}
}
