package task

import (
	"context"
	"fmt"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// ObligationInput is what a person writes of an obligation.
type ObligationInput struct {
	Kind      ObligationKind
	Text      string
	Rule      string
	FirstDue  store.Date // "" = the rule's first after the document's date
	Ends      store.Date // "" = no end
	Receivers string
	Organs    []string // ids, out of those that got the document
}

// ObligationView is an obligation as a person sees it.
type ObligationView struct {
	Obligation
	Next      []store.Date // the dates ahead, as the rule says them
	MayManage bool
	Tasks     []View
}

// Oblige sets an obligation by an issued document. Its tasks are made at once, as far as the window goes.
func (s *Service) Oblige(ctx context.Context, a authz.Actor, documentID string, in ObligationInput) (v ObligationView, err error) {
	var id string
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		id, err = s.oblige(tx, a, documentID, in)
		if err != nil {
			return err
		}
		return tx.SetAnswer(id)
	})
	if err != nil {
		return v, s.refused(ctx, a, authz.TaskOblige, documentID, err)
	}
	return s.Obligation(ctx, a, id)
}

func (s *Service) oblige(tx *store.Tx, a authz.Actor, documentID string, in ObligationInput) (string, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return "", err
	}
	place, err := document.PlaceOf(tx, documentID)
	if err != nil {
		return "", err
	}
	if !s.policy.Can(actor, authz.DocumentRead, place) {
		return "", document.ErrNotFound
	}
	if !s.policy.Can(actor, authz.TaskOblige, place) {
		return "", ErrForbidden
	}
	d, err := document.Load(tx, documentID)
	if err != nil {
		return "", err
	}
	if d.IssuedAt == nil {
		return "", fault.New(fault.Unmet, "DOCUMENT_NOT_ISSUED", "Văn bản chưa phát hành, chưa đặt chế độ báo cáo được.")
	}
	g, err := giverOf(tx, d)
	if err != nil {
		return "", err
	}
	o, err := in.obligation(g.on)
	if err != nil {
		return "", err
	}
	deliveries, err := distribution.DeliveriesOf(tx, documentID)
	if err != nil {
		return "", err
	}
	if o.Organs, err = chosen(receiversOf(deliveries), in.Organs); err != nil {
		return "", err
	}
	o.CreatedBy = actor.PersonID
	if err := g.begin(tx, &o, actor.Name, actor.PersonID); err != nil {
		return "", err
	}
	return o.ID, o.make(tx, g.side, s.today())
}

// obligation reads and checks what was written.
func (in ObligationInput) obligation(on store.Date) (o Obligation, err error) {
	o = Obligation{ID: store.NewID(), Kind: in.Kind, FirstDue: in.FirstDue, Ends: in.Ends}
	if _, ok := ObligationLabels[in.Kind]; !ok {
		return o, fault.New(fault.Unmet, "OBLIGATION_KIND_UNKNOWN", fmt.Sprintf("Không có loại báo cáo %q.", in.Kind))
	}
	for _, field := range []struct {
		what, from string
		limit      int
		to         *string
	}{{"Nội dung", in.Text, textLimit, &o.Text}, {"Nơi nhận báo cáo", in.Receivers, shortLimit, &o.Receivers}} {
		if *field.to, err = line(field.what, field.from, field.limit); err != nil {
			return o, err
		}
	}
	rule, err := ParseRule(in.Rule)
	if err != nil {
		return o, err
	}
	o.Rule = rule.String()
	if o.Ends != "" && !o.Ends.Valid() {
		return o, fault.New(fault.Unmet, "DATE_INVALID", "Ngày kết thúc không hợp lệ.")
	}
	after := store.DateOf(on.Time().AddDate(0, 0, 1))
	if o.FirstDue == "" {
		o.FirstDue = rule.First(after)
	}
	switch {
	case o.FirstDue == "":
		return o, errNoDates
	case !o.FirstDue.Valid():
		return o, fault.New(fault.Unmet, "DATE_INVALID", "Ngày báo cáo đầu tiên không hợp lệ.")
	case o.FirstDue < on:
		return o, fault.New(fault.Unmet, "DEADLINE_PAST", fmt.Sprintf("Ngày báo cáo đầu tiên %s trước ngày của văn bản (%s).", dayText(o.FirstDue), dayText(on)))
	case o.Ends != "" && o.Ends < o.FirstDue:
		return o, fault.New(fault.Unmet, "ENDS_BEFORE_IT_BEGINS", "Ngày kết thúc trước ngày báo cáo đầu tiên.")
	case len(rule.Dates(o.FirstDue, o.FirstDue, o.Ends, 1)) == 0:
		return o, errNoDates
	}
	return o, nil
}

