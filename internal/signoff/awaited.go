package signoff

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Awaited is somebody who can take a step that a document waits for, and what that step is called on its chain.
type Awaited struct {
	Person directory.Person
	Label  string
}

// Awaited gives who can carry a document on now, step by step: only those whom every guard lets. It is for whoever may see
// the document; ErrNotFound for others.
func (s *Service) Awaited(ctx context.Context, personID, id string) (people []Awaited, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		steps, err := document.Steps(tx, id)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, step := range steps {
			candidates := []string{step.PersonID}
			if step.PersonID == "" {
				if candidates, err = s.staffWho(tx, authz.Relation{ID: step.OrganID, Why: step.Why}, step.Act); err != nil {
					return err
				}
			}
			for _, candidate := range candidates {
				if seen[candidate] {
					continue
				}
				can, err := s.canTake(tx, candidate, id, step.Action)
				if err != nil {
					return err
				}
				if !can {
					continue
				}
				person, known, err := directory.PersonByID(tx, candidate)
				if err != nil {
					return err
				}
				if seen[candidate] = true; known {
					people = append(people, Awaited{Person: person, Label: f.chain.stepLabel(step.Action)})
				}
			}
		}
		return nil
	})
	return people, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// canTake says whether somebody could take an action now, as far as no input is needed to say so.
func (s *Service) canTake(tx *store.Tx, personID, id, action string) (bool, error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(s.available(f), func(a Action) bool { return a.Action == action && a.Allowed }), nil
}
