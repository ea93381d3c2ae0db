package signoff

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Journey is a document's way: its trail, the stays that the trail tells of, and the chain's stages.
type Journey struct {
	Trail  []audit.Entry
	Stays  []Stay
	Stages []Stage
}

// Stay is how long a document was in one state, by when it was to leave it, and who carried it on.
type Stay struct {
	State    document.State
	Label    string
	From, To time.Time // To is zero while it is there
	Due      time.Time // zero: no limit
	Action   string    // that ended it, with its label on the chain, who took it and as what
	Ended    string
	By       string
	Capacity string
}

// Took is how long the stay was, up to now while it lasts.
func (s Stay) Took(now time.Time) time.Duration {
	if s.To.IsZero() {
		return now.Sub(s.From)
	}
	return s.To.Sub(s.From)
}

// Late says whether the document stayed longer than it should.
func (s Stay) Late(now time.Time) bool {
	return !s.Due.IsZero() && s.Due.Before(s.From.Add(s.Took(now)))
}

// Stage is a state of the chain as a document's reader sees it.
type Stage struct {
	State  document.State
	Label  string
	Passed bool // it was there, and went on
	Here   bool
}

// asideStates are left out of a chain's stages while the document is not in them: nobody has to pass there.
var asideStates = []document.State{document.Consulting, document.Returned, document.Withdrawn}

// Journey tells of a document's way to whoever may read its trail.
func (s *Service) Journey(ctx context.Context, personID, id string) (j Journey, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.load(tx, personID, id)
		if err != nil {
			return err
		}
		if !s.policy.Can(f.actor, authz.DocumentEvents, f.place) {
			return errForbidden
		}
		if j.Trail, err = audit.Trail(tx, audit.Document(id)); err != nil {
			return err
		}
		if err := f.loadAfter(tx); err != nil {
			return err
		}
		days, err := calendar.Load(tx)
		if err != nil {
			return err
		}
		j.Stays = f.stays(j.Trail, f.clocksOf(days))
		j.Stages = f.stages(j.Stays)
		return nil
	})
	return j, s.refused(ctx, personID, authz.DocumentEvents, id, err)
}

// stays reads them out of the trail: every event that moved the document ends one and begins the next. What a copy of it
// went through stands there too, with the states of a delivery.
func (f *facts) stays(trail []audit.Entry, k clocks) (stays []Stay) {
	begin := func(state document.State, at time.Time) {
		stays = append(stays, Stay{State: state, Label: f.chain.States[state], From: at, Due: f.leaveBy(state, at, k)})
	}
	for i, e := range trail {
		if i == 0 {
			begin(document.State(e.To), e.At)
			continue
		}
		last := &stays[len(stays)-1]
		if _, stands := f.chain.States[document.State(e.To)]; !stands || e.From == e.To || e.From != string(last.State) {
			continue
		}
		last.To, last.Action, last.Ended, last.By, last.Capacity = e.At, e.Action, f.chain.label(e.Action), e.ActorName, e.Capacity
		begin(document.State(e.To), e.At)
	}
	if n := len(stays); n > 0 && slices.Contains(f.chain.Final, stays[n-1].State) {
		stays = stays[:n-1] // it has arrived: nothing lasts any more
	}
	return stays
}

// leaveBy is by when a document that came into a state at a moment was to be carried on: as its desk's deadline was set.
func (f *facts) leaveBy(state document.State, at time.Time, k clocks) (due time.Time) {
	k.now = at
	for _, t := range f.chain.from(state) {
		if end, waits := k.due(t); waits && end != nil && f.opened(t) && (due.IsZero() || end.Before(due)) {
			due = *end
		}
	}
	return due
}

func (f *facts) stages(stays []Stay) (stages []Stage) {
	at := slices.Index(f.chain.order(), f.document.State)
	for i, state := range f.chain.order() {
		here := state == f.document.State
		if !here && slices.Contains(asideStates, state) {
			continue
		}
		was := slices.ContainsFunc(stays, func(s Stay) bool { return s.State == state })
		stages = append(stages, Stage{State: state, Label: f.chain.States[state], Here: here, Passed: was && i < at})
	}
	return stages
}
