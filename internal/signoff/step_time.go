package signoff

import (
	"strings"
	"time"

	"trinhky/internal/calendar"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// timeStep writes how long the step that was just taken has lasted: from when the document came to where it stood, of an
// opinion from the question on. What is done after the issue moves no document and is no step.
func (f *facts) timeStep(tx *store.Tx, taken Transition, from document.State, signed bool) error {
	answer := from == document.Consulting && taken.Action == "give_opinion"
	if from == f.document.State && !answer {
		return nil
	}
	days, err := calendar.Load(tx)
	if err != nil {
		return err
	}
	began, err := document.StandsSince(tx, f.document)
	if err != nil {
		return err
	}
	step := document.StepTime{
		Signed: signed, State: from, Action: taken.Action, Outcome: outcomeOf(taken), PersonID: f.actor.PersonID,
		Clock: document.WorkClock, BeganAt: began, EndedAt: tx.Now, EndedOn: f.on,
	}
	if answer {
		step.BeganAt, step.Due = f.answered()
	} else if step.Due, err = f.dueOf(tx, from); err != nil {
		return err
	}
	if step.BeganAt.After(step.EndedAt) { // the clock of another replica was ahead
		step.BeganAt = step.EndedAt
	}
	worked := days.Worked(step.BeganAt, step.EndedAt)
	if f.clocksOf(days).wall(f.chain, from) {
		step.Clock, worked = document.WallClock, step.EndedAt.Sub(step.BeganAt)
	}
	step.Minutes = int(worked / time.Minute)
	return document.RecordStepTime(tx, f.document, step)
}

func outcomeOf(taken Transition) string {
	switch taken.Action {
	case "return":
		return document.StepReturned
	case "withdraw", "cancel":
		return document.StepWithdrawn
	}
	return document.StepDone
}

// answered is when the opinion that was just given was asked for, and its term.
func (f *facts) answered() (asked time.Time, due *time.Time) {
	for _, o := range f.opinions {
		if o.AnsweredAt != nil && o.AnsweredAt.Equal(f.now) && o.AnsweredBy == f.actor.PersonID {
			return o.AskedAt, o.Due
		}
	}
	return f.now, nil
}

// dueOf is the term of the desks that a document lay on, read before they are cleared; nil where nobody waited.
func (f *facts) dueOf(tx *store.Tx, from document.State) (due *time.Time, err error) {
	steps, err := document.Steps(tx, f.document.ID)
	if err != nil {
		return nil, err
	}
	ways := map[string]bool{}
	for _, t := range f.chain.from(from) {
		ways[t.Action] = true
	}
	for _, s := range steps {
		if ways[s.Action] && s.Due != nil && (due == nil || s.Due.Before(*due)) {
			due = s.Due
		}
	}
	return due, nil
}

// wall says whether the desks of a state are given minutes of the clock, which runs at night too.
func (k clocks) wall(c *Chain, from document.State) bool {
	for _, t := range c.from(from) {
		if t.Deadline == "" || t.Deadline == asked {
			continue
		}
		if _, legal := afterSignature[t.Action]; strings.HasSuffix(string(t.Deadline), "m") || legal && k.urgent && !k.signedAt.IsZero() {
			return true
		}
	}
	return false
}
