package incoming

import (
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// dealing is who deals with an arrival beside the organ that received it: a unit, by the posts of its people, or a person.
type dealing struct {
	PersonID, OrganID string
	Part              string // lead | co | cc | past
}

// reaching are the parts that an act reaches: whoever only cooperates does not report the work done.
func reaching(act string) []string {
	switch act {
	case authz.IncomingRead:
		return []string{Lead, Co, CC, past}
	case authz.IncomingNote:
		return []string{Lead, Co}
	case authz.IncomingAssign, authz.IncomingWork, authz.IncomingConfirm:
		return []string{Lead}
	}
	return nil
}

// places are an arrival as authz sees it for an act: whole, where a role held in a unit of an organ counts for the organ;
// and units, where it does not: to lead the organ is the business of its own posts, to be in charge that of the very unit that
// was named, not of every phòng of it.
func places(act string, a Arrival, rows []dealing) (whole, units authz.Place) {
	whole.Organs = append(whole.Organs, authz.Relation{ID: a.OrganID, Why: authz.Received})
	if a.OfficeID != a.OrganID {
		whole.Organs = append(whole.Organs, authz.Relation{ID: a.OfficeID, Why: authz.Received})
	}
	if a.Unopened {
		whole.Persons = append(whole.Persons, authz.Relation{ID: a.PassedTo, Why: authz.Addressed})
	}
	units.Organs = append(units.Organs, authz.Relation{ID: a.OrganID, Why: authz.Office})
	parts := reaching(act)
	for _, d := range rows {
		if !slices.Contains(parts, d.Part) {
			continue
		}
		if d.PersonID != "" {
			whole.Persons = append(whole.Persons, authz.Relation{ID: d.PersonID, Why: authz.Handler})
		} else {
			units.Organs = append(units.Organs, authz.Relation{ID: d.OrganID, Why: authz.Unit})
		}
	}
	return whole, units
}

// can gives the role by which somebody may do an act to an arrival.
func (s *Service) can(actor authz.Actor, act string, a Arrival, rows []dealing) (authz.Role, bool) {
	whole, units := places(act, a, rows)
	if role, may := s.Policy.Capacity(actor, act, whole); may {
		return role, true
	}
	return s.Policy.Capacity(posted(actor), act, units)
}

// posted is the actor with the roles counted only where they are held.
func posted(actor authz.Actor) authz.Actor {
	actor.Roles = slices.Clone(actor.Roles)
	for i := range actor.Roles {
		actor.Roles[i].Office = actor.Roles[i].Organ
	}
	return actor
}

// standIns are those who stand in today for some of the people who are told, or are their thư ký, and may read the arrival.
func (s *Service) standIns(tx *store.Tx, a Arrival, people []string) (told []string, err error) {
	for _, scope := range []directory.Scope{directory.ScopeDirection, directory.ScopeSecretary} {
		found, err := directory.StandIns(tx, people, scope, s.Today())
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			if slices.Contains(people, id) || slices.Contains(told, id) {
				continue
			}
			actor, err := s.actor(tx, authz.Actor{Kind: authz.Person, PersonID: id})
			if err != nil {
				return nil, err
			}
			rows, err := dealingsOf(tx, a.ID)
			if err != nil {
				return nil, err
			}
			if _, may := s.can(actor, authz.IncomingRead, a, rows); may {
				told = append(told, id)
			}
		}
	}
	return told, nil
}

// headsOf are the people at a unit or organ whose post lets them give its work out.
func (s *Service) headsOf(tx *store.Tx, organID string, on store.Date) (people []string, err error) {
	posts, err := directory.Holdings(tx, organID, on)
	for _, h := range posts {
		if s.Policy.Grants(h.Role, authz.IncomingAssign, authz.Unit) && !slices.Contains(people, h.PersonID) {
			people = append(people, h.PersonID)
		}
	}
	return people, err
}

// clerksOf are the văn thư who register for an office.
func (s *Service) clerksOf(tx *store.Tx, officeID string, on store.Date) (people []string, err error) {
	staff, err := directory.Staff(tx, officeID, on)
	for _, h := range staff {
		if s.Policy.Grants(h.Role, authz.IncomingRegister, authz.Received) && !slices.Contains(people, h.PersonID) {
			people = append(people, h.PersonID)
		}
	}
	return people, err
}
