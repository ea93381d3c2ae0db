package docx

// Table is a table of a fixed width.
type Table struct {
	Columns []float64
	Indent  float64 // from the left margin
	Border  *Border // around and between the cells; nil = none
	Title   string  // what it holds, for those who hear the page
	Rows    []Row
}

// Row is a row of a table.
type Row struct {
	Height   float64 // at least; 0 = as its cells ask
	Header   bool    // repeats on every page
	CantPart bool    // no page ends within it
	Cells    []Cell
}

// Cell is a cell. One that goes on from the cell above it (Joined) holds an empty paragraph.
type Cell struct {
	Span                     int // columns; 0 = 1
	Starts, Joined           bool
	Top, Bottom, Left, Right float64 // padding
	Align                    string  // top | center | bottom
	Border                   *Border // on all sides, in place of the table's
	Blocks                   []Block // the last is a paragraph
}

func (t Table) write(p *part) {
	total := 0.0
	for _, c := range t.Columns {
		total += c
	}
	p.printf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblInd w:w="%d" w:type="dxa"/>`, twips(total), twips(t.Indent))
	if t.Border != nil {
		p.WriteString("<w:tblBorders>")
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			p.WriteString(t.Border.element(side))
		}
		p.WriteString("</w:tblBorders>")
	}
	p.WriteString(`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>`)
	if t.Title != "" {
		p.printf(`<w:tblCaption w:val="%s"/>`, escaped(t.Title))
	}
	p.WriteString(`</w:tblPr><w:tblGrid>`)
	for _, c := range t.Columns {
		p.printf(`<w:gridCol w:w="%d"/>`, twips(c))
	}
	p.WriteString("</w:tblGrid>")
	for _, r := range t.Rows {
		r.write(p, t.Columns)
	}
	p.WriteString("</w:tbl>")
}

func (r Row) write(p *part, columns []float64) {
	p.WriteString("<w:tr>")
	if r.CantPart || r.Height > 0 || r.Header {
		p.WriteString("<w:trPr>")
		if r.CantPart {
			p.WriteString("<w:cantSplit/>")
		}
		if r.Height > 0 {
			p.printf(`<w:trHeight w:val="%d" w:hRule="atLeast"/>`, twips(r.Height))
		}
		if r.Header {
			p.WriteString("<w:tblHeader/>")
		}
		p.WriteString("</w:trPr>")
	}
	at := 0
	for _, c := range r.Cells {
		span := max(1, c.Span)
		width := 0.0
		for i := at; i < min(at+span, len(columns)); i++ {
			width += columns[i]
		}
		at += span
		c.write(p, width)
	}
	p.WriteString("</w:tr>")
}

func (c Cell) write(p *part, width float64) {
	p.printf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(width))
	if c.Span > 1 {
		p.printf(`<w:gridSpan w:val="%d"/>`, c.Span)
	}
	switch {
	case c.Starts:
		p.WriteString(`<w:vMerge w:val="restart"/>`)
	case c.Joined:
		p.WriteString(`<w:vMerge/>`)
	}
	if c.Border != nil {
		p.WriteString("<w:tcBorders>")
		for _, side := range []string{"top", "left", "bottom", "right"} {
			p.WriteString(c.Border.element(side))
		}
		p.WriteString("</w:tcBorders>")
	}
	if c.Top+c.Bottom+c.Left+c.Right > 0 {
		p.printf(`<w:tcMar><w:top w:w="%d" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tcMar>`, twips(c.Top), twips(c.Left), twips(c.Bottom), twips(c.Right))
	}
	if c.Align != "" {
		p.printf(`<w:vAlign w:val="%s"/>`, c.Align)
	}
	p.WriteString("</w:tcPr>")
	for _, b := range c.Blocks {
		b.write(p)
	}
	if len(c.Blocks) == 0 {
		p.WriteString("<w:p/>")
	}
	p.WriteString("</w:tc>")
}
