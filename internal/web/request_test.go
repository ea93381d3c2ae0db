package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"trinhky/internal/store"
	"trinhky/internal/web"
	"trinhky/internal/web/client"
	"trinhky/internal/web/session"
)

func TestWhatTheContractDoesNotKnowIsRefused(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	before := o.rows()
	tests := []struct {
		name, method, path, body string
		status                   int
		code                     string
	}{
		{"a state in a new document", "POST", "documents", `{"kind":"notice","subject":"x","state":"issued"}`, 422, "UNKNOWN_FIELD"},
		{"an id in a change", "PATCH", "documents/" + d.ID, `{"id":"other","subject":"x"}`, 422, "UNKNOWN_FIELD"},
		{"a drafter in a change", "PATCH", "documents/" + d.ID, `{"drafter":"person-sang.dc"}`, 422, "UNKNOWN_FIELD"},
		{"a version in a change", "PATCH", "documents/" + d.ID, `{"version":9}`, 422, "UNKNOWN_FIELD"},
		{"deep inside", "PATCH", "documents/" + d.ID, `{"body":{"blocks":[{"kind":"paragraph","runs":[{"text":"x","href":"javascript:alert(1)"}]}]}}`, 422, "UNKNOWN_FIELD"},
		{"another case", "PATCH", "documents/" + d.ID, `{"Subject":"x"}`, 422, "UNKNOWN_FIELD"},
		{"an actor in an action", "POST", "documents/" + d.ID + "/actions/submit", `{"actor":"person-sang.dc"}`, 422, "UNKNOWN_FIELD"},
		{"a kind of block that is none", "PATCH", "documents/" + d.ID, `{"body":{"blocks":[{"kind":"script"}]}}`, 422, "INPUT_INVALID"},
		{"a list for a text", "PATCH", "documents/" + d.ID, `{"subject":["x"]}`, 422, "INPUT_INVALID"},
		{"null for a list", "PATCH", "documents/" + d.ID, `{"body":{"blocks":null}}`, 422, "INPUT_INVALID"},
		{"no object", "PATCH", "documents/" + d.ID, `[]`, 422, "INPUT_INVALID"},
		{"no JSON", "PATCH", "documents/" + d.ID, `subject=x`, 400, "BODY_UNREADABLE"},
		{"half a JSON", "PATCH", "documents/" + d.ID, `{"subject":"x"`, 400, "BODY_UNREADABLE"},
		{"two JSONs", "PATCH", "documents/" + d.ID, `{"subject":"x"}{"subject":"y"}`, 400, "BODY_UNREADABLE"},
		{"nothing", "PATCH", "documents/" + d.ID, ``, 400, "BODY_UNREADABLE"},
		{"two ways to say the same", "POST", "documents", `{"kind":"notice","subject":"x","recipients":["- A"],"recipients_text":"- B"}`, 422, "FIELDS_CONFLICT"},
		{"broken UTF-8", "PATCH", "documents/" + d.ID, "{\"subject\":\"v\xe1\xbb vi\xff\"}", 400, "TEXT_NOT_UTF8"},
		{"TCVN3", "POST", "documents", "{\"kind\":\"notice\",\"text\":\"v\xa8n b\xb6n\"}", 400, "TEXT_NOT_UTF8"},
		{"NUL", "POST", "documents/" + d.ID + "/actions/cancel", `{"comment":"a\u0000b"}`, 400, "CONTROL_CHARACTER"},
		{"NUL in a list", "POST", "documents/" + d.ID + "/actions/request_opinion", `{"to":["a\u0000b"]}`, 400, "CONTROL_CHARACTER"},
		{"broken UTF-8 in a query", "GET", "documents?q=%ff", "", 400, "QUERY_INVALID"},
		{"NUL in a query", "GET", "documents?q=a%00b", "", 400, "QUERY_INVALID"},
		{"a date that is none", "POST", "documents/" + d.ID + "/actions/request_opinion", `{"to":["x"],"due":"ngày mai"}`, 422, "DATE_INVALID"},
		{"a secret", "POST", "documents", `{"kind":"notice","subject":"x","security_level":"mat"}`, 422, "SECRET_REFUSED"},
		{"no such route", "GET", "documents/" + d.ID + "/keys", "", 404, "PAGE_NOT_FOUND"},
		{"no such method", "PUT", "documents/" + d.ID, `{}`, 405, "METHOD_NOT_ALLOWED"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := &office{t: t, url: o.url, clients: map[string]*client.Client{drafter: o.as(drafter)}}
			a := o.send(drafter, test.method, test.path, test.body)
			o.refused(a, test.status, test.code)
			for _, r := range append(a.problem.Reasons, client.Reason{Detail: a.problem.Detail}) {
				if english.MatchString(r.Detail) {
					t.Errorf("a person is told %q", r.Detail)
				}
			}
		})
	}
	if after := o.rows(); after != before {
		t.Errorf("refused requests left %+v, was %+v", after, before)
	}
	a := o.send(drafter, "PATCH", "documents/"+d.ID, `subject`, "Content-Type", "text/plain")
	o.refused(a, 415, "MEDIA_TYPE_UNKNOWN")
}