// chosen are the receivers of these ids; all of them when none is named.
func chosen(from []receiver, ids []string) (out []receiver, err error) {
	if len(ids) == 0 {
		return nil, fault.New(fault.Unmet, "ORGANS_MISSING", "Chưa chọn cơ quan phải báo cáo.")
	}
	if len(ids) > mostOrgans {
		return nil, fault.New(fault.Unmet, "ORGANS_TOO_MANY", fmt.Sprintf("Không quá %d cơ quan.", mostOrgans))
	}
	for i, id := range ids {
		at := slices.IndexFunc(from, func(r receiver) bool { return r.OrganID == id })
		if at < 0 {
			return nil, fault.New(fault.Unmet, "LEAD_NOT_RECIPIENT", "Cơ quan phải báo cáo không có trong Nơi nhận của văn bản.")
		}
		if !slices.Contains(ids[:i], id) {
			out = append(out, from[at])
		}
	}
	return out, nil
}

// make makes the tasks of the window that are not there yet, and tells their leads. Run again it makes nothing.
func (o Obligation) make(tx *store.Tx, side authz.Place, today store.Date) error {
	fresh, err := insertTasks(tx, o.tasks(today))
	if err != nil {
		return err
	}
	b := bell{tx: tx, on: today}
	for _, t := range fresh {
		if err := grant(tx, aTask, t.ID, side, leadPlace(t)); err != nil {
			return err
		}
		if err := b.tellLead(t, notice.Message{Action: "task_given", Key: "given", Label: "Có báo cáo định kỳ đến kỳ phải thực hiện"}); err != nil {
			return err
		}
	}
	return nil
}

// openObligation loads an obligation for an actor who may see it.
func (s *Service) openObligation(tx *store.Tx, a authz.Actor, id string) (actor authz.Actor, o Obligation, place authz.Place, err error) {
	if actor, err = s.actor(tx, a); err != nil {
		return actor, o, place, err
	}
	if o, err = obligationByID(tx, id); err != nil {
		return actor, o, place, err
	}
	if place, err = placeOf(tx, anObligation, id); err != nil {
		return actor, o, place, err
	}
	if !s.policy.Can(actor, authz.TaskRead, place) {
		return actor, o, place, errObligationNotFound
	}
	return actor, o, place, nil
}

// Obligation gives one obligation with the tasks of it that the person sees.
func (s *Service) Obligation(ctx context.Context, a authz.Actor, id string) (v ObligationView, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, o, place, err := s.openObligation(tx, a, id)
		if err != nil {
			return err
		}
		v = ObligationView{Obligation: o, MayManage: s.policy.Can(actor, authz.TaskOblige, place) && o.State == "active"}
		if o.State == "active" {
			v.Next = o.dates(s.today())
		}
		page, err := s.tasks(tx, actor, Filter{Obligation: id, Limit: maxPage})
		v.Tasks = page.Tasks
		return err
	})
	return v, s.refused(ctx, a, authz.TaskRead, id, err)
}

// ObligationPage is one page of obligations.
type ObligationPage struct {
	Obligations []Obligation
	Next        string
}

// ListObligations gives the obligations that a person sees, newest first; of one document, where it is named.
func (s *Service) ListObligations(ctx context.Context, a authz.Actor, documentID, cursor string, limit int) (page ObligationPage, err error) {
	limit = pageOf(limit)
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		page.Obligations, err = listObligations(tx, s.policy.Reach(actor, authz.TaskRead), documentID, cursor, limit)
		if len(page.Obligations) > limit {
			page.Obligations = page.Obligations[:limit]
			page.Next = page.Obligations[limit-1].ID
		}
		return err
	})
	return page, err
}

// Reschedule moves one date of an obligation, with a reason: its tasks that still wait move with it.
func (s *Service) Reschedule(ctx context.Context, a authz.Actor, id string, version int, occurrence, to store.Date, reason string) (ObligationView, error) {
	return s.changeObligation(ctx, a, id, version, "reschedule", reason, func(tx *store.Tx, w *reportDesk) error {
		if !slices.Contains(w.dates(w.today), occurrence) {
			return fault.New(fault.Unmet, "OCCURRENCE_UNKNOWN", "Chế độ báo cáo không có kỳ này trong thời gian tới.")
		}
		if err := future("Ngày báo cáo mới", to, w.today); err != nil {
			return err
		}
		if err := insertShift(tx, shiftRow{ObligationID: id, Occurrence: occurrence, Due: to, Reason: w.reason, PersonID: w.actor.PersonID}); err != nil {
			return err
		}
		w.details = map[string]any{"occurrence": occurrence, "to": to}
		return w.eachOpen(tx, occurrence, "reschedule", func(t *Task) { t.Due = to })
	})
}

