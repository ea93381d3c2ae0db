package casefile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/jobs"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// DueArgs ask for a look at files that must soon be handed over, loans that did not come back, and retention that ended.
type DueArgs struct{}

// Kind names the work.
func (DueArgs) Kind() string { return "casefile.due" }

const (
	dueEvery = 6 * time.Hour
	dueBatch = 200 // files of one transaction
)

// Register says how this room's jobs are done, and asks for the look.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ DueArgs) error { return s.Remind(ctx) })
	r.Every(dueEvery, DueArgs{})
}

// Remind tells the keeper and the văn thư of every file whose hand-over is at most 30 days away or overdue (NĐ 30/2020 Phụ
// lục VI), who borrowed a paper that is late, and the archive of files whose retention has ended. Run again it tells
// nobody twice.
func (s *Service) Remind(ctx context.Context) error {
	return errors.Join(
		s.eachBatch(ctx, func(tx *store.Tx, after string) ([]File, error) { return dueFiles(tx, s.Today(), after, dueBatch) }, s.remindDue),
		s.eachBatch(ctx, func(tx *store.Tx, after string) ([]File, error) { return expiredFiles(tx, s.Today(), after, dueBatch) }, s.remindExpired),
		s.remindLoans(ctx),
	)
}

// eachBatch walks files by id, some in a transaction.
func (s *Service) eachBatch(ctx context.Context, next func(*store.Tx, string) ([]File, error), tell func(*store.Tx, File) error) error {
	for after := ""; ; {
		last, n := after, 0
		err := s.Store.Update(ctx, func(tx *store.Tx) error {
			files, err := next(tx, after)
			if err != nil {
				return err
			}
			for _, f := range files {
				if err := tell(tx, f); err != nil {
					return err
				}
			}
			if n = len(files); n > 0 {
				last = files[n-1].ID
			}
			return nil
		})
		if err != nil || n < dueBatch {
			return err
		}
		after = last
	}
}

func (s *Service) remindDue(tx *store.Tx, f File) error {
	clerks, err := s.holders(tx, f.OrganID, authz.Clerk)
	if err != nil {
		return err
	}
	label, key, urgent := "Hồ sơ "+f.Code+" phải nộp lưu trước ngày "+day(f.Due()), "due-"+string(f.Due()), false
	if f.Due() < s.Today() {
		label, key, urgent = "Hồ sơ "+f.Code+" đã quá hạn nộp lưu ngày "+day(f.Due()), "late-"+string(f.Due()), true
	}
	return notice.Tell(tx, append(clerks, f.KeeperID), notice.Message{
		About: notice.CaseFile, AboutID: f.ID, Action: "hand_over_due", Key: key, Label: label, Urgent: urgent,
	})
}

func (s *Service) remindExpired(tx *store.Tx, f File) error {
	keepers, err := s.holders(tx, f.OrganID, authz.Archivist)
	if err != nil {
		return err
	}
	return notice.Tell(tx, keepers, notice.Message{
		About: notice.CaseFile, AboutID: f.ID, Action: "retention_ended", Key: "expired-" + string(f.ExpiresOn),
		Label: fmt.Sprintf("Hồ sơ %s (%d) hết thời hạn bảo quản ngày %s", f.Code, f.Year, day(f.ExpiresOn)),
	})
}

func (s *Service) remindLoans(ctx context.Context) error {
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		late, err := loansWhere(tx, "state = ? AND l.due_on < ?", LoanLent, s.Today())
		if err != nil {
			return err
		}
		for _, l := range late {
			err := notice.Tell(tx, []string{l.BorrowerID}, notice.Message{
				About: notice.CaseFile, AboutID: l.CaseFileID, Action: "loan_late", Key: "loan-" + l.ID,
				Label: "Bản lưu trong hồ sơ " + l.FileCode + " quá hạn trả ngày " + day(l.DueOn), Urgent: true,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// holders are the people who hold a role in an organ today.
func (s *Service) holders(tx *store.Tx, organID, role string) (people []string, err error) {
	staff, err := directory.Staff(tx, organID, s.Today())
	if err != nil {
		return nil, err
	}
	for _, h := range staff {
		if h.Role == role {
			people = append(people, h.PersonID)
		}
	}
	return people, nil
}
