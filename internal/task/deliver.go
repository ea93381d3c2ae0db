package task

import (
	"fmt"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// systemName stands in the events of work that nobody did by hand.
const systemName = "Hệ thống"

// Deliver gives the confirmed tasks of a document to their lead organs. It runs in the transaction that issues; d is the
// document as issued, deliveries who gets it. A list that nobody confirmed for this very text gives nothing and blocks
// nothing: the document shows as “chưa phân rã”. An item whose lead is no receiver after all stays proposed.
func Deliver(tx *store.Tx, d document.Document, deliveries []distribution.Delivery) error {
	l, err := listOf(tx, d.ID)
	if err != nil || l.Version == 0 {
		return err
	}
	if !l.Confirmed(d) {
		return tellOffice(tx, d, "task_list_unconfirmed", "Văn bản đã phát hành nhưng nhiệm vụ chưa phân rã: cần xác nhận danh sách nhiệm vụ")
	}
	_, err = deliver(tx, d, l, receiversOf(deliveries))
	return err
}

// deliver makes tasks of the items of a list that were not given yet, and says how many.
func deliver(tx *store.Tx, d document.Document, l List, receivers []receiver) (int, error) {
	g, err := giverOf(tx, d)
	if err != nil {
		return 0, err
	}
	byID := map[string]receiver{}
	for _, r := range receivers {
		byID[r.OrganID] = r
	}
	var tasks []Task
	var given []int
	for _, item := range l.Items {
		if item.DeliveredAt != nil || len(item.Leads) == 0 || slices.ContainsFunc(item.Leads, func(p Party) bool { return byID[p.OrganID].OrganID == "" }) {
			continue
		}
		given = append(given, item.N)
		if item.Deadline.Kind == Recurring {
			made, err := g.oblige(tx, item, byID)
			if err != nil {
				return 0, err
			}
			tasks = append(tasks, made...)
			continue
		}
		for _, p := range item.Leads {
			tasks = append(tasks, g.task(item, byID[p.OrganID]))
		}
	}
	if err := markDelivered(tx, d.ID, given); err != nil {
		return 0, err
	}
	fresh, err := insertTasks(tx, tasks)
	if err != nil {
		return 0, err
	}
	if err := g.handOut(tx, fresh); err != nil {
		return 0, err
	}
	if left := len(l.Items) - len(given); left > 0 && slices.ContainsFunc(l.Items, func(i Item) bool { return i.DeliveredAt == nil && !slices.Contains(given, i.N) }) {
		if err := tellOffice(tx, d, "task_not_delivered", "Có nhiệm vụ chưa giao được: cơ quan chủ trì không có trong Nơi nhận"); err != nil {
			return 0, err
		}
	}
	return len(fresh), audit.Record(tx, audit.Event{
		Subject: listSubject(d.ID), Action: "deliver", ActorName: systemName, Version: l.Version,
		Details: map[string]any{"items": given, "tasks": len(fresh)},
	})
}

// giver is on whose side the tasks of a document are given and followed up.
type giver struct {
	document  document.Document
	authority string
	on        store.Date
	calendar  *calendar.Calendar
	side      authz.Place // the relations of the giving side
}

// servants are the classes of organ that announce what another has concluded.
var servants = []directory.Class{directory.ProvinceOffice, directory.DistrictOffice, directory.CommunePartyOffice, directory.ProvincePCOffice}

func giverOf(tx *store.Tx, d document.Document) (giver, error) {
	g := giver{document: d, authority: d.IssuerID, on: d.DocumentDate}
	if g.on == "" {
		g.on = d.OfficeDate
	}
	issuer, err := directory.OrganByID(tx, d.IssuerID)
	if err != nil {
		return g, err
	}
	if above := orElse(issuer.SuperiorID, issuer.ParentID); above != "" && slices.Contains(servants, issuer.Class) {
		g.authority = above
	}
	if g.calendar, err = calendar.Load(tx); err != nil {
		return g, err
	}
	g.side = authz.Place{
		Persons: []authz.Relation{{ID: d.DrafterID, Why: authz.Drafter}},
		Organs: []authz.Relation{
			{ID: d.OfficeID, Why: authz.Office}, {ID: g.authority, Why: authz.Office}, {ID: d.IssuerID, Why: authz.Office}, {ID: d.UnitID, Why: authz.Unit},
		},
	}
	return g, nil
}

// task is an item as given to one lead.
func (g giver) task(item Item, to receiver) Task {
	t := Task{
		ID: store.NewID(), DocumentID: g.document.ID, ItemN: item.N, Ref: item.Ref, Text: item.Text, Deliverable: item.Deliverable,
		ReportTo: item.ReportTo, Symbol: g.document.Symbol, Subject: g.document.Subject, LeadID: to.OrganID, LeadName: to.Name,
		LeadOfficeID: orElse(to.officeID, to.OrganID), Co: item.Co, OfficeID: g.document.OfficeID, AuthorityID: g.authority,
		DeadlineKind: item.Deadline.Kind, DeadlineText: item.Deadline.Text, Due: item.Deadline.Date, State: Given,
	}
	if others := otherLeads(item.Leads, to.OrganID); len(others) > 0 {
		t.Co = append(slices.Clone(t.Co), others...)
	}
	if days := settings().DefaultDays; days > 0 && t.DeadlineKind == NoDeadline {
		t.MonitorDue = g.afterDays(days)
	}
	return t
}

// afterDays counts calendar days from the document's date; a day off moves on to the next day that is worked.
func (g giver) afterDays(n int) store.Date {
	d := store.DateOf(g.on.Time().AddDate(0, 0, n))
	if !g.calendar.Working(d) {
		d = g.calendar.Add(d, 1)
	}
	return d
}

// otherLeads are the leads beside one: each has a task of its own, and sees the others'.
func otherLeads(leads []Party, organID string) (others []Party) {
	for _, p := range leads {
		if p.OrganID != organID {
			others = append(others, p)
		}
	}
	return others
}

// handOut lets the leads and those who help see new tasks, and tells the leads.
func (g giver) handOut(tx *store.Tx, tasks []Task) error {
	for _, t := range tasks {
		if err := grant(tx, aTask, t.ID, g.side, leadPlace(t), coPlace(t)); err != nil {
			return err
		}
	}
	b := bell{tx: tx, on: g.on}
	for _, t := range tasks {
		err := b.tellLead(t, notice.Message{Action: "task_given", Key: "given", Label: "Nhiệm vụ mới được giao, cần tiếp nhận"})
		if err != nil {
			return err
		}
	}
	return nil
}

// leadPlace are the relations of the lead organ and of the văn thư that receives for it.
func leadPlace(t Task) authz.Place {
	return authz.Place{Organs: []authz.Relation{{ID: t.LeadID, Why: authz.Received}, {ID: t.LeadOfficeID, Why: authz.Received}}}
}

// coPlace are the relations of those who help: they see the task, and it is not theirs to accept.
func coPlace(t Task) (place authz.Place) {
	for _, p := range t.Co {
		place.Organs = append(place.Organs, authz.Relation{ID: p.OrganID, Why: authz.Consulted})
	}
	return place
}

// tellOffice tells the giving văn phòng of something about a document's list.
func tellOffice(tx *store.Tx, d document.Document, action, label string) error {
	on := d.DocumentDate
	if on == "" {
		on = d.OfficeDate
	}
	people, err := peopleAt(tx, on, authz.TaskConfirmList, authz.Office, d.OfficeID)
	if err != nil {
		return err
	}
	return notice.Tell(tx, append(people, d.DrafterID), notice.Message{
		About: notice.Task, AboutID: d.ID, DocumentID: d.ID, Action: action, Key: fmt.Sprintf("%s:%d", action, d.Version), Label: label,
	})
}

func listSubject(documentID string) audit.Subject {
	return audit.Subject{Kind: "task_list", ID: documentID}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// place are the relations of the organs that owe a report.
func (o Obligation) place() (place authz.Place) {
	for _, r := range o.Organs {
		place.Organs = append(place.Organs, authz.Relation{ID: r.OrganID, Why: authz.Received}, authz.Relation{ID: orElse(r.officeID, r.OrganID), Why: authz.Received})
	}
	return place
}
