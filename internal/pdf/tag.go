package pdf

import "slices"

// node is one structure element (ISO 32000-1 14.7).
type node struct {
	tag    string
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
var tags = []string{"Sect", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TD", "TH", "Span", "BlockQuote"}

// Begin opens a structure element within the one that is open; what is drawn until End belongs to it. The tag is a standard
// structure type (P, H1, Table, TR, …) or "Artifact" for what is no part of the text, like page numbers.
func (w *Writer) Begin(tag string) {
	if tag == "Artifact" {
		w.open = append(w.open, artifact)
		return
	}
	if !slices.Contains(tags, tag) {
		w.fail("unknown structure element %q", tag)
	}
	parent := w.element()
	w.nodes = append(w.nodes, node{tag: tag, parent: parent})
	n := len(w.nodes) - 1
	w.nodes[parent].kids = append(w.nodes[parent].kids, kid{kind: kidElement, value: n})
	w.open = append(w.open, n)
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
		writeMark(&p.content, n.tag, number)
	}
}
