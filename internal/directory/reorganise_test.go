package directory_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// The day before, the day and the day after a change; the clock of the tests runs on a real day, so some of it is to come.
const (
	eve   store.Date = "2027-02-28"
	dawn  store.Date = "2027-03-01"
	after store.Date = "2027-03-02"
)

func rename(tx *store.Tx, id, name string, from store.Date) error {
	o, err := directory.OrganAsOf(tx, id, "9999-12-31")
	if err != nil {
		return err
	}
	c := directory.ChangeOf(o)
	c.Name, c.PrintedName, c.From, c.Source = name, strings.ToUpper(name), from, "Quyết định số 12-QĐ/TU"
	return directory.ChangeOrgan(tx, editor, id, c)
}

// rowsOf counts what a change of the directory may write.
func rowsOf(t *testing.T, s *store.Store) (counts string) {
	t.Helper()
	look(t, s, func(tx *store.Tx) {
		for _, table := range []string{"organ", "organ_past", "organ_short_name", "organ_successor", "holding", "group_member", "group_lead", "audit_event"} {
			var n int
			if err := tx.SQL().QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
				t.Fatal(err)
			}
			counts += fmt.Sprintf("%s %d, ", table, n)
		}
	})
	return counts
}

func TestChangeOrganThroughTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const id, old, middle, last = "ld-btgdvtu", "Ban Tuyên giáo và Dân vận Tỉnh ủy Lâm Đồng", "Ban Tuyên giáo Tỉnh ủy Lâm Đồng", "Ban Tuyên huấn Tỉnh ủy Lâm Đồng"
		demo(t, s, func(*store.Tx) {})
		change(t, s, func(tx *store.Tx) error { return rename(tx, id, middle, "2026-01-05") })
		change(t, s, func(tx *store.Tx) error { return rename(tx, id, last, dawn) })
		look(t, s, func(tx *store.Tx) {
			for on, want := range map[store.Date]string{"2025-07-01": old, "2026-01-04": old, "2026-01-05": middle, eve: middle, dawn: last, after: last} {
				at := must[directory.Organ](t)(directory.OrganAt(tx, id, on))
				asOf := must[directory.Organ](t)(directory.OrganAsOf(tx, id, on))
				if at.Name != want || asOf.Name != want || at.PrintedName != strings.ToUpper(at.PrintedName) || at.ParentID != "ld-tu" {
					t.Errorf("on %s: %q, %q, want %q", on, at.Name, asOf.Name, want)
				}
				all := must[[]directory.Organ](t)(directory.Organs(tx, on))
				if !slices.ContainsFunc(all, func(o directory.Organ) bool { return o.ID == id && o.Name == want }) {
					t.Errorf("on %s the list has no %q", on, want)
				}
				names := must[[]directory.OrganName](t)(directory.OrganNames(tx, on))
				if !slices.ContainsFunc(names, func(n directory.OrganName) bool { return n.ID == id && n.Written == want && n.Name == want }) {
					t.Errorf("on %s completion has no %q", on, want)
				}
				for _, name := range []string{old, middle, last} {
					found, err := directory.FindOrgans(tx, name, on)
					switch {
					case name == want:
						if err != nil || len(found) != 1 || found[0].ID != id {
							t.Errorf("on %s %q finds %v, %v", on, name, found, err)
						}
					case name == old || name == middle && want == last:
						if f := refused(t, err, "ORGAN_RENAMED"); len(f.Reasons) != 1 || f.Reasons[0].Detail != want {
							t.Errorf("on %s %q: %+v", on, name, f)
						}
					default: // a name to come
						if err != nil || len(found) != 0 {
							t.Errorf("on %s %q, not yet borne, finds %v, %v", on, name, found, err)
						}
					}
				}
			}
			if o := must[directory.Organ](t)(directory.OrganByID(tx, id)); o.Name != middle {
				t.Errorf("without a date it is %q", o.Name)
			}
			if short := must[[]directory.Organ](t)(directory.FindOrgans(tx, "BTGDVTU", after)); len(short) != 1 {
				t.Errorf("its short name finds %v", short)
			}
		})
	})
}

func TestChangeOrganRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		change(t, s, func(tx *store.Tx) error {
			return rename(tx, "ld-btctu", "Ban Tổ chức và Cán bộ Tỉnh ủy", "2026-03-01")
		})
		before := rowsOf(t, s)
		for name, r := range map[string]struct {
			organ, code string
			change      func(*directory.OrganChange)
		}{
			"stale":          {"ld-btctu", "DIRECTORY_STALE", func(c *directory.OrganChange) { c.Version-- }},
			"before another": {"ld-btctu", "ORGAN_CHANGE_DATES", func(c *directory.OrganChange) { c.From = "2026-03-01" }},
			"before it was":  {"ld-ubkttu", "ORGAN_UNKNOWN", func(c *directory.OrganChange) { c.From = "2025-06-30" }},
			"no date":        {"ld-ubkttu", "ORGAN_INVALID", func(c *directory.OrganChange) { c.From = "" }},
			"no writing":     {"ld-ubkttu", "ORGAN_CHANGE_SOURCE", func(c *directory.OrganChange) { c.Source = " " }},
			"taken":          {"ld-ubkttu", "ORGAN_NAME_TAKEN", func(c *directory.OrganChange) { c.Name = "Ban Tổ chức và cán bộ Tỉnh uỷ" }},
			"small letters":  {"ld-ubkttu", "ORGAN_PRINTED_NAME", func(c *directory.OrganChange) { c.PrintedName = "Ủy ban" }},
			"under itself":   {"ld-tu", "ORGAN_ABOVE", func(c *directory.OrganChange) { c.ParentID = "ld-vptu" }},
			"under a closed": {"ld-ubkttu", "ORGAN_ABOVE", func(c *directory.OrganChange) { c.ParentID = "bt-tu" }},
			"nothing":        {"ld-ubkttu", "ORGAN_UNCHANGED", func(c *directory.OrganChange) { c.Name = "Ủy ban Kiểm tra Tỉnh ủy Lâm Đồng" }},
			"closed":         {"bt-tu", "ORGAN_CLOSED", func(*directory.OrganChange) {}},
		} {
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				o, err := directory.OrganByID(tx, r.organ)
				if err != nil {
					return err
				}
				c := directory.ChangeOf(o)
				c.Name, c.From, c.Source = c.Name+" mới", today, "Quyết định số 1-QĐ/TU"
				r.change(&c)
				return directory.ChangeOrgan(tx, editor, r.organ, c)
			})
			if err == nil || !strings.Contains(err.Error(), r.code) {
				t.Errorf("%s: %v, want %s", name, err, r.code)
			}
		}
		if now := rowsOf(t, s); now != before {
			t.Errorf("refused, but\n%s\n%s", before, now)
		}
	})
}

// Many change one organ, and many take one head's chair, at once: one does.
func TestManyAdministratorsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		var seen directory.Organ
		look(t, s, func(tx *store.Tx) { seen = must[directory.Organ](t)(directory.OrganByID(tx, "ld-ubkttu")) })
		newOffice := directory.Organ{ID: "new", Name: "Sở Ngoại vụ", PrintedName: "SỞ NGOẠI VỤ", Code: "SNgV", Regime: directory.State, Class: directory.Department, Level: "tinh", Channel: "account", ValidFrom: "2026-01-01"}
		change(t, s, func(tx *store.Tx) error { return directory.AddOrgan(tx, editor, newOffice) })
		results := make([][2]error, 8)
		var all sync.WaitGroup
		for i := range results {
			all.Go(func() {
				results[i][0] = s.Update(context.Background(), func(tx *store.Tx) error {
					c := directory.ChangeOf(seen)
					c.Name, c.From, c.Source = fmt.Sprintf("Ủy ban Kiểm tra số %d", i), today, "QĐ"
					return directory.ChangeOrgan(tx, editor, seen.ID, c)
				})
				results[i][1] = s.Update(context.Background(), func(tx *store.Tx) error {
					person := directory.Person{ID: store.NewID(), Name: "Người Mới", Username: fmt.Sprintf("moi.n%d", i)}
					if err := directory.AddPerson(tx, editor, person); err != nil {
						return err
					}
					return directory.AddHolding(tx, editor, directory.Holding{ID: store.NewID(), PersonID: person.ID, OrganID: "new", Position: "GIÁM ĐỐC", Title: "Giám đốc", Role: "leader", Standing: directory.Head, From: today})
				})
			})
		}
		all.Wait()
		for what, code := range []string{"DIRECTORY_STALE", "HOLDING_TWO_HEADS"} {
			done := 0
			for _, r := range results {
				if r[what] == nil {
					done++
				} else if !strings.Contains(r[what].Error(), code) {
					t.Errorf("%v, want %s", r[what], code)
				}
			}
			if done != 1 {
				t.Errorf("%s: %d went through", code, done)
			}
		}
	})
}

