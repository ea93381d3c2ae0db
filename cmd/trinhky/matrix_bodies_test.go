package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/web/client"
)

// Attack 5: an id in what is sent is asked for like one in an address. Whoever names, in an act of the own, a thing that is
// hidden from him hears what he hears of a thing that never was, and leaves nothing behind.
func TestAttack5IdsInBodiesAreNotToldApart(t *testing.T) {
	t.Parallel()
	h := openHall(t, readMatrix(t))
	mine := h.things()
	hidden := h.hiddenThings(mine)
	before := h.warmTables()
	delete(before, "access_log")
	for _, c := range []struct{ who, path, body string }{
		{drafter, "/case-files/:case_file/items", `{"document":":hidden_document"}`},
		{drafter, "/case-files/:case_file/items", `{"arrival":":arrival"}`},
		{drafter, "/case-files/:case_file/loans", `{"item":":hidden_item","purpose":"Đối chiếu số liệu.","due":"2014-06-20"}`},
		{drafter, "/case-files/:case_file/items/:hidden_item/removal", `{"reason":"Đưa nhầm."}`},
		{drafter, "/case-handovers", `{"files":[":hidden_case_file"]}`},
		{drafter, "/data-requests/:request/table", `{"document":":hidden_document"}`},
		{signer, "/inboxes/:person", `{"document":":hidden_document","pile":"first"}`},
		{checker, "/documents/:draft/ballots/withdrawal", `{"ballot":":hidden_ballot","reason":"Gửi nhầm."}`},
		{checker, "/documents/:draft/votes", `{"ballot":":hidden_ballot","verdict":"agree"}`},
		{checker, "/documents/:draft/decisions", `{"content_version":1,"meeting_date":"2014-06-10","minutes":":hidden_document","present":9,"agree":9}`},
		{clerk, "/documents/:document/actions/take_back", `{"comment":"Gửi nhầm.","to":[":hidden_delivery"]}`},
		{recipient, "/tasks/:task/actions/report", `{"document":":hidden_document"}`},
		{recipient, "/arrivals/:arrival/actions/file", `{"case_file":":hidden_code"}`},
		{drafter, "/documents/:draft/comments", `{"text":"Trả lời.","reply_to":":hidden_comment"}`},
	} {
		exists, not := h.sends(c.who, c.path, c.body, mine, hidden), h.sends(c.who, c.path, c.body, mine, hidden.nothing())
		if exists.StatusCode < 400 || exists.StatusCode != not.StatusCode || exists.body != not.body {
			t.Errorf("%s of %s with %s is told apart:\n%d %.300s\n%d %.300s", c.path, c.who, c.body, exists.StatusCode, exists.body, not.StatusCode, not.body)
		}
		if slices.Contains([]int{400, 401, 405, 500}, exists.StatusCode) || exists.problem.Code == "INPUT_INVALID" {
			t.Errorf("%s of %s with %s is wrong for everybody: %d %.300s", c.path, c.who, c.body, exists.StatusCode, exists.body)
		}
	}
	h.same("after all", before, h.warmTables())
}

// hiddenThings are things that the people who ask have nothing to do with: of Ban Tổ chức, of Tuy Phong, of a colleague.
func (h *hall) hiddenThings(mine thing) thing {
	h.t.Helper()
	hidden := thing{"outsider": mine["outsider"]}
	ctx := context.Background()
	other := h.m.people["asked"]
	draft := client.NewDocument{Kind: "notice", Subject: "về việc riêng của Tuy Phong", Text: "Văn phòng Huyện ủy thông báo.", RecipientsText: "- Lưu Văn phòng Huyện ủy."}
	d, err := h.as(other).Create(ctx, draft)
	h.must(err)
	hidden["hidden_document"] = d.ID
	var view client.CaseFileView
	h.post(other, "/case-files", client.NewCaseFile{Organ: d.Issuer.ID, Year: 2014, Code: "77.TP", Title: "Hồ sơ riêng", Rule: "matter"}, &view)
	h.post(other, "/case-files/"+view.ID+"/items", client.NewCaseFileItem{Subject: "Giấy mời", Date: "2014-06-01", Pages: 1}, &view)
	hidden["hidden_case_file"], hidden["hidden_item"], hidden["hidden_code"] = view.ID, view.Items[0].ID, view.Code
	h.post(other, "/documents/"+d.ID+"/comments", client.NewComment{Block: 1, Text: "Nói rõ."}, nil)
	var comments client.Comments
	h.get(other, "/documents/"+d.ID+"/comments", &comments)
	hidden["hidden_comment"] = comments.Threads[0].ID
	resolution := h.notice()
	resolution.Kind, resolution.Issuer, resolution.Subject, resolution.Signer = "resolution", "bt-tu", "về công tác cán bộ", h.ids["khoi.pk"]
	for _, name := range []string{"draft", "other_draft"} {
		d, err := h.as(drafter).Create(ctx, resolution)
		h.must(err)
		mine[name] = d.ID
	}
	var ballots client.Ballots
	h.post(checker, "/documents/"+mine["other_draft"]+"/ballots", client.NewBallot{ContentVersion: 1, Deadline: time.Now().AddDate(0, 0, 3).Format(time.DateOnly)}, &ballots)
	h.get(checker, "/documents/"+mine["other_draft"]+"/ballots", &ballots)
	hidden["hidden_ballot"] = ballots.Ballots[0].ID
	second := h.walk(h.draft(), "issued")
	deliveries, err := h.as(drafter).Deliveries(ctx, second.ID)
	h.must(err)
	hidden["hidden_delivery"] = deliveries[0].ID
	return hidden
}

// sends posts what names hidden things, and forgets of the answer what is another each time.
func (h *hall) sends(who, path, body string, mine, hidden thing) answer {
	h.t.Helper()
	a := h.send(who, http.MethodPost, mine.in(hidden.in(path)), mine.in(hidden.in(body)))
	forget := []string{a.Header.Get("X-Request-Id"), "·", audit.Spoken(a.Header.Get("X-Request-Id")), "·"}
	for _, id := range hidden {
		forget = append(forget, id, "‹id›")
	}
	a.body = strings.NewReplacer(forget...).Replace(a.body)
	return a
}
