package task

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// ListView is the list of a document as a person sees it.
type ListView struct {
	List
	Document     document.Document
	MayPropose   bool
	MayConfirm   bool
	IsConfirmed  bool                 // for this very text
	Problems     []fault.Reason       // what keeps it from being confirmed
	Receivers    []Party              // who may lead
	Tasks        map[int][]View       // what became of each item, by its number
	Reports      []ProposedObligation // that the text asks for and nobody has set yet
	ConfirmedWho string
}

// List gives the proposed tasks of a document, for whoever may read or propose them; document.ErrNotFound else. Receivers of
// an issued document see its confirmed items, nothing of how they came about.
func (s *Service) List(ctx context.Context, a authz.Actor, documentID string) (v ListView, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		w, err := s.openList(tx, a, documentID)
		if err != nil {
			return err
		}
		v, err = w.view(tx)
		return err
	})
	return v, s.refused(ctx, a, authz.TaskPropose, documentID, err)
}

// workshop is one document's list before one actor.
type workshop struct {
	service  *Service
	actor    authz.Actor
	document document.Document
	content  document.Content
	place    authz.Place
	list     List
	finder   finder
	today    store.Date
}

// openList loads a list, and proposes one where nobody has touched it yet.
func (s *Service) openList(tx *store.Tx, a authz.Actor, documentID string) (w *workshop, err error) {
	w = &workshop{service: s, today: s.today()}
	if w.actor, err = s.actor(tx, a); err != nil {
		return w, err
	}
	if w.document, err = document.Load(tx, documentID); err != nil {
		return w, err
	}
	if w.place, err = document.PlaceOf(tx, documentID); err != nil {
		return w, err
	}
	if !s.policy.Can(w.actor, authz.TaskPropose, w.place) && !s.policy.Can(w.actor, authz.TaskConfirmList, w.place) {
		if s.policy.Can(w.actor, authz.DocumentRead, w.place) {
			return w, errNotGiver
		}
		return w, document.ErrNotFound
	}
	if w.content, err = document.ContentOf(tx, documentID, w.document.ContentVersion); err != nil {
		return w, err
	}
	if w.finder, err = finderFor(tx, w.document, w.content, w.today); err != nil {
		return w, err
	}
	if w.list, err = listOf(tx, documentID); err != nil {
		return w, err
	}
	if w.list.Version == 0 {
		w.list.Items, w.list.ContentVersion = w.propose(nil), w.document.ContentVersion
	}
	return w, nil
}

var errNotGiver = fault.New(fault.Forbidden, "FORBIDDEN", "Danh sách nhiệm vụ do văn phòng và người soạn thảo lập.")

// on is the date of the document, as far as it is known.
func (w *workshop) on() store.Date {
	if w.document.DocumentDate != "" {
		return w.document.DocumentDate
	}
	return w.today
}

// propose reads the items out of the text, behind those that were given already.
func (w *workshop) propose(kept []Item) []Item {
	n := 0
	for _, item := range kept {
		n = max(n, item.N)
	}
	items := slices.Clone(kept)
	for _, p := range Extract(w.content.Body, w.on()) {
		if slices.ContainsFunc(kept, func(i Item) bool { return i.Text == p.Text }) {
			continue
		}
		n++
		items = append(items, itemOf(n, p, w.finder))
	}
	return items
}

func (w *workshop) may(act string) bool { return w.service.policy.Can(w.actor, act, w.place) }

func (w *workshop) view(tx *store.Tx) (ListView, error) {
	v := ListView{
		List: w.list, Document: w.document, MayPropose: w.may(authz.TaskPropose) && w.open(), MayConfirm: w.may(authz.TaskConfirmList) && w.open(),
		IsConfirmed: w.list.Confirmed(w.document), Problems: w.problems(), Tasks: map[int][]View{},
	}
	set, err := obligationsOfDocument(tx, w.document.ID)
	if err != nil {
		return v, err
	}
	for _, asked := range Obligations(w.content.Body, w.on()) {
		if !slices.ContainsFunc(set, asked.is) {
			v.Reports = append(v.Reports, asked)
		}
	}
	for _, r := range w.finder.receivers {
		v.Receivers = append(v.Receivers, r.Party)
	}
	tasks, err := tasksOfItems(tx, w.document.ID)
	if err != nil {
		return v, err
	}
	d := desk{service: w.service, actor: w.actor, today: w.today}
	if d.calendar, err = loadCalendar(tx); err != nil {
		return v, err
	}
	soon := soonest(d.calendar, w.today)
	for _, t := range tasks {
		v.Tasks[t.ItemN] = append(v.Tasks[t.ItemN], View{Task: t, Standing: t.Standing(w.today, soon)})
	}
	v.ConfirmedWho, err = personName(tx, w.list.ConfirmedBy)
	return v, err
}

