package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// parcel is a multipart request: fields before the file, the file, fields behind it.
func parcel(name, content string, before, behind [][2]string) (body, contentType string) {
	var out bytes.Buffer
	w := multipart.NewWriter(&out) // a buffer never fails
	for _, f := range before {
		_ = w.WriteField(f[0], f[1])
	}
	part, _ := w.CreateFormFile("file", name)
	_, _ = part.Write([]byte(content))
	for _, f := range behind {
		_ = w.WriteField(f[0], f[1])
	}
	_ = w.Close()
	return out.String(), w.FormDataContentType()
}

func imported(o *office, a answer) (done client.Imported) {
	o.t.Helper()
	if a.StatusCode >= 300 {
		o.t.Fatalf("%s: %d %s", a.Request.URL.Path, a.StatusCode, a.body)
	}
	o.must(json.Unmarshal([]byte(a.body), &done))
	return done
}

func TestAWordFileGoesFromTheImportToTheIssue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		word := o.send(drafter, "GET", "documents/"+o.draft().ID+"/docx", "")
		_, parameters, err := mime.ParseMediaType(word.Header.Get("Content-Disposition"))
		if err != nil || word.StatusCode != http.StatusOK || parameters["filename"] != "Thông báo.docx" || !strings.HasPrefix(word.body, "PK") {
			t.Fatalf("%d %v %.80q", word.StatusCode, word.Header, word.body)
		}
		body, contentType := parcel("Lịch trực.docx", word.body, nil, [][2]string{{"kind", "notice"}, {"issuer", "bt-vptu"}, {"signer", o.ids[signer]}})
		a := o.send(drafter, "POST", "documents/import", body, "Content-Type", contentType, "Idempotency-Key", "import-1")
		done := imported(o, a)
		if a.StatusCode != http.StatusCreated || a.Header.Get("Location") != "/api/v1/documents/"+done.Document.ID || !done.Source || done.Attachment != nil ||
			done.Document.Subject != "về lịch trực tháng 6 năm 2014" || done.Document.Signer.ID != o.ids[signer] || !strings.HasSuffix(done.Document.RecipientsText, "- Lưu Văn phòng Tỉnh ủy.") {
			t.Fatalf("%s", a.body)
		}
		again := o.send(drafter, "POST", "documents/import", body, "Content-Type", contentType, "Idempotency-Key", "import-1")
		if same := imported(o, again); again.Header.Get("Idempotent-Replayed") != "true" || same.Document.ID != done.Document.ID || len(same.Remarks) != len(done.Remarks) {
			t.Errorf("the same again: %d %s", again.StatusCode, again.body)
		}
		var version client.ContentVersion
		o.must(o.as(drafter).Do(context.Background(), "GET", "/documents/"+done.Document.ID+"/versions/1", nil, &version))
		if version.SourceSHA256 == "" {
			t.Errorf("%+v", version)
		}
		if source := o.send(drafter, "GET", "documents/"+done.Document.ID+"/versions/1/source", ""); source.body != word.body || source.Header.Get("X-Content-SHA256") != version.SourceSHA256 {
			t.Errorf("the source: %d, %d bytes", source.StatusCode, len(source.body))
		}
		issued := o.walk(done.Document, "issued")
		if issued.Symbol != "01-TB/VPTU" || issued.Body.Blocks[1].Runs[0].Text != "Các phòng phân công người trực trong giờ hành chính." {
			t.Errorf("issued as %q: %+v", issued.Symbol, issued.Body)
		}
		if late := o.send(drafter, "POST", "documents/"+issued.ID+"/import", body, "Content-Type", contentType); late.problem.Code != "WRONG_STATE" {
			t.Errorf("an issued text was replaced: %d %s", late.StatusCode, late.body)
		}
	})
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	before, files := o.rows(), len(o.blobFiles())
	post := func(who, path, name, content string, headers ...string) answer {
		body, contentType := parcel(name, content, [][2]string{{"kind", "notice"}}, nil)
		return o.send(who, "POST", path, body, append(headers, "Content-Type", contentType)...)
	}
	for _, path := range []string{"documents/import", "documents/" + d.ID + "/import"} {
		o.refused(post(drafter, path, "x.docx", "THÔNG BÁO"), 400, "DOCX_BROKEN")
		o.refused(post(drafter, path, "x.txt", "MẬT\nTHÔNG BÁO\nvề x\n\ny.\n"), 422, "SECRET_REFUSED")
		o.refused(post(drafter, path, "x.txt", strings.Repeat("x", 32<<20+1)), 413, "UPLOAD_TOO_LARGE")
		o.refused(post(drafter, path, "x.txt", strings.Repeat("x", 34<<20)), 413, "BODY_TOO_LARGE")
		o.refused(o.send(drafter, "POST", path, `{"file":"x"}`), 400, "FILE_MISSING")
		body, contentType := parcel("x.txt", "THÔNG BÁO\nvề x\n\ny.\n", nil, nil)
		if a := o.send(drafter, "POST", path, body[:len(body)-20], "Content-Type", contentType); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: a file without an end: %d %s", path, a.StatusCode, a.body)
		}
		body, contentType = parcel("x.txt", "THÔNG BÁO\nvề x\n\ny.\n", [][2]string{{"kind", strings.Repeat("x", 5000)}}, nil)
		o.refused(o.send(drafter, "POST", path, body, "Content-Type", contentType), 400, "FILE_MISSING")
	}
	o.refused(post(clerk, "documents/import", "x.txt", "THÔNG BÁO\nvề x\n\ny.\n"), 403, "FORBIDDEN")
	o.refused(post(outsider, "documents/"+d.ID+"/import", "x.txt", "THÔNG BÁO\nvề x\n\ny.\n"), 404, "DOCUMENT_NOT_FOUND")
	o.refused(post(drafter, "documents/"+d.ID+"/import", "x.txt", "THÔNG BÁO\nvề x\n\ny.\n", "If-Match", `"9"`), 409, "STALE_VERSION")
	o.refused(post("", "documents/import", "x.txt", "x"), 401, "UNAUTHENTICATED")
	o.refused(o.send(drafter, "GET", "documents/"+d.ID+"/versions/1/source", ""), 404, "SOURCE_NOT_FOUND")
	if after := o.rows(); after != before || len(o.blobFiles()) != files {
		t.Errorf("refusals left %+v, was %+v", after, before)
	}
	pdf := imported(o, post(drafter, "documents/"+d.ID+"/import", "x.pdf", "%PDF-1.7\nx"))
	if pdf.Attachment == nil || pdf.Attachment.Name != "x.pdf" || pdf.Document.ContentVersion != 1 || len(pdf.Remarks) != 1 || pdf.Remarks[0].Code != "PDF_ATTACHED" {
		t.Errorf("%+v", pdf)
	}
}

