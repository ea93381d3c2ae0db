package distribution

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"trinhky/internal/jobs"
	"trinhky/internal/mail"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// smtpd is a real mail server (aiosmtpd of the distribution) that can be killed and started again.
type smtpd struct {
	*testing.T
	python, address, maildir string
	running                  *exec.Cmd
}

func newSMTPD(t *testing.T) *smtpd {
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
	address := l.Addr().String()
	l.Close()
	d := &smtpd{T: t, python: python, address: address, maildir: filepath.Join(t.TempDir(), "maildir")}
	t.Cleanup(d.kill)
	return d
}

// start waits until the server listens.
func (d *smtpd) start() {
	d.Helper()
	d.running = exec.Command(d.python, "-m", "aiosmtpd", "-n", "-l", d.address, "-c", "smtp_office.Office", d.maildir)
	d.running.Env = append(os.Environ(), "PYTHONPATH=testdata", "PYTHONDONTWRITEBYTECODE=1")
	if err := d.running.Start(); err != nil {
		d.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
		conn, err := net.Dial("tcp", d.address)
		if err == nil {
			conn.Close()
			tick.Stop()
			return
		}
		if time.Now().After(deadline) {
			d.Fatalf("the mail server does not listen: %v", err)
		}
	}
}

// kill ends the server as a power cut would.
func (d *smtpd) kill() {
	if d.running != nil {
		_ = d.running.Process.Kill()
		_ = d.running.Wait()
		d.running = nil
	}
}

// letter is one file of the Maildir.
type letterFile struct{ id, to, subject, text string }

func (d *smtpd) letters() (letters []letterFile) {
	d.Helper()
	files, err := filepath.Glob(filepath.Join(d.maildir, "new", "*"))
	if err != nil {
		d.Fatal(err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			d.Fatal(err)
		}
		m, err := netmail.ReadMessage(f)
		if err != nil {
			d.Fatal(err)
		}
		body, err := io.ReadAll(m.Body)
		f.Close()
		if err != nil {
			d.Fatal(err)
		}
		text := strings.ReplaceAll(strings.ReplaceAll(string(body), "=\r\n", ""), "=\n", "") // quoted-printable line ends
		letters = append(letters, letterFile{strings.Trim(m.Header.Get("Message-Id"), "<>"), strings.Trim(m.Header.Get("To"), "<>"), m.Header.Get("Subject"), text})
	}
	return letters
}

var linkInLetter = regexp.MustCompile(`https://vanban\.example\.vn/l/(tkl_[A-Za-z0-9_-]+)`)

// TestEveryLetterArrivesOrIsOnTheBoard: a real server is killed in the middle and started again. Every letter arrives at
// least once, under one Message-ID a delivery, or its failure is on the board; the links in the letters open.
func TestEveryLetterArrivesOrIsOnTheBoard(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const many = 40
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		server := newSMTPD(t)
		server.start()
		o := open(t, s, day2026)
		sender, err := mail.Open("smtp://"+server.address+"?tls=none", "Văn phòng Tỉnh ủy <vanthu@tinhuy.example.vn>")
		if err != nil {
			t.Fatal(err)
		}
		pauses := make([]time.Duration, 3)
		for i := range pauses {
			pauses[i] = 200 * time.Millisecond
		}
		o.service.SendBy(Outbox{Sender: sender, Address: "https://vanban.example.vn/", Pauses: pauses})
		id := o.issueByMail(many)

		runner := jobs.NewRunner(s, slog.New(slog.DiscardHandler))
		attempts := make(chan LetterArgs, 100*many)
		jobs.Handle(runner, o.service.letters)
		jobs.Handle(runner, func(ctx context.Context, args LetterArgs) error {
			defer func() { attempts <- args }()
			return o.service.letter(ctx, args)
		})
		if err := runner.Start(ctx); err != nil {
			t.Fatal(err)
		}
		wait := func(enough func() bool) {
			t.Helper()
			for !enough() {
				select {
				case <-attempts:
				case <-ctx.Done():
					t.Fatalf("waited too long: %d letters", len(server.letters()))
				}
			}
		}
		wait(func() bool { return len(server.letters()) >= many/4 })
		server.kill()
		retried := 0
		wait(func() bool { retried++; return retried > 5 })
		server.start()
		wait(func() bool { return o.undecidedLetters(id) == 0 })
		if err := runner.Stop(ctx); err != nil {
			t.Fatal(err)
		}
		o.checkLetters(id, server.letters())
	})
}

