package pages

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/register"
	"trinhky/internal/store"
)

// registersView is the books of the organs that the person's office serves, what waits for a second person, and the forms
// of a văn thư.
type registersView struct {
	page
	Shelves  []shelfView
	Openings []openingView
	Typed    numberInput
}

// shelfView is the books of one organ.
type shelfView struct {
	ID, Name              string
	Books                 []bookLink
	Whole                 []choice // addresses of the books by name, with their names
	Kinds                 []choice
	State                 bool // its secret papers count in a series apart
	MayReserve, MayOpen   bool
	Read, Committee, Here bool // Here: a form of this shelf was refused just now
}

// bookLink is one series.
type bookLink struct {
	Name, Period, Path string
	Last               int
	LastDate           store.Date
}

// openingView is a proposal that waits.
type openingView struct {
	register.Opening
	Issuer, Name, Period string
	MayDecide            bool
}

// numberInput is what a văn thư typed on the page.
type numberInput struct{ Issuer, Kind, Date, Reason, Last, Form string }

func (s *site) registers(c echo.Context, who string) error {
	if series := c.QueryParam("book"); series != "" { // where links of old led
		return c.Redirect(http.StatusSeeOther, "/registers/"+series)
	}
	return s.registersPage(c, who, numberInput{}, nil)
}

