package signoff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/register"
	"trinhky/internal/store"
)

// holds checks everything that must be true at all times.
func (h *history) holds() {
	err := h.store.View(context.Background(), func(tx *store.Tx) error {
		if err := register.Check(tx); err != nil { // I4
			return err
		}
		report, err := audit.Verify(tx) // I7
		if err != nil {
			return err
		}
		if report.Fault != nil {
			h.t.Fatalf("I7: the log is broken: %v", report.Fault)
		}
		broken, err := VerifyStates(tx)
		if err != nil {
			return err
		}
		if broken != nil {
			h.t.Fatalf("I7: a document is not where its events say: %v", broken)
		}
		for _, d := range h.documents() {
			if err := h.accounted(tx, d); err != nil {
				return err
			}
		}
		if err := h.tasksHold(tx); err != nil {
			return err
		}
		return h.seen.forget(tx)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.todos()
}

// receiptEvents move a copy, not the document.
var receiptEvents = []string{
	"deliver", "read", "acknowledge", "refuse", "prove", "overdue", "destroy", "sent_back", "give_back", "keep",
	"mail", "mail_failed", "bounce", "resend", "by_post", "post",
}

// accounted checks one document: a version an event, a number a document, and every copy frozen and accounted for.
func (h *history) accounted(tx *store.Tx, d document.Document) error {
	trail, err := audit.Trail(tx, audit.Document(d.ID))
	if err != nil {
		return err
	}
	changes, receipts := 0, map[string]int{}
	for _, e := range trail {
		if slices.Contains(receiptEvents, e.Action) {
			receipts[e.Action]++
		} else {
			changes++
		}
	}
	if changes != d.Version {
		h.t.Fatalf("I7: %s is at version %d after %d events", d.ID, d.Version, changes)
	}
	if d.Number > 0 {
		n, err := document.Bearers(tx, d.IssuerID, d.Symbol, d.DocumentDate)
		if err != nil {
			return err
		}
		if n != 1 {
			h.t.Fatalf("%d documents bear %s", n, d.Symbol)
		}
	}
	marks, err := document.MarksOf(tx, d.ID)
	if err != nil {
		return err
	}
	if len(marks) > 0 && !isIssued(d) {
		h.t.Fatalf("%s is %s and marked %+v", d.ID, d.State, marks)
	}
	return h.copiesHold(tx, d, marks, receipts)
}

// copiesHold is I6.
func (h *history) copiesHold(tx *store.Tx, d document.Document, marks []document.Mark, receipts map[string]int) error {
	copies, err := distribution.DeliveriesOf(tx, d.ID)
	if err != nil {
		return err
	}
	if !isIssued(d) && len(copies) > 0 {
		h.t.Fatalf("I6: %s is %s and went to %d receivers", d.ID, d.State, len(copies))
	}
	var frozen strings.Builder
	states := map[string]int{}
	for _, c := range copies {
		fmt.Fprintln(&frozen, c.ID, c.OrganID, c.OfficeID, c.PersonID, c.Name, c.Channel, c.Capacities, c.Lines, c.Ack, c.SentAt)
		states[string(c.State)]++
	}
	if was, known := h.frozen[d.ID]; known && was != frozen.String() {
		h.t.Fatalf("I6: what was frozen of %s changed from\n%s\nto\n%s", d.ID, was, frozen.String())
	}
	if isIssued(d) {
		h.frozen[d.ID] = frozen.String()
	}
	if err := h.waysHold(tx, copies); err != nil {
		return err
	}
	calls, err := distribution.CalledBackOf(tx, d.ID)
	if err != nil {
		return err
	}
	recalled := slices.ContainsFunc(marks, func(m document.Mark) bool { return m.Kind == document.MarkRecalled })
	for _, c := range copies {
		gone := slices.ContainsFunc(calls[c.ID], distribution.CalledBack.Gone)
		asked := slices.ContainsFunc(calls[c.ID], func(b distribution.CalledBack) bool { return b.Kind == distribution.Recall })
		if recalled && !asked && !gone && c.State != distribution.Refused {
			h.t.Fatalf("I6: %s is recalled, and nobody asked for the copy of %s", d.Symbol, c.Name)
		}
		for _, b := range calls[c.ID] {
			if b.Answer != "" && b.Answer != distribution.Taken {
				states[b.Answer]++
			}
		}
	}
	receipts["acknowledge"] += receipts["prove"] // what came on paper, the sender's văn thư proves
	for action, state := range map[string]string{
		"acknowledge": "acknowledged", "refuse": "refused", "destroy": distribution.Destroyed, "give_back": distribution.Agreed,
	} {
		want := states[state]
		if state == "refused" {
			want -= receipts["keep"] // that a receiver keeps a copy has the same word in the table
		}
		if receipts[action] != want {
			h.t.Fatalf("I6: %s has %d copies %s and %d events of it", d.ID, want, state, receipts[action])
		}
	}
	if err := h.endsOnce(d, marks, recalled); err != nil {
		return err
	}
	return h.begunInForce(tx, d, marks)
}

// endsOnce: never two replacements in force for one document, and nothing else after its end.
func (h *history) endsOnce(d document.Document, marks []document.Mark, recalled bool) error {
	ended := 0
	for i, m := range marks {
		if m.Kind == document.MarkReplaced || m.Kind == document.MarkRecalled {
			ended++
		}
		if _, before := document.Ended(marks[:i]); before && m.ByID != "" {
			h.t.Fatalf("%s was %s after its end", d.Symbol, m.Kind)
		}
	}
	if recalled && ended > 2 || !recalled && ended > 1 {
		h.t.Fatalf("%s ended %d times: %+v", d.Symbol, ended, marks)
	}
	return nil
}

// begunInForce: nothing is begun to replace, amend or correct what has ended, and never two drafts to replace one.
func (h *history) begunInForce(tx *store.Tx, d document.Document, marks []document.Mark) error {
	var later []struct {
		Kind    document.MarkKind
		BegunAt time.Time
		State   document.State
	}
	err := tx.DB().Raw(`SELECT r.kind, r.begun_at, l.state FROM document_relation r JOIN document l ON l.id = r.document_id
		WHERE r.target_id = ?`, d.ID).Scan(&later).Error
	if err != nil {
		return err
	}
	replacing := 0
	for _, l := range later {
		for _, m := range marks {
			if m.Ends() && l.BegunAt.After(m.At) {
				h.t.Fatalf("%s was %s, and then something was begun so that it is %s", d.Symbol, m.Kind, l.Kind)
			}
		}
		if l.Kind == document.MarkReplaced && !slices.Contains([]document.State{document.Issued, document.Filed, document.Withdrawn}, l.State) {
			replacing++
		}
	}
	if replacing > 1 {
		h.t.Fatalf("%d drafts are to replace %s", replacing, d.Symbol)
	}
	return nil
}

// todos: whatever lies on somebody's desk can be opened there, and has something to be done (attack 29).
func (h *history) todos() {
	ctx := context.Background()
	for _, who := range insiders {
		list, err := h.List(ctx, h.id(who), document.Filter{Box: "todo"})
		if err != nil {
			h.t.Fatal(err)
		}
		for _, d := range list.Documents {
			if h.seen.anew(who, "to do", d.ID) {
				h.opens(who, d)
			}
		}
	}
	for _, who := range []string{organClerk, otherClerk, addressed} {
		page, err := h.received.Received(ctx, person(h.id(who)), distribution.ReceivedFilter{})
		if err != nil {
			h.t.Fatal(err)
		}
		for _, item := range page.Items {
			if !item.MayAcknowledge && !item.MayRefuse || !h.seen.anew(who, "to take in", item.DocumentID) {
				continue
			}
			if _, err := h.Show(ctx, h.id(who), item.DocumentID); err != nil {
				h.t.Fatalf("%s is to take %s in and cannot open it: %v", who, item.Document.Symbol, err)
			}
		}
	}
}

// opens checks one thing that somebody has to do.
func (h *history) opens(who string, d document.Document) {
	v, err := h.Show(context.Background(), h.id(who), d.ID)
	if err != nil {
		h.t.Fatalf("%s has %s %s to do and cannot open it: %v", who, d.State, d.ID, err)
	}
	mine := slices.ContainsFunc(v.Available, func(a Action) bool {
		return slices.ContainsFunc(v.Steps, func(s document.Step) bool { return s.Action == a.Action }) &&
			(a.Allowed || a.Reasons[0].Code != "FORBIDDEN")
	})
	if !mine {
		h.t.Fatalf("%s has %s %s to do, and nothing of it is his: %+v", who, d.State, d.ID, v.Available)
	}
}