// Merge lets one obligation do for another that asks the same of the same organs: those of the first that owed only to it are
// taken over, and its tasks that still wait are stopped by the other's document.
func (s *Service) Merge(ctx context.Context, a authz.Actor, id, into string, version int, reason string) (ObligationView, error) {
	return s.changeObligation(ctx, a, id, version, "merge", reason, func(tx *store.Tx, w *reportDesk) error {
		if id == into {
			return fault.New(fault.Unmet, "MERGED_INTO_ITSELF", "Không gộp một chế độ báo cáo vào chính nó.")
		}
		actor, other, place, err := s.openObligation(tx, a, into)
		if err != nil {
			return err
		}
		if !s.policy.Can(actor, authz.TaskOblige, place) {
			return ErrForbidden
		}
		if other.State != "active" {
			return errNotActive
		}
		var more []receiver
		for _, r := range w.Organs {
			if !slices.ContainsFunc(other.Organs, func(o receiver) bool { return o.OrganID == r.OrganID }) {
				more = append(more, r)
			}
		}
		if err := insertObliged(tx, into, more); err != nil {
			return err
		}
		other.Organs = append(other.Organs, more...)
		if err := grant(tx, anObligation, into, other.place()); err != nil {
			return err
		}
		if err := other.make(tx, givingSide(place), w.today); err != nil {
			return err
		}
		w.State, w.MergedInto, w.details = "merged", into, map[string]any{"into": into}
		return w.stopOpen(tx, orElse(other.Symbol, "chế độ báo cáo được gộp"))
	})
}

// End ends an obligation, by a document: its tasks that still wait are stopped.
func (s *Service) End(ctx context.Context, a authz.Actor, id string, version int, by, reason string) (ObligationView, error) {
	return s.changeObligation(ctx, a, id, version, "end", reason, func(tx *store.Tx, w *reportDesk) error {
		by, err := line("Số, ký hiệu văn bản", by, shortLimit)
		if err != nil {
			return err
		}
		if by == "" {
			return fault.New(fault.Unmet, "CANCEL_DOCUMENT_REQUIRED", "Dừng chế độ báo cáo phải có văn bản: ghi số, ký hiệu văn bản cho dừng.")
		}
		w.State, w.details = "ended", map[string]any{"document": by}
		return w.stopOpen(tx, by)
	})
}

var errNotActive = fault.New(fault.Unmet, "OBLIGATION_NOT_ACTIVE", "Chế độ báo cáo này đã dừng hoặc đã gộp.")

// reportDesk is one obligation before one actor who changes it.
type reportDesk struct {
	Obligation
	actor   authz.Actor
	today   store.Date
	reason  string
	details map[string]any
}

func (s *Service) changeObligation(ctx context.Context, a authz.Actor, id string, version int, action, reason string, do func(*store.Tx, *reportDesk) error) (ObligationView, error) {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		actor, o, place, err := s.openObligation(tx, a, id)
		if err != nil {
			return err
		}
		w := &reportDesk{Obligation: o, actor: actor, today: s.today()}
		if w.reason, err = line("Lý do", reason, noteLimit); err != nil {
			return err
		}
		switch {
		case !s.policy.Can(actor, authz.TaskOblige, place):
			return ErrForbidden
		case version != 0 && version != o.Version:
			return ErrStale
		case o.State != "active":
			return errNotActive
		case w.reason == "":
			return fault.New(fault.Unmet, "REASON_REQUIRED", "Phải nêu lý do.")
		}
		if err := do(tx, w); err != nil {
			return err
		}
		w.Reason = w.reason
		if err := changeObligation(tx, &w.Obligation); err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: o.subject(), Action: action, ActorID: actor.PersonID, ActorName: actor.Name, Capacity: s.title(actor, authz.TaskOblige, place),
			From: o.State, To: w.State, Version: w.Version, Comment: w.reason, Details: w.details,
		})
		if err != nil {
			return err
		}
		return tx.SetAnswer(id)
	})
	if err != nil {
		return ObligationView{}, s.refused(ctx, a, authz.TaskOblige, id, err)
	}
	return s.Obligation(ctx, a, id)
}

// eachOpen changes the tasks that still wait, each with its event.
func (w *reportDesk) eachOpen(tx *store.Tx, occurrence store.Date, action string, do func(*Task)) error {
	tasks, err := openTasksOf(tx, w.ID, occurrence)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		was := t.State
		do(&t)
		t.Note = w.reason
		if err := change(tx, &t); err != nil {
			return err
		}
		err := audit.Record(tx, audit.Event{
			Subject: taskSubject(t.ID), Action: action, ActorID: w.actor.PersonID, ActorName: w.actor.Name, From: string(was), To: string(t.State),
			Version: t.Version, Comment: w.reason, Details: w.details,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *reportDesk) stopOpen(tx *store.Tx, by string) error {
	return w.eachOpen(tx, "", Cancel, func(t *Task) {
		at := tx.Now
		t.State, t.CancelDocument, t.ClosedAt, t.ClosedBy = Cancelled, by, &at, w.actor.PersonID
	})
}

// givingSide are the relations of a place that are not the obliged organs'.
func givingSide(place authz.Place) authz.Place {
	return authz.Place{Persons: place.Persons, Organs: slices.DeleteFunc(slices.Clone(place.Organs), func(r authz.Relation) bool { return r.Why == authz.Received })}
}
