package establishment

import (
	"context"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Config is what a Service stands on.
type Config struct {
	Store  *store.Store
	Policy *authz.Policy
	Login  *login.Service
	Today  func() store.Date // the office's date
}

// Service is the room's use-cases over one database.
type Service struct{ Config }

// New makes the service.
func New(c Config) *Service { return &Service{c} }

var (
	errForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ quản trị và lãnh đạo văn phòng được vào trang tổ chức, cán bộ.")
	errForeign   = fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ quản trị của văn phòng phục vụ cơ quan này, hoặc của cấp trên, được làm việc này.")
)

// desk is one transaction of one person.
type desk struct {
	*Service
	tx    *store.Tx
	actor authz.Actor
	on    store.Date
	above map[string][]authz.Relation // by organ, read once
}

// view answers a question for who may edit or decide; a refusal leaves a line in the access log.
func (s *Service) view(ctx context.Context, who string, fn func(*desk) error) error {
	err := s.Store.View(ctx, func(tx *store.Tx) error { return s.sit(tx, who, fn) })
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: who, Act: authz.DirectoryEdit}, err)
}

// update is view with a transaction that writes.
func (s *Service) update(ctx context.Context, who, subject string, fn func(*desk) error) error {
	err := s.Store.Update(ctx, func(tx *store.Tx) error { return s.sit(tx, who, fn) })
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: who, Act: authz.DirectoryEdit, SubjectID: subject}, err)
}

func (s *Service) sit(tx *store.Tx, who string, fn func(*desk) error) error {
	actor, err := login.Actor(tx, who, s.Today())
	if err != nil {
		return err
	}
	if s.Policy.Reach(actor, authz.DirectoryEdit).None() && s.Policy.Reach(actor, authz.DirectoryApprove).None() {
		return errForbidden
	}
	return fn(&desk{Service: s, tx: tx, actor: actor, on: s.Today(), above: map[string][]authz.Relation{}})
}

// placeOf relates an organ to the offices that serve it and whatever it is under.
func (d *desk) placeOf(organID string) (authz.Place, error) {
	if known, ok := d.above[organID]; ok {
		return authz.Place{Organs: known}, nil
	}
	var offices []authz.Relation
	for at, seen := organID, map[string]bool{}; at != "" && !seen[at]; {
		seen[at] = true
		o, err := directory.OrganAsOf(d.tx, at, d.on)
		if err != nil {
			return authz.Place{}, err
		}
		if r := (authz.Relation{ID: o.Office(), Why: authz.Office}); !slices.Contains(offices, r) {
			offices = append(offices, r)
		}
		if at = o.UnitOf; at == "" {
			at = o.ParentID
		}
	}
	d.above[organID] = offices
	return authz.Place{Organs: offices}, nil
}

// may says whether the person may do an act to an organ.
func (d *desk) may(act, organID string) (bool, error) {
	place, err := d.placeOf(organID)
	return err == nil && d.Policy.Can(d.actor, act, place), err
}

// as is who does an act to all of some organs; FORBIDDEN when one of them is another's.
func (d *desk) as(act string, organs ...string) (by directory.Editor, err error) {
	for _, id := range organs {
		place, err := d.placeOf(id)
		if err != nil {
			return by, err
		}
		role, may := d.Policy.Capacity(d.actor, act, place)
		if !may {
			return by, errForeign
		}
		by = directory.Editor{ID: d.actor.PersonID, Name: d.actor.Name, Capacity: role.Title}
	}
	if len(organs) == 0 {
		return by, errForeign
	}
	return by, nil
}

// organsOf are the organs of a person's posts of today and to come; of one who holds none, those of the last.
func (d *desk) organsOf(personID string) (organs []string, err error) {
	held, err := directory.AllHoldingsOf(d.tx, personID)
	if err != nil {
		return nil, err
	}
	last := store.Date("")
	for _, h := range held {
		if h.To == "" || h.To >= d.on {
			organs = append(organs, h.OrganID)
		}
		if h.To > last || last == "" {
			last = h.To
		}
	}
	if len(organs) > 0 {
		return organs, nil
	}
	for _, h := range held {
		if h.To == last {
			organs = append(organs, h.OrganID)
		}
	}
	return organs, nil
}

// over is who looks after a person: by a right over one of the person's organs.
func (d *desk) over(personID string) (by directory.Editor, err error) {
	if _, known, err := directory.PersonByID(d.tx, personID); err != nil || !known {
		return by, orElse(err, errPersonUnknown)
	}
	organs, err := d.organsOf(personID)
	if err != nil {
		return by, err
	}
	for _, id := range organs {
		may, err := d.may(authz.DirectoryEdit, id)
		if err != nil {
			return by, err
		}
		if may {
			return d.as(authz.DirectoryEdit, id)
		}
	}
	if len(organs) == 0 { // nobody's yet: whoever made the account gives the first post
		return d.anywhere()
	}
	return by, errForeign
}

// anywhere is an administrator as such.
func (d *desk) anywhere() (directory.Editor, error) {
	for _, role := range d.actor.Roles {
		if may, err := d.may(authz.DirectoryEdit, role.Office); err != nil || may {
			return directory.Editor{ID: d.actor.PersonID, Name: d.actor.Name, Capacity: role.Title}, err
		}
	}
	return directory.Editor{}, errForeign
}

var errPersonUnknown = fault.New(fault.NotFound, "PERSON_UNKNOWN", "Không tìm thấy người dùng.")

// orElse is err, or, when there is none, the refusal.
func orElse(err, refusal error) error {
	if err != nil {
		return err
	}
	return refusal
}

// Enter lets in who may edit or decide; anybody else is FORBIDDEN.
func (s *Service) Enter(ctx context.Context, who string) error {
	return s.view(ctx, who, func(*desk) error { return nil })
}
