package task

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/xlsx"
)

// ColumnKind says what a column of a request takes.
type ColumnKind string

// The kinds of column.
const (
	Figure ColumnKind = "number" // added up in the last row
	Words  ColumnKind = "text"
)

// Column is one thing that is asked.
type Column struct {
	Name string     `json:"name"`
	Unit string     `json:"unit,omitempty"`
	Kind ColumnKind `json:"kind"`
}

// Request asks organs for figures and words.
type Request struct {
	ID, ObligationID   string // of the report that it serves; "" for none
	Title, Guide       string
	Columns            []Column
	Due                store.Date
	IssuerID, OfficeID string // who asks
	UnitID             string
	CreatedBy          string
	CreatedAt          time.Time
	State              string // open | closed
	ClosedAt           *time.Time
	Version            int
}

// Answer is what one organ gave, or still owes.
type Answer struct {
	RequestID          string
	OrganID, Name      string
	officeID           string
	Rank               int      // in the order the organs were asked
	Cells              []string // one a column, numbers as "1234567,5"
	State              string   // waiting | draft | submitted
	Late               bool
	SubmittedOn        store.Date
	SubmittedBy        string
	Corrected, Version int
}

const (
	mostColumns = 30
	cellLimit   = 2_000 // characters
)

func (r Request) subject() audit.Subject { return audit.Subject{Kind: "data_request", ID: r.ID} }

// columnsOf reads and checks the columns of a new request.
func columnsOf(in []Column) (out []Column, err error) {
	if len(in) == 0 || len(in) > mostColumns {
		return nil, fault.New(fault.Unmet, "COLUMNS_COUNT", fmt.Sprintf("Yêu cầu số liệu phải có từ 1 đến %d cột.", mostColumns))
	}
	seen := map[string]bool{}
	for _, c := range in {
		if c.Name, err = line("Tên cột", c.Name, 120); err != nil {
			return nil, err
		}
		if c.Unit, err = line("Đơn vị tính", c.Unit, 40); err != nil {
			return nil, err
		}
		c.Name, c.Unit = strings.Join(strings.Fields(c.Name), " "), strings.Join(strings.Fields(c.Unit), " ")
		key := directory.Fold(c.Name)
		switch {
		case c.Name == "":
			return nil, fault.New(fault.Unmet, "COLUMN_NAMELESS", "Có cột chưa đặt tên.")
		case seen[key]:
			return nil, fault.New(fault.Unmet, "COLUMN_TWICE", fmt.Sprintf("Cột “%s” có hai lần.", c.Name))
		case c.Kind != Figure && c.Kind != Words:
			return nil, fault.New(fault.Unmet, "COLUMN_KIND", fmt.Sprintf("Cột “%s” phải là số hoặc chữ.", c.Name))
		}
		seen[key] = true
		out = append(out, c)
	}
	return out, nil
}

// cellsOf reads and checks an answer; what is submitted has a figure in every column of figures.
func cellsOf(columns []Column, in []string, submit bool) (out []string, err error) {
	if len(in) != len(columns) {
		return nil, fault.New(fault.Unmet, "CELLS_COUNT", fmt.Sprintf("Phải điền đủ %d cột.", len(columns)))
	}
	var reasons []fault.Reason
	for i, c := range columns {
		cell, err := line("Ô “"+c.Name+"”", in[i], cellLimit)
		if err != nil {
			return nil, err
		}
		if c.Kind == Figure && cell != "" {
			n, ok := figure(cell)
			if !ok {
				reasons = append(reasons, fault.Reason{Code: "NOT_A_NUMBER", Detail: fmt.Sprintf("Cột “%s”: “%s” không phải là số.", c.Name, shorten(cell, 40))})
				continue
			}
			cell = figureText(n)
		}
		if c.Kind == Figure && cell == "" && submit {
			reasons = append(reasons, fault.Reason{Code: "FIGURE_MISSING", Detail: fmt.Sprintf("Cột “%s” chưa có số liệu; không có thì ghi 0.", c.Name)})
		}
		out = append(out, cell)
	}
	if len(reasons) > 0 {
		return nil, fault.New(fault.Unmet, "ANSWER_INVALID", "Số liệu chưa hợp lệ.", reasons...)
	}
	return out, nil
}

