package document

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"trinhky/internal/store"
)

// How a step of a chain ended.
const (
	StepDone      = "done"
	StepReturned  = "returned"
	StepWithdrawn = "withdrawn" // the drafter took it back: it says nothing of the desk
)

// By which clock a step is measured: that of its deadline.
const (
	WorkClock = "work" // minutes of the office's working hours
	WallClock = "wall" // minutes of the clock, for what is urgent
)

// StepTime is how long a document stood in a state, written once as it leaves. Reports count these rows.
type StepTime struct {
	ID         string     `gorm:"column:id"`
	DocumentID string     `gorm:"column:document_id"`
	Version    int        `gorm:"column:version"` // of the document, after the step
	OfficeID   string     `gorm:"column:office_id"`
	IssuerID   string     `gorm:"column:issuer_id"`
	UnitID     string     `gorm:"column:unit_id"`
	Kind       string     `gorm:"column:kind"`
	Signed     bool       `gorm:"column:signed"` // already, when the step began
	ChainID    string     `gorm:"column:chain_id"`
	State      State      `gorm:"column:state"` // that it left
	Action     string     `gorm:"column:action"`
	Outcome    string     `gorm:"column:outcome"`
	PersonID   string     `gorm:"column:person_id"`
	Clock      string     `gorm:"column:clock"`
	Minutes    int        `gorm:"column:minutes"`
	BeganAt    time.Time  `gorm:"column:began_at"`
	EndedAt    time.Time  `gorm:"column:ended_at"`
	EndedOn    store.Date `gorm:"column:ended_on"` // by the office's calendar
	Due        *time.Time `gorm:"column:due"`
	Late       bool       `gorm:"column:late"`
}

// TableName is the table of step times.
func (StepTime) TableName() string { return "document_step_time" }

// RecordStepTime writes how long a step took; what the document says of itself is repeated in the row.
func RecordStepTime(tx *store.Tx, d Document, s StepTime) error {
	s.ID, s.DocumentID, s.Version, s.ChainID = store.NewID(), d.ID, d.Version, d.ChainID
	s.OfficeID, s.IssuerID, s.UnitID, s.Kind = d.OfficeID, d.IssuerID, d.UnitID, d.Kind
	s.Late = s.Due != nil && s.EndedAt.After(*s.Due)
	if err := tx.DB().Create(&s).Error; err != nil {
		return fmt.Errorf("write a step's time: %w", err)
	}
	return nil
}

// StandsSince is when a document came to where it stands: the end of its last step, or its beginning.
func StandsSince(tx *store.Tx, d Document) (time.Time, error) {
	var last StepTime
	err := tx.DB().Where("document_id = ?", d.ID).Order("version DESC").First(&last).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return d.CreatedAt, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read a step's time: %w", err)
	}
	return last.EndedAt, nil
}
