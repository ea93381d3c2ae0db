package document

import (
	"fmt"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

type markRow struct {
	ID         string    `gorm:"column:id"`
	DocumentID string    `gorm:"column:document_id"`
	Kind       MarkKind  `gorm:"column:kind"`
	ByID       string    `gorm:"column:by_id"`
	PersonID   string    `gorm:"column:person_id"`
	Reason     string    `gorm:"column:reason"`
	At         time.Time `gorm:"column:at"`
}

func (markRow) TableName() string { return "document_mark" }

// ErrNotInForce refuses to replace, amend or correct what has ended.
var ErrNotInForce = fault.New(fault.Conflict, "NOT_IN_FORCE", "Văn bản này không còn hiệu lực, hãy tải lại.")

// PutMark marks an issued document for good; personID is who acted. ErrNotInForce when a mark of the kind is there, or
// the document has ended, which the database knows too.
func PutMark(tx *store.Tx, documentID string, kind MarkKind, byID, personID, reason string) error {
	row := markRow{ID: store.NewID(), DocumentID: documentID, Kind: kind, ByID: byID, PersonID: personID, Reason: reason, At: tx.Now}
	err := tx.DB().Create(&row).Error
	if store.IsDuplicate(err) || store.IsRefused(err) {
		return ErrNotInForce.Because(err)
	}
	if err != nil {
		return fmt.Errorf("mark a document: %w", err)
	}
	return nil
}

// MarksOf is what became of an issued document, in the order it happened.
func MarksOf(tx *store.Tx, id string) ([]Mark, error) {
	marks, err := MarksFor(tx, []string{id})
	return marks[id], err
}

// MarksFor are the marks of many documents, in one query each 1,000 ids; a document without any is not in it.
func MarksFor(tx *store.Tx, ids []string) (map[string][]Mark, error) {
	type found struct {
		DocumentID string
		Kind       MarkKind
		ByID       string
		BySymbol   string
		ByDate     store.Date
		At         time.Time
		Reason     string
	}
	marks := map[string][]Mark{}
	for chunk := range slices.Chunk(ids, perLookUp) {
		var rows []found
		err := tx.DB().Raw(`SELECT m.document_id, m.kind, m.by_id, coalesce(d.symbol, '') AS by_symbol,
			coalesce(d.document_date, '') AS by_date, m.at, m.reason
			FROM document_mark m LEFT JOIN document d ON d.id = m.by_id AND m.by_id <> ''
			WHERE m.document_id IN ? ORDER BY m.at, m.id`, chunk).Scan(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("read the marks: %w", err)
		}
		for _, r := range rows {
			marks[r.DocumentID] = append(marks[r.DocumentID], Mark{
				Kind: r.Kind, ByID: r.ByID, BySymbol: r.BySymbol, ByDate: r.ByDate, At: r.At.UTC(), Reason: r.Reason,
			})
		}
	}
	return marks, nil
}

// perLookUp is how many ids go into one look-up.
const perLookUp = 1000

// BeginLater writes that a draft is begun because of an issued document.
func BeginLater(tx *store.Tx, l Later) error {
	l.BegunAt = tx.Now
	err := tx.DB().Create(&l).Error
	if store.IsRefused(err) {
		return ErrNotInForce.Because(err)
	}
	if err != nil {
		return fmt.Errorf("relate two documents: %w", err)
	}
	return nil
}

// LaterOf is the relation of a later document; false for one that has none.
func LaterOf(tx *store.Tx, id string) (l Later, found bool, err error) {
	read := tx.DB().Where("document_id = ?", id).Limit(1).Find(&l)
	if read.Error != nil {
		return l, false, fmt.Errorf("read a relation: %w", read.Error)
	}
	return l, read.RowsAffected > 0, nil
}

// PendingOf are the drafts that are on their way to replace, amend or correct a document, those given up left out.
func PendingOf(tx *store.Tx, targetID string) (pending []Later, err error) {
	err = tx.DB().Raw(`SELECT r.* FROM document_relation r JOIN document d ON d.id = r.document_id
		WHERE r.target_id = ? AND d.state NOT IN ('issued', 'filed', 'withdrawn') ORDER BY r.begun_at, r.document_id`, targetID).Scan(&pending).Error
	if err != nil {
		return nil, fmt.Errorf("read the relations: %w", err)
	}
	return pending, nil
}

// RelatedOf are the documents related to one, both ways, of those that the reader may see.
func RelatedOf(tx *store.Tx, see authz.Reach, id string) (related []Related, err error) {
	if see.None() {
		return nil, nil
	}
	sight, args := Visible(see)
	var rows []struct {
		Document `gorm:"embedded"`
		Relation MarkKind `gorm:"column:relation"`
		Why      string   `gorm:"column:why"`
		Later    bool     `gorm:"column:later"`
	}
	err = tx.DB().Raw(`SELECT d.*, r.kind AS relation, r.reason AS why, r.document_id = d.id AS later FROM document_relation r
		JOIN document d ON d.id = CASE WHEN r.document_id = ? THEN r.target_id ELSE r.document_id END
		WHERE (r.document_id = ? OR r.target_id = ?) AND d.state <> 'withdrawn' AND `+sight+` ORDER BY r.begun_at, d.id LIMIT 200`,
		append([]any{id, id, id}, args...)...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the related documents: %w", err)
	}
	for _, r := range rows {
		related = append(related, Related{
			Document: r.Document, Kind: r.Relation, Later: r.Later, Reason: r.Why,
			Pending: r.Later && r.State != Issued && r.State != Filed,
		})
	}
	return related, nil
}

// ByIDs reads many documents, in one query each 1,000 ids.
func ByIDs(tx *store.Tx, ids []string) (map[string]Document, error) {
	found := make(map[string]Document, len(ids))
	for chunk := range slices.Chunk(ids, perLookUp) {
		var rows []Document
		if err := tx.DB().Where("id IN ?", chunk).Find(&rows).Error; err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		for _, d := range rows {
			found[d.ID] = d
		}
	}
	return found, nil
}

// Names says whether the newest text of a document cites a symbol of the register.
func Names(tx *store.Tx, id, symbol string) (bool, error) {
	var n int64
	err := tx.DB().Model(&citationRow{}).Where("document_id = ? AND cited_symbol = ?", id, symbol).Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("look for a citation: %w", err)
	}
	return n > 0, nil
}

