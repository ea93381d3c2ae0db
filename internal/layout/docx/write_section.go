package docx

import (
	"fmt"
	"strings"
)

// document is the main part: the sections one after the other, each but the last ended by its last paragraph.
func (w *writer) document() string {
	p := &part{w: w, rels: &w.rels}
	p.WriteString(head + `<w:document` + namespaces + drawingNS + `><w:body>`)
	for i, s := range w.file.Sections {
		properties := s.properties(w, i)
		last := i == len(w.file.Sections)-1
		for j, b := range s.Blocks {
			if end, ok := b.(Paragraph); ok && !last && j == len(s.Blocks)-1 {
				end.writeIn(p, properties)
				continue
			}
			b.write(p)
		}
		if last {
			p.WriteString(properties)
		}
	}
	p.WriteString("</w:body></w:document>")
	return p.String()
}

// properties is w:sectPr, with the headers and footers written as parts of their own.
func (s Section) properties(w *writer, index int) string {
	var b strings.Builder
	b.WriteString("<w:sectPr>")
	if s.Header != nil {
		fmt.Fprintf(&b, `<w:headerReference w:type="default" r:id="%s"/>`, w.margin("header", fmt.Sprintf("header%d", index+1), s.Header))
	}
	if s.TitlePage { // stated, so that a section does not take the first page of the one before
		fmt.Fprintf(&b, `<w:headerReference w:type="first" r:id="%s"/>`, w.margin("header", fmt.Sprintf("headerFirst%d", index+1), nil))
		fmt.Fprintf(&b, `<w:footerReference w:type="first" r:id="%s"/>`, w.margin("footer", fmt.Sprintf("footerFirst%d", index+1), s.FirstPage))
	}
	if index > 0 {
		b.WriteString(`<w:type w:val="nextPage"/>`)
	}
	g := s.Page
	orient := ""
	if g.Width > g.Height {
		orient = ` w:orient="landscape"`
	}
	fmt.Fprintf(&b, `<w:pgSz w:w="%d" w:h="%d"%s/>`, twips(g.Width), twips(g.Height), orient)
	fmt.Fprintf(&b, `<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`, twips(g.Top), twips(g.Right), twips(g.Bottom), twips(g.Left), twips(g.Header), twips(g.Footer))
	if s.FirstIs > 0 {
		fmt.Fprintf(&b, `<w:pgNumType w:start="%d"/>`, s.FirstIs)
	}
	if s.TitlePage {
		b.WriteString("<w:titlePg/>")
	}
	return b.String() + "</w:sectPr>"
}

// margin writes a header or footer and gives the id of its relationship.
func (w *writer) margin(kind, name string, blocks []Block) string {
	var rels relations
	p := &part{w: w, rels: &rels}
	element := map[string]string{"header": "hdr", "footer": "ftr"}[kind]
	p.WriteString(head + `<w:` + element + namespaces + drawingNS + `>`)
	for _, b := range blocks {
		b.write(p)
	}
	if len(blocks) == 0 {
		p.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:p>`)
	}
	p.WriteString(`</w:` + element + `>`)
	w.add("word/"+name+".xml", typeBase+kind+"+xml", p.String())
	return w.rels.add(relBase+kind, name+".xml")
}
