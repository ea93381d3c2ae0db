package document

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

// Version is a content version without its text, as a list shows it.
type Version struct {
	N            int       `gorm:"column:n"`
	Subject      string    `gorm:"column:subject"`
	SHA256       string    `gorm:"column:content_sha256"`
	SourceSHA256 string    `gorm:"column:source_sha256"` // the file or text it came from
	AuthorID     string    `gorm:"column:author_id"`
	CreatedAt    time.Time `gorm:"column:created_at"`
}

// TableName is the versions' table.
func (Version) TableName() string { return "document_version" }

// Versions are all content versions of a document, oldest first, without their texts.
func Versions(tx *store.Tx, id string) ([]Version, error) {
	var versions []Version
	if err := tx.DB().Where("document_id = ?", id).Order("n").Find(&versions).Error; err != nil {
		return nil, fmt.Errorf("read the versions: %w", err)
	}
	return versions, nil
}

// ContentsFrom are the content versions of a document from number n on, oldest first.
func ContentsFrom(tx *store.Tx, id string, n int) ([]Content, error) {
	var rows []contentRow
	if err := tx.DB().Where("document_id = ? AND n >= ?", id, n).Order("n").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read contents: %w", err)
	}
	contents := make([]Content, len(rows))
	for i, r := range rows {
		c, err := r.content()
		if err != nil {
			return nil, err
		}
		contents[i] = c
	}
	return contents, nil
}
