package incoming

import (
	"encoding/json"
	"fmt"
	"time"

	"trinhky/internal/store"
)

// arrivalRow is a row of arrival.
type arrivalRow struct {
	ID            string     `gorm:"column:id"`
	OrganID       string     `gorm:"column:organ_id"`
	OfficeID      string     `gorm:"column:office_id"`
	Source        string     `gorm:"column:source"`
	DeliveryID    *string    `gorm:"column:delivery_id"`
	DocumentID    *string    `gorm:"column:document_id"`
	AuthorID      string     `gorm:"column:author_id"`
	Author        string     `gorm:"column:author"`
	Symbol        string     `gorm:"column:symbol"`
	DocumentDate  store.Date `gorm:"column:document_date"`
	KindName      string     `gorm:"column:kind_name"`
	Subject       string     `gorm:"column:subject"`
	Urgency       string     `gorm:"column:urgency"`
	Pages         int        `gorm:"column:pages"`
	Copies        int        `gorm:"column:copies"`
	AskedDue      store.Date `gorm:"column:asked_due"`
	ArrivedAt     time.Time  `gorm:"column:arrived_at"`
	PassedTo      string     `gorm:"column:passed_to"`
	Unopened      bool       `gorm:"column:unopened"`
	Verdict       string     `gorm:"column:verdict"`
	Report        string     `gorm:"column:report"`
	State         string     `gorm:"column:state"`
	Year          int        `gorm:"column:arrival_year"`
	Number        int        `gorm:"column:arrival_number"`
	Date          store.Date `gorm:"column:arrival_date"`
	RegisteredBy  string     `gorm:"column:registered_by"`
	RegisteredAt  *time.Time `gorm:"column:registered_at"`
	Anyway        string     `gorm:"column:anyway"`
	ReasonCode    string     `gorm:"column:reason_code"`
	Reason        string     `gorm:"column:reason"`
	RefusedBy     string     `gorm:"column:refused_by"`
	RefusedAt     *time.Time `gorm:"column:refused_at"`
	SubmittedTo   string     `gorm:"column:submitted_to"`
	SubmittedAt   *time.Time `gorm:"column:submitted_at"`
	Directions    int        `gorm:"column:directions"`
	Due           store.Date `gorm:"column:due"`
	HandlerID     string     `gorm:"column:handler_id"`
	InnerDue      store.Date `gorm:"column:inner_due"`
	Assignment    string     `gorm:"column:assignment"`
	AssignedBy    string     `gorm:"column:assigned_by"`
	AssignedAt    *time.Time `gorm:"column:assigned_at"`
	Outcome       string     `gorm:"column:outcome"`
	ReplyID       *string    `gorm:"column:reply_id"`
	ReplySymbol   string     `gorm:"column:reply_symbol"`
	OutcomeReason string     `gorm:"column:outcome_reason"`
	ReportedBy    string     `gorm:"column:reported_by"`
	ReportedAt    *time.Time `gorm:"column:reported_at"`
	ConfirmedBy   string     `gorm:"column:confirmed_by"`
	ConfirmedAt   *time.Time `gorm:"column:confirmed_at"`
	CaseFile      string     `gorm:"column:case_file"`
	FiledAt       *time.Time `gorm:"column:filed_at"`
	CalledBack    string     `gorm:"column:called_back"`
	StepDue       *time.Time `gorm:"column:step_due"`
	Overdue       bool       `gorm:"column:overdue"`
	SearchText    string     `gorm:"column:search_text"`
	CreatedBy     string     `gorm:"column:created_by"`
	CreatedAt     time.Time  `gorm:"column:created_at"`
	UpdatedAt     time.Time  `gorm:"column:updated_at"`
	Version       int        `gorm:"column:version"`
}

// TableName is for GORM.
func (arrivalRow) TableName() string { return "arrival" }

