package distribution

import (
	"fmt"

	"trinhky/internal/store"
)

// Undelivered are the letters that did not arrive and that nobody has answered, recalled or sent otherwise since, the newest
// first: for whoever looks after the mail.
func Undelivered(tx *store.Tx, limit int) ([]Delivery, error) {
	var rows []deliveryRow
	err := tx.DB().Where("failed_at IS NOT NULL AND state IN ('sent', 'arrived') AND recalled_at IS NULL").
		Order("failed_at DESC, id DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list the letters that failed: %w", err)
	}
	return deliveriesOf(rows)
}
