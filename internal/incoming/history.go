package incoming

import (
	"context"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// Event is one line of an arrival's history.
type Event struct {
	Seq                    int
	At                     time.Time
	Action, Actor, Comment string
	Capacity               string
	From, To               State
}

// History is the append-only record of an arrival, for whoever may read it.
func (s *Service) History(ctx context.Context, a authz.Actor, id string) (list []Event, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.load(tx, a, id); err != nil {
			return err
		}
		trail, err := audit.Trail(tx, subject(id))
		for _, e := range trail {
			list = append(list, Event{
				Seq: e.Seq, At: e.At, Action: e.Action, Actor: e.ActorName, Capacity: e.Capacity, Comment: e.Comment, From: State(e.From), To: State(e.To),
			})
		}
		return err
	})
	return list, s.refused(ctx, a, authz.IncomingRead, id, err)
}
