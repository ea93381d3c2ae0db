package directory

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// errNotApplied takes back what a dry run, or a workbook with faults, has written.
var errNotApplied = errors.New("directory: import taken back")

// RunImport takes a workbook into the directory, in one transaction, with an event for every change; a dry run, and a workbook
// with any fault, changes nothing. What stands already is left as it is, so that a second run changes nothing; a row that only
// has an end now ends. The faults are all that could be found, in the order of the sheets.
func RunImport(ctx context.Context, s *store.Store, by Editor, tables []ImportTable, dry bool) (done Outcome, faults []ImportFault, err error) {
	read, wrong := ReadImport(tables)
	err = s.Update(ctx, func(tx *store.Tx) error {
		a := &applier{tx: tx, by: by, Import: read, faults: slices.Clone(wrong)}
		if err := a.apply(); err != nil {
			return err
		}
		done, faults = a.done, a.faults
		if dry || len(faults) > 0 {
			return errNotApplied
		}
		return nil
	})
	if errors.Is(err, errNotApplied) {
		err = nil
	}
	slices.SortStableFunc(faults, func(a, b ImportFault) int {
		if c := sheetRank(a.Sheet) - sheetRank(b.Sheet); c != 0 {
			return c
		}
		return a.Row - b.Row
	})
	return done, faults, err
}

// applier carries one import through its transaction.
type applier struct {
	Import
	tx      *store.Tx
	by      Editor
	done    Outcome
	faults  []ImportFault
	organ   map[string]Organ  // that stand in the directory by now
	persons map[string]string // username → id
	posts   map[string][]HoldingView
}

func (a *applier) apply() error {
	for _, step := range []func() error{a.loadOrgans, a.addOrgans, a.addPeople, a.addTerms, a.addPosts, a.addGroups, a.addMandates} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) note(f ImportFault) { a.faults = append(a.faults, f) }

// refused notes what a room refuses; any other error goes up. It tells whether there was none.
func (a *applier) refused(p place, err error) (ok bool, _ error) {
	var f *fault.Fault
	switch {
	case err == nil:
		return true, nil
	case !errors.As(err, &f) || f.Kind == fault.Internal:
		return false, fmt.Errorf("trang %s dòng %d: %w", p.sheet.Name, p.row, err)
	case len(f.Reasons) == 0:
		a.note(p.fault("", "", f.Detail, ""))
	}
	for _, reason := range f.Reasons {
		a.note(p.fault("", "", reason.Detail, ""))
	}
	return false, nil
}

// differs notes a row that stands already and says otherwise.
func (a *applier) differs(p place, header, was, now string) {
	a.note(p.fault(header, now, "khác với danh bạ, đang ghi “"+was+"”", "giữ như danh bạ; thay đổi thì kết thúc dòng cũ và thêm dòng mới với ngày bắt đầu mới"))
}

// known tells whether an organ that a row names is there; not when it is only declared by a faulty row, which was told.
func (a *applier) known(p place, header, id string) bool {
	if _, ok := a.organ[id]; ok {
		return true
	}
	if !a.declared["organ "+id] {
		a.note(p.fault(header, id, "không có cơ quan này trong danh bạ và trong tệp", "mã một cơ quan"))
	}
	return false
}

// personID is who bears a username, in the directory or in the workbook.
func (a *applier) personID(p place, header, username string) (string, bool, error) {
	id, asked := a.persons[username]
	if !asked {
		found, _, err := PersonByUsername(a.tx, username)
		if err != nil {
			return "", false, err
		}
		id = found.ID
		a.persons[username] = id
	}
	if id == "" && !a.declared["person "+username] {
		a.note(p.fault(header, username, "không có người dùng này trong danh bạ và trong tệp", "tên đăng nhập"))
	}
	return id, id != "", nil
}

// loadOrgans reads those organs of the directory that the workbook names.
func (a *applier) loadOrgans() error {
	var ids []string
	add := func(more ...string) { ids = append(ids, more...) }
	for _, o := range a.organs {
		add(o.ID, o.ParentID, o.SuperiorID, o.OfficeID, o.UnitOf)
		add(o.heirs...)
	}
	for _, p := range a.Import.posts {
		add(p.OrganID)
	}
	for _, t := range a.terms {
		add(t.OrganID)
	}
	for _, m := range a.mandates {
		add(m.OrganID)
	}
	for _, g := range a.groups {
		add(g.OwnerID)
		for _, m := range g.members {
			add(m.OrganID)
		}
	}
	slices.Sort(ids)
	a.organ, a.persons, a.posts = map[string]Organ{}, map[string]string{}, map[string][]HoldingView{}
	for chunk := range slices.Chunk(slices.Compact(ids), 2000) {
		found, err := organsByIDs(a.tx, chunk)
		if err != nil {
			return err
		}
		for _, o := range found {
			a.organ[o.ID] = o
		}
	}
	return nil
}

