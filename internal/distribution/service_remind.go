package distribution

import (
	"cmp"
	"context"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// The refusals of reminding.
var (
	ErrNothingToRemind = fault.New(fault.Unmet, "NOTHING_TO_REMIND", "Không còn nơi nhận nào cần đôn đốc.")
	ErrRemindedJustNow = fault.New(fault.Unmet, "REMINDED_JUST_NOW", "Các nơi này vừa được đôn đốc, hãy chờ ít phút.")
	ErrRemindByPaper   = fault.New(fault.Unmet, "REMIND_BY_PAPER", "Nơi nhận bản giấy không đôn đốc được qua hệ thống, hãy liên hệ trực tiếp.")
)

// MarkOverdue is the clock: it marks what was not confirmed in time, and reminds before the end of a term, at its end and
// every second working day after, until the copy is acknowledged, refused or recalled. It is the periodic job's work.
func (s *Service) MarkOverdue(ctx context.Context) error {
	for {
		var n int
		err := s.store.Update(ctx, func(tx *store.Tx) error {
			found, err := ringing(tx, clockBatch)
			if err != nil || len(found) == 0 {
				n = 0
				return err
			}
			n = len(found)
			return s.ring(tx, found)
		})
		if err != nil || n < clockBatch {
			return err
		}
	}
}

// ring reminds copies whose moment has come: one event for each document and kind.
func (s *Service) ring(tx *store.Tx, found []Delivery) error {
	days, err := calendar.Load(tx)
	if err != nil {
		return err
	}
	type pile struct{ document, kind string }
	piles, next := map[pile][]Delivery{}, map[string]time.Time{}
	for _, d := range found {
		r := reminderOf(d, days, tx.Now)
		p := pile{d.DocumentID, r.kind}
		piles[p] = append(piles[p], d)
		next[r.kind] = r.next
	}
	order := make([]pile, 0, len(piles))
	for p := range piles {
		order = append(order, p)
	}
	slices.SortFunc(order, func(a, b pile) int { // two replicas take the chains in one order
		return cmp.Or(cmp.Compare(a.document, b.document), cmp.Compare(a.kind, b.kind))
	})
	for _, p := range order {
		copies := piles[p]
		at := next[p.kind]
		for _, group := range byNext(copies, p.kind, at) {
			if err := markReminded(tx, idsOf(group.copies), p.kind == RemindOverdue, group.next); err != nil {
				return err
			}
		}
		if err := s.remind(tx, p.document, copies, p.kind, ""); err != nil {
			return err
		}
		action := map[string]string{RemindBefore: "remind", RemindOverdue: "overdue", RemindAgain: "remind"}[p.kind]
		err := recordBySystem(tx, p.document, audit.Event{Action: action, Details: map[string]any{"deliveries": idsOf(copies), "kind": p.kind}})
		if err != nil {
			return err
		}
	}
	return nil
}

type nextGroup struct {
	next   time.Time
	copies []Delivery
}

// byNext parts copies by the moment of their next reminder: before the end that is the end itself, which may differ.
func byNext(copies []Delivery, kind string, next time.Time) (groups []nextGroup) {
	if kind != RemindBefore {
		return []nextGroup{{next, copies}}
	}
	for _, d := range copies {
		at := slices.IndexFunc(groups, func(g nextGroup) bool { return g.next.Equal(d.Due) })
		if at < 0 {
			groups, at = append(groups, nextGroup{next: d.Due}), len(groups)
		}
		groups[at].copies = append(groups[at].copies, d)
	}
	return groups
}

func idsOf(deliveries []Delivery) []string {
	ids := make([]string, len(deliveries))
	for i, d := range deliveries {
		ids[i] = d.ID
	}
	return ids
}

// remind writes reminders of copies of one document and tells their receivers: a notice to those inside, a letter to those
// who get the document by mail. Paper reminds nobody; the board does.
func (s *Service) remind(tx *store.Tx, documentID string, copies []Delivery, kind, by string) error {
	if err := insertReminders(tx, idsOf(copies), kind, by); err != nil {
		return err
	}
	var clerks map[string][]string
	var people, letters []string
	for _, d := range copies {
		switch {
		case d.By() == ByEmail:
			letters = append(letters, d.ID)
		case d.By() != ByAccount:
		case d.PersonID != "":
			people = append(people, d.PersonID)
		default:
			if clerks == nil {
				var err error
				if clerks, err = directory.Clerks(tx, s.today()); err != nil {
					return err
				}
			}
			people = append(people, clerks[d.OfficeID]...)
		}
	}
	moment := tx.Now.Format("20060102T150405.000000")
	for batch := range slices.Chunk(letters, perJob) {
		if err := jobs.Enqueue(tx, LettersArgs{Deliveries: batch, Reminder: moment}); err != nil {
			return err
		}
	}
	if len(people) == 0 {
		return nil
	}
	return notice.Tell(tx, people, notice.Message{
		About: notice.Document, AboutID: documentID, DocumentID: documentID, Action: "remind", Label: reminderLabels[kind],
		Key: "remind " + kind + " " + moment, Urgent: kind != RemindBefore,
	})
}

var reminderLabels = map[string]string{
	RemindBefore: "Văn bản sắp đến hạn xác nhận đã nhận", RemindOverdue: "Văn bản đã quá hạn xác nhận đã nhận",
	RemindAgain: "Văn bản vẫn chưa được xác nhận đã nhận", RemindByHand: "Cơ quan ban hành đôn đốc xác nhận đã nhận văn bản",
}

// Remind is Đôn đốc: by the drafter or the văn thư who issued, for some copies of a document or, with none named, for all
// that still wait. It gives how many were reminded; who was reminded by hand a moment ago is left in peace.
func (s *Service) Remind(ctx context.Context, a authz.Actor, documentID string, deliveryIDs []string) (n int, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		place, err := document.PlaceOf(tx, documentID)
		if err != nil {
			return err
		}
		role, may := s.policy.Capacity(actor, authz.DeliveryRemind, place)
		if !may {
			if err := s.mayListAs(tx, actor, documentID); err != nil {
				return err
			}
			return ErrRemindForbidden
		}
		copies, err := remindable(tx, documentID, deliveryIDs)
		if err != nil {
			return err
		}
		n = len(copies)
		if err := s.remind(tx, documentID, copies, RemindByHand, actor.PersonID); err != nil {
			return err
		}
		return record(tx, actor, documentID, audit.Event{
			Action: "remind", Capacity: role.Title, Details: map[string]any{"deliveries": idsOf(copies), "kind": RemindByHand},
		})
	})
	if err != nil {
		return 0, s.refused(ctx, a, authz.DeliveryRemind, documentID, err)
	}
	return n, nil
}

