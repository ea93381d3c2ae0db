package register

import (
	"context"
	"errors"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/book"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Service is the room's use-cases over one database. Who may do them is read in the same transaction: the roles that
// the directory gives the person on the office's day, never those the caller brings.
type Service struct {
	store  *store.Store
	policy *authz.Policy
	today  func() store.Date
	// Sent tells of documents how many copies went out and how many were confirmed; wired from distribution, which stands
	// on the same floor. Nil: a book has no such figures.
	Sent func(tx *store.Tx, documentIDs []string) (map[string]Dispatch, error)
	// Post makes the sổ gửi văn bản đi bưu điện of an office; wired from distribution too.
	Post func(tx *store.Tx, office directory.Organ, from, to store.Date) (book.Book, error)
}

// New makes the service. Today is the office's day, which a demo may set.
func New(s *store.Store, p *authz.Policy, today func() store.Date) *Service {
	return &Service{store: s, policy: p, today: today}
}

// Today is the office's day, by which a book asked for without a year is that of this one.
func (s *Service) Today() store.Date { return s.today() }

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
		if bookUnknown().Is(err) { // who may not read the books does not hear that a proposal waits for one
			return openingUnknown()
		}
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
	if err != nil {
		return By{}, directory.Organ{}, hidden(err)
	}
	if actor, err = s.actor(tx, actor); err != nil {
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

// actor reads who acts, with the roles of the day; a guest, or who is in no directory, reads no book.
func (s *Service) actor(tx *store.Tx, a authz.Actor) (authz.Actor, error) {
	if a.Kind != authz.Person {
		return a, bookUnknown()
	}
	now, err := login.Actor(tx, a.PersonID, s.today())
	if errors.Is(err, login.ErrNotLoggedIn) {
		return a, bookUnknown()
	}
	return now, err
}

// hidden turns “there is no such organ” into “there is no such book”.
func hidden(err error) error {
	if f := new(fault.Fault); errors.As(err, &f) && f.Kind == fault.NotFound {
		return bookUnknown()
	}
	return err
}

func bookUnknown() *fault.Fault {
	return fault.New(fault.NotFound, "REGISTER_UNKNOWN", "Không tìm thấy sổ văn bản.")
}
