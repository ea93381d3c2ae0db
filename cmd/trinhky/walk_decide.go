package main

import (
	"context"
	"errors"
	"fmt"

	"trinhky/internal/web/client"
)

// decide records, as somebody of the văn phòng, what the collective decided, where the signature waits for it: all of its
// members were there and for it. A document that needs no decision is left alone.
func (w *walker) decide(ctx context.Context, e errand, d client.Document) error {
	drafter, err := w.as(ctx, e.office)
	if err != nil {
		return err
	}
	asked, err := drafter.Ballots(ctx, d.ID)
	if err != nil || !asked.Needed || len(asked.Reasons) == 0 {
		return err
	}
	me, err := drafter.Me(ctx)
	if err != nil {
		return err
	}
	members := asked.Members
	if members == 0 {
		members = unlisted
	}
	var refusals []error
	for _, p := range w.candidates(d, "check_format") {
		c, err := w.as(ctx, p.Username)
		if err != nil {
			return err
		}
		_, err = c.RecordDecision(ctx, d.ID, client.NewDecision{
			ContentVersion: d.ContentVersion, MeetingDate: me.Date, InOffice: members, Present: members, Agree: members, Note: "Thông qua tại hội nghị.",
		}, client.IdempotencyKey("walk-decision-"+d.ID))
		if err == nil {
			fmt.Printf("  %-14s %-22s → %s: %d/%d tán thành\n", "decision", p.Name, asked.Collective, members, members)
			return nil
		}
		refusals = append(refusals, fmt.Errorf("%s: %w", p.Name, err))
	}
	return fmt.Errorf("không ai ghi được quyết định của %s:\n%w", asked.Collective, errors.Join(refusals...))
}

// unlisted is how many members a collective is said to have that the directory does not list.
const unlisted = 5
