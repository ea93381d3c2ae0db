package register

import (
	"context"
	"errors"
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Reservation asks for the next number of a series for a paper that is not in this system.
type Reservation struct {
	IssuerID string
	// Kind is a kind of document that the issuer may issue, Incoming, or CongressSymbol.
	Kind   string
	Date   store.Date
	Reason string // left out for a secret paper: nothing of it is written down
	Secret bool   // bears a state secret
}

// SecretReason stands for the reason of a number that a secret paper took: the one thing that may be said of it.
const SecretReason = "Văn bản mật, đăng ký trên giấy"

// ReserveNumber takes the next number for a paper outside the system (register.reserve): its date and the reason, of a
// secret paper its date alone. The date may not lie in the future: it would shut the series until then.
func (s *Service) ReserveNumber(ctx context.Context, actor authz.Actor, r Reservation) (Number, error) {
	var n Number
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		by, issuer, err := s.allow(tx, actor, authz.RegisterReserve, r.IssuerID)
		if err != nil {
			return err
		}
		if !r.Date.Valid() || r.Date > s.today() {
			return fault.New(fault.Unmet, "NUMBER_DATE_FUTURE", "Ngày của số dự phòng phải là một ngày không sau hôm nay.")
		}
		k, err := keyFor(tx, issuer, r.Kind, r.Date, r.Secret)
		if err != nil {
			return err
		}
		reason := r.Reason
		if r.Secret {
			reason = SecretReason
		}
		if n, err = Reserve(tx, k, r.Date, reason, by); err != nil {
			return err
		}
		return tx.SetAnswer(fmt.Sprintf("%s %d", n.SeriesID, n.Value))
	})
	return n, s.refused(ctx, actor, authz.RegisterReserve, r.IssuerID, err)
}

// ProposeOpening asks that the issuer's series of a kind (Incoming and CongressSymbol too), which has no number yet, go on
// from the last number of its paper book (register.open). Another person approves. Refused: SERIES_ALREADY_OPEN,
// OPENING_WAITS.
func (s *Service) ProposeOpening(ctx context.Context, actor authz.Actor, issuerID, kindID string, last int) (Opening, error) {
	var o Opening
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		by, issuer, err := s.allow(tx, actor, authz.RegisterOpen, issuerID)
		if err != nil {
			return err
		}
		k, err := keyFor(tx, issuer, kindID, s.today(), false)
		if err != nil {
			return err
		}
		o = Opening{ID: store.NewID(), Key: k, Last: last, ProposedBy: by.ID}
		if err := propose(tx, o, by); err != nil {
			return err
		}
		return tx.SetAnswer(o.ID)
	})
	return o, s.refused(ctx, actor, authz.RegisterOpen, issuerID, err)
}

// Openings lists what waits for approval, with who proposed it: for who may propose at the issuer's office, or approve.
func (s *Service) Openings(ctx context.Context, actor authz.Actor, issuerID string) ([]Opening, error) {
	var list []Opening
	err := s.store.View(ctx, func(tx *store.Tx) error {
		_, _, err := s.allow(tx, actor, authz.RegisterOpenApprove, issuerID)
		if err != nil && fault.System(err) == nil {
			_, _, err = s.allow(tx, actor, authz.RegisterOpen, issuerID)
		}
		if err != nil {
			return err
		}
		if list, err = waitingOpenings(tx, issuerID); err != nil {
			return err
		}
		return nameProposers(tx, list)
	})
	return list, s.refused(ctx, actor, authz.RegisterOpenApprove, issuerID, err)
}

func nameProposers(tx *store.Tx, list []Opening) error {
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ProposedBy
	}
	people, err := directory.PeopleByID(tx, ids)
	for i := range list {
		list[i].ProposedName = people[list[i].ProposedBy].Name
	}
	return err
}

