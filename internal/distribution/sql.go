package distribution

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"trinhky/internal/store"
)

type lineRow struct {
	DocumentID string `gorm:"column:document_id"`
	N          int    `gorm:"column:n"`
	Kind       string `gorm:"column:kind"`
	Key        string `gorm:"column:key"`
	Scope      string `gorm:"column:scope"`
	Text       string `gorm:"column:text"`
	Purposes   string `gorm:"column:purposes"`
	Ack        string `gorm:"column:ack"`
	Task       bool   `gorm:"column:task"`
}

func (lineRow) TableName() string { return "recipient_line" }

type deliveryRow struct {
	ID            string     `gorm:"column:id"`
	DocumentID    string     `gorm:"column:document_id"`
	OrganID       string     `gorm:"column:organ_id"`
	OfficeID      string     `gorm:"column:office_id"`
	PersonID      string     `gorm:"column:person_id"`
	Name          string     `gorm:"column:name"`
	Channel       string     `gorm:"column:channel"`
	Email         string     `gorm:"column:email"`
	Capacities    string     `gorm:"column:capacities"`
	Lines         string     `gorm:"column:lines"`
	Ack           string     `gorm:"column:ack"`
	Task          bool       `gorm:"column:task"`
	SentAt        time.Time  `gorm:"column:sent_at"`
	Due           *time.Time `gorm:"column:due"`
	State         string     `gorm:"column:state"`
	ArrivedAt     *time.Time `gorm:"column:arrived_at"`
	ReadAt        *time.Time `gorm:"column:read_at"`
	ReadBy        string     `gorm:"column:read_by"`
	DecidedAt     *time.Time `gorm:"column:decided_at"`
	DecidedBy     string     `gorm:"column:decided_by"`
	Note          string     `gorm:"column:note"`
	ReasonCode    string     `gorm:"column:reason_code"`
	ArrivalYear   int        `gorm:"column:arrival_year"`
	ArrivalNumber int        `gorm:"column:arrival_number"`
	ArrivalDate   store.Date `gorm:"column:arrival_date"`
	Overdue       bool       `gorm:"column:overdue"`
	DecidedName   string     `gorm:"column:decided_name"`
	DecidedAs     string     `gorm:"column:decided_as"`
	Way           string     `gorm:"column:way"`
	Address       string     `gorm:"column:address"`
	WithPaper     bool       `gorm:"column:with_paper"`
	Mailing       int        `gorm:"column:mailing"`
	Attempts      int        `gorm:"column:attempts"`
	MailedAt      *time.Time `gorm:"column:mailed_at"`
	FailedAt      *time.Time `gorm:"column:failed_at"`
	Failure       string     `gorm:"column:failure"`
	PostedOn      store.Date `gorm:"column:posted_on"`
	RemindAt      *time.Time `gorm:"column:remind_at"`
	RecalledAt    *time.Time `gorm:"column:recalled_at"`
	Version       int        `gorm:"column:version"`
}

func (deliveryRow) TableName() string { return "delivery" }

// inBatch is how many rows go in one statement: SQLite takes at most 32,766 values.
const inBatch = 500

