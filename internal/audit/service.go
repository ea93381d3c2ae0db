package audit

import (
	"context"
	"encoding/json"
	"fmt"

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
