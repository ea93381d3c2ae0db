package report

import (
	"fmt"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/xlsx"
)

// Title is the report in one line.
func (f Figures) Title() string { return "Báo cáo xử lý văn bản" }

// Subtitle says whose figures and of which days.
func (f Figures) Subtitle() string {
	return fmt.Sprintf("%s, từ ngày %s đến ngày %s", f.Scope.Name, printed(f.Span.From), printed(f.Span.To))
}

func printed(d store.Date) string { return d.Time().Format("02/01/2006") }

// GroupName is a group as people write it: "Tháng 3/2026", "Quý I/2026", "Năm 2026".
func GroupName(group string) string {
	switch {
	case len(group) == 4:
		return "Năm " + group
	case len(group) == 7 && group[5] == 'Q':
		return "Quý " + [...]string{"I", "II", "III", "IV"}[group[6]-'1'] + "/" + group[:4]
	case len(group) == 7:
		return "Tháng " + string(trimmed(group[5:])) + "/" + group[:4]
	}
	return group
}

func trimmed(n string) string {
	if n[0] == '0' {
		return n[1:]
	}
	return n
}

// Length is minutes as people read them: "45 phút", "3 giờ 20 phút", of a working day "2 ngày 1 giờ".
func Length(minutes int, clock string) string {
	day := 24 * 60
	if clock == document.WorkClock {
		day = 8 * 60
	}
	switch days, hours, rest := minutes/day, minutes%day/60, minutes%60; {
	case days > 0 && hours > 0:
		return fmt.Sprintf("%d ngày %d giờ", days, hours)
	case days > 0:
		return fmt.Sprintf("%d ngày", days)
	case hours > 0 && rest > 0:
		return fmt.Sprintf("%d giờ %d phút", hours, rest)
	case hours > 0:
		return fmt.Sprintf("%d giờ", hours)
	default:
		return fmt.Sprintf("%d phút", rest)
	}
}

// ClockName is by which clock a step is measured.
func ClockName(clock string) string {
	if clock == document.WallClock {
		return "Giờ đồng hồ (khẩn)"
	}
	return "Giờ làm việc"
}

// Workbook is the report as an XLSX file, a sheet for each table of the page.
func (f Figures) Workbook() ([]byte, error) {
	return xlsx.Write(f.periodSheet(), f.paceSheet(), f.waitSheet(), f.rowSheet("Theo loại", "Tên loại", f.Kinds), f.rowSheet("Theo đơn vị", "Đơn vị soạn thảo", f.Units),
		f.arrivalSheet("Văn bản đến theo đơn vị", "Đơn vị chủ trì", f.ArrivalUnits), f.arrivalSheet("Văn bản đến theo loại", "Tên loại", f.ArrivalKind))
}

// sheet begins one with the title and the head of its table.
func (f Figures) sheet(name string, widths []float64, head ...string) xlsx.Sheet {
	return xlsx.Sheet{
		Name: name, Widths: widths, HeaderRows: 3, Title: f.Title() + ". " + f.Subtitle(),
		Rows: [][]xlsx.Cell{
			{{Text: f.Title() + ": " + name, Bold: true, Span: len(head)}}, {{Text: f.Subtitle(), Span: len(head)}}, xlsx.Head(head...),
		},
	}
}

func tallied(t Tally) []xlsx.Cell {
	rate := xlsx.Text("")
	if t.Total() > 0 {
		rate = xlsx.Int(t.Percent())
	}
	return []xlsx.Cell{xlsx.Int(t.InTime), xlsx.Int(t.Late), rate}
}

func cells(first string, parts ...[]xlsx.Cell) []xlsx.Cell {
	row := []xlsx.Cell{xlsx.Text(first)}
	for _, p := range parts {
		row = append(row, p...)
	}
	return row
}

func (f Figures) periodSheet() xlsx.Sheet {
	head := []string{"Kỳ", "Dự thảo", "Phát hành"}
	for _, of := range []string{"Văn bản", "Bước xử lý", "Xác nhận đã nhận", "Văn bản đến", "Nhiệm vụ"} {
		head = append(head, of+" đúng hạn", of+" quá hạn", of+" đúng hạn (%)")
	}
	sheet := f.sheet("Đúng hạn", []float64{16}, head...)
	whole := f.Whole
	for _, p := range append(append([]Period{}, f.Periods...), whole) {
		name := GroupName(p.Group)
		if p.Group == "" {
			name = "Cả kỳ"
		}
		sheet.Rows = append(sheet.Rows, cells(name, []xlsx.Cell{xlsx.Int(p.Begun), xlsx.Int(p.Issued)},
			tallied(p.Documents), tallied(p.Steps), tallied(p.Receipts), tallied(p.Arrivals), tallied(p.Tasks)))
	}
	return sheet
}

func (f Figures) paceSheet() xlsx.Sheet {
	sheet := f.sheet("Thời gian từng bước", []float64{28, 28, 22}, "Luồng trình ký", "Bước", "Tính theo", "Số lượt", "Trung vị (phút)", "Phân vị 90 (phút)", "Đúng hạn", "Quá hạn", "Đúng hạn (%)")
	for _, p := range f.Paces {
		sheet.Rows = append(sheet.Rows, cells(p.Chain, xlsx.Texts(p.Label, ClockName(p.Clock)), []xlsx.Cell{xlsx.Int(p.Count), xlsx.Int(p.Median), xlsx.Int(p.P90)}, tallied(p.Tally)))
	}
	return sheet
}

func (f Figures) waitSheet() xlsx.Sheet {
	sheet := f.sheet("Đang chờ ai", []float64{30, 22, 30}, "Chờ ai", "Việc", "Đơn vị soạn thảo", "Số văn bản", "Quá hạn", "Lâu nhất từ")
	for _, w := range f.Waits {
		sheet.Rows = append(sheet.Rows, cells(w.Name, xlsx.Texts(w.Label, w.For), []xlsx.Cell{xlsx.Int(w.Count), xlsx.Int(w.Late)}, xlsx.Texts(w.Oldest.In(store.Hanoi).Format("02/01/2006 15:04"))))
	}
	return sheet
}

func (f Figures) rowSheet(name, first string, rows []Row) xlsx.Sheet {
	sheet := f.sheet(name, []float64{34}, first, "Dự thảo", "Phát hành", "Bị trả lại", "Số lần trả lại", "Trả lại trung bình (phần trăm lần)", "Đúng hạn", "Quá hạn", "Đúng hạn (%)")
	for _, r := range rows {
		mean := xlsx.Text("")
		if r.Issued > 0 {
			mean = xlsx.Int(r.Mean())
		}
		sheet.Rows = append(sheet.Rows, cells(r.Name, []xlsx.Cell{xlsx.Int(r.Begun), xlsx.Int(r.Issued), xlsx.Int(r.Returned), xlsx.Int(r.Returns), mean}, tallied(r.Documents)))
	}
	return sheet
}

func (f Figures) arrivalSheet(name, first string, rows []ArrivalRow) xlsx.Sheet {
	sheet := f.sheet(name, []float64{34}, first, "Đã vào sổ", "Hoàn thành", "Chưa xong", "Không có hạn", "Đúng hạn", "Quá hạn", "Đúng hạn (%)", "Còn trong hạn")
	for _, r := range rows {
		sheet.Rows = append(sheet.Rows, cells(r.Name, []xlsx.Cell{xlsx.Int(r.Total), xlsx.Int(r.Done), xlsx.Int(r.Open), xlsx.Int(r.Undated)}, tallied(r.Tally()), []xlsx.Cell{xlsx.Int(r.Running)}))
	}
	return sheet
}