func insertLines(tx *store.Tx, documentID string, lines []Line) error {
	rows := make([]lineRow, len(lines))
	for i, l := range lines {
		rows[i] = lineRow{
			DocumentID: documentID, N: l.N, Kind: string(l.Kind), Key: l.Key, Scope: l.Scope, Text: l.Text,
			Purposes: strings.Join(l.Purposes, " "), Ack: string(l.Ack), Task: l.Task,
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.DB().CreateInBatches(rows, inBatch).Error; err != nil {
		return fmt.Errorf("write the lines of Nơi nhận: %w", err)
	}
	return nil
}

func linesOf(tx *store.Tx, documentID string) ([]lineRow, error) {
	var rows []lineRow
	if err := tx.DB().Where("document_id = ?", documentID).Order("n").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the lines of Nơi nhận: %w", err)
	}
	return rows, nil
}

func insertDeliveries(tx *store.Tx, deliveries []Delivery) error {
	rows := make([]deliveryRow, len(deliveries))
	for i, d := range deliveries {
		capacities, err := json.Marshal(d.Capacities)
		if err != nil {
			return fmt.Errorf("write deliveries: %w", err)
		}
		lines, err := json.Marshal(d.Lines)
		if err != nil {
			return fmt.Errorf("write deliveries: %w", err)
		}
		rows[i] = deliveryRow{
			ID: d.ID, DocumentID: d.DocumentID, OrganID: d.OrganID, OfficeID: d.OfficeID, PersonID: d.PersonID, Name: d.Name,
			Channel: d.Channel, Email: d.Email, Capacities: string(capacities), Lines: string(lines), Ack: string(d.Ack),
			Task: d.Task, SentAt: d.SentAt, Due: store.NullTime(d.Due), State: string(d.State), WithPaper: d.WithPaper, Mailing: d.Mailing,
			RemindAt: store.NullTime(d.RemindAt), Version: d.Version,
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.DB().CreateInBatches(rows, inBatch).Error; err != nil {
		return fmt.Errorf("write deliveries: %w", err)
	}
	return nil
}

func (r deliveryRow) delivery() (Delivery, error) {
	d := Delivery{
		ID: r.ID, DocumentID: r.DocumentID, SentAt: r.SentAt.UTC(), Due: store.Time(r.Due), State: State(r.State),
		ArrivedAt: store.Time(r.ArrivedAt), ReadAt: store.Time(r.ReadAt), ReadBy: r.ReadBy, DecidedAt: store.Time(r.DecidedAt),
		DecidedBy: r.DecidedBy, Note: r.Note, ReasonCode: r.ReasonCode, ArrivalYear: r.ArrivalYear,
		ArrivalNumber: r.ArrivalNumber, ArrivalDate: r.ArrivalDate, Overdue: r.Overdue, DecidedName: r.DecidedName,
		DecidedAs: r.DecidedAs, Way: r.Way, Address: r.Address, WithPaper: r.WithPaper, Mailing: r.Mailing, Attempts: r.Attempts,
		MailedAt: store.Time(r.MailedAt), FailedAt: store.Time(r.FailedAt), Failure: r.Failure, PostedOn: r.PostedOn,
		RemindAt: store.Time(r.RemindAt), RecalledAt: store.Time(r.RecalledAt), Version: r.Version,
		Recipient: Recipient{
			Kind: Org, OrganID: r.OrganID, OfficeID: r.OfficeID, PersonID: r.PersonID, Name: r.Name, Channel: r.Channel,
			Email: r.Email, Ack: Acknowledgement(r.Ack), Task: r.Task,
		},
	}
	if r.PersonID != "" {
		d.Kind = Person
	}
	if err := json.Unmarshal([]byte(r.Capacities), &d.Capacities); err != nil {
		return d, fmt.Errorf("read delivery %s: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.Lines), &d.Lines); err != nil {
		return d, fmt.Errorf("read delivery %s: %w", r.ID, err)
	}
	return d, nil
}

// deliveriesWhere reads deliveries in the order in which they were frozen; limit 0 is all.
func deliveriesWhere(tx *store.Tx, limit int, condition string, values ...any) ([]Delivery, error) {
	query := tx.DB().Where(condition, values...).Order("id")
	if limit > 0 {
		query = query.Limit(limit)
	}
	var rows []deliveryRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	return deliveriesOf(rows)
}

func deliveriesOf(rows []deliveryRow) ([]Delivery, error) {
	out := make([]Delivery, len(rows))
	for i, r := range rows {
		d, err := r.delivery()
		if err != nil {
			return nil, err
		}
		out[i] = d
	}
	return out, nil
}

// changeable are the columns that a change may touch; the database keeps the rest.
var changeable = []string{
	"State", "ArrivedAt", "ReadAt", "ReadBy", "DecidedAt", "DecidedBy", "Note", "ReasonCode", "ArrivalYear", "ArrivalNumber",
	"ArrivalDate", "Overdue", "DecidedName", "DecidedAs", "Way", "Address", "WithPaper", "Mailing", "Attempts", "MailedAt",
	"FailedAt", "Failure", "PostedOn", "RemindAt", "Version",
}

// change writes d as the version after the one it was read with; ErrStale when somebody was quicker.
func change(tx *store.Tx, d *Delivery) error {
	was := d.Version
	d.Version = was + 1
	row := deliveryRow{
		State: string(d.State), ArrivedAt: store.NullTime(d.ArrivedAt), ReadAt: store.NullTime(d.ReadAt), ReadBy: d.ReadBy,
		DecidedAt: store.NullTime(d.DecidedAt), DecidedBy: d.DecidedBy, Note: d.Note, ReasonCode: d.ReasonCode,
		ArrivalYear: d.ArrivalYear, ArrivalNumber: d.ArrivalNumber, ArrivalDate: d.ArrivalDate, Overdue: d.Overdue,
		DecidedName: d.DecidedName, DecidedAs: d.DecidedAs, Way: d.Way, Address: d.Address, WithPaper: d.WithPaper,
		Mailing: d.Mailing, Attempts: d.Attempts, MailedAt: store.NullTime(d.MailedAt), FailedAt: store.NullTime(d.FailedAt), Failure: d.Failure,
		PostedOn: d.PostedOn, RemindAt: store.NullTime(d.RemindAt), Version: d.Version,
	}
	written := tx.DB().Model(&deliveryRow{}).Where("id = ? AND version = ?", d.ID, was).Select(changeable).Updates(row)
	if written.Error != nil {
		return fmt.Errorf("change delivery %s: %w", d.ID, written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}
