package incoming

import (
	"context"
	"errors"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/login"
	"trinhky/internal/notice"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// Config is what the room works with.
type Config struct {
	Store        *store.Store
	Policy       *authz.Policy
	Blobs        blob.Store
	Distribution *distribution.Service // receipts of what came from inside
	Keys         *signature.Keys       // whose roots signatures are held against; nil: none is trusted
	Today        func() store.Date     // the office's date: roles, số đến and terms go by it
}

// Service is what people do with văn bản đến. Roles are read in each transaction.
type Service struct {
	Config
	checks *checks
}

// New makes the service.
func New(c Config) *Service { return &Service{Config: c, checks: newChecks()} }

// facts are what one act knows and changes: loaded in its transaction, written once at its end.
type facts struct {
	tx       *store.Tx
	actor    authz.Actor
	role     authz.Role // by which the actor acts
	on       store.Date
	arrival  Arrival
	dealing  []dealing
	calendar *calendar.Calendar
	was      State
	event    audit.Event // what the act says of itself: action, comment, details
	told     []telling
}

// telling is a notice that goes with the change.
type telling struct {
	people []string
	label  string
}

// tell has people told of the change; the label holds nothing of the document (domain: a notice never does).
func (f *facts) tell(label string, people ...string) {
	f.told = append(f.told, telling{people, label})
}

// says fills in the event of the act.
func (f *facts) says(action, comment string, details map[string]any) {
	f.event.Action, f.event.Comment, f.event.Details = action, comment, details
}

// At names an arrival and the version that the person saw; version 0 asks for none.
type At struct {
	ID      string
	Version int
}

const staleTries = 5

// act carries one act out; a refusal is one line of the access log.
func (s *Service) act(ctx context.Context, a authz.Actor, at At, act string, do func(*facts) error) (Arrival, error) {
	done, err := s.carryOut(ctx, a, at, act, do)
	return done, s.refused(ctx, a, act, at.ID, err)
}

// carryOut is an act: the right first, then what it does, then row, event and notices. Who lost a race starts again, and
// hears what the arrival has become since.
func (s *Service) carryOut(ctx context.Context, a authz.Actor, at At, act string, do func(*facts) error) (Arrival, error) {
	for try := 0; ; try++ {
		var done Arrival
		raced := true
		err := s.Store.Update(ctx, func(tx *store.Tx) error {
			f, err := s.load(tx, a, at.ID)
			if err != nil {
				return err
			}
			if err := s.allow(f, act); err != nil {
				return err
			}
			if err := f.arrival.goesOn(); err != nil {
				return err
			}
			if at.Version != 0 && at.Version != f.arrival.Version {
				raced = false
				return older(f.arrival, act)
			}
			if err := do(f); err != nil {
				return err
			}
			done = f.arrival
			return s.write(f, &done)
		})
		if err == nil {
			return done, nil
		}
		stale := errors.Is(err, ErrStale) || errors.Is(err, distribution.ErrStale)
		if !stale || !raced || try == staleTries {
			return Arrival{}, err
		}
	}
}

// older refuses a form that was filled in before somebody else changed the arrival. A văn thư whose colleague was quicker
// hears which number it has.
func older(a Arrival, act string) error {
	if a.State != Waiting && (act == authz.IncomingRegister || act == authz.IncomingRefuse) {
		return decided(a)
	}
	return ErrStale
}

// write puts the changed row, its event and the notices down.
func (s *Service) write(f *facts, done *Arrival) error {
	if err := change(f.tx, done); err != nil {
		return err
	}
	f.event.Subject = subject(done.ID)
	f.event.ActorID, f.event.ActorName, f.event.Capacity = f.actor.PersonID, f.actor.Name, f.capacity()
	f.event.From, f.event.To, f.event.Version = string(f.was), string(done.State), done.Version
	if err := audit.Record(f.tx, f.event); err != nil {
		return err
	}
	for _, t := range f.told {
		if err := s.announce(f.tx, *done, f.event.Action, t); err != nil {
			return err
		}
	}
	return nil
}

// announce tells people, and who stands in for them.
func (s *Service) announce(tx *store.Tx, a Arrival, action string, t telling) error {
	standIns, err := s.standIns(tx, a, t.people)
	if err != nil {
		return err
	}
	return tell(tx, a, action, telling{append(standIns, t.people...), t.label})
}

func tell(tx *store.Tx, a Arrival, action string, t telling) error {
	return notice.Tell(tx, t.people, notice.Message{
		About: notice.Arrival, AboutID: a.ID, Action: "arrival_" + action, Key: noticeKey(action, a.Version), Label: t.label, Urgent: a.Urgency != "",
	})
}

// subject is the chain of an arrival's events.
func subject(id string) audit.Subject { return audit.Subject{Kind: "arrival", ID: id} }

// capacity is the post by which the actor acts, and by whose delegation.
func (f *facts) capacity() string { return f.role.Title }

// load gathers what an act needs. What the actor may not see is not there.
func (s *Service) load(tx *store.Tx, a authz.Actor, id string) (*facts, error) {
	f := &facts{tx: tx, on: s.Today()}
	var err error
	if f.arrival, err = arrivalByID(tx, id); err != nil {
		return nil, err
	}
	f.was = f.arrival.State
	if f.actor, err = s.actor(tx, a); err != nil {
		return nil, err
	}
	if f.dealing, err = dealingsOf(tx, id); err != nil {
		return nil, err
	}
	if _, may := s.can(f.actor, authz.IncomingRead, f.arrival, f.dealing); !may {
		return nil, ErrNotFound
	}
	f.calendar, err = calendar.Load(tx)
	return f, err
}

// allow refuses an act that is not the actor's.
func (s *Service) allow(f *facts, act string) error {
	role, may := s.can(f.actor, act, f.arrival, f.dealing)
	if !may {
		return ErrForbidden
	}
	f.role = role
	return nil
}

// actor is who acts, with the roles of the day.
func (s *Service) actor(tx *store.Tx, a authz.Actor) (authz.Actor, error) {
	if a.Kind != authz.Person {
		return a, nil
	}
	known, err := login.Actor(tx, a.PersonID, s.Today())
	if err != nil {
		return known, err
	}
	return s.standing(tx, known)
}

// standing leaves out what a stand-in does not get: whoever stands in for the head of a unit that is held right at an organ
// does not direct what comes to the organ, since the head himself does not.
func (s *Service) standing(tx *store.Tx, actor authz.Actor) (authz.Actor, error) {
	var kept []authz.Role
	for _, r := range actor.Roles {
		if r.Name == authz.StandInDirection && r.Organ == r.Office {
			posts, err := directory.HoldingsOf(tx, r.For, s.Today())
			if err != nil {
				return actor, err
			}
			if !slices.ContainsFunc(posts, func(h directory.HoldingView) bool {
				return h.OrganID == r.Organ && s.Policy.Grants(h.Role, authz.IncomingDirect, authz.Office)
			}) {
				continue
			}
		}
		kept = append(kept, r)
	}
	actor.Roles = kept
	return actor, nil
}

// refused writes a refusal into the access log and gives it back.
func (s *Service) refused(ctx context.Context, a authz.Actor, act, id string, err error) error {
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: a.PersonID, Act: act, SubjectID: id}, err)
}

// in refuses unless the arrival stands in one of some states.
func (f *facts) in(states ...State) error {
	for _, one := range states {
		if f.arrival.State == one {
			return nil
		}
	}
	return wrongState(f.arrival)
}

// step moves the arrival on and sets the term of the next step; the zero time sets none.
func (f *facts) step(to State) { f.arrival.State, f.arrival.Overdue = to, false }
