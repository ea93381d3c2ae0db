package docx

import (
	"fmt"
	"strings"
)

// Paragraph is a paragraph of text. What Format leaves out comes from the style.
type Paragraph struct {
	Style  string // the id of a style
	Format Format
	List   int  // 1 = the first list of the file; 0 = none
	Level  int  // of the list, from 0
	Mark   Font // the look of its automatic number
	Runs   []Run
}

// Format is how a paragraph stands. A nil part is not stated.
type Format struct {
	KeepNext, KeepLines bool
	Spacing             *Spacing
	Indent              *Indent
	Align               string  // left | center | right | both
	Border              *Border // below it
	Outline             int     // 1 = the first level; 0 = none
}

// Spacing is the gaps around a paragraph, and its leading.
type Spacing struct {
	Before, After float64
	Line          float64 // from line to line, exactly; 0 = single, as the font asks
}

// Indent is the room at the edges; First is of the first line, negative to hang.
type Indent struct{ Left, Right, First float64 }

// Border is a drawn line.
type Border struct {
	Pen   float64
	Color string // RRGGBB; "" = black
}

// Font is how letters look. Zero values are not stated.
type Font struct {
	Size                    float64
	Bold, Italic, Underline bool
	Caps                    bool   // small letters print as capitals
	Script                  string // superscript | subscript
	Color                   string // RRGGBB; "" = black
}

// Run is a stretch of text in one look: "\n" is a line break, "\t" a tab, U+2011 a no-break hyphen.
type Run struct {
	Font
	Text    string
	Note    *Note    // a footnote, referred to at the end of the run
	Picture *Picture // in the line, in place of the text
	Page    bool     // the number of the page, in place of the text
}

// Note is a footnote.
type Note struct {
	Style  string // of its paragraph
	Mark   string // the style of its number
	Format Format
	Runs   []Run
}

// part writes one part of the package.
type part struct {
	strings.Builder
	w    *writer
	rels *relations // of this part
}

func (p *part) printf(format string, args ...any) { fmt.Fprintf(&p.Builder, format, args...) }

func (b Paragraph) write(p *part) { b.writeIn(p, "") }

// writeIn writes the paragraph with more properties at the end of its own, those of the section that it ends.
func (b Paragraph) writeIn(p *part, section string) {
	p.WriteString("<w:p><w:pPr>")
	if b.Style != "" {
		p.printf(`<w:pStyle w:val="%s"/>`, b.Style)
	}
	number := ""
	if b.List > 0 {
		number = fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, b.Level, b.List)
	}
	b.Format.write(p, number)
	if mark := b.Mark.properties(); mark != "" {
		p.WriteString(mark)
	}
	p.WriteString(section + "</w:pPr>")
	for _, r := range b.Runs {
		r.write(p)
	}
	p.WriteString("</w:p>")
}

// write puts the properties in the order of the schema; number goes between keepLines and the borders.
func (f Format) write(p *part, number string) {
	if f.KeepNext {
		p.WriteString("<w:keepNext/>")
	}
	if f.KeepLines {
		p.WriteString("<w:keepLines/>")
	}
	p.WriteString(number)
	if f.Border != nil {
		p.WriteString("<w:pBdr>")
		p.WriteString(f.Border.element("bottom") + "</w:pBdr>")
	}
	if s := f.Spacing; s != nil {
		p.printf(`<w:spacing w:before="%d" w:after="%d"`, twips(s.Before), twips(s.After))
		if s.Line > 0 {
			p.printf(` w:line="%d" w:lineRule="exact"/>`, max(1, twips(s.Line)))
		} else {
			p.WriteString(` w:line="240" w:lineRule="auto"/>`)
		}
	}
	if i := f.Indent; i != nil {
		p.printf(`<w:ind w:left="%d" w:right="%d"`, twips(i.Left), twips(i.Right))
		if i.First < 0 {
			p.printf(` w:hanging="%d"/>`, -twips(i.First))
		} else {
			p.printf(` w:firstLine="%d"/>`, twips(i.First))
		}
	}
	if f.Align != "" {
		p.printf(`<w:jc w:val="%s"/>`, f.Align)
	}
	if f.Outline > 0 {
		p.printf(`<w:outlineLvl w:val="%d"/>`, f.Outline-1)
	}
}

