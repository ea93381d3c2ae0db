package pdf

import (
	"fmt"
	"strings"
)

// placed is a field on a page of the document being drawn.
type placed struct {
	Field
	kind FieldKind
	page int
	node int
}

// FieldKind says what a field holds.
type FieldKind string

// The kinds of field that the room knows; any other field of a foreign file is OtherKind.
const (
	TextKind      FieldKind = "text"
	SignatureKind FieldKind = "signature"
	OtherKind     FieldKind = "other"
)

// Bits of /F and /Ff (ISO 32000-1 tables 165, 221) and of /SigFlags (table 219).
const (
	printFlag      = 4
	lockedFlag     = 128
	readOnly       = 1
	signaturesOnly = 3 // SignaturesExist and AppendOnly
)

// TextField places an empty text field on the page. It is read-only for people: only FillText writes it.
func (w *Writer) TextField(f Field) { w.place(f, TextKind) }

// SignatureField places an empty signature field on the page.
func (w *Writer) SignatureField(f Field) { w.place(f, SignatureKind) }

func (w *Writer) place(f Field, kind FieldKind) {
	w.page().mark(w, unmarked) // the field stands between what was drawn before and after it
	for _, other := range w.fields {
		if other.Name == f.Name {
			w.fail("two fields named %q", f.Name)
		}
	}
	if f.Name == "" || strings.Contains(f.Name, ".") {
		w.fail("a field named %q", f.Name)
	}
	if f.Size <= 0 {
		f.Size = 12
	}
	parent := w.element()
	w.nodes = append(w.nodes, node{Element: Element{Tag: "Form"}, parent: parent})
	n := len(w.nodes) - 1
	w.nodes[parent].kids = append(w.nodes[parent].kids, kid{kind: kidElement, value: n})
	w.nodes[n].kids = []kid{{kind: kidField, value: len(w.fields), page: len(w.pages) - 1}}
	if kind == TextKind {
		// The face of the field must be in the file, whatever the page draws with.
		for _, r := range " 0123456789" {
			w.subset(f.Style).code(r)
		}
	}
	w.fields = append(w.fields, placed{Field: f, kind: kind, page: len(w.pages) - 1, node: n})
}

// widget gives the dictionary of the field, which is its annotation as well.
func (f placed) widget(height float64, pageObject, appearance, structKey int) string {
	common := fmt.Sprintf("/Type /Annot /Subtype /Widget /T %s /TU %s /P %s /Rect [%s %s %s %s] /StructParent %d /AP <</N %s>>",
		textString(f.Name), textString(f.Tooltip), ref(pageObject),
		number(f.Rect.X), number(height-f.Rect.Y-f.Rect.H), number(f.Rect.X+f.Rect.W), number(height-f.Rect.Y),
		structKey, ref(appearance))
	if f.kind == SignatureKind {
		return fmt.Sprintf("<<%s /FT /Sig /F %d>>", common, printFlag|lockedFlag)
	}
	return fmt.Sprintf("<<%s /FT /Tx /F %d /Ff %d /DA (/%s %s Tf 0 g) /Q %d>>", common, printFlag, readOnly, resourceName(f.Style), number(f.Size), f.Align)
}
