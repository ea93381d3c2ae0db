package directory

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// ErrStale says that somebody else changed the row since it was looked at.
var ErrStale = fault.New(fault.Conflict, "DIRECTORY_STALE", "Danh bạ đã được người khác sửa. Vui lòng tải lại trang rồi làm lại.")

// OrganChange is what an organ is from a day on. Short names are added to those that it has.
type OrganChange struct {
	From                                           store.Date
	Name, PrintedName, Code, HeadPosition          string
	Place, Address, ParentID, SuperiorID, OfficeID string
	ShortNames                                     []string
	Source                                         string // the writing that decides it
	Version                                        int    // of the organ that was looked at
}

// ChangeOf is the change that changes nothing: what an organ is.
func ChangeOf(o Organ) OrganChange {
	return OrganChange{
		Name: o.Name, PrintedName: o.PrintedName, Code: o.Code, HeadPosition: o.HeadPosition, Place: o.Place, Address: o.Address,
		ParentID: o.ParentID, SuperiorID: o.SuperiorID, OfficeID: o.OfficeID, Version: o.Version,
	}
}

// ChangeOrgan gives an organ another name, superior or office from a day on; until the day before it is what it was, and a
// document of then says so. Id, posts, groups, series and documents stay with it.
//
// Faults DIRECTORY_STALE, ORGAN_UNKNOWN, ORGAN_CLOSED; ORGAN_INVALID with ORGAN_NAME, ORGAN_PRINTED_NAME, ORGAN_NAME_TAKEN,
// ORGAN_ABOVE (under itself, or under what has closed), ORGAN_CHANGE_DATES (not after the last change), ORGAN_CHANGE_SOURCE,
// ORGAN_UNCHANGED.
func ChangeOrgan(tx *store.Tx, by Editor, id string, c OrganChange) error {
	if !c.From.Valid() {
		return fault.New(fault.Unmet, "ORGAN_INVALID", "Chưa ghi ngày có hiệu lực.")
	}
	if err := lockOrgan(tx, id); err != nil {
		return err
	}
	if _, err := OrganAt(tx, id, c.From); err != nil {
		return err
	}
	was, since, err := lastState(tx, id)
	if err != nil {
		return err
	}
	if was.Version != c.Version {
		return ErrStale
	}
	now := was
	now.Name, now.PrintedName, now.Code, now.HeadPosition = strings.TrimSpace(c.Name), strings.TrimSpace(c.PrintedName), strings.TrimSpace(c.Code), strings.TrimSpace(c.HeadPosition)
	now.Place, now.Address, now.ParentID, now.SuperiorID, now.OfficeID = c.Place, c.Address, c.ParentID, c.SuperiorID, c.OfficeID
	now.ShortNames = c.ShortNames
	differs := differences(was, now)
	var reasons []fault.Reason
	refuse := func(ok bool, code, detail string) {
		if !ok {
			reasons = append(reasons, fault.Reason{Code: code, Detail: detail})
		}
	}
	refuse(was.ValidTo == "", "ORGAN_CLOSED", "Cơ quan này đã được ghi ngày kết thúc.")
	refuse(c.From > since, "ORGAN_CHANGE_DATES", fmt.Sprintf("Ngày có hiệu lực phải sau %s, ngày của lần thay đổi gần nhất.", day(since)))
	refuse(strings.TrimSpace(c.Source) != "", "ORGAN_CHANGE_SOURCE", "Chưa ghi văn bản quyết định.")
	refuse(len(differs.was) > 0 || len(c.ShortNames) > 0, "ORGAN_UNCHANGED", "Không có gì thay đổi.")
	if now.Name != was.Name {
		taken, err := nameTaken(tx, now, c.From)
		if err != nil {
			return err
		}
		refuse(!taken, "ORGAN_NAME_TAKEN", fmt.Sprintf("Cùng cấp trên đã có “%s”.", now.Name))
	}
	above, err := aboveInOrder(tx, now, c.From)
	if err != nil {
		return err
	}
	reasons = append(reasons, above...)
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "ORGAN_INVALID", fmt.Sprintf("Chưa sửa được “%s”.", was.Name), reasons...)
	}
	if err := checkOrgan(now); err != nil {
		return err
	}
	put, err := putOrgan(tx, was, now, since, c.From, strings.TrimSpace(c.Source))
	if err != nil {
		return err
	}
	if !put {
		return ErrStale
	}
	return by.record(tx, "organ", id, "directory.change_organ", map[string]any{
		"from": c.From, "source": c.Source, "was": differs.was, "now": differs.now, "short": c.ShortNames,
	})
}

type difference struct{ was, now map[string]string }

