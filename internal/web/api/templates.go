package api

import (
	"context"

	"trinhky/internal/document"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type templateInput struct {
	ID     string `path:"template" maxLength:"200"`
	Issuer string `query:"issuer" maxLength:"200" doc:"mặc định: cơ quan của người soạn"`
}

func (h *handlers) template(ctx context.Context, in *templateInput) (*of[client.Template], error) {
	filled, err := h.Signoff.Template(ctx, session.PersonID(ctx), in.ID, in.Issuer)
	if err != nil {
		return nil, err
	}
	t := filled.Template
	return &of[client.Template]{client.Template{
		ID: t.ID, Name: t.Name, Kind: t.Kind, Regime: t.Regime, Issuer: client.Named{ID: filled.Issuer.ID, Name: filled.Issuer.Name},
		Text: filled.Text, Placeholders: each(filled.Placeholders, func(p string) string { return p }),
	}}, nil
}

func templatesOf(kind document.Kind) []client.Named {
	return each(document.Templates(kind.Regime, kind.ID), func(t document.Template) client.Named {
		return client.Named{ID: t.ID, Name: t.Name}
	})
}
