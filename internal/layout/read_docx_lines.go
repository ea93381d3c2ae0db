package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/layout/docx"
)

// wordLine is a line of a Word file: a paragraph, what stands between two line breaks of one, a cell's paragraph of a
// table that only sets text side by side, or a whole table of the body.
type wordLine struct {
	text    string // with the number
	para    *docx.Para
	spans   []docx.Span
	number  string
	goesOn  bool // not the first line of its paragraph
	newPage bool
	setup   int // its section
	table   *docx.Grid
}

// tableMark stands for a table in the texts of the lines: the bar ends every part above it.
const tableMark = "|\uFFFC"

func (l wordLine) pictures() int {
	n := 0
	for _, s := range l.spans {
		if s.Image != nil {
			n++
		}
	}
	return n
}

// flatten makes lines of a file. Between paragraphs that stand differently (centred or not) there is a blank line, as a
// typist leaves one.
func flatten(doc *docx.Document) []wordLine {
	f := &flattener{head: headEnd(doc.Elements), tail: lastTail(doc.Elements)}
	section, turned := 0, false
	for i, e := range doc.Elements {
		for section < len(doc.Sections)-1 && i >= doc.Sections[section].End {
			section++
			turned = true
		}
		first := len(f.lines)
		switch {
		case e.Para != nil:
			f.para(e.Para, "")
		case f.sideBySide(e.Table, i):
			f.columns(e.Table, i >= f.tail)
		default:
			f.lines = append(f.lines, wordLine{}, wordLine{text: tableMark, table: e.Table}, wordLine{})
		}
		for j := first; j < len(f.lines); j++ {
			f.lines[j].setup = section
		}
		if turned && first < len(f.lines) {
			f.lines[first].newPage, turned = true, false
		}
	}
	return f.lines
}

type flattener struct {
	lines []wordLine
	head  int // the element that ends the header
	tail  int // the element from which on a table may hold the signature block
	last  *docx.Para
}

// para adds the lines of a paragraph behind a lead, which tells the right column of a signature block.
func (f *flattener) para(p *docx.Para, lead string) {
	if f.last != nil && (f.last.Align == "center") != (p.Align == "center") && len(p.Spans) > 0 {
		f.lines = append(f.lines, wordLine{})
	}
	if len(p.Spans) > 0 {
		f.last = p
	}
	lines := lineSpans(p.Spans)
	for i, spans := range lines {
		l := wordLine{para: p, spans: spans, goesOn: i > 0, newPage: i == 0 && p.NewPage}
		if i == 0 {
			l.number = p.Number
		}
		l.text = spanText(spans)
		if l.number != "" && (l.text != "" || len(lines) == 1 && len(spans) > 0) {
			l.text = l.number + " " + strings.TrimLeftFunc(l.text, unicode.IsSpace)
		}
		if lead != "" && strings.TrimSpace(l.text) != "" {
			l.text = lead + strings.TrimLeftFunc(l.text, unicode.IsSpace)
		}
		f.lines = append(f.lines, l)
	}
}

func spanText(spans []docx.Span) string {
	var s strings.Builder
	for _, span := range spans {
		s.WriteString(span.Text)
	}
	return s.String()
}

// lineSpans parts spans at their line breaks.
func lineSpans(spans []docx.Span) [][]docx.Span {
	lines := [][]docx.Span{nil}
	for _, span := range spans {
		pieces := strings.Split(span.Text, "\n")
		for i, piece := range pieces {
			if i > 0 {
				lines = append(lines, nil)
			}
			part := span
			part.Text = piece
			if i < len(pieces)-1 {
				part.Note, part.Image = "", nil
			}
			if part.Text != "" || part.Note != "" || part.Image != nil {
				lines[len(lines)-1] = append(lines[len(lines)-1], part)
			}
		}
	}
	return lines
}

