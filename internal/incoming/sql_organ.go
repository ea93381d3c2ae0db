package incoming

import (
	"fmt"

	"trinhky/internal/store"
)

// OpenOf counts what arrived at organs and is not done.
func OpenOf(tx *store.Tx, organs []string) (n int64, err error) {
	if len(organs) == 0 {
		return 0, nil
	}
	err = tx.DB().Raw(`SELECT count(*) FROM arrival WHERE organ_id IN ? AND state NOT IN ('done', 'filed', 'refused')`, organs).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count what arrived at organs: %w", err)
	}
	return n, nil
}
