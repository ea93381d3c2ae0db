package register

import (
	"context"
	"errors"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Service is the room's use-cases over one database. Who may do them is read in the same transaction: the roles that
// the directory gives the person on the office's day, never those the caller brings.
type Service struct {
	store  *store.Store
	policy *authz.Policy
	today  func() store.Date
}

// New makes the service. Today is the office's day, which a demo may set.
func New(s *store.Store, p *authz.Policy, today func() store.Date) *Service {
	return &Service{store: s, policy: p, today: today}
}

// Book gives the chosen lines of the books of an issuer (register.read at its office).
func (s *Service) Book(ctx context.Context, actor authz.Actor, f Filter) ([]Row, error) {
	var rows []Row
	err := s.store.View(ctx, func(tx *store.Tx) error {
		_, _, err := s.allow(tx, actor, authz.RegisterRead, f.IssuerID)
		if err != nil {
			return err
		}
		rows, err = Rows(tx, f)
		return err
	})
	return rows, s.refused(ctx, actor, authz.RegisterRead, f.IssuerID, err)
}

// Books lists the series of an issuer (register.read at its office).
func (s *Service) Books(ctx context.Context, actor authz.Actor, issuerID string) ([]Series, error) {
	var list []Series
	err := s.store.View(ctx, func(tx *store.Tx) error {
		_, _, err := s.allow(tx, actor, authz.RegisterRead, issuerID)
		if err != nil {
			return err
		}
		list, err = SeriesOf(tx, issuerID)
		return err
	})
	return list, err // a look at which books there are is no attempt on one
}

// ReserveNumber takes the next number of the issuer's kind for a document outside the system (register.reserve). The
// date may not lie in the future: it would shut the series until then.
func (s *Service) ReserveNumber(ctx context.Context, actor authz.Actor, issuerID, kindID string, date store.Date, reason string) (Number, error) {
	var n Number
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		by, issuer, err := s.allow(tx, actor, authz.RegisterReserve, issuerID)
		if err != nil {
			return err
		}
		if !date.Valid() || date > s.today() {
			return fault.New(fault.Unmet, "NUMBER_DATE_FUTURE", "Ngày của số dự phòng phải là một ngày không sau hôm nay.")
		}
		k, err := keyFor(tx, issuer, kindID, date)
		if err != nil {
			return err
		}
		n, err = Reserve(tx, k, date, reason, by)
		return err
	})
	return n, s.refused(ctx, actor, authz.RegisterReserve, issuerID, err)
}

// VoidNumber gives up a reserved number (register.void). The number of a document is refused with NUMBER_IN_USE: it is
// the document's chain that gives it up, through Void, or the document would go on with a voided number.
func (s *Service) VoidNumber(ctx context.Context, actor authz.Actor, seriesID string, number int, reason string) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		row, found, err := findNumber(tx, seriesID, number)
		if err != nil {
			return err
		}
		if !found {
			return bookUnknown()
		}
		by, _, err := s.allow(tx, actor, authz.RegisterVoid, row.Key.IssuerID)
		if err != nil {
			return err
		}
		if row.Status == Assigned {
			return fault.New(fault.Unmet, "NUMBER_IN_USE", "Số đã cấp cho một văn bản, không thể hủy riêng số.")
		}
		return Void(tx, row.Key, number, reason, by)
	})
	return s.refused(ctx, actor, authz.RegisterVoid, seriesID, err)
}

// ProposeOpening asks that the issuer's series of a kind, which has no number yet, go on from the last number of its
// paper book (register.open). Another person approves. Refused: SERIES_ALREADY_OPEN, OPENING_WAITS.
func (s *Service) ProposeOpening(ctx context.Context, actor authz.Actor, issuerID, kindID string, last int) (Opening, error) {
	var o Opening
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		by, issuer, err := s.allow(tx, actor, authz.RegisterOpen, issuerID)
		if err != nil {
			return err
		}
		k, err := keyFor(tx, issuer, kindID, s.today())
		if err != nil {
			return err
		}
		o = Opening{ID: store.NewID(), Key: k, Last: last, ProposedBy: by.ID}
		return propose(tx, o, by)
	})
	return o, s.refused(ctx, actor, authz.RegisterOpen, issuerID, err)
}

