package document

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// Load reads a document; ErrNotFound when there is none.
func Load(tx *store.Tx, id string) (Document, error) {
	var d Document
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&d)
	if found.Error != nil {
		return d, fmt.Errorf("load document: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return d, ErrNotFound
	}
	return d, nil
}

// Create writes a new document with its first content version; d.Version and d.ContentVersion become 1.
func Create(tx *store.Tx, d *Document, c Content) error {
	d.Version, d.ContentVersion = 1, 1
	d.SecurityLevel = "thuong"
	d.CreatedAt, d.UpdatedAt = tx.Now, tx.Now
	d.Subject = c.Subject
	if err := tx.DB().Create(d).Error; err != nil {
		return fmt.Errorf("create document: %w", err)
	}
	c.N = 1
	if err := insertContent(tx, d.ID, c); err != nil {
		return err
	}
	return indexContent(tx, *d, c)
}

// changeable are the columns that a change may touch; the rest are written once.
var changeable = []string{
	"OnBehalfOf", "SignerID", "Subject", "Place", "Urgency", "Due", "State", "Version", "ContentVersion", "CheckedVersion",
	"Number", "Symbol", "DocumentDate", "Rendition", "Signed", "Sealed", "CaseFile", "WithPaper", "UpdatedAt", "IssuedAt", "IssuedOn",
}

// Change writes d as the version after the one it was loaded with; ErrStale when somebody was quicker.
func Change(tx *store.Tx, d *Document) error {
	if err := change(tx, d); err != nil {
		return err
	}
	return indexTitle(tx, *d)
}

