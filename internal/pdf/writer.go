package pdf

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/text/unicode/norm"
)

// Writer draws one document. It remembers its first mistake (text before a page, an element never closed) and Bytes
// gives it back, so that drawing code needs no check at every line. A Writer serves one goroutine.
type Writer struct {
	meta      Meta
	pages     []*page
	subsets   map[Style]*subset
	nodes     []node // structure elements; nodes[0] is the Document
	open      []int  // the stack of open elements
	notes     int    // how many of the elements are footnotes
	fields    []placed
	images    []*Image // each once
	bookmarks []bookmark
	ink       Ink
	err       error
}

// page is one page being drawn.
type page struct {
	width, height float64
	content       bytes.Buffer
	marked        int   // the element that the open marked content belongs to, or unmarked, or artifact
	owners        []int // by marked-content number, the element it belongs to
	ink           Ink   // the colour that the content is in
	images        []int // the images that the page shows
}

// New starts an empty document.
func New(meta Meta) *Writer {
	return &Writer{
		meta:    meta,
		subsets: map[Style]*subset{},
		nodes:   []node{{Element: Element{Tag: "Document"}, parent: -1}},
	}
}

// AddPage starts a page of the given size in points; what is drawn next goes there. Open elements stay open.
func (w *Writer) AddPage(width, height float64) {
	if len(w.pages) > 0 {
		w.page().mark(w, unmarked)
	}
	if width <= 0 || height <= 0 {
		w.fail("a page of %g × %g points", width, height)
	}
	w.pages = append(w.pages, &page{width: width, height: height, marked: unmarked})
}

// Pages counts the pages so far.
func (w *Writer) Pages() int { return len(w.pages) }

// Text draws s from x rightwards on a baseline y points below the top of the page, in the current ink. Text drawn outside
// any element is an artifact: a screen reader skips it.
func (w *Writer) Text(x, baseline float64, st Style, size float64, s string) {
	w.Spread(x, baseline, st, size, s, 0)
}

// Spread is Text with every space wider by some points: a line of a justified paragraph.
func (w *Writer) Spread(x, baseline float64, st Style, size float64, s string, wider float64) {
	p := w.page()
	if s == "" {
		return
	}
	p.mark(w, w.current())
	p.dip(w.ink)
	p.write("BT /", resourceName(st), " ", number(size), " Tf ", number(x), " ", number(p.height-baseline), " Td\n")
	gap := ""
	if wider != 0 {
		gap = number(-1000 * wider / size)
	}
	w.subset(st).writeText(&p.content, s, gap)
	p.write("ET\n")
}

func (p *page) write(parts ...string) {
	for _, s := range parts {
		p.content.WriteString(s)
	}
}

// Line draws a straight line of the given width. Lines, boxes and fills are artifacts.
func (w *Writer) Line(x1, y1, x2, y2, width float64) {
	p := w.page()
	p.mark(w, artifact)
	p.dip(w.ink)
	fmt.Fprintf(&p.content, "%s w %s %s m %s %s l S\n",
		number(width), number(x1), number(p.height-y1), number(x2), number(p.height-y2))
}

// Box draws the outline of a rectangle; the line of the given width runs along its edges.
func (w *Writer) Box(r Rect, width float64) {
	p := w.page()
	p.mark(w, artifact)
	p.dip(w.ink)
	fmt.Fprintf(&p.content, "%s w %s re S\n", number(width), p.rectangle(r))
}

// Fill paints a rectangle with the current ink.
func (w *Writer) Fill(r Rect) {
	p := w.page()
	p.mark(w, artifact)
	p.dip(w.ink)
	fmt.Fprintf(&p.content, "%s re f\n", p.rectangle(r))
}

// rectangle gives the operands of re: lower left corner, width, height.
func (p *page) rectangle(r Rect) string {
	return fmt.Sprintf("%s %s %s %s", number(r.X), number(p.height-r.Y-r.H), number(r.W), number(r.H))
}

// page is the page being drawn. Drawing before the first AddPage is a mistake, and goes to a page that nobody sees.
func (w *Writer) page() *page {
	if len(w.pages) == 0 {
		w.fail("drawn before the first page")
		return &page{marked: unmarked}
	}
	return w.pages[len(w.pages)-1]
}

func (w *Writer) subset(st Style) *subset {
	s := w.subsets[st]
	if s == nil {
		s = newSubset(faceOf(st))
		w.subsets[st] = s
	}
	return s
}

func (w *Writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("pdf: "+format, args...)
	}
}

// Bytes finishes the document. The same calls give the same bytes.
func (w *Writer) Bytes() ([]byte, error) {
	if len(w.pages) == 0 {
		return nil, errors.New("pdf: a document without pages")
	}
	if len(w.open) > 0 {
		w.fail("an element is not closed")
	}
	w.page().mark(w, unmarked)
	if w.err != nil {
		return nil, w.err
	}
	return w.assemble()
}

// show gives the operators that draw s.
func (s *subset) show(text string) string {
	var out bytes.Buffer
	s.writeText(&out, text, "")
	return out.String()
}

// writeText writes the operators that draw s; gap, in thousandths of an em and negative, widens its spaces. A character
// without a shape is drawn as an empty box that copies out as itself.
func (s *subset) writeText(out *bytes.Buffer, text, gap string) {
	open := false
	flush := func() {
		if open {
			out.WriteString(">] TJ\n")
			open = false
		}
	}
	for _, r := range norm.NFC.String(text) {
		r = plain(r)
		code, known := s.codes[r]
		if !known {
			if s.face.glyphs[r] == 0 {
				flush()
				fmt.Fprintf(out, "/Span <</ActualText %s>> BDC\n<%04X> Tj\nEMC\n", textString(string(r)), s.code(replacement))
				continue
			}
			code = s.code(r)
		}
		if !open {
			out.WriteString("[<")
			open = true
		}
		const digits = "0123456789ABCDEF"
		out.WriteByte(digits[code>>12])
		out.WriteByte(digits[code>>8&15])
		out.WriteByte(digits[code>>4&15])
		out.WriteByte(digits[code&15])
		if r == ' ' && gap != "" {
			out.WriteString(">" + gap + "<")
		}
	}
	flush()
}
