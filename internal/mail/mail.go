package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Message is one letter to one mailbox. MessageID is without the angle brackets ("id@host"); the same letter keeps it
// whenever it is sent again.
type Message struct {
	To, Subject, Text, MessageID string
}

// timeout bounds a whole attempt: dialling, TLS, the letter.
const timeout = 30 * time.Second

// The refusals that no server has to say.
var (
	ErrOff     = errors.New("mail: no SMTP server is configured")
	ErrAddress = errors.New("mail: not the address of one mailbox")
	errHeader  = errors.New("mail: a control character in a header")
)

// Sender sends through one server. It is safe for many goroutines; each letter has a connection of its own. A nil Sender
// refuses every letter with ErrOff.
type Sender struct {
	host    string
	options []gomail.Option
	from    string // the mailbox that letters come from
	name    string // its name, as a person reads it; may be ""
}

// From is the mailbox that letters come from; "" for a nil Sender.
func (s *Sender) From() string {
	if s == nil {
		return ""
	}
	return s.from
}

// Domain is what stands behind the @ of From: the right half of a Message-ID.
func (s *Sender) Domain() string {
	_, domain, _ := strings.Cut(s.From(), "@")
	return domain
}

// Address checks that text is one mailbox ("vanthu@huyenuy.vn") and gives it trimmed; ErrAddress otherwise.
func Address(text string) (string, error) {
	text = strings.TrimSpace(text)
	parsed, err := netmail.ParseAddress(text)
	if err != nil || parsed.Address != text || parsed.Name != "" || len(text) > maxAddress || strings.ContainsFunc(text, unicode.IsControl) {
		return "", ErrAddress
	}
	_, domain, _ := strings.Cut(text, "@")
	if domain == "" || strings.Contains(domain, "@") || net.ParseIP(strings.Trim(domain, "[]")) != nil {
		return "", ErrAddress
	}
	return text, nil
}

// maxAddress is the longest address that SMTP carries (RFC 5321 §4.5.3.1.3, without the brackets).
const maxAddress = 254

// Send hands a letter to the server. It returns once the server has taken it, or says why not: Permanent tells whether
// another try could help. A letter may arrive although Send failed, when the connection broke at its very end.
func (s *Sender) Send(ctx context.Context, m Message) error {
	if s == nil {
		return ErrOff
	}
	letter, err := s.letter(m)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, letter)
	if letter.IsDelivered() { // what the server says after it took the letter changes nothing
		return nil
	}
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return errors.New("mail: the server did not say that it took the letter")
}

// Reach connects to the server, logs in and leaves: whether a letter could go now. ErrOff for a nil Sender.
func (s *Sender) Reach(ctx context.Context) error {
	if s == nil {
		return ErrOff
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err == nil {
		err = client.DialWithContext(ctx)
	}
	if err == nil {
		err = client.Close()
	}
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

func (s *Sender) letter(m Message) (*gomail.Msg, error) {
	to, err := Address(m.To)
	if err != nil {
		return nil, err
	}
	if strings.ContainsFunc(m.Subject+m.MessageID, unicode.IsControl) || m.MessageID == "" {
		return nil, errHeader
	}
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := letter.FromFormat(s.name, s.from); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	if err := letter.To(to); err != nil {
		return nil, ErrAddress
	}
	letter.Subject(m.Subject)
	letter.SetMessageIDWithValue(m.MessageID)
	letter.SetDate()
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday notes in answer
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	return letter, nil
}

// Permanent tells whether sending the same letter again would be refused again: the server said 5xx of the letter or its
// receiver, the address is none, or there is no server at all. A refused log-in or a broken connection is not: that is
// between the office and its server.
func Permanent(err error) bool {
	if errors.Is(err, ErrOff) || errors.Is(err, ErrAddress) || errors.Is(err, errHeader) {
		return true
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return false
	}
	return refused.ErrorCode() >= 500 && refused.ErrorCode() < 600
}

// Reason is what the server said, for a person to read; it names no server and no password.
func Reason(err error) string {
	var refused *gomail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() > 0 {
		return fmt.Sprintf("mã %d %s", refused.ErrorCode(), refused.EnhancedStatusCode())
	}
	var netError net.Error
	if errors.As(err, &netError) {
		return "không kết nối được máy chủ thư"
	}
	return "máy chủ thư từ chối"
}
