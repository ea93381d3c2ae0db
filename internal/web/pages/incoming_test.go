package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/store/storetest"
)

// A paper goes from văn thư's form to the leader's desk by the pages alone; what people type stays text, and who has nothing
// to do with it finds nothing.
func TestPagesOfArrivals(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	const hostile = `về <script>alert(1)</script> "><img src=x onerror=alert(2)> {{.Me}}`
	made := o.as(clerk).get("/incoming/new?source=scan").form("/incoming").submit(url.Values{
		"organ": {"bt-tu"}, "symbol": {"12-CV/BTCTW"}, "author": {"Ban Tổ chức <b>Trung ương</b>"}, "subject": {hostile}, "document_date": {"2014-06-09"},
	})
	if made.status != http.StatusOK || !strings.HasPrefix(made.path, "/incoming/") {
		t.Fatalf("%d at %s: %s", made.status, made.path, made.words)
	}
	if pages := made.form(made.path + "/edit").values.Get("pages"); pages != "" {
		t.Errorf("a number of pages is filled in that nobody counted: %q", pages)
	}
	up := made.form(made.path+"/attachments").upload("quét <i>.txt", "bản quét")
	if up.status != http.StatusOK || !strings.Contains(up.words, "quét <i>.txt") || !strings.Contains(up.words, "Không có chữ ký số") {
		t.Errorf("%d %s", up.status, up.words)
	}
	kept := up.form(made.path + "/actions/register").send()
	if kept.status != http.StatusOK || !strings.Contains(kept.words, "Đã vào sổ") || !strings.Contains(kept.words, "ĐẾN") {
		t.Fatalf("%d %s", kept.status, kept.words)
	}
	twice := up.form(made.path + "/actions/register")
	twice.values.Set("key", "another")
	if again := twice.send(); again.status != http.StatusConflict || !strings.Contains(again.words, "số đến 1") {
		t.Errorf("twice: %d %s", again.status, again.words)
	}
	list := o.as(clerk).get("/incoming?box=to_submit&q=CV")
	if list.status != http.StatusOK || !strings.Contains(list.words, "alert(1)") {
		t.Errorf("%d %s", list.status, list.words)
	}
	for _, v := range []*view{made, up, kept, list} {
		for _, tag := range v.tags {
			if tag.Name.Local == "script" && attr(tag, "src") == "" || tag.Name.Local == "img" || attr(tag, "onerror") != "" {
				t.Errorf("%s: <%s> got through", v.path, tag.Name.Local)
			}
		}
	}
	if slip := o.as(clerk).get(made.path + "/slip"); slip.status != http.StatusOK || !strings.HasPrefix(slip.raw, "%PDF-") {
		t.Errorf("%d", slip.status)
	}
	submit := o.as(clerk).get(made.path).form(made.path + "/actions/submit")
	submit.submit(one("to", o.idOf(standing))).is(http.StatusOK)
	for _, path := range []string{"/notices", "/"} {
		told := o.as(standing).get(path).is(http.StatusOK)
		if !strings.Contains(told.words, "12-CV/BTCTW") || !strings.Contains(told.words, "alert(1)") {
			t.Errorf("%s does not say of which văn bản đến: %s", path, squeeze(told.words))
		}
	}
	for _, path := range []string{made.path, made.path + "/slip", made.path + "/pdf"} {
		if v := o.as(colleague).get(path); v.status != http.StatusNotFound {
			t.Errorf("%s: a colleague gets %d", path, v.status)
		}
	}
	const same = "/incoming/like?organ=bt-tu&symbol=12-CV%2FBTCTW"
	if v := o.as(clerk).get(same); v.status != http.StatusOK || !strings.Contains(v.raw, `"path":"`+made.path+`"`) || strings.Contains(v.raw, "<script>") {
		t.Errorf("%d %s", v.status, v.raw)
	}
	if v := o.as(clerk).get(same + "&document_date=2014-06-08"); v.status != http.StatusOK || strings.TrimSpace(v.raw) != "[]" {
		t.Errorf("%d %s", v.status, v.raw)
	}
	if v := o.as(colleague).get(same); v.status != http.StatusForbidden || strings.Contains(v.raw, "12-CV") {
		t.Errorf("a colleague gets %d %s", v.status, v.raw)
	}
	if v := o.as(colleague).get("/incoming/new"); v.status != http.StatusForbidden {
		t.Errorf("a chuyên viên takes something in: %d", v.status)
	}
}
