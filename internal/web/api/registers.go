package api

import (
	"context"
	"errors"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/register"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

func (h *handlers) books(ctx context.Context, _ *none) (*of[[]client.Book], error) {
	found, err := h.booksOf(ctx)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Book]{each(found, func(b book) client.Book {
		return client.Book{
			ID: b.ID, Issuer: client.Named{ID: b.issuer.ID, Name: b.issuer.Name}, Regime: b.Key.Regime, Symbol: b.Key.Symbol,
			Incoming: b.Key.Symbol == register.Incoming, PeriodKind: b.Key.PeriodKind, Period: b.Key.PeriodID,
			Last: b.Last, LastDate: string(b.LastDate), ContinuesFrom: b.OpenedAt,
		}
	})}, nil
}

type bookInput struct {
	Book string     `path:"book"`
	From store.Date `query:"from" format:"date"`
	To   store.Date `query:"to" format:"date"`
}

func (h *handlers) book(ctx context.Context, in *bookInput) (*of[[]client.RegisterRow], error) {
	found, err := h.booksOf(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(found, func(b book) bool { return b.ID == in.Book })
	if at < 0 {
		return nil, fault.New(fault.NotFound, "REGISTER_UNKNOWN", "Không tìm thấy sổ văn bản.")
	}
	key := found[at].Key
	rows, err := h.Register.Book(ctx, actorOf(ctx), register.Filter{
		IssuerID: key.IssuerID, Symbol: key.Symbol, PeriodKind: key.PeriodKind, PeriodID: key.PeriodID, From: in.From, To: in.To,
	})
	if err != nil {
		return nil, err
	}
	return &of[[]client.RegisterRow]{each(rows, func(r register.Row) client.RegisterRow {
		return client.RegisterRow{
			Number: r.Number, Symbol: r.Printed(), Date: string(r.Date), Status: r.Status, KindName: r.KindName, Subject: r.Subject,
			Signer: r.Signer, Recipients: r.Recipients, Copies: r.Copies, Note: r.Note(), DocumentID: r.DocumentID,
		}
	})}, nil
}

// book is a series of an issuer that the actor's office serves.
type book struct {
	register.Series
	issuer directory.Organ
}

// booksOf are the books that the actor may read: of every organ that an office of the actor serves.
func (h *handlers) booksOf(ctx context.Context) ([]book, error) {
	me, err := h.Signoff.Me(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	organs, _, err := h.Signoff.Directory(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	var all []book
	for _, organ := range organs {
		serves := slices.ContainsFunc(me.Actor.Roles, func(r authz.Role) bool { return r.Office == organ.Office() })
		if !serves || organ.UnitOf != "" {
			continue
		}
		series, err := h.Register.Books(ctx, actorOf(ctx), organ.ID)
		if refused := new(fault.Fault); errors.As(err, &refused) && refused.Kind == fault.NotFound {
			continue // this office's books are not for the actor
		}
		if err != nil {
			return nil, err
		}
		for _, s := range series {
			all = append(all, book{s, organ})
		}
	}
	return all, nil
}
