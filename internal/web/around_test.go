package web_test

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// The fields of a thông báo kết luận come from its text, are changed by name, and bar the way to the next step.
func TestFieldsOfAConclusion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		draft := o.notice()
		draft.Subject = "kết luận của Thường trực Tỉnh ủy"
		draft.Fields = map[string]string{"held_on": "2014-06-05"}
		d, err := o.as(drafter).Create(t.Context(), draft)
		o.must(err)
		value := func(d client.Document, name string) string {
			for _, f := range d.Fields {
				if f.Name == name {
					return f.Value
				}
			}
			return "no field " + name
		}
		if value(d, "held_on") != "2014-06-05" || value(d, "chair") != "Thường trực Tỉnh ủy" || value(d, "meeting") != "" {
			t.Fatalf("the fields are %+v", d.Fields)
		}
		a := o.send(drafter, http.MethodPost, "documents/"+d.ID+"/actions/submit", `{}`)
		o.refused(a, http.StatusUnprocessableEntity, "CONDITIONS_UNMET")
		if !strings.Contains(a.body, "Chưa ghi hội nghị, cuộc họp.") {
			t.Errorf("the refusal does not say what is missing: %s", a.body)
		}
		before := o.rows()
		o.refused(o.send(drafter, http.MethodPatch, "documents/"+d.ID, `{"fields":{"held_on":"2014-02-30"}}`), http.StatusUnprocessableEntity, "FIELD_DATE")
		o.refused(o.send(drafter, http.MethodPatch, "documents/"+d.ID, `{"fields":{"signer":"x"}}`), http.StatusUnprocessableEntity, "FIELD_UNKNOWN")
		if after := o.rows(); after != before {
			t.Errorf("a refusal left %+v, was %+v", after, before)
		}
		if a := o.send(drafter, http.MethodPatch, "documents/"+d.ID, `{"fields":{"meeting":"Hội nghị giao ban tháng 6"},"with_paper":true}`); a.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		if a := o.send(drafter, http.MethodGet, "documents/"+d.ID+"/versions/1...2", ""); !strings.Contains(a.body, "Hội nghị giao ban tháng 6") {
			t.Errorf("the redline does not show the field: %s", a.body)
		}
		a = o.send(drafter, http.MethodPost, "documents/"+d.ID+"/actions/submit", `{}`)
		if a.StatusCode != http.StatusOK || !strings.Contains(a.body, `"with_paper":true`) {
			t.Errorf("%d %.300s", a.StatusCode, a.body)
		}
		if page := o.page(drafter, "/documents/"+d.ID); !strings.Contains(page, "Hội nghị giao ban tháng 6") || !strings.Contains(page, "05/06/2014") || !strings.Contains(page, "Kèm bản giấy") {
			t.Error("the page does not show the fields")
		}
	})
}

// page is what a browser of somebody is shown.
func (o *office) page(who, path string) string {
	o.t.Helper()
	request, err := http.NewRequest(http.MethodGet, o.url+path, nil)
	o.must(err)
	request.AddCookie(&http.Cookie{Name: "trinhky", Value: o.as(who).Token})
	a := o.do(request)
	if a.StatusCode != http.StatusOK {
		o.t.Fatalf("GET %s as %s: %d %.300s", path, who, a.StatusCode, a.body)
	}
	return a.body
}

