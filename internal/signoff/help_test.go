package signoff

import (
	"context"
	"io/fs"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/policies"
)

// Every office of these tests begins with the queue and the demo, loaded once.
func init() { storetest.Prepare(jobs.Migrate, directory.LoadDemo) }

func mustTime(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// office is a desk over the demo's directory on 10 June 2014.
type office struct {
	*Service
	t     testing.TB
	store *store.Store
	files string            // the folder of the blobs
	safe  string            // the folder of the keys
	ids   map[string]string // person ids by username
}

const officeDay store.Date = "2014-06-10"

// The cast of Văn phòng Tỉnh ủy Bình Thuận.
const (
	drafter  = "thuan.qn" // chuyên viên Phòng Tổng hợp
	approver = "loc.vv"   // trưởng phòng Tổng hợp
	checker  = "lieu.td"  // phó chánh văn phòng
	signer   = "sang.dc"  // chánh văn phòng
	clerk    = "trinh.lk" // văn thư
	outsider = "nhi.tk"   // another chuyên viên of the same room
	admin    = "dinh.lx"
)

const pin = "123456"

func openOffice(t testing.TB, s *store.Store) *office {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(jobs.Migrate(ctx, s))
	must(directory.LoadDemo(ctx, s))
	policy, err := authz.Load()
	must(err)
	chains, err := LoadChains(policies.FS)
	must(err)
	files := filepath.Join(t.TempDir(), "blobs")
	blobs, err := blob.Folder(files)
	must(err)
	safe := filepath.Join(t.TempDir(), "keys")
	keys, err := signature.OpenKeys(safe, signature.KeyPolicy{MakeAtFirstUse: true})
	must(err)
	desk, err := New(Config{
		Store: s, Policy: policy, Blobs: blobs, Keys: keys, Chains: chains, Log: slog.New(slog.DiscardHandler),
		OfficeDate: func() store.Date { return officeDay },
	})
	must(err)
	o := &office{Service: desk, t: t, store: s, files: files, safe: safe, ids: map[string]string{}}
	must(s.View(ctx, func(tx *store.Tx) error {
		people, err := directory.People(tx, officeDay)
		for _, p := range people {
			o.ids[p.Username] = p.ID
		}
		return err
	}))
	return o
}

// id is a person's by username.
func (o *office) id(username string) string {
	o.t.Helper()
	if o.ids[username] == "" {
		o.t.Fatalf("the demo has no %q on %s", username, officeDay)
	}
	return o.ids[username]
}

// draft begins a small notice of Văn phòng Tỉnh ủy.
func (o *office) draft() View {
	o.t.Helper()
	v, err := o.Draft(context.Background(), o.id(drafter), DraftInput{
		Kind: "notice", Subject: "về lịch trực tháng 6 năm 2014", Signer: o.id(signer),
		Body: &document.Body{Blocks: []document.Block{
			{Kind: document.Paragraph, Runs: []document.Run{{Text: "Văn phòng Tỉnh ủy thông báo lịch trực tháng 6 năm 2014 như sau."}}},
			{Kind: document.Paragraph, Ordinal: "1.", Runs: []document.Run{{Text: "Các phòng phân công người trực trong giờ hành chính."}}},
		}},
		RecipientsText: "- Thường trực Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

// way is who does what next in a state, from a draft to the end.
var way = map[document.State]struct{ action, who string }{
	document.Drafting: {"submit", drafter}, document.Returned: {"submit", drafter}, document.UnitReview: {"approve", approver},
	document.FormatCheck: {"check_format", checker}, document.AwaitingSignature: {"sign", signer},
	document.Signed: {"assign_number", clerk}, document.Numbered: {"seal", clerk}, document.Sealed: {"issue", clerk},
	document.Issued: {"file", clerk},
}

// input is what an action needs of a person.
func (v View) input(action string) FireInput {
	in := FireInput{Version: v.Document.Version, PIN: pin}
	switch action {
	case "sign":
		in.SHA256 = v.Document.Rendition
	case "seal":
		in.SHA256 = v.Document.Signed
	case "return", "cancel":
		in.Comment = "Cần nói rõ giờ trực."
	case "file":
		in.CaseFile = "01.VP"
	}
	return in
}

// walk carries a document on until it is in a state.
func (o *office) walk(v View, until document.State) View {
	o.t.Helper()
	for v.Document.State != until {
		step, ok := way[v.Document.State]
		if !ok {
			o.t.Fatalf("the way ends in %s, not in %s", v.Document.State, until)
		}
		next, err := o.Fire(context.Background(), o.id(step.who), v.Document.ID, step.action, v.input(step.action))
		if err != nil {
			o.t.Fatalf("%s by %s: %v", step.action, step.who, err)
		}
		v = next
	}
	return v
}

// traces counts what an act could leave behind.
type traces struct{ Documents, Versions, Events, Jobs, Parts, Steps, Access, Signatures, Numbers, Deliveries, Attachments, Figures, Refusals int64 }

func (o *office) traces() (n traces) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		for table, count := range map[string]*int64{
			"document": &n.Documents, "document_version": &n.Versions, "audit_event": &n.Events, "river_job": &n.Jobs,
			"document_part": &n.Parts, "document_step": &n.Steps, "document_access": &n.Access,
			"document_signature": &n.Signatures, "register_entry": &n.Numbers, "delivery": &n.Deliveries,
			"document_attachment": &n.Attachments, "document_figure": &n.Figures, "access_log": &n.Refusals,
		} {
			if err := tx.DB().Table(table).Count(count).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

// blobCount counts the files in the blob folder, whole ones and halves.
func (o *office) blobCount() (n int) {
	o.t.Helper()
	err := filepath.WalkDir(o.files, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

// refused checks that an act was refused with a code and left nothing but one line of the access log.
func (o *office) refused(code string, act func() error) {
	o.t.Helper()
	before := o.traces()
	err := act()
	if err == nil {
		o.t.Errorf("done, want %s", code)
		return
	}
	if got := fault.Of(err); got.Code != code {
		o.t.Errorf("refused with %v, want %s", err, code)
	}
	after := o.traces()
	before.Refusals++
	if after != before {
		o.t.Errorf("a refusal left\n%+v\nwant\n%+v", after, before)
	}
}
