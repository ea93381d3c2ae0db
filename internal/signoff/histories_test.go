package signoff

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"trinhky/internal/authz"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

// soakVariable sets how many steps the random histories take together; `make soak` takes 100,000.
const soakVariable = "TRINHKY_SOAK"

// stepsAHistory is what a history takes at least, on average.
const stepsAHistory = 8

// Random histories of issued documents: whatever people try, in whatever order, the invariants hold after every step, and
// whatever is refused leaves nothing. A failure is shrunk to the fewest steps that still show it.
func TestRandomHistories(t *testing.T) {
	t.Parallel()
	histories := 500
	if testing.Short() { // under the race detector; the full run is without it
		histories = 24
	}
	if steps, err := strconv.Atoi(os.Getenv(soakVariable)); err == nil {
		histories = max(1, steps/stepsAHistory)
	}
	const shards = 4
	setFlag(t, "rapid.checks", strconv.Itoa((histories+shards-1)/shards))
	setFlag(t, "rapid.nofailfile", "true")
	begun := beginHistories(t)
	var done sync.Map
	for shard := range shards {
		t.Run(strconv.Itoa(shard), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) { begun.history(t, rt, &done) })
		})
	}
	t.Cleanup(func() { tell(t, &done, histories) })
}

func setFlag(t *testing.T, name, value string) {
	t.Helper()
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
}

// tell says how often each act was done and refused: an act that never succeeds would prove nothing.
func tell(t *testing.T, done *sync.Map, histories int) {
	var lines []string
	steps := 0
	never := map[string]bool{}
	for _, m := range moves {
		never[m.name] = true
	}
	done.Range(func(key, n any) bool {
		what := key.(outcome)
		count := int(*n.(*counter))
		steps += count
		if what.code == "" {
			delete(never, what.move)
		}
		lines = append(lines, fmt.Sprintf("%s %s: %d", what.move, what.code, count))
		return true
	})
	slices.Sort(lines)
	t.Logf("%d steps\n%v", steps, lines)
	if histories >= 400 && !t.Failed() && len(never) > 0 {
		t.Errorf("never done: %v", never)
	}
}

type outcome struct{ move, code string }

type counter int64

var counting sync.Mutex

func count(done *sync.Map, what outcome) {
	counting.Lock()
	defer counting.Unlock()
	n, _ := done.LoadOrStore(what, new(counter))
	*n.(*counter)++
}

// beginning is an office in which a few documents stand ready, as files that each history copies.
type beginning struct {
	database     []byte
	files, safe  string
	ids          map[string]string
	policy       *authz.Policy
	chains       *Chains
	office       *office
	documentsNow []string
	frozen       map[string]string // what was frozen of each issued document, by id
	seen         seen
	links        []link
}

const historyRecipients = "- Ban Tổ chức Tỉnh ủy;\n- Ban Tuyên giáo Tỉnh ủy;\n- Ban Dân vận Tỉnh ủy;\n- Đồng chí Huỳnh Hạnh Thủy;\n- Lưu Văn phòng Tỉnh ủy."

