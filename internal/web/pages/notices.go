package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
)

// noticesView is what a person was told, and how he wants to be.
type noticesView struct {
	page
	Items   []noticeItem
	All     bool   // also what was seen
	Next    string // the address of the next page; "" at the end
	Newest  string // the id up to which “all seen” marks
	Wish    notice.Wish
	Hours   []int
	Letters []notice.Letter
}

// noticeItem is one line with the address of what it is about.
type noticeItem struct {
	notice.Notice
	Path     string // "" where it leads nowhere
	KindName string // of a document, whose trích yếu alone is half a name
}

const noticePage = 50

func (s *site) notices(c echo.Context, who string) error {
	return s.noticesPage(c, who, nil, nil)
}

func (s *site) noticesPage(c echo.Context, who string, typed *notice.Wish, refused *fault.Fault) error {
	ctx := c.Request().Context()
	view := noticesView{All: c.QueryParam("all") != ""}
	found, err := s.Notices.List(ctx, who, notice.Query{Unseen: !view.All, Before: c.QueryParam("before"), Limit: noticePage})
	if err != nil {
		return err
	}
	if view.Items, err = s.noticeItems(ctx, who, found); err != nil {
		return err
	}
	if len(found) > 0 {
		view.Newest = found[0].ID
	}
	if len(found) == noticePage {
		view.Next = withQuery("/notices", "before", found[len(found)-1].ID)
		if view.All {
			view.Next = withQuery("/notices", "all", "1", "before", found[len(found)-1].ID)
		}
	}
	if view.Wish, err = s.Notices.Wish(ctx, who); err != nil {
		return err
	}
	if view.Letters, err = s.Notices.Letters(ctx, who); err != nil {
		return err
	}
	for h := range 24 {
		view.Hours = append(view.Hours, h)
	}
	status := http.StatusOK
	if view.page, err = s.page(c, who, "Thông báo", "notices"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
		view.Wish.Mail, view.Wish.DigestHour, view.Wish.QuietFrom, view.Wish.QuietTo = typed.Mail, typed.DigestHour, typed.QuietFrom, typed.QuietTo
	}
	return render(c, status, "notices/notices", view)
}

// noticeItems names what the notices are about: a document by itself, a văn bản đến as far as its reader still sees it.
func (s *site) noticeItems(ctx context.Context, who string, found []notice.Notice) (items []noticeItem, err error) {
	var ids []string
	for _, n := range found {
		if n.About == notice.Arrival {
			ids = append(ids, n.AboutID)
		}
	}
	known, err := s.Incoming.Known(ctx, actor(who), ids)
	if err != nil {
		return nil, err
	}
	for _, n := range found {
		if a, sees := known[n.AboutID]; sees {
			n.Symbol, n.Subject = a.Symbol, a.Subject
		}
		item := noticeItem{Notice: n, Path: noticePath(n)}
		if n.Kind != "" {
			item.KindName = kindName(document.Document{Regime: n.Regime, Kind: n.Kind})
		}
		items = append(items, item)
	}
	return items, nil
}

// noticePaths are where things that are no document are looked at.
var noticePaths = map[string]string{
	notice.Arrival: "/incoming/", notice.Task: "/tasks/", notice.CaseFile: "/case-files/", notice.Copy: "/copies/",
}

// spoken are the actions of those who talk about a text.
var spoken = []string{"comment", "reply", "resolve_comment"}

func noticePath(n notice.Notice) string {
	switch path, ok := noticePaths[n.About]; {
	case ok:
		return path + n.AboutID
	case n.DocumentID != "" && slices.Contains(spoken, n.Action):
		return "/documents/" + n.DocumentID + "#comments"
	case n.DocumentID != "":
		return "/documents/" + n.DocumentID
	case n.About == notice.Certificate:
		return "" // who uses it asks the administrator for another
	case n.About == notice.Calendar:
		return "/calendar"
	case n.About == notice.Series:
		return "/registers"
	}
	return ""
}

// sees lets a page of one thing mark what its reader was told of it as seen, once it was shown. That it could not be noted
// keeps nobody from reading.
func (s *site) sees(about, param string, show func(echo.Context, string) error) func(echo.Context, string) error {
	return func(c echo.Context, who string) error {
		if err := show(c, who); err != nil || c.Response().Status != http.StatusOK {
			return err
		}
		ctx := c.Request().Context()
		if err := s.Notices.SeeThing(ctx, who, about, c.Param(param)); err != nil {
			s.Log.WarnContext(ctx, "that a page was opened was not noted", "about", about, "error", err)
		}
		return nil
	}
}

func (s *site) seeNotices(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Notices.See(f.ctx, who, notice.Seen{ID: f.text("id"), UpTo: f.text("up_to")})
	}
	return s.answer(f.ctx, c, err, always("/notices"), func(refused *fault.Fault) error {
		return s.noticesPage(c, who, &notice.Wish{}, refused)
	})
}

func (s *site) setWish(c echo.Context, who string) error {
	f, err := s.form(c, who)
	wish := notice.Wish{Mail: f.text("mail")}
	for name, hour := range map[string]*int{"digest_hour": &wish.DigestHour, "quiet_from": &wish.QuietFrom, "quiet_to": &wish.QuietTo} {
		if *hour, err = hourOf(f, name, err); err != nil {
			break
		}
	}
	if err == nil {
		err = s.Notices.SetWish(f.ctx, who, wish)
	}
	return s.answer(f.ctx, c, err, always("/notices"), func(refused *fault.Fault) error { return s.noticesPage(c, who, &wish, refused) })
}

// hourOf reads a field that holds an hour, unless something failed before.
func hourOf(f form, name string, before error) (int, error) {
	if before != nil {
		return 0, before
	}
	n, err := strconv.Atoi(f.text(name))
	if err != nil {
		return 0, fault.New(fault.Unmet, "NOTICE_HOUR_INVALID", "Chọn giờ trong danh sách.").Because(err)
	}
	return n, nil
}
