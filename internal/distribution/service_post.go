package distribution

import (
	"context"
	"strings"
	"unicode/utf8"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// RecordPost notes that a copy on paper, or the notice that it is recalled, was handed to the post: a line of the sổ gửi văn
// bản đi bưu điện. A slip is mended by a further line that says so. It is no proof of receipt: that is Prove.
func (s *Service) RecordPost(ctx context.Context, a authz.Actor, deliveryID string, p Post) (posted Post, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		actor, d, err := s.sentAny(tx, a, deliveryID)
		if err != nil {
			return err
		}
		if p.About != PostedRecall && d.By() != ByPaper && !d.WithPaper {
			return ErrNotOnPaper
		}
		doc, err := document.Load(tx, d.DocumentID)
		if err != nil {
			return err
		}
		from := d.SentAt
		if p.About == PostedRecall && !d.RecalledAt.IsZero() {
			from = d.RecalledAt
		}
		posted, err = p.checked(store.DateOf(from), s.today())
		if err != nil {
			return err
		}
		posted.ID, posted.DeliveryID, posted.DocumentID, posted.OfficeID = store.NewID(), d.ID, doc.ID, doc.OfficeID
		posted.ByID, posted.At = actor.PersonID, tx.Now
		if err := insertPost(tx, posted); err != nil {
			return err
		}
		if err := posted.mark(tx, &d); err != nil {
			return err
		}
		return s.recordSending(tx, actor, d, audit.Event{Action: "post", Comment: posted.Note, Details: map[string]any{
			"sent_on": posted.SentOn, "envelopes": posted.Envelopes, "mark": posted.Mark, "signed_by": posted.SignedBy, "about": posted.About,
		}})
	})
	if err != nil {
		return Post{}, s.refused(ctx, a, authz.DocumentIssue, deliveryID, err)
	}
	return posted, nil
}

// mark notes the day on the copy, or on the notice of its recall.
func (p Post) mark(tx *store.Tx, d *Delivery) error {
	if p.About == PostedRecall {
		return postRecallNotice(tx, d.ID, p.SentOn)
	}
	d.PostedOn = p.SentOn
	return change(tx, d)
}

// checked gives the posting as it is kept.
func (p Post) checked(issued, today store.Date) (Post, error) {
	if p.SentOn == "" {
		p.SentOn = today
	}
	if p.Envelopes == 0 {
		p.Envelopes = 1
	}
	if p.About == "" {
		p.About = PostedDocument
	}
	p.Mark, p.SignedBy, p.Note = plain(p.Mark), plain(p.SignedBy), plain(p.Note)
	switch {
	case p.About != PostedDocument && p.About != PostedRecall:
		return p, ErrPostAbout
	case !p.SentOn.Valid() || p.SentOn < min(issued, today) || p.SentOn > max(issued, today):
		return p, ErrPostDate
	case p.Envelopes < 1 || p.Envelopes > mostEnvelopes:
		return p, ErrPostEnvelopes
	case p.Mark == "" && p.SignedBy == "":
		return p, ErrPostMark
	}
	for _, text := range []string{p.Mark, p.SignedBy, p.Note} {
		if strings.ContainsRune(text, 0) || utf8.RuneCountInString(text) > maxNote {
			return p, ErrNoteTooLong
		}
	}
	return p, document.RefuseSecret(p.Mark+" "+p.SignedBy+" "+p.Note, "")
}

// AlsoPaper marks, after the issue, that a paper copy goes with the electronic one (kèm bản giấy), or that it does not.
func (s *Service) AlsoPaper(ctx context.Context, a authz.Actor, deliveryID string, also bool) (d Delivery, err error) {
	err = s.update(ctx, func(tx *store.Tx) error {
		var actor authz.Actor
		if actor, d, err = s.sentAny(tx, a, deliveryID); err != nil {
			return err
		}
		if d.By() == ByPaper || d.WithPaper == also || !d.RecalledAt.IsZero() {
			return nil
		}
		d.WithPaper = also
		if err := change(tx, &d); err != nil {
			return err
		}
		return s.recordSending(tx, actor, d, audit.Event{Action: "with_paper", Details: map[string]any{"paper": also}})
	})
	if err != nil {
		return Delivery{}, s.refused(ctx, a, authz.DocumentIssue, deliveryID, err)
	}
	return d, nil
}

// Posts are the lines of the sổ gửi văn bản đi bưu điện about one document, for those who may list its deliveries.
func (s *Service) Posts(ctx context.Context, a authz.Actor, documentID string) (rows []PostRow, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if err := s.mayList(tx, a, documentID); err != nil {
			return err
		}
		rows, err = postsOf(tx, documentID)
		return err
	})
	return rows, s.refused(ctx, a, authz.DeliveryList, documentID, err)
}
