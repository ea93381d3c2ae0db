package distribution

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/authz"
	"trinhky/internal/login"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// mailed is a document for two organs outside, with a link for each.
func mailed(t *testing.T, s *store.Store) (o *office, id string, tokens [2]string) {
	t.Helper()
	o = open(t, s, day2014)
	r := o.resolved(bt, "- Huyện ủy Tuy Phong;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
	for i := range r.Recipients {
		r.Recipients[i].Channel, r.Recipients[i].Email = ByEmail, "vanthu@example.vn"
	}
	id = o.issue(bt, r)
	for i, d := range o.deliveries(id) {
		tokens[i] = o.link(d, time.Hour)
	}
	return o, id, tokens
}

func (o *office) link(d Delivery, life time.Duration) (token string) {
	o.Helper()
	o.update(func(tx *store.Tx) (err error) {
		token, err = login.NewLink(tx, d.DocumentID, d.ID, life)
		return err
	})
	return token
}

func TestALinkReadsAndThenAcknowledgesOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, tokens := mailed(t, s)
		before := o.deliveries(id)
		for range 3 { // scanners open links
			l, err := o.service.OpenLink(ctx, tokens[0], "192.0.2.1")
			if err != nil || l.Name != "Huyện ủy Tuy Phong" || l.Issuer != bt || l.Document.ID != id {
				t.Fatalf("%+v %v", l, err)
			}
		}
		if diff := cmp.Diff(before, o.deliveries(id)); diff != "" || len(o.trail(id)) != 0 {
			t.Errorf("opening wrote: %s %v", diff, o.trail(id))
		}
		for _, name := range []string{"", " a ", "  ", "123", strings.Repeat("ă", 101), "Tên\x00"} {
			if _, err := o.service.AcknowledgeByLink(ctx, tokens[0], "192.0.2.1", name, ""); codeOf(err) != "NAME_REQUIRED" {
				t.Errorf("by %q: %v", name, err)
			}
		}
		got, err := o.service.AcknowledgeByLink(ctx, tokens[0], "192.0.2.1", "  Nguyễn  Văn A ", "đã nhận")
		if err != nil || got.State != Acknowledged || got.DecidedName != "Nguyễn Văn A" || got.ID != before[0].ID || got.ReadAt.IsZero() {
			t.Fatalf("%+v %v", got, err)
		}
		left := o.left()
		_, err = o.service.AcknowledgeByLink(ctx, tokens[0], "192.0.2.1", "Kẻ Khác", "")
		if codeOf(err) != "ALREADY_ACKNOWLEDGED ACKNOWLEDGED_BY" || !strings.Contains(err.Error(), "Nguyễn Văn A") {
			t.Errorf("used twice: %v", err)
		}
		if diff := cmp.Diff(left, o.left()); diff != "" {
			t.Errorf("a second use left something: %s", diff)
		}
		if other := o.deliveryTo(id, before[1].Name); cmp.Diff(before[1], other) != "" {
			t.Errorf("the other copy changed: %+v", other)
		}
		r, err := o.service.ReceiptByLink(ctx, tokens[0], "192.0.2.1")
		if err != nil {
			t.Fatal(err)
		}
		if p := payloadOf(t, r); p.ActedBy.Kind != "guest" || p.ActedBy.Name != "Nguyễn Văn A" || p.Channel != ByEmail {
			t.Errorf("%+v", p)
		}
		if _, err := o.service.ReceiptByLink(ctx, tokens[1], "192.0.2.1"); codeOf(err) != "RECEIPT_NOT_YET" {
			t.Errorf("another's receipt: %v", err)
		}
	})
}

