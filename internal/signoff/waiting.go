package signoff

import (
	"cmp"
	"context"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Waiting is a document that waits for a person, and until when.
type Waiting struct {
	Document                    document.Document
	Label                       string // of the action that is waited for
	StateLabel, Drafter, Issuer string
	Due                         time.Time // zero: at no set time
	Overdue                     bool
	ConclusionDue               time.Time // when a thông báo kết luận must be out; zero for any other document
	Pile, PileNote              string    // how the person, or his thư ký, sorted it; "" while nobody has
}

// waitingLimit is how many documents a workbench looks at, half of them the overdue; the box "todo" has them all, page by page.
const waitingLimit = 100

// Waiting gives what waits for a person: overdue first, then what is due soonest.
func (s *Service) Waiting(ctx context.Context, personID string) (waiting []Waiting, err error) {
	late, err := s.List(ctx, personID, document.Filter{Box: "todo", Overdue: true, OldestFirst: true, Limit: waitingLimit / 2})
	if err != nil {
		return nil, err
	}
	list, err := s.List(ctx, personID, document.Filter{Box: "todo", Limit: waitingLimit / 2})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, some := range []Listing{late, list} {
		for _, d := range some.Documents {
			if !slices.Contains(ids, d.ID) {
				ids = append(ids, d.ID)
				waiting = append(waiting, Waiting{
					Document: d, StateLabel: some.States[d.ID], Drafter: some.People[d.DrafterID], Issuer: some.Organs[d.IssuerID], ConclusionDue: some.Conclusions[d.ID],
				})
			}
		}
	}
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		steps, err := document.StepsOf(tx, ids)
		if err != nil {
			return err
		}
		for i := range waiting {
			if err := s.whatWaits(tx, actor, &waiting[i], steps[ids[i]]); err != nil {
				return err
			}
		}
		return sorted(tx, personID, waiting)
	})
	slices.SortStableFunc(waiting, sooner)
	return waiting, err
}

// whatWaits finds the step that the actor may take and is due first.
func (s *Service) whatWaits(tx *store.Tx, actor authz.Actor, w *Waiting, steps []document.Step) error {
	chain, err := s.chainOf(tx, w.Document)
	if err != nil {
		return err
	}
	for _, step := range steps {
		if !s.policy.Can(actor, step.Act, placeOfStep(step)) {
			continue
		}
		if w.Label == "" {
			w.Label = chain.stepLabel(step.Action)
		}
		if step.Due != nil && (w.Due.IsZero() || step.Due.Before(w.Due)) {
			w.Label, w.Due = chain.stepLabel(step.Action), *step.Due
			w.Overdue = tx.Now.After(w.Due)
		}
	}
	return nil
}

func placeOfStep(step document.Step) authz.Place {
	if step.PersonID != "" {
		return authz.Place{Persons: []authz.Relation{{ID: step.PersonID, Why: step.Why}}}
	}
	return authz.Place{Organs: []authz.Relation{{ID: step.OrganID, Why: step.Why}}}
}

// sorted says how an inbox was sorted.
func sorted(tx *store.Tx, personID string, waiting []Waiting) error {
	ids := make([]string, len(waiting))
	for i, w := range waiting {
		ids[i] = w.Document.ID
	}
	piles, err := pilesOf(tx, personID, ids)
	for i := range waiting {
		p := piles[ids[i]]
		waiting[i].Pile, waiting[i].PileNote = p.Pile, p.Note
	}
	return err
}

func sooner(a, b Waiting) int {
	switch x, y := pileRank(a.Pile), pileRank(b.Pile); {
	case x != y:
		return x - y
	case a.Due.IsZero() != b.Due.IsZero():
		if a.Due.IsZero() {
			return 1
		}
		return -1
	case !a.Due.Equal(b.Due):
		return a.Due.Compare(b.Due)
	}
	return cmp.Compare(a.Document.ID, b.Document.ID)
}

// ChainSVG draws the chain of a document, with the place where it stands, whatever d.Here says; ErrNotFound for whoever
// may not see it.
func (s *Service) ChainSVG(ctx context.Context, personID, id string, d Drawing) (svg string, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		d.Here = f.document.State
		svg = f.chain.SVG(d)
		return nil
	})
	return svg, s.refused(ctx, personID, authz.DocumentRead, id, err)
}
