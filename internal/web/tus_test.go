package web_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// tus speaks the protocol of resumable uploads as somebody; headers come in pairs and stand for the usual ones.
func (o *office) tus(who, method, path, body string, headers ...string) answer {
	o.t.Helper()
	request, err := http.NewRequest(method, o.url+path, strings.NewReader(body))
	o.must(err)
	request.Header.Set("Tus-Resumable", "1.0.0")
	if who != "" {
		request.Header.Set("Authorization", "Bearer "+o.as(who).Token)
	}
	if method == http.MethodPatch {
		request.Header.Set("Content-Type", "application/offset+octet-stream")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return o.do(request)
}

// about is what an upload says of its file.
func about(document, name string) string {
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	return "filename " + encode(name) + ",document " + encode(document) + ",filetype " + encode("text/plain")
}

func TestAnUploadSpeaksTus(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d := o.draft()
		terms := o.tus("", http.MethodOptions, "/uploads", "")
		if terms.StatusCode != 204 || terms.Header.Get("Tus-Version") != "1.0.0" || terms.Header.Get("Tus-Extension") != "creation,termination,expiration" || terms.Header.Get("Tus-Max-Size") != strconv.Itoa(512<<20) {
			t.Errorf("%d %v", terms.StatusCode, terms.Header)
		}
		before := o.rows()
		made := o.tus(drafter, "POST", "/uploads", "", "Upload-Length", "10", "Upload-Metadata", about(d.ID, "Phụ lục.txt"))
		path := made.Header.Get("Location")
		if made.StatusCode != 201 || !strings.HasPrefix(path, "/uploads/") || made.Header.Get("Upload-Expires") == "" || made.Header.Get("Tus-Resumable") != "1.0.0" {
			t.Fatalf("%d %v %s", made.StatusCode, made.Header, made.body)
		}
		stands := func(want string) {
			t.Helper()
			for _, how := range []answer{o.tus(drafter, "HEAD", path, ""), o.tus(drafter, "POST", path, "", "X-HTTP-Method-Override", "HEAD")} {
				if how.StatusCode != 200 || how.Header.Get("Upload-Offset") != want || how.Header.Get("Upload-Length") != "10" || how.Header.Get("Cache-Control") != "no-store" {
					t.Errorf("it stands at %s, want %s: %d %v", how.Header.Get("Upload-Offset"), want, how.StatusCode, how.Header)
				}
			}
		}
		stands("0")
		if a := o.tus(drafter, "PATCH", path, "0123", "Upload-Offset", "0"); a.StatusCode != 204 || a.Header.Get("Upload-Offset") != "4" || a.body != "" {
			t.Errorf("%d %v %s", a.StatusCode, a.Header, a.body)
		}
		stands("4")

		o.refused(o.tus(drafter, "PATCH", path, "4", "Upload-Offset", "0"), 409, "UPLOAD_OFFSET")
		o.refused(o.tus(drafter, "PATCH", path, "4567890123", "Upload-Offset", "4"), 413, "UPLOAD_TOO_LONG")
		o.refused(o.tus(drafter, "PATCH", path, "4"), 400, "UPLOAD_HEADER")
		o.refused(o.tus(drafter, "PATCH", path, "4", "Upload-Offset", "4", "Content-Type", "text/plain"), 415, "UPLOAD_MEDIA_TYPE")
		o.refused(o.tus(drafter, "PATCH", path, "4", "Upload-Offset", "4", "Tus-Resumable", "0.2.2"), 412, "TUS_VERSION")
		o.refused(o.tus("", "PATCH", path, "4", "Upload-Offset", "4"), 401, "UNAUTHENTICATED")
		o.refused(o.tus(approver, "PATCH", path, "4", "Upload-Offset", "4"), 404, "UPLOAD_NOT_FOUND")
		o.refused(o.tus(approver, "DELETE", path, ""), 404, "UPLOAD_NOT_FOUND")
		if a := o.tus(approver, "HEAD", path, ""); a.StatusCode != 404 || a.Header.Get("Upload-Offset") != "" {
			t.Errorf("another's: %d %v", a.StatusCode, a.Header)
		}
		o.refused(o.tus(outsider, "POST", "/uploads", "", "Upload-Length", "10", "Upload-Metadata", about(d.ID, "a.txt")), 404, "DOCUMENT_NOT_FOUND")
		for _, bad := range [][2]string{{"", about(d.ID, "a.txt")}, {"x", about(d.ID, "a.txt")}, {"1", ""}, {"1", "filename ***"}, {"1", "filename YQ=="}} {
			o.refused(o.tus(drafter, "POST", "/uploads", "", "Upload-Length", bad[0], "Upload-Metadata", bad[1]), 400, "UPLOAD_HEADER")
		}
		stands("4")
		if after := o.rows(); after != before {
			t.Errorf("half a file and refusals left %+v, was %+v", after, before)
		}

		whole := o.tus(drafter, "PATCH", path, "456789", "Upload-Offset", "4")
		at := whole.Header.Get("Content-Location")
		if whole.StatusCode != 204 || whole.Header.Get("Upload-Offset") != "10" || at == "" {
			t.Fatalf("%d %v %s", whole.StatusCode, whole.Header, whole.body)
		}
		stands("10")
		if got := o.send(drafter, "GET", strings.TrimPrefix(at, "/api/v1/"), ""); got.body != "0123456789" {
			t.Errorf("%d %s", got.StatusCode, got.body)
		}
		if after := o.rows(); after.Attachments != before.Attachments+1 || after.Events != before.Events+1 {
			t.Errorf("a whole file left %+v, was %+v", after, before)
		}
		if a := o.tus(drafter, "DELETE", path, ""); a.StatusCode != 204 {
			t.Errorf("given up: %d %s", a.StatusCode, a.body)
		}
		if a := o.tus(drafter, "HEAD", path, ""); a.StatusCode != 404 {
			t.Errorf("given up, and there: %d", a.StatusCode)
		}
		d, err := o.as(drafter).Document(context.Background(), d.ID)
		if o.must(err); len(d.Attachments) != 1 {
			t.Errorf("the attachment went with it: %v", d.Attachments)
		}
	})
}

