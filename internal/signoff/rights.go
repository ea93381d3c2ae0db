package signoff

import (
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/document"
)

// label is what a person calls an action in this chain; "" when the chain has none such.
func (c *Chain) label(action string) string {
	for _, t := range c.Transitions {
		if t.Action == action {
			return t.Label
		}
	}
	return ""
}

// may says whether an action is the actor's, in whatever state: then the state or a guard refuses, and says why.
func (f *facts) may(action string) bool {
	return slices.ContainsFunc(f.chain.Transitions, func(t Transition) bool { return t.Action == action && f.mayTake(t) })
}

// mayTake says whether the actor has the right of one arrow.
func (f *facts) mayTake(t Transition) bool { return f.policy.Can(f.actor, t.Act, f.place) }

// stepLabel is what a person calls a step: of the chain, or of a ballot beside it.
func (c *Chain) stepLabel(action string) string {
	if action == voteAction {
		return "Cho ý kiến bằng phiếu"
	}
	return c.label(action)
}

// notified are the reach words to whom an action may be told.
var notified = []string{
	authz.Drafter, authz.Consulted, authz.Unit, authz.Office, authz.Signer, authz.Register, authz.Received, authz.Addressed, authz.Archive, authz.Handler,
}

// grantedVia says whether some role may do an act through a relation: then the act waits for whoever stands in it.
func grantedVia(p *authz.Policy, act, why string) bool {
	return slices.ContainsFunc(authz.Roles(), func(role string) bool { return p.Grants(role, act, why) })
}

// grantedBy refuses chains with an act that no role may ever do: a document would wait there for ever.
func (a *Chains) grantedBy(p *authz.Policy) error {
	for _, c := range a.All() {
		for _, t := range c.Transitions {
			if !slices.ContainsFunc(notified, func(why string) bool { return grantedVia(p, t.Act, why) }) {
				return fmt.Errorf("luồng trình ký %q: không vai trò nào có quyền %q của hành động %q", c.ID, t.Act, t.Action)
			}
		}
	}
	return nil
}

// deskReach is, act by act, whose steps an actor may take.
func (s *Service) deskReach(actor authz.Actor) map[string]authz.Reach {
	desk := map[string]authz.Reach{authz.BallotVote: s.policy.Reach(actor, authz.BallotVote)}
	for _, c := range s.chains.All() {
		for _, t := range c.Transitions {
			if _, done := desk[t.Act]; !done && t.Deadline != "" {
				desk[t.Act] = s.policy.Reach(actor, t.Act)
			}
		}
	}
	return desk
}

// filterFor completes a filter with what the actor may see and do.
func (s *Service) filterFor(actor authz.Actor, f document.Filter) document.Filter {
	f.PersonID = actor.PersonID
	f.See = s.policy.Reach(actor, authz.DocumentRead)
	f.Desk = s.deskReach(actor)
	f.SigningActs = []string{authz.DocumentSign}
	f.SealingActs = []string{authz.DocumentAssignNumber, authz.DocumentSeal, authz.DocumentIssue}
	return f
}
