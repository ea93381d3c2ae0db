package signoff

import (
	"fmt"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/store"
)

// recallStep is one of the two steps of a recall: who decided it and why, who sent the notice.
type recallStep struct {
	DocumentID string    `gorm:"column:document_id"`
	Step       string    `gorm:"column:step"`
	PersonID   string    `gorm:"column:person_id"`
	Capacity   string    `gorm:"column:capacity"`
	Reason     string    `gorm:"column:reason"`
	Ground     string    `gorm:"column:ground"`
	At         time.Time `gorm:"column:at"`
}

const (
	stepDecided  = "decided"
	stepExecuted = "executed"
)

func (recallStep) TableName() string { return "document_recall" }

// recallOf are the steps of a document's recall; nil for one that has not come.
func recallOf(tx *store.Tx, id string) (decided, executed *recallStep, err error) {
	var rows []recallStep
	if err := tx.DB().Where("document_id = ?", id).Find(&rows).Error; err != nil {
		return nil, nil, fmt.Errorf("read the recall: %w", err)
	}
	for i, r := range rows {
		rows[i].At = r.At.UTC()
		if r.Step == stepDecided {
			decided = &rows[i]
		} else {
			executed = &rows[i]
		}
	}
	return decided, executed, nil
}

func insertRecallStep(tx *store.Tx, step recallStep) error {
	err := tx.DB().Create(&step).Error
	if store.IsDuplicate(err) {
		return document.ErrStale.Because(err) // somebody was quicker, or one person would take both steps
	}
	if err != nil {
		return fmt.Errorf("write the recall: %w", err)
	}
	return nil
}
