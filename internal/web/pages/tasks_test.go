package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/store/storetest"
)

// A conclusion from the confirmed list to the confirmed report, by the pages and the real chain.
func TestATaskByThePages(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	form := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").form("/documents")
	paper := form.submit(one(
		"subject", "về công tác cán bộ", "signer", "person-"+signer,
		"body", "Thường trực Tỉnh ủy kết luận như sau.\r\n\r\n**1. Nhiệm vụ**\r\n\r\nGiao Ban Tổ chức Tỉnh ủy tham mưu kế hoạch, hoàn thành trước ngày 30/6/2014.",
		"recipients", "- Thường trực Tỉnh ủy;\r\n- Ban Tổ chức Tỉnh ủy;\r\n- Lưu Văn phòng Tỉnh ủy.",
	)).is(http.StatusOK).path
	list := o.as(drafter).get(paper + "/tasks").is(http.StatusOK)
	if !strings.Contains(list.raw, "Chưa phân rã") || !strings.Contains(list.raw, "2014-06-30") || !strings.Contains(list.raw, "Ban Tổ chức") {
		t.Errorf("proposed: %s", list.raw)
	}
	if strings.Contains(list.raw, "/tasks/confirmation") {
		t.Error("a chuyên viên is offered to confirm")
	}
	o.as(colleague).get(paper + "/tasks").is(http.StatusNotFound)
	o.as(checker).get(paper + "/tasks").form("/tasks/confirmation").send().is(http.StatusOK)
	o.walk(paper, "issue")

	mine := o.as(recipient).get("/tasks").is(http.StatusOK)
	var address string
	for _, link := range mine.links {
		if strings.HasPrefix(link, "/tasks/") && link != "/tasks/board" {
			address = link
		}
	}
	if address == "" {
		t.Fatalf("no task: %s", mine.raw)
	}
	o.as(outsider).get(address).is(http.StatusNotFound)
	o.as(recipient).get(address).form("/actions/accept").send().is(http.StatusOK)
	refused := o.as(recipient).get(address).form("/actions/report").submit(url.Values{"document": {" "}}).is(http.StatusUnprocessableEntity)
	if !strings.Contains(refused.raw, "minh chứng") {
		t.Errorf("without evidence: %s", refused.raw)
	}
	o.as(recipient).get(address).form("/evidence").upload("ket-qua.txt", "đã xong").is(http.StatusOK)
	if got := o.as(checker).get(address + "/evidence").is(http.StatusOK); got.raw != "đã xong" {
		t.Errorf("the evidence: %q", got.raw)
	}
	done := o.as(checker).get(address).form("/actions/confirm").send().is(http.StatusOK)
	if !strings.Contains(done.raw, "Hoàn thành") {
		t.Errorf("%s", done.raw)
	}
	for _, path := range []string{"/tasks?only=all", "/tasks/board", "/tasks/board?by=document", "/obligations", "/data-requests"} {
		o.as(checker).get(path).is(http.StatusOK)
	}
}

// A request for figures ends as a table in the asker's draft.
func TestFiguresByThePages(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	draft := o.draft()
	request := o.as(drafter).get("/data-requests").form("/data-requests").submit(one(
		"title", "Số liệu 6 tháng", "columns", "Số chi bộ\r\nGhi chú; chữ", "due", "2014-06-20", "organs", "bt-btctu",
	)).is(http.StatusOK).path
	answer := o.as(recipient).get(request).form("/answers")
	answer.values.Set("submit", "yes") // the button that sends it
	answer.submit(url.Values{"cell": {"12", "đủ"}}).is(http.StatusOK)
	o.as(outsider).get(request).is(http.StatusNotFound)
	shown := o.as(drafter).get(request).is(http.StatusOK)
	if !strings.Contains(shown.raw, "<td>12</td>") || !strings.Contains(shown.raw, "Tổng cộng") {
		t.Errorf("%s", shown.raw)
	}
	if got := o.as(drafter).get(request + "/xlsx").is(http.StatusOK); !strings.HasPrefix(got.raw, "PK") {
		t.Error("no workbook")
	}
	shown.form("/table").submit(url.Values{"document": {strings.TrimPrefix(draft, "/documents/")}}).is(http.StatusOK)
	if page := o.as(drafter).get(draft); !strings.Contains(page.raw, "Ban Tổ chức Tỉnh ủy Bình Thuận") || !strings.Contains(page.raw, "Số chi bộ") {
		t.Error("the table is not in the draft")
	}
}
