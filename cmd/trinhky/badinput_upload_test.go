package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestAnAttachmentCutInTheMiddle: over a connection of our own, so that what was announced never comes.
func TestAnAttachmentCutInTheMiddle(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	id := d.draft().ID
	whole := bytes.Repeat([]byte("%PDF-1.7 Phụ lục kèm theo văn bản.\n"), 50000)
	body, contentType := form(t, "Phụ lục.pdf", whole)
	for _, test := range []struct {
		name      string
		sent      int  // bytes of the body that are sent
		announced int  // Content-Length; 0 = chunked
		listen    bool // the sender still reads the answer
	}{
		{"in its first bytes", 300, len(body), true},
		{"in the middle", len(body) / 2, len(body), true},
		{"before its last byte", bytes.Index(body, whole) + len(whole) - 1, len(body), true},
		{"without a Content-Length", len(body) / 2, 0, true},
		{"and nobody listens", len(body) / 2, len(body), false},
		{"in the part's header", 60, len(body), true},
		{"before anything came", 0, len(body), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			d.unchanged(func() {
				before := d.log.count(refusedUpload)
				connection := d.dial()
				defer connection.Close()
				d.begin(connection, id, contentType, test.announced)
				write(t, connection, body[:test.sent], test.announced == 0)
				if !test.listen {
					connection.Close()
					d.log.wait(refusedUpload, before)
					return
				}
				if err := connection.CloseWrite(); err != nil {
					t.Fatal(err)
				}
				response, err := http.ReadResponse(bufio.NewReader(connection), nil)
				d.must(err)
				a := d.read(response)
				if a.problem.Code != "FILE_MISSING" || test.sent > 100 {
					d.refused(a, 400, a.problem.Code)
				}
				if code := a.problem.Code; code != "BLOB_INCOMPLETE" && code != "UPLOAD_CUT" && (code != "FILE_MISSING" || test.sent > 100) {
					t.Errorf("refused with %s", code)
				}
			})
		})
	}
	if a := d.attach(id, "Phụ lục.pdf", whole); a.StatusCode != http.StatusCreated {
		t.Errorf("whole, it is refused: %d %s", a.StatusCode, a.body)
	}
}

// refusedUpload is the line of the log behind an upload that broke off.
var refusedUpload = regexp.MustCompile(`"route":"/api/v1/documents/:id/attachments".*"status":400`)

func (d *desk) dial() *net.TCPConn {
	d.t.Helper()
	address, err := url.Parse(d.url)
	d.must(err)
	connection, err := net.Dial("tcp", address.Host)
	d.must(err)
	return connection.(*net.TCPConn)
}

// begin sends the head of an upload; an announced length of 0 is chunked.
func (d *desk) begin(w io.Writer, id, contentType string, announced int) {
	d.t.Helper()
	length := fmt.Sprintf("Content-Length: %d", announced)
	if announced == 0 {
		length = "Transfer-Encoding: chunked"
	}
	_, err := fmt.Fprintf(w, "POST /api/v1/documents/%s/attachments HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n%s\r\n\r\n",
		id, d.as(drafter).Token, contentType, length)
	d.must(err)
}

func write(t *testing.T, w io.Writer, content []byte, chunked bool) {
	t.Helper()
	var err error
	if chunked {
		_, err = fmt.Fprintf(w, "%x\r\n%s\r\n", len(content), content)
	} else {
		_, err = w.Write(content)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestBadUploads: what is no file at all, and names that would mislead.
func TestBadUploads(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	id := d.draft().ID
	body, contentType := form(t, "Phụ lục.pdf", []byte("%PDF-1.7"))
	for _, test := range []struct {
		name, contentType, body string
		code                    string
		status                  int
	}{
		{"JSON instead", "application/json", `{"file":"x"}`, "FILE_MISSING", 400},
		{"no parts", contentType, "", "FILE_MISSING", 400},
		{"a form that does not end", contentType, strings.SplitAfter(string(body), "%PDF-1.7")[0], "BLOB_INCOMPLETE", 400},
		{"another field", contentType, strings.Replace(string(body), `name="file"`, `name="tep"`, 1), "FILE_MISSING", 400},
		{"no name", contentType, strings.Replace(string(body), "Phụ lục.pdf", "", 1), "FILE_MISSING", 400},
		{"a name of dots", contentType, strings.Replace(string(body), "Phụ lục.pdf", "..", 1), "NAME_INVALID", 422},
		{"a name of hidden marks", contentType, strings.Replace(string(body), "Phụ lục.pdf", "\u202E\u200B", 1), "NAME_INVALID", 422},
		{"a name of 300 letters", contentType, strings.Replace(string(body), "Phụ lục", strings.Repeat("l", 300), 1), "NAME_INVALID", 422},
		{"a name in TCVN3", contentType, strings.Replace(string(body), "Phụ lục", "Ph\xf4 l\xf4c", 1), "NAME_INVALID", 422},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			d.unchanged(func() {
				request, err := http.NewRequest("POST", d.url+"/api/v1/documents/"+id+"/attachments", strings.NewReader(test.body))
				d.must(err)
				request.Header.Set("Authorization", "Bearer "+d.as(drafter).Token)
				request.Header.Set("Content-Type", test.contentType)
				response, err := http.DefaultClient.Do(request)
				d.must(err)
				a := d.read(response)
				if test.code == "BLOB_INCOMPLETE" && a.problem.Code == "UPLOAD_CUT" {
					test.code = "UPLOAD_CUT" // a short file is found out earlier
				}
				d.refused(a, test.status, test.code)
			})
		})
	}
}

// TestTheNameOfAnAttachmentIsKeptAsItReads: composed, without a path and without what turns the writing round.
func TestTheNameOfAnAttachmentIsKeptAsItReads(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	id := d.draft().ID
	for sent, kept := range map[string]string{
		"Phu\u0323 lu\u0323c.txt":         "Phụ lục.txt",
		"../../etc/passwd":                "passwd",
		`C:\Users\Thuan\Bảng kê.xlsx`:     "Bảng kê.xlsx",
		"bao cao\u202Efdp.exe":            "bao caofdp.exe",
		"Biên bản họp; ngày 01,02\t.docx": "Biên bản họp; ngày 01,02 .docx",
	} {
		a := d.attach(id, strings.ReplaceAll(sent, `\`, `\\`), []byte("Nội dung."))
		if a.StatusCode != http.StatusCreated || !strings.Contains(a.body, d.jsonOf(kept)) {
			t.Errorf("%q is kept as %d %s, want %q", sent, a.StatusCode, a.body, kept)
		}
	}
}
