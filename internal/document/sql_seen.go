package document

import (
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// Seen gives, of some documents, those within a reach, by id: one question however many they are.
func Seen(tx *store.Tx, see authz.Reach, ids []string) (map[string]Document, error) {
	seen := map[string]Document{}
	if see.None() || len(ids) == 0 {
		return seen, nil
	}
	condition, args := VisibleEach(see)
	var found []Document
	if err := tx.DB().Table("document AS d").Where("d.id IN ?", ids).Where(condition, args...).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("read which documents are seen: %w", err)
	}
	for _, d := range found {
		seen[d.ID] = d
	}
	return seen, nil
}

// VisibleEach is Visible asked of one row of `document AS d` after the other, whatever the reader may see besides: the leader
// of an office sees a quarter of a million documents, and a page of fifty is not to read them.
func VisibleEach(see authz.Reach) (string, []any) {
	if see.DocumentID != "" {
		return Visible(see)
	}
	each := eachSeen(see, "d.id")
	return each.sql, each.args
}
