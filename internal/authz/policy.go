package authz

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"
)

// Policy answers Can and Reach. It is safe for many goroutines; the zero
// Policy denies everything.
type Policy struct {
	rules atomic.Pointer[rules]
}

// rules is one loaded policy, never changed after read.
type rules struct {
	enforcer *casbin.Enforcer
	// answers remembers the engine's answer to each right. The
	// rights are finite (roles × acts × whys) and the rules never change, so
	// this is a table filled as it is used, never invalidated.
	answers sync.Map // right → bool
	rows    []Row    // as the engine holds them
}

// right is one row of the policy file: what is asked of the engine.
type right struct{ role, act, why string }

// Read loads model.conf and policy.csv from fsys and checks every row: its
// words are known, it grants nothing that must never be granted, and the
// engine agrees with it.
func Read(fsys fs.FS) (*Policy, error) {
	conf, err := fs.ReadFile(fsys, "model.conf")
	if err != nil {
		return nil, fmt.Errorf("authz: read the model: %w", err)
	}
	csv, err := fs.ReadFile(fsys, "policy.csv")
	if err != nil {
		return nil, fmt.Errorf("authz: read the policy: %w", err)
	}
	r, err := read(string(conf), string(csv))
	if err != nil {
		return nil, fmt.Errorf("authz: %w", err)
	}
	p := &Policy{}
	p.rules.Store(r)
	return p, nil
}

func read(conf, csv string) (*rules, error) {
	m, err := model.NewModelFromString(conf)
	if err != nil {
		return nil, fmt.Errorf("model.conf: %w", err)
	}
	enforcer, err := casbin.NewEnforcer(m, stringadapter.NewAdapter(csv))
	if err != nil {
		return nil, fmt.Errorf("policy.csv: %w", err)
	}
	rows, err := enforcer.GetPolicy()
	if err != nil {
		return nil, fmt.Errorf("policy.csv: %w", err)
	}
	if len(rows) == 0 {
		return nil, errors.New("policy.csv: no rows")
	}
	var wrong []error
	for _, row := range rows {
		if err := checkRow(enforcer, row); err != nil {
			wrong = append(wrong, fmt.Errorf("policy.csv: %v: %w", row, err))
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return &rules{enforcer: enforcer, rows: linesOf(csv, rows)}, nil
}

func checkRow(e *casbin.Enforcer, row []string) error {
	if len(row) != 3 {
		return errors.New("a row is role, act, why")
	}
	role, act, why := row[0], row[1], row[2]
	if !slices.Contains(roles, role) {
		return fmt.Errorf("unknown role %q", role)
	}
	if !slices.Contains(acts, act) {
		return fmt.Errorf("unknown act %q", act)
	}
	if !slices.Contains(whys, why) {
		return fmt.Errorf("unknown reach %q", why)
	}
	if reason := never(role, act); reason != "" {
		return errors.New(reason)
	}
	ok, err := e.Enforce(role, act, why)
	if err != nil {
		return fmt.Errorf("the engine fails: %w", err)
	}
	if !ok {
		return errors.New("the engine denies what the row grants")
	}
	return nil
}

// Swap replaces the whole policy by another's at once. Questions already
// being answered finish with the old one.
func (p *Policy) Swap(by *Policy) { p.rules.Store(by.rules.Load()) }

// Can reports whether the actor may do the act to the place: some role of
// the actor has a policy row whose why relates the actor, or the organ or
// office of that role, to the place. Anything unexpected is a no.
func (p *Policy) Can(a Actor, act string, place Place) bool {
	if a.Kind == Guest {
		return guestReach(a, act).Covers(place)
	}
	_, can := p.Capacity(a, act, place)
	return can
}

// guestReach: a guest reads the one document, and acknowledges or refuses the one delivery, of the link, and nothing else.
func guestReach(a Actor, act string) Reach {
	switch {
	case !guestActs[act]:
		return Reach{}
	case act == DeliveryAcknowledge, act == DeliveryRefuse:
		return Reach{DeliveryID: a.GuestDelivery}
	}
	return Reach{DocumentID: a.GuestDocument}
}

// Capacity gives the role by which a person may do the act to the place: what the audit trail names. A role that the
// person holds comes before one lent by a mandate. False when Can is, and for a guest, who has no role.
func (p *Policy) Capacity(a Actor, act string, place Place) (Role, bool) {
	if a.Kind != Person || a.PersonID == "" {
		return Role{}, false
	}
	now := p.rules.Load()
	var lent Role
	for _, role := range a.Roles {
		if !now.reaches(a.PersonID, role, act, place) {
			continue
		}
		if role.By == "" {
			return role, true
		}
		if lent.Name == "" {
			lent = role
		}
	}
	return lent, lent.Name != ""
}

// reaches reports whether one role of a person has a row that relates it to the place.
func (r *rules) reaches(person string, role Role, act string, place Place) bool {
	if role.For != "" {
		person = role.For
	}
	for _, rel := range place.Persons {
		if rel.ID == person && r.grants(right{role.Name, act, rel.Why}) {
			return true
		}
	}
	for _, rel := range place.Organs {
		if at(role, rel.ID) && r.grants(right{role.Name, act, rel.Why}) {
			return true
		}
	}
	return false
}

// at reports whether the role is held in the organ, or in a unit of it.
func at(role Role, organ string) bool {
	return organ != "" && (organ == role.Organ || organ == role.Office)
}

// Reach gives every relation through which the actor may do the act, for
// the room that turns it into a query.
func (p *Policy) Reach(a Actor, act string) Reach {
	switch {
	case a.Kind == Guest:
		return guestReach(a, act)
	case a.Kind != Person || a.PersonID == "":
		return Reach{}
	}
	now := p.rules.Load()
	reach := Reach{PersonID: a.PersonID}
	for _, role := range a.Roles {
		for _, why := range whys {
			if !now.grants(right{role.Name, act, why}) {
				continue
			}
			if role.For != "" {
				reach.addOther(Relation{ID: role.For, Why: why})
			} else {
				reach.addPerson(why)
			}
			reach.addOrgan(Relation{ID: role.Organ, Why: why})
			reach.addOrgan(Relation{ID: role.Office, Why: why})
		}
	}
	slices.Sort(reach.PersonWhys)
	return reach
}

func (r *Reach) addPerson(why string) {
	if !slices.Contains(r.PersonWhys, why) {
		r.PersonWhys = append(r.PersonWhys, why)
	}
}

func (r *Reach) addOther(rel Relation) {
	if !slices.Contains(r.Others, rel) {
		r.Others = append(r.Others, rel)
	}
}

func (r *Reach) addOrgan(rel Relation) {
	if rel.ID != "" && !slices.Contains(r.Organs, rel) {
		r.Organs = append(r.Organs, rel)
	}
}

// Grants reports whether the policy has the row (role, act, why). It is for
// checking a chain against the policy; a decision about a person is Can.
func (p *Policy) Grants(role, act, why string) bool {
	return p.rules.Load().grants(right{role, act, why})
}

func (r *rules) grants(q right) bool {
	if r == nil {
		return false
	}
	if answer, ok := r.answers.Load(q); ok {
		return answer.(bool)
	}
	ok, err := r.enforcer.Enforce(q.role, q.act, q.why)
	if err != nil {
		return false // and not remembered: the next question asks again
	}
	if ok {
		// A no is remembered only for known words, or any caller's typo
		// would grow the table.
		r.answers.Store(q, true)
	} else if slices.Contains(roles, q.role) && slices.Contains(acts, q.act) && slices.Contains(whys, q.why) {
		r.answers.Store(q, false)
	}
	return ok
}