func change(tx *store.Tx, d *Document) error {
	was := d.Version
	d.Version, d.UpdatedAt = was+1, tx.Now
	written := tx.DB().Model(&Document{}).Where("id = ? AND version = ?", d.ID, was).Select(changeable).Updates(d)
	if written.Error != nil {
		return fmt.Errorf("change document: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}

// Rewrite writes a new content version of d and d itself as the next version.
func Rewrite(tx *store.Tx, d *Document, c Content) error {
	d.ContentVersion++
	c.N = d.ContentVersion
	d.Subject = c.Subject
	if err := insertContent(tx, d.ID, c); err != nil {
		return err
	}
	if err := change(tx, d); err != nil {
		return err
	}
	return indexContent(tx, *d, c)
}

type contentRow struct {
	DocumentID     string    `gorm:"column:document_id"`
	N              int       `gorm:"column:n"`
	Subject        string    `gorm:"column:subject"`
	AddressWord    string    `gorm:"column:address_word"`
	Addressees     string    `gorm:"column:addressees"`
	RecipientsText string    `gorm:"column:recipients_text"`
	Body           string    `gorm:"column:body"`
	Fields         string    `gorm:"column:fields"`
	SourceSHA256   string    `gorm:"column:source_sha256"`
	ContentSHA256  string    `gorm:"column:content_sha256"`
	AuthorID       string    `gorm:"column:author_id"`
	CreatedAt      time.Time `gorm:"column:created_at"`
}

func (contentRow) TableName() string { return "document_version" }

func insertContent(tx *store.Tx, id string, c Content) error {
	addressees, err := json.Marshal(c.Addressees)
	if err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	body, err := json.Marshal(c.Body)
	if err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	var fields []byte
	if len(c.Fields) > 0 {
		if fields, err = json.Marshal(c.Fields); err != nil {
			return fmt.Errorf("write content: %w", err)
		}
	}
	row := contentRow{
		DocumentID: id, Fields: string(fields), N: c.N, Subject: c.Subject, AddressWord: c.AddressWord, Addressees: string(addressees),
		RecipientsText: c.RecipientsText, Body: string(body), SourceSHA256: c.SourceSHA256, ContentSHA256: c.digest(),
		AuthorID: c.AuthorID, CreatedAt: tx.Now,
	}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write content: %w", err)
	}
	return nil
}

func (r contentRow) content() (Content, error) {
	c := Content{
		N: r.N, Subject: r.Subject, AddressWord: r.AddressWord, RecipientsText: r.RecipientsText,
		SourceSHA256: r.SourceSHA256, SHA256: r.ContentSHA256, AuthorID: r.AuthorID, CreatedAt: r.CreatedAt.UTC(),
	}
	if err := json.Unmarshal([]byte(r.Addressees), &c.Addressees); err != nil {
		return c, fmt.Errorf("read content: %w", err)
	}
	if err := json.Unmarshal([]byte(r.Body), &c.Body); err != nil {
		return c, fmt.Errorf("read content: %w", err)
	}
	if r.Fields != "" {
		if err := json.Unmarshal([]byte(r.Fields), &c.Fields); err != nil {
			return c, fmt.Errorf("read content: %w", err)
		}
	}
	return c, nil
}

// ContentOf reads content version n of a document.
func ContentOf(tx *store.Tx, id string, n int) (Content, error) {
	var row contentRow
	found := tx.DB().Where("document_id = ? AND n = ?", id, n).Limit(1).Find(&row)
	if found.Error != nil {
		return Content{}, fmt.Errorf("read content: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return Content{}, ErrNotFound
	}
	return row.content()
}

// Grant lets a person or an organ see a document; granting twice changes nothing.
func Grant(tx *store.Tx, grants ...Access) error {
	if len(grants) == 0 {
		return nil
	}
	for i := range grants {
		grants[i].Since = tx.Now
	}
	// SQLite takes at most 32,766 values in a statement.
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(grants, 500).Error; err != nil {
		return fmt.Errorf("grant access: %w", err)
	}
	return nil
}

// Revoke ends what a person was related to a document by, when somebody else takes the place.
func Revoke(tx *store.Tx, id, personID, why string) error {
	err := tx.DB().Where("document_id = ? AND person_id = ? AND why = ?", id, personID, why).Delete(&Access{}).Error
	if err != nil {
		return fmt.Errorf("revoke access: %w", err)
	}
	return nil
}

// PlaceOf gathers who is related to a document, for authz.
func PlaceOf(tx *store.Tx, id string) (authz.Place, error) {
	var rows []Access
	if err := tx.DB().Where("document_id = ?", id).Find(&rows).Error; err != nil {
		return authz.Place{}, fmt.Errorf("read access: %w", err)
	}
	place := authz.Place{DocumentID: id}
	for _, r := range rows {
		if r.PersonID != "" {
			place.Persons = append(place.Persons, authz.Relation{ID: r.PersonID, Why: r.Why})
		} else {
			place.Organs = append(place.Organs, authz.Relation{ID: r.OrganID, Why: r.Why})
		}
	}
	return place, nil
}

// OpenStep puts a document before a person or an organ, from now on unless the step says since when.
func OpenStep(tx *store.Tx, s Step) error {
	if s.ID = store.NewID(); s.CreatedAt.IsZero() {
		s.CreatedAt = tx.Now
	}
	if err := tx.DB().Create(&s).Error; err != nil {
		return fmt.Errorf("open step: %w", err)
	}
	return nil
}

// CloseSteps takes a document off every desk; with a person, only off that one's.
func CloseSteps(tx *store.Tx, id, personID string) error {
	steps := tx.DB().Where("document_id = ?", id)
	if personID != "" {
		steps = steps.Where("person_id = ?", personID)
	}
	if err := steps.Delete(&Step{}).Error; err != nil {
		return fmt.Errorf("close steps: %w", err)
	}
	return nil
}

// NewestDrafted are a person's own documents, those that moved last first.
func NewestDrafted(tx *store.Tx, personID string, limit int) (found []Document, err error) {
	err = tx.DB().Where("drafter_id = ?", personID).Order("updated_at DESC, id DESC").Limit(limit).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return found, nil
}

// Steps are what a document waits for.
func Steps(tx *store.Tx, id string) ([]Step, error) {
	var steps []Step
	if err := tx.DB().Where("document_id = ?", id).Order("created_at, id").Find(&steps).Error; err != nil {
		return nil, fmt.Errorf("read steps: %w", err)
	}
	return steps, nil
}
