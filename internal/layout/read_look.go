package layout

import (
	"slices"
	"strings"
	"unicode"

	"trinhky/internal/layout/docx"
)

// Look is what the pages of a Word file look like: lengths of the page in millimetres, of letters and gaps in points.
type Look struct {
	Width, Height, Top, Bottom, Left, Right float64
	PageNumber                              PageNumberLook
	// Parts are the components in the order of the file: "title", "superior", "issuer", "number", "date", "kind",
	// "subject", "letter_subject", "address", "recipients_word", "recipients", "authority", "position", "name", "body",
	// "heading".
	Parts map[string][]PartLook
}

// PageNumberLook is where the number of the page stands.
type PageNumberLook struct {
	Where     string // header | footer
	FirstPage bool   // the first page shows it
	Present   bool
	Align     string // left | center | right
}

// PartLook is how one line of a component looks. FirstLine is in millimetres; Before, After and Line in points, but Line
// a multiple of single spacing under the rule "auto". Paragraph is the block of the body, from 1; 0 elsewhere.
type PartLook struct {
	Text, Font                    string
	Size                          float64
	Bold, Italic, Underline, Caps bool
	Align                         string
	FirstLine                     float64
	Before, After, Line           float64
	LineRule                      string // auto | exact | atLeast
	Paragraph                     int
}

const pointsPerMM = 72 / 25.4

// look gathers the looks of the parts that were read.
func (w *wordReading) look() *Look {
	setup := w.doc.Sections[0]
	l := &Look{
		Width: setup.Width / pointsPerMM, Height: setup.Height / pointsPerMM,
		Top: setup.Top / pointsPerMM, Bottom: setup.Bottom / pointsPerMM, Left: setup.Left / pointsPerMM, Right: setup.Right / pointsPerMM,
		PageNumber: pageNumber(w.doc.Sections), Parts: map[string][]PartLook{},
	}
	recipients := map[string]bool{}
	for _, s := range strings.Split(w.RecipientsText, "\n") {
		recipients[s] = true
	}
	for i, line := range w.lines {
		switch {
		case line.para == nil || strings.TrimSpace(line.text) == "":
		case w.blockOf[i] > 0:
			part := "body"
			if w.Body.Blocks[w.blockOf[i]-1].Kind == "heading" {
				part = "heading"
			}
			l.add(part, line, line.text, w.blockOf[i])
		case i < w.body:
			w.lookAbove(l, i)
		case i < w.appendix:
			w.lookBelow(l, line, recipients)
		}
	}
	return l
}

// lookAbove names the components of a line above the body.
func (w *wordReading) lookAbove(l *Look, i int) {
	line := w.lines[i]
	switch {
	case i == w.kind.line:
		l.add("kind", line, w.KindName, 0)
		if w.kind.rest != "" {
			l.add("subject", line, w.kind.rest, 0)
		}
		return
	case w.address >= 0 && i >= w.address:
		l.add("address", line, line.text, 0)
		return
	case w.kind.line >= 0 && i > w.kind.line:
		if within(w.Subject, line.text) {
			l.add("subject", line, line.text, 0)
		}
		return
	}
	const most = 40 // parts of one line: each is looked for in it
	cells := headCells(line.text)
	for _, cell := range cells[:min(len(cells), most)] {
		switch m := numberLine.FindStringSubmatch(cell); {
		case titleOf(cell) != "":
			l.add("title", line, cell, 0)
		case cell == w.DateLine:
			l.add("date", line, cell, 0)
		case m != nil && strings.TrimSpace(m[1]) == w.NumberLine:
			l.add("number", line, cell, 0)
		case slices.Contains(w.Superior, cell):
			l.add("superior", line, cell, 0)
		case slices.Contains(w.Issuer, cell):
			l.add("issuer", line, cell, 0)
		case within(w.Subject, cell):
			l.add("letter_subject", line, cell, 0)
		}
	}
}

func within(whole, part string) bool {
	part = strings.Join(strings.Fields(bare(part)), " ")
	return part != "" && strings.Contains(whole, part)
}