// addOrgans adds whoever is above before whoever is below; who takes over is named when all are there.
func (a *applier) addOrgans() error {
	var ended []importedOrgan
	left := a.organs
	for len(left) > 0 {
		var later []importedOrgan
		for _, o := range left {
			if a.waits(o, left) {
				later = append(later, o)
				continue
			}
			isNew, err := a.addOrgan(o)
			if err != nil {
				return err
			}
			if isNew && o.ValidTo != "" && len(o.heirs) > 0 {
				ended = append(ended, o)
			}
		}
		if len(later) == len(left) {
			break // a circle through the directory; its rows are told
		}
		left = later
	}
	for _, o := range left {
		a.note(o.fault("Cấp trên", o.ParentID, "các cơ quan ở trên nhau thành vòng tròn", "một cấp trên không nằm dưới nó"))
	}
	for _, o := range ended {
		if heirs := a.heirsOf(o); len(heirs) > 0 {
			if err := addSuccessors(a.tx, a.by, o.ID, "directory.name_successors", o.ValidTo, "", heirs); err != nil {
				return err
			}
		}
	}
	return nil
}

// waits tells whether an organ above o is still to be added.
func (a *applier) waits(o importedOrgan, left []importedOrgan) bool {
	for _, id := range []string{o.ParentID, o.SuperiorID, o.UnitOf} {
		_, there := a.organ[id]
		if id != "" && !there && slices.ContainsFunc(left, func(other importedOrgan) bool { return other.ID == id && other.ID != o.ID }) {
			return true
		}
	}
	return false
}

// addOrgan adds an organ, ends one that stands, or leaves it; isNew when it was added.
func (a *applier) addOrgan(o importedOrgan) (isNew bool, err error) {
	fits := true
	for _, above := range []struct{ header, id string }{{"Cấp trên", o.ParentID}, {"Chủ quản in", o.SuperiorID}, {"Thuộc", o.UnitOf}} {
		if above.id != "" && !a.known(o.place, above.header, above.id) {
			fits = false
		}
	}
	if _, there := a.organ[o.OfficeID]; o.OfficeID != "" && !there && !a.declared["organ "+o.OfficeID] {
		fits = a.known(o.place, "Văn thư tại", o.OfficeID)
	}
	if was, there := a.organ[o.ID]; there {
		return false, a.sameOrgan(was, o)
	}
	if !fits {
		return false, nil
	}
	if ok, err := a.refused(o.place, AddOrgan(a.tx, a.by, o.Organ)); !ok {
		return false, err
	}
	a.organ[o.ID] = o.Organ
	a.done.Added++
	return true, nil
}

// heirsOf are the organs that take over, those that are there.
func (a *applier) heirsOf(o importedOrgan) (heirs []Succession) {
	for _, id := range o.heirs {
		if a.known(o.place, "Kế thừa", id) {
			heirs = append(heirs, Succession{OrganID: id})
		}
	}
	return heirs
}

func (a *applier) sameOrgan(was Organ, now importedOrgan) error {
	short := func(o Organ) string {
		var names []string
		for _, n := range o.ShortNames {
			names = append(names, Fold(n))
		}
		slices.Sort(names)
		return fmt.Sprint(names)
	}
	before := len(a.faults)
	for _, c := range []struct{ header, was, now string }{
		{"Tên", was.Name, now.Name}, {"Tên in", was.PrintedName, now.PrintedName}, {"Tên khác", short(was), short(now.Organ)}, {"Ký hiệu", was.Code, now.Code},
		{"Chế độ", string(was.Regime), string(now.Regime)}, {"Loại", was.Class, now.Class}, {"Cấp", was.Level, now.Level}, {"Tập thể", was.Body, now.Body},
		{"Chức danh đứng đầu", was.HeadPosition, now.HeadPosition}, {"Cấp trên", was.ParentID, now.ParentID}, {"Chủ quản in", was.SuperiorID, now.SuperiorID},
		{"Văn thư tại", was.OfficeID, now.OfficeID}, {"Thuộc", was.UnitOf, now.UnitOf}, {"Địa danh", was.Place, now.Place}, {"Địa chỉ", was.Address, now.Address},
		{"Rộng dấu", fmt.Sprint(was.SealWidthMM), fmt.Sprint(now.SealWidthMM)}, {"Kênh nhận", was.Channel, now.Channel}, {"Thư điện tử", was.Email, now.Email},
		{"Từ ngày", string(was.ValidFrom), string(now.ValidFrom)},
	} {
		if c.was != c.now {
			a.differs(now.place, c.header, c.was, c.now)
		}
	}
	switch {
	case len(a.faults) > before:
	case endsNow(was.ValidTo, now.ValidTo):
		if ok, err := a.refused(now.place, CloseOrgan(a.tx, a.by, was.ID, now.ValidTo, a.heirsOf(now)...)); !ok {
			return err
		}
		was.ValidTo = now.ValidTo
		a.organ[was.ID] = was
		a.done.Ended++
	case was.ValidTo != now.ValidTo:
		a.differs(now.place, "Đến ngày", string(was.ValidTo), string(now.ValidTo))
	default:
		a.done.Kept++
	}
	return nil
}
