package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"trinhky/internal/fault"
)

// keyLife is how long an Idempotency-Key is remembered.
const keyLife = 7 * 24 * time.Hour

type keyContext struct{}

// requestKey is the Idempotency-Key of one request; the first Update of the request takes it.
type requestKey struct {
	actor, key, fingerprint string
	claimed                 atomic.Bool
}

// WithKey gives ctx the request's Idempotency-Key. Fingerprint is a hash of what was asked, so that one key cannot
// stand for two requests.
func WithKey(ctx context.Context, actor, key, fingerprint string) context.Context {
	return context.WithValue(ctx, keyContext{}, &requestKey{actor: actor, key: key, fingerprint: fingerprint})
}

// WithoutKey hides the request's Idempotency-Key: for a note beside the request's own work, which must not use it up.
func WithoutKey(ctx context.Context) context.Context {
	return context.WithValue(ctx, keyContext{}, (*requestKey)(nil))
}

// WithPart gives ctx a key for one part of the request, for what is carried out one by one, each part in an Update of its
// own: a repeat of the request finds which parts were done. A request without a key has none for its parts.
func WithPart(ctx context.Context, part string) context.Context {
	key, _ := ctx.Value(keyContext{}).(*requestKey)
	if key == nil {
		return ctx
	}
	return WithKey(ctx, key.actor, key.key+" "+part, key.fingerprint) // no header's key holds a space
}

// Repeated ends an Update whose key was used before: Answer is what Tx.SetAnswer kept then.
type Repeated struct{ Answer string }

// Error is for logs; internal/web turns a repeat into the stored answer.
func (r *Repeated) Error() string { return "store: the request was carried out before" }

// Answered looks whether the key of ctx was used before, without using it up.
func (s *Store) Answered(ctx context.Context) (*Repeated, error) {
	key, _ := ctx.Value(keyContext{}).(*requestKey)
	if key == nil {
		return nil, nil
	}
	var answer *Repeated
	err := s.View(ctx, func(tx *Tx) error {
		var err error
		answer, err = tx.findKey(key)
		return err
	})
	return answer, err
}

// SetAnswer keeps what a repeat of this request is told.
func (tx *Tx) SetAnswer(answer string) error {
	if tx.key == nil {
		return nil
	}
	err := tx.db.Exec(`UPDATE idempotency_key SET answer = ? WHERE actor = ? AND key = ?`, answer, tx.key.actor, tx.key.key).Error
	if err != nil {
		return fmt.Errorf("keep the answer: %w", err)
	}
	return nil
}

// ForgetKeys drops the keys that are older than a week.
func (tx *Tx) ForgetKeys() error {
	err := tx.db.Exec(`DELETE FROM idempotency_key WHERE created_at < ?`, tx.Now.Add(-keyLife)).Error
	if err != nil {
		return fmt.Errorf("forget old keys: %w", err)
	}
	return nil
}

func claimKey(ctx context.Context) *requestKey {
	key, _ := ctx.Value(keyContext{}).(*requestKey)
	if key == nil || !key.claimed.CompareAndSwap(false, true) {
		return nil
	}
	return key
}

// release lets a later Update of the same request take the key, since nothing of this one remains.
func (k *requestKey) release() {
	if k != nil {
		k.claimed.Store(false)
	}
}

func (tx *Tx) writeKey() error {
	if tx.key == nil {
		return nil
	}
	inserted := tx.db.Exec(`INSERT INTO idempotency_key (key, actor, fingerprint, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		tx.key.key, tx.key.actor, tx.key.fingerprint, tx.Now)
	if inserted.Error != nil {
		return fmt.Errorf("write the request's key: %w", inserted.Error)
	}
	if inserted.RowsAffected == 1 {
		return nil
	}
	repeated, err := tx.findKey(tx.key)
	if err != nil {
		return err
	}
	return repeated
}

func (tx *Tx) findKey(key *requestKey) (*Repeated, error) {
	var row struct{ Fingerprint, Answer string }
	found := tx.db.Raw(`SELECT fingerprint, answer FROM idempotency_key WHERE actor = ? AND key = ?`, key.actor, key.key).Scan(&row)
	if found.Error != nil {
		return nil, fmt.Errorf("find the request's key: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return nil, nil
	}
	if row.Fingerprint != key.fingerprint {
		return nil, fault.New(fault.Unmet, "IDEMPOTENCY_KEY_REUSED", "Khóa chống trùng (Idempotency-Key) đã dùng cho một yêu cầu khác.")
	}
	return &Repeated{Answer: row.Answer}, nil
}
