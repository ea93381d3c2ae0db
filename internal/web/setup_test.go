package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/house"
	"trinhky/internal/login"
	"trinhky/internal/notice"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/web"
	"trinhky/internal/web/client"
)

var update = flag.Bool("update", false, "write the golden files anew")

const officeDay store.Date = "2014-06-10"

const (
	password = "mat-khau-thu"
	pin      = "123456"
)

// The cast of Văn phòng Tỉnh ủy.
const (
	drafter   = "thuan.qn" // chuyên viên Phòng Tổng hợp
	approver  = "loc.vv"   // trưởng phòng Tổng hợp
	checker   = "lieu.td"  // phó chánh văn phòng
	signer    = "sang.dc"  // chánh văn phòng
	clerk     = "trinh.lk" // văn thư
	outsider  = "nhi.tk"   // another chuyên viên of the same room
	admin     = "dinh.lx"
	recipient = "quyen.db" // văn thư of Ban Tổ chức
)

// office is a server over the demo's directory on 10 June 2014, and who is logged in there.
type office struct {
	t       testing.TB
	url     string
	store   *store.Store
	login   *login.Service
	events  *notice.Hub
	blobs   string // the folder
	log     *lines
	ids     map[string]string // person ids by username
	clients map[string]*client.Client
}

// open fills a fresh database and serves it.
func open(t testing.TB, s *store.Store, change ...func(*web.Config)) *office {
	t.Helper()
	if err := fill(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	return serve(t, s, change...)
}

// serve puts a server before a database that fill has filled.
func serve(t testing.TB, s *store.Store, change ...func(*web.Config)) *office {
	t.Helper()
	o := &office{t: t, store: s, log: &lines{}, blobs: filepath.Join(t.TempDir(), "blobs"), ids: map[string]string{}, clients: map[string]*client.Client{}}
	blobs, err := blob.Folder(o.blobs)
	o.must(err)
	keys, err := signature.OpenKeys(filepath.Join(t.TempDir(), "keys"), signature.KeyPolicy{MakeAtFirstUse: true})
	o.must(err)
	log := slog.New(slog.NewJSONHandler(o.log, nil))
	rooms, err := house.Build(house.Ground{Store: s, Blobs: blobs, Keys: keys, Today: func() store.Date { return officeDay }, Log: log})
	o.must(err)
	o.login, o.events = rooms.Login, rooms.Events
	o.must(s.View(context.Background(), func(tx *store.Tx) error {
		people, err := directory.People(tx, officeDay)
		for _, p := range people {
			o.ids[p.Username] = p.ID
		}
		return err
	}))
	config := web.Config{Rooms: rooms, Ready: s.Ping, Version: "test", Log: log}
	for _, c := range change {
		c(&config)
	}
	server := httptest.NewServer(web.New(config))
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// as is the connection of somebody who is logged in; "" is nobody.
func (o *office) as(username string) *client.Client {
	o.t.Helper()
	if username == "" {
		return &client.Client{Base: o.url}
	}
	if o.clients[username] == nil {
		c := &client.Client{Base: o.url}
		_, err := c.LogIn(context.Background(), username, password)
		o.must(err)
		o.clients[username] = c
	}
	return o.clients[username]
}

// notice is a small draft of Văn phòng Tỉnh ủy.
func (o *office) notice() client.NewDocument {
	return client.NewDocument{
		Kind: "notice", Subject: "về lịch trực tháng 6 năm 2014", Signer: o.ids[signer],
		Body: &client.Body{Blocks: []client.Block{
			{Kind: "paragraph", Runs: []client.Run{{Text: "Văn phòng Tỉnh ủy thông báo lịch trực tháng 6 năm 2014 như sau."}}},
			{Kind: "paragraph", Ordinal: "1.", Runs: []client.Run{{Text: "Các phòng phân công người trực trong giờ hành chính."}}},
		}},
		RecipientsText: "- Thường trực Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
	}
}

func (o *office) draft() client.Document {
	o.t.Helper()
	d, err := o.as(drafter).Create(context.Background(), o.notice())
	o.must(err)
	return d
}

// way is who does what next in a state.
var way = map[string]struct{ action, who string }{
	"drafting": {"submit", drafter}, "returned": {"submit", drafter}, "unit_review": {"approve", approver},
	"format_check": {"check_format", checker}, "awaiting_signature": {"sign", signer}, "signed": {"assign_number", clerk},
	"numbered": {"seal", clerk}, "sealed": {"issue", clerk}, "issued": {"file", clerk},
}

func actFor(d client.Document, action string) client.Act {
	act := client.Act{}
	switch action {
	case "sign", "seal":
		act.PIN, act.SHA256 = pin, d.PDFSHA256
	case "file":
		act.CaseFile = "01.VP"
	}
	return act
}

// walk carries a document on until it is in a state.
func (o *office) walk(d client.Document, until string) client.Document {
	o.t.Helper()
	for d.State != until {
		step, ok := way[d.State]
		if !ok {
			o.t.Fatalf("the way ends in %s, not in %s", d.State, until)
		}
		next, err := o.as(step.who).Fire(context.Background(), d.ID, step.action, actFor(d, step.action), client.IfMatch(d.Version))
		if err != nil {
			o.t.Fatalf("%s by %s: %v", step.action, step.who, err)
		}
		d = next
	}
	return d
}

// answer is what a raw request brought.
type answer struct {
	*http.Response
	body    string
	problem client.Problem
}

// send asks as somebody, without the client's good manners. A path that does not begin with / is under /api/v1/.
func (o *office) send(who, method, path, body string, headers ...string) answer {
	o.t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = "/api/v1/" + path
	}
	request, err := http.NewRequest(method, o.url+path, strings.NewReader(body))
	o.must(err)
	if who != "" {
		request.Header.Set("Authorization", "Bearer "+o.as(who).Token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return o.do(request)
}

func (o *office) do(request *http.Request) answer {
	o.t.Helper()
	noRedirect := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := noRedirect.Do(request)
	o.must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	o.must(err)
	a := answer{Response: response, body: string(body)}
	if response.Header.Get("Content-Type") == "application/problem+json" {
		o.must(json.Unmarshal(body, &a.problem))
	}
	return a
}

// refused checks status and code, and that the answer is a problem with a sentence.
func (o *office) refused(a answer, status int, code string) {
	o.t.Helper()
	if a.StatusCode != status || a.problem.Code != code || a.problem.Status != status || a.problem.Detail == "" {
		o.t.Errorf("%s %s: %d %.300s, want %d %s", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.body, status, code)
	}
}

// rows counts what an act could leave behind.
type rows struct{ Documents, Versions, Events, Attachments, Keys int64 }

func (o *office) rows() (n rows) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(tx *store.Tx) error {
		for table, count := range map[string]*int64{
			"document": &n.Documents, "document_version": &n.Versions, "audit_event": &n.Events,
			"document_attachment": &n.Attachments, "idempotency_key": &n.Keys,
		} {
			if err := tx.DB().Table(table).Count(count).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	return n
}

// lines is a log that a test reads.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps a line.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String is all of it.
func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// blobFiles are all files under the blob folder.
func (o *office) blobFiles() (names []string) {
	o.t.Helper()
	o.must(filepath.WalkDir(o.blobs, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	}))
	return names
}
