package incoming

import (
	"fmt"
	"slices"

	"trinhky/internal/store"
)

const inBatch = 500

// openArrivals are those of some deliveries that still wait for somebody.
func openArrivals(tx *store.Tx, deliveryIDs []string) (open []Arrival, err error) {
	for ids := range slices.Chunk(deliveryIDs, inBatch) {
		var rows []arrivalRow
		err := tx.DB().Where("delivery_id IN ? AND called_back = '' AND state NOT IN ?", ids, []State{Refused, Filed}).Find(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("read arrivals that are called back: %w", err)
		}
		found, err := arrivalsOf(rows)
		if err != nil {
			return nil, err
		}
		open = append(open, found...)
	}
	return open, nil
}

// changeCalledBack writes only what a call changes: there may be thousands.
func changeCalledBack(tx *store.Tx, a *Arrival) error {
	written := tx.DB().Exec(`UPDATE arrival SET called_back = ?, step_due = NULL, overdue = ?, updated_at = ?, version = version + 1
		WHERE id = ? AND version = ?`, a.CalledBack, false, tx.Now, a.ID, a.Version)
	if written.Error != nil {
		return fmt.Errorf("call arrival %s back: %w", a.ID, written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	a.Version, a.UpdatedAt = a.Version+1, tx.Now
	return nil
}
