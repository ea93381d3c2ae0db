package casefile

import (
	"context"
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// States of a loan.
const (
	LoanAsked    = "asked"
	LoanLent     = "lent"
	LoanRefused  = "refused"
	LoanReturned = "returned"
)

// Loan is one line of the sổ sử dụng bản lưu (NĐ 30/2020 Art. 19, Phụ lục IV).
type Loan struct {
	ID, OrganID, CaseFileID, ItemID  string
	BorrowerID, BorrowerName         string
	Purpose                          string
	DueOn                            store.Date
	State                            string
	AskedOn                          store.Date
	DecidedBy, DecidedName, DecideAs string
	DecidedOn                        store.Date
	ReturnedOn                       store.Date
	ReturnedTo                       string
	Note                             string
	FileCode                         string // filled for lists, with the paper
	Paper                            Paper
}

// StateText names the loan's state.
func (l Loan) StateText() string {
	switch l.State {
	case LoanAsked:
		return "Chờ cho phép"
	case LoanLent:
		return "Đang sử dụng"
	case LoanRefused:
		return "Không cho phép"
	}
	return "Đã trả"
}

var errLoan = fault.New(fault.NotFound, "LOAN_NOT_FOUND", "Không tìm thấy lượt sử dụng bản lưu.")

// maxLoan is the longest that a bản lưu may be out, in days; longer needs another permission.
const maxLoan = 90

// Borrow asks for a paper of a file (casefile.borrow).
func (s *Service) Borrow(ctx context.Context, a authz.Actor, fileID, itemID, purpose string, due store.Date) (l Loan, err error) {
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		d, err := s.at(tx, a, authz.CaseFileBorrow, fileID)
		if err != nil {
			return err
		}
		item, err := itemOf(tx, fileID, itemID)
		if err != nil {
			return err
		}
		if purpose, err = clean("mục đích sử dụng", purpose, noteLimit, true); err != nil {
			return err
		}
		today := s.Today()
		if !due.Valid() || due < today || due > store.DateOf(today.Time().AddDate(0, 0, maxLoan)) {
			return fault.New(fault.Unmet, "LOAN_DUE", fmt.Sprintf("Ngày trả phải từ hôm nay và không quá %d ngày.", maxLoan))
		}
		l = Loan{
			ID: store.NewID(), OrganID: d.file.OrganID, CaseFileID: fileID, ItemID: itemID, BorrowerID: d.by.ID, BorrowerName: d.by.Name,
			Purpose: purpose, DueOn: due, State: LoanAsked, AskedOn: today, FileCode: d.file.Code, Paper: item.Paper,
		}
		made, err := insertLoan(tx, l)
		if err != nil {
			return err
		}
		if !made {
			return fault.New(fault.Unmet, "LOAN_ASKED", "Đã đề nghị sử dụng bản lưu này, đang chờ cho phép.")
		}
		if err := record(tx, d.file, "borrow", d.by, purpose, map[string]any{"loan": l.ID, "item": itemID, "due": due}); err != nil {
			return err
		}
		return tx.SetAnswer(l.ID)
	})
	return l, s.refused(ctx, a, authz.CaseFileBorrow, fileID, err)
}

// Lend allows a loan or refuses it (casefile.lend, another person than who borrows). A paper is out to one at a time.
func (s *Service) Lend(ctx context.Context, a authz.Actor, loanID string, allow bool, note string) (Loan, error) {
	return s.loan(ctx, a, authz.CaseFileLend, loanID, note, func(_ *store.Tx, d desk, l *Loan) (string, error) {
		switch {
		case l.State != LoanAsked:
			return "", fault.New(fault.Unmet, "LOAN_DECIDED", "Đề nghị sử dụng bản lưu này đã được giải quyết.")
		case l.BorrowerID == d.by.ID:
			return "", fault.New(fault.Unmet, "LOAN_OWN", "Người sử dụng không tự cho phép mình sử dụng bản lưu.")
		case !allow && l.Note == "":
			return "", ErrReason
		}
		l.DecidedBy, l.DecidedName, l.DecideAs, l.DecidedOn = d.by.ID, d.by.Name, d.by.Capacity, s.Today()
		if l.State = LoanLent; !allow {
			l.State = LoanRefused
			return "refuse_loan", nil
		}
		return "lend", nil
	})
}

