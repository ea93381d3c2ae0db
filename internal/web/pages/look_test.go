package pages

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store/storetest"
)

// The language is chosen on the log-in page or in the settings, goes with the account to every browser, and changes the
// words of the interface and none of a document.
func TestALookIsChosenAndFollowsThePerson(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	document := o.draft()
	p := o.stranger()
	request, err := http.NewRequest(http.MethodGet, o.base+"/login", nil)
	must(t, err)
	request.Header.Set("Accept-Language", "en")
	response, err := p.client.Do(request)
	must(t, err)
	p.read(response).says("Đăng nhập", "English").looks("vi", "")

	asked := p.get("/login?language=en&next=%2Fboxes%2Fdrafts").says("User name", "Tiếng Việt").looks("en", "")
	failed := asked.form("/login").submit(one("username", drafter, "password", "sai")).is(http.StatusUnauthorized)
	failed.says("The user name or the password is wrong.").looks("en", "")
	if home := failed.form("/login").submit(one("password", password)).says("Drafts", "Log out"); home.path != "/boxes/drafts" {
		t.Errorf("logged in, one is led to %s", home.path)
	}
	page := p.get(document).says("Thông báo", "về lịch trực tháng 6 năm 2014", "Being drafted", "10/06/2014").looks("en", "")
	if strings.Contains(page.words, "Đang soạn thảo") {
		t.Errorf("the state is not in English: %s", squeeze(page.words))
	}
	page.form("/actions/submit").send()
	if said := p.get("/documents/none").is(http.StatusNotFound); !strings.Contains(said.words, "The document was not found.") {
		t.Errorf("a refusal is not in English: %s", squeeze(said.words))
	}

	other := o.stranger()
	other.get("/login").looks("vi", "").form("/login").submit(one("username", drafter, "password", password)).says("Workbench").looks("en", "")
	settings := other.get("/settings/look").says("Language and colours")
	settings.form("/settings/look").submit(one("language", "vi", "theme", "dark")).says("Ngôn ngữ của giao diện").looks("vi", "dark")
	settings.form("/settings/look").submit(one("language", "xx")).is(http.StatusUnprocessableEntity).says("Chọn ngôn ngữ").looks("vi", "dark")
	p.get("/").looks("en", "") // a browser that is in stays as it is
	third := o.stranger()
	third.get("/login").form("/login").submit(one("username", drafter, "password", password)).says("Bàn làm việc").looks("vi", "dark")

	// Who never chose leaves the browser as it is.
	third.get("/").form("/logout").send().looks("vi", "dark")
	third.get("/login").form("/login").submit(one("username", signer, "password", password)).looks("vi", "dark")
}

// looks fails unless the page says that it is in a language and a theme ("" as the device is set).
func (v *view) looks(lang, theme string) *view {
	v.by.t.Helper()
	for _, e := range v.tags {
		if e.Name.Local == "html" && attr(e, "lang") == lang && attr(e, "data-theme") == theme {
			return v
		}
	}
	v.by.t.Errorf("%s is not in %q and %q: %.200s", v.path, lang, theme, v.raw)
	return v
}