func rowOf(a Arrival) (arrivalRow, error) {
	report := ""
	if a.Verdict != "" {
		text, err := json.Marshal(a.Report)
		if err != nil {
			return arrivalRow{}, fmt.Errorf("write an arrival: %w", err)
		}
		report = string(text)
	}
	return arrivalRow{
		ID: a.ID, OrganID: a.OrganID, OfficeID: a.OfficeID, Source: a.Source, DeliveryID: store.NullText(a.DeliveryID),
		DocumentID: store.NullText(a.DocumentID), AuthorID: a.AuthorID, Author: a.Author, Symbol: a.Symbol, DocumentDate: a.DocumentDate,
		KindName: a.KindName, Subject: a.Subject, Urgency: a.Urgency, Pages: a.Pages, Copies: a.Copies, AskedDue: a.AskedDue,
		ArrivedAt: a.ArrivedAt, PassedTo: a.PassedTo, Unopened: a.Unopened, Verdict: a.Verdict, Report: report, State: string(a.State),
		Year: a.Year, Number: a.Number, Date: a.Date, RegisteredBy: a.RegisteredBy, RegisteredAt: store.NullTime(a.RegisteredAt), Anyway: a.Anyway,
		ReasonCode: a.ReasonCode, Reason: a.Reason, RefusedBy: a.RefusedBy, RefusedAt: store.NullTime(a.RefusedAt),
		SubmittedTo: a.SubmittedTo, SubmittedAt: store.NullTime(a.SubmittedAt), Directions: a.Directions, Due: a.Due, HandlerID: a.HandlerID,
		InnerDue: a.InnerDue, Assignment: a.Assignment, AssignedBy: a.AssignedBy, AssignedAt: store.NullTime(a.AssignedAt), Outcome: a.Outcome,
		ReplyID: store.NullText(a.ReplyID), ReplySymbol: a.ReplySymbol, OutcomeReason: a.OutcomeReason, ReportedBy: a.ReportedBy,
		ReportedAt: store.NullTime(a.ReportedAt), ConfirmedBy: a.ConfirmedBy, ConfirmedAt: store.NullTime(a.ConfirmedAt), CaseFile: a.CaseFile,
		FiledAt: store.NullTime(a.FiledAt), CalledBack: a.CalledBack, StepDue: store.NullTime(a.StepDue), Overdue: a.Overdue, SearchText: searchText(a), CreatedBy: a.CreatedBy,
		CreatedAt: a.CreatedAt, UpdatedAt: a.UpdatedAt, Version: a.Version,
	}, nil
}

func (r arrivalRow) arrival() (Arrival, error) {
	a := Arrival{
		ID: r.ID, OrganID: r.OrganID, OfficeID: r.OfficeID, Source: r.Source, DeliveryID: store.Text(r.DeliveryID), DocumentID: store.Text(r.DocumentID),
		Fields: Fields{
			AuthorID: r.AuthorID, Author: r.Author, Symbol: r.Symbol, DocumentDate: r.DocumentDate, KindName: r.KindName, Subject: r.Subject,
			Urgency: r.Urgency, Pages: r.Pages, Copies: r.Copies, AskedDue: r.AskedDue,
		},
		ArrivedAt: r.ArrivedAt.UTC(), PassedTo: r.PassedTo, Unopened: r.Unopened, Verdict: r.Verdict, State: State(r.State),
		Year: r.Year, Number: r.Number, Date: r.Date, RegisteredBy: r.RegisteredBy, RegisteredAt: store.Time(r.RegisteredAt), Anyway: r.Anyway,
		ReasonCode: r.ReasonCode, Reason: r.Reason, RefusedBy: r.RefusedBy, RefusedAt: store.Time(r.RefusedAt),
		SubmittedTo: r.SubmittedTo, SubmittedAt: store.Time(r.SubmittedAt), Directions: r.Directions, Due: r.Due, HandlerID: r.HandlerID,
		InnerDue: r.InnerDue, Assignment: r.Assignment, AssignedBy: r.AssignedBy, AssignedAt: store.Time(r.AssignedAt), Outcome: r.Outcome,
		ReplyID: store.Text(r.ReplyID), ReplySymbol: r.ReplySymbol, OutcomeReason: r.OutcomeReason, ReportedBy: r.ReportedBy,
		ReportedAt: store.Time(r.ReportedAt), ConfirmedBy: r.ConfirmedBy, ConfirmedAt: store.Time(r.ConfirmedAt), CaseFile: r.CaseFile,
		FiledAt: store.Time(r.FiledAt), CalledBack: r.CalledBack, StepDue: store.Time(r.StepDue), Overdue: r.Overdue, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(),
		UpdatedAt: r.UpdatedAt.UTC(), Version: r.Version,
	}
	if r.Report == "" {
		return a, nil
	}
	if err := json.Unmarshal([]byte(r.Report), &a.Report); err != nil {
		return a, fmt.Errorf("read arrival %s: %w", r.ID, err)
	}
	return a, nil
}

func arrivalByID(tx *store.Tx, id string) (Arrival, error) {
	var row arrivalRow
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&row)
	if found.Error != nil {
		return Arrival{}, fmt.Errorf("read arrival: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return Arrival{}, ErrNotFound
	}
	return row.arrival()
}

