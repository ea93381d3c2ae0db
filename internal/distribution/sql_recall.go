package distribution

import (
	"fmt"
	"slices"

	"trinhky/internal/store"
)

func insertCalledBack(tx *store.Tx, rows []CalledBack) error {
	if len(rows) == 0 {
		return nil
	}
	err := tx.DB().CreateInBatches(rows, inBatch).Error
	if store.IsDuplicate(err) {
		return ErrStale.Because(err) // somebody called it back just now
	}
	if err != nil {
		return fmt.Errorf("call copies back: %w", err)
	}
	return nil
}

// freezeCopies notes on the copies themselves that they were called back.
func freezeCopies(tx *store.Tx, deliveries []Delivery) error {
	ids := make([]string, len(deliveries))
	for i, d := range deliveries {
		ids[i] = d.ID
	}
	for chunk := range slices.Chunk(ids, inBatch) {
		err := tx.DB().Exec("UPDATE delivery SET recalled_at = ?, version = version + 1 WHERE id IN ? AND recalled_at IS NULL", tx.Now, chunk).Error
		if err != nil {
			return fmt.Errorf("freeze copies: %w", err)
		}
	}
	return nil
}

func calledBackWhere(tx *store.Tx, condition string, values ...any) (map[string][]CalledBack, error) {
	var rows []CalledBack
	if err := tx.DB().Where(condition, values...).Order("asked_at, delivery_id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read what was called back: %w", err)
	}
	found := map[string][]CalledBack{}
	for _, r := range rows {
		found[r.DeliveryID] = append(found[r.DeliveryID], r)
	}
	return found, nil
}

// answerCallBack writes what came of a call, once.
func answerCallBack(tx *store.Tx, c CalledBack) error {
	written := tx.DB().Model(&CalledBack{}).Where("delivery_id = ? AND kind = ? AND answer = ''", c.DeliveryID, c.Kind).
		Select("Answer", "AnsweredBy", "AnsweredAt", "Note").Updates(&c)
	if written.Error != nil {
		return fmt.Errorf("answer a recall: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return errAnsweredAlready
	}
	return nil
}

// copiesStillOut are the other copies of a document with the receivers of some, or with whoever receives for them.
func copiesStillOut(tx *store.Tx, documentID string, closing []Delivery) ([]Delivery, error) {
	closed := map[string]bool{}
	for _, d := range closing {
		closed[d.ID] = true
	}
	condition, values := "document_id = ?", []any{documentID}
	if len(closing) == 1 {
		at := []string{closing[0].OrganID, closing[0].OfficeID}
		condition, values = "document_id = ? AND organ_id <> '' AND (organ_id IN ? OR office_id IN ?)", []any{documentID, at, at}
	}
	others, err := deliveriesWhere(tx, 0, condition, values...)
	if err != nil {
		return nil, err
	}
	gone, err := goneOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(others, func(d Delivery) bool { return closed[d.ID] || gone[d.ID] }), nil
}

// calledBackTo reads the copies that went to a person or to any of some organs and were called back, newest first, one more
// than the page.
func calledBackTo(tx *store.Tx, personID string, organs []string, cursor string, limit int) ([]Delivery, error) {
	own := tx.DB().Where("person_id = ? AND person_id <> ''", personID)
	if len(organs) > 0 {
		own = own.Or("organ_id IN ?", organs).Or("office_id IN ?", organs)
	}
	query := tx.DB().Model(&deliveryRow{}).Where(own).Where("id IN (SELECT delivery_id FROM delivery_recall)")
	if cursor != "" {
		query = query.Where("id < ?", cursor)
	}
	var rows []deliveryRow
	if err := query.Order("id DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read what was called back: %w", err)
	}
	return deliveriesOf(rows)
}