// A receiver outside sends a copy back: with a name, a reason and words, once, and its sender is told.
func TestALinkRefusesOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, tokens := mailed(t, s)
		left := o.left()
		for want, typed := range map[string][3]string{
			"NAME_REQUIRED": {"", "duplicate", "Đã có."}, "REASON_REQUIRED": {"Nguyễn Văn A", "duplicate", " "}, "REASON_UNKNOWN REASON_UNKNOWN": {"Nguyễn Văn A", "x", "Đã có."},
		} {
			if _, err := o.service.RefuseByLink(ctx, tokens[0], "192.0.2.1", typed[0], typed[1], typed[2]); codeOf(err) != want {
				t.Errorf("%v: %v, want %s", typed, err, want)
			}
		}
		if diff := cmp.Diff(left, o.left()); diff != "" {
			t.Fatalf("a refused refusal left something: %s", diff)
		}
		got, err := o.service.RefuseByLink(ctx, tokens[0], "192.0.2.1", "Nguyễn Văn A", "duplicate", "Đã có.")
		if err != nil || got.State != Refused || got.DecidedName != "Nguyễn Văn A" || got.ReasonCode != "duplicate" || got.Note != "Đã có." {
			t.Fatalf("%+v %v", got, err)
		}
		if r, err := o.service.ReceiptByLink(ctx, tokens[0], "192.0.2.1"); err != nil || payloadOf(t, r).ActedBy.Kind != "guest" {
			t.Errorf("%+v %v", r, err)
		}
		if now := o.left(); now["notice"] == left["notice"] || len(o.trail(id)) != 1 {
			t.Errorf("the sender is not told, or the trail is %v", o.trail(id))
		}
		left = o.left()
		if _, err := o.service.AcknowledgeByLink(ctx, tokens[0], "192.0.2.1", "Nguyễn Văn A", ""); err == nil {
			t.Error("acknowledged after it was refused")
		}
		if diff := cmp.Diff(left, o.left()); diff != "" {
			t.Errorf("a second answer left something: %s", diff)
		}
	})
}

// TestAttack18ALinkIsNoMember: the guest of one delivery can do nothing to another, nor anything but acknowledge or refuse.
func TestAttack18ALinkIsNoMember(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, _ := mailed(t, s)
		copies := o.deliveries(id)
		guest, left := login.Link{DocumentID: id, DeliveryID: copies[0].ID}.Guest("Nguyễn Văn A"), o.left()
		if _, err := o.service.Acknowledge(ctx, guest, copies[1].ID, ""); codeOf(err) != "DELIVERY_NOT_FOUND" {
			t.Errorf("acknowledges another's: %v", err)
		}
		for what, err := range map[string]error{
			"lists":             second(o.service.Deliveries(ctx, guest, id)),
			"refuses another's": second(o.service.Refuse(ctx, guest, copies[1].ID, "duplicate", "trùng")),
			"proves":            second(o.service.Prove(ctx, guest, copies[0].ID, "đã giao")),
			"reminds":           second(o.service.Remind(ctx, guest, id, nil)),
			"resends":           second(o.service.Resend(ctx, guest, copies[0].ID, "x@y.vn")),
			"posts":             second(o.service.RecordPost(ctx, guest, copies[0].ID, Post{Mark: "x"})),
		} {
			if err == nil {
				t.Errorf("a guest %s", what)
			}
		}
		if diff := cmp.Diff(left, o.left()); diff != "" {
			t.Errorf("a guest left something: %s", diff)
		}
		if diff := cmp.Diff(copies, o.deliveries(id)); diff != "" || len(o.trail(id)) != 0 {
			t.Error(diff)
		}
	})
}

// left counts what a decision leaves behind it.
func (o *office) left() map[string]int {
	o.Helper()
	rows := map[string]int{}
	for _, table := range []string{"audit_event", "river_job", "delivery_receipt", "delivery_post", "notice", "document_link"} {
		rows[table] = o.count("SELECT count(*) FROM " + table)
	}
	return rows
}

func second[T any](_ T, err error) error { return err }

