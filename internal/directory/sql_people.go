package directory

import (
	"fmt"
	"strings"

	"trinhky/internal/store"
)

type personRow struct {
	ID         string `gorm:"column:id"`
	Name       string `gorm:"column:name"`
	FoldedName string `gorm:"column:folded_name"`
	Username   string `gorm:"column:username"`
	Email      string `gorm:"column:email"`
	Gender     string `gorm:"column:gender"`
	Version    int    `gorm:"column:version"`
}

func (personRow) TableName() string { return "person" }

func (r personRow) person() Person {
	return Person{ID: r.ID, Name: r.Name, Username: r.Username, Email: r.Email, Gender: r.Gender, Version: r.Version}
}

type holdingRow struct {
	ID        string     `gorm:"column:id"`
	PersonID  string     `gorm:"column:person_id"`
	OrganID   string     `gorm:"column:organ_id"`
	Position  string     `gorm:"column:position"`
	Outside   string     `gorm:"column:outside"`
	Title     string     `gorm:"column:title"`
	Role      string     `gorm:"column:role"`
	Standing  string     `gorm:"column:standing"`
	Rank      int        `gorm:"column:rank"`
	ValidFrom store.Date `gorm:"column:valid_from"`
	ValidTo   store.Date `gorm:"column:valid_to"`
}

func (holdingRow) TableName() string { return "holding" }

type holdingViewRow struct {
	Holding  holdingRow `gorm:"embedded"`
	Name     string     `gorm:"column:name"`
	Username string     `gorm:"column:username"`
	Office   string     `gorm:"column:office"`
}

func (r holdingRow) holding() Holding {
	return Holding{
		ID: r.ID, PersonID: r.PersonID, OrganID: r.OrganID, Position: r.Position, Outside: r.Outside, Title: r.Title,
		Role: r.Role, Standing: Standing(r.Standing), Rank: r.Rank, From: r.ValidFrom, To: r.ValidTo,
	}
}

type mandateRow struct {
	ID             string     `gorm:"column:id"`
	GrantorID      string     `gorm:"column:grantor_id"`
	GranteeID      string     `gorm:"column:grantee_id"`
	OrganID        string     `gorm:"column:organ_id"`
	Formula        string     `gorm:"column:formula"`
	Kinds          string     `gorm:"column:kinds"`
	SourceDocument string     `gorm:"column:source_document"`
	ValidFrom      store.Date `gorm:"column:valid_from"`
	ValidTo        store.Date `gorm:"column:valid_to"`
	ForDeputy      bool       `gorm:"column:for_deputy"`
	EndedOn        store.Date `gorm:"column:ended_on"`
	EndedBy        string     `gorm:"column:ended_by"`
}

func (mandateRow) TableName() string { return "mandate" }

func (r mandateRow) mandate() Mandate {
	return Mandate{
		ID: r.ID, GrantorID: r.GrantorID, GranteeID: r.GranteeID, OrganID: r.OrganID, Formula: r.Formula,
		Kinds: strings.Fields(r.Kinds), From: r.ValidFrom, To: r.ValidTo, SourceDocument: r.SourceDocument,
		ForDeputy: r.ForDeputy, EndedOn: r.EndedOn,
	}
}

type termRow struct {
	ID        string     `gorm:"column:id"`
	OrganID   string     `gorm:"column:organ_id"`
	Number    string     `gorm:"column:number"`
	ValidFrom store.Date `gorm:"column:valid_from"`
	ValidTo   store.Date `gorm:"column:valid_to"`
}

func (termRow) TableName() string { return "term" }

func (r termRow) term() Term {
	return Term{ID: r.ID, OrganID: r.OrganID, Number: r.Number, From: r.ValidFrom, To: r.ValidTo}
}

func insertPerson(tx *store.Tx, p Person) error {
	row := personRow{ID: p.ID, Name: p.Name, FoldedName: Fold(p.Name), Username: p.Username, Email: p.Email, Gender: p.Gender, Version: 1}
	return insert(tx, "person "+p.Username, &row)
}

func insertHolding(tx *store.Tx, h Holding) error {
	row := holdingRow{
		ID: h.ID, PersonID: h.PersonID, OrganID: h.OrganID, Position: h.Position, Outside: h.Outside, Title: h.Title,
		Role: h.Role, Standing: string(h.Standing), Rank: h.Rank, ValidFrom: h.From, ValidTo: h.To,
	}
	return insert(tx, "holding "+h.Title, &row)
}

