package pages

import (
	"net/http"
	"net/url"
	"regexp"
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

// A report that recurs is set by words, read in words, moved and merged without knowing an id.
func TestARecurringReportByThePages(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	form := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").form("/documents")
	paper := form.submit(one(
		"subject", "về chế độ báo cáo", "signer", "person-"+signer,
		"body", "1. Ban Tổ chức Tỉnh ủy hằng quý, trước ngày 25, báo cáo kết quả công tác cán bộ.",
		"recipients", "- Ban Tổ chức Tỉnh ủy;\r\n- Lưu Văn phòng Tỉnh ủy.",
	)).is(http.StatusOK).path
	o.as(drafter).get(paper+"/tasks").says("Hằng quý", "Không định kỳ")
	o.as(checker).get(paper + "/tasks").form("/tasks/confirmation").send().is(http.StatusOK)
	o.walk(paper, "issue")
	list := o.as(checker).get(paper + "/tasks").says("hằng quý, ngày 25 tháng cuối quý")
	if strings.Contains(list.raw, "FREQ=") {
		t.Errorf("a rule is shown as code: %s", list.raw)
	}
	if strings.Contains(list.words, "Trong văn bản có nêu") {
		t.Errorf("a report that confirming has set is asked for again: %s", squeeze(list.words))
	}
	monthly := one("kind", "month", "text", "Báo cáo tháng về công tác cán bộ", "rule", "tháng", "rule_day", "20", "organs", "bt-btctu")
	one := list.form("/obligations").submit(monthly).is(http.StatusOK).says("hằng tháng, ngày 20")
	monthly.Set("rule_day", "32")
	o.as(checker).get(paper + "/tasks").form("/obligations").submit(monthly).is(http.StatusUnprocessableEntity).says("ngày, tháng không hợp lệ")
	o.as(recipient).get("/tasks").says("Báo cáo tháng 6/2014: ", "Báo cáo quý II/2014: ")
	all := o.as(checker).get("/obligations").says("hằng tháng, ngày 20", "hằng quý, ngày 25 tháng cuối quý")
	if strings.Contains(all.raw, "FREQ=") {
		t.Errorf("a rule is shown as code: %s", all.raw)
	}
	merge := one.form("/merging")
	if !strings.Contains(one.words, "Báo cáo quý: ") {
		t.Errorf("the other report is not offered: %s", squeeze(one.words))
	}
	merge.submit(url.Values{"reason": {"cùng một nội dung"}}).is(http.StatusOK).says("Chế độ báo cáo được gộp vào")
}

// Whatever the shelf of books leads to can be opened by who is shown it.
func TestEveryBookOnTheShelfOpens(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	o.walk(o.draft(), "issue") // a series of its own
	series := regexp.MustCompile(`^/registers/[0-9a-f]{8}-`)
	for _, who := range []string{clerk, checker, signer, recipient} {
		opened, ofSeries := 0, 0
		for _, link := range o.as(who).get("/registers").is(http.StatusOK).links {
			if strings.HasPrefix(link, "/registers/") {
				o.as(who).get(link).is(http.StatusOK)
				opened++
			}
			if series.MatchString(link) {
				ofSeries++
			}
		}
		if who != recipient && ofSeries == 0 {
			t.Errorf("%s is led to no series of numbers", who)
		}
		if opened < 5 {
			t.Errorf("%s is led to %d books", who, opened)
		}
	}
}
