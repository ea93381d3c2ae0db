package casefile

import (
	"fmt"
	"slices"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

type itemRow struct {
	ID            string     `gorm:"column:id"`
	CaseFileID    string     `gorm:"column:case_file_id"`
	Source        string     `gorm:"column:source"`
	SourceID      string     `gorm:"column:source_id"`
	Symbol        string     `gorm:"column:symbol"`
	Date          store.Date `gorm:"column:item_date"`
	KindName      string     `gorm:"column:kind_name"`
	Subject       string     `gorm:"column:subject"`
	Author        string     `gorm:"column:author"`
	Pages         int        `gorm:"column:pages"`
	Blob          string     `gorm:"column:blob"`
	Note          string     `gorm:"column:note"`
	AddedBy       string     `gorm:"column:added_by"`
	AddedAt       time.Time  `gorm:"column:added_at"`
	RemovedBy     string     `gorm:"column:removed_by"`
	RemovedAt     *time.Time `gorm:"column:removed_at"`
	RemovedReason string     `gorm:"column:removed_reason"`
}

// TableName is for GORM.
func (itemRow) TableName() string { return "case_file_item" }

func (r itemRow) item() Item {
	return Item{ID: r.ID, CaseFileID: r.CaseFileID, Paper: Paper{
		Source: r.Source, ID: r.SourceID, Symbol: r.Symbol, Date: r.Date, KindName: r.KindName, Subject: r.Subject,
		Author: r.Author, Pages: r.Pages, Blob: r.Blob, Note: r.Note,
	}, AddedBy: r.AddedBy, AddedAt: r.AddedAt}
}

// itemsOf are the papers that lie in a file, by their dates: the order is made, not kept (NĐ 30/2020 Phụ lục VI). What has
// no date yet comes last.
func itemsOf(tx *store.Tx, fileID string) ([]Item, error) {
	var rows []itemRow
	err := tx.DB().Where("case_file_id = ? AND removed_at IS NULL", fileID).
		Order("CASE WHEN item_date = '' THEN 1 ELSE 0 END, item_date, added_at, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read what lies in the hồ sơ: %w", err)
	}
	items := make([]Item, len(rows))
	for i, r := range rows {
		items[i] = r.item()
	}
	return items, nil
}

func itemOf(tx *store.Tx, fileID, itemID string) (Item, error) {
	var row itemRow
	found := tx.DB().Where("case_file_id = ? AND id = ? AND removed_at IS NULL", fileID, itemID).Limit(1).Find(&row)
	if found.Error != nil {
		return Item{}, fmt.Errorf("read a paper of the hồ sơ: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return Item{}, ErrItem
	}
	return row.item(), nil
}

// countItems says how many papers lie in each of some files.
func countItems(tx *store.Tx, fileIDs []string) (map[string]int, error) {
	var rows []struct {
		CaseFileID string
		N          int
	}
	err := tx.DB().Table("case_file_item").Select("case_file_id, count(*) AS n").
		Where("case_file_id IN ? AND removed_at IS NULL", fileIDs).Group("case_file_id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count what lies in the hồ sơ: %w", err)
	}
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.CaseFileID] = r.N
	}
	return counts, nil
}

// insertItem puts a paper in; false when it lies there already.
func insertItem(tx *store.Tx, i Item) (bool, error) {
	made := tx.DB().Exec(`INSERT INTO case_file_item (id, case_file_id, source, source_id, symbol, item_date, kind_name, subject, author,
		pages, blob, note, added_by, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (case_file_id, source, source_id) WHERE removed_at IS NULL DO NOTHING`,
		i.ID, i.CaseFileID, i.Source, i.Paper.ID, i.Symbol, i.Date, i.KindName, i.Subject, i.Author, i.Pages, i.Blob, i.Note, i.AddedBy, i.AddedAt)
	if made.Error != nil {
		return false, fmt.Errorf("put a paper into the hồ sơ: %w", made.Error)
	}
	return made.RowsAffected == 1, nil
}

// refreshItem takes over what became of a document since it was put in.
func refreshItem(tx *store.Tx, fileID string, p Paper) error {
	err := tx.DB().Exec(`UPDATE case_file_item SET symbol = ?, item_date = ?, kind_name = ?, subject = ?, author = ?, pages = ?, blob = ?
		WHERE case_file_id = ? AND source = ? AND source_id = ? AND removed_at IS NULL`,
		p.Symbol, p.Date, p.KindName, p.Subject, p.Author, p.Pages, p.Blob, fileID, p.Source, p.ID).Error
	if err != nil {
		return fmt.Errorf("refresh a paper of the hồ sơ: %w", err)
	}
	return nil
}

func removeItem(tx *store.Tx, itemID, by, reason string) error {
	gone := tx.DB().Exec(`UPDATE case_file_item SET removed_by = ?, removed_at = ?, removed_reason = ? WHERE id = ? AND removed_at IS NULL`,
		by, tx.Now, reason, itemID)
	if gone.Error != nil {
		return fmt.Errorf("take a paper out of the hồ sơ: %w", gone.Error)
	}
	if gone.RowsAffected != 1 {
		return ErrItem
	}
	return nil
}

// lyingIn are the files in which a paper lies.
func lyingIn(tx *store.Tx, source, sourceID string) ([]File, error) {
	return filesWhere(tx, `id IN (SELECT case_file_id FROM case_file_item WHERE source = ? AND source_id = ? AND removed_at IS NULL)`, source, sourceID)
}

// readable are those of some documents that a reach takes in.
func readable(tx *store.Tx, see authz.Reach, ids []string) (map[string]bool, error) {
	mine := map[string]bool{}
	if see.None() {
		return mine, nil
	}
	sight, args := document.VisibleEach(see)
	for part := range slices.Chunk(ids, 500) {
		var found []string
		err := tx.DB().Table("document AS d").Where("d.id IN ?", part).Where(sight, args...).Pluck("d.id", &found).Error
		if err != nil {
			return nil, fmt.Errorf("ask which documents may be read: %w", err)
		}
		for _, id := range found {
			mine[id] = true
		}
	}
	return mine, nil
}
