package directory_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// errUndo takes a trial write back.
var errUndo = errors.New("undo")

var editor = directory.Editor{ID: "person-tester", Name: "Người kiểm thử"}

func change(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func roleNames(tx *store.Tx, personID string, on store.Date) ([]string, error) {
	roles, err := directory.Roles(tx, personID, on)
	var names []string
	for _, r := range roles {
		names = append(names, r.Name+" "+r.Organ+" "+r.Office+" "+r.By)
	}
	return names, err
}

func testOrganAt(t *testing.T, tx *store.Tx) {
	for _, on := range []store.Date{"1992-04-01", then, "2025-06-30"} { // first and last day included
		o, err := directory.OrganAt(tx, "bt-hu-tuyphong", on)
		if err != nil || o.Code != "HU" || o.SuperiorID != "bt-tu" || o.Office() != "bt-vphu-tuyphong" || len(o.ShortNames) != 2 {
			t.Errorf("on %s: %+v, %v", on, o, err)
		}
	}
	_, err := directory.OrganAt(tx, "bt-hu-tuyphong", "2025-07-01")
	f := refused(t, err, "ORGAN_CLOSED")
	if want := "Huyện ủy Tuy Phong đã kết thúc hoạt động từ 01/7/2025; nơi kế thừa: Đảng ủy xã Tuy Phong, Đảng ủy xã Liên Hương."; f.Detail != want {
		t.Errorf("%q, want %q", f.Detail, want)
	}
	if len(f.Reasons) != 2 || f.Reasons[0].Detail != "Đảng ủy xã Tuy Phong" {
		t.Errorf("reasons %+v", f.Reasons)
	}
	_, err = directory.OrganAt(tx, "ld-tu", then)
	if f := refused(t, err, "ORGAN_UNKNOWN"); !strings.Contains(f.Detail, "01/7/2025") {
		t.Errorf("not yet open: %q", f.Detail)
	}
	_, err = directory.OrganAt(tx, "nowhere", then)
	refused(t, err, "ORGAN_UNKNOWN")
	if _, err := directory.OrganAt(tx, "bt-tu", ""); err == nil {
		t.Error("a look-up without a date was answered")
	}
	if o, err := directory.OrganByID(tx, "bt-tu"); err != nil || o.Name != "Tỉnh ủy Bình Thuận" {
		t.Errorf("an old document finds its issuer: %+v, %v", o, err)
	}
}

func testFindOrgans(t *testing.T, tx *store.Tx) {
	rows := []struct {
		name string
		on   store.Date
		want string // ids, or a fault's code
	}{
		{"Huyện ủy Tuy Phong", then, "bt-hu-tuyphong"},
		{"HUYỆN UỶ TUY PHONG", then, "bt-hu-tuyphong"},
		{"Huyện uỷ\u00a0 Tuy Phong", then, "bt-hu-tuyphong"},
		{"Huyện ủy Tuy Phong", today, "ORGAN_CLOSED"},
		{"Ban Dân vận Tỉnh ủy", today, "ORGAN_CLOSED"},
		{"Văn phòng Tỉnh ủy", then, "bt-vptu"},
		{"Văn phòng Tỉnh ủy", today, "ld-vptu"},
		{"UBND tỉnh", today, "ld-ubnd"},
		{"UBND tỉnh", then, ""},
		{"Ủy ban nhân dân xã Tuy Phong", today, "xa-ubnd-tuyphong"},
		{"Văn phòng Đảng ủy", today, "xa-vpdu-lienhuong xa-vpdu-tuyphong"},
		{"Huyện uy Tuy Phong", then, ""},
		{"Sở Ngoại vụ", today, ""},
	}
	for _, r := range rows {
		found, err := directory.FindOrgans(tx, r.name, r.on)
		if strings.Contains(r.want, "_") {
			refused(t, err, r.want)
			continue
		}
		var ids []string
		for _, o := range found {
			ids = append(ids, o.ID)
		}
		if got := strings.Join(ids, " "); err != nil || got != r.want {
			t.Errorf("%q on %s: %q, %v; want %q", r.name, r.on, got, err, r.want)
		}
	}
}

func testRoles(t *testing.T, tx *store.Tx) {
	chief := holder(t, tx, "bt-vptu", "CHÁNH VĂN PHÒNG", 0, then).PersonID
	want := []string{"chief_of_office bt-vptu bt-vptu ", "leader bt-tu bt-tu ", "delegate bt-tu bt-tu mandate-bt-tl-cvp"}
	if got := must[[]string](t)(roleNames(tx, chief, then)); !slices.Equal(got, want) {
		t.Errorf("chief on %s: %q, want %q", then, got, want)
	}
	if got := must[[]string](t)(roleNames(tx, chief, today)); got != nil {
		t.Errorf("the office has closed, but its chief is still %q", got)
	}
	clerk := holder(t, tx, "bt-vptu-hc", "VĂN THƯ", 0, then).PersonID
	if got := must[[]string](t)(roleNames(tx, clerk, then)); !slices.Equal(got, []string{"clerk bt-vptu-hc bt-vptu "}) {
		t.Errorf("clerk of a unit: %q", got)
	}
}

func testTermAt(t *testing.T, tx *store.Tx) {
	for _, r := range []struct {
		organ string
		on    store.Date
		want  string
	}{
		{"bt-tu", then, "XII"}, {"bt-tu", "2015-10-16", "XII"}, {"bt-tu", "2015-10-17", "XIII"}, {"bt-vptu", then, "XII"},
		{"bt-vptu-th", then, "XII"}, {"bt-hu-tuyphong", then, "XI"}, {"bt-vphu-tuyphong", then, "XI"}, {"ld-tu", today, "I"},
		{"bt-tu", "2000-01-01", "TERM_UNKNOWN"}, {"bt-hu-tuyphong", "2010-08-19", "TERM_UNKNOWN"}, {"ld-ubnd", today, "TERM_UNKNOWN"},
		{"bt-tu", today, "ORGAN_CLOSED"},
	} {
		term, err := directory.TermAt(tx, r.organ, r.on)
		if strings.Contains(r.want, "_") {
			refused(t, err, r.want)
		} else if err != nil || term.Number != r.want {
			t.Errorf("%s on %s: %+v, %v; want %s", r.organ, r.on, term, err, r.want)
		}
	}
}

// TestTermsNeverOverlap asks the rule first, then the database behind it.
func TestTermsNeverOverlap(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		for _, r := range []struct {
			from, to store.Date
			ok       bool
		}{{"2000-01-01", "2010-10-16", true}, {"2000-01-01", "2010-10-17", false}, {"2012-01-01", "2012-12-31", false},
			{"2024-01-01", "", false}, {"2000-01-01", "", false}, {"2025-07-01", "", true}} {
			term := directory.Term{ID: store.NewID(), OrganID: "bt-tu", Number: "thử", From: r.from, To: r.to}
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				if err := directory.AddTerm(tx, editor, term); err != nil {
					return err
				}
				return errUndo
			})
			if r.ok && err != nil && !errors.Is(err, errUndo) {
				t.Errorf("%s..%s: %v", r.from, r.to, err)
			}
			if !r.ok {
				refused(t, err, "TERM_OVERLAPS")
			}
			err = s.Update(context.Background(), func(tx *store.Tx) error {
				_, err := tx.SQL().Exec(`INSERT INTO term (id, organ_id, number, valid_from, valid_to) VALUES ('x', 'bt-tu', 'thử', '` + string(r.from) + `', '` + string(r.to) + `')`)
				if err != nil {
					return err
				}
				return errUndo
			})
			if refusedByDatabase := store.IsRefused(err); refusedByDatabase == r.ok {
				t.Errorf("%s..%s in the database: %v", r.from, r.to, err)
			}
		}
	})
}

