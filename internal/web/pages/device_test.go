package pages

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// An installed application finds every picture that its manifest names, and its worker under the one address that may
// not change.
func TestTheApplicationCanBeInstalled(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	get := func(path string) (*http.Response, []byte) {
		t.Helper()
		got, err := http.Get(o.base + path)
		must(t, err)
		defer func() { _ = got.Body.Close() }()
		body, err := io.ReadAll(got.Body)
		must(t, err)
		if got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", path, got.StatusCode)
		}
		return got, body
	}
	got, body := get("/manifest.webmanifest")
	var m manifest
	must(t, json.Unmarshal(body, &m))
	if kind := got.Header.Get("Content-Type"); kind != "application/manifest+json" || m.Start != "/" || m.Scope != "/" || len(m.Icons) < 3 || len(m.Shortcuts) == 0 {
		t.Errorf("%s: %+v", kind, m)
	}
	for _, i := range m.Icons {
		if got, _ := get(i.Source); got.Header.Get("Content-Type") != i.Type {
			t.Errorf("%s is %s, not %s", i.Source, got.Header.Get("Content-Type"), i.Type)
		}
	}
	got, body = get("/service-worker.js")
	if got.Header.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/javascript") || len(body) == 0 {
		t.Errorf("the worker: %v, %d bytes", got.Header, len(body))
	}
}

// A shared machine tells nobody of what is another's: the log-out and the next person's log-in let its browser go, the
// same person's log-in does not.
func TestALeftBrowserIsToldNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		outside := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		send := func(path string, fields url.Values, cookies ...string) (session string) {
			t.Helper()
			r, err := http.NewRequest(http.MethodPost, o.base+path, strings.NewReader(fields.Encode()))
			must(t, err)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Cookie", strings.Join(cookies, "; "))
			got, err := outside.Do(r)
			must(t, err)
			must(t, got.Body.Close())
			if got.StatusCode != http.StatusSeeOther {
				t.Fatalf("%s: %d", path, got.StatusCode)
			}
			for _, c := range got.Cookies() {
				if c.Name == "trinhky" {
					session = c.Name + "=" + c.Value
				}
			}
			return session
		}
		as := func(who string) url.Values { return url.Values{"username": {who}, "password": {password}} }
		add := func() { // what device-push.js has the server write
			must(t, s.Update(t.Context(), func(tx *store.Tx) error {
				return tx.DB().Exec(`INSERT INTO notice_device (id, person_id, endpoint, public_key, secret, told, error, created_at)
					SELECT 'shared', id, 'https://push.example/shared', 'k', 's', '', '', ? FROM person WHERE username = ?`, tx.Now, signer).Error
			}))
		}
		told := func(what string, want int) {
			t.Helper()
			var n int
			must(t, s.View(t.Context(), func(tx *store.Tx) error { return tx.DB().Raw(`SELECT count(*) FROM notice_device`).Scan(&n).Error }))
			if n != want {
				t.Errorf("%s: %d browsers are told, want %d", what, n, want)
			}
		}
		add()
		in := send("/login", as(signer), "device=shared")
		send("/logout", nil, in)
		told("logged out of another browser", 1)
		in = send("/login", as(signer), "device=shared")
		told("the same person again", 1)
		send("/logout", nil, in, "device=shared")
		told("logged out", 0)
		add()
		send("/login", as(clerk), "device=shared")
		told("somebody else is in", 0)
		add()
		in = send("/login", as(signer), "device=elsewhere")
		send("/password", url.Values{"old": {password}, "password": {"một mật khẩu mới"}, "again": {"một mật khẩu mới"}}, in, "device=elsewhere")
		told("a new password", 0)
	})
}
