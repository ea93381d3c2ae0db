package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Record appends e to its subject's chain, in the transaction of the change.
func Record(tx *store.Tx, e Event) error {
	details := json.RawMessage("{}")
	if e.Details != nil {
		text, err := json.Marshal(e.Details)
		if err != nil {
			return fmt.Errorf("record %s: %w", e.Action, err)
		}
		details = text
	}
	seq, prev, err := takePlace(tx, e.Subject)
	if err != nil {
		return err
	}
	entry := Entry{
		Subject: e.Subject, Seq: seq, At: tx.Now, Action: e.Action, ActorID: e.ActorID, ActorName: e.ActorName,
		Capacity: e.Capacity, From: e.From, To: e.To, Version: e.Version, Comment: e.Comment, Details: details, Prev: prev,
	}
	if entry.Hash, err = entry.digest(); err != nil {
		return err
	}
	return insertEvent(tx, entry)
}

// Refuse writes one line of the access log, in a transaction of its own: what was refused has none.
func Refuse(ctx context.Context, s *store.Store, r Refusal) error {
	// The request's Idempotency-Key must not be used up by a refusal, so the line is written without it.
	return s.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return insertRefusal(tx, r) })
}

// Denied gives err back; when it is a refusal (no error of ours, no repeat of a request) it writes the line first, with
// the fault's code and the address of ctx. A line that cannot be written is told with the refusal, never instead of it.
func Denied(ctx context.Context, s *store.Store, r Refusal, err error) error {
	var refusal *fault.Fault
	if err == nil || !errors.As(err, &refusal) || refusal.Kind == fault.Internal || refusal.Kind == fault.Unavailable {
		return err
	}
	r.Code = refusal.Code
	if r.Address == "" {
		r.Address, _ = ctx.Value(addressKey{}).(string)
	}
	// Whoever breaks the connection after asking is still refused on the record.
	if logErr := Refuse(context.WithoutCancel(ctx), s, r); logErr != nil {
		return refusal.Because(errors.Join(err, logErr))
	}
	return err
}

type addressKey struct{}

// WithAddress gives ctx the address that a request came from.
func WithAddress(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, addressKey{}, address)
}

// Address is where the request of ctx came from; "" when nobody said.
func Address(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}
