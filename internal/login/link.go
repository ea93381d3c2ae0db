package login

import (
	"sync"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// linkPrefix begins the token of a link in a mail.
const linkPrefix = "tkl_"

// ErrLinkUnknown is the one answer to a link that never was, is over, or was revoked: nobody learns which.
var ErrLinkUnknown = fault.New(fault.NotFound, "LINK_UNKNOWN", "Liên kết không đúng hoặc không còn hiệu lực. Vui lòng liên hệ cơ quan đã gửi văn bản.")

// ErrTooManyLinks refuses an address that tries one unknown link after the other.
var ErrTooManyLinks = fault.New(fault.TooMany, "TOO_MANY_LINKS", "Bạn mở quá nhiều liên kết không đúng. Vui lòng thử lại sau 10 phút.")

// Link is what a token in a mail opens: one document, for the receiver of one delivery.
type Link struct {
	DocumentID, DeliveryID string
	CreatedAt, ExpiresAt   time.Time
}

// Guest is who comes by the link. Name is what the person says; nobody vouches for it but the mail box.
func (l Link) Guest(name string) authz.Actor {
	return authz.Actor{Kind: authz.Guest, Name: name, GuestDocument: l.DocumentID, GuestDelivery: l.DeliveryID}
}

// NewLink opens a document for one delivery for a time, and gives the token, which is kept nowhere: whoever calls puts it
// into the mail and forgets it. No request may answer with it.
func NewLink(tx *store.Tx, documentID, deliveryID string, life time.Duration) (token string, err error) {
	token = newToken(linkPrefix)
	return token, addLink(tx, linkRow{
		TokenHash: hashToken(token), DocumentID: documentID, DeliveryID: deliveryID, CreatedAt: tx.Now, ExpiresAt: tx.Now.Add(life),
	})
}

// OpenLink finds what a token opens now: ErrLinkUnknown for any reason why not.
func OpenLink(tx *store.Tx, token string) (Link, error) {
	row, found, err := findLink(tx, hashToken(token))
	if err != nil {
		return Link{}, err
	}
	if !found || row.RevokedAt != nil || !tx.Now.Before(row.ExpiresAt) {
		return Link{}, ErrLinkUnknown
	}
	return Link{DocumentID: row.DocumentID, DeliveryID: row.DeliveryID, CreatedAt: row.CreatedAt.UTC(), ExpiresAt: row.ExpiresAt.UTC()}, nil
}

// RevokeLinks closes every link of some deliveries: the copy goes another way now, or is wanted back.
func RevokeLinks(tx *store.Tx, deliveryIDs ...string) error { return revokeLinks(tx, deliveryIDs) }

// Linked says for which of some deliveries a link was ever made: a letter with it left, or was about to.
func Linked(tx *store.Tx, deliveryIDs []string) (map[string]bool, error) {
	return linkedOf(tx, deliveryIDs)
}

// LinkGuard slows those who try links from one address. A token is not guessed (256 bits); this keeps the trying cheap for
// us. It is of one process: two replicas let through twice as much. The zero LinkGuard is ready.
type LinkGuard struct {
	mu     sync.Mutex
	misses map[string]*missed
}

type missed struct {
	n     int
	since time.Time
}

const (
	maxMisses    = 20
	maxAddresses = 10_000 // remembered at most; the oldest are forgotten
)

// Check refuses an address that missed too often within the window.
func (g *LinkGuard) Check(address string, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	m := g.misses[attemptOf("", address)]
	if m != nil && now.Sub(m.since) < failureWindow && m.n >= maxMisses {
		return ErrTooManyLinks
	}
	return nil
}

// Miss counts a link that was none.
func (g *LinkGuard) Miss(address string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := attemptOf("", address)
	m := g.misses[key]
	if m == nil || now.Sub(m.since) >= failureWindow {
		if len(g.misses) >= maxAddresses {
			g.forget(now)
		}
		if g.misses == nil {
			g.misses = map[string]*missed{}
		}
		m = &missed{since: now}
		g.misses[key] = m
	}
	m.n++
}

// forget drops what is over, and everything when nothing is.
func (g *LinkGuard) forget(now time.Time) {
	for key, m := range g.misses {
		if now.Sub(m.since) >= failureWindow {
			delete(g.misses, key)
		}
	}
	if len(g.misses) >= maxAddresses {
		clear(g.misses)
	}
}