// A connection that breaks in the middle of a piece leaves what came, and no more.
func TestACutPieceIsKeptAsFarAsItCame(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	length := 5 << 20
	path := o.tus(drafter, "POST", "/uploads", "", "Upload-Length", strconv.Itoa(length), "Upload-Metadata", about(d.ID, "lớn.bin")).Header.Get("Location")
	before, blobs := o.rows(), len(o.blobFiles())
	content := strings.Repeat("x", length)
	o.sendRaw("PATCH "+path+" HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer "+o.as(drafter).Token+"\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"+
		"Content-Type: application/offset+octet-stream\r\nContent-Length: "+strconv.Itoa(length)+"\r\n\r\n"+content[:3<<20], true)
	at := o.tus(drafter, "HEAD", path, "").Header.Get("Upload-Offset")
	if at != strconv.Itoa(3<<20) || o.rows() != before || len(o.blobFiles()) != blobs {
		t.Fatalf("it stands at %s; %+v, was %+v", at, o.rows(), before)
	}
	if a := o.tus(drafter, "PATCH", path, content[3<<20:], "Upload-Offset", at); a.StatusCode != 204 || o.rows().Attachments != before.Attachments+1 {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

// Another site's page cannot make a browser upload, with the cookie that the browser adds.
func TestAForeignPageUploadsNothing(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	request, err := http.NewRequest("POST", o.url+"/uploads", nil)
	o.must(err)
	for name, value := range map[string]string{
		"Tus-Resumable": "1.0.0", "Upload-Length": "1", "Upload-Metadata": about(d.ID, "a.txt"), "Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example",
	} {
		request.Header.Set(name, value)
	}
	request.AddCookie(&http.Cookie{Name: "trinhky", Value: o.as(drafter).Token})
	o.refused(o.do(request), 403, "CROSS_ORIGIN")
}

// A scan goes to its arrival the same way, and to nobody else's.
func TestAScanComesByTus(t *testing.T) {
	t.Parallel()
	o := quick(t)
	var a client.Arrival
	o.must(o.as(clerk).Do(context.Background(), http.MethodPost, "/arrivals", client.NewArrival{Organ: "bt-tu", Source: "scan"}, &a))
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	to := "filename " + encode("Bản chụp.txt") + ",arrival " + encode(a.ID)
	before := o.rows()
	o.refused(o.tus(drafter, "POST", "/uploads", "", "Upload-Length", "10", "Upload-Metadata", to), 404, "ARRIVAL_NOT_FOUND")
	o.refused(o.tus(clerk, "POST", "/uploads", "", "Upload-Length", "10", "Upload-Metadata", to+",document "+encode(o.draft().ID)), 400, "UPLOAD_HEADER")
	made := o.tus(clerk, "POST", "/uploads", "", "Upload-Length", "10", "Upload-Metadata", to)
	path := made.Header.Get("Location")
	if a := o.tus(clerk, "PATCH", path, "0123", "Upload-Offset", "0"); made.StatusCode != 201 || a.Header.Get("Upload-Offset") != "4" {
		t.Fatalf("%d %s: %d %s", made.StatusCode, made.body, a.StatusCode, a.body)
	}
	o.refused(o.tus(drafter, "PATCH", path, "456789", "Upload-Offset", "4"), 404, "UPLOAD_NOT_FOUND")
	whole := o.tus(clerk, "PATCH", path, "456789", "Upload-Offset", "4")
	if got := o.send(clerk, "GET", strings.TrimPrefix(whole.Header.Get("Content-Location"), "/api/v1/"), ""); got.body != "0123456789" {
		t.Errorf("%d %v; %d %s", whole.StatusCode, whole.Header, got.StatusCode, got.body)
	}
	if after := o.rows(); after.Events != before.Events+2 { // the draft that was made meanwhile, and the file
		t.Errorf("%d events more", after.Events-before.Events)
	}
}