// TestChecksOfTheDatabase writes past the rules; every row must be refused.
func TestChecksOfTheDatabase(t *testing.T) {
	t.Parallel()
	rows := map[string]string{
		"regime":          `UPDATE organ SET regime = 'church' WHERE id = 'ld-tu'`,
		"dates":           `UPDATE organ SET valid_to = '1990-01-01' WHERE id = 'bt-tu'`,
		"own unit":        `UPDATE organ SET unit_of = id WHERE id = 'ld-tu'`,
		"two members":     `UPDATE group_member SET person_id = 'person-an.tq' WHERE group_id = 'bt-cac-ban-tinh-uy' AND rank = 1`,
		"no member":       `UPDATE group_member SET organ_id = NULL WHERE group_id = 'bt-cac-ban-tinh-uy' AND rank = 1`,
		"clerk heads":     `UPDATE holding SET standing = 'head' WHERE role = 'clerk'`,
		"role":            `UPDATE holding SET role = 'king'`,
		"no such person":  `UPDATE holding SET person_id = 'nobody'`,
		"own mandate":     `UPDATE mandate SET grantee_id = grantor_id`,
		"endless TUQ":     `UPDATE mandate SET valid_to = '' WHERE formula = 'TUQ'`,
		"unwritten":       `UPDATE mandate SET source_document = ''`,
		"succeeds itself": `UPDATE organ_successor SET successor_id = organ_id`,
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		for name, statement := range rows {
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				if _, err := tx.SQL().Exec(statement); err != nil {
					return err
				}
				return errUndo
			})
			if err == nil || errors.Is(err, errUndo) {
				t.Errorf("%s: the database took it", name)
			}
		}
	})
}

