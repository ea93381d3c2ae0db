package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
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

// Who looks the directory up reads who holds which post; addresses are read and written by the administrator of the office.
func TestAddressesOverTheAPI(t *testing.T) {
	t.Parallel()
	o := quick(t)
	read := func(who string) (p client.Person) {
		t.Helper()
		a := o.send(who, "GET", "directory/people", "")
		var people []client.Person
		o.must(json.Unmarshal([]byte(a.body), &people))
		for _, p = range people {
			if p.Username == drafter {
				return p
			}
		}
		t.Fatalf("%d %.300s", a.StatusCode, a.body)
		return p
	}
	path := "directory/people/" + read(drafter).ID + "/email"
	for name, c := range map[string]struct {
		who, path, body string
		status          int
		code            string
	}{
		"chuyên viên":   {drafter, path, `{"email":"a@b.vn"}`, http.StatusForbidden, "FORBIDDEN"},
		"other office":  {recipient, path, `{"email":"a@b.vn"}`, http.StatusForbidden, "FORBIDDEN"},
		"nobody":        {admin, "directory/people/nobody/email", `{"email":"a@b.vn"}`, http.StatusNotFound, "PERSON_UNKNOWN"},
		"two addresses": {admin, path, `{"email":"a@b.vn, c@d.vn"}`, http.StatusUnprocessableEntity, "EMAIL_INVALID"},
	} {
		before := o.rows()
		if a := o.send(c.who, "POST", c.path, c.body); a.StatusCode != c.status || !strings.Contains(a.body, c.code) {
			t.Errorf("%s: %d %.300s", name, a.StatusCode, a.body)
		}
		if after := o.rows(); after != before {
			t.Errorf("%s: a refusal left %+v, before %+v", name, after, before)
		}
	}
	if got := read(admin).Email; got != "" {
		t.Errorf("a refused address is kept: %q", got)
	}
	if a := o.send(admin, "POST", path, `{"email":"thuan@vptu.vn"}`); a.StatusCode != http.StatusNoContent {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if mine, plain := read(admin), read(drafter); mine.Email != "thuan@vptu.vn" || !mine.MayEdit || plain.Email != "" || plain.MayEdit {
		t.Errorf("%+v, a chuyên viên reads %+v", mine, plain)
	}
}

// Who exactly gets a block of Nơi nhận, on which channel: one person in three groups is one receiver with three capacities,
// counted once; a closed organ is refused with who took over, and completion offers them for what was typed of its name.
func TestWhoExactlyGetsIt(t *testing.T) {
	t.Parallel()
	o := quick(t)
	resolve := func(body string) (p client.RecipientPreview) {
		t.Helper()
		a := o.send(drafter, "POST", "recipients/resolution", body)
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		o.must(json.Unmarshal([]byte(a.body), &p))
		return p
	}
	p := resolve(`{"issuer":"ld-vptu","on":"2026-03-10","text":"- Thường trực Tỉnh ủy;\n- Ban Thường vụ Tỉnh ủy;\n- Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy;\n- Các ban của Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy."}`)
	each := map[string]client.RecipientOfLine{}
	standing := map[string]bool{}
	for _, l := range p.Lines {
		for _, r := range l.Recipients {
			if r.ID == "" || r.Channel == "" || (r.Kind != "person" && r.Kind != "organ") {
				t.Errorf("line %d: %+v", l.N, r)
			}
			if l.N == 1 {
				standing[r.ID] = true
			}
			each[r.ID] = r
		}
	}
	if !p.Ready || p.Total != len(each) || len(standing) == 0 {
		t.Errorf("ready %v, total %d of %d, %d in line 1: %+v", p.Ready, p.Total, len(each), len(standing), p.Problems)
	}
	for id := range standing {
		want := []string{"Thường trực Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", "Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy"}
		if r := each[id]; !slices.Equal(r.Capacities, want) || !slices.Equal(r.Lines, []int{1, 2, 3}) {
			t.Errorf("%s: %q in lines %v", r.Name, r.Capacities, r.Lines)
		}
	}
	p = resolve(`{"issuer":"ld-vptu","on":"2026-03-10","text":"- Huyện ủy Tuy Phong (t/h);\n- Lưu Văn phòng Tỉnh ủy."}`)
	if p.Ready || p.Total != 0 || len(p.Lines) != 2 || len(p.Lines[0].Problems) != 1 || p.Lines[0].Problems[0].Code != "RECIPIENT_CLOSED" ||
		!slices.Contains(p.Lines[0].Problems[0].Suggestions, "Đảng ủy xã Tuy Phong") {
		t.Errorf("a closed organ: %+v", p)
	}
	for _, typed := range []string{"Huyện ủy Tuy Phong", "huyen uy tuy phong", "Huyện ủy Tuy Ph"} {
		var found []client.RecipientSuggestion
		a := o.send(drafter, "GET", "recipients/completion?issuer=ld-vptu&on=2026-03-10&q="+url.QueryEscape(typed), "")
		o.must(json.Unmarshal([]byte(a.body), &found))
		if !slices.ContainsFunc(found, func(s client.RecipientSuggestion) bool {
			return s.Text == "Đảng ủy xã Tuy Phong" && s.Detail == "kế thừa Huyện ủy Tuy Phong"
		}) || slices.ContainsFunc(found, func(s client.RecipientSuggestion) bool { return s.Text == "Huyện ủy Tuy Phong" }) {
			t.Errorf("%q offers %s", typed, a.body)
		}
	}
}
