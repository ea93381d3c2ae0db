package api

import (
	"context"
	"strconv"

	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

// checkOutput is what the checker of thể thức says of a document; the ETag is what a fix or a waiver gives back.
type checkOutput struct {
	ETag     string `header:"ETag" doc:"phiên bản, để gửi lại trong If-Match"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     []client.Finding
}

func (h *handlers) check(ctx context.Context, in *idInput) (*checkOutput, error) {
	return h.checked(ctx, in.ID, "")
}

func (h *handlers) checked(ctx context.Context, id, replayed string) (*checkOutput, error) {
	checked, err := h.Signoff.Check(ctx, session.PersonID(ctx), id)
	if err != nil {
		return nil, err
	}
	return &checkOutput{
		ETag: strconv.Quote(strconv.Itoa(checked.Version)), Replayed: replayed, Body: each(checked.Findings, findingOf),
	}, nil
}

func findingOf(f signoff.Finding) client.Finding {
	out := client.Finding{
		ID: f.ID, Rule: f.Rule, Code: f.Code, Level: string(f.Level), Where: f.Where, Paragraph: f.Paragraph, Page: f.Page,
		Message: f.Message, Found: f.Found, Wants: f.Wants, Source: f.Source,
	}
	if f.Fix != nil {
		out.Fix = &client.Fix{ID: f.Fix.ID, Label: f.Fix.Label}
	}
	if w := f.Waiver; w != nil {
		out.Waived = &client.Waiver{By: client.Named{ID: w.By, Name: w.Name}, Reason: w.Reason, At: w.At}
	}
	return out
}

type fixesInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" doc:"ETag của phiên bản đang xem"`
	Body    client.Fixes
}

func (h *handlers) fix(ctx context.Context, in *fixesInput) (*checkOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	replayed, err := h.carryOut(ctx, func() error {
		_, err := h.Signoff.ApplyFixes(ctx, session.PersonID(ctx), in.ID, version, in.Body.IDs)
		return err
	}, doneBefore)
	if err != nil {
		return nil, err
	}
	return h.checked(ctx, in.ID, replayed)
}

type waiversInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" doc:"ETag của phiên bản đang xem"`
	Body    client.Waivers
}

func (h *handlers) waive(ctx context.Context, in *waiversInput) (*checkOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	replayed, err := h.carryOut(ctx, func() error {
		return h.Signoff.Waive(ctx, session.PersonID(ctx), in.ID, version, in.Body.Findings, in.Body.Reason)
	}, doneBefore)
	if err != nil {
		return nil, err
	}
	return h.checked(ctx, in.ID, replayed)
}

// doneBefore has nothing to do for a repeat: the answer is the check as it is now.
func doneBefore(context.Context, string) error { return nil }

func (h *handlers) checkReport(ctx context.Context, in *idInput) (*fileOutput, error) {
	bytes, err := h.Signoff.CheckReport(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "inline", "application/pdf")
}
