package main

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trinhky/internal/web/client"
)

// demoRun is `trinhky demo` on a day that it fills for, with what it prints.
type demoRun struct {
	t       *testing.T
	command *exec.Cmd
	out     *bufio.Reader
	url     string
	printed string
}

func runDemo(t *testing.T, dir string, more ...string) *demoRun {
	t.Helper()
	words := append([]string{"demo", "--data", dir, "--addr", "127.0.0.1:0", "--date", "2026-03-02"}, more...)
	d := &demoRun{t: t, command: exec.Command(binary(t), words...)}
	out, err := d.command.StdoutPipe()
	if err == nil {
		err = d.command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.command.Process.Kill() }) // of one that a failed test left
	d.out = bufio.NewReader(out)
	d.until("Địa chỉ")
	d.url = addressLine.FindString(d.printed)
	return d
}

// until reads what is printed until a line has the words.
func (d *demoRun) until(words string) {
	d.t.Helper()
	for !strings.Contains(d.printed, words) {
		line, err := d.out.ReadString('\n')
		if d.printed += line; err != nil {
			d.t.Fatalf("never said %q: %v\n%s", words, err, d.printed)
		}
	}
}

// stop ends it and gives all that it printed.
func (d *demoRun) stop() string {
	d.t.Helper()
	if err := d.command.Process.Signal(syscall.SIGTERM); err != nil {
		d.t.Fatal(err)
	}
	for {
		line, err := d.out.ReadString('\n')
		if d.printed += line; err != nil {
			break
		}
	}
	if err := d.command.Wait(); err != nil {
		d.t.Errorf("stopped with %v\n%s", err, d.printed)
	}
	return d.printed
}

// documents are how many the văn phòng sees.
func (d *demoRun) documents() int64 {
	d.t.Helper()
	c := &client.Client{Base: d.url}
	if _, err := c.LogIn(d.t.Context(), "huong.dp", demoPassword); err != nil {
		d.t.Fatal(err)
	}
	me, err := c.Me(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return me.Counts["all"]
}

const (
	fillBegins = "Đang chuẩn bị văn bản mẫu"
	fillEnds   = "Đã chuẩn bị xong văn bản mẫu"
)

// TestADemoIsFilledOnce: at the first start of a folder, unless it is told not to; one that is stopped meanwhile stays sound.
func TestADemoIsFilledOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	first := runDemo(t, dir)
	first.until(fillEnds)
	made := first.documents()
	first.stop()
	second := runDemo(t, dir)
	if again := second.documents(); made == 0 || again != made {
		t.Errorf("%d documents, after a second start %d", made, again)
	}
	if said := second.stop(); strings.Contains(said, fillBegins) {
		t.Errorf("a second start fills again:\n%s", said)
	}
	empty := runDemo(t, filepath.Join(t.TempDir(), "data"), "--empty")
	if n := empty.documents(); n != 0 {
		t.Errorf("--empty has %d documents", n)
	}
	if said := empty.stop(); strings.Contains(said, fillBegins) {
		t.Errorf("--empty fills:\n%s", said)
	}
}

func TestADemoThatIsStoppedWhileItFills(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	first := runDemo(t, dir)
	first.until(fillBegins)
	first.stop()
	if got := run(t, "audit", "verify", "--data", dir); got.code != 0 {
		t.Errorf("audit verify: %d\n%s%s", got.code, got.out, got.err)
	}
	second := runDemo(t, dir)
	second.documents()
	if said := second.stop(); strings.Contains(said, fillBegins) {
		t.Errorf("a second start fills again:\n%s", said)
	}
}
