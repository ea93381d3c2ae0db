package register

import (
	"fmt"
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

type seriesRow struct {
	ID       string     `gorm:"column:id"`
	Last     int        `gorm:"column:last"`
	LastDate store.Date `gorm:"column:last_date"`
}

type entryRow struct {
	SeriesID   string     `gorm:"column:series_id"`
	Number     int        `gorm:"column:number"`
	Status     string     `gorm:"column:status"`
	DocumentID *string    `gorm:"column:document_id"`
	EntryDate  store.Date `gorm:"column:entry_date"`
	Symbol     string     `gorm:"column:symbol"`
	KindName   string     `gorm:"column:kind_name"`
	Subject    string     `gorm:"column:subject"`
	Signer     string     `gorm:"column:signer"`
	Recipients string     `gorm:"column:recipients"`
	Copies     int        `gorm:"column:copies"`
	Reason     string     `gorm:"column:reason"`
	ByPerson   string     `gorm:"column:by_person"`
	CreatedAt  time.Time  `gorm:"column:created_at"`
}

// TableName is for GORM.
func (entryRow) TableName() string { return "register_entry" }

// take moves the series on by one and gives the number, or begins the series at 1. It is one statement: its row stays
// locked until the transaction ends, so the next number waits for this one to be kept or given back. A date before the
// last one moves nothing.
func take(tx *store.Tx, k Key, date store.Date) (Number, error) {
	if !date.Valid() {
		return Number{}, fmt.Errorf("register: a number needs a date, not %q", date)
	}
	if err := k.check(date); err != nil {
		return Number{}, err
	}
	var row seriesRow
	taken := tx.DB().Raw(`INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, last_date, created_at)
		VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)
		ON CONFLICT (issuer_id, regime, symbol, period_kind, period_id)
		DO UPDATE SET last = number_series.last + 1, last_date = excluded.last_date
		WHERE number_series.last_date <= excluded.last_date
		RETURNING id, last, last_date`,
		store.NewID(), k.IssuerID, k.Regime, k.Symbol, k.PeriodKind, k.PeriodID, date, tx.Now).Scan(&row)
	if taken.Error != nil {
		return Number{}, fmt.Errorf("take a number: %w", taken.Error)
	}
	if row.ID == "" {
		return Number{}, dateOrder(tx, k, date)
	}
	return Number{SeriesID: row.ID, Value: row.Last, Date: date}, nil
}

func dateOrder(tx *store.Tx, k Key, date store.Date) error {
	last, found, err := findSeries(tx, k)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("register: series %+v gave no number", k)
	}
	return fault.New(fault.Unmet, "NUMBER_DATE_ORDER",
		fmt.Sprintf("Ngày văn bản %s trước ngày của số liền trước (số %s, ngày %s). Ngày của số sau không được trước ngày của số trước.",
			day(date), digits(last.Last), day(last.LastDate)))
}

func findSeries(tx *store.Tx, k Key) (seriesRow, bool, error) {
	var row seriesRow
	found := tx.DB().Table("number_series").Select("id", "last", "last_date").
		Where("issuer_id = ? AND regime = ? AND symbol = ? AND period_kind = ? AND period_id = ?",
			k.IssuerID, k.Regime, k.Symbol, k.PeriodKind, k.PeriodID).Limit(1).Find(&row)
	if found.Error != nil {
		return seriesRow{}, false, fmt.Errorf("find the series: %w", found.Error)
	}
	return row, found.RowsAffected == 1, nil
}

// insertOpened makes the series at a paper book's last number; false when the series exists.
func insertOpened(tx *store.Tx, id string, k Key, last int, askedBy, approvedBy string) (bool, error) {
	made := tx.DB().Exec(`INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, opened_at,
		opened_by, approved_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (issuer_id, regime, symbol, period_kind, period_id) DO NOTHING`,
		id, k.IssuerID, k.Regime, k.Symbol, k.PeriodKind, k.PeriodID, last, last, askedBy, approvedBy, tx.Now)
	if made.Error != nil {
		return false, fmt.Errorf("open the series: %w", made.Error)
	}
	return made.RowsAffected == 1, nil
}

func insertEntry(tx *store.Tx, e entryRow) error {
	if err := tx.DB().Create(&e).Error; err != nil {
		return fmt.Errorf("write number %d into the book: %w", e.Number, err)
	}
	return nil
}

func refuseSecondNumber(tx *store.Tx, documentID string) error {
	var row entryRow
	found := tx.DB().Select("number").Where("document_id = ? AND status = ?", documentID, Assigned).Limit(1).Find(&row)
	if found.Error != nil {
		return fmt.Errorf("look for the document's number: %w", found.Error)
	}
	if found.RowsAffected == 1 {
		return alreadyNumbered().With(fault.Reason{Code: "NUMBER", Detail: "Số đã cấp: " + digits(row.Number) + "."})
	}
	return nil
}

func findEntry(tx *store.Tx, k Key, number int) (entryRow, error) {
	series, found, err := findSeries(tx, k)
	if err != nil {
		return entryRow{}, err
	}
	if !found {
		return entryRow{}, numberUnknown(number)
	}
	var row entryRow
	read := tx.DB().Where("series_id = ? AND number = ?", series.ID, number).Limit(1).Find(&row)
	if read.Error != nil {
		return entryRow{}, fmt.Errorf("find number %d: %w", number, read.Error)
	}
	if read.RowsAffected == 0 {
		return entryRow{}, numberUnknown(number)
	}
	return row, nil
}

// voidEntry voids e as it was read; if it changed since, nothing is written.
func voidEntry(tx *store.Tx, e entryRow, reason, by string) error {
	voided := tx.DB().Exec(`UPDATE register_entry SET status = ?, reason = ?, voided_by = ?, voided_at = ?
		WHERE series_id = ? AND number = ? AND status = ?`,
		Voided, reason, by, tx.Now, e.SeriesID, e.Number, e.Status)
	if voided.Error != nil {
		return fmt.Errorf("void number %d: %w", e.Number, voided.Error)
	}
	if voided.RowsAffected != 1 {
		return alreadyVoided(e.Number)
	}
	return nil
}