func TestEdits(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var snv, ubnd directory.HoldingView
		demo(t, s, func(tx *store.Tx) {
			snv, ubnd = holder(t, tx, "ld-snv", "GIÁM ĐỐC", 0, today), holder(t, tx, "ld-ubnd", "CHỦ TỊCH", 0, today)
		})
		post := func(h directory.Holding) func(*store.Tx) error {
			h.ID, h.PersonID = store.NewID(), "person-an.tq"
			return func(tx *store.Tx) error { return directory.AddHolding(tx, editor, h) }
		}
		mandate := func(m directory.Mandate) func(*store.Tx) error {
			m.ID, m.GranteeID = store.NewID(), "person-an.tq"
			return func(tx *store.Tx) error { return directory.AddMandate(tx, editor, m) }
		}
		person := func(p directory.Person) func(*store.Tx) error {
			p.ID = store.NewID()
			return func(tx *store.Tx) error { return directory.AddPerson(tx, editor, p) }
		}
		organ := directory.Organ{ID: "new", Name: "Sở Ngoại vụ", PrintedName: "SỞ NGOẠI VỤ", Code: "SNgV", Regime: directory.State, Class: directory.Department, Level: "tinh", Channel: "account", ValidFrom: "2026-01-01"}
		shouted, misfiled := organ, organ
		shouted.PrintedName, misfiled.Class = "Sở Ngoại vụ", "ministry"
		for name, r := range map[string]struct {
			do   func(*store.Tx) error
			code string // of the fault, or of its first reason
		}{
			"second head":      {post(directory.Holding{OrganID: "ld-snv", Position: "GIÁM ĐỐC", Title: "Giám đốc", Role: "leader", Standing: directory.Head, From: today}), "HOLDING_TWO_HEADS"},
			"before the organ": {post(directory.Holding{OrganID: "ld-snv", Position: "CỐ VẤN", Title: "Cố vấn", Role: "specialist", Standing: directory.Member, From: "2024-01-01"}), "HOLDING_DATES"},
			"after the organ":  {post(directory.Holding{OrganID: "bt-tu", Position: "CỐ VẤN", Title: "Cố vấn", Role: "specialist", Standing: directory.Member, From: "2024-01-01"}), "HOLDING_DATES"},
			"clerk as deputy":  {post(directory.Holding{OrganID: "ld-snv", Position: "VĂN THƯ", Title: "Văn thư", Role: "clerk", Standing: directory.Deputy, From: today}), "HOLDING_STANDING"},
			"no such organ":    {post(directory.Holding{OrganID: "nowhere"}), "ORGAN_UNKNOWN"},
			"taken username":   {person(directory.Person{Name: "Trần Quốc An", Username: "an.tq"}), "USERNAME_TAKEN"},
			"odd username":     {person(directory.Person{Name: "Trần Quốc An", Username: "Ân"}), "PERSON_USERNAME"},
			"small letters":    {func(tx *store.Tx) error { return directory.AddOrgan(tx, editor, shouted) }, "ORGAN_PRINTED_NAME"},
			"unknown class":    {func(tx *store.Tx) error { return directory.AddOrgan(tx, editor, misfiled) }, "ORGAN_CLASS"},
			"Party formula":    {mandate(directory.Mandate{GrantorID: snv.PersonID, OrganID: "ld-snv", Formula: "T/L", SourceDocument: "QĐ", From: today}), "MANDATE_FORMULA"},
			"not in office":    {mandate(directory.Mandate{GrantorID: snv.PersonID, OrganID: "ld-ubnd", Formula: "TL", SourceDocument: "QĐ", From: today}), "MANDATE_GRANTOR"},
			"clerk signs": {func(tx *store.Tx) error {
				return directory.AddMandate(tx, editor, directory.Mandate{ID: "m", GrantorID: ubnd.PersonID, GranteeID: holder(t, tx, "ld-vpubnd-hc", "VĂN THƯ", 0, today).PersonID,
					OrganID: "ld-ubnd", Formula: "TL", SourceDocument: "QĐ", From: today})
			}, "MANDATE_GRANTEE"},
			"TUQ for ever": {mandate(directory.Mandate{GrantorID: ubnd.PersonID, OrganID: "ld-ubnd", Formula: "TUQ", SourceDocument: "QĐ", From: today}), "MANDATE_DATES"},
			"close twice":  {func(tx *store.Tx) error { return directory.CloseOrgan(tx, editor, "bt-tu", "2025-06-01") }, "ORGAN_CLOSED"},
			"end no post":  {func(tx *store.Tx) error { return directory.EndHolding(tx, editor, "nothing", today) }, "HOLDING_ENDED"},
		} {
			err := s.Update(context.Background(), r.do)
			if err == nil || !strings.Contains(err.Error(), r.code+":") {
				t.Errorf("%s: %v, want %s", name, err, r.code)
			}
		}
		change(t, s, func(tx *store.Tx) error {
			if err := directory.AddOrgan(tx, editor, organ); err != nil {
				return err
			}
			return directory.CloseOrgan(tx, editor, "new", today, directory.Succession{OrganID: "ld-ubnd"})
		})
		look(t, s, func(tx *store.Tx) {
			_, err := directory.OrganAt(tx, "new", "2026-11-23")
			if f := refused(t, err, "ORGAN_CLOSED"); !strings.Contains(f.Detail, "từ 23/11/2026; nơi kế thừa: Ủy ban nhân dân tỉnh Lâm Đồng") {
				t.Error(f.Detail)
			}
			trail := must[[]audit.Entry](t)(audit.Trail(tx, audit.Subject{Kind: "organ", ID: "new"}))
			if len(trail) != 2 || trail[1].Action != "directory.close_organ" || trail[1].ActorID != editor.ID {
				t.Errorf("events %+v", trail)
			}
		})
	})
}

