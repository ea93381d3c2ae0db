package login

import (
	"context"
	"time"

	"trinhky/internal/store"
)

// Alive tells which tokens still let their bearers in, without counting as a use of them: for connections that stay open
// while nobody does anything. It is one question for all.
func (s *Service) Alive(ctx context.Context, tokens []string) (map[string]bool, error) {
	alive := make(map[string]bool, len(tokens))
	if len(tokens) == 0 {
		return alive, nil
	}
	now := s.now()
	err := s.store.View(ctx, func(tx *store.Tx) error {
		hashes, err := passesOf(tx, tokens, now, now.Add(-s.idle))
		for _, token := range tokens {
			alive[token] = hashes[hashToken(token)]
		}
		return err
	})
	return alive, err
}

// passesOf are the hashes of the tokens, among these, that are not over: sessions that were used since idleSince, and API tokens.
func passesOf(tx *store.Tx, tokens []string, now, idleSince time.Time) (map[string]bool, error) {
	hashes := make([]string, len(tokens))
	for i, token := range tokens {
		hashes[i] = hashToken(token)
	}
	found, err := livePasses(tx, hashes, now, idleSince)
	if err != nil {
		return nil, err
	}
	live := make(map[string]bool, len(found))
	for _, hash := range found {
		live[hash] = true
	}
	return live, nil
}
