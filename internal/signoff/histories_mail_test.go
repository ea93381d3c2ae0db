package signoff

import (
	"context"
	"slices"
	"time"

	"pgregory.net/rapid"

	"trinhky/internal/distribution"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// outside has no account here: it gets a letter with a link.
const outside = "bt-bdvtu" // Ban Dân vận Tỉnh ủy

// mailMoves are what happens to a copy that goes to those outside.
var mailMoves = []move{
	{"letter", letterMove}, {"letter", letterMove}, {"acknowledge by link", linkMove}, {"acknowledge by link", linkMove},
	{"bounce", outsideMove(func(h *history, who string, d distribution.Delivery) error {
		reason := rapid.SampledFrom([]string{"hộp thư đầy", "không có địa chỉ", " "}).Draw(h.rt, "reason")
		_, err := h.received.Bounced(context.Background(), person(h.id(who)), d.ID, reason)
		return err
	})},
	{"resend", outsideMove(func(h *history, who string, d distribution.Delivery) error {
		to := rapid.SampledFrom([]string{"", "van-thu@example.vn", "không phải thư"}).Draw(h.rt, "address")
		_, err := h.received.Resend(context.Background(), person(h.id(who)), d.ID, to)
		return err
	})},
	{"by post", outsideMove(func(h *history, who string, d distribution.Delivery) error {
		_, err := h.received.ByPost(context.Background(), person(h.id(who)), d.ID)
		return err
	})},
	{"prove", outsideMove(func(h *history, who string, d distribution.Delivery) error {
		_, err := h.received.Prove(context.Background(), person(h.id(who)), d.ID, "vận đơn EK123456789VN")
		return err
	})},
}

// byMail makes an organ one of those outside, before anything is sent to it.
func (b *beginning) byMail(s *store.Store) error {
	return s.Update(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Exec("UPDATE organ SET channel = 'email', email = 'vanthu@example.vn' WHERE id = ?", outside).Error
	})
}

// outsideMove is a move of the sender's văn thư with a copy for those outside; now and then with another.
func outsideMove(take func(h *history, who string, d distribution.Delivery) error) func(h *history) error {
	return func(h *history) error {
		d, _, ok := h.copy(func(d distribution.Delivery) bool { return d.OrganID == outside && d.State == distribution.Sent })
		if !ok {
			return errNothing
		}
		return take(h, h.who(clerk), d)
	}
}

// letterMove is a letter that a mail server took: a link, and the moment. The link goes on living until it is revoked.
func letterMove(h *history) error {
	d, _, ok := h.copy(func(d distribution.Delivery) bool {
		return d.By() == distribution.ByEmail && d.MailedAt.IsZero() && d.State == distribution.Sent && d.RecalledAt.IsZero()
	})
	if !ok || d.By() != distribution.ByEmail || !d.MailedAt.IsZero() || d.State != distribution.Sent || !d.RecalledAt.IsZero() {
		return errNothing
	}
	l, err := h.mailed(d)
	if err == nil {
		h.links = append(h.links, l)
	}
	return err
}

func (o *office) mailed(d distribution.Delivery) (l link, err error) {
	err = o.store.Update(context.Background(), func(tx *store.Tx) error {
		l.delivery = d.ID
		if l.token, err = login.NewLink(tx, d.DocumentID, d.ID, 24*time.Hour); err != nil {
			return err
		}
		return tx.DB().Exec("UPDATE delivery SET mailed_at = ?, attempts = 1, version = version + 1 WHERE id = ?", tx.Now, d.ID).Error
	})
	return l, err
}

// link is what a letter brought.
type link struct{ token, delivery string }

// linkMove opens a letter's link, however old, and acknowledges.
func linkMove(h *history) error {
	if len(h.links) == 0 {
		return errNothing
	}
	l := h.links[rapid.IntRange(0, len(h.links)-1).Draw(h.rt, "link")]
	name := rapid.SampledFrom([]string{"Nguyễn Văn A", "Nguyễn Văn A", ""}).Draw(h.rt, "name")
	d, err := h.received.AcknowledgeByLink(context.Background(), l.token, "192.0.2.1", name, "đã nhận")
	if err == nil && d.ID != l.delivery {
		h.t.Fatalf("a link to %s acknowledged %s", l.delivery, d.ID)
	}
	return err
}

// waysHold: each copy goes one way and ends once; only a letter has links that open; nothing new reaches what has closed,
// and nobody of it decides.
func (h *history) waysHold(tx *store.Tx, copies []distribution.Delivery) error {
	ways := []string{distribution.ByAccount, distribution.ByEmail, distribution.ByPaper}
	states := []distribution.State{distribution.Sent, distribution.Arrived, distribution.Acknowledged, distribution.Refused}
	for _, d := range copies {
		if !slices.Contains(ways, d.Channel) || !slices.Contains(states, d.State) || d.Way != "" && (d.Way != distribution.ByPaper || d.Channel != distribution.ByEmail) {
			h.t.Fatalf("the copy of %s goes by %q %q and is %q", d.Name, d.Channel, d.Way, d.State)
		}
		over := d.State == distribution.Acknowledged || d.State == distribution.Refused
		if was, known := h.ended[d.ID]; known && was != d.State {
			h.t.Fatalf("the copy of %s ended %s and is %s", d.Name, was, d.State)
		}
		if over != !d.DecidedAt.IsZero() {
			h.t.Fatalf("the copy of %s is %s, decided at %v", d.Name, d.State, d.DecidedAt)
		}
		if was, before := h.atClosing[d.ID]; h.atClosing != nil && d.OrganID == mayClose && (!before || was != d.State && d.DecidedBy == h.id(otherClerk)) {
			h.t.Fatalf("%s has closed, and its copy is %s (%t)", d.Name, d.State, before)
		}
		if over {
			h.ended[d.ID] = d.State
		}
		var live int64
		err := tx.DB().Raw("SELECT count(*) FROM document_link WHERE delivery_id = ? AND revoked_at IS NULL", d.ID).Scan(&live).Error
		if err != nil {
			return err
		}
		if live > 0 && d.By() != distribution.ByEmail || live > 1 {
			h.t.Fatalf("%d links open the copy of %s, which goes by %s", live, d.Name, d.By())
		}
	}
	return nil
}
