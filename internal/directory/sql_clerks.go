package directory

import (
	"fmt"

	"trinhky/internal/store"
)

// wholesOf names, for every unit, the organ that it is part of.
func wholesOf(tx *store.Tx) (map[string]string, error) {
	var rows []struct{ ID, UnitOf string }
	if err := tx.DB().Raw(`SELECT id, unit_of FROM organ WHERE unit_of IS NOT NULL`).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("find units: %w", err)
	}
	wholes := make(map[string]string, len(rows))
	for _, row := range rows {
		wholes[row.ID] = row.UnitOf
	}
	return wholes, nil
}
