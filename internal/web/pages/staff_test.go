package pages

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A password that an administrator sets is told in one answer, which no browser and no proxy keeps, and at no address.
func TestAFirstPasswordIsToldOnce(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	var person directory.Person
	must(t, o.store.View(context.Background(), func(tx *store.Tx) (err error) {
		person, _, err = directory.PersonByUsername(tx, drafter)
		return err
	}))
	path := "/admin/people/" + person.ID
	told := o.as(keeper).get(path).is(http.StatusOK).form("/password").send().is(http.StatusOK)
	if told.header.Get("Cache-Control") != "no-store" {
		t.Errorf("what tells a password may be kept: %q", told.header.Get("Cache-Control"))
	}
	found := regexp.MustCompile(`<code[^>]*>([^<]+)</code>`).FindAllStringSubmatch(told.raw, -1)
	if len(found) == 0 {
		t.Fatalf("no password is told: %s", told.words)
	}
	secret := found[len(found)-1][1]
	if again := o.as(keeper).get(path); strings.Contains(again.raw, secret) {
		t.Error("the password is told again")
	}
	fresh := o.stranger().get("/login").form("/login")
	if home := fresh.submit(one("username", drafter, "password", secret)); home.status != http.StatusOK || home.path == "/login" {
		t.Errorf("the password that was told opens nothing: %d at %s", home.status, home.path)
	}
}

// The copy of the to-do list that a device keeps leads nowhere: without a network every link and form would be a dead end.
func TestTheKeptCopyLeadsNowhere(t *testing.T) {
	t.Parallel()
	o := openOffice(t, storetest.SQLite(t))
	o.walk2(o.draft(), "submit")
	kept := o.as(approver).get("/offline").is(http.StatusOK).says("về lịch trực tháng 6 năm 2014")
	if len(kept.forms) != 0 || strings.Contains(kept.raw, `href="/boxes/`) {
		t.Errorf("the kept copy has %d forms, or the menu", len(kept.forms))
	}
}
