package signoff

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/store"
)

type pileRow struct {
	PersonID   string    `gorm:"column:person_id"`
	DocumentID string    `gorm:"column:document_id"`
	Pile       string    `gorm:"column:pile"`
	Note       string    `gorm:"column:note"`
	SortedBy   string    `gorm:"column:sorted_by"`
	SortedAt   time.Time `gorm:"column:sorted_at"`
}

func (pileRow) TableName() string { return "inbox_pile" }

func putIntoPile(tx *store.Tx, row pileRow) error {
	err := tx.DB().Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "person_id"}, {Name: "document_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"pile", "note", "sorted_by", "sorted_at"}),
	}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("sort an inbox: %w", err)
	}
	return nil
}

// pilesOf says how documents were sorted for a person, by document.
func pilesOf(tx *store.Tx, personID string, ids []string) (map[string]pileRow, error) {
	piles := map[string]pileRow{}
	if len(ids) == 0 {
		return piles, nil
	}
	var rows []pileRow
	if err := tx.DB().Where("person_id = ? AND document_id IN ?", personID, ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read an inbox: %w", err)
	}
	for _, r := range rows {
		piles[r.DocumentID] = r
	}
	return piles, nil
}
