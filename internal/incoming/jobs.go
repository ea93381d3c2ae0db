package incoming

import (
	"context"
	"strconv"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
)

// OverdueArgs ask for a look at what was not done in time.
type OverdueArgs struct{}

// Kind names the work.
func (OverdueArgs) Kind() string { return "incoming.overdue" }

const (
	overdueEvery = 5 * time.Minute
	overdueBatch = 200
	systemName   = "Hệ thống" // in the events of work that nobody did by hand
)

// Work registers the jobs of this room.
func (s *Service) Work(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ OverdueArgs) error { return s.MarkOverdue(ctx) })
	r.Every(overdueEvery, OverdueArgs{})
}

// MarkOverdue marks every arrival whose step was not done in time, and tells whoever has it and whoever is above.
func (s *Service) MarkOverdue(ctx context.Context) error {
	for {
		n := 0
		err := s.Store.Update(ctx, func(tx *store.Tx) error {
			late, err := lateArrivals(tx, overdueBatch)
			if err != nil {
				return err
			}
			n = len(late)
			for i := range late {
				if err := s.markLate(tx, &late[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n < overdueBatch {
			return err
		}
	}
}

func (s *Service) markLate(tx *store.Tx, a *Arrival) error {
	a.Overdue = true
	if err := change(tx, a); err != nil {
		return err
	}
	err := audit.Record(tx, audit.Event{
		Subject: subject(a.ID), Action: "overdue", ActorName: systemName, From: string(a.State), To: string(a.State), Version: a.Version,
		Details: map[string]any{"due": a.StepDue},
	})
	if err != nil {
		return err
	}
	people, label, err := s.escalate(tx, *a)
	if err != nil {
		return err
	}
	return s.announce(tx, *a, "overdue", telling{people, label})
}

// escalate says who hears that a step is late: who has it, and who gave it.
func (s *Service) escalate(tx *store.Tx, a Arrival) ([]string, string, error) {
	on := s.Today()
	switch a.State {
	case Waiting, Registered:
		clerks, err := s.clerksOf(tx, a.OfficeID, on)
		if err != nil {
			return nil, "", err
		}
		heads, err := s.headsOf(tx, a.OfficeID, on)
		return append(clerks, heads...), "Văn bản đến quá hạn vào sổ, trình", err
	case Submitted:
		heads, err := s.headsOf(tx, a.OfficeID, on)
		return append(heads, a.SubmittedTo), "Văn bản đến quá hạn phân phối", err
	}
	dealing, err := dealingsOf(tx, a.ID)
	if err != nil {
		return nil, "", err
	}
	people := []string{a.HandlerID, a.SubmittedTo}
	for _, d := range dealing {
		if d.OrganID == "" || d.Part != Lead {
			continue
		}
		heads, err := s.headsOf(tx, d.OrganID, on)
		if err != nil {
			return nil, "", err
		}
		people = append(people, heads...)
	}
	return people, "Văn bản đến quá hạn giải quyết", nil
}

// noticeKey makes one notice of one version of an arrival.
func noticeKey(action string, version int) string { return action + "-" + strconv.Itoa(version) }
