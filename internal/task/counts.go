package task

import (
	"context"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// Counts are the tasks that a person, or an organ for which the person accepts, has to do: for the workbench.
type Counts struct {
	Total    int64
	New      int64 // nobody has accepted them yet
	DueSoon  int64
	Overdue  int64
	Concerns bool // false: no task can ever be this person's
}

// Counts counts what the list of one's own tasks shows, in one question.
func (s *Service) Counts(ctx context.Context, a authz.Actor) (counts Counts, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		see := ownDuties(s.policy.Reach(actor, authz.TaskAccept))
		if see.None() {
			counts = Counts{}
			return nil
		}
		days, err := s.days(tx)
		if err != nil {
			return err
		}
		counts, err = countTasks(tx, see, days)
		counts.Concerns = true
		return err
	})
	return counts, err
}
