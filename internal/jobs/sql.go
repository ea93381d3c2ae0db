package jobs

import (
	"fmt"

	"trinhky/internal/store"
)

// Waiting counts the jobs of a kind that still have to run; kind "" counts all but the periodic ones' history.
func Waiting(tx *store.Tx, kind string) (n int64, err error) {
	query := tx.DB().Table("river_job").Where("state IN ('available', 'pending', 'retryable', 'running', 'scheduled')")
	if kind != "" {
		query = query.Where("kind = ?", kind)
	}
	if err := query.Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count the jobs: %w", err)
	}
	return n, nil
}
