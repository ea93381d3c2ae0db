package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"trinhky/internal/jobs"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/upkeep"
	"trinhky/internal/web/client"
)

// machinePages are what only an administrator opens.
var machinePages = []string{
	"/admin", "/admin/chains", "/admin/chains/party-office", "/admin/chains/none", "/admin/chains/party-office/drawing", "/admin/policies",
	"/admin/policies?person=thuan.qn&act=document.read&document=x", "/admin/jobs", "/admin/jobs?state=dead&kind=x", "/admin/jobs/failures", "/admin/audit",
	"/admin/audit?kind=document&subject=x&verify=chain", "/admin/audit?verify=day&day=2026-01-01", "/admin/audit/csv", "/admin/audit/xlsx",
	"/admin/audit/refusals", "/admin/certificates", "/admin/health",
}

// TestTheMachineIsTheAdministrators: whoever is not an administrator is told so before anything is looked up, and leaves a
// line in the access log and nothing else.
func TestTheMachineIsTheAdministrators(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		events := o.count("audit_event")
		for _, who := range []string{drafter, approver, checker, signer, clerk, recipient} {
			for _, path := range machinePages {
				before := o.count("access_log")
				a := o.browses(who, path)
				if a.StatusCode != http.StatusForbidden || strings.Contains(a.body, "CHAIN_UNKNOWN") {
					t.Errorf("%s for %s: %d", path, who, a.StatusCode)
				}
				if n := o.count("access_log") - before; n != 1 {
					t.Errorf("%s for %s left %d lines in the access log", path, who, n)
				}
			}
			if a := o.browses(who, "/"); strings.Contains(a.body, `href="/admin"`) {
				t.Errorf("the menu of %s leads to the administration", who)
			}
		}
		for _, path := range machinePages {
			want := http.StatusOK
			if path == "/admin/chains/none" {
				want = http.StatusNotFound
			}
			if a := o.browses(admin, path); a.StatusCode != want {
				t.Errorf("%s for the administrator: %d %s", path, a.StatusCode, a.body)
			}
			if a := o.browses("", path); a.StatusCode != http.StatusSeeOther {
				t.Errorf("%s for nobody: %d", path, a.StatusCode)
			}
		}
		if a := o.browses(admin, "/"); !strings.Contains(a.body, `href="/admin"`) {
			t.Error("the administrator's menu has no administration")
		}
		if n := o.count("audit_event") - events; n != 0 {
			t.Errorf("looking left %d events", n)
		}
	})
}

// browses is a GET by somebody's browser, whatever it gives; "" is nobody.
func (o *office) browses(who, path string) answer {
	o.t.Helper()
	request, err := http.NewRequest(http.MethodGet, o.url+path, nil)
	o.must(err)
	if who != "" {
		request.AddCookie(&http.Cookie{Name: "trinhky", Value: o.as(who).Token})
	}
	return o.do(request)
}

