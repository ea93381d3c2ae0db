package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

// none is the input of a route that takes nothing, and the output of one that gives nothing.
type none struct{}

// of is an output that is a body and nothing else.
type of[T any] struct{ Body T }

type logInInput struct {
	Body client.Credentials
	from string
}

// Resolve notes the address that the log-in comes from.
func (in *logInInput) Resolve(ctx huma.Context) []error {
	in.from = humaecho.Unwrap(ctx).RealIP()
	return nil
}

func (h *handlers) logIn(ctx context.Context, in *logInInput) (*of[client.Session], error) {
	opened, err := h.Login.LogIn(ctx, in.Body.Username, in.Body.Password, in.from)
	if err != nil {
		return nil, err
	}
	me, err := h.Signoff.Me(ctx, opened.PersonID)
	if err != nil {
		return nil, err
	}
	return &of[client.Session]{client.Session{
		Token: opened.Token, ExpiresAt: opened.ExpiresAt, Actor: client.Actor{ID: me.Actor.PersonID, Name: me.Actor.Name},
	}}, nil
}

func (h *handlers) logOut(ctx context.Context, _ *none) (*none, error) {
	return &none{}, h.Login.LogOut(ctx, session.Token(ctx))
}

func (h *handlers) me(ctx context.Context, _ *none) (*of[client.Me], error) {
	me, err := h.Signoff.Me(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[client.Me]{meOf(me)}, nil
}

func meOf(me signoff.Me) client.Me {
	out := client.Me{
		Actor: client.Actor{ID: me.Actor.PersonID, Name: me.Actor.Name},
		Date:  string(me.On), Counts: me.Counts, Roles: []client.Role{},
	}
	for _, r := range me.Actor.Roles {
		out.Roles = append(out.Roles, client.Role{
			Role: r.Name, Title: r.Title, Organ: r.Organ, OrganName: me.Organs[r.Organ],
			Office: r.Office, OfficeName: me.Organs[r.Office], Mandate: r.By,
		})
	}
	return out
}

func (h *handlers) kinds(ctx context.Context, _ *none) (*of[[]client.Kind], error) {
	offers, err := h.Signoff.Kinds(ctx, session.PersonID(ctx))
	if err != nil {
		return nil, err
	}
	return &of[[]client.Kind]{each(offers, func(o signoff.Offer) client.Kind {
		k := client.Kind{
			Kind: o.Kind.ID, Name: o.Kind.Name, Code: o.Kind.Code, Regime: o.Kind.Regime, Issuer: o.Issuer.ID,
			IssuerName: o.Issuer.Name, Addressed: string(o.Kind.Addressed), Signers: []client.Signer{},
		}
		for _, s := range o.Signers {
			k.Signers = append(k.Signers, client.Signer{ID: s.PersonID, Name: s.Name, Username: s.Username, Title: s.Title, Formula: s.Formula.Lines})
		}
		k.Templates = templatesOf(o.Kind)
		return k
	})}, nil
}

// each maps a list; an empty one is [] on the wire.
func each[From, To any](from []From, to func(From) To) []To {
	list := make([]To, 0, len(from))
	for _, item := range from {
		list = append(list, to(item))
	}
	return list
}