// lookBelow names the components of a line of Nơi nhận or the signature block.
func (w *wordReading) lookBelow(l *Look, line wordLine, recipients map[string]bool) {
	text := line.text
	if word := recipientsHead.FindString(text); word != "" {
		l.add("recipients_word", line, bare(strings.TrimSuffix(bare(word), ":")), 0)
		text = text[len(word):]
	}
	left, right := splitColumns(text, false)
	for _, piece := range []string{left, right} {
		s := bare(piece)
		at := slices.Index(w.Formula, s)
		switch {
		case s == "":
		case s == w.SignerName:
			l.add("name", line, s, 0)
		case at >= 0 && at == len(w.Formula)-1:
			l.add("position", line, s, 0)
		case at >= 0:
			l.add("authority", line, s, 0)
		case recipients[piece]:
			l.add("recipients", line, piece, 0)
		}
	}
}

// add takes the look of the letters of text in a line; the look of most of them counts.
func (l *Look) add(part string, line wordLine, text string, paragraph int) {
	main := mainLook(line, text)
	if main == nil {
		return
	}
	p := line.para
	clipped := []rune(strings.TrimSpace(text))
	l.Parts[part] = append(l.Parts[part], PartLook{
		Text: string(clipped[:min(len(clipped), 200)]), Font: main.Font, Size: main.Size, Bold: main.Bold, Italic: main.Italic, Underline: main.Underline,
		Caps: main.Caps || allCaps(text), Align: p.Align, FirstLine: p.First / pointsPerMM, Before: p.Before, After: p.After, Line: p.Line, LineRule: p.LineRule,
		Paragraph: paragraph,
	})
}

// mainLook is the look of most letters of text, which stands in the line.
func mainLook(line wordLine, text string) *docx.Look {
	whole := spanText(line.spans)
	from, to := 0, len(whole)
	if at := strings.Index(whole, text); at >= 0 {
		from, to = at, at+len(text)
	}
	count := map[*docx.Look]int{}
	var main *docx.Look
	at := 0
	for _, s := range line.spans {
		start, end := max(from-at, 0), min(to-at, len(s.Text))
		if start < end {
			n := 0
			for _, r := range s.Text[start:end] {
				if !unicode.IsSpace(r) {
					n++
				}
			}
			if count[s.Look] += n; main == nil || count[s.Look] > count[main] {
				main = s.Look
			}
		}
		at += len(s.Text)
	}
	return main
}

// pageNumber finds the number of the page in the margins of the first section that has one.
func pageNumber(sections []docx.Setup) PageNumberLook {
	find := func(paras []*docx.Para) *docx.Para {
		for _, p := range paras {
			if p.PageNumber {
				return p
			}
		}
		return nil
	}
	seen := map[*docx.Para]bool{} // sections share the margins that they take over, by the first paragraph
	known := func(s docx.Setup) bool {
		all := true
		for _, paras := range [][]*docx.Para{s.FirstHeader, s.Header, s.FirstFooter, s.Footer} {
			if len(paras) > 0 {
				all = all && seen[paras[0]]
				seen[paras[0]] = true
			}
		}
		return all
	}
	for i, s := range sections {
		if known(s) {
			continue // no number in any of them
		}
		look := PageNumberLook{Where: "header"}
		p := find(s.Header)
		if p == nil {
			look.Where, p = "footer", find(s.Footer)
		}
		if p == nil {
			p = find(s.FirstHeader)
			if look.Where = "header"; p == nil {
				look.Where, p = "footer", find(s.FirstFooter)
			}
		}
		if p == nil {
			continue
		}
		look.Present = true
		look.FirstPage = i == 0 && (!s.TitlePage || find(s.FirstHeader) != nil || find(s.FirstFooter) != nil)
		if look.Align = p.Align; look.Align == "" || look.Align == "both" {
			look.Align = "left"
		}
		return look
	}
	return PageNumberLook{}
}
