package document

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/store"
)

type savedRow struct {
	ID        string    `gorm:"column:id"`
	PersonID  string    `gorm:"column:person_id"`
	List      string    `gorm:"column:list"`
	Name      string    `gorm:"column:name"`
	Query     string    `gorm:"column:query"`
	Standard  bool      `gorm:"column:standard"`
	CreatedAt time.Time `gorm:"column:created_at"`
}

func (savedRow) TableName() string { return "saved_search" }

// SavedSearches are what a person keeps of a list, by name.
func SavedSearches(tx *store.Tx, personID, list string) ([]Saved, error) {
	var rows []savedRow
	if err := tx.DB().Where("person_id = ? AND list = ?", personID, list).Order("name").Limit(savedLimit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read saved searches: %w", err)
	}
	saved := make([]Saved, len(rows))
	for i, r := range rows {
		query, err := url.ParseQuery(r.Query)
		if err != nil {
			return nil, fmt.Errorf("read saved searches: %w", err)
		}
		saved[i] = Saved{ID: r.ID, List: r.List, Name: r.Name, Query: query, Standard: r.Standard}
	}
	return saved, nil
}

// SaveSearch keeps a search, or a view of a list, under a name; a standard one takes the place of the one before. The faults
// are SAVED_SEARCH_NAME, SAVED_SEARCH_TWICE, SAVED_SEARCH_LIMIT and QUERY_TOO_LONG.
func SaveSearch(tx *store.Tx, personID string, s Saved) (Saved, error) {
	name, query := strings.TrimSpace(norm.NFC.String(s.Name)), s.Query
	if name == "" || utf8.RuneCountInString(name) > savedNameLimit {
		return Saved{}, errSavedName
	}
	if err := RefuseSecret(name, ""); err != nil {
		return Saved{}, err
	}
	text := query.Encode()
	if _, err := takeApart(query.Get("q"), false); err != nil {
		return Saved{}, err
	}
	if len(text) > 2000 {
		return Saved{}, errQueryTooLong
	}
	var n int64
	if err := tx.DB().Model(&savedRow{}).Where("person_id = ? AND list = ?", personID, s.List).Count(&n).Error; err != nil {
		return Saved{}, fmt.Errorf("save a search: %w", err)
	}
	if n >= savedLimit {
		return Saved{}, tooManySaved()
	}
	if s.Standard {
		was := tx.DB().Model(&savedRow{}).Where("person_id = ? AND list = ? AND standard = ?", personID, s.List, true)
		if err := was.Update("standard", false).Error; err != nil {
			return Saved{}, fmt.Errorf("save a search: %w", err)
		}
	}
	row := savedRow{ID: store.NewID(), PersonID: personID, List: s.List, Name: name, Query: text, Standard: s.Standard, CreatedAt: tx.Now}
	if err := tx.DB().Create(&row).Error; store.IsDuplicate(err) {
		return Saved{}, errSavedTwice.Because(err)
	} else if err != nil {
		return Saved{}, fmt.Errorf("save a search: %w", err)
	}
	return Saved{ID: row.ID, List: s.List, Name: name, Query: query, Standard: s.Standard}, nil
}

// DropSearch forgets one; another person's does not exist (SAVED_SEARCH_UNKNOWN).
func DropSearch(tx *store.Tx, personID, id string) error {
	dropped := tx.DB().Where("id = ? AND person_id = ?", id, personID).Delete(&savedRow{})
	if dropped.Error != nil {
		return fmt.Errorf("drop a saved search: %w", dropped.Error)
	}
	if dropped.RowsAffected == 0 {
		return errSavedGone
	}
	return nil
}
