package signoff

import (
	"context"
	"slices"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/store"
)

var (
	errFindingUnknown = fault.New(fault.Unmet, "FINDING_UNKNOWN", "Bản hiện tại không có phát hiện này, hãy tải lại kết quả thẩm định.")
	errFindingBars    = fault.New(fault.Unmet, "FINDING_BARS", "Lỗi thể thức (mức E) phải được sửa, không được chấp nhận.")
	errFindingWaived  = fault.New(fault.Unmet, "FINDING_WAIVED", "Các lưu ý này đã được chấp nhận rồi.")
)

// Waive lets warnings of the newest text stand, for a reason, by whoever checks its form now. It holds for this version
// of the text alone, and is one event of the log.
//
// Faults: FORBIDDEN, WRONG_STATE outside the check of the form, CONDITIONS_UNMET for who drafted or approved the
// document, REASON_MISSING, FINDING_UNKNOWN, FINDING_BARS (level E), FINDING_WAIVED, STALE_VERSION.
func (s *Service) Waive(ctx context.Context, personID, id string, version int, findings []string, reason string) error {
	in := FireInput{Version: version, Comment: reason}
	err := in.clean()
	if err == nil && strings.TrimSpace(in.Comment) == "" {
		err = fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi rõ lý do.")
	}
	var was *facts
	if err == nil {
		err = s.store.View(ctx, func(tx *store.Tx) (err error) {
			was, _, err = s.waivable(tx, personID, id, in, nil)
			return err
		})
	}
	if err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error { return s.waive(tx, personID, id, in, findings, was) })
	}
	return s.refused(ctx, personID, authz.DocumentWaive, id, err)
}

// waivable loads a document whose warnings the person may answer now, and its findings.
func (s *Service) waivable(tx *store.Tx, personID, id string, in FireInput, was *facts) (*facts, Transition, error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return nil, Transition{}, err
	}
	if !s.policy.Can(f.actor, authz.DocumentWaive, f.place) {
		return nil, Transition{}, errForbidden
	}
	if in.Version != 0 && in.Version != f.document.Version || was != nil && was.document.Version != f.document.Version {
		return nil, Transition{}, document.ErrStale
	}
	if err := f.loadOthers(tx, f.chain.from(f.document.State)); err != nil {
		return nil, Transition{}, err
	}
	t, err := f.checking()
	if err != nil {
		return nil, t, err
	}
	if was != nil {
		f.remember(was)
	}
	return f, t, f.examine(tx)
}

func (s *Service) waive(tx *store.Tx, personID, id string, in FireInput, findings []string, was *facts) error {
	f, t, err := s.waivable(tx, personID, id, in, was)
	if err != nil {
		return err
	}
	rows, err := f.toWaive(findings, in.Comment)
	if err != nil {
		return err
	}
	waived := make([]string, len(rows))
	for i := range rows {
		rows[i].At = tx.Now
		waived[i] = rows[i].Rule + " " + rows[i].Code + " " + rows[i].Finding
	}
	if err := insertWaivers(tx, rows); err != nil {
		return err
	}
	if err := document.Change(tx, &f.document); err != nil {
		return err
	}
	err = audit.Record(tx, audit.Event{
		Subject: audit.Document(id), Action: "waive", ActorID: f.actor.PersonID, ActorName: f.actor.Name, Capacity: f.capacity(t),
		From: string(f.document.State), To: string(f.document.State), Version: f.document.Version, Comment: in.Comment,
		Details: map[string]any{"content_version": f.document.ContentVersion, "findings": waived},
	})
	if err != nil {
		return err
	}
	return tx.SetAnswer(id)
}

// toWaive picks the findings that are named, each once.
func (f *facts) toWaive(ids []string, reason string) (rows []waiverRow, err error) {
	named := 0
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		i := slices.IndexFunc(f.findings, func(found format.Finding) bool { return found.ID == id })
		if i < 0 {
			return nil, errFindingUnknown
		}
		found := f.findings[i]
		if found.Level == format.LevelError {
			return nil, errFindingBars
		}
		named++
		if _, ok := f.waivers[id]; ok {
			continue
		}
		rows = append(rows, waiverRow{
			DocumentID: f.document.ID, ContentVersion: f.document.ContentVersion, Finding: id, Rule: found.Rule, Code: found.Code,
			Reason: strings.TrimSpace(reason), PersonID: f.actor.PersonID,
		})
	}
	switch {
	case named == 0:
		return nil, errFindingUnknown
	case len(rows) == 0:
		return nil, errFindingWaived
	}
	return rows, nil
}
