package signoff

import (
	"context"
	"fmt"
	"slices"

	"github.com/qmuntal/stateless"

	"trinhky/internal/document"
	"trinhky/internal/fault"
)

// turn fires an action on a machine made for this one document and gives the transition that was taken and the state
// after it. A machine is never shared: a queued one tells a second caller of success before its trigger has run.
func (f *facts) turn(ctx context.Context, action string) (Transition, document.State, error) {
	state := f.document.State
	var taken Transition
	m := stateless.NewStateMachineWithExternalStorage(
		func(context.Context) (stateless.State, error) { return state, nil },
		func(_ context.Context, s stateless.State) error { state = s.(document.State); return nil },
		stateless.FiringImmediate)
	m.OnUnhandledTrigger(func(context.Context, stateless.State, stateless.Trigger, []string) error {
		return f.refusal(action)
	})
	for _, t := range f.chain.from(f.document.State) {
		if !f.mayTake(t) {
			continue
		}
		met := func(context.Context, ...any) bool {
			if len(f.unmet(t, true)) > 0 {
				return false
			}
			taken = t
			return true
		}
		if t.To == f.document.State {
			m.Configure(f.document.State).PermitReentry(t.Action, met)
		} else {
			m.Configure(f.document.State).Permit(t.Action, t.To, met)
		}
	}
	if err := m.FireCtx(ctx, action); err != nil {
		return Transition{}, f.document.State, err
	}
	return taken, state, nil
}

// refusal tells why an action cannot happen now, with every unmet reason.
func (f *facts) refusal(action string) error {
	label := f.chain.label(action)
	ways := f.ways(action)
	if len(ways) == 0 {
		return fault.New(fault.Unmet, "WRONG_STATE", fmt.Sprintf("Không thể %s khi văn bản đang ở trạng thái “%s”.", lower(label), f.chain.States[f.document.State]))
	}
	return fault.New(fault.Unmet, "CONDITIONS_UNMET", fmt.Sprintf("Chưa thể %s văn bản này.", lower(label)), f.reasons(ways, true)...)
}

// ways are the arrows of an action out of the document's state, of those that are for the actor: a recall is decided by one
// and executed by another.
func (f *facts) ways(action string) (ways []Transition) {
	for _, t := range f.chain.from(f.document.State) {
		if t.Action == action && f.mayTake(t) {
			ways = append(ways, t)
		}
	}
	return ways
}

// reasons are what stands against all ways of an action: of several ways the one with the fewest reasons speaks, and
// that one leads elsewhere is no reason.
func (f *facts) reasons(ways []Transition, withInput bool) []fault.Reason {
	var best []fault.Reason
	for i, t := range ways {
		var reasons []fault.Reason
		for _, r := range f.unmet(t, withInput) {
			if r != fork || len(ways) == 1 {
				reasons = append(reasons, r)
			}
		}
		if i == 0 || len(reasons) < len(best) {
			best = reasons
		}
	}
	return readable(best)
}

// readable is as many reasons as a person takes in at once, and how many more there are: a list of 5,000 names that
// nobody knows is told by its first ones.
func readable(reasons []fault.Reason) []fault.Reason {
	const most = 20
	if len(reasons) <= most+1 {
		return reasons
	}
	return append(slices.Clip(reasons[:most]), one("MORE_REASONS", "Còn ít nhất %d điều khác tương tự.", len(reasons)-most)...)
}
