package task

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

type taskRow struct {
	ID               string     `gorm:"column:id"`
	DocumentID       string     `gorm:"column:document_id"`
	ItemN            int        `gorm:"column:item_n"`
	ObligationID     string     `gorm:"column:obligation_id"`
	Occurrence       store.Date `gorm:"column:occurrence"`
	Ref              string     `gorm:"column:ref"`
	Text             string     `gorm:"column:text"`
	Deliverable      string     `gorm:"column:deliverable"`
	ReportTo         string     `gorm:"column:report_to"`
	SourceSymbol     string     `gorm:"column:source_symbol"`
	SourceSubject    string     `gorm:"column:source_subject"`
	LeadID           string     `gorm:"column:lead_id"`
	LeadOfficeID     string     `gorm:"column:lead_office_id"`
	LeadName         string     `gorm:"column:lead_name"`
	Co               string     `gorm:"column:co"`
	OfficeID         string     `gorm:"column:office_id"`
	AuthorityID      string     `gorm:"column:authority_id"`
	DeadlineKind     string     `gorm:"column:deadline_kind"`
	DeadlineText     string     `gorm:"column:deadline_text"`
	Due              store.Date `gorm:"column:due"`
	MonitorDue       store.Date `gorm:"column:monitor_due"`
	LimitOn          store.Date `gorm:"column:limit_on"`
	State            string     `gorm:"column:state"`
	HandlerID        string     `gorm:"column:handler_id"`
	Note             string     `gorm:"column:note"`
	EvidenceDocument string     `gorm:"column:evidence_document"`
	EvidenceSymbol   string     `gorm:"column:evidence_symbol"`
	EvidenceBlob     string     `gorm:"column:evidence_blob"`
	EvidenceName     string     `gorm:"column:evidence_name"`
	ReportedOn       store.Date `gorm:"column:reported_on"`
	ReportedBy       string     `gorm:"column:reported_by"`
	ClosedAt         *time.Time `gorm:"column:closed_at"`
	ClosedBy         string     `gorm:"column:closed_by"`
	CancelDocument   string     `gorm:"column:cancel_document"`
	Extension        string     `gorm:"column:extension"`
	ExtensionTo      store.Date `gorm:"column:extension_to"`
	ExtensionBy      string     `gorm:"column:extension_by"`
	ExtensionReason  string     `gorm:"column:extension_reason"`
	RemindedAt       *time.Time `gorm:"column:reminded_at"`
	Escalated        int        `gorm:"column:escalated"`
	CreatedAt        time.Time  `gorm:"column:created_at"`
	UpdatedAt        time.Time  `gorm:"column:updated_at"`
	Version          int        `gorm:"column:version"`
}

// TableName is the task's table.
func (taskRow) TableName() string { return "task" }

func rowOf(t Task) (taskRow, error) {
	co, err := jsonOf(t.Co)
	return taskRow{
		ID: t.ID, DocumentID: t.DocumentID, ItemN: t.ItemN, ObligationID: t.ObligationID, Occurrence: t.Occurrence, Ref: t.Ref,
		Text: t.Text, Deliverable: t.Deliverable, ReportTo: t.ReportTo, SourceSymbol: t.Symbol, SourceSubject: t.Subject,
		LeadID: t.LeadID, LeadOfficeID: t.LeadOfficeID, LeadName: t.LeadName, Co: co, OfficeID: t.OfficeID, AuthorityID: t.AuthorityID,
		DeadlineKind: string(t.DeadlineKind), DeadlineText: t.DeadlineText, Due: t.Due, MonitorDue: t.MonitorDue, LimitOn: t.Limit(),
		State: string(t.State), HandlerID: t.HandlerID, Note: t.Note, EvidenceDocument: t.EvidenceDocument,
		EvidenceSymbol: t.EvidenceSymbol, EvidenceBlob: t.EvidenceBlob, EvidenceName: t.EvidenceName, ReportedOn: t.ReportedOn,
		ReportedBy: t.ReportedBy, ClosedAt: t.ClosedAt, ClosedBy: t.ClosedBy, CancelDocument: t.CancelDocument,
		Extension: t.Extension, ExtensionTo: t.ExtensionTo, ExtensionBy: t.ExtensionBy, ExtensionReason: t.ExtensionReason,
		RemindedAt: t.RemindedAt, Escalated: t.Escalated, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt, Version: t.Version,
	}, err
}

