package distribution

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

// markArrived marks those that are still on their way; it says how many that were.
func markArrived(tx *store.Tx, documentID string, ids []string) (int64, error) {
	marked := tx.DB().Exec(`UPDATE delivery SET state = 'arrived', arrived_at = ?, version = version + 1
		WHERE document_id = ? AND id IN ? AND state = 'sent' AND channel = 'account'`, tx.Now, documentID, ids)
	if marked.Error != nil {
		return 0, fmt.Errorf("mark deliveries arrived: %w", marked.Error)
	}
	return marked.RowsAffected, nil
}

// late finds deliveries whose time is over and that still owe an answer.
func late(tx *store.Tx, limit int) ([]Delivery, error) {
	return deliveriesWhere(tx, limit, `overdue = false AND due IS NOT NULL AND due <= ? AND state IN ('sent', 'arrived')
		AND (ack = 'required' OR read_at IS NULL)`, tx.Now)
}

type reminderRow struct {
	ID         string    `gorm:"column:id"`
	DeliveryID string    `gorm:"column:delivery_id"`
	Kind       string    `gorm:"column:kind"`
	At         time.Time `gorm:"column:at"`
}

func (reminderRow) TableName() string { return "delivery_reminder" }

func insertReminder(tx *store.Tx, deliveryID, kind string) error {
	row := reminderRow{ID: store.NewID(), DeliveryID: deliveryID, Kind: kind, At: tx.Now}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a reminder: %w", err)
	}
	return nil
}

func remindersOf(tx *store.Tx, deliveryIDs []string) ([]reminderRow, error) {
	var rows []reminderRow
	if err := tx.DB().Where("delivery_id IN ?", deliveryIDs).Order("at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	return rows, nil
}

// nextArrival counts an organ's arrivals of a year on by one; a rollback gives the number back.
func nextArrival(tx *store.Tx, organID string, year int) (int, error) {
	var next struct{ Last int }
	err := tx.DB().Raw(`INSERT INTO arrival_series (organ_id, year, last) VALUES (?, ?, 1)
		ON CONFLICT (organ_id, year) DO UPDATE SET last = arrival_series.last + 1 RETURNING last`, organID, year).Scan(&next).Error
	if err != nil {
		return 0, fmt.Errorf("take an arrival number: %w", err)
	}
	return next.Last, nil
}

// countUnacknowledged counts what a document still waits for.
func countUnacknowledged(tx *store.Tx, documentID string) (n int64, err error) {
	err = tx.DB().Model(&deliveryRow{}).Where("document_id = ? AND ack = 'required' AND state <> 'acknowledged'", documentID).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count deliveries: %w", err)
	}
	return n, nil
}

// receivedBy reads what was delivered to a person or to any of some organs, newest first, one row more than the page.
func receivedBy(tx *store.Tx, personID string, organs []string, f ReceivedFilter) ([]Delivery, error) {
	query := tx.DB()
	if len(organs) > 0 {
		query = query.Where("(person_id = ? AND person_id <> '') OR organ_id IN ? OR office_id IN ?", personID, organs, organs)
	} else {
		query = query.Where("person_id = ? AND person_id <> ''", personID)
	}
	query = tx.DB().Model(&deliveryRow{}).Where(query)
	if f.Cursor != "" {
		query = query.Where("id < ?", f.Cursor)
	}
	switch f.Only {
	case "unread":
		query = query.Where("read_at IS NULL")
	case "waiting":
		query = query.Where("state IN ('sent', 'arrived') AND (ack = 'required' OR (ack = 'read' AND read_at IS NULL))")
	case "overdue":
		query = query.Where("overdue = true AND state IN ('sent', 'arrived')")
	}
	var rows []deliveryRow
	if err := query.Order("id DESC").Limit(f.Limit + 1).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read what was received: %w", err)
	}
	return deliveriesOf(rows)
}
