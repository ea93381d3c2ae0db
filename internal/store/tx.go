package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"syscall"
	"time"

	"gorm.io/gorm"

	"trinhky/internal/fault"
	"trinhky/internal/store/sqlite"
)

// Tx is one transaction and its moment.
type Tx struct {
	// Now is the moment of the transaction: UTC, whole microseconds, the same in every row it writes.
	Now     time.Time
	ctx     context.Context
	db      *gorm.DB
	dialect Dialect
	key     *requestKey
	after   []func()
}

// Context is the caller's.
func (tx *Tx) Context() context.Context { return tx.ctx }

// DB is the GORM handle of this transaction; only sql*.go files touch it.
func (tx *Tx) DB() *gorm.DB { return tx.db }

// Dialect says which database this is, for the few statements that differ.
func (tx *Tx) Dialect() Dialect { return tx.dialect }

// SQL is the transaction itself, for the job queue, which enqueues in the caller's transaction.
func (tx *Tx) SQL() *sql.Tx {
	switch pool := tx.db.Statement.ConnPool.(type) {
	case *sql.Tx:
		return pool
	case *gorm.PreparedStmtTX:
		if inner, ok := pool.Tx.(*sql.Tx); ok {
			return inner
		}
	}
	return nil
}

// After runs fn once the transaction has committed, never after a rollback: to wake somebody, not to write.
func (tx *Tx) After(fn func()) { tx.after = append(tx.after, fn) }

// View runs fn on a consistent, read-only snapshot.
func (s *Store) View(ctx context.Context, fn func(tx *Tx) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if s.dialect == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	err := s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		return fn(&Tx{Now: s.now(), ctx: ctx, db: db, dialect: s.dialect})
	}, options)
	return storageFault(err)
}

// Update runs fn in the one kind of transaction that writes. If fn fails nothing of it remains. On PostgreSQL fn may
// run again after losing a race, so it must not keep anything outside the transaction.
//
// A request's Idempotency-Key (see WithKey) becomes the first row; a key that was used before ends in *Repeated.
func (s *Store) Update(ctx context.Context, fn func(tx *Tx) error) error {
	key := claimKey(ctx)
	for try := 0; ; try++ {
		tx := &Tx{ctx: ctx, dialect: s.dialect, key: key}
		err := s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			tx.Now, tx.db = s.now(), db
			if err := tx.writeKey(); err != nil {
				return err
			}
			return fn(tx)
		})
		if err != nil && isRetryable(err) && try < serializationRetries && ctx.Err() == nil {
			continue
		}
		if err != nil {
			key.release()
			return storageFault(err)
		}
		for _, wake := range tx.after {
			wake()
		}
		return nil
	}
}

// storageFault tells a person what a full disk means; every other error stays as it is.
func storageFault(err error) error {
	var already *fault.Fault
	if err == nil || errors.As(err, &already) {
		return err
	}
	if sqlite.IsFull(err) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EFBIG) {
		return fault.New(fault.NoSpace, "NO_SPACE", "Hết dung lượng lưu trữ, thao tác chưa được thực hiện. Vui lòng báo quản trị.").Because(err)
	}
	return fmt.Errorf("store: %w", err)
}
