package api

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trinhky/internal/incoming"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

type arrivalsInput struct {
	Box    string     `query:"box" enum:"waiting,to_submit,to_direct,extensions,to_assign,my_work,to_confirm,overdue,all" doc:"mặc định all"`
	Query  string     `query:"q" maxLength:"200" doc:"từ trong số đến, số ký hiệu, tác giả, trích yếu, có dấu hoặc không"`
	Organ  string     `query:"organ" maxLength:"100"`
	State  string     `query:"state" maxLength:"40"`
	Source string     `query:"source" enum:"inside,scan,paper,mail"`
	Year   int        `query:"year" minimum:"2000" maximum:"2200"`
	From   store.Date `query:"from" format:"date" doc:"ngày đến, từ"`
	To     store.Date `query:"to" format:"date" doc:"ngày đến, đến"`
	Cursor string     `query:"cursor" maxLength:"100"`
	Limit  int        `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) arrivals(ctx context.Context, in *arrivalsInput) (*of[client.ArrivalList], error) {
	page, err := h.Incoming.List(ctx, actorOf(ctx), incoming.Filter{
		Box: in.Box, Query: in.Query, OrganID: in.Organ, State: incoming.State(in.State), Source: in.Source, Year: in.Year, From: in.From,
		To: in.To, Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	return &of[client.ArrivalList]{client.ArrivalList{Next: page.Next, Items: each(page.Items, arrivalItemOf)}}, nil
}

func (h *handlers) arrivalCounts(ctx context.Context, _ *none) (*of[client.ArrivalCounts], error) {
	counts, err := h.Incoming.Counts(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	out := client.ArrivalCounts{Boxes: []client.ArrivalCount{}}
	for _, box := range incoming.Boxes {
		if n, known := counts[box]; known {
			out.Boxes = append(out.Boxes, client.ArrivalCount{Box: box, Label: incoming.BoxLabels[box], Count: n})
		}
	}
	return &of[client.ArrivalCounts]{out}, nil
}

type arrivalOutput struct {
	ETag     string `header:"ETag"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Location string `header:"Location"`
	Body     client.Arrival
}

// arrivalShown reads an arrival again after a change, so that every answer says what can be done next.
func (h *handlers) arrivalShown(ctx context.Context, id, replayed string) (*arrivalOutput, error) {
	v, err := h.Incoming.Show(store.WithoutKey(ctx), actorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return &arrivalOutput{
		ETag: strconv.Quote(strconv.Itoa(v.Version)), Replayed: replayed, Location: base + "/arrivals/" + id, Body: arrivalOf(v),
	}, nil
}

func (h *handlers) arrival(ctx context.Context, in *idInput) (*arrivalOutput, error) {
	return h.arrivalShown(ctx, in.ID, "")
}

type enterInput struct{ Body client.NewArrival }

func (h *handlers) enter(ctx context.Context, in *enterInput) (*arrivalOutput, error) {
	id, replayed, err := h.carryOutID(ctx, func() (string, error) {
		made, err := h.Incoming.Enter(ctx, actorOf(ctx), incoming.Entry{
			OrganID: in.Body.Organ, Source: in.Body.Source, PassedTo: in.Body.PassedTo, Fields: arrivalFieldsOf(in.Body.ArrivalFields),
		})
		return made.ID, err
	})
	if err != nil {
		return nil, err
	}
	return h.arrivalShown(ctx, id, replayed)
}

type arrivalChangeInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" doc:"ETag của phiên bản đang sửa"`
	Body    client.ArrivalFields
}

func (h *handlers) changeArrival(ctx context.Context, in *arrivalChangeInput) (*arrivalOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	replayed, err := h.carryOut(ctx, func() error {
		_, err := h.Incoming.Edit(ctx, actorOf(ctx), incoming.At{ID: in.ID, Version: version}, arrivalFieldsOf(in.Body))
		return err
	}, nothingMore)
	if err != nil {
		return nil, err
	}
	return h.arrivalShown(ctx, in.ID, replayed)
}

// nothingMore answers a repeat that needs no more than the thing as it is now.
func nothingMore(context.Context, string) error { return nil }

