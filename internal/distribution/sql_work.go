package distribution

import (
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/document"
	"trinhky/internal/store"
)

// markArrived marks those that are still on their way; it says how many that were.
func markArrived(tx *store.Tx, documentID string, ids []string) (int64, error) {
	marked := tx.DB().Exec(`UPDATE delivery SET state = 'arrived', arrived_at = ?, version = version + 1
		WHERE document_id = ? AND id IN ? AND state = 'sent' AND channel = 'account' AND recalled_at IS NULL`, tx.Now, documentID, ids)
	if marked.Error != nil {
		return 0, fmt.Errorf("mark deliveries arrived: %w", marked.Error)
	}
	return marked.RowsAffected, nil
}

// ringing finds copies that still wait and whose moment has come: that of the next reminder, or the end of the term where
// no clock was set.
func ringing(tx *store.Tx, limit int) ([]Delivery, error) {
	return deliveriesWhere(tx, limit, waitingSQL+` AND due IS NOT NULL AND (remind_at <= ? OR (overdue = false AND due <= ?))`, tx.Now, tx.Now)
}

// markReminded sets the clock of copies on, and marks them overdue where they are.
func markReminded(tx *store.Tx, ids []string, overdue bool, next time.Time) error {
	err := tx.DB().Exec(`UPDATE delivery SET remind_at = ?, overdue = (overdue = true OR ? = true), version = version + 1
		WHERE id IN ? AND `+waitingSQL, next, overdue, ids).Error
	if err != nil {
		return fmt.Errorf("mark deliveries reminded: %w", err)
	}
	return nil
}

// waitingOf are the copies of a document that still owe an answer.
func waitingOf(tx *store.Tx, documentID string) ([]Delivery, error) {
	return deliveriesWhere(tx, 0, "document_id = ? AND "+waitingSQL, documentID)
}

type reminderRow struct {
	ID         string    `gorm:"column:id"`
	DeliveryID string    `gorm:"column:delivery_id"`
	Kind       string    `gorm:"column:kind"`
	ByID       string    `gorm:"column:by_id"`
	At         time.Time `gorm:"column:at"`
}

func (reminderRow) TableName() string { return "delivery_reminder" }

func insertReminders(tx *store.Tx, deliveryIDs []string, kind, by string) error {
	rows := make([]reminderRow, len(deliveryIDs))
	for i, id := range deliveryIDs {
		rows[i] = reminderRow{ID: store.NewID(), DeliveryID: id, Kind: kind, ByID: by, At: tx.Now}
	}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, inBatch).Error; err != nil {
		return fmt.Errorf("write reminders: %w", err)
	}
	return nil
}

// remindedSince are the copies of a document that somebody reminded by hand after a moment.
func remindedSince(tx *store.Tx, documentID string, since time.Time) (map[string]bool, error) {
	var ids []string
	err := tx.DB().Raw(`SELECT r.delivery_id FROM delivery_reminder r JOIN delivery d ON d.id = r.delivery_id
		WHERE d.document_id = ? AND r.kind = 'hand' AND r.at > ?`, documentID, since).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	recent := make(map[string]bool, len(ids))
	for _, id := range ids {
		recent[id] = true
	}
	return recent, nil
}

func remindersOf(tx *store.Tx, deliveryIDs []string) ([]reminderRow, error) {
	var rows []reminderRow
	if err := tx.DB().Where("delivery_id IN ?", deliveryIDs).Order("at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	return rows, nil
}

// countUnacknowledged counts what a document still waits for.
func countUnacknowledged(tx *store.Tx, documentID string) (n int64, err error) {
	err = tx.DB().Model(&deliveryRow{}).Where("document_id = ? AND ack = 'required' AND state <> 'acknowledged'", documentID).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count deliveries: %w", err)
	}
	return n, nil
}

// receivedBy reads what was delivered to a person or to any of some organs, newest first, one row more than the page. Each
// receiver is asked on an index of its own for no more than the page, so that it takes as long for a copy among a million as
// among ten.
func receivedBy(tx *store.Tx, personID string, organs []string, f ReceivedFilter) ([]Delivery, error) {
	narrow, values := "", []any{}
	if f.DocumentID != "" {
		narrow, values = narrow+" AND document_id = ?", append(values, f.DocumentID)
	}
	if len(f.IDs) > 0 {
		narrow, values = narrow+" AND id IN ?", append(values, f.IDs)
	}
	than, order := "<", "id DESC"
	if f.Back {
		than, order = ">", "id"
	}
	for _, one := range []struct {
		sql   string
		value any
		asked bool
	}{
		{" AND id " + than + " ?", f.Cursor, f.Cursor != ""},
		{" AND sent_at >= ?", f.From.Time().UTC(), f.From != ""}, {" AND sent_at < ?", f.To.Time().AddDate(0, 0, 1).UTC(), f.To != ""},
	} {
		if one.asked {
			narrow, values = narrow+one.sql, append(values, one.value)
		}
	}
	titled, words, err := document.Titled(tx, f.Query, "document_id")
	if err != nil {
		return nil, err
	}
	if titled != "" {
		narrow, values = narrow+" AND "+titled, append(values, words...)
	}
	switch f.Only {
	case "unread":
		narrow += " AND read_at IS NULL"
	case "waiting": // the words of the indexes delivery_waits_for_…
		narrow += " AND recalled_at IS NULL AND state IN ('sent', 'arrived') AND (ack = 'required' OR (ack = 'read' AND read_at IS NULL))"
	case "overdue":
		narrow += " AND recalled_at IS NULL AND overdue = true AND state IN ('sent', 'arrived')"
	}
	var parts []string
	var args []any
	ask := func(column, id string) {
		parts = append(parts, fmt.Sprintf("SELECT id FROM (SELECT id FROM delivery WHERE %s = ? AND %s <> ''%s ORDER BY %s LIMIT %d) AS one",
			column, column, narrow, order, f.Limit+1))
		args = append(append(args, id), values...)
	}
	if personID != "" {
		ask("person_id", personID)
	}
	for _, id := range organs {
		ask("organ_id", id)
		ask("office_id", id)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	var rows []deliveryRow
	err = tx.DB().Where("id IN ("+strings.Join(parts, " UNION ALL ")+")", args...).Order(order).Limit(f.Limit + 1).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read what was received: %w", err)
	}
	return deliveriesOf(rows)
}
