package api

import (
	"context"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type completionInput struct {
	Issuer string     `query:"issuer" required:"true" doc:"id of the issuing organ"`
	Query  string     `query:"q" maxLength:"200" doc:"what was typed so far; with accents or without"`
	On     store.Date `query:"on" format:"date" doc:"default: the office's date"`
}

func (h *handlers) completeRecipients(ctx context.Context, in *completionInput) (*of[[]client.RecipientSuggestion], error) {
	found, err := h.Distribution.Complete(ctx, actorOf(ctx), in.Issuer, in.Query, in.On)
	if err != nil {
		return nil, err
	}
	return &of[[]client.RecipientSuggestion]{each(found, func(s distribution.Suggestion) client.RecipientSuggestion {
		return client.RecipientSuggestion{Text: s.Text, Kind: s.Kind, ID: s.ID, Detail: s.Detail}
	})}, nil
}

func (h *handlers) resolveRecipients(ctx context.Context, in *of[client.RecipientText]) (*of[client.RecipientPreview], error) {
	d := distribution.Draft{IssuerID: in.Body.Issuer, Text: in.Body.Text, Addressees: in.Body.Addressees, On: store.Date(in.Body.On)}
	if in.Body.Body != nil {
		d.Body = bodyIn(*in.Body.Body)
	}
	p, err := h.Distribution.Preview(ctx, actorOf(ctx), d)
	if err != nil {
		return nil, err
	}
	return &of[client.RecipientPreview]{client.RecipientPreview{
		On: string(p.On), Ready: p.Ready, Total: p.Total, Cut: p.Cut, Lines: each(p.Lines, recipientLine),
		Problems: each(p.Problems, recipientProblem),
		Warnings: each(p.Warnings, func(r fault.Reason) client.Reason { return client.Reason{Code: r.Code, Detail: r.Detail} }),
	}}, nil
}

func recipientLine(l distribution.LinePreview) client.RecipientLine {
	return client.RecipientLine{
		N: l.N, Text: l.Text, Kind: string(l.Kind), Key: l.Key, Scope: l.Scope, Purposes: each(l.Purposes, same[string]), Task: l.Task,
		Archive: each(l.Archive, same[string]), Copies: l.Copies,
		Parts: each(l.Parts, func(t distribution.Target) client.RecipientPart {
			return client.RecipientPart{Text: t.Words(), Kind: string(t.Kind), Key: t.Key, Scope: t.Scope}
		}),
		Recipients: each(l.Recipients, func(r distribution.Recipient) client.RecipientOfLine {
			out := client.RecipientOfLine{
				Name: r.Name, Kind: "organ", ID: r.OrganID, Channel: r.Channel, Ack: string(r.Ack), Task: r.Task,
				Capacities: each(r.Capacities, same[string]), Lines: each(r.Lines, same[int]),
			}
			if r.PersonID != "" {
				out.Kind, out.ID = "person", r.PersonID
			}
			return out
		}),
		PassedOver: each(l.PassedOver, func(p distribution.Passed) string { return p.Name }),
		Problems:   each(l.Problems, recipientProblem),
	}
}

func recipientProblem(p distribution.Problem) client.RecipientProblem {
	return client.RecipientProblem{Line: p.Line, Words: p.Words, Code: p.Code, Detail: p.Detail, Suggestions: each(p.Suggestions, same[string])}
}

// same keeps an item: a list that goes out is never null.
func same[T any](item T) T { return item }

func (h *handlers) groups(ctx context.Context, _ *none) (*of[[]client.Group], error) {
	found, err := h.Directory.Groups(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[[]client.Group]{each(found, groupOut)}, nil
}

func groupOut(g directory.GroupView) client.Group {
	return client.Group{
		ID: g.ID, Name: g.Name, Owner: client.Named{ID: g.OwnerID, Name: g.Owner}, MayEdit: g.MayEdit,
		Leads: each(g.Leads, func(l directory.LeadView) client.GroupLead {
			return client.GroupLead{Organ: client.Named{ID: l.OrganID, Name: l.Name}, From: string(l.From), To: string(l.To)}
		}),
	}
}

type leadInput struct {
	Group string `path:"group"`
	Body  client.NewLead
}

func (h *handlers) changeLead(ctx context.Context, in *leadInput) (*none, error) {
	return nil, h.Directory.ChangeLead(ctx, session.PersonID(ctx), in.Group, in.Body.Organ, store.Date(in.Body.From))
}
