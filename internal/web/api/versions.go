package api

import (
	"context"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

func (h *handlers) versions(ctx context.Context, in *idInput) (*of[[]client.Version], error) {
	kept, err := h.Signoff.Versions(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Version]{each(kept.Versions, func(v document.Version) client.Version {
		return client.Version{
			N: v.N, Subject: v.Subject, Author: client.Named{ID: v.AuthorID, Name: kept.People[v.AuthorID]}, CreatedAt: v.CreatedAt.UTC(), SHA256: v.SHA256,
		}
	})}, nil
}

type versionInput struct {
	ID string `path:"id"`
	N  string `path:"n" pattern:"^[1-9][0-9]{0,8}([.]{3}[1-9][0-9]{0,8})?$" doc:"một phiên bản (3), hoặc hai phiên bản để so sánh (1...3)"`
}

// versionOrRedline is what /versions/3, or /versions/1...3, answers: one address cannot be two operations.
type versionOrRedline struct {
	version *client.ContentVersion
	redline *client.Redline
}

// MarshalJSON writes the one that there is.
func (v versionOrRedline) MarshalJSON() ([]byte, error) {
	if v.redline != nil {
		return json.Marshal(v.redline)
	}
	return json.Marshal(v.version)
}

// Schema says in the API's document that it is either.
func (versionOrRedline) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{
		r.Schema(reflect.TypeFor[client.ContentVersion](), true, ""), r.Schema(reflect.TypeFor[client.Redline](), true, ""),
	}}
}

func (h *handlers) version(ctx context.Context, in *versionInput) (*of[versionOrRedline], error) {
	from, to, two := rangeOf(in.N)
	if !two {
		c, err := h.Signoff.Version(ctx, session.PersonID(ctx), in.ID, from)
		if err != nil {
			return nil, err
		}
		version := contentOf(c)
		return &of[versionOrRedline]{versionOrRedline{version: &version}}, nil
	}
	r, err := h.Signoff.Redline(ctx, session.PersonID(ctx), in.ID, from, to)
	if err != nil {
		return nil, err
	}
	redline := redlineOf(r)
	return &of[versionOrRedline]{versionOrRedline{redline: &redline}}, nil
}

func (h *handlers) redlinePDF(ctx context.Context, in *versionInput) (*fileOutput, error) {
	from, to, two := rangeOf(in.N)
	if !two {
		if _, err := h.Signoff.Version(ctx, session.PersonID(ctx), in.ID, from); err != nil {
			return nil, err
		}
		return nil, fault.New(fault.Unmet, "VERSIONS_NOT_TWO", "Hãy chọn hai phiên bản để so sánh, ví dụ 1...3.")
	}
	bytes, err := h.Signoff.RedlinePDF(ctx, session.PersonID(ctx), in.ID, from, to)
	if err != nil {
		return nil, err
	}
	return serve(bytes, "inline", "application/pdf")
}

// rangeOf reads "3" or "1...3", which the route's pattern has looked at.
func rangeOf(s string) (from, to int, two bool) {
	first, second, two := strings.Cut(s, "...")
	from, _ = strconv.Atoi(first) // digits only
	to, _ = strconv.Atoi(second)
	return from, to, two
}

func redlineOf(r document.Redline) client.Redline {
	s := r.Summary
	return client.Redline{
		From: r.From, To: r.To, Summary: client.RedlineSummary{
			Text: s.Sentence(), Inserted: s.Inserted, Deleted: s.Deleted, Moved: s.Moved, Changed: s.Changed, Restyled: s.Restyled,
			WordsInserted: s.WordsInserted, WordsDeleted: s.WordsDeleted,
		},
		Passages: each(r.Passages, func(p document.Passage) client.Passage {
			return client.Passage{
				Part: string(p.Part), Kind: string(p.Kind), Moved: p.Moved, From: p.From, To: p.To, Was: frameOf(p.Was), Now: frameOf(p.Now),
				Words: segmentsOf(p.Words), Looks: p.Looks, Rows: each(p.Rows, func(r document.RowChange) client.RowDiff {
					return client.RowDiff{Kind: string(r.Kind), From: r.From, To: r.To, Cells: each(r.Cells, func(c document.CellChange) client.CellDiff {
						return client.CellDiff{Was: cellOf(c.Was), Now: cellOf(c.Now), Words: segmentsOf(c.Words)}
					})}
				}),
			}
		}),
	}
}

func frameOf(b *document.Block) *client.Block {
	if b == nil {
		return nil
	}
	return &bodyOf(document.Body{Blocks: []document.Block{*b}}).Blocks[0]
}

func cellOf(c *document.Cell) *client.Cell {
	if c == nil {
		return nil
	}
	return &client.Cell{Runs: []client.Run{}, Span: c.Span, Down: c.Down, Align: string(c.Align)}
}

func segmentsOf(segments []document.Segment) []client.Segment {
	return each(segments, func(s document.Segment) client.Segment {
		out := client.Segment{Kind: string(s.Kind), Text: s.Text, Look: lookOf(s.Look), Note: s.Note, Begins: s.Begins}
		if s.Kind == document.Restyled {
			out.Was = &client.Look{Bold: s.Was.Bold, Italic: s.Was.Italic, Underline: s.Was.Underline, Script: string(s.Was.Script)}
		}
		return out
	})
}

func lookOf(l document.Look) *client.Look {
	if l == (document.Look{}) {
		return nil
	}
	return &client.Look{Bold: l.Bold, Italic: l.Italic, Underline: l.Underline, Script: string(l.Script)}
}
