package casefile

import (
	"fmt"
	"time"

	"trinhky/internal/store"
)

type loanRow struct {
	ID           string     `gorm:"column:id"`
	OrganID      string     `gorm:"column:organ_id"`
	CaseFileID   string     `gorm:"column:case_file_id"`
	ItemID       string     `gorm:"column:item_id"`
	BorrowerID   string     `gorm:"column:borrower_id"`
	BorrowerName string     `gorm:"column:borrower_name"`
	Purpose      string     `gorm:"column:purpose"`
	DueOn        store.Date `gorm:"column:due_on"`
	State        string     `gorm:"column:state"`
	AskedOn      store.Date `gorm:"column:asked_on"`
	AskedAt      time.Time  `gorm:"column:asked_at"`
	DecidedBy    string     `gorm:"column:decided_by"`
	DecidedName  string     `gorm:"column:decided_name"`
	DecidedAs    string     `gorm:"column:decided_as"`
	DecidedOn    store.Date `gorm:"column:decided_on"`
	ReturnedOn   store.Date `gorm:"column:returned_on"`
	ReturnedTo   string     `gorm:"column:returned_to"`
	Note         string     `gorm:"column:note"`
}

// TableName is for GORM.
func (loanRow) TableName() string { return "case_loan" }

type loanListRow struct {
	Loan     loanRow    `gorm:"embedded"`
	FileCode string     `gorm:"column:file_code"`
	Source   string     `gorm:"column:source"`
	SourceID string     `gorm:"column:source_id"`
	Symbol   string     `gorm:"column:symbol"`
	Date     store.Date `gorm:"column:item_date"`
	KindName string     `gorm:"column:kind_name"`
	Subject  string     `gorm:"column:subject"`
}

func (r loanListRow) loan() Loan {
	l := r.Loan
	return Loan{
		ID: l.ID, OrganID: l.OrganID, CaseFileID: l.CaseFileID, ItemID: l.ItemID, BorrowerID: l.BorrowerID, BorrowerName: l.BorrowerName,
		Purpose: l.Purpose, DueOn: l.DueOn, State: l.State, AskedOn: l.AskedOn, DecidedBy: l.DecidedBy, DecidedName: l.DecidedName,
		DecideAs: l.DecidedAs, DecidedOn: l.DecidedOn, ReturnedOn: l.ReturnedOn, ReturnedTo: l.ReturnedTo, Note: l.Note,
		FileCode: r.FileCode, Paper: Paper{Source: r.Source, ID: r.SourceID, Symbol: r.Symbol, Date: r.Date, KindName: r.KindName, Subject: r.Subject},
	}
}

func loansWhere(tx *store.Tx, condition string, args ...any) ([]Loan, error) {
	var rows []loanListRow
	err := tx.DB().Table("case_loan AS l").Joins("JOIN case_file f ON f.id = l.case_file_id").Joins("JOIN case_file_item i ON i.id = l.item_id").
		Select(`l.id, l.organ_id, l.case_file_id, l.item_id, l.borrower_id, l.borrower_name, l.purpose, l.due_on, l.state, l.asked_on,
			l.decided_by, l.decided_name, l.decided_as, l.decided_on, l.returned_on, l.returned_to, l.note,
			f.code AS file_code, i.source, i.source_id, i.symbol, i.item_date, i.kind_name, i.subject`).
		Where("l."+condition, args...).Order("l.asked_on, l.id").Limit(maxList).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the loans: %w", err)
	}
	list := make([]Loan, len(rows))
	for i, r := range rows {
		list[i] = r.loan()
	}
	return list, nil
}

func loadLoan(tx *store.Tx, id string) (Loan, error) {
	list, err := loansWhere(tx, "id = ?", id)
	if err != nil {
		return Loan{}, err
	}
	if len(list) == 0 {
		return Loan{}, errLoan
	}
	return list[0], nil
}

func loansOf(tx *store.Tx, f LoanFilter) ([]Loan, error) {
	condition, args := "organ_id = ?", []any{f.OrganID}
	for _, c := range []struct{ sql, value string }{
		{" AND l.asked_on >= ?", string(f.From)}, {" AND l.asked_on <= ?", string(f.To)}, {" AND l.state = ?", f.State},
	} {
		if c.value != "" {
			condition += c.sql
			args = append(args, c.value)
		}
	}
	return loansWhere(tx, condition, args...)
}

// insertLoan writes what is asked for; false when the same person waits for the same paper.
func insertLoan(tx *store.Tx, l Loan) (bool, error) {
	row := loanRow{
		ID: l.ID, OrganID: l.OrganID, CaseFileID: l.CaseFileID, ItemID: l.ItemID, BorrowerID: l.BorrowerID, BorrowerName: l.BorrowerName,
		Purpose: l.Purpose, DueOn: l.DueOn, State: l.State, AskedOn: l.AskedOn, AskedAt: tx.Now,
	}
	err := tx.DB().Create(&row).Error
	if store.IsDuplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write the loan: %w", err)
	}
	return true, nil
}

// changeLoan writes a loan that was in the state was.
func changeLoan(tx *store.Tx, l Loan, was string) error {
	written := tx.DB().Exec(`UPDATE case_loan SET state = ?, decided_by = ?, decided_name = ?, decided_as = ?, decided_on = ?,
		returned_on = ?, returned_to = ?, note = ? WHERE id = ? AND state = ?`,
		l.State, l.DecidedBy, l.DecidedName, l.DecideAs, l.DecidedOn, l.ReturnedOn, l.ReturnedTo, l.Note, l.ID, was)
	if store.IsDuplicate(written.Error) {
		return errOut.Because(written.Error)
	}
	if written.Error != nil {
		return fmt.Errorf("change the loan: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrStale
	}
	return nil
}
