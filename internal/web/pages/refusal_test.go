package pages

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A refused form comes back with the sentence, the reasons and what was typed; never the PIN.
func TestARefusedFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		document := o.draft()

		edit := o.as(drafter).get(document + "/edit").form("/edit")
		back := edit.submit(one("subject", strings.Repeat("dài ", 200), "place", "Phan Thiết mới")).is(http.StatusUnprocessableEntity)
		back.says("Trích yếu dài quá 500 ký tự.")
		if got := back.form("/edit").values.Get("place"); got != "Phan Thiết mới" {
			t.Errorf("the place came back as %q", got)
		}

		o.walk(document, "submit")
		back = o.fire(approver, document, "return", one("comment", "   ")).is(http.StatusUnprocessableEntity)
		back.says("Phải ghi rõ lý do.")
		o.walk2(document, "approve", "check_format")
		o.fire(signer, document, "sign", one("pin", pin, "sha256", strings.Repeat("0", 64))).is(http.StatusConflict).says("hãy tải lại")
		o.as(signer).get(document).form("/actions/return").submit(one("comment", strings.Repeat("Sửa lại. ", 600))).
			is(http.StatusUnprocessableEntity).says("Ý kiến dài quá", "Sửa lại.")
		o.walk2(document, "sign")
		wrong := o.draft()
		o.walk2(wrong, "submit", "approve", "check_format")
		back = o.fire(signer, wrong, "sign", one("pin", "999999", "comment", "Ký gấp"))
		if back.status < 400 || strings.Contains(back.raw, "999999") {
			t.Errorf("a wrong PIN gave %d, or came back in the page", back.status)
		}
		if got := back.form("/actions/sign").values; got.Get("comment") != "Ký gấp" || got.Get("pin") != "" {
			t.Errorf("after a wrong PIN the form holds %v", got)
		}
	})
}

// walk2 takes the named steps of the way.
func (o *office) walk2(document string, actions ...string) {
	o.t.Helper()
	for _, step := range way {
		if slices.Contains(actions, step.action) {
			o.fire(step.who, document, step.action, step.typed).is(http.StatusOK)
		}
	}
}

// Who looked at an older version is told so; what was typed is not lost, and writes over nothing.
func TestAStaleFormIsToldSo(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.draft()
	old := o.as(drafter).get(document + "/edit").form("/edit")
	submit := o.as(drafter).get(document).form("/actions/submit")
	o.as(drafter).get(document + "/edit").form("/edit").submit(one("place", "Hàm Tân")).is(http.StatusOK)

	submit.send().is(http.StatusConflict).says("Văn bản đã thay đổi, hãy tải lại.")
	back := old.submit(one("subject", "về lịch trực đã sửa")).is(http.StatusConflict).says("Văn bản đã thay đổi, hãy tải lại.")
	again := back.form("/edit")
	if again.values.Get("subject") != "về lịch trực đã sửa" {
		t.Errorf("the subject came back as %q", again.values.Get("subject"))
	}
	back.says("Văn bản đã được sửa ở nơi khác", "1 đoạn sửa", "Hàm Tân") // what saving it now would undo
	if o.as(drafter).get(document).says("Hàm Tân", "về lịch trực tháng 6 năm 2014"); again.values.Get("version") == old.values.Get("version") {
		t.Error("whoever has seen both may not save")
	}
	again.send().is(http.StatusOK).says("về lịch trực đã sửa")
}

// A form sent twice, one after the other or both at once, acts once and leads to the same place.
func TestADoubleClickActsOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		form := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").form("/documents")
		typed := one("subject", "về việc họp giao ban", "body", "Họp lúc 8 giờ.", "recipients", "- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", "signer", "person-"+signer)
		first, second := form.submit(typed), form.send()
		if first.path != second.path || second.status != http.StatusOK {
			t.Errorf("one form made %s and %s (%d)", first.path, second.path, second.status)
		}
		o.as(drafter).get("/boxes/drafts").says("1 văn bản")

		submit := o.as(drafter).get(first.path).form("/actions/submit")
		pages := make([]*view, 4)
		var both sync.WaitGroup
		for i := range pages {
			both.Go(func() { pages[i] = submit.send() })
		}
		both.Wait()
		for _, p := range pages {
			p.is(http.StatusOK).says("Trình lãnh đạo phòng")
		}
		submit.send().is(http.StatusOK).says("Trình lãnh đạo phòng") // long after, when the version is another
		if n := strings.Count(o.as(drafter).get(first.path).words, "→ Trình lãnh đạo phòng"); n != 1 {
			t.Errorf("the timeline tells of %d submissions", n)
		}
		form.values.Set("subject", "về việc khác") // one key for two requests
		form.send().is(http.StatusUnprocessableEntity).says("Khóa chống trùng")
		form.values.Del("key")
		form.send().is(http.StatusBadRequest).says("tải lại trang")
	})
}

