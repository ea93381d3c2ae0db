package directory

import (
	"fmt"

	"trinhky/internal/store"
)

// withUnits are organs with the units of theirs that stand on a date.
func withUnits(tx *store.Tx, ids []string, on store.Date) (all []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.DB().Raw(`SELECT id FROM organ WHERE id IN ? OR unit_of IN ? AND `+onDate+` ORDER BY id`, ids, ids, on, on).Scan(&all).Error
	if err != nil {
		return nil, fmt.Errorf("find the units of organs: %w", err)
	}
	return all, nil
}

// membershipsOf are the lines of groups that name organs on a date, with the groups. Groups that end with what is asked for are left out.
func membershipsOf(tx *store.Tx, ids []string, on store.Date) ([]Affected, error) {
	var rows []memberRow
	err := tx.DB().Where("organ_id IN ? AND "+onDate+" AND group_id IN (SELECT id FROM org_group WHERE "+onDate+" AND owner_id NOT IN ?)",
		ids, on, on, on, on, ids).Order("group_id, rank").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("find the groups of organs: %w", err)
	}
	affected := make([]Affected, len(rows))
	for i, r := range rows {
		g, _, err := groupByID(tx, r.GroupID)
		if err != nil {
			return nil, err
		}
		affected[i] = Affected{Group: g, Member: r.member()}
	}
	return affected, nil
}

func groupsOwnedBy(tx *store.Tx, ids []string, on store.Date) ([]Group, error) {
	var rows []groupRow
	if err := tx.DB().Where("owner_id IN ? AND "+onDate, ids, on, on).Order("key, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find the groups of organs: %w", err)
	}
	return groupsOf(rows), nil
}

// lockGroup makes two who change a group's list take turns; on SQLite they do anyhow.
func lockGroup(tx *store.Tx, id string) error {
	if err := tx.DB().Exec(`UPDATE org_group SET key = key WHERE id = ?`, id).Error; err != nil {
		return fmt.Errorf("lock group %s: %w", id, err)
	}
	return nil
}

// setGroupEnd ends an open group; false when there is none such.
func setGroupEnd(tx *store.Tx, id string, last store.Date) (bool, error) {
	ended := tx.DB().Model(&groupRow{}).Where("id = ? AND valid_to = '' AND valid_from <= ?", id, last).
		Select("valid_to").Updates(map[string]any{"valid_to": last})
	if ended.Error != nil {
		return false, fmt.Errorf("end group %s: %w", id, ended.Error)
	}
	return ended.RowsAffected == 1, nil
}

// setPerson writes a person's name and gender; false when somebody changed the row meanwhile.
func setPerson(tx *store.Tx, p Person) (bool, error) {
	set := tx.DB().Exec(`UPDATE person SET name = ?, folded_name = ?, gender = ?, version = version + 1 WHERE id = ? AND version = ?`,
		p.Name, Fold(p.Name), p.Gender, p.ID, p.Version)
	if set.Error != nil {
		return false, fmt.Errorf("change person %s: %w", p.ID, set.Error)
	}
	return set.RowsAffected == 1, nil
}
