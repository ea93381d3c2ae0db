package signoff

import (
	"fmt"

	"gorm.io/gorm/clause"

	"trinhky/internal/document"
	"trinhky/internal/store"
)

func insertCopy(tx *store.Tx, c Copy) error {
	if err := tx.DB().Create(&c).Error; err != nil {
		return fmt.Errorf("prepare a copy: %w", err)
	}
	return nil
}

func copyByID(tx *store.Tx, id string) (Copy, bool, error) {
	var c Copy
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&c)
	if found.Error != nil {
		return c, false, fmt.Errorf("find a copy: %w", found.Error)
	}
	return c, found.RowsAffected == 1, nil
}

// changeCopy writes c as the version after the one it was loaded with; ErrStale when somebody was quicker.
func changeCopy(tx *store.Tx, c *Copy) error {
	was := c.Version
	c.Version = was + 1
	written := tx.DB().Model(&Copy{}).Where("id = ? AND version = ?", c.ID, was).
		Select("State", "Version", "Signed", "SignedAt", "Number", "Symbol", "CopyDate", "Sealed", "SealedBy", "SealedAt", "Reason").Updates(c)
	if written.Error != nil {
		return fmt.Errorf("change a copy: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return document.ErrStale
	}
	return nil
}

// copiesOf are the copies of a document, the newest first.
func copiesOf(tx *store.Tx, documentID string) (copies []Copy, err error) {
	if err = tx.DB().Where("document_id = ?", documentID).Order("prepared_at DESC, id DESC").Limit(copyLimit).Find(&copies).Error; err != nil {
		return nil, fmt.Errorf("list the copies: %w", err)
	}
	return copies, nil
}

const copyLimit = 200

// copiesFor are the newest copies that an office makes, that a person signs, or that were sent to the person or to organs.
func copiesFor(tx *store.Tx, personID string, offices, organs []string) (copies []Copy, err error) {
	err = tx.DB().Where(`signer_id = ? OR office_id IN ? OR id IN (SELECT copy_id FROM document_copy_recipient WHERE person_id = ? AND person_id <> '')
		OR id IN (SELECT copy_id FROM document_copy_recipient WHERE organ_id IN ? AND organ_id <> '')`,
		personID, orNone(offices), personID, orNone(organs)).Order("prepared_at DESC, id DESC").Limit(copyLimit).Find(&copies).Error
	if err != nil {
		return nil, fmt.Errorf("list the copies: %w", err)
	}
	return copies, nil
}

// orNone keeps IN () from being empty.
func orNone(ids []string) []string {
	if len(ids) == 0 {
		return []string{"-"}
	}
	return ids
}

func copyRecipients(tx *store.Tx, ids []string) (sent []copyRecipient, err error) {
	if err = tx.DB().Where("copy_id IN ?", orNone(ids)).Order("copy_id, organ_id, person_id").Find(&sent).Error; err != nil {
		return nil, fmt.Errorf("read who got a copy: %w", err)
	}
	return sent, nil
}

func insertCopyRecipients(tx *store.Tx, sent []copyRecipient) error {
	if len(sent) == 0 {
		return nil
	}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(sent, 500).Error; err != nil {
		return fmt.Errorf("send a copy: %w", err)
	}
	return nil
}

// copiesOnDesk are the signed copies of some offices that wait for a number or a seal, the longest waiting first.
func copiesOnDesk(tx *store.Tx, offices []string) (copies []Copy, err error) {
	err = tx.DB().Where("office_id IN ? AND state IN ?", offices, []CopyState{CopySigned, CopyNumbered}).
		Order("prepared_at, id").Limit(copyLimit).Find(&copies).Error
	if err != nil {
		return nil, fmt.Errorf("list the copies on a desk: %w", err)
	}
	return copies, nil
}