// I8: a document that one may not see is not there, on any page and for any form, and the page is the one of a document
// that never was.
func TestWhatOneMayNotSeeIsNotThere(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.draft()
	nothing := "/documents/" + store.NewID()
	p := o.as(outsider)
	for _, tail := range []string{"", "/edit", "/pdf", "/chain.svg", "/versions/1", "/attachments/x", "/deliveries"} {
		hidden, absent := p.get(document+tail).is(http.StatusNotFound), p.get(nothing+tail).is(http.StatusNotFound)
		if hidden.raw != absent.raw {
			t.Errorf("GET …%s tells a hidden document from an absent one:\n%s\n%s", tail, squeeze(hidden.words), squeeze(absent.words))
		}
	}
	for _, tail := range []string{"/edit", "/actions/submit", "/actions/sign", "/attachments/x/removal"} {
		send := func(to string) *view {
			f := &formHTML{by: p, action: to + tail, values: one("key", store.NewID(), "version", "1", "comment", "x", "pin", pin)}
			return f.send().is(http.StatusNotFound)
		}
		if hidden, absent := send(document), send(nothing); hidden.raw != absent.raw {
			t.Errorf("POST …%s tells a hidden document from an absent one", tail)
		}
	}
	o.as(drafter).get("/không-có-trang").is(http.StatusNotFound)
	if page := o.stranger().get(document); page.path != "/login" || page.form("/login").values.Get("next") != document {
		t.Errorf("a stranger was led to %s", page.path)
	}
	stranger := &formHTML{by: o.stranger(), action: document + "/actions/submit", values: one("key", "k")}
	stranger.send().is(http.StatusUnauthorized)
}

// hostile is put into every field that takes text (stored XSS; attack 36).
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'"--></textarea></title></option><svg onload=alert(1)>`,
	`javascript:alert(1)`, `{{.}}{{template "main"}}`, `&lt;b&gt;`,
}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	for i, evil := range hostile {
		document := o.draft()
		edit := o.as(drafter).get(document + "/edit").form("/edit")
		shown := edit.submit(one("subject", evil, "body", "Mở đầu.\n\n| "+evil+" | b |\n| --- | --- |\n| c | d |\n\n**"+evil+"**\n\n- "+evil, "place", evil,
			"recipients", "- "+evil+";\n- Ban Tổ chức Tỉnh ủy.")).is(http.StatusOK)
		harmless(t, shown)
		harmless(t, o.as(drafter).get(document).form("/attachments").upload("a<img src=x onerror=alert(1)>"+".txt", evil))
		harmless(t, o.as(drafter).get(document+"/edit"))
		harmless(t, o.fire(drafter, document, "request_opinion", url.Values{"to": {"person-" + colleague}, "comment": {evil}}))
		harmless(t, o.as(colleague).get("/"))
		harmless(t, o.fire(colleague, document, "give_opinion", one("verdict", "other", "comment", evil)))
		harmless(t, o.fire(drafter, document, "cancel", one("comment", evil)))
		harmless(t, o.as(drafter).get(document+"/versions/2"))
		harmless(t, o.as(drafter).get("/boxes/all?"+one("q", evil, "from", evil, "issuer", evil).Encode()))
		harmless(t, o.as(drafter).get("/boxes/all"))
		page := o.as(drafter).get(document)
		if harmless(t, page); i < 4 && !strings.Contains(page.words, evil) {
			t.Errorf("%q is not shown as it was written", evil)
		}
		harmless(t, o.as(drafter).get("/documents/new").form("/documents").submit(one("issuer", "bt-vptu", "body", evil)))
	}
	harmless(t, o.stranger().get("/login?"+one("next", `/"><script>alert(1)</script>`).Encode()))
	harmless(t, o.stranger().get("/login").form("/login").submit(one("username", hostile[2], "password", hostile[1])))
}

