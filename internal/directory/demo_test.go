package directory_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// The two office dates on which the demo must work: that of seed 002, and a present day.
const (
	then  store.Date = "2014-06-10"
	today store.Date = "2026-11-22"
)

// demo loads the demo once and runs fn on a snapshot.
func demo(t *testing.T, s *store.Store, fn func(tx *store.Tx)) {
	t.Helper()
	if err := directory.LoadDemo(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	look(t, s, fn)
}

func look(t *testing.T, s *store.Store, fn func(tx *store.Tx)) {
	t.Helper()
	if err := s.View(context.Background(), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatal(err)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// refused checks that err is a fault with a code and gives its sentence.
func refused(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got %v, want fault %s", err, code)
	}
	return f
}

// TestOnTheDemo asks one loaded demo everything that needs no change of it.
func TestOnTheDemo(t *testing.T) {
	t.Parallel()
	questions := map[string]func(*testing.T, *store.Tx){
		"people": testDemoPeople, "every organ is served": testDemoEveryOrganIsServed, "groups of seed 002": testSeed002Groups,
		"thường trực": testThuongTrucIsInBTV, "signing formula": testSigningFormula, "signers": testSigners, "organ at": testOrganAt,
		"find organs": testFindOrgans, "roles": testRoles, "term at": testTermAt,
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(tx *store.Tx) {
			for name, question := range questions {
				t.Run(name, func(t *testing.T) { question(t, tx) })
			}
		})
	})
}

func testDemoPeople(t *testing.T, tx *store.Tx) {
	everyone := map[string]bool{}
	for _, on := range []store.Date{then, "2016-01-01", today} {
		for _, a := range must[[]directory.Account](t)(directory.Accounts(tx, on)) {
			everyone[a.Username] = true
			if len(a.Posts) == 0 || !norm.NFC.IsNormalString(a.Name) || strings.Count(a.Name, " ") < 2 {
				t.Errorf("%s %q: %d posts", a.Username, a.Name, len(a.Posts))
			}
			for _, p := range a.Posts {
				if p.Organ == "" || p.Office == "" || p.Title == "" {
					t.Errorf("%s: a post without a place: %+v", a.Username, p)
				}
			}
			if len(must[[]authz.Role](t)(directory.Roles(tx, a.ID, on))) < len(a.Posts) {
				t.Errorf("%s has fewer roles than posts on %s", a.Username, on)
			}
		}
	}
	if len(everyone) < 60 || !everyone["an.tq"] {
		t.Errorf("only %d people", len(everyone))
	}
	for what, query := range map[string]string{
		"a person without a post": `SELECT count(*) FROM person p WHERE NOT EXISTS (SELECT 1 FROM holding h WHERE h.person_id = p.id)`,
		"a post held twice at once": `SELECT count(*) FROM holding a JOIN holding b ON a.id < b.id AND a.person_id = b.person_id AND a.organ_id = b.organ_id
			AND (b.valid_to = '' OR a.valid_from <= b.valid_to) AND (a.valid_to = '' OR b.valid_from <= a.valid_to)`,
		"two people of one name": `SELECT count(*) FROM person a JOIN person b ON a.id < b.id AND a.folded_name = b.folded_name`,
	} {
		var n int
		if err := tx.SQL().QueryRow(query).Scan(&n); err != nil || n > 0 {
			t.Errorf("%s: %d, %v", what, n, err)
		}
	}
}

// TestDemoLoadsOnce runs the load a second time: it must change nothing and write no event.
func TestDemoLoadsOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		count := func() (events, people int) {
			look(t, s, func(tx *store.Tx) {
				events = len(must[[]audit.Entry](t)(audit.Trail(tx, audit.Subject{Kind: "organ", ID: "bt-tu"})))
				people = len(must[[]directory.Person](t)(directory.People(tx, then)))
			})
			return events, people
		}
		demo(t, s, func(*store.Tx) {})
		events, people := count()
		demo(t, s, func(*store.Tx) {})
		if again, same := count(); again != events || same != people || events == 0 {
			t.Errorf("events %d then %d, people %d then %d", events, again, people, same)
		}
	})
}

// testDemoEveryOrganIsServed walks every organ of both dates: it must have a văn thư, and its office enough different
// people to draft, approve, check, sign and seal.
func testDemoEveryOrganIsServed(t *testing.T, tx *store.Tx) {
	full := map[string]bool{"bt-tu": true, "bt-vptu": true, "bt-hu-tuyphong": true, "ld-tu": true, "ld-vptu": true, "ld-ubnd": true,
		"ld-vpubnd": true, "ld-snv": true, "xa-du-tuyphong": true, "xa-vpdu-tuyphong": true, "xa-ubnd-tuyphong": true}
	for _, on := range []store.Date{then, today} {
		for _, o := range must[[]directory.Organ](t)(directory.Organs(tx, on)) {
			if o.UnitOf != "" || o.Channel != "account" { // an outside organ has nobody here
				continue
			}
			if !norm.NFC.IsNormalString(o.Name + o.PrintedName + o.Code) {
				t.Errorf("%s is not in NFC", o.ID)
			}
			staff := must[[]directory.HoldingView](t)(directory.Staff(tx, o.Office(), on))
			byRole := map[string]string{}
			for _, h := range staff {
				byRole[h.Role] += h.Username + " "
			}
			if byRole[authz.Clerk] == "" {
				t.Errorf("%s has no văn thư on %s", o.Name, on)
			}
			signers := must[[]directory.Signer](t)(directory.Signers(tx, o.ID, "official_letter", on))
			if len(signers) == 0 {
				t.Errorf("nobody signs for %s on %s", o.Name, on)
			}
			if !full[o.ID] {
				continue
			}
			delete(full, o.ID)
			checkers := len(strings.Fields(byRole[authz.ChiefOfOffice]))
			if byRole[authz.Specialist] == "" || byRole[authz.UnitHead] == "" || checkers == 0 {
				t.Errorf("%s cannot carry a document on %s: %v", o.Name, on, byRole)
			}
			// the office's own documents are signed by its chief: another must be left to check form
			if o.Class == directory.ProvinceOffice && checkers < 2 {
				t.Errorf("%s has one chief only", o.Name)
			}
		}
	}
	if len(full) > 0 {
		t.Errorf("not in office on either date: %v", full)
	}
}

