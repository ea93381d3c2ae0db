package docx

import (
	"encoding/xml"
	"strings"
)

// inline reads what stands within a paragraph.
func (s *story) inline(d *decoder, e xml.StartElement, p *paragraph) error {
	inner := func(in xml.StartElement) error { return s.inline(d, in, p) }
	switch e.Name.Local {
	case "r":
		return s.run(d, p)
	case "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo":
		return d.each(inner)
	case "ins", "moveTo":
		s.tracked()
		return d.each(inner)
	case "del", "moveFrom":
		s.tracked()
		s.deleted++
		err := d.each(inner)
		s.deleted--
		return err
	case "fldSimple":
		s.openField(attr(e, "instr"), p)
		err := d.each(inner)
		s.closeField()
		return err
	case "AlternateContent":
		return s.alternate(d, inner)
	case "oMath", "oMathPara":
		s.note(Equation)
		return s.equation(d, p)
	case "ruby":
		return d.each(func(in xml.StartElement) error {
			if in.Name.Local != "rubyBase" {
				return nil
			}
			return d.each(inner)
		})
	case "commentRangeStart":
		s.remark(Comments, "")
	}
	return nil
}

// equation takes the letters of a formula one after the other.
func (s *story) equation(d *decoder, p *paragraph) error {
	return d.each(func(e xml.StartElement) error {
		if e.Name.Local != "t" {
			return s.equation(d, p)
		}
		text, err := d.text()
		s.write(p, text, s.lookOf(p, runProps{}))
		return err
	})
}

// unbroken gives the breaks and tabs of the XML, which only set it out, as the spaces that Word shows.
var unbroken = strings.NewReplacer("\n", " ", "\t", " ")

// run reads a stretch of text.
func (s *story) run(d *decoder, p *paragraph) error {
	look := s.lookOf(p, runProps{})
	var visit func(e xml.StartElement) error
	visit = func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "rPr":
			var props runProps
			if props, err = readRunProps(d); err == nil {
				look = s.lookOf(p, props)
			}
		case "t", "delText":
			var text string
			if text, err = d.text(); err == nil {
				s.write(p, unbroken.Replace(text), look)
			}
		case "tab", "ptab":
			s.write(p, "\t", look)
		case "cr":
			s.write(p, "\n", look)
		case "br":
			if attr(e, "type") == "page" && len(p.Spans) == 0 {
				p.NewPage = true
			} else {
				s.write(p, "\n", look)
			}
		case "noBreakHyphen":
			s.write(p, "-", look)
		case "softHyphen":
			if c := codingOf(look.Font); c == tcvn3 || c == tcvn3Capitals {
				s.write(p, "\u00AD", look) // the letter ư of these fonts
			}
		case "sym":
			s.write(p, symbol(attr(e, "font"), attr(e, "char")), look)
		case "fldChar":
			s.fieldChar(attr(e, "fldCharType"), p)
		case "instrText", "delInstrText":
			var text string
			if text, err = d.text(); len(s.fields) > 0 {
				s.fields[len(s.fields)-1].code.WriteString(text)
			}
		case "pgNum":
			p.PageNumber = true
		case "footnoteReference":
			s.hang(p, s.notes["footnote "+attr(e, "id")], look)
		case "endnoteReference":
			s.hang(p, s.notes["endnote "+attr(e, "id")], look)
		case "commentReference":
			s.remark(Comments, "")
		case "drawing":
			err = s.drawing(d, p, look)
		case "pict":
			err = s.vml(d, p, look)
		case "object":
			s.note(OLE)
		case "AlternateContent":
			err = s.alternate(d, visit)
		}
		return err
	}
	return d.each(visit)
}

// lookOf gives the one Look of its kind, so that spans can be compared by pointer.
func (s *story) lookOf(p *paragraph, direct runProps) *Look {
	look := s.styles.look(p.style, direct)
	if known := s.looks[look]; known != nil {
		return known
	}
	s.looks[look] = &look
	return &look
}

// write adds text where it belongs: to the page, or to what nobody sees.
func (s *story) write(p *paragraph, text string, look *Look) {
	s.measure(text)
	for _, f := range s.fields {
		if f.inCode || f.page && s.margin {
			return
		}
	}
	if look.hidden && s.deleted == 0 {
		s.note(HiddenText)
	}
	if s.deleted > 0 || look.hidden {
		p.gone.WriteString(toUnicode(text, codingOf(look.Font)))
		return
	}
	if n := len(p.Spans); n > 0 && p.Spans[n-1].takes(look) {
		p.Spans[n-1].Text += text
		return
	}
	p.Spans = append(p.Spans, Span{Text: text, Look: look})
}

// measure refuses a file with more words than a document may have.
func (s *story) measure(text string) {
	if s.letters += len(text); s.letters > maxLetters {
		s.failed = errTooLarge
	}
}

// longSpan is how long a span may grow by adding to it; adding to ever longer ones would take ever longer.
const longSpan = 1 << 10

func (s *Span) takes(look *Look) bool {
	return s.Look == look && s.Image == nil && s.Note == "" && len(s.Text) < longSpan
}

// hang puts a footnote on the end of what was written last.
func (s *story) hang(p *paragraph, note string, look *Look) {
	if s.deleted > 0 || note == "" {
		return
	}
	s.measure(note)
	if n := len(p.Spans); n > 0 && p.Spans[n-1].Image == nil && p.Spans[n-1].Note == "" {
		p.Spans[n-1].Note = note
		return
	}
	p.Spans = append(p.Spans, Span{Look: look, Note: note})
}

func (s *story) fieldChar(kind string, p *paragraph) {
	switch n := len(s.fields); {
	case kind == "begin" && n == maxFields:
		s.failed = errHostile
	case kind == "begin":
		s.fields = append(s.fields, &field{inCode: true})
	case n == 0:
	case kind == "separate":
		s.fields[n-1].result(p)
	case kind == "end":
		s.fields[n-1].result(p)
		s.closeField()
	}
}

func (s *story) openField(code string, p *paragraph) {
	f := &field{inCode: true}
	f.code.WriteString(code)
	s.fields = append(s.fields, f)
	f.result(p)
}

func (s *story) closeField() { s.fields = s.fields[:len(s.fields)-1] }

// result begins the result of a field, once: its code is whole.
func (f *field) result(p *paragraph) {
	if !f.inCode {
		return
	}
	f.inCode = false
	if words := strings.Fields(strings.ToUpper(f.code.String())); len(words) > 0 && (words[0] == "PAGE" || words[0] == "NUMPAGES" || words[0] == "SECTIONPAGES") {
		f.page = true
		p.PageNumber = p.PageNumber || words[0] == "PAGE"
	}
}

// symbol gives a character of a symbol font. What these fonts draw has names of its own; in official texts they are
// bullets, arrows and boxes.
func symbol(font, char string) string {
	switch strings.ToUpper(char) {
	case "F0E0", "F0E8", "F0AE":
		return "→"
	case "F0A8", "F06F":
		return "□"
	case "F0FE", "F052":
		return "☑"
	case "F0B0":
		if font == "Symbol" {
			return "°"
		}
	case "F0A3":
		if font == "Symbol" {
			return "≤"
		}
		return "□"
	case "F0B3":
		if font == "Symbol" {
			return "≥"
		}
	}
	return "-"
}
