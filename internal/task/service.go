package task

import (
	"context"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/calendar"
	"trinhky/internal/distribution"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Service is what people do with tasks, obligations and requests. Roles are read in each transaction, by the office's date.
type Service struct {
	store  *store.Store
	policy *authz.Policy
	blobs  blob.Store
	today  func() store.Date
}

// New makes the service; today is the office's date, by which roles are held and dates are near or over.
func New(s *store.Store, policy *authz.Policy, blobs blob.Store, today func() store.Date) *Service {
	return &Service{store: s, policy: policy, blobs: blobs, today: today}
}

// View is a task as a person sees it.
type View struct {
	Task
	Standing Standing
	Handler  string // the name of whom it was given to
	May      []string
	History  []audit.Entry // nil in lists
	// Staff are whom it may be given to, Heirs the organs it may be moved to; only where the person may do that now.
	Staff, Heirs []Party
}

// Show gives one task; ErrNotFound for whoever may not see it.
func (s *Service) Show(ctx context.Context, a authz.Actor, id string) (v View, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		d, err := s.open(tx, a, id)
		if err != nil {
			return err
		}
		v = d.view()
		if v.Handler, err = personName(tx, v.HandlerID); err != nil {
			return err
		}
		if v.History, err = audit.Trail(tx, taskSubject(id)); err != nil {
			return err
		}
		return d.offer(tx, &v)
	})
	return v, s.refused(ctx, a, authz.TaskRead, id, err)
}

// offer fills in whom a task may be given or moved to.
func (d *desk) offer(tx *store.Tx, v *View) (err error) {
	if slices.Contains(v.May, Assign) {
		staff, err := d.handlers(tx)
		if err != nil {
			return err
		}
		for _, h := range staff {
			v.Staff = append(v.Staff, Party{h.PersonID, h.Name + " – " + h.Title})
		}
	}
	switch {
	case slices.Contains(v.May, Succeed):
		v.Heirs, err = successorsOf(tx, d.task.LeadID, d.today)
	case slices.Contains(v.May, GiveOn):
		deliveries, err := distribution.DeliveriesOf(tx, d.task.DocumentID)
		if err != nil {
			return err
		}
		for _, r := range receiversOf(deliveries) {
			v.Heirs = append(v.Heirs, r.Party)
		}
	}
	return err
}

// desk is one task before one actor: everything that a decision looks at, loaded once.
type desk struct {
	service  *Service
	actor    authz.Actor
	task     Task
	place    authz.Place
	today    store.Date
	calendar *calendar.Calendar
}

// open loads a task for an actor. One that the actor may not see is not there.
func (s *Service) open(tx *store.Tx, a authz.Actor, id string) (d desk, err error) {
	d = desk{service: s, today: s.today()}
	if d.actor, err = s.actor(tx, a); err != nil {
		return d, err
	}
	if d.task, err = taskByID(tx, id); err != nil {
		return d, err
	}
	if d.place, err = placeOf(tx, aTask, id); err != nil {
		return d, err
	}
	if !s.policy.Can(d.actor, authz.TaskRead, d.place) {
		return d, ErrNotFound
	}
	d.calendar, err = calendar.Load(tx)
	return d, err
}

func (d desk) view() View {
	return View{Task: d.task, Standing: d.task.Standing(d.today, soonest(d.calendar, d.today)), May: d.may()}
}

func (s *Service) actor(tx *store.Tx, a authz.Actor) (authz.Actor, error) {
	if a.Kind != authz.Person {
		return a, nil
	}
	return login.Actor(tx, a.PersonID, s.today())
}

// refused writes a refusal into the access log and gives it back.
func (s *Service) refused(ctx context.Context, a authz.Actor, act, id string, err error) error {
	return audit.Denied(ctx, s.store, audit.Refusal{ActorID: a.PersonID, Act: act, SubjectID: id}, err)
}

func taskSubject(id string) audit.Subject { return audit.Subject{Kind: "task", ID: id} }

// title is the position by which an actor does an act.
func (s *Service) title(a authz.Actor, act string, place authz.Place) string {
	role, _ := s.policy.Capacity(a, act, place)
	return role.Title
}

// Today is the office's date, by which tasks are near or over.
func (s *Service) Today() store.Date { return s.today() }
