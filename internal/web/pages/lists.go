package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
)

// listView is what every list has beside its rows: filters, columns and order as they stand in the address, the views that
// the person keeps of it, and the way to its other pages.
type listView struct {
	List string // its name among saved views: the path without the first slash
	Path string
	View string // the id of the view that is looked at; "" for none
	Pile string // the field of the address that chooses one of the list's piles; "" where it has none
	Open bool   // the columns are being chosen

	Saved   []savedView
	Columns []columnView
	Shown   []string // ids of the columns, in their order

	First, Prev, Next, Last string // addresses; "" where there is none
	Bare                    string // the address without any filter, column or view
	Query                   string // all but the page, as in an address
	Key                     string

	values url.Values
}

// column is one that a list may show.
type column struct{ ID, Label string }

type columnView struct {
	column
	Shown, MayRise bool
}

// pair is a field of a form.
type pair struct{ Name, Value string }

// paging are the fields of an address that say which page, or what was just done, not which list.
var paging = []string{"cursor", "back", "view", "up", "set", "received"}

// lists are the lists of which views are kept.
func knownList(list string) bool {
	if slices.Contains([]string{"incoming", "received", "tasks"}, list) {
		return true
	}
	box, is := strings.CutPrefix(list, "boxes/")
	return is && slices.Contains(document.Boxes, box)
}

// list begins a list's view: what the address says or, where it says nothing, the view that the person opens it with.
func (s *site) list(c echo.Context, who, list string, columns []column, standard []string) (v listView, err error) {
	v = listView{List: list, Path: "/" + list, values: c.QueryParams()}
	v.Bare = v.Path + "?view=none"
	saved, err := s.Signoff.SavedSearches(c.Request().Context(), who, list)
	if err != nil {
		return v, err
	}
	if v.View = v.values.Get("view"); len(v.values) == 0 {
		for _, one := range saved {
			if one.Standard {
				v.View, v.values = one.ID, one.Query
			}
		}
	}
	if !slices.ContainsFunc(saved, func(one document.Saved) bool { return one.ID == v.View }) {
		v.View = ""
	}
	for _, one := range saved {
		query := cloned(one.Query)
		query.Set("view", one.ID)
		v.Saved = append(v.Saved, savedView{ID: one.ID, Name: one.Name, Address: v.Path + "?" + query.Encode(), Standard: one.Standard, Here: one.ID == v.View})
	}
	v.Open = v.values.Get("set") != "" || v.values.Get("up") != ""
	v.arrange(columns, standard)
	query := cloned(v.values)
	for _, name := range paging {
		query.Del(name)
	}
	for name := range query { // an empty field of the form says nothing
		query[name] = slices.DeleteFunc(query[name], func(value string) bool { return value == "" })
		if len(query[name]) == 0 {
			query.Del(name)
		}
	}
	v.values, v.Query = query, query.Encode()
	return v, nil
}

// arrange reads which columns are shown, and takes one of them a place further to the front. A column that every list must
// have stands first of standard and comes back where it was left out.
func (v *listView) arrange(columns []column, standard []string) {
	known := func(id string) bool {
		return slices.ContainsFunc(columns, func(c column) bool { return c.ID == id })
	}
	var chosen []string
	for _, id := range v.values["col"] {
		if known(id) && !slices.Contains(chosen, id) {
			chosen = append(chosen, id)
		}
	}
	if i := slices.Index(chosen, v.values.Get("up")); i > 0 {
		chosen[i-1], chosen[i] = chosen[i], chosen[i-1]
	}
	if v.Shown = chosen; len(chosen) == 0 {
		v.Shown = standard
	} else if !slices.Contains(chosen, "subject") {
		v.Shown = append([]string{"subject"}, chosen...)
	}
	if len(chosen) > 0 {
		v.values = cloned(v.values)
		v.values["col"] = v.Shown
	}
	for i, id := range v.Shown {
		at := slices.IndexFunc(columns, func(c column) bool { return c.ID == id })
		v.Columns = append(v.Columns, columnView{columns[at], true, i > 0})
	}
	for _, c := range columns {
		if !slices.Contains(v.Shown, c.ID) {
			v.Columns = append(v.Columns, columnView{c, false, false})
		}
	}
}

