package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// TestAttack43AFirstPasswordOpensNothing: who comes in with a password that an administrator gave, and knows, can do
// nothing but choose another; then everything is as ever.
func TestAttack43AFirstPasswordOpensNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		ctx := context.Background()
		const first, own = "mật khẩu lần đầu", "mật khẩu của riêng mình"
		draft := o.draft()
		o.must(o.login.SetPassword(ctx, authz.Actor{Kind: authz.Person, PersonID: o.ids[admin], Name: "Quản trị"}, o.ids[drafter], drafter, first))
		delete(o.clients, drafter)
		c := &client.Client{Base: o.url}
		_, err := c.LogIn(ctx, drafter, first)
		o.must(err)
		o.clients[drafter] = c
		before := o.rows()
		for _, path := range []string{"me", "documents?box=all", "documents/" + draft.ID, "documents/" + draft.ID + "/pdf", "admin/audit", "notices"} {
			o.refused(o.send(drafter, http.MethodGet, path, ""), http.StatusForbidden, "PASSWORD_MUST_CHANGE")
		}
		for _, path := range []string{"documents", "documents/" + draft.ID + "/actions/submit", "signatures", "/uploads"} {
			o.refused(o.send(drafter, http.MethodPost, path, "{}"), http.StatusForbidden, "PASSWORD_MUST_CHANGE")
		}
		page := func(method, path string, fields url.Values) answer {
			r, err := http.NewRequest(method, o.url+path, strings.NewReader(fields.Encode()))
			o.must(err)
			r.AddCookie(&http.Cookie{Name: "trinhky", Value: o.clients[drafter].Token})
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return o.do(r)
		}
		for _, path := range []string{"/", "/boxes/drafts", "/documents/" + draft.ID, "/documents/" + draft.ID + "/pdf", "/offline", "/search", "/events", "/nonesuch"} {
			if a := page(http.MethodGet, path, nil); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/password" {
				t.Errorf("%s: %d to %q", path, a.StatusCode, a.Header.Get("Location"))
			}
		}
		for _, path := range []string{"/documents", "/documents/" + draft.ID + "/actions/submit", "/sign", "/documents/working"} {
			if a := page(http.MethodPost, path, url.Values{"key": {"k"}}); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %d", path, a.StatusCode)
			}
		}
		if after := o.rows(); after != before {
			t.Errorf("a first password left %+v, before %+v", after, before)
		}
		for _, path := range []string{"/password", "/service-worker.js", "/manifest.webmanifest", "/healthz"} {
			if a := page(http.MethodGet, path, nil); a.StatusCode != http.StatusOK {
				t.Errorf("%s: %d", path, a.StatusCode)
			}
		}
		changed := page(http.MethodPost, "/password", url.Values{"old": {first}, "password": {own}, "again": {own}})
		if changed.StatusCode != http.StatusSeeOther || len(changed.Cookies()) == 0 {
			t.Fatalf("the own password: %d", changed.StatusCode)
		}
		o.clients[drafter].Token = changed.Cookies()[0].Value
		if a := page(http.MethodGet, "/boxes/drafts", nil); a.StatusCode != http.StatusOK {
			t.Errorf("afterwards: %d", a.StatusCode)
		}
		if a := o.send(drafter, http.MethodGet, "me", ""); a.StatusCode != http.StatusOK {
			t.Errorf("afterwards: %d", a.StatusCode)
		}
	})
}
