package distribution

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/store"
)

// Outbox is how letters leave the office, and what their links open. The zero Outbox has no server: what should go by mail
// stands on the board as failed, and văn thư sends it by post.
type Outbox struct {
	Sender *mail.Sender
	// Address is where people outside reach this installation: "https://vanban.tinhuy.vn".
	Address string
	// LinkLife is how long a link opens its document; default 30 days.
	LinkLife time.Duration
	// Pauses are the waits before a letter that a server would not take just now is tried again; after the last one it
	// counts as failed. The default tries for two days.
	Pauses []time.Duration
	// Blobs holds the issued files.
	Blobs blob.Store
}

func (o Outbox) withDefaults() Outbox {
	if o.LinkLife == 0 {
		o.LinkLife = 30 * 24 * time.Hour
	}
	if o.Pauses == nil {
		o.Pauses = []time.Duration{
			10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
		}
	}
	o.Address = strings.TrimRight(o.Address, "/")
	return o
}

// SendBy says how letters leave the office. Call it before Register.
func (s *Service) SendBy(o Outbox) { s.outbox = o.withDefaults() }

// LettersArgs ask for letters to some deliveries; each becomes a job of its own, so that one bad address stops nobody.
type LettersArgs struct {
	Deliveries []string `json:"deliveries"`
	Reminder   string   `json:"reminder,omitempty"` // the reminder that they bring; "" = the document itself
}

// Kind names the work.
func (LettersArgs) Kind() string { return "distribution.letters" }

// LetterArgs ask for one letter. They hold no token: it is made when the job runs.
type LetterArgs struct {
	Delivery string `json:"delivery"`
	Mailing  int    `json:"mailing"`            // Delivery.Mailing when it was asked for: a later one stops this
	Attempt  int    `json:"attempt"`            // from 0
	Reminder string `json:"reminder,omitempty"` // as in LettersArgs
}

// Kind names the work.
func (LetterArgs) Kind() string { return "distribution.letter" }

// letters makes a job of every letter.
func (s *Service) letters(ctx context.Context, args LettersArgs) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		found, err := deliveriesWhere(tx, 0, "id IN ?", args.Deliveries)
		if err != nil {
			return err
		}
		for _, d := range found {
			if !d.mailable(LetterArgs{Mailing: d.Mailing, Reminder: args.Reminder}) {
				continue
			}
			if err := jobs.Enqueue(tx, LetterArgs{Delivery: d.ID, Mailing: d.Mailing, Reminder: args.Reminder}); err != nil {
				return err
			}
		}
		return nil
	})
}

// mailable tells whether a letter is still to go: nothing was decided or recalled, no other channel or address took its
// place, and, of the document itself, no server took it yet.
func (d Delivery) mailable(args LetterArgs) bool {
	switch {
	case d.By() != ByEmail || d.decided() != nil || d.Mailing != args.Mailing:
		return false
	case args.Reminder != "":
		return d.FailedAt.IsZero()
	}
	return d.MailedAt.IsZero() && d.FailedAt.IsZero()
}

// letter sends one letter and notes what became of it. A crash between the two sends it again, with the same Message-ID.
func (s *Service) letter(ctx context.Context, args LetterArgs) error {
	d, message, err := s.write(ctx, args)
	if err != nil || message.To == "" {
		return err
	}
	sent := s.outbox.Sender.Send(ctx, message)
	if ctx.Err() != nil {
		return ctx.Err() // the server stops: the job runs again
	}
	return s.update(ctx, func(tx *store.Tx) error {
		now, err := deliveryByID(tx, d.ID)
		if err != nil || !now.mailable(args) {
			return err
		}
		switch {
		case sent == nil && args.Reminder != "":
			return nil // the reminder itself is on record
		case sent == nil:
			now.MailedAt, now.Attempts = tx.Now, args.Attempt+1
			return s.noteLetter(tx, now, audit.Event{Action: "mail", Details: map[string]any{"delivery": d.ID, "recipient": d.Name, "attempt": args.Attempt + 1}})
		case !mail.Permanent(sent) && args.Attempt < len(s.outbox.Pauses):
			next := args
			next.Attempt++
			return jobs.EnqueueAt(tx, next, tx.Now.Add(s.outbox.Pauses[args.Attempt]))
		case args.Reminder != "" && !mail.Permanent(sent):
			return nil // the next reminder tries again
		}
		now.Attempts = args.Attempt + 1
		return s.fail(tx, now, failureOf(sent))
	})
}

