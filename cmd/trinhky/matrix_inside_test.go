package main

import (
	"context"
	"net/http"
	"testing"

	"trinhky/internal/web/client"
)

// How a document came about is the issuing side's: a receiver sees it as it was issued, and who was asked for an opinion,
// or belongs to the organ that was, sees that question and its answer and no others.
func TestWhoSeesHowADocumentCameAbout(t *testing.T) {
	t.Parallel()
	const organAsked = "bt-vphu-tuyphong" // of which the column asked is a chuyên viên
	h := openHall(t, readMatrix(t))
	draft := h.notice()
	draft.RecipientsText = "- Ban Tổ chức Tỉnh ủy;\n- Đồng chí Huỳnh Hạnh Thủy;\n- Lưu Văn phòng Tỉnh ủy."
	d, err := h.as(drafter).Create(context.Background(), draft)
	h.must(err)
	d = h.asks(d, h.ids[h.m.people["checker"]])
	h.act("checker", "give_opinion", d)
	d = h.asks(h.document(h.ask(drafter, "read", d)), organAsked)
	if seen := h.seenBy("asked", d); len(seen.Opinions) != 1 || seen.Opinions[0].Asked.ID != organAsked || seen.Opinions[0].Question == "" {
		t.Errorf("before the answer, the organ's chuyên viên sees the questions %+v, want the one to his organ", seen.Opinions)
	}
	h.act("asked", "give_opinion", d)
	d = h.walk(h.document(h.ask(drafter, "read", d)), "issued")
	for _, c := range []struct {
		column          string
		opinions, parts int
	}{
		{"drafter", 2, 5}, {"head", 2, 5}, {"signer", 2, 5}, {"clerk", 2, 5}, {"asked", 1, 0}, {"toclerk", 0, 0}, {"tohead", 0, 0}, {"toname", 0, 0},
	} {
		seen := h.seenBy(c.column, d)
		if len(seen.Opinions) != c.opinions || len(seen.Parts) != c.parts {
			t.Errorf("%s sees %d opinions and %d parts, want %d and %d", c.column, len(seen.Opinions), len(seen.Parts), c.opinions, c.parts)
		}
		if c.parts == 0 && len(seen.Steps) > 0 {
			t.Errorf("%s sees on whose desk it lies: %+v", c.column, seen.Steps)
		}
	}
}

// asks asks a person or an organ for an opinion.
func (h *hall) asks(d client.Document, id string) client.Document {
	h.t.Helper()
	act := client.Act{To: []string{id}, Comment: "Xin ý kiến về lịch trực."}
	return h.document(h.send(drafter, http.MethodPost, "/documents/"+d.ID+"/actions/request_opinion", h.jsonOf(act), h.ifMatch(d)...))
}

func (h *hall) seenBy(column string, d client.Document) client.Document {
	h.t.Helper()
	return h.document(h.ask(h.m.people[column], "read", d))
}
