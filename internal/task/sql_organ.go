package task

import (
	"fmt"

	"trinhky/internal/store"
)

// OpenOf counts the tasks that organs lead and nobody has closed.
func OpenOf(tx *store.Tx, organs []string) (n int64, err error) {
	if len(organs) == 0 {
		return 0, nil
	}
	err = tx.DB().Raw(`SELECT count(*) FROM task WHERE lead_id IN ? AND state NOT IN ('completed', 'cancelled')`, organs).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count the tasks of organs: %w", err)
	}
	return n, nil
}