// Openings lists what waits for approval (register.open_approve at the issuer's office).
func (s *Service) Openings(ctx context.Context, actor authz.Actor, issuerID string) ([]Opening, error) {
	var list []Opening
	err := s.store.View(ctx, func(tx *store.Tx) error {
		_, _, err := s.allow(tx, actor, authz.RegisterOpenApprove, issuerID)
		if err != nil {
			return err
		}
		list, err = waitingOpenings(tx, issuerID)
		return err
	})
	return list, s.refused(ctx, actor, authz.RegisterOpenApprove, issuerID, err)
}

// ApproveOpening opens the series as proposed (register.open_approve), by another person than who proposed it.
func (s *Service) ApproveOpening(ctx context.Context, actor authz.Actor, openingID string) error {
	return s.decide(ctx, actor, openingID, approve)
}

// RefuseOpening ends a proposal with a reason (register.open_approve), so that another can be made.
func (s *Service) RefuseOpening(ctx context.Context, actor authz.Actor, openingID, reason string) error {
	return s.decide(ctx, actor, openingID, func(tx *store.Tx, o Opening, by By) error { return decline(tx, o, reason, by) })
}

func (s *Service) decide(ctx context.Context, actor authz.Actor, openingID string, fn func(*store.Tx, Opening, By) error) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		o, found, err := waitingOpening(tx, openingID)
		if err != nil {
			return err
		}
		if !found {
			return openingUnknown()
		}
		by, _, err := s.allow(tx, actor, authz.RegisterOpenApprove, o.Key.IssuerID)
		if err != nil {
			return err
		}
		return fn(tx, o, by)
	})
	return s.refused(ctx, actor, authz.RegisterOpenApprove, openingID, err)
}

// refused writes a refusal into the access log and gives it back.
func (s *Service) refused(ctx context.Context, actor authz.Actor, act, id string, err error) error {
	return audit.Denied(ctx, s.store, audit.Refusal{ActorID: actor.PersonID, Act: act, SubjectID: id}, err)
}

// allow refuses who may not do the act to the books of an issuer, and gives who acts and the issuer. Who may not even
// read the books hears that there are none.
func (s *Service) allow(tx *store.Tx, actor authz.Actor, act, issuerID string) (By, directory.Organ, error) {
	issuer, err := directory.OrganByID(tx, issuerID)
	var unknown *fault.Fault
	switch {
	case errors.As(err, &unknown) && unknown.Kind == fault.NotFound:
		return By{}, directory.Organ{}, bookUnknown()
	case err != nil:
		return By{}, directory.Organ{}, err
	}
	if actor.Roles, err = directory.Roles(tx, actor.PersonID, s.today()); err != nil {
		return By{}, directory.Organ{}, err
	}
	place := authz.Place{Organs: []authz.Relation{{ID: issuer.Office(), Why: authz.Office}}}
	role, may := s.policy.Capacity(actor, act, place)
	switch {
	case may:
		return By{ID: actor.PersonID, Name: actor.Name, Capacity: role.Title}, issuer, nil
	case s.policy.Can(actor, authz.RegisterRead, place):
		return By{}, directory.Organ{}, fault.New(fault.Forbidden, "REGISTER_FORBIDDEN", "Vai trò hiện tại không được làm việc này với sổ văn bản.")
	}
	return By{}, directory.Organ{}, bookUnknown()
}

// keyFor is KeyFor with a kind that the issuer may issue, on a day when it exists.
func keyFor(tx *store.Tx, issuer directory.Organ, kindID string, on store.Date) (Key, error) {
	if _, err := directory.OrganAt(tx, issuer.ID, on); err != nil {
		return Key{}, err
	}
	if err := document.MayIssue(string(issuer.Regime), kindID, issuer.Class); err != nil {
		return Key{}, err
	}
	kind, err := document.KindByID(string(issuer.Regime), kindID)
	if err != nil {
		return Key{}, err
	}
	return KeyFor(tx, issuer, kind, on)
}

func bookUnknown() *fault.Fault {
	return fault.New(fault.NotFound, "REGISTER_UNKNOWN", "Không tìm thấy sổ văn bản.")
}
