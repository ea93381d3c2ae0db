package docx

import (
	"encoding/xml"
	"strings"
)

const (
	maxColumns = 100
	maxRows    = 20000
)

// table reads w:tbl; nil when tracked changes have deleted all of it.
func (s *story) table(d *decoder) (*Grid, error) {
	g := &Grid{}
	err := d.each(func(e xml.StartElement) error { return s.tablePart(d, e, g) })
	if err != nil || len(g.Rows) == 0 {
		return nil, err
	}
	g.merge()
	return g, nil
}

func (s *story) tablePart(d *decoder, e xml.StartElement, g *Grid) error {
	inner := func(in xml.StartElement) error { return s.tablePart(d, in, g) }
	switch e.Name.Local {
	case "tblPr":
		return d.each(func(in xml.StartElement) error {
			switch in.Name.Local {
			case "tblStyle":
				style := strings.ToLower(attr(in, "val"))
				g.Bordered = g.Bordered || strings.Contains(style, "grid")
			case "tblBorders":
				g.Bordered = false
				return d.each(func(border xml.StartElement) error {
					g.Bordered = g.Bordered || drawn(border)
					return nil
				})
			}
			return nil
		})
	case "tblGrid":
		return d.each(func(in xml.StartElement) error {
			if in.Name.Local == "gridCol" && len(g.Columns) < maxColumns {
				g.Columns = append(g.Columns, number(attr(in, "w"))/20)
			}
			return nil
		})
	case "tr":
		return s.row(d, g)
	case "sdt", "sdtContent", "customXml", "ins", "moveTo":
		return d.each(inner)
	}
	return nil
}

func drawn(border xml.StartElement) bool {
	switch attr(border, "val") {
	case "nil", "none", "":
		return false
	}
	return true
}

func (s *story) row(d *decoder, g *Grid) error {
	var r GridRow
	column, gone := 0, false
	var visit func(e xml.StartElement) error
	visit = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "trPr":
			return d.each(func(in xml.StartElement) error {
				switch in.Name.Local {
				case "tblHeader":
					r.Header = onOff(in) == on
				case "gridBefore":
					column = min(max(whole(attr(in, "val")), 0), maxColumns)
				case "del":
					s.tracked()
					s.deleted++ // its words are looked through, not kept
					gone = true
				case "ins":
					s.tracked()
				}
				return nil
			})
		case "tc":
			c, err := s.cell(d, g)
			if c.Column = column; column < maxColumns {
				r.Cells = append(r.Cells, c)
			}
			column += c.Span
			return err
		case "sdt", "sdtContent", "customXml":
			return d.each(visit)
		}
		return nil
	}
	err := d.each(visit)
	if gone {
		s.deleted--
		return err
	}
	if len(g.Rows) < maxRows {
		g.Rows = append(g.Rows, r)
	} else if err == nil {
		err = errTooLarge
	}
	return err
}

func (s *story) cell(d *decoder, g *Grid) (GridCell, error) {
	c := GridCell{Span: 1, Down: 1}
	err := d.each(func(e xml.StartElement) error {
		if e.Name.Local != "tcPr" {
			return s.block(d, e, &c.Elements)
		}
		return d.each(func(in xml.StartElement) error {
			switch in.Name.Local {
			case "gridSpan":
				c.Span = min(max(whole(attr(in, "val")), 1), maxColumns)
			case "vMerge":
				c.goesOn = attr(in, "val") != "restart"
			case "tcBorders":
				return d.each(func(border xml.StartElement) error {
					g.Bordered = g.Bordered || drawn(border)
					return nil
				})
			}
			return nil
		})
	})
	return c, err
}

// merge gives a cell the rows that go on below it and leaves out those that it covers.
func (g *Grid) merge() {
	above := map[int]*GridCell{} // by column
	for i := range g.Rows {
		row := &g.Rows[i]
		kept := make([]GridCell, 0, len(row.Cells))
		for _, c := range row.Cells {
			if top := above[c.Column]; c.goesOn && top != nil {
				top.Down++
				if written(c.Elements) {
					top.Elements = append(top.Elements, c.Elements...)
				}
				continue
			}
			kept = append(kept, c)
		}
		row.Cells = kept
		for j := range row.Cells {
			above[row.Cells[j].Column] = &row.Cells[j]
		}
	}
}