func (r taskRow) task() (Task, error) {
	t := Task{
		ID: r.ID, DocumentID: r.DocumentID, ItemN: r.ItemN, ObligationID: r.ObligationID, Occurrence: r.Occurrence, Ref: r.Ref,
		Text: r.Text, Deliverable: r.Deliverable, ReportTo: r.ReportTo, Symbol: r.SourceSymbol, Subject: r.SourceSubject,
		LeadID: r.LeadID, LeadOfficeID: r.LeadOfficeID, LeadName: r.LeadName, OfficeID: r.OfficeID, AuthorityID: r.AuthorityID,
		DeadlineKind: DeadlineKind(r.DeadlineKind), DeadlineText: r.DeadlineText, Due: r.Due, MonitorDue: r.MonitorDue,
		State: State(r.State), HandlerID: r.HandlerID, Note: r.Note, EvidenceDocument: r.EvidenceDocument,
		EvidenceSymbol: r.EvidenceSymbol, EvidenceBlob: r.EvidenceBlob, EvidenceName: r.EvidenceName, ReportedOn: r.ReportedOn,
		ReportedBy: r.ReportedBy, ClosedAt: r.ClosedAt, ClosedBy: r.ClosedBy, CancelDocument: r.CancelDocument,
		Extension: r.Extension, ExtensionTo: r.ExtensionTo, ExtensionBy: r.ExtensionBy, ExtensionReason: r.ExtensionReason,
		RemindedAt: r.RemindedAt, Escalated: r.Escalated, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version,
	}
	return t, parse(r.Co, &t.Co)
}

func jsonOf(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write a list: %w", err)
	}
	return string(text), nil
}

func parse(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("read a list: %w", err)
	}
	return nil
}

// insertTasks writes new tasks; one that is there already (the same organ and date of an obligation, the same item and
// lead) is left alone. It gives back those that are new.
func insertTasks(tx *store.Tx, tasks []Task) (fresh []Task, err error) {
	for _, t := range tasks {
		t.Version, t.CreatedAt, t.UpdatedAt = 1, tx.Now, tx.Now
		row, err := rowOf(t)
		if err != nil {
			return nil, err
		}
		made := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if made.Error != nil {
			return nil, fmt.Errorf("write a task: %w", made.Error)
		}
		if made.RowsAffected == 1 {
			fresh = append(fresh, t)
		}
	}
	return fresh, nil
}

// changeable are the columns that a change of a task may touch; the rest are written once.
var changeable = []string{
	"LeadID", "LeadOfficeID", "LeadName", "DeadlineKind", "Due", "MonitorDue", "LimitOn", "State", "HandlerID", "Note", "EvidenceDocument",
	"EvidenceSymbol", "EvidenceBlob", "EvidenceName", "ReportedOn", "ReportedBy", "ClosedAt", "ClosedBy", "CancelDocument", "Extension",
	"ExtensionTo", "ExtensionBy", "ExtensionReason", "RemindedAt", "Escalated", "UpdatedAt", "Version",
}

