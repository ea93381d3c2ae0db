package directory

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// onDate is the condition of every look-up; it takes the date twice.
const onDate = `valid_from <= ? AND (valid_to = '' OR valid_to >= ?)`

type organRow struct {
	ID           string     `gorm:"column:id"`
	Name         string     `gorm:"column:name"`
	FoldedName   string     `gorm:"column:folded_name"`
	PrintedName  string     `gorm:"column:printed_name"`
	Code         string     `gorm:"column:code"`
	Regime       string     `gorm:"column:regime"`
	Class        string     `gorm:"column:class"`
	Level        string     `gorm:"column:level"`
	Body         string     `gorm:"column:body"`
	HeadPosition string     `gorm:"column:head_position"`
	ParentID     *string    `gorm:"column:parent_id"`
	SuperiorID   *string    `gorm:"column:superior_id"`
	OfficeID     *string    `gorm:"column:office_id"`
	UnitOf       *string    `gorm:"column:unit_of"`
	Place        string     `gorm:"column:place"`
	Address      string     `gorm:"column:address"`
	SealWidthMM  float64    `gorm:"column:seal_width_mm"`
	Channel      string     `gorm:"column:channel"`
	Email        string     `gorm:"column:email"`
	ValidFrom    store.Date `gorm:"column:valid_from"`
	ValidTo      store.Date `gorm:"column:valid_to"`
	Version      int        `gorm:"column:version"`
}

func (organRow) TableName() string { return "organ" }

type shortNameRow struct {
	OrganID    string `gorm:"column:organ_id"`
	Name       string `gorm:"column:name"`
	FoldedName string `gorm:"column:folded_name"`
}

func (shortNameRow) TableName() string { return "organ_short_name" }

type successorRow struct {
	OrganID     string `gorm:"column:organ_id"`
	SuccessorID string `gorm:"column:successor_id"`
	Rank        int    `gorm:"column:rank"`
	Share       string `gorm:"column:share"`
}

func (successorRow) TableName() string { return "organ_successor" }

func (r organRow) organ() Organ {
	return Organ{
		ID: r.ID, Name: r.Name, PrintedName: r.PrintedName, Code: r.Code, Regime: Regime(r.Regime), Class: r.Class,
		Level: r.Level, Body: r.Body, HeadPosition: r.HeadPosition, ParentID: store.Text(r.ParentID),
		SuperiorID: store.Text(r.SuperiorID), OfficeID: store.Text(r.OfficeID), UnitOf: store.Text(r.UnitOf), Place: r.Place,
		Address: r.Address, SealWidthMM: r.SealWidthMM, Channel: r.Channel, Email: r.Email,
		ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Version: r.Version,
	}
}

func rowOf(o Organ) organRow {
	return organRow{
		ID: o.ID, Name: o.Name, FoldedName: Fold(o.Name), PrintedName: o.PrintedName, Code: o.Code, Regime: string(o.Regime),
		Class: o.Class, Level: o.Level, Body: o.Body, HeadPosition: o.HeadPosition, ParentID: store.NullText(o.ParentID),
		SuperiorID: store.NullText(o.SuperiorID), OfficeID: store.NullText(o.OfficeID), UnitOf: store.NullText(o.UnitOf), Place: o.Place,
		Address: o.Address, SealWidthMM: o.SealWidthMM, Channel: o.Channel, Email: o.Email,
		ValidFrom: o.ValidFrom, ValidTo: o.ValidTo, Version: 1,
	}
}

// insert writes one row or says what it could not write.
func insert(tx *store.Tx, what string, row any) error {
	created := tx.DB().Create(row)
	if created.Error != nil {
		return fmt.Errorf("add %s: %w", what, created.Error)
	}
	if created.RowsAffected != 1 {
		return fmt.Errorf("add %s: %d rows written", what, created.RowsAffected)
	}
	return nil
}

func insertOrgan(tx *store.Tx, o Organ) error {
	row := rowOf(o)
	if err := insert(tx, "organ "+o.ID, &row); err != nil {
		return err
	}
	for _, name := range o.ShortNames {
		short := shortNameRow{OrganID: o.ID, Name: name, FoldedName: Fold(name)}
		if err := insert(tx, "short name "+name, &short); err != nil {
			return err
		}
	}
	return nil
}

