package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// story is one stretch of text: the body, a note, a header.
type story struct {
	*reader
	rels    links
	margin  bool   // a header or footer
	where   string // for remarks, where no paragraph names the place
	fields  []*field
	deleted int      // how many tracked deletions are open
	tables  int      // how many tables are open, each within the one before
	last    *Setup   // of the last section
	noted   []string // codes of remarks that wait for the words of their paragraph
}

// field is an open field: first its code, then its result.
type field struct {
	code   strings.Builder
	inCode bool
	page   bool // the number of a page
}

// blocks reads the paragraphs and tables within the current element.
func (s *story) blocks(d *decoder) ([]Element, error) {
	var list []Element
	err := d.each(func(e xml.StartElement) error {
		return s.block(d, e, &list)
	})
	return list, err
}

func (s *story) block(d *decoder, e xml.StartElement, list *[]Element) error {
	inner := func(in xml.StartElement) error { return s.block(d, in, list) }
	switch e.Name.Local {
	case "p":
		return s.paragraph(d, list)
	case "tbl":
		if s.tables == maxNested {
			return errHostile.Because(errors.New("tables within tables"))
		}
		s.tables++
		table, err := s.table(d)
		s.tables--
		if err == nil && table != nil && s.deleted == 0 {
			*list = append(*list, Element{Table: table})
		}
		return err
	case "sdt", "sdtContent", "customXml", "smartTag":
		return d.each(inner)
	case "ins", "moveTo":
		s.tracked()
		return d.each(inner)
	case "del", "moveFrom":
		s.tracked()
		s.deleted++
		err := d.each(func(in xml.StartElement) error { var gone []Element; return s.block(d, in, &gone) })
		s.deleted--
		return err
	case "AlternateContent":
		return s.alternate(d, inner)
	case "sectPr":
		setup, err := readSetup(d)
		s.last = setup
		return err
	case "altChunk":
		s.remark(OtherContent, s.where)
	}
	return nil
}

// alternate reads the first of several forms of the same thing that holds anything: newest Word first.
func (s *story) alternate(d *decoder, visit func(xml.StartElement) error) error {
	taken := false
	return d.each(func(e xml.StartElement) error {
		if taken {
			return nil
		}
		switch e.Name.Local {
		case "Choice", "Fallback":
			taken = true
			return d.each(visit)
		}
		return nil
	})
}

func (s *story) tracked() { s.remark(TrackedChanges, "") }

// note keeps a remark until the paragraph is read whose first words tell where it belongs.
func (s *story) note(code string) {
	if !slices.Contains(s.noted, code) {
		s.noted = append(s.noted, code)
	}
}

// place gives the remarks on a paragraph its first words.
func (s *story) place(text string) {
	where := s.where
	if words := strings.Fields(text); len(words) > 0 {
		where = "“" + strings.Join(words[:min(len(words), 8)], " ") + "”"
		if len(words) > 8 {
			where = strings.TrimSuffix(where, "”") + "…”"
		}
	}
	for _, code := range s.noted {
		s.remark(code, where)
	}
	s.noted = s.noted[:0]
}

func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// Lines gives the text of elements, a line a paragraph or a cell's paragraph, with their numbers.
func Lines(elements []Element) []string {
	var lines []string
	for _, p := range Paras(elements) {
		if text := strings.TrimSpace(p.Number + " " + p.Text()); text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}

// Paras gives all paragraphs of elements, those in tables too.
func Paras(elements []Element) []*Para {
	return gather(nil, elements)
}

func gather(list []*Para, elements []Element) []*Para {
	for _, e := range elements {
		if e.Para != nil {
			list = append(list, e.Para)
			continue
		}
		for _, row := range e.Table.Rows {
			for _, c := range row.Cells {
				list = gather(list, c.Elements)
			}
		}
	}
	return list
}

// written says whether elements hold any word or number.
func written(elements []Element) bool {
	for _, e := range elements {
		if e.Para != nil {
			if strings.TrimSpace(e.Para.Number) != "" || slices.ContainsFunc(e.Para.Spans, func(s Span) bool { return strings.TrimSpace(s.Text) != "" }) {
				return true
			}
			continue
		}
		for _, row := range e.Table.Rows {
			if slices.ContainsFunc(row.Cells, func(c GridCell) bool { return written(c.Elements) }) {
				return true
			}
		}
	}
	return false
}
