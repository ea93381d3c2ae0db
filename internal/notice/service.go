package notice

import (
	"context"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/push"
	"trinhky/internal/store"
)

// Service is the room's use-cases over one database. Everybody reads and marks own notices and nobody another's, so no
// policy but that of the documents is asked.
type Service struct{ Config }

// Config is what a Service stands on. Clock is the real one (time.Now when nil): letters go by the day that people live in,
// also where Today, by which roles are held, is that of a demo.
type Config struct {
	Store  *store.Store
	Policy *authz.Policy
	Today  func() store.Date
	Clock  func() time.Time
	// Send hands a letter to the mail server ((*mail.Sender).Send); nil where there is none, and then no letter is written.
	Send func(context.Context, mail.Message) error
	// Push tells browsers through the outside services that the office allows; nil where it allows none.
	Push   *push.Sender
	Domain string // the right half of a Message-ID
	Link   string // the address of this server as people type it, without the last slash
}

// New makes the service.
func New(c Config) *Service {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Domain == "" {
		c.Domain = "trinhky.invalid"
	}
	return &Service{c}
}

// Query chooses notices.
type Query struct {
	Unseen bool
	Before string // the id of the last notice of the page before
	Limit  int    // 1 to 100; 0 = 100
}

const pageLimit = 100

// List gives a person's notices, the newest first. What one may no longer see, one is no longer told of.
func (s *Service) List(ctx context.Context, personID string, q Query) (notices []Notice, err error) {
	if q.Limit <= 0 || q.Limit > pageLimit {
		q.Limit = pageLimit
	}
	err = s.view(ctx, personID, func(tx *store.Tx, reach authz.Reach) error {
		notices, err = listNotices(tx, personID, reach, q.Unseen, q.Before, q.Limit)
		return err
	})
	return notices, err
}

// Unseen counts what a person has not seen yet.
func (s *Service) Unseen(ctx context.Context, personID string) (n int64, err error) {
	err = s.view(ctx, personID, func(tx *store.Tx, reach authz.Reach) error {
		n, err = countUnseen(tx, personID, reach)
		return err
	})
	return n, err
}

// view runs a question with what the person may read today.
func (s *Service) view(ctx context.Context, personID string, fn func(*store.Tx, authz.Reach) error) error {
	return s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.Today())
		if err != nil {
			return err
		}
		return fn(tx, s.Policy.Reach(actor, authz.DocumentRead))
	})
}

// Seen says which notices were seen: one, all about one thing, or all up to a notice.
type Seen struct {
	ID             string
	About, AboutID string
	UpTo           string
}

// See marks notices of a person as seen. It is a note beside a request, which never uses up its Idempotency-Key.
func (s *Service) See(ctx context.Context, personID string, what Seen) error {
	if what == (Seen{}) {
		return fault.New(fault.Unmet, "NOTICE_UNKNOWN", "Chọn thông báo đã xem.")
	}
	return s.Store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return see(tx, personID, what) })
}

// SeeThing marks all about one thing as seen, when there is any: opening a page must not queue behind the one writer of
// SQLite for nothing.
func (s *Service) SeeThing(ctx context.Context, personID, about, id string) error {
	var some bool
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		some, err = anyUnseen(tx, personID, about, id)
		return err
	})
	if err != nil || !some {
		return err
	}
	return s.See(ctx, personID, Seen{About: about, AboutID: id})
}
