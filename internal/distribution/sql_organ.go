package distribution

import (
	"fmt"

	"trinhky/internal/store"
)

// Waiting counts what was sent to organs and neither acknowledged nor refused.
func Waiting(tx *store.Tx, organs []string) (n int64, err error) {
	if len(organs) == 0 {
		return 0, nil
	}
	err = tx.DB().Raw(`SELECT count(*) FROM delivery WHERE organ_id IN ? AND organ_id <> '' AND state IN ('sent', 'arrived')`, organs).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count what waits for organs: %w", err)
	}
	return n, nil
}