// figure reads a number as offices write it: "1.234.567,5", "1 234", "-3", "12.5" is twelve and a half only where the dot
// cannot part thousands.
func figure(s string) (*big.Rat, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "−", "-").Replace(s)
	if len(s) > 40 {
		return nil, false
	}
	body, sign := strings.TrimPrefix(s, "-"), len(s) > 0 && s[0] == '-'
	whole, part, comma := strings.Cut(body, ",")
	if groups := strings.Split(whole, "."); len(groups) > 1 {
		thousands := len(groups[0]) >= 1 && len(groups[0]) <= 3 && groups[0] != "0"
		for _, g := range groups[1:] {
			thousands = thousands && len(g) == 3
		}
		switch {
		case thousands:
			whole = strings.Join(groups, "")
		case len(groups) == 2 && !comma:
			whole, part, comma = groups[0], groups[1], true
		default:
			return nil, false
		}
	}
	if !digits(whole) || comma && !digits(part) {
		return nil, false
	}
	text := whole
	if comma {
		text += "." + part
	}
	if sign {
		text = "-" + text
	}
	return new(big.Rat).SetString(text)
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// figureText writes a number with a decimal comma and dots between thousands: "1.234.567,5".
func figureText(n *big.Rat) string {
	places := 0
	for d := new(big.Int).Set(n.Denom()); places < 12 && d.Cmp(big.NewInt(1)) != 0; places++ {
		d = new(big.Rat).Mul(n, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places+1)), nil))).Denom()
	}
	text := n.FloatString(places)
	whole, part, found := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	var s strings.Builder
	if strings.HasPrefix(text, "-") {
		s.WriteByte('-')
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			s.WriteByte('.')
		}
		s.WriteRune(r)
	}
	if found {
		s.WriteString("," + part)
	}
	return s.String()
}

// Table lays the answers out as a block of a body: a row an organ, in the order they were asked, the figures added up below.
// An organ that has not answered keeps its row, empty.
func Table(r Request, answers []Answer) document.Block {
	cell := func(text string, align document.Align, bold bool) document.Cell {
		return document.Cell{Runs: []document.Run{{Text: text, Bold: bold}}, Align: align}
	}
	head := []document.Cell{cell("TT", document.AlignCenter, true), cell("Cơ quan, đơn vị", document.AlignCenter, true)}
	for _, c := range r.Columns {
		head = append(head, cell(c.heading(), document.AlignCenter, true))
	}
	b := document.Block{Kind: document.Table, HeaderRows: 1, Rows: [][]document.Cell{head}}
	for i, a := range answers {
		row := []document.Cell{cell(fmt.Sprint(i+1), document.AlignCenter, false), cell(a.Name, document.AlignLeft, false)}
		for j, c := range r.Columns {
			row = append(row, cell(a.Shown(j), c.align(), false))
		}
		b.Rows = append(b.Rows, row)
	}
	if sums, any := totals(r, answers); any {
		row := []document.Cell{cell("", document.AlignCenter, true), cell("Tổng cộng", document.AlignCenter, true)}
		for j, c := range r.Columns {
			row = append(row, cell(sums[j], c.align(), true))
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

func (c Column) heading() string {
	if c.Unit == "" {
		return c.Name
	}
	return c.Name + " (" + c.Unit + ")"
}

func (c Column) align() document.Align {
	if c.Kind == Figure {
		return document.AlignRight
	}
	return document.AlignLeft
}

// Shown is a cell as it counts: drafts do not.
func (a Answer) Shown(i int) string {
	if a.State != "submitted" || i >= len(a.Cells) {
		return ""
	}
	return a.Cells[i]
}

// totals adds the columns of figures up; any tells whether there are such.
func totals(r Request, answers []Answer) (sums []string, any bool) {
	sums = make([]string, len(r.Columns))
	for j, c := range r.Columns {
		if c.Kind != Figure {
			continue
		}
		any = true
		sum := new(big.Rat)
		for _, a := range answers {
			if n, ok := figure(a.Shown(j)); ok {
				sum.Add(sum, n)
			}
		}
		sums[j] = figureText(sum)
	}
	return sums, any
}

// sheetOf is the table of answers as a sheet.
func sheetOf(r Request, answers []Answer) xlsx.Sheet {
	head := []string{"TT", "Cơ quan, đơn vị"}
	widths := []float64{6, 40}
	for _, c := range r.Columns {
		head, widths = append(head, c.heading()), append(widths, 18)
	}
	sheet := xlsx.Sheet{Name: "Số liệu", Title: r.Title, HeaderRows: 1, Widths: append(widths, 14), Rows: [][]xlsx.Cell{xlsx.Head(append(head, "Tình trạng")...)}}
	number := func(text string, c Column) xlsx.Cell {
		n, ok := figure(text)
		if c.Kind != Figure || !ok {
			return xlsx.Text(text)
		}
		if n.IsInt() && n.Num().IsInt64() && n.Num().CmpAbs(big.NewInt(1<<53)) <= 0 {
			return xlsx.Int(int(n.Num().Int64()))
		}
		return xlsx.Cell{Text: figureText(n), Align: xlsx.Right}
	}
	for i, a := range answers {
		row := []xlsx.Cell{xlsx.Int(i + 1), xlsx.Text(a.Name)}
		for j, c := range r.Columns {
			row = append(row, number(a.Shown(j), c))
		}
		sheet.Rows = append(sheet.Rows, append(row, xlsx.Text(a.standing())))
	}
	if sums, any := totals(r, answers); any {
		row := []xlsx.Cell{xlsx.Text(""), {Text: "Tổng cộng", Bold: true}}
		for j, c := range r.Columns {
			one := number(sums[j], c)
			one.Bold = true
			row = append(row, one)
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return sheet
}

// standing says in words how an answer stands.
func (a Answer) standing() string {
	switch {
	case a.State != "submitted":
		return "Chưa gửi"
	case a.Late:
		return "Gửi quá hạn"
	}
	return "Đã gửi"
}
