package docx

import (
	"encoding/xml"
	"strings"
)

// runProps are the properties of letters that one place states.
type runProps struct {
	font, theme                        string
	size                               float64
	bold, italic, underline, caps, hid flag
	script                             string
	style                              string
}

// paraProps are the properties of a paragraph that one place states; nil is not stated.
type paraProps struct {
	style                      string
	align                      string
	first, left, before, after *float64
	line                       *float64
	lineRule                   string
	numID, level               *int
	outline                    int // 1 = the highest; 0 = not stated; bodyText = none
	bordered, newPage          flag
	markDeleted, changed       bool
	section                    *Setup
}

const bodyText = 10 // outline level 9 in the file: running text

// style is one style with what it stands on.
type style struct {
	id, name, based, kind string
	para                  paraProps
	run                   runProps
}

type styles struct {
	byID        map[string]*style
	defaultPara paraProps
	defaultRun  runProps
	normal      string // the id of the default paragraph style
	themes      map[string]string
	paragraphs  map[string]resolved // what was worked out before
	characters  map[string]runProps
}

type resolved struct {
	para paraProps
	run  runProps
}

func (a *archive) readStyles(name, theme string) (*styles, error) {
	s := &styles{byID: map[string]*style{}, themes: map[string]string{}, paragraphs: map[string]resolved{}, characters: map[string]runProps{}}
	if err := a.walk(theme, s.readTheme); err != nil {
		return nil, err
	}
	err := a.walk(name, func(d *decoder) error {
		return d.each(func(xml.StartElement) error {
			return d.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "docDefaults":
					return s.readDefaults(d)
				case "style":
					return s.readStyle(d, e)
				}
				return nil
			})
		})
	})
	return s, err
}

// readTheme finds the fonts that a theme stands for: "minor" and "major".
func (s *styles) readTheme(d *decoder) error {
	var visit func(e xml.StartElement) error
	which := ""
	visit = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "minorFont", "majorFont":
			which = strings.TrimSuffix(e.Name.Local, "Font")
			err := d.each(visit)
			which = ""
			return err
		case "latin":
			if which != "" && s.themes[which] == "" {
				s.themes[which] = attr(e, "typeface")
			}
		case "theme", "themeElements", "fontScheme":
			return d.each(visit)
		}
		return nil
	}
	return d.each(visit)
}

func (s *styles) readDefaults(d *decoder) error {
	return d.each(func(e xml.StartElement) error {
		return d.each(func(in xml.StartElement) (err error) {
			switch in.Name.Local {
			case "rPr":
				s.defaultRun, err = readRunProps(d)
			case "pPr":
				s.defaultPara, err = readParaProps(d)
			}
			return err
		})
	})
}

func (s *styles) readStyle(d *decoder, e xml.StartElement) error {
	st := &style{id: attr(e, "styleId"), kind: attr(e, "type")}
	if st.kind == "paragraph" && onOff(xml.StartElement{Attr: []xml.Attr{{Name: xml.Name{Local: "val"}, Value: attr(e, "default")}}}) == on && has(e, "default") {
		s.normal = st.id
	}
	err := d.each(func(in xml.StartElement) (err error) {
		switch in.Name.Local {
		case "name":
			st.name = attr(in, "val")
		case "basedOn":
			st.based = attr(in, "val")
		case "rPr":
			st.run, err = readRunProps(d)
		case "pPr":
			st.para, err = readParaProps(d)
		}
		return err
	})
	s.byID[st.id] = st
	return err
}

// chain is a style and those that it is based on, the deepest first.
func (s *styles) chain(id string) []*style {
	var list []*style
	for range 20 { // a circle ends here
		st := s.byID[id]
		if st == nil {
			break
		}
		list = append([]*style{st}, list...)
		id = st.based
	}
	return list
}

// paragraph gives what the style of a paragraph and all below it say.
func (s *styles) paragraph(id string) (paraProps, runProps) {
	id = s.orNormal(id)
	known, ok := s.paragraphs[id]
	if !ok {
		known.para = s.defaultPara
		for _, st := range s.chain(id) {
			known.para, known.run = known.para.under(st.para), known.run.under(st.run)
		}
		s.paragraphs[id] = known
	}
	return known.para, known.run
}

func (s *styles) orNormal(id string) string {
	if s.byID[id] == nil {
		return s.normal
	}
	return id
}

func (s *styles) character(id string) runProps {
	if id == "" || s.byID[id] == nil {
		return runProps{}
	}
	run, ok := s.characters[id]
	if !ok {
		for _, st := range s.chain(id) {
			run = run.under(st.run)
		}
		s.characters[id] = run
	}
	return run
}

// under lays what is stated in over on top of p.
func (p runProps) under(over runProps) runProps {
	if over.font != "" || over.theme != "" {
		p.font, p.theme = over.font, over.theme
	}
	if over.size != 0 {
		p.size = over.size
	}
	if over.script != "" {
		p.script = over.script
	}
	p.bold, p.italic, p.underline = over.bold.or(p.bold), over.italic.or(p.italic), over.underline.or(p.underline)
	p.caps, p.hid = over.caps.or(p.caps), over.hid.or(p.hid)
	return p
}

func (p paraProps) under(over paraProps) paraProps {
	if over.align != "" {
		p.align = over.align
	}
	for _, pair := range []struct{ to, from **float64 }{{&p.first, &over.first}, {&p.left, &over.left}, {&p.before, &over.before}, {&p.after, &over.after}, {&p.line, &over.line}} {
		if *pair.from != nil {
			*pair.to = *pair.from
		}
	}
	if over.lineRule != "" {
		p.lineRule = over.lineRule
	}
	if over.numID != nil {
		p.numID = over.numID
	}
	if over.level != nil {
		p.level = over.level
	}
	if over.outline != 0 {
		p.outline = over.outline
	}
	p.bordered, p.newPage = over.bordered.or(p.bordered), over.newPage.or(p.newPage)
	return p
}

// look settles how letters look. Bold, italic, capitals and hidden toggle between the style of the paragraph and that of
// the character (ECMA-376 part 1, 17.7.3); what the run states itself holds.
func (s *styles) look(para runProps, direct runProps) Look {
	char := s.character(direct.style)
	all := s.defaultRun.under(para).under(char).under(direct)
	toggle := func(pick func(runProps) flag) bool {
		if f := pick(direct); f != unset {
			return f == on
		}
		return pick(s.defaultRun) == on || (pick(para) == on) != (pick(char) == on)
	}
	font := all.font
	if all.theme != "" && s.themes[all.theme] != "" {
		font = s.themes[all.theme]
	}
	l := Look{
		Font: font, Size: all.size, Underline: all.underline == on,
		Bold:   toggle(func(p runProps) flag { return p.bold }),
		Italic: toggle(func(p runProps) flag { return p.italic }),
		Caps:   toggle(func(p runProps) flag { return p.caps }),
		hidden: toggle(func(p runProps) flag { return p.hid }),
	}
	if l.Size == 0 {
		l.Size = 10 // what Word takes when nothing states a size
	}
	switch all.script {
	case "superscript":
		l.Script = "super"
	case "subscript":
		l.Script = "sub"
	}
	return l
}