// harmless fails when a page holds an element or an attribute that runs, or a link out of the house.
func harmless(t *testing.T, v *view) {
	t.Helper()
	for _, e := range v.tags {
		if slices.Contains([]string{"script", "svg", "style", "iframe", "embed", "base"}, e.Name.Local) && !ourScript(e) {
			t.Errorf("%s holds a <%s>", v.path, e.Name.Local)
		}
		for _, a := range e.Attr {
			name := strings.ToLower(a.Name.Local)
			if strings.HasPrefix(name, "on") || name == "style" || leadsOut(e, a) {
				t.Errorf("%s holds <%s %s=%q>", v.path, e.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
}

// ourScript is the one that every page loads.
func ourScript(e xml.StartElement) bool {
	return e.Name.Local == "script" && slices.ContainsFunc(e.Attr, func(a xml.Attr) bool {
		return a.Name.Local == "src" && a.Value == assets().paths["app.js"]
	})
}

func leadsOut(e xml.StartElement, a xml.Attr) bool {
	if !slices.Contains([]string{"href", "src", "action", "data", "formaction"}, a.Name.Local) {
		return false
	}
	if e.Name.Local == "a" && a.Value == "" { // this page once more
		return false
	}
	return !strings.HasPrefix(a.Value, "/") && !strings.HasPrefix(a.Value, "#") || strings.HasPrefix(a.Value, "//")
}

// A recipient sends a copy back with a reason, and the sender reads it.
func TestARefusedDelivery(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.draft()
	o.walk(document, "issue")
	back := o.as(recipient).get("/received?only=waiting").form("/refusal").submit(one("code", "missing_pages", "reason", "  ")).
		is(http.StatusUnprocessableEntity).says("Phải nêu lý do từ chối.")
	again := back.form("/refusal")
	if again.values.Get("code") != "missing_pages" || again.values.Get("only") != "waiting" {
		t.Errorf("the form came back with %v", again.values)
	}
	if list := again.submit(one("reason", "Thiếu trang 2")).is(http.StatusOK); strings.Contains(list.words, "01-TB/VPTU") {
		t.Error("a refused copy still waits")
	}
	o.as(recipient).get("/received").says("Từ chối", "Thiếu trang 2")
	o.as(clerk).get(document+"/deliveries").says("Từ chối", "Thiếu trang, thiếu tệp", "Thiếu trang 2")
	o.as(colleague).get(document + "/deliveries").is(http.StatusNotFound)
	o.as(recipient).get(document + "/deliveries").is(http.StatusForbidden).says("Chỉ bên ban hành")
}

// Several copies are taken in at once; one that cannot be stops no other, and the page says what became of each.
func TestManyAreTakenInAtOnce(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	for range 2 {
		o.walk(o.draft(), "issue")
	}
	list := o.as(recipient).get("/received?only=waiting").says("Tiếp nhận các văn bản đã chọn")
	var chosen []string
	for _, tag := range list.tags {
		if attr(tag, "name") == "delivery" && attr(tag, "form") == "many" {
			chosen = append(chosen, attr(tag, "value"))
		}
	}
	if len(chosen) != 2 {
		t.Fatalf("%d can be chosen", len(chosen))
	}
	form := list.form("/received/acknowledgements")
	form = form.send().is(http.StatusUnprocessableEntity).says("Chưa chọn văn bản nào để tiếp nhận.").form("/received/acknowledgements")
	form.values["delivery"] = append(chosen, "019f0000-0000-7000-8000-000000000000")
	done := form.send().is(http.StatusOK).
		says("Đã tiếp nhận 2 trên 3 văn bản đã chọn", "Số đến 1", "Số đến 2", "Văn bản không tìm thấy", "Không có văn bản nào ở mục này.")
	if strings.Contains(done.words, "Tiếp nhận các văn bản đã chọn") {
		t.Error("nothing waits, and many can be chosen")
	}
	form.send().is(http.StatusOK).says("Đã tiếp nhận 2 trên 3 văn bản đã chọn", "Số đến 1", "Số đến 2") // a double click
	o.as(recipient).get("/received?q=lich+truc").says("Số đến 1", "Số đến 2")
	o.as(recipient).get("/received?q=khong+co+gi").says("Không có văn bản nào khớp điều kiện tìm.")
	o.as(recipient).get("/received?from=sai").is(http.StatusBadRequest)
}

// Who holds a dead link has no account: the page says what to do with the link, and leads to nothing that asks to log in.
func TestADeadLinkLeadsNobodyToTheLogIn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		page := o.stranger().get("/l/tkl_nobody").is(http.StatusNotFound).says("Vui lòng liên hệ cơ quan đã gửi văn bản", "Hãy mở lại liên kết từ thư đã nhận")
		if strings.Contains(page.words, "Về bàn làm việc") || slices.Contains(page.links, "/search") {
			t.Errorf("it leads to %v", page.links)
		}
		o.as(drafter).get("/documents/none").is(http.StatusNotFound).says("Về bàn làm việc", "Tìm văn bản")
	})
}
