package web_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/textproto"
	"os"
	"strings"
	"testing"
	"time"

	"trinhky/internal/store"
	"trinhky/internal/web/api"
	"trinhky/internal/web/client"
)

// attach uploads a file as the drafter.
func (o *office) attach(id, name, content string, headers ...string) (answer, client.Attachment) {
	o.t.Helper()
	body, contentType := upload("file", name, content)
	a := o.send(drafter, "POST", "documents/"+id+"/attachments", body, append(headers, "Content-Type", contentType)...)
	d, err := o.as(drafter).Document(context.Background(), id)
	o.must(err)
	if a.StatusCode != http.StatusCreated || len(d.Attachments) == 0 {
		return a, client.Attachment{}
	}
	return a, d.Attachments[len(d.Attachments)-1]
}

func TestAnAttachmentComesBackWholeAndInParts(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	content := strings.Repeat("0123456789", 1<<20) // more than two pieces
	a, file := o.attach(d.ID, "Phụ lục số 1.txt", content)
	if a.StatusCode != http.StatusCreated || file.Size != int64(len(content)) || !strings.HasSuffix(a.Header.Get("Location"), file.ID+"/content") {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	path := "documents/" + d.ID + "/attachments/" + file.ID + "/content"
	sum := sha256.Sum256([]byte(content))
	whole := o.send(drafter, "GET", path, "")
	if whole.body != content || whole.Header.Get("X-Content-SHA256") != hex.EncodeToString(sum[:]) || file.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%d: %d bytes, %s", whole.StatusCode, len(whole.body), whole.Header.Get("X-Content-SHA256"))
	}
	for asked, want := range map[string]struct {
		status int
		body   string
	}{
		"bytes=0-3": {206, "0123"}, "bytes=8388606-8388613": {206, content[8388606:8388614]}, "bytes=-2": {206, "89"}, "bytes=99999999-": {416, ""},
	} {
		part := o.send(drafter, "GET", path, "", "Range", asked)
		if part.StatusCode != want.status || want.status == 206 && part.body != want.body {
			t.Errorf("%s: %d %.40q", asked, part.StatusCode, part.body)
		}
	}
	if same := o.send(drafter, "GET", path, "", "If-None-Match", whole.Header.Get("ETag")); same.StatusCode != http.StatusNotModified || same.body != "" {
		t.Errorf("unchanged: %d", same.StatusCode)
	}
	o.refused(o.send(outsider, "GET", path, ""), 404, "DOCUMENT_NOT_FOUND")
	o.refused(o.send(drafter, "GET", "documents/"+o.draft().ID+"/attachments/"+file.ID+"/content", ""), 404, "ATTACHMENT_NOT_FOUND")
	if gone := o.send(drafter, "DELETE", "documents/"+d.ID+"/attachments/"+file.ID, ""); gone.StatusCode != http.StatusNoContent {
		t.Errorf("detached: %d %s", gone.StatusCode, gone.body)
	}
	o.refused(o.send(drafter, "GET", path, ""), 404, "ATTACHMENT_NOT_FOUND")
	var list []client.Attachment
	o.must(o.as(drafter).Do(context.Background(), "GET", "/documents/"+d.ID+"/attachments", nil, &list))
	if len(list) != 0 {
		t.Errorf("still there: %v", list)
	}
}

