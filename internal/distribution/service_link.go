package distribution

import (
	"context"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// ErrNameRequired asks whoever acknowledges by a link to say who he is.
var ErrNameRequired = fault.New(fault.Unmet, "NAME_REQUIRED", "Phải ghi họ tên người xác nhận hoặc từ chối (từ 2 đến 100 ký tự).")

// Letter is what a link shows: the document's facts and the receiver's copy.
type Letter struct {
	Delivery
	Document    document.Document
	Issuer      string
	Attachments []document.Attachment
	ExpiresAt   time.Time
}

// Readable says whether the link still gives the file: what was recalled is to be destroyed, not read.
func (l Letter) Readable() bool { return l.RecalledAt.IsZero() && l.Document.PDF() != "" }

// OpenLink reads what a link shows. It writes nothing: mail scanners open links too. Address is where the request came from.
func (s *Service) OpenLink(ctx context.Context, token, address string) (l Letter, err error) {
	err = s.byLink(ctx, token, address, func(tx *store.Tx, link login.Link) error {
		l, err = s.letterOf(tx, link)
		return err
	})
	return l, err
}

// byLink runs a reader under a link: unknown ones are counted against their address.
func (s *Service) byLink(ctx context.Context, token, address string, fn func(*store.Tx, login.Link) error) error {
	err := s.store.View(ctx, func(tx *store.Tx) error {
		if err := login.MayTryLink(tx, address, linkTime()); err != nil {
			return err
		}
		link, err := login.OpenLink(tx, token)
		if err != nil {
			return err
		}
		return fn(tx, link)
	})
	return s.missed(ctx, address, err)
}

// missed counts an unknown link against the address it was tried from.
func (s *Service) missed(ctx context.Context, address string, err error) error {
	if !login.ErrLinkUnknown.Is(err) {
		return err
	}
	counted := s.store.Update(store.WithoutKey(ctx), func(tx *store.Tx) error { return login.MissedLink(tx, address, linkTime()) })
	if counted != nil {
		return counted
	}
	return err
}

// linkTime is the real clock at the precision that both databases keep.
func linkTime() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) letterOf(tx *store.Tx, link login.Link) (l Letter, err error) {
	if l.Delivery, err = deliveryByID(tx, link.DeliveryID); err != nil {
		return l, err
	}
	if !s.policy.Can(link.Guest(""), authz.DocumentRead, authz.Place{DocumentID: l.DocumentID}) {
		return l, login.ErrLinkUnknown
	}
	if l.Document, err = document.Load(tx, l.DocumentID); err != nil {
		return l, err
	}
	issuer, err := directory.OrganByID(tx, l.Document.IssuerID)
	if err != nil {
		return l, err
	}
	l.Issuer, l.ExpiresAt = issuer.Name, link.ExpiresAt
	l.Attachments, err = document.Attachments(tx, l.DocumentID)
	return l, err
}

// LinkFile opens the issued file, or an attachment of it; ErrRecalled when it is to be destroyed. The caller closes it.
func (s *Service) LinkFile(ctx context.Context, token, address, attachmentID string) (f File, err error) {
	l, err := s.OpenLink(ctx, token, address)
	if err != nil {
		return f, err
	}
	if !l.Readable() {
		return f, ErrRecalled
	}
	f = File{SHA256: l.Document.PDF(), Name: strings.NewReplacer("/", "-", " ", "").Replace(l.Document.Symbol) + ".pdf", MediaType: "application/pdf"}
	if attachmentID != "" {
		f.SHA256 = ""
		for _, a := range l.Attachments {
			if a.ID == attachmentID && a.RemovedAt == nil {
				f = File{SHA256: a.SHA256, Name: a.Name, MediaType: a.MediaType}
			}
		}
	}
	if f.SHA256 == "" || s.outbox.Blobs == nil {
		return f, login.ErrLinkUnknown
	}
	f.Reader, err = openFile(ctx, s.outbox.Blobs, f.SHA256)
	return f, err
}

func openFile(ctx context.Context, blobs blob.Store, sha string) (io.ReadSeekCloser, error) {
	r, _, err := blobs.Open(ctx, sha)
	return r, err
}

// AcknowledgeByLink is the deliberate second step: the receiver outside types a name and confirms. It is bound to the
// delivery of the link and is done once: ErrAlreadyAcknowledged says when and by whom, ErrRecalled after a recall.
func (s *Service) AcknowledgeByLink(ctx context.Context, token, address, name, note string) (Delivery, error) {
	return s.decideByLink(ctx, token, address, authz.DeliveryAcknowledge, name, func(tx *store.Tx, guest authz.Actor, d Delivery) (Delivery, error) {
		return s.accept(tx, guest, d, Arrival{}, note)
	})
}

// RefuseByLink sends a copy back in the name that the receiver outside types, with a reason out of ReasonCodes and in words;
// the sender is told. Refused as AcknowledgeByLink is.
func (s *Service) RefuseByLink(ctx context.Context, token, address, name, reasonCode, reason string) (Delivery, error) {
	return s.decideByLink(ctx, token, address, authz.DeliveryRefuse, name, func(tx *store.Tx, guest authz.Actor, d Delivery) (Delivery, error) {
		return s.Return(tx, guest, d.ID, reasonCode, reason)
	})
}

// decideByLink is a decision of somebody who holds a link and says who he is.
func (s *Service) decideByLink(
	ctx context.Context, token, address, act, name string, do func(*store.Tx, authz.Actor, Delivery) (Delivery, error),
) (d Delivery, err error) {
	var guest authz.Actor
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := login.MayTryLink(tx, address, linkTime()); err != nil {
			return err
		}
		link, err := login.OpenLink(tx, token)
		if err != nil {
			return err
		}
		guest = link.Guest("")
		if d, err = s.own(tx, guest, link.DeliveryID, act); err != nil {
			return d.told(err)
		}
		if guest.Name, err = nameOf(name); err != nil {
			return err
		}
		d, err = do(tx, guest, d)
		return err
	})
	if err = s.missed(ctx, address, err); err != nil {
		return Delivery{}, s.refused(ctx, guest, act, guest.GuestDelivery, err)
	}
	return d, nil
}

// told adds to ErrAlreadyAcknowledged when that was and by whom: the one who holds the link may know.
func (d Delivery) told(err error) error {
	if !ErrAlreadyAcknowledged.Is(err) {
		return err
	}
	return ErrAlreadyAcknowledged.With(fault.Reason{Code: "ACKNOWLEDGED_BY", Detail: "Đã xác nhận lúc " +
		d.DecidedAt.In(store.Hanoi).Format("15:04 ngày 02/01/2006") + ", người xác nhận: " + d.DecidedName + "."})
}

// nameOf checks the name that somebody types.
func nameOf(name string) (string, error) {
	name = plain(strings.Join(strings.Fields(name), " "))
	if n := utf8.RuneCountInString(name); n < 2 || n > 100 || strings.ContainsFunc(name, unicode.IsControl) || !strings.ContainsFunc(name, unicode.IsLetter) {
		return "", ErrNameRequired
	}
	return name, document.RefuseSecret(name, "")
}
