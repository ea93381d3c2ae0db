package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/notice"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// idOf is a person's id by username.
func (o *office) idOf(username string) (id string) {
	o.t.Helper()
	must(o.t, o.store.View(context.Background(), func(tx *store.Tx) error {
		people, err := directory.People(tx, officeDay)
		for _, p := range people {
			if p.Username == username {
				id = p.ID
			}
		}
		return err
	}))
	return id
}

func (o *office) tell(username string, m notice.Message) {
	o.t.Helper()
	id := o.idOf(username)
	must(o.t, o.store.Update(context.Background(), func(tx *store.Tx) error { return notice.Tell(tx, []string{id}, m) }))
}

func TestNoticesPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		p := o.as(drafter)
		p.get("/notices").is(http.StatusOK).says("Không có thông báo mới", "Gửi thư")
		p.get("/notices?all=1").is(http.StatusOK).says("Chưa có thông báo nào.")
		for _, key := range []string{"1", "2"} {
			o.tell(drafter, notice.Message{About: notice.Task, AboutID: "t" + key, Action: "a", Key: key, Label: "Nhiệm vụ mới <b>", Urgent: true})
		}
		page := p.get("/notices").says("Nhiệm vụ mới <b>", "Khẩn")
		if !strings.Contains(strings.Join(page.links, " "), "/tasks/t1") || strings.Contains(page.raw, "<b>") && strings.Contains(page.raw, "mới <b>") {
			t.Errorf("the page leads to %v", page.links)
		}
		p.get("/").says("Nhiệm vụ mới") // on the workbench too
		if left := page.form("/notices/seen").send().is(http.StatusOK); strings.Count(left.words, "Nhiệm vụ mới") != 1 {
			t.Errorf("after one was seen:\n%s", squeeze(left.words))
		}
		page = p.get("/notices")
		all := slices.IndexFunc(page.forms, func(f *formHTML) bool { return f.values.Has("up_to") })
		page.forms[all].send().is(http.StatusOK).says("Không có thông báo mới")
		p.get("/notices?all=1").says("đã xem", "Nhiệm vụ mới")
	})
}

func TestNoticePreferences(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		p := o.as(drafter)
		wish := one("mail", "digest", "digest_hour", "16", "quiet_from", "22", "quiet_to", "5")
		back := p.get("/notices").form("/notices/preferences").submit(wish).is(http.StatusUnprocessableEntity).says("chưa có địa chỉ thư điện tử")
		if kept := back.form("/notices/preferences").values; kept.Get("mail") != "digest" || kept.Get("digest_hour") != "16" {
			t.Errorf("what was typed is lost: %v", kept)
		}
		id := o.idOf(drafter)
		must(t, s.Update(context.Background(), func(tx *store.Tx) error {
			return tx.DB().Exec(`UPDATE person SET email = 'thuan@example.vn' WHERE id = ?`, id).Error
		}))
		saved := p.get("/notices").form("/notices/preferences").submit(wish).is(http.StatusOK).says("thuan@example.vn")
		if kept := saved.form("/notices/preferences").values; kept.Get("mail") != "digest" || kept.Get("digest_hour") != "16" || kept.Get("quiet_from") != "22" || kept.Get("quiet_to") != "5" {
			t.Errorf("kept %v", kept)
		}
		p.get("/notices").form("/notices/preferences").submit(one("digest_hour", "25")).is(http.StatusUnprocessableEntity)
	})
}

func TestCalendarPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		if page := o.as(drafter).get("/calendar?year=2026").is(http.StatusOK).says("Tết Nguyên đán", "Giỗ Tổ Hùng Vương", "250 ngày làm việc"); page.offers("/calendar/days") {
			t.Error("a chuyên viên is offered to edit")
		}
		p := o.as(signer) // chánh văn phòng
		page := p.get("/calendar").says("năm 2014")
		page.form("/calendar/days").submit(one("day", "2014-06-12", "kind", "off", "name", "")).is(http.StatusUnprocessableEntity).says("Ghi tên ngày")
		done := page.form("/calendar/days").submit(one("day", "2014-06-12", "kind", "off", "name", "Nghỉ riêng")).is(http.StatusOK).says("Nghỉ riêng", "12/06/2014")
		done.form("/calendar/days/2014-06-12/removal").send().is(http.StatusOK).says("Không có: lịch theo ngày nghỉ của cả nước.")
		p.get("/calendar?year=1999").is(http.StatusUnprocessableEntity)
		p.get("/calendar?year=nay").is(http.StatusBadRequest)
	})
}

// The months hang as on a wall: Mondays first, every day once.
func TestMonths(t *testing.T) {
	t.Parallel()
	for first := time.Date(2000, 1, 1, 0, 0, 0, 0, store.Hanoi); first.Year() < 2030; first = first.AddDate(0, 1, 0) {
		n := 0
		for _, week := range newMonth(first.Year(), first.Month(), 0, nil).Weeks {
			if len(week) != 7 {
				t.Fatalf("%s: a week of %d days", first, len(week))
			}
			for i, d := range week {
				if d.Number == 0 {
					continue
				}
				if n++; d.Number != n || d.Off != (i > 4) || i != (int(first.AddDate(0, 0, n-1).Weekday())+6)%7 {
					t.Fatalf("%s: day %d is %+v in column %d", first, n, d, i)
				}
			}
		}
		if want := first.AddDate(0, 1, -1).Day(); n != want {
			t.Fatalf("%s has %d days, want %d", first, n, want)
		}
	}
}
