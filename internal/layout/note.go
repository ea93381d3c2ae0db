package layout

import "trinhky/internal/document"

// footnote is a note of the body, set in lines.
type footnote struct {
	number int
	lines  []row
}

// runs gives runs of the body with the numbers of their footnotes, which are counted through the document, and with the
// marks of a redline. They must be those of the sheet, not a copy: a run is known by its place.
func (c *composer) runs(runs []document.Run) []run {
	if c.numbers == nil {
		c.countNotes()
	}
	counted := make([]run, len(runs))
	for i := range runs {
		mark := c.marks[&runs[i]]
		counted[i] = run{Run: runs[i], note: c.numbers[&runs[i]], strike: mark.strike, ink: mark.ink}
	}
	return counted
}

// countNotes numbers the footnotes in the order in which they are read.
func (c *composer) countNotes() {
	c.numbers = map[*document.Run]int{}
	c.noteTexts = []string{""}
	each := func(runs []document.Run) {
		for i := range runs {
			if runs[i].Note != "" {
				c.numbers[&runs[i]] = len(c.noteTexts)
				c.noteTexts = append(c.noteTexts, runs[i].Note)
			}
		}
	}
	for _, b := range c.sheet.Body.Blocks {
		each(b.Runs)
		for _, cells := range b.Rows {
			for _, cell := range cells {
				each(cell.Runs)
			}
		}
	}
}

// footnotes sets the notes whose marks stand on lines.
func (c *composer) footnotes(lines ...line) (notes []*footnote) {
	for _, l := range lines {
		for _, n := range l.notes() {
			notes = append(notes, c.footnote(n))
		}
	}
	return notes
}

// lineNotes are the notes whose marks stand on the line with an index.
type lineNotes struct {
	line  int
	notes []*footnote
}

// marksOf are the lines of a cell that have notes, so that its parts need not look for them again.
func (c *composer) marksOf(lines []line) (marks []lineNotes) {
	for i, l := range lines {
		if notes := c.footnotes(l); len(notes) > 0 {
			marks = append(marks, lineNotes{i, notes})
		}
	}
	return marks
}

// splitMarks parts the notes before a line from the others.
func splitMarks(marks []lineNotes, at int) (before, others []lineNotes) {
	n := 0
	for n < len(marks) && marks[n].line < at {
		n++
	}
	return marks[:n:n], marks[n:]
}

// footnote sets one note. Every line of it goes on with the element that was reserved behind its mark.
func (c *composer) footnote(n int) *footnote {
	if set := c.set[n]; set != nil {
		return set
	}
	rule := c.rules.Note
	x0, x1 := c.edges()
	ws := setWords([]run{{note: n}, {Run: document.Run{Text: " " + c.noteTexts[n]}}}, rule.Size, rule.style())
	p := paragraph{rule: rule.TypeRule, x0: x0, x1: x1, first: rule.Indent * mm}
	f := &footnote{number: n}
	for i, l := range p.lines(ws) {
		x := x0 + p.indent(i)
		r := row{height: rule.Leading, ops: []op{{kind: reopenTag, id: n}}}
		for _, o := range l.ops(x, x1-x, baselineOf(rule.Size, rule.Leading), rule.Size, justify) {
			switch {
			case o.kind == beginTag:
				o.text = "Lbl" // the number before the note is its label, not one more mark
			case o.kind == reserveTag:
				continue
			}
			r.ops = append(r.ops, o)
		}
		r.ops = append(r.ops, op{kind: endTag})
		if i == 0 {
			r.gap = rule.Before
		}
		f.lines = append(f.lines, r)
	}
	if c.set == nil {
		c.set = map[int]*footnote{}
	}
	c.set[n] = f
	return f
}

// noteIDs says how many ids the footnotes take: an op's id up to this one is the number of a note.
func (c *composer) noteIDs() int {
	if c.numbers == nil {
		c.countNotes()
	}
	return len(c.noteTexts) - 1
}

