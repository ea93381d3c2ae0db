package book

import (
	"fmt"
	"strings"

	"trinhky/internal/xlsx"
)

// XLSX gives the same columns as a workbook: the rows on the first sheet, under a head that stays in view; cover, opening
// and closing on the second.
func (b Book) XLSX() ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	main := xlsx.Sheet{Name: "Sổ", HeaderRows: 2, Title: strings.Join(notEmpty(b.Owner, b.named()), " – ")}
	if b.Single {
		main.Name = "Danh sách"
	}
	var titles, numbers []string
	for i, c := range b.Columns {
		titles, numbers = append(titles, c.Title), append(numbers, fmt.Sprintf("(%d)", i+1))
		main.Widths = append(main.Widths, max(c.Width, 8)*0.52) // mm → characters of 12 points
	}
	main.Rows = append(main.Rows, xlsx.Head(titles...), xlsx.Head(numbers...))
	for _, r := range b.Rows {
		main.Rows = append(main.Rows, b.sheetRow(r))
	}
	return xlsx.Write(main, b.aboutSheet())
}

func (b Book) sheetRow(r Row) []xlsx.Cell {
	if r.Kind == Group {
		return []xlsx.Cell{{Text: r.cell(0), Bold: true, Span: len(b.Columns)}}
	}
	row := make([]xlsx.Cell, len(b.Columns))
	for i, c := range b.Columns {
		row[i] = xlsx.Cell{Text: r.cell(i), Align: xlsx.Align(c.Align), Italic: r.Kind != Plain}
	}
	return row
}

// aboutSheet is what the printed book says around its rows.
func (b Book) aboutSheet() xlsx.Sheet {
	s := xlsx.Sheet{Name: "Bìa, tổng cộng", Widths: []float64{90}, Plain: true, Title: b.Title}
	add := func(bold bool, align xlsx.Align, lines ...string) {
		for _, line := range notEmpty(lines...) {
			s.Rows = append(s.Rows, []xlsx.Cell{{Text: line, Bold: bold, Align: align}})
		}
	}
	add(false, xlsx.Center, strings.ToUpper(b.Superior))
	add(true, xlsx.Center, strings.ToUpper(b.Owner), strings.ToUpper(b.Title), b.Subtitle, b.Period)
	if !b.Single {
		add(false, xlsx.Center, fmt.Sprintf("Từ ngày %s đến ngày %s", day(b.From), day(b.To)))
	}
	add(false, xlsx.Left, b.Opening...)
	add(false, xlsx.Left, b.totals(Count(b.Rows))...)
	add(false, xlsx.Left, b.Closing...)
	return s
}

func notEmpty(all ...string) (kept []string) {
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
