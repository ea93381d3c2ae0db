package register

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Dispatch is how a document went out.
type Dispatch struct {
	Copies    int // số lượng bản: one for each who received it
	Confirmed int // of those, how many confirmed
}

// Page is a page of a book, and the number behind which the next begins; 0 at the end.
type Page struct {
	Rows []Row
	Next int
}

// pageScan bounds the lines that one page looks through for words; a page may then be short, never wrong.
const pageScan = 5000

// Sheet reads a page of one series (register.read): at most limit lines behind the number after, with what became of the
// documents since. Of the filter it takes dates and words.
func (s *Service) Sheet(ctx context.Context, actor authz.Actor, series Series, f Filter, after, limit int) (Page, error) {
	if limit = min(max(limit, 0), 500); limit == 0 {
		limit = 100
	}
	f.IssuerID, f.Symbol, f.PeriodKind, f.PeriodID = series.Key.IssuerID, "", "", ""
	var page Page
	err := s.store.View(ctx, func(tx *store.Tx) error {
		if _, _, err := s.allow(tx, actor, authz.RegisterRead, f.IssuerID); err != nil {
			return err
		}
		var err error
		if page, err = scanPage(tx, series.ID, f, after, limit); err != nil {
			return err
		}
		return s.complete(tx, page.Rows)
	})
	return page, s.refused(ctx, actor, authz.RegisterRead, f.IssuerID, err)
}

func scanPage(tx *store.Tx, seriesID string, f Filter, after, limit int) (page Page, err error) {
	asked := words(f.Query)
	for scanned := 0; ; {
		rows, err := rowsAfter(tx, f, seriesID, after, limit+1)
		if err != nil {
			return page, err
		}
		for _, r := range rows {
			if len(page.Rows) == limit {
				page.Next = after
				return page, nil
			}
			after = r.Number
			if r.has(asked) {
				page.Rows = append(page.Rows, r)
			}
		}
		if len(rows) <= limit {
			return page, nil
		}
		if scanned += len(rows); scanned >= pageScan {
			page.Next = after
			return page, nil
		}
	}
}

func words(query string) []string { return strings.Fields(directory.Bare(query)) }

