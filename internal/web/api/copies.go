package api

import (
	"context"

	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type copyInput struct {
	Copy string `path:"copy"`
}

type copyOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Copy
}

func (h *handlers) copiesOf(ctx context.Context, in *idInput) (*of[[]client.Copy], error) {
	desk, err := h.Signoff.CopyDesk(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Copy]{each(desk.Copies, copyOf)}, nil
}

func (h *handlers) copies(ctx context.Context, _ *none) (*of[[]client.Copy], error) {
	found, err := h.Signoff.Copies(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[[]client.Copy]{each(found, copyOf)}, nil
}

func (h *handlers) copy(ctx context.Context, in *copyInput) (*of[client.Copy], error) {
	v, err := h.Signoff.ShowCopy(ctx, session.PersonID(ctx), in.Copy)
	if err != nil {
		return nil, err
	}
	return &of[client.Copy]{copyOf(v)}, nil
}

func (h *handlers) copyPDF(ctx context.Context, in *copyInput) (*fileOutput, error) {
	bytes, err := h.Signoff.CopyPDF(ctx, session.PersonID(ctx), in.Copy)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "inline", "application/pdf")
}

type newCopyInput struct {
	ID   string `path:"id"`
	Body client.NewCopy
}

func (h *handlers) prepareCopy(ctx context.Context, in *newCopyInput) (*copyOutput, error) {
	b := in.Body
	var made string
	return h.copied(ctx, func() (err error) {
		made, err = h.Signoff.PrepareCopy(ctx, session.PersonID(ctx), in.ID, signoff.CopyInput{
			Form: signoff.CopyForm(b.Form), Organ: b.Organ, Signer: b.Signer, SourceCopy: b.SourceCopy, Blocks: b.Blocks, RecipientsText: b.RecipientsText,
		})
		return err
	}, func() string { return made })
}

type copyActInput struct {
	Copy   string `path:"copy"`
	Action string `path:"action"`
	Body   client.CopyAct
}

func (h *handlers) fireCopy(ctx context.Context, in *copyActInput) (*copyOutput, error) {
	return h.copied(ctx, func() error {
		return h.Signoff.FireCopy(ctx, session.PersonID(ctx), in.Copy, in.Action, signoff.CopyAct{
			Version: in.Body.Version, PIN: in.Body.PIN, SHA256: in.Body.SHA256, Reason: in.Body.Reason,
		})
	}, func() string { return in.Copy })
}

// copied answers an act with the copy as it is then; a repeat, with the copy that it was about.
func (h *handlers) copied(ctx context.Context, do func() error, which func() string) (*copyOutput, error) {
	id := ""
	replayed, err := h.carryOut(ctx, do, func(_ context.Context, answer string) error { id = answer; return nil })
	if err != nil {
		return nil, err
	}
	if id == "" {
		id = which()
	}
	v, err := h.Signoff.ShowCopy(ctx, session.PersonID(ctx), id)
	if err != nil {
		return nil, err
	}
	return &copyOutput{Replayed: replayed, Body: copyOf(v)}, nil
}

func copyOf(v signoff.CopyView) client.Copy {
	out := client.Copy{
		ID: v.ID, Original: v.Original, Form: string(v.Form), FormName: v.Form.Label(), Organ: client.Named{ID: v.OrganID, Name: v.Organ},
		Signer: client.Named{ID: v.SignerID, Name: v.Signer}, Formula: v.Lines(), State: string(v.State), Version: v.Version, Symbol: v.Symbol,
		Date: string(v.CopyDate), PDFSHA256: v.PDF(), Recipients: each(v.Recipients, func(s string) string { return s }),
		Actions: each(v.Actions, func(s string) string { return s }), SealedAt: v.SealedAt,
	}
	if v.Original != "" {
		out.DocumentID = v.DocumentID
	}
	if v.Report != nil {
		out.Verdict = string(v.Report.Verdict)
	}
	return out
}
