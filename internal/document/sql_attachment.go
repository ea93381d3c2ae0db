package document

import (
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Attach writes an attachment whose bytes are in the blob store.
func Attach(tx *store.Tx, a *Attachment) error {
	a.ID, a.CreatedAt = store.NewID(), tx.Now
	if err := tx.DB().Create(a).Error; err != nil {
		return fmt.Errorf("attach: %w", err)
	}
	return nil
}

// Attachments are a document's files, in the order they came.
func Attachments(tx *store.Tx, id string) ([]Attachment, error) {
	var files []Attachment
	if err := tx.DB().Where("document_id = ? AND removed_at IS NULL", id).Order("created_at, id").Find(&files).Error; err != nil {
		return nil, fmt.Errorf("read attachments: %w", err)
	}
	return files, nil
}

// AttachmentOf is one file of a document.
func AttachmentOf(tx *store.Tx, documentID, id string) (Attachment, error) {
	var file Attachment
	found := tx.DB().Where("document_id = ? AND id = ? AND removed_at IS NULL", documentID, id).Limit(1).Find(&file)
	if found.Error != nil {
		return file, fmt.Errorf("read attachment: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return file, fault.New(fault.NotFound, "ATTACHMENT_NOT_FOUND", "Không tìm thấy tệp đính kèm.")
	}
	return file, nil
}

// Detach takes a file off a draft; its row and bytes stay, since every draft is kept (NĐ 30/2020 Phụ lục VI).
func Detach(tx *store.Tx, documentID, id string) error {
	written := tx.DB().Model(&Attachment{}).Where("document_id = ? AND id = ? AND removed_at IS NULL", documentID, id).Update("removed_at", tx.Now)
	if written.Error != nil {
		return fmt.Errorf("detach: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return fault.New(fault.NotFound, "ATTACHMENT_NOT_FOUND", "Không tìm thấy tệp đính kèm.")
	}
	return nil
}

// Link is a citation of a document's newest text, and the document it names where that is known here.
type Link struct {
	N       int    `gorm:"column:n" json:"n"`
	Raw     string `gorm:"column:raw" json:"raw"`
	Role    string `gorm:"column:role" json:"role"`
	Symbol  string `gorm:"column:symbol" json:"symbol,omitempty"`
	Date    string `gorm:"column:cited_date" json:"date,omitempty"`
	Issuer  string `gorm:"column:issuer" json:"issuer,omitempty"`
	Type    string `gorm:"column:type" json:"type,omitempty"`
	CitedID string `gorm:"column:cited_id" json:"resolves_to,omitempty"`
}

type citationRow struct {
	DocumentID string `gorm:"column:document_id"`
	N          int    `gorm:"column:n"`
	Raw        string `gorm:"column:raw"`
	Role       string `gorm:"column:role"`
	Symbol     string `gorm:"column:symbol"`
	CitedDate  string `gorm:"column:cited_date"`
	Issuer     string `gorm:"column:issuer"`
	Type       string `gorm:"column:type"`
}

func (citationRow) TableName() string { return "document_citation" }

// Cite replaces the citations of a document's text.
func Cite(tx *store.Tx, id string, links []Link) error {
	if err := tx.DB().Exec(`DELETE FROM document_citation WHERE document_id = ?`, id).Error; err != nil {
		return fmt.Errorf("write citations: %w", err)
	}
	if len(links) == 0 {
		return nil
	}
	rows := make([]citationRow, len(links))
	for i, l := range links {
		rows[i] = citationRow{DocumentID: id, N: i + 1, Raw: l.Raw, Role: l.Role, Symbol: l.Symbol, CitedDate: l.Date, Issuer: l.Issuer, Type: l.Type}
	}
	if err := tx.DB().CreateInBatches(rows, 500).Error; err != nil {
		return fmt.Errorf("write citations: %w", err)
	}
	return nil
}

// Citations are what a document cites. A symbol names a document of ours only together with its date, since Party
// numbers start again with every term; a citation without a date resolves when one document alone bears the symbol.
func Citations(tx *store.Tx, id string) ([]Link, error) {
	var links []Link
	err := tx.DB().Raw(`SELECT c.n, c.raw, c.role, c.symbol, c.cited_date, c.issuer, c.type, coalesce(
		(SELECT min(d.id) FROM document d WHERE c.symbol <> '' AND d.symbol = c.symbol AND d.id <> c.document_id
			AND (c.cited_date = '' OR d.document_date = c.cited_date) HAVING count(*) = 1), '') AS cited_id
		FROM document_citation c WHERE c.document_id = ? ORDER BY c.n`, id).Scan(&links).Error
	if err != nil {
		return nil, fmt.Errorf("read citations: %w", err)
	}
	return links, nil
}