// Attacks 36, 37, 38 and 42: a file's name and content are the sender's, and do nothing to whoever downloads.
func TestAttack42FileNamesStayNames(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	for name, want := range map[string]string{
		"Tờ trình.docx": "Tờ trình.docx", `../../etc/passwd`: "passwd", `..\..\boot.ini`: "boot.ini", "a\"; filename=\"evil.html": "a; filename=evil.html",
		"a\r\nSet-Cookie: x=1.txt": "a%0D%0ASet-Cookie: x=1.txt", "bao-cao\u202efdp.exe": "bao-caofdp.exe", "50%2Fphần trăm.txt": "50%2Fphần trăm.txt",
		"<img src=x onerror=alert(1)>.svg": "<img src=x onerror=alert(1)>.svg", "javascript:alert(1).html": "javascript:alert(1).html",
	} {
		a, file := o.attach(d.ID, name, `<html><script>alert(1)</script></html>`)
		if a.StatusCode != http.StatusCreated || file.Name != want {
			t.Errorf("%q: %d, kept as %q, want %q: %s", name, a.StatusCode, file.Name, want, a.problem.Detail)
			continue
		}
		got := o.send(drafter, "GET", "documents/"+d.ID+"/attachments/"+file.ID+"/content", "")
		disposition, parameters, err := mime.ParseMediaType(got.Header.Get("Content-Disposition"))
		if err != nil || disposition != "attachment" || parameters["filename"] != want {
			t.Errorf("%q: %s (%v)", name, got.Header.Get("Content-Disposition"), err)
		}
		if raw := got.Header.Get("Content-Disposition"); strings.ContainsFunc(raw, func(r rune) bool { return r < ' ' || r > '~' }) || len(got.Header.Values("Set-Cookie")) != 0 {
			t.Errorf("%q: %q", name, raw)
		}
		if csp := got.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || strings.Contains(csp, "allow") || strings.Contains(csp, "script-src") {
			t.Errorf("a page from a file may run: %s", csp)
		}
	}
	for _, name := range []string{"", ".", "/", "\u202e", strings.Repeat("x", 300)} {
		body, contentType := upload("file", name, "x")
		a := o.send(drafter, "POST", "documents/"+d.ID+"/attachments", body, "Content-Type", contentType)
		if a.StatusCode != http.StatusUnprocessableEntity && a.StatusCode != http.StatusBadRequest {
			t.Errorf("%.20q: %d %s", name, a.StatusCode, a.body)
		}
	}
	for body, contentType := range map[string]string{
		`{"file":"x"}`: "application/json", "--b\r\n": "multipart/form-data; boundary=b", "x": "multipart/form-data",
		"--b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"x\"\r\n\r\nx\r\n--b--\r\n": "multipart/form-data; boundary=b",
	} {
		o.refused(o.send(drafter, "POST", "documents/"+d.ID+"/attachments", body, "Content-Type", contentType), 400, "FILE_MISSING")
	}
}

func TestACutUploadLeavesNothing(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	body, contentType := upload("file", "lớn.bin", strings.Repeat("x", 6<<20))
	before, files := o.rows(), len(o.blobFiles())
	for _, keep := range []int{len(body) / 2, len(body) - 3, 3000, 200} {
		status := o.sendPart(d.ID, body, contentType, keep)
		if status != http.StatusBadRequest {
			t.Errorf("cut after %d of %d bytes: %d", keep, len(body), status)
		}
	}
	// The request is whole, and its last part has no end.
	a := o.send(drafter, "POST", "documents/"+d.ID+"/attachments", body[:len(body)/2], "Content-Type", contentType)
	if a.StatusCode != http.StatusBadRequest {
		t.Errorf("a part without an end: %d %s", a.StatusCode, a.body)
	}
	if after := o.rows(); after != before {
		t.Errorf("a cut upload left %+v, was %+v", after, before)
	}
	if left := o.blobFiles(); len(left) != files {
		t.Errorf("a cut upload left files: %v", left)
	}
}

// sendPart announces the whole body and sends the first bytes of it.
func (o *office) sendPart(id, body, contentType string, keep int) (status int) {
	o.t.Helper()
	return o.sendRaw(fmt.Sprintf("POST /api/v1/documents/%s/attachments HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
		id, o.as(drafter).Token, contentType, len(body), body[:keep]), true)
}

// sendRaw writes text to the server, closes its side of the connection or waits with more to say, and reads the status.
func (o *office) sendRaw(text string, end bool) (status int) {
	o.t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(o.url, "http://"))
	o.must(err)
	defer func() { _ = connection.Close() }() // read to its end by then
	o.must(connection.SetDeadline(time.Now().Add(20 * time.Second)))
	_, err = io.WriteString(connection, text)
	o.must(err)
	if end {
		o.must(connection.(*net.TCPConn).CloseWrite())
	}
	line, err := textproto.NewReader(bufio.NewReader(connection)).ReadLine()
	o.must(err)
	_, err = fmt.Sscanf(line, "HTTP/1.1 %d", &status)
	o.must(err)
	if end {
		_, _ = io.Copy(io.Discard, connection) // until the server has closed its side too
	}
	return status
}

