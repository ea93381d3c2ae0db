package document

import (
	"fmt"

	"trinhky/internal/store"
)

// OnTheWay counts the documents that organs or units have begun and neither issued nor given up, by state.
func OnTheWay(tx *store.Tx, organs []string) (map[string]int, error) {
	counts := map[string]int{}
	if len(organs) == 0 {
		return counts, nil
	}
	var rows []struct {
		State string
		N     int
	}
	err := tx.DB().Raw(`SELECT state, count(*) AS n FROM document
		WHERE (issuer_id IN ? OR unit_id IN ?) AND state NOT IN ('issued', 'filed', 'withdrawn') GROUP BY state`, organs, organs).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count the documents of organs: %w", err)
	}
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, nil
}