// What a page does not offer is refused when it is asked for all the same (attack 7), and so are people of another organ
// in every field that names one (attack 5).
func TestDelegationOverHTTP(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		give := `{"from":"2014-06-10","to":"2014-06-16","stand_ins":[{"scope":"content","person":"` + o.ids[outsider] + `"}]}`
		before := o.rows()
		o.refused(o.send("", http.MethodPost, "absences", give), http.StatusUnauthorized, "UNAUTHENTICATED")
		o.refused(o.send(approver, http.MethodPost, "absences", strings.ReplaceAll(give, o.ids[outsider], o.ids[recipient])), http.StatusUnprocessableEntity, "STAND_IN_UNKNOWN")
		o.refused(o.send(approver, http.MethodPost, "absences", `{"person":"`+o.ids[recipient]+`",`+give[1:]), http.StatusNotFound, "PERSON_UNKNOWN")
		o.refused(o.send(drafter, http.MethodPost, "mandates", `{"organ":"bt-vptu","grantee":"`+o.ids[drafter]+`","formula":"K/T","from":"2014-06-10","to":"2014-06-11","source":"x"}`), http.StatusNotFound, "MANDATE_UNKNOWN")
		o.refused(o.send(drafter, http.MethodGet, "inboxes/"+o.ids[signer], ""), http.StatusNotFound, "PERSON_UNKNOWN")
		if after := o.rows(); after != before {
			t.Errorf("refusals left %+v, was %+v", after, before)
		}
		if a := o.send(approver, http.MethodPost, "absences", give); a.StatusCode != http.StatusCreated {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		if page := o.page(outsider, "/"); !strings.Contains(page, "Tôi đang thay") || !strings.Contains(page, "đến hết ngày 16/06/2014") {
			t.Error("the workbench does not say in whose place")
		}
		for who, want := range map[string]string{approver: "đang thay", outsider: "Tôi đang thay", signer: "Trong cơ quan", admin: "Không thay ai"} {
			if page := o.page(who, "/absences"); !strings.Contains(page, want) {
				t.Errorf("%s does not read %q", who, want)
			}
		}
		d := o.walk(o.draft(), "unit_review")
		if a := o.send(outsider, http.MethodPost, "documents/"+d.ID+"/actions/approve", `{}`); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "(thay đồng chí") {
			t.Errorf("%d %.400s", a.StatusCode, a.body)
		}
		if page := o.page(drafter, "/documents/"+d.ID); !strings.Contains(page, "(thay đồng chí") {
			t.Error("the timeline does not say in whose place")
		}
	})
}

// A ballot and a copy, from the page's and the API's side.
func TestBallotAndCopyOverHTTP(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		draft := o.notice()
		draft.Kind, draft.Issuer, draft.Subject, draft.Signer = "resolution", "bt-tu", "về công tác cán bộ", o.ids["khoi.pk"]
		d, err := o.as(drafter).Create(t.Context(), draft)
		o.must(err)
		a := o.send(checker, http.MethodPost, "documents/"+d.ID+"/ballots", `{"content_version":1,"deadline":"2100-01-01"}`)
		o.refused(a, http.StatusUnprocessableEntity, "DEADLINE_INVALID")
		page := o.page(checker, "/documents/"+d.ID+"/ballots")
		for _, want := range []string{"Ban Thường vụ Tỉnh ủy", "Gửi phiếu xin ý kiến", "Ghi quyết định của hội nghị"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if strings.Contains(o.page(drafter, "/documents/"+d.ID+"/ballots"), "Gửi phiếu đến các thành viên") {
			t.Error("the page offers the drafter to open a ballot")
		}
		o.refused(o.send(drafter, http.MethodPost, "documents/"+d.ID+"/decisions", `{"content_version":1,"meeting_date":"2014-06-10","present":9,"agree":9}`), http.StatusForbidden, "FORBIDDEN")
		a = o.send(checker, http.MethodPost, "documents/"+d.ID+"/decisions", `{"content_version":1,"meeting_date":"2014-06-10","present":9,"agree":9}`)
		if a.StatusCode != http.StatusCreated || !strings.Contains(a.body, `"passed":true`) {
			t.Errorf("%d %s", a.StatusCode, a.body)
		}
		issued := o.walk(o.draft(), "issued")
		a = o.send(clerk, http.MethodPost, "documents/"+issued.ID+"/copies", `{"form":"true_copy","signer":"`+o.ids[signer]+`"}`)
		if a.StatusCode != http.StatusCreated {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		if page := o.page(signer, "/copies"); !strings.Contains(page, "chờ xử lý") {
			t.Error("the copy does not wait for its signer")
		}
		if page := o.page(clerk, "/documents/"+issued.ID+"/copies"); !strings.Contains(page, "Lập bản sao") {
			t.Error("the page does not offer the văn thư to copy")
		}
		o.refused(o.send(drafter, http.MethodPost, "documents/"+issued.ID+"/copies", `{"form":"true_copy","signer":"`+o.ids[signer]+`"}`), http.StatusForbidden, "FORBIDDEN")
	})
}