// columns adds a table that only sets text side by side: column after column, so that lines that belong together stay
// together. In the signature block the right column keeps its place at the right.
func (f *flattener) columns(t *docx.Grid, tail bool) {
	f.lines = append(f.lines, wordLine{})
	var starts []int
	for _, row := range t.Rows {
		for _, c := range row.Cells {
			if !slices.Contains(starts, c.Column) {
				starts = append(starts, c.Column)
			}
		}
	}
	slices.Sort(starts)
	copied := slices.ContainsFunc(docx.Lines([]docx.Element{{Table: t}}), isCopyLine)
	if copied { // its word first: it parts the document from the copy's block
		slices.Reverse(starts)
		tail = false
	}
	for i, start := range starts {
		lead := ""
		if tail && i > 0 {
			lead = "\t\t"
		}
		for _, row := range t.Rows {
			for _, c := range row.Cells {
				if c.Column == start {
					for _, p := range docx.Paras(c.Elements) {
						f.para(p, lead)
					}
				}
			}
		}
		f.last = nil
		if !tail {
			f.lines = append(f.lines, wordLine{})
		}
	}
	f.lines = append(f.lines, wordLine{})
}

const (
	headElements = 14   // a table beyond is none of the header
	headLetters  = 2000 // nor is one with more text
)

// sideBySide tells a table that only sets text side by side, in the header, at Kính gửi or in the signature block, from
// one of the body: by what it says, not by its lines.
func (f *flattener) sideBySide(t *docx.Grid, at int) bool {
	lines := docx.Lines([]docx.Element{{Table: t}})
	letters := 0
	for _, s := range lines {
		letters += utf8.RuneCountInString(s)
	}
	if len(lines) == 0 {
		return true
	}
	if at < f.head && letters < headLetters && slices.ContainsFunc(lines, isHeadLine) {
		return true
	}
	return at >= f.tail && (isTail(lines) || letters < headLetters && slices.ContainsFunc(lines, isCopyLine))
}

func isCopyLine(line string) bool {
	return slices.ContainsFunc(strings.Split(line, "\n"), func(s string) bool { return copyForm.MatchString(bare(s)) })
}

// headEnd is the element behind which no table belongs to the header: the name of the kind, Kính gửi with a name, or a
// long paragraph stands there.
func headEnd(elements []docx.Element) int {
	for i, e := range elements[:min(len(elements), headElements)] {
		if e.Para == nil {
			continue
		}
		text := strings.Join(strings.Fields(bare(e.Para.Text())), " ")
		_, _, kind := splitKind(text)
		m := addressLine.FindStringSubmatch(text)
		if kind && allCaps(text) || m != nil && bare(m[2]) != "" || utf8.RuneCountInString(text) > 200 {
			return i
		}
	}
	return min(len(elements), headElements)
}

// isHeadLine says whether a line can only stand above the body.
func isHeadLine(line string) bool {
	for _, s := range strings.Split(line, "\n") {
		if addressLine.MatchString(strings.TrimSpace(s)) {
			return true
		}
		if _, rest, ok := splitKind(strings.Join(strings.Fields(bare(s)), " ")); ok && rest == "" && allCaps(s) {
			return true
		}
		for _, cell := range headCells(s) {
			m := numberLine.FindStringSubmatch(cell)
			if titleOf(cell) != "" || dateLine.MatchString(cell) || openDate.MatchString(cell) || m != nil && numberShape.MatchString(m[1]) {
				return true
			}
			var r Reading
			if len(cell) < 80 && allCaps(cell) && r.headPart(cell) {
				return true
			}
		}
	}
	return false
}

// isTail says whether lines are those of a signature block: Nơi nhận stands there, or nothing but positions and names.
func isTail(lines []string) bool {
	positions := 0
	for _, line := range lines {
		for _, s := range strings.Split(line, "\n") {
			switch s = bare(s); {
			case recipientsHead.MatchString(s):
				return true
			case allCaps(s) && positionWords.MatchString(s) && !looksNumbered(s):
				positions++
			case s == "" || signedMark.MatchString(s) || personName.MatchString(s) || rulesOnly.MatchString(s) || typistLine.MatchString(s):
			default:
				return false
			}
		}
	}
	return positions > 0
}

// lastTail is the element from which on tables are looked at as signature blocks: far enough back for appendices to
// follow, never before the header.
func lastTail(elements []docx.Element) int {
	first := len(elements)
	for i, e := range elements {
		for _, line := range docx.Lines([]docx.Element{e}) {
			if recipientsHead.MatchString(line) {
				return i
			}
		}
		if e.Table != nil && first == len(elements) && isTail(docx.Lines([]docx.Element{e})) {
			first = i
		}
	}
	return first
}