func TestTemplatesOverTheWire(t *testing.T) {
	t.Parallel()
	o := quick(t)
	kinds, err := o.as(drafter).Kinds(context.Background())
	o.must(err)
	i := slices.IndexFunc(kinds, func(k client.Kind) bool { return k.Kind == "report" && k.Issuer == "bt-vptu" })
	if i < 0 || !slices.Contains(kinds[i].Templates, client.Named{ID: "party-bao-cao-quy", Name: "Báo cáo quý"}) {
		t.Fatalf("%+v", kinds)
	}
	var filled client.Template
	o.must(o.as(drafter).Do(context.Background(), "GET", "/templates/party-bao-cao-quy?issuer=bt-vptu", nil, &filled))
	if filled.Kind != "report" || filled.Issuer.ID != "bt-vptu" || !strings.Contains(filled.Text, "quý II năm 2014") || len(filled.Placeholders) == 0 {
		t.Errorf("%+v", filled)
	}
	d, err := o.as(drafter).Create(context.Background(), client.NewDocument{Template: "party-bao-cao-quy", Subject: "kết quả quý II"})
	o.must(err)
	if d.Kind != "report" || d.Subject != "kết quả quý II" || len(d.Body.Blocks) < 10 || !strings.Contains(d.RecipientsText, "Lưu Văn phòng Tỉnh ủy.") {
		t.Errorf("%+v", d)
	}
	o.refused(o.send(drafter, "GET", "templates/party-tho-ca", ""), 404, "TEMPLATE_UNKNOWN")
	o.refused(o.send(clerk, "GET", "templates/party-ke-hoach", ""), 403, "FORBIDDEN")
	o.refused(o.send(drafter, "POST", "documents", `{"template":"party-ke-hoach","kind":"report"}`), 422, "TEMPLATE_KIND")
}

func TestFiguresOverTheWire(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	var picture bytes.Buffer
	o.must(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))))
	body, contentType := upload("file", "sơ đồ.png", picture.String())
	a := o.send(drafter, "POST", "documents/"+d.ID+"/figures", body, "Content-Type", contentType, "Idempotency-Key", "hinh-1")
	var f client.Figure
	o.must(json.Unmarshal([]byte(a.body), &f))
	if a.StatusCode != http.StatusCreated || f.Width != 40 || f.Height != 30 || a.Header.Get("Location") != "/api/v1/documents/"+d.ID+"/figures/"+f.SHA256 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if again := o.send(drafter, "POST", "documents/"+d.ID+"/figures", body, "Content-Type", contentType, "Idempotency-Key", "hinh-1"); again.body != a.body || again.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("%d %s", again.StatusCode, again.body)
	}
	shown := o.send(drafter, "GET", "documents/"+d.ID+"/figures/"+f.SHA256, "")
	if shown.body != picture.String() || shown.Header.Get("Content-Type") != "image/png" || !strings.Contains(shown.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d %v", shown.StatusCode, shown.Header)
	}
	change := func(sha string) string {
		return `{"body":{"blocks":[{"kind":"figure","picture":{"sha256":"` + sha + `","media_type":"image/png","width":40,"height":30}}]}}`
	}
	if a := o.send(drafter, "PATCH", "documents/"+d.ID, change(f.SHA256)); a.StatusCode != http.StatusOK {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	o.refused(o.send(drafter, "PATCH", "documents/"+o.draft().ID, change(f.SHA256)), 422, "FIGURE_UNKNOWN")
	o.refused(o.send(outsider, "GET", "documents/"+d.ID+"/figures/"+f.SHA256, ""), 404, "DOCUMENT_NOT_FOUND")
	body, contentType = upload("file", "x.png", "<svg/>")
	o.refused(o.send(drafter, "POST", "documents/"+d.ID+"/figures", body, "Content-Type", contentType), 422, "FIGURE_KIND")
}
