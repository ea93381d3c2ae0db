package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// byMail issues a document to two organs outside and gives the tokens of their letters.
func (o *office) byMail() (d client.Document, tokens []string) {
	o.t.Helper()
	o.clinics(2)
	in := o.notice()
	in.RecipientsText = "- Các trạm y tế của tỉnh;\n- Lưu Văn phòng Tỉnh ủy."
	d, err := o.as(drafter).Create(context.Background(), in)
	o.must(err)
	d = o.walk(d, "issued")
	return d, o.tokens(d.ID)
}

var requestID = regexp.MustCompile(`urn:uuid:[0-9a-f-]+`)

var formKey = regexp.MustCompile(`name="key" value="([^"]+)"`)

// TestALinkIsReadThenConfirmed: by page and by API, the same link; nothing of it gets into the log.
func TestALinkIsReadThenConfirmed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d, tokens := o.byMail()
		before := o.rows()
		page := o.send("", http.MethodGet, "/l/"+tokens[0], "")
		if page.StatusCode != http.StatusOK || !strings.Contains(page.body, d.Symbol) || !strings.Contains(page.body, "Trạm Y tế số 0") || strings.Contains(page.body, "Trạm Y tế số 1") {
			t.Fatalf("the page: %d %.500s", page.StatusCode, page.body)
		}
		if page.Header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(page.body, `content="no-referrer"`) || page.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("the address may be told on: %v", page.Header)
		}
		pdf := o.send("", http.MethodGet, "/l/"+tokens[0]+"/pdf", "")
		if pdf.StatusCode != http.StatusOK || !strings.HasPrefix(pdf.body, "%PDF") || pdf.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("the file: %d %v", pdf.StatusCode, pdf.Header)
		}
		var letter client.Letter
		o.must(json.Unmarshal([]byte(o.send("", http.MethodGet, "l/"+tokens[0], "").body), &letter))
		if letter.SHA256 != d.PDFSHA256 || !letter.Readable || letter.Acknowledged != nil {
			t.Errorf("%+v", letter)
		}
		if after := o.rows(); after != before {
			t.Errorf("reading wrote: %+v, then %+v", before, after)
		}
		o.refused(o.send("", http.MethodPost, "l/"+tokens[0]+"/acknowledgement", `{"name":" "}`), http.StatusUnprocessableEntity, "NAME_REQUIRED")

		form := url.Values{"key": {formKey.FindStringSubmatch(page.body)[1]}, "name": {"Nguyễn Văn A"}, "note": {"đã nhận"}}.Encode()
		for range 2 { // a form that is sent twice acts once
			sent := o.send("", http.MethodPost, "/l/"+tokens[0]+"/acknowledgement", form, "Content-Type", "application/x-www-form-urlencoded", "Origin", "null")
			if sent.StatusCode != http.StatusSeeOther || sent.Header.Get("Location") != "/l/"+tokens[0] {
				t.Fatalf("%d %.300s", sent.StatusCode, sent.body)
			}
		}
		done := o.send("", http.MethodGet, "/l/"+tokens[0], "")
		if !strings.Contains(done.body, "Đã xác nhận nhận văn bản lúc") || !strings.Contains(done.body, "Nguyễn Văn A") || strings.Contains(done.body, "<form method=\"post\" action=\"/l/") {
			t.Errorf("afterwards: %.800s", done.body)
		}
		again := o.send("", http.MethodPost, "l/"+tokens[0]+"/acknowledgement", `{"name":"Kẻ Khác"}`)
		o.refused(again, http.StatusConflict, "ALREADY_ACKNOWLEDGED")
		if len(again.problem.Reasons) != 1 || !strings.Contains(again.problem.Reasons[0].Detail, "Nguyễn Văn A") {
			t.Errorf("it does not say when and by whom: %s", again.body)
		}
		if log := o.log.String(); strings.Contains(log, "tkl_") || strings.Contains(log, tokens[0]) {
			t.Error("the token is in the log")
		}
		o.receiptVerifies("/l/"+tokens[0]+"/receipt", "")
	})
}

// receiptVerifies fetches a receipt and the root, and lets openssl judge.
func (o *office) receiptVerifies(path, who string) {
	o.t.Helper()
	receipt, root := o.send(who, http.MethodGet, path, ""), o.send("", http.MethodGet, "receipts/ca", "")
	if receipt.StatusCode != http.StatusOK || !strings.Contains(receipt.Header.Get("Content-Disposition"), ".p7m") || root.StatusCode != http.StatusOK {
		o.t.Fatalf("%s: %d, root %d: %.300s", path, receipt.StatusCode, root.StatusCode, receipt.body)
	}
	dir := o.t.TempDir()
	p7m, ca := filepath.Join(dir, "R.p7m"), filepath.Join(dir, "ca.pem")
	o.must(os.WriteFile(p7m, []byte(receipt.body), 0o600))
	o.must(os.WriteFile(ca, []byte(root.body), 0o600))
	said, err := exec.Command("openssl", "cms", "-verify", "-binary", "-CAfile", ca, "-in", p7m, "-inform", "DER").Output()
	if err != nil {
		o.t.Errorf("openssl: %v", err)
	}
	var payload struct {
		SHA256 string `json:"document_sha256"`
		Symbol string `json:"symbol"`
		Type   string `json:"type"`
	}
	o.must(json.Unmarshal(said, &payload))
	if payload.Type != "trinhky/receipt/1" || len(payload.SHA256) != 64 || payload.Symbol == "" {
		o.t.Errorf("%s", said)
	}
}

