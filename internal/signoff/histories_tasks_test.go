package signoff

import (
	"context"
	"slices"

	"pgregory.net/rapid"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

var taskMoves = []move{
	{"give tasks", giveMove}, {"give tasks", giveMove},
	{"carry a task on", taskMove}, {"carry a task on", taskMove}, {"carry a task on", taskMove},
	{"move to the successor", succeedMove}, {"move to the successor", succeedMove},
}

// giveMove puts an item on a document's list and confirms it: what is issued gives its tasks at once, a draft with its issue.
func giveMove(h *history) error {
	ctx := context.Background()
	d, ok := h.pick(func(d document.Document) bool { return d.State != document.Withdrawn })
	if !ok {
		return errNothing
	}
	who := person(h.id(h.who(checker)))
	list, err := h.tasks.List(ctx, who, d.ID)
	if err != nil {
		return err
	}
	if len(list.Items) == 0 {
		lead := rapid.SampledFrom([]string{mayClose, mayClose, party}).Draw(h.rt, "lead")
		list, err = h.tasks.SaveItem(ctx, who, d.ID, list.Version, task.ItemInput{Ref: "1", Text: "Rà soát lịch trực của cơ quan.", Leads: []string{lead}})
		if err != nil {
			return err
		}
		h.holds() // the list stands, and nobody has anything to do
	}
	before := h.everything()
	if list, err = h.tasks.ConfirmList(ctx, who, d.ID, list.Version); err != nil {
		h.leavesNothing("confirm a list", before, err)
		return nil
	}
	return nil
}

// tasksBegin gives two tasks of an issued document to the organ that may close, and one of them is accepted.
func (b *beginning) tasksBegin(o *office, documentID string) error {
	ctx, giver := context.Background(), person(o.id(checker))
	tasks := task.New(o.store, o.policy, o.blobs, o.officeDate)
	list, err := tasks.List(ctx, giver, documentID)
	for _, ref := range []string{"1", "2"} {
		if err == nil {
			item := task.ItemInput{Ref: ref, Text: "Rà soát lịch trực của cơ quan, mục " + ref + ".", Leads: []string{mayClose}}
			list, err = tasks.SaveItem(ctx, giver, documentID, list.Version, item)
		}
	}
	if err == nil {
		list, err = tasks.ConfirmList(ctx, giver, documentID, list.Version)
	}
	if err == nil {
		given := list.Tasks[list.Items[0].N][0]
		_, err = tasks.Act(ctx, person(o.id(otherClerk)), given.ID, task.Accept, task.Input{Version: given.Version})
	}
	return err
}

// taskMove does what comes next with a task, or something else.
func taskMove(h *history) error {
	t, ok := h.task(func(t givenTask) bool { return !t.State.Closed() })
	if !ok {
		return errNothing
	}
	lead := map[string]string{party: organClerk, mayClose: otherClerk}[t.LeadID]
	next := map[task.State]struct{ act, who string }{
		task.Given: {task.Accept, lead}, task.Accepted: {task.Report, lead}, task.InProgress: {task.Report, lead}, task.SentBack: {task.Report, lead},
		task.Reported: {task.Confirm, checker}, task.HandedBack: {task.GiveOn, checker},
	}[t.State]
	if t.State.Closed() {
		next.act, next.who = task.Report, organClerk // nothing more happens to it, whoever tries
	}
	if rapid.IntRange(0, 3).Draw(h.rt, "other") == 0 {
		next.act = rapid.SampledFrom([]string{task.Start, task.HandBack, task.SendBack, task.Cancel, task.Report, task.Confirm}).Draw(h.rt, "act")
		if next.act == task.SendBack || next.act == task.Cancel {
			next.who = checker
		}
	}
	in := task.Input{Version: t.Version, Note: "Theo phân công.", Document: "12-BC/BTGTU"}
	if next.act == task.GiveOn {
		in.Organ = rapid.SampledFrom([]string{party, t.LeadID}).Draw(h.rt, "organ")
	}
	if rapid.IntRange(0, 9).Draw(h.rt, "stale") == 0 {
		in.Version--
	}
	_, err := h.tasks.Act(context.Background(), person(h.id(h.who(next.who))), t.ID, next.act, in)
	return err
}

// succeedMove moves a task to the organ that took over.
func succeedMove(h *history) error {
	t, ok := h.task(func(t givenTask) bool { return t.LeadID == mayClose && !t.State.Closed() })
	if !ok {
		return errNothing
	}
	_, err := h.tasks.Act(context.Background(), person(h.id(h.who(checker))), t.ID, task.Succeed, task.Input{Version: t.Version, Organ: party})
	return err
}

// task draws a task, of those that fit if there are any.
func (h *history) task(fits func(givenTask) bool) (t givenTask, ok bool) {
	all := h.allTasks()
	if fitting := slices.DeleteFunc(slices.Clone(all), func(t givenTask) bool { return !fits(t) }); len(fitting) > 0 {
		all = fitting
	}
	if len(all) == 0 {
		return t, false
	}
	return all[rapid.IntRange(0, len(all)-1).Draw(h.rt, "task")], true
}

// givenTask is a task as the invariants look at it.
type givenTask struct {
	ID, LeadID, LeadName string
	State                task.State
	Version              int
}

func (h *history) allTasks() (all []givenTask) {
	err := h.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Raw("SELECT id, lead_id, lead_name, state, version FROM task ORDER BY created_at, id").Scan(&all).Error
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// tasksHold: every task that is not closed has a living owner, or stands where the văn phòng can move it to one; and every
// change of it has an event.
func (h *history) tasksHold(tx *store.Tx) error {
	for _, t := range h.allTasks() {
		trail, err := audit.Trail(tx, audit.Subject{Kind: "task", ID: t.ID})
		if err != nil {
			return err
		}
		if len(trail) != t.Version-1 { // that it was given is on the list's own chain
			h.t.Fatalf("I7: task %s is at version %d after %d events", t.ID, t.Version, len(trail))
		}
		if t.State.Closed() {
			continue
		}
		lead, err := directory.OrganByID(tx, t.LeadID)
		if err != nil {
			return err
		}
		owner, needs := map[string]string{party: organClerk, mayClose: otherClerk}[t.LeadID], ""
		if !lead.Open(officeDay) {
			heirs, err := directory.LivingSuccessors(tx, lead.ID, officeDay)
			if err != nil {
				return err
			}
			if len(heirs) == 0 {
				h.t.Fatalf("the task of %s, which has closed, can go to nobody", lead.Name)
			}
			owner, needs = checker, task.Succeed
		}
		v, err := h.tasks.Show(context.Background(), person(h.id(owner)), t.ID)
		if err != nil {
			h.t.Fatalf("%s owns the %s task of %s and cannot open it: %v", owner, t.State, t.LeadName, err)
		}
		if needs != "" && !slices.Contains(v.May, needs) {
			h.t.Fatalf("%s may only %v with the %s task of %s, which has closed", owner, v.May, t.State, t.LeadName)
		}
	}
	return nil
}