// TestTheLogShowsNoContent: an administrator reads that something happened to a document and nothing of what it says; of the
// directory he reads all.
func TestTheLogShowsNoContent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d := o.walk(o.draft(), "format_check")
		secret := "lý do chỉ người trong luồng biết"
		o.must(o.as(checker).Do(context.Background(), http.MethodPost, "/documents/"+d.ID+"/actions/return", map[string]any{"comment": secret}, nil))
		o.must(o.as(admin).Do(context.Background(), http.MethodPost, "/directory/people/"+o.ids[drafter]+"/email", map[string]string{"email": "thuan@vptu.vn"}, nil))
		o.must(o.as(admin).Do(context.Background(), http.MethodPost, "/directory/people/"+o.ids[drafter]+"/email", map[string]string{"email": "thuan.qn@vptu.vn"}, nil))
		for _, path := range []string{"/admin/audit", "/admin/audit?kind=document&subject=" + d.ID, "/admin/audit/csv", "/admin/audit?actor=" + checker} {
			body := o.browses(admin, path).body
			for _, hidden := range []string{secret, d.Subject, "lịch trực"} {
				if strings.Contains(body, hidden) {
					t.Errorf("%s tells %q", path, hidden)
				}
			}
			if !strings.Contains(body, d.ID) || !strings.Contains(body, "Trả lại") {
				t.Errorf("%s does not tell that it was returned", path)
			}
		}
		person := o.browses(admin, "/admin/audit?kind=person&subject="+drafter).body
		if !strings.Contains(person, "thuan@vptu.vn") || !strings.Contains(person, "thuan.qn@vptu.vn") || !strings.Contains(person, "Trước đó") {
			t.Errorf("the address before and after is not told: %s", person)
		}
		if a := o.browses(admin, "/documents/"+d.ID); a.StatusCode != http.StatusNotFound {
			t.Errorf("the document is %d for an administrator", a.StatusCode)
		}
		for path, want := range map[string]string{
			"/admin/audit?kind=document&verify=chain&subject=" + d.ID:                   "Nguyên vẹn",
			"/admin/audit?verify=day&day=" + string(store.DateOf(time.Now())):           "Nguyên vẹn",
			"/admin/audit/refusals?actor=" + admin:                                      "DOCUMENT_NOT_FOUND",
			"/admin/policies?act=document.edit&person=" + drafter + "&document=" + d.ID: "người soạn, người lập",
			"/admin/policies?act=document.sign&person=" + clerk + "&document=" + d.ID:   "Không được",
		} {
			if a := o.browses(admin, path); a.StatusCode != http.StatusOK || !strings.Contains(a.body, want) {
				t.Errorf("%s: %d, no %q", path, a.StatusCode, want)
			}
		}
		for path, code := range map[string]string{
			"/admin/audit?from=2026-13-01": "QUERY_DAY_INVALID", "/admin/audit?cursor=x": "CURSOR_INVALID", "/admin/audit?kind=nothing": "QUERY_KIND_UNKNOWN",
			"/admin/policies?person=nobody&act=document.read&document=x": "PERSON_UNKNOWN", "/admin/policies?person=" + drafter + "&act=x&document=x": "ACT_UNKNOWN",
		} {
			if a := o.browses(admin, path); !strings.Contains(a.body, code) || a.StatusCode < 400 {
				t.Errorf("%s: %d, no %s", path, a.StatusCode, code)
			}
		}
		o.must(o.store.Update(context.Background(), func(tx *store.Tx) error {
			return tx.DB().Exec(`UPDATE document SET version = version + 1 WHERE id = ?`, d.ID).Error
		}))
		if body := o.browses(admin, "/admin/audit?kind=document&verify=chain&subject="+d.ID).body; !strings.Contains(body, "Nhật ký bị sửa") {
			t.Error("a state changed beside the log was not noticed")
		}
	})
}

// TestJobsByHand: an administrator tries a job again or stops it, once each press, on the record; nobody else.
func TestJobsByHand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		var id int64
		o.must(s.Update(context.Background(), func(tx *store.Tx) error {
			if err := jobs.EnqueueAt(tx, upkeep.CertificatesArgs{}, time.Now().Add(24*time.Hour)); err != nil {
				return err
			}
			list, err := jobs.List(tx, jobs.Queued, "upkeep.certificates", 0, 1)
			id = list[0].ID
			return err
		}))
		job := fmt.Sprint("/admin/jobs/", id)
		events := func() int { return o.count("audit_event WHERE subject_kind = 'job'") }
		press := func(who, path, key string) int {
			form := url.Values{"key": {key}, "state": {"waiting"}}
			return o.send(who, http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded").StatusCode
		}
		for _, who := range []string{drafter, clerk, signer} {
			if status := press(who, job+"/giving-up", "k"); status != http.StatusForbidden || events() != 0 {
				t.Errorf("%s: %d, %d events", who, status, events())
			}
		}
		for i, c := range []struct {
			path, key string
			status    int
			events    int
		}{
			{job + "/giving-up", "one", 303, 1}, {job + "/giving-up", "one", 303, 1}, {job + "/giving-up", "two", 409, 1},
			{job + "/retry", "three", 303, 2}, {job + "/retry", "three", 303, 2}, {"/admin/jobs/999999/retry", "four", 404, 2}, {"/admin/jobs/x/retry", "five", 404, 2},
			{job + "/burn", "six", 404, 2},
		} {
			if status := press(admin, c.path, c.key); status != c.status || events() != c.events {
				t.Errorf("%d: %s is %d with %d events, want %d with %d", i, c.path, status, events(), c.status, c.events)
			}
		}
		if body := o.browses(admin, "/admin/audit?kind=job").body; !strings.Contains(body, "Dừng việc nền") || !strings.Contains(body, "upkeep.certificates") {
			t.Error("the log does not tell of the job")
		}
	})
}

