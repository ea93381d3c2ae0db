package document

import (
	"encoding/json"
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

// Meetings are the meetings that the newest contents of some documents tell of, by document, in one query; a document of
// none is not in it.
func Meetings(tx *store.Tx, ids []string) (map[string]Meeting, error) {
	meetings := map[string]Meeting{}
	if len(ids) == 0 {
		return meetings, nil
	}
	var rows []struct {
		DocumentID string `gorm:"column:document_id"`
		Fields     string `gorm:"column:fields"`
	}
	err := tx.DB().Raw(`SELECT v.document_id, v.fields FROM document_version v
		JOIN document d ON d.id = v.document_id AND d.content_version = v.n WHERE d.id IN ? AND v.fields <> ''`, ids).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the meetings: %w", err)
	}
	for _, r := range rows {
		var c Content
		if err := json.Unmarshal([]byte(r.Fields), &c.Fields); err != nil {
			return nil, fmt.Errorf("read the meetings: %w", err)
		}
		if m, ok := c.Meeting(); ok {
			meetings[r.DocumentID] = m
		}
	}
	return meetings, nil
}