// issueByMail issues to organs outside; the last but one has no mailbox, the last one is always busy.
func (o *office) issueByMail(many int) (id string) {
	o.Helper()
	o.addOrgans(many)
	var text strings.Builder
	for i := range many {
		fmt.Fprintf(&text, "- Trạm Y tế số %d;\n", i)
	}
	r := o.resolved("Văn phòng Tỉnh ủy Lâm Đồng", text.String()+"- Lưu Văn phòng Tỉnh ủy.", Env{})
	for i := range r.Recipients {
		name := fmt.Sprintf("tram%d", i)
		if i == many-2 {
			name = "khongco"
		} else if i == many-1 {
			name = "ban"
		}
		r.Recipients[i].Channel, r.Recipients[i].Email = ByEmail, name+"@example.vn"
	}
	return o.issue("Văn phòng Tỉnh ủy Lâm Đồng", r)
}

// undecidedLetters counts the letters of which it is not known yet whether a server took them.
func (o *office) undecidedLetters(id string) (n int) {
	for _, d := range o.deliveries(id) {
		if d.MailedAt.IsZero() && d.FailedAt.IsZero() {
			n++
		}
	}
	return n
}

func (o *office) checkLetters(id string, letters []letterFile) {
	o.Helper()
	byID := map[string][]letterFile{}
	for _, l := range letters {
		byID[l.id] = append(byID[l.id], l)
	}
	failed := 0
	for _, d := range o.deliveries(id) {
		own := byID[d.ID+"@tinhuy.example.vn"]
		delete(byID, d.ID+"@tinhuy.example.vn")
		if !d.FailedAt.IsZero() {
			failed++
			if len(own) != 0 || d.Failure == "" || d.Status() != IsFailed || !strings.HasPrefix(d.Email, "khongco") && !strings.HasPrefix(d.Email, "ban") {
				o.Errorf("%s failed (%s) and has %d letters", d.Email, d.Failure, len(own))
			}
			continue
		}
		if len(own) == 0 {
			o.Errorf("%s: no letter arrived, and the board does not say so", d.Email)
		}
		for _, l := range own {
			o.checkLetter(d, l)
		}
	}
	if failed != 2 || len(byID) != 0 {
		o.Errorf("%d failures, want 2; letters of nobody: %v", failed, byID)
	}
	sender := o.clerk(o.organ("Văn phòng Tỉnh ủy Lâm Đồng"))
	board, _, err := o.service.Live(context.Background(), sender, id, CopyFilter{})
	if err != nil || board.Total.Failed != 2 {
		o.Errorf("the board: %+v %v", board.Total, err)
	}
	var told int
	o.view(func(tx *store.Tx) error {
		return tx.SQL().QueryRow(`SELECT count(*) FROM notice WHERE action = 'mail_failed' AND person_id = '` + sender.PersonID + `'`).Scan(&told)
	})
	if told != 2 {
		o.Errorf("văn thư was told of %d failures", told)
	}
}

// checkLetter: one mailbox, the issuer and the link, and nothing of the document.
func (o *office) checkLetter(d Delivery, l letterFile) {
	o.Helper()
	if l.to != d.Email {
		o.Errorf("to %s, want %s", l.to, d.Email)
	}
	for _, secret := range []string{"kết luận", d.Name, d.DocumentID} {
		if strings.Contains(l.text+l.subject, secret) {
			o.Errorf("the letter says %q", secret)
		}
	}
	m := linkInLetter.FindStringSubmatch(l.text)
	if m == nil {
		o.Fatalf("no link in %s", l.text)
	}
	found, err := o.service.OpenLink(context.Background(), m[1], "192.0.2.1")
	if err != nil || found.ID != d.ID {
		o.Errorf("the link opens %s, want %s: %v", found.ID, d.ID, err)
	}
}

