package establishment

import (
	"context"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// GroupList is a page of groups of Nơi nhận.
type GroupList struct {
	Groups []directory.Group
	Organs map[string]string // names of owners
	Next   string
}

// Groups lists groups by name.
func (s *Service) Groups(ctx context.Context, who string, q directory.ListQuery) (list GroupList, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		q.On = d.on
		if list.Groups, list.Next, err = directory.GroupPage(d.tx, q); err != nil {
			return err
		}
		var ids []string
		for _, g := range list.Groups {
			ids = append(ids, g.OwnerID)
		}
		list.Organs, err = d.names(ids)
		return err
	})
	return list, err
}

// GroupView is a group through time.
type GroupView struct {
	directory.Group
	On      store.Date
	Members []directory.GroupMember // of all time
	Leads   []directory.Lead
	Organs  map[string]string // names
	People  map[string]string
	MayEdit bool
}

// Group shows a group. Fault GROUP_UNKNOWN.
func (s *Service) Group(ctx context.Context, who, id string) (v GroupView, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		v.On = d.on
		if v.Group, err = directory.GroupByID(d.tx, id, d.on); err != nil {
			return err
		}
		if v.Members, err = directory.AllMembers(d.tx, id); err != nil {
			return err
		}
		if v.Leads, err = directory.Leads(d.tx, id); err != nil {
			return err
		}
		organs, people := []string{v.OwnerID}, []string{}
		for _, m := range v.Members {
			organs, people = append(organs, m.OrganID), append(people, m.PersonID)
		}
		for _, l := range v.Leads {
			organs = append(organs, l.OrganID)
		}
		if v.Organs, err = d.names(organs); err != nil {
			return err
		}
		found, err := directory.PeopleByID(d.tx, people)
		if err != nil {
			return err
		}
		v.People = map[string]string{}
		for id, p := range found {
			v.People[id] = p.Name
		}
		v.MayEdit, err = d.may(authz.DirectoryEdit, v.OwnerID)
		return err
	})
	return v, err
}

// AddGroup begins a group with its first members; a phrase of Nơi nhận a line makes its patterns, its name is one of them.
// Gives its id. Faults of directory.AddGroup; GROUP_INVALID, FORBIDDEN.
func (s *Service) AddGroup(ctx context.Context, who string, g directory.Group, members []directory.GroupMember) (id string, err error) {
	err = s.update(ctx, who, g.OwnerID, func(d *desk) error {
		by, err := d.as(authz.DirectoryEdit, g.OwnerID)
		if err != nil {
			return err
		}
		if !g.ValidFrom.Valid() {
			return fault.New(fault.Unmet, "GROUP_INVALID", "Chưa ghi ngày bắt đầu của nhóm.")
		}
		if _, err := directory.OrganAt(d.tx, g.OwnerID, g.ValidFrom); err != nil {
			return err
		}
		g.ID, g.Name = store.NewID(), strings.TrimSpace(g.Name)
		g.Key, g.Patterns = g.ID, append([]string{g.Name}, g.Patterns...)
		id = g.ID
		for i := range members {
			members[i].From = g.ValidFrom
			if members[i].OrganID != "" {
				if _, err := directory.OrganAt(d.tx, members[i].OrganID, g.ValidFrom); err != nil {
					return err
				}
			}
		}
		return directory.AddGroup(d.tx, by, g, members)
	})
	return id, err
}

// changeGroup runs a change of a group for who looks after its owner.
func (s *Service) changeGroup(ctx context.Context, who, groupID string, fn func(*desk, directory.Editor) error) error {
	return s.update(ctx, who, groupID, func(d *desk) error {
		g, err := directory.GroupByID(d.tx, groupID, d.on)
		if err != nil {
			return err
		}
		by, err := d.as(authz.DirectoryEdit, g.OwnerID)
		if err != nil {
			return err
		}
		return fn(d, by)
	})
}

// AddMember puts a member into a group from a day on. Faults of directory.AddMember; FORBIDDEN.
func (s *Service) AddMember(ctx context.Context, who string, m directory.GroupMember) error {
	return s.changeGroup(ctx, who, m.GroupID, func(d *desk, by directory.Editor) error {
		if !m.From.Valid() {
			return fault.New(fault.Unmet, "GROUP_INVALID", "Chưa ghi ngày bắt đầu.")
		}
		return directory.AddMember(d.tx, by, m)
	})
}

// EndMember ends a line of a group with a last day. Faults of directory.EndMember; FORBIDDEN.
func (s *Service) EndMember(ctx context.Context, who, groupID string, rank int, last store.Date) error {
	return s.changeGroup(ctx, who, groupID, func(d *desk, by directory.Editor) error {
		if !last.Valid() {
			return fault.New(fault.Unmet, "GROUP_INVALID", "Ngày kết thúc không hợp lệ.")
		}
		return directory.EndMember(d.tx, by, groupID, rank, last)
	})
}

// EndGroup ends a group with a last day. Faults of directory.EndGroup; FORBIDDEN.
func (s *Service) EndGroup(ctx context.Context, who, groupID string, last store.Date) error {
	return s.changeGroup(ctx, who, groupID, func(d *desk, by directory.Editor) error {
		if !last.Valid() {
			return fault.New(fault.Unmet, "GROUP_INVALID", "Ngày kết thúc không hợp lệ.")
		}
		return directory.EndGroup(d.tx, by, groupID, last)
	})
}

// TermList is a page of nhiệm kỳ.
type TermList struct {
	Terms  []directory.Term
	Organs map[string]string // names
	Next   string
}

// Terms lists the nhiệm kỳ of committees.
func (s *Service) Terms(ctx context.Context, who string, q directory.ListQuery) (list TermList, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		q.On = d.on
		if list.Terms, list.Next, err = directory.TermPage(d.tx, q); err != nil {
			return err
		}
		var ids []string
		for _, t := range list.Terms {
			ids = append(ids, t.OrganID)
		}
		list.Organs, err = d.names(ids)
		return err
	})
	return list, err
}

// AddTerm opens a nhiệm kỳ; the numbers of the committee begin at 01 with it. Faults of directory.AddTerm; FORBIDDEN.
func (s *Service) AddTerm(ctx context.Context, who string, t directory.Term) error {
	return s.update(ctx, who, t.OrganID, func(d *desk) error {
		by, err := d.as(authz.DirectoryEdit, t.OrganID)
		if err != nil {
			return err
		}
		t.ID = store.NewID()
		return directory.AddTerm(d.tx, by, t)
	})
}

// EndTerm ends a nhiệm kỳ with a last day. Faults TERM_UNKNOWN, TERM_INVALID, FORBIDDEN.
func (s *Service) EndTerm(ctx context.Context, who, termID string, last store.Date) error {
	return s.update(ctx, who, termID, func(d *desk) error {
		t, known, err := directory.TermByID(d.tx, termID)
		if err != nil || !known {
			return orElse(err, fault.New(fault.NotFound, "TERM_UNKNOWN", "Không có nhiệm kỳ này."))
		}
		by, err := d.as(authz.DirectoryEdit, t.OrganID)
		if err != nil {
			return err
		}
		return directory.EndTerm(d.tx, by, t, last)
	})
}