// TestLivingSuccessors follows a chain of two mergers.
func TestLivingSuccessors(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	demo(t, s, func(*store.Tx) {})
	change(t, s, func(tx *store.Tx) error {
		return directory.CloseOrgan(tx, editor, "xa-du-lienhuong", "2026-06-30", directory.Succession{OrganID: "xa-du-tuyphong"})
	})
	look(t, s, func(tx *store.Tx) {
		for on, want := range map[store.Date]int{"2026-06-30": 2, today: 1} {
			if heirs := must[[]directory.Organ](t)(directory.LivingSuccessors(tx, "bt-hu-tuyphong", on)); len(heirs) != want {
				t.Errorf("on %s: %d successors, want %d", on, len(heirs), want)
			}
		}
		if direct := must[[]directory.Organ](t)(directory.Successors(tx, "bt-hu-tuyphong")); len(direct) != 2 {
			t.Errorf("%d direct successors", len(direct))
		}
	})
}

// TestACommitteeHasItsOwnTerm: a committee without a term does not number by the term of the committee above.
func TestACommitteeHasItsOwnTerm(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	demo(t, s, func(*store.Tx) {})
	change(t, s, func(tx *store.Tx) error {
		return directory.AddOrgan(tx, editor, directory.Organ{ID: "new", Name: "Đảng ủy phường Phan Thiết", PrintedName: "ĐẢNG ỦY PHƯỜNG PHAN THIẾT", Code: "ĐU",
			Regime: directory.Party, Class: directory.CommuneCommittee, Level: "xa", Channel: "account", ParentID: "ld-tu", ValidFrom: "2025-07-01"})
	})
	look(t, s, func(tx *store.Tx) {
		_, err := directory.TermAt(tx, "new", today)
		refused(t, err, "TERM_UNKNOWN")
	})
}
