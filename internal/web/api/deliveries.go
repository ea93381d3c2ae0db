package api

import (
	"context"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/incoming"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

func (h *handlers) deliveries(ctx context.Context, in *idInput) (*of[[]client.Delivery], error) {
	found, err := h.Distribution.Deliveries(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	names, err := h.names(ctx, nil, deciders(found))
	if err != nil {
		return nil, err
	}
	return &of[[]client.Delivery]{each(found, func(d distribution.Delivery) client.Delivery { return deliveryOf(d, names) })}, nil
}

type deliveryOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Delivery
}

type acknowledgeInput struct {
	ID   string `path:"id"`
	Body client.Acknowledgement
}

func (h *handlers) acknowledge(ctx context.Context, in *acknowledgeInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Incoming.Acknowledge(ctx, actorOf(ctx), in.ID, in.Body.Note)
	})
}

type acknowledgeManyInput struct{ Body client.AcknowledgeMany }

func (h *handlers) acknowledgeMany(ctx context.Context, in *acknowledgeManyInput) (*of[client.AcknowledgedList], error) {
	done, err := h.Incoming.AcknowledgeMany(ctx, actorOf(ctx), in.Body.Deliveries, in.Body.Note)
	if err != nil {
		return nil, err
	}
	return &of[client.AcknowledgedList]{client.AcknowledgedList{Items: each(done, func(one incoming.Acknowledged) client.AcknowledgedItem {
		item := client.AcknowledgedItem{ID: one.DeliveryID, Acknowledged: one.Err == nil, Replayed: one.Replayed, ArrivalNumber: one.Delivery.ArrivalNumber}
		if one.Err != nil {
			p := ProblemOf(fault.Of(one.Err), 0, "")
			item.Code, item.Detail, item.Reasons = p.Code, p.Detail, p.Reasons
		}
		return item
	})}}, nil
}

type refuseInput struct {
	ID   string `path:"id"`
	Body client.Refusal
}

func (h *handlers) refuse(ctx context.Context, in *refuseInput) (*deliveryOutput, error) {
	code := in.Body.ReasonCode
	if code == "" {
		code = "other"
	}
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Incoming.Refuse(ctx, actorOf(ctx), in.ID, code, in.Body.Reason)
	})
}

// decide carries out a receiver's decision and gives the delivery as it is then.
func (h *handlers) decide(ctx context.Context, id string, do func() (distribution.Delivery, error)) (*deliveryOutput, error) {
	var d distribution.Delivery
	replayed, err := h.carryOut(ctx, func() (err error) {
		d, err = do()
		return err
	}, func(ctx context.Context, _ string) (err error) {
		d, err = h.delivery(ctx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	names, err := h.names(ctx, nil, deciders([]distribution.Delivery{d}))
	if err != nil {
		return nil, err
	}
	return &deliveryOutput{Replayed: replayed, Body: deliveryOf(d, names)}, nil
}

// delivery is one copy as it is now, for its receiver or its sender.
func (h *handlers) delivery(ctx context.Context, id string) (distribution.Delivery, error) {
	return h.Distribution.Copy(ctx, actorOf(ctx), id)
}

type receivedInput struct {
	Only   string     `query:"only" enum:"unread,waiting,overdue" doc:"mặc định: tất cả"`
	Query  string     `query:"q" maxLength:"200" doc:"từ trong số, ký hiệu, trích yếu, có dấu hoặc không"`
	From   store.Date `query:"from" format:"date" doc:"ngày gửi, từ"`
	To     store.Date `query:"to" format:"date" doc:"ngày gửi, đến"`
	Cursor string     `query:"cursor" maxLength:"500"`
	Limit  int        `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) received(ctx context.Context, in *receivedInput) (*of[client.ReceivedList], error) {
	page, err := h.Distribution.Received(ctx, actorOf(ctx), distribution.ReceivedFilter{Only: in.Only, Query: in.Query, From: in.From, To: in.To, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	var organs, people []string
	for _, r := range page.Items {
		organs = append(organs, r.Document.IssuerID)
		people = append(people, r.Document.DrafterID, r.DecidedBy)
	}
	names, err := h.names(ctx, organs, people)
	if err != nil {
		return nil, err
	}
	return &of[client.ReceivedList]{client.ReceivedList{Next: page.Next, Items: each(page.Items, func(r distribution.Received) client.Received {
		received := client.Received{
			Delivery: deliveryOf(r.Delivery, names), Document: itemOf(r.Document, arrivedLabels[r.Document.State], names, names),
			MayAcknowledge: r.MayAcknowledge, MayRefuse: r.MayRefuse,
		}
		received.Document.Marks = marksOf(r.Marks)
		return received
	})}}, nil
}

// arrivedLabels are the states in which a receiver meets a document.
var arrivedLabels = map[document.State]string{document.Issued: "Đã phát hành", document.Filed: "Đã lưu"}

var deliveryLabels = map[distribution.State]string{
	distribution.Sent: "Đã gửi", distribution.Arrived: "Đã đến, chờ tiếp nhận", distribution.Acknowledged: "Đã tiếp nhận",
	distribution.Refused: "Từ chối, trả lại nơi gửi",
}

// required are the duties of a receiver on the wire.
var required = map[distribution.Acknowledgement]string{
	distribution.Required: "ack", distribution.Each: "ack", distribution.Read: "read", distribution.None: "none",
}

func deliveryOf(d distribution.Delivery, names map[string]string) client.Delivery {
	out := client.Delivery{
		ID: d.ID, DocumentID: d.DocumentID, Lines: each(d.Lines, func(n int) int { return n }),
		Recipient: client.Named{ID: d.OrganID, Name: d.Name}, Kind: "organ", Office: d.OfficeID, Channel: d.Channel,
		Capacities: each(d.Capacities, func(s string) string { return s }), Required: required[d.Ack], Task: d.Task,
		Status: string(d.State), StatusLabel: deliveryLabels[d.State], Sent: momentAt(d.SentAt), Arrived: momentAt(d.ArrivedAt),
		Read: momentAt(d.ReadAt), ArrivalNumber: d.ArrivalNumber, Due: momentAt(d.Due), Overdue: d.Overdue,
		Board: string(d.Status()), BoardLabel: d.Status().Label(), Paper: d.WithPaper, Mailed: momentAt(d.MailedAt),
		Failed: momentAt(d.FailedAt), Failure: d.Failure, Posted: string(d.PostedOn), Recalled: momentAt(d.RecalledAt),
	}
	out.Channel = d.By()
	if d.PersonID != "" {
		out.Recipient.ID, out.Kind, out.Office = d.PersonID, "person", ""
	}
	switch d.State {
	case distribution.Acknowledged:
		out.Acknowledged, out.AcknowledgedBy, out.AcknowledgedAs, out.Note = momentAt(d.DecidedAt), d.DecidedName, d.DecidedAs, d.Note
		if out.AcknowledgedBy == "" { // decided before receipts were signed
			out.AcknowledgedBy = names[d.DecidedBy]
		}
	case distribution.Refused:
		out.Refused, out.RefusalReason = momentAt(d.DecidedAt), d.Note
	}
	return out
}

func deciders(list []distribution.Delivery) []string {
	return each(list, func(d distribution.Delivery) string { return d.DecidedBy })
}