func beginHistories(t *testing.T) *beginning {
	t.Helper()
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "begin.db")
	s, err := store.Open(ctx, "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	o := openOffice(t, s)
	b := &beginning{files: o.files, safe: o.safe, ids: o.ids, policy: o.policy, chains: o.chains, office: o}
	if err := b.byMail(s); err != nil {
		t.Fatal(err)
	}
	for _, until := range []document.State{document.Issued, document.Issued, document.Issued, document.AwaitingSignature} {
		v, err := o.Draft(ctx, o.id(drafter), DraftInput{
			Kind: "notice", Subject: "về lịch trực tháng 6 năm 2014", Signer: o.id(signer), RecipientsText: historyRecipients,
			Body: &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Văn phòng Tỉnh ủy thông báo lịch trực."}}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		b.documentsNow = append(b.documentsNow, o.walk(v, until).Document.ID)
	}
	o.quickKey(signer)
	b.carryOn(o)
	// The demo knows already when the organs of 2014 ended: one of them is to end in a history instead.
	err = s.Update(ctx, func(tx *store.Tx) error {
		return tx.DB().Exec("UPDATE organ SET valid_to = '' WHERE id = ? OR unit_of = ?", mayClose, mayClose).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	b.watch(s)
	b.hold(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if b.database, err = os.ReadFile(file); err != nil {
		t.Fatal(err)
	}
	return b
}

// carryOn brings the issued documents to where most of what follows can happen: one is to be recalled; another was taken
// in and is asked for again, and a replacement and an amendment of it are about to be issued; the third is recalled, and
// its copies are still out.
func (b *beginning) carryOn(o *office) {
	o.t.Helper()
	ctx := context.Background()
	first, err := o.Show(ctx, o.id(drafter), b.documentsNow[0])
	if err != nil {
		o.t.Fatal(err)
	}
	o.do(signer, first, "recall", FireInput{Comment: "Có sai sót."})
	third, err := o.Show(ctx, o.id(drafter), b.documentsNow[2])
	if err != nil {
		o.t.Fatal(err)
	}
	o.do(clerk, o.do(signer, third, "recall", FireInput{Comment: "Có sai sót."}), "recall", FireInput{})
	second, err := o.Show(ctx, o.id(drafter), b.documentsNow[1])
	if err != nil {
		o.t.Fatal(err)
	}
	for _, action := range []string{"replace", "amend"} {
		o.do(drafter, second, action, FireInput{Comment: "Có sai sót."})
		o.walk(o.laterOf(second), document.Sealed)
	}
	if err := b.tasksBegin(o, second.Document.ID); err != nil {
		o.t.Fatal(err)
	}
	l, err := o.mailed(o.delivery(second, outside))
	if err != nil {
		o.t.Fatal(err)
	}
	b.links = []link{l}
	in := incoming.New(incoming.Config{Store: o.store, Policy: o.policy, Blobs: o.blobs, Distribution: o.received(), Keys: o.keys, Today: o.officeDate})
	copied := o.delivery(second, party).ID
	if _, err := in.Acknowledge(ctx, person(o.id(organClerk)), copied, "đã nhận"); err != nil {
		o.t.Fatal(err)
	}
	o.do(clerk, second, "take_back", FireInput{Comment: "Gửi nhầm.", To: []string{copied}})
}

// history is one office on its way.
type history struct {
	*office
	rt       *rapid.T
	received *distribution.Service
	incoming *incoming.Service
	tasks    *task.Service
	frozen   map[string]string
	seen     seen
	links    []link                        // that letters brought
	ended    map[string]distribution.State // of copies that were taken in or sent back
	// atClosing is how the copies of the organ that closed stood then; nil while it is open.
	atClosing map[string]distribution.State
}

// fatal lets a helper of office that fails end the history.
type fatal struct {
	testing.TB
	rt *rapid.T
}

func (f fatal) Helper()                           {}
func (f fatal) Errorf(format string, args ...any) { f.rt.Errorf(format, args...) }
func (f fatal) Error(args ...any)                 { f.rt.Error(args...) }
func (f fatal) Fatal(args ...any)                 { f.rt.Fatal(args...) }
func (f fatal) Fatalf(format string, args ...any) { f.rt.Fatalf(format, args...) }

func (b *beginning) history(t *testing.T, rt *rapid.T, done *sync.Map) {
	dir, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		rt.Fatal(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "h.db")
	if err := os.WriteFile(file, b.database, 0o600); err != nil {
		rt.Fatal(err)
	}
	s, err := store.Open(context.Background(), "sqlite:"+file)
	if err != nil {
		rt.Fatal(err)
	}
	defer s.Close()
	h, err := b.openHistory(fatal{t, rt}, rt, s)
	if err != nil {
		rt.Fatal(err)
	}
	for range rapid.IntRange(4, 2*stepsAHistory).Draw(rt, "steps") {
		h.step(done)
	}
}

// hold checks once what every history begins with, so that each checks only what it changed.
func (b *beginning) hold(t *testing.T, s *store.Store) {
	t.Helper()
	b.frozen, b.seen = map[string]string{}, seen{opened: map[opening]bool{}}
	h, err := b.openHistory(t, nil, s)
	if err != nil {
		t.Fatal(err)
	}
	h.holds()
	b.frozen, b.seen = h.frozen, h.seen
}

func (b *beginning) openHistory(t testing.TB, rt *rapid.T, s *store.Store) (*history, error) {
	desk, err := New(Config{
		Store: s, Policy: b.policy, Blobs: b.office.blobs, Keys: b.office.keys, Chains: b.chains, Log: slog.New(slog.DiscardHandler),
		OfficeDate: func() store.Date { return officeDay },
	})
	if err != nil {
		return nil, err
	}
	o := &office{Service: desk, t: t, store: s, files: b.files, safe: b.safe, ids: b.ids}
	h := &history{office: o, rt: rt, received: o.received(), frozen: maps.Clone(b.frozen), seen: b.seen.clone(), ended: map[string]distribution.State{}, links: slices.Clone(b.links)}
	h.tasks = task.New(s, b.policy, b.office.blobs, desk.officeDate)
	h.incoming = incoming.New(incoming.Config{
		Store: s, Policy: b.policy, Blobs: b.office.blobs, Distribution: h.received, Keys: b.office.keys, Today: desk.officeDate,
	})
	return h, nil
}

// step takes one move of one person. Whatever is refused must be a refusal that a person understands, and leave nothing.
func (h *history) step(done *sync.Map) {
	m := rapid.SampledFrom(moves).Draw(h.rt, "move")
	before := h.everything()
	err := m.take(h)
	code := ""
	if err != nil {
		code = h.leavesNothing(m.name, before, err)
	}
	count(done, outcome{m.name, code})
	if err == nil { // what was refused left everything as it held before
		h.holds()
	}
}

// leavesNothing checks a refusal, and gives its code.
func (h *history) leavesNothing(what string, before size, err error) (code string) {
	refused := fault.Of(err)
	if refused.Kind == fault.Internal {
		h.rt.Fatalf("%s broke: %v", what, err)
	}
	after := h.everything()
	after.Refusals, before.Refusals = 0, 0
	if after != before {
		h.rt.Fatalf("%s was refused (%s) and left\n%+v\nafter\n%+v", what, refused.Code, after, before)
	}
	return refused.Code
}

// size is what a refusal must leave as it is, beside the traces.
type size struct {
	traces
	Relations, Marks, Recalls, CalledBack, Codes, Notices, Arrivals, Receipts    int64
	DocumentVersions, DeliveryVersions, Tasks, TaskVersions, Lists, Items, Links int64
}

func (h *history) everything() (n size) {
	n.traces = h.traces()
	err := h.store.View(context.Background(), func(tx *store.Tx) error {
		for query, count := range map[string]*int64{
			"SELECT count(*) FROM document_relation": &n.Relations, "SELECT count(*) FROM document_mark": &n.Marks,
			"SELECT count(*) FROM document_recall": &n.Recalls, "SELECT count(*) + count(answered_at) FROM delivery_recall": &n.CalledBack,
			"SELECT count(*) FROM document_code": &n.Codes, "SELECT count(*) FROM notice": &n.Notices, "SELECT count(*) FROM arrival": &n.Arrivals,
			"SELECT count(*) FROM delivery_receipt": &n.Receipts, "SELECT sum(version) FROM document": &n.DocumentVersions,
			"SELECT sum(version) FROM delivery": &n.DeliveryVersions, "SELECT count(*) FROM task": &n.Tasks,
			"SELECT COALESCE(sum(version), 0) FROM task": &n.TaskVersions, "SELECT COALESCE(sum(version), 0) FROM task_list": &n.Lists,
			"SELECT count(*) FROM task_item": &n.Items, "SELECT count(*) + count(revoked_at) FROM document_link": &n.Links,
		} {
			if err := tx.DB().Raw(query).Scan(count).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.rt.Fatal(err)
	}
	return n
}

// documents are all of the office, in the order they were begun.
func (h *history) documents() (all []document.Document) {
	err := h.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Order("created_at, id").Find(&all).Error
	})
	if err != nil {
		h.rt.Fatal(err)
	}
	return all
}

// pick draws a document that fits; false when there is none.
func (h *history) pick(fits func(document.Document) bool) (d document.Document, ok bool) {
	all := slices.DeleteFunc(h.documents(), func(d document.Document) bool { return !fits(d) })
	if len(all) == 0 {
		return d, false
	}
	return all[rapid.IntRange(0, len(all)-1).Draw(h.rt, "document")], true
}

func isIssued(d document.Document) bool {
	return d.State == document.Issued || d.State == document.Filed
}

// who draws a person: the right one as a rule, now and then another.
func (h *history) who(right ...string) string {
	if rapid.IntRange(0, 4).Draw(h.rt, "wrong") == 0 {
		return rapid.SampledFrom(everybody).Draw(h.rt, "who")
	}
	return rapid.SampledFrom(right).Draw(h.rt, "who")
}

const (
	otherClerk = "tam.dk"   // văn thư of Ban Tuyên giáo, which may close
	addressed  = "thuy.hh"  // addressed by name
	mayClose   = "bt-btgtu" // Ban Tuyên giáo Tỉnh ủy
	deputy     = "bach.dc"  // the other phó chánh văn phòng
)

// insiders have desks in the office; the last of them by standing in.
var insiders = []string{drafter, approver, checker, signer, clerk, deputy, outsider}

var everybody = []string{drafter, approver, checker, signer, clerk, outsider, admin, organClerk, organHead, otherClerk, addressed, deputy}

// errNothing is for a move that finds nothing to move.
var errNothing = fault.New(fault.Unmet, "NOTHING", "Không có gì để làm.")
