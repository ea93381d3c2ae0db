package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestDays runs every script of days/.
func TestDays(t *testing.T) {
	t.Parallel()
	days, err := filepath.Glob("days/*.js")
	if err != nil || len(days) == 0 {
		t.Fatalf("no days: %v", err)
	}
	tools := find(t)
	for _, day := range days {
		t.Run(strings.TrimSuffix(filepath.Base(day), ".js"), func(t *testing.T) {
			t.Parallel()
			ran := tools.run(t, day, open(t))
			for _, s := range ran.steps {
				t.Run(s.Step, func(t *testing.T) {
					if s.Error != "" {
						t.Errorf("%s\ntraces and screenshots: %s", s.Error, ran.traces)
					}
				})
			}
			if !ran.done && !t.Failed() {
				t.Errorf("the day broke off\n%s", ran.stderr)
			}
		})
	}
}

// TestTheRigRefuses: a rig that lets everything pass shows nothing. Each script of testdata/ does one thing that a day
// must not bear, and says with what words it is refused.
func TestTheRigRefuses(t *testing.T) {
	t.Parallel()
	tools, o := find(t), open(t)
	for script, words := range map[string]string{
		"console.js":   "console.error: đã hỏng",
		"uncaught.js":  "uncaught: ",
		"inline.js":    "policy violated: style-src",
		"markup.js":    "require-trusted-types-for",
		"not-found.js": "answer: 404 GET",
		"axe.js":       "axe, light, ",
		"dark.js":      "axe, dark, ",
		"wide.js":      "pixels wider than the screen",
		"throws.js":    "ngoài các bước thì hỏng",
	} {
		t.Run(strings.TrimSuffix(script, ".js"), func(t *testing.T) {
			t.Parallel()
			ran := tools.run(t, filepath.Join("testdata", script), o)
			if ran.done || len(ran.steps) == 0 {
				t.Fatalf("%d steps, done: %v\n%s", len(ran.steps), ran.done, ran.stderr)
			}
			if last := ran.steps[len(ran.steps)-1].Error; !strings.Contains(last, words) {
				t.Errorf("refused with %q, want %q", last, words)
			}
			if kept, err := filepath.Glob(filepath.Join(ran.traces, "*-trace.zip")); err != nil || len(kept) == 0 {
				t.Errorf("no trace was kept in %s: %v", ran.traces, err)
			}
			if err := os.RemoveAll(ran.traces); err != nil {
				t.Error(err)
			}
		})
	}
}

// tools are the programs that drive a browser.
type tools struct{ node, chromium string }

// find finds them and the npm modules, or skips the test; with CI=true it fails.
func find(t testing.TB, modules ...string) tools {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes long; without -short")
	}
	var found tools
	var missing []string
	for _, want := range []struct {
		path  *string
		names []string
	}{{&found.node, []string{"node", "nodejs"}}, {&found.chromium, []string{"chromium", "chromium-browser", "google-chrome"}}} {
		for _, name := range want.names {
			if path, err := exec.LookPath(name); err == nil && *want.path == "" {
				*want.path = path
			}
		}
		if *want.path == "" {
			missing = append(missing, want.names[0])
		}
	}
	for _, module := range append(modules, "playwright-core", "axe-core") {
		if _, err := os.Stat(filepath.Join("../../../templates/scripts/node_modules", module)); err != nil {
			missing = append(missing, module+" (npm install in templates/scripts)")
		}
	}
	if len(missing) == 0 {
		return found
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("missing: %s", strings.Join(missing, ", "))
	}
	t.Skipf("missing: %s", strings.Join(missing, ", "))
	return found
}

// step is what a script reports of one step, or, with Done, of its end.
type step struct {
	Step  string `json:"step"`
	Error string `json:"error"`
	Done  bool   `json:"done"`
}

// day is what became of a script.
type day struct {
	steps          []step
	done           bool
	traces, stderr string
}

// longest is how long a script may take before it is given up: only one that hangs is met by it.
const longest = 8 * time.Minute

func (p tools) run(t *testing.T, script string, o office) day {
	t.Helper()
	about, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var ran day
	if ran.traces, err = os.MkdirTemp("", "trinhky-browser-"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	var out, log bytes.Buffer
	command := exec.CommandContext(ctx, p.node, script)
	command.Stdout, command.Stderr = &out, &log
	command.Env = append(os.Environ(), "TRINHKY_OFFICE="+string(about), "TRINHKY_CHROMIUM="+p.chromium, "TRINHKY_TRACES="+ran.traces)
	command.WaitDelay = 10 * time.Second
	failed := command.Run()
	ran.stderr = log.String()
	lines := bufio.NewScanner(&out)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var s step
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Logf("%s: %s", script, lines.Text())
			continue
		}
		if s.Done {
			ran.done = true
		} else {
			ran.steps = append(ran.steps, s)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if failed != nil {
		ran.stderr = failed.Error() + "\n" + ran.stderr
		return ran
	}
	if err := os.RemoveAll(ran.traces); err != nil {
		t.Error(err)
	}
	return ran
}