// testSeed002Groups is the worked example of Nơi nhận (domain §7) on its own date and on a present day.
func testSeed002Groups(t *testing.T, tx *store.Tx) {
	want := map[string]struct{ organs, people int }{
		"thuong_truc_tinh_uy": {0, 3}, "cac_ban_cua_tinh_uy": {5, 0}, "uv_ban_thuong_vu_tinh_uy": {0, 13},
		"btv_huyen_uy": {1, 0}, "ubmttq_huyen": {1, 0}, "doan_the_ctxh_huyen": {5, 0},
	}
	for _, g := range must[[]directory.Group](t)(directory.FindGroups(tx, then)) {
		w, ok := want[g.Key]
		if !ok {
			continue
		}
		delete(want, g.Key)
		organs, people, err := directory.Members(tx, g.ID, then)
		if err != nil || len(organs) != w.organs || len(people) != w.people {
			t.Errorf("%s: %d organs, %d people, %v; want %+v", g.Key, len(organs), len(people), err, w)
		}
		_, _, err = directory.Members(tx, g.ID, today)
		if f := refused(t, err, "ORGAN_CLOSED"); len(f.Reasons) == 0 {
			t.Errorf("%s: no successor named: %v", g.Key, f)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found on %s: %v", then, want)
	}
	for _, g := range must[[]directory.Group](t)(directory.FindGroups(tx, today)) {
		if strings.HasPrefix(g.ID, "bt-") {
			t.Errorf("%s still stands on %s", g.ID, today)
		}
	}
}

// testThuongTrucIsInBTV: one person in several groups is one person, in protocol order.
func testThuongTrucIsInBTV(t *testing.T, tx *store.Tx) {
	_, few, err := directory.Members(tx, "bt-thuong-truc-tinh-uy", then)
	if err != nil {
		t.Fatal(err)
	}
	_, many, err := directory.Members(tx, "bt-uv-btv-tinh-uy", then)
	if err != nil || !slices.Equal(few, many[:len(few)]) {
		t.Errorf("Thường trực %v does not lead the Ban Thường vụ %v (%v)", few, many, err)
	}
	_, later, err := directory.Members(tx, "bt-thuong-truc-tinh-uy", "2016-01-01")
	if err != nil || len(later) != 3 || later[0] != few[1] {
		t.Errorf("after the congress of 2015 the deputy of 2014 leads, got %v (%v)", later, err)
	}
}

// TestMembers: a member named twice is one, and an organ not there on the date is none.
func TestMembers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		group := directory.Group{ID: "twice", Key: "twice", Kind: directory.PersonGroup, OwnerID: "bt-tu", Name: "Hai lần", ValidFrom: "2010-10-17"}
		members := []directory.GroupMember{
			{Kind: directory.PersonMember, PersonID: "person-an.tq", From: "2010-10-17", To: "2014-06-10"},
			{Kind: directory.PositionMember, OrganID: "bt-tu", Position: "PHÓ BÍ THƯ", From: "2010-10-17"},
		}
		change(t, s, func(tx *store.Tx) error {
			return directory.AddGroup(tx, editor, group, members)
		})
		mixed := group
		mixed.Key, mixed.Kind = "mixed", directory.OrganGroup
		err := s.Update(context.Background(), func(tx *store.Tx) error { return directory.AddGroup(tx, editor, mixed, members) })
		refused(t, err, "GROUP_INVALID")
		look(t, s, func(tx *store.Tx) {
			for on, first := range map[store.Date]string{then: "an.tq", "2014-06-11": "khang.nk"} {
				_, people, err := directory.Members(tx, "twice", on)
				if err != nil || len(people) != 2 || people[0].Username != first {
					t.Errorf("on %s: %+v, %v", on, people, err)
				}
			}
			organs, _, err := directory.Members(tx, "bt-cac-ban-tinh-uy", "2012-01-01") // Ban Nội chính came in 2013
			if err != nil || len(organs) != 4 {
				t.Errorf("%d boards in 2012, %v", len(organs), err)
			}
			_, _, err = directory.Members(tx, "nowhere", then)
			refused(t, err, "GROUP_UNKNOWN")
		})
	})
}
