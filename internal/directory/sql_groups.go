package directory

import (
	"fmt"
	"strings"

	"trinhky/internal/store"
)

type groupRow struct {
	ID        string     `gorm:"column:id"`
	Key       string     `gorm:"column:key"`
	Kind      string     `gorm:"column:kind"`
	OwnerID   string     `gorm:"column:owner_id"`
	Scope     string     `gorm:"column:scope"`
	Name      string     `gorm:"column:name"`
	Body      string     `gorm:"column:body"`
	Patterns  string     `gorm:"column:patterns"`
	ValidFrom store.Date `gorm:"column:valid_from"`
	ValidTo   store.Date `gorm:"column:valid_to"`
}

func (groupRow) TableName() string { return "org_group" }

func (r groupRow) group() Group {
	return Group{
		ID: r.ID, Key: r.Key, Kind: r.Kind, OwnerID: r.OwnerID, Scope: r.Scope, Name: r.Name, Body: r.Body,
		Patterns: splitLines(r.Patterns), ValidFrom: r.ValidFrom, ValidTo: r.ValidTo,
	}
}

type memberRow struct {
	GroupID   string     `gorm:"column:group_id"`
	Rank      int        `gorm:"column:rank"`
	Kind      string     `gorm:"column:kind"`
	OrganID   *string    `gorm:"column:organ_id"`
	PersonID  *string    `gorm:"column:person_id"`
	Position  string     `gorm:"column:position"`
	ValidFrom store.Date `gorm:"column:valid_from"`
	ValidTo   store.Date `gorm:"column:valid_to"`
}

func (memberRow) TableName() string { return "group_member" }

func (r memberRow) member() GroupMember {
	return GroupMember{
		GroupID: r.GroupID, Rank: r.Rank, Kind: MemberKind(r.Kind), OrganID: store.Text(r.OrganID),
		PersonID: store.Text(r.PersonID), Position: r.Position, From: r.ValidFrom, To: r.ValidTo,
	}
}

func insertGroup(tx *store.Tx, g Group, members []GroupMember) error {
	row := groupRow{
		ID: g.ID, Key: g.Key, Kind: g.Kind, OwnerID: g.OwnerID, Scope: g.Scope, Name: g.Name,
		Body: g.Body, Patterns: strings.Join(g.Patterns, "\n"), ValidFrom: g.ValidFrom, ValidTo: g.ValidTo,
	}
	if err := insert(tx, "group "+g.Key, &row); err != nil {
		return err
	}
	for i, m := range members {
		m.GroupID, m.Rank = g.ID, i+1
		if err := insertMember(tx, g.Key, m); err != nil {
			return err
		}
	}
	return nil
}

func insertMember(tx *store.Tx, key string, m GroupMember) error {
	row := memberRow{
		GroupID: m.GroupID, Rank: m.Rank, Kind: string(m.Kind), OrganID: store.NullText(m.OrganID), PersonID: store.NullText(m.PersonID),
		Position: m.Position, ValidFrom: m.From, ValidTo: m.To,
	}
	return insert(tx, "member of group "+key, &row)
}

func groupByID(tx *store.Tx, id string) (Group, bool, error) {
	var row groupRow
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&row)
	if found.Error != nil {
		return Group{}, false, fmt.Errorf("find group %s: %w", id, found.Error)
	}
	return row.group(), found.RowsAffected == 1, nil
}

func allGroups(tx *store.Tx) ([]Group, error) {
	var rows []groupRow
	if err := tx.DB().Order("owner_id, key").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find groups: %w", err)
	}
	return groupsOf(rows), nil
}

func groupsOn(tx *store.Tx, on store.Date) ([]Group, error) {
	var rows []groupRow
	err := tx.DB().Where(onDate+" AND owner_id IN (SELECT id FROM organ WHERE "+onDate+")", on, on, on, on).
		Order("owner_id, key").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("find groups: %w", err)
	}
	groups := groupsOf(rows)
	leads, err := leadsWhere(tx, onDate, on, on)
	if err != nil {
		return nil, err
	}
	leading := make(map[string]string, len(leads))
	for _, l := range leads {
		leading[l.GroupID] = l.OrganID
	}
	for i := range groups {
		groups[i].LeadOrganID = leading[groups[i].ID]
	}
	return groups, nil
}

func groupsOf(rows []groupRow) []Group {
	groups := make([]Group, len(rows))
	for i, row := range rows {
		groups[i] = row.group()
	}
	return groups
}

func membersOn(tx *store.Tx, groupID string, on store.Date) ([]GroupMember, error) {
	var rows []memberRow
	if err := tx.DB().Where("group_id = ? AND "+onDate, groupID, on, on).Order("rank").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find the members of %s: %w", groupID, err)
	}
	members := make([]GroupMember, len(rows))
	for i, row := range rows {
		members[i] = row.member()
	}
	return members, nil
}
