package incoming

import (
	"gorm.io/gorm"

	"trinhky/internal/store"
)

// watch counts the statements that read in a transaction, until it is ended.
func watch(tx *store.Tx, n *int) (end func()) {
	count := func(*gorm.DB) { *n++ }
	callbacks := tx.DB().Callback()
	name := "count:" + store.NewID()
	_ = callbacks.Query().After("gorm:query").Register(name, count)
	_ = callbacks.Row().After("gorm:row").Register(name, count)
	return func() {
		_ = callbacks.Query().Remove(name)
		_ = callbacks.Row().Remove(name)
	}
}