// has says whether a line has every word, in any of its columns, with or without accents.
func (r Row) has(asked []string) bool {
	if len(asked) == 0 {
		return true
	}
	text := directory.Bare(strings.Join([]string{r.Printed(), r.KindName, r.Subject, r.Signer, r.Recipients, r.Note()}, " "))
	for _, word := range asked {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// complete fills what became of the documents of some lines: a fixed number of queries for each 500.
func (s *Service) complete(tx *store.Tx, rows []Row) error {
	var ids []string
	for _, r := range rows {
		if r.DocumentID != "" && r.Status == Assigned && r.Key.Symbol != Incoming {
			ids = append(ids, r.DocumentID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	documents, err := document.ByIDs(tx, ids)
	if err != nil {
		return err
	}
	sent := map[string]Dispatch{}
	if s.Sent != nil {
		if sent, err = s.Sent(tx, ids); err != nil {
			return err
		}
	}
	names, err := keepers(tx, documents)
	if err != nil {
		return err
	}
	for i := range rows {
		d, found := documents[rows[i].DocumentID]
		rows[i].OfCopy = !found && rows[i].DocumentID != "" && rows[i].Status == Assigned && rows[i].Key.Symbol != Incoming
		if !found || d.IssuedAt == nil {
			continue
		}
		went := sent[d.ID]
		rows[i].SentOn, rows[i].Copies, rows[i].Filed = sentOn(d), max(went.Copies, rows[i].Copies), d.CaseFile
		rows[i].Kept = strings.Join(notEmpty(names[d.OfficeID], names[d.UnitID]), "; ")
		if went.Copies > 0 {
			rows[i].Receipt = fmt.Sprintf("%d/%d nơi đã xác nhận", went.Confirmed, went.Copies)
		}
	}
	return nil
}

// sentOn is “Ngày chuyển” of an issued document: the office's date, as every other date of the book.
func sentOn(d document.Document) store.Date {
	if d.IssuedOn == "" {
		return store.DateOf(*d.IssuedAt)
	}
	return d.IssuedOn
}

// keepers names the offices and units that keep the bản lưu.
func keepers(tx *store.Tx, documents map[string]document.Document) (map[string]string, error) {
	unique := map[string]bool{}
	var ids []string
	for _, d := range documents {
		for _, id := range []string{d.OfficeID, d.UnitID} {
			if id != "" && !unique[id] {
				unique[id] = true
				ids = append(ids, id)
			}
		}
	}
	organs, err := directory.OrgansByID(tx, ids)
	names := map[string]string{}
	for id, o := range organs {
		names[id] = o.Name
	}
	return names, err
}

func notEmpty(all ...string) (kept []string) {
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// outgoingColumns are those of the Sổ đăng ký văn bản đi (NĐ 30/2020 Phụ lục IV).
var outgoingColumns = []book.Column{
	{Title: "Số, ký hiệu văn bản", Width: 26}, {Title: "Ngày tháng văn bản", Width: 22, Align: book.Center},
	{Title: "Tên loại và trích yếu nội dung văn bản", Width: 55}, {Title: "Người ký", Width: 22}, {Title: "Nơi nhận văn bản", Width: 38},
	{Title: "Đơn vị, người nhận bản lưu", Width: 32}, {Title: "Số lượng bản", Width: 13, Align: book.Center},
	{Title: "Ngày chuyển", Width: 22, Align: book.Center}, {Title: "Ký nhận", Width: 17}, {Title: "Ghi chú", Width: 30},
}

// OutgoingColumns are the ten columns of the Sổ đăng ký văn bản đi.
func OutgoingColumns() []book.Column { return append([]book.Column(nil), outgoingColumns...) }

// Cells is the line in the ten columns.
func (r Row) Cells() []string {
	copies := ""
	if r.Copies > 0 {
		copies = strconv.Itoa(r.Copies)
	}
	note := r.Note()
	if r.Filed != "" {
		note = strings.TrimPrefix(note+"; Hồ sơ "+r.Filed, "; ")
	}
	return []string{
		r.Printed(), printed(r.Date), strings.TrimSpace(r.KindName + " " + r.Subject), r.Signer, inRow(r.Recipients), r.Kept, copies,
		printed(r.SentOn), r.Receipt, note,
	}
}

// inRow is a Nơi nhận in one line: the dashes before its lines are for a list.
func inRow(recipients string) string {
	return strings.TrimPrefix(strings.ReplaceAll(recipients, "; - ", "; "), "- ")
}

func printed(d store.Date) string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format("02/01/2006")
}

// bookLimit bounds one printed book: larger ones are printed by part.
const bookLimit = 100_000

// OutgoingBook is the Sổ đăng ký văn bản đi of the chosen series (register.read): one series, or all of an issuer's of a
// period, each under its name. Every number stands in it: reserved, voided, of secret papers.
func (s *Service) OutgoingBook(ctx context.Context, actor authz.Actor, f Filter) (b book.Book, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		_, issuer, err := s.allow(tx, actor, authz.RegisterRead, f.IssuerID)
		if err != nil {
			return err
		}
		rows, err := Rows(tx, f)
		if err != nil {
			return err
		}
		if len(rows) > bookLimit {
			return fault.New(fault.TooLarge, "BOOK_TOO_LONG", fmt.Sprintf("Sổ dài quá %d dòng, hãy in theo khoảng ngày.", bookLimit))
		}
		if err := s.complete(tx, rows); err != nil {
			return err
		}
		b, err = outgoing(tx, issuer, rows, f)
		return err
	})
	return b, s.refused(ctx, actor, authz.RegisterRead, f.IssuerID, err)
}

func outgoing(tx *store.Tx, issuer directory.Organ, rows []Row, f Filter) (book.Book, error) {
	b := book.Book{
		Title: "Sổ đăng ký văn bản đi", Owner: issuer.Name, From: f.From, To: f.To, Columns: outgoingColumns,
		Signers: []string{"Văn thư", "Người đứng đầu văn phòng"},
	}
	if issuer.SuperiorID != "" {
		above, err := directory.OrganByID(tx, issuer.SuperiorID)
		if err != nil {
			return b, err
		}
		b.Superior = above.Name
	}
	rows = slices.DeleteFunc(rows, func(r Row) bool { return r.Key.Symbol == Incoming })
	if len(rows) == 0 {
		b.Period = Key{PeriodKind: f.PeriodKind, PeriodID: f.PeriodID}.Period()
		return b, nil
	}
	first, last := rows[0], rows[len(rows)-1]
	several := first.SeriesID != last.SeriesID
	series := ""
	for _, r := range rows {
		if several && r.SeriesID != series {
			b.Rows = append(b.Rows, book.Row{Kind: book.Group, Cells: []string{r.Key.Name() + ", " + r.Key.Period()}})
		}
		series = r.SeriesID
		b.Rows = append(b.Rows, book.Row{Cells: r.Cells(), Kind: map[string]string{Reserved: book.Reserved, Voided: book.Voided}[r.Status]})
		if f.From == "" && (b.From == "" || r.Date < b.From) {
			b.From = r.Date
		}
		if f.To == "" {
			b.To = max(b.To, r.Date)
		}
	}
	b.Period = first.Key.Period()
	if !several {
		b.Subtitle, b.FirstNumber, b.LastNumber = first.Key.Name(), digits(first.Number), digits(last.Number)
	}
	return b, nil
}

// PostBook is the sổ gửi văn bản đi bưu điện of the office that serves an issuer, from a day to a day (register.read).
func (s *Service) PostBook(ctx context.Context, actor authz.Actor, issuerID string, from, to store.Date) (b book.Book, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		_, issuer, err := s.allow(tx, actor, authz.RegisterRead, issuerID)
		if err != nil {
			return err
		}
		office, err := directory.OrganByID(tx, issuer.Office())
		if err != nil {
			return err
		}
		if s.Post == nil {
			return bookUnknown()
		}
		b, err = s.Post(tx, office, from, to)
		return err
	})
	return b, s.refused(ctx, actor, authz.RegisterRead, issuerID, err)
}

// The books by name, beside the series, which are named by their ids.
const (
	BookOutgoing = "outgoing"  // sổ đăng ký văn bản đi
	BookIncoming = "incoming"  // sổ đăng ký văn bản đến
	BookFollowUp = "follow-up" // sổ theo dõi giải quyết văn bản đến
	BookPost     = "post"      // sổ gửi văn bản đi bưu điện
	BookLoans    = "loans"     // sổ sử dụng bản lưu
)

// Wanted names a book and the part of it that is wanted.
type Wanted struct {
	Book     string // one of the names above, or the id of a series
	IssuerID string // for a book by name
	Year     int    // of a yearly book; 0 with a term
	Term     string // id of the term of a Party's outgoing book
	Symbol   string // of the outgoing series; "" = all of the issuer
	From, To store.Date
	Query    string
}

// Filter is the wanted part of the outgoing books.
func (w Wanted) Filter() Filter {
	f := Filter{IssuerID: w.IssuerID, Symbol: w.Symbol, From: w.From, To: w.To, Query: w.Query}
	switch {
	case w.Term != "":
		f.PeriodKind, f.PeriodID = Term, w.Term
	case w.Year != 0:
		f.PeriodKind, f.PeriodID = Year, strconv.Itoa(w.Year)
	}
	return f
}

// Days are the days of the wanted part: those given, or the year's.
func (w Wanted) Days(today store.Date) (from, to store.Date) {
	year := w.Year
	if year == 0 {
		year = today.Year()
	}
	from, to = w.From, w.To
	if from == "" {
		from = store.Date(fmt.Sprintf("%04d-01-01", year))
	}
	if to == "" {
		to = store.Date(fmt.Sprintf("%04d-12-31", year))
	}
	return from, to
}
