package distribution

import (
	"fmt"
	"slices"

	"trinhky/internal/store"
)

// Dispatch is how a document went out, in figures.
type Dispatch struct{ Copies, Confirmed int }

// Dispatches counts of documents how many copies were sent and how many confirmed: for the sổ đăng ký văn bản đi. One query
// for each 500 documents.
func Dispatches(tx *store.Tx, documentIDs []string) (map[string]Dispatch, error) {
	all := map[string]Dispatch{}
	for part := range slices.Chunk(documentIDs, inBatch) {
		var rows []struct {
			DocumentID        string
			Copies, Confirmed int
		}
		err := tx.DB().Table("delivery").
			Select("document_id, count(*) AS copies, sum(CASE WHEN state = ? THEN 1 ELSE 0 END) AS confirmed", string(Acknowledged)).
			Where("document_id IN ?", part).Group("document_id").Find(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("count what was sent: %w", err)
		}
		for _, r := range rows {
			all[r.DocumentID] = Dispatch{Copies: r.Copies, Confirmed: r.Confirmed}
		}
	}
	return all, nil
}
