package incoming

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Every office of these tests begins with the queue and the demo, loaded once.
func init() { storetest.Prepare(jobs.Migrate, directory.LoadDemo) }

// The cast of Tỉnh ủy Lâm Đồng in the demo.
const (
	registrar  = "lieu.bd"  // văn thư Văn phòng Tỉnh ủy
	registrar2 = "ngan.tn"  // the other one
	secretary  = "phong.hd" // Bí thư Tỉnh ủy
	deputy     = "loan.tt"  // Phó Bí thư Thường trực
	chief      = "huong.dp" // Phó Chánh Văn phòng Tỉnh ủy
	head       = "nhi.dk"   // Trưởng phòng Tổng hợp
	specialist = "phong.tb" // chuyên viên Phòng Tổng hợp
	colleague  = "yen.tt"   // another one of the same room
	otherHead  = "hoa.lv"   // Trưởng phòng Hành chính - Lưu trữ
	admin      = "kien.hb"
	archivist  = "tram.dk"

	province = "ld-tu"
	officeID = "ld-vptu"
	unit     = "ld-vptu-th"
	unit2    = "ld-vptu-hc"

	officeDay store.Date = "2026-03-10"
)

// everybody is the cast, for what each may or may not do.
var everybody = []string{registrar, secretary, deputy, chief, head, specialist, colleague, otherHead, admin, archivist}

// house is the room over the demo's directory.
type house struct {
	*Service
	testing.TB
	ctx   context.Context
	today store.Date
	ids   map[string]string
}

func open(t testing.TB, s *store.Store) *house {
	t.Helper()
	h := &house{TB: t, ctx: context.Background(), today: officeDay, ids: map[string]string{}}
	h.must(jobs.Migrate(h.ctx, s))
	h.must(directory.LoadDemo(h.ctx, s))
	policy, err := authz.Load()
	h.must(err)
	blobs, err := blob.Folder(filepath.Join(t.TempDir(), "blobs"))
	h.must(err)
	keys, err := signature.OpenKeys(filepath.Join(t.TempDir(), "keys"), signature.KeyPolicy{MakeAtFirstUse: true})
	h.must(err)
	receipts, err := keys.Receipts()
	h.must(err)
	today := func() store.Date { return h.today }
	h.Service = New(Config{
		Store: s, Policy: policy, Blobs: blobs, Distribution: distribution.New(s, policy, today, receipts.Sign), Keys: keys, Today: today,
	})
	h.view(func(tx *store.Tx) error {
		people, err := directory.People(tx, officeDay)
		for _, p := range people {
			h.ids[p.Username] = p.ID
		}
		return err
	})
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) view(fn func(tx *store.Tx) error) {
	h.Helper()
	h.must(h.Store.View(h.ctx, fn))
}

func (h *house) update(fn func(tx *store.Tx) error) {
	h.Helper()
	h.must(h.Store.Update(h.ctx, fn))
}

// id is a person's by username.
func (h *house) id(username string) string {
	h.Helper()
	if h.ids[username] == "" {
		h.Fatalf("the demo has no %q on %s", username, officeDay)
	}
	return h.ids[username]
}

func (h *house) as(username string) authz.Actor {
	h.Helper()
	return authz.Actor{Kind: authz.Person, PersonID: h.id(username)}
}

// paper is something that came on paper, ready to be registered.
func (h *house) paper(symbol string) Arrival {
	h.Helper()
	a, err := h.Enter(h.ctx, h.as(registrar), Entry{OrganID: province, Source: Paper, Fields: Fields{
		Author: "Ban Tổ chức Trung ương", Symbol: symbol, DocumentDate: "2026-03-05", KindName: "Công văn", Subject: "về công tác cán bộ", Copies: 1, Pages: 3,
	}})
	h.must(err)
	return a
}

// issue is a document of Văn phòng Tỉnh ủy that goes to organs, one of them Tỉnh ủy; sealed is its PDF, if there is one.
func (h *house) issue(symbol, recipients string, sealed []byte) (document.Document, []distribution.Delivery) {
	h.Helper()
	var d document.Document
	var deliveries []distribution.Delivery
	if sealed == nil {
		sealed = []byte("không phải PDF")
	}
	info, err := h.Blobs.Put(h.ctx, bytes.NewReader(sealed), 64<<20)
	h.must(err)
	h.update(func(tx *store.Tx) error {
		issuer, err := directory.OrganByID(tx, "ld-btctu")
		if err != nil {
			return err
		}
		d = document.Document{
			ID: store.NewID(), Kind: "notice", Regime: string(issuer.Regime), IssuerID: issuer.ID, OfficeID: issuer.Office(), UnitID: issuer.ID,
			DrafterID: h.id(colleague), State: document.Drafting, OfficeDate: officeDay,
		}
		if err := document.Create(tx, &d, document.Content{Subject: "về lịch trực <script>alert(1)</script>", AuthorID: h.id(colleague)}); err != nil {
			return err
		}
		d.State, d.Symbol, d.DocumentDate, d.Number, d.CheckedVersion = document.Issued, symbol, officeDay, 5, 1
		d.Rendition, d.Signed, d.Sealed, d.SignerID, d.IssuedAt = info.SHA256, info.SHA256, info.SHA256, h.id(secretary), &tx.Now
		if err := document.Change(tx, &d); err != nil {
			return err
		}
		block := distribution.Parse(recipients)
		resolution, err := distribution.Resolve(tx, block, distribution.Env{Issuer: issuer, On: officeDay})
		if err != nil {
			return err
		}
		if deliveries, err = distribution.Freeze(tx, d.ID, resolution, tx.Now); err != nil {
			return err
		}
		return Expect(tx, d, deliveries)
	})
	return d, deliveries
}

