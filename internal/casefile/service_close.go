package casefile

import (
	"context"
	"fmt"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// mustHandOver is the retention from which a file goes to the archive: 5 years and more (Luật Lưu trữ 33/2024 Art. 17).
const mustHandOver = 5

// Close ends a file when its work has ended (casefile.close): totals and dates are fixed, the clock of the hand-over
// starts. endedOn "" is today.
func (s *Service) Close(ctx context.Context, a authz.Actor, id string, version int, endedOn store.Date) (File, error) {
	pages, err := s.changedPages(ctx, a, id)
	if err != nil {
		return File{}, s.refused(ctx, a, authz.CaseFileClose, id, err)
	}
	return s.change(ctx, a, authz.CaseFileClose, id, version, func(tx *store.Tx, d *desk) error {
		if d.file.State != Open {
			return wrongState(d.file, "không kết thúc được")
		}
		if endedOn == "" {
			endedOn = s.Today()
		}
		if !endedOn.Valid() || endedOn > s.Today() {
			return ErrDate
		}
		items, err := itemsOf(tx, id)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			return ErrEmpty
		}
		if items, err = refresh(tx, d.file, items, pages); err != nil {
			return err
		}
		c, err := calendar.Load(tx)
		if err != nil {
			return err
		}
		d.file.close(items, endedOn, s.Today(), c)
		if err := change(tx, &d.file); err != nil {
			return err
		}
		return record(tx, d.file, "close", d.by, "", map[string]any{"documents": d.file.Documents, "pages": d.file.Pages, "ended_on": endedOn, "hand_over_by": d.file.HandOverBy})
	})
}

// changedPages counts, before the transaction, the pages of documents whose bytes are no longer those that were put in.
func (s *Service) changedPages(ctx context.Context, a authz.Actor, id string) (map[string]int, error) {
	var blobs []string
	err := s.Store.View(ctx, func(tx *store.Tx) error {
		if _, err := s.at(tx, a, authz.CaseFileClose, id); err != nil {
			return err
		}
		items, err := itemsOf(tx, id)
		if err != nil {
			return err
		}
		blobs, err = changedBlobs(tx, items)
		return err
	})
	if err != nil {
		return nil, err
	}
	pages := map[string]int{}
	for _, sha := range blobs {
		if pages[sha], err = s.pagesOf(ctx, sha); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// close fixes what a closed file says of itself. The hand-over is due a year after the year in which the work ended
// (NĐ 30/2020 Art. 30), the retention counts from the same day.
func (f *File) close(items []Item, endedOn, on store.Date, c *calendar.Calendar) {
	f.State, f.EndedOn, f.ClosedOn = Closed, endedOn, on
	f.Documents, f.Pages, f.From, f.To = len(items), 0, "", ""
	for _, i := range items {
		f.Pages += i.Pages
		if i.Date != "" && (f.From == "" || i.Date < f.From) {
			f.From = i.Date
		}
		f.To = max(f.To, i.Date)
	}
	end := endOfYear(endedOn)
	f.HandOverBy, f.WarnOn, f.ExpiresOn = "", "", ""
	if f.Retention == Permanent || f.Retention >= mustHandOver {
		// The clock ends with its last day, at the midnight after it.
		f.HandOverBy = store.DateOf(c.Due(calendar.CaseFileHandover, end.Time(), false).Add(-time.Second))
		f.WarnOn = store.DateOf(c.WarnFrom(calendar.CaseFileHandover, end.Time()).Add(-time.Second))
	}
	if f.Retention != Permanent {
		f.ExpiresOn = store.Date(fmt.Sprintf("%04d-12-31", end.Year()+f.Retention))
	}
}

// Reopen takes a closed file back, with a reason: a late paper has come (casefile.close).
func (s *Service) Reopen(ctx context.Context, a authz.Actor, id string, version int, reason string) (File, error) {
	return s.change(ctx, a, authz.CaseFileClose, id, version, func(tx *store.Tx, d *desk) error {
		reason, err := clean("lý do", reason, noteLimit, false)
		switch {
		case err != nil:
			return err
		case reason == "":
			return ErrReason
		case d.file.State != Closed:
			return wrongState(d.file, "không mở lại được")
		}
		f := &d.file
		f.State, f.EndedOn, f.ClosedOn, f.From, f.To, f.Documents, f.Pages = Open, "", "", "", "", 0, 0
		f.HandOverBy, f.WarnOn, f.ExpiresOn, f.KeepUntil, f.KeepReason, f.KeepBy = "", "", "", "", "", ""
		if err := change(tx, f); err != nil {
			return err
		}
		return record(tx, *f, "reopen", d.by, reason, nil)
	})
}

// KeepBack lets the unit keep a closed file after it was due, at most two years (NĐ 30/2020 Art. 30), by consent of another
// person than its keeper (casefile.keep_back). Consent is the written one: who gave it, when and why stand in the event.
func (s *Service) KeepBack(ctx context.Context, a authz.Actor, id string, version int, until store.Date, reason string) (File, error) {
	return s.change(ctx, a, authz.CaseFileKeepBack, id, version, func(tx *store.Tx, d *desk) error {
		reason, err := clean("lý do", reason, noteLimit, false)
		if err != nil {
			return err
		}
		if reason == "" {
			return ErrReason
		}
		f := &d.file
		switch {
		case f.State != Closed:
			return wrongState(*f, "không giữ lại được")
		case f.HandOverBy == "":
			return fault.New(fault.Unmet, "CASE_FILE_NOT_DUE", "Hồ sơ này không phải nộp lưu nên không cần giữ lại.")
		case d.by.ID == f.KeeperID:
			return fault.New(fault.Unmet, "CASE_FILE_KEEP_OWN", "Người lập hồ sơ không tự đồng ý giữ lại hồ sơ của mình.")
		}
		latest := store.DateOf(f.HandOverBy.Time().AddDate(2, 0, 0))
		if !until.Valid() || until <= f.HandOverBy || until > latest {
			return fault.New(fault.Unmet, "CASE_FILE_KEEP_UNTIL", fmt.Sprintf("Chỉ được giữ lại hồ sơ đến một ngày sau %s và không quá %s (2 năm).", day(f.HandOverBy), day(latest)))
		}
		f.KeepUntil, f.KeepReason, f.KeepBy = until, reason, d.by.ID
		f.WarnOn = store.DateOf(until.Time().AddDate(0, 0, -warnDays))
		if err := change(tx, f); err != nil {
			return err
		}
		return record(tx, *f, "keep_back", d.by, reason, map[string]any{"until": until})
	})
}

// warnDays before a file is due its keeper is told (NĐ 30/2020 Phụ lục VI).
const warnDays = 30
