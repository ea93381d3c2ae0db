package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"vanthu@huyenuy.vn": true, " vanthu@huyenuy.vn ": true, "van.thu+den@so.binhthuan.gov.vn": true,
		"": false, "vanthu": false, "@huyenuy.vn": false, "a@b@c.vn": false, "Văn thư <vanthu@huyenuy.vn>": false,
		"a@b.vn, c@d.vn": false, "a@b.vn\r\nBcc: c@d.vn": false, "a@[127.0.0.1]": false, "a@127.0.0.1": false,
		strings.Repeat("a", 250) + "@b.vn": false, "<a@b.vn>": false,
	} {
		if got, err := Address(text); (err == nil) != good || good && got != strings.TrimSpace(text) {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		url, from string
		good      bool
	}{
		{"", "", true},
		{"smtp://mail.vn", "Văn phòng Tỉnh ủy <vanthu@tinhuy.vn>", true},
		{"smtps://u:p@mail.vn:465", "vanthu@tinhuy.vn", true},
		{"smtp://mail.vn?tls=none", "vanthu@tinhuy.vn", true},
		{"smtp://mail.vn?tls=off", "vanthu@tinhuy.vn", false},
		{"http://mail.vn", "vanthu@tinhuy.vn", false},
		{"smtp://", "vanthu@tinhuy.vn", false},
		{"smtp://mail.vn", "", false},
		{"", "vanthu@tinhuy.vn", false},
		{"smtp://u:s3cret@mail.vn:%zz", "vanthu@tinhuy.vn", false},
		{"smtp://mail.vn", "a@b.vn, c@d.vn", false},
	} {
		s, err := Open(c.url, c.from)
		if (err == nil) != c.good {
			t.Errorf("%s from %s: %v", c.url, c.from, err)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the password is told: %v", err)
		}
		if c.good && c.url != "" && s.Domain() != "tinhuy.vn" {
			t.Errorf("%s: domain %q", c.url, s.Domain())
		}
	}
}

func TestWhatNoServerHasToRefuse(t *testing.T) {
	t.Parallel()
	s, err := Open("smtp://127.0.0.1:1?tls=none", "vanthu@tinhuy.vn")
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]Message{
		"two headers":   {To: "a@b.vn", Subject: "Văn bản\r\nBcc: x@y.vn", MessageID: "1@tinhuy.vn"},
		"two addresses": {To: "a@b.vn,c@d.vn", Subject: "Văn bản", MessageID: "1@tinhuy.vn"},
		"no id":         {To: "a@b.vn", Subject: "Văn bản"},
	} {
		if err := s.Send(t.Context(), m); err == nil || !Permanent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var none *Sender
	if err := none.Send(t.Context(), Message{To: "a@b.vn"}); !errors.Is(err, ErrOff) || !Permanent(err) {
		t.Errorf("without a server: %v", err)
	}
}

// TestPermanent: a server that says no for good, for now, or goes away. The answers are those of RFC 5321 §4.2.
func TestPermanent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at, answer string
		permanent  bool
	}{
		"unknown mailbox":    {"RCPT", "550 5.1.1 no such user", true},
		"mailbox busy":       {"RCPT", "450 4.2.1 mailbox busy", false},
		"sender refused":     {"MAIL", "553 5.1.8 sender refused", true},
		"letter refused":     {".", "554 5.6.0 refused", true},
		"letter not now":     {".", "451 4.3.0 later", false},
		"service not there":  {"MAIL", "421 4.3.2 closing", false},
		"connection is lost": {"DATA", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := sendTo(t, c.at, c.answer)
			if err == nil || Permanent(err) != c.permanent {
				t.Errorf("permanent %v: %v", err != nil && Permanent(err), err)
			}
			if reason := Reason(err); reason == "" || strings.Contains(reason, "127.0.0.1") {
				t.Errorf("reason %q", reason)
			}
		})
	}
	if err := sendTo(t, "", ""); err != nil {
		t.Errorf("a server that takes everything: %v", err)
	}
	s, _ := Open("smtp://127.0.0.1:1?tls=none", "vanthu@tinhuy.vn")
	if err := s.Send(t.Context(), letterTo); err == nil || Permanent(err) {
		t.Errorf("nobody listens: %v", err)
	}
}

// TestTLSIsNotLeftOut: a server without STARTTLS gets no letter where TLS is required.
func TestTLSIsNotLeftOut(t *testing.T) {
	t.Parallel()
	address := smtpServer(t, "", "")
	for query, delivered := range map[string]bool{"": false, "?tls=required": false, "?tls=opportunistic": true, "?tls=none": true} {
		s, err := Open("smtp://"+address+query, "vanthu@tinhuy.vn")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), letterTo); (err == nil) != delivered {
			t.Errorf("%q: %v", query, err)
		}
	}
}

var letterTo = Message{To: "a@b.vn", Subject: "Văn bản chờ tiếp nhận", Text: "Mở liên kết.", MessageID: "1@tinhuy.vn"}

func sendTo(t *testing.T, at, answer string) error {
	t.Helper()
	s, err := Open("smtp://"+smtpServer(t, at, answer)+"?tls=none", "Văn phòng Tỉnh ủy <vanthu@tinhuy.vn>")
	if err != nil {
		t.Fatal(err)
	}
	return s.Send(context.Background(), letterTo)
}

// smtpServer speaks just enough SMTP, and at one command says something else; "" there closes the connection.
func smtpServer(t *testing.T, at, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go converse(conn, at, answer)
		}
	}()
	return l.Addr().String()
}

func converse(conn net.Conn, at, answer string) {
	defer conn.Close()
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	say("220 test")
	lines, letter := bufio.NewScanner(conn), false
	for lines.Scan() {
		command, _, _ := strings.Cut(lines.Text(), " ")
		command, _, _ = strings.Cut(command, ":")
		if letter && lines.Text() != "." {
			continue
		}
		letter = false
		switch {
		case at != "" && strings.EqualFold(command, at):
			if answer == "" {
				return
			}
			say(answer)
		case command == "DATA":
			letter = true
			say("354 go on")
		case command == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}
