package directory

import (
	"fmt"
	"slices"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// pastRow is what an organ was from a day to a day; the organ's own row is what it is last.
type pastRow struct {
	OrganID      string     `gorm:"column:organ_id"`
	ValidFrom    store.Date `gorm:"column:valid_from"`
	ValidTo      store.Date `gorm:"column:valid_to"`
	Name         string     `gorm:"column:name"`
	FoldedName   string     `gorm:"column:folded_name"`
	PrintedName  string     `gorm:"column:printed_name"`
	Code         string     `gorm:"column:code"`
	HeadPosition string     `gorm:"column:head_position"`
	Place        string     `gorm:"column:place"`
	Address      string     `gorm:"column:address"`
	ParentID     *string    `gorm:"column:parent_id"`
	SuperiorID   *string    `gorm:"column:superior_id"`
	OfficeID     *string    `gorm:"column:office_id"`
	Source       string     `gorm:"column:source"`
}

func (pastRow) TableName() string { return "organ_past" }

// into gives o what it was then.
func (r pastRow) into(o *Organ) {
	o.Name, o.PrintedName, o.Code, o.HeadPosition, o.Place, o.Address = r.Name, r.PrintedName, r.Code, r.HeadPosition, r.Place, r.Address
	o.ParentID, o.SuperiorID, o.OfficeID = store.Text(r.ParentID), store.Text(r.SuperiorID), store.Text(r.OfficeID)
}

// asTheyWere turns organs into what they were on a date; "" = today by the clock, since nobody said otherwise.
func asTheyWere(tx *store.Tx, organs []Organ, ids []string, on store.Date) error {
	if on == "" {
		on = store.DateOf(tx.Now)
	}
	var rows []pastRow
	if err := tx.DB().Where("valid_to >= ? AND valid_from <= ? AND organ_id IN ?", on, on, ids).Find(&rows).Error; err != nil {
		return fmt.Errorf("find what organs were: %w", err)
	}
	for _, r := range rows {
		i := slices.IndexFunc(organs, func(o Organ) bool { return o.ID == r.OrganID })
		r.into(&organs[i])
	}
	return nil
}

// pastOn is what organs were on a date, of those that are something else now.
func pastOn(tx *store.Tx, on store.Date) (map[string]pastRow, error) {
	var rows []pastRow
	if err := tx.DB().Where("valid_to >= ? AND valid_from <= ?", on, on).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find what organs were: %w", err)
	}
	was := make(map[string]pastRow, len(rows))
	for _, r := range rows {
		was[r.OrganID] = r
	}
	return was, nil
}

// pastsOf is all that an organ was, the oldest first.
func pastsOf(tx *store.Tx, organID string) ([]pastRow, error) {
	var rows []pastRow
	if err := tx.DB().Where("organ_id = ?", organID).Order("valid_to").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find what an organ was: %w", err)
	}
	return rows, nil
}

// putOrgan writes what an organ is from a day on, and keeps what it was before; false when somebody changed it meanwhile.
func putOrgan(tx *store.Tx, was, now Organ, since, from store.Date, source string) (bool, error) {
	set := map[string]any{
		"name": now.Name, "folded_name": Fold(now.Name), "printed_name": now.PrintedName, "code": now.Code, "head_position": now.HeadPosition,
		"place": now.Place, "address": now.Address, "parent_id": store.NullText(now.ParentID), "superior_id": store.NullText(now.SuperiorID),
		"office_id": store.NullText(now.OfficeID), "version": gorm.Expr("version + 1"),
	}
	put := tx.DB().Model(&organRow{}).Where("id = ? AND version = ? AND valid_to = ''", was.ID, was.Version).
		Select("name", "folded_name", "printed_name", "code", "head_position", "place", "address", "parent_id", "superior_id", "office_id", "version").Updates(set)
	if put.Error != nil {
		return false, fmt.Errorf("change organ %s: %w", was.ID, put.Error)
	}
	if put.RowsAffected != 1 {
		return false, nil
	}
	row := pastRow{
		OrganID: was.ID, ValidFrom: since, ValidTo: dayBefore(from), Name: was.Name, FoldedName: Fold(was.Name), PrintedName: was.PrintedName,
		Code: was.Code, HeadPosition: was.HeadPosition, Place: was.Place, Address: was.Address, ParentID: store.NullText(was.ParentID),
		SuperiorID: store.NullText(was.SuperiorID), OfficeID: store.NullText(was.OfficeID), Source: source,
	}
	if err := insert(tx, "what "+was.ID+" was", &row); err != nil {
		return false, err
	}
	for _, name := range now.ShortNames {
		if slices.ContainsFunc(was.ShortNames, func(s string) bool { return Fold(s) == Fold(name) }) {
			continue
		}
		if err := insert(tx, "short name "+name, &shortNameRow{OrganID: was.ID, Name: name, FoldedName: Fold(name)}); err != nil {
			return false, err
		}
	}
	return true, nil
}

// lastState is the organ as its own row says, which may begin to hold on a day to come, and since when it is so.
func lastState(tx *store.Tx, id string) (o Organ, since store.Date, err error) {
	o, known, err := organOf(tx, id, "9999-12-31")
	if err == nil && !known {
		err = unknownOrgan(id)
	}
	if err != nil {
		return o, "", err
	}
	pasts, err := pastsOf(tx, id)
	since = o.ValidFrom
	if n := len(pasts); n > 0 {
		since = nextDay(pasts[n-1].ValidTo)
	}
	return o, since, err
}

// lockOrgan makes two who change the same organ's posts or groups take turns; on SQLite they do anyhow.
func lockOrgan(tx *store.Tx, id string) error {
	if err := tx.DB().Exec(`UPDATE organ SET version = version WHERE id = ?`, id).Error; err != nil {
		return fmt.Errorf("lock organ %s: %w", id, err)
	}
	return nil
}

// under are the organs that hang on others by parent, superior or office and stand on a date, but not units of those.
func under(tx *store.Tx, ids []string, on store.Date) ([]Organ, error) {
	return organsWhere(tx, "9999-12-31", func(db *gorm.DB) *gorm.DB {
		return db.Where("(parent_id IN ? OR superior_id IN ? OR office_id IN ?) AND id NOT IN ? AND (unit_of IS NULL OR unit_of NOT IN ?) AND "+onDate,
			ids, ids, ids, ids, ids, on, on)
	})
}
