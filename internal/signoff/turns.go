package signoff

import (
	"context"
	"fmt"
	"sync"

	"trinhky/internal/fault"
)

// turns share out what is heavy: pages, Word files, redlines, findings of a hostile text. As much of it is at work at once
// as there are processors, and of one person at most personTurns, so that nobody's many requests keep the others waiting.
type turns struct {
	free chan struct{}
	mu   sync.Mutex
	of   map[string]*line // by person; none for who asks for nothing
}

// line is one person's requests.
type line struct {
	turn  chan struct{}
	asked int // waiting or at work
}

const (
	personTurns = 2  // of one person at work at once
	personLine  = 12 // of one person waiting or at work
)

var errTooManyTurns = fault.New(fault.TooMany, "TOO_MANY_TURNS", "Đang dựng quá nhiều trang cùng lúc cho tài khoản này. Hãy đợi các trang trước hiện ra rồi thử lại.")

func newTurns(n int) *turns { return &turns{free: make(chan struct{}, n), of: map[string]*line{}} }

// take waits for a turn of a person, or until the request is gone. TOO_MANY_TURNS when too many of his wait already.
func (t *turns) take(ctx context.Context, personID string) (giveBack func(), err error) {
	own, err := t.join(personID)
	if err != nil {
		return nil, err
	}
	for _, c := range []chan struct{}{own.turn, t.free} {
		select {
		case c <- struct{}{}:
			continue
		case <-ctx.Done():
		}
		if c == t.free {
			<-own.turn
		}
		t.leave(personID)
		return nil, fmt.Errorf("wait for a turn: %w", ctx.Err())
	}
	return func() {
		<-t.free
		<-own.turn
		t.leave(personID)
	}, nil
}

func (t *turns) join(personID string) (*line, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := t.of[personID]
	if own == nil {
		own = &line{turn: make(chan struct{}, personTurns)}
		t.of[personID] = own
	}
	if own.asked >= personLine {
		return nil, errTooManyTurns
	}
	own.asked++
	return own, nil
}

func (t *turns) leave(personID string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if own := t.of[personID]; own.asked > 1 {
		own.asked--
		return
	}
	delete(t.of, personID)
}

// heavy runs work that may take hundreds of megabytes over a hostile text, in a turn of who asks for it.
func heavy[T any](ctx context.Context, s *Service, personID string, work func() (T, error)) (done T, err error) {
	giveBack, err := s.turns.take(ctx, personID)
	if err != nil {
		return done, err
	}
	defer giveBack()
	return work()
}
