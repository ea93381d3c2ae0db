package signoff

import (
	"fmt"
	"time"

	"trinhky/internal/document"
	"trinhky/internal/store"
)

// recallStep is a step of a recall: who decided it and why, and who sent the notice, or took the decision back and why.
type recallStep struct {
	DocumentID string    `gorm:"column:document_id"`
	Round      int       `gorm:"column:round"` // from 1; a new one after a decision was taken back
	Step       string    `gorm:"column:step"`
	PersonID   string    `gorm:"column:person_id"`
	Capacity   string    `gorm:"column:capacity"`
	Reason     string    `gorm:"column:reason"`
	Ground     string    `gorm:"column:ground"`
	At         time.Time `gorm:"column:at"`
}

const (
	stepDecided   = "decided"
	stepExecuted  = "executed"
	stepWithdrawn = "withdrawn"
)

func (recallStep) TableName() string { return "document_recall" }

// recallOf are the steps of a document's recall; nil for one that has not come. A decision that was taken back is none: next
// is the round in which the document could be recalled now.
func recallOf(tx *store.Tx, id string) (decided, executed *recallStep, next int, err error) {
	var rows []recallStep
	if err := tx.DB().Where("document_id = ?", id).Order("round, at").Find(&rows).Error; err != nil {
		return nil, nil, 0, fmt.Errorf("read the recall: %w", err)
	}
	next = 1
	for i, r := range rows {
		rows[i].At = r.At.UTC()
		switch next = r.Round; r.Step {
		case stepDecided:
			decided = &rows[i]
		case stepExecuted:
			executed = &rows[i]
		case stepWithdrawn:
			decided, next = nil, r.Round+1
		}
	}
	return decided, executed, next, nil
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
