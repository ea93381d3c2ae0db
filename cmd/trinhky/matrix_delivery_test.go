package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"trinhky/internal/web/client"
)

// Attacks 1 and 2: somebody guesses or copies the id of what went to others, and accepts it, sends it back, or uses it
// where the id of a document belongs. It is not there for him, and nothing changes.
func TestOthersDeliveriesDoNotExist(t *testing.T) {
	t.Parallel()
	h := openHall(t, readMatrix(t))
	d := h.issuedToMany()
	deliveries, err := h.as(drafter).Deliveries(context.Background(), d.ID)
	h.must(err)
	if len(deliveries) != len(receivers) {
		t.Fatalf("%d deliveries, want %d", len(deliveries), len(receivers))
	}
	everybody := append(h.m.usernames(), "tam.dk", "dinh.tv", "hang.dh")
	tried := 0
	for _, delivery := range deliveries {
		own := receivers[delivery.Recipient.ID]
		if own == nil {
			own = receivers[h.usernameOf(delivery.Recipient.ID)]
		}
		if own == nil {
			t.Fatalf("a delivery to %s", delivery.Recipient.Name)
		}
		for _, who := range everybody {
			if slices.Contains(own, who) {
				continue
			}
			tried++
			for _, attack := range attacks(delivery.ID) {
				h.isNotThere(who, delivery, attack)
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d pairs of a person and another's delivery", tried)
	}
	h.receivedByTheRight(deliveries)
}

// receivers are, by organ or username, who has to do with a delivery: first who may accept it.
var receivers = map[string][]string{
	"bt-btctu": {"quyen.db", "tung.hk"}, // văn thư, head
	"bt-btgtu": {"tam.dk", "dinh.tv"},
	"thuy.hh":  {"thuy.hh"},
	"hang.dh":  {"hang.dh"},
}

func (h *hall) usernameOf(personID string) string {
	for username, id := range h.ids {
		if id == personID {
			return username
		}
	}
	return ""
}

func (h *hall) issuedToMany() client.Document {
	h.t.Helper()
	draft := h.notice()
	draft.RecipientsText = "- Ban Tổ chức Tỉnh ủy;\n- Ban Tuyên giáo Tỉnh ủy;\n- Đồng chí Huỳnh Hạnh Thủy;\n- Đồng chí Đinh Hoài Hằng;\n- Lưu Văn phòng Tỉnh ủy."
	d, err := h.as(drafter).Create(context.Background(), draft)
	h.must(err)
	return h.walk(d, "issued")
}

// attack is a request with another's id in it.
type attack struct{ path, body string }

func attacks(deliveryID string) []attack {
	return []attack{
		{"/deliveries/" + deliveryID + "/acknowledgement", `{"note":"đã nhận"}`},
		{"/deliveries/" + deliveryID + "/refusal", `{"reason":"gửi sai nơi nhận","reason_code":"wrong_recipient"}`},
		{"/documents/" + deliveryID + "/actions/sign", fmt.Sprintf(`{"pin":%q,"sha256":"%064d"}`, demoPIN, 0)},
		{"/documents/" + deliveryID + "/actions/return", `{"comment":"trả lại"}`},
	}
}

func (h *hall) isNotThere(who string, delivery client.Delivery, a attack) {
	h.t.Helper()
	what := fmt.Sprintf("%s: %s of %s", who, a.path, delivery.Recipient.Name)
	got := h.leavesNothing(what, who, delivery.ID, func() answer { return h.send(who, http.MethodPost, a.path, a.body) })
	if got.StatusCode != http.StatusNotFound {
		h.t.Errorf("%s: %d %s, want 404", what, got.StatusCode, got.problem.Code)
	}
}

// receivedByTheRight: the head of the organ sees its copy, but accepts nothing; the văn thư and the person addressed do, once.
func (h *hall) receivedByTheRight(deliveries []client.Delivery) {
	h.t.Helper()
	for _, delivery := range deliveries {
		own := receivers[delivery.Recipient.ID]
		if own == nil {
			own = receivers[h.usernameOf(delivery.Recipient.ID)]
		}
		accept := attacks(delivery.ID)[0]
		for _, who := range own[1:] {
			what := who + " accepts for the văn thư"
			got := h.leavesNothing(what, who, delivery.ID, func() answer { return h.send(who, http.MethodPost, accept.path, accept.body) })
			if got.StatusCode != http.StatusForbidden {
				h.t.Errorf("%s: %d %s, want 403", what, got.StatusCode, got.problem.Code)
			}
		}
		h.still = nil
		if got := h.send(own[0], http.MethodPost, accept.path, accept.body); got.StatusCode != http.StatusOK {
			h.t.Errorf("%s accepts: %d %s", own[0], got.StatusCode, got.body)
		}
		what := own[0] + " accepts again"
		got := h.leavesNothing(what, own[0], delivery.ID, func() answer { return h.send(own[0], http.MethodPost, accept.path, accept.body) })
		if got.StatusCode < 400 {
			h.t.Errorf("%s: %d", what, got.StatusCode)
		}
	}
}
