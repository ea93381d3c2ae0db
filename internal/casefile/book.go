package casefile

import (
	"context"
	"fmt"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// The lists have exactly the columns of NĐ 30/2020 Phụ lục IV and V.
var (
	planColumns = []book.Column{
		{Title: "Số và ký hiệu hồ sơ", Width: 30}, {Title: "Tên đề mục và tiêu đề hồ sơ", Width: 120},
		{Title: "Thời hạn bảo quản", Width: 28, Align: book.Center}, {Title: "Người lập hồ sơ", Width: 42}, {Title: "Ghi chú", Width: 37},
	}
	submittedColumns = []book.Column{
		{Title: "Số TT", Width: 12, Align: book.Center}, {Title: "Số, ký hiệu hồ sơ", Width: 30}, {Title: "Tiêu đề hồ sơ", Width: 105},
		{Title: "Thời gian tài liệu", Width: 38, Align: book.Center}, {Title: "Thời hạn bảo quản", Width: 26, Align: book.Center},
		{Title: "Số tờ/Số trang", Width: 18, Align: book.Center}, {Title: "Ghi chú", Width: 28},
	}
	contentsColumns = []book.Column{
		{Title: "STT", Width: 12, Align: book.Center}, {Title: "Số, ký hiệu văn bản", Width: 32},
		{Title: "Ngày tháng năm văn bản", Width: 26, Align: book.Center}, {Title: "Tên loại và trích yếu nội dung văn bản", Width: 90},
		{Title: "Tác giả văn bản", Width: 45}, {Title: "Tờ số/Trang số", Width: 26, Align: book.Center}, {Title: "Ghi chú", Width: 24},
	}
	loanColumns = []book.Column{
		{Title: "Ngày tháng", Width: 22, Align: book.Center}, {Title: "Họ tên người sử dụng", Width: 30},
		{Title: "Số, ký hiệu, ngày tháng văn bản", Width: 34}, {Title: "Tên loại và trích yếu nội dung văn bản", Width: 52},
		{Title: "Số và ký hiệu hồ sơ", Width: 20}, {Title: "Ký nhận", Width: 16}, {Title: "Ngày trả", Width: 22, Align: book.Center},
		{Title: "Người cho phép sử dụng", Width: 32}, {Title: "Ghi chú", Width: 42},
	}
)

// list begins a list of an organ: its name and the one above it.
func list(tx *store.Tx, title string, organ directory.Organ, columns []book.Column) (book.Book, error) {
	b := book.Book{Title: title, Owner: organ.Name, Columns: columns, Unit: "hồ sơ", Single: true}
	if organ.SuperiorID == "" {
		return b, nil
	}
	above, err := directory.OrganByID(tx, organ.SuperiorID)
	b.Superior = above.Name
	return b, err
}

// PlanBook is the Danh mục hồ sơ of a year, by đề mục (casefile.open: everybody who works there).
func (s *Service) PlanBook(ctx context.Context, a authz.Actor, organID string, year int) (b book.Book, err error) {
	v, err := s.Plan(ctx, a, organID, year)
	if err != nil {
		return b, err
	}
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		b, err = list(tx, "Danh mục hồ sơ", v.Organ, planColumns)
		return err
	})
	if err != nil {
		return b, err
	}
	b.Period = fmt.Sprintf("Năm %d", year)
	if v.Plan.State == PlanIssued {
		b.Opening = []string{"Ban hành ngày " + day(v.Plan.IssuedOn) + ", người ban hành: " + v.Plan.IssuedAs + "."}
	} else {
		b.Opening = []string{"Dự thảo, chưa ban hành."}
	}
	heading := ""
	for _, f := range v.Files {
		if f.Heading != heading {
			heading = f.Heading
			b.Rows = append(b.Rows, book.Row{Kind: book.Group, Cells: []string{orDash(heading)}})
		}
		b.Rows = append(b.Rows, book.Row{Cells: []string{f.Code, f.Title, f.RetentionText(), f.KeeperName, f.Note}})
	}
	b.Signers = []string{"Người lập danh mục", "Người đứng đầu cơ quan"}
	return b, nil
}

func orDash(s string) string {
	if s == "" {
		return "Hồ sơ khác"
	}
	return s
}

// ContentsBook is the Mục lục văn bản of a file (casefile.read).
func (s *Service) ContentsBook(ctx context.Context, a authz.Actor, fileID string) (b book.Book, err error) {
	v, err := s.Show(ctx, a, fileID)
	if err != nil {
		return b, err
	}
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		b, err = contents(tx, v)
		return err
	})
	return b, err
}