// toProvince is the delivery that went to Tỉnh ủy.
func (h *house) toProvince(deliveries []distribution.Delivery) distribution.Delivery {
	h.Helper()
	for _, d := range deliveries {
		if d.OrganID == province {
			return d
		}
	}
	h.Fatal("nothing went to Tỉnh ủy")
	return distribution.Delivery{}
}

// stages are the states that a test may want, in their order, and how an arrival gets into each from the one before.
var stages = []struct {
	state State
	step  func(h *house, a Arrival) (Arrival, error)
}{
	{Registered, func(h *house, a Arrival) (Arrival, error) {
		return h.Register(h.ctx, h.as(registrar), At{ID: a.ID}, Registration{})
	}},
	{Submitted, func(h *house, a Arrival) (Arrival, error) {
		return h.Submit(h.ctx, h.as(registrar), At{ID: a.ID}, h.id(secretary), "Đề xuất: Phòng Tổng hợp")
	}},
	{Directed, func(h *house, a Arrival) (Arrival, error) {
		return h.Direct(h.ctx, h.as(secretary), At{ID: a.ID}, order())
	}},
	{Assigned, func(h *house, a Arrival) (Arrival, error) {
		return h.Assign(h.ctx, h.as(head), At{ID: a.ID}, Assignment{PersonID: h.id(specialist), Due: "2026-03-18", Text: "Làm ngay"})
	}},
	{InProgress, func(h *house, a Arrival) (Arrival, error) { return h.Start(h.ctx, h.as(specialist), At{ID: a.ID}) }},
	{"reported", func(h *house, a Arrival) (Arrival, error) {
		return h.Report(h.ctx, h.as(specialist), At{ID: a.ID}, Result{Reason: "văn bản để biết"})
	}},
	{Done, func(h *house, a Arrival) (Arrival, error) { return h.Confirm(h.ctx, h.as(head), At{ID: a.ID}, "") }},
	{Filed, func(h *house, a Arrival) (Arrival, error) {
		return h.File(h.ctx, h.as(specialist), At{ID: a.ID}, "01.TH")
	}},
}

// order is a direction to Phòng Tổng hợp, with Phòng Hành chính at its side.
func order() Order {
	return Order{Text: "Phòng Tổng hợp chủ trì tham mưu", Lead: Target{OrganID: unit}, Co: []Target{{OrganID: unit2}}, Due: "2026-03-20"}
}

var symbols = make(chan string, 1)

func init() { //nolint:gochecknoinits // numbers the papers of all tests
	go func() {
		for n := 1; ; n++ {
			symbols <- fmt.Sprintf("%d-CV/BTCTW", n)
		}
	}()
}

// in brings a paper into a state; "reported" is in_progress with a report.
func (h *house) in(state State) Arrival {
	h.Helper()
	a := h.paper(<-symbols)
	if state == Waiting {
		return a
	}
	if state == Refused {
		a, err := h.Return(h.ctx, h.as(registrar), At{ID: a.ID}, "wrong_recipient", "gửi nhầm")
		h.must(err)
		return a
	}
	for _, stage := range stages {
		var err error
		a, err = stage.step(h, a)
		if err != nil {
			h.Fatalf("to %s: %v", stage.state, err)
		}
		if stage.state == state {
			return a
		}
	}
	h.Fatalf("no way to %s", state)
	return a
}

// code is the code of a refusal.
func code(err error) string {
	var f *fault.Fault
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.Code
	}
	return err.Error()
}

func (h *house) trail(id string) (actions []string) {
	h.Helper()
	h.view(func(tx *store.Tx) error {
		entries, err := audit.Trail(tx, subject(id))
		for _, e := range entries {
			actions = append(actions, e.Action)
		}
		return err
	})
	return actions
}

// rows counts what lies in every table of the room, and the events and notices: refused means that none of it moved.
func (h *house) rows() string {
	h.Helper()
	var all []string
	for _, table := range []string{
		"arrival", "arrival_file", "arrival_direction", "arrival_part", "arrival_access", "arrival_note", "arrival_extension", "audit_event",
		"register_entry", "notice", "document_access", "case_file_item", "delivery_receipt", "river_job",
	} {
		var n, versions int64
		h.must(h.Store.Pool().QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n))
		if table == "arrival" {
			h.must(h.Store.Pool().QueryRow("SELECT COALESCE(SUM(version), 0) FROM arrival").Scan(&versions))
		}
		all = append(all, fmt.Sprintf("%s %d %d", table, n, versions))
	}
	return strings.Join(all, "\n")
}

// count is how many rows of a table, or of a condition on it, there are.
func (h *house) count(of string) (n int) {
	h.Helper()
	h.must(h.Store.Pool().QueryRow("SELECT COUNT(*) FROM " + of).Scan(&n))
	return n
}