// change writes t as the version after the one it was loaded with; ErrStale when somebody was quicker.
func change(tx *store.Tx, t *Task) error {
	was := t.Version
	t.Version, t.UpdatedAt = was+1, tx.Now
	row, err := rowOf(*t)
	if err != nil {
		return err
	}
	written := tx.DB().Model(&taskRow{}).Where("id = ? AND version = ?", t.ID, was).Select(changeable).Updates(&row)
	if written.Error != nil {
		return fmt.Errorf("change a task: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}

func taskByID(tx *store.Tx, id string) (Task, error) {
	found, err := tasksOf(tx.DB().Where("id = ?", id).Limit(1))
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Task{}, err
	}
	return found[0], nil
}

func tasksOf(query *gorm.DB) ([]Task, error) {
	var rows []taskRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	tasks := make([]Task, len(rows))
	for i, r := range rows {
		var err error
		if tasks[i], err = r.task(); err != nil {
			return nil, err
		}
	}
	return tasks, nil
}

// The things whose access task_access keeps.
const (
	aTask        = "task"
	anObligation = "obligation"
	aRequest     = "request"
)

type accessRow struct {
	Thing    string `gorm:"column:thing"`
	ThingID  string `gorm:"column:thing_id"`
	PersonID string `gorm:"column:person_id"`
	OrganID  string `gorm:"column:organ_id"`
	Why      string `gorm:"column:why"`
}

func (accessRow) TableName() string { return "task_access" }

// grant writes who is related to a thing; granting twice changes nothing.
func grant(tx *store.Tx, thing, id string, places ...authz.Place) error {
	var rows []accessRow
	for _, p := range places {
		for _, r := range p.Persons {
			if r.ID != "" {
				rows = append(rows, accessRow{Thing: thing, ThingID: id, PersonID: r.ID, Why: r.Why})
			}
		}
		for _, r := range p.Organs {
			if r.ID != "" {
				rows = append(rows, accessRow{Thing: thing, ThingID: id, OrganID: r.ID, Why: r.Why})
			}
		}
	}
	return insertAccess(tx, rows)
}

func insertAccess(tx *store.Tx, rows []accessRow) error {
	if len(rows) == 0 {
		return nil
	}
	if err := tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, 500).Error; err != nil {
		return fmt.Errorf("grant access: %w", err)
	}
	return nil
}

// revoke ends all relations of one sort to a thing, for instance those of the lead before.
func revoke(tx *store.Tx, thing, id, why string) error {
	if err := tx.DB().Where("thing = ? AND thing_id = ? AND why = ?", thing, id, why).Delete(&accessRow{}).Error; err != nil {
		return fmt.Errorf("revoke access: %w", err)
	}
	return nil
}

// placeOf gathers who is related to a thing, for authz.
func placeOf(tx *store.Tx, thing, id string) (place authz.Place, err error) {
	var rows []accessRow
	if err := tx.DB().Where("thing = ? AND thing_id = ?", thing, id).Find(&rows).Error; err != nil {
		return place, fmt.Errorf("read access: %w", err)
	}
	for _, r := range rows {
		if r.PersonID != "" {
			place.Persons = append(place.Persons, authz.Relation{ID: r.PersonID, Why: r.Why})
		} else {
			place.Organs = append(place.Organs, authz.Relation{ID: r.OrganID, Why: r.Why})
		}
	}
	return place, nil
}

// visible is the condition by which anybody sees a thing, over the column that holds its id.
func visible(thing, column string, see authz.Reach) (string, []any) {
	var parts []string
	var args []any
	if len(see.PersonWhys) > 0 {
		parts = append(parts, "SELECT thing_id FROM task_access WHERE person_id <> '' AND person_id = ? AND thing = ? AND why IN ?")
		args = append(args, see.PersonID, thing, see.PersonWhys)
	}
	for _, organ := range see.Organs {
		parts = append(parts, "SELECT thing_id FROM task_access WHERE organ_id <> '' AND organ_id = ? AND thing = ? AND why = ?")
		args = append(args, organ.ID, thing, organ.Why)
	}
	if len(parts) == 0 {
		return "1 = 0", nil
	}
	return column + " IN (" + strings.Join(parts, " UNION ALL ") + ")", args
}

// cursors: what the last row of a page was sorted by.
func encodeCursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, "\x00")))
}

func decodeCursor(cursor string, n int) ([]string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(raw), "\x00")
	if err != nil || len(parts) != n {
		return nil, fault.New(fault.Unmet, "CURSOR_INVALID", "Vị trí trang không hợp lệ, hãy mở lại danh sách từ đầu.")
	}
	return parts, nil
}

// tasksOfItems are the tasks that came of a document's list, in its order.
func tasksOfItems(tx *store.Tx, documentID string) ([]Task, error) {
	return tasksOf(tx.DB().Where("document_id = ? AND obligation_id = ''", documentID).Order("item_n, lead_name, id").Limit(10 * mostItems))
}
