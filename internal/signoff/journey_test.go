package signoff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A document that came back once: each stay with who ended it, and the stages of the chain as they are now.
func TestTheJourneyOfADocument(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.FormatCheck)
		v, err := o.Fire(ctx, o.id(checker), v.Document.ID, "return", v.input("return"))
		if err != nil {
			t.Fatal(err)
		}
		stages := func() string {
			t.Helper()
			j, err := o.Journey(ctx, o.id(drafter), v.Document.ID)
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, stage := range j.Stages {
				if stage.Here || stage.Passed {
					told = append(told, fmt.Sprintf("%s %v", stage.State, stage.Here))
				}
			}
			return strings.Join(told, ", ")
		}
		if got := stages(); got != "drafting false, returned true" {
			t.Errorf("returned: %s", got)
		}
		v = o.walk(v, document.AwaitingSignature)
		if got := stages(); got != "drafting false, unit_review false, format_check false, awaiting_signature true" {
			t.Errorf("waiting for its signature: %s", got)
		}
		j, err := o.Journey(ctx, o.id(drafter), v.Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for i, stay := range j.Stays {
			told = append(told, fmt.Sprintf("%s %s %v", stay.State, stay.Action, !stay.Due.IsZero()))
			if i > 0 && !stay.From.Equal(j.Stays[i-1].To) {
				t.Errorf("stay %d begins at %v, the one before ended at %v", i, stay.From, j.Stays[i-1].To)
			}
			if last := i == len(j.Stays)-1; stay.To.IsZero() != last || last == (stay.By != "") {
				t.Errorf("stay %d of %d: %+v", i, len(j.Stays), stay)
			}
		}
		want := []string{
			"drafting submit false", "unit_review approve true", "format_check return true", "returned submit false",
			"unit_review approve true", "format_check check_format true", "awaiting_signature  true",
		}
		if !slices.Equal(told, want) {
			t.Errorf("stays\n%q, want\n%q", told, want)
		}
		// What is due is what the desk was told.
		var desk time.Time
		for _, step := range mustShow(o, v).Steps {
			if step.Action == "sign" {
				desk = *step.Due
			}
		}
		if due := j.Stays[len(j.Stays)-1].Due; !due.Equal(desk) {
			t.Errorf("due %v, the desk was told %v", due, desk)
		}
		v = o.walk(v, document.Issued)
		before, err := o.Journey(ctx, o.id(drafter), v.Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Update(ctx, func(tx *store.Tx) error {
			return audit.Record(tx, audit.Event{Subject: audit.Document(v.Document.ID), Action: "deliver", From: "sent", To: "arrived"})
		}); err != nil {
			t.Fatal(err)
		}
		if j, err := o.Journey(ctx, o.id(drafter), v.Document.ID); err != nil || !slices.Equal(j.Stays, before.Stays) {
			t.Errorf("once its copies arrived the document stays %+v, %v", j.Stays, err)
		}
		if done := o.walk(v, document.Filed); done.Document.State == document.Filed {
			j, err := o.Journey(ctx, o.id(drafter), v.Document.ID)
			if err != nil || j.Stays[len(j.Stays)-1].State != document.Issued {
				t.Errorf("what is filed stays nowhere any more: %+v, %v", j.Stays, err)
			}
		}
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.Journey(ctx, o.id(outsider), v.Document.ID); return err })
	})
}

func TestAStayIsLateFromItsDeadlineOn(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		after, due time.Duration // of the end and the deadline, from the beginning; 0: still there, none
		now        time.Duration
		took       time.Duration
		late       bool
	}{
		{after: time.Hour, due: 2 * time.Hour, now: 9 * time.Hour, took: time.Hour},
		{after: 3 * time.Hour, due: 2 * time.Hour, now: 9 * time.Hour, took: 3 * time.Hour, late: true},
		{due: 2 * time.Hour, now: time.Hour, took: time.Hour},
		{due: 2 * time.Hour, now: 3 * time.Hour, took: 3 * time.Hour, late: true},
		{now: 3000 * time.Hour, took: 3000 * time.Hour},
	} {
		stay := Stay{From: from}
		if c.after > 0 {
			stay.To = from.Add(c.after)
		}
		if c.due > 0 {
			stay.Due = from.Add(c.due)
		}
		now := from.Add(c.now)
		if stay.Took(now) != c.took || stay.Late(now) != c.late {
			t.Errorf("%+v: took %v, late %v", c, stay.Took(now), stay.Late(now))
		}
	}
}
