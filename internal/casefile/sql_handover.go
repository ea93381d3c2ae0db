package casefile

import (
	"fmt"
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

type handoverRow struct {
	ID           string     `gorm:"column:id"`
	OrganID      string     `gorm:"column:organ_id"`
	UnitID       string     `gorm:"column:unit_id"`
	State        string     `gorm:"column:state"`
	ProposedBy   string     `gorm:"column:proposed_by"`
	ProposedName string     `gorm:"column:proposed_name"`
	ProposedAs   string     `gorm:"column:proposed_as"`
	ProposedAt   time.Time  `gorm:"column:proposed_at"`
	DecidedBy    string     `gorm:"column:decided_by"`
	DecidedName  string     `gorm:"column:decided_name"`
	DecidedAs    string     `gorm:"column:decided_as"`
	DecidedAt    *time.Time `gorm:"column:decided_at"`
	Note         string     `gorm:"column:note"`
}

// TableName is for GORM.
func (handoverRow) TableName() string { return "case_handover" }

func (r handoverRow) handover() Handover {
	return Handover{
		ID: r.ID, OrganID: r.OrganID, UnitID: r.UnitID, State: r.State, ProposedBy: r.ProposedBy, ProposedName: r.ProposedName,
		ProposedAs: r.ProposedAs, ProposedAt: r.ProposedAt, DecidedBy: r.DecidedBy, DecidedName: r.DecidedName,
		DecidedAs: r.DecidedAs, DecidedAt: r.DecidedAt, Note: r.Note,
	}
}

type handoverFileRow struct {
	HandoverID string `gorm:"column:handover_id"`
	CaseFileID string `gorm:"column:case_file_id"`
}

// TableName is for GORM.
func (handoverFileRow) TableName() string { return "case_handover_file" }

func insertHandover(tx *store.Tx, h Handover) error {
	row := handoverRow{
		ID: h.ID, OrganID: h.OrganID, UnitID: h.UnitID, State: h.State, ProposedBy: h.ProposedBy, ProposedName: h.ProposedName,
		ProposedAs: h.ProposedAs, ProposedAt: h.ProposedAt,
	}
	if err := tx.DB().Create(&row).Error; err != nil {
		return fmt.Errorf("write the hand-over: %w", err)
	}
	files := make([]handoverFileRow, len(h.Files))
	for i, f := range h.Files {
		files[i] = handoverFileRow{HandoverID: h.ID, CaseFileID: f.ID}
	}
	if err := tx.DB().Create(&files).Error; err != nil {
		return fmt.Errorf("write the files of the hand-over: %w", err)
	}
	return nil
}

func loadHandover(tx *store.Tx, id string) (Handover, error) {
	var row handoverRow
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&row)
	if found.Error != nil {
		return Handover{}, fmt.Errorf("read the hand-over: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return Handover{}, errHandover
	}
	h := row.handover()
	var err error
	h.Files, err = filesWhere(tx, "id IN (SELECT case_file_id FROM case_handover_file WHERE handover_id = ?)", id)
	return h, err
}

func decideHandover(tx *store.Tx, h Handover) error {
	decided := tx.DB().Exec(`UPDATE case_handover SET state = ?, decided_by = ?, decided_name = ?, decided_as = ?, decided_at = ?, note = ?
		WHERE id = ? AND state = ?`, h.State, h.DecidedBy, h.DecidedName, h.DecidedAs, h.DecidedAt, h.Note, h.ID, HandoverProposed)
	if decided.Error != nil {
		return fmt.Errorf("decide the hand-over: %w", decided.Error)
	}
	if decided.RowsAffected != 1 {
		return fault.New(fault.Unmet, "HANDOVER_DECIDED", "Biên bản giao nhận này đã được giải quyết.")
	}
	return nil
}

func handoversOf(tx *store.Tx, personID string, organs []string) ([]Handover, error) {
	query := tx.DB().Model(&handoverRow{}).Where("proposed_by = ?", personID)
	if len(organs) > 0 {
		query = query.Or("organ_id IN ?", organs)
	}
	var rows []handoverRow
	if err := query.Order("proposed_at DESC, id DESC").Limit(200).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("list the hand-overs: %w", err)
	}
	list := make([]Handover, len(rows))
	for i, r := range rows {
		list[i] = r.handover()
	}
	return list, nil
}