// ErrRemindForbidden is for who sees the board and sent nothing.
var ErrRemindForbidden = fault.New(fault.Forbidden, "REMIND_FORBIDDEN", "Việc đôn đốc của người soạn thảo và văn thư cơ quan ban hành.")

// remindable are the copies that wait, that a reminder can reach, and that were not reminded a moment ago.
func remindable(tx *store.Tx, documentID string, ids []string) ([]Delivery, error) {
	waiting, err := waitingOf(tx, documentID)
	if err != nil {
		return nil, err
	}
	if len(ids) > 0 {
		named := map[string]bool{}
		for _, id := range ids {
			named[id] = true
		}
		waiting = slices.DeleteFunc(waiting, func(d Delivery) bool { return !named[d.ID] })
	}
	if len(waiting) == 0 {
		return nil, ErrNothingToRemind
	}
	reached := slices.DeleteFunc(waiting, func(d Delivery) bool { return d.By() == ByPaper || !d.FailedAt.IsZero() })
	if len(reached) == 0 {
		return nil, ErrRemindByPaper
	}
	recent, err := remindedSince(tx, documentID, tx.Now.Add(-remindRest))
	if err != nil {
		return nil, err
	}
	rested := slices.DeleteFunc(reached, func(d Delivery) bool { return recent[d.ID] })
	if len(rested) == 0 {
		return nil, ErrRemindedJustNow
	}
	return rested, nil
}
