package signoff

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Standing is who stands in for whom today, as far as it concerns one person.
type Standing struct {
	ForMe, ForOthers []Delegation
}

// Standing tells a person who stands in for him now, and for whom he does.
func (s *Service) Standing(ctx context.Context, personID string) (now Standing, err error) {
	on := s.officeDate()
	err = s.store.View(ctx, func(tx *store.Tx) error {
		mine, err := directory.AbsencesOf(tx, personID)
		if err != nil {
			return err
		}
		standsIn, err := directory.AbsencesFor(tx, personID)
		if err != nil {
			return err
		}
		var people []string
		for _, a := range slices.Concat(mine, standsIn) {
			people = append(people, a.PersonID, a.StandInID)
		}
		names := map[string]string{}
		if err := namesOf(tx, people, nil, names, nil); err != nil {
			return err
		}
		inForce := func(list []directory.Absence) (views []Delegation) {
			for _, a := range list {
				if a.InForce(on) {
					views = append(views, Delegation{Absence: a, Person: names[a.PersonID], StandIn: names[a.StandInID], InForce: true})
				}
			}
			return views
		}
		now = Standing{ForMe: inForce(mine), ForOthers: inForce(standsIn)}
		return nil
	})
	return now, err
}

// Change is what others did to a document of a person: the newest act, and how many there were.
type Change struct {
	Document           document.Document
	StateLabel, Action string // Action is an audit event's
	By                 string // a name
	At                 time.Time
	More               int // acts before it, in the same time
}

const (
	changedAmong = 50  // of a person's documents, those that moved last
	changeEvents = 300 // of them, the newest
)

// Changes are what others did since a moment to the documents that a person drafts, the newest first; none to whoever may not
// read their trail. Receivers who take a copy in are among them.
func (s *Service) Changes(ctx context.Context, personID string, since time.Time) (changes []Change, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil || !slices.Contains(s.policy.Reach(actor, authz.DocumentEvents).PersonWhys, authz.Drafter) {
			return err
		}
		mine, err := document.NewestDrafted(tx, personID, changedAmong)
		if err != nil {
			return err
		}
		byID := map[string]document.Document{}
		for _, d := range mine {
			byID[d.ID] = d
		}
		events, err := audit.Since(tx, "document", idsIn(mine), since, changeEvents)
		if err != nil {
			return err
		}
		at := map[string]int{}
		for _, e := range events {
			if e.ActorID == personID || e.Action == "read" {
				continue
			}
			if i, known := at[e.Subject.ID]; known {
				changes[i].More++
				continue
			}
			d := byID[e.Subject.ID]
			chain, err := s.chainOf(tx, d)
			if err != nil {
				return err
			}
			at[d.ID] = len(changes)
			changes = append(changes, Change{Document: d, StateLabel: chain.States[d.State], Action: e.Action, By: e.ActorName, At: e.At})
		}
		return nil
	})
	return changes, err
}
