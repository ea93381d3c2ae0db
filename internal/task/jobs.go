package task

import (
	"context"
	"fmt"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/jobs"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// GenerateArgs ask for the tasks of the obligations that are due to be made.
type GenerateArgs struct{}

// Kind names the work.
func (GenerateArgs) Kind() string { return "task.generate" }

// ClockArgs ask for a look at what is near its date or over it.
type ClockArgs struct{}

// Kind names the work.
func (ClockArgs) Kind() string { return "task.clock" }

const (
	generateEvery = 6 * time.Hour
	clockEvery    = time.Hour
	batch         = 100 // obligations or tasks of one transaction
)

// Register says how this room's jobs are done, and asks for them.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ GenerateArgs) error { return s.Generate(ctx) })
	jobs.Handle(r, func(ctx context.Context, _ ClockArgs) error { return s.Clock(ctx) })
	r.Every(generateEvery, GenerateArgs{})
	r.Every(clockEvery, ClockArgs{})
}

// Generate makes the tasks of every active obligation as far as its window goes. Run again it makes nothing.
func (s *Service) Generate(ctx context.Context) error {
	after := ""
	for {
		var found []Obligation
		err := s.store.View(ctx, func(tx *store.Tx) (err error) {
			found, err = activeObligations(tx, after, batch)
			return err
		})
		if err != nil || len(found) == 0 {
			return err
		}
		for _, o := range found {
			err := s.store.Update(ctx, func(tx *store.Tx) error {
				fresh, err := obligationByID(tx, o.ID)
				if err != nil || fresh.State != "active" {
					return err
				}
				place, err := placeOf(tx, anObligation, o.ID)
				if err != nil {
					return err
				}
				return fresh.make(tx, givingSide(place), s.today())
			})
			if err != nil {
				return fmt.Errorf("make the tasks of obligation %s: %w", o.ID, err)
			}
			after = o.ID
		}
	}
}

// Clock reminds of what is near its date or over it, and tells those above of what is long over. Who was told of a day is
// not told again; what is reported is left alone.
func (s *Service) Clock(ctx context.Context) error {
	cursor := ""
	for {
		var n int
		err := s.store.Update(ctx, func(tx *store.Tx) error {
			days, err := s.days(tx)
			if err != nil {
				return err
			}
			found, next, err := dueTasks(tx, days.soon, cursor, batch)
			if err != nil {
				return err
			}
			n, cursor = len(found), next
			for i := range found {
				if err := s.ring(tx, &found[i], days); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n < batch {
			return err
		}
	}
}

// ring reminds of one task.
func (s *Service) ring(tx *store.Tx, t *Task, days sight) error {
	c, err := loadCalendar(tx)
	if err != nil {
		return err
	}
	b := bell{tx: tx, on: days.today}
	if t.Limit() >= days.today {
		return b.tellLead(*t, notice.Message{Action: "task_due_soon", Key: "due_soon:" + string(t.Limit()), Label: "Nhiệm vụ sắp đến hạn"})
	}
	late := c.Between(t.Limit(), days.today)         // working days over; 0 on the days off right after
	round := max(late-1, 0) / settings().RemindAgain // once when it is over, and again every some days
	err = b.tellLead(*t, notice.Message{
		Action: "task_overdue", Key: fmt.Sprintf("overdue:%s:%d", t.Limit(), round), Label: "Nhiệm vụ đã quá hạn", Urgent: true,
	})
	if err != nil {
		return err
	}
	return s.escalate(tx, &b, t, late)
}

// escalate tells the head of the lead organ, later those whose conclusion it is; each once a date.
func (s *Service) escalate(tx *store.Tx, b *bell, t *Task, late int) error {
	level := 0
	switch {
	case late > settings().EscalateAuthority:
		level = 2
	case late > settings().EscalateHead:
		level = 1
	}
	for t.Escalated < level {
		step := t.Escalated + 1
		people, err := s.above(tx, *t, step)
		if err != nil {
			return err
		}
		t.Escalated = step
		if err := change(tx, t); err != nil {
			return err
		}
		label := "Nhiệm vụ của cơ quan đã quá hạn nhiều ngày"
		if step == 2 {
			label = "Nhiệm vụ theo kết luận đã quá hạn nhiều ngày"
		}
		err = b.tell(people, *t, notice.Message{Action: "task_escalated", Key: fmt.Sprintf("escalated:%s:%d", t.Limit(), step), Label: label, Urgent: true})
		if err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: taskSubject(t.ID), Action: "escalate", ActorName: systemName, From: string(t.State), To: string(t.State), Version: t.Version,
			Details: map[string]any{"level": step, "working_days_late": late, "told": len(people)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// above are whom an overdue task is told: the head of the lead organ, then the leaders of the concluding authority and the văn
// phòng.
func (s *Service) above(tx *store.Tx, t Task, step int) ([]string, error) {
	if step == 1 {
		held, err := directory.Holdings(tx, t.LeadID, s.today())
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(held, func(h directory.HoldingView) bool {
			return h.Standing == directory.Head || h.Standing == directory.Acting
		})
		if at < 0 { // a vacant post: whoever leads there
			return peopleAt(tx, s.today(), authz.TaskAssign, authz.Received, t.LeadID)
		}
		return []string{held[at].PersonID}, nil
	}
	return peopleAt(tx, s.today(), authz.TaskConfirm, authz.Office, t.AuthorityID, t.OfficeID)
}