func contents(tx *store.Tx, v View) (book.Book, error) {
	b, err := list(tx, "Mục lục văn bản trong hồ sơ", v.Organ, contentsColumns)
	if err != nil {
		return b, err
	}
	b.Unit, b.Subtitle = "văn bản", v.File.Title
	b.Period = fmt.Sprintf("Hồ sơ số %s, năm %d; thời hạn bảo quản: %s", v.File.Code, v.File.Year, strings.ToLower(v.File.RetentionText()))
	pages := 0
	for i, item := range v.Items {
		pages += item.Pages
		b.Rows = append(b.Rows, book.Row{Cells: []string{
			fmt.Sprint(i + 1), item.Symbol, day(item.Date), item.Named(), item.Author, item.Sheets, item.Note,
		}})
	}
	b.Closing = []string{fmt.Sprintf("Hồ sơ gồm %d văn bản, %d trang.", len(v.Items), pages)}
	b.Signers = []string{"Người lập hồ sơ"}
	return b, nil
}

// SubmittedBook is the Mục lục hồ sơ, tài liệu nộp lưu that goes with a hand-over, with its biên bản around the rows.
func (s *Service) SubmittedBook(ctx context.Context, a authz.Actor, handoverID string) (b book.Book, err error) {
	h, _, err := s.Handover(ctx, a, handoverID)
	if err != nil {
		return b, err
	}
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		organ, err := directory.OrganByID(tx, h.OrganID)
		if err != nil {
			return err
		}
		if b, err = list(tx, "Mục lục hồ sơ, tài liệu nộp lưu", organ, submittedColumns); err != nil {
			return err
		}
		unit, err := directory.OrganByID(tx, h.UnitID)
		b.Subtitle = "Kèm biên bản giao nhận hồ sơ; đơn vị nộp: " + unit.Name
		return err
	})
	if err != nil {
		return b, err
	}
	b.Period = "Nộp ngày " + day(store.DateOf(h.ProposedAt))
	documents, pages := 0, 0
	for i, f := range h.Files {
		documents, pages = documents+f.Documents, pages+f.Pages
		b.Rows = append(b.Rows, book.Row{Cells: []string{
			fmt.Sprint(i + 1), f.Code, f.Title, f.timeText(), f.RetentionText(), fmt.Sprint(f.Pages), f.Note,
		}})
	}
	b.Opening = []string{fmt.Sprintf("Bên giao: %s, %s.", h.ProposedName, h.ProposedAs)}
	b.Closing = []string{fmt.Sprintf("Tổng cộng %d hồ sơ, %d văn bản, %d trang.", len(h.Files), documents, pages)}
	switch h.State {
	case HandoverAccepted:
		b.Closing = append(b.Closing, fmt.Sprintf("Bên nhận: %s, %s, đã nhận đủ ngày %s.", h.DecidedName, h.DecidedAs, day(store.DateOf(*h.DecidedAt))))
	case HandoverReturned:
		b.Closing = append(b.Closing, fmt.Sprintf("Lưu trữ trả lại ngày %s: %s.", day(store.DateOf(*h.DecidedAt)), h.Note))
	}
	b.Signers = []string{"Bên giao", "Bên nhận"}
	return b, nil
}

// timeText is the column “Thời gian tài liệu”.
func (f File) timeText() string {
	switch {
	case f.From == "" && f.To == "":
		return ""
	case f.From == f.To:
		return day(f.From)
	}
	return day(f.From) + " - " + day(f.To)
}

// LoanBook is the Sổ sử dụng bản lưu of an organ.
func (s *Service) LoanBook(ctx context.Context, a authz.Actor, f LoanFilter) (b book.Book, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		if err := s.mayReadLoans(tx, a, f.OrganID); err != nil {
			return err
		}
		organ, err := directory.OrganByID(tx, f.OrganID)
		if err != nil {
			return err
		}
		if b, err = list(tx, "Sổ sử dụng bản lưu", organ, loanColumns); err != nil {
			return err
		}
		loans, err := loansOf(tx, f)
		if err != nil {
			return err
		}
		b.Rows = LoanRows(loans)
		return nil
	})
	b.Single, b.Unit, b.From, b.To = false, "lượt sử dụng", f.From, f.To
	b.Signers = []string{"Văn thư", "Người đứng đầu văn phòng"}
	if f.From.Valid() && f.From.Year() == f.To.Year() {
		b.Period = fmt.Sprintf("Năm %d", f.From.Year())
	}
	return b, s.refused(ctx, a, authz.CaseFileReturn, f.OrganID, err)
}

// LoanRows are loans as lines of the book; a refused one stays, as what it is.
func LoanRows(loans []Loan) []book.Row {
	rows := make([]book.Row, len(loans))
	for i, l := range loans {
		signed, note := "", strings.TrimRight(l.Purpose, " .;")
		if l.State == LoanLent || l.State == LoanReturned {
			signed = "Đã nhận"
		}
		if l.State != LoanLent && l.State != LoanReturned {
			note += "; " + strings.ToLower(l.StateText())
		}
		if l.Note != "" {
			note += "; " + l.Note
		}
		rows[i] = book.Row{Cells: []string{
			day(l.AskedOn), l.BorrowerName, strings.TrimPrefix(l.Paper.Symbol+", "+day(l.Paper.Date), ", "), l.Paper.Named(), l.FileCode,
			signed, day(l.ReturnedOn), strings.TrimPrefix(l.DecidedName+", "+l.DecideAs, ", "), note,
		}}
	}
	return rows
}
