package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// The first page counts what came and what is to be done, for whom it concerns, and leads there.
func TestTheWorkbenchCountsArrivalsAndTasks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		pile := func(path, count, label string) string {
			return `<a href="` + path + `"><span class="tile-count">` + count + `</span><span class="tile-name">` + label + `</span></a>`
		}
		waits := func(count string) string {
			return pile("/incoming?box=waiting", count, "Văn bản đến: Chờ tiếp nhận")
		}
		if page := o.page(recipient, "/"); !strings.Contains(page, waits("0")) ||
			!strings.Contains(page, pile("/tasks?only=mine&amp;standing=overdue", "0", "Nhiệm vụ: Quá hạn")) {
			t.Errorf("before: %s", page)
		}
		o.walk(o.draft(), "issued")
		if page := o.page(recipient, "/"); !strings.Contains(page, waits("1")) {
			t.Errorf("after: %s", page)
		}
		for _, path := range []string{"/incoming?box=waiting", "/tasks?only=mine&standing=overdue", "/tasks?only=mine&state=new"} {
			o.page(recipient, path)
		}
		if page := o.page(drafter, "/"); strings.Contains(page, "/incoming?box=waiting") {
			t.Error("a chuyên viên is shown what waits for văn thư")
		}
	})
}

// A line of the book of copies leads to the copy, one of the books of documents to the document.
func TestLinesOfTheBookOfCopies(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		issued := o.walk(o.draft(), "issued")
		var c client.Copy
		read := func(a answer) {
			t.Helper()
			if a.StatusCode >= http.StatusMultipleChoices {
				t.Fatalf("%d %s", a.StatusCode, a.body)
			}
			o.must(json.Unmarshal([]byte(a.body), &c))
		}
		read(o.send(clerk, http.MethodPost, "documents/"+issued.ID+"/copies", `{"form":"true_copy","signer":"`+o.ids[signer]+`"}`))
		read(o.send(signer, http.MethodPost, "copies/"+c.ID+"/actions/sign", `{"pin":"`+pin+`","sha256":"`+c.PDFSHA256+`"}`))
		read(o.send(clerk, http.MethodPost, "copies/"+c.ID+"/actions/assign_number", `{}`))

		var books []client.Book
		o.must(json.Unmarshal([]byte(o.send(clerk, http.MethodGet, "registers", "").body), &books))
		found := 0
		for _, b := range books {
			if b.Incoming {
				continue
			}
			var rows []client.RegisterRow
			o.must(json.Unmarshal([]byte(o.send(clerk, http.MethodGet, "registers/"+b.ID, "").body), &rows))
			page := o.page(clerk, "/registers/"+b.ID)
			for _, r := range rows {
				found++
				switch {
				case r.CopyID != "":
					if r.CopyID != c.ID || r.DocumentID != "" || !strings.Contains(page, `href="/copies/`+c.ID+`"`) || strings.Contains(page, "/documents/"+c.ID) {
						t.Errorf("%+v\n%s", r, page)
					}
				case r.DocumentID != issued.ID || !strings.Contains(page, `href="/documents/`+issued.ID+`"`):
					t.Errorf("%+v\n%s", r, page)
				}
			}
		}
		if found != 2 {
			t.Errorf("%d lines in the books, want the document and the copy", found)
		}
		o.page(clerk, "/copies/"+c.ID)
	})
}
