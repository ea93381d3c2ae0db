package task

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

type obligationRow struct {
	ID            string     `gorm:"column:id"`
	DocumentID    string     `gorm:"column:document_id"`
	ItemN         int        `gorm:"column:item_n"`
	Kind          string     `gorm:"column:kind"`
	Text          string     `gorm:"column:text"`
	Rule          string     `gorm:"column:rule"`
	FirstDue      store.Date `gorm:"column:first_due"`
	Ends          store.Date `gorm:"column:ends"`
	Receivers     string     `gorm:"column:receivers"`
	OfficeID      string     `gorm:"column:office_id"`
	AuthorityID   string     `gorm:"column:authority_id"`
	SourceSymbol  string     `gorm:"column:source_symbol"`
	SourceSubject string     `gorm:"column:source_subject"`
	State         string     `gorm:"column:state"`
	MergedInto    string     `gorm:"column:merged_into"`
	Reason        string     `gorm:"column:reason"`
	CreatedBy     string     `gorm:"column:created_by"`
	CreatedAt     time.Time  `gorm:"column:created_at"`
	Version       int        `gorm:"column:version"`
}

// TableName is the obligation's table.
func (obligationRow) TableName() string { return "report_obligation" }

type obligedRow struct {
	ObligationID string `gorm:"column:obligation_id"`
	OrganID      string `gorm:"column:organ_id"`
	OfficeID     string `gorm:"column:office_id"`
	Name         string `gorm:"column:name"`
}

// TableName is the table of who owes a report.
func (obligedRow) TableName() string { return "obligation_organ" }

type shiftRow struct {
	ObligationID string     `gorm:"column:obligation_id"`
	Occurrence   store.Date `gorm:"column:occurrence"`
	Due          store.Date `gorm:"column:due"`
	Reason       string     `gorm:"column:reason"`
	PersonID     string     `gorm:"column:person_id"`
	At           time.Time  `gorm:"column:at"`
}

// TableName is the shift's table.
func (shiftRow) TableName() string { return "obligation_shift" }

var errObligationNotFound = fault.New(fault.NotFound, "OBLIGATION_NOT_FOUND", "Không tìm thấy chế độ báo cáo.")

func insertObligation(tx *store.Tx, o Obligation) error {
	row := obligationRow{
		ID: o.ID, DocumentID: o.DocumentID, ItemN: o.ItemN, Kind: string(o.Kind), Text: o.Text, Rule: o.Rule, FirstDue: o.FirstDue,
		Ends: o.Ends, Receivers: o.Receivers, OfficeID: o.OfficeID, AuthorityID: o.AuthorityID,
		SourceSymbol: o.Symbol, SourceSubject: o.Subject, State: o.State, CreatedBy: o.CreatedBy, CreatedAt: tx.Now, Version: o.Version,
	}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write an obligation: %w", err)
	}
	return insertObliged(tx, o.ID, o.Organs)
}

