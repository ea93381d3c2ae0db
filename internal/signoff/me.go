package signoff

import (
	"context"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Me is a person as the system knows him on the office's date.
type Me struct {
	Actor  authz.Actor
	On     store.Date
	Organs map[string]string // names of the organs of the roles
	Counts map[string]int64  // of each box that was asked for, up to document.CountCap
	May    map[string]bool   // the acts that are the person's anywhere
}

// Me tells a person who he is here, and what lies in some boxes; without any, in all.
func (s *Service) Me(ctx context.Context, personID string, boxes ...string) (Me, error) {
	me := Me{On: s.officeDate(), Organs: map[string]string{}, May: map[string]bool{}}
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		if me.Actor, err = login.Actor(tx, personID, me.On); err != nil {
			return err
		}
		var organs []string
		for _, r := range me.Actor.Roles {
			organs = append(organs, r.Organ, r.Office)
		}
		for _, act := range authz.Acts() {
			me.May[act] = !s.policy.Reach(me.Actor, act).None()
		}
		return namesOf(tx, nil, organs, nil, me.Organs)
	})
	if err != nil {
		return me, err
	}
	me.Counts, err = s.Counts(ctx, personID, boxes...)
	return me, err
}

// Offer is a kind that a person may draft for an issuer, and who may sign it.
type Offer struct {
	Issuer  directory.Organ
	Kind    document.Kind
	Signers []directory.Signer
}

// Kinds lists what a person may draft: for every organ that his office serves, the kinds it may issue.
func (s *Service) Kinds(ctx context.Context, personID string) (offers []Offer, err error) {
	on := s.officeDate()
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, on)
		if err != nil {
			return err
		}
		organs, err := directory.Organs(tx, on)
		if err != nil {
			return err
		}
		for _, issuer := range organs {
			if issuer.UnitOf != "" || s.chains.byClass[issuer.Class] == nil || !s.mayDraftFor(actor, issuer) {
				continue
			}
			var kinds []string
			first := len(offers)
			for _, kind := range document.Kinds(string(issuer.Regime)) {
				if slices.Contains(kind.Classes, issuer.Class) {
					kinds = append(kinds, kind.ID)
					offers = append(offers, Offer{Issuer: issuer, Kind: kind})
				}
			}
			signers, err := directory.SignersByKind(tx, issuer.ID, kinds, on)
			if err != nil {
				return err
			}
			for i := first; i < len(offers); i++ {
				offers[i].Signers = signers[offers[i].Kind.ID]
			}
		}
		return nil
	})
	return offers, s.refused(ctx, personID, authz.DocumentCreate, "", err)
}

// Directory gives a person the people and organs of the office's date, for pickers.
func (s *Service) Directory(ctx context.Context, personID string) (organs []directory.Organ, accounts []directory.Account, err error) {
	on := s.officeDate()
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, on)
		if err != nil {
			return err
		}
		if s.policy.Reach(actor, authz.DirectoryRead).None() { // no post, no pickers
			return fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền tra danh bạ.")
		}
		if organs, err = directory.Organs(tx, on); err != nil {
			return err
		}
		accounts, err = directory.Accounts(tx, on)
		return err
	})
	return organs, accounts, s.refused(ctx, personID, authz.DirectoryRead, "", err)
}