func insertSuccessor(tx *store.Tx, organID, successorID, share string, rank int) error {
	row := successorRow{OrganID: organID, SuccessorID: successorID, Rank: rank, Share: share}
	return insert(tx, "successor of "+organID, &row)
}

// endOrgan closes an organ and its units that were open until now; it says how many rows that touched.
func endOrgan(tx *store.Tx, id string, last store.Date) (int64, error) {
	ended := tx.DB().Model(&organRow{}).Where("(id = ? OR unit_of = ?) AND valid_to = '' AND valid_from <= ?", id, id, last).
		Select("valid_to", "version").Updates(map[string]any{"valid_to": last, "version": gorm.Expr("version + 1")})
	if ended.Error != nil {
		return 0, fmt.Errorf("close organ %s: %w", id, ended.Error)
	}
	return ended.RowsAffected, nil
}

func organByID(tx *store.Tx, id string) (Organ, bool, error) {
	return organOf(tx, id, "")
}

// organOf is the organ as it was on a date; "" = today by the clock.
func organOf(tx *store.Tx, id string, on store.Date) (Organ, bool, error) {
	found, err := organsWhere(tx, on, func(db *gorm.DB) *gorm.DB { return db.Where("id = ?", id).Limit(1) })
	if err != nil || len(found) == 0 {
		return Organ{}, false, err
	}
	return found[0], true, nil
}

func organsOn(tx *store.Tx, on store.Date) ([]Organ, error) {
	return organsWhere(tx, on, func(db *gorm.DB) *gorm.DB { return db.Where(onDate, on, on) })
}

// organsNamed are the organs that ever bore a name, as they were on a date.
func organsNamed(tx *store.Tx, folded string, on store.Date) ([]Organ, error) {
	return organsWhere(tx, on, func(db *gorm.DB) *gorm.DB {
		return db.Where(`folded_name = ? OR id IN (SELECT organ_id FROM organ_short_name WHERE folded_name = ?)
			OR id IN (SELECT organ_id FROM organ_past WHERE folded_name = ?)`, folded, folded, folded)
	})
}

func successorsOf(tx *store.Tx, id string) ([]Organ, error) {
	var ids []string
	err := tx.DB().Raw(`SELECT successor_id FROM organ_successor WHERE organ_id = ? ORDER BY rank, successor_id`, id).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("find the successors of %s: %w", id, err)
	}
	return organsByIDs(tx, ids)
}

// organsByIDs keeps the order of ids.
func organsByIDs(tx *store.Tx, ids []string) ([]Organ, error) { return organsByIDsOn(tx, ids, "") }

func organsByIDsOn(tx *store.Tx, ids []string, on store.Date) ([]Organ, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := organsWhere(tx, on, func(db *gorm.DB) *gorm.DB { return db.Where("id IN ?", ids) })
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Organ, len(found))
	for _, o := range found {
		byID[o.ID] = o
	}
	organs := make([]Organ, 0, len(ids))
	for _, id := range ids {
		if o, ok := byID[id]; ok {
			organs = append(organs, o)
		}
	}
	return organs, nil
}

// organsWhere reads organs with their short names, as they were on a date; "" = today by the clock.
func organsWhere(tx *store.Tx, on store.Date, where func(*gorm.DB) *gorm.DB) ([]Organ, error) {
	var rows []organRow
	if err := where(tx.DB().Model(&organRow{})).Order("folded_name, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find organs: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	ids := make([]string, len(rows))
	organs := make([]Organ, len(rows))
	place := make(map[string]int, len(rows))
	for i, row := range rows {
		organs[i], ids[i], place[row.ID] = row.organ(), row.ID, i
	}
	var names []shortNameRow
	if err := tx.DB().Where("organ_id IN ?", ids).Order("organ_id, name").Find(&names).Error; err != nil {
		return nil, fmt.Errorf("find short names: %w", err)
	}
	for _, n := range names {
		o := &organs[place[n.OrganID]]
		o.ShortNames = append(o.ShortNames, n.Name)
	}
	return organs, asTheyWere(tx, organs, ids, on)
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
