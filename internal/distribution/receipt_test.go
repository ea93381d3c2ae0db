package distribution

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/authz"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// receiptsOn are the receipts of a copy as its receiver gets them.
func (o *office) receiptsOn(a authz.Actor, deliveryID string) []Receipt {
	o.Helper()
	receipts, err := o.service.ReceiptsOf(context.Background(), a, deliveryID)
	if err != nil {
		o.Fatal(err)
	}
	return receipts
}

func payloadOf(t *testing.T, r Receipt) (p payload) {
	t.Helper()
	if err := json.Unmarshal(r.Payload, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestEveryDecisionHasASignedReceipt: an organ's, a person's, a refusal and a proof, each with who, as what, and of what.
func TestEveryDecisionHasASignedReceipt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		o := open(t, s, day2014)
		r := o.resolved(bt, "- Huyện ủy Tuy Phong;\n- Thường trực Tỉnh ủy;\n- Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;\n- Ban Tuyên giáo Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		for i := range r.Recipients {
			if r.Recipients[i].Name == "Ban Tuyên giáo Tỉnh ủy Bình Thuận" {
				r.Recipients[i].Channel = ByPaper
			}
		}
		id := o.issue(bt, r)
		organ, person := o.deliveryTo(id, "Huyện ủy Tuy Phong"), o.deliveryTo(id, "Trần Quốc An")
		refused, paper := o.deliveryTo(id, "Ban Tổ chức Tỉnh ủy Bình Thuận"), o.deliveryTo(id, "Ban Tuyên giáo Tỉnh ủy Bình Thuận")
		clerk, refuser, sender := o.clerk(o.organ(organ.Name)), o.clerk(o.organ(refused.Name)), o.clerk(o.organ(bt))
		if _, err := o.takeIn(clerk, organ.ID, "nhận đủ 3 trang"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.Acknowledge(ctx, o.person("an.tq"), person.ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.Refuse(ctx, refuser, refused.ID, "duplicate", "đã nhận hôm qua"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.service.Prove(ctx, sender, paper.ID, "phiếu gửi số 12"); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			by     authz.Actor
			on     Delivery
			kind   string
			number int
			note   string
		}{
			{clerk, organ, OfAcknowledgement, 1, "nhận đủ 3 trang"}, {o.person("an.tq"), person, OfAcknowledgement, 0, ""},
			{refuser, refused, OfRefusal, 0, "đã nhận hôm qua"}, {sender, paper, OfProof, 0, "phiếu gửi số 12"},
		} {
			receipts := o.receiptsOn(c.by, c.on.ID)
			if len(receipts) != 1 || receipts[0].Kind != c.kind || !bytes.Equal(receipts[0].Signed, append([]byte("signed: "), receipts[0].Payload...)) {
				t.Fatalf("%s: %+v", c.on.Name, receipts)
			}
			p := payloadOf(t, receipts[0])
			now := o.deliveryTo(id, c.on.Name)
			if p.ActedBy.ID != c.by.PersonID || p.ActedBy.Name != now.DecidedName || p.ActedAs == "" || p.ActedAs != now.DecidedAs || p.Receiver.Name != c.on.Name ||
				p.ArrivalNumber != c.number || p.Note != c.note || p.DeliveryID != c.on.ID || p.DocumentID != id || p.Type != receiptType ||
				!slices.Equal(p.Capacities, c.on.Capacities) || p.At != now.DecidedAt.In(store.Hanoi).Format("2006-01-02T15:04:05.000000-07:00") {
				t.Errorf("%s: %+v, of %+v", c.on.Name, p, now)
			}
			if seen := o.receiptsOn(sender, c.on.ID); cmp.Diff(receipts, seen) != "" {
				t.Errorf("%s: the sender sees another receipt", c.on.Name)
			}
			if _, err := o.service.ReceiptsOf(ctx, o.person("tung.hd"), c.on.ID); codeOf(err) != "DELIVERY_NOT_FOUND" {
				t.Errorf("a stranger gets the receipt: %v", err)
			}
		}
		an := payloadOf(t, o.receiptsOn(o.person("an.tq"), person.ID)[0])
		if len(an.Capacities) != 2 {
			t.Errorf("named in two groups, one receipt with both capacities: %v", an.Capacities)
		}
		if _, err := o.service.ReceiptsOf(ctx, sender, o.deliveryTo(id, "Phan Khắc Khôi").ID); codeOf(err) != "RECEIPT_NOT_YET" {
			t.Errorf("a receipt before anything was decided: %v", err)
		}
	})
}

// TestNoReceiptNoDecision: what cannot be signed does not happen, not in part either.
func TestNoReceiptNoDecision(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, id := issued(t, s)
		o.service.sign = func([]byte) ([]byte, error) { return nil, errors.New("the key is gone") }
		d := o.deliveryTo(id, "Trần Quốc An")
		if _, err := o.service.Acknowledge(context.Background(), o.person("an.tq"), d.ID, ""); err == nil {
			t.Fatal("acknowledged without a receipt")
		}
		if diff := cmp.Diff(d, o.deliveryTo(id, d.Name)); diff != "" || len(o.trail(id)) != 0 {
			t.Errorf("something happened: %s %v", diff, o.trail(id))
		}
	})
}

// TestThePayloadIsCanonical: RFC 8785, so that anybody who builds the same object gets the same bytes.
func TestThePayloadIsCanonical(t *testing.T) {
	t.Parallel()
	p := payload{Act: "proof", ActedAs: "Văn thư", Note: plain(" “A” <b> & c\u2028d "), Capacities: []string{"Ủy viên"}, Symbol: "05-TB/VPTU"}
	got, err := p.canonical()
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(got, &fields); err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	encoder := json.NewEncoder(&want) // of a map: names in order
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(fields); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(bytes.TrimSpace(want.Bytes())), string(got)); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{`\u`, " :", ": \""} {
		if bytes.Contains(got, []byte(bad)) {
			t.Errorf("%q in %s", bad, got)
		}
	}
}
