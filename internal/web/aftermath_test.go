package web_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web"
	"trinhky/internal/web/client"
)

// A recall over HTTP, from the decision to the last destruction, with both sides' pages and what the public is told.
func TestARecallOverHTTP(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ctx := context.Background()
		d := o.walk(o.draft(), "issued")
		if d.VerifyCode == "" || len(d.Marks) != 0 || len(d.Related) != 0 {
			t.Errorf("issued with code %q, marks %+v, related %+v", d.VerifyCode, d.Marks, d.Related)
		}
		page := "/documents/" + d.ID + "/aftermath"
		o.shows(signer, page, "Quyết định thu hồi", "Soạn văn bản thay thế", "Soạn công văn đính chính")
		o.shows(clerk, page, "Lấy lại", "Chưa có quyết định thu hồi")
		if a := o.post(signer, page+"/recall", d.Version, "comment", "  ", "ground", "Biên bản rà soát"); a.StatusCode != 422 ||
			!strings.Contains(a.body, "Phải ghi rõ lý do") || !strings.Contains(a.body, "Biên bản rà soát") {
			t.Errorf("without a reason: %d", a.StatusCode)
		}
		if a := o.post(signer, page+"/shred", d.Version, "comment", "x"); a.StatusCode != 422 {
			t.Errorf("an action that there is not: %d", a.StatusCode)
		}
		if a := o.post(signer, page+"/recall", d.Version, "comment", "Sai lịch trực", "ground", "Biên bản rà soát"); a.StatusCode != 303 {
			t.Fatalf("decided: %d %.300s", a.StatusCode, a.body)
		}
		d, err := o.as(clerk).Fire(ctx, d.ID, "recall", client.Act{})
		o.must(err)
		if len(d.Marks) != 1 || d.Marks[0].Kind != "recalled" || !d.Marks[0].Ends || d.Recall == nil || d.Recall.Ground != "Biên bản rà soát" || d.Recall.ExecutedBy == nil {
			t.Errorf("recalled: marks %+v, recall %+v", d.Marks, d.Recall)
		}
		o.shows(drafter, "/documents/"+d.ID, "Hết hiệu lực", "Đã thu hồi")
		o.shows(drafter, "/boxes/issued", "Đã thu hồi")
		o.shows("", "/verify/"+d.VerifyCode, "Đã thu hồi")
		o.shows(recipient, "/called-back", "Sai lịch trực", "Hủy bản điện tử và xác nhận")
		o.shows(recipient, "/received", "Bị thu hồi")

		var calls client.CalledBackList
		o.must(o.as(recipient).Do(ctx, http.MethodGet, "/called-back", nil, &calls))
		if len(calls.Items) != 1 || !calls.Items[0].MayAnswer || calls.Items[0].Kind != "recall" {
			t.Fatalf("calls %+v", calls.Items)
		}
		id := calls.Items[0].DeliveryID
		o.refused(o.send(recipient, http.MethodPost, "deliveries/"+id+"/acknowledgement", `{"note":"đã nhận"}`), 409, "DELIVERY_RECALLED")
		o.refused(o.send(outsider, http.MethodPost, "deliveries/"+id+"/destruction", `{}`), 404, "DELIVERY_NOT_FOUND")
		if a := o.post(recipient, "/deliveries/"+id+"/destruction", 1, "note", "đã xóa"); a.StatusCode != 303 {
			t.Fatalf("destroyed: %d %.300s", a.StatusCode, a.body)
		}
		o.refused(o.send(recipient, http.MethodGet, "documents/"+d.ID, ""), 404, "DOCUMENT_NOT_FOUND")
		o.refused(o.send(recipient, http.MethodGet, "documents/"+d.ID+"/pdf", ""), 404, "DOCUMENT_NOT_FOUND")
		o.refused(o.send(recipient, http.MethodPost, "deliveries/"+id+"/destruction", `{}`), 409, "RECALL_ANSWERED")
		if a := o.send(recipient, http.MethodGet, "/received", ""); a.StatusCode != 200 || !strings.Contains(a.body, d.Symbol) || strings.Contains(a.body, "lịch trực tháng 6") {
			t.Errorf("what the receiver keeps: %d", a.StatusCode)
		}
		var sent []client.CalledBack
		o.must(o.as(clerk).Do(ctx, http.MethodGet, "/documents/"+d.ID+"/called-back", nil, &sent))
		destroyed := 0
		for _, c := range sent {
			if c.Answer == "destroyed" && c.Note == "đã xóa" {
				destroyed++
			}
		}
		if destroyed != 1 {
			t.Errorf("the sender sees %+v", sent)
		}
		var board client.Board
		o.must(o.as(clerk).Do(ctx, http.MethodGet, "/documents/"+d.ID+"/board", nil, &board))
		if len(board.Marks) != 1 || board.Marks[0].Kind != "recalled" {
			t.Errorf("the board bears %+v", board.Marks)
		}
		o.shows(clerk, page, "bên nhận đã hủy bản điện tử", "Thông báo thu hồi")
	})
}

