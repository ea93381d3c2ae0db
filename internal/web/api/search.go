package api

import (
	"context"
	"net/url"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type searchInput struct {
	Query    string     `query:"q" doc:"từ khóa, có dấu hoặc không dấu; trong ngoặc kép: đúng như đã viết"`
	Kind     string     `query:"kind"`
	Issuer   string     `query:"issuer"`
	Person   string     `query:"person" doc:"người ký hoặc người soạn"`
	State    string     `query:"state"`
	CaseFile string     `query:"case_file" doc:"số và ký hiệu hồ sơ"`
	From     store.Date `query:"from" format:"date"`
	To       store.Date `query:"to" format:"date"`
	Cursor   string     `query:"cursor"`
	Limit    int        `query:"limit" minimum:"1" maximum:"50" default:"20"`
}

func (h *handlers) search(ctx context.Context, in *searchInput) (*of[client.Hits], error) {
	found, err := h.Signoff.Search(ctx, session.PersonID(ctx), document.Query{
		Text: in.Query, Kind: in.Kind, Issuer: in.Issuer, Person: in.Person, State: document.State(in.State), CaseFile: in.CaseFile,
		From: in.From, To: in.To, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	return &of[client.Hits]{client.Hits{
		Next: found.Next, Count: found.Count, More: found.More,
		Items: each(found.Hits, func(hit document.Hit) client.Hit { return hitOf(hit, found) }),
	}}, nil
}

func hitOf(hit document.Hit, found signoff.SearchResult) client.Hit {
	item := itemOf(hit.Document, found.States[hit.ID], found.Organs, found.People)
	item.Marks = marksOf(found.Marks[hit.ID])
	return client.Hit{
		Item:   item,
		Signer: client.Named{ID: hit.SignerID, Name: found.People[hit.SignerID]},
		Marked: each(hit.Subject, pieceOf), Excerpt: each(hit.Excerpt, pieceOf),
	}
}

func pieceOf(p document.Piece) client.Piece { return client.Piece{Text: p.Text, Found: p.Found} }

type suggestInput struct {
	Query string `query:"q"`
}

func (h *handlers) suggest(ctx context.Context, in *suggestInput) (*of[[]client.Suggestion], error) {
	found, err := h.Signoff.Suggest(ctx, session.PersonID(ctx), in.Query)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Suggestion]{each(found, func(d document.Document) client.Suggestion {
		item := itemOf(d, "", nil, nil)
		return client.Suggestion{ID: d.ID, KindName: item.KindName, Symbol: d.Symbol, Subject: d.Subject}
	})}, nil
}

func (h *handlers) savedSearches(ctx context.Context, _ *none) (*of[[]client.SavedSearch], error) {
	saved, err := h.Signoff.SavedSearches(ctx, session.PersonID(ctx), document.SearchList)
	if err != nil {
		return nil, err
	}
	return &of[[]client.SavedSearch]{each(saved, savedOf)}, nil
}

func savedOf(s document.Saved) client.SavedSearch {
	return client.SavedSearch{ID: s.ID, Name: s.Name, Query: s.Query.Encode()}
}

type saveSearchInput struct {
	Body client.NewSearch
}

// saveSearch answers with all that are kept, the new one among them.
func (h *handlers) saveSearch(ctx context.Context, in *saveSearchInput) (*of[[]client.SavedSearch], error) {
	query, err := url.ParseQuery(in.Body.Query)
	if err != nil {
		return nil, fault.New(fault.Malformed, "SAVED_SEARCH_QUERY", "Điều kiện tìm kiếm không đọc được.").Because(err)
	}
	_, err = h.carryOut(ctx, func() error {
		_, err := h.Signoff.SaveSearch(ctx, session.PersonID(ctx), document.Saved{List: document.SearchList, Name: in.Body.Name, Query: query})
		return err
	}, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	return h.savedSearches(ctx, nil)
}

type savedInput struct {
	Search string `path:"search"`
}

func (h *handlers) dropSearch(ctx context.Context, in *savedInput) (*none, error) {
	return nil, h.Signoff.DropSearch(ctx, session.PersonID(ctx), in.Search)
}