var english = regexp.MustCompile(`(?i)expected|invalid|unknown|failed|must|required|missing`)

func TestTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	before := o.rows()
	long := func(n int) string { return strings.Repeat("Văn bản dài. ", n/16) }
	o.refused(o.send(drafter, "POST", "documents", `{"kind":"notice","subject":"x","text":"`+long(20<<20)+`"}`), 413, "TEXT_TOO_LARGE")
	o.refused(o.send(drafter, "PATCH", "documents/"+d.ID, `{"text":"`+long(20<<20)+`"}`), 413, "TEXT_TOO_LARGE")
	o.refused(o.send(drafter, "POST", "documents", `{"kind":"notice","subject":"x","text":"`+long(25<<20)+`"}`), 413, "BODY_TOO_LARGE")
	o.refused(o.send(drafter, "POST", "documents/"+d.ID+"/actions/cancel", `{"comment":"`+long(2<<20)+`"}`), 413, "BODY_TOO_LARGE")
	o.refused(o.send(drafter, "POST", "documents/"+d.ID+"/actions/cancel", `{"comment":"`+long(2<<20)+`"}`, "Idempotency-Key", "dai"), 413, "BODY_TOO_LARGE")
	o.refused(o.send("", "POST", "sessions", `{"username":"a","password":"`+long(2<<20)+`"}`), 413, "BODY_TOO_LARGE")
	for _, path := range []string{"sessions", "documents", "documents/" + d.ID + "/attachments"} {
		status := o.sendRaw(fmt.Sprintf("POST /api/v1/%s HTTP/1.1\r\nHost: office\r\nContent-Length: %d\r\n\r\n", path, 600<<20), false)
		if status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: 600 MB announced: %d", path, status)
		}
	}
	if after := o.rows(); after != before {
		t.Errorf("what was too much left %+v, was %+v", after, before)
	}
}

