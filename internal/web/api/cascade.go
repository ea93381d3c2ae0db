package api

import (
	"context"

	"trinhky/internal/document"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type cascadeInput struct {
	ID        string `path:"id"`
	Direction string `query:"direction" enum:"up,down,both" doc:"up: văn bản làm căn cứ; down: văn bản thực hiện; mặc định both"`
	Depth     int    `query:"depth" minimum:"1" maximum:"6" doc:"số bậc, mặc định 3"`
}

func (h *handlers) cascade(ctx context.Context, in *cascadeInput) (*of[client.Cascade], error) {
	way := document.Direction(in.Direction)
	if way == "" {
		way = document.BothWays
	}
	c, err := h.Signoff.Cascade(ctx, session.PersonID(ctx), in.ID, way, in.Depth)
	if err != nil {
		return nil, err
	}
	return &of[client.Cascade]{client.Cascade{
		Truncated: c.Truncated,
		Nodes: each(c.Nodes, func(n document.CascadeNode) client.CascadeNode {
			return client.CascadeNode{
				Key: n.Key, ID: n.ID, Symbol: n.Symbol, Kind: n.Kind, KindName: n.KindName, Subject: n.Subject, Issuer: n.Issuer,
				Date: string(n.Date), State: string(n.State), Outside: n.Outside, Standing: string(n.Standing), Level: n.Level,
				Marks: marksOf(n.Marks),
			}
		}),
		Edges: each(c.Edges, func(e document.CascadeEdge) client.CascadeEdge {
			return client.CascadeEdge{From: e.From, To: e.To, Relation: string(e.Relation), Raw: e.Raw}
		}),
	}}, nil
}

func citationOf(l document.Link) client.Citation {
	c := client.Citation{
		N: l.N, Raw: l.Raw, Role: string(l.Role), Symbol: l.Symbol, Date: l.Date, Issuer: l.Issuer, Type: l.Type, Relation: string(l.Relation),
		ShortOf: l.ShortOf, Paragraph: l.Paragraph, Standing: string(l.Standing), ResolvesTo: l.CitedID, Marks: marksOf(l.Marks),
	}
	for _, k := range l.Candidates {
		candidate := client.Candidate{ID: k.ID, Symbol: k.Symbol, Date: string(k.Date), Subject: k.Subject}
		if kind, err := document.KindByID(k.Regime, k.Kind); err == nil {
			candidate.KindName = kind.Name
		}
		c.Candidates = append(c.Candidates, candidate)
	}
	return c
}
