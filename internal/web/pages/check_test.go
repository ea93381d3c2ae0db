package pages

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// TestTheCheckByHand: the drafter mends with a button, the checker lets a warning stand with a reason, without a script.
func TestTheCheckByHand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		page := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").is(http.StatusOK).form("/documents").submit(one(
			"subject", "về lịch trực", "signer", "person-"+signer,
			"body", "Các phòng nổ lực trực từ ngày 5 tháng 6 năm 2014", "recipients", "- Thường trực Tỉnh ủy\n- Lưu Văn phòng Tỉnh ủy.",
		)).is(http.StatusOK)
		document := page.path
		page.says("Xem kết quả thẩm định")
		check := o.as(drafter).get(document+"/check").is(http.StatusOK).says("Sửa tất cả (3)", "Đang ghi", "Cần", "Theo", "ngày 5 tháng 6 năm 2014", "Ghi đúng số 0")
		if strings.Contains(check.words, "Chấp nhận lưu ý") || strings.Contains(check.words, "Báo cáo thẩm định") {
			t.Error("the drafter waives nothing")
		}
		all := check.form("/check/fixes")
		all.values["fix"] = valuesOf(check.raw, "fix")[:3] // the browser of the tests keeps one of a name
		fixed := all.send().is(http.StatusOK).says("nổ lực", "phiên bản nội dung 2")
		if strings.Contains(fixed.words, "Sửa tất cả") || strings.Contains(fixed.words, "Ghi đúng số 0") {
			t.Errorf("still to mend: %s", fixed.words)
		}
		all.send().is(http.StatusOK) // the same form again is the same fix
		o.as(drafter).get(document).form("/actions/submit").send().is(http.StatusOK)
		o.as(approver).get(document).form("/actions/approve").send().is(http.StatusOK)
		check = o.as(checker).get(document+"/check").is(http.StatusOK).says("Chấp nhận lưu ý, có lý do", "Báo cáo thẩm định (PDF)")
		form := check.form("/check/waivers")
		form.submit(one("reason", "Trích nguyên văn.")).is(http.StatusUnprocessableEntity).says("không có phát hiện này", "Trích nguyên văn.")
		form = o.as(checker).get(document + "/check").form("/check/waivers")
		form.submit(one("reason", "Trích nguyên văn.", "finding", valuesOf(check.raw, "finding")[0])).is(http.StatusOK).says("Đã chấp nhận", "Trích nguyên văn.")
		if report := o.as(checker).get(document + "/check/report").is(http.StatusOK); !strings.HasPrefix(report.raw, "%PDF-") {
			t.Errorf("%.40q", report.raw)
		}
		o.as(colleague).get(document + "/check").is(http.StatusNotFound)
		o.as(drafter).get(document).says("Chấp nhận lưu ý thể thức", "Sửa thể thức tự động", "đã chấp nhận")
	})
}

// valuesOf are the values of all inputs of a name, in the order of the page.
func valuesOf(raw, name string) (values []string) {
	for _, rest := range strings.Split(raw, `name="`+name+`" value="`)[1:] {
		value, _, _ := strings.Cut(rest, `"`)
		values = append(values, value)
	}
	return values
}
