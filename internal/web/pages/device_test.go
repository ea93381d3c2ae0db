package pages

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

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
