package directory

import (
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// EndTerm ends an open nhiệm kỳ with a last day. Fault TERM_INVALID.
func EndTerm(tx *store.Tx, by Editor, t Term, last store.Date) error {
	ended := tx.DB().Model(&termRow{}).Where("id = ? AND valid_to = '' AND valid_from <= ?", t.ID, last).
		Select("valid_to").Updates(map[string]any{"valid_to": last})
	if ended.Error != nil {
		return fmt.Errorf("end term %s: %w", t.ID, ended.Error)
	}
	if ended.RowsAffected != 1 || !last.Valid() {
		return fault.New(fault.Unmet, "TERM_INVALID", fmt.Sprintf("Nhiệm kỳ %s đã kết thúc, hoặc ngày kết thúc trước ngày bắt đầu.", t.Number))
	}
	return by.record(tx, "organ", t.OrganID, "directory.end_term", map[string]any{"number": t.Number, "to": last})
}

func mandateByID(tx *store.Tx, id string) (Mandate, bool, error) {
	var row mandateRow
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&row)
	if found.Error != nil {
		return Mandate{}, false, fmt.Errorf("find mandate %s: %w", id, found.Error)
	}
	return row.mandate(), found.RowsAffected == 1, nil
}

func groupKeyTaken(tx *store.Tx, ownerID, key string) (bool, error) {
	var n int64
	if err := tx.DB().Model(&groupRow{}).Where("owner_id = ? AND key = ?", ownerID, key).Count(&n).Error; err != nil {
		return false, fmt.Errorf("look for group %s: %w", key, err)
	}
	return n > 0, nil
}

// membersOfAllTime are all rows of a group, also those that have ended.
func membersOfAllTime(tx *store.Tx, groupID string) ([]GroupMember, error) {
	var rows []memberRow
	if err := tx.DB().Where("group_id = ?", groupID).Order("rank").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find the members of %s: %w", groupID, err)
	}
	members := make([]GroupMember, len(rows))
	for i, row := range rows {
		members[i] = row.member()
	}
	return members, nil
}

// setMemberEnd ends a row of a group that is open, or earlier than it would have ended.
func setMemberEnd(tx *store.Tx, m GroupMember, last store.Date) error {
	ended := tx.DB().Model(&memberRow{}).Where("group_id = ? AND rank = ? AND (valid_to = '' OR valid_to > ?)", m.GroupID, m.Rank, last).
		Select("valid_to").Updates(map[string]any{"valid_to": last})
	if ended.Error != nil {
		return fmt.Errorf("end a member of %s: %w", m.GroupID, ended.Error)
	}
	if ended.RowsAffected != 1 {
		return fmt.Errorf("end a member of %s: %d rows", m.GroupID, ended.RowsAffected)
	}
	return nil
}
