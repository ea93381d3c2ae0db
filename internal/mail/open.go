package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"slices"
	"strconv"

	gomail "github.com/wneessen/go-mail"
)

// Open reads where letters go and from whom they come; "" for both is a nil Sender, which sends nothing.
//
//	smtp://[user:password@]host[:587][?tls=required|opportunistic|none]   STARTTLS; required unless said otherwise
//	smtps://[user:password@]host[:465]                                    TLS from the first byte
//
// From is a mailbox with or without a name: "Văn phòng Tỉnh ủy <vanthu@tinhuy.vn>". An error never holds the password.
func Open(rawURL, from string) (*Sender, error) {
	if rawURL == "" && from == "" {
		return nil, nil
	}
	if rawURL == "" || from == "" {
		return nil, errors.New("mail: the server and the address of the sender belong together")
	}
	u, err := url.Parse(rawURL)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("mail: the server is not of the form smtp://user:password@host:port") // u may hold a password
	}
	parsed, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender %q: %w", from, ErrAddress)
	}
	s := &Sender{host: u.Hostname(), from: parsed.Address, name: parsed.Name}
	if _, err := Address(s.from); err != nil {
		return nil, fmt.Errorf("mail: the sender %q: %w", from, err)
	}
	security, port, err := securityOf(u)
	if err != nil {
		return nil, err
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("mail: port %q", p)
		}
	}
	s.options = slices.Concat(security, []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(timeout), gomail.WithoutNoop()})
	if u.User != nil {
		password, _ := u.User.Password()
		s.options = append(s.options, gomail.WithSMTPAuth(loginFor(u)), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return s, nil
}

func securityOf(u *url.URL) (options []gomail.Option, port int, err error) {
	config := gomail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12})
	mode := u.Query().Get("tls")
	switch {
	case u.Scheme == "smtps" && mode == "":
		return []gomail.Option{config, gomail.WithSSL()}, 465, nil
	case u.Scheme == "smtp" && (mode == "" || mode == "required"):
		return []gomail.Option{config, gomail.WithTLSPolicy(gomail.TLSMandatory)}, 587, nil
	case u.Scheme == "smtp" && mode == "opportunistic":
		return []gomail.Option{config, gomail.WithTLSPolicy(gomail.TLSOpportunistic)}, 587, nil
	case u.Scheme == "smtp" && mode == "none":
		return []gomail.Option{gomail.WithTLSPolicy(gomail.NoTLS)}, 25, nil
	}
	return nil, 0, fmt.Errorf("mail: %s with tls=%q: want smtps://, or smtp:// with tls=required, opportunistic or none", u.Scheme, mode)
}

// loginFor: without TLS the library sends a password in clear only when told so by name.
func loginFor(u *url.URL) gomail.SMTPAuthType {
	if u.Query().Get("tls") == "none" {
		return gomail.SMTPAuthPlainNoEnc
	}
	return gomail.SMTPAuthAutoDiscover
}
