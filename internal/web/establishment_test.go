package web_test

import (
	"net/http"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// directoryPages are what administrators open, and the head of an office to decide.
var directoryPages = []string{
	"/admin/organs", "/admin/organs?q=uy", "/admin/organs/new", "/admin/organs/bt-tu", "/admin/organs/none", "/admin/reorganisation",
	"/admin/reorganisation?ending=bt-btctu&heirs=bt-btgtu&from=2014-12-01&source=QD", "/admin/proposals", "/admin/proposals/none",
	"/admin/people", "/admin/people/new", "/admin/people/none", "/admin/groups", "/admin/groups/none", "/admin/terms",
}

// TestTheDirectoryIsTheAdministrators: whoever may neither edit nor decide is told so before anything is looked up.
func TestTheDirectoryIsTheAdministrators(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		events := o.count("audit_event")
		for _, who := range []string{drafter, approver, clerk, recipient} {
			for _, path := range directoryPages {
				before := o.count("access_log")
				if a := o.browses(who, path); a.StatusCode != http.StatusForbidden {
					t.Errorf("%s for %s: %d", path, who, a.StatusCode)
				}
				if n := o.count("access_log") - before; n != 1 {
					t.Errorf("%s for %s left %d lines in the access log", path, who, n)
				}
			}
		}
		for _, path := range directoryPages {
			a := o.browses(admin, path)
			if a.StatusCode == http.StatusForbidden || a.StatusCode >= 500 {
				t.Errorf("%s for the administrator: %d", path, a.StatusCode)
			}
			if a := o.browses("", path); a.StatusCode != http.StatusSeeOther {
				t.Errorf("%s for nobody: %d", path, a.StatusCode)
			}
		}
		if n := o.count("audit_event") - events; n != 0 {
			t.Errorf("looking left %d events", n)
		}
	})
}