// merged joins two sở into a new one, with a post and a chair carried over.
func merged(tx *store.Tx) (directory.Reorganisation, error) {
	held, err := directory.Holdings(tx, "ld-stc", eve)
	if err != nil {
		return directory.Reorganisation{}, err
	}
	r := directory.Reorganisation{
		From: dawn, Ending: []string{"ld-stc", "ld-sxd"}, Heirs: []directory.Succession{{OrganID: "moi"}}, Source: "Nghị quyết số 01/NQ-HĐND",
		New: []directory.Organ{{ID: "moi", Name: "Sở Kinh tế và Hạ tầng", PrintedName: "SỞ KINH TẾ VÀ HẠ TẦNG", Code: "SKTHT", Regime: directory.State,
			Class: directory.Department, Level: "tinh", Channel: "account", ParentID: "ld-ubnd", SuperiorID: "ld-ubnd", HeadPosition: "GIÁM ĐỐC"}},
		Posts: map[string]string{},
	}
	for _, h := range held {
		r.Posts[h.ID] = "moi"
	}
	return r, nil
}

func TestMergeThroughTime(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		var effects directory.Effects
		change(t, s, func(tx *store.Tx) error {
			r, err := merged(tx)
			if err != nil {
				return err
			}
			if effects, err = directory.EffectsOf(tx, r); err != nil {
				return err
			}
			return directory.Reorganise(tx, editor, r)
		})
		if len(effects.Ending) < 2 || len(effects.Posts) < 2 || len(effects.Members) < 2 {
			t.Errorf("effects %+v", effects)
		}
		look(t, s, func(tx *store.Tx) {
			for on, want := range map[store.Date]string{eve: "ld-snnmt ld-snv ld-stc ld-sxd", dawn: "ld-snnmt ld-snv moi", after: "ld-snnmt ld-snv moi"} {
				organs, _, err := directory.Members(tx, "ld-so-ban-nganh", on)
				var ids []string
				for _, o := range organs {
					ids = append(ids, o.ID)
				}
				slices.Sort(ids)
				if got := strings.Join(ids, " "); err != nil || got != want {
					t.Errorf("on %s the group is %s, %v; want %s", on, got, err, want)
				}
				_, err = directory.OrganAt(tx, "ld-sxd", on)
				if (err == nil) != (on == eve) {
					t.Errorf("on %s Sở Xây dựng: %v", on, err)
				}
				head := must[[]directory.HoldingView](t)(directory.Holdings(tx, map[bool]string{true: "ld-stc", false: "moi"}[on == eve], on))
				if len(head) == 0 || head[0].Position != "GIÁM ĐỐC" {
					t.Fatalf("on %s nobody heads it: %+v", on, head)
				}
				roles := must[[]string](t)(roleNames(tx, head[0].PersonID, on))
				if n := len(slices.DeleteFunc(roles, func(r string) bool { return !strings.HasPrefix(r, "leader ") })); n != 1 {
					t.Errorf("on %s the head has %d posts of a head", on, n)
				}
			}
			_, err := directory.FindOrgans(tx, "Sở Xây dựng tỉnh Lâm Đồng", after)
			if f := refused(t, err, "ORGAN_CLOSED"); !strings.Contains(f.Detail, "Sở Kinh tế và Hạ tầng") {
				t.Error(f.Detail)
			}
		})
	})
}

