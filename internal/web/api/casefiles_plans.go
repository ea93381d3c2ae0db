package api

import (
	"context"

	"trinhky/internal/book"
	"trinhky/internal/casefile"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

type casePlanInput struct {
	Organ string `path:"organ"`
	Year  int    `path:"year" minimum:"1945" maximum:"2200"`
}

type casePlanOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.CasePlan
}

func (h *handlers) casePlan(ctx context.Context, in *casePlanInput) (*casePlanOutput, error) {
	v, err := h.CaseFiles.Plan(store.WithoutKey(ctx), actorOf(ctx), in.Organ, in.Year)
	if err != nil {
		return nil, err
	}
	out := &casePlanOutput{Body: client.CasePlan{
		Organ: client.Named{ID: v.Organ.ID, Name: v.Organ.Name}, Year: in.Year, State: v.Plan.State, IssuedOn: string(v.Plan.IssuedOn),
		IssuedAs: v.Plan.IssuedAs, Files: each(v.Files, caseFileOf), May: actsOf(v.May),
		Rules: each(v.Rules, func(r casefile.Rule) client.RetentionRule {
			return client.RetentionRule{ID: r.ID, Title: r.Title, Years: r.Years, Source: r.Source, Mark: r.Mark}
		}),
	}}
	return out, nil
}

func (h *handlers) issueCasePlan(ctx context.Context, in *casePlanInput) (*casePlanOutput, error) {
	return h.changedPlan(ctx, in, func() error {
		_, err := h.CaseFiles.IssuePlan(ctx, actorOf(ctx), in.Organ, in.Year)
		return err
	})
}

func (h *handlers) copyCasePlan(ctx context.Context, in *casePlanInput) (*casePlanOutput, error) {
	return h.changedPlan(ctx, in, func() error {
		_, err := h.CaseFiles.CopyPlan(ctx, actorOf(ctx), in.Organ, in.Year)
		return err
	})
}

func (h *handlers) changedPlan(ctx context.Context, in *casePlanInput, do func() error) (*casePlanOutput, error) {
	replayed, err := h.carryOut(ctx, do, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	out, err := h.casePlan(ctx, in)
	if out != nil {
		out.Replayed = replayed
	}
	return out, err
}

func (h *handlers) casePlanPDF(ctx context.Context, in *casePlanInput) (*fileOutput, error) {
	return printed(h.CaseFiles.PlanBook(ctx, actorOf(ctx), in.Organ, in.Year))(book.Book.PDF, ".pdf", "application/pdf")
}

func (h *handlers) casePlanXLSX(ctx context.Context, in *casePlanInput) (*fileOutput, error) {
	return printed(h.CaseFiles.PlanBook(ctx, actorOf(ctx), in.Organ, in.Year))(book.Book.XLSX, ".xlsx", sheetType)
}

func (h *handlers) handovers(ctx context.Context, _ *none) (*of[[]client.Handover], error) {
	list, err := h.CaseFiles.Handovers(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &of[[]client.Handover]{each(list, handoverOf)}, nil
}

type handoverInput struct {
	Handover string `path:"handover"`
}

type handoverOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Handover
}

func (h *handlers) handover(ctx context.Context, in *handoverInput) (*handoverOutput, error) {
	found, may, err := h.CaseFiles.Handover(store.WithoutKey(ctx), actorOf(ctx), in.Handover)
	if err != nil {
		return nil, err
	}
	out := &handoverOutput{Body: handoverOf(found)}
	out.Body.MayDecide = may
	return out, nil
}

type newHandoverInput struct{ Body client.NewHandover }

func (h *handlers) handOver(ctx context.Context, in *newHandoverInput) (*handoverOutput, error) {
	return h.changedHandover(ctx, func() (casefile.Handover, error) { return h.CaseFiles.HandOver(ctx, actorOf(ctx), in.Body.Files) })
}

type handoverDecisionInput struct {
	Handover string `path:"handover"`
	Body     client.HandoverDecision
}

func (h *handlers) decideHandover(ctx context.Context, in *handoverDecisionInput) (*handoverOutput, error) {
	return h.changedHandover(ctx, func() (casefile.Handover, error) {
		if in.Body.Accept {
			return h.CaseFiles.Accept(ctx, actorOf(ctx), in.Handover, in.Body.Note)
		}
		return h.CaseFiles.ReturnHandover(ctx, actorOf(ctx), in.Handover, in.Body.Note)
	})
}

func (h *handlers) changedHandover(ctx context.Context, do func() (casefile.Handover, error)) (*handoverOutput, error) {
	id, replayed, err := h.carryOutID(ctx, func() (string, error) {
		made, err := do()
		return made.ID, err
	})
	if err != nil {
		return nil, err
	}
	out, err := h.handover(ctx, &handoverInput{id})
	if out != nil {
		out.Replayed = replayed
	}
	return out, err
}

func (h *handlers) handoverPDF(ctx context.Context, in *handoverInput) (*fileOutput, error) {
	return printed(h.CaseFiles.SubmittedBook(ctx, actorOf(ctx), in.Handover))(book.Book.PDF, ".pdf", "application/pdf")
}

func (h *handlers) handoverXLSX(ctx context.Context, in *handoverInput) (*fileOutput, error) {
	return printed(h.CaseFiles.SubmittedBook(ctx, actorOf(ctx), in.Handover))(book.Book.XLSX, ".xlsx", sheetType)
}
