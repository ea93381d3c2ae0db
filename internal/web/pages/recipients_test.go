package pages

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Who would get a document is seen on the form of the draft, before anything is saved, and a suggestion is taken by a button.
func TestRecipientsAreSeenOnTheDraft(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		before := o.as(drafter).get("/boxes/drafts").words
		form := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").form("/documents")
		form.action = "/recipients/draft"
		page := form.submit(one("subject", "về lịch trực", "body", "Văn phòng Tỉnh ủy thông báo lịch trực.",
			"recipients", "- Thường trực Tỉnh ủy;\r\n- Ban Tổ chức Tỉnh ủy Bình Thuậnn;\r\n- Ban Vũ trụ Tỉnh ủy;\r\n- Lưu Văn phòng Tỉnh ủy.")).is(http.StatusOK)
		page.says("Phan Khắc Khôi", "trên hệ thống", "Chưa hợp lệ", "không có “Ban Vũ trụ Tỉnh ủy”", "Thay bằng “Ban Tổ chức Tỉnh ủy Bình Thuận”", "về lịch trực")
		if o.as(drafter).get("/boxes/drafts").words != before {
			t.Error("a preview saved something")
		}
		form = page.form("/documents")
		form.action = "/recipients/draft"
		form.values["apply"] = []string{"Ban Tổ chức Tỉnh ủy Bình Thuậnn|Ban Tổ chức Tỉnh ủy Bình Thuận"}
		page = form.send().is(http.StatusOK)
		page.says("- Ban Tổ chức Tỉnh ủy Bình Thuận;")
		form = page.form("/documents")
		form.values["recipients"] = []string{"- Thường trực Tỉnh ủy;\r\n- Lưu Văn phòng Tỉnh ủy."}
		saved := form.send().is(http.StatusOK)
		if !strings.HasPrefix(saved.path, "/documents/") {
			t.Fatalf("the form still saves: %s", saved.path)
		}
		edit := o.as(drafter).get(saved.path + "/edit").form(saved.path + "/edit")
		edit.action = "/recipients/draft"
		edit.send().is(http.StatusOK).says("Đủ điều kiện trình", "Nguyễn Kim Khang")
		stranger := o.as(drafter).get(saved.path + "/edit").form(saved.path + "/edit")
		stranger.by, stranger.action = o.as(outsider), "/recipients/draft"
		stranger.send().is(http.StatusNotFound)
	})
}

// The page of Nơi nhận: looking something up, trying a block, and who leads a group.
func TestTheRecipientsPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		o.as(clerk).get("/recipients?issuer=bt-vptu&q=ban+to+chuc").is(http.StatusOK).says("Ban Tổ chức Tỉnh ủy Bình Thuận")
		o.as(clerk).get("/recipients?issuer=bt-vptu&q=" + strings.Repeat("a", 201)).is(http.StatusUnprocessableEntity).says("không quá 200 ký tự")
		page := o.as(clerk).get("/recipients").is(http.StatusOK)
		page = page.form("/recipients#preview").submit(one("recipients", "- Như trên;\r\n- Các ban của Tỉnh ủy (b/c);\r\n- Lưu Văn phòng Tỉnh ủy.", "addressees", "Huyện ủy Tuy Phong")).is(http.StatusOK)
		page.says("Huyện ủy Tuy Phong", "Ban Dân vận Tỉnh ủy Bình Thuận", "để báo cáo", "Đủ điều kiện trình")
		page.form("/recipients#preview").submit(one("on", "2026-03-10")).is(http.StatusUnprocessableEntity).says("đã kết thúc hoạt động")
		page.form("/recipients#preview").submit(one("issuer", "ld-vptu", "on", "2026-03-10", "recipients", "- Thường trực Tỉnh ủy;\r\n- Ban Thường vụ Tỉnh ủy;\r\n- Huyện ủy Tuy Phong;\r\n- Lưu VPTU.")).is(http.StatusOK).
			says("Thay bằng “Đảng ủy xã Tuy Phong”", "Chưa hợp lệ", "Thường trực Tỉnh ủy; Ban Thường vụ Tỉnh ủy")
		o.stranger().get("/recipients").is(http.StatusOK).says("Đăng nhập")
	})
}
