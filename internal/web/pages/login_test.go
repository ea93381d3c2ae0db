package pages

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store/storetest"
)

func TestInside(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/documents/1?x=2#y": "/documents/1?x=2#y", "/": "/", "": "/", "https://evil.example/": "/", "//evil.example": "/",
		`/\evil.example`: "/", "/\t/evil.example": "/", "javascript:alert(1)": "/", "documents/1": "/", "/%2f/evil.example": "/",
		"http:/evil": "/", "/\r\nSet-Cookie: a=b": "/", "///evil.example": "/",
	} {
		if got := inside(next); got != want {
			t.Errorf("inside(%q) = %q, want %q", next, got, want)
		}
	}
}

func TestLogInAndOut(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	p := o.stranger()
	form := p.get("/boxes/todo").form("/login")
	back := form.submit(one("username", drafter, "password", "sai mật khẩu")).is(http.StatusUnauthorized).says("Tên đăng nhập hoặc mật khẩu không đúng.")
	if strings.Contains(back.raw, "sai mật khẩu") {
		t.Error("the password came back in the page")
	}
	home := back.form("/login").submit(one("password", password)).is(http.StatusOK)
	if home.path != "/boxes/todo" {
		t.Errorf("logged in, one is led to %s", home.path)
	}
	if again := p.get("/login"); again.path != "/" {
		t.Errorf("the logged in see %s", again.path)
	}
	p.get("/password").form("/password").submit(one("old", password, "password", "mật khẩu mới", "again", "khác")).
		is(http.StatusUnprocessableEntity).says("không giống nhau")
	p.get("/password").form("/password").submit(one("old", "không phải", "password", "mật khẩu mới", "again", "mật khẩu mới")).is(http.StatusUnprocessableEntity)
	p.get("/password").form("/password").submit(one("old", password, "password", "mật khẩu mới", "again", "mật khẩu mới")).is(http.StatusOK).says("Bàn làm việc")
	if out := p.get("/").form("/logout").send(); out.path != "/login" {
		t.Errorf("logged out, one is led to %s", out.path)
	}
	if page := p.get("/"); page.path != "/login" {
		t.Errorf("logged out, one still sees %s", page.path)
	}
	p.get("/login").form("/login").submit(one("username", drafter, "password", "mật khẩu mới")).is(http.StatusOK).says("Bàn làm việc")
}

func TestStaticFilesAreKeptForEver(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	p := o.stranger()
	found := 0
	for _, e := range p.get("/login").tags {
		if href := attr(e, "href") + attr(e, "src"); strings.HasPrefix(href, "/static/") {
			found++
			file := p.get(href).is(http.StatusOK)
			if got := file.header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
				t.Errorf("%s: Cache-Control %q", href, got)
			}
		}
	}
	if found != 5 { // sheet, script, two icons and licences
		t.Errorf("the page names %d files of ours", found)
	}
	for _, path := range []string{"/static/trinhky.css", "/static/..%2ftemplates.go", "/static/", "/static/decoders/jbig2_nowasm_fallback.js"} {
		p.get(path).is(http.StatusNotFound)
	}
}
