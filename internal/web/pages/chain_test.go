package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// one is a form field with one value.
func one(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// draft begins a notice by the forms, and gives its address.
func (o *office) draft() string {
	o.t.Helper()
	form := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").form("/documents")
	page := form.submit(one(
		"subject", "về lịch trực tháng 6 năm 2014", "signer", "person-"+signer,
		"body", "Văn phòng Tỉnh ủy thông báo lịch trực tháng 6 năm 2014 như sau.\r\n\r\n**1. Giờ trực**\r\n\r\nCác phòng phân công người trực trong giờ hành chính.",
		"recipients", "- Thường trực Tỉnh ủy;\r\n- Ban Tổ chức Tỉnh ủy;\r\n- Lưu Văn phòng Tỉnh ủy.",
	)).is(http.StatusOK)
	if !strings.HasPrefix(page.path, "/documents/") {
		o.t.Fatalf("the draft led to %s", page.path)
	}
	return page.path
}

// fire takes an action by its form.
func (o *office) fire(who, document, action string, typed url.Values) *view {
	o.t.Helper()
	return o.as(who).get(document).is(http.StatusOK).form("/actions/" + action).submit(typed)
}

// way is who does what, from a draft to the issue.
var way = []struct {
	who, action string
	typed       url.Values
	says        string
}{
	{drafter, "submit", nil, "Trình lãnh đạo phòng"},
	{approver, "approve", one("comment", "Đồng ý"), "Thẩm định thể thức"},
	{checker, "check_format", nil, "Chờ ký duyệt"},
	{signer, "sign", one("pin", pin), "Đã ký, chờ cấp số"},
	{clerk, "assign_number", nil, "01-TB/VPTU"},
	{clerk, "seal", one("pin", pin), "Đã đóng dấu"},
	{clerk, "issue", nil, "Đã phát hành"},
}

// walk carries a document on until an action is done.
func (o *office) walk(document, until string) {
	o.t.Helper()
	for _, step := range way {
		o.fire(step.who, document, step.action, step.typed).is(http.StatusOK)
		if step.action == until {
			return
		}
	}
}

func TestTheWholeChainByHand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		document := o.draft()
		o.as(drafter).get(document).form("/attachments").upload("phụ lục.txt", "Lịch trực").is(http.StatusOK).says("phụ lục.txt")

		// A question to a colleague, and the answer.
		o.fire(drafter, document, "request_opinion", url.Values{"to": {"person-" + colleague}, "comment": {"Xin ý kiến về giờ trực."}}).says("Đang xin ý kiến")
		o.as(colleague).get("/").says("Cho ý kiến", "về lịch trực tháng 6 năm 2014")
		o.fire(colleague, document, "give_opinion", one("verdict", "other", "comment", "Nên thêm số điện thoại.")).says("Đã thực hiện: Cho ý kiến.", "Đang soạn thảo", "Có ý kiến khác", "Nên thêm số điện thoại.")

		// The drafter follows the advice; the text before is kept.
		edit := o.as(drafter).get(document + "/edit").form("/edit")
		text := edit.values.Get("body")
		if !strings.Contains(text, "1. **Giờ trực**") {
			t.Errorf("the editor shows %q", text)
		}
		edit.submit(one("body", text+"\r\n\r\nSố điện thoại trực: 123.")).says("Phiên bản 2").is(http.StatusOK)
		o.as(drafter).get(document+"/versions/1").says("Các phòng phân công", "Nơi nhận")

		for _, step := range way {
			if step.action != "submit" {
				o.as(step.who).get("/").says("về lịch trực tháng 6 năm 2014")
			}
			o.fire(step.who, document, step.action, step.typed).is(http.StatusOK).says(step.says)
		}
		o.as(clerk).get(document).says("Đào Công Sang", "Chữ ký số", "Lịch sử thao tác", "đồng chí Võ Vĩnh Lộc")
		pdf := o.as(clerk).get(document + "/pdf").is(http.StatusOK)
		if !strings.HasPrefix(pdf.raw, "%PDF-") || pdf.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("the file is %q of type %s", pdf.raw[:min(8, len(pdf.raw))], pdf.header.Get("Content-Type"))
		}
		o.received(document)
		o.fire(clerk, document, "file", one("case_file", "01.VP")).says("Đã lưu hồ sơ", "01.VP")
	})
}

// received lets the recipients do their part, and the sender look at it.
func (o *office) received(document string) {
	o.t.Helper()
	o.as(recipient).get("/received").says("01-TB/VPTU", "Tiếp nhận, vào sổ đến", "Từ chối tiếp nhận").
		form("/acknowledgement").submit(one("note", "Đã chuyển lãnh đạo ban")).is(http.StatusOK).says("Đã xác nhận", "Số đến 1")
	o.as(standing).get(document).is(http.StatusOK).says("Đến mục Văn bản đến")
	o.as(standing).get("/received").says("Xác nhận đã nhận").form("/acknowledgement").send().says("Đã xác nhận")
	o.as(clerk).get(document+"/deliveries").says("Ban Tổ chức Tỉnh ủy", "Đã chuyển lãnh đạo ban", "Đã xác nhận", "Còn chờ")
	books := o.as(clerk).get("/registers").says("Thông báo", "Nhiệm kỳ XII")
	for _, link := range books.links {
		if strings.HasPrefix(link, "/registers/0") {
			o.as(clerk).get(link).says("01-TB/VPTU", "về lịch trực tháng 6 năm 2014", "Đào Công Sang")
			return
		}
	}
	o.t.Error("the registers lead to no book")
}

// A page shows every action of the state: what may not be done is a disabled button with its reasons.
func TestBarredActionsSayWhy(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	form := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").form("/documents")
	page := form.submit(one("subject", "về việc nghỉ lễ", "recipients", "- Sở Không Có Thật.", "signer", "")).is(http.StatusOK)
	page.says("Chưa chọn người ký.", "Chưa có nội dung.")
	if page.offers("/actions/submit") {
		t.Error("an unfit draft may be submitted")
	}
}

// Pasting a whole text moves its parts into their fields.
func TestAPastedTextIsTakenApart(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	text := "THÔNG BÁO\nvề việc tổ chức hội nghị\n\nVăn phòng Tỉnh ủy thông báo nội dung sau.\n\n1. Thời gian: ngày 20/6/2014.\n\nNơi nhận:\n- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy."
	edit := o.as(drafter).get("/documents/new").form("/documents").submit(one("issuer", "bt-vptu", "body", text)).is(http.StatusOK)
	form := edit.form("/edit")
	if got := form.values.Get("subject"); got != "về việc tổ chức hội nghị" {
		t.Errorf("trích yếu %q", got)
	}
	if got := form.values.Get("recipients"); !strings.Contains(got, "Thường trực Tỉnh ủy") {
		t.Errorf("nơi nhận %q", got)
	}
	if got := form.values.Get("body"); strings.Contains(got, "Nơi nhận") || !strings.Contains(got, "1. Thời gian") {
		t.Errorf("nội dung %q", got)
	}
	o.as(drafter).get("/documents/new").form("/documents").submit(one("issuer", "bt-vptu", "body", "Không có tên loại.")).
		is(http.StatusUnprocessableEntity).says("Chưa chọn loại văn bản", "Không có tên loại.")
}
