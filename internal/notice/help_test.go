package notice

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Every office of these tests begins with the queue and the demo, loaded once.
func init() { storetest.Prepare(jobs.Migrate, directory.LoadDemo) }

const officeDay store.Date = "2014-06-10"

// Some of the demo's people.
const (
	drafter  = "thuan.qn" // chuyên viên
	approver = "loc.vv"
	clerk    = "trinh.lk" // văn thư
)

const password = "mat-khau-thu"

// room is the service over the demo's directory, with a clock and a post office that a test moves.
type room struct {
	*Service
	t        *testing.T
	store    *store.Store
	sessions *login.Service
	ids      map[string]string

	mu      sync.Mutex
	at      time.Time
	letters []mail.Message
	answer  func(mail.Message) error // of the server
}

func open(t *testing.T, s *store.Store) *room {
	t.Helper()
	ctx := context.Background()
	r := &room{t: t, store: s, ids: map[string]string{}, answer: func(mail.Message) error { return nil }, at: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)}
	r.must(jobs.Migrate(ctx, s))
	r.must(directory.LoadDemo(ctx, s))
	policy, err := authz.Load()
	r.must(err)
	r.sessions = login.New(s, login.Config{Clock: r.now})
	r.Service = New(Config{
		Store: s, Policy: policy, Today: func() store.Date { return officeDay }, Clock: r.now, Domain: "vanban.example.vn", Link: "https://vanban.example.vn",
		Send: func(_ context.Context, m mail.Message) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.letters = append(r.letters, m)
			return r.answer(m)
		},
	})
	r.must(s.View(ctx, func(tx *store.Tx) error {
		people, err := directory.People(tx, officeDay)
		for _, p := range people {
			r.ids[p.Username] = p.ID
		}
		return err
	}))
	return r
}

func (r *room) now() time.Time { r.mu.Lock(); defer r.mu.Unlock(); return r.at }

// clock turns to an hour of the office's zone.
func (r *room) clock(text string) {
	r.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, store.Hanoi)
	r.must(err)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = at
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) id(username string) string {
	r.t.Helper()
	if r.ids[username] == "" {
		r.t.Fatalf("the demo has no %q", username)
	}
	return r.ids[username]
}

// document makes a draft that somebody may see.
func (r *room) document(seenBy ...string) string {
	r.t.Helper()
	id := store.NewID()
	r.must(r.store.Update(context.Background(), func(tx *store.Tx) error {
		d := document.Document{
			ID: id, Kind: "notice", Regime: "party", IssuerID: "bt-vptu", OfficeID: "bt-vptu", DrafterID: r.ids[drafter], State: document.Drafting,
			OfficeDate: officeDay, ChainID: "c", ChainVersion: "v",
		}
		if err := document.Create(tx, &d, document.Content{Subject: "về lịch trực tuyệt đối riêng", AuthorID: r.ids[drafter]}); err != nil {
			return err
		}
		for _, who := range seenBy {
			if err := document.Grant(tx, document.Access{DocumentID: id, PersonID: r.id(who), Why: authz.Drafter}); err != nil {
				return err
			}
		}
		return nil
	}))
	return id
}

// tell tells people of a document.
func (r *room) tell(documentID, key string, usernames ...string) {
	r.t.Helper()
	r.message(Message{About: Document, AboutID: documentID, DocumentID: documentID, Action: "approve", Key: key, Label: "Duyệt nội dung"}, usernames...)
}

func (r *room) message(m Message, usernames ...string) {
	r.t.Helper()
	var people []string
	for _, name := range usernames {
		people = append(people, r.id(name))
	}
	r.must(r.store.Update(context.Background(), func(tx *store.Tx) error { return Tell(tx, people, m) }))
}

func (r *room) count(what string) (n int64) {
	r.t.Helper()
	r.must(r.store.View(context.Background(), func(tx *store.Tx) error { return tx.DB().Raw("SELECT count(*) FROM " + what).Scan(&n).Error }))
	return n
}

func (r *room) exec(statement string, args ...any) {
	r.t.Helper()
	r.must(r.store.Update(context.Background(), func(tx *store.Tx) error { return tx.DB().Exec(statement, args...).Error }))
}

// wish writes a person's address and how it is to be used.
func (r *room) wish(username string, w Wish) {
	r.t.Helper()
	r.exec(`UPDATE person SET email = ? WHERE id = ?`, username+"@example.vn", r.id(username))
	r.must(r.SetWish(context.Background(), r.id(username), w))
}

// work gathers, then sends every letter that waits, as the queue would. Failed attempts are no failure of the work.
func (r *room) work() {
	r.t.Helper()
	ctx := context.Background()
	r.must(r.gather(ctx))
	var waits []string
	r.must(r.store.View(ctx, func(tx *store.Tx) error {
		return tx.DB().Raw(`SELECT id FROM notice_mail WHERE state = 'waiting' ORDER BY id`).Scan(&waits).Error
	}))
	for _, id := range waits {
		_ = r.send(ctx, sendArgs{MailID: id})
	}
}

func (r *room) sent() int { r.mu.Lock(); defer r.mu.Unlock(); return len(r.letters) }

func (r *room) hub() *Hub {
	return NewHub(r.store, r.sessions, r.Today, slog.New(slog.DiscardHandler))
}