func TestDisposition(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Tờ trình.docx":    `inline; filename="T_ tr_nh.docx"; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh.docx`,
		`a"b\c%2F/d`:       `inline; filename="a_b_c_2F_d"; filename*=UTF-8''a%22b%5Cc%252F%2Fd`,
		"a\r\nX: y;\u202e": `inline; filename="a__X: y;_"; filename*=UTF-8''a%0D%0AX%3A%20y%3B%E2%80%AE`,
	} {
		if got := api.Disposition("inline", name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestAnUploadCountsOnce(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	first, file := o.attach(d.ID, "Phụ lục.txt", "nội dung", "Idempotency-Key", "tep-1")
	second, same := o.attach(d.ID, "Phụ lục.txt", "nội dung", "Idempotency-Key", "tep-1")
	if first.StatusCode != http.StatusCreated || second.StatusCode != http.StatusCreated || second.Header.Get("Idempotent-Replayed") != "true" || file.ID != same.ID || first.body != second.body {
		t.Errorf("first %d %s, second %d %s", first.StatusCode, first.body, second.StatusCode, second.body)
	}
	if n := o.rows().Attachments; n != 1 {
		t.Errorf("%d attachments", n)
	}
}

// Attack 44: bytes that are not what they were are refused, and the log says so.
func TestAttack44AFlippedByteIsNotServed(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.walk(o.draft(), "signed")
	flipped := 0
	for _, name := range o.blobFiles() {
		if !strings.HasSuffix(name, d.PDFSHA256) {
			continue
		}
		raw, err := os.ReadFile(name)
		o.must(err)
		raw[len(raw)/2] ^= 1
		o.must(os.Chmod(name, 0o600))
		o.must(os.WriteFile(name, raw, 0o600))
		flipped++
	}
	if flipped != 1 {
		t.Fatalf("%d files named %s in %v", flipped, d.PDFSHA256, o.blobFiles())
	}
	a := o.send(drafter, "GET", "documents/"+d.ID+"/pdf", "")
	if a.StatusCode < 500 || a.problem.Code == "" || strings.Contains(a.body, "%PDF") {
		t.Errorf("%d %.200s", a.StatusCode, a.body)
	}
	if !strings.Contains(o.log.String(), d.PDFSHA256) && !strings.Contains(o.log.String(), a.problem.Code) {
		t.Error("the log does not say so")
	}
}

func TestThePDFIsWhatTheDocumentNames(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	preview := o.send(drafter, "GET", "documents/"+d.ID+"/pdf", "")
	if preview.StatusCode != http.StatusOK || !strings.HasPrefix(preview.body, "%PDF-") || preview.Header.Get("X-Content-SHA256") != "" {
		t.Errorf("preview: %d, %s", preview.StatusCode, preview.Header.Get("X-Content-SHA256"))
	}
	d = o.walk(d, "awaiting_signature")
	shown := o.send(signer, "GET", "documents/"+d.ID+"/pdf", "")
	disposition, parameters, err := mime.ParseMediaType(shown.Header.Get("Content-Disposition"))
	if err != nil || disposition != "inline" || parameters["filename"] != "Thông báo.pdf" || shown.Header.Get("Content-Type") != "application/pdf" ||
		shown.Header.Get("X-Content-SHA256") != d.PDFSHA256 || shown.Header.Get("ETag") != `"`+d.PDFSHA256+`"` {
		t.Errorf("%v", shown.Header)
	}
	o.refused(o.send(signer, "POST", "documents/"+d.ID+"/actions/sign", `{"pin":"`+pin+`","sha256":"`+strings.Repeat("0", 64)+`"}`), 409, "BYTES_NOT_SHOWN")
	o.refused(o.send(outsider, "GET", "documents/"+store.NewID()+"/pdf", ""), 404, "DOCUMENT_NOT_FOUND")
}

// The viewer of a page reads a file in pieces. Each names the bytes that the page was made for; if the document has
// others by now, it gets none of them rather than a mixture.
func TestThePDFIsReadInPiecesOfOneFile(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.walk(o.draft(), "awaiting_signature")
	path := "/documents/" + d.ID + "/pdf?sha256=" + d.PDFSHA256
	whole := o.send(drafter, "GET", path, "")
	if whole.StatusCode != 200 || whole.Header.Get("Accept-Ranges") != "bytes" || whole.Header.Get("ETag") != `"`+d.PDFSHA256+`"` || whole.Header.Get("Content-Encoding") != "" {
		t.Fatalf("%d %v", whole.StatusCode, whole.Header)
	}
	joined := ""
	for at := 0; at < len(whole.body); at += 20_000 {
		part := o.send(drafter, "GET", path, "", "Range", fmt.Sprintf("bytes=%d-%d", at, at+19_999))
		if part.StatusCode != 206 || part.Header.Get("ETag") != whole.Header.Get("ETag") {
			t.Fatalf("from %d: %d %v", at, part.StatusCode, part.Header)
		}
		joined += part.body
	}
	if sum := sha256.Sum256([]byte(joined)); hex.EncodeToString(sum[:]) != d.PDFSHA256 {
		t.Errorf("the pieces make %x", sum)
	}
	signed := o.walk(d, "signed")
	if part := o.send(signer, "GET", path, "", "Range", "bytes=0-99"); part.StatusCode != 409 || strings.Contains(part.body, "%PDF") || signed.PDFSHA256 == d.PDFSHA256 {
		t.Errorf("a piece of a file that is no longer shown: %d %.80q", part.StatusCode, part.body)
	}
}
