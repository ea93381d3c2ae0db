package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// filled is a demo on SQLite that was filled on a day of the office.
type filled struct {
	t   *testing.T
	app *app
	w   *walker
}

func openFilled(t *testing.T, date store.Date) *filled {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	day := &officeDay{fixed: date}
	s := demoSettings(dir, date)
	s.Today = day.today
	a, err := assembleDemoOn(ctx, dir, s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	server := httptest.NewServer(a.handler)
	t.Cleanup(server.Close)
	if err := fill(ctx, server.URL, day.today(), func(at store.Date) { day.filled.Store(&at) }); err != nil {
		t.Fatal(err)
	}
	return &filled{t: t, app: a, w: &walker{base: server.URL, http: server.Client(), clients: map[string]*client.Client{}, quiet: true}}
}

func (f *filled) get(who, path string, out any) {
	f.t.Helper()
	c, err := f.w.as(f.t.Context(), who)
	if err == nil {
		err = c.Do(f.t.Context(), http.MethodGet, path, nil, out)
	}
	if err != nil {
		f.t.Fatalf("%s: %s: %v", who, path, err)
	}
}

// found is the one document that somebody finds with the words.
func (f *filled) found(who, words string) client.Item {
	f.t.Helper()
	var hits client.Hits
	f.get(who, "/search?q="+url.QueryEscape(words), &hits)
	if len(hits.Items) != 1 {
		f.t.Fatalf("%s finds %d documents with %q, want one", who, len(hits.Items), words)
	}
	return hits.Items[0].Item
}

// TestTheDemoIsAtWork: what each desk of a new demo has, and that all of it is as sound as what people make.
func TestTheDemoIsAtWork(t *testing.T) {
	t.Parallel()
	for _, date := range []store.Date{"", "2026-01-10"} {
		t.Run("on "+string(date), func(t *testing.T) {
			t.Parallel()
			f := openFilled(t, date)
			f.desks()
			f.documents()
			f.receipts()
			f.tasks()
			f.arrivals()
			f.books()
			f.firstOfAVisitor()
			log, err := verifyAudit(t.Context(), f.app.store) // the log, the states and the registers, which have no gap
			if err != nil || log.Fault != nil {
				t.Errorf("audit verify: %v, %v", log.Fault, err)
			}
		})
	}
}

// desks: the boxes of the people whom the README and the accounts name.
func (f *filled) desks() {
	f.t.Helper()
	for who, boxes := range map[string]map[string]int64{
		"phong.tb": {"drafts": 2, "issued": 4, "waiting": 2}, "yen.tt": {"drafts": 1, "waiting": 3}, "nhi.dk": {"todo": 1},
		"huong.dp": {"todo": 1}, "khai.dn": {"signing": 1}, "lieu.bd": {"sealing": 2, "issued": 6}, "loan.tt": {"received": 6},
		"hang.qn": {"received": 6}, "quyen.lm": {"drafts": 1}, "tung.lt": {"todo": 1}, "van.nt": {"todo": 1}, "tung.tt": {"todo": 1},
		"huong.lb": {"signing": 1}, "van.lt": {"sealing": 1, "issued": 2}, "phu.tk": {"received": 2},
	} {
		var me client.Me
		f.get(who, "/me", &me)
		got := map[string]int64{}
		for box := range boxes {
			got[box] = me.Counts[box]
		}
		if diff := cmp.Diff(boxes, got); diff != "" {
			f.t.Errorf("the boxes of %s: %s", who, diff)
		}
	}
}

// documents: every state, a return with its reason, comments, marks, a ballot, a copy, and no number that the README gives away.
func (f *filled) documents() {
	f.t.Helper()
	states, symbols, marks := map[string]int{}, map[string]bool{}, map[string]int{}
	for _, who := range []string{"huong.dp", "van.nt"} {
		var list client.List
		f.get(who, "/documents?box=all&limit=100", &list)
		for _, d := range list.Items {
			states[d.State]++
			symbols[d.Symbol] = true
			for _, m := range d.Marks {
				marks[m.Kind]++
			}
		}
	}
	want := map[string]int{
		"drafting": 3, "returned": 1, "unit_review": 2, "format_check": 2, "awaiting_signature": 2, "signed": 2, "sealed": 1, "issued": 7, "filed": 1,
	}
	if diff := cmp.Diff(want, states); diff != "" {
		f.t.Errorf("documents by state: %s", diff)
	}
	if diff := cmp.Diff(map[string]int{"recalled": 1, "replaced": 1}, marks); diff != "" {
		f.t.Errorf("marks: %s", diff)
	}
	if symbols["01-TB/VPTU"] || !symbols["77-KH/TU"] || !symbols["78-KH/TU"] {
		f.t.Errorf("numbers: %v", symbols)
	}
	if found := f.found("phong.tb", "ke hoach 77"); found.Symbol != "77-KH/TU" {
		f.t.Errorf("“ke hoach 77” finds %s", found.Symbol)
	}
	returned := f.found("yen.tt", "tiếp công dân")
	var said client.Comments
	var trail []client.Event
	f.get("yen.tt", "/documents/"+returned.ID+"/comments", &said)
	f.get("yen.tt", "/documents/"+returned.ID+"/events", &trail)
	if last := trail[len(trail)-1]; len(said.Threads) != 1 || last.To != "returned" || last.Comment == "" {
		f.t.Errorf("%d comments, last event %+v", len(said.Threads), last)
	}
	var asked client.Ballots
	f.get("huong.dp", "/documents/"+f.found("phong.tb", "ban hành Quy chế công tác văn thư").ID+"/ballots", &asked)
	if len(asked.Ballots) != 1 || asked.Ballots[0].State != "open" || asked.Ballots[0].Agree != 3 || asked.Ballots[0].Other != 1 {
		f.t.Errorf("ballots: %+v", asked.Ballots)
	}
	var copies []client.Copy
	f.get("lieu.bd", "/documents/"+f.found("phong.tb", "ke hoach 77").ID+"/copies", &copies)
	made := map[string]int{}
	for _, c := range copies {
		made[c.State]++
	}
	if diff := cmp.Diff(map[string]int{"sealed": 1, "prepared": 1}, made); diff != "" {
		f.t.Errorf("copies: %s", diff)
	}
}

// receipts: how the newest plan stands with those who got it. A copy is late when the day it came is over, by the real clock.
func (f *filled) receipts() {
	f.t.Helper()
	var board client.Board
	f.get("phong.tb", "/documents/"+f.found("phong.tb", "ke hoach 78").ID+"/board?limit=100", &board)
	got := map[string]string{}
	for _, c := range board.Copies {
		if c.Kind == "organ" {
			got[c.Recipient.ID] = c.Status
		}
	}
	want := map[string]string{
		"ld-btctu": "acknowledged", "ld-btgdvtu": "arrived", "ld-ubkttu": "sent", "ld-bnctu": "refused", "ld-mttq": "sent",
		"xa-du-tuyphong": "acknowledged", "xa-du-lienhuong": "sent",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		f.t.Errorf("the board: %s", diff)
	}
}

// tasks: late, done, with more time asked for, given; and a report every month.
func (f *filled) tasks() {
	f.t.Helper()
	var list client.TaskList
	f.get("huong.dp", "/tasks?limit=50", &list)
	got, monthly := map[string]string{}, 0
	for _, t := range list.Items {
		if t.ObligationID != "" {
			monthly++
			continue
		}
		got[t.Lead.ID] = t.State + " " + t.Standing + " " + t.Extension
	}
	want := map[string]string{
		"ld-btctu": "in_progress overdue ", "ld-btgdvtu": "completed done_in_time ", "ld-ubkttu": "in_progress in_time requested", "ld-bnctu": "new in_time ",
	}
	if diff := cmp.Diff(want, got); diff != "" || monthly == 0 {
		f.t.Errorf("tasks (and %d monthly reports): %s", monthly, diff)
	}
	var away client.Delegations
	if f.get("tung.tt", "/absences", &away); len(away.StandsIn) != 1 || !away.StandsIn[0].InForce {
		f.t.Errorf("stands in: %+v", away.StandsIn)
	}
}

// arrivals: one in each state, one of them a scan with its file.
func (f *filled) arrivals() {
	f.t.Helper()
	var list client.ArrivalList
	f.get("khai.dn", "/arrivals?box=all&limit=50", &list)
	got := map[string]int{}
	for _, a := range list.Items {
		got[a.Source+" "+a.State]++
	}
	want := map[string]int{
		"scan waiting": 1, "paper registered": 1, "paper submitted": 1, "paper directed": 1, "paper assigned": 1, "paper in_progress": 1, "paper filed": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		f.t.Errorf("arrivals: %s", diff)
	}
	for _, a := range list.Items {
		if a.Source != "scan" {
			continue
		}
		var scan client.Arrival
		if f.get("lieu.bd", "/arrivals/"+a.ID, &scan); len(scan.Files) != 1 || scan.Files[0].Pages != 1 {
			f.t.Errorf("the scan has %+v", scan.Files)
		}
	}
}

// books: the Danh mục hồ sơ is issued; of its files one is closed, one not opened yet.
func (f *filled) books() {
	f.t.Helper()
	var list client.CaseFileList
	f.get("lieu.bd", "/case-files?limit=50&organ=ld-vptu", &list)
	got := map[string]string{}
	for _, c := range list.Items {
		got[c.Code] = fmt.Sprint(c.State, " ", c.Documents)
	}
	want := map[string]string{"01.TH": "closed 1", "02.TH": "open 1", "03.TH": "planned 0", "04.HC": "open 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		f.t.Errorf("files: %s", diff)
	}
}

// firstOfAVisitor: what the README lets a visitor make gets the number and the seven receivers that the README says.
func (f *filled) firstOfAVisitor() {
	f.t.Helper()
	ctx := f.t.Context()
	c, err := f.w.as(ctx, "phong.tb")
	if err == nil {
		f.w.people, err = c.People(ctx)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	in := client.NewDocument{
		Kind: "notice", Issuer: "ld-vptu", Subject: "về lịch trực cơ quan", Text: "Văn phòng Tỉnh ủy thông báo lịch trực cơ quan.",
		RecipientsText: "- Thường trực Tỉnh ủy (để báo cáo);\n- Các ban của Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
	}
	for _, p := range f.w.people {
		if p.Username == "khai.dn" {
			in.Signer = p.ID
		}
	}
	d, err := c.Create(ctx, in)
	for _, action := range carried {
		if err != nil {
			f.t.Fatal(err)
		}
		d, err = f.w.take(ctx, d, action)
	}
	copies, listed := c.Deliveries(ctx, d.ID)
	if err != nil || listed != nil || d.Symbol != "01-TB/VPTU" || len(copies) != 7 {
		f.t.Errorf("a visitor's first document is %q with %d copies, %v %v", d.Symbol, len(copies), err, listed)
	}
}
