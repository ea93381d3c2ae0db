package web_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/web/client"
)

// findings reads the answer of a check.
func (o *office) findings(a answer) (found []client.Finding) {
	o.t.Helper()
	if a.StatusCode != http.StatusOK {
		o.t.Fatalf("%s: %d %s", a.Request.URL.Path, a.StatusCode, a.body)
	}
	o.must(json.Unmarshal([]byte(a.body), &found))
	return found
}

// TestAFixAndAWaiverOverTheAPI: what is found says why, a fix is made once however often it is sent, a warning that is
// let stand says by whom.
func TestAFixAndAWaiverOverTheAPI(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d := o.draft()
		in := o.notice()
		in.Body.Blocks[1].Runs[0].Text = "Các phòng nổ lực trực từ ngày 5 tháng 6 năm 2014"
		raw, err := json.Marshal(client.Change{Body: in.Body})
		o.must(err)
		changed := o.send(drafter, "PATCH", "documents/"+d.ID, string(raw))
		if changed.StatusCode != http.StatusOK {
			t.Fatal(changed.body)
		}
		path := "documents/" + d.ID + "/check"
		checked := o.send(drafter, "GET", path, "")
		found := o.findings(checked)
		i := slices.IndexFunc(found, func(f client.Finding) bool { return f.Code == "DATE_PADDING" })
		if i < 0 || found[i].ID == "" || found[i].Paragraph != 2 || found[i].Found == "" || found[i].Wants == "" || found[i].Source == "" || found[i].Fix == nil || found[i].Fix.Label == "" {
			t.Fatalf("%s", checked.body)
		}
		version := checked.Header.Get("ETag")
		body := `{"ids":["` + found[i].Fix.ID + `","ending:p2"]}`
		o.refused(o.send(drafter, "POST", path+"/fixes", body, "If-Match", `"77"`), 409, "STALE_VERSION")
		o.refused(o.send(drafter, "POST", path+"/fixes", `{"ids":[]}`), 422, "FIX_UNKNOWN")
		o.refused(o.send(drafter, "POST", path+"/fixes", `{"ids":["x"],"all":true}`), 422, "UNKNOWN_FIELD")
		before := o.rows()
		once := o.send(drafter, "POST", path+"/fixes", body, "If-Match", version, "Idempotency-Key", "sua-1")
		again := o.send(drafter, "POST", path+"/fixes", body, "If-Match", version, "Idempotency-Key", "sua-1")
		if after := o.rows(); after.Versions != before.Versions+1 || after.Events != before.Events+1 || again.Header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("%+v\n%+v\n%v", before, after, again.Header)
		}
		left := o.findings(once)
		if len(left) != 1 || left[0].Code != "LIKELY_TYPO" || once.Header.Get("ETag") == version || once.body != again.body {
			t.Errorf("%s", once.body)
		}
		now, err := o.as(drafter).Document(t.Context(), d.ID)
		o.must(err)
		o.walk(now, "format_check")
		waiver := `{"findings":["` + left[0].ID + `"],"reason":"Trích nguyên văn."}`
		o.refused(o.send(drafter, "POST", path+"/waivers", waiver), 403, "FORBIDDEN")
		o.refused(o.send(checker, "POST", path+"/waivers", strings.Replace(waiver, "Trích nguyên văn.", " ", 1)), 422, "REASON_MISSING")
		o.refused(o.send(checker, "POST", path+"/waivers", waiver, "If-Match", `"1"`), 409, "STALE_VERSION")
		waived := o.findings(o.send(checker, "POST", path+"/waivers", waiver, "Idempotency-Key", "bo-1"))
		if len(waived) != 1 || waived[0].Waived == nil || waived[0].Waived.By.ID != o.ids[checker] || waived[0].Waived.Reason != "Trích nguyên văn." || waived[0].Waived.At.IsZero() {
			t.Errorf("%+v", waived)
		}
		report := o.send(checker, "GET", path+"/report", "")
		if report.StatusCode != http.StatusOK || !strings.HasPrefix(report.body, "%PDF-") {
			t.Errorf("%d %.100s", report.StatusCode, report.body)
		}
		o.refused(o.send(drafter, "GET", path+"/report", ""), 403, "FORBIDDEN")
	})
}
