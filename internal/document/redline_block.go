package document

import "slices"

// segmenter makes segments of tokens: it walks both sides at once and cuts where a look changes on either.
type segmenter struct {
	before, after walker
	segments      []Segment
	begun         int // byte at which the last segment begins, on its side
}

// walker is how far one side was walked.
type walker struct {
	stream
	token, byte, span int
}

// next walks to the end of what has one look, at most n bytes.
func (w *walker) next(n int) (Look, int) {
	for w.looks[w.span].end <= w.byte {
		w.span++
	}
	return w.looks[w.span].look, min(n, w.looks[w.span].end-w.byte)
}

func (s *segmenter) keep(n int) {
	for _, t := range s.after.tokens[s.after.token : s.after.token+n] {
		for left := len(t.text); left > 0; {
			was, room := s.before.next(left)
			now, room := s.after.next(room)
			seg := Segment{Kind: Kept, Look: now, Note: t.note, Begins: t.begins && left == len(t.text)}
			if was != now {
				seg.Kind, seg.Was = Restyled, was
			}
			s.add(seg, &s.after, room)
			s.before.byte, left = s.before.byte+room, left-room
		}
	}
	s.before.token, s.after.token = s.before.token+n, s.after.token+n
}

// alone adds tokens that one side has.
func (s *segmenter) alone(side *walker, n int, kind ChangeKind) {
	for _, t := range side.tokens[side.token : side.token+n] {
		for left := len(t.text); left > 0; {
			look, room := side.next(left)
			s.add(Segment{Kind: kind, Look: look, Note: t.note, Begins: t.begins && left == len(t.text)}, side, room)
			left -= room
		}
	}
	side.token += n
}

// add takes the next n bytes of a side; what continues the last segment makes that longer.
func (s *segmenter) add(seg Segment, side *walker, n int) {
	last := len(s.segments) - 1
	if last < 0 || seg.Begins || !s.segments[last].goesOn(seg) {
		s.segments = append(s.segments, seg)
		s.begun, last = side.byte, last+1
	}
	side.byte += n
	s.segments[last].Text = side.text[s.begun:side.byte]
}

func (s Segment) goesOn(next Segment) bool {
	return s.Kind == next.Kind && s.Look == next.Look && s.Was == next.Was && s.Note == next.Note
}

// alone is a passage that is only in one of the contents.
func (w *wordDiffer) alone(b Block, kind ChangeKind) Passage {
	c := Passage{Kind: kind, Words: aloneWords(b.Runs, kind)}
	if kind == Deleted {
		c.Was = frameOf(b)
	} else {
		c.Now = frameOf(b)
	}
	for i, row := range b.Rows {
		c.Rows = append(c.Rows, aloneRow(row, i+1, kind))
	}
	return c
}

func aloneWords(runs []Run, kind ChangeKind) []Segment {
	s, side := segmenter{}, walker{stream: streamOf(runs)}
	s.alone(&side, len(side.tokens), kind)
	return s.segments
}

func aloneRow(row []Cell, n int, kind ChangeKind) RowChange {
	r := RowChange{Kind: kind}
	if kind == Deleted {
		r.From = n
	} else {
		r.To = n
	}
	for _, cell := range row {
		r.Cells = append(r.Cells, aloneCell(cell, kind))
	}
	return r
}

func aloneCell(cell Cell, kind ChangeKind) CellChange {
	c := CellChange{Words: aloneWords(cell.Runs, kind)}
	if kind == Deleted {
		c.Was = frameOfCell(cell)
	} else {
		c.Now = frameOfCell(cell)
	}
	return c
}

// both compares a passage with what became of it.
func (w *wordDiffer) both(a, b Block) Passage {
	c := Passage{Kind: Kept, Was: frameOf(a), Now: frameOf(b), Words: w.words(a.Runs, b.Runs), Looks: looksChanged(a, b)}
	if a.Kind == Table {
		c.Rows = w.rows(a.Rows, b.Rows)
	}
	kind := kindOf(c.Words)
	for _, r := range c.Rows {
		kind = graver(kind, r.Kind)
	}
	if slices.ContainsFunc(c.Words, func(s Segment) bool { return s.Kind == Restyled }) {
		c.Looks = append(c.Looks, "runs")
	}
	if len(c.Looks) > 0 {
		kind = graver(kind, Restyled)
	}
	if slices.Contains(c.Looks, "picture") && a.Picture.SHA256 != b.Picture.SHA256 {
		kind = Changed
	}
	c.Kind = kind
	return c
}

