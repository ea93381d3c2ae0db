package directory

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"trinhky/internal/store"
)

// inForceOn is the condition that an absence or a mandate gives its right on a date; it takes the date three times.
const inForceOn = `valid_from <= ? AND (valid_to = '' OR valid_to >= ?) AND (ended_on = '' OR ended_on > ?)`

type absenceRow struct {
	ID        string     `gorm:"column:id"`
	PersonID  string     `gorm:"column:person_id"`
	StandInID string     `gorm:"column:stand_in_id"`
	Scope     Scope      `gorm:"column:scope"`
	ValidFrom store.Date `gorm:"column:valid_from"`
	ValidTo   store.Date `gorm:"column:valid_to"`
	Source    string     `gorm:"column:source"`
	GivenBy   string     `gorm:"column:given_by"`
	GivenAt   time.Time  `gorm:"column:given_at"`
	EndedOn   store.Date `gorm:"column:ended_on"`
	EndedBy   string     `gorm:"column:ended_by"`
}

func (absenceRow) TableName() string { return "absence" }

func (r absenceRow) absence() Absence {
	return Absence{
		ID: r.ID, PersonID: r.PersonID, StandInID: r.StandInID, Scope: r.Scope, From: r.ValidFrom, To: r.ValidTo,
		Source: r.Source, GivenBy: r.GivenBy, EndedOn: r.EndedOn,
	}
}

func insertAbsence(tx *store.Tx, a Absence) error {
	return insert(tx, "absence of "+a.PersonID, &absenceRow{
		ID: a.ID, PersonID: a.PersonID, StandInID: a.StandInID, Scope: a.Scope, ValidFrom: a.From, ValidTo: a.To,
		Source: a.Source, GivenBy: a.GivenBy, GivenAt: tx.Now,
	})
}

// endAbsenceRow ends an absence that was not ended; false when it was.
func endAbsenceRow(tx *store.Tx, id string, on store.Date, by string) (bool, error) {
	ended := tx.DB().Model(&absenceRow{}).Where("id = ? AND ended_on = ''", id).Select("ended_on", "ended_by").
		Updates(map[string]any{"ended_on": on, "ended_by": by})
	if ended.Error != nil {
		return false, fmt.Errorf("end absence %s: %w", id, ended.Error)
	}
	return ended.RowsAffected == 1, nil
}

func absencesWhere(tx *store.Tx, condition string, args ...any) ([]Absence, error) {
	var rows []absenceRow
	if err := tx.DB().Where(condition, args...).Order("valid_from DESC, id DESC").Limit(500).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find absences: %w", err)
	}
	absences := make([]Absence, len(rows))
	for i, r := range rows {
		absences[i] = r.absence()
	}
	return absences, nil
}

// lockPerson makes two who change the same person's absences or mandates take turns; on SQLite they do anyhow.
func lockPerson(tx *store.Tx, id string) error {
	var row personRow
	if err := tx.DB().Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Limit(1).Find(&row).Error; err != nil {
		return fmt.Errorf("lock person %s: %w", id, err)
	}
	return nil
}

// endMandateRow ends a mandate that was not ended; false when it was.
func endMandateRow(tx *store.Tx, id string, on store.Date, by string) (bool, error) {
	ended := tx.DB().Model(&mandateRow{}).Where("id = ? AND ended_on = ''", id).Select("ended_on", "ended_by").
		Updates(map[string]any{"ended_on": on, "ended_by": by})
	if ended.Error != nil {
		return false, fmt.Errorf("end mandate %s: %w", id, ended.Error)
	}
	return ended.RowsAffected == 1, nil
}

// mandatesListed are mandates in force or not, the newest first.
func mandatesListed(tx *store.Tx, condition string, args ...any) ([]Mandate, error) {
	var rows []mandateRow
	if err := tx.DB().Where(condition, args...).Order("valid_from DESC, id DESC").Limit(500).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("list mandates: %w", err)
	}
	mandates := make([]Mandate, len(rows))
	for i, r := range rows {
		mandates[i] = r.mandate()
	}
	return mandates, nil
}
