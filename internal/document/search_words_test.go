package document_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A text that is nothing but different words is kept and found by its first ones; the index stays bounded.
func TestSearchTakesAnyText(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	for i := 0; many.Len() < 4<<20; i++ {
		fmt.Fprintf(&many, "tu%dkhac ", i)
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		shelf{t, s}.lay(
			paper{id: "many", symbol: "01-TB/TU", date: "2026-01-01", subject: "nhiều chữ", text: many.String(), seenBy: []string{"an"}},
			paper{id: "long", symbol: "02-TB/TU", date: "2026-01-02", subject: strings.Repeat("dài", 5000), text: "’\\ % _ ' \" \x01 日本語 ﷽ e\u0301", seenBy: []string{"an"}},
			paper{id: "none", symbol: "", date: "", subject: "!!!", text: "", seenBy: []string{"an"}},
		)
		for text, want := range map[string]string{
			"tu0khac": "many", "tu900khac tu3khac": "many", `"tu899khac tu900khac"`: "many", `"tu900khac tu899khac"`: "", strings.Repeat("dài", 60): "long", "日本語": "long", "é": "long", "!!!": "long many none",
		} {
			found := find(t, s, "an", document.Query{Text: text})
			var ids []string
			for _, h := range found.Hits {
				ids = append(ids, h.ID)
			}
			if strings.Join(ids, " ") != want && !(text == "!!!" && len(ids) == 3) {
				t.Errorf("%.20q found %v, want %q", text, ids, want)
			}
		}
	})
}

// What no search can be refuses with a clear sentence, and never breaks out of its quotes.
func TestSearchRefuses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ask := func(q document.Query) error {
			q.See = reach("an")
			return s.View(context.Background(), func(tx *store.Tx) error {
				_, err := document.Search(tx, q)
				return err
			})
		}
		for _, q := range []document.Query{
			{Text: strings.Repeat("a", 201)}, {Text: strings.Repeat("a ", 17)}, {Cursor: "x"}, {Cursor: "OSAyMDI2LTAxLTAxIHg"},
		} {
			if refused := new(fault.Fault); !errors.As(ask(q), &refused) {
				t.Errorf("%+v is not refused: %v", q, ask(q))
			}
		}
		for _, text := range []string{"'", `"`, `\`, "a'b", `"a" OR "b`, "NEAR(a b)", "a:*", "title : a", "*", "a**", "“", "“a", "a & | ! <-> b", "\x00", "' || pg_sleep(9) || '"} {
			for _, q := range []document.Query{{Text: text}, {Issuer: text, Text: "a"}, {Kind: text}, {Person: text, Text: "a"}, {CaseFile: text}, {State: document.State(text)}} {
				if err := ask(q); err != nil && !strings.Contains(text, "\x00") {
					t.Errorf("%+v: %v", q, err)
				}
			}
		}
	})
}

// Documents from before there was an index are found once the store has been brought up to date; a second time changes
// nothing.
func TestIndexMissing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var papers []paper
		for i := range 230 { // more than one batch
			papers = append(papers, paper{id: fmt.Sprintf("p%03d", i), subject: "lịch trực", text: "phân công", seenBy: []string{"an"}})
		}
		shelf{t, s}.lay(papers...)
		if err := s.Update(context.Background(), func(tx *store.Tx) error { return tx.DB().Exec("DELETE FROM document_search").Error }); err != nil {
			t.Fatal(err)
		}
		if n := find(t, s, "an", document.Query{Text: "lich truc", Limit: 50}).Count; n != 0 {
			t.Fatalf("%d found without an index", n)
		}
		for range 2 {
			if err := document.IndexMissing(context.Background(), s); err != nil {
				t.Fatal(err)
			}
			if found := find(t, s, "an", document.Query{Text: "lich truc", Limit: 50}); found.Count != 200 || !found.More {
				t.Errorf("%d found", found.Count)
			}
		}
	})
}

func TestSavedSearches(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		save := func(who, name, query string) error {
			values, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			return s.Update(context.Background(), func(tx *store.Tx) error {
				_, err := document.SaveSearch(tx, who, document.Saved{List: document.SearchList, Name: name, Query: values})
				return err
			})
		}
		saved := func(who string) (names []string, first document.Saved) {
			err := s.View(context.Background(), func(tx *store.Tx) error {
				all, err := document.SavedSearches(tx, who, document.SearchList)
				for i, one := range all {
					names = append(names, one.Name)
					if i == 0 {
						first = one
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return names, first
		}
		for name, code := range map[string]string{"": "SAVED_SEARCH_NAME", strings.Repeat("ă", 101): "SAVED_SEARCH_NAME", "một": "", "hai": ""} {
			if err := save("an", name, "q=ke+hoach&kind=plan"); codeOf(err) != code {
				t.Errorf("%q: %v, want %q", name, err, code)
			}
		}
		if err := save("an", "một", "q=x"); codeOf(err) != "SAVED_SEARCH_TWICE" {
			t.Errorf("the same name again: %v", err)
		}
		if err := save("binh", "một", "q=x"); err != nil {
			t.Errorf("another person's name: %v", err)
		}
		names, first := saved("an")
		if strings.Join(names, " ") != "hai một" || first.Query.Get("q") != "ke hoach" {
			t.Fatalf("kept %v, %v", names, first)
		}
		drop := func(who string) error {
			return s.Update(context.Background(), func(tx *store.Tx) error { return document.DropSearch(tx, who, first.ID) })
		}
		if err := drop("binh"); codeOf(err) != "SAVED_SEARCH_UNKNOWN" {
			t.Errorf("another person's search: %v", err)
		}
		if err := drop("an"); err != nil {
			t.Fatal(err)
		}
		if names, _ := saved("an"); len(names) != 1 {
			t.Errorf("left %v", names)
		}
		for i := range 60 {
			err := save("an", fmt.Sprint("tìm ", i), "q=x")
			if want := map[bool]string{true: "", false: "SAVED_SEARCH_LIMIT"}[i < 49]; codeOf(err) != want {
				t.Fatalf("search %d: %v, want %q", i, err, want)
			}
		}
	})
}

func codeOf(err error) string {
	if refused := new(fault.Fault); errors.As(err, &refused) {
		return refused.Code
	}
	return fmt.Sprint(map[bool]string{true: "", false: "not a fault"}[err == nil])
}