// setHoldingEnd ends a holding that is open, or earlier than it would have ended; false when there is none such.
func setHoldingEnd(tx *store.Tx, id string, last store.Date) (bool, error) {
	ended := tx.DB().Model(&holdingRow{}).Where("id = ? AND (valid_to = '' OR valid_to > ?) AND valid_from <= ?", id, last, last).
		Select("valid_to").Updates(map[string]any{"valid_to": last})
	if ended.Error != nil {
		return false, fmt.Errorf("end holding %s: %w", id, ended.Error)
	}
	return ended.RowsAffected == 1, nil
}

func insertMandate(tx *store.Tx, m Mandate) error {
	row := mandateRow{
		ID: m.ID, GrantorID: m.GrantorID, GranteeID: m.GranteeID, OrganID: m.OrganID, Formula: m.Formula,
		Kinds: strings.Join(m.Kinds, " "), SourceDocument: m.SourceDocument, ValidFrom: m.From, ValidTo: m.To, ForDeputy: m.ForDeputy,
	}
	return insert(tx, "mandate "+m.ID, &row)
}

func insertTerm(tx *store.Tx, t Term) error {
	row := termRow{ID: t.ID, OrganID: t.OrganID, Number: t.Number, ValidFrom: t.From, ValidTo: t.To}
	return insert(tx, "term "+t.Number, &row)
}

// personBy takes a column name of ours, never a caller's text.
func personBy(tx *store.Tx, column, value string) (Person, bool, error) {
	var row personRow
	found := tx.DB().Where(column+" = ?", value).Limit(1).Find(&row)
	if found.Error != nil {
		return Person{}, false, fmt.Errorf("find a person: %w", found.Error)
	}
	return row.person(), found.RowsAffected == 1, nil
}

func anyone(tx *store.Tx) (bool, error) {
	var row personRow
	found := tx.DB().Limit(1).Find(&row)
	if found.Error != nil {
		return false, fmt.Errorf("look for anyone: %w", found.Error)
	}
	return found.RowsAffected > 0, nil
}

func peopleByIDs(tx *store.Tx, ids []string) (map[string]Person, error) {
	var rows []personRow
	if len(ids) > 0 {
		if err := tx.DB().Where("id IN ?", ids).Find(&rows).Error; err != nil {
			return nil, fmt.Errorf("find people: %w", err)
		}
	}
	people := make(map[string]Person, len(rows))
	for _, row := range rows {
		people[row.ID] = row.person()
	}
	return people, nil
}

// holdingsWhere reads holdings with the holders' names in protocol order; condition is over h (holding) and o (its organ).
func holdingsWhere(tx *store.Tx, condition string, args ...any) ([]HoldingView, error) {
	var rows []holdingViewRow
	err := tx.DB().Raw(`SELECT h.*, p.name, p.username, COALESCE(o.unit_of, o.id) AS office
		FROM holding h JOIN person p ON p.id = h.person_id JOIN organ o ON o.id = h.organ_id WHERE `+condition+` ORDER BY h.rank, h.valid_from, p.username`, args...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("find holdings: %w", err)
	}
	views := make([]HoldingView, len(rows))
	for i, row := range rows {
		views[i] = HoldingView{Holding: row.Holding.holding(), Name: row.Name, Username: row.Username, Office: row.Office}
	}
	return views, nil
}

// heldOn is the condition that holding and organ both stand on a date; it takes the date four times.
const heldOn = `h.valid_from <= ? AND (h.valid_to = '' OR h.valid_to >= ?) AND o.valid_from <= ? AND (o.valid_to = '' OR o.valid_to >= ?)`

func mandatesWhere(tx *store.Tx, column, value string, on store.Date) ([]Mandate, error) {
	var rows []mandateRow
	err := tx.DB().Where(column+" = ? AND "+inForceOn, value, on, on, on).Order("valid_from, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("find mandates: %w", err)
	}
	mandates := make([]Mandate, len(rows))
	for i, row := range rows {
		mandates[i] = row.mandate()
	}
	return mandates, nil
}

func termsOf(tx *store.Tx, organID string) ([]Term, error) {
	var rows []termRow
	if err := tx.DB().Where("organ_id = ?", organID).Order("valid_from").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("find terms: %w", err)
	}
	terms := make([]Term, len(rows))
	for i, row := range rows {
		terms[i] = row.term()
	}
	return terms, nil
}

func setEmail(tx *store.Tx, personID, address string) error {
	set := tx.DB().Model(&personRow{}).Where("id = ?", personID).Select("email").Updates(map[string]any{"email": address})
	if set.Error != nil {
		return fmt.Errorf("address of %s: %w", personID, set.Error)
	}
	if set.RowsAffected != 1 {
		return fmt.Errorf("address of %s: %d rows", personID, set.RowsAffected)
	}
	return nil
}