// TestAttack11UnknownLinksAreAllAlike: one answer, byte for byte, and a limit for who tries.
func TestAttack11UnknownLinksAreAllAlike(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		_, tokens := o.byMail()
		o.must(s.Update(context.Background(), func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(`UPDATE document_link SET revoked_at = created_at WHERE delivery_id = (SELECT delivery_id FROM document_link ORDER BY delivery_id DESC LIMIT 1)`)
			return err
		}))
		o.refused(o.send("", http.MethodGet, "l/"+tokens[1], ""), http.StatusNotFound, "LINK_UNKNOWN")
		told := func(a answer) string { return requestID.ReplaceAllString(a.body, "") }
		first := o.send("", http.MethodGet, "l/tkl_nobody", "")
		for _, path := range []string{"l/" + tokens[1], "l/" + strings.Repeat("x", 300), "l/" + tokens[1] + "/pdf", "l/" + tokens[1] + "/receipt"} {
			if a := o.send("", http.MethodGet, path, ""); a.StatusCode != http.StatusNotFound || told(a) != told(first) {
				t.Errorf("%s: %d %s, want %s", path, a.StatusCode, a.body, first.body)
			}
		}
		for range 25 {
			o.send("", http.MethodGet, "/l/tkl_nobody", "")
		}
		o.refused(o.send("", http.MethodGet, "l/"+tokens[0], "", "X-Forwarded-For", "198.51.100.7"), http.StatusTooManyRequests, "TOO_MANY_LINKS")
	})
}

// TestAttack10NobodyInsideGetsALink: no answer to the sender, and none in the description of the API, holds a token.
func TestAttack10NobodyInsideGetsALink(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d, _ := o.byMail()
		for _, who := range []string{drafter, clerk, checker} {
			for _, path := range []string{"documents/" + d.ID, "documents/" + d.ID + "/deliveries", "documents/" + d.ID + "/board", "documents/" + d.ID + "/events", "/documents/" + d.ID + "/deliveries", "/documents/" + d.ID} {
				if a := o.send(who, http.MethodGet, path, ""); strings.Contains(a.body, "tkl_") {
					t.Errorf("%s sees a link at %s", who, path)
				}
			}
		}
	})
}

// TestTheBoardOverHTTP: words, filter and pages; reminding, posting and sending again for the văn thư, for nobody else.
func TestTheBoardOverHTTP(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d, tokens := o.byMail()
		if a := o.send("", http.MethodPost, "l/"+tokens[0]+"/acknowledgement", `{"name":"Nguyễn Văn A"}`); a.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		var board client.Board
		o.must(json.Unmarshal([]byte(o.send(drafter, http.MethodGet, "documents/"+d.ID+"/board?limit=1", "").body), &board))
		if board.Total.Sent != 2 || board.Total.Board["acknowledged"] != 1 || board.Total.Board["sent"] != 1 || len(board.Copies) != 1 || board.Next == "" || len(board.Lines) != 2 {
			t.Errorf("%+v", board)
		}
		o.must(json.Unmarshal([]byte(o.send(drafter, http.MethodGet, "documents/"+d.ID+"/board?status=sent", "").body), &board))
		if len(board.Copies) != 1 || board.Copies[0].Board != "sent" {
			t.Errorf("filtered: %+v", board.Copies)
		}
		waits := board.Copies[0]
		page := o.send(clerk, http.MethodGet, "/documents/"+d.ID+"/deliveries?status=sent", "")
		for _, words := range []string{"Trạm Y tế số 1", "Đôn đốc", "Chuyển sang gửi bản giấy", "Lỗi gửi", "Đã thu hồi"} {
			if !strings.Contains(page.body, words) {
				t.Errorf("the page lacks %q", words)
			}
		}
		if strings.Contains(page.body, "Trạm Y tế số 0</td>") {
			t.Error("the filter lets others through")
		}
		before := o.rows()
		for path, body := range map[string]string{"proof": `{"proof":"x"}`, "posts": `{"mark":"x"}`, "bounce": `{"reason":"x"}`, "resending": `{}`, "by-post": ``, "paper": `{"paper":true}`} {
			if a := o.send(checker, http.MethodPost, "deliveries/"+waits.ID+"/"+path, body); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s by who only sees the board: %d %s", path, a.StatusCode, a.body)
			}
			if a := o.send("", http.MethodPost, "deliveries/"+waits.ID+"/"+path, body); a.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s by nobody: %d", path, a.StatusCode)
			}
		}
		if after := o.rows(); after != before {
			t.Errorf("refusals wrote: %+v, then %+v", before, after)
		}
		for _, c := range []struct{ who, path, body string }{
			{drafter, "documents/" + d.ID + "/reminders", `{}`}, {clerk, "deliveries/" + waits.ID + "/resending", `{"address":"moi@example.vn"}`},
			{clerk, "deliveries/" + waits.ID + "/by-post", ``}, {clerk, "deliveries/" + waits.ID + "/proof", `{"proof":"Lê Thị B ký nhận"}`},
		} {
			headers := []string{"Idempotency-Key", c.path}
			first := o.send(c.who, http.MethodPost, c.path, c.body, headers...)
			again := o.send(c.who, http.MethodPost, c.path, c.body, headers...)
			if first.StatusCode != http.StatusOK || again.StatusCode != http.StatusOK || again.Header.Get("Idempotent-Replayed") != "true" {
				t.Errorf("%s: %d %s, again %d %s", c.path, first.StatusCode, first.body, again.StatusCode, again.body)
			}
		}
		o.receiptVerifies("deliveries/"+waits.ID+"/receipt", clerk)
		o.refused(o.send("", http.MethodGet, "deliveries/"+waits.ID+"/receipt", ""), http.StatusUnauthorized, "UNAUTHENTICATED")
	})
}