func differences(was, now Organ) difference {
	d := difference{map[string]string{}, map[string]string{}}
	for _, f := range []struct{ name, was, now string }{
		{"name", was.Name, now.Name}, {"printed_name", was.PrintedName, now.PrintedName}, {"code", was.Code, now.Code},
		{"head_position", was.HeadPosition, now.HeadPosition}, {"place", was.Place, now.Place}, {"address", was.Address, now.Address},
		{"parent", was.ParentID, now.ParentID}, {"superior", was.SuperiorID, now.SuperiorID}, {"office", was.OfficeID, now.OfficeID},
	} {
		if f.was != f.now {
			d.was[f.name], d.now[f.name] = f.was, f.now
		}
	}
	return d
}

// nameTaken says whether another organ under the same one bears the name on a date, but those that are left out.
func nameTaken(tx *store.Tx, o Organ, on store.Date, but ...string) (bool, error) {
	folded := Fold(o.Name)
	named, err := organsNamed(tx, folded, on)
	if err != nil {
		return false, err
	}
	for _, other := range named {
		if other.ID != o.ID && !slices.Contains(but, other.ID) && other.Open(on) && other.ParentID == o.ParentID && Fold(other.Name) == folded {
			return true, nil
		}
	}
	return false, nil
}

// aboveInOrder says what is wrong with the organs that one hangs on: they stand on the day, and none hangs on it.
func aboveInOrder(tx *store.Tx, o Organ, on store.Date) (reasons []fault.Reason, err error) {
	for _, id := range []string{o.ParentID, o.SuperiorID, o.OfficeID, o.UnitOf} {
		if id == "" || id == o.ID && id == o.OfficeID {
			continue
		}
		if _, err := OrganAt(tx, id, on); err != nil {
			f, refused := asFault(err)
			if !refused {
				return nil, err
			}
			reasons = append(reasons, fault.Reason{Code: "ORGAN_ABOVE", Detail: f.Detail})
		}
	}
	seen := map[string]bool{}
	for at := o.ParentID; at != "" && !seen[at]; {
		seen[at] = true
		if at == o.ID {
			return append(reasons, fault.Reason{Code: "ORGAN_ABOVE", Detail: "Cơ quan không thể ở dưới chính nó."}), nil
		}
		above, known, err := organOf(tx, at, on)
		if err != nil || !known {
			return reasons, err
		}
		at = above.ParentID
	}
	return reasons, nil
}

// bears says whether a folded name is the organ's name or a short one.
func (o Organ) bears(folded string) bool {
	if Fold(o.Name) == folded {
		return true
	}
	for _, short := range o.ShortNames {
		if Fold(short) == folded {
			return true
		}
	}
	return false
}

// renamedOrgan refuses a name that an organ gave up, or will take later; nil for the latter: nobody bears it yet.
func renamedOrgan(tx *store.Tx, name string, o Organ, folded string, on store.Date) error {
	pasts, err := pastsOf(tx, o.ID)
	if err != nil {
		return err
	}
	for _, past := range pasts {
		if past.FoldedName == folded && past.ValidTo < on {
			return fault.New(fault.Unmet, "ORGAN_RENAMED", fmt.Sprintf("“%s” từ %s mang tên %s.", strings.TrimSpace(name), day(nextDay(past.ValidTo)), o.Name),
				fault.Reason{Code: "ORGAN_SUCCESSOR", Detail: o.Name})
		}
	}
	return nil
}

func dayBefore(d store.Date) store.Date { return store.DateOf(d.Time().AddDate(0, 0, -1)) }

func asFault(err error) (*fault.Fault, bool) {
	var f *fault.Fault
	return f, errors.As(err, &f) && f.Kind != fault.Internal
}

// BeginOrgan is AddOrgan for an organ of a day to come or today: what it hangs on stands then, and no other under the same
// bears its name. Faults of AddOrgan; ORGAN_INVALID with ORGAN_ABOVE, ORGAN_NAME_TAKEN.
func BeginOrgan(tx *store.Tx, by Editor, o Organ) error {
	if err := checkOrgan(o); err != nil {
		return err
	}
	reasons, err := aboveInOrder(tx, o, o.ValidFrom)
	if err != nil {
		return err
	}
	taken, err := nameTaken(tx, o, o.ValidFrom)
	if err != nil {
		return err
	}
	if taken {
		reasons = append(reasons, fault.Reason{Code: "ORGAN_NAME_TAKEN", Detail: fmt.Sprintf("Cùng cấp trên đã có “%s”.", o.Name)})
	}
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "ORGAN_INVALID", fmt.Sprintf("Cơ quan “%s” chưa hợp lệ.", o.Name), reasons...)
	}
	return AddOrgan(tx, by, o)
}
