package login

import (
	"context"
	"log/slog"
	"runtime"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/store"
)

// Config sets the limits; the zero value of a field takes its default.
type Config struct {
	Clock          func() time.Time // default time.Now; sessions run on the real clock, also in a demo of another date
	Idle           time.Duration    // a session without use ends; default 2 hours
	Absolute       time.Duration    // a session ends in any case; default 12 hours, a working day
	ParallelHashes int              // default one per processor
	HashWait       time.Duration    // how long a log-in waits for its turn; default 5 seconds
}

// Service is the room's use-cases over one database.
type Service struct {
	store    *store.Store
	clock    func() time.Time
	idle     time.Duration
	absolute time.Duration
	hasher   *hasher
}

// New makes the service.
func New(s *store.Store, cfg Config) *Service {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Idle == 0 {
		cfg.Idle = 2 * time.Hour
	}
	if cfg.Absolute == 0 {
		cfg.Absolute = 12 * time.Hour
	}
	if cfg.ParallelHashes == 0 {
		cfg.ParallelHashes = runtime.GOMAXPROCS(0)
	}
	if cfg.HashWait == 0 {
		cfg.HashWait = 5 * time.Second
	}
	return &Service{
		store: s, clock: cfg.Clock, idle: cfg.Idle, absolute: cfg.Absolute,
		hasher: newHasher(cfg.ParallelHashes, cfg.HashWait),
	}
}

// now is the clock at the precision both databases keep.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// LogIn opens a session for who knows the password. From is the address of the direct peer, or what a configured proxy
// says of it; never a header that anybody may send.
//
// Refused with ErrLoginFailed, ErrTooManyAttempts or ErrTooBusy.
func (s *Service) LogIn(ctx context.Context, username, password, from string) (Session, error) {
	ctx = store.WithoutKey(ctx) // a repeat must not be answered with a stored token
	username = foldUsername(username)
	var opened Session
	err := s.withPassword(ctx, username, password, from, func(a account) error {
		return s.store.Update(ctx, func(tx *store.Tx) error {
			if in, err := cameIn(tx, a, s.now()); err != nil || !in {
				return orElse(err, ErrLoginFailed)
			}
			if err := forgetFailures(tx, attemptOf(username, from)); err != nil {
				return err
			}
			var err error
			opened, err = s.open(tx, a.PersonID, from)
			opened.MustChange, opened.Look = a.MustChange, a.Look
			return err
		})
	})
	if err != nil {
		return Session{}, err
	}
	return opened, nil
}

// withPassword runs fn, holding a turn to compute, for the account that username and password open together. The way
// through it is the same for a name that nobody has, a wrong password and a disabled account.
func (s *Service) withPassword(ctx context.Context, username, password, from string, fn func(account) error) error {
	if _, _, err := s.look(ctx, username, from); err != nil {
		return err // a closed pair does not even wait for a turn
	}
	giveBack, err := s.hasher.slot(ctx)
	if err != nil {
		return err
	}
	defer giveBack()
	// Look again: while this one waited, others may have failed. A failure is counted before its turn ends, so that no
	// more than ParallelHashes guesses ever pass beyond the limit.
	found, known, err := s.look(ctx, username, from)
	if err != nil {
		return err
	}
	match, err := s.hasher.matches(foldPassword(password), found.PasswordHash)
	if err != nil {
		return err
	}
	if !known || !match || found.DisabledAt != nil {
		return s.fail(ctx, username, found.PersonID, from)
	}
	return fn(found)
}

// look finds the account of a username, unless the pair of username and address is closed.
func (s *Service) look(ctx context.Context, username, from string) (found account, known bool, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		count, err := failures(tx, attemptOf(username, from), s.now().Add(-failureWindow))
		if err != nil {
			return err
		}
		if count >= maxFailures {
			return ErrTooManyAttempts
		}
		found, known, err = findAccount(tx, username)
		return err
	})
	return found, known, err
}

// fail counts a failure, writes it in the access log and gives the refusal.
func (s *Service) fail(ctx context.Context, username, personID, from string) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		now := s.now()
		return addFailure(tx, attemptOf(username, from), now.Add(-failureWindow), now)
	})
	if err != nil {
		return err
	}
	refusal := audit.Refusal{Act: "session.create", SubjectID: personID, Code: ErrLoginFailed.Code, Address: from}
	if err := audit.Refuse(ctx, s.store, refusal); err != nil {
		return err
	}
	return ErrLoginFailed
}

// open writes a session for a person.
func (s *Service) open(tx *store.Tx, personID, from string) (Session, error) {
	now := s.now()
	opened := Session{Token: newToken(sessionPrefix), PersonID: personID, ExpiresAt: now.Add(s.absolute)}
	return opened, addSession(tx, session{
		TokenHash: hashToken(opened.Token), PersonID: personID, Address: from,
		CreatedAt: now, UsedAt: now, ExpiresAt: opened.ExpiresAt,
	}, now.Add(-s.idle))
}

// Entry is what a token lets in: whose it is, and whether the password is still one that an administrator chose and knows.
type Entry struct {
	PersonID   string
	MustChange bool
}

// Person says whose token this is, of a session or of an API token. Refused with ErrNotLoggedIn, whatever the reason.
func (s *Service) Person(ctx context.Context, token string) (personID string, err error) {
	e, err := s.Enter(ctx, token)
	return e.PersonID, err
}

// Enter is Person for the door, which lets nobody further with a password that somebody else knows.
func (s *Service) Enter(ctx context.Context, token string) (Entry, error) {
	var p pass
	var found bool
	err := s.store.View(ctx, func(tx *store.Tx) error {
		var err error
		p, found, err = findPass(tx, token)
		return err
	})
	if err != nil {
		return Entry{}, err
	}
	now := s.now()
	idle := !isAPIToken(token) && !now.Before(p.UsedAt.Add(s.idle))
	if !found || idle || !now.Before(p.ExpiresAt) {
		return Entry{}, ErrNotLoggedIn
	}
	if now.Sub(p.UsedAt) >= touchEvery {
		err := s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return touch(tx, token, now) })
		if err != nil { // a full disk or a busy writer must not keep people from reading
			slog.WarnContext(ctx, "the use of a session was not noted", "error", err)
		}
	}
	return Entry{PersonID: p.PersonID, MustChange: p.MustChange}, nil
}

// LogOut ends a session; one that is over already is no error. An API token is revoked, not logged out.
func (s *Service) LogOut(ctx context.Context, token string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error { return endSession(tx, token) })
}

// orElse is err, or, when there is none, the refusal.
func orElse(err, refusal error) error {
	if err != nil {
		return err
	}
	return refusal
}
