package api

import (
	"context"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type ballotsOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Ballots
}

func (h *handlers) ballots(ctx context.Context, in *idInput) (*of[client.Ballots], error) {
	page, err := h.Signoff.Ballots(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[client.Ballots]{ballotsOf(page)}, nil
}

type ballotInput struct {
	ID   string `path:"id"`
	Body client.NewBallot
}

func (h *handlers) openBallot(ctx context.Context, in *ballotInput) (*ballotsOutput, error) {
	return h.decided(ctx, in.ID, func() error {
		deadline, err := momentOf(in.Body.Deadline)
		if err != nil {
			return err
		}
		_, err = h.Signoff.OpenBallot(ctx, session.PersonID(ctx), in.ID, signoff.BallotInput{
			ContentVersion: in.Body.ContentVersion, Deadline: deadline, Question: in.Body.Question,
		})
		return err
	})
}

type withdrawalInput struct {
	ID   string `path:"id"`
	Body client.BallotWithdrawal
}

func (h *handlers) withdrawBallot(ctx context.Context, in *withdrawalInput) (*ballotsOutput, error) {
	return h.decided(ctx, in.ID, func() error {
		return h.Signoff.VoidBallot(ctx, session.PersonID(ctx), in.ID, in.Body.Ballot, in.Body.Reason)
	})
}

type voteInput struct {
	ID   string `path:"id"`
	Body client.NewVote
}

func (h *handlers) vote(ctx context.Context, in *voteInput) (*ballotsOutput, error) {
	return h.decided(ctx, in.ID, func() error {
		return h.Signoff.Vote(ctx, session.PersonID(ctx), in.ID, in.Body.Ballot, in.Body.Verdict, in.Body.Comment)
	})
}

type decisionInput struct {
	ID   string `path:"id"`
	Body client.NewDecision
}

func (h *handlers) recordDecision(ctx context.Context, in *decisionInput) (*ballotsOutput, error) {
	b := in.Body
	return h.decided(ctx, in.ID, func() error {
		_, err := h.Signoff.RecordDecision(ctx, session.PersonID(ctx), in.ID, signoff.DecisionInput{
			ContentVersion: b.ContentVersion, MeetingDate: store.Date(b.MeetingDate), Minutes: b.Minutes, InOffice: b.InOffice,
			Present: b.Present, Agree: b.Agree, Against: b.Against, Note: b.Note,
		})
		return err
	})
}

// decided answers an act with all that the collective was asked and decided.
func (h *handlers) decided(ctx context.Context, id string, do func() error) (*ballotsOutput, error) {
	replayed, err := h.carryOut(ctx, do, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	page, err := h.Signoff.Ballots(ctx, session.PersonID(ctx), id)
	if err != nil {
		return nil, err
	}
	return &ballotsOutput{Replayed: replayed, Body: ballotsOf(page)}, nil
}

type ballotPDFInput struct {
	ID     string `path:"id"`
	Ballot string `query:"ballot" doc:"để trống: đợt mới nhất"`
}

func (h *handlers) ballotPDF(ctx context.Context, in *ballotPDFInput) (*fileOutput, error) {
	bytes, err := h.Signoff.BallotPDF(ctx, session.PersonID(ctx), in.ID, in.Ballot)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "inline", "application/pdf")
}

func ballotsOf(p signoff.BallotPage) client.Ballots {
	return client.Ballots{
		Collective: p.Collective, Members: p.Members, Needed: p.Needed, Reasons: each(p.Reasons, reasonOf), MayOpen: p.MayOpen,
		Ballots: each(p.Ballots, func(b signoff.BallotView) client.Ballot {
			t := b.Tally
			return client.Ballot{
				ID: b.ID, ContentVersion: b.ContentVersion, ContentSHA256: b.ContentSHA256, Body: b.Body, Question: b.Question, OpenedBy: b.Opener,
				OpenedAt: b.OpenedAt.UTC(), Deadline: b.Deadline.UTC(), State: b.State, Void: b.Void, Reason: b.Reason, Passed: b.Passed, InOffice: t.InOffice,
				Agree: t.Agree, Disagree: t.Disagree, Other: t.Other, Late: t.Late, Silent: t.Silent, MayVote: b.MayVote,
				Voters: each(b.Voters, func(v signoff.VoterView) client.Voter {
					return client.Voter{Person: client.Named{ID: v.PersonID, Name: v.Name}, Title: v.Title, Verdict: v.Verdict, Comment: v.Comment, VotedAt: v.VotedAt, Late: v.Late}
				}),
			}
		}),
		Decisions: each(p.Decisions, func(d signoff.DecisionView) client.Decision {
			out := client.Decision{
				ID: d.ID, ContentVersion: d.ContentVersion, Body: d.Body, MeetingDate: string(d.MeetingDate), InOffice: d.InOffice, Present: d.Present,
				Agree: d.Agree, Against: d.Against, Note: d.Note, Passed: d.Passed, Older: d.Older, RecordedBy: d.Recorder, RecordedAt: d.RecordedAt.UTC(),
			}
			if d.MinutesReadable {
				out.Minutes = d.MinutesID
			}
			return out
		}),
	}
}

func reasonOf(r fault.Reason) client.Reason { return client.Reason{Code: r.Code, Detail: r.Detail} }

// fieldsOf are the fields of a document's kind, those without a value too.
func fieldsOf(v signoff.View) []client.Field {
	specs := v.Kind.FieldsFor(v.Document.Subkind, v.Content.Subject)
	if len(specs) == 0 {
		return nil
	}
	return each(specs, func(s document.FieldSpec) client.Field {
		return client.Field{Name: s.ID, Label: s.Label, Type: string(s.Type), Required: s.Required, Value: v.Content.Field(s.ID)}
	})
}
