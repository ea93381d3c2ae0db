package pdf

// Ink is a colour in sRGB, the space of the file's output intent; the zero Ink is black.
type Ink struct{ R, G, B uint8 }

// Red is the ink of urgency stamps and of what a redline takes away.
var Red = Ink{R: 200}

// Ink sets the colour of what is drawn from here on: text, lines, boxes and fills, on this page and the next.
func (w *Writer) Ink(c Ink) { w.ink = c }

// dip gives the content the colour, for strokes and fills alike, when it has another.
func (p *page) dip(c Ink) {
	if p.ink == c {
		return
	}
	p.ink = c
	if c == (Ink{}) {
		p.write("0 g 0 G\n")
		return
	}
	rgb := ""
	for _, v := range []uint8{c.R, c.G, c.B} {
		rgb += number(float64(v)/255) + " "
	}
	p.write(rgb, "rg ", rgb, "RG\n")
}
