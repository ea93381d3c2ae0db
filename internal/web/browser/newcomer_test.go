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
	"syscall"
	"testing"
	"time"
)

// The most actions (clicks, fields, choices) that a newcomer of the demo needs from the log-in page to a document that is
// issued, and as a receiver to one that is acknowledged.
var mostActions = map[string]int{"issue": 25, "acknowledge": 4}

// TestANewcomerOfTheDemo starts `trinhky demo` as its README says and has somebody who sees it for the first time carry a
// document through.
func TestANewcomerOfTheDemo(t *testing.T) {
	t.Parallel()
	tools := find(t)
	about, err := json.Marshal(office{URL: startDemo(t), Password: "trinhky", PIN: "123456"})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.MkdirTemp("", "trinhky-newcomer-")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	command := exec.CommandContext(ctx, tools.node, "judges/newcomer.js")
	command.Env = append(os.Environ(), "TRINHKY_OFFICE="+string(about), "TRINHKY_CHROMIUM="+tools.chromium, "TRINHKY_TRACES="+kept)
	var log bytes.Buffer
	command.Stderr = &log
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s\nscreenshots: %s", err, out, log.String(), kept)
	}
	ways := 0
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); ways++ {
		var went struct {
			Way     string
			Actions int
			Done    []string
		}
		if err := lines.Decode(&went); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Logf("%s: %d actions", went.Way, went.Actions)
		if went.Actions == 0 || went.Actions > mostActions[went.Way] {
			t.Errorf("%s: %d actions, %d at most\n%s", went.Way, went.Actions, mostActions[went.Way], strings.Join(went.Done, "\n"))
		}
	}
	if ways != len(mostActions) {
		t.Errorf("%d ways, not %d", ways, len(mostActions))
	}
	if err := os.RemoveAll(kept); err != nil {
		t.Error(err)
	}
}

// startDemo builds the binary, starts a demo on a free port and gives its address once its sample documents are there.
func startDemo(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "trinhky")
	if out, err := exec.Command("go", "build", "-o", binary, "trinhky/cmd/trinhky").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	demo := exec.Command(binary, "demo", "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "data"))
	out, err := demo.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = demo.Process.Signal(syscall.SIGTERM)
		_ = demo.Wait()
	})
	address, ready := "", make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if _, found, ok := strings.Cut(lines.Text(), "http://"); ok && address == "" {
				address = "http://" + found
			}
			if strings.HasPrefix(lines.Text(), "Đã chuẩn bị xong") {
				ready <- address
			}
		}
	}()
	select {
	case address := <-ready:
		return address
	case <-time.After(longest):
		t.Fatal("the demo did not get ready")
		return ""
	}
}
