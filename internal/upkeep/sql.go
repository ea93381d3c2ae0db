package upkeep

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

// databaseClock is the database's own clock, and ours at that moment. SQLite runs in this process and has no other clock.
func databaseClock(tx *store.Tx) (theirs, ours time.Time, err error) {
	if tx.Dialect() == store.SQLite {
		now := time.Now()
		return now, now, nil
	}
	before := time.Now()
	if err := tx.DB().Raw(`SELECT clock_timestamp()`).Row().Scan(&theirs); err != nil {
		return theirs, ours, fmt.Errorf("ask the database for the time: %w", err)
	}
	return theirs, before.Add(time.Since(before) / 2), nil
}
