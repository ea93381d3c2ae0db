package signoff

import (
	"context"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/register"
	"trinhky/internal/store"
)

// ClerkDesk is what lies before a văn thư: what was signed and waits for its number, its seal, its issue, and what went out
// today.
type ClerkDesk struct {
	On     store.Date
	Piles  []ClerkPile
	Issued []ClerkIssued
	Copies []CopyView // that wait for the văn thư
}

// ClerkPile is what waits for one action.
type ClerkPile struct {
	Action string
	Items  []ClerkItem // at most clerkLimit, in the order in which they are to be taken up
	More   bool        // there are others
}

// ClerkItem is one document on the desk.
type ClerkItem struct {
	Document       document.Document
	Kind           document.Kind
	Issuer, Signer string
	Label          string    // of the action, in the words of its chain
	Since, Due     time.Time // Due: zero where the chain sets none
	Overdue        bool
	// Number is the one that it would get, if what stands above were numbered before it; "" where its number is not the
	// question any more, or no series is open for it.
	Number string
}

// ClerkIssued is one document that went out today, and what came back.
type ClerkIssued struct {
	Document document.Document
	Kind     document.Kind
	distribution.Dispatch
}

const (
	clerkLimit  = 100
	issuedLimit = 30
)

// clerkStates are the actions of a văn thư in the order of the way, and the state in which each is due.
var clerkStates = []struct {
	action string
	state  document.State
}{{"assign_number", document.Signed}, {"seal", document.Numbered}, {"issue", document.Sealed}}

// ClerkDesk reads the desk of a văn thư; who is none gets an empty one. The number of queries does not grow with what lies
// there.
func (s *Service) ClerkDesk(ctx context.Context, personID string) (desk ClerkDesk, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		desk = ClerkDesk{On: s.officeDate()}
		actor, err := login.Actor(tx, personID, desk.On)
		if err != nil {
			return err
		}
		for _, waits := range clerkStates {
			pile, err := s.clerkPile(tx, actor, waits.action, waits.state)
			if err != nil {
				return err
			}
			desk.Piles = append(desk.Piles, pile)
		}
		offices := inOffices(actor, func(role string) bool { return s.policy.Grants(role, authz.DocumentIssue, authz.Register) })
		if err := desk.issued(tx, offices); err != nil {
			return err
		}
		desk.Copies, err = s.clerkCopies(tx, actor, offices)
		return err
	})
	return desk, s.refused(ctx, personID, authz.DocumentRead, "", err)
}

func (s *Service) clerkPile(tx *store.Tx, actor authz.Actor, action string, state document.State) (pile ClerkPile, err error) {
	pile = ClerkPile{Action: action}
	found, err := document.Desk(tx, s.filterFor(actor, document.Filter{Box: "sealing", State: state}), clerkLimit+1)
	if err != nil {
		return pile, err
	}
	if pile.More = len(found) > clerkLimit; pile.More {
		found = found[:clerkLimit]
	}
	steps, err := document.StepsOf(tx, idsIn(found))
	if err != nil {
		return pile, err
	}
	var people []string
	for _, d := range found {
		at := slices.IndexFunc(steps[d.ID], func(step document.Step) bool {
			return step.Action == action && s.policy.Can(actor, step.Act, placeOfStep(step))
		})
		if at < 0 {
			continue
		}
		item := ClerkItem{Document: d, Since: steps[d.ID][at].CreatedAt}
		if due := steps[d.ID][at].Due; due != nil {
			item.Due, item.Overdue = *due, tx.Now.After(*due)
		}
		chain, err := s.chainOf(tx, d)
		if err != nil {
			return pile, err
		}
		item.Label = chain.stepLabel(action)
		if item.Kind, err = document.KindByID(d.Regime, d.Kind); err != nil {
			return pile, err
		}
		people = append(people, d.SignerID)
		pile.Items = append(pile.Items, item)
	}
	names, err := peopleNames(tx, people)
	if err != nil {
		return pile, err
	}
	return pile, s.nameClerkItems(tx, pile, names)
}

// nameClerkItems says who issues and who signed, and, of what is to be numbered, which number comes next.
func (s *Service) nameClerkItems(tx *store.Tx, pile ClerkPile, people map[string]string) error {
	var ids []string
	for _, item := range pile.Items {
		ids = append(ids, item.Document.IssuerID, item.Document.UnitID)
	}
	organs, err := directory.OrgansByID(tx, known(ids))
	if err != nil {
		return err
	}
	for i := range pile.Items {
		item := &pile.Items[i]
		item.Issuer, item.Signer = organs[item.Document.IssuerID].Name, people[item.Document.SignerID]
	}
	if pile.Action != "assign_number" {
		return nil
	}
	return s.forecast(tx, pile.Items, organs)
}

// forecast gives each the number that it would get in its turn.
func (s *Service) forecast(tx *store.Tx, items []ClerkItem, organs map[string]directory.Organ) error {
	type counted struct{ issuer, series string } // what one key is looked up for, once
	keys := map[counted]register.Key{}
	var all []register.Key
	for _, item := range items {
		of := counted{item.Document.IssuerID, item.Kind.Series}
		if _, done := keys[of]; done {
			continue
		}
		key, err := register.KeyFor(tx, organs[of.issuer], item.Kind, s.officeDate())
		if err != nil && fault.System(err) != nil {
			return err
		}
		if keys[of] = key; err == nil {
			all = append(all, key)
		}
	}
	next, err := register.Next(tx, all)
	if err != nil {
		return err
	}
	for i := range items {
		d, key := items[i].Document, keys[counted{items[i].Document.IssuerID, items[i].Kind.Series}]
		if next[key] == 0 {
			continue
		}
		symbol := items[i].Kind.SymbolFor(organs[d.IssuerID].Code, organs[d.UnitID].Code)
		items[i].Number = register.Print(d.Regime, next[key], symbol)
		next[key]++
	}
	return nil
}

// issued fills in what went out today.
func (desk *ClerkDesk) issued(tx *store.Tx, offices []string) error {
	// Nothing changes before it is issued, so what went out on the office's day has changed within the last of the clock's.
	found, err := document.IssuedBy(tx, offices, desk.On, tx.Now.Add(-36*time.Hour), issuedLimit)
	if err != nil {
		return err
	}
	sent, err := distribution.Dispatches(tx, idsIn(found))
	if err != nil {
		return err
	}
	for _, d := range found {
		kind, err := document.KindByID(d.Regime, d.Kind)
		if err != nil {
			return err
		}
		desk.Issued = append(desk.Issued, ClerkIssued{Document: d, Kind: kind, Dispatch: sent[d.ID]})
	}
	return nil
}

// clerkCopies are the copies of the văn thư's offices that wait for number or seal.
func (s *Service) clerkCopies(tx *store.Tx, actor authz.Actor, offices []string) ([]CopyView, error) {
	if len(offices) == 0 {
		return nil, nil
	}
	copies, err := copiesOnDesk(tx, offices)
	if err != nil || len(copies) == 0 {
		return nil, err
	}
	return s.viewCopies(tx, actor, copies)
}