// newID gives the id of an element that goes on elsewhere.
func (c *composer) newID() int {
	c.ids++
	return c.noteIDs() + c.ids
}

// whole is the shortest note that may be parted: at least two lines stand on either page.
const whole = 4

// begun is how many lines of a note with n lines must stand on the page of its mark.
func begun(n int) int {
	if n < whole {
		return n
	}
	return 2
}

// noteFlow is the notes at the foot of a page: first what came over from the page before, then those whose marks stand
// on the page.
type noteFlow struct {
	rule  NoteRule
	x     float64
	carry []row // the lines that go on to the next page
	lines []row // the lines on this page
	// What is reserved while the page is being filled: the height of all but the last note, that of the first lines of
	// the last, and of its rest.
	before, first, rest float64
}

// reserve begins to keep room on a page that the carried lines come first on. Where body stands on the page too, they
// leave it a third.
func (f *noteFlow) reserve(room float64, body bool) noteFlow {
	r := noteFlow{rule: f.rule}
	limit := room
	if body {
		limit = room * 2 / 3
	}
	lines := fitting(f.carry, limit-f.top())
	r.before = heightOf(lines)
	if len(lines) < len(f.carry) {
		r.rest = room // no note begins before those that are open have ended
	}
	return r
}

// with is what must be kept when the marks of more notes stand on the page.
func (f noteFlow) with(notes []*footnote) noteFlow {
	for _, n := range notes {
		k := begun(len(n.lines))
		f.before += f.first + f.rest
		f.first, f.rest = heightOf(n.lines[:k]), heightOf(n.lines[k:])
	}
	return f
}

// least is the height that the notes take at least.
func (f noteFlow) least() float64 {
	if f.before+f.first == 0 {
		return 0
	}
	return f.top() + f.before + f.first
}

// top is the height of the gap and the rule above the notes.
func (f noteFlow) top() float64 { return f.rule.Gap + f.rule.Pen + noteDrop }

// noteDrop is what lies between the rule and the first note, in points.
const noteDrop = 3

// foot gives the lines that stand in the room at the foot of a page, and keeps the rest for the next. No line of a note
// stands alone before the end of the page, nor behind it.
func (f *noteFlow) foot(room float64, notes []*footnote) noteFlow {
	open := len(f.carry)
	all := f.carry[:open:open]
	ends := map[int]bool{}
	for _, n := range notes {
		for i := begun(len(n.lines)); i <= len(n.lines); i++ {
			ends[len(all)+i] = i != len(n.lines)-1
		}
		all = append(all, n.lines...)
	}
	n := len(fitting(all, room-f.top()))
	for n > 0 && !(n < open-1 || n == open || ends[n]) {
		n--
	}
	if n == 0 && len(notes) == 0 { // a page of nothing but notes takes a line even where it has no room
		n = min(1, len(all))
	}
	f.carry = all[n:]
	return noteFlow{rule: f.rule, x: f.x, lines: all[:n:n]}
}

// placed puts the lines above the bottom margin, under their rule.
func (f noteFlow) placed(bottom float64) []placedRow {
	if len(f.lines) == 0 {
		return nil
	}
	y := bottom - heightOf(f.lines) - noteDrop - f.rule.Pen
	rule := op{kind: drawLine, x: f.x, y: f.rule.Pen / 2, w: f.rule.Length * mm, pen: f.rule.Pen}
	placed := []placedRow{{y: y, ops: []op{rule}, artifact: true}}
	y += f.rule.Pen + noteDrop
	for _, l := range f.lines {
		placed = append(placed, placedRow{y: y + l.gap, ops: l.ops})
		y += l.gap + l.height
	}
	return placed
}

// fitting are the first of some lines that stand in a room.
func fitting(lines []row, room float64) []row {
	used := 0.0
	for i, l := range lines {
		used += l.gap + l.height
		if used > room+rounding {
			return lines[:i]
		}
	}
	return lines
}

func heightOf(lines []row) float64 {
	h := 0.0
	for _, l := range lines {
		h += l.height + l.gap
	}
	return h
}
