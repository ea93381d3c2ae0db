package upkeep

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// Config is what a Service stands on.
type Config struct {
	Store  *store.Store
	Policy *authz.Policy
	Today  func() store.Date // the office's date, by which roles are held
	Clock  func() time.Time  // the real one; time.Now when nil
	Keys   *signature.Keys
	Blobs  blob.Store
	Mail   *mail.Sender // nil: no mail is sent
	// Folders are those whose disk must not fill up; BackupStamp is a file that the office's backup touches when it is done,
	// "" for none.
	Folders     []string
	BackupStamp string
	Version     string // of the program
	// DocumentStands says whether a document stands where its chain of events says (signoff, beside this room).
	DocumentStands func(tx *store.Tx, documentID string) (*audit.Break, error)
}

// Service is the room's use-cases over one database.
type Service struct{ Config }

// New makes the service.
func New(c Config) *Service {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	return &Service{c}
}

var errForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ quản trị được vào trang vận hành hệ thống.")

// Enter lets an administrator in; anybody else is FORBIDDEN.
func (s *Service) Enter(ctx context.Context, personID string) error {
	return s.look(ctx, personID, authz.SystemRead, "", func(*store.Tx, authz.Actor) error { return nil })
}

// look answers a question for who may ask it, and writes a refusal into the access log.
func (s *Service) look(ctx context.Context, personID, act, subject string, fn func(*store.Tx, authz.Actor) error) error {
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		actor, _, err := s.admit(tx, personID, act)
		if err != nil {
			return err
		}
		return fn(tx, actor)
	})
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: personID, Act: act, SubjectID: subject}, err)
}

// admit is the person with today's roles, and the role by which he may do the act.
func (s *Service) admit(tx *store.Tx, personID, act string) (authz.Actor, authz.Role, error) {
	actor, err := login.Actor(tx, personID, s.Today())
	if err != nil {
		return actor, authz.Role{}, err
	}
	role, may := s.Policy.Capacity(actor, act, placeOf(actor))
	if !may {
		return actor, role, errForbidden
	}
	return actor, role, nil
}

// placeOf: the machine serves every office on it, so each person stands to it as to the own office.
func placeOf(a authz.Actor) (p authz.Place) {
	for _, r := range a.Roles {
		at := authz.Relation{ID: r.Office, Why: authz.Office}
		if !slices.Contains(p.Organs, at) {
			p.Organs = append(p.Organs, at)
		}
	}
	return p
}