func (s *site) registersPage(c echo.Context, who string, typed numberInput, refused *fault.Fault) error {
	ctx := c.Request().Context()
	view, status := registersView{Typed: typed}, http.StatusOK
	var err error
	if view.page, err = s.page(c, who, "Sổ văn bản", "registers"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	shelves, err := s.Register.Shelves(ctx, actor(who))
	if err != nil {
		return err
	}
	lending, err := s.CaseFiles.LoanOrgans(ctx, actor(who))
	if err != nil {
		return err
	}
	for _, shelf := range shelves {
		if !shelf.Issuer.Open(view.Me.On) && len(shelf.Series) == 0 {
			continue
		}
		view.Shelves = append(view.Shelves, newShelf(shelf, view.Me.On, typed.Issuer, slices.Contains(lending, shelf.Issuer.ID)))
		if !shelf.May[authz.RegisterOpen] && !shelf.May[authz.RegisterOpenApprove] {
			continue
		}
		waiting, err := s.Register.Openings(ctx, actor(who), shelf.Issuer.ID)
		if err != nil {
			return err
		}
		for _, o := range waiting {
			view.Openings = append(view.Openings, openingView{
				Opening: o, Issuer: shelf.Issuer.Name, Name: o.Key.Name(), Period: o.Key.Period(),
				MayDecide: shelf.May[authz.RegisterOpenApprove] && o.ProposedBy != who,
			})
		}
	}
	return render(c, status, "registers", view)
}

func newShelf(shelf register.Shelf, on store.Date, at string, lends bool) shelfView {
	o := shelf.Issuer
	view := shelfView{
		ID: o.ID, Name: o.Name, Read: shelf.May[authz.RegisterRead], State: o.Regime == directory.State, Committee: o.Committee(), Here: at == o.ID,
		MayReserve: shelf.May[authz.RegisterReserve] && o.Open(on), MayOpen: shelf.May[authz.RegisterOpen] && o.Open(on),
	}
	for _, series := range shelf.Series {
		view.Books = append(view.Books, bookLink{
			Name: series.Key.Name(), Period: series.Key.Period(), Path: "/registers/" + series.ID, Last: series.Last, LastDate: series.LastDate,
		})
	}
	if view.Read {
		for _, named := range wholeBooks {
			if named.Value == register.BookLoans && !lends { // kept by the office whose hồ sơ these are, not by every organ it serves
				continue
			}
			view.Whole = append(view.Whole, choice{withQuery("/registers/"+named.Value, "issuer", o.ID, "year", strconv.Itoa(on.Year())), named.Label})
		}
	}
	for _, kind := range document.Kinds(string(o.Regime)) {
		if document.MayIssue(string(o.Regime), kind.ID, o.Class) == nil {
			view.Kinds = append(view.Kinds, choice{kind.ID, kind.Name})
		}
	}
	view.Kinds = append(view.Kinds, choice{register.Incoming, "Văn bản đến"})
	if o.Committee() && o.Regime == directory.Party {
		view.Kinds = append(view.Kinds, choice{register.CongressSymbol, "Văn bản đại hội"})
	}
	return view
}

// wholeBooks are the books by name, in the order of the law's annex.
var wholeBooks = []choice{
	{register.BookOutgoing, "Sổ đăng ký văn bản đi"}, {register.BookIncoming, "Sổ đăng ký văn bản đến"},
	{register.BookFollowUp, "Sổ theo dõi giải quyết văn bản đến"}, {register.BookPost, "Sổ gửi văn bản đi bưu điện"},
	{register.BookLoans, "Sổ sử dụng bản lưu"},
}

// registerBookView is one book, a page of its rows.
type registerBookView struct {
	page
	Name, Owner, Period string
	Wanted              register.Wanted
	Year                string
	ByName              bool // not one series: an organ and a year or term are chosen
	Outgoing            bool
	Organs, Symbols     []choice
	Terms               []choice
	Columns             []string
	Rows                []registerRow
	Next, PDF, XLSX     string
	About               string
}

// registerRow is one line; Number is that of a reserved one which the person may void.
type registerRow struct {
	Kind  string
	Cells []registerCell
	Void  int
}

// registerCell is a cell with its column's name, and where it leads.
type registerCell struct{ Column, Text, Path string }

// rowsOnPage is how many lines a page shows.
const rowsOnPage = 100

func (s *site) registerBook(c echo.Context, who string) error { return s.registerPage(c, who, nil) }

func (s *site) registerPage(c echo.Context, who string, refused *fault.Fault) error {
	ctx := c.Request().Context()
	shelves, err := s.Register.Shelves(ctx, actor(who))
	if err != nil {
		return err
	}
	w, err := wantedOf(c, shelves)
	if err != nil {
		return err
	}
	view, status := registerBookView{Wanted: w, ByName: true}, http.StatusOK
	if view.page, err = s.page(c, who, "Sổ văn bản", "registers"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	view.choices(shelves)
	after, err := readAfter(c.QueryParam("cursor"))
	if err != nil {
		return err
	}
	if at := slices.IndexFunc(wholeBooks, func(b choice) bool { return b.Value == w.Book }); at >= 0 {
		view.Name = wholeBooks[at].Label
		b, err := s.Book(ctx, actor(who), w)
		if err != nil {
			return err
		}
		view.whole(b, after)
	} else if err := s.seriesPage(c, who, &view, after); err != nil {
		return err
	}
	if view.Rows == nil && view.Columns == nil { // the series of arrivals is shown as its book
		year := view.Period[strings.LastIndex(view.Period, " ")+1:]
		return c.Redirect(http.StatusSeeOther, withQuery("/registers/"+register.BookIncoming, "issuer", view.Wanted.IssuerID, "year", year))
	}
	view.Title = view.Name
	view.PDF, view.XLSX = view.address("/pdf", 0), view.address("/xlsx", 0)
	return render(c, status, "registers/book", view)
}

// wantedOf reads what the address asks for; without an organ it is the first whose books the person reads.
func wantedOf(c echo.Context, shelves []register.Shelf) (register.Wanted, error) {
	w := register.Wanted{
		Book: c.Param("book"), IssuerID: c.QueryParam("issuer"), Term: c.QueryParam("term"), Symbol: c.QueryParam("symbol"),
		From: store.Date(c.QueryParam("from")), To: store.Date(c.QueryParam("to")), Query: c.QueryParam("q"),
	}
	var err error
	if year := c.QueryParam("year"); year != "" {
		w.Year, err = strconv.Atoi(year)
	}
	if err != nil || w.From != "" && !w.From.Valid() || w.To != "" && !w.To.Valid() || len(w.Query) > 500 || w.Year < 0 || w.Year > 2200 {
		return w, errQuery.Because(err)
	}
	readable := func(s register.Shelf) bool { return s.May[authz.RegisterRead] }
	if at := slices.IndexFunc(shelves, readable); at >= 0 && w.IssuerID == "" {
		w.IssuerID = shelves[at].Issuer.ID
	}
	return w, nil
}

// choices fills the lists of the filter.
func (v *registerBookView) choices(shelves []register.Shelf) {
	if v.Wanted.Year != 0 {
		v.Year = strconv.Itoa(v.Wanted.Year)
	}
	v.Outgoing = v.Wanted.Book == register.BookOutgoing
	for _, shelf := range shelves {
		if !shelf.May[authz.RegisterRead] {
			continue
		}
		v.Organs = append(v.Organs, choice{shelf.Issuer.ID, shelf.Issuer.Name})
		for _, series := range shelf.Series {
			k := series.Key
			if shelf.Issuer.ID != v.Wanted.IssuerID || k.Symbol == register.Incoming {
				continue
			}
			addChoice(&v.Symbols, choice{k.Symbol, k.Name()})
			if k.PeriodKind == register.Term {
				addChoice(&v.Terms, choice{k.PeriodID, k.Period()})
			}
		}
	}
}

func addChoice(list *[]choice, c choice) {
	if !slices.ContainsFunc(*list, func(have choice) bool { return have.Value == c.Value }) {
		*list = append(*list, c)
	}
}

// whole fills the page from a book that is made as one.
func (v *registerBookView) whole(b book.Book, after int) {
	v.Owner, v.Period = b.Owner, b.Period
	if b.Subtitle != "" {
		v.Name += ": " + b.Subtitle
	}
	v.Columns = titlesOf(b.Columns)
	v.Rows = []registerRow{}
	rows := b.Rows[min(after, len(b.Rows)):]
	if len(rows) > rowsOnPage {
		rows = rows[:rowsOnPage]
		v.Next = v.address("", after+rowsOnPage)
	}
	for _, r := range rows {
		v.Rows = append(v.Rows, registerRow{Kind: r.Kind, Cells: cellsOf(b.Columns, r.Cells)})
	}
	c := book.Count(b.Rows)
	v.About = strconv.Itoa(len(b.Rows)) + " dòng; số dự phòng: " + strconv.Itoa(c.Reserved) + "; số đã hủy: " + strconv.Itoa(c.Voided) + "."
}

func titlesOf(columns []book.Column) (titles []string) {
	for _, c := range columns {
		titles = append(titles, c.Title)
	}
	return titles
}

func cellsOf(columns []book.Column, texts []string) (cells []registerCell) {
	for i, text := range texts {
		cells = append(cells, registerCell{Column: columns[min(i, len(columns)-1)].Title, Text: text})
	}
	return cells
}

// address is this book's, with what was asked for.
func (v *registerBookView) address(file string, after int) string {
	w, cursor := v.Wanted, ""
	if after > 0 {
		cursor = base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(after)))
	}
	issuer := w.IssuerID
	if !v.ByName {
		issuer = ""
	}
	return withQuery("/registers/"+w.Book+file, "issuer", issuer, "year", v.Year, "term", w.Term, "symbol", w.Symbol,
		"from", string(w.From), "to", string(w.To), "q", w.Query, "cursor", cursor)
}

