package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A person's view of a list: it opens the list where it is the standard one, another takes its place, and nobody else sees,
// uses or drops it.
func TestAViewOfAListIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		mine, other := o.as(drafter), o.as(approver)
		save := func(p *person, list, name, query string, standard bool) *view {
			form := p.get("/boxes/all?" + query).form("/views")
			form.values.Set("list", list)
			form.values.Set("name", name)
			if standard {
				form.values.Set("standard", "1")
			}
			return form.send()
		}
		const narrow, wide = "kind=report&col=subject&col=signer", "state=drafting&col=subject&col=drafter"
		save(mine, "boxes/all", "Báo cáo của tôi", narrow, true).is(http.StatusOK).says("Báo cáo của tôi")
		mine.get("/boxes/all").is(http.StatusOK).says("Báo cáo của tôi", "(mở đầu tiên)", "Người ký")
		id := o.viewOf(drafter, "Báo cáo của tôi")
		if opened, said := mine.get("/boxes/all").form("/views").values.Get("query"), parsed(t, narrow).Encode(); opened != said {
			t.Errorf("the list opens with %q, want %q", opened, said)
		}
		for _, path := range []string{"/boxes/all?view=none", "/boxes/issued"} { // asked for otherwise; another list
			if opened := mine.get(path).form("/views").values.Get("query"); opened != "" {
				t.Errorf("%s opens with %q", path, opened)
			}
		}
		// Another person, who even knows its id.
		for _, path := range []string{"/boxes/all", "/boxes/all?view=" + id} {
			page := other.get(path).is(http.StatusOK)
			if opened := page.form("/views").values.Get("query"); opened != "" || strings.Contains(page.raw, "Báo cáo của tôi") || strings.Contains(page.raw, id) {
				t.Errorf("%s is opened to another with %q", path, opened)
			}
		}
		save(other, "boxes/all", "Của tôi", wide, false).is(http.StatusOK)
		stolen := other.get("/boxes/all").form("/removal")
		stolen.action = "/views/" + id + "/removal"
		stolen.send().says("không")
		if o.viewOf(drafter, "Báo cáo của tôi") != id {
			t.Error("another person dropped it")
		}
		// A second standard one takes the first one's place; the first stays.
		save(mine, "boxes/all", "Dự thảo", wide, true).is(http.StatusOK)
		if opened, said := mine.get("/boxes/all").says("Báo cáo của tôi").form("/views").values.Get("query"), parsed(t, wide).Encode(); opened != said {
			t.Errorf("with a new standard the list opens with %q, want %q", opened, said)
		}
		before := o.count("saved_search")
		save(mine, "boxes/none", "Lạc", narrow, true) // a list that there is not
		save(mine, "boxes/all", "Dự thảo", narrow, true)
		if after := o.count("saved_search"); after != before {
			t.Errorf("%d views, %d after two refusals", before, after)
		}
		if opened, said := mine.get("/boxes/all").form("/views").values.Get("query"), parsed(t, wide).Encode(); opened != said {
			t.Errorf("after the refusals the list opens with %q, want %q", opened, said)
		}
	})
}

func parsed(t *testing.T, query string) url.Values {
	t.Helper()
	values, err := url.ParseQuery(query)
	must(t, err)
	return values
}

// viewOf is the id of a view of the list of all documents; "" where the person has none of that name.
func (o *office) viewOf(username, name string) (id string) {
	o.t.Helper()
	person := o.idOf(username)
	must(o.t, o.store.View(o.t.Context(), func(tx *store.Tx) error {
		saved, err := document.SavedSearches(tx, person, "boxes/all")
		for _, one := range saved {
			if one.Name == name {
				id = one.ID
			}
		}
		return err
	}))
	return id
}

// The lists of what came in and of tasks have filters, columns and views as the boxes have, and stay in their pile.
func TestOtherListsHaveTheSameTools(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	who := o.as(clerk)
	for list, test := range map[string]struct{ pile, column, head, filter string }{
		"incoming": {"box=waiting", "source", "Đến bằng", "state"}, "received": {"only=unread", "due", "Hạn xác nhận", "from"}, "tasks": {"only=all", "report", "Báo cáo về", "standing"},
	} {
		bare := who.get("/" + list + "?" + test.pile).is(http.StatusOK)
		if strings.Contains(bare.words, "Bỏ lọc") {
			t.Errorf("%s: a pile counts as a filter", list)
		}
		query := test.pile + "&q=kh%C3%B4ng+c%C3%B3&col=subject&col=" + test.column
		page := who.get("/"+list+"?"+query).is(http.StatusOK).says("Bỏ lọc", "Cột và cách xem")
		if said := page.form("/views").values.Get("query"); said != parsed(t, query).Encode() {
			t.Errorf("%s: a view would keep %q", list, said)
		}
		form := page.form("/views")
		form.values.Set("name", "Của tôi")
		form.values.Set("standard", "1")
		form.send().is(http.StatusOK).says("Của tôi")
		if opened := who.get("/" + list).form("/views").values.Get("query"); opened != parsed(t, query).Encode() {
			t.Errorf("/%s opens with %q", list, opened)
		}
		if opened := o.as(approver).get("/" + list).form("/views").values.Get("query"); strings.Contains(opened, "col=") {
			t.Errorf("/%s opens to another with %q", list, opened)
		}
		who.get("/" + list + "?" + test.filter + "=sai").is(http.StatusBadRequest)
	}
}
