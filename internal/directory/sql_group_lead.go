package directory

import (
	"fmt"

	"trinhky/internal/store"
)

type leadRow struct {
	GroupID   string     `gorm:"column:group_id"`
	OrganID   string     `gorm:"column:organ_id"`
	ValidFrom store.Date `gorm:"column:valid_from"`
	ValidTo   store.Date `gorm:"column:valid_to"`
}

func (leadRow) TableName() string { return "group_lead" }

func leadsWhere(tx *store.Tx, condition string, args ...any) ([]Lead, error) {
	var rows []leadRow
	if err := tx.DB().Where(condition, args...).Order("group_id, valid_from").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find who leads a group: %w", err)
	}
	leads := make([]Lead, len(rows))
	for i, r := range rows {
		leads[i] = Lead{GroupID: r.GroupID, OrganID: r.OrganID, From: r.ValidFrom, To: r.ValidTo}
	}
	return leads, nil
}

func insertLead(tx *store.Tx, l Lead) error {
	row := leadRow{GroupID: l.GroupID, OrganID: l.OrganID, ValidFrom: l.From, ValidTo: l.To}
	return insert(tx, "lead of group "+l.GroupID, &row)
}

// endLead ends who leads a group on the day that another begins, with the day before; nobody is no error.
func endLead(tx *store.Tx, groupID string, begins store.Date) error {
	last := store.DateOf(begins.Time().AddDate(0, 0, -1))
	ended := tx.DB().Model(&leadRow{}).Where("group_id = ? AND "+onDate, groupID, begins, begins).
		Select("valid_to").Updates(map[string]any{"valid_to": last})
	if ended.Error != nil {
		return fmt.Errorf("end the lead of group %s: %w", groupID, ended.Error)
	}
	return nil
}
