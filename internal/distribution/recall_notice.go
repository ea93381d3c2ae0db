package distribution

import (
	"context"
	"fmt"
	"slices"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/mail"
	"trinhky/internal/store"
)

// RecallNotice is how a receiver without an account hears that the document was recalled: by a letter that says so and opens
// nothing, or on paper, which văn thư posts (NĐ 30/2020 Art. 18.4: thông báo thu hồi). There is one for every copy that went
// out, and none for what never left.
type RecallNotice struct {
	DeliveryID string     `gorm:"column:delivery_id"`
	DocumentID string     `gorm:"column:document_id"`
	Way        string     `gorm:"column:way"` // ByEmail | ByPaper
	Address    string     `gorm:"column:address"`
	Attempts   int        `gorm:"column:attempts"`
	SentAt     *time.Time `gorm:"column:sent_at"` // the server took the letter
	FailedAt   *time.Time `gorm:"column:failed_at"`
	Failure    string     `gorm:"column:failure"`
	PostedOn   store.Date `gorm:"column:posted_on"` // the last time that it was handed to the post
}

// TableName is the table of notices of recall.
func (RecallNotice) TableName() string { return "recall_notice" }

// ToPost says whether văn thư still has to send it on paper.
func (n RecallNotice) ToPost() bool {
	return n.PostedOn == "" && (n.Way == ByPaper || n.FailedAt != nil)
}

// Label is where it stands as a person reads it.
func (n RecallNotice) Label() string {
	switch {
	case n.PostedOn != "":
		return "Đã gửi thông báo thu hồi bằng bản giấy ngày " + shown(n.PostedOn)
	case n.Way == ByPaper:
		return "Chờ văn thư gửi thông báo thu hồi bằng bản giấy"
	case n.FailedAt != nil:
		return "Thư báo thu hồi không đến được, chờ văn thư gửi bằng bản giấy"
	case n.SentAt != nil:
		return "Đã gửi thư báo thu hồi"
	}
	return "Đang gửi thư báo thu hồi"
}

// RecallLettersArgs ask for the letters of a recall; each becomes a job of its own, so that one bad address stops nobody.
type RecallLettersArgs struct {
	Deliveries []string `json:"deliveries"`
}

// Kind names the work.
func (RecallLettersArgs) Kind() string { return "distribution.recall_letters" }

// RecallLetterArgs ask for one letter.
type RecallLetterArgs struct {
	Delivery string `json:"delivery"`
	Attempt  int    `json:"attempt"` // from 0
}

// Kind names the work.
func (RecallLetterArgs) Kind() string { return "distribution.recall_letter" }

// noticesOfRecall writes down who of the called back copies' receivers is told how, and asks for the letters.
func noticesOfRecall(tx *store.Tx, documentID string, called []Delivery) error {
	var outside []string
	for _, d := range called {
		if d.By() != ByAccount {
			outside = append(outside, d.ID)
		}
	}
	linked, err := login.Linked(tx, outside)
	if err != nil {
		return err
	}
	var notices []RecallNotice
	var letters []string
	for _, d := range called {
		switch {
		case d.By() == ByEmail && d.FailedAt.IsZero() && (linked[d.ID] || d.State == Acknowledged):
			notices = append(notices, RecallNotice{DeliveryID: d.ID, DocumentID: documentID, Way: ByEmail, Address: d.MailTo()})
			letters = append(letters, d.ID)
		case d.By() == ByPaper && (d.PostedOn != "" || linked[d.ID] || d.State == Acknowledged):
			notices = append(notices, RecallNotice{DeliveryID: d.ID, DocumentID: documentID, Way: ByPaper})
		}
	}
	if err := insertRecallNotices(tx, notices); err != nil {
		return err
	}
	for batch := range slices.Chunk(letters, perJob) {
		if err := jobs.Enqueue(tx, RecallLettersArgs{Deliveries: batch}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) recallLetters(ctx context.Context, args RecallLettersArgs) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		for _, id := range args.Deliveries {
			if err := jobs.Enqueue(tx, RecallLetterArgs{Delivery: id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// recallLetter sends one letter and notes what became of it. A crash between the two sends it again, with the same Message-ID.
func (s *Service) recallLetter(ctx context.Context, args RecallLetterArgs) error {
	var n RecallNotice
	var m mail.Message
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		n, m, err = s.recallMessage(tx, args.Delivery)
		return err
	})
	if err != nil || n.SentAt != nil || n.FailedAt != nil {
		return err
	}
	sent := s.outbox.Sender.Send(ctx, m)
	if ctx.Err() != nil {
		return ctx.Err() // the server stops: the job runs again
	}
	return s.store.Update(ctx, func(tx *store.Tx) error {
		now, err := recallNotice(tx, args.Delivery)
		if err != nil || now.SentAt != nil || now.FailedAt != nil {
			return err
		}
		now.Attempts = args.Attempt + 1
		d, err := deliveryByID(tx, args.Delivery)
		if err != nil {
			return err
		}
		details := map[string]any{"delivery": d.ID, "recipient": d.Name, "attempt": now.Attempts}
		switch {
		case sent == nil:
			now.SentAt = &tx.Now
			if err := settleRecallNotice(tx, now); err != nil {
				return err
			}
			return recordBySystem(tx, d.DocumentID, audit.Event{Action: "mail_recall", Details: details})
		case !mail.Permanent(sent) && args.Attempt < len(s.outbox.Pauses):
			next := args
			next.Attempt++
			return jobs.EnqueueAt(tx, next, tx.Now.Add(s.outbox.Pauses[args.Attempt]))
		}
		now.FailedAt, now.Failure = &tx.Now, failureOf(sent)
		if err := settleRecallNotice(tx, now); err != nil {
			return err
		}
		if err := recordBySystem(tx, d.DocumentID, audit.Event{Action: "mail_recall_failed", Comment: now.Failure, Details: details}); err != nil {
			return err
		}
		return s.tellSender(tx, d, "mail_recall_failed")
	})
}

// recallMessage is the letter: who recalls, when the document was sent, what to do. No word of the document, nor its number,
// and no link: what the receiver holds is the letter that came then.
func (s *Service) recallMessage(tx *store.Tx, deliveryID string) (n RecallNotice, m mail.Message, err error) {
	if n, err = recallNotice(tx, deliveryID); err != nil {
		return n, m, err
	}
	d, err := deliveryByID(tx, deliveryID)
	if err != nil {
		return n, m, err
	}
	doc, err := document.Load(tx, d.DocumentID)
	if err != nil {
		return n, m, err
	}
	issuer, err := directory.OrganByID(tx, doc.IssuerID)
	if err != nil {
		return n, m, err
	}
	text := fmt.Sprintf(`%s thông báo thu hồi văn bản đã gửi đến quý cơ quan (ông/bà) ngày %s.

Liên kết trong thư đã gửi không còn hiệu lực. Đề nghị không sử dụng văn bản, hủy bản điện tử đã tải về và báo lại cho văn thư cơ quan gửi; bản giấy (nếu có) đề nghị gửi trả.

Thư được gửi tự động và không chứa nội dung văn bản.
`, issuer.Name, d.SentAt.In(store.Hanoi).Format("02/01/2006"))
	return n, mail.Message{To: n.Address, Subject: "Thu hồi văn bản – " + issuer.Name, Text: text, MessageID: d.ID + ".recall@" + s.outbox.Sender.Domain()}, nil
}
