package signoff

import (
	"context"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const (
	organClerk = "quyen.db" // văn thư of Ban Tổ chức Tỉnh ủy, which receives the notice of draft()
	organHead  = "tung.hk"  // its head
)

// received is what comes of the deliveries of an office: the rooms that the receivers call.
func (o *office) received() *distribution.Service {
	rooms := distribution.New(o.store, o.policy, o.officeDate, func(payload []byte) ([]byte, error) { return payload, nil })
	rooms.Left = incoming.CalledBack
	return rooms
}

func person(id string) authz.Actor { return authz.Actor{Kind: authz.Person, PersonID: id} }

// do takes an action that must succeed.
func (o *office) do(who string, v View, action string, in FireInput) View {
	o.t.Helper()
	in.Version = o.shown(v).Document.Version
	next, err := o.Fire(context.Background(), o.id(who), v.Document.ID, action, in)
	if err != nil {
		o.t.Fatalf("%s by %s: %v %v", action, who, err, fault.Of(err).Reasons)
	}
	return next
}

// shown is a document as its drafter sees it now.
func (o *office) shown(v View) View {
	o.t.Helper()
	now, err := o.Show(context.Background(), v.Document.DrafterID, v.Document.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return now
}

func (o *office) try(who string, v View, action string, in FireInput) func() error {
	return func() error {
		_, err := o.Fire(context.Background(), o.id(who), v.Document.ID, action, in)
		return err
	}
}

// delivery is the copy of an organ or a person.
func (o *office) delivery(v View, receiver string) (d distribution.Delivery) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		all, err := distribution.DeliveriesOf(tx, v.Document.ID)
		for _, one := range all {
			if one.OrganID == receiver || one.PersonID == receiver {
				d = one
			}
		}
		return err
	})
	if err != nil || d.ID == "" {
		o.t.Fatalf("no copy went to %s: %v", receiver, err)
	}
	return d
}

func kindsOf(marks []document.Mark) (kinds []document.MarkKind) {
	for _, m := range marks {
		kinds = append(kinds, m.Kind)
	}
	return kinds
}

func (o *office) hasMarks(v View, want ...document.MarkKind) {
	o.t.Helper()
	if got := kindsOf(o.shown(v).Fate.Marks); !slices.Equal(got, want) {
		o.t.Errorf("marks %v, want %v", got, want)
	}
}

const party = "bt-btctu" // Ban Tổ chức Tỉnh ủy

// Thu hồi: whoever signed decides, văn thư executes, receivers destroy and confirm; nobody skips or repeats a step, and
// nobody acknowledges any more.
func TestARecallTakesTwoPeopleAndEveryReceiver(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		in := FireInput{Comment: "Sai thời gian trực."}
		v := o.walk(o.draft(), document.Sealed)
		o.refused("WRONG_STATE", o.try(signer, v, "recall", in))
		v = o.walk(v, document.Issued)
		o.refused("CONDITIONS_UNMET", o.try(clerk, v, "recall", in)) // nothing is decided
		o.refused("FORBIDDEN", o.try(drafter, v, "recall", in))
		o.refused("FORBIDDEN", o.try(organClerk, v, "recall", in)) // a receiver sees it
		o.refused("DOCUMENT_NOT_FOUND", o.try(outsider, v, "recall", in))
		o.refused("CONDITIONS_UNMET", o.try(signer, v, "recall", FireInput{Comment: " "}))

		v = o.do(signer, v, "recall", in)
		o.hasMarks(v) // decided is not recalled
		if v.Fate.Decided == nil || v.Fate.Decided.Ground == "" || v.Fate.Decided.Reason != in.Comment {
			t.Fatalf("decided %+v", v.Fate.Decided)
		}
		o.refused("CONDITIONS_UNMET", o.try(signer, v, "recall", in))
		if steps := o.shown(v).Steps; len(steps) != 1 || steps[0].Action != "recall" || steps[0].Act != authz.DocumentRecall {
			t.Errorf("waits for %+v, want văn thư's recall", steps)
		}
		outside, err := o.Show(ctx, o.id(organHead), v.Document.ID)
		if err != nil || outside.Fate.Decided != nil {
			t.Errorf("a receiver is told of a decision that is not executed: %+v %v", outside.Fate.Decided, err)
		}

		v = o.do(clerk, v, "recall", FireInput{})
		o.hasMarks(v, document.MarkRecalled)
		if v.Document.State != document.Issued || len(o.shown(v).Steps) != 0 {
			t.Errorf("recalled in state %s, with steps %+v", v.Document.State, o.shown(v).Steps)
		}
		for _, action := range []string{"recall", "replace", "amend", "correct"} {
			o.refused("CONDITIONS_UNMET", o.try(signer, v, action, FireInput{Comment: "lần nữa", Error: "form"}))
		}
		o.refused("CONDITIONS_UNMET", o.try(clerk, v, "recall", in))

		desk, copied := o.received(), o.delivery(v, party)
		o.refused("DELIVERY_RECALLED", func() error { _, err := desk.Acknowledge(ctx, person(o.id(organClerk)), copied.ID, ""); return err })
		o.refused("DELIVERY_RECALLED", func() error {
			_, err := desk.Refuse(ctx, person(o.id(organClerk)), copied.ID, "other", "đã thu hồi")
			return err
		})
		o.destroyed(desk, v, copied)
		o.intact()
	})
}