// open says whether anything can still be proposed: a document that was withdrawn gives nobody work.
func (w *workshop) open() bool { return w.document.State != document.Withdrawn }

// problems are what keeps the list from being confirmed.
func (w *workshop) problems() (reasons []fault.Reason) {
	receivers := w.finder.ids()
	for _, item := range w.list.Items {
		if item.DeliveredAt == nil {
			reasons = append(reasons, item.check(receivers, w.today)...)
		}
	}
	return reasons
}

// ItemInput is what a person writes of one item. A name or an id stands for an organ.
type ItemInput struct {
	N           int // 0 adds an item
	Ref, Text   string
	Leads, Co   []string
	Due         store.Date // "" = none
	Rule        string     // RRULE, of a report that recurs
	OnRequest   bool
	Deliverable string
	ReportTo    string
}

// SaveItem changes an item, or adds one. Version is that of the list the person looked at, 0 for one nobody has touched.
// The list has to be confirmed again.
func (s *Service) SaveItem(ctx context.Context, a authz.Actor, documentID string, version int, in ItemInput) (ListView, error) {
	return s.changeList(ctx, a, documentID, version, authz.TaskPropose, "save", func(tx *store.Tx, w *workshop) error {
		item, err := w.item(tx, in)
		if err != nil {
			return err
		}
		if in.N == 0 {
			if len(w.list.Items) >= mostItems {
				return fault.New(fault.Unmet, "ITEMS_TOO_MANY", fmt.Sprintf("Danh sách không quá %d nhiệm vụ.", mostItems))
			}
			for _, other := range w.list.Items {
				item.N = max(item.N, other.N)
			}
			item.N++
			w.list.Items = append(w.list.Items, item)
			return nil
		}
		i, err := w.undelivered(in.N)
		if err != nil {
			return err
		}
		item.Source = w.list.Items[i].Source
		w.list.Items[i] = item
		return nil
	})
}

// RemoveItem takes an item out.
func (s *Service) RemoveItem(ctx context.Context, a authz.Actor, documentID string, version, n int) (ListView, error) {
	return s.changeList(ctx, a, documentID, version, authz.TaskPropose, "remove", func(_ *store.Tx, w *workshop) error {
		i, err := w.undelivered(n)
		if err != nil {
			return err
		}
		w.list.Items = slices.Delete(w.list.Items, i, i+1)
		return nil
	})
}

// Propose reads the items out of the text anew; what was given already stays.
func (s *Service) Propose(ctx context.Context, a authz.Actor, documentID string, version int) (ListView, error) {
	return s.changeList(ctx, a, documentID, version, authz.TaskPropose, "propose", func(_ *store.Tx, w *workshop) error {
		w.list.Items = w.propose(slices.DeleteFunc(slices.Clone(w.list.Items), func(i Item) bool { return i.DeliveredAt == nil }))
		return nil
	})
}

// ConfirmList makes the văn phòng stand by the list. Before the issue its tasks go out with the document; after it, at once.
// TASKS_UNCONFIRMABLE names every item whose lead is unknown or “không có trong Nơi nhận”, and every date that is past.
func (s *Service) ConfirmList(ctx context.Context, a authz.Actor, documentID string, version int) (ListView, error) {
	return s.changeList(ctx, a, documentID, version, authz.TaskConfirmList, "confirm", func(tx *store.Tx, w *workshop) error {
		if reasons := w.problems(); len(reasons) > 0 {
			return fault.New(fault.Unmet, "TASKS_UNCONFIRMABLE", "Danh sách nhiệm vụ chưa xác nhận được.", reasons...)
		}
		at := tx.Now
		w.list.ConfirmedAt, w.list.ConfirmedBy = &at, w.actor.PersonID
		return nil
	})
}

