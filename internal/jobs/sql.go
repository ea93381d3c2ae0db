package jobs

import (
	"fmt"
	"time"

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

// Count is how many jobs of a kind stand where.
type Count struct {
	Standing Standing
	Kind     string
	N        int64
}

// Counts counts what is not done, by standing and kind.
func Counts(tx *store.Tx) (counts []Count, err error) {
	err = tx.DB().Raw(`SELECT CASE WHEN state IN ('available', 'pending', 'scheduled') THEN 'waiting' WHEN state = 'retryable' THEN 'failed'
			WHEN state = 'running' THEN 'running' ELSE 'dead' END AS standing, kind, count(*) AS n
		FROM river_job WHERE state IN ('available', 'pending', 'scheduled', 'running', 'retryable', 'discarded', 'cancelled')
		GROUP BY 1, 2 ORDER BY 1, 2`).Scan(&counts).Error
	if err != nil {
		return nil, fmt.Errorf("count the jobs: %w", err)
	}
	return counts, nil
}

// Late is how long the oldest job whose moment has come has been waiting for a worker; 0 when none is.
func Late(tx *store.Tx) (time.Duration, error) {
	var oldest []time.Time
	err := tx.DB().Raw(`SELECT scheduled_at FROM river_job WHERE state = 'available' AND scheduled_at <= ? ORDER BY scheduled_at LIMIT 1`,
		tx.Now).Scan(&oldest).Error
	if err != nil {
		return 0, fmt.Errorf("read how late the jobs are: %w", err)
	}
	if len(oldest) == 0 {
		return 0, nil
	}
	return max(0, tx.Now.Sub(oldest[0])), nil
}
