package pdf

import (
	"fmt"
	"strings"
)

// writeStructure writes the structure tree and the way back from content to its element (ISO 32000-1 14.7.4).
func (a *assembly) writeStructure() error {
	for i, n := range a.w.nodes {
		parent := a.root
		if n.parent >= 0 {
			parent = a.nodeOf[n.parent]
		}
		var kids []string
		for _, k := range n.kids {
			kids = append(kids, a.kid(k))
		}
		a.out.object(a.nodeOf[i], 0, fmt.Sprintf("<</Type /StructElem /S /%s /P %s%s /K [%s]>>", n.Tag, ref(parent), a.attributes(n), strings.Join(kids, " ")))
	}
	var entries []string
	for i, p := range a.w.pages {
		var owners []string
		for _, owner := range p.owners {
			owners = append(owners, ref(a.nodeOf[owner]))
		}
		entries = append(entries, fmt.Sprintf("%d [%s]", i, strings.Join(owners, " ")))
	}
	for i, f := range a.w.fields {
		entries = append(entries, fmt.Sprintf("%d %s", a.fieldKey(i), ref(a.nodeOf[f.node])))
	}
	a.out.object(a.parentTree, 0, "<</Nums ["+strings.Join(entries, " ")+"]>>")
	a.out.object(a.root, 0, fmt.Sprintf("<</Type /StructTreeRoot /K [%s] /ParentTree %s /ParentTreeNextKey %d%s>>", ref(a.nodeOf[0]), ref(a.parentTree), len(a.w.pages)+len(a.w.fields), a.identities()))
	return nil
}

// attributes are what a structure element says beside its kids.
func (a *assembly) attributes(n node) string {
	switch n.Tag {
	case "Form":
		return " /Alt " + textString(a.w.fields[n.kids[0].value].Tooltip)
	case "Figure":
		return fmt.Sprintf(" /Alt %s /A <</O /Layout /Placement /Block /BBox %s>>", textString(n.Alt), n.box)
	case "Note":
		return " /ID (" + n.id + ")"
	case "TH", "TD":
		return n.cell()
	}
	return ""
}

// cell says what a cell covers, and of a TH that it heads a column (ISO 32000-1 14.8.5.7).
func (n node) cell() string {
	entries := ""
	if n.Tag == "TH" {
		entries = " /Scope /Column"
	}
	if n.ColSpan > 1 {
		entries += fmt.Sprintf(" /ColSpan %d", n.ColSpan)
	}
	if n.RowSpan > 1 {
		entries += fmt.Sprintf(" /RowSpan %d", n.RowSpan)
	}
	if entries == "" {
		return ""
	}
	return " /A <</O /Table" + entries + ">>"
}

// identities is the tree by which a footnote is found by its ID; the IDs are made in their order.
func (a *assembly) identities() string {
	if a.w.notes == 0 {
		return ""
	}
	var names []string
	for i, n := range a.w.nodes {
		if n.id != "" {
			names = append(names, "("+n.id+") "+ref(a.nodeOf[i]))
		}
	}
	return " /IDTree <</Names [" + strings.Join(names, " ") + "]>>"
}

func (a *assembly) kid(k kid) string {
	switch k.kind {
	case kidContent:
		return fmt.Sprintf("<</Type /MCR /Pg %s /MCID %d>>", ref(a.pageOf[k.page]), k.value)
	case kidField:
		return fmt.Sprintf("<</Type /OBJR /Pg %s /Obj %s>>", ref(a.pageOf[k.page]), ref(a.fieldOf[k.value]))
	default:
		return ref(a.nodeOf[k.value])
	}
}
