package login

import (
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
var ErrTooManyLinks = fault.New(fault.TooMany, "TOO_MANY_LINKS", "Đã mở quá nhiều liên kết không đúng. Vui lòng thử lại sau 10 phút.")

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

// maxMisses is how many unknown links an address may try within failureWindow.
const maxMisses = 20

// linkTry stands where a log-in has a username: no folded username holds a NUL.
const linkTry = "\x00link"

// MayTryLink refuses an address that tried too many unknown links within the window: ErrTooManyLinks. A token is not guessed
// (256 bits); this keeps the trying cheap for us. All replicas count together, in the table of failed log-ins.
func MayTryLink(tx *store.Tx, address string, now time.Time) error {
	n, err := failures(tx, attemptOf(linkTry, address), now.Add(-failureWindow))
	if err == nil && n >= maxMisses {
		return ErrTooManyLinks
	}
	return err
}

// MissedLink counts a link that was none.
func MissedLink(tx *store.Tx, address string, now time.Time) error {
	return addFailure(tx, attemptOf(linkTry, address), now.Add(-failureWindow), now)
}
