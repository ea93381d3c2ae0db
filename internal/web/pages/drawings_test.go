package pages

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store/storetest"
)

// Who reads the pages in English reads the drawings in English too: of a chain, and of the documents around one, whose own
// words stay as they are.
func TestDrawingsAreInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.as(drafter).get("/documents/new?offer=bt-vptu:notice").form("/documents").submit(one(
		"subject", "về lịch trực", "signer", "person-"+signer, "recipients", "- Thường trực Tỉnh ủy;\r\n- Lưu Văn phòng Tỉnh ủy.",
		"body", "Căn cứ Quyết định số 217-QĐ/TW của Bộ Chính trị, Văn phòng Tỉnh ủy thông báo.",
	)).is(http.StatusOK).path
	english := func(who string) *person {
		p := o.stranger()
		p.get("/login?language=en").form("/login").submit(one("username", who, "password", password))
		return p
	}
	reader, keeps := english(drafter), english(keeper)
	for _, path := range []string{document + "/chain.svg", document + "/chain.svg?dark=1"} {
		if drawn := reader.drawing(path); !strings.Contains(drawn, "▸ Being drafted") || vietnamese(drawn) {
			t.Errorf("%s is not in English:\n%s", path, drawn)
		}
	}
	light, dark := keeps.drawing("/admin/chains/party-office/drawing"), keeps.drawing("/admin/chains/party-office/drawing?dark=1")
	if vietnamese(light) || !strings.Contains(light, "Being drafted") || light == dark {
		t.Errorf("an installed chain is not drawn in English, light and dark:\n%s", light)
	}
	if own := o.as(drafter).drawing(document + "/chain.svg"); !strings.Contains(own, "▸ Đang soạn thảo") {
		t.Errorf("the chain is not drawn in Vietnamese:\n%s", own)
	}

	ours := o.as(drafter).drawing(document + "/cascade")
	theirs := reader.drawing(document + "/cascade")
	for vi, en := range map[string]string{">căn cứ</text>": ">is based on</text>", ">(không có bản để xem)</text>": ">(no copy to look at)</text>", "(chưa có số)": "(no number yet)", "Đang soạn thảo": "Being drafted"} {
		if !strings.Contains(ours, vi) || strings.Contains(ours, en) {
			t.Errorf("the picture in Vietnamese says %q: %s", en, ours)
		}
		if !strings.Contains(theirs, en) || strings.Contains(theirs, vi) {
			t.Errorf("the picture in English says %q: %s", vi, theirs)
		}
	}
	if !strings.Contains(theirs, "217-QĐ/TW") || !strings.Contains(theirs, "Thông báo") {
		t.Errorf("the document's own symbol is gone: %s", theirs)
	}
}

// drawing is the first picture drawn at an address.
func (p *person) drawing(path string) string {
	p.t.Helper()
	body := p.get(path).is(http.StatusOK).raw
	_, rest, found := strings.Cut(body, `<svg xmlns="http://www.w3.org/2000/svg"`)
	if !found {
		p.t.Fatalf("nothing is drawn at %s:\n%s", path, body)
	}
	picture, _, _ := strings.Cut(rest, "</svg>")
	return picture
}