// element is a border on one side; pens are eighths of a point.
func (b Border) element(side string) string {
	color := b.Color
	if color == "" {
		color = "000000"
	}
	return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="%s"/>`, side, max(2, int(b.Pen*8+0.5)), color)
}

// properties is w:rPr, "" when nothing is stated.
func (f Font) properties() string {
	inner := f.inner()
	if inner == "" {
		return ""
	}
	return "<w:rPr>" + inner + "</w:rPr>"
}

func (f Font) inner() string {
	var s strings.Builder
	if f.Bold {
		s.WriteString("<w:b/><w:bCs/>")
	}
	if f.Italic {
		s.WriteString("<w:i/><w:iCs/>")
	}
	if f.Caps {
		s.WriteString("<w:caps/>")
	}
	if f.Color != "" {
		fmt.Fprintf(&s, `<w:color w:val="%s"/>`, f.Color)
	}
	if f.Size > 0 {
		half := int(f.Size*2 + 0.5)
		fmt.Fprintf(&s, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half)
	}
	if f.Underline {
		s.WriteString(`<w:u w:val="single"/>`)
	}
	if f.Script != "" {
		fmt.Fprintf(&s, `<w:vertAlign w:val="%s"/>`, f.Script)
	}
	return s.String()
}

func (r Run) write(p *part) {
	properties := r.properties()
	switch {
	case r.Picture != nil:
		p.WriteString("<w:r>" + properties)
		r.Picture.write(p)
		p.WriteString("</w:r>")
	case r.Page:
		for _, field := range []string{`<w:fldChar w:fldCharType="begin"/>`, `<w:instrText xml:space="preserve"> PAGE </w:instrText>`, `<w:fldChar w:fldCharType="separate"/>`, `<w:t>2</w:t>`, `<w:fldChar w:fldCharType="end"/>`} {
			p.WriteString("<w:r>" + properties + field + "</w:r>")
		}
	case r.Text != "":
		p.WriteString("<w:r>" + properties)
		p.text(r.Text)
		p.WriteString("</w:r>")
	}
	if r.Note != nil {
		p.w.notes = append(p.w.notes, *r.Note)
		p.printf(`<w:r><w:rPr><w:rStyle w:val="%s"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, r.Note.Mark, len(p.w.notes))
	}
}

// text writes characters, and the marks that are elements in Word.
func (p *part) text(s string) {
	for s != "" {
		end := strings.IndexAny(s, "\n\t\u2011")
		piece := s
		if end >= 0 {
			piece = s[:end]
		}
		if piece != "" {
			p.WriteString(`<w:t xml:space="preserve">` + escaped(piece) + `</w:t>`)
		}
		if end < 0 {
			return
		}
		switch s[end] {
		case '\n':
			p.WriteString("<w:br/>")
			s = s[end+1:]
		case '\t':
			p.WriteString("<w:tab/>")
			s = s[end+1:]
		default:
			p.WriteString("<w:noBreakHyphen/>")
			s = s[end+len("\u2011"):]
		}
	}
}

const endnotes = head + `<w:endnotes` + namespaces + `>` +
	`<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>` +
	`<w:endnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:endnote></w:endnotes>`

// SeparatorHeight is the room of the line that parts footnotes from text, in points: what LibreOffice always gives it.
const SeparatorHeight = 6.2

// footnotes is the part with the notes; the two lines that part notes from text come first.
func (w *writer) footnotes() string {
	var rels relations
	p := &part{w: w, rels: &rels}
	p.WriteString(head + `<w:footnotes` + namespaces + `>`)
	for i, kind := range []string{"separator", "continuationSeparator"} {
		p.printf(`<w:footnote w:type="%s" w:id="%d"><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/></w:pPr><w:r><w:%s/></w:r></w:p></w:footnote>`, kind, i-1, twips(SeparatorHeight), kind)
	}
	for i := 0; i < len(w.notes); i++ {
		n := w.notes[i]
		p.printf(`<w:footnote w:id="%d"><w:p><w:pPr><w:pStyle w:val="%s"/>`, i+1, n.Style)
		n.Format.write(p, "")
		p.printf(`</w:pPr><w:r><w:rPr><w:rStyle w:val="%s"/></w:rPr><w:footnoteRef/></w:r>`, n.Mark)
		for _, r := range n.Runs {
			r.write(p)
		}
		p.WriteString("</w:p></w:footnote>")
	}
	p.WriteString("</w:footnotes>")
	return p.String()
}