// Attack 42: spellings of a path that once led around a guard, or out of the folder, or to another host.
func TestAttack42OddPathsLeadNowhere(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	for _, path := range []string{
		"/api/v1/documents/%2e%2e/me", "/api/v1/documents/../me", "/api/v1/documents/..%2fme", "/api/v1/documents/%2e%2e%2fme",
		"/api/v1%2fme", "/api%2fv1/me", "/api/v1/documents%2f" + d.ID, "/api/v1/documents/" + d.ID + "%2fpdf",
		"/api/v1/documents/" + d.ID + "/%2e/pdf", "/api/v1/documents/" + d.ID + "%00", "/api/v1/documents/" + d.ID + "%09", "/api/v1/documents/%5c..%5cme",
		"/api/v1/documents/" + d.ID + "/attachments/..%2f..%2f..%2fetc%2fpasswd/content",
		"/static/..%2f..%2fgo.mod", "/static/%2e%2e%2fpages%2flayout.html", "/static/%5c..%5cgo.mod", "/static/../pages/layout.html",
		"/static//layout.html", "/static/%ff", "/%09/evil.example", "/%0d%0aLocation:%20https://evil.example", "//evil.example/", "/%5cevil.example",
		"/metrics%2f", "/healthz/..%2fmetrics",
	} {
		request, err := http.NewRequest(http.MethodGet, o.url, nil)
		o.must(err)
		if strings.HasPrefix(path, "//") {
			request.URL.Path = path
		} else {
			request.URL.Opaque = path // as it stands
		}
		request.Header.Set("Authorization", "Bearer "+o.as(drafter).Token)
		a := o.do(request)
		if a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d %.200s", path, a.StatusCode, a.body)
		}
		if strings.HasPrefix(path, "/api/") && a.problem.Code != "PAGE_NOT_FOUND" {
			t.Errorf("%s reached a room: %s", path, a.body)
		}
		if location := a.Header.Get("Location"); location != "" {
			t.Errorf("%s leads to %s", path, location)
		}
	}
}

func TestAForeignPageMovesNobody(t *testing.T) {
	t.Parallel()
	o := quick(t)
	token := o.as(drafter).Token
	const cookie, bearer, basic, mixed = "cookie", "bearer", "basic and cookie", "bad bearer and cookie"
	tests := []struct {
		name, who, method, site, origin string
		status                          int
	}{
		{"a form of our own", cookie, "POST", "same-origin", "own", 201},
		{"typed into the address bar", cookie, "POST", "none", "", 201},
		{"a program with a cookie", cookie, "POST", "", "", 201},
		{"an old browser, own page", cookie, "POST", "", "own", 201},
		{"a foreign page", cookie, "POST", "cross-site", "https://evil.example", 403},
		{"a neighbouring host", cookie, "POST", "same-site", "https://other.office.example", 403},
		{"an old browser, foreign page", cookie, "POST", "", "https://evil.example", 403},
		{"a sandboxed frame", cookie, "POST", "", "null", 403},
		{"a foreign page deletes", cookie, "DELETE", "cross-site", "https://evil.example", 403},
		{"a link on a foreign page", cookie, "GET", "cross-site", "", 200},
		{"a program's token from anywhere", bearer, "POST", "cross-site", "https://evil.example", 201},
		{"no token hides the cookie from the check", basic, "POST", "cross-site", "https://evil.example", 403},
		{"a bad token is not replaced by the cookie", mixed, "POST", "cross-site", "https://evil.example", 401},
		{"nobody logs somebody in", "", "POST", "cross-site", "https://evil.example", 403},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path, body := "documents", `{"kind":"notice","subject":"về việc thử"}`
			switch {
			case test.method == "GET":
				path, body = "me", ""
			case test.method == "DELETE":
				path, body = "sessions/current", ""
			case test.who == "":
				path, body = "sessions", `{"username":"`+drafter+`","password":"`+password+`"}`
			}
			request, err := http.NewRequest(test.method, o.url+"/api/v1/"+path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/json")
			if strings.Contains(test.who, cookie) {
				request.AddCookie(&http.Cookie{Name: "trinhky", Value: token})
			}
			switch test.who {
			case bearer:
				request.Header.Set("Authorization", "Bearer "+token)
			case basic:
				request.Header.Set("Authorization", "Basic "+token)
			case mixed:
				request.Header.Set("Authorization", "Bearer x")
			}
			if test.site != "" {
				request.Header.Set("Sec-Fetch-Site", test.site)
			}
			if test.origin == "own" {
				test.origin = o.url
			}
			if test.origin != "" {
				request.Header.Set("Origin", test.origin)
			}
			if a := o.do(request); a.StatusCode != test.status {
				t.Errorf("%d %s, want %d", a.StatusCode, a.body, test.status)
			}
		})
	}
}

