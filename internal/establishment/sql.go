package establishment

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type proposalRow struct {
	ID          string     `gorm:"column:id"`
	Kind        string     `gorm:"column:kind"`
	SubjectKind string     `gorm:"column:subject_kind"`
	SubjectID   string     `gorm:"column:subject_id"`
	Terms       string     `gorm:"column:terms"`
	Summary     string     `gorm:"column:summary"`
	Status      string     `gorm:"column:status"`
	ProposedBy  string     `gorm:"column:proposed_by"`
	ProposedAt  time.Time  `gorm:"column:proposed_at"`
	ExpiresAt   time.Time  `gorm:"column:expires_at"`
	DecidedBy   string     `gorm:"column:decided_by"`
	DecidedAt   *time.Time `gorm:"column:decided_at"`
	Reason      string     `gorm:"column:reason"`
}

func (proposalRow) TableName() string { return "directory_proposal" }

func (r proposalRow) proposal() Proposal {
	p := Proposal{
		ID: r.ID, Kind: r.Kind, SubjectKind: r.SubjectKind, SubjectID: r.SubjectID, Summary: r.Summary, Status: r.Status,
		ProposedBy: r.ProposedBy, ProposedAt: r.ProposedAt, ExpiresAt: r.ExpiresAt, DecidedBy: r.DecidedBy, Reason: r.Reason, terms: r.Terms,
	}
	if r.DecidedAt != nil {
		p.DecidedAt = *r.DecidedAt
	}
	return p
}

// insertProposal writes a proposal; false when one of its kind waits for the subject already.
func insertProposal(tx *store.Tx, p Proposal) (bool, error) {
	row := proposalRow{
		ID: p.ID, Kind: p.Kind, SubjectKind: p.SubjectKind, SubjectID: p.SubjectID, Terms: p.terms, Summary: p.Summary, Status: Proposed,
		ProposedBy: p.ProposedBy, ProposedAt: p.ProposedAt, ExpiresAt: p.ExpiresAt,
	}
	err := tx.DB().Create(&row).Error
	if store.IsDuplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("propose: %w", err)
	}
	return true, nil
}

// endProposal writes how a waiting proposal ended; false when it had ended before.
func endProposal(tx *store.Tx, id, status, by, reason string) (bool, error) {
	ended := tx.DB().Exec(`UPDATE directory_proposal SET status = ?, decided_by = ?, decided_at = ?, reason = ? WHERE id = ? AND status = 'proposed'`,
		status, by, tx.Now, reason, id)
	if ended.Error != nil {
		return false, fmt.Errorf("decide a proposal: %w", ended.Error)
	}
	return ended.RowsAffected == 1, nil
}

func proposalByID(tx *store.Tx, id string) (Proposal, bool, error) {
	var row proposalRow
	found := tx.DB().Where("id = ?", id).Limit(1).Find(&row)
	if found.Error != nil {
		return Proposal{}, false, fmt.Errorf("find a proposal: %w", found.Error)
	}
	return row.proposal(), found.RowsAffected == 1, nil
}

// latestProposals are the last ones, those that wait first.
func latestProposals(tx *store.Tx) ([]Proposal, error) {
	return proposalsWhere(tx, "1 = 1")
}

func waitingAbout(tx *store.Tx, subjectID string) ([]Proposal, error) {
	return proposalsWhere(tx, "subject_id = ? AND status = 'proposed' AND expires_at > ?", subjectID, tx.Now)
}

// stale are waiting proposals about a subject whose time is over.
func stale(tx *store.Tx, subjectID string) ([]Proposal, error) {
	return proposalsWhere(tx, "subject_id = ? AND status = 'proposed' AND expires_at <= ?", subjectID, tx.Now)
}

func proposalsWhere(tx *store.Tx, condition string, args ...any) ([]Proposal, error) {
	var rows []proposalRow
	err := tx.DB().Where(condition, args...).Order("CASE status WHEN 'proposed' THEN 0 ELSE 1 END, proposed_at DESC, id DESC").Limit(200).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list proposals: %w", err)
	}
	list := make([]Proposal, len(rows))
	for i, r := range rows {
		list[i] = r.proposal()
	}
	return list, nil
}
