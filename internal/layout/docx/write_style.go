package docx

import (
	"fmt"
	"strings"
)

// Style is a named look. Paragraph styles have a Format; character styles only a Font.
type Style struct {
	ID, Name  string
	Based     string // "" = on nothing
	Next      string // the style of the paragraph after it; "" = itself
	Character bool
	Default   bool
	Priority  int
	Format    Format
	Font      Font
}

// List is the automatic numbering of one list.
type List struct{ Levels []Level }

// Level is one depth of a list.
type Level struct {
	Format string // decimal | upperRoman | lowerRoman | upperLetter | lowerLetter | bullet
	Text   string // "%1.", "%1.%2-", "Điều %1.", "-"
	Start  int
	Indent Indent
}

func (w *writer) styles() string {
	f := w.file
	p := &part{w: w}
	half := int(f.Size*2 + 0.5)
	p.WriteString(head + `<w:styles` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr>` + fonts(f.Font))
	p.printf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="%s" w:eastAsia="%s" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>`, half, half, f.Language, f.Language)
	p.WriteString(`<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	p.WriteString(`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>`)
	p.WriteString(`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	p.WriteString(`<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>`)
	for _, s := range f.Styles {
		s.write(p)
	}
	p.WriteString("</w:styles>")
	return p.String()
}

func (s Style) write(p *part) {
	kind, more := "paragraph", ""
	if s.Character {
		kind = "character"
	}
	if s.Default {
		more = ` w:default="1"`
	}
	if strings.HasPrefix(s.Name, "TK ") {
		more += ` w:customStyle="1"`
	}
	p.printf(`<w:style w:type="%s"%s w:styleId="%s"><w:name w:val="%s"/>`, kind, more, s.ID, escaped(s.Name))
	if s.Based != "" {
		p.printf(`<w:basedOn w:val="%s"/>`, s.Based)
	}
	if s.Next != "" {
		p.printf(`<w:next w:val="%s"/>`, s.Next)
	}
	p.printf(`<w:uiPriority w:val="%d"/><w:qFormat/>`, s.Priority)
	if !s.Character {
		p.WriteString("<w:pPr>")
		s.Format.write(p, "")
		p.WriteString("</w:pPr>")
	}
	p.WriteString(s.Font.properties() + "</w:style>")
}

func fonts(name string) string {
	name = escaped(name)
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:hAnsi="%s" w:eastAsia="%s" w:cs="%s"/>`, name, name, name, name)
}

// numbering is the part with the lists, each of a definition of its own, so that none goes on from another.
func (w *writer) numbering() string {
	p := &part{w: w}
	p.WriteString(head + `<w:numbering` + namespaces + `>`)
	for i, l := range w.file.Lists {
		p.printf(`<w:abstractNum w:abstractNumId="%d"><w:nsid w:val="%08X"/><w:multiLevelType w:val="multilevel"/><w:tmpl w:val="%08X"/>`, i, 0x10000000+i, 0x20000000+i)
		for j, v := range l.Levels {
			// A space, not a tab, parts the number from the text, as on our own pages.
			p.printf(`<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/><w:suff w:val="space"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr>`, j, v.Start, v.Format, escaped(v.Text))
			Format{Indent: &v.Indent}.write(p, "")
			p.WriteString("</w:pPr><w:rPr>" + fonts(w.file.Font) + "</w:rPr></w:lvl>")
		}
		p.WriteString("</w:abstractNum>")
	}
	for i := range w.file.Lists {
		p.printf(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i)
	}
	p.WriteString("</w:numbering>")
	return p.String()
}

// settings asks Word for the layout of its newest mode, in which lines break as they do elsewhere.
func (w *writer) settings() string {
	p := &part{w: w}
	p.WriteString(head + `<w:settings` + namespaces + `><w:zoom w:percent="100"/>`)
	p.printf(`<w:defaultTabStop w:val="%d"/><w:characterSpacingControl w:val="doNotCompress"/>`, twips(w.file.Tab))
	if len(w.notes) > 0 {
		p.WriteString(`<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:endnotePr><w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr>`)
	}
	p.WriteString(`<w:compat>`)
	for _, s := range [][2]string{{"compatibilityMode", "15"}, {"overrideTableStyleFontSizeAndJustification", "1"}, {"enableOpenTypeFeatures", "1"}, {"doNotFlipMirrorIndents", "1"}, {"differentiateMultirowTableHeaders", "1"}} {
		p.printf(`<w:compatSetting w:name="%s" w:uri="http://schemas.microsoft.com/office/word" w:val="%s"/>`, s[0], s[1])
	}
	p.printf(`</w:compat><w:themeFontLang w:val="%s"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>`, w.file.Language)
	return p.String()
}

func (w *writer) fontTable() string {
	return head + `<w:fonts` + namespaces + `><w:font w:name="` + escaped(w.file.Font) + `"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`
}
