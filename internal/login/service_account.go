package login

import (
	"context"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// ended says what a change of an account ended.
type ended struct {
	Sessions int64 `json:"sessions"`
	Tokens   int64 `json:"tokens"`
}

// SetPassword opens the account of a person, or gives it a new username and password; all its sessions and API tokens
// end. Who logs in with it is asked to choose an own password (Session.MustChange), unless by is that very person.
//
// Refused with ErrUsernameInvalid, ErrPasswordInvalid, ErrUsernameTaken or ErrTooBusy.
func (s *Service) SetPassword(ctx context.Context, by authz.Actor, personID, username, password string) error {
	username, password = foldUsername(username), foldPassword(password)
	if err := checkUsername(username); err != nil {
		return err
	}
	if err := checkPassword(password, username); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx *store.Tx) error {
		now := s.now()
		err := putAccount(tx, account{
			PersonID: personID, Username: username, PasswordHash: hash, MustChange: by.PersonID != personID,
			CreatedAt: now, PasswordSetAt: now,
		})
		if err != nil {
			return err
		}
		return endAndRecord(tx, by, personID, "account.set_password")
	})
}

// ChangePassword is a person's own change: the old password opens it, within the same limits as a log-in. All sessions
// and API tokens end, and a new session opens.
//
// Refused with ErrLoginFailed, ErrTooManyAttempts, ErrTooBusy or ErrPasswordInvalid.
func (s *Service) ChangePassword(ctx context.Context, by authz.Actor, old, password, from string) (Session, error) {
	ctx = store.WithoutKey(ctx)
	username, err := s.usernameOf(ctx, by.PersonID)
	if err != nil {
		return Session{}, err
	}
	password = foldPassword(password)
	if err := checkPassword(password, username); err != nil {
		return Session{}, err
	}
	var opened Session
	err = s.withPassword(ctx, username, old, from, func(a account) error {
		hash, err := s.hasher.create(password, &params) // still in the turn of the comparison
		if err != nil {
			return err
		}
		return s.store.Update(ctx, func(tx *store.Tx) error {
			if done, err := setPassword(tx, a.PersonID, a.PasswordHash, hash, s.now()); err != nil || !done {
				return orElse(err, ErrLoginFailed)
			}
			if err := forgetFailures(tx, attemptOf(username, from)); err != nil {
				return err
			}
			if err := endAndRecord(tx, by, a.PersonID, "account.change_password"); err != nil {
				return err
			}
			opened, err = s.open(tx, a.PersonID, from)
			return err
		})
	})
	if err != nil {
		return Session{}, err
	}
	return opened, nil
}

func (s *Service) usernameOf(ctx context.Context, personID string) (username string, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		a, known, err := accountOf(tx, personID)
		if err != nil || !known {
			return orElse(err, ErrAccountUnknown)
		}
		username = a.Username
		return nil
	})
	return username, err
}

// Disable closes an account: nobody comes in with it, and whoever is in is out at once. Closing it twice is no error.
func (s *Service) Disable(ctx context.Context, by authz.Actor, personID string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		now := s.now()
		if changed, err := s.switchAccount(tx, personID, &now); err != nil || !changed {
			return err
		}
		return endAndRecord(tx, by, personID, "account.disable")
	})
}

// Enable opens a disabled account again, with the password that it had. What Disable ended stays ended.
func (s *Service) Enable(ctx context.Context, by authz.Actor, personID string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		if changed, err := s.switchAccount(tx, personID, nil); err != nil || !changed {
			return err
		}
		return record(tx, by, personID, "account.enable", nil)
	})
}

func (s *Service) switchAccount(tx *store.Tx, personID string, at *time.Time) (changed bool, err error) {
	if _, known, err := accountOf(tx, personID); err != nil || !known {
		return false, orElse(err, ErrAccountUnknown)
	}
	return setDisabled(tx, personID, at)
}

// LogOutAll ends all sessions and API tokens of a person.
func (s *Service) LogOutAll(ctx context.Context, by authz.Actor, personID string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error { return endAndRecord(tx, by, personID, "account.log_out_all") })
}

// IssueToken gives the owner a token for programs, with the owner's own rights, shown this once. Nobody is issued a
// token of somebody else. The name says what it is for; ttl is how long it holds, at most 366 days.
func (s *Service) IssueToken(ctx context.Context, owner authz.Actor, name string, ttl time.Duration) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || ttl <= 0 || ttl > maxTokenLife {
		return "", ErrTokenInvalid
	}
	token := newToken(apiPrefix)
	err := s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error {
		a, known, err := accountOf(tx, owner.PersonID)
		if err != nil || !known || a.DisabledAt != nil {
			return orElse(err, ErrAccountUnknown)
		}
		now := s.now()
		row := apiToken{
			ID: store.NewID(), TokenHash: hashToken(token), PersonID: owner.PersonID, Name: name,
			CreatedAt: now, UsedAt: now, ExpiresAt: now.Add(ttl),
		}
		if err := addToken(tx, row); err != nil {
			return err
		}
		return record(tx, owner, owner.PersonID, "account.issue_token", map[string]any{"id": row.ID, "name": name, "expires_at": row.ExpiresAt})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Tokens lists a person's API tokens, the newest first, those that expired too.
func (s *Service) Tokens(ctx context.Context, personID string) (list []Token, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		list, err = tokensOf(tx, personID)
		return err
	})
	return list, err
}

// RevokeToken ends one of the owner's API tokens. Another's is as unknown as one that never was.
func (s *Service) RevokeToken(ctx context.Context, owner authz.Actor, id string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		if done, err := dropToken(tx, owner.PersonID, id); err != nil || !done {
			return orElse(err, ErrTokenUnknown)
		}
		return record(tx, owner, owner.PersonID, "account.revoke_token", map[string]any{"id": id})
	})
}

// LoadDemoAccounts opens an account with one shared password for everybody who has none. Demo only: all these accounts
// share one stored hash, salt included, since eighty computations would hold up the start for seconds.
func (s *Service) LoadDemoAccounts(ctx context.Context, people []directory.Person, password string) error {
	hash, err := s.hasher.hash(ctx, foldPassword(password))
	if err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx *store.Tx) error {
		now := s.now()
		for _, p := range people {
			added, err := addAccount(tx, account{
				PersonID: p.ID, Username: foldUsername(p.Username), PasswordHash: hash, CreatedAt: now, PasswordSetAt: now,
			})
			if err != nil {
				return err
			}
			if !added {
				continue
			}
			if err := record(tx, authz.Actor{Kind: authz.System}, p.ID, "account.open_demo", nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// endAndRecord ends all sessions and API tokens of a person and records why, and how many.
func endAndRecord(tx *store.Tx, by authz.Actor, personID, action string) error {
	gone, err := endAll(tx, personID)
	if err != nil {
		return err
	}
	return record(tx, by, personID, action, gone)
}

// record appends to the person's chain of events.
func record(tx *store.Tx, by authz.Actor, personID, action string, details any) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: "person", ID: personID}, Action: action,
		ActorID: by.PersonID, ActorName: by.Name, Details: details,
	})
}
