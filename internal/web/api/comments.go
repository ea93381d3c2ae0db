package api

import (
	"context"

	"trinhky/internal/document"
	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

func (h *handlers) comments(ctx context.Context, in *idInput) (*of[client.Comments], error) {
	d, err := h.Signoff.Comments(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[client.Comments]{commentsOf(d)}, nil
}

type commentInput struct {
	ID   string `path:"id"`
	Body client.NewComment
}

type commentOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Comments
}

// comment answers with all that was said, the new words among it.
func (h *handlers) comment(ctx context.Context, in *commentInput) (*commentOutput, error) {
	return h.said(ctx, in.ID, func() error {
		_, err := h.Signoff.Comment(ctx, session.PersonID(ctx), in.ID, signoff.CommentInput{
			ContentVersion: in.Body.ContentVersion, Block: in.Body.Block, Quote: in.Body.Quote, Text: in.Body.Text, ReplyTo: in.Body.ReplyTo,
		})
		return err
	})
}

type resolveInput struct {
	ID        string `path:"id"`
	CommentID string `path:"cid"`
}

func (h *handlers) resolve(ctx context.Context, in *resolveInput) (*commentOutput, error) {
	return h.said(ctx, in.ID, func() error {
		return h.Signoff.Resolve(ctx, session.PersonID(ctx), in.ID, in.CommentID)
	})
}

func (h *handlers) said(ctx context.Context, id string, do func() error) (*commentOutput, error) {
	replayed, err := h.carryOut(ctx, do, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	d, err := h.Signoff.Comments(ctx, session.PersonID(ctx), id)
	if err != nil {
		return nil, err
	}
	return &commentOutput{Replayed: replayed, Body: commentsOf(d)}, nil
}

func commentsOf(d signoff.Discussion) client.Comments {
	person := func(id string) client.Named { return client.Named{ID: id, Name: d.People[id]} }
	return client.Comments{MayComment: d.MayComment, Threads: each(d.Threads, func(t signoff.Thread) client.Thread {
		out := client.Thread{
			ID: t.ID, Author: person(t.AuthorID), CreatedAt: t.CreatedAt.UTC(), ContentVersion: t.ContentVersion, Block: t.Block, BlockNow: t.Pin.Block,
			Deleted: t.Pin.Block == 0, Quote: t.Quote, Quoted: t.Pin.Quoted, Text: t.Text, MayResolve: t.MayResolve, ResolvedAt: t.ResolvedAt,
			Answers: each(t.Answers, func(c document.Comment) client.Answer {
				return client.Answer{ID: c.ID, Author: person(c.AuthorID), CreatedAt: c.CreatedAt.UTC(), Text: c.Text}
			}),
		}
		if t.ResolvedBy != "" {
			by := person(t.ResolvedBy)
			out.ResolvedBy = &by
		}
		return out
	})}
}
