package calendar

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/store"
)

// holidayRow is a day that the office has decided.
type holidayRow struct {
	Day       store.Date `gorm:"column:day;primaryKey"`
	Name      string     `gorm:"column:name"`
	Kind      Kind       `gorm:"column:kind"`
	ByPerson  string     `gorm:"column:by_person"`
	ByName    string     `gorm:"column:by_name"`
	CreatedAt time.Time  `gorm:"column:created_at;autoCreateTime:false"`
}

// TableName is GORM's question.
func (holidayRow) TableName() string { return "holiday" }

// allDays are all that the office has decided: bounded by the years that are kept.
func allDays(tx *store.Tx) (rows []holidayRow, err error) {
	if err := tx.DB().Select("day", "kind").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the calendar: %w", err)
	}
	return rows, nil
}

// daysOf are what the office has decided of one year, in order.
func daysOf(tx *store.Tx, year int) (rows []holidayRow, err error) {
	err = tx.DB().Where("day BETWEEN ? AND ?", fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)).
		Order("day").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read a year of the calendar: %w", err)
	}
	return rows, nil
}

// putDay writes a day, over what was said of it before.
func putDay(tx *store.Tx, row holidayRow) error {
	err := tx.DB().Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "day"}}, DoUpdates: clause.AssignmentColumns([]string{"name", "kind", "by_person", "by_name", "created_at"}),
	}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("write a day of the calendar: %w", err)
	}
	return nil
}

// dropDay forgets what the office said of a day; false when it said nothing.
func dropDay(tx *store.Tx, day store.Date) (bool, error) {
	done := tx.DB().Exec(`DELETE FROM holiday WHERE day = ?`, day)
	if done.Error != nil {
		return false, fmt.Errorf("take a day out of the calendar: %w", done.Error)
	}
	return done.RowsAffected == 1, nil
}
