package pages

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// What a page asks while somebody types is refused where it names another's draft, and another's working text is neither
// told of, nor written over, nor thrown away.
func TestAnothersTypingIsNobodyElses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		id := strings.TrimPrefix(o.draft(), "/documents/")
		edit := o.as(drafter).get("/documents/" + id + "/edit").form("/edit").values
		typed := func(working, text string) url.Values {
			f := url.Values{}
			for name, values := range edit {
				f[name] = values
			}
			f.Set("document", id)
			f.Set("working", working)
			f.Set("text", text)
			f.Del("author")
			return f
		}
		begun := func(working, subject string) url.Values {
			return url.Values{"working": {working}, "issuer": {"bt-vptu"}, "kind": {"notice"}, "subject": {subject}}
		}
		kept := func() (rows []string) {
			must(t, s.View(context.Background(), func(tx *store.Tx) error {
				return tx.DB().Raw("SELECT id || ' ' || person_id || ' ' || document_id || ' ' || revision || ' ' || form FROM document_working ORDER BY id").Scan(&rows).Error
			}))
			return rows
		}
		if status, body := o.as(drafter).post("/documents/working", typed("w1", "Đoạn còn để ngỏ.")); status != http.StatusOK {
			t.Fatalf("the drafter's own: %d %s", status, body)
		}
		if status, body := o.as(drafter).post("/documents/working", begun("w2", "về việc riêng")); status != http.StatusOK {
			t.Fatalf("a begun one: %d %s", status, body)
		}
		before := kept()
		if len(before) != 2 {
			t.Fatalf("kept: %q", before)
		}
		events, denied := o.count("audit_event"), o.count("access_log")

		for _, who := range []string{approver, colleague, outsider} {
			status, code := http.StatusNotFound, "DOCUMENT_NOT_FOUND"
			if who == approver { // sees the draft of his room, and writes none of it
				status, code = http.StatusForbidden, "FORBIDDEN"
			}
			for _, path := range []string{"", "/check", "/fixes", "/pdf"} {
				form := typed("w1", "Đoạn của người khác.")
				form.Set("fix", "eth:p1")
				got, body := o.as(who).post("/documents/working"+path, form)
				var answer refusalAnswer
				if err := json.Unmarshal([]byte(body), &answer); err != nil || got != status || answer.Code != code {
					t.Errorf("%s at /documents/working%s: %d %s, want %d %s", who, path, got, body, status, code)
				}
				if strings.Contains(body, "để ngỏ") {
					t.Errorf("%s is told what another types: %s", who, body)
				}
			}
			if got, body := o.as(who).post("/documents/working/compare", typed("w1", "Khác.")); got != status || strings.Contains(body, "để ngỏ") {
				t.Errorf("%s compares: %d", who, got)
			}
			// An id that another's page chose is taken, and says nothing of whose it is or what is in it.
			if got, body := o.as(who).post("/documents/working", begun("w2", "về việc khác")); got < 400 || strings.Contains(body, "riêng") {
				t.Errorf("%s writes over a begun text: %d %s", who, got, body)
			}
			for _, working := range []string{"w1", "w2"} {
				o.as(who).post("/documents/working/removal", url.Values{"working": {working}})
			}
			if page := o.as(who).get("/documents/new?kind=notice&working=w2"); strings.Contains(page.raw, "riêng") {
				t.Errorf("%s is shown a begun text", who)
			}
		}
		if diff := cmp.Diff(before, kept()); diff != "" {
			t.Errorf("what was kept is another (-before +after):\n%s", diff)
		}
		if n := o.count("audit_event"); n != events {
			t.Errorf("%d events of what was refused", n-events)
		}
		if n := o.count("access_log"); n <= denied {
			t.Error("the refusals left no line in the access log")
		}
	})
}

// post sends what a script would, and gives the answer as it came.
func (p *person) post(path string, values url.Values) (status int, body string) {
	p.t.Helper()
	response, err := p.client.PostForm(p.base+path, values)
	must(p.t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	must(p.t, err)
	return response.StatusCode, string(raw)
}
