package distribution

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/authz"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestThoseWithoutAnAccountAreProved(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2014)
		r := o.resolved(bt, "- Huyện ủy Tuy Phong;\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		r.Recipients[0].Channel = ByPaper
		id := o.issue(bt, r)
		paper, account := o.deliveries(id)[0], o.deliveries(id)[1]
		if err := o.service.deliver(ctx, DeliverArgs{DocumentID: id, Deliveries: []string{paper.ID, account.ID}}); err != nil {
			t.Fatal(err)
		}
		if got := o.deliveryTo(id, paper.Name); got.State != Sent {
			t.Errorf("paper does not arrive by itself: %s", got.State)
		}
		sender := o.clerk(o.organ(bt))
		for _, c := range []struct {
			who      authz.Actor
			id, text string
			want     string
		}{
			{sender, paper.ID, " ", "PROOF_REQUIRED"}, {sender, account.ID, "phiếu 12", "DELIVERY_PROVES_ITSELF"},
			{o.person("khoi.pk"), paper.ID, "phiếu 12", "DELIVERY_NOT_FOUND"}, {sender, paper.ID, "phiếu gửi số 12, ký nhận 11/6", ""},
			{sender, paper.ID, "lần nữa", "ALREADY_ACKNOWLEDGED"},
		} {
			if _, err := o.service.Prove(ctx, c.who, c.id, c.text); codeOf(err) != c.want {
				t.Errorf("%q: %v", c.text, err)
			}
		}
		if diff := cmp.Diff([]string{"deliver", "prove"}, o.trail(id)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReceivedTurnsPages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2014)
		r := o.resolved(bt, "- Huyện ủy Tuy Phong;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		want := map[string]bool{}
		for range 5 {
			want[o.issue(bt, r)] = true
		}
		clerk := o.clerk(o.organ("Huyện ủy Tuy Phong"))
		cursor, pages := "", 0
		for {
			page, err := o.service.Received(ctx, clerk, ReceivedFilter{Limit: 2, Cursor: cursor, Only: "waiting"})
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range page.Items {
				delete(want, item.Document.ID)
			}
			pages++
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if pages != 3 || len(want) != 0 {
			t.Errorf("%d pages, missing %v", pages, want)
		}
		if _, err := o.service.Received(ctx, clerk, ReceivedFilter{Only: "x"}); codeOf(err) != "FILTER_INVALID" {
			t.Error(err)
		}
	})
}

func TestAStaleVersionIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, id := issued(t, s)
		old := o.deliveryTo(id, "Huyện ủy Tuy Phong")
		if err := o.service.MarkRead(context.Background(), o.clerk(o.organ(old.Name)), id); err != nil {
			t.Fatal(err)
		}
		old.Note = "đã cũ"
		err := s.Update(context.Background(), func(tx *store.Tx) error { return change(tx, &old) })
		if codeOf(err) != "STALE_VERSION" {
			t.Errorf("%v", err)
		}
	})
}

// TestTheDatabaseRefuses: what the code never does, the database does not let anybody do.
func TestTheDatabaseRefuses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, id := issued(t, s)
		d := o.deliveryTo(id, "Huyện ủy Tuy Phong")
		if _, err := o.takeIn(o.clerk(o.organ(d.Name)), d.ID, ""); err != nil {
			t.Fatal(err)
		}
		at := fmt.Sprintf("WHERE id = '%s'", d.ID)
		first := fmt.Sprintf("WHERE document_id = '%s' AND state = 'sent'", id)
		columns := "id, document_id, organ_id, office_id, person_id, name, channel, email, capacities, lines, ack, task, sent_at, state, version"
		insert := func(values string) string {
			return "INSERT INTO delivery (" + columns + ") VALUES (" + strings.ReplaceAll(values, "DOC", "'"+id+"'") + ")"
		}
		now := "'2014-06-10 03:00:00+00:00'"
		for name, statement := range map[string]string{
			"rename a receiver":         "UPDATE delivery SET name = 'x', version = version + 1 " + at,
			"change a capacity":         "UPDATE delivery SET capacities = '[]', version = version + 1 " + first,
			"move the term":             "UPDATE delivery SET due = NULL, version = version + 1 " + first,
			"change without a version":  "UPDATE delivery SET note = 'x' " + first,
			"take a receipt back":       "UPDATE delivery SET state = 'arrived', decided_at = NULL, decided_by = '', version = version + 1 " + at,
			"change the arrival number": "UPDATE delivery SET arrival_number = 9, version = version + 1 " + at,
			"receive without a person":  "UPDATE delivery SET state = 'acknowledged', arrived_at = sent_at, decided_at = sent_at, version = version + 1 " + first,
			"refuse without a reason":   "UPDATE delivery SET state = 'refused', arrived_at = sent_at, decided_at = sent_at, decided_by = 'p', version = version + 1 " + first,
			"delete a delivery":         "DELETE FROM delivery " + at,
			"change a line":             "UPDATE recipient_line SET text = 'x' WHERE n = 1",
			"delete a line":             "DELETE FROM recipient_line WHERE n = 1",
			"organ and person":          insert("'d1', DOC, 'o', 'o', 'p', 'n', 'paper', '', '[]', '[]', 'read', false, " + now + ", 'sent', 1"),
			"neither organ nor person":  insert("'d2', DOC, '', '', '', 'n', 'paper', '', '[]', '[]', 'read', false, " + now + ", 'sent', 1"),
			"the same receiver twice": insert("'d3', DOC, '" + d.OrganID + "', '" + d.OfficeID + "', '', 'n', 'paper', '', '[]', '[]', 'read', false, " +
				now + ", 'sent', 1"),
			"begin as received":         insert("'d4', DOC, 'o', 'o', '', 'n', 'paper', '', '[]', '[]', 'read', false, " + now + ", 'arrived', 1"),
			"decide after a recall":     "UPDATE delivery SET recalled_at = sent_at, version = version + 1 " + first + "; UPDATE delivery SET state = 'arrived', arrived_at = sent_at, version = version + 1 WHERE recalled_at IS NOT NULL",
			"forge a receipt":           "UPDATE delivery_receipt SET payload = '{}' WHERE delivery_id = '" + d.ID + "'",
			"lose a receipt":            "DELETE FROM delivery_receipt WHERE delivery_id = '" + d.ID + "'",
			"rename who decided":        "UPDATE delivery SET decided_name = 'x', version = version + 1 " + at,
			"a line of an unknown kind": "INSERT INTO recipient_line VALUES ('" + id + "', 99, 'club', '', '', 'x', '', 'none', false)",
		} {
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				_, err := tx.SQL().Exec(statement)
				return err
			})
			if err == nil {
				t.Errorf("%s: let through", name)
			} else if strings.Contains(err.Error(), "syntax") || strings.Contains(err.Error(), "no such") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
