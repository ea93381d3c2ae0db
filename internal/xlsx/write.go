package xlsx

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	face     = "Times New Roman"
	points   = 12
	a4       = 9 // ECMA-376 18.18.50: the paper's number
	textMask = 49
)

// Write makes a workbook of the sheets.
func Write(sheets ...Sheet) (_ []byte, err error) {
	if len(sheets) == 0 {
		return nil, errors.New("xlsx: a workbook without sheets")
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	w := writer{file: f, styles: map[look]int{}, names: map[string]bool{}}
	for i, s := range sheets {
		name, err := w.tab(i, s.Name)
		if err != nil {
			return nil, fmt.Errorf("xlsx: %w", err)
		}
		if err := w.sheet(name, s); err != nil {
			return nil, fmt.Errorf("xlsx: sheet %s: %w", name, err)
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	return out.Bytes(), nil
}

type writer struct {
	file   *excelize.File
	styles map[look]int // excelize numbers; made when first wanted
	names  map[string]bool
}

// look is what a style is made of.
type look struct {
	bold, italic, grid, number bool
	align                      Align
}

// tab names the i-th sheet; two of one name are told apart.
func (w *writer) tab(i int, wanted string) (string, error) {
	name := tabName(wanted)
	for n := 2; w.names[strings.ToLower(name)]; n++ {
		mark := fmt.Sprintf(" (%d)", n)
		runes := []rune(tabName(wanted))
		name = string(runes[:min(len(runes), maxName-len(mark))]) + mark
	}
	w.names[strings.ToLower(name)] = true
	if i == 0 {
		return name, w.file.SetSheetName("Sheet1", name)
	}
	_, err := w.file.NewSheet(name)
	return name, err
}

func (w *writer) sheet(name string, s Sheet) error {
	if len(s.Rows) > maxRows {
		return fmt.Errorf("%d rows, a sheet holds %d", len(s.Rows), maxRows)
	}
	if err := w.paper(name, s); err != nil {
		return err
	}
	out, err := w.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range s.Widths {
		if err := out.SetColWidth(i+1, i+1, min(width, maxWidth)); err != nil {
			return err
		}
	}
	if s.HeaderRows > 0 {
		if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: s.HeaderRows, TopLeftCell: fmt.Sprintf("A%d", s.HeaderRows+1), ActivePane: "bottomLeft"}); err != nil {
			return err
		}
	}
	for i, row := range s.Rows {
		if err := w.row(out, i+1, row, !s.Plain); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return out.Flush()
}

// row writes one row; what a cell covers is drawn with its frame.
func (w *writer) row(out *excelize.StreamWriter, at int, row []Cell, grid bool) error {
	var values []any
	for _, c := range row {
		style, err := w.style(look{bold: c.Bold, italic: c.Italic, grid: grid, number: c.IsNumber, align: c.Align})
		if err != nil {
			return err
		}
		first := len(values) + 1
		if c.IsNumber {
			values = append(values, excelize.Cell{StyleID: style, Value: c.Number})
		} else {
			values = append(values, excelize.Cell{StyleID: style, Value: printable(c.Text)}) // a string is never a formula
		}
		for range max(c.Span, 1) - 1 {
			values = append(values, excelize.Cell{StyleID: style})
		}
		if c.Span > 1 {
			if err := merge(out, at, first, len(values)); err != nil {
				return err
			}
		}
	}
	cell, err := excelize.CoordinatesToCellName(1, at)
	if err != nil {
		return err
	}
	return out.SetRow(cell, values)
}

func merge(out *excelize.StreamWriter, row, from, to int) error {
	left, err := excelize.CoordinatesToCellName(from, row)
	if err != nil {
		return err
	}
	right, err := excelize.CoordinatesToCellName(to, row)
	if err != nil {
		return err
	}
	return out.MergeCell(left, right)
}

// style gives the number of a look. Text has the format "@": who edits the cell still types text, not a formula.
func (w *writer) style(l look) (int, error) {
	if id, made := w.styles[l]; made {
		return id, nil
	}
	style := &excelize.Style{
		Font:      &excelize.Font{Family: face, Size: points, Bold: l.bold, Italic: l.italic},
		Alignment: &excelize.Alignment{Horizontal: [...]string{"left", "center", "right"}[l.align], Vertical: "top", WrapText: true},
		NumFmt:    textMask,
	}
	if l.number {
		style.NumFmt = 1
	}
	if l.bold && l.align == Center {
		style.Alignment.Vertical = "center"
	}
	if l.grid {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
	}
	id, err := w.file.NewStyle(style)
	if err == nil {
		w.styles[l] = id
	}
	return id, err
}

// paper sets the sheet up for printing: A4, one page wide, the head repeated, pages numbered.
func (w *writer) paper(name string, s Sheet) error {
	size, wide, high, orientation, fit := a4, 1, 0, "landscape", true
	if s.Portrait {
		orientation = "portrait"
	}
	if err := w.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := w.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	title := strings.ReplaceAll(printable(s.Title), "&", "&&")
	if runes := []rune(title); len(runes) > 200 { // a header holds 255 characters with its codes
		title = string(runes[:200])
	}
	header := &excelize.HeaderFooterOptions{OddFooter: "&C&\"" + face + ",Regular\"Trang &P/&N"}
	if title != "" {
		header.OddHeader = "&C&\"" + face + ",Regular\"" + title
	}
	if err := w.file.SetHeaderFooter(name, header); err != nil {
		return err
	}
	if s.HeaderRows == 0 {
		return nil
	}
	return w.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: name,
		RefersTo: fmt.Sprintf("'%s'!$1:$%d", strings.ReplaceAll(name, "'", "''"), s.HeaderRows),
	})
}
