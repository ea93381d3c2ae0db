package directory

import (
	"context"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Service is what people change in the directory. Roles are read in each transaction, by the office's date.
type Service struct {
	store  *store.Store
	policy *authz.Policy
	today  func() store.Date
}

// New makes the service; today is the office's date.
func New(s *store.Store, policy *authz.Policy, today func() store.Date) *Service {
	return &Service{store: s, policy: policy, today: today}
}

var (
	errReadForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền tra danh bạ.")
	errEditForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ quản trị của cơ quan chủ quản nhóm được sửa danh bạ.")
)

// GroupView is a group with who leads it over time and whether the reader may change that.
type GroupView struct {
	Group
	Owner   string // the owner's name
	Leads   []LeadView
	MayEdit bool
}

// LeadView is a lead with the organ's name.
type LeadView struct {
	Lead
	Name string
}

// Groups lists the groups of Nơi nhận that stand today and are led by somebody, for who may look the directory up.
func (s *Service) Groups(ctx context.Context, personID string) (list []GroupView, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, personID)
		if err != nil {
			return err
		}
		if s.policy.Reach(actor, authz.DirectoryRead).None() {
			return errReadForbidden
		}
		list, err = s.ledGroups(tx, actor)
		return err
	})
	return list, audit.Denied(ctx, s.store, audit.Refusal{ActorID: personID, Act: authz.DirectoryRead}, err)
}

func (s *Service) ledGroups(tx *store.Tx, actor authz.Actor) ([]GroupView, error) {
	groups, err := FindGroups(tx, s.today())
	if err != nil {
		return nil, err
	}
	leads, err := LeadsOf(tx, s.today())
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, g := range groups {
		ids = append(ids, g.OwnerID)
		for _, l := range leads[g.ID] {
			ids = append(ids, l.OrganID)
		}
	}
	organs, err := OrgansByID(tx, ids)
	if err != nil {
		return nil, err
	}
	var list []GroupView
	for _, g := range groups {
		if len(leads[g.ID]) == 0 {
			continue
		}
		owner := organs[g.OwnerID]
		v := GroupView{Group: g, Owner: owner.Name, MayEdit: s.policy.Can(actor, authz.DirectoryEdit, placeOf(owner))}
		for _, l := range leads[g.ID] {
			v.Leads = append(v.Leads, LeadView{l, organs[l.OrganID].Name})
		}
		list = append(list, v)
	}
	return list, nil
}

// ChangeLead is ChangeLead of the room, for an administrator of the office that serves the group's owner. Faults as there,
// and FORBIDDEN.
func (s *Service) ChangeLead(ctx context.Context, personID, groupID, organID string, from store.Date) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, personID)
		if err != nil {
			return err
		}
		if s.policy.Reach(actor, authz.DirectoryRead).None() {
			return errReadForbidden
		}
		if !from.Valid() {
			return fault.New(fault.Unmet, "LEAD_INVALID", "Ngày bắt đầu không hợp lệ.")
		}
		g, err := GroupByID(tx, groupID, from)
		if err != nil {
			return err
		}
		owner, err := OrganByID(tx, g.OwnerID)
		if err != nil {
			return err
		}
		role, can := s.policy.Capacity(actor, authz.DirectoryEdit, placeOf(owner))
		if !can {
			return errEditForbidden
		}
		return ChangeLead(tx, Editor{ID: actor.PersonID, Name: actor.Name, Capacity: role.Title}, groupID, organID, from)
	})
	return audit.Denied(ctx, s.store, audit.Refusal{ActorID: personID, Act: authz.DirectoryEdit, SubjectID: groupID}, err)
}

// placeOf relates an organ to those who serve it.
func placeOf(o Organ) authz.Place {
	return authz.Place{Organs: []authz.Relation{{ID: o.Office(), Why: authz.Office}}}
}

func (s *Service) actor(tx *store.Tx, personID string) (authz.Actor, error) {
	person, known, err := PersonByID(tx, personID)
	if err != nil || !known {
		return authz.Actor{}, err // nobody has no role
	}
	roles, err := Roles(tx, personID, s.today())
	return authz.Actor{Kind: authz.Person, PersonID: person.ID, Name: person.Name, Roles: roles}, err
}
