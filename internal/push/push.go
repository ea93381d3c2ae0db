package push

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"
)

// Device is where a browser wants to be told: the address that its push service gave it, its public key and its secret,
// both in base64url (W3C Push API, PushSubscription).
type Device struct {
	Endpoint, Key, Secret string
}

// WellKnown are the services of the common browsers: Chrome, Firefox, Safari, Edge.
var WellKnown = []string{"fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com"}

const (
	timeout     = 20 * time.Second
	life        = 12 * time.Hour // how long a service keeps a message for a device that is off
	maxEndpoint = 1000           // bytes
)

// The refusals that no service has to say.
var (
	ErrDevice  = errors.New("push: not the address and keys of a browser at an allowed push service")
	errRefused = errors.New("push: the service refused the message")
	errGone    = errors.New("push: the browser is no longer there")
)

// Sender sends to the services that the office allows. It is safe for many goroutines. A nil Sender allows no device.
type Sender struct {
	hosts           []string
	contact         string
	public, private string
	client          *http.Client
}

// Open reads the server's key from a file, which it makes when it is not there, and the hosts of the services that are
// allowed: a name, or "*.name" for all below it. Contact is the mailbox that a service may write to. A nil client is one
// that trusts the machine's authorities. Without hosts the Sender is nil.
func Open(keyFile, contact string, hosts []string, client *http.Client) (*Sender, error) {
	if len(hosts) == 0 {
		return nil, nil
	}
	if _, err := mail.ParseAddress(contact); err != nil {
		return nil, fmt.Errorf("push: the mailbox %q: %w", contact, err)
	}
	for _, h := range hosts {
		if u, err := url.Parse("https://" + strings.TrimPrefix(h, "*.")); err != nil || u.Host != strings.TrimPrefix(h, "*.") || u.Hostname() == "" || strings.Contains(u.Host, "*") {
			return nil, fmt.Errorf("push: %q is no host of a push service", h)
		}
	}
	s := &Sender{hosts: hosts, contact: contact, client: &http.Client{}}
	if client != nil {
		*s.client = *client
	}
	s.client.Timeout = timeout
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	var err error
	s.private, s.public, err = keyOf(keyFile)
	return s, err
}

// keyOf reads the key, or makes it: 32 bytes in base64url, readable by the server alone.
func keyOf(file string) (private, public string, err error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		if private, _, err = webpush.GenerateVAPIDKeys(); err != nil {
			return "", "", fmt.Errorf("push: make a key: %w", err)
		}
		raw = []byte(private + "\n")
		err = os.WriteFile(file, raw, 0o600)
	}
	if err != nil {
		return "", "", fmt.Errorf("push: the key: %w", err)
	}
	private = strings.TrimSpace(string(raw))
	secret, err := base64.RawURLEncoding.DecodeString(private)
	if err != nil {
		return "", "", fmt.Errorf("push: %s holds no key: %w", file, err)
	}
	key, err := ecdh.P256().NewPrivateKey(secret)
	if err != nil {
		return "", "", fmt.Errorf("push: %s holds no key: %w", file, err)
	}
	return private, base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), nil
}

// PublicKey is what a browser must be given to let this server, and no other, tell it; "" for a nil Sender.
func (s *Sender) PublicKey() string {
	if s == nil {
		return ""
	}
	return s.public
}

// Check says whether a device is one that can be told: ErrDevice otherwise.
func (s *Sender) Check(d Device) error {
	u, err := url.Parse(d.Endpoint)
	if s == nil || err != nil || u.Scheme != "https" || u.User != nil || len(d.Endpoint) > maxEndpoint || !s.allows(u.Host) {
		return ErrDevice
	}
	key, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(d.Key, "="))
	if err != nil {
		return ErrDevice
	}
	if _, err := ecdh.P256().NewPublicKey(key); err != nil {
		return ErrDevice
	}
	if secret, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(d.Secret, "=")); err != nil || len(secret) != 16 {
		return ErrDevice
	}
	return nil
}

// allows compares with the port, if there is one: an allowed name opens no other port of that machine.
func (s *Sender) allows(host string) bool {
	return slices.ContainsFunc(s.hosts, func(allowed string) bool {
		below, any := strings.CutPrefix(allowed, "*")
		return host == allowed || any && strings.HasSuffix(host, below) && len(host) > len(below)
	})
}

// Send hands a message of at most 3,000 bytes to the service of a device. A newer one takes the place of one that still
// waits there. Gone and Permanent tell what a refusal means.
func (s *Sender) Send(ctx context.Context, d Device, message []byte, urgent bool) error {
	if err := s.Check(d); err != nil {
		return err
	}
	urgency := webpush.UrgencyNormal
	if urgent {
		urgency = webpush.UrgencyHigh
	}
	answer, err := webpush.SendNotificationWithContext(ctx, message,
		&webpush.Subscription{Endpoint: d.Endpoint, Keys: webpush.Keys{P256dh: d.Key, Auth: d.Secret}},
		&webpush.Options{
			HTTPClient: s.client, Subscriber: s.contact, VAPIDPublicKey: s.public, VAPIDPrivateKey: s.private,
			TTL: int(life.Seconds()), Urgency: urgency, Topic: "trinhky",
		})
	if err != nil {
		return fmt.Errorf("push: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, 1<<14)
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusNotFound || code == http.StatusGone:
		return fmt.Errorf("%w: %d", errGone, code)
	case code == http.StatusTooManyRequests || code >= 500:
		return fmt.Errorf("push: the service said %d", code)
	default:
		return fmt.Errorf("%w: %d", errRefused, code)
	}
}

// Gone tells that the browser gave its address up: it is to be forgotten.
func Gone(err error) bool { return errors.Is(err, errGone) }

// Permanent tells that the same message would be refused again.
func Permanent(err error) bool {
	return errors.Is(err, errGone) || errors.Is(err, errRefused) || errors.Is(err, ErrDevice)
}
