package pdf

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// assembly holds the object numbers of a document while it is written.
type assembly struct {
	w                *Writer
	out              *output
	pages, info      int
	metadata, intent int
	root, parentTree int
	pageOf           []int
	nodeOf           []int
	fieldOf          []int
	fonts            string
}

// assemble writes every object, the cross-reference table and the trailer.
func (w *Writer) assemble() ([]byte, error) {
	a := &assembly{w: w, out: newOutput(1)}
	a.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") // four bytes above 127: PDF/A-2 6.1.2
	catalog := a.out.alloc()
	a.pages, a.info, a.metadata, a.intent, a.root, a.parentTree = a.out.alloc(), a.out.alloc(), a.out.alloc(), a.out.alloc(), a.out.alloc(), a.out.alloc()
	a.pageOf, a.nodeOf, a.fieldOf = a.out.allocMany(len(w.pages)), a.out.allocMany(len(w.nodes)), a.out.allocMany(len(w.fields))
	for _, step := range []func() error{a.writeFonts, a.writePages, a.writeFields, a.writeStructure, a.writeProperties} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	a.out.object(catalog, 0, a.catalog())
	a.writeTrailer(catalog)
	return a.out.Bytes(), nil
}

func (o *output) allocMany(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = o.alloc()
	}
	return numbers
}

// writeFonts embeds the faces in the order of their names.
func (a *assembly) writeFonts() error {
	var entries []string
	styles := slices.SortedFunc(maps.Keys(a.w.subsets), func(x, y Style) int { return strings.Compare(resourceName(x), resourceName(y)) })
	for _, st := range styles {
		n, err := a.w.subsets[st].embed(a.out)
		if err != nil {
			return err
		}
		entries = append(entries, "/"+resourceName(st)+" "+ref(n))
	}
	a.fonts = "/Font <<" + strings.Join(entries, " ") + ">>"
	return nil
}

func (a *assembly) writePages() error {
	var kids []string
	for i, p := range a.w.pages {
		var annotations []string
		for j, f := range a.w.fields {
			if f.page == i {
				annotations = append(annotations, ref(a.fieldOf[j]))
			}
		}
		annots := ""
		if len(annotations) > 0 {
			annots = " /Annots [" + strings.Join(annotations, " ") + "]"
		}
		content := a.out.alloc()
		kids = append(kids, ref(a.pageOf[i]))
		a.out.object(a.pageOf[i], 0, fmt.Sprintf("<</Type /Page /Parent %s /MediaBox [0 0 %s %s] /Resources <<%s>> /Contents %s /StructParents %d /Tabs /S%s>>",
			ref(a.pages), number(p.width), number(p.height), a.fonts, ref(content), i, annots))
		if err := a.out.stream(content, "", p.content.Bytes()); err != nil {
			return err
		}
	}
	a.out.object(a.pages, 0, fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d>>", strings.Join(kids, " "), len(kids)))
	return nil
}

func (a *assembly) writeFields() error {
	for i, f := range a.w.fields {
		appearance := a.out.alloc()
		if err := a.out.formStream(appearance, f.Rect.W, f.Rect.H, "", ""); err != nil {
			return err
		}
		a.out.object(a.fieldOf[i], 0, f.widget(a.w.pages[f.page].height, a.pageOf[f.page], appearance, a.fieldKey(i)))
	}
	return nil
}

// fieldKey is the key of a field in the parent tree: pages come first.
func (a *assembly) fieldKey(field int) int { return len(a.w.pages) + field }

// writeStructure writes the structure tree and the way back from content to its element (ISO 32000-1 14.7.4).
func (a *assembly) writeStructure() error {
	for i, n := range a.w.nodes {
		parent := a.root
		if n.parent >= 0 {
			parent = a.nodeOf[n.parent]
		}
		attributes := ""
		if n.tag == "TH" {
			attributes = " /A <</O /Table /Scope /Column>>"
		}
		if n.tag == "Form" {
			attributes = " /Alt " + textString(a.w.fields[n.kids[0].value].Tooltip)
		}
		var kids []string
		for _, k := range n.kids {
			kids = append(kids, a.kid(k))
		}
		a.out.object(a.nodeOf[i], 0, fmt.Sprintf("<</Type /StructElem /S /%s /P %s%s /K [%s]>>", n.tag, ref(parent), attributes, strings.Join(kids, " ")))
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
	a.out.object(a.root, 0, fmt.Sprintf("<</Type /StructTreeRoot /K [%s] /ParentTree %s /ParentTreeNextKey %d>>", ref(a.nodeOf[0]), ref(a.parentTree), len(a.w.pages)+len(a.w.fields)))
	return nil
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

func (a *assembly) catalog() string {
	form := ""
	if len(a.w.fields) > 0 {
		var fields []string
		flags := 0
		for i, f := range a.w.fields {
			fields = append(fields, ref(a.fieldOf[i]))
			if f.kind == SignatureKind {
				flags = signaturesOnly
			}
		}
		form = fmt.Sprintf(" /AcroForm <</Fields [%s] /SigFlags %d /DR <<%s>>>>", strings.Join(fields, " "), flags, a.fonts)
	}
	return fmt.Sprintf("<</Type /Catalog /Pages %s /Lang (vi-VN) /MarkInfo <</Marked true>> /StructTreeRoot %s /Metadata %s /ViewerPreferences <</DisplayDocTitle true>> /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile %s>>]%s>>",
		ref(a.pages), ref(a.root), ref(a.metadata), ref(a.intent), form)
}

// writeTrailer writes the cross-reference table; the file's identity is the hash of all that stands before it.
func (a *assembly) writeTrailer(catalog int) {
	at, id := a.out.Len(), sha256.Sum256(a.out.Bytes())
	fmt.Fprintf(a.out, "xref\n0 %d\n0000000000 65535 f \n", a.out.next)
	for n := 1; n < a.out.next; n++ {
		fmt.Fprintf(a.out, "%010d 00000 n \n", a.out.offsets[n])
	}
	fmt.Fprintf(a.out, "trailer\n<</Size %d /Root %s /Info %s /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		a.out.next, ref(catalog), ref(a.info), id[:16], id[:16], at)
}
