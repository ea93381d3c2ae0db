package document

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"trinhky/internal/store"
)

type workingRow struct {
	ID          string    `gorm:"column:id"`
	PersonID    string    `gorm:"column:person_id"`
	DocumentID  string    `gorm:"column:document_id"`
	IssuerID    string    `gorm:"column:issuer_id"`
	Kind        string    `gorm:"column:kind"`
	Subject     string    `gorm:"column:subject"`
	BaseVersion int       `gorm:"column:base_version"`
	Revision    int       `gorm:"column:revision"`
	Form        string    `gorm:"column:form"`
	Since       time.Time `gorm:"column:since"`
	SavedAt     time.Time `gorm:"column:saved_at"`
}

func (workingRow) TableName() string { return "document_working" }

func (r workingRow) working() (Working, error) {
	w := Working{
		ID: r.ID, PersonID: r.PersonID, DocumentID: r.DocumentID, IssuerID: r.IssuerID, Kind: r.Kind, Subject: r.Subject,
		BaseVersion: r.BaseVersion, Revision: r.Revision, Since: r.Since.UTC(), SavedAt: r.SavedAt.UTC(),
	}
	if r.Form == "" { // a list leaves it out
		return w, nil
	}
	if err := json.Unmarshal([]byte(r.Form), &w.Form); err != nil {
		return w, fmt.Errorf("read a working text: %w", err)
	}
	return w, nil
}

// KeepWorking keeps what its author has typed so far. w.Revision is the one that the window knows, 0 for a first time; the
// kept text with its next revision comes back. ErrWorkingElsewhere, with the text that is kept, when another window was
// quicker with another text; the same text kept twice is kept once.
func KeepWorking(tx *store.Tx, w Working) (Working, error) {
	was, found, err := WorkingOf(tx, w.PersonID, w.DocumentID, w.ID)
	if err != nil {
		return w, err
	}
	if found && (was.ID != w.ID || was.Revision != w.Revision) {
		if maps.Equal(was.Form, w.Form) {
			return was, nil
		}
		return was, ErrWorkingElsewhere
	}
	form, err := json.Marshal(w.Form)
	if err != nil {
		return w, fmt.Errorf("keep a working text: %w", err)
	}
	if len(form) > workingBytes {
		return w, errWorkingTooLarge
	}
	w.Revision, w.Since, w.SavedAt = was.Revision+1, was.Since, tx.Now
	if !found {
		w.Since = tx.Now
		if err := roomForWorking(tx, w); err != nil {
			return w, err
		}
	}
	row := workingRow{
		ID: w.ID, PersonID: w.PersonID, DocumentID: w.DocumentID, IssuerID: w.IssuerID, Kind: w.Kind, Subject: w.Subject,
		BaseVersion: w.BaseVersion, Revision: w.Revision, Form: string(form), Since: w.Since, SavedAt: w.SavedAt,
	}
	if !found {
		if err := tx.DB().Create(&row).Error; store.IsDuplicate(err) {
			return w, ErrWorkingElsewhere.Because(err) // at the same moment
		} else if err != nil {
			return w, fmt.Errorf("keep a working text: %w", err)
		}
		return w, nil
	}
	written := tx.DB().Model(&workingRow{}).Where("id = ? AND person_id = ? AND revision = ?", w.ID, w.PersonID, was.Revision).
		Select("Subject", "BaseVersion", "Revision", "Form", "SavedAt").Updates(&row)
	if written.Error != nil {
		return w, fmt.Errorf("keep a working text: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return was, ErrWorkingElsewhere
	}
	return w, nil
}

func roomForWorking(tx *store.Tx, w Working) error {
	var n int64
	if err := tx.DB().Model(&workingRow{}).Where("person_id = ? AND document_id = ''", w.PersonID).Count(&n).Error; err != nil {
		return fmt.Errorf("count working texts: %w", err)
	}
	if w.DocumentID == "" && n >= workingLimit {
		return errWorkingTooMany
	}
	return nil
}

// WorkingOf finds a person's working text: that of a document, or, where there is no document yet, the one with an id.
func WorkingOf(tx *store.Tx, personID, documentID, id string) (Working, bool, error) {
	var row workingRow
	query := tx.DB().Where("person_id = ? AND document_id = ?", personID, documentID)
	if documentID == "" {
		query = query.Where("id = ?", id)
	}
	found := query.Limit(1).Find(&row)
	if found.Error != nil {
		return Working{}, false, fmt.Errorf("find a working text: %w", found.Error)
	}
	w, err := row.working()
	return w, found.RowsAffected > 0, err
}

// Workings are the texts that a person began and never made a document of, the newest first, without their forms.
func Workings(tx *store.Tx, personID string) ([]Working, error) {
	var rows []workingRow
	err := tx.DB().Select("id", "person_id", "document_id", "issuer_id", "kind", "subject", "base_version", "revision", "since", "saved_at").
		Where("person_id = ? AND document_id = ''", personID).Order("saved_at DESC, id").Limit(workingLimit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list working texts: %w", err)
	}
	list := make([]Working, len(rows))
	for i, r := range rows {
		if list[i], err = r.working(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Typists are those other than a person who are typing a document now.
func Typists(tx *store.Tx, documentID, but string) (others []Typist, err error) {
	err = tx.DB().Model(&workingRow{}).Select("person_id", "since", "saved_at").
		Where("document_id = ? AND person_id <> ? AND saved_at >= ?", documentID, but, tx.Now.Add(-typingNow)).
		Order("since, person_id").Limit(workingLimit).Scan(&others).Error
	if err != nil {
		return nil, fmt.Errorf("find who is typing: %w", err)
	}
	return others, nil
}

// DropWorking throws a person's working text away; one that is not there is gone already.
func DropWorking(tx *store.Tx, personID, id string) error {
	if err := tx.DB().Where("id = ? AND person_id = ?", id, personID).Delete(&workingRow{}).Error; err != nil {
		return fmt.Errorf("drop a working text: %w", err)
	}
	return nil
}

// ForgetWorkings drops the texts that nobody has touched for WorkingLife.
func ForgetWorkings(tx *store.Tx) error {
	if err := tx.DB().Where("saved_at < ?", tx.Now.Add(-WorkingLife)).Delete(&workingRow{}).Error; err != nil {
		return fmt.Errorf("forget old working texts: %w", err)
	}
	return nil
}
