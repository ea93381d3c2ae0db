package signoff

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

type noticeRow struct {
	ID         string     `gorm:"column:id"`
	PersonID   string     `gorm:"column:person_id"`
	DocumentID string     `gorm:"column:document_id"`
	Event      int        `gorm:"column:event"`
	CommentID  string     `gorm:"column:comment_id"` // of a notice of a comment, which is no event of the document
	Action     string     `gorm:"column:action"`
	CreatedAt  time.Time  `gorm:"column:created_at"`
	SeenAt     *time.Time `gorm:"column:seen_at"`
}

func (noticeRow) TableName() string { return "notice" }

// insertNotices tells every one of some people the same; who was told before is not told again.
func insertNotices(tx *store.Tx, people []string, what noticeRow) error {
	if len(people) == 0 {
		return nil
	}
	rows := make([]noticeRow, len(people))
	for i, person := range people {
		rows[i] = what
		rows[i].ID, rows[i].PersonID, rows[i].CreatedAt = store.NewID(), person, tx.Now
	}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, noticeBatch).Error; err != nil {
		return fmt.Errorf("write notices: %w", err)
	}
	return nil
}

func unseenNotices(tx *store.Tx, personID string, see authz.Reach) (notices []Notice, err error) {
	if see.None() {
		return nil, nil
	}
	sight, args := document.Visible(see)
	err = tx.DB().Raw(`SELECT n.id, n.document_id, n.action, n.created_at, d.subject, d.symbol FROM notice n
		JOIN document d ON d.id = n.document_id WHERE n.person_id = ? AND n.seen_at IS NULL AND `+sight+`
		ORDER BY n.created_at DESC, n.id DESC LIMIT 100`, append([]any{personID}, args...)...).Scan(&notices).Error
	if err != nil {
		return nil, fmt.Errorf("read the notices: %w", err)
	}
	return notices, nil
}

func seeNotices(tx *store.Tx, personID, documentID string) error {
	err := tx.DB().Model(&noticeRow{}).Where("person_id = ? AND document_id = ? AND seen_at IS NULL", personID, documentID).Update("seen_at", tx.Now).Error
	if err != nil {
		return fmt.Errorf("mark the notices: %w", err)
	}
	return nil
}