// looksChanged names what else of a passage changed beside its words.
func looksChanged(a, b Block) (looks []string) {
	for _, l := range []struct {
		name    string
		changed bool
	}{
		{"kind", a.Kind != b.Kind}, {"level", a.Level != b.Level}, {"ordinal", a.Ordinal != b.Ordinal}, {"align", a.Align != b.Align},
		{"columns", a.HeaderRows != b.HeaderRows || !slices.Equal(a.Widths, b.Widths)}, {"landscape", a.Landscape != b.Landscape},
		{"picture", a.Picture != nil && b.Picture != nil && *a.Picture != *b.Picture},
	} {
		if l.changed {
			looks = append(looks, l.name)
		}
	}
	return looks
}

// kindOf is what became of a passage by its words.
func kindOf(words []Segment) ChangeKind {
	kind := Kept
	for _, s := range words {
		kind = graver(kind, s.Kind)
	}
	return kind
}

// graver is the greater of two changes within one passage: any word gone or come is a changed passage.
func graver(a, b ChangeKind) ChangeKind {
	switch {
	case a == Kept && b == Kept:
		return Kept
	case (a == Kept || a == Restyled) && (b == Kept || b == Restyled):
		return Restyled
	}
	return Changed
}

// rows compares the rows of a table, in order.
func (w *wordDiffer) rows(a, b [][]Cell) (rows []RowChange) {
	inOrder(rowBlocks(a), rowBlocks(b), func(i, j int) {
		switch {
		case j < 0:
			rows = append(rows, aloneRow(a[i], i+1, Deleted))
		case i < 0:
			rows = append(rows, aloneRow(b[j], j+1, Inserted))
		default:
			r := RowChange{Kind: Kept, From: i + 1, To: j + 1, Cells: w.cells(a[i], b[j])}
			for _, c := range r.Cells {
				r.Kind = graver(r.Kind, kindOf(c.Words))
				switch {
				case c.Was == nil || c.Now == nil:
					r.Kind = Changed
				case c.Was.Align != c.Now.Align || c.Was.Span != c.Now.Span || c.Was.Down != c.Now.Down:
					r.Kind = graver(r.Kind, Restyled)
				}
			}
			rows = append(rows, r)
		}
	})
	return rows
}

func (w *wordDiffer) cells(a, b []Cell) (cells []CellChange) {
	both := func(i, j int) {
		cells = append(cells, CellChange{Was: frameOfCell(a[i]), Now: frameOfCell(b[j]), Words: w.words(a[i].Runs, b[j].Runs)})
	}
	if len(a) == len(b) {
		for i := range a {
			both(i, i)
		}
		return cells
	}
	inOrder(rowBlocks(eachAlone(a)), rowBlocks(eachAlone(b)), func(i, j int) {
		switch {
		case j < 0:
			cells = append(cells, aloneCell(a[i], Deleted))
		case i < 0:
			cells = append(cells, aloneCell(b[j], Inserted))
		default:
			both(i, j)
		}
	})
	return cells
}

// inOrder matches two lists of which nothing moves: what was deleted comes before what was inserted at its place.
func inOrder(a, b []Block, each func(i, j int)) {
	pairs := matchBlocks(a, b)
	nextA, nextB := 0, 0
	alone := func(i, j int) {
		for ; nextA < i; nextA++ {
			each(nextA, -1)
		}
		for ; nextB < j; nextB++ {
			each(-1, nextB)
		}
	}
	for j, i := range pairs.from {
		if i < 0 || pairs.moved[i] {
			continue
		}
		alone(i, j)
		each(i, j)
		nextA, nextB = i+1, j+1
	}
	alone(len(a), len(b))
}

// rowBlocks are rows as passages, to be matched as such.
func rowBlocks(rows [][]Cell) []Block {
	blocks := make([]Block, len(rows))
	for i, row := range rows {
		blocks[i].Kind = Paragraph
		for _, cell := range row {
			blocks[i].Runs = append(append(blocks[i].Runs, cell.Runs...), Run{Text: "\t"})
		}
	}
	return blocks
}

func eachAlone(cells []Cell) [][]Cell {
	rows := make([][]Cell, len(cells))
	for i := range cells {
		rows[i] = cells[i : i+1]
	}
	return rows
}
