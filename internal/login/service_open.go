package login

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// NewPassword is a first password, made and hashed before the transaction that opens the account with it: the computation
// is slow on purpose.
type NewPassword struct {
	Password string // told once
	username string
	hash     string
}

// MakePassword makes a password of 80 random bits that is easy to read out: four groups of four letters and digits.
// Refused with ErrUsernameInvalid or ErrTooBusy.
func (s *Service) MakePassword(ctx context.Context, username string) (NewPassword, error) {
	random := make([]byte, 10)
	rand.Read(random) // never fails
	text := strings.ToLower(base32.StdEncoding.EncodeToString(random))
	made := NewPassword{Password: text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:], username: foldUsername(username)}
	if err := checkUsername(made.username); err != nil {
		return NewPassword{}, err
	}
	var err error
	made.hash, err = s.hasher.hash(ctx, foldPassword(made.Password))
	return made, err
}

// OpenAccount opens the account of a person with a password that was made, or gives it that password, within the caller's
// transaction: sessions and API tokens end, and who logs in is asked to choose an own password. Refused with ErrUsernameTaken.
func (s *Service) OpenAccount(tx *store.Tx, by authz.Actor, personID string, made NewPassword) error {
	now := s.now()
	err := putAccount(tx, account{
		PersonID: personID, Username: made.username, PasswordHash: made.hash, MustChange: true, CreatedAt: now, PasswordSetAt: now,
	})
	if err != nil {
		return err
	}
	return endAndRecord(tx, by, personID, "account.set_password")
}

// CloseAccount is Disable within the caller's transaction; closing what is closed, or was never opened, is no error.
func (s *Service) CloseAccount(tx *store.Tx, by authz.Actor, personID string) error {
	if _, known, err := accountOf(tx, personID); err != nil || !known {
		return err
	}
	now := s.now()
	if changed, err := setDisabled(tx, personID, &now); err != nil || !changed {
		return err
	}
	return endAndRecord(tx, by, personID, "account.disable")
}
