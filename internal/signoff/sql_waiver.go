package signoff

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type waiverRow struct {
	DocumentID     string    `gorm:"column:document_id"`
	ContentVersion int       `gorm:"column:content_version"`
	Finding        string    `gorm:"column:finding"`
	Rule           string    `gorm:"column:rule"`
	Code           string    `gorm:"column:code"`
	Reason         string    `gorm:"column:reason"`
	PersonID       string    `gorm:"column:person_id"`
	At             time.Time `gorm:"column:at"`
}

func (waiverRow) TableName() string { return "format_waiver" }

// waiversOf are the waivers of one version of a text, by finding.
func waiversOf(tx *store.Tx, id string, contentVersion int) (map[string]waiverRow, error) {
	var rows []waiverRow
	if err := tx.DB().Where("document_id = ? AND content_version = ?", id, contentVersion).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the waivers: %w", err)
	}
	waivers := make(map[string]waiverRow, len(rows))
	for _, r := range rows {
		waivers[r.Finding] = r
	}
	return waivers, nil
}

func insertWaivers(tx *store.Tx, rows []waiverRow) error {
	if err := tx.DB().CreateInBatches(rows, 200).Error; err != nil {
		return fmt.Errorf("write the waivers: %w", err)
	}
	return nil
}
