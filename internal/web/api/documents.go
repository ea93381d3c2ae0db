package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type idInput struct {
	ID string `path:"id"`
}

type documentOutput struct {
	ETag     string `header:"ETag" doc:"phiên bản, để gửi lại trong If-Match"`
	Location string `header:"Location"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: việc đã được làm từ lần gửi trước"`
	Body     client.Document
}

func shown(v signoff.View, replayed string) *documentOutput {
	return &documentOutput{ETag: strconv.Quote(strconv.Itoa(v.Document.Version)), Replayed: replayed, Body: documentOf(v)}
}

type createInput struct {
	Body client.NewDocument
}

func (h *handlers) create(ctx context.Context, in *createInput) (*documentOutput, error) {
	draft, err := draftOf(in.Body)
	if err != nil {
		return nil, err
	}
	var v signoff.View
	replayed, err := h.carryOut(ctx, func() (err error) {
		v, err = h.Signoff.Draft(ctx, session.PersonID(ctx), draft)
		return err
	}, func(ctx context.Context, id string) (err error) {
		v, err = h.Signoff.Show(ctx, session.PersonID(ctx), id)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := shown(v, replayed)
	out.Location = base + "/documents/" + v.Document.ID
	return out, nil
}

// read also notes that what was delivered to the reader was opened.
func (h *handlers) read(ctx context.Context, in *idInput) (*documentOutput, error) {
	v, err := h.Signoff.Show(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	if v.Document.IssuedAt != nil {
		if err := h.Distribution.MarkRead(ctx, actorOf(ctx), in.ID); err != nil {
			return nil, err
		}
	}
	return shown(v, ""), nil
}

type changeInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" doc:"ETag của phiên bản đang sửa"`
	Body    client.Change
}

func (h *handlers) change(ctx context.Context, in *changeInput) (*documentOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	edit := editOf(in.Body)
	edit.Version = version
	var v signoff.View
	replayed, err := h.carryOut(ctx, func() (err error) {
		v, err = h.Signoff.Edit(ctx, session.PersonID(ctx), in.ID, edit)
		return err
	}, h.asItStands(in.ID, &v))
	if err != nil {
		return nil, err
	}
	return shown(v, replayed), nil
}

type fireInput struct {
	ID      string `path:"id"`
	Action  string `path:"action"`
	IfMatch string `header:"If-Match" doc:"ETag của phiên bản đang xem"`
	Body    client.Act
}

func (h *handlers) fire(ctx context.Context, in *fireInput) (*documentOutput, error) {
	act, err := actOf(in.Body)
	if err != nil {
		return nil, err
	}
	if act.Version, err = versionOf(in.IfMatch); err != nil {
		return nil, err
	}
	var v signoff.View
	replayed, err := h.carryOut(ctx, func() (err error) {
		v, err = h.Signoff.Fire(ctx, session.PersonID(ctx), in.ID, in.Action, act)
		return err
	}, h.asItStands(in.ID, &v))
	if err != nil {
		return nil, err
	}
	return shown(v, replayed), nil
}

// asItStands answers a repeat with the document of the path as it is now.
func (h *handlers) asItStands(id string, v *signoff.View) func(context.Context, string) error {
	return func(ctx context.Context, _ string) (err error) {
		*v, err = h.Signoff.Show(ctx, session.PersonID(ctx), id)
		return err
	}
}

type listInput struct {
	Box    string     `query:"box" enum:"drafts,todo,waiting,signing,sealing,issued,received,all" doc:"mặc định all"`
	Query  string     `query:"q" maxLength:"200" doc:"từ trong số ký hiệu hoặc trích yếu, có dấu hoặc không"`
	Kind   string     `query:"kind" maxLength:"100"`
	State  string     `query:"state" maxLength:"100"`
	Issuer string     `query:"issuer" maxLength:"100"`
	From   store.Date `query:"from" format:"date" doc:"ngày văn bản, từ"`
	To     store.Date `query:"to" format:"date" doc:"ngày văn bản, đến"`
	Cursor string     `query:"cursor" maxLength:"500"`
	Limit  int        `query:"limit" minimum:"1" maximum:"200" doc:"mặc định 50"`
}

func (h *handlers) list(ctx context.Context, in *listInput) (*of[client.List], error) {
	listing, err := h.Signoff.List(ctx, session.PersonID(ctx), document.Filter{
		Box: in.Box, Query: in.Query, Kind: in.Kind, State: document.State(in.State), Issuer: in.Issuer, From: in.From, To: in.To,
		Cursor: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	return &of[client.List]{client.List{Next: listing.Next, Items: each(listing.Documents, func(d document.Document) client.Item {
		item := itemOf(d, listing.States[d.ID], listing.Organs, listing.People)
		item.Marks, item.ConclusionDue = marksOf(listing.Marks[d.ID]), momentAt(listing.Conclusions[d.ID])
		return item
	})}}, nil
}

func (h *handlers) events(ctx context.Context, in *idInput) (*of[[]client.Event], error) {
	trail, err := h.Signoff.Events(ctx, session.PersonID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Event]{each(trail, func(e audit.Entry) client.Event {
		return client.Event{
			Seq: e.Seq, At: e.At, Action: e.Action, Actor: client.Named{ID: e.ActorID, Name: e.ActorName}, Capacity: e.Capacity,
			From: e.From, To: e.To, Version: e.Version, Comment: e.Comment, Hash: e.Hash,
		}
	})}, nil
}

// actorOf is who is logged in, for the rooms that read the roles themselves.
func actorOf(ctx context.Context) authz.Actor {
	return authz.Actor{Kind: authz.Person, PersonID: session.PersonID(ctx)}
}

// versionOf reads If-Match: one strong ETag, or "*" and nothing for any version.
func versionOf(header string) (int, error) {
	header = strings.TrimSpace(header)
	if header == "" || header == "*" {
		return 0, nil
	}
	digits, quoted := strings.CutPrefix(header, `"`)
	digits, closed := strings.CutSuffix(digits, `"`)
	version, err := strconv.Atoi(digits)
	if !quoted || !closed || err != nil || version < 1 || strconv.Itoa(version) != digits {
		return 0, fault.New(fault.Malformed, "IF_MATCH_INVALID", `If-Match phải là ETag của văn bản, ví dụ "3".`)
	}
	return version, nil
}

// momentOf reads a time, or a date, which means until that day's end at the office.
func momentOf(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.UTC().Truncate(time.Microsecond), nil
	}
	date, err := store.ParseDate(s)
	if err != nil {
		return time.Time{}, fault.New(fault.Unmet, "DATE_INVALID", "Thời hạn phải là ngày (yyyy-mm-dd) hoặc thời điểm theo RFC 3339.").Because(err)
	}
	return date.Time().AddDate(0, 0, 1).Add(-time.Second).UTC(), nil
}
