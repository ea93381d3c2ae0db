package document

import (
	"fmt"
	"strings"
)

// Redline is what changed from one content to another, passage by passage and word by word. It is complete: what it
// keeps and deletes is the earlier content, what it keeps and inserts the later one.
type Redline struct {
	From, To int // the content versions
	// Passages are in the order of reading: the later content, with what was deleted or moved away at its old place.
	Passages []Passage
	Summary  Summary
}

// Part is where in a content a passage stands.
type Part string

// The parts, in the order of reading.
const (
	SubjectPart     Part = "subject"
	FieldPart       Part = "field" // a field of the kind: "held_on: 2014-06-05"
	AddressWordPart Part = "address_word"
	AddresseePart   Part = "addressee"
	BodyPart        Part = "body"
	RecipientsPart  Part = "recipients" // a line of Nơi nhận
)

var contentParts = []Part{SubjectPart, FieldPart, AddressWordPart, AddresseePart, BodyPart, RecipientsPart}

// ChangeKind is what became of a passage.
type ChangeKind string

// What becomes of a passage. One that moved is Kept, Changed or Restyled besides.
const (
	Kept     ChangeKind = "kept"
	Changed  ChangeKind = "changed"  // other words
	Restyled ChangeKind = "restyled" // the same words, another look
	Inserted ChangeKind = "inserted"
	Deleted  ChangeKind = "deleted"
	// Left marks the place that a moved passage left; it has no words of its own.
	Left ChangeKind = "left"
)

// Passage is one piece: a block of the body, the trích yếu, an addressee, a line of Nơi nhận.
type Passage struct {
	Part  Part
	Kind  ChangeKind
	Moved bool
	// From and To number the passage within its part, from 1, in the earlier and the later content; 0 for none.
	From, To int
	// Was and Now are the block without its words and rows: kind, ordinal, how it stands. Nil where there was, or is, none.
	Was, Now *Block
	Words    []Segment
	Rows     []RowChange // of a table
	// Looks names what else of the passage changed: "ordinal", "level", "align", "kind", "picture", "columns", "landscape", "runs".
	Looks []string
}

// RowChange is one row of a table.
type RowChange struct {
	Kind     ChangeKind // Kept, Changed, Restyled, Inserted or Deleted
	From, To int
	Cells    []CellChange
}

// CellChange is one cell of a row. Was and Now are the cell without its words.
type CellChange struct {
	Was, Now *Cell
	Words    []Segment
}

// Segment is a stretch of words of one fate and one look.
type Segment struct {
	Kind ChangeKind // Kept, Restyled, Inserted or Deleted
	Text string
	Look Look
	Was  Look // the look before, of what was Restyled
	// Note says that the words are those of a footnote, which hangs on the text before it; Begins, that a new one begins.
	Note, Begins bool
}

// Look is how a run looks.
type Look struct {
	Bold, Italic, Underline bool
	Script                  Script
}

func (r Run) look() Look { return Look{r.Bold, r.Italic, r.Underline, r.Script} }

// Summary counts the changed passages; one that moved and was changed counts as both.
type Summary struct {
	Inserted, Deleted, Moved, Changed, Restyled int
	WordsInserted, WordsDeleted                 int
}

// Empty says whether nothing changed.
func (s Summary) Empty() bool { return s == Summary{} }

// Sentence is the summary in words: "3 đoạn thêm, 1 đoạn chuyển".
func (s Summary) Sentence() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{s.Inserted, "%d đoạn thêm"}, {s.Deleted, "%d đoạn xóa"}, {s.Moved, "%d đoạn chuyển"}, {s.Changed, "%d đoạn sửa"},
		{s.Restyled, "%d đoạn đổi định dạng"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf(p.what, p.n))
		}
	}
	if len(parts) == 0 {
		return "Không có thay đổi"
	}
	return strings.Join(parts, ", ")
}

// Compare gives the redline from content a to content b. Two contents whose text and look are the same have an empty
// one, also where their runs are cut at other places. It looks nothing up and changes neither.
func Compare(a, b Content) Redline {
	r := Redline{From: a.N, To: b.N}
	w := newWordDiffer()
	for _, part := range contentParts {
		r.Passages = append(r.Passages, w.part(part, passages(a, part), passages(b, part))...)
	}
	for _, c := range r.Passages {
		r.Summary.count(c)
	}
	return r
}

// passages are the blocks of a part; what is no body is a paragraph of plain text.
func passages(c Content, part Part) []Block {
	line := func(texts ...string) (blocks []Block) {
		for _, t := range texts {
			blocks = append(blocks, Block{Kind: Paragraph, Runs: []Run{{Text: t}}})
		}
		return blocks
	}
	switch {
	case part == SubjectPart && c.Subject != "":
		return line(c.Subject)
	case part == FieldPart:
		texts := make([]string, len(c.Fields))
		for i, f := range c.Fields {
			texts[i] = f.words()
		}
		return line(texts...)
	case part == AddressWordPart && c.AddressWord != "":
		return line(c.AddressWord)
	case part == AddresseePart:
		return line(c.Addressees...)
	case part == BodyPart:
		return c.Body.Blocks
	case part == RecipientsPart && c.RecipientsText != "":
		return line(strings.Split(c.RecipientsText, "\n")...)
	}
	return nil
}

// part compares one part of two contents.
func (w *wordDiffer) part(part Part, a, b []Block) []Passage {
	pairs := matchBlocks(a, b)
	if part == SubjectPart && len(a) == 1 && len(b) == 1 {
		pairs.join(0, 0)
	}
	changes := make([]Passage, 0, max(len(a), len(b)))
	add := func(c Passage) {
		c.Part = part
		changes = append(changes, c)
	}
	next := 0 // of a, not shown yet
	gone := func() {
		for ; next < len(a) && (pairs.to[next] < 0 || pairs.moved[next]); next++ {
			if pairs.moved[next] {
				add(Passage{Kind: Left, From: next + 1, To: pairs.to[next] + 1})
				continue
			}
			c := w.alone(a[next], Deleted)
			c.From = next + 1
			add(c)
		}
	}
	gone()
	for j := range b {
		i := pairs.from[j]
		if i < 0 {
			c := w.alone(b[j], Inserted)
			c.To = j + 1
			add(c)
			continue
		}
		c := w.both(a[i], b[j])
		c.From, c.To, c.Moved = i+1, j+1, pairs.moved[i]
		add(c)
		if !c.Moved {
			next = i + 1
			gone()
		}
	}
	return changes
}

// count adds one change to the summary.
func (s *Summary) count(c Passage) {
	switch c.Kind {
	case Inserted:
		s.Inserted++
	case Deleted:
		s.Deleted++
	case Changed:
		s.Changed++
	case Restyled:
		s.Restyled++
	}
	if c.Moved {
		s.Moved++
	}
	s.words(c.Words)
	for _, r := range c.Rows {
		for _, cell := range r.Cells {
			s.words(cell.Words)
		}
	}
}

func (s *Summary) words(segments []Segment) {
	for _, seg := range segments {
		switch seg.Kind {
		case Inserted:
			s.WordsInserted += len(strings.Fields(seg.Text))
		case Deleted:
			s.WordsDeleted += len(strings.Fields(seg.Text))
		}
	}
}

// frameOf is a block without its words and rows.
func frameOf(b Block) *Block {
	b.Runs, b.Rows = nil, nil
	return &b
}

// frameOfCell is a cell without its words.
func frameOfCell(c Cell) *Cell {
	c.Runs = nil
	return &c
}
