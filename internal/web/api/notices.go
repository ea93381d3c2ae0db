package api

import (
	"context"

	"trinhky/internal/notice"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

type noticesInput struct {
	All    bool   `query:"all" doc:"kể cả thông báo đã xem"`
	Before string `query:"before" maxLength:"200" doc:"id của thông báo cuối trang trước"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" doc:"mặc định 100"`
}

func (h *handlers) notices(ctx context.Context, in *noticesInput) (*of[[]client.Notice], error) {
	notices, err := h.Notices.List(ctx, session.PersonID(ctx), notice.Query{Unseen: !in.All, Before: in.Before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	var arrivals []string
	for _, n := range notices {
		if n.About == notice.Arrival {
			arrivals = append(arrivals, n.AboutID)
		}
	}
	known, err := h.Incoming.Known(ctx, actorOf(ctx), arrivals)
	if err != nil {
		return nil, err
	}
	return &of[[]client.Notice]{each(notices, func(n notice.Notice) client.Notice {
		if a, sees := known[n.AboutID]; sees {
			n.Subject, n.Symbol = a.Subject, a.Symbol
		}
		return client.Notice{
			ID: n.ID, About: n.About, AboutID: n.AboutID, DocumentID: n.DocumentID, Action: n.Action, Label: n.Label, Urgent: n.Urgent,
			Subject: n.Subject, Symbol: n.Symbol, CreatedAt: n.CreatedAt, SeenAt: momentOrNil(n.SeenAt),
		}
	})}, nil
}

type seenInput struct {
	Body client.SeenNotices
}

func (h *handlers) seeNotices(ctx context.Context, in *seenInput) (*none, error) {
	return &none{}, h.Notices.See(ctx, session.PersonID(ctx), notice.Seen{ID: in.Body.ID, About: in.Body.About, AboutID: in.Body.AboutID, UpTo: in.Body.UpTo})
}

func (h *handlers) noticeSettings(ctx context.Context, _ *none) (*of[client.NoticeSettings], error) {
	who := session.PersonID(ctx)
	wish, err := h.Notices.Wish(ctx, who)
	if err != nil {
		return nil, err
	}
	letters, err := h.Notices.Letters(ctx, who)
	if err != nil {
		return nil, err
	}
	return &of[client.NoticeSettings]{client.NoticeSettings{
		NoticeWish: client.NoticeWish{Mail: wish.Mail, DigestHour: wish.DigestHour, QuietFrom: wish.QuietFrom, QuietTo: wish.QuietTo},
		Address:    wish.Address, Possible: wish.Possible,
		Letters: each(letters, func(l notice.Letter) client.NoticeLetter {
			return client.NoticeLetter{
				Kind: l.Kind, State: l.State, Error: l.Error, Attempts: l.Attempts, CreatedAt: l.CreatedAt, SettledAt: momentOrNil(l.SettledAt),
			}
		}),
	}}, nil
}

type wishInput struct {
	Body client.NoticeWish
}

func (h *handlers) setNoticeWish(ctx context.Context, in *wishInput) (*none, error) {
	w := notice.Wish{Mail: in.Body.Mail, DigestHour: in.Body.DigestHour, QuietFrom: in.Body.QuietFrom, QuietTo: in.Body.QuietTo}
	_, err := h.carryOut(ctx, func() error { return h.Notices.SetWish(ctx, session.PersonID(ctx), w) },
		func(context.Context, string) error { return nil })
	return &none{}, err
}
