package distribution

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type postRow struct {
	ID         string     `gorm:"column:id"`
	DeliveryID string     `gorm:"column:delivery_id"`
	DocumentID string     `gorm:"column:document_id"`
	OfficeID   string     `gorm:"column:office_id"`
	SentOn     store.Date `gorm:"column:sent_on"`
	Envelopes  int        `gorm:"column:envelopes"`
	Mark       string     `gorm:"column:mark"`
	SignedBy   string     `gorm:"column:signed_by"`
	Note       string     `gorm:"column:note"`
	ByID       string     `gorm:"column:by_id"`
	At         time.Time  `gorm:"column:at"`
	About      string     `gorm:"column:about"`
}

func (postRow) TableName() string { return "delivery_post" }

func insertPost(tx *store.Tx, p Post) error {
	row := postRow(p)
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a posting: %w", err)
	}
	return nil
}

type bookedPost struct {
	Post      postRow `gorm:"embedded"`
	Symbol    string  `gorm:"column:symbol"`
	Recipient string  `gorm:"column:recipient"`
}

// postRows are the lines of an office's book, in the order in which they were written under each day.
func postRows(tx *store.Tx, officeID string, from, to store.Date) ([]PostRow, error) {
	return postsWhere(tx, "p.office_id = ? AND p.sent_on BETWEEN ? AND ?", officeID, from, to)
}

func postsOf(tx *store.Tx, documentID string) ([]PostRow, error) {
	return postsWhere(tx, "p.document_id = ?", documentID)
}

func postsWhere(tx *store.Tx, condition string, values ...any) ([]PostRow, error) {
	var rows []bookedPost
	err := tx.DB().Raw(`SELECT p.*, d.symbol, v.name AS recipient FROM delivery_post p JOIN document d ON d.id = p.document_id
		JOIN delivery v ON v.id = p.delivery_id WHERE `+condition+` ORDER BY p.sent_on, p.id`, values...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the book of the post: %w", err)
	}
	out := make([]PostRow, len(rows))
	for i, r := range rows {
		out[i] = PostRow{Post: Post(r.Post), Symbol: r.Symbol, Recipient: r.Recipient}
		out[i].At = r.Post.At.UTC()
	}
	return out, nil
}