func insertObliged(tx *store.Tx, id string, organs []receiver) error {
	rows := make([]obligedRow, len(organs))
	for i, r := range organs {
		rows[i] = obligedRow{id, r.OrganID, orElse(r.officeID, r.OrganID), r.Name}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.DB().CreateInBatches(rows, 500).Error; err != nil {
		return fmt.Errorf("write who owes a report: %w", err)
	}
	return nil
}

// changeObligation writes the state of o as the next version.
func changeObligation(tx *store.Tx, o *Obligation) error {
	was := o.Version
	o.Version = was + 1
	written := tx.DB().Model(&obligationRow{}).Where("id = ? AND version = ?", o.ID, was).Select("State", "MergedInto", "Reason", "Version").
		Updates(&obligationRow{State: o.State, MergedInto: o.MergedInto, Reason: o.Reason, Version: o.Version})
	if written.Error != nil {
		return fmt.Errorf("change an obligation: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}

func obligationByID(tx *store.Tx, id string) (Obligation, error) {
	found, err := obligationsOf(tx, tx.DB().Where("id = ?", id).Limit(1))
	if err == nil && len(found) == 0 {
		err = errObligationNotFound
	}
	if err != nil {
		return Obligation{}, err
	}
	return found[0], nil
}

// obligationsOfDocument are all that were ever set by a document, also what has ended since or went into another.
func obligationsOfDocument(tx *store.Tx, documentID string) ([]Obligation, error) {
	return obligationsOf(tx, tx.DB().Where("document_id = ?", documentID).Order("id"))
}

// obligationsOf reads obligations with their organs and shifts, in three queries however many they are.
func obligationsOf(tx *store.Tx, query *gorm.DB) ([]Obligation, error) {
	var rows []obligationRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read obligations: %w", err)
	}
	ids := make([]string, len(rows))
	place := map[string]int{}
	out := make([]Obligation, len(rows))
	for i, r := range rows {
		ids[i], place[r.ID] = r.ID, i
		out[i] = Obligation{
			ID: r.ID, DocumentID: r.DocumentID, ItemN: r.ItemN, Kind: ObligationKind(r.Kind), Text: r.Text, Rule: r.Rule,
			FirstDue: r.FirstDue, Ends: r.Ends, Receivers: r.Receivers, OfficeID: r.OfficeID,
			AuthorityID: r.AuthorityID, Symbol: r.SourceSymbol, Subject: r.SourceSubject, State: r.State, MergedInto: r.MergedInto,
			Reason: r.Reason, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(), Version: r.Version, Shifts: map[store.Date]Shift{},
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	var organs []obligedRow
	if err := tx.DB().Where("obligation_id IN ?", ids).Order("name, organ_id").Find(&organs).Error; err != nil {
		return nil, fmt.Errorf("read who owes a report: %w", err)
	}
	for _, r := range organs {
		o := &out[place[r.ObligationID]]
		o.Organs = append(o.Organs, receiver{Party: Party{r.OrganID, r.Name}, officeID: r.OfficeID})
	}
	var shifts []shiftRow
	if err := tx.DB().Where("obligation_id IN ?", ids).Find(&shifts).Error; err != nil {
		return nil, fmt.Errorf("read shifted dates: %w", err)
	}
	for _, r := range shifts {
		out[place[r.ObligationID]].Shifts[r.Occurrence] = Shift{r.Due, r.Reason}
	}
	return out, nil
}

// activeObligations reads those that still make tasks, after one by id, a batch at a time.
func activeObligations(tx *store.Tx, after string, n int) ([]Obligation, error) {
	return obligationsOf(tx, tx.DB().Where("state = 'active' AND id > ?", after).Order("id").Limit(n))
}

// insertShift moves a date, or moves it again.
func insertShift(tx *store.Tx, row shiftRow) error {
	row.At = tx.Now
	err := tx.DB().Exec(`INSERT INTO obligation_shift (obligation_id, occurrence, due, reason, person_id, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (obligation_id, occurrence) DO UPDATE SET due = excluded.due, reason = excluded.reason, person_id = excluded.person_id, at = excluded.at`,
		row.ObligationID, row.Occurrence, row.Due, row.Reason, row.PersonID, row.At).Error
	if err != nil {
		return fmt.Errorf("move a date: %w", err)
	}
	return nil
}

// openTasksOf are the tasks of an obligation that still wait, all or those of one date.
func openTasksOf(tx *store.Tx, obligationID string, occurrence store.Date) ([]Task, error) {
	query := tx.DB().Where("obligation_id = ? AND state IN ?", obligationID, waiting)
	if occurrence != "" {
		query = query.Where("occurrence = ?", occurrence)
	}
	return tasksOf(query.Order("id"))
}

// waiting are the states in which the lead still owes a report.
var waiting = []State{Given, Accepted, InProgress, SentBack, HandedBack}

// listObligations reads a page of those that the person sees, newest first.
func listObligations(tx *store.Tx, see authz.Reach, documentID, cursor string, limit int) ([]Obligation, error) {
	sight, args := visible(anObligation, "id", see)
	query := tx.DB().Where(sight, args...)
	if documentID != "" {
		query = query.Where("document_id = ?", documentID)
	}
	if cursor != "" {
		query = query.Where("id < ?", cursor)
	}
	return obligationsOf(tx, query.Order("id DESC").Limit(limit+1))
}