// shows checks that a page is there and says some words.
func (o *office) shows(who, path string, words ...string) {
	o.t.Helper()
	a := o.send(who, http.MethodGet, path, "")
	if a.StatusCode != http.StatusOK {
		o.t.Errorf("%s for %s: %d", path, who, a.StatusCode)
		return
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			o.t.Errorf("%s for %s does not say %q", path, who, w)
		}
	}
}

// post sends a form of a page.
func (o *office) post(who, path string, version int, fields ...string) answer {
	o.t.Helper()
	form := url.Values{"key": {store.NewID()}, "version": {strconv.Itoa(version)}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return o.send(who, http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// A replacement from the old document's page: both name each other over HTTP.
func TestAReplacementOverHTTP(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ctx := context.Background()
		old := o.walk(o.draft(), "issued")
		if a := o.post(drafter, "/documents/"+old.ID+"/aftermath/replace", old.Version, "comment", "Sai lịch"); a.StatusCode != 303 {
			t.Fatalf("begun: %d %.300s", a.StatusCode, a.body)
		}
		old, err := o.as(drafter).Document(ctx, old.ID)
		o.must(err)
		if len(old.Related) != 1 || !old.Related[0].Pending || !old.Related[0].Later {
			t.Fatalf("related %+v", old.Related)
		}
		o.refused(o.send(drafter, http.MethodPost, "documents/"+old.ID+"/actions/correct", `{"comment":"sai","reason_kind":"content"}`), 422, "CONDITIONS_UNMET")
		later, err := o.as(drafter).Document(ctx, old.Related[0].ID)
		o.must(err)
		later = o.walk(later, "issued")
		old, err = o.as(drafter).Document(ctx, old.ID)
		o.must(err)
		if len(old.Marks) != 1 || old.Marks[0].By != later.ID || old.Marks[0].BySymbol != later.Symbol || old.Related[0].Pending {
			t.Errorf("replaced: %+v %+v", old.Marks, old.Related)
		}
		o.shows(recipient, "/documents/"+old.ID, "Bị thay thế bởi "+later.Symbol)
		o.shows(drafter, "/documents/"+later.ID, "Văn bản này thay thế")
		var p client.Verification
		o.must(o.as("").Do(ctx, http.MethodGet, "/verify/"+old.VerifyCode, nil, &p))
		if p.InForce || p.Standing != "Bị thay thế bởi "+later.Symbol {
			t.Errorf("the public is told %+v", p)
		}
	})
}

// Attacks 11 and 12: the public page tells number, date, issuer, kind, hash and standing, and nothing more; any code that
// opens nothing gets one answer; nobody tries many, whatever address he says he has.
func TestThePublicPageTellsNoMore(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.SQLite(t))
	d := o.walk(o.draft(), "issued")
	secrets := []string{"lịch trực", d.ID, d.Signer.Name, d.Drafter.Name, "Ban Tổ chức", "Thường trực"}
	for _, path := range []string{"/verify/" + d.VerifyCode, "/api/v1/verify/" + d.VerifyCode} {
		a := o.send("", http.MethodGet, path, "")
		if a.StatusCode != 200 || !strings.Contains(a.body, d.Symbol) || !strings.Contains(a.body, d.PDFSHA256) || !strings.Contains(a.body, "Còn hiệu lực") {
			t.Errorf("%s: %d %.500s", path, a.StatusCode, a.body)
		}
		for _, secret := range secrets {
			if strings.Contains(a.body, secret) {
				t.Errorf("%s tells %q", path, secret)
			}
		}
	}
	var first string
	for _, code := range []string{"a", strings.Repeat("a", 32), d.ID, d.VerifyCode[:31], d.VerifyCode + "2", "%27%20OR%201=1", strings.Repeat("z", 300)} {
		a := o.send("", http.MethodGet, "/api/v1/verify/"+code, "")
		o.refused(a, 404, "DOCUMENT_NOT_FOUND")
		told := strings.NewReplacer(a.Header.Get("X-Request-Id"), "", audit.Spoken(a.Header.Get("X-Request-Id")), "").Replace(a.body)
		if first == "" {
			first = told
		}
		if told != first {
			t.Errorf("%s is told apart:\n%s\n%s", code, told, first)
		}
	}
	slowed := 0
	for i := range 40 {
		a := o.send("", http.MethodGet, "/verify/"+strings.Repeat("b", 32), "", "X-Forwarded-For", "10.0.0."+strconv.Itoa(i))
		if a.StatusCode == http.StatusTooManyRequests {
			slowed++
			if a.Header.Get("Retry-After") == "" {
				t.Error("429 without Retry-After")
			}
		}
	}
	if slowed == 0 {
		t.Error("40 look-ups in a row, each from an address of its own saying, and none was refused")
	}
	o.shows(drafter, "/documents/"+d.ID, "/verify/"+d.VerifyCode) // what is not looked up goes on
}

