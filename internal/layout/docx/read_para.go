package docx

import (
	"encoding/xml"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// paragraph is a Para while it is read.
type paragraph struct {
	*Para
	props paraProps
	style runProps        // of the letters, from the style of the paragraph
	gone  strings.Builder // what tracked changes and the writer have hidden
	moved []Element       // the text of boxes anchored here
}

// paragraph reads one paragraph, and behind it what was in text boxes anchored to it.
func (s *story) paragraph(d *decoder, list *[]Element) error {
	p := &paragraph{Para: &Para{}}
	_, p.style = s.styles.paragraph("")
	settled := false
	err := d.each(func(e xml.StartElement) (err error) {
		if e.Name.Local == "pPr" && !settled {
			settled = true
			p.props, err = readParaProps(d)
			if p.props.changed {
				s.tracked()
			}
			_, p.style = s.styles.paragraph(p.props.style)
			return err
		}
		return s.inline(d, e, p)
	})
	if err == nil {
		err = s.refused()
	}
	if err != nil {
		return err
	}
	s.settle(p)
	s.finish(p, list)
	return s.refused()
}

// refused says whether the paragraphs read so far are more than a document may have.
func (s *story) refused() error {
	switch {
	case s.failed != nil:
		return s.failed
	case s.images > maxMedia:
		return errTooManyImages
	case s.paras > maxParas:
		return errTooLarge
	}
	return nil
}

// settle works out the properties of the paragraph and counts its number.
func (s *story) settle(p *paragraph) {
	styled, _ := s.styles.paragraph(p.props.style)
	if st := s.styles.byID[s.styles.orNormal(p.props.style)]; st != nil {
		p.Style = st.name
	}
	all := styled.under(p.props)
	if all.numID != nil && *all.numID > 0 && s.deleted == 0 && !p.emptied() {
		depth := 0
		if all.level != nil {
			depth = *all.level
		} else {
			depth = s.numbers.levelOf(*all.numID, s.styles.orNormal(p.props.style))
		}
		var ofLevel paraProps
		p.Number, ofLevel = s.numbers.next(*all.numID, depth)
		s.measure(p.Number)
		if p.props.numID != nil { // a list of its own indents over the style
			all = styled.under(ofLevel).under(p.props)
		}
	}
	p.StyleAlign, p.Align = styled.align, all.align
	p.StyleBold = s.styles.look(p.style, runProps{}).Bold
	p.StyleSlant = s.styles.look(p.style, runProps{}).Italic
	value := func(n *float64) float64 {
		if n == nil {
			return 0
		}
		return *n
	}
	p.First, p.Left, p.Before, p.After = value(all.first), value(all.left), value(all.before), value(all.after)
	p.Line, p.LineRule = value(all.line), all.lineRule
	if all.line == nil {
		p.Line, p.LineRule = 1, "auto"
	}
	if all.outline < bodyText {
		p.Outline = all.outline
	}
	p.Bordered = all.bordered == on
	p.NewPage = p.NewPage || all.newPage == on
	p.ends, p.joins = p.props.section, p.props.markDeleted
}

// emptied says whether tracked changes have deleted the paragraph whole.
func (p *paragraph) emptied() bool { return p.props.markDeleted && len(p.Spans) == 0 }

// finish tidies the spans, has the words looked through and hands the paragraph over.
func (s *story) finish(p *paragraph, list *[]Element) {
	s.decode(p)
	p.tidy()
	text := p.Text()
	s.paras += 1 + strings.Count(text, "\n") + strings.Count(text, "\t")
	s.look(p.Number, text, toUnicode(p.gone.String(), unicodeCoding))
	s.place(text)
	if s.deleted > 0 {
		return
	}
	switch n := len(*list); {
	case n > 0 && (*list)[n-1].Para != nil && (*list)[n-1].Para.joins:
		(*list)[n-1].Para.join(p.Para)
	default:
		*list = append(*list, Element{Para: p.Para})
	}
	*list = append(*list, p.moved...)
}

// join adds a paragraph whose own beginning is no longer one. Word keeps the properties of the later mark.
func (p *Para) join(next *Para) {
	spans := append(p.Spans, next.Spans...) //nolint:gocritic // one paragraph grows by many: appending keeps that linear
	number := p.Number
	if len(p.Spans) == 0 {
		number = next.Number
	}
	newPage := p.NewPage || next.NewPage
	*p = *next
	p.Spans, p.Number, p.NewPage = spans, number, newPage
}

// look has the words of a paragraph looked through for marks: as they stand, and those that nobody sees any more.
func (s *story) look(number, kept, gone string) {
	for _, line := range []string{strings.TrimSpace(number + " " + kept), gone} {
		if line = strings.TrimSpace(line); line != "" {
			s.scan.WriteString(line + "\n")
		}
	}
}

// decode turns the texts of legacy fonts into Unicode, a paragraph at a time: whether it is Unicode already shows better
// in more words.
func (s *story) decode(p *paragraph) {
	var byCoding [vni + 1]strings.Builder
	for i := range p.Spans {
		c := codingOf(p.Spans[i].Look.Font)
		if c == vni && i > 0 && codingOf(p.Spans[i-1].Look.Font) == vni {
			p.keepMark(i)
		}
		byCoding[c].WriteString(p.Spans[i].Text)
	}
	typed := tcvn3Certain(byCoding[unicodeCoding].String())
	for i := range p.Spans {
		span := &p.Spans[i]
		c := codingOf(span.Look.Font)
		switch {
		case c == unicodeCoding && typed:
			span.Text = toUnicode(span.Text, tcvn3)
			s.remark(LegacyFont, span.Look.Font)
		case c != unicodeCoding && !isVietnamese(byCoding[c].String()):
			before := span.Text
			if span.Text = toUnicode(span.Text, c); span.Text != before {
				s.remark(LegacyFont, span.Look.Font)
			}
		}
	}
	if gone := p.gone.String(); tcvn3Certain(gone) {
		p.gone.Reset()
		p.gone.WriteString(fromTCVN3(gone))
	}
}

// keepMark moves a mark that begins a span to the letter that ends the span before it.
func (p *paragraph) keepMark(i int) {
	before, here := []rune(p.Spans[i-1].Text), []rune(p.Spans[i].Text)
	if len(before) == 0 || len(here) == 0 {
		return
	}
	letter, mark := unicode.ToLower(western(before[len(before)-1])), unicode.ToLower(western(here[0]))
	if strings.ContainsRune(vniTakes[letter], mark) {
		p.Spans[i-1].Text += string(here[0])
		p.Spans[i].Text = string(here[1:])
	}
}

// ownStyles begins the names of our own styles: what they print in capitals was typed as it is.
const ownStyles = "TK "

// tidy puts the text in NFC, without characters that nobody sees, capitals where the page shows capitals, and joins
// spans of one look.
func (p *paragraph) tidy() {
	var spans []Span
	for _, span := range p.Spans {
		span.Text = strings.Map(visible, glued.Replace(span.Text))
		if span.Look.Caps && !strings.HasPrefix(p.Style, ownStyles) {
			span.Text = strings.ToUpper(span.Text)
		}
		if n := len(spans); n > 0 && spans[n-1].Image == nil {
			marks := 0
			if len(spans[n-1].Text) < longSpan {
				marks = len(span.Text) - len(strings.TrimLeftFunc(span.Text, func(r rune) bool { return unicode.Is(unicode.Mn, r) }))
			}
			spans[n-1].Text += span.Text[:marks]
			span.Text = span.Text[marks:]
			if spans[n-1].takes(span.Look) && span.Image == nil {
				spans[n-1].Text += span.Text
				spans[n-1].Note = span.Note
				continue
			}
		}
		if span.Text != "" || span.Image != nil || span.Note != "" {
			spans = append(spans, span)
		}
	}
	for i := range spans {
		spans[i].Text = norm.NFC.String(spans[i].Text)
	}
	p.Spans = spans
}

// glued are spaces that hold two words together on one line only because another program would break it elsewhere: our
// own files mark them by a word joiner, which no one types.
var glued = strings.NewReplacer("\u00a0\u2060", " ")

// visible drops controls, soft hyphens and marks of direction, and gives what symbol fonts draw as a bullet a dash.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r == '\u2028' || r == '\u2029' || r == '\u0085':
		return '\n'
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
		return -1
	case r >= 0xF000 && r <= 0xF0FF: // the private places of symbol fonts
		return '-'
	}
	return r
}
