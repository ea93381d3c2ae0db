package web_test

import (
	"net/http"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// machinePages are what only an administrator opens.
var machinePages = []string{
	"/admin", "/admin/chains", "/admin/chains/party-office", "/admin/chains/none", "/admin/chains/party-office/drawing", "/admin/policies",
	"/admin/policies?person=thuan.qn&act=document.read&document=x",
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