// changeList does one thing to a list and writes it whole.
func (s *Service) changeList(ctx context.Context, a authz.Actor, documentID string, version int, right, action string, do func(*store.Tx, *workshop) error) (v ListView, err error) {
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		w, err := s.openList(tx, a, documentID)
		switch {
		case err != nil:
			return err
		case !w.may(right):
			return ErrForbidden
		case !w.open():
			return fault.New(fault.Unmet, "DOCUMENT_WITHDRAWN", "Văn bản đã rút, không giao nhiệm vụ.")
		case version != w.list.Version:
			return ErrListStale
		}
		w.list.ConfirmedAt, w.list.ConfirmedBy, w.list.ContentVersion = nil, "", w.document.ContentVersion
		if err := do(tx, w); err != nil {
			return err
		}
		if err := writeList(tx, &w.list); err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: listSubject(documentID), Action: action, ActorID: w.actor.PersonID, ActorName: w.actor.Name,
			Capacity: s.title(w.actor, right, w.place), Version: w.list.Version, Details: map[string]any{"items": len(w.list.Items)},
		})
		if err != nil {
			return err
		}
		if action == "confirm" && w.document.IssuedAt != nil {
			if _, err := deliver(tx, w.document, w.list, w.finder.receivers); err != nil {
				return err
			}
			if w.list, err = listOf(tx, documentID); err != nil {
				return err
			}
		}
		if v, err = w.view(tx); err != nil {
			return err
		}
		return tx.SetAnswer(documentID)
	})
	return v, s.refused(ctx, a, right, documentID, err)
}

// undelivered is the place of an item that can still be changed.
func (w *workshop) undelivered(n int) (int, error) {
	i := w.list.find(n)
	if i < 0 {
		return 0, fault.New(fault.Unmet, "ITEM_NOT_FOUND", "Không có nhiệm vụ này trong danh sách.")
	}
	if w.list.Items[i].DeliveredAt != nil {
		return 0, fault.New(fault.Unmet, "ITEM_DELIVERED", "Nhiệm vụ đã giao, không sửa trong danh sách được nữa.")
	}
	return i, nil
}

// item reads what a person wrote of an item.
func (w *workshop) item(tx *store.Tx, in ItemInput) (item Item, err error) {
	item = Item{N: in.N}
	for _, field := range []struct {
		what, from string
		limit      int
		to         *string
	}{
		{"Nội dung nhiệm vụ", in.Text, textLimit, &item.Text}, {"Số đoạn", in.Ref, 20, &item.Ref},
		{"Sản phẩm", in.Deliverable, shortLimit, &item.Deliverable}, {"Nơi nhận báo cáo", in.ReportTo, shortLimit, &item.ReportTo},
	} {
		if *field.to, err = line(field.what, field.from, field.limit); err != nil {
			return item, err
		}
	}
	if item.Text == "" {
		return item, fault.New(fault.Unmet, "TEXT_MISSING", "Nhiệm vụ chưa có nội dung.")
	}
	if item.Leads, err = w.parties(tx, in.Leads); err != nil {
		return item, err
	}
	if item.Co, err = w.parties(tx, in.Co); err != nil {
		return item, err
	}
	item.Deadline, err = w.deadline(in)
	return item, err
}

// deadline reads the date or the rule that a person wrote.
func (w *workshop) deadline(in ItemInput) (d Deadline, err error) {
	d = DeadlineIn(in.Text, w.on())
	words := d.Text
	switch {
	case in.Due != "":
		if err := future("Thời hạn", in.Due, w.today); err != nil {
			return d, err
		}
		if d.Kind == OnDate && d.Date == in.Due {
			return d, nil
		}
		return Deadline{Kind: OnDate, Date: in.Due, Text: words}, nil
	case in.Rule != "":
		rule, err := ParseRule(in.Rule)
		if err != nil {
			return d, err
		}
		if rule.First(store.DateOf(w.on().Time().AddDate(0, 0, 1))) == "" {
			return d, errNoDates
		}
		return Deadline{Kind: Recurring, Rule: rule.String(), Text: words}, nil
	case in.OnRequest:
		return Deadline{Kind: OnRequest, Text: words}, nil
	}
	return Deadline{Kind: NoDeadline}, nil
}

// parties reads ids and names.
func (w *workshop) parties(tx *store.Tx, said []string) ([]Party, error) {
	out := []Party{}
	if len(said) > mostOrgans {
		return nil, fault.New(fault.Unmet, "ORGANS_TOO_MANY", fmt.Sprintf("Không quá %d cơ quan.", mostOrgans))
	}
	add := func(p Party) {
		if !slices.ContainsFunc(out, func(o Party) bool { return o == p || p.OrganID != "" && o.OrganID == p.OrganID }) {
			out = append(out, p)
		}
	}
	for _, s := range said {
		s, err := line("Tên cơ quan", s, shortLimit)
		if err != nil {
			return nil, err
		}
		if s == "" {
			continue
		}
		organ, err := directory.OrganByID(tx, s)
		if err == nil {
			add(Party{organ.ID, organ.Name})
			continue
		}
		if refused := new(fault.Fault); !errors.As(err, &refused) {
			return nil, err
		}
		for _, p := range w.finder.parties([]string{s}) {
			add(p)
		}
	}
	return out, nil
}
