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

func insertRecallNotices(tx *store.Tx, notices []RecallNotice) error {
	if len(notices) == 0 {
		return nil
	}
	if err := tx.DB().CreateInBatches(notices, inBatch).Error; err != nil {
		return fmt.Errorf("write the notices of a recall: %w", err)
	}
	return nil
}

// RecallNotices are the notices of a document's recall, by delivery. It asks nobody for a right.
func RecallNotices(tx *store.Tx, documentID string) (map[string]RecallNotice, error) {
	var rows []RecallNotice
	if err := tx.DB().Where("document_id = ?", documentID).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the notices of a recall: %w", err)
	}
	notices := make(map[string]RecallNotice, len(rows))
	for _, n := range rows {
		notices[n.DeliveryID] = n
	}
	return notices, nil
}

// recallNotice is that of one copy; ErrNotFound where there is none.
func recallNotice(tx *store.Tx, deliveryID string) (n RecallNotice, err error) {
	found := tx.DB().Where("delivery_id = ?", deliveryID).Limit(1).Find(&n)
	switch {
	case found.Error != nil:
		return n, fmt.Errorf("read the notice of a recall: %w", found.Error)
	case found.RowsAffected == 0:
		return n, ErrNotFound
	}
	return n, nil
}

// settleRecallNotice writes what became of a letter, once.
func settleRecallNotice(tx *store.Tx, n RecallNotice) error {
	written := tx.DB().Model(&RecallNotice{}).Where("delivery_id = ? AND sent_at IS NULL AND failed_at IS NULL", n.DeliveryID).
		Select("Attempts", "SentAt", "FailedAt", "Failure").Updates(&n)
	if written.Error != nil {
		return fmt.Errorf("write what became of the notice of a recall: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}

// postRecallNotice notes that the notice was handed to the post; ErrNoRecallToPost where the receiver is told otherwise.
func postRecallNotice(tx *store.Tx, deliveryID string, on store.Date) error {
	written := tx.DB().Exec("UPDATE recall_notice SET posted_on = ? WHERE delivery_id = ?", on, deliveryID)
	if written.Error != nil {
		return fmt.Errorf("post the notice of a recall: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrNoRecallToPost
	}
	return nil
}
