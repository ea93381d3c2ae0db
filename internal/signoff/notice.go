package signoff

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// notifyArgs is the job that tells people of an action: ids only, never text.
type notifyArgs struct {
	DocumentID string   `json:"document_id"`
	Action     string   `json:"action"`
	Version    int      `json:"version"`
	ActorID    string   `json:"actor_id"`
	Whys       []string `json:"whys"`
}

// Kind names the job.
func (notifyArgs) Kind() string { return "signoff.notify" }

// tidyArgs is the daily job that forgets old Idempotency-Keys.
type tidyArgs struct{}

// Kind names the job.
func (tidyArgs) Kind() string { return "signoff.tidy" }

// Work registers the jobs of this room.
func (s *Service) Work(runner *jobs.Runner) {
	jobs.Handle(runner, s.notify)
	jobs.Handle(runner, s.notifyOfComment)
	jobs.Handle(runner, func(ctx context.Context, _ tidyArgs) error { return s.store.Update(ctx, (*store.Tx).ForgetKeys) })
	runner.Every(24*time.Hour, tidyArgs{})
}

// notify writes a notice for everybody whom the relations of the document name; running twice tells nobody twice. Who
// they are is read first, and the notices are written in small transactions: a long Nơi nhận keeps no writer waiting.
func (s *Service) notify(ctx context.Context, args notifyArgs) error {
	var people []string
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		people, err = s.told(tx, args)
		return err
	})
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(people, noticeBatch) {
		err := s.store.Update(ctx, func(tx *store.Tx) error {
			return insertNotices(tx, batch, noticeRow{DocumentID: args.DocumentID, Event: args.Version, Action: args.Action})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const noticeBatch = 200

// told are the people to tell, each once, without the one who acted.
func (s *Service) told(tx *store.Tx, args notifyArgs) (people []string, err error) {
	place, err := document.PlaceOf(tx, args.DocumentID)
	if err != nil {
		return nil, err
	}
	for _, r := range place.Persons {
		if slices.Contains(args.Whys, r.Why) {
			people = append(people, r.ID)
		}
	}
	for _, r := range place.Organs {
		if !slices.Contains(args.Whys, r.Why) {
			continue
		}
		staff, err := s.readersAt(tx, r)
		if err != nil {
			return nil, err
		}
		people = append(people, staff...)
	}
	slices.Sort(people)
	return slices.DeleteFunc(slices.Compact(people), func(id string) bool { return id == args.ActorID }), nil
}

// readersAt are the people at an organ whose role lets them read through the relation.
func (s *Service) readersAt(tx *store.Tx, r authz.Relation) (people []string, err error) {
	staff, err := directory.Staff(tx, r.ID, s.officeDate())
	if err != nil {
		return nil, err
	}
	for _, h := range staff {
		if s.policy.Grants(h.Role, authz.DocumentRead, r.Why) {
			people = append(people, h.PersonID)
		}
	}
	return people, nil
}

// Notice is one thing that a person is told of.
type Notice struct {
	ID, DocumentID, Action, Label, Subject, Symbol string
	CreatedAt                                      time.Time
}

// Notices are the unseen notices of a person, newest first, at most 100.
func (s *Service) Notices(ctx context.Context, personID string) (notices []Notice, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		// What one may no longer see, one is no longer told of.
		see := s.policy.Reach(actor, authz.DocumentRead)
		notices, err = unseenNotices(tx, personID, see)
		return err
	})
	for i := range notices {
		notices[i].Label = commentLabels[notices[i].Action]
		for _, c := range s.chains.All() {
			if label := c.label(notices[i].Action); label != "" {
				notices[i].Label = label
				break
			}
		}
	}
	return notices, err
}

// See marks the notices of a person about a document as seen.
func (s *Service) See(ctx context.Context, personID, documentID string) error {
	return s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return seeNotices(tx, personID, documentID) })
}