// write makes the link and the letter of an attempt; a zero message when there is nothing to send any more. The link is
// committed before the letter leaves, so that no letter ever holds a dead one.
func (s *Service) write(ctx context.Context, args LetterArgs) (d Delivery, m mail.Message, err error) {
	if s.outbox.Sender == nil { // no link is made for a letter that nobody can send
		d, err = s.read(ctx, args.Delivery)
		if err == nil && d.mailable(args) {
			m.To = d.MailTo()
		}
		return d, m, err
	}
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		m = mail.Message{}
		if d, err = deliveryByID(tx, args.Delivery); err != nil || !d.mailable(args) {
			return err
		}
		doc, err := document.Load(tx, d.DocumentID)
		if err != nil {
			return err
		}
		issuer, err := directory.OrganByID(tx, doc.IssuerID)
		if err != nil {
			return err
		}
		token, err := login.NewLink(tx, d.DocumentID, d.ID, s.outbox.LinkLife)
		if err != nil {
			return err
		}
		m = s.compose(d, issuer.Name, token, tx.Now.Add(s.outbox.LinkLife), args.Reminder)
		return nil
	})
	return d, m, err
}

func (s *Service) read(ctx context.Context, id string) (d Delivery, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		d, err = deliveryByID(tx, id)
		return err
	})
	return d, err
}

// compose writes the letter: who sends, that something waits, and the link. No word of the document, nor its number.
func (s *Service) compose(d Delivery, issuer, token string, until time.Time, reminder string) mail.Message {
	subject, first := "Văn bản chờ tiếp nhận – "+issuer, issuer+" gửi đến quý cơ quan (ông/bà) một văn bản."
	id := d.ID
	if reminder != "" {
		subject, first = "Đôn đốc tiếp nhận văn bản – "+issuer, issuer+" đã gửi đến quý cơ quan (ông/bà) một văn bản và chưa nhận được xác nhận."
		id += "." + reminder
	}
	text := fmt.Sprintf(`%s

Để xem văn bản và xác nhận đã nhận, vui lòng mở liên kết sau:

%s/l/%s

Liên kết chỉ dành cho nơi nhận này, có hiệu lực đến hết ngày %s. Vui lòng không chuyển tiếp thư.
Thư được gửi tự động và không chứa nội dung văn bản.
`, first, s.outbox.Address, token, until.In(store.Hanoi).Format("02/01/2006"))
	return mail.Message{To: d.MailTo(), Subject: subject, Text: text, MessageID: id + "@" + s.outbox.Sender.Domain()}
}

// noteLetter writes what became of a letter, with its event.
func (s *Service) noteLetter(tx *store.Tx, d Delivery, e audit.Event) error {
	if err := change(tx, &d); err != nil {
		return err
	}
	return recordBySystem(tx, d.DocumentID, e)
}

// fail notes that a letter will not arrive, and tells the sender.
func (s *Service) fail(tx *store.Tx, d Delivery, failure string) error {
	d.FailedAt, d.Failure = tx.Now, failure
	err := s.noteLetter(tx, d, audit.Event{
		Action: "mail_failed", Comment: failure, Details: map[string]any{"delivery": d.ID, "recipient": d.Name, "attempts": d.Attempts},
	})
	if err != nil {
		return err
	}
	return s.tellSender(tx, d, "mail_failed")
}

// failureOf is what the board says of a refusal: the server's own words behind ours, since they name the cause.
func failureOf(err error) string {
	text := "Máy chủ thư điện tử không nhận thư"
	switch {
	case errors.Is(err, mail.ErrOff):
		return "Hệ thống chưa cấu hình máy chủ thư điện tử."
	case errors.Is(err, mail.ErrAddress):
		return "Địa chỉ thư điện tử không hợp lệ."
	case !mail.Permanent(err):
		text = "Không gửi được thư sau nhiều lần thử"
	}
	return clip(text + ": " + mail.Reason(err))
}

// clip bounds what is kept of a text from outside.
func clip(text string) string {
	text = plain(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?")))
	if runes := []rune(text); len(runes) > maxNote {
		text = string(runes[:maxNote-1]) + "…"
	}
	return text
}

// File is what a link opens for reading.
type File struct {
	Reader       io.ReadSeekCloser
	Name, SHA256 string
	MediaType    string
}
