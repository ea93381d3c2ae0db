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