// TestTheMachineOverTheAPI: the same to programs, and to nobody else.
func TestTheMachineOverTheAPI(t *testing.T) {
	t.Parallel()
	o, ctx := open(t, storetest.SQLite(t)), context.Background()
	d := o.walk(o.draft(), "unit_review")
	var log client.Log
	o.must(o.as(admin).Do(ctx, http.MethodGet, "/admin/audit?kind=document&subject="+d.ID, nil, &log))
	if len(log.Items) == 0 || !log.Items[0].Withheld || log.Items[0].Details != nil || log.Items[0].Label == "" {
		t.Errorf("the log is %+v", log)
	}
	var verdict client.LogVerdict
	o.must(o.as(admin).Do(ctx, http.MethodGet, "/admin/audit/verification?kind=document&subject="+d.ID, nil, &verdict))
	if !verdict.Whole || verdict.Events != len(log.Items) {
		t.Errorf("verified %+v", verdict)
	}
	var answer client.RightAnswer
	o.must(o.as(admin).Do(ctx, http.MethodGet, "/admin/policies/explanation?act=document.approve&person="+approver+"&document="+d.ID, nil, &answer))
	if !answer.May || len(answer.Reasons) == 0 || answer.Reasons[0].Line == 0 {
		t.Errorf("explained %+v", answer)
	}
	var health client.Health
	o.must(o.as(admin).Do(ctx, http.MethodGet, "/admin/health", nil, &health))
	var policy client.Policy
	o.must(o.as(admin).Do(ctx, http.MethodGet, "/admin/policies?role=clerk", nil, &policy))
	var waiting client.Jobs
	o.must(o.as(admin).Do(ctx, http.MethodGet, "/admin/jobs?state=waiting", nil, &waiting))
	if len(health.Checks) < 8 || len(policy.Rows) == 0 || waiting.Counts["waiting"] == 0 || len(waiting.Items) == 0 {
		t.Errorf("health %+v, %d rights, jobs %+v", health, len(policy.Rows), waiting.Counts)
	}
	job := fmt.Sprint("/admin/jobs/", waiting.Items[0].ID, "/giving-up")
	paths := []string{"/admin/chains", "/admin/chains/party-office", "/admin/certificates", "/admin/audit/refusals"}
	for _, path := range paths {
		o.must(o.as(admin).Do(ctx, http.MethodGet, path, nil, nil))
	}
	events := o.count("audit_event")
	for _, who := range []string{drafter, clerk, checker} {
		for _, path := range append(paths, "/admin/audit", "/admin/audit/verification?day=2026-01-01", "/admin/health", "/admin/policies", "/admin/jobs") {
			if err := o.as(who).Do(ctx, http.MethodGet, path, nil, nil); refusal(err).Status != 403 {
				t.Errorf("%s by %s: %v", path, who, err)
			}
		}
		if err := o.as(who).Do(ctx, http.MethodPost, job, nil, nil); refusal(err).Status != 403 {
			t.Errorf("a job given up by %s: %v", who, err)
		}
	}
	if n := o.count("audit_event"); n != events {
		t.Errorf("refusals left %d events", n-events)
	}
	o.must(o.as(admin).Do(ctx, http.MethodPost, job, nil, nil))
	if err := o.as(admin).Do(ctx, http.MethodPost, job, nil, nil); refusal(err).Code != "JOB_OVER" {
		t.Errorf("given up twice: %v", err)
	}
	if n := o.count("audit_event"); n != events+1 {
		t.Errorf("a job given up left %d events", n-events)
	}
}