// keyFor is the series of a kind that the issuer may issue, on a day when it exists.
func keyFor(tx *store.Tx, issuer directory.Organ, kindID string, on store.Date, secret bool) (Key, error) {
	_, err := directory.OrganAt(tx, issuer.ID, on)
	if err != nil {
		return Key{}, err
	}
	switch kindID {
	case Incoming:
		return KeyForIncoming(issuer, on), nil
	case CongressSymbol:
		return KeyForCongress(issuer, on.Year())
	}
	if err := document.MayIssue(string(issuer.Regime), kindID, issuer.Class); err != nil {
		return Key{}, err
	}
	kind, err := document.KindByID(string(issuer.Regime), kindID)
	switch {
	case err != nil:
		return Key{}, err
	case secret:
		return KeyForSecret(tx, issuer, kind, on)
	}
	return KeyFor(tx, issuer, kind, on)
}

// Shelf is the books of one organ that the actor may read, and what he may do there.
type Shelf struct {
	Issuer directory.Organ
	Series []Series        // nil unless May[authz.RegisterRead]
	May    map[string]bool // by act: RegisterRead, RegisterReserve, RegisterVoid, RegisterOpen, RegisterOpenApprove
}

// Shelves are the books of every organ that an office of the actor serves, closed organs too: which books one may read is
// decided here, once. Organs by name; a fixed number of queries. A look at which books there are is no attempt on one.
func (s *Service) Shelves(ctx context.Context, actor authz.Actor) ([]Shelf, error) {
	var shelves []Shelf
	err := s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, actor)
		if f := new(fault.Fault); errors.As(err, &f) && f.Kind == fault.NotFound {
			shelves = nil
			return nil
		}
		if err != nil {
			return err
		}
		shelves, err = s.shelves(tx, actor)
		return err
	})
	return shelves, err
}

func (s *Service) shelves(tx *store.Tx, actor authz.Actor) ([]Shelf, error) {
	organs, err := bookOwners(tx, s.today())
	if err != nil {
		return nil, err
	}
	var shelves []Shelf
	var read []string
	for _, o := range organs {
		place := authz.Place{Organs: []authz.Relation{{ID: o.Office(), Why: authz.Office}}}
		shelf := Shelf{Issuer: o, May: map[string]bool{}}
		any := false
		for _, act := range []string{authz.RegisterRead, authz.RegisterReserve, authz.RegisterVoid, authz.RegisterOpen, authz.RegisterOpenApprove} {
			shelf.May[act] = s.policy.Can(actor, act, place)
			any = any || shelf.May[act]
		}
		if shelf.May[authz.RegisterRead] {
			read = append(read, o.ID)
		}
		if any {
			shelves = append(shelves, shelf)
		}
	}
	series, err := seriesOf(tx, read)
	if err != nil {
		return nil, err
	}
	for i := range shelves {
		shelves[i].Series = series[shelves[i].Issuer.ID]
	}
	return shelves, nil
}

// Shelf is the one of an organ (register.read); REGISTER_UNKNOWN for everybody else.
func (s *Service) Shelf(ctx context.Context, actor authz.Actor, issuerID string) (Shelf, error) {
	shelves, err := s.Shelves(ctx, actor)
	if err != nil {
		return Shelf{}, err
	}
	for _, shelf := range shelves {
		if shelf.Issuer.ID == issuerID && shelf.May[authz.RegisterRead] {
			return shelf, nil
		}
	}
	return Shelf{}, bookUnknown()
}

// Find is a series of a shelf that the actor may read; REGISTER_UNKNOWN for everybody else.
func (s *Service) Find(ctx context.Context, actor authz.Actor, seriesID string) (Shelf, Series, error) {
	shelves, err := s.Shelves(ctx, actor)
	if err != nil {
		return Shelf{}, Series{}, err
	}
	for _, shelf := range shelves {
		for _, series := range shelf.Series {
			if series.ID == seriesID {
				return shelf, series, nil
			}
		}
	}
	return Shelf{}, Series{}, bookUnknown()
}
