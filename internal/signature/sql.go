package signature

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type row struct {
	ID                string    `gorm:"column:id"`
	DocumentID        string    `gorm:"column:document_id"`
	Kind              string    `gorm:"column:kind"`
	PersonID          string    `gorm:"column:person_id"`
	OrganID           string    `gorm:"column:organ_id"`
	SignerName        string    `gorm:"column:signer_name"`
	CertificateSerial string    `gorm:"column:certificate_serial"`
	CertificateDER    []byte    `gorm:"column:certificate_der"`
	BlobSHA256        string    `gorm:"column:blob_sha256"`
	SignedAt          time.Time `gorm:"column:signed_at"`
}

func (row) TableName() string { return "document_signature" }

func insert(tx *store.Tx, s Signature) error {
	r := row{
		ID: s.ID, DocumentID: s.DocumentID, Kind: string(s.Kind), PersonID: s.PersonID, OrganID: s.OrganID,
		SignerName: s.SignerName, CertificateSerial: s.CertificateSerial, CertificateDER: s.CertificateDER,
		BlobSHA256: s.BlobSHA256, SignedAt: s.SignedAt.UTC().Truncate(time.Microsecond),
	}
	done := tx.DB().Create(&r)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected != 1 {
		return fmt.Errorf("%d rows written", done.RowsAffected)
	}
	return nil
}

func ofDocument(tx *store.Tx, documentID string) ([]Signature, error) {
	var rows []row
	// of two signatures in one second the person's comes first: the database has no other order
	err := tx.DB().Where("document_id = ?", documentID).
		Order("signed_at, CASE kind WHEN 'personal' THEN 0 ELSE 1 END").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	list := make([]Signature, len(rows))
	for i, r := range rows {
		list[i] = Signature{
			ID: r.ID, DocumentID: r.DocumentID, Kind: Kind(r.Kind), PersonID: r.PersonID, OrganID: r.OrganID,
			SignerName: r.SignerName, CertificateSerial: r.CertificateSerial, CertificateDER: r.CertificateDER,
			BlobSHA256: r.BlobSHA256, SignedAt: r.SignedAt.UTC(),
		}
	}
	return list, nil
}