// addresses are those in the access log.
func (o *office) addresses() (found []string) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Raw(`SELECT address FROM access_log ORDER BY id`).Scan(&found).Error
	}))
	return found
}

// Attacks 12 and 42: whoever writes X-Forwarded-For writes nothing into our logs, unless a configured proxy does.
func TestAttack42ASpoofedAddressReachesNoLog(t *testing.T) {
	t.Parallel()
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("10.0.0.0/8")}
	tests := []struct {
		name, header, want string
		behindProxies      bool
	}{
		{"no proxy", "203.0.113.9", "127.0.0.1", false},
		{"no proxy, private address", "10.1.1.1", "127.0.0.1", false},
		{"a proxy", "203.0.113.9", "203.0.113.9", true},
		{"a proxy and what the client claims", "198.51.100.1, 203.0.113.9", "203.0.113.9", true},
		{"two proxies", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9", true},
		{"nonsense", "evil\" OR 1=1", "127.0.0.1", true},
		{"nonsense behind a proxy", "evil, 10.0.0.2", "10.0.0.2", true},
		{"IPv4 in IPv6", "::ffff:203.0.113.9", "203.0.113.9", true},
		{"a proxy that says nothing", "", "127.0.0.1", true},
	}
	offices := map[bool]*office{
		false: quick(t),
		true:  quick(t, func(c *web.Config) { c.Proxies = loopback }),
	}
	for _, test := range tests {
		o := offices[test.behindProxies]
		o.as(outsider)
		before, logged := len(o.addresses()), len(o.log.String())
		headers := []string{"X-Real-IP", "192.0.2.66", "Forwarded", "for=192.0.2.66", "True-Client-IP", "192.0.2.66"}
		if test.header != "" {
			headers = append(headers, "X-Forwarded-For", test.header)
		}
		o.refused(o.send("", "POST", "sessions", `{"username":"`+drafter+`","password":"sai-mat-khau"}`, headers...), 401, "LOGIN_FAILED")
		o.refused(o.send(outsider, "GET", "documents/"+store.NewID(), "", headers...), 404, "DOCUMENT_NOT_FOUND")
		found := o.addresses()[before:]
		if len(found) != 2 || found[0] != test.want || found[1] != test.want {
			t.Errorf("%s: the access log has %q, want %q", test.name, found, test.want)
		}
		if log := o.log.String()[logged:]; strings.Contains(log, "192.0.2.66") || strings.Count(log, `"address":"`+test.want+`"`) != 2 {
			t.Errorf("%s: the log: %s", test.name, log)
		}
	}
}

// Attack 43: a token that was ended opens nothing, and too many guesses close the door.
func TestAttack43AnEndedSessionIsOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := quick(t)
	c := &client.Client{Base: o.url}
	s, err := c.LogIn(ctx, strings.ToUpper(drafter), password)
	o.must(err)
	if s.Token == "" || s.Actor.ID != o.ids[drafter] || !s.ExpiresAt.After(time.Now()) {
		t.Errorf("session %+v", s)
	}
	_, err = c.Me(ctx)
	o.must(err)
	o.must(c.Do(ctx, "DELETE", "/sessions/current", nil, nil))
	if _, err := c.Me(ctx); err == nil || !strings.Contains(err.Error(), "UNAUTHENTICATED") {
		t.Errorf("after the log-out: %v", err)
	}
	for range 10 {
		o.refused(o.send("", "POST", "sessions", `{"username":"`+clerk+`","password":"doan-mo"}`, "X-Forwarded-For", store.NewID()), 401, "LOGIN_FAILED")
	}
	o.refused(o.send("", "POST", "sessions", `{"username":"`+clerk+`","password":"`+password+`"}`, "X-Forwarded-For", "203.0.113.1"), 429, "TOO_MANY_ATTEMPTS")
	o.refused(o.send("", "POST", "sessions", `{"username":"`+clerk+`","password":"x","otp":"1"}`), 422, "UNKNOWN_FIELD")
}

