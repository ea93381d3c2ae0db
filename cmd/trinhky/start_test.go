package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/web/client"
)

// process is the program as somebody started it.
type process struct {
	t       testing.TB
	command *exec.Cmd
	url     string
	printed string // everything up to the address
	log     *logbook
	ended   sync.Once
	exit    error
}

var addressLine = regexp.MustCompile(`http://\S+`)

// start runs the demo on a folder and a free port, behind some words such as a shell's limits, and waits for the address
// that it prints.
func start(t testing.TB, program, dir string, behind ...string) *process {
	t.Helper()
	words := append(slices.Clone(behind), program, "demo", "--data", dir, "--addr", "127.0.0.1:0", "--date", string(demoDay))
	p := &process{t: t, command: exec.Command(words[0], words[1:]...), log: newLogbook()}
	p.command.Stderr = p.log
	out, err := p.command.StdoutPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	lines := bufio.NewReader(out)
	for p.url == "" {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("no address was printed: %v\n%s%s\n%s", err, p.printed, line, p.log)
		}
		p.printed += line
		p.url = addressLine.FindString(line)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // the accounts; the program must not wait for a reader
	return p
}

// stop asks the process to end, as a service manager does, and waits until it has.
func (p *process) stop() {
	p.ended.Do(func() {
		_ = p.command.Process.Signal(syscall.SIGTERM) // one that is gone already is waited for all the same
		p.exit = p.command.Wait()
	})
}

// stopped checks that it ended as it should.
func (p *process) stopped() {
	p.t.Helper()
	if p.stop(); p.exit != nil {
		p.t.Errorf("stopped with %v\n%s", p.exit, p.log)
	}
}

func (p *process) get(path string) int {
	p.t.Helper()
	response, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatalf("%v\n%s", err, p.log)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		p.t.Error(err)
	}
	return response.StatusCode
}

// as logs somebody in.
func (p *process) as(username string) *client.Client {
	p.t.Helper()
	c := &client.Client{Base: p.url}
	if _, err := c.LogIn(context.Background(), username, demoPassword); err != nil {
		p.t.Fatalf("%v\n%s", err, p.log)
	}
	return c
}

// TestTheDemoStartsAndKeepsWhatWasMade: twice on one folder.
func TestTheDemoStartsAndKeepsWhatWasMade(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	program, dir := binary(t), filepath.Join(t.TempDir(), "data")
	first := start(t, program, dir)
	for _, path := range []string{"/login", "/healthz", "/readyz"} {
		if status := first.get(path); status != http.StatusOK {
			t.Errorf("GET %s: %d", path, status)
		}
	}
	made, err := first.as(drafter).Create(ctx, client.NewDocument{Kind: "notice", Subject: "về lịch trực"})
	if err != nil {
		t.Fatal(err)
	}
	first.stopped()
	second := start(t, program, dir)
	kept, err := second.as(drafter).Document(ctx, made.ID)
	if err != nil || kept.Subject != made.Subject || kept.Version != made.Version {
		t.Errorf("after a second start: %+v, %v", kept, err)
	}
	second.stopped()
}

// ran is what a command printed and how it ended.
type ran struct {
	out, err string
	code     int
}

func run(t testing.TB, words ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	command := exec.Command(binary(t.(*testing.T)), words...)
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	var exited *exec.ExitError
	if err != nil && !errors.As(err, &exited) {
		t.Fatal(err)
	}
	r := ran{out: out.String(), err: errs.String(), code: command.ProcessState.ExitCode()}
	if strings.Contains(r.err, "goroutine ") || strings.Contains(r.err, "panic") {
		t.Errorf("%q panicked: %s", words, r.err)
	}
	return r
}

func TestTheCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("tot.txt", "Căn cứ Quyết định số 217-QĐ/TW ngày 02/01/2009, Văn phòng Tỉnh ủy thông báo lịch trực.\n")
	odd := file("la.txt", "\xb5\xcb thu")
	secret := file("mat.txt", "MẬT\n\nTHÔNG BÁO\n\nvề việc ZQX7314VW\n")
	word := file("van-ban.docx", "PK\x03\x04")
	chains, err := filepath.Glob("../../policies/chains/*.yaml")
	if err != nil || len(chains) < 3 {
		t.Fatalf("chains: %v, %v", chains, err)
	}
	source, err := os.ReadFile(chains[0])
	if err != nil {
		t.Fatal(err)
	}
	broken := file("hong.yaml", strings.Replace(string(source), "action: sign", "action: phep_thuat", 1))
	for _, test := range []struct {
		words []string
		code  int
		says  string // of either stream
	}{
		{[]string{"version"}, 0, "trinhky "},
		{[]string{"chain", "draw", chains[0]}, 0, "<svg"},
		{[]string{"chain", "draw", "--format", "mermaid", chains[0]}, 0, "stateDiagram"},
		{[]string{"chain", "check", broken}, 1, "phep_thuat"},
		{[]string{"chain", "check", filepath.Join(dir, "none.yaml")}, 80, "none.yaml"},
		{[]string{"check", "--json", odd}, 1, "TEXT_NOT_UTF8"},
		{[]string{"check", "--json", secret}, 1, "SECRET_STAMP"},
		{[]string{"check", word}, 1, "DOCX_BROKEN"},
		{[]string{"check", word}, 1, "không thẩm định được"},
		{[]string{"check", "../../internal/format/testdata/docx/hand-bc-party-1.docx"}, 0, "Không thấy lỗi thể thức.\n0 lỗi"},
		{[]string{"check", file("cu.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")}, 1, "DOC_OLD_FORMAT"},
		{[]string{"check", file("cu-khac.doc", "{\\rtf1 van ban}")}, 1, "DOC_OLD_FORMAT"},
		{[]string{"check", file("ban-in.pdf", "%PDF-1.7\n")}, 1, "IS_PDF"},
		{[]string{"check", file("ban-in.docx", "%PDF-1.7\n")}, 1, "Tệp là PDF; thẩm định thể thức cần tệp Word"},
		{[]string{"check", "--json", "../../internal/format/testdata/docx/hand-bc-party-1.docx"}, 0, `"citations"`},
		{[]string{"check", filepath.Join(dir, "khong-co.txt")}, 2, "không có tệp"},
		{[]string{"check", dir}, 2, "là thư mục"},
		{[]string{"check", "--data", filepath.Join(dir, "trong"), good}, 1, "không có dữ liệu"},
		{[]string{"check", "--json", good}, -1, `"symbol": "217-QĐ/TW"`},
		{[]string{"verify", good}, 1, "PDF"},
		{[]string{"verify", "--json", good}, 1, `"verdict": "invalid"`},
		{[]string{"verify", file("trong.pdf", "")}, 1, "PDF"},
		{[]string{"verify", file("gia.pdf", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n")}, -1, ""},
		{[]string{"verify", "--ca", good, good}, 2, "ROOTS_UNREADABLE"},
		{[]string{"audit", "verify", "--data", dir}, 1, "không có dữ liệu"},
		{[]string{"demo", "--date", "mai", "--data", dir}, 1, "mai"},
		{[]string{"serve", "--keys", dir}, 1, "--software-keys"},
	} {
		t.Run(strings.Join(test.words[:min(2, len(test.words))], " "), func(t *testing.T) {
			got := run(t, test.words...)
			if test.code >= 0 && got.code != test.code || test.code < 0 && got.code > 2 {
				t.Errorf("%q: exit %d, want %d\n%s\n%s", test.words, got.code, test.code, got.out, got.err)
			}
			if !strings.Contains(got.out+got.err, test.says) {
				t.Errorf("%q says\n%s\n%s\nwant %q", test.words, got.out, got.err, test.says)
			}
			if strings.Contains(got.out+got.err, marker) {
				t.Errorf("%q repeats the secret: %s%s", test.words, got.out, got.err)
			}
		})
	}
	for _, chain := range chains {
		if got := run(t, "chain", "check", chain); got.code != 0 || !strings.Contains(got.out, "hợp lệ") {
			t.Errorf("chain check %s: exit %d\n%s%s", chain, got.code, got.out, got.err)
		}
	}
}

// TestAuditVerifyNamesTheRowThatWasEdited: by somebody who holds the file and takes the triggers away.
func TestAuditVerifyNamesTheRowThatWasEdited(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	doc := d.walk(d.draft(), "awaiting_signature")
	if got := run(t, "audit", "verify", "--data", d.dir); got.code != 0 || !strings.Contains(got.out, "nguyên vẹn") {
		t.Errorf("untouched: exit %d\n%s%s", got.code, got.out, got.err)
	}
	var id string
	d.must(d.app.store.Update(ctx, func(tx *store.Tx) error {
		for _, statement := range []string{
			`DROP TRIGGER audit_event_is_never_changed`,
			`UPDATE audit_event SET actor_name = substr(actor_name, 1, length(actor_name) - 1) || 'x' WHERE subject_id = '` + doc.ID + `' AND action = 'approve'`,
		} {
			if _, err := tx.SQL().Exec(statement); err != nil {
				return err
			}
		}
		return tx.SQL().QueryRow(`SELECT id FROM audit_event WHERE subject_id = ? AND action = 'approve'`, doc.ID).Scan(&id)
	}))
	got := run(t, "audit", "verify", "--data", d.dir)
	if got.code != 1 || !strings.Contains(got.err, doc.ID) || !strings.Contains(got.err, "dòng "+id) || !strings.Contains(got.err, "đã bị sửa") {
		t.Errorf("edited: exit %d, want 1 and the row %s of %s\n%s%s", got.code, id, doc.ID, got.out, got.err)
	}
}
