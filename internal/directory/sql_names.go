package directory

import (
	"fmt"

	"trinhky/internal/store"
)

// OrganName is one way to write an organ that stands on a date.
type OrganName struct {
	ID, Name string // Name is the full name
	Written  string // the name or a short name
	Above    string // the organ that it is under, or a unit of; "" for none
}

// OrganNames are all ways to write the organs of a date, in light queries however many there are: for completion.
func OrganNames(tx *store.Tx, on store.Date) ([]OrganName, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	var names []OrganName
	err := tx.DB().Raw(`SELECT id, name, name AS written, COALESCE(unit_of, parent_id, '') AS above FROM organ WHERE `+onDate+`
		UNION ALL SELECT o.id, o.name, s.name, COALESCE(o.unit_of, o.parent_id, '') FROM organ_short_name s JOIN organ o ON o.id = s.organ_id
		WHERE o.valid_from <= ? AND (o.valid_to = '' OR o.valid_to >= ?)`, on, on, on, on).Scan(&names).Error
	if err != nil {
		return nil, fmt.Errorf("list the names of organs: %w", err)
	}
	was, err := pastOn(tx, on)
	if err != nil || len(was) == 0 {
		return names, err
	}
	for i := range names {
		if past, renamed := was[names[i].ID]; renamed {
			if names[i].Written == names[i].Name {
				names[i].Written = past.Name
			}
			names[i].Name = past.Name
		}
	}
	return names, nil
}

// ClosedNames are all ways to write the organs that have ended before a date: completion offers who took over.
func ClosedNames(tx *store.Tx, on store.Date) ([]OrganName, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	var names []OrganName
	err := tx.DB().Raw(`SELECT id, name, name AS written, COALESCE(unit_of, parent_id, '') AS above FROM organ WHERE valid_to <> '' AND valid_to < ?
		UNION ALL SELECT o.id, o.name, s.name, COALESCE(o.unit_of, o.parent_id, '') FROM organ_short_name s JOIN organ o ON o.id = s.organ_id
		WHERE o.valid_to <> '' AND o.valid_to < ?`, on, on).Scan(&names).Error
	if err != nil {
		return nil, fmt.Errorf("list the names of closed organs: %w", err)
	}
	return names, nil
}

// PersonName is a person by one post of a date.
type PersonName struct{ ID, Name, Gender, Title, OrganID string }

// PersonNames are those in office on a date, a row a post, in one light query: for completion.
func PersonNames(tx *store.Tx, on store.Date) ([]PersonName, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	var names []PersonName
	err := tx.DB().Raw(`SELECT p.id, p.name, p.gender, h.title, h.organ_id FROM holding h JOIN person p ON p.id = h.person_id JOIN organ o ON o.id = h.organ_id
		WHERE `+heldOn+` ORDER BY p.name, p.id, h.rank`, on, on, on, on).Scan(&names).Error
	if err != nil {
		return nil, fmt.Errorf("list the names of people: %w", err)
	}
	return names, nil
}
