package directory

import (
	"cmp"
	"fmt"
	"slices"

	"trinhky/internal/store"
)

func (a *applier) addGroups() error {
	for _, g := range a.groups {
		if g.Name == "" || g.Kind == "" || g.OwnerID == "" || !a.known(g.place, "Chủ quản", g.OwnerID) {
			continue // told already
		}
		members, leads, err := a.membersOf(g)
		if err != nil {
			return err
		}
		was, there, err := groupByID(a.tx, g.ID)
		if err != nil {
			return err
		}
		if there {
			err = a.sameGroup(was, g, members)
		} else {
			err = a.addGroup(&g, members)
		}
		if err == nil {
			err = a.addLeads(g, leads)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// membersOf are the rows of a group whose organs and people are there; leads apart.
func (a *applier) membersOf(g importedGroup) (members, leads []importedMember, err error) {
	for _, m := range g.members {
		if m.Kind == PersonMember {
			id, ok, err := a.personID(m.place, "Thành viên", m.username)
			if err != nil {
				return nil, nil, err
			}
			if m.PersonID = id; !ok {
				continue
			}
		} else if !a.known(m.place, "Thành viên", m.OrganID) {
			continue
		}
		if m.lead {
			leads = append(leads, m)
		} else {
			members = append(members, m)
		}
	}
	slices.SortStableFunc(leads, func(x, y importedMember) int { return cmp.Compare(x.From, y.From) })
	return members, leads, nil
}

func (a *applier) addGroup(g *importedGroup, rows []importedMember) error {
	members := make([]GroupMember, len(rows))
	for i, m := range rows {
		members[i] = m.GroupMember
		if g.ValidFrom == "" || m.From < g.ValidFrom {
			g.ValidFrom = m.From
		}
	}
	if len(members) == 0 {
		return nil // each of its rows was told
	}
	taken, err := groupKeyTaken(a.tx, g.OwnerID, g.Key)
	if err != nil {
		return err
	}
	if taken {
		a.note(g.fault("Khóa", g.Key, "cơ quan chủ quản đã có nhóm khác với khóa này", "một khóa khác"))
		return nil
	}
	if ok, err := a.refused(g.place, AddGroup(a.tx, a.by, g.Group, members)); !ok {
		return err
	}
	a.done.Added += len(members)
	return nil
}

// sameGroup adds the members that are new and ends those that have ended.
func (a *applier) sameGroup(was Group, now importedGroup, rows []importedMember) error {
	for _, c := range []struct{ header, was, now string }{
		{"Khóa", was.Key, now.Key}, {"Tên nhóm", was.Name, now.Name}, {"Loại", was.Kind, now.Kind}, {"Chủ quản", was.OwnerID, now.OwnerID},
		{"Phạm vi", was.Scope, now.Scope}, {"Tập thể", was.Body, now.Body}, {"Cách viết khác", fmt.Sprint(was.Patterns), fmt.Sprint(now.Patterns)},
	} {
		if c.was != c.now {
			a.differs(now.place, c.header, c.was, c.now)
			return nil
		}
	}
	standing, err := membersOfAllTime(a.tx, was.ID)
	if err != nil {
		return err
	}
	for _, m := range rows {
		at := slices.IndexFunc(standing, func(s GroupMember) bool {
			return s.Kind == m.Kind && s.OrganID == m.OrganID && s.PersonID == m.PersonID && s.Position == m.Position && s.From == m.From
		})
		if at < 0 {
			ofOrgans := was.Kind == OneOrgan || was.Kind == OrganGroup
			if (m.Kind == OrganMember) != ofOrgans || was.Kind == OneOrgan || m.From < was.ValidFrom {
				a.note(m.fault("Thành viên", "", "thành viên này không hợp với nhóm “"+was.Name+"”", "đúng loại thành viên, từ ngày nhóm có hiệu lực"))
				continue
			}
			m.GroupID, m.Rank = was.ID, len(standing)+1
			if err := addMember(a.tx, a.by, was, m.GroupMember); err != nil {
				return err
			}
			standing = append(standing, m.GroupMember)
			a.done.Added++
			continue
		}
		switch s := standing[at]; {
		case s.To == m.To:
			a.done.Kept++
		case endsNow(s.To, m.To):
			if err := endMember(a.tx, a.by, was, s, m.To); err != nil {
				return err
			}
			a.done.Ended++
		default:
			a.differs(m.place, "Đến ngày", string(s.To), string(m.To))
		}
	}
	return nil
}

// addLeads names who leads a group, in the order of the days.
func (a *applier) addLeads(g importedGroup, rows []importedMember) error {
	if len(rows) == 0 {
		return nil
	}
	if _, there, err := groupByID(a.tx, g.ID); err != nil || !there {
		return err // a faulty group leads nowhere
	}
	for _, m := range rows {
		standing, err := Leads(a.tx, g.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(standing, func(l Lead) bool { return l.OrganID == m.OrganID && l.From == m.From }) {
			a.done.Kept++
			continue
		}
		ok, err := a.refused(m.place, ChangeLead(a.tx, a.by, g.ID, m.OrganID, m.From))
		if err != nil {
			return err
		}
		if ok {
			a.done.Added++
		}
	}
	return nil
}

func addMember(tx *store.Tx, by Editor, g Group, m GroupMember) error {
	if err := insertMember(tx, g.Key, m); err != nil {
		return err
	}
	return by.record(tx, "organ", g.OwnerID, "directory.add_member",
		map[string]any{"group": g.ID, "organ": m.OrganID, "person": m.PersonID, "position": m.Position, "from": m.From, "to": m.To})
}

func endMember(tx *store.Tx, by Editor, g Group, m GroupMember, last store.Date) error {
	if err := setMemberEnd(tx, m, last); err != nil {
		return err
	}
	return by.record(tx, "organ", g.OwnerID, "directory.end_member",
		map[string]any{"group": g.ID, "organ": m.OrganID, "person": m.PersonID, "position": m.Position, "to": last})
}
