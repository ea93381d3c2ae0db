package signoff

import (
	"fmt"

	"trinhky/internal/document"
	"trinhky/internal/store"
)

// lateStep is a step whose time is over, and how urgent its document is.
type lateStep struct {
	document.Step
	Urgency string
}

// lateSteps are steps that nobody was told of yet, the longest late first.
func lateSteps(tx *store.Tx, limit int) (late []lateStep, err error) {
	err = tx.DB().Raw(`SELECT s.id, s.document_id, s.action, s.act, s.person_id, s.organ_id, s.why, s.due, d.urgency
		FROM document_step s JOIN document d ON d.id = s.document_id
		WHERE s.alarmed_at IS NULL AND s.due IS NOT NULL AND s.due <= ? ORDER BY s.due, s.id LIMIT ?`, tx.Now, limit).Scan(&late).Error
	if err != nil {
		return nil, fmt.Errorf("read late steps: %w", err)
	}
	return late, nil
}

func markAlarmed(tx *store.Tx, late []lateStep) error {
	if len(late) == 0 {
		return nil
	}
	ids := make([]string, len(late))
	for i, step := range late {
		ids[i] = step.ID
	}
	if err := tx.DB().Exec(`UPDATE document_step SET alarmed_at = ? WHERE id IN ?`, tx.Now, ids).Error; err != nil {
		return fmt.Errorf("mark late steps: %w", err)
	}
	return nil
}