// TestAttack11LinksEnd: unknown, expired and revoked links give one answer; who tries many is slowed, alone.
func TestAttack11LinksEnd(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, tokens := mailed(t, s)
		d := o.deliveries(id)[1]
		expired := o.link(d, time.Microsecond)
		o.update(func(tx *store.Tx) error { return login.RevokeLinks(tx, d.ID) })
		var said []string
		for what, token := range map[string]string{"unknown": "tkl_x", "empty": "", "expired": expired, "revoked": tokens[1], "changed": tokens[0] + "x", "upper case": strings.ToUpper(tokens[0])} {
			for _, try := range []error{
				second(o.service.OpenLink(ctx, token, "192.0.2.7")), second(o.service.AcknowledgeByLink(ctx, token, "192.0.2.7", "Nguyễn Văn A", "")),
			} {
				if codeOf(try) != "LINK_UNKNOWN" {
					t.Errorf("%s: %v", what, try)
				}
				said = append(said, try.Error())
			}
		}
		for _, other := range said {
			if other != said[0] {
				t.Errorf("answers differ: %s", other)
			}
		}
		for range 30 {
			_, _ = o.service.OpenLink(ctx, "tkl_y", "192.0.2.7")
		}
		if _, err := o.service.OpenLink(ctx, tokens[0], "192.0.2.7"); codeOf(err) != "TOO_MANY_LINKS" {
			t.Errorf("still lets try: %v", err)
		}
		if _, err := o.service.OpenLink(ctx, tokens[0], "192.0.2.8"); err != nil {
			t.Errorf("another address: %v", err)
		}
		var stored string
		o.view(func(tx *store.Tx) error {
			return tx.SQL().QueryRow(`SELECT count(*) FROM document_link WHERE token_hash LIKE 'tkl_%'`).Scan(&stored)
		})
		if stored != "0" {
			t.Error("a token is stored")
		}
	})
}

// TestNothingIsAcknowledgedAfterARecall: not by link, not inside; the answer says why, and nothing changes.
func TestNothingIsAcknowledgedAfterARecall(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, tokens := mailed(t, s)
		o.update(func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(`UPDATE delivery SET recalled_at = sent_at, remind_at = NULL, version = version + 1 WHERE document_id = '` + id + `'`)
			return err
		})
		before, left := o.deliveries(id), o.left()
		if _, err := o.service.AcknowledgeByLink(ctx, tokens[0], "192.0.2.1", "Nguyễn Văn A", ""); codeOf(err) != "DELIVERY_RECALLED" {
			t.Errorf("%v", err)
		}
		if _, err := o.takeIn(o.clerk(o.organ(before[0].Name)), before[0].ID, ""); codeOf(err) != "DELIVERY_RECALLED" {
			t.Errorf("inside: %v", err)
		}
		if _, err := o.service.Prove(ctx, o.clerk(o.organ(bt)), before[0].ID, "đã giao"); codeOf(err) != "DELIVERY_RECALLED" {
			t.Errorf("proved: %v", err)
		}
		l, err := o.service.OpenLink(ctx, tokens[0], "192.0.2.1")
		if err != nil || l.Readable() || l.Status() != IsRecalled {
			t.Errorf("%+v %v", l, err)
		}
		if _, err := o.service.LinkFile(ctx, tokens[0], "192.0.2.1", ""); codeOf(err) != "DELIVERY_RECALLED" {
			t.Errorf("still given out: %v", err)
		}
		if diff := cmp.Diff(left, o.left()); diff != "" {
			t.Errorf("after a recall something was left: %s", diff)
		}
		if diff := cmp.Diff(before, o.deliveries(id)); diff != "" || len(o.trail(id)) != 0 {
			t.Error(diff)
		}
	})
}

// TestAttack10TheSenderNeverSeesTheLink: no act of the sender's side gives a token, and none is written into the trail or
// a job's arguments.
func TestAttack10TheSenderNeverSeesTheLink(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o, id, tokens := mailed(t, s)
		sender := o.clerk(o.organ(bt))
		d := o.deliveries(id)[0]
		if _, err := o.service.Resend(ctx, sender, d.ID, "moi@example.vn"); err != nil {
			t.Fatal(err)
		}
		o.view(func(tx *store.Tx) error {
			for _, question := range []string{
				`SELECT count(*) FROM river_job WHERE CAST(args AS text) LIKE '%tkl%'`, `SELECT count(*) FROM audit_event WHERE details LIKE '%tkl%'`,
			} {
				var n int
				if err := tx.SQL().QueryRow(question).Scan(&n); err != nil {
					return err
				}
				if n != 0 {
					t.Errorf("%s: %d", question, n)
				}
			}
			return nil
		})
		if _, err := o.service.OpenLink(ctx, tokens[0], "192.0.2.1"); codeOf(err) != "LINK_UNKNOWN" {
			t.Errorf("the link to the old address lives on: %v", err)
		}
		if a := (authz.Actor{Kind: authz.Guest, GuestDocument: id, GuestDelivery: d.ID}); codeOf(second(o.service.Deliveries(ctx, a, id))) != "DELIVERY_LIST_FORBIDDEN" {
			t.Error("a guest lists")
		}
	})
}
