package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// verdict is what Lighthouse says of one page: scores of 0 to 100, the layout shift and what it holds against it.
type verdict struct {
	Page     string         `json:"page"`
	Error    string         `json:"error"`
	Warnings []string       `json:"warnings"`
	Scores   map[string]int `json:"scores"`
	Shift    float64        `json:"cls"`
	Failed   []string       `json:"failed"`
}

// judged has Lighthouse look at the main pages of a fresh office as a phone does.
func judged(t testing.TB, categories ...string) (all []verdict) {
	t.Helper()
	tools := find(t, "lighthouse")
	about, err := json.Marshal(open(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	command := exec.CommandContext(ctx, tools.node, "judges/lighthouse.js")
	command.Env = append(os.Environ(), "TRINHKY_OFFICE="+string(about), "TRINHKY_CHROMIUM="+tools.chromium,
		"TRINHKY_JUDGE="+strings.Join(categories, ","), "TRINHKY_PORT="+freePort(t))
	var log bytes.Buffer
	command.Stderr = &log
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, log.String())
	}
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); {
		var v verdict
		if err := lines.Decode(&v); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if v.Error != "" || len(v.Scores) != len(categories) {
			t.Fatalf("%s was not judged: %s %v", v.Page, v.Error, v.Scores)
		}
		all = append(all, v)
	}
	if len(all) != mainPages {
		t.Fatalf("%d pages judged, not %d", len(all), mainPages)
	}
	return all
}

// mainPages is how many pages are judged: login, workbench, a box, a document, the drafting page, what was received.
const mainPages = 6

// TestLighthouse: every main page has the full score for accessibility and for best practices.
func TestLighthouse(t *testing.T) {
	t.Parallel()
	for _, v := range judged(t, "accessibility", "best-practices") {
		for category, score := range v.Scores {
			t.Logf("%s: %s %d", v.Page, category, score)
			if score != 100 {
				t.Errorf("%s: %s %d\n%s", v.Page, category, score, strings.Join(v.Failed, "\n"))
			}
		}
	}
}

// BenchmarkLighthouse: every main page has at least 95 of 100 for its performance on a phone with a slow line, and nothing
// in it jumps. Lighthouse reckons the slow line from what it saw, so that a busy machine tells here: run it alone.
func BenchmarkLighthouse(b *testing.B) {
	for b.Loop() {
		for _, v := range judged(b, "performance") {
			b.Logf("%s: performance %d, layout shift %.4f\n%s", v.Page, v.Scores["performance"], v.Shift, strings.Join(v.Failed, "\n"))
			if v.Scores["performance"] < 95 || v.Shift >= 0.02 {
				b.Errorf("%s: performance %d (95 wanted), layout shift %.4f (below 0.02 wanted)", v.Page, v.Scores["performance"], v.Shift)
			}
		}
	}
}

// freePort is a port of this machine that nobody listens on.
func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}
