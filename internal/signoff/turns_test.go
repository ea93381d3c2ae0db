package signoff

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// fill takes all that one person may have: what is at work and what waits. The end gives everything back.
func (t *turns) fill(tb testing.TB, personID string) (end func()) {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, personLine)
	var held []func()
	for range personTurns {
		giveBack, err := t.take(ctx, personID)
		if err != nil {
			tb.Fatal(err)
		}
		held = append(held, giveBack)
	}
	for range personLine - personTurns {
		go func() { _, err := t.take(ctx, personID); done <- err }()
	}
	for asked := 0; asked < personLine; runtime.Gosched() {
		t.mu.Lock()
		asked = t.of[personID].asked
		t.mu.Unlock()
	}
	return func() {
		cancel()
		for range personLine - personTurns {
			if err := <-done; !errors.Is(err, context.Canceled) {
				tb.Errorf("a request that is gone: %v", err)
			}
		}
		for _, giveBack := range held {
			giveBack()
		}
	}
}

func TestOnePersonsRequestsKeepNobodyElseWaiting(t *testing.T) {
	t.Parallel()
	all := newTurns(personTurns + 1)
	end := all.fill(t, "one")
	if _, err := all.take(context.Background(), "one"); !errTooManyTurns.Is(err) {
		t.Errorf("one more: %v", err)
	}
	for range 3 {
		giveBack, err := all.take(context.Background(), "other")
		if err != nil {
			t.Fatal(err)
		}
		giveBack()
	}
	end()
	if len(all.of) != 0 || len(all.free) != 0 {
		t.Errorf("%d lines and %d turns are left", len(all.of), len(all.free))
	}
	giveBack, err := all.take(context.Background(), "one")
	if err != nil {
		t.Fatal(err)
	}
	giveBack()
}

// Whoever asks for pages without end is told so; nothing is written, and the others get theirs.
func TestPagesAskedForWithoutEnd(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		o.turns = newTurns(personTurns + 1)
		ctx := context.Background()
		v := o.draft()
		subject := "về lịch trực tháng 8 năm 2014"
		typed := Typed{ID: v.Document.ID, Edit: EditInput{Subject: &subject}}
		end := o.turns.fill(t, o.id(drafter))
		before := o.traces()
		for what, ask := range map[string]func() error{
			"preview": func() error { _, err := o.PreviewTyped(ctx, o.id(drafter), typed); return err },
			"check":   func() error { _, err := o.CheckTyped(ctx, o.id(drafter), typed); return err },
			"fix":     func() error { _, err := o.FixTyped(ctx, o.id(drafter), typed, nil); return err },
			"compare": func() error { _, err := o.CompareTyped(ctx, o.id(drafter), nil, typed); return err },
			"pdf":     func() error { _, err := o.PDF(ctx, o.id(drafter), v.Document.ID); return err },
			"word":    func() error { _, err := o.DOCX(ctx, o.id(drafter), v.Document.ID); return err },
		} {
			if got := fault.Of(ask()); got.Code != "TOO_MANY_TURNS" || got.Kind != fault.TooMany {
				t.Errorf("%s: %v", what, got)
			}
		}
		if after := o.traces(); after != before {
			t.Errorf("that left %+v, before %+v", after, before)
		}
		other, err := o.Draft(ctx, o.id(outsider), DraftInput{Kind: "notice", Subject: subject, Signer: o.id(signer), Body: &v.Content.Body, RecipientsText: v.Content.RecipientsText})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.PDF(ctx, o.id(outsider), other.Document.ID); err != nil {
			t.Errorf("another person waits: %v", err)
		}
		end()
		if _, err := o.PreviewTyped(ctx, o.id(drafter), typed); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// Lines of Nơi nhận are counted by whatever ends them: sixty thousand of "1. a" once took minutes of a processor.
func TestMoreReceiversThanAnOfficeHas(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.draft()
		for _, line := range []string{"1. a\n", "- a;", "a,"} {
			text := strings.Repeat(line, lineLimit+1)
			in := DraftInput{Kind: "notice", Subject: "về lịch trực", Signer: o.id(signer), Body: &v.Content.Body, RecipientsText: text}
			o.refused("TEXT_TOO_LARGE", func() error { _, err := o.Draft(ctx, o.id(drafter), in); return err })
			before := o.traces()
			for _, typed := range []Typed{{Draft: in}, {ID: v.Document.ID, Edit: EditInput{RecipientsText: &text}}} {
				if _, err := o.CheckTyped(ctx, o.id(drafter), typed); fault.Of(err).Code != "TEXT_TOO_LARGE" {
					t.Errorf("%q: %v", line, err)
				}
			}
			if after := o.traces(); after != before {
				t.Errorf("%q left %+v, before %+v", line, after, before)
			}
		}
	})
}
