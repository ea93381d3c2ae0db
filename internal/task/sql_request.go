package task

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

type requestRow struct {
	ID           string     `gorm:"column:id"`
	ObligationID string     `gorm:"column:obligation_id"`
	Title        string     `gorm:"column:title"`
	Guide        string     `gorm:"column:guide"`
	Columns      string     `gorm:"column:columns"`
	Due          store.Date `gorm:"column:due"`
	IssuerID     string     `gorm:"column:issuer_id"`
	OfficeID     string     `gorm:"column:office_id"`
	UnitID       string     `gorm:"column:unit_id"`
	CreatedBy    string     `gorm:"column:created_by"`
	CreatedAt    time.Time  `gorm:"column:created_at"`
	State        string     `gorm:"column:state"`
	ClosedAt     *time.Time `gorm:"column:closed_at"`
	Version      int        `gorm:"column:version"`
}

// TableName is the request's table.
func (requestRow) TableName() string { return "data_request" }

type answerRow struct {
	RequestID   string     `gorm:"column:request_id"`
	Rank        int        `gorm:"column:rank"`
	OrganID     string     `gorm:"column:organ_id"`
	OfficeID    string     `gorm:"column:office_id"`
	Name        string     `gorm:"column:name"`
	Cells       string     `gorm:"column:cells"`
	State       string     `gorm:"column:state"`
	Late        bool       `gorm:"column:late"`
	SubmittedOn store.Date `gorm:"column:submitted_on"`
	SubmittedBy string     `gorm:"column:submitted_by"`
	Corrected   int        `gorm:"column:corrected"`
	Version     int        `gorm:"column:version"`
}

// TableName is the answer's table.
func (answerRow) TableName() string { return "data_answer" }

var errRequestNotFound = fault.New(fault.NotFound, "REQUEST_NOT_FOUND", "Không tìm thấy yêu cầu số liệu.")

func insertRequest(tx *store.Tx, r Request, organs []receiver) error {
	columns, err := jsonOf(r.Columns)
	if err != nil {
		return err
	}
	row := requestRow{
		ID: r.ID, ObligationID: r.ObligationID, Title: r.Title, Guide: r.Guide, Columns: columns, Due: r.Due, IssuerID: r.IssuerID,
		OfficeID: r.OfficeID, UnitID: r.UnitID, CreatedBy: r.CreatedBy, CreatedAt: tx.Now, State: r.State, Version: 1,
	}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write a request: %w", err)
	}
	rows := make([]answerRow, len(organs))
	for i, o := range organs {
		rows[i] = answerRow{RequestID: r.ID, Rank: i + 1, OrganID: o.OrganID, OfficeID: orElse(o.officeID, o.OrganID), Name: o.Name, Cells: "[]", State: "waiting", Version: 1}
	}
	if err := tx.DB().CreateInBatches(rows, 500).Error; err != nil {
		return fmt.Errorf("write who is asked: %w", err)
	}
	return nil
}

func requestsOf(query *gorm.DB) ([]Request, error) {
	var rows []requestRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read requests: %w", err)
	}
	out := make([]Request, len(rows))
	for i, r := range rows {
		out[i] = Request{
			ID: r.ID, ObligationID: r.ObligationID, Title: r.Title, Guide: r.Guide, Due: r.Due, IssuerID: r.IssuerID, OfficeID: r.OfficeID,
			UnitID: r.UnitID, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(), State: r.State, ClosedAt: r.ClosedAt, Version: r.Version,
		}
		if err := parse(r.Columns, &out[i].Columns); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func requestByID(tx *store.Tx, id string) (Request, error) {
	found, err := requestsOf(tx.DB().Where("id = ?", id).Limit(1))
	if err == nil && len(found) == 0 {
		err = errRequestNotFound
	}
	if err != nil {
		return Request{}, err
	}
	return found[0], nil
}

// listRequests reads a page of those that the person sees, newest first.
func listRequests(tx *store.Tx, see authz.Reach, cursor string, limit int) ([]Request, error) {
	where, args := visible(aRequest, "id", see)
	query := tx.DB().Where(where, args...)
	if cursor != "" {
		query = query.Where("id < ?", cursor)
	}
	return requestsOf(query.Order("id DESC").Limit(limit))
}

// progressOf counts, for some requests at once, who is asked and who has answered.
func progressOf(tx *store.Tx, ids []string) (map[string][2]int, error) {
	var rows []struct {
		RequestID       string
		Asked, Answered int
	}
	err := tx.DB().Raw(`SELECT request_id, COUNT(*) AS asked, SUM(CASE WHEN state = 'submitted' THEN 1 ELSE 0 END) AS answered
		FROM data_answer WHERE request_id IN ? GROUP BY request_id`, ids).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count answers: %w", err)
	}
	out := map[string][2]int{}
	for _, r := range rows {
		out[r.RequestID] = [2]int{r.Asked, r.Answered}
	}
	return out, nil
}

// answersOf are the answers to a request, in the order the organs were asked.
func answersOf(tx *store.Tx, id string) ([]Answer, error) {
	var rows []answerRow
	if err := tx.DB().Where("request_id = ?", id).Order("rank, organ_id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	out := make([]Answer, len(rows))
	for i, r := range rows {
		out[i] = Answer{
			RequestID: r.RequestID, OrganID: r.OrganID, Name: r.Name, officeID: r.OfficeID, Rank: r.Rank, State: r.State, Late: r.Late,
			SubmittedOn: r.SubmittedOn, SubmittedBy: r.SubmittedBy, Corrected: r.Corrected, Version: r.Version,
		}
		if err := parse(r.Cells, &out[i].Cells); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// changeAnswer writes an answer as the next version.
func changeAnswer(tx *store.Tx, a *Answer) error {
	was := a.Version
	a.Version = was + 1
	cells, err := jsonOf(a.Cells)
	if err != nil {
		return err
	}
	written := tx.DB().Model(&answerRow{}).Where("request_id = ? AND organ_id = ? AND version = ?", a.RequestID, a.OrganID, was).
		Select("Cells", "State", "Late", "SubmittedOn", "SubmittedBy", "Corrected", "Version").
		Updates(&answerRow{Cells: cells, State: a.State, Late: a.Late, SubmittedOn: a.SubmittedOn, SubmittedBy: a.SubmittedBy, Corrected: a.Corrected, Version: a.Version})
	if written.Error != nil {
		return fmt.Errorf("change an answer: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}

// closeRequest ends the answering.
func closeRequest(tx *store.Tx, r *Request) error {
	was := r.Version
	at := tx.Now
	r.Version, r.State, r.ClosedAt = was+1, "closed", &at
	written := tx.DB().Model(&requestRow{}).Where("id = ? AND version = ?", r.ID, was).Select("State", "ClosedAt", "Version").
		Updates(&requestRow{State: r.State, ClosedAt: r.ClosedAt, Version: r.Version})
	if written.Error != nil {
		return fmt.Errorf("close a request: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}
