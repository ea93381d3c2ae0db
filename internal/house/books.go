package house

import (
	"context"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/casefile"
	"trinhky/internal/directory"
	"trinhky/internal/incoming"
	"trinhky/internal/register"
	"trinhky/internal/store"
)

// Book gives one of the five books of an office, or a series by its id: every room makes its own, the house only knows which
// room that is. JSON, pages and files are made of the same book.
func (r *Rooms) Book(ctx context.Context, actor authz.Actor, w register.Wanted) (b book.Book, err error) {
	from, to := w.Days(r.Register.Today())
	span := incoming.Span{OrganID: w.IssuerID, Year: from.Year(), From: w.From, To: w.To}
	switch w.Book {
	case register.BookOutgoing:
		return r.Register.OutgoingBook(ctx, actor, w.Filter())
	case register.BookIncoming:
		b, err = r.Incoming.Book(ctx, actor, span)
	case register.BookFollowUp:
		b, err = r.Incoming.FollowUp(ctx, actor, span)
	case register.BookPost:
		b, err = r.Register.PostBook(ctx, actor, w.IssuerID, from, to)
	case register.BookLoans:
		b, err = r.CaseFiles.LoanBook(ctx, actor, casefile.LoanFilter{OrganID: w.IssuerID, From: from, To: to})
	default:
		return r.seriesBook(ctx, actor, w)
	}
	b.Rows = having(b.Rows, w.Query)
	return b, err
}

// seriesBook is one series by its id; the one of arrivals is the sổ đăng ký văn bản đến of its year.
func (r *Rooms) seriesBook(ctx context.Context, actor authz.Actor, w register.Wanted) (book.Book, error) {
	_, series, err := r.Register.Find(ctx, actor, w.Book)
	if err != nil {
		return book.Book{}, err
	}
	k := series.Key
	if k.Symbol == register.Incoming {
		year := register.Wanted{Book: register.BookIncoming, IssuerID: k.IssuerID, From: w.From, To: w.To, Query: w.Query}
		if day, err := store.ParseDate(k.PeriodID + "-01-01"); err == nil {
			year.Year = day.Year()
		}
		return r.Book(ctx, actor, year)
	}
	return r.Register.OutgoingBook(ctx, actor, register.Filter{
		IssuerID: k.IssuerID, Symbol: k.Symbol, PeriodKind: k.PeriodKind, PeriodID: k.PeriodID, From: w.From, To: w.To, Query: w.Query,
	})
}

// having keeps the rows that have every word, with or without accents.
func having(rows []book.Row, query string) []book.Row {
	asked := strings.Fields(directory.Bare(query))
	if len(asked) == 0 {
		return rows
	}
	kept := []book.Row{}
	for _, r := range rows {
		text, has := directory.Bare(strings.Join(r.Cells, " ")), true
		for _, word := range asked {
			has = has && strings.Contains(text, word)
		}
		if has {
			kept = append(kept, r)
		}
	}
	return kept
}
