package register

import (
	"cmp"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

type bookRow struct {
	Entry        entryRow `gorm:"embedded"`
	IssuerID     string   `gorm:"column:issuer_id"`
	Regime       string   `gorm:"column:regime"`
	SeriesSymbol string   `gorm:"column:series_symbol"`
	PeriodKind   string   `gorm:"column:period_kind"`
	PeriodID     string   `gorm:"column:period_id"`
}

func (b bookRow) row() Row {
	e := b.Entry
	row := Row{
		Key:      Key{IssuerID: b.IssuerID, Regime: b.Regime, Symbol: b.SeriesSymbol, PeriodKind: b.PeriodKind, PeriodID: b.PeriodID},
		SeriesID: e.SeriesID, Number: e.Number, Status: e.Status, Date: e.EntryDate, Symbol: e.Symbol, KindName: e.KindName,
		Subject: e.Subject, Signer: e.Signer, Recipients: e.Recipients, Copies: e.Copies, Reason: e.Reason,
	}
	if e.DocumentID != nil {
		row.DocumentID = *e.DocumentID
	}
	return row
}

// Rows are the chosen lines, book by book, each in the order of its numbers.
func Rows(tx *store.Tx, f Filter) ([]Row, error) {
	query, err := chosen(tx, f)
	if err != nil {
		return nil, err
	}
	var found []bookRow
	if err := query.Order("s.created_at, s.id, e.number").Find(&found).Error; err != nil {
		return nil, fmt.Errorf("read the book: %w", err)
	}
	rows := make([]Row, 0, len(found))
	asked := words(f.Query)
	for _, b := range found {
		if row := b.row(); row.has(asked) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// rowsAfter are at most limit of the chosen lines of one series, behind a number.
func rowsAfter(tx *store.Tx, f Filter, seriesID string, number, limit int) ([]Row, error) {
	query, err := chosen(tx, f)
	if err != nil {
		return nil, err
	}
	var found []bookRow
	err = query.Where("e.series_id = ? AND e.number > ?", seriesID, number).Order("e.number").Limit(limit).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("read the book: %w", err)
	}
	rows := make([]Row, len(found))
	for i, b := range found {
		rows[i] = b.row()
	}
	return rows, nil
}

func chosen(tx *store.Tx, f Filter) (*gorm.DB, error) {
	if f.IssuerID == "" {
		return nil, fmt.Errorf("register: a book belongs to an issuer")
	}
	query := tx.DB().Table("register_entry AS e").Joins("JOIN number_series AS s ON s.id = e.series_id").
		Select(`e.series_id, e.number, e.status, e.document_id, e.entry_date, e.symbol, e.kind_name, e.subject, e.signer,
			e.recipients, e.copies, e.reason, s.issuer_id, s.regime, s.symbol AS series_symbol, s.period_kind, s.period_id`).
		Where("s.issuer_id = ?", f.IssuerID)
	for column, value := range map[string]string{"s.symbol": f.Symbol, "s.period_kind": f.PeriodKind, "s.period_id": f.PeriodID} {
		if value != "" {
			query = query.Where(column+" = ?", value)
		}
	}
	if f.From != "" {
		query = query.Where("e.entry_date >= ?", f.From)
	}
	if f.To != "" {
		query = query.Where("e.entry_date <= ?", f.To)
	}
	return query, nil
}

// SeriesOf lists the books of an issuer, oldest first.
func SeriesOf(tx *store.Tx, issuerID string) ([]Series, error) {
	all, err := seriesOf(tx, []string{issuerID})
	if all[issuerID] == nil {
		return []Series{}, err
	}
	return all[issuerID], err
}

// seriesOf lists the books of some issuers, oldest first.
func seriesOf(tx *store.Tx, issuers []string) (map[string][]Series, error) {
	all := map[string][]Series{}
	for part := range slices.Chunk(issuers, 500) {
		var found []struct {
			ID, IssuerID, Regime, Symbol, PeriodKind, PeriodID string
			Last, OpenedAt                                     int
			LastDate                                           store.Date
		}
		err := tx.DB().Table("number_series").
			Select("id", "issuer_id", "regime", "symbol", "period_kind", "period_id", "last", "opened_at", "last_date").
			Where("issuer_id IN ?", part).Order("created_at, id").Find(&found).Error
		if err != nil {
			return nil, fmt.Errorf("list the books: %w", err)
		}
		for _, s := range found {
			all[s.IssuerID] = append(all[s.IssuerID], Series{
				ID: s.ID, Last: s.Last, LastDate: s.LastDate, OpenedAt: s.OpenedAt,
				Key: Key{IssuerID: s.IssuerID, Regime: s.Regime, Symbol: s.Symbol, PeriodKind: s.PeriodKind, PeriodID: s.PeriodID},
			})
		}
	}
	return all, nil
}

// bookOwners are the organs that may have books: those open on a day, and closed ones that have some. By name.
func bookOwners(tx *store.Tx, on store.Date) ([]directory.Organ, error) {
	var ids []string
	if err := tx.DB().Table("number_series").Distinct("issuer_id").Pluck("issuer_id", &ids).Error; err != nil {
		return nil, fmt.Errorf("list who has books: %w", err)
	}
	byID, err := directory.OrgansByID(tx, ids)
	if err != nil {
		return nil, err
	}
	open, err := directory.Organs(tx, on)
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		byID[o.ID] = o
	}
	organs := slices.DeleteFunc(slices.Collect(maps.Values(byID)), func(o directory.Organ) bool { return o.UnitOf != "" })
	slices.SortFunc(organs, func(a, b directory.Organ) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return organs, nil
}

// eachLine walks every series and its numbers in order, without holding them all; a series without an entry gives one
// line whose number is 0.
func eachLine(tx *store.Tx, fn func(line) error) error {
	rows, err := tx.DB().Raw(`SELECT s.id, s.issuer_id, s.regime, s.symbol, s.period_kind, s.period_id, s.opened_at, s.last, e.number, e.entry_date
		FROM number_series s LEFT JOIN register_entry e ON e.series_id = s.id ORDER BY s.id, e.number`).Rows()
	if err != nil {
		return fmt.Errorf("read the books: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var l line
		var number sql.NullInt64
		var date sql.NullString
		err := rows.Scan(&l.series, &l.key.IssuerID, &l.key.Regime, &l.key.Symbol, &l.key.PeriodKind, &l.key.PeriodID,
			&l.openedAt, &l.last, &number, &date)
		if err != nil {
			return fmt.Errorf("read the books: %w", err)
		}
		l.number, l.date = int(number.Int64), store.Date(date.String)
		if err := fn(l); err != nil {
			return err
		}
	}
	return rows.Err()
}