// knows says whether a delivery is an arrival of this room.
func knows(tx *store.Tx, id string) (bool, error) {
	var n int64
	if err := tx.DB().Model(&arrivalRow{}).Where("id = ?", id).Count(&n).Error; err != nil {
		return false, fmt.Errorf("look for arrival: %w", err)
	}
	return n == 1, nil
}

// begun are the columns of a new arrival; the database fills the rest in. Half the columns are half the time of an issue
// to thousands.
var begun = []string{
	"ID", "OrganID", "OfficeID", "Source", "DeliveryID", "DocumentID", "AuthorID", "Author", "Symbol", "DocumentDate", "KindName", "Subject",
	"Urgency", "Pages", "Copies", "AskedDue", "ArrivedAt", "PassedTo", "Unopened", "State", "StepDue", "SearchText", "CreatedBy", "CreatedAt",
	"UpdatedAt", "Version",
}

// insertArrivals writes new ones, waiting, in statements that SQLite takes (32,766 values at most).
func insertArrivals(tx *store.Tx, list []Arrival) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([]arrivalRow, len(list))
	search := ""
	for i, a := range list {
		if i == 0 || a.Fields != list[i-1].Fields { // one document to thousands is folded once
			search = searchText(a)
		}
		rows[i] = arrivalRow{
			ID: a.ID, OrganID: a.OrganID, OfficeID: a.OfficeID, Source: a.Source, DeliveryID: store.NullText(a.DeliveryID),
			DocumentID: store.NullText(a.DocumentID), AuthorID: a.AuthorID, Author: a.Author, Symbol: a.Symbol, DocumentDate: a.DocumentDate,
			KindName: a.KindName, Subject: a.Subject, Urgency: a.Urgency, Pages: a.Pages, Copies: a.Copies, AskedDue: a.AskedDue,
			ArrivedAt: a.ArrivedAt, PassedTo: a.PassedTo, Unopened: a.Unopened, State: string(Waiting), StepDue: store.NullTime(a.StepDue),
			SearchText: search, CreatedBy: a.CreatedBy, CreatedAt: tx.Now, UpdatedAt: tx.Now, Version: 1,
		}
	}
	if err := tx.DB().Select(begun).CreateInBatches(rows, 1000).Error; err != nil {
		return fmt.Errorf("write arrivals: %w", err)
	}
	return nil
}

// changeable are the columns that a change may touch; the database keeps the rest, and after the registration more.
var changeable = []string{
	"AuthorID", "Author", "Symbol", "DocumentDate", "KindName", "Subject", "Urgency", "Pages", "Copies", "AskedDue", "PassedTo", "Unopened",
	"Verdict", "Report", "State", "Year", "Number", "Date", "RegisteredBy", "RegisteredAt", "Anyway", "ReasonCode", "Reason", "RefusedBy",
	"RefusedAt", "SubmittedTo", "SubmittedAt", "Directions", "Due", "HandlerID", "InnerDue", "Assignment", "AssignedBy", "AssignedAt",
	"Outcome", "ReplyID", "ReplySymbol", "OutcomeReason", "ReportedBy", "ReportedAt", "ConfirmedBy", "ConfirmedAt", "CaseFile", "FiledAt",
	"StepDue", "Overdue", "SearchText", "UpdatedAt", "Version",
}

// change writes a as the version after the one it was read with; ErrStale when somebody was quicker.
func change(tx *store.Tx, a *Arrival) error {
	was := a.Version
	a.Version, a.UpdatedAt = was+1, tx.Now
	row, err := rowOf(*a)
	if err != nil {
		return err
	}
	written := tx.DB().Model(&arrivalRow{}).Where("id = ? AND version = ?", a.ID, was).Select(changeable).Updates(row)
	if written.Error != nil {
		return fmt.Errorf("change arrival %s: %w", a.ID, written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}

// lateArrivals are those whose present step should have been done by now.
func lateArrivals(tx *store.Tx, limit int) ([]Arrival, error) {
	var rows []arrivalRow
	err := tx.DB().Where("overdue = ? AND step_due IS NOT NULL AND step_due <= ?", false, tx.Now).
		Where("state NOT IN ?", []State{Refused, Done, Filed}).Order("step_due, id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read late arrivals: %w", err)
	}
	return arrivalsOf(rows)
}

func arrivalsOf(rows []arrivalRow) ([]Arrival, error) {
	list := make([]Arrival, len(rows))
	for i, r := range rows {
		a, err := r.arrival()
		if err != nil {
			return nil, err
		}
		list[i] = a
	}
	return list, nil
}
