package api

import (
	"context"

	"trinhky/internal/directory"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type delegationsOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Delegations
}

func (h *handlers) absences(ctx context.Context, _ *none) (*of[client.Delegations], error) {
	d, err := h.Signoff.Delegations(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[client.Delegations]{delegationsOf(d)}, nil
}

type absenceInput struct{ Body client.NewAbsence }

func (h *handlers) giveAbsence(ctx context.Context, in *absenceInput) (*delegationsOutput, error) {
	b := in.Body
	return h.delegated(ctx, func() error {
		given := signoff.AbsenceInput{Person: b.Person, From: store.Date(b.From), To: store.Date(b.To), Source: b.Source}
		for _, s := range b.StandIns {
			given.StandIns = append(given.StandIns, signoff.StandIn{Scope: directory.Scope(s.Scope), Person: s.Person})
		}
		_, err := h.Signoff.GiveAbsence(ctx, session.PersonID(ctx), given)
		return err
	})
}

type absenceEndInput struct {
	Absence string `path:"absence"`
}

func (h *handlers) endAbsence(ctx context.Context, in *absenceEndInput) (*delegationsOutput, error) {
	return h.delegated(ctx, func() error { return h.Signoff.EndAbsence(ctx, session.PersonID(ctx), in.Absence) })
}

type mandateInput struct{ Body client.NewMandate }

func (h *handlers) giveMandate(ctx context.Context, in *mandateInput) (*delegationsOutput, error) {
	b := in.Body
	return h.delegated(ctx, func() error {
		_, err := h.Signoff.GiveMandate(ctx, session.PersonID(ctx), signoff.MandateInput{
			Organ: b.Organ, Grantee: b.Grantee, Formula: b.Formula, Source: b.Source, Kinds: b.Kinds, From: store.Date(b.From), To: store.Date(b.To), ForDeputy: b.ForDeputy,
		})
		return err
	})
}

type mandateEndInput struct {
	Mandate string `path:"mandate"`
}

func (h *handlers) endMandate(ctx context.Context, in *mandateEndInput) (*delegationsOutput, error) {
	return h.delegated(ctx, func() error { return h.Signoff.EndMandate(ctx, session.PersonID(ctx), in.Mandate) })
}

func (h *handlers) delegated(ctx context.Context, do func() error) (*delegationsOutput, error) {
	replayed, err := h.carryOut(ctx, do, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	d, err := h.Signoff.Delegations(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &delegationsOutput{Replayed: replayed, Body: delegationsOf(d)}, nil
}

type inboxInput struct {
	Person string `path:"person"`
}

type inboxOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Inbox
}

func (h *handlers) inbox(ctx context.Context, in *inboxInput) (*of[client.Inbox], error) {
	box, err := h.Signoff.Inbox(ctx, session.PersonID(ctx), in.Person)
	if err != nil {
		return nil, err
	}
	return &of[client.Inbox]{inboxOf(box)}, nil
}

type sortInput struct {
	Person string `path:"person"`
	Body   client.Sorting
}

func (h *handlers) sortInbox(ctx context.Context, in *sortInput) (*inboxOutput, error) {
	replayed, err := h.carryOut(ctx, func() error {
		return h.Signoff.Sort(ctx, session.PersonID(ctx), in.Person, in.Body.Document, in.Body.Pile, in.Body.Note)
	}, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	box, err := h.Signoff.Inbox(ctx, session.PersonID(ctx), in.Person)
	if err != nil {
		return nil, err
	}
	return &inboxOutput{Replayed: replayed, Body: inboxOf(box)}, nil
}

func inboxOf(b signoff.Inbox) client.Inbox {
	return client.Inbox{
		Owner: client.Named{ID: b.Owner.ID, Name: b.Owner.Name},
		Entries: each(b.Entries, func(e signoff.InboxEntry) client.InboxEntry {
			return client.InboxEntry{
				DocumentID: e.Document.ID, Subject: e.Document.Subject, Symbol: e.Document.Symbol, StateLabel: e.StateLabel, Issuer: e.Issuer,
				ToSign: e.ToSign, Pile: e.Pile, Note: e.Note, SortedBy: e.SortedBy,
			}
		}),
	}
}

func delegationsOf(d signoff.Delegations) client.Delegations {
	absence := func(a signoff.Delegation) client.Absence {
		return client.Absence{
			ID: a.ID, Person: client.Named{ID: a.PersonID, Name: a.Person}, StandIn: client.Named{ID: a.StandInID, Name: a.StandIn}, Scope: string(a.Scope),
			From: string(a.From), To: string(a.To), Source: a.Source, GivenBy: client.Named{ID: a.GivenBy, Name: a.Giver}, EndedOn: string(a.EndedOn),
			InForce: a.InForce, MayEnd: a.MayEnd,
		}
	}
	person := func(h directory.HoldingView) client.Named { return client.Named{ID: h.PersonID, Name: h.Name} }
	return client.Delegations{
		On: string(d.On), Mine: each(d.Mine, absence), StandsIn: each(d.StandsIn, absence), Office: each(d.Office, absence),
		MayAsk: each(d.Colleagues, person), Staff: each(d.Staff, person),
		Heads: each(d.Heads, func(o directory.Organ) client.Named { return client.Named{ID: o.ID, Name: o.Name} }),
		Mandates: each(d.Mandates, func(m signoff.MandateView) client.Mandate {
			return client.Mandate{
				ID: m.ID, Grantor: client.Named{ID: m.GrantorID, Name: m.Grantor}, Grantee: client.Named{ID: m.GranteeID, Name: m.Grantee},
				Organ: client.Named{ID: m.OrganID, Name: m.Organ}, Formula: m.Formula, Kinds: m.Kinds, From: string(m.From), To: string(m.To),
				Source: m.SourceDocument, ForDeputy: m.ForDeputy, EndedOn: string(m.EndedOn), InForce: m.InForce, MayEnd: m.MayEnd,
			}
		}),
	}
}