// TestWithoutAMailServer: what should go by mail is on the board, no link was made, and văn thư sends it by post.
func TestWithoutAMailServer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, _ := mailed(t, s)
		d := o.deliveries(id)[0]
		if err := o.service.letter(ctx, LetterArgs{Delivery: d.ID, Mailing: d.Mailing}); err != nil {
			t.Fatal(err)
		}
		failed := o.deliveryTo(id, d.Name)
		if failed.Status() != IsFailed || !strings.Contains(failed.Failure, "chưa cấu hình") {
			t.Errorf("%+v", failed)
		}
		sender := o.clerk(o.organ(bt))
		if _, err := o.service.RecordPost(ctx, sender, d.ID, Post{Mark: "EV123456789VN"}); codeOf(err) != "DELIVERY_NOT_ON_PAPER" {
			t.Errorf("posted what goes by mail: %v", err)
		}
		if _, err := o.service.ByPost(ctx, sender, d.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.RecordPost(ctx, sender, d.ID, Post{Mark: "EV123456789VN"}); err != nil {
			t.Fatal(err)
		}
		if now := o.deliveryTo(id, d.Name); now.Status() != IsSent || now.By() != ByPaper || now.PostedOn == "" {
			t.Errorf("%+v", now)
		}
	})
}

// TestALetterThatCameBack: văn thư records it, corrects the address, and the same delivery goes out again; a job of the old
// sending does nothing any more.
func TestALetterThatCameBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, tokens := mailed(t, s)
		d, sender := o.deliveries(id)[0], o.clerk(o.organ(bt))
		if _, err := o.service.Bounced(ctx, sender, d.ID, "hộp thư đầy"); codeOf(err) != "MAIL_STILL_SENDING" {
			t.Errorf("bounced before it was sent: %v", err)
		}
		o.update(func(tx *store.Tx) error {
			now := d
			now.MailedAt = tx.Now
			return change(tx, &now)
		})
		for _, c := range []struct{ who, reason, want string }{{"khoi.pk", "đầy", "DELIVERY_NOT_FOUND"}, {"", "  ", "BOUNCE_REQUIRED"}, {"", "hộp thư đầy", ""}, {"", "lần nữa", "MAIL_FAILED_ALREADY"}} {
			who := sender
			if c.who != "" {
				who = o.person(c.who)
			}
			if _, err := o.service.Bounced(ctx, who, d.ID, c.reason); codeOf(err) != c.want {
				t.Errorf("%q: %v", c.reason, err)
			}
		}
		for _, bad := range []string{"khong-phai-dia-chi", "a@b.vn, c@d.vn", "a@b.vn\nBcc: c@d.vn"} {
			if _, err := o.service.Resend(ctx, sender, d.ID, bad); codeOf(err) != "MAIL_ADDRESS_INVALID" {
				t.Errorf("%q: %v", bad, err)
			}
		}
		again, err := o.service.Resend(ctx, sender, d.ID, "moi@example.vn")
		if err != nil || again.MailTo() != "moi@example.vn" || again.Email != "vanthu@example.vn" || again.Mailing != 2 || again.Status() != IsSent {
			t.Fatalf("%+v %v", again, err)
		}
		if _, err := o.service.OpenLink(ctx, tokens[0], "192.0.2.1"); codeOf(err) != "LINK_UNKNOWN" {
			t.Errorf("the link to the wrong mailbox: %v", err)
		}
		if err := o.service.letter(ctx, LetterArgs{Delivery: d.ID, Mailing: 1}); err != nil || o.deliveryTo(id, d.Name).Version != again.Version {
			t.Errorf("an old job worked: %v", err)
		}
		if got := strings.Join(o.trail(id), " "); got != "bounce resend" {
			t.Errorf("%s", got)
		}
	})
}
