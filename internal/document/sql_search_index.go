package document

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

type searchRow struct {
	DocumentID string `gorm:"column:document_id"`
	Day        string `gorm:"column:day"`
	Symbol     string `gorm:"column:symbol"`
	Title      string `gorm:"column:title"`
	Folded     string `gorm:"column:folded"`
	Exact      string `gorm:"column:exact"`
	Facets     string `gorm:"column:facets"`
}

func (searchRow) TableName() string { return "document_search" }

// indexContent makes a document findable by everything it says now.
func indexContent(tx *store.Tx, d Document, c Content) error {
	title, err := exactTitle(tx, d)
	if err != nil {
		return err
	}
	exact := title + "|" + exactWords(c.Body.Text())
	row := searchRow{
		DocumentID: d.ID, Day: d.day(), Symbol: strings.TrimSpace(searchWords(d.Symbol)),
		Title: withoutMarks(title), Folded: withoutMarks(exact), Exact: exact, Facets: d.facets(),
	}
	err = tx.DB().Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "document_id"}}, DoUpdates: clause.AssignmentColumns([]string{"day", "symbol", "title", "folded", "exact", "facets"}),
	}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("index a document: %w", err)
	}
	return nil
}

// indexTitle keeps the index up with a change that leaves the text as it is; most changes leave the title, too.
func indexTitle(tx *store.Tx, d Document) error {
	title, err := exactTitle(tx, d)
	if err != nil {
		return err
	}
	var was searchRow
	if err := tx.DB().Select("day", "title", "facets").Where("document_id = ?", d.ID).Limit(1).Find(&was).Error; err != nil {
		return fmt.Errorf("index a document: %w", err)
	}
	if was.Title == withoutMarks(title) && was.Day == d.day() && was.Facets == d.facets() {
		return nil
	}
	c, err := ContentOf(tx, d.ID, d.ContentVersion)
	if err != nil {
		return err
	}
	return indexContent(tx, d, c)
}

// exactTitle are the words by which a document is called: its kind, number and trích yếu, whose it is, who signs, the
// date and the hồ sơ.
func exactTitle(tx *store.Tx, d Document) (string, error) {
	parts := []string{d.Symbol, d.Subject}
	if kind, err := KindByID(d.Regime, d.Kind); err == nil {
		parts = append([]string{kind.Name}, parts...)
	}
	organs, err := directory.OrgansByID(tx, []string{d.IssuerID})
	if err != nil {
		return "", err
	}
	people, err := directory.PeopleByID(tx, []string{d.SignerID})
	if err != nil {
		return "", err
	}
	parts = append(parts, organs[d.IssuerID].Name, people[d.SignerID].Name)
	if d.DocumentDate != "" {
		parts = append(parts, d.DocumentDate.Time().Format("2/1/2006"))
	}
	var title []string
	for _, part := range append(parts, d.CaseFile) {
		if words := exactWords(part); words != "" {
			title = append(title, words)
		}
	}
	return strings.Join(title, "|"), nil // "|" keeps words of two fields from standing together
}

// facets are what people narrow a search by, and the month by which a walk goes.
func (d Document) facets() string {
	month := strings.ReplaceAll(d.day()[:7], "-", "")
	return strings.Join([]string{
		facet("k", d.Kind), facet("i", d.IssuerID), facet("p", d.DrafterID), facet("p", d.SignerID), facet("m", month),
	}, " ")
}

// facet is no word: words have neither "=" nor ":".
func facet(what, id string) string { return "=" + what + ":" + id }

// day is by which date a document is found: its own, else the one it was begun on.
func (d Document) day() string {
	switch {
	case d.DocumentDate != "":
		return string(d.DocumentDate)
	case d.OfficeDate != "":
		return string(d.OfficeDate)
	}
	return string(store.DateOf(d.CreatedAt))
}

const indexBatch = 200

// IndexMissing makes every document findable that is not: those of a database from before there was an index. It
// asks of every document, so it is for after a migration; run again it changes nothing.
func IndexMissing(ctx context.Context, s *store.Store) error {
	for {
		var missing []Document
		err := s.Update(ctx, func(tx *store.Tx) error {
			missing = nil
			if err := notIndexed(tx.DB()).Limit(indexBatch).Find(&missing).Error; err != nil {
				return fmt.Errorf("look for documents without an index: %w", err)
			}
			for _, d := range missing {
				c, err := ContentOf(tx, d.ID, d.ContentVersion)
				if err != nil {
					return err
				}
				if err := indexContent(tx, d, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(missing) < indexBatch {
			return err
		}
	}
}

func notIndexed(db *gorm.DB) *gorm.DB {
	return db.Where("NOT EXISTS (SELECT 1 FROM document_search s WHERE s.document_id = document.id)")
}
