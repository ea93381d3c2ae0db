package docx

import (
	"encoding/xml"
	"strings"
)

// readRunProps reads w:rPr.
func readRunProps(d *decoder) (p runProps, err error) {
	err = d.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "rStyle":
			p.style = attr(e, "val")
		case "rFonts":
			p.readFonts(e)
		case "sz":
			p.size = number(attr(e, "val")) / 2
		case "b":
			p.bold = onOff(e)
		case "i":
			p.italic = onOff(e)
		case "u":
			p.underline = onOff(e)
		case "caps":
			p.caps = onOff(e)
		case "smallCaps":
			p.caps = p.caps.or(onOff(e))
		case "vanish":
			p.hid = onOff(e)
		case "vertAlign":
			p.script = attr(e, "val")
		}
		return nil
	})
	return p, err
}

// readFonts takes the font of Vietnamese letters, which is hAnsi; plain Latin ones have ascii.
func (p *runProps) readFonts(e xml.StartElement) {
	for _, name := range []string{"hAnsiTheme", "asciiTheme"} {
		if t := attr(e, name); strings.HasPrefix(t, "minor") || strings.HasPrefix(t, "major") {
			p.theme, p.font = t[:5], ""
			return
		}
	}
	p.font = attr(e, "hAnsi")
	if ascii := attr(e, "ascii"); p.font == "" || codingOf(ascii) != unicodeCoding {
		p.font = ascii
	}
}

// readParaProps reads w:pPr.
func readParaProps(d *decoder) (p paraProps, err error) {
	err = d.each(func(e xml.StartElement) (err error) {
		val := attr(e, "val")
		switch e.Name.Local {
		case "pStyle":
			p.style = val
		case "jc":
			p.align = alignment(val)
		case "ind":
			p.readIndent(e)
		case "spacing":
			p.readSpacing(e)
		case "numPr":
			return d.each(func(in xml.StartElement) error {
				n := whole(attr(in, "val"))
				switch in.Name.Local {
				case "numId":
					p.numID = &n
				case "ilvl":
					p.level = &n
				}
				return nil
			})
		case "outlineLvl":
			p.outline = min(max(whole(val), 0)+1, bodyText)
		case "pageBreakBefore":
			p.newPage = onOff(e)
		case "pBdr":
			return d.each(func(in xml.StartElement) error {
				if in.Name.Local == "bottom" {
					p.bordered = onOff(in)
				}
				return nil
			})
		case "rPr":
			return p.readMark(d)
		case "pPrChange":
			p.changed = true
		case "sectPr":
			p.section, err = readSetup(d)
		}
		return err
	})
	return p, err
}

// readMark reads the properties of the paragraph's mark: only whether a tracked change has deleted it matters.
func (p *paraProps) readMark(d *decoder) error {
	return d.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "del", "moveFrom":
			p.markDeleted, p.changed = true, true
		case "ins", "moveTo":
			p.changed = true
		}
		return nil
	})
}

func alignment(val string) string {
	switch val {
	case "start":
		return "left"
	case "end":
		return "right"
	case "center", "left", "right":
		return val
	case "both", "distribute", "thaiDistribute", "lowKashida", "mediumKashida", "highKashida":
		return "both"
	}
	return ""
}

func (p *paraProps) readIndent(e xml.StartElement) {
	set := func(to **float64, names ...string) {
		for _, name := range names {
			if has(e, name) {
				points := number(attr(e, name)) / 20
				*to = &points
				return
			}
		}
	}
	set(&p.left, "start", "left")
	set(&p.first, "firstLine")
	if has(e, "hanging") {
		points := -number(attr(e, "hanging")) / 20
		p.first = &points
	}
}

func (p *paraProps) readSpacing(e xml.StartElement) {
	points := func(name, auto string) *float64 {
		if onOff(xml.StartElement{Attr: []xml.Attr{{Name: xml.Name{Local: "val"}, Value: attr(e, auto)}}}) == on && has(e, auto) {
			n := 14.0 // Word's own room around a paragraph of HTML
			return &n
		}
		if !has(e, name) {
			return nil
		}
		n := number(attr(e, name)) / 20
		return &n
	}
	p.before, p.after = points("before", "beforeAutospacing"), points("after", "afterAutospacing")
	if has(e, "line") {
		p.lineRule = attr(e, "lineRule")
		if p.lineRule == "" {
			p.lineRule = "auto"
		}
		n := number(attr(e, "line"))
		if p.lineRule == "auto" {
			n /= 240
		} else {
			n /= 20
		}
		p.line = &n
	}
}

// readSetup reads w:sectPr.
func readSetup(d *decoder) (*Setup, error) {
	s := &Setup{}
	err := d.each(func(e xml.StartElement) error {
		points := func(name string) float64 { return number(attr(e, name)) / 20 }
		switch e.Name.Local {
		case "pgSz":
			s.Width, s.Height = points("w"), points("h")
		case "pgMar":
			s.Top, s.Bottom, s.Left, s.Right = points("top"), points("bottom"), points("left")+points("gutter"), points("right")
		case "titlePg":
			s.TitlePage = onOff(e) == on
		case "headerReference", "footerReference":
			s.refer(e.Name.Local, attr(e, "type"), relAttr(e, "id"))
		}
		return nil
	})
	return s, err
}

func (s *Setup) refer(what, page, id string) {
	switch what + " " + page {
	case "headerReference first":
		s.firstHeaderID = id
	case "headerReference default":
		s.headerID = id
	case "footerReference first":
		s.firstFooterID = id
	case "footerReference default":
		s.footID = id
	}
}
