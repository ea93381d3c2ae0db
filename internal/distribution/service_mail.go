package distribution

import (
	"context"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/store"
)

// The refusals of sending.
var (
	ErrNotByMail      = fault.New(fault.Unmet, "DELIVERY_NOT_BY_MAIL", "Văn bản này không gửi qua thư điện tử.")
	ErrMailAddress    = fault.New(fault.Unmet, "MAIL_ADDRESS_INVALID", "Địa chỉ thư điện tử không hợp lệ.")
	ErrFailedAlready  = fault.New(fault.Conflict, "MAIL_FAILED_ALREADY", "Lần gửi này đã được ghi nhận là không đến được.")
	ErrStillSending   = fault.New(fault.Conflict, "MAIL_STILL_SENDING", "Thư đang được gửi, chưa thể ghi nhận thư trả lại.")
	ErrBounceRequired = fault.New(fault.Unmet, "BOUNCE_REQUIRED", "Phải ghi lý do thư bị trả lại.")
)

// Bounced notes, by the sender's văn thư, that a letter which the server took came back.
func (s *Service) Bounced(ctx context.Context, a authz.Actor, deliveryID, reason string) (Delivery, error) {
	return s.sending(ctx, a, deliveryID, func(tx *store.Tx, d *Delivery) (audit.Event, error) {
		switch {
		case !d.FailedAt.IsZero():
			return audit.Event{}, ErrFailedAlready
		case d.MailedAt.IsZero():
			return audit.Event{}, ErrStillSending
		case strings.TrimSpace(reason) == "":
			return audit.Event{}, ErrBounceRequired
		}
		if err := checkNote(reason); err != nil {
			return audit.Event{}, err
		}
		d.FailedAt, d.Failure = tx.Now, plain(reason)
		return audit.Event{Action: "bounce", Comment: d.Failure}, nil
	})
}

// Resend sends the letter again, to a corrected address or, with "", to the same. Links that went to the old one end.
func (s *Service) Resend(ctx context.Context, a authz.Actor, deliveryID, address string) (Delivery, error) {
	return s.sending(ctx, a, deliveryID, func(tx *store.Tx, d *Delivery) (audit.Event, error) {
		was := d.MailTo()
		if strings.TrimSpace(address) == "" {
			address = was
		}
		to, err := mail.Address(address)
		if err != nil {
			return audit.Event{}, ErrMailAddress.Because(err)
		}
		if to != d.Email {
			d.Address = to
		} else {
			d.Address = ""
		}
		d.Mailing, d.Attempts, d.MailedAt, d.FailedAt, d.Failure = d.Mailing+1, 0, time.Time{}, time.Time{}, ""
		if err := login.RevokeLinks(tx, d.ID); err != nil {
			return audit.Event{}, err
		}
		if err := jobs.Enqueue(tx, LetterArgs{Delivery: d.ID, Mailing: d.Mailing}); err != nil {
			return audit.Event{}, err
		}
		return audit.Event{Action: "resend", Details: map[string]any{"from": was, "to": to}}, nil
	})
}

// ByPost gives up the mail: the copy goes on paper, and văn thư records post and proof. Its links end.
func (s *Service) ByPost(ctx context.Context, a authz.Actor, deliveryID string) (Delivery, error) {
	return s.sending(ctx, a, deliveryID, func(tx *store.Tx, d *Delivery) (audit.Event, error) {
		d.Way, d.FailedAt, d.Failure = ByPaper, time.Time{}, ""
		return audit.Event{Action: "by_post"}, login.RevokeLinks(tx, d.ID)
	})
}

// sending changes how an undecided copy that goes by mail is sent: one row, one event. For the sender's văn thư.
func (s *Service) sending(ctx context.Context, a authz.Actor, deliveryID string, fn func(*store.Tx, *Delivery) (audit.Event, error)) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.sent(tx, a, deliveryID); err != nil {
			return err
		}
		if d.By() != ByEmail {
			return ErrNotByMail
		}
		e, err := fn(tx, &d)
		if err != nil {
			return err
		}
		if err := change(tx, &d); err != nil {
			return err
		}
		return s.recordSending(tx, actor, d, e)
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DocumentIssue, deliveryID, err)
	}
	return d, nil
}

// recordSending writes the event of văn thư's work on one copy.
func (s *Service) recordSending(tx *store.Tx, actor authz.Actor, d Delivery, e audit.Event) error {
	doc, err := document.Load(tx, d.DocumentID)
	if err != nil {
		return err
	}
	place, err := document.PlaceOf(tx, d.DocumentID)
	if err != nil {
		return err
	}
	role, _ := s.policy.Capacity(actor, authz.DocumentIssue, place)
	details := map[string]any{"delivery": d.ID, "recipient": d.Name, "version": d.Version}
	if more, ok := e.Details.(map[string]any); ok {
		for k, v := range more {
			details[k] = v
		}
	}
	e.Capacity, e.Details = role.Title, details
	return recordOn(tx, actor, doc, e)
}