// Bearers counts the documents of an issuer that bear a symbol and a date: one, whatever happens.
func Bearers(tx *store.Tx, issuerID, symbol string, date store.Date) (n int64, err error) {
	err = tx.DB().Model(&Document{}).Where("issuer_id = ? AND symbol = ? AND document_date = ? AND number > 0", issuerID, symbol, date).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count who bears a number: %w", err)
	}
	return n, nil
}

type codeRow struct {
	DocumentID string    `gorm:"column:document_id"`
	Code       string    `gorm:"column:code"`
	CreatedAt  time.Time `gorm:"column:created_at"`
}

func (codeRow) TableName() string { return "document_code" }

// KeepCode writes the code of a document's public page.
func KeepCode(tx *store.Tx, id, code string) error {
	row := codeRow{DocumentID: id, Code: code, CreatedAt: tx.Now}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("keep the code: %w", err)
	}
	return nil
}

// CodeOf is the code of a document's public page; "" for one that has none.
func CodeOf(tx *store.Tx, id string) (string, error) {
	var row codeRow
	if err := tx.DB().Where("document_id = ?", id).Limit(1).Find(&row).Error; err != nil {
		return "", fmt.Errorf("read the code: %w", err)
	}
	return row.Code, nil
}

// ByCode finds the document of a public page; ErrNotFound when nothing has that code.
func ByCode(tx *store.Tx, code string) (Document, error) {
	var row codeRow
	found := tx.DB().Where("code = ?", code).Limit(1).Find(&row)
	if found.Error != nil {
		return Document{}, fmt.Errorf("look up a code: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return Document{}, ErrNotFound
	}
	return Load(tx, row.DocumentID)
}

// CloseTo ends what an organ or a person was shown a document by.
func CloseTo(tx *store.Tx, closed ...Access) error {
	for _, a := range closed {
		err := tx.DB().Where("document_id = ? AND person_id = ? AND organ_id = ? AND why = ?", a.DocumentID, a.PersonID, a.OrganID, a.Why).
			Delete(&Access{}).Error
		if err != nil {
			return fmt.Errorf("close a document: %w", err)
		}
	}
	return nil
}
