package login

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"
)

// params are OWASP's second choice for argon2id: 19 MiB, two passes, one lane; 45–94 ms on the machines measured.
var params = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hasher computes argon2id, so many at once.
type hasher struct {
	slots chan struct{}
	wait  time.Duration

	// compare and create are the library's; a test counts the calls.
	compare func(password, hash string) (bool, error)
	create  func(password string, p *argon2id.Params) (string, error)

	// nobody is a hash with the same cost as a real one that no password has: its key is random.
	nobody string
}

func newHasher(parallel int, wait time.Duration) *hasher {
	random := make([]byte, params.SaltLength+params.KeyLength)
	rand.Read(random) // never fails (Go 1.24)
	text := base64.RawStdEncoding.EncodeToString
	return &hasher{
		slots:   make(chan struct{}, parallel),
		wait:    wait,
		compare: argon2id.ComparePasswordAndHash,
		create:  argon2id.CreateHash,
		nobody: fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", params.Memory, params.Iterations, params.Parallelism,
			text(random[:params.SaltLength]), text(random[params.SaltLength:])),
	}
}

// slot waits for its turn to compute. The caller gives the slot back.
func (h *hasher) slot(ctx context.Context) (giveBack func(), err error) {
	timer := time.NewTimer(h.wait)
	defer timer.Stop()
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("login: wait for a turn: %w", ctx.Err())
	case <-timer.C:
		return nil, ErrTooBusy
	}
}

// hash makes the hash of a new password, in its turn.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	giveBack, err := h.slot(ctx)
	if err != nil {
		return "", err
	}
	defer giveBack()
	hash, err := h.create(password, &params)
	if err != nil {
		return "", fmt.Errorf("login: hash a password: %w", err)
	}
	return hash, nil
}

// matches compares a password with the hash of an account, or of nobody when hash is "". The caller holds a slot.
func (h *hasher) matches(password, hash string) (bool, error) {
	if hash == "" {
		hash = h.nobody
	}
	match, err := h.compare(password, hash)
	if err != nil {
		return false, fmt.Errorf("login: compare a password: %w", err)
	}
	return match, nil
}