// A decision that văn thư has not executed is taken back by who may decide: nothing goes out, what was decided stays on
// record, and the document may be recalled by a new decision.
func TestADecisionToRecallIsTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		in := FireInput{Comment: "Sai thời gian trực."}
		back := FireInput{Comment: "Đã kiểm tra lại, thời gian trực đúng."}
		v := o.walk(o.draft(), document.Issued)
		o.refused("CONDITIONS_UNMET", o.try(signer, v, "withdraw_recall", back)) // nothing is decided
		v = o.do(signer, v, "recall", in)
		o.refused("FORBIDDEN", o.try(clerk, v, "withdraw_recall", back))
		o.refused("FORBIDDEN", o.try(organClerk, v, "withdraw_recall", back))
		o.refused("DOCUMENT_NOT_FOUND", o.try(outsider, v, "withdraw_recall", back))
		o.refused("CONDITIONS_UNMET", o.try(signer, v, "withdraw_recall", FireInput{Comment: " "}))

		before := o.eventsOf(v)
		v = o.do(signer, v, "withdraw_recall", back)
		o.hasMarks(v)
		if n := o.eventsOf(v) - before; n != 1 || v.Fate.Decided != nil || len(o.shown(v).Steps) != 0 {
			t.Errorf("taken back: %d events, decided %+v, steps %+v", n, v.Fate.Decided, o.shown(v).Steps)
		}
		if d := o.delivery(v, party); !d.RecalledAt.IsZero() {
			t.Errorf("a copy was called back: %+v", d)
		}
		o.refused("CONDITIONS_UNMET", o.try(clerk, v, "recall", FireInput{})) // there is nothing to execute
		o.refused("CONDITIONS_UNMET", o.try(signer, v, "withdraw_recall", back))

		v = o.do(clerk, o.do(signer, v, "recall", FireInput{Comment: "Sai nơi trực."}), "recall", FireInput{})
		o.hasMarks(v, document.MarkRecalled)
		if v.Fate.Decided == nil || v.Fate.Decided.Reason != "Sai nơi trực." {
			t.Errorf("recalled by %+v", v.Fate.Decided)
		}
		o.refused("CONDITIONS_UNMET", o.try(signer, v, "withdraw_recall", back)) // it is executed
		err := s.Update(ctx, func(tx *store.Tx) error {
			return tx.DB().Create(&recallStep{DocumentID: v.Document.ID, Round: 2, Step: stepWithdrawn, PersonID: o.id(signer), Reason: "muộn", At: tx.Now}).Error
		})
		if !store.IsDuplicate(err) {
			t.Errorf("the database took back what was executed: %v", err)
		}
		o.intact()
	})
}