func TestTheLogHoldsNoSecretsAndNoWords(t *testing.T) {
	t.Parallel()
	o := quick(t)
	o.walk(o.draft(), "numbered")
	o.send(drafter, "GET", "documents?q=chuyen-rieng", "")
	o.send("", "POST", "sessions", `{"username":"`+drafter+`","password":"sai-mat-khau"}`)
	log := o.log.String()
	secrets := []string{password, "sai-mat-khau", pin, "lịch trực", "chuyen-rieng", "Bearer"}
	for _, c := range o.clients {
		secrets = append(secrets, c.Token)
	}
	for _, secret := range secrets {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log, `"route":"/api/v1/documents/:id/actions/:action"`) || !strings.Contains(log, `"person":"`+o.ids[signer]+`"`) {
		t.Errorf("the log does not say who asked for what: %.500s", log)
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		o := quick(t, func(c *web.Config) { c.Secure = secure })
		form := url.Values{"username": {drafter}, "password": {password}}
		a := o.send("", "POST", "/login", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		if a.StatusCode != http.StatusSeeOther || len(a.Cookies()) != 1 {
			t.Fatalf("%d with %d cookies: %s", a.StatusCode, len(a.Cookies()), a.body)
		}
		c, name := a.Cookies()[0], map[bool]string{false: "trinhky", true: "__Host-trinhky"}[secure]
		if c.Name != name || c.Secure != secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Expires.IsZero() {
			t.Errorf("cookie %s", c.Raw)
		}
		for _, sent := range []string{"trinhky", "__Host-trinhky"} {
			want := map[bool]int{true: 200, false: 401}[sent == name]
			if got := o.send("", "GET", "me", "", "Cookie", sent+"="+c.Value); got.StatusCode != want {
				t.Errorf("secure %v: the cookie %s gives %d, want %d", secure, sent, got.StatusCode, want)
			}
		}
		if hsts := a.Header.Get("Strict-Transport-Security"); (hsts != "") != secure {
			t.Errorf("HSTS %q", hsts)
		}
		// The log-out takes the cookie away by the same name and attributes.
		gone := &recorder{header: http.Header{}}
		session.ClearCookie(gone, secure)
		if text := gone.header.Get("Set-Cookie"); !strings.HasPrefix(text, name+"=;") || !strings.Contains(text, "Max-Age=0") || strings.Contains(text, "Secure") != secure {
			t.Errorf("cleared by %q", text)
		}
	}
}

type recorder struct {
	http.ResponseWriter
	header http.Header
}

// Header is what was set.
func (r *recorder) Header() http.Header { return r.header }

func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	o := quick(t)
	d := o.draft()
	for path, status := range map[string]int{
		"/api/v1/me": 200, "/api/v1/documents/" + d.ID + "/pdf": 200, "/api/v1/nothing": 404, "/api/docs": 200, "/nothing": 404, "/healthz": 200,
	} {
		a := o.send(drafter, "GET", path, "")
		if a.StatusCode != status {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
		csp := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors") || strings.Contains(csp, "script-src 'unsafe") ||
			a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Referrer-Policy") == "" || a.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, a.Header)
		}
		if page := strings.HasPrefix(a.Header.Get("Content-Type"), "text/html"); page && (strings.Contains(csp, "'unsafe-") || strings.Contains(csp, "'wasm-") ||
			!strings.Contains(csp, "script-src 'self';") || !strings.Contains(csp, "require-trusted-types-for 'script'; trusted-types trinhky;")) {
			t.Errorf("%s lets more than our own files in: %s", path, csp)
		}
		if strings.HasPrefix(path, "/api/v1/") && a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", path, a.Header.Get("Cache-Control"))
		}
	}
	if p := o.send(drafter, "GET", "nothing", "").problem; !strings.HasPrefix(p.Instance, "urn:uuid:") {
		t.Errorf("a problem without a request: %+v", p)
	}
}
