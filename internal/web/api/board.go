package api

import (
	"context"

	"trinhky/internal/distribution"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

type boardInput struct {
	ID     string `path:"id"`
	Status string `query:"status" enum:"sent,arrived,read,acknowledged,refused,overdue,failed,recalled" doc:"mặc định: tất cả"`
	Line   int    `query:"line" minimum:"1" doc:"dòng của Nơi nhận; mặc định: tất cả"`
	Text   string `query:"q" maxLength:"200" doc:"một phần tên nơi nhận"`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) board(ctx context.Context, in *boardInput) (*of[client.Board], error) {
	board, page, err := h.Distribution.Live(ctx, actorOf(ctx), in.ID, distribution.CopyFilter{
		Status: distribution.Status(in.Status), Line: in.Line, Text: in.Text, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	names, err := h.names(ctx, nil, deciders(page.Items))
	if err != nil {
		return nil, err
	}
	return &of[client.Board]{client.Board{
		Total: tallyOf(board.Total), Marks: marksOf(board.Marks), Next: page.Next,
		Lines: each(board.Lines, func(l distribution.BoardLine) client.BoardLine {
			return client.BoardLine{N: l.N, Kind: string(l.Kind), Text: l.Text, Required: required[l.Ack], Task: l.Task, Tally: tallyOf(l.Tally)}
		}),
		Copies: each(page.Items, func(d distribution.Delivery) client.Delivery { return deliveryOf(d, names) }),
	}}, nil
}

func tallyOf(t distribution.Tally) client.Tally {
	out := client.Tally{
		Sent: t.Sent, Arrived: t.Arrived, Read: t.Read, Acknowledged: t.Acknowledged, Refused: t.Refused, Waiting: t.Waiting,
		Overdue: t.Overdue, Failed: t.Failed, Recalled: t.Recalled, Board: map[string]int{},
	}
	for _, status := range distribution.Statuses {
		out.Board[string(status)] = t.By[status]
	}
	return out
}

type remindInput struct {
	ID   string `path:"id"`
	Body client.Reminders
}

type remindOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Reminded
}

func (h *handlers) remind(ctx context.Context, in *remindInput) (*remindOutput, error) {
	out := &remindOutput{}
	var err error
	out.Replayed, err = h.carryOut(ctx, func() (err error) {
		out.Body.Reminded, err = h.Distribution.Remind(ctx, actorOf(ctx), in.ID, in.Body.Deliveries)
		return err
	}, func(context.Context, string) error { return nil })
	if err != nil {
		return nil, err
	}
	return out, nil
}

type proveInput struct {
	ID   string `path:"id"`
	Body client.Proof
}

func (h *handlers) prove(ctx context.Context, in *proveInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Distribution.Prove(ctx, actorOf(ctx), in.ID, in.Body.Proof)
	})
}

type bounceInput struct {
	ID   string `path:"id"`
	Body client.Bounce
}

func (h *handlers) bounce(ctx context.Context, in *bounceInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Distribution.Bounced(ctx, actorOf(ctx), in.ID, in.Body.Reason)
	})
}

type resendInput struct {
	ID   string `path:"id"`
	Body client.Resend
}

func (h *handlers) resend(ctx context.Context, in *resendInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Distribution.Resend(ctx, actorOf(ctx), in.ID, in.Body.Address)
	})
}

func (h *handlers) byPost(ctx context.Context, in *idInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) { return h.Distribution.ByPost(ctx, actorOf(ctx), in.ID) })
}

type withPaperInput struct {
	ID   string `path:"id"`
	Body client.WithPaper
}

func (h *handlers) withPaper(ctx context.Context, in *withPaperInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Distribution.AlsoPaper(ctx, actorOf(ctx), in.ID, in.Body.Paper)
	})
}

type postInput struct {
	ID   string `path:"id"`
	Body client.Posting
}

func (h *handlers) post(ctx context.Context, in *postInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		_, err := h.Distribution.RecordPost(ctx, actorOf(ctx), in.ID, distribution.Post{
			SentOn: store.Date(in.Body.SentOn), Envelopes: in.Body.Envelopes, Mark: in.Body.Mark, SignedBy: in.Body.SignedBy, Note: in.Body.Note, About: in.Body.About,
		})
		if err != nil {
			return distribution.Delivery{}, err
		}
		return h.delivery(store.WithoutKey(ctx), in.ID)
	})
}

func (h *handlers) posts(ctx context.Context, in *idInput) (*of[[]client.Posting], error) {
	rows, err := h.Distribution.Posts(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Posting]{each(rows, func(r distribution.PostRow) client.Posting {
		return client.Posting{
			ID: r.ID, DeliveryID: r.DeliveryID, Recipient: r.Recipient, SentOn: string(r.SentOn), Envelopes: r.Envelopes, Mark: r.Mark,
			SignedBy: r.SignedBy, Note: r.Note, About: r.About,
		}
	})}, nil
}