// destroyed: only the receiver's văn thư confirms, once; then the document is closed there, and the recall still known.
func (o *office) destroyed(desk *distribution.Service, v View, d distribution.Delivery) {
	o.t.Helper()
	ctx := context.Background()
	confirm := func(who string) func() error {
		return func() error { _, err := desk.ConfirmDestroyed(ctx, person(o.id(who)), d.ID, "đã xóa"); return err }
	}
	o.refused("DELIVERY_NOT_FOUND", confirm(outsider))
	o.refused("DELIVERY_NOT_YOUR_ACT", confirm(organHead))
	o.refused("COPY_ELECTRONIC", func() error { _, err := desk.RecordSentBack(ctx, person(o.id(clerk)), d.ID, "phiếu"); return err })
	before := o.traces()
	if err := confirm(organClerk)(); err != nil {
		o.t.Fatal(err)
	}
	if n := o.traces().Events - before.Events; n != 1 {
		o.t.Errorf("a destruction left %d events", n)
	}
	o.refused("RECALL_ANSWERED", confirm(organClerk))
	for _, who := range []string{organClerk, organHead} {
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.Show(ctx, o.id(who), v.Document.ID); return err })
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.PDF(ctx, o.id(who), v.Document.ID); return err })
	}
	page, err := desk.Calls(ctx, person(o.id(organClerk)), "")
	if err != nil || len(page.Items) != 1 || page.Items[0].Document.Symbol != v.Document.Symbol || page.Items[0].Answer != distribution.Destroyed || page.Items[0].MayAnswer {
		o.t.Errorf("what is left of the recall: %+v %v", page.Items, err)
	}
}

// Thay thế: begun from the old document, in force the moment the new one is issued; both know each other.
func TestAReplacementTakesEffectWhenItIsIssued(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		in := FireInput{Comment: "Sai lịch trực tuần 3."}
		old := o.walk(o.draft(), document.Issued)
		o.refused("FORBIDDEN", o.try(clerk, old, "replace", in))
		o.refused("CONDITIONS_UNMET", o.try(drafter, old, "replace", FireInput{}))
		old = o.do(drafter, old, "replace", in)
		o.hasMarks(old)
		later := o.laterOf(old)
		if later.Document.Kind != old.Document.Kind || later.Document.IssuerID != old.Document.IssuerID || later.Document.SignerID != old.Document.SignerID ||
			later.Content.RecipientsText != old.Content.RecipientsText || !strings.Contains(later.Content.Body.Text(), "01-TB/VPTU") {
			t.Errorf("begun as %+v\n%s", later.Document, later.Content.Body.Text())
		}
		o.refused("CONDITIONS_UNMET", o.try(drafter, old, "replace", in)) // one is on its way
		if outside, err := o.Show(ctx, o.id(organHead), old.Document.ID); err != nil || len(outside.Fate.Related) != 0 {
			t.Errorf("a receiver is told of a draft: %+v %v", outside.Fate.Related, err)
		}
		// A text that no longer names the old document is not submitted.
		other := document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Lịch trực mới như sau."}}}}}
		silent, err := o.Edit(ctx, o.id(drafter), later.Document.ID, EditInput{Version: later.Document.Version, Body: &other})
		if err != nil {
			t.Fatal(err)
		}
		o.refused("CONDITIONS_UNMET", o.try(drafter, silent, "submit", FireInput{}))
		if later, err = o.Edit(ctx, o.id(drafter), later.Document.ID, EditInput{Version: silent.Document.Version, Body: &later.Content.Body}); err != nil {
			t.Fatal(err)
		}
		before := o.eventsOf(old)
		later = o.walk(later, document.Issued)
		o.hasMarks(old, document.MarkReplaced)
		if mark := o.shown(old).Fate.Marks[0]; mark.ByID != later.Document.ID || mark.BySymbol != "02-TB/VPTU" || mark.Reason != in.Comment {
			t.Errorf("marked %+v", mark)
		}
		if n := o.eventsOf(old) - before; n != 1 {
			t.Errorf("the old document has %d events more, want one", n)
		}
		related := o.shown(later).Fate.Related
		if len(related) != 1 || related[0].ID != old.Document.ID || related[0].Later || related[0].Pending {
			t.Errorf("the new one is related to %+v", related)
		}
		for _, action := range []string{"replace", "amend", "correct"} {
			o.refused("CONDITIONS_UNMET", o.try(drafter, old, action, FireInput{Comment: "lại", Error: "form"}))
		}
		o.cites(old)
		// What is replaced may still be recalled: its copies carry the error.
		o.do(clerk, o.do(signer, old, "recall", in), "recall", FireInput{})
		o.hasMarks(old, document.MarkReplaced, document.MarkRecalled)
		o.intact()
	})
}

