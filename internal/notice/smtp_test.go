package notice

import (
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trinhky/internal/mail"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// realServer starts a mail server (aiosmtpd of the distribution) that keeps letters in a Maildir, and gives its address.
func realServer(t *testing.T) (address, maildir string) {
	t.Helper()
	python := ""
	for _, p := range []string{"/usr/bin/python3", "python3"} { // the distribution's first: another has no aiosmtpd
		if exec.Command(p, "-c", "import aiosmtpd").Run() == nil {
			python = p
			break
		}
	}
	if python == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("python3-aiosmtpd is not installed")
		}
		t.Skip("python3-aiosmtpd is not installed")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address, maildir = l.Addr().String(), filepath.Join(t.TempDir(), "maildir")
	l.Close()
	server := exec.Command(python, "-m", "aiosmtpd", "-n", "-l", address, "-c", "aiosmtpd.handlers.Mailbox", maildir)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	deadline := time.Now().Add(20 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			tick.Stop()
			return address, maildir
		}
		if time.Now().After(deadline) {
			t.Fatalf("the mail server does not listen: %v", err)
		}
	}
}

// arrived is what lies in the Maildir, by mailbox: each letter as its subject, a line end and its text.
func (r *room) arrived(maildir string) map[string][]string {
	r.t.Helper()
	files, err := filepath.Glob(filepath.Join(maildir, "new", "*"))
	r.must(err)
	letters, ids := map[string][]string{}, map[string]bool{}
	for _, name := range files {
		f, err := os.Open(name)
		r.must(err)
		m, err := netmail.ReadMessage(f)
		r.must(err)
		body, err := io.ReadAll(m.Body)
		f.Close()
		r.must(err)
		if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			body, err = io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(body))))
			r.must(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		r.must(err)
		if id := m.Header.Get("Message-Id"); id == "" || ids[id] {
			r.t.Errorf("the Message-ID %q is none, or of two letters", id)
		} else {
			ids[id] = true
		}
		to := strings.Trim(m.Header.Get("To"), "<>")
		letters[to] = append(letters[to], subject+"\n"+string(body))
	}
	return letters
}

// TestNoticesGoThroughARealServer: one wants a letter at once, outside his quiet hours, the other a digest at seven; what
// arrives counts and links, and says no word of a document.
func TestNoticesGoThroughARealServer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		address, maildir := realServer(t)
		r := open(t, s)
		sender, err := mail.Open("smtp://"+address+"?tls=none", "Trình Ký <trinhky@vanban.example.vn>")
		r.must(err)
		r.Service.Send = sender.Send
		r.clock("2026-11-20 20:00")
		r.wish(drafter, Wish{Mail: Immediate, QuietFrom: 21, QuietTo: 6})
		r.wish(approver, Wish{Mail: Digest, DigestHour: 7})
		d := r.document(drafter, approver)
		for _, step := range []struct {
			at                string
			tell              bool
			immediate, digest int
		}{
			{"2026-11-20 20:00", true, 1, 0},
			{"2026-11-20 22:00", true, 1, 0}, // quiet hours
			{"2026-11-21 05:59", false, 1, 0},
			{"2026-11-21 06:00", false, 2, 0},
			{"2026-11-21 07:00", false, 2, 1},
			{"2026-11-21 12:00", true, 3, 1}, // the digest has gone today
			{"2026-11-22 07:00", false, 3, 2},
		} {
			r.clock(step.at)
			if step.tell {
				r.tell(d, step.at, drafter, approver)
			}
			r.work()
			r.work() // and no second letter of the same
			letters := r.arrived(maildir)
			if a, b := len(letters[drafter+"@example.vn"]), len(letters[approver+"@example.vn"]); a != step.immediate || b != step.digest || len(letters) > 2 {
				t.Fatalf("at %s %d at once and %d digests arrived, want %d and %d: %v", step.at, a, b, step.immediate, step.digest, letters)
			}
		}
		for _, of := range r.arrived(maildir) {
			for _, letter := range of {
				if !strings.Contains(letter, "việc mới trên Trình Ký") || !strings.Contains(letter, "https://vanban.example.vn/notices") {
					t.Errorf("a letter says\n%s", letter)
				}
				for _, secret := range []string{"lịch trực", "tuyệt đối riêng", "Duyệt", d} {
					if strings.Contains(letter, secret) {
						t.Errorf("a letter tells %q:\n%s", secret, letter)
					}
				}
			}
		}
		if n := r.count("notice_mail WHERE state = 'sent'"); n != 5 {
			t.Errorf("%d letters are noted as sent", n)
		}
	})
}