func readAfter(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	after, numberErr := strconv.Atoi(string(raw))
	if err != nil || numberErr != nil || after < 0 {
		return 0, errQuery
	}
	return after, nil
}

// seriesPage fills the page with lines of one series, whose documents the person goes on to.
func (s *site) seriesPage(c echo.Context, who string, view *registerBookView, after int) error {
	ctx := c.Request().Context()
	shelf, series, err := s.Register.Find(ctx, actor(who), view.Wanted.Book)
	if err != nil {
		return err
	}
	view.ByName, view.Name, view.Owner, view.Period = false, "Sổ đăng ký văn bản đi: "+series.Key.Name(), shelf.Issuer.Name, series.Key.Period()
	view.Wanted.IssuerID = shelf.Issuer.ID
	if series.Key.Symbol == register.Incoming {
		return nil
	}
	w := view.Wanted
	sheet, err := s.Register.Sheet(ctx, actor(who), series, register.Filter{From: w.From, To: w.To, Query: w.Query}, after, rowsOnPage)
	if err != nil {
		return err
	}
	columns := register.OutgoingColumns()
	view.Columns, view.Rows = titlesOf(columns), []registerRow{}
	for _, r := range sheet.Rows {
		row := registerRow{Kind: r.Status, Cells: cellsOf(columns, r.Cells())}
		if r.Status == register.Assigned {
			row.Kind = book.Plain
			row.Cells[2].Path = "/documents/" + r.DocumentID
			if r.OfCopy {
				row.Cells[2].Path = "/copies/" + r.DocumentID
			}
		}
		if r.Status == register.Reserved && shelf.May[authz.RegisterVoid] {
			row.Void = r.Number
		}
		view.Rows = append(view.Rows, row)
	}
	if sheet.Next > 0 {
		view.Next = view.address("", sheet.Next)
	}
	view.About = "Số mới nhất: " + strconv.Itoa(series.Last) + ". Số liền nhau, không bỏ trống; số hủy và số dự phòng vẫn có dòng."
	if series.OpenedAt > 0 {
		view.About = "Nối tiếp sổ giấy từ số " + strconv.Itoa(series.OpenedAt) + ". " + view.About
	}
	return nil
}

func (s *site) registerPDF(c echo.Context, who string) error {
	return s.registerFile(c, who, book.Book.PDF, ".pdf", "application/pdf")
}

func (s *site) registerXLSX(c echo.Context, who string) error {
	return s.registerFile(c, who, book.Book.XLSX, ".xlsx", sheetType)
}

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (s *site) registerFile(c echo.Context, who string, print func(book.Book) ([]byte, error), suffix, mediaType string) error {
	shelves, err := s.Register.Shelves(c.Request().Context(), actor(who))
	if err != nil {
		return err
	}
	w, err := wantedOf(c, shelves)
	if err != nil {
		return err
	}
	b, err := s.Book(c.Request().Context(), actor(who), w)
	if err != nil {
		return err
	}
	return serveBook(c, b, print, suffix, mediaType)
}
