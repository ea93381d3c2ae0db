package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// What no database keeps (NUL, broken UTF-8) is refused wherever a form may hold it: never an error of ours, and nothing
// is left of it.
func TestFormsOfWhatNoDatabaseKeeps(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		d := o.draft()
		doc := "/documents/" + d.ID
		post := func(who, path, body string) answer {
			r, err := http.NewRequest(http.MethodPost, o.url+path, strings.NewReader(body))
			o.must(err)
			if who != "" {
				r.AddCookie(&http.Cookie{Name: "trinhky", Value: o.as(who).Token})
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return o.do(r)
		}
		for _, bad := range []string{"a%00b", "%ff%fe"} {
			if a := post("", "/login", "username="+bad+"&password="+bad); a.StatusCode >= http.StatusInternalServerError {
				t.Errorf("the log-in with %s: %d", bad, a.StatusCode)
			}
		}
		for who, forms := range map[string]map[string]string{
			drafter: {
				"/documents": "issuer kind subject body recipients signer urgency place working", "/documents/working": "working issuer kind subject body document",
				"/documents/working/check": "issuer kind signer place", "/documents/working/pdf": "issuer kind signer", "/documents/working/recipients": "issuer recipients document",
				"/documents/working/compare": "working issuer kind document", "/documents/working/removal": "working", "/documents/working/fixes": "fix kind",
				doc + "/edit": "subject body recipients signer working", doc + "/actions/submit": "comment version", doc + "/comments": "text quote parent",
				doc + "/actions/request_opinion": "to comment", "/views": "list name query", "/views/x/removal": "list", "/search/saved": "name query", "/settings/look": "language theme",
				"/settings/device/push": "endpoint p256dh auth", "/settings/device/push/removal": "endpoint", "/notices/seen": "notice upto", "/notices/preferences": "mail quiet_from",
				"/recipients": "text issuer", "/recipients/draft": "text issuer document", "/sign": "document pin shown", "/changes/seen": "until", "/password": "old password again",
			},
			clerk:  {"/clerk/seals": "doc pin only", "/incoming": "organ symbol subject sender", "/registers/numbers": "book number reason", "/registers/openings": "book reason"},
			admin:  {"/admin/organs": "name code under from", "/admin/people": "name username email organ position role", "/admin/groups": "name owner members", "/admin/terms": "organ number from", "/admin/reorganisation": "ending heirs source from", "/calendar/days": "day name"},
			signer: {doc + "/actions/sign": "pin sha256 version", "/absences": "standin from to"},
		} {
			for path, names := range forms {
				for _, bad := range []string{"a%00b", "%ff%fe"} {
					for _, name := range append(strings.Fields(names), "key", "x"+bad) {
						before := o.rows()
						fields := "key=" + url.QueryEscape(path+name+bad) + "&" + name + "=" + bad
						if name == "key" {
							fields = "key=" + bad
						}
						if a := post(who, path, fields); a.StatusCode >= http.StatusInternalServerError {
							t.Errorf("%s by %s with %s: %d", path, who, fields, a.StatusCode)
						}
						if after := o.rows(); after.Documents != before.Documents || after.Events != before.Events {
							t.Errorf("%s with %s left %+v, before %+v", path, fields, after, before)
						}
					}
				}
			}
		}
	})
}
