package pages

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// searchView is the page of a search: the form, what was found, the searches that the person keeps.
type searchView struct {
	page
	Form   searchForm
	Asked  bool // something was looked for
	Count  int
	More   bool
	Hits   []hitView
	Next   string // the address of the next page; "" at the end
	Saved  []savedView
	Kinds  []choice
	States []choice
	Issuer string // of the organ that the search is narrowed to
	Person string
	Query  string // as an address, to keep it
}

type searchForm struct {
	Query    string `query:"q"`
	Kind     string `query:"kind"`
	Issuer   string `query:"issuer"`
	Person   string `query:"person"`
	State    string `query:"state"`
	CaseFile string `query:"case_file"`
	From     string `query:"from"`
	To       string `query:"to"`
	Cursor   string `query:"cursor"`
}

type hitView struct {
	document.Hit
	KindName, Issuer, Signer, StateLabel string
	Marks                                []document.Mark
}

// savedView is a kept search, or a kept view of a list.
type savedView struct {
	ID, Name, Address string
	Standard, Here    bool // the list opens with it; it is looked at
}

func (f searchForm) values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{
		"q": f.Query, "kind": f.Kind, "issuer": f.Issuer, "person": f.Person, "state": f.State, "case_file": f.CaseFile, "from": f.From, "to": f.To,
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

func (f searchForm) query() document.Query {
	return document.Query{
		Text: f.Query, Kind: f.Kind, Issuer: f.Issuer, Person: f.Person, State: document.State(f.State), CaseFile: f.CaseFile,
		From: store.Date(f.From), To: store.Date(f.To), Cursor: f.Cursor,
	}
}

func (s *site) search(c echo.Context, who string) error {
	var f searchForm
	if err := (&echo.DefaultBinder{}).BindQueryParams(c, &f); err != nil {
		return errQuery.Because(err)
	}
	return s.showSearch(c, who, f, nil)
}

func (s *site) showSearch(c echo.Context, who string, f searchForm, refused *fault.Fault) error {
	p, err := s.page(c, who, "Tìm kiếm", "search")
	if err != nil {
		return err
	}
	view := searchView{page: p, Form: f, Kinds: kindChoices(), States: stateChoices(), Query: f.values().Encode()}
	view.Fault = refused
	saved, err := s.Signoff.SavedSearches(c.Request().Context(), who, document.SearchList)
	if err != nil {
		return err
	}
	for _, one := range saved {
		view.Saved = append(view.Saved, savedView{ID: one.ID, Name: one.Name, Address: "/search?" + one.Query.Encode()})
	}
	status := http.StatusOK
	if refused != nil {
		status = statusOf(refused)
	}
	if len(f.values()) > 0 {
		found, err := s.Signoff.Search(c.Request().Context(), who, f.query())
		if err != nil {
			return err
		}
		view.fill(f, found)
	}
	return render(c, status, "search/search", view)
}

func (v *searchView) fill(f searchForm, found signoff.SearchResult) {
	v.Asked, v.Count, v.More = true, found.Count, found.More
	if found.Next != "" {
		next := f.values()
		next.Set("cursor", found.Next)
		v.Next = "/search?" + next.Encode()
	}
	for _, h := range found.Hits {
		v.Hits = append(v.Hits, hitView{h, kindName(h.Document), found.Organs[h.IssuerID], found.People[h.SignerID], found.States[h.ID], found.Marks[h.ID]})
		if h.IssuerID == f.Issuer {
			v.Issuer = found.Organs[h.IssuerID]
		}
		if h.SignerID == f.Person {
			v.Person = found.People[h.SignerID]
		}
	}
}

func (s *site) saveSearch(c echo.Context, who string) error {
	f, err := s.form(c, who)
	query, parseErr := url.ParseQuery(f.Get("query"))
	if err == nil && parseErr != nil {
		err = fault.New(fault.Malformed, "SAVED_SEARCH_QUERY", "Điều kiện tìm kiếm không đọc được.").Because(parseErr)
	}
	if err == nil {
		_, err = s.Signoff.SaveSearch(f.ctx, who, document.Saved{List: document.SearchList, Name: f.text("name"), Query: query})
	}
	return s.answer(f.ctx, c, err, always("/search?"+query.Encode()), func(refused *fault.Fault) error {
		return s.showSearch(c, who, searchForm{
			Query: query.Get("q"), Kind: query.Get("kind"), Issuer: query.Get("issuer"), Person: query.Get("person"), State: query.Get("state"),
			CaseFile: query.Get("case_file"), From: query.Get("from"), To: query.Get("to"),
		}, refused)
	})
}

func (s *site) dropSearch(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Signoff.DropSearch(f.ctx, who, c.Param("search"))
	}
	return s.answer(f.ctx, c, err, always("/search"), func(refused *fault.Fault) error { return s.showSearch(c, who, searchForm{}, refused) })
}
