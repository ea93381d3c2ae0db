package pages

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// The cast of a log-in page can carry a document from its draft to its receipt, in that order.
func TestTheCastOfADemo(t *testing.T) {
	t.Parallel()
	db := storetest.SQLite(t)
	must(t, directory.LoadDemo(context.Background(), db))
	s := site{Deps{Demo: &Demo{Password: password, Filled: func() time.Time { return time.Time{} }, Accounts: func(ctx context.Context) (accounts []directory.Account, err error) {
		err = db.View(ctx, func(tx *store.Tx) error {
			accounts, err = directory.Accounts(tx, "2026-11-10")
			return err
		})
		return accounts, err
	}}}}
	all, err := s.members(context.Background(), "/x")
	must(t, err)
	accounts, err := s.Demo.Accounts(context.Background())
	must(t, err)
	posts := map[string]directory.Post{}
	for _, a := range accounts {
		posts[a.Username] = a.Posts[0]
	}
	var roles []string
	for i, m := range all {
		if m.Main {
			roles = append(roles, posts[m.Username].Role)
			if i != len(roles)-1 || m.Password != password || m.Next != "/x" {
				t.Errorf("%d: %+v", i, m)
			}
		}
	}
	if got := strings.Join(roles, " "); !strings.HasPrefix(got, "specialist unit_head chief_of_office") || !strings.HasSuffix(got, "clerk administrator clerk") || len(all) != len(accounts) {
		t.Errorf("%d of %d: %s", len(all), len(accounts), got)
	}
	if drafter, head := posts[all[0].Username], posts[all[1].Username]; drafter.OrganID != head.OrganID {
		t.Errorf("%s is no head of %s's unit", all[1].Name, all[0].Name)
	}
}

// A first day leads to pages that are there, and counts what its visitor did, not what the demo's own people had done before.
func TestAFirstDay(t *testing.T) {
	t.Parallel()
	var filled atomic.Pointer[time.Time]
	filled.Store(&time.Time{})
	demo := &Demo{Password: password, Filled: func() time.Time { return *filled.Load() }, Accounts: func(context.Context) ([]directory.Account, error) { return nil, nil }}
	o := openDemo(t, storetest.SQLite(t), demo)
	for _, who := range cast {
		day := o.as(who).get("/demo").is(http.StatusOK)
		steps := regexp.MustCompile(`(?s)<ol class="tour">.*</ol>`).FindString(day.raw)
		for _, step := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(steps, -1) {
			o.as(who).get(step[1]).is(http.StatusOK)
		}
	}
	o.draft()
	o.as(drafter).get("/demo").says("Đã làm 1 trên")
	now := time.Now()
	filled.Store(&now)
	o.as(drafter).get("/demo").says("Đã làm 0 trên")
	o.draft()
	o.as(drafter).get("/demo").says("Đã làm 1 trên")
}

// A real office knows nothing of a demo: no cast, no tour, no strip.
func TestARealOfficeHasNoCast(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	if page := o.stranger().get("/login"); strings.Contains(page.raw, "cast") {
		t.Error("the log-in page offers people to be")
	}
	o.as(drafter).get("/demo").is(http.StatusNotFound)
	if page := o.as(drafter).get("/"); strings.Contains(page.raw, "role-play") {
		t.Error("the workbench offers to be somebody else")
	}
}

// Who logs in anew in one browser leaves no session behind.
func TestOneBrowserHasOneSession(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	p := o.stranger()
	here, err := url.Parse(o.base)
	must(t, err)
	form := p.get("/login").form("/login")
	form.submit(one("username", drafter, "password", password)).is(http.StatusOK)
	before := p.client.Jar.Cookies(here)
	form.submit(one("username", approver, "password", password)).is(http.StatusOK)
	p.get("/boxes/todo").is(http.StatusOK)
	p.client.Jar.SetCookies(here, before)
	if page := p.get("/boxes/todo"); page.path != "/login" {
		t.Errorf("the session before is still open: %s", page.path)
	}
}
