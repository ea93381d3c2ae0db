package web_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/web"
)

func TestAPanicEndsOneRequest(t *testing.T) {
	t.Parallel()
	o := quick(t, func(c *web.Config) { c.Ready = func(context.Context) error { panic("chuyện nội bộ") } })
	a := o.send("", "GET", "/readyz", "")
	if a.StatusCode != http.StatusInternalServerError || strings.Contains(a.body, "nội bộ") || strings.Contains(a.body, "goroutine") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if log := o.log.String(); !strings.Contains(log, "chuyện nội bộ") {
		t.Error("the log does not say why")
	}
	if a := o.send("", "GET", "/healthz", ""); a.StatusCode != http.StatusOK {
		t.Errorf("afterwards: %d", a.StatusCode)
	}
}

func TestStatusRoutes(t *testing.T) {
	t.Parallel()
	o := quick(t)
	if a := o.send("", "GET", "/readyz", ""); a.StatusCode != http.StatusOK {
		t.Errorf("ready: %d", a.StatusCode)
	}
	o.send(drafter, "GET", "documents/"+store.NewID(), "")
	o.send("", "BREW", "/api/v1/me", "")
	o.send("", "GET", "/evil-"+store.NewID(), "")
	a := o.send("", "GET", "/metrics", "")
	for _, line := range []string{
		`trinhky_http_request_seconds_count{method="GET",route="/api/v1/documents/:id",status="404"} 1`, `route="/readyz",status="200"} 1`,
		"# TYPE trinhky_http_request_seconds summary",
	} {
		if !strings.Contains(a.body, line) {
			t.Errorf("no %s in\n%s", line, a.body)
		}
	}
	if strings.Contains(a.body, "evil") || strings.Contains(a.body, "BREW") {
		t.Errorf("a stranger chose a label:\n%s", a.body)
	}
	for scan := bufio.NewScanner(strings.NewReader(a.body)); scan.Scan(); {
		if line := scan.Text(); !strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "trinhky_http_") {
			t.Errorf("line %q", line)
		}
	}
	o.must(o.store.Close())
	if a := o.send("", "GET", "/readyz", ""); a.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("without a database: %d", a.StatusCode)
	}
}
