package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/web/client"
)

// Completion and live resolution over the API: what is offered, who would get it, and what is refused.
func TestRecipientsOverTheAPI(t *testing.T) {
	t.Parallel()
	o := quick(t)
	var found []client.RecipientSuggestion
	a := o.send(drafter, "GET", "recipients/completion?issuer=bt-vptu&q="+url.QueryEscape("ban to chuc"), "")
	o.must(json.Unmarshal([]byte(a.body), &found))
	if a.StatusCode != http.StatusOK || len(found) == 0 || found[0].Text != "Ban Tổ chức Tỉnh ủy Bình Thuận" || found[0].Kind != "organ" || found[0].ID == "" {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	a = o.send(drafter, "GET", "recipients/completion?issuer=bt-vptu&on=2026-03-10&q=ban", "")
	if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "ORGAN_CLOSED") {
		t.Errorf("a closed issuer: %d %s", a.StatusCode, a.body)
	}
	var p client.RecipientPreview
	a = o.send(drafter, "POST", "recipients/resolution", `{"issuer":"bt-vptu","text":"- Như trên;\n- Huyện uỷ Tuy Phon;\n- Lưu Văn phòng Tỉnh ủy.","addressees":["Ban Tổ chức Tỉnh ủy"]}`)
	o.must(json.Unmarshal([]byte(a.body), &p))
	if a.StatusCode != http.StatusOK || p.Ready || len(p.Lines) != 3 || len(p.Lines[0].Recipients) != 1 || p.Lines[0].Recipients[0].Channel != "account" ||
		len(p.Lines[1].Problems) != 1 || p.Lines[1].Problems[0].Code != "RECIPIENT_UNKNOWN" || p.Lines[2].Kind != "archive" || len(p.Lines[2].Archive) != 1 {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	for name, c := range map[string]struct {
		who, body string
		status    int
	}{
		"nobody":      {"", `{"issuer":"bt-vptu","text":"- Như trên;"}`, http.StatusUnauthorized},
		"too long":    {drafter, `{"issuer":"bt-vptu","text":"` + strings.Repeat("- Sở Nội vụ;", 7000) + `"}`, http.StatusRequestEntityTooLarge},
		"no issuer":   {drafter, `{"text":"- Như trên;"}`, http.StatusUnprocessableEntity},
		"extra field": {drafter, `{"issuer":"bt-vptu","text":"","magic":1}`, http.StatusUnprocessableEntity},
	} {
		if a := o.send(c.who, "POST", "recipients/resolution", c.body); a.StatusCode != c.status {
			t.Errorf("%s: %d %.300s", name, a.StatusCode, a.body)
		}
	}
	a = o.send(drafter, "POST", "directory/groups/bt-cac-ban-tinh-uy/lead", `{"organ":"bt-btctu","from":"2014-07-01"}`)
	if a.StatusCode != http.StatusForbidden {
		t.Errorf("who edits the directory: %d %s", a.StatusCode, a.body)
	}
	var groups []client.Group
	a = o.send(drafter, "GET", "directory/groups", "")
	o.must(json.Unmarshal([]byte(a.body), &groups))
	if a.StatusCode != http.StatusOK || len(groups) == 0 || len(groups[0].Leads) == 0 {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}
