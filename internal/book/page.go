package book

import "trinhky/internal/pdf"

// The page: A4 lying down, bound on its left.
const (
	mm = 72 / 25.4

	pageWidth, pageHeight = 297 * mm, 210 * mm
	left, right           = 25 * mm, 15 * mm
	top, bottom           = 14 * mm, 14 * mm
	inner                 = pageWidth - left - right

	cellSize, leading = 11, 13
	padX, padY        = 3, 3
	rule              = 0.5
)

var (
	regular = pdf.Style{}
	bold    = pdf.Style{Bold: true}
	italic  = pdf.Style{Italic: true}
)

// centred draws a line between two edges.
func centred(w *pdf.Writer, from, to, y float64, st pdf.Style, size float64, s string) {
	w.Text(from+(to-from-pdf.Width(st, size, s))/2, y, st, size, s)
}

// paragraph draws wrapped lines as one element and gives the next baseline.
func paragraph(w *pdf.Writer, tag string, from, to, y float64, st pdf.Style, size float64, middle bool, s string) float64 {
	w.Begin(tag)
	for _, line := range newMeasure(st, size).wrap(s, to-from) {
		if middle {
			centred(w, from, to, y, st, size, line)
		} else {
			w.Text(from, y, st, size, line)
		}
		y += size * 1.3
	}
	w.End()
	return y
}
