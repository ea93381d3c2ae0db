package pdf

import (
	"fmt"
	"slices"
)

// Element is a structure element (ISO 32000-1 14.8.4) with what a reader is told about it beside its text.
type Element struct {
	Tag string // a standard structure type: P, H1, Table, TD, Figure, Note …
	// Alt says what a Figure shows, Box is where it stands on the page.
	Alt string
	Box Rect
	// ColSpan and RowSpan are how many columns and rows a TD or TH covers; 0 and 1 are the same.
	ColSpan, RowSpan int
}

// Handle names an element that was opened, so that it can go on elsewhere: a cell on the next page, a footnote below.
type Handle int

// node is one structure element (ISO 32000-1 14.7).
type node struct {
	Element
	box    string // Box as an array of the page's coordinates
	id     string // of a Note
	parent int
	kids   []kid
}

// kid is what a structure element holds, in reading order: another element, marked content on a page, or a form field.
type kid struct {
	kind  kidKind
	value int // the element, the marked-content number, or the field
	page  int
}

type kidKind int

const (
	kidElement kidKind = iota
	kidContent
	kidField
)

// What the marked content that is open on a page belongs to, when it is no element.
const (
	unmarked = -2
	artifact = -1
)

// tags are the structure types that Begin takes.
var tags = []string{"Sect", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TD", "TH", "Span", "BlockQuote", "Figure", "Caption", "Reference", "Note"}

// Begin opens a structure element within the one that is open; what is drawn until End belongs to it. The tag is a standard
// structure type (P, H1, Table, TR, …) or "Artifact" for what is no part of the text, like page numbers.
func (w *Writer) Begin(tag string) Handle {
	return w.BeginElement(Element{Tag: tag})
}

// BeginElement is Begin for an element with attributes.
func (w *Writer) BeginElement(e Element) Handle {
	if e.Tag == "Artifact" {
		w.open = append(w.open, artifact)
		return artifact
	}
	h := w.Reserve(e)
	w.open = append(w.open, int(h))
	return h
}

// Reserve puts an element into the reading order here, to be drawn later through Reopen: a footnote is read behind its
// mark and stands at the foot of the page.
func (w *Writer) Reserve(e Element) Handle {
	if !slices.Contains(tags, e.Tag) {
		w.fail("unknown structure element %q", e.Tag)
	}
	n := node{Element: e, parent: w.element()}
	switch e.Tag {
	case "Figure":
		if e.Alt == "" {
			w.fail("a figure without a text that says what it shows")
		}
		p := w.page()
		n.box = fmt.Sprintf("[%s %s %s %s]", number(e.Box.X), number(p.height-e.Box.Y-e.Box.H), number(e.Box.X+e.Box.W), number(p.height-e.Box.Y))
	case "Note":
		w.notes++
		n.id = fmt.Sprintf("note%06d", w.notes)
	}
	w.nodes = append(w.nodes, n)
	h := len(w.nodes) - 1
	w.nodes[n.parent].kids = append(w.nodes[n.parent].kids, kid{kind: kidElement, value: h})
	return Handle(h)
}

// Reopen goes on with an element that was reserved, or closed before; End closes it.
func (w *Writer) Reopen(h Handle) {
	if h <= 0 || int(h) >= len(w.nodes) {
		w.fail("no element %d to go on with", h)
		h = artifact
	}
	w.open = append(w.open, int(h))
}

// End closes what the last Begin opened.
func (w *Writer) End() {
	if len(w.open) == 0 {
		w.fail("End without Begin")
		return
	}
	w.open = w.open[:len(w.open)-1]
}

// current is what content drawn now belongs to: the innermost open element, or artifact.
func (w *Writer) current() int {
	if len(w.open) == 0 {
		return artifact
	}
	return w.open[len(w.open)-1]
}

// element is the innermost open element, looking through artifacts; the Document if there is none.
func (w *Writer) element() int {
	for _, n := range slices.Backward(w.open) {
		if n != artifact {
			return n
		}
	}
	return 0
}

// mark makes what is drawn next on the page belong to the element, closing the marked content of another.
func (p *page) mark(w *Writer, target int) {
	if p.marked == target {
		return
	}
	if p.marked != unmarked {
		p.content.WriteString("EMC\n")
	}
	p.marked = target
	switch target {
	case unmarked:
	case artifact:
		p.content.WriteString("/Artifact BMC\n")
	default:
		number := len(p.owners)
		p.owners = append(p.owners, target)
		n := &w.nodes[target]
		n.kids = append(n.kids, kid{kind: kidContent, value: number, page: len(w.pages) - 1})
		writeMark(&p.content, n.Tag, number)
	}
}
