package distribution

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type receiptRow struct {
	ID         string    `gorm:"column:id"`
	DeliveryID string    `gorm:"column:delivery_id"`
	DocumentID string    `gorm:"column:document_id"`
	Kind       string    `gorm:"column:kind"`
	At         time.Time `gorm:"column:at"`
	Payload    string    `gorm:"column:payload"`
	Signed     []byte    `gorm:"column:signed"`
}

func (receiptRow) TableName() string { return "delivery_receipt" }

func (r receiptRow) receipt() Receipt {
	return Receipt{
		ID: r.ID, DeliveryID: r.DeliveryID, DocumentID: r.DocumentID, Kind: r.Kind, At: r.At.UTC(),
		Payload: []byte(r.Payload), Signed: r.Signed,
	}
}

func insertReceipt(tx *store.Tx, r Receipt) error {
	row := receiptRow{
		ID: r.ID, DeliveryID: r.DeliveryID, DocumentID: r.DocumentID, Kind: r.Kind, At: r.At, Payload: string(r.Payload), Signed: r.Signed,
	}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a receipt: %w", err)
	}
	return nil
}

// receiptsOf are the receipts of a copy, in order of time.
func receiptsOf(tx *store.Tx, deliveryID string) ([]Receipt, error) {
	return receiptsWhere(tx, "delivery_id = ?", deliveryID)
}

func receiptsWhere(tx *store.Tx, condition string, values ...any) ([]Receipt, error) {
	var rows []receiptRow
	if err := tx.DB().Where(condition, values...).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read receipts: %w", err)
	}
	receipts := make([]Receipt, len(rows))
	for i, r := range rows {
		receipts[i] = r.receipt()
	}
	return receipts, nil
}