func arrivalFieldsOf(in client.ArrivalFields) incoming.Fields {
	return incoming.Fields{
		AuthorID: in.AuthorID, Author: in.Author, Symbol: in.Symbol, DocumentDate: store.Date(in.DocumentDate), KindName: in.KindName,
		Subject: in.Subject, Urgency: in.Urgency, Pages: in.Pages, Copies: in.Copies, AskedDue: store.Date(in.AskedDue),
	}
}

type arrivalActInput struct {
	ID      string `path:"id"`
	Action  string `path:"action"`
	IfMatch string `header:"If-Match" doc:"ETag của phiên bản đang xem"`
	Body    client.ArrivalAct
}

func (h *handlers) actOnArrival(ctx context.Context, in *arrivalActInput) (*arrivalOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	order := incoming.Order{Text: in.Body.Text, Due: store.Date(in.Body.Due), Co: each(in.Body.Co, targetOf), CC: each(in.Body.CC, targetOf)}
	if in.Body.Lead != nil {
		order.Lead = targetOf(*in.Body.Lead)
	}
	replayed, err := h.carryOut(ctx, func() error {
		_, err := h.Incoming.Do(ctx, actorOf(ctx), incoming.At{ID: in.ID, Version: version}, in.Action, incoming.Input{
			Order: order, Anyway: in.Body.Anyway, ReasonCode: in.Body.ReasonCode, To: in.Body.To, Kind: in.Body.Kind, Agree: in.Body.Agree,
			Reply: in.Body.Reply, CaseFile: in.Body.CaseFile,
		})
		return err
	}, nothingMore)
	if err != nil {
		return nil, err
	}
	return h.arrivalShown(ctx, in.ID, replayed)
}

func targetOf(t client.ArrivalTarget) incoming.Target {
	return incoming.Target{OrganID: t.Organ, PersonID: t.Person}
}

type arrivalFileInput struct {
	ID     string `path:"arrival"`
	FileID string `path:"file"`
}

type arrivalUploadInput struct {
	ID      string `path:"id"`
	request *http.Request
}

// Resolve keeps the request: its body is read as it comes, and never whole.
func (in *arrivalUploadInput) Resolve(ctx huma.Context) []error {
	in.request = humaecho.Unwrap(ctx).Request()
	return nil
}

func (h *handlers) uploadArrival(ctx context.Context, in *arrivalUploadInput) (*arrivalOutput, error) {
	part, err := filePart(in.request)
	if err != nil {
		return nil, err
	}
	replayed, err := h.carryOut(ctx, func() error {
		_, err := h.Incoming.Upload(ctx, actorOf(ctx), incoming.At{ID: in.ID}, part.FileName(), part)
		return err
	}, nothingMore)
	if err != nil {
		return nil, err
	}
	return h.arrivalShown(ctx, in.ID, replayed)
}

func (h *handlers) arrivalFile(ctx context.Context, in *arrivalFileInput) (*fileOutput, error) {
	c, err := h.Incoming.Open(ctx, actorOf(ctx), in.ID, in.FileID)
	if err != nil {
		return nil, err
	}
	return serve(signoff.Bytes{Reader: c.Reader, Name: c.Name, SHA256: c.SHA256, Stored: true}, "attachment", c.MediaType)
}

func (h *handlers) arrivalPDF(ctx context.Context, in *idInput) (*fileOutput, error) {
	c, err := h.Incoming.Open(ctx, actorOf(ctx), in.ID, "")
	if err != nil {
		return nil, err
	}
	return serve(signoff.Bytes{Reader: c.Reader, Name: c.Name, SHA256: c.SHA256, Stored: true}, "inline", c.MediaType)
}

func (h *handlers) arrivalSlip(ctx context.Context, in *idInput) (*fileOutput, error) {
	b, err := h.Incoming.Slip(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return serve(signoff.Bytes{Reader: inMemory{bytes.NewReader(b)}, Name: "Phiếu giải quyết văn bản đến.pdf"}, "inline", "application/pdf")
}

// inMemory is bytes that nobody has to close.
type inMemory struct{ *bytes.Reader }

// Close does nothing.
func (inMemory) Close() error { return nil }
