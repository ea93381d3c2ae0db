package register

import (
	"fmt"

	"trinhky/internal/store"
)

// Status of an opening.
const (
	proposed = "proposed"
	approved = "approved"
	declined = "refused"
)

type openingRow struct {
	ID         string `gorm:"column:id"`
	IssuerID   string `gorm:"column:issuer_id"`
	Regime     string `gorm:"column:regime"`
	Symbol     string `gorm:"column:symbol"`
	PeriodKind string `gorm:"column:period_kind"`
	PeriodID   string `gorm:"column:period_id"`
	Last       int    `gorm:"column:last"`
	Status     string `gorm:"column:status"`
	ProposedBy string `gorm:"column:proposed_by"`
}

func (r openingRow) opening() Opening {
	return Opening{
		ID: r.ID, Last: r.Last, ProposedBy: r.ProposedBy,
		Key: Key{IssuerID: r.IssuerID, Regime: r.Regime, Symbol: r.Symbol, PeriodKind: r.PeriodKind, PeriodID: r.PeriodID},
	}
}

// insertOpening writes a proposal; false when one for the same series waits already.
func insertOpening(tx *store.Tx, o Opening) (bool, error) {
	k := o.Key
	err := tx.DB().Exec(`INSERT INTO series_opening (id, issuer_id, regime, symbol, period_kind, period_id, last, status,
		proposed_by, proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		o.ID, k.IssuerID, k.Regime, k.Symbol, k.PeriodKind, k.PeriodID, o.Last, proposed, o.ProposedBy, tx.Now).Error
	if store.IsDuplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("propose an opening: %w", err)
	}
	return true, nil
}

// waitingOpening finds a proposal that nobody has decided.
func waitingOpening(tx *store.Tx, id string) (Opening, bool, error) {
	var row openingRow
	found := tx.DB().Table("series_opening").Where("id = ? AND status = ?", id, proposed).Limit(1).Find(&row)
	if found.Error != nil {
		return Opening{}, false, fmt.Errorf("find the opening: %w", found.Error)
	}
	return row.opening(), found.RowsAffected == 1, nil
}

func waitingOpenings(tx *store.Tx, issuerID string) ([]Opening, error) {
	var rows []openingRow
	err := tx.DB().Table("series_opening").Where("issuer_id = ? AND status = ?", issuerID, proposed).
		Order("proposed_at, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list the openings: %w", err)
	}
	list := make([]Opening, len(rows))
	for i, r := range rows {
		list[i] = r.opening()
	}
	return list, nil
}

// decideOpening ends a proposal; false when somebody else did.
func decideOpening(tx *store.Tx, id, status, by string) (bool, error) {
	decided := tx.DB().Exec(`UPDATE series_opening SET status = ?, decided_by = ?, decided_at = ? WHERE id = ? AND status = ?`,
		status, by, tx.Now, id, proposed)
	if decided.Error != nil {
		return false, fmt.Errorf("decide the opening: %w", decided.Error)
	}
	return decided.RowsAffected == 1, nil
}

// findNumber finds a line by its series, with the series' issuer.
func findNumber(tx *store.Tx, seriesID string, number int) (Row, bool, error) {
	var row bookRow
	found := tx.DB().Table("register_entry AS e").Joins("JOIN number_series AS s ON s.id = e.series_id").
		Select("e.series_id, e.number, e.status, e.document_id, s.issuer_id, s.regime, s.symbol AS series_symbol, s.period_kind, s.period_id").
		Where("e.series_id = ? AND e.number = ?", seriesID, number).Limit(1).Find(&row)
	if found.Error != nil {
		return Row{}, false, fmt.Errorf("find number %d: %w", number, found.Error)
	}
	return row.row(), found.RowsAffected == 1, nil
}
