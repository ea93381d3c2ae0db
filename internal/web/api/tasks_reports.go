package api

import (
	"bytes"
	"context"
	"strings"

	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
	"trinhky/internal/web/client"
)

type obligationsInput struct {
	Document string `query:"document" maxLength:"100"`
	Cursor   string `query:"cursor" maxLength:"100"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) obligations(ctx context.Context, in *obligationsInput) (*of[client.ObligationList], error) {
	page, err := h.Tasks.ListObligations(ctx, actorOf(ctx), in.Document, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return &of[client.ObligationList]{client.ObligationList{Next: page.Next, Items: each(page.Obligations, func(o task.Obligation) client.Obligation {
		return obligationOf(task.ObligationView{Obligation: o})
	})}}, nil
}

type obligationInput struct {
	Obligation string `path:"obligation"`
}

type obligationOutput struct {
	Location string `header:"Location"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Obligation
}

func (h *handlers) obligation(ctx context.Context, in *obligationInput) (*obligationOutput, error) {
	v, err := h.Tasks.Obligation(ctx, actorOf(ctx), in.Obligation)
	return &obligationOutput{Body: obligationOf(v)}, err
}

type obligeInput struct {
	ID   string `path:"id"`
	Body client.ObligationInput
}

func (h *handlers) oblige(ctx context.Context, in *obligeInput) (*obligationOutput, error) {
	b := in.Body
	return h.changeReport(ctx, func() (task.ObligationView, error) {
		return h.Tasks.Oblige(ctx, actorOf(ctx), in.ID, task.ObligationInput{
			Kind: task.ObligationKind(b.Kind), Text: b.Text, Rule: b.Rule, FirstDue: store.Date(b.FirstDue), Ends: store.Date(b.Ends),
			Receivers: b.Receivers, Organs: b.Organs,
		})
	})
}

type obligationChangeInput struct {
	Obligation string `path:"obligation"`
	Body       client.ObligationChange
}

func (h *handlers) reschedule(ctx context.Context, in *obligationChangeInput) (*obligationOutput, error) {
	b := in.Body
	return h.changeReport(ctx, func() (task.ObligationView, error) {
		return h.Tasks.Reschedule(ctx, actorOf(ctx), in.Obligation, b.Version, store.Date(b.Occurrence), store.Date(b.To), b.Reason)
	})
}

func (h *handlers) mergeObligation(ctx context.Context, in *obligationChangeInput) (*obligationOutput, error) {
	b := in.Body
	return h.changeReport(ctx, func() (task.ObligationView, error) {
		return h.Tasks.Merge(ctx, actorOf(ctx), in.Obligation, b.Into, b.Version, b.Reason)
	})
}

func (h *handlers) endObligation(ctx context.Context, in *obligationChangeInput) (*obligationOutput, error) {
	b := in.Body
	return h.changeReport(ctx, func() (task.ObligationView, error) {
		return h.Tasks.End(ctx, actorOf(ctx), in.Obligation, b.Version, b.Document, b.Reason)
	})
}

func (h *handlers) changeReport(ctx context.Context, do func() (task.ObligationView, error)) (*obligationOutput, error) {
	var v task.ObligationView
	replayed, err := h.carryOut(ctx, func() (err error) {
		v, err = do()
		return err
	}, func(ctx context.Context, answer string) (err error) {
		v, err = h.Tasks.Obligation(ctx, actorOf(ctx), answer)
		return err
	})
	return &obligationOutput{Location: base + "/obligations/" + v.ID, Replayed: replayed, Body: obligationOf(v)}, err
}

type pageInput struct {
	Cursor string `query:"cursor" maxLength:"100"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) dataRequests(ctx context.Context, in *pageInput) (*of[client.DataRequestList], error) {
	page, err := h.Tasks.Requests(ctx, actorOf(ctx), in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return &of[client.DataRequestList]{client.DataRequestList{Next: page.Next, Items: each(page.Requests, func(r task.RequestRow) client.DataRequest {
		out := bareRequestOf(r.Request)
		out.Asked, out.Answered = r.Asked, r.Answered
		return out
	})}}, nil
}

type dataRequestInput struct {
	Request string `path:"request"`
}

type dataRequestOutput struct {
	Location string `header:"Location"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.DataRequest
}

func (h *handlers) dataRequest(ctx context.Context, in *dataRequestInput) (*dataRequestOutput, error) {
	v, err := h.Tasks.Request(ctx, actorOf(ctx), in.Request)
	return &dataRequestOutput{Body: dataRequestOf(v)}, err
}

type askInput struct{ Body client.DataRequestInput }

func (h *handlers) askData(ctx context.Context, in *askInput) (*dataRequestOutput, error) {
	b := in.Body
	return h.changeRequest(ctx, func() (task.RequestView, error) {
		return h.Tasks.Ask(ctx, actorOf(ctx), task.RequestInput{
			Issuer: b.Issuer, ObligationID: b.ObligationID, Title: b.Title, Guide: b.Guide, Due: store.Date(b.Due), Organs: b.Organs,
			Columns: each(b.Columns, func(c client.DataColumn) task.Column {
				return task.Column{Name: c.Name, Unit: c.Unit, Kind: task.ColumnKind(c.Kind)}
			}),
		})
	})
}

type answerDataInput struct {
	Request string `path:"request"`
	Body    client.DataAnswerInput
}

func (h *handlers) answerData(ctx context.Context, in *answerDataInput) (*dataRequestOutput, error) {
	return h.changeRequest(ctx, func() (task.RequestView, error) {
		return h.Tasks.Answer(ctx, actorOf(ctx), in.Request, task.AnswerInput(in.Body))
	})
}

type closeDataInput struct {
	Request string `path:"request"`
	Body    client.VersionOnly
}

func (h *handlers) closeData(ctx context.Context, in *closeDataInput) (*dataRequestOutput, error) {
	return h.changeRequest(ctx, func() (task.RequestView, error) {
		return h.Tasks.CloseRequest(ctx, actorOf(ctx), in.Request, in.Body.Version)
	})
}

func (h *handlers) changeRequest(ctx context.Context, do func() (task.RequestView, error)) (*dataRequestOutput, error) {
	var v task.RequestView
	replayed, err := h.carryOut(ctx, func() (err error) {
		v, err = do()
		return err
	}, func(ctx context.Context, answer string) (err error) {
		v, err = h.Tasks.Request(ctx, actorOf(ctx), answer)
		return err
	})
	return &dataRequestOutput{Location: base + "/data-requests/" + v.ID, Replayed: replayed, Body: dataRequestOf(v)}, err
}

func (h *handlers) dataXLSX(ctx context.Context, in *dataRequestInput) (*fileOutput, error) {
	content, err := h.Tasks.Workbook(ctx, actorOf(ctx), in.Request)
	if err != nil {
		return nil, err
	}
	_, r, err := h.Tasks.Gathered(ctx, actorOf(ctx), in.Request)
	if err != nil {
		return nil, err
	}
	return serve(signoff.Bytes{Reader: inMemory{bytes.NewReader(content)}, Name: strings.ReplaceAll(r.Title, "/", "-") + ".xlsx"}, "attachment", sheetType)
}
