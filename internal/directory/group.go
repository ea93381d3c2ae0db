package directory

import (
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// GroupKind says what a group of Nơi nhận resolves to.
type GroupKind = string

// The kinds of group.
const (
	OneOrgan    GroupKind = "org"          // a phrase that means one organ: Ban Thường vụ Huyện ủy …
	OrganGroup  GroupKind = "org_group"    // each member organ receives
	Collective  GroupKind = "collective"   // its office-holders; may sign as Body
	PersonGroup GroupKind = "person_group" // people, each by name
)

// Group is a name of Nơi nhận that stands for several, as it stood from ValidFrom to ValidTo. It ends with its owner.
type Group struct {
	ID, Key            string
	Kind               GroupKind
	OwnerID            string // the organ that it is a group of
	Scope, Name        string // "TU", "HU:Tuy Phong", "huyện Tuy Phong"
	Body               string // of a collective that signs: BAN THƯỜNG VỤ
	Patterns           []string
	LeadOrganID        string // who leads it on the date that was asked for (see Lead); "" = nobody
	ValidFrom, ValidTo store.Date
}

// MemberKind says what one row of a group names.
type MemberKind string

// The kinds of member.
const (
	OrganMember    MemberKind = "organ"
	PersonMember   MemberKind = "person"
	PositionMember MemberKind = "position" // everyone who holds Position in the organ
)

// GroupMember is one line of a group's list.
type GroupMember struct {
	GroupID           string
	Rank              int
	Kind              MemberKind
	OrganID, PersonID string
	Position          string
	From, To          store.Date
}

func checkGroup(g Group, members []GroupMember) error {
	known := g.Kind == OneOrgan || g.Kind == OrganGroup || g.Kind == Collective || g.Kind == PersonGroup
	if !known || g.Key == "" || !written(g.Name) || !ordered(g.ValidFrom, g.ValidTo) || len(members) == 0 {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("Nhóm nơi nhận “%s” chưa hợp lệ: cần tên, loại, ngày bắt đầu và ít nhất một thành viên.", g.Name))
	}
	ofOrgans := g.Kind == OneOrgan || g.Kind == OrganGroup
	for _, m := range members {
		if (m.Kind == OrganMember) != ofOrgans {
			return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("Nhóm “%s” chỉ gồm cơ quan hoặc chỉ gồm người.", g.Name))
		}
	}
	if g.Kind == OneOrgan && len(members) != 1 {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("“%s” phải chỉ đúng một cơ quan.", g.Name))
	}
	return nil
}
