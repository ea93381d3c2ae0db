package casefile

import "trinhky/internal/store"

func countRows(tx *store.Tx, table string, n *int64) error {
	return tx.DB().Table(table).Count(n).Error
}

func exec(tx *store.Tx, sql string, args ...any) error { return tx.DB().Exec(sql, args...).Error }
