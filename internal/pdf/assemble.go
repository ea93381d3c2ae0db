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
	imageOf          []int
	outline          int // 0 = no bookmarks
	fonts            string
}

// assemble writes every object, the cross-reference table and the trailer.
func (w *Writer) assemble() ([]byte, error) {
	a := &assembly{w: w, out: newOutput(1)}
	a.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") // four bytes above 127: PDF/A-2 6.1.2
	catalog := a.out.alloc()
	a.pages, a.info, a.metadata, a.intent, a.root, a.parentTree = a.out.alloc(), a.out.alloc(), a.out.alloc(), a.out.alloc(), a.out.alloc(), a.out.alloc()
	a.pageOf, a.nodeOf, a.fieldOf = a.out.allocMany(len(w.pages)), a.out.allocMany(len(w.nodes)), a.out.allocMany(len(w.fields))
	a.imageOf = a.out.allocMany(len(w.images))
	for _, step := range []func() error{a.writeFonts, a.writeImages, a.writePages, a.writeFields, a.writeStructure, a.writeOutline, a.writeProperties} {
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
		images := ""
		for _, n := range p.images {
			images += fmt.Sprintf("/%s %s", imageName(n), ref(a.imageOf[n]))
		}
		if images != "" {
			images = " /XObject <<" + images + ">>"
		}
		content := a.out.alloc()
		kids = append(kids, ref(a.pageOf[i]))
		a.out.object(a.pageOf[i], 0, fmt.Sprintf("<</Type /Page /Parent %s /MediaBox [0 0 %s %s] /Resources <<%s%s>> /Contents %s /StructParents %d /Tabs /S%s>>",
			ref(a.pages), number(p.width), number(p.height), a.fonts, images, ref(content), i, annots))
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
	outline := ""
	if a.outline > 0 {
		outline = " /Outlines " + ref(a.outline)
	}
	return fmt.Sprintf("<</Type /Catalog /Pages %s /Lang (vi-VN) /MarkInfo <</Marked true>> /StructTreeRoot %s /Metadata %s%s /ViewerPreferences <</DisplayDocTitle true>> /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile %s>>]%s>>",
		ref(a.pages), ref(a.root), ref(a.metadata), outline, ref(a.intent), form)
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