// cites: a draft that cites an ended document says so, and so does the cascade.
func (o *office) cites(old View) {
	o.t.Helper()
	ctx := context.Background()
	v, err := o.Draft(ctx, o.id(drafter), DraftInput{
		Kind: "notice", Subject: "về việc trực", Signer: o.id(signer), RecipientsText: "- Lưu Văn phòng Tỉnh ủy.",
		Body: &document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Thực hiện Thông báo số 01-TB/VPTU, ngày 10/6/2014 của Văn phòng Tỉnh ủy."}}}}},
	})
	if err != nil {
		o.t.Fatal(err)
	}
	if len(v.Citations) != 1 || len(v.Citations[0].Marks) != 1 || v.Citations[0].Marks[0].Kind != document.MarkReplaced {
		o.t.Errorf("citations %+v", v.Citations)
	}
	graph, err := o.Cascade(ctx, o.id(drafter), v.Document.ID, document.Upward, 1)
	if err != nil || len(graph.Nodes) != 2 || len(graph.Nodes[1].Marks) != 1 {
		o.t.Errorf("cascade %+v %v", graph.Nodes, err)
	}
	list, err := o.List(ctx, o.id(drafter), document.Filter{Query: old.Document.Symbol})
	if err != nil || len(list.Marks[old.Document.ID]) != 1 {
		o.t.Errorf("the list says %+v %v", list.Marks, err)
	}
}

// laterOf opens the draft that was begun because of a document.
func (o *office) laterOf(old View) View {
	o.t.Helper()
	for _, r := range o.shown(old).Fate.Related {
		if r.Later && r.State == document.Drafting {
			later, err := o.Show(context.Background(), r.DrafterID, r.ID)
			if err != nil {
				o.t.Fatal(err)
			}
			return later
		}
	}
	o.t.Fatal("nothing was begun")
	return View{}
}

func (o *office) eventsOf(v View) int {
	o.t.Helper()
	trail, err := o.Events(context.Background(), v.Document.DrafterID, v.Document.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return len(trail)
}

// Two replacements, or a replacement and a recall, cannot both end one document: the second to come is refused.
func TestADocumentEndsOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		in := FireInput{Comment: "Sai lịch trực."}
		old := o.walk(o.draft(), document.Issued)
		o.do(drafter, old, "replace", in)
		first := o.walk(o.laterOf(old), document.Sealed)
		o.do(clerk, o.do(signer, old, "recall", in), "recall", FireInput{})
		o.refused("CONDITIONS_UNMET", o.try(clerk, first, "issue", FireInput{}))
		o.hasMarks(old, document.MarkRecalled)
		// The database refuses too, whatever the code thinks.
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			return document.PutMark(tx, old.Document.ID, document.MarkReplaced, first.Document.ID, "", "")
		})
		if fault.Of(err).Code != "NOT_IN_FORCE" {
			t.Errorf("the database took a replacement of what was recalled: %v", err)
		}
		err = s.Update(context.Background(), func(tx *store.Tx) error {
			return tx.DB().Exec("DELETE FROM document_mark").Error
		})
		if !store.IsRefused(err) {
			t.Errorf("a mark could be taken away: %v", err)
		}
		err = s.Update(context.Background(), func(tx *store.Tx) error {
			return tx.DB().Exec("UPDATE document SET number = 1, symbol = '01-TB/VPTU', version = version + 1 WHERE id <> ? AND number = 0", old.Document.ID).Error
		})
		o.intact()
		if n := o.bearers(old); n != 1 {
			t.Errorf("%d documents bear one number: %v", n, err)
		}
	})
}

func (o *office) bearers(v View) (n int64) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) (err error) {
		n, err = document.Bearers(tx, v.Document.IssuerID, v.Document.Symbol, v.Document.DocumentDate)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}
