package signoff

import (
	"context"
	"slices"

	"pgregory.net/rapid"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// move is something that somebody tries.
type move struct {
	name string
	take func(h *history) error
}

// moves are all of them; those that carry documents on stand twice, so that histories get somewhere.
var moves = slices.Concat(officeMoves, mailMoves, taskMoves)

var officeMoves = []move{
	{"advance", advance}, {"advance", advance}, {"advance", advance},
	{"recall", afterMove("recall", signer, clerk)}, {"recall", afterMove("recall", signer, clerk)},
	{"take_back", afterMove("take_back", clerk)},
	{"replace", afterMove("replace", drafter, signer, checker)}, {"amend", afterMove("amend", drafter, approver)},
	{"correct", afterMove("correct", drafter, signer)},
	{"read", readMove}, {"acknowledge", acknowledgeMove}, {"acknowledge", acknowledgeMove}, {"refuse", refuseMove},
	{"destroy", answerMove(distribution.Recall, func(h *history, who string, d distribution.Delivery) error {
		_, err := h.received.ConfirmDestroyed(context.Background(), person(h.id(who)), d.ID, "")
		return err
	})},
	{"give back", answerMove(distribution.TakeBack, func(h *history, who string, d distribution.Delivery) error {
		agree := rapid.Bool().Draw(h.rt, "agree")
		_, err := h.received.AnswerTakeBack(context.Background(), person(h.id(who)), d.ID, agree, "đã xem xét")
		return err
	})},
	{"cancel", cancelMove}, {"delegate", delegateMove}, {"close an organ", closeMove},
}

// advance carries a document that is on its way, or is issued, one step on.
func advance(h *history) error {
	d, ok := h.pick(func(d document.Document) bool { _, on := way[d.State]; return on })
	if !ok {
		return errNothing
	}
	next := way[d.State]
	right := []string{next.who}
	if next.action == "check_format" {
		right = append(right, deputy) // stands in, or checks by his own post
	}
	v := View{Document: d}
	in := v.input(next.action)
	if rapid.IntRange(0, 9).Draw(h.rt, "stale") == 0 {
		in.Version--
	}
	_, err := h.Fire(context.Background(), h.id(h.who(right...)), d.ID, next.action, in)
	return err
}

// afterMove takes an action after issue, sometimes on a document that is not issued.
func afterMove(action string, right ...string) func(h *history) error {
	return func(h *history) error {
		d, ok := h.pick(func(d document.Document) bool { return isIssued(d) || rapid.IntRange(0, 19).Draw(h.rt, "early") == 0 })
		if !ok {
			return errNothing
		}
		in := FireInput{Version: d.Version, Comment: "Có sai sót."}
		switch rapid.IntRange(0, 9).Draw(h.rt, "input") {
		case 0:
			in.Comment = ""
		case 1:
			in.Version++
		}
		switch action {
		case "correct":
			in.Error = rapid.SampledFrom([]string{"form", "form", "content", ""}).Draw(h.rt, "error")
		case "take_back":
			if copies := h.copies(d); len(copies) > 0 && rapid.Bool().Draw(h.rt, "one") {
				in.To = []string{rapid.SampledFrom(copies).Draw(h.rt, "copy").ID}
			}
		}
		_, err := h.Fire(context.Background(), h.id(h.who(right...)), d.ID, action, in)
		return err
	}
}

func (h *history) copies(d document.Document) (copies []distribution.Delivery) {
	err := h.store.View(context.Background(), func(tx *store.Tx) (err error) {
		copies, err = distribution.DeliveriesOf(tx, d.ID)
		return err
	})
	if err != nil {
		h.rt.Fatal(err)
	}
	return copies
}

// copy draws a copy of an issued document, of those that fit if there are any, and who has it.
func (h *history) copy(fits func(distribution.Delivery) bool) (d distribution.Delivery, who string, ok bool) {
	var all, fitting []distribution.Delivery
	for _, issued := range h.documents() {
		if isIssued(issued) {
			all = append(all, h.copies(issued)...)
		}
	}
	for _, d := range all {
		if fits(d) {
			fitting = append(fitting, d)
		}
	}
	if len(fitting) > 0 && rapid.IntRange(0, 4).Draw(h.rt, "unfit") > 0 {
		all = fitting
	}
	if len(all) == 0 {
		return d, "", false
	}
	d = all[rapid.IntRange(0, len(all)-1).Draw(h.rt, "copy")]
	right := map[string]string{party: organClerk, mayClose: otherClerk}[d.OrganID]
	if d.PersonID != "" {
		right = addressed
	}
	if right == "" {
		right = clerk
	}
	return d, h.who(right), true
}

func readMove(h *history) error {
	d, ok := h.pick(func(document.Document) bool { return true })
	if !ok {
		return errNothing
	}
	who := h.id(h.who(organClerk, organHead, addressed))
	if _, err := h.Show(context.Background(), who, d.ID); err != nil {
		return err
	}
	return h.received.MarkRead(context.Background(), person(who), d.ID)
}

func acknowledgeMove(h *history) error {
	d, who, ok := h.copy(distribution.Delivery.Waiting)
	if !ok {
		return errNothing
	}
	_, err := h.incoming.Acknowledge(context.Background(), person(h.id(who)), d.ID, "đã nhận")
	return err
}

func refuseMove(h *history) error {
	d, who, ok := h.copy(distribution.Delivery.Waiting)
	if !ok {
		return errNothing
	}
	_, err := h.incoming.Refuse(context.Background(), person(h.id(who)), d.ID, "wrong_recipient", "gửi nhầm")
	return err
}

// answerMove answers a sender who calls a copy back; now and then one whom nobody asked.
func answerMove(kind string, answer func(h *history, who string, d distribution.Delivery) error) func(h *history) error {
	return func(h *history) error {
		d, who, ok := h.copy(func(d distribution.Delivery) bool {
			return slices.ContainsFunc(h.calls(d), func(c distribution.CalledBack) bool { return c.Kind == kind && c.Answer == "" })
		})
		if !ok {
			return errNothing
		}
		return answer(h, who, d)
	}
}

func (h *history) calls(d distribution.Delivery) (calls []distribution.CalledBack) {
	err := h.store.View(context.Background(), func(tx *store.Tx) error {
		found, err := distribution.CalledBackFor(tx, []string{d.ID})
		calls = found[d.ID]
		return err
	})
	if err != nil {
		h.rt.Fatal(err)
	}
	return calls
}

// cancelMove gives a draft up, or tries to give up what is signed.
func cancelMove(h *history) error {
	d, ok := h.pick(func(d document.Document) bool { return d.State != document.Withdrawn })
	if !ok {
		return errNothing
	}
	_, err := h.Fire(context.Background(), h.id(h.who(drafter)), d.ID, "cancel", FireInput{Version: d.Version, Comment: "Không cần nữa."})
	return err
}

// delegateMove lets another stand in for the checker of form, or the approver of content.
func delegateMove(h *history) error {
	absence := directory.Absence{
		ID: store.NewID(), PersonID: h.id(approver), StandInID: h.id(outsider), Scope: directory.ScopeContent, From: officeDay, To: "2014-06-20",
		GivenBy: h.id(approver),
	}
	return h.store.Update(context.Background(), func(tx *store.Tx) error {
		return directory.GiveAbsence(tx, directory.Editor{ID: absence.PersonID, Name: "Người vắng mặt"}, absence, officeDay)
	})
}

// closeMove closes a receiving organ; another takes over.
func closeMove(h *history) error {
	var copies []distribution.Delivery
	for _, issued := range h.documents() {
		copies = append(copies, h.copies(issued)...)
	}
	err := h.store.Update(context.Background(), func(tx *store.Tx) error {
		return directory.CloseOrgan(tx, directory.Editor{ID: h.id(admin), Name: "Quản trị"}, mayClose, "2014-06-09", directory.Succession{OrganID: party})
	})
	if err == nil {
		h.atClosing = map[string]distribution.State{}
		for _, d := range copies {
			h.atClosing[d.ID] = d.State
		}
	}
	return err
}