// A file is compared by its hash as it streams by; nothing of it is kept, and no more than 64 MB is read.
func TestComparingAFile(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.SQLite(t), func(c *web.Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	d := o.walk(o.draft(), "issued")
	pdf := o.send(drafter, http.MethodGet, "documents/"+d.ID+"/pdf", "").body
	before, files := o.rows(), len(o.blobFiles())
	for _, c := range []struct {
		name, content string
		status        int
		says          string
	}{
		{"the issued file", pdf, 200, "Đúng là tệp đã phát hành"},
		{"one byte more", pdf + " ", 200, "Không phải tệp đã phát hành"},
		{"an empty file", "", 200, "Không phải tệp đã phát hành"},
		{"65 MB and more", strings.Repeat("x", 66<<20), 413, ""},
	} {
		a := o.compare(d.VerifyCode, "file", c.content)
		if a.StatusCode != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s: %d %.200s", c.name, a.StatusCode, a.body)
		}
	}
	if a := o.compare(d.VerifyCode, "other", pdf); a.StatusCode != 400 {
		t.Errorf("a form without the file: %d", a.StatusCode)
	}
	if a := o.compare(strings.Repeat("a", 32), "file", pdf); a.StatusCode != 404 {
		t.Errorf("a code that opens nothing: %d", a.StatusCode)
	}
	if a := o.send("", http.MethodPost, "/verify/"+d.VerifyCode, "key=1", "Content-Type", "application/x-www-form-urlencoded"); a.StatusCode != 400 {
		t.Errorf("no upload at all: %d", a.StatusCode)
	}
	if after := o.rows(); after != before || len(o.blobFiles()) != files {
		t.Errorf("comparing left %+v and %d files, before %+v and %d", after, len(o.blobFiles()), before, files)
	}
}

func (o *office) compare(code, field, content string) answer {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, "van-ban.pdf")
	o.must(err)
	_, err = io.WriteString(part, content)
	o.must(err)
	o.must(form.Close())
	return o.send("", http.MethodPost, "/verify/"+code, body.String(), "Content-Type", form.FormDataContentType())
}
