package document

import (
	"cmp"
	"slices"
	"strings"
)

// Before is the earlier content: what was kept and deleted. Neighbouring runs of one look are one run in it, and a
// content's number, hash, source, author and time are not part of a redline.
func (r Redline) Before() Content { return r.side(Inserted, r.From) }

// After is the later content: what was kept and inserted.
func (r Redline) After() Content { return r.side(Deleted, r.To) }

// side leaves out what is only on the other.
func (r Redline) side(without ChangeKind, n int) Content {
	early := without == Inserted
	place := func(c Passage) int {
		if early {
			return c.From
		}
		return c.To
	}
	changes := slices.DeleteFunc(slices.Clone(r.Passages), func(c Passage) bool { return c.Kind == Left || c.Kind == without })
	slices.SortStableFunc(changes, func(a, b Passage) int { return cmp.Compare(place(a), place(b)) })
	content := Content{N: n}
	var lines []string
	for _, c := range changes {
		text := func() string { return runsText(runsOf(c.Words, without)) }
		switch c.Part {
		case SubjectPart:
			content.Subject = text()
		case AddressWordPart:
			content.AddressWord = text()
		case AddresseePart:
			content.Addressees = append(content.Addressees, text())
		case RecipientsPart:
			lines = append(lines, text())
		case BodyPart:
			content.Body.Blocks = append(content.Body.Blocks, c.block(without))
		}
	}
	content.RecipientsText = strings.Join(lines, "\n")
	return content
}

func (c Passage) block(without ChangeKind) Block {
	frame := c.Now
	if without == Inserted {
		frame = c.Was
	}
	b := *frame
	b.Runs = runsOf(c.Words, without)
	for _, r := range c.Rows {
		if r.Kind == without {
			continue
		}
		row := []Cell{}
		for _, cell := range r.Cells {
			frame := cell.Now
			if without == Inserted {
				frame = cell.Was
			}
			if frame == nil {
				continue
			}
			whole := *frame
			whole.Runs = runsOf(cell.Words, without)
			row = append(row, whole)
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

// runsOf joins the segments of one side into runs; a footnote hangs on the run before it.
func runsOf(segments []Segment, without ChangeKind) (runs []Run) {
	for _, s := range segments {
		if s.Kind == without {
			continue
		}
		look := s.Look
		if s.Kind == Restyled && without == Inserted {
			look = s.Was
		}
		last := len(runs) - 1
		if s.Note {
			switch {
			case !s.Begins:
				runs[last].Note += s.Text
			case last < 0 || runs[last].Note != "":
				runs = append(runs, Run{Note: s.Text})
			default:
				runs[last].Note = s.Text
			}
			continue
		}
		if last >= 0 && runs[last].Note == "" && runs[last].look() == look {
			runs[last].Text += s.Text
			continue
		}
		runs = append(runs, Run{Text: s.Text, Bold: look.Bold, Italic: look.Italic, Underline: look.Underline, Script: look.Script})
	}
	return runs
}