// Hidden are the fields by which a form of columns keeps the rest of the list.
func (v listView) Hidden() (fields []pair) {
	for name, values := range v.values {
		for _, value := range values {
			if name != "col" {
				fields = append(fields, pair{name, value})
			}
		}
	}
	slices.SortFunc(fields, func(a, b pair) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

// Kept are the fields by which a form of filters keeps columns and order.
func (v listView) Kept() (fields []pair) {
	for _, id := range v.values["col"] {
		fields = append(fields, pair{"col", id})
	}
	return fields
}

// Frame is the list's view itself, for the pieces that every list has.
func (v listView) Frame() listView { return v }

// Heads are the columns that are shown.
func (v listView) Heads() (heads []column) {
	for _, c := range v.Columns {
		if c.Shown {
			heads = append(heads, c.column)
		}
	}
	return heads
}

// Narrowed says whether a filter is set.
func (v listView) Narrowed() bool {
	for name := range v.values {
		if name != "col" && name != "order" && name != v.Pile {
			return true
		}
	}
	return false
}

// tab is one of the piles of a list.
type tab struct {
	Label, Address string
	Here           bool
}

// tab is the way to another pile: the columns go along, the filters do not.
func (v listView) tab(label, value, here string) tab {
	bare := v
	bare.View, bare.values = "", url.Values{}
	if len(v.values["col"]) > 0 {
		bare.values["col"] = v.values["col"]
	}
	return tab{label, bare.with(v.Pile, value), value == here}
}

// pile says which field of the address tells the list's piles apart: choosing one is no filter, and taking the filters out
// stays in it.
func (v *listView) pile(name string) {
	if v.Pile = name; v.values.Get(name) != "" {
		v.Bare = withQuery(v.Path, name, v.values.Get(name), "view", "none")
	}
}

// with is the address of the list with some fields set anew; "" takes one out.
func (v listView) with(pairs ...string) string {
	query := cloned(v.values)
	if v.View != "" {
		query.Set("view", v.View)
	}
	for i := 0; i < len(pairs); i += 2 {
		if query.Del(pairs[i]); pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		query.Set("view", "none")
	}
	return v.Path + "?" + query.Encode()
}

// turn says where the pages before and after begin.
func (v *listView) turn(prev, next string) {
	if v.First, v.Last = v.with(), v.with("back", "1"); prev != "" {
		v.Prev = v.with("cursor", prev, "back", "1")
	}
	if next != "" {
		v.Next = v.with("cursor", next)
	}
}

func cloned(values url.Values) url.Values {
	out := url.Values{}
	for name, some := range values {
		out[name] = slices.Clone(some)
	}
	return out
}

var errListUnknown = fault.New(fault.Unmet, "LIST_UNKNOWN", "Không có danh sách này.")

// saveView keeps how a list is looked at.
func (s *site) saveView(c echo.Context, who string) error {
	f, err := s.form(c, who)
	list := f.Get("list")
	if !knownList(list) {
		return errListUnknown
	}
	query, parseErr := url.ParseQuery(f.Get("query"))
	if err == nil && parseErr != nil {
		err = fault.New(fault.Malformed, "SAVED_SEARCH_QUERY", "Điều kiện tìm kiếm không đọc được.").Because(parseErr)
	}
	to := func(id string) string {
		address := cloned(query)
		address.Set("view", id)
		return "/" + list + "?" + address.Encode()
	}
	var saved document.Saved
	if err == nil {
		saved, err = s.Signoff.SaveSearch(f.ctx, who, document.Saved{List: list, Name: f.text("name"), Query: query, Standard: f.Get("standard") != ""})
	}
	return s.answer(f.ctx, c, err, func(answer string) string {
		if answer == "" {
			answer = saved.ID
		}
		return to(answer)
	}, func(refused *fault.Fault) error { return Error(c, refused) })
}

// dropView forgets one.
func (s *site) dropView(c echo.Context, who string) error {
	f, err := s.form(c, who)
	list := f.Get("list")
	if !knownList(list) {
		return errListUnknown
	}
	if err == nil {
		err = s.Signoff.DropSearch(f.ctx, who, c.Param("search"))
	}
	return s.answer(f.ctx, c, err, always("/"+list+"?view=none"), func(refused *fault.Fault) error { return Error(c, refused) })
}

// upTo says a count that was not counted further than document.CountCap.
func upTo(n int64) string {
	if n >= document.CountCap {
		return "999+"
	}
	return decimal(n)
}