// TakeBack writes down that a paper came back (casefile.return).
func (s *Service) TakeBack(ctx context.Context, a authz.Actor, loanID, note string) (Loan, error) {
	return s.loan(ctx, a, authz.CaseFileReturn, loanID, note, func(_ *store.Tx, d desk, l *Loan) (string, error) {
		if l.State != LoanLent {
			return "", fault.New(fault.Unmet, "LOAN_NOT_OUT", "Bản lưu này không ở ngoài.")
		}
		l.State, l.ReturnedOn, l.ReturnedTo = LoanReturned, s.Today(), d.by.ID
		return "return_loan", nil
	})
}

func (s *Service) loan(ctx context.Context, a authz.Actor, act, loanID, note string, fn func(*store.Tx, desk, *Loan) (string, error)) (l Loan, err error) {
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		if l, err = loadLoan(tx, loanID); err != nil {
			return err
		}
		d, err := s.atOrgan(tx, a, act, l.OrganID)
		if err != nil {
			if fault.Of(err).Kind == fault.NotFound {
				return errLoan
			}
			return err
		}
		if d.file, err = load(tx, l.CaseFileID); err != nil {
			return err
		}
		if note, err = clean("ghi chú", note, noteLimit, false); err != nil {
			return err
		}
		if note != "" {
			l.Note = note
		}
		was := l.State
		action, err := fn(tx, d, &l)
		if err != nil {
			return err
		}
		if err := changeLoan(tx, l, was); err != nil {
			return err
		}
		if err := record(tx, d.file, action, d.by, note, map[string]any{"loan": l.ID, "item": l.ItemID, "borrower": l.BorrowerID}); err != nil {
			return err
		}
		return tx.SetAnswer(l.ID)
	})
	return l, s.refused(ctx, a, act, loanID, err)
}

// LoanFilter chooses lines of the sổ sử dụng bản lưu of an organ.
type LoanFilter struct {
	OrganID  string
	From, To store.Date // of the asking
	State    string
}

// Loans are the lines of the book, oldest first (casefile.return or casefile.lend at the organ).
func (s *Service) Loans(ctx context.Context, a authz.Actor, f LoanFilter) (list []Loan, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		if err := s.mayReadLoans(tx, a, f.OrganID); err != nil {
			return err
		}
		list, err = loansOf(tx, f)
		return err
	})
	return list, s.refused(ctx, a, authz.CaseFileReturn, f.OrganID, err)
}

func (s *Service) mayReadLoans(tx *store.Tx, a authz.Actor, organID string) error {
	_, err := s.atOrgan(tx, a, authz.CaseFileReturn, organID)
	if err != nil && fault.System(err) == nil {
		_, err = s.atOrgan(tx, a, authz.CaseFileLend, organID)
	}
	return err
}

// LoanOrgans are the organs whose sổ sử dụng bản lưu the actor may read.
func (s *Service) LoanOrgans(ctx context.Context, a authz.Actor) (organs []string, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		organs = nil
		for _, act := range []string{authz.CaseFileReturn, authz.CaseFileLend} {
			for _, o := range s.Policy.Reach(actor, act).Organs {
				if o.Why == authz.Office && !slices.Contains(organs, o.ID) {
					organs = append(organs, o.ID)
				}
			}
		}
		return nil
	})
	return organs, err
}

var errOut = fault.New(fault.Unmet, "LOAN_OUT", "Bản lưu này đang được người khác sử dụng.")
