package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// What may come in that nobody wants: every test of the badinput files speaks HTTP to the assembled demo, as any client
// would, and looks at what is left in the data folder.

const demoDay store.Date = "2014-06-10"

// The cast of Văn phòng Tỉnh ủy Bình Thuận on demoDay.
const (
	drafter   = "thuan.qn" // chuyên viên Phòng Tổng hợp
	approver  = "loc.vv"   // trưởng phòng Tổng hợp
	checker   = "lieu.td"  // phó chánh văn phòng
	signer    = "sang.dc"  // chánh văn phòng
	clerk     = "trinh.lk" // văn thư
	recipient = "quyen.db" // văn thư of Ban Tổ chức
)

// desk is the demo over a folder of its own, who is logged in there, and everything it logged.
type desk struct {
	t       testing.TB
	app     *app
	dir     string
	url     string
	log     *logbook
	ids     map[string]string // person ids by username
	clients map[string]*client.Client
}

func openDesk(t testing.TB, date store.Date) *desk {
	t.Helper()
	return openDeskIn(t, filepath.Join(t.TempDir(), "data"), date)
}

func openDeskIn(t testing.TB, dir string, date store.Date) *desk {
	t.Helper()
	ctx := context.Background()
	d := &desk{t: t, dir: dir, log: newLogbook(), ids: map[string]string{}, clients: map[string]*client.Client{}}
	a, err := assembleDemo(ctx, dir, date, slog.New(slog.NewJSONHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	d.must(err)
	d.app = a
	server := httptest.NewServer(a.handler)
	t.Cleanup(func() {
		server.Close()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	d.url = server.URL
	d.must(a.store.View(ctx, func(tx *store.Tx) error {
		people, err := directory.People(tx, date)
		for _, p := range people {
			d.ids[p.Username] = p.ID
		}
		return err
	}))
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// as is the connection of somebody who is logged in.
func (d *desk) as(username string) *client.Client {
	d.t.Helper()
	if d.clients[username] == nil {
		c := &client.Client{Base: d.url}
		_, err := c.LogIn(context.Background(), username, demoPassword)
		d.must(err)
		d.clients[username] = c
	}
	return d.clients[username]
}

// notice is a small draft of Văn phòng Tỉnh ủy.
func (d *desk) notice() client.NewDocument {
	return client.NewDocument{
		Kind: "notice", Subject: "về lịch trực tháng 6 năm 2014", Signer: d.ids[signer],
		Body: &client.Body{Blocks: []client.Block{
			{Kind: "paragraph", Runs: []client.Run{{Text: "Văn phòng Tỉnh ủy thông báo lịch trực tháng 6 năm 2014 như sau."}}},
			{Kind: "paragraph", Ordinal: "1.", Runs: []client.Run{{Text: "Các phòng phân công người trực trong giờ hành chính."}}},
		}},
		RecipientsText: "- Thường trực Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
	}
}

func (d *desk) draft() client.Document {
	d.t.Helper()
	made, err := d.as(drafter).Create(context.Background(), d.notice())
	d.must(err)
	return made
}

// way is who does what next in a state.
var way = map[string]struct{ action, who string }{
	"drafting": {"submit", drafter}, "unit_review": {"approve", approver}, "format_check": {"check_format", checker},
	"awaiting_signature": {"sign", signer}, "signed": {"assign_number", clerk}, "numbered": {"seal", clerk}, "sealed": {"issue", clerk},
}

// walk carries a document on until it is in a state.
func (d *desk) walk(doc client.Document, until string) client.Document {
	d.t.Helper()
	for doc.State != until {
		step, ok := way[doc.State]
		if !ok {
			d.t.Fatalf("the way ends in %s, not in %s", doc.State, until)
		}
		next, err := d.as(step.who).Fire(context.Background(), doc.ID, step.action, actFor(doc, step.action), client.IfMatch(doc.Version))
		if err != nil {
			d.t.Fatalf("%s by %s: %v", step.action, step.who, err)
		}
		doc = next
	}
	return doc
}

func actFor(doc client.Document, action string) client.Act {
	if action == "sign" || action == "seal" {
		return client.Act{PIN: demoPIN, SHA256: doc.PDFSHA256}
	}
	return client.Act{}
}

// answer is what a raw request brought.
type answer struct {
	*http.Response
	body    string
	problem client.Problem
}

// send asks under /api/v1 as somebody, without the client's good manners.
func (d *desk) send(who, method, path, body string, headers ...string) answer {
	d.t.Helper()
	request, err := http.NewRequest(method, d.url+"/api/v1"+path, strings.NewReader(body))
	d.must(err)
	request.Header.Set("Authorization", "Bearer "+d.as(who).Token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	d.must(err)
	return d.read(response)
}

func (d *desk) read(response *http.Response) answer {
	d.t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	d.must(err)
	a := answer{Response: response, body: string(body)}
	if response.Header.Get("Content-Type") == "application/problem+json" {
		d.must(json.Unmarshal(body, &a.problem))
	}
	return a
}

// document reads the document of an answer that must be a success.
func (d *desk) document(a answer) (doc client.Document) {
	d.t.Helper()
	if a.StatusCode/100 != 2 {
		d.t.Fatalf("%d %.300s", a.StatusCode, a.body)
	}
	d.must(json.Unmarshal([]byte(a.body), &doc))
	return doc
}

// jsonOf is v as a request's body.
func (d *desk) jsonOf(v any) string {
	d.t.Helper()
	text, err := json.Marshal(v)
	d.must(err)
	return string(text)
}

// refused checks that an answer is a refusal with a status and a code, in Vietnamese throughout.
func (d *desk) refused(a answer, status int, code string) {
	d.t.Helper()
	if a.StatusCode != status || a.problem.Status != status || a.problem.Code != code {
		d.t.Errorf("%d %.400s, want %d %s", a.StatusCode, a.body, status, code)
		return
	}
	if fault := notVietnamese(a.problem.Detail); fault != "" {
		d.t.Errorf("%s says %q: %s", code, a.problem.Detail, fault)
	}
	for _, r := range a.problem.Reasons {
		detail := r.Detail
		if _, said, named := strings.Cut(detail, ": "); named && r.Code == code { // "body.field: sentence"
			detail = said
		}
		if fault := notVietnamese(detail); fault != "" {
			d.t.Errorf("%s gives the reason %q: %s", code, r.Detail, fault)
		}
	}
}

// foreign are words that a person here must not meet: of Go, of the libraries and of the database.
var foreign = regexp.MustCompile(`(?i)\b(?:error|invalid|fail(?:ed|ure)?|expected|unexpected|unknown|cannot|not found|required|property|must|value|missing|forbidden|denied|request|length|json: |sqlite|sql|constraint|panic|nil|eof|goroutine|unmarshal|multipart: |runtime|context|deadline)\b`)

func notVietnamese(sentence string) string {
	marked := strings.ContainsFunc(norm.NFD.String(sentence), func(r rune) bool { return unicode.Is(unicode.Mn, r) || r == 'đ' || r == 'Đ' })
	switch {
	case !marked:
		return "no Vietnamese letter in it"
	case !norm.NFC.IsNormalString(sentence):
		return "not NFC"
	case foreign.MatchString(sentence):
		return "the word " + foreign.FindString(sentence)
	}
	return ""
}

// under is the same desk in a subtest.
func (d *desk) under(t *testing.T) *desk {
	sub := *d
	sub.t = t
	return &sub
}