func TestSplitAndClose(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		demo(t, s, func(*store.Tx) {})
		part := func(id, name string) directory.Organ {
			return directory.Organ{ID: id, Name: name, PrintedName: strings.ToUpper(name), Code: "DU", Regime: directory.Party, Class: directory.CommuneCommittee,
				Level: "xa", Channel: "account", ParentID: "ld-tu", SuperiorID: "ld-tu", Body: "BAN THƯỜNG VỤ", HeadPosition: "BÍ THƯ"}
		}
		split := directory.Reorganisation{
			From: dawn, Ending: []string{"xa-du-tuyphong"}, Source: "Quyết định số 9-QĐ/TU",
			New:    []directory.Organ{part("bac", "Đảng ủy xã Tuy Phong Bắc"), part("nam", "Đảng ủy xã Tuy Phong Nam")},
			Heirs:  []directory.Succession{{OrganID: "bac", Share: "Các thôn phía bắc"}, {OrganID: "nam"}},
			Groups: map[string]string{"ld-dang-uy-cac-xa": directory.AllHeirs, "ld-cac-dang-uy-truc-thuoc": "nam"}, Below: "nam",
		}
		change(t, s, func(tx *store.Tx) error { return directory.Reorganise(tx, editor, split) })
		look(t, s, func(tx *store.Tx) {
			for group, want := range map[string]string{"ld-dang-uy-cac-xa": "bac nam xa-du-lienhuong", "ld-cac-dang-uy-truc-thuoc": "nam xa-du-lienhuong"} {
				organs, _, err := directory.Members(tx, group, dawn)
				var ids []string
				for _, o := range organs {
					ids = append(ids, o.ID)
				}
				slices.Sort(ids)
				if got := strings.Join(ids, " "); err != nil || got != want {
					t.Errorf("%s: %s, %v; want %s", group, got, err, want)
				}
			}
			office := must[directory.Organ](t)(directory.OrganAt(tx, "xa-vpdu-tuyphong", dawn))
			was := must[directory.Organ](t)(directory.OrganAt(tx, "xa-vpdu-tuyphong", eve))
			if office.ParentID != "nam" || was.ParentID != "xa-du-tuyphong" {
				t.Errorf("its office is under %s, was under %s", office.ParentID, was.ParentID)
			}
			if heirs := must[[]directory.Organ](t)(directory.LivingSuccessors(tx, "bt-hu-tuyphong", dawn)); len(heirs) != 3 {
				t.Errorf("%d organs took over from the district", len(heirs))
			}
		})
		change(t, s, func(tx *store.Tx) error {
			return directory.Reorganise(tx, editor, directory.Reorganisation{From: after, Ending: []string{"bac"}, Heirs: []directory.Succession{{OrganID: "nam"}}, Source: "QĐ"})
		})
		look(t, s, func(tx *store.Tx) {
			if organs, _, err := directory.Members(tx, "ld-dang-uy-cac-xa", after); err != nil || len(organs) != 2 {
				t.Errorf("after the closing: %v, %v", organs, err)
			}
		})
		before := rowsOf(t, s)
		for name, r := range map[string]struct {
			code   string
			change func(*directory.Reorganisation)
		}{
			"no heir":          {"REORGANISATION_HEIRS", func(r *directory.Reorganisation) { r.Heirs = nil }},
			"no writing":       {"REORGANISATION_SOURCE", func(r *directory.Reorganisation) { r.Source = "" }},
			"no date":          {"REORGANISATION_DATE", func(r *directory.Reorganisation) { r.From = "hôm nay" }},
			"its own heir":     {"REORGANISATION_HEIRS", func(r *directory.Reorganisation) { r.Heirs[0].OrganID = "nam" }},
			"closed heir":      {"ORGAN_CLOSED", func(r *directory.Reorganisation) { r.Heirs[0].OrganID = "bt-tu" }},
			"before it began":  {"ORGAN_UNKNOWN", func(r *directory.Reorganisation) { r.From = dawn }},
			"stale":            {"DIRECTORY_STALE", func(r *directory.Reorganisation) { r.Versions = map[string]int{"nam": 7} }},
			"another's group":  {"REORGANISATION_GROUP", func(r *directory.Reorganisation) { r.Groups = map[string]string{"x": "ld-tu"} }},
			"somebody's below": {"REORGANISATION_BELOW", func(r *directory.Reorganisation) { r.Below = "ld-tu" }},
			"closed twice":     {"ORGAN_CLOSED", func(r *directory.Reorganisation) { r.Ending = []string{"bac"}; r.From = after }},
			"a bad new organ":  {"ORGAN_INVALID", func(r *directory.Reorganisation) { r.New = []directory.Organ{{ID: "z", Name: "Z"}} }},
		} {
			again := directory.Reorganisation{From: "2027-06-01", Ending: []string{"nam"}, Heirs: []directory.Succession{{OrganID: "xa-du-lienhuong"}}, Source: "QĐ"}
			r.change(&again)
			err := s.Update(context.Background(), func(tx *store.Tx) error { return directory.Reorganise(tx, editor, again) })
			if err == nil || !strings.Contains(err.Error(), r.code) {
				t.Errorf("%s: %v, want %s", name, err, r.code)
			}
		}
		if now := rowsOf(t, s); now != before {
			t.Errorf("refused, but\n%s\n%s", before, now)
		}
	})
}
