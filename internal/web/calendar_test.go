package web_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"

	"trinhky/internal/notice"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// refusal is what an error of the client says; the zero Problem when it is none.
func refusal(err error) client.Problem {
	var refused *client.Error
	if errors.As(err, &refused) {
		return refused.Problem
	}
	return client.Problem{}
}

func TestCalendarOverTheAPI(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := open(t, s), context.Background()
		var y client.CalendarYear
		o.must(o.as(outsider).Do(ctx, http.MethodGet, "/calendar?year=2026", nil, &y))
		if y.Year != 2026 || y.MayEdit || len(y.Worked) != 12 || !slices.ContainsFunc(y.Days, func(d client.CalendarDay) bool {
			return d.Day == "2026-02-17" && d.National && d.Kind == "off"
		}) {
			t.Errorf("a chuyên viên reads %+v", y)
		}
		day := client.NewCalendarDay{Day: "2026-11-23", Name: "Nghỉ riêng", Kind: "off"}
		o.must(o.as(admin).Do(ctx, http.MethodPost, "/calendar/days", day, &y))
		at := slices.IndexFunc(y.Days, func(d client.CalendarDay) bool { return d.Day == day.Day })
		if at < 0 || y.Days[at].Name != day.Name || y.Days[at].National || y.Days[at].By == "" || y.Days[at].At == nil || y.Worked[10] != 20 || !y.MayEdit {
			t.Errorf("decided %+v", y)
		}
		for path, c := range map[string]struct {
			who    string
			body   any
			method string
			status int
		}{
			"/calendar/days":            {drafter, day, http.MethodPost, 403},
			"/calendar/days/2026-11-23": {clerk, nil, http.MethodDelete, 403},
			"/calendar/days/2026-11-24": {admin, nil, http.MethodDelete, 404},
			"/calendar/days/tomorrow":   {admin, nil, http.MethodDelete, 422},
			"/calendar?year=1990":       {admin, nil, http.MethodGet, 422},
		} {
			if err := o.as(c.who).Do(ctx, c.method, path, c.body, nil); refusal(err).Status != c.status {
				t.Errorf("%s %s by %s: %v, want %d", c.method, path, c.who, err, c.status)
			}
		}
		o.must(o.as(admin).Do(ctx, http.MethodDelete, "/calendar/days/2026-11-23", nil, &y))
		if slices.ContainsFunc(y.Days, func(d client.CalendarDay) bool { return d.Day == day.Day }) {
			t.Error("a day that was taken back is still there")
		}
	})
}

func TestNoticesOverTheAPI(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := open(t, s), context.Background()
		tell := func(key string) {
			o.must(s.Update(ctx, func(tx *store.Tx) error {
				return notice.Tell(tx, []string{o.ids[drafter]}, notice.Message{About: notice.Task, AboutID: "t", Action: "a", Key: key, Label: "Nhiệm vụ mới", Urgent: true})
			}))
		}
		list := func(query string) (l []client.Notice) {
			t.Helper()
			o.must(o.as(drafter).Do(ctx, http.MethodGet, "/notices"+query, nil, &l))
			return l
		}
		tell("1")
		tell("2")
		l := list("")
		if len(l) != 2 || l[0].About != "task" || !l[0].Urgent || l[0].DocumentID != "" || l[0].SeenAt != nil {
			t.Errorf("told %+v", l)
		}
		o.must(o.as(drafter).Do(ctx, http.MethodPost, "/notices/seen", client.SeenNotices{ID: l[0].ID}, nil))
		if len(list("")) != 1 || len(list("?all=true")) != 2 || len(list("?all=true&before="+l[0].ID)) != 1 || list("?all=true")[0].SeenAt == nil {
			t.Errorf("after one was seen: %+v", list("?all=true"))
		}
		if err := o.as(drafter).Do(ctx, http.MethodPost, "/notices/seen", client.SeenNotices{}, nil); refusal(err).Status != 422 {
			t.Errorf("nothing seen: %v", err)
		}
		wish := client.NoticeWish{Mail: "digest", DigestHour: 8}
		if err := o.as(drafter).Do(ctx, http.MethodPost, "/notices/preferences", wish, nil); refusal(err).Code != "NOTICE_NO_ADDRESS" {
			t.Errorf("without an address: %v", err)
		}
		o.must(s.Update(ctx, func(tx *store.Tx) error {
			return tx.DB().Exec(`UPDATE person SET email = 'thuan@example.vn' WHERE id = ?`, o.ids[drafter]).Error
		}))
		o.must(o.as(drafter).Do(ctx, http.MethodPost, "/notices/preferences", wish, nil))
		var settings client.NoticeSettings
		o.must(o.as(drafter).Do(ctx, http.MethodGet, "/notices/preferences", nil, &settings))
		if settings.NoticeWish != wish || settings.Address != "thuan@example.vn" || settings.Possible || settings.Letters == nil {
			t.Errorf("the wish is %+v", settings)
		}
	})
}
