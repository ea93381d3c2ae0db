package document

import (
	"fmt"

	"gorm.io/gorm/clause"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// AddFigures keeps pictures for a document; one that it has already is kept as it is.
func AddFigures(tx *store.Tx, figures []FigureFile) error {
	if len(figures) == 0 {
		return nil
	}
	for i := range figures {
		figures[i].CreatedAt = tx.Now
	}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(figures, 500).Error; err != nil {
		return fmt.Errorf("keep figures: %w", err)
	}
	return nil
}

// Figures are a document's pictures, in the order they came.
func Figures(tx *store.Tx, documentID string) ([]FigureFile, error) {
	var figures []FigureFile
	if err := tx.DB().Where("document_id = ?", documentID).Order("created_at, sha256").Find(&figures).Error; err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return figures, nil
}

// ErrFigureNotFound is for a picture that a document does not have, or that is not for the reader.
var ErrFigureNotFound = fault.New(fault.NotFound, "FIGURE_NOT_FOUND", "Không tìm thấy hình.")

// FigureOf is one picture of a document; the fault is ErrFigureNotFound.
func FigureOf(tx *store.Tx, documentID, sha256 string) (FigureFile, error) {
	var f FigureFile
	found := tx.DB().Where("document_id = ? AND sha256 = ?", documentID, sha256).Limit(1).Find(&f)
	if found.Error != nil {
		return f, fmt.Errorf("read figure: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return f, ErrFigureNotFound
	}
	return f, nil
}
