package login

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type linkRow struct {
	TokenHash  string     `gorm:"column:token_hash"`
	DocumentID string     `gorm:"column:document_id"`
	DeliveryID string     `gorm:"column:delivery_id"`
	CreatedAt  time.Time  `gorm:"column:created_at;autoCreateTime:false"`
	ExpiresAt  time.Time  `gorm:"column:expires_at"`
	RevokedAt  *time.Time `gorm:"column:revoked_at"`
}

// TableName is GORM's question.
func (linkRow) TableName() string { return "document_link" }

func addLink(tx *store.Tx, l linkRow) error {
	if err := tx.DB().Create(&l).Error; err != nil {
		return fmt.Errorf("login: write a link: %w", err)
	}
	return nil
}

func findLink(tx *store.Tx, hash string) (linkRow, bool, error) {
	var l linkRow
	found := tx.DB().Where("token_hash = ?", hash).Limit(1).Find(&l)
	if found.Error != nil {
		return l, false, fmt.Errorf("login: find a link: %w", found.Error)
	}
	return l, found.RowsAffected == 1, nil
}

// revokeLinks takes as many deliveries as one statement holds at a time.
func revokeLinks(tx *store.Tx, deliveryIDs []string) error {
	for len(deliveryIDs) > 0 {
		n := min(len(deliveryIDs), 500)
		err := tx.DB().Model(&linkRow{}).Where("delivery_id IN ? AND revoked_at IS NULL", deliveryIDs[:n]).Update("revoked_at", tx.Now).Error
		if err != nil {
			return fmt.Errorf("login: revoke links: %w", err)
		}
		deliveryIDs = deliveryIDs[n:]
	}
	return nil
}

// linkedOf reads as many deliveries as one statement holds at a time.
func linkedOf(tx *store.Tx, deliveryIDs []string) (map[string]bool, error) {
	linked := map[string]bool{}
	for len(deliveryIDs) > 0 {
		n := min(len(deliveryIDs), 500)
		var found []string
		err := tx.DB().Model(&linkRow{}).Distinct().Where("delivery_id IN ?", deliveryIDs[:n]).Pluck("delivery_id", &found).Error
		if err != nil {
			return nil, fmt.Errorf("login: read links: %w", err)
		}
		for _, id := range found {
			linked[id] = true
		}
		deliveryIDs = deliveryIDs[n:]
	}
	return linked, nil
}
