package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// health says that the process answers.
func (d *door) health(c echo.Context) error {
	return c.JSON(http.StatusOK, map[string]string{"status": "ok", "version": d.Version})
}

const readyTimeout = 5 * time.Second

// ready says whether database and blobs answer; why not, the log says.
func (d *door) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyTimeout)
	defer cancel()
	if d.Ready == nil {
		return d.health(c)
	}
	if err := d.Ready(ctx); err != nil {
		d.Log.ErrorContext(ctx, "not ready", "error", err)
		return c.JSON(http.StatusServiceUnavailable, map[string]string{"status": "unavailable"})
	}
	return c.JSON(http.StatusOK, map[string]string{"status": "ready"})
}

// counts are what /metrics tells: requests and their time by method, route and status. A route is the pattern, so that
// nobody grows the list by asking for odd addresses.
type counts struct {
	open atomic.Int64
	mu   sync.Mutex
	by   map[label]*count
}

type label struct {
	method, route string
	status        int
}

type count struct {
	requests int64
	seconds  float64
}

func newCounts() *counts { return &counts{by: map[label]*count{}} }

// methods bounds the list too: a request may invent one.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

func (n *counts) add(method, route string, status int, took time.Duration) {
	if !slices.Contains(methods, method) {
		method = "other"
	}
	if route == "" || status == http.StatusNotFound && strings.HasSuffix(route, "*") {
		route = "none"
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	l := label{method, route, status}
	if n.by[l] == nil {
		n.by[l] = &count{}
	}
	n.by[l].requests++
	n.by[l].seconds += took.Seconds()
}

// metrics writes the counts in the text format of Prometheus.
func (d *door) metrics(c echo.Context) error {
	var out strings.Builder
	out.WriteString("# HELP trinhky_http_open_requests Requests that are being answered.\n# TYPE trinhky_http_open_requests gauge\n")
	fmt.Fprintf(&out, "trinhky_http_open_requests %d\n", d.counts.open.Load())
	out.WriteString("# HELP trinhky_http_request_seconds Requests and the time they took.\n# TYPE trinhky_http_request_seconds summary\n")
	d.counts.mu.Lock()
	labels := slices.SortedFunc(maps.Keys(d.counts.by), func(a, b label) int {
		return strings.Compare(a.String(), b.String())
	})
	for _, l := range labels {
		n := d.counts.by[l]
		fmt.Fprintf(&out, "trinhky_http_request_seconds_count{%s} %d\ntrinhky_http_request_seconds_sum{%s} %g\n", l, n.requests, l, n.seconds)
	}
	d.counts.mu.Unlock()
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", []byte(out.String()))
}

// String is the label as Prometheus writes it; routes are ours and hold nothing to escape.
func (l label) String() string {
	return fmt.Sprintf("method=%q,route=%q,status=\"%d\"", l.method, l.route, l.status)
}
