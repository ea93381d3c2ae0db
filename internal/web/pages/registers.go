package pages

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/register"
)

// registersView is the books of the organs that the person's office serves, and the rows of one of them.
type registersView struct {
	page
	Issuers []booksOf
	Open    *bookView // the book that is looked at; nil for none
}

// booksOf are the books of one organ.
type booksOf struct {
	Name  string
	Books []bookView
}

// bookView is one book.
type bookView struct {
	register.Series
	Name, Period, Path, Issuer string
	Rows                       []register.Row
}

func (s *site) registers(c echo.Context, who string) error {
	ctx := c.Request().Context()
	p, err := s.page(c, who, "Sổ văn bản", "registers")
	if err != nil {
		return err
	}
	view := registersView{page: p}
	issuers, err := s.servedOrgans(ctx, who)
	if err != nil {
		return err
	}
	for _, issuer := range issuers {
		series, err := s.Register.Books(ctx, actor(who), issuer.ID)
		if refused := new(fault.Fault); errors.As(err, &refused) && refused.Kind == fault.NotFound {
			continue // not a reader of these books
		}
		if err != nil {
			return err
		}
		books := booksOf{Name: issuer.Name}
		for _, one := range series {
			books.Books = append(books.Books, newBook(issuer, one))
		}
		view.Issuers = append(view.Issuers, books)
	}
	if wanted := c.QueryParam("book"); wanted != "" {
		if view.Open, err = s.openBook(ctx, who, view.Issuers, wanted); err != nil {
			return err
		}
	}
	return render(c, http.StatusOK, "registers", view)
}

// openBook reads the rows of one of the books.
func (s *site) openBook(ctx context.Context, who string, issuers []booksOf, wanted string) (*bookView, error) {
	for _, issuer := range issuers {
		for _, book := range issuer.Books {
			if book.ID != wanted {
				continue
			}
			rows, err := s.Register.Book(ctx, actor(who), register.Filter{
				IssuerID: book.Key.IssuerID, Symbol: book.Key.Symbol, PeriodKind: book.Key.PeriodKind, PeriodID: book.Key.PeriodID,
			})
			book.Rows = rows
			return &book, err
		}
	}
	return nil, fault.New(fault.NotFound, "REGISTER_UNKNOWN", "Không tìm thấy sổ văn bản.")
}

// servedOrgans are the organs whose văn thư is the person's office.
func (s *site) servedOrgans(ctx context.Context, who string) (served []directory.Organ, err error) {
	me, err := s.Signoff.Me(ctx, who)
	if err != nil {
		return nil, err
	}
	organs, _, err := s.Signoff.Directory(ctx, who)
	if err != nil {
		return nil, err
	}
	offices := map[string]bool{}
	for _, r := range me.Actor.Roles {
		offices[r.Office] = true
	}
	for _, o := range organs {
		if o.UnitOf == "" && offices[o.Office()] {
			served = append(served, o)
		}
	}
	return served, nil
}

func newBook(issuer directory.Organ, series register.Series) bookView {
	return bookView{
		Series: series, Issuer: issuer.Name, Name: bookName(series.Key), Period: periodText(series.Key),
		Path: withQuery("/registers", "book", series.ID),
	}
}

// bookName says which documents a book counts.
func bookName(k register.Key) string {
	if k.Symbol == register.Incoming {
		return "Sổ văn bản đến"
	}
	var names []string
	for _, kind := range document.Kinds(k.Regime) {
		if kind.Series == k.Symbol {
			names = append(names, kind.Name)
		}
	}
	if len(names) == 0 {
		return "Sổ " + k.Symbol
	}
	return strings.Join(names, ", ")
}

// periodText is the time that a book runs over. A term's id ends in its number: "…-XII".
func periodText(k register.Key) string {
	number := k.PeriodID[strings.LastIndex(k.PeriodID, "-")+1:]
	switch k.PeriodKind {
	case register.Term:
		return "Nhiệm kỳ " + number
	case register.Congress:
		return "Đại hội " + number
	}
	return "Năm " + number
}
