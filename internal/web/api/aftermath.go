package api

import (
	"context"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/signoff"
	"trinhky/internal/web/client"
)

// marksOf are marks as they cross the wire.
func marksOf(marks []document.Mark) []client.Mark {
	return each(marks, func(m document.Mark) client.Mark {
		return client.Mark{
			Kind: string(m.Kind), Label: m.Label(), By: m.ByID, BySymbol: m.BySymbol, ByDate: string(m.ByDate), Ends: m.Ends(), At: m.At, Reason: m.Reason,
		}
	})
}

// fateOf adds what became of a document, and what it became of others.
func fateOf(v signoff.View, out *client.Document) {
	out.Marks = marksOf(v.Fate.Marks)
	out.VerifyCode = v.Fate.Code
	out.Related = each(v.Fate.Related, func(r document.Related) client.Related {
		related := client.Related{
			ID: r.ID, Symbol: r.Symbol, Subject: r.Subject, Date: string(r.DocumentDate), State: string(r.State), Relation: string(r.Kind),
			Later: r.Later, Pending: r.Pending, ReasonText: r.Reason,
		}
		if kind, err := document.KindByID(r.Regime, r.Document.Kind); err == nil {
			related.KindName = kind.Name
		}
		return related
	})
	if v.Fate.Decided == nil {
		return
	}
	d := v.Fate.Decided
	out.Recall = &client.Recall{
		DecidedBy: client.Named{ID: d.PersonID, Name: v.People[d.PersonID]}, Capacity: d.Capacity, DecidedAt: d.At, Reason: d.Reason, Ground: d.Ground,
	}
	if e := v.Fate.Executed; e != nil {
		by := client.Named{ID: e.PersonID, Name: v.People[e.PersonID]}
		out.Recall.ExecutedBy, out.Recall.ExecutedAt = &by, &e.At
	}
}

func calledBackOf(d distribution.Delivery, c distribution.CalledBack) client.CalledBack {
	return client.CalledBack{
		DeliveryID: d.ID, DocumentID: d.DocumentID, Recipient: d.Name, Kind: c.Kind, Reason: c.Reason, AskedAt: c.AskedAt, Answer: c.Answer,
		Label: c.Label(), AnsweredAt: c.AnsweredAt, Note: c.Note,
	}
}

// calledBack tells the sending side which copies of a document are wanted back.
func (h *handlers) calledBack(ctx context.Context, in *idInput) (*of[[]client.CalledBack], error) {
	called, err := h.Distribution.CalledBack(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	list := []client.CalledBack{}
	for _, d := range called.Deliveries {
		for _, c := range called.Calls[d.ID] {
			one := calledBackOf(d, c)
			if n, told := called.Notices[d.ID]; told && c.Kind == distribution.Recall {
				one.Notice = &client.RecallNotice{
					Way: n.Way, Label: n.Label(), SentAt: n.SentAt, FailedAt: n.FailedAt, Failure: n.Failure, PostedOn: string(n.PostedOn), ToPost: n.ToPost(),
				}
			}
			list = append(list, one)
		}
	}
	return &of[[]client.CalledBack]{list}, nil
}

type callsInput struct {
	Cursor string `query:"cursor" maxLength:"100"`
}

// calls tells a receiver which copies are wanted back.
func (h *handlers) calls(ctx context.Context, in *callsInput) (*of[client.CalledBackList], error) {
	page, err := h.Distribution.Calls(ctx, actorOf(ctx), in.Cursor)
	if err != nil {
		return nil, err
	}
	var issuers []string
	for _, c := range page.Items {
		issuers = append(issuers, c.Document.IssuerID)
	}
	names, err := h.names(ctx, issuers, nil)
	if err != nil {
		return nil, err
	}
	return &of[client.CalledBackList]{client.CalledBackList{Next: page.Next, Items: each(page.Items, func(c distribution.Call) client.CalledBack {
		out := calledBackOf(c.Delivery, c.CalledBack)
		out.Symbol, out.Date, out.Issuer, out.MayAnswer = c.Document.Symbol, string(c.Document.DocumentDate), names[c.Document.IssuerID], c.MayAnswer
		if kind, err := document.KindByID(c.Document.Regime, c.Document.Kind); err == nil {
			out.KindName = kind.Name
		}
		return out
	})}}, nil
}

type destructionInput struct {
	ID   string `path:"id"`
	Body client.Destruction
}

func (h *handlers) destroy(ctx context.Context, in *destructionInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Distribution.ConfirmDestroyed(ctx, actorOf(ctx), in.ID, in.Body.Note)
	})
}

type takeBackInput struct {
	ID   string `path:"id"`
	Body client.TakeBackAnswer
}

func (h *handlers) answerTakeBack(ctx context.Context, in *takeBackInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Distribution.AnswerTakeBack(ctx, actorOf(ctx), in.ID, in.Body.Agree, in.Body.Note)
	})
}

type sentBackInput struct {
	ID   string `path:"id"`
	Body client.SentBack
}

func (h *handlers) sentBack(ctx context.Context, in *sentBackInput) (*deliveryOutput, error) {
	return h.decide(ctx, in.ID, func() (distribution.Delivery, error) {
		return h.Distribution.RecordSentBack(ctx, actorOf(ctx), in.ID, in.Body.Proof)
	})
}

type codeInput struct {
	Code string `path:"code"`
}

// verify is for anybody: no content, no names of people, the same 404 for every code that opens nothing.
func (h *handlers) verify(ctx context.Context, in *codeInput) (*of[client.Verification], error) {
	p, err := h.Signoff.Public(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	return &of[client.Verification]{client.Verification{
		Symbol: p.Symbol, KindName: p.KindName, Date: string(p.Date), Issuer: p.Issuer, SHA256: p.SHA256, InForce: p.InForce, Standing: p.Standing(),
	}}, nil
}
