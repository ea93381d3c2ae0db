package directory

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Scope is what somebody stands in for. Signing is none of them: that takes a Mandate.
type Scope string

// The scopes.
const (
	ScopeContent   Scope = "content"   // duyệt nội dung
	ScopeForm      Scope = "form"      // thẩm định thể thức
	ScopeDirection Scope = "direction" // bút phê, phân phối văn bản đến
	ScopeSecretary Scope = "secretary" // thư ký, trợ lý: đọc và sắp xếp hộp văn bản
)

// Scopes are all of them, as a form offers them.
var Scopes = []Scope{ScopeContent, ScopeForm, ScopeDirection, ScopeSecretary}

// Label is what a person calls the scope.
func (s Scope) Label() string { return scopes[s].label }

// scopes says of each scope which of the absent person's roles it lends from, and as what.
var scopes = map[Scope]struct {
	label string
	of    []string // roles of holdings
	role  string
}{
	ScopeContent:   {"Duyệt nội dung", []string{authz.UnitHead, authz.ChiefOfOffice}, authz.StandInContent},
	ScopeForm:      {"Thẩm định thể thức", []string{authz.ChiefOfOffice}, authz.StandInForm},
	ScopeDirection: {"Bút phê, phân phối văn bản đến", []string{authz.Leader, authz.ChiefOfOffice, authz.UnitHead}, authz.StandInDirection},
	ScopeSecretary: {"Thư ký, trợ lý: đọc, sắp xếp", []string{authz.Leader, authz.ChiefOfOffice}, authz.Secretary},
}

// Absence is one person who stands in for another, for one scope, from a day to a day.
type Absence struct {
	ID                  string
	PersonID, StandInID string
	Scope               Scope
	From, To            store.Date // the last day; "" = until it is ended, of a thư ký alone
	Source              string     // the writing it rests on; "" only when the absent person gave it himself
	GivenBy             string
	EndedOn             store.Date // from this day on it gives no right; "" = it was not ended early
}

// Over says whether the absence gives no right on a date and later.
func (a Absence) Over(on store.Date) bool {
	return a.To != "" && a.To < on || a.EndedOn != "" && a.EndedOn <= on
}

// InForce says whether it gives a right on a date.
func (a Absence) InForce(on store.Date) bool { return a.From <= on && !a.Over(on) }

const sourceLimit = 500 // characters

// checkAbsence judges a new absence by itself and by the absent person's posts. Fault ABSENCE_INVALID with every reason.
func checkAbsence(tx *store.Tx, a Absence, on store.Date) error {
	var reasons []fault.Reason
	refuse := func(ok bool, code, detail string) {
		if !ok {
			reasons = append(reasons, fault.Reason{Code: code, Detail: detail})
		}
	}
	scope, known := scopes[a.Scope]
	refuse(known, "ABSENCE_SCOPE", "Không có phần việc thay này.")
	refuse(a.PersonID != a.StandInID, "ABSENCE_SELF", "Không tự thay cho chính mình.")
	refuse(a.From.Valid() && (a.To == "" || a.To.Valid() && a.To >= a.From), "ABSENCE_DATES", "Thời gian vắng mặt phải có ngày bắt đầu và ngày kết thúc không trước ngày bắt đầu.")
	refuse(a.To != "" || a.Scope == ScopeSecretary, "ABSENCE_DATES", "Vắng mặt phải có ngày kết thúc; chỉ thư ký, trợ lý được giao không thời hạn.")
	refuse(a.From >= on, "ABSENCE_PAST", "Cử người thay từ hôm nay trở đi, không ghi lùi ngày.")
	refuse(a.Source != "" || a.GivenBy == a.PersonID, "ABSENCE_SOURCE", "Cử người thay cho người khác phải có văn bản làm căn cứ.")
	refuse(utf8.RuneCountInString(a.Source) <= sourceLimit, "ABSENCE_SOURCE", "Văn bản làm căn cứ ghi dài quá 500 ký tự.")
	if len(reasons) == 0 {
		posts, err := HoldingsOf(tx, a.PersonID, max(a.From, on))
		if err != nil {
			return err
		}
		lends := slices.ContainsFunc(posts, func(h HoldingView) bool { return slices.Contains(scope.of, h.Role) })
		refuse(lends, "ABSENCE_ROLE", fmt.Sprintf("Người vắng mặt không giữ chức vụ có việc “%s”.", scope.label))
	}
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "ABSENCE_INVALID", "Việc cử người thay chưa hợp lệ.", reasons...)
	}
	return nil
}

// mayStandIn says whether a post is one whose holder may stand in for a colleague: văn thư, lưu trữ and quản trị keep to
// their own work (NĐ 30/2020 Art. 12, 32).
func mayStandIn(h HoldingView) bool {
	return slices.Contains([]string{authz.Specialist, authz.UnitHead, authz.ChiefOfOffice, authz.Leader}, h.Role)
}

// officesOf are the organs in which a person works, and the offices that serve them.
func officesOf(tx *store.Tx, held []HoldingView) (map[string]bool, error) {
	offices := map[string]bool{}
	for _, h := range held {
		organ, ok, err := organByID(tx, h.OrganID)
		if err != nil || !ok {
			return nil, err
		}
		whole := organ
		if organ.UnitOf != "" {
			if whole, _, err = organByID(tx, organ.UnitOf); err != nil {
				return nil, err
			}
		}
		offices[whole.ID], offices[whole.Office()] = true, true
	}
	return offices, nil
}

// colleagues says whether somebody works in an office of the absent person's, in a post that may stand in.
func colleagues(tx *store.Tx, personID, standInID string, on store.Date) (bool, error) {
	posts, err := HoldingsOf(tx, personID, on)
	if err != nil {
		return false, err
	}
	offices, err := officesOf(tx, posts)
	if err != nil {
		return false, err
	}
	held, err := HoldingsOf(tx, standInID, on)
	if err != nil {
		return false, err
	}
	for _, h := range held {
		organ, ok, err := organByID(tx, h.OrganID)
		if err != nil {
			return false, err
		}
		if ok && mayStandIn(h) && offices[organ.Whole()] {
			return true, nil
		}
	}
	return false, nil
}

// lentRoles are what a person may do on a date in the place of others: only while he holds a post that may stand in, and
// only what the absent person's own posts of that date give; what the absent person was lent himself goes no further.
func lentRoles(tx *store.Tx, personID string, own []HoldingView, on store.Date) ([]authz.Role, error) {
	if !slices.ContainsFunc(own, mayStandIn) {
		return nil, nil
	}
	given, err := absencesWhere(tx, "stand_in_id = ? AND "+inForceOn, personID, on, on, on)
	if err != nil {
		return nil, err
	}
	var roles []authz.Role
	for _, a := range given {
		still, err := colleagues(tx, a.PersonID, personID, on)
		if err != nil {
			return nil, err
		}
		if !still {
			continue // one of them has moved to another organ
		}
		held, err := HoldingsOf(tx, a.PersonID, on)
		if err != nil {
			return nil, err
		}
		person, _, err := PersonByID(tx, a.PersonID)
		if err != nil {
			return nil, err
		}
		for _, h := range held {
			if !slices.Contains(scopes[a.Scope].of, h.Role) {
				continue
			}
			organ, _, err := organByID(tx, h.OrganID)
			if err != nil {
				return nil, err
			}
			roles = append(roles, authz.Role{
				Name: scopes[a.Scope].role, Organ: organ.ID, Office: organ.Whole(), Title: lentTitle(a.Scope, h.Title, person, organ.Regime), By: a.ID, For: person.ID,
			})
		}
	}
	return roles, nil
}

// lentTitle says in whose place an act is done, wherever the act is told of.
func lentTitle(scope Scope, title string, person Person, r Regime) string {
	who := Address(r, person.Gender) + " " + person.Name
	if scope == ScopeSecretary {
		return "Thư ký, trợ lý của " + who
	}
	return fmt.Sprintf("%s (thay %s vắng mặt)", title, who)
}

// Address is how a person is spoken of: "đồng chí" in the Party, "ông", "bà" in the State.
func Address(r Regime, gender string) string {
	switch {
	case r == Party:
		return "đồng chí"
	case gender == "nam":
		return "ông"
	case gender == "nữ":
		return "bà"
	}
	return "ông/bà"
}

// StandIns are those who stand in for any of the people in a scope on a date: who is told what they are told.
func StandIns(tx *store.Tx, people []string, scope Scope, on store.Date) ([]string, error) {
	if len(people) == 0 {
		return nil, nil
	}
	given, err := absencesWhere(tx, "person_id IN ? AND scope = ? AND "+inForceOn, people, scope, on, on, on)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range given {
		if !slices.Contains(ids, a.StandInID) {
			ids = append(ids, a.StandInID)
		}
	}
	return ids, nil
}

// GiveAbsence writes an absence with its event. Two of one person for one scope do not overlap; a leader may have several
// thư ký. Faults: those of checkAbsence, STAND_IN_UNKNOWN, ABSENCE_OVERLAPS.
func GiveAbsence(tx *store.Tx, by Editor, a Absence, on store.Date) error {
	if err := lockPerson(tx, a.PersonID); err != nil {
		return err
	}
	if err := checkAbsence(tx, a, on); err != nil {
		return err
	}
	same, err := colleagues(tx, a.PersonID, a.StandInID, max(a.From, on))
	if err != nil {
		return err
	}
	if !same {
		return fault.New(fault.Unmet, "STAND_IN_UNKNOWN", "Không tìm thấy người thay trong cơ quan; văn thư, lưu trữ, quản trị không thay việc này.")
	}
	others, err := absencesWhere(tx, "person_id = ? AND scope = ?", a.PersonID, a.Scope)
	if err != nil {
		return err
	}
	for _, other := range others {
		if other.Over(on) || !overlap(a.From, a.To, other.From, other.To) {
			continue
		}
		if a.Scope != ScopeSecretary || other.StandInID == a.StandInID {
			return fault.New(fault.Conflict, "ABSENCE_OVERLAPS", fmt.Sprintf("Trong thời gian đó đã có người thay việc “%s”; hãy kết thúc trước khi cử người khác.", a.Scope.Label()))
		}
	}
	if err := insertAbsence(tx, a); err != nil {
		return err
	}
	return by.record(tx, "person", a.PersonID, "directory.give_absence", map[string]any{
		"absence": a.ID, "stand_in": a.StandInID, "scope": a.Scope, "from": a.From, "to": a.To, "source": a.Source,
	})
}

// EndAbsence ends an absence before its last day, with its event. Fault ABSENCE_ENDED.
func EndAbsence(tx *store.Tx, by Editor, a Absence, on store.Date) error {
	ended := false
	if !a.Over(on) {
		var err error
		if ended, err = endAbsenceRow(tx, a.ID, on, by.ID); err != nil {
			return err
		}
	}
	if !ended {
		return fault.New(fault.Conflict, "ABSENCE_ENDED", "Việc cử người thay này đã kết thúc.")
	}
	return by.record(tx, "person", a.PersonID, "directory.end_absence", map[string]any{"absence": a.ID, "stand_in": a.StandInID, "scope": a.Scope, "on": on})
}

// AbsenceByID finds an absence; false when there is none.
func AbsenceByID(tx *store.Tx, id string) (Absence, bool, error) {
	found, err := absencesWhere(tx, "id = ?", id)
	if err != nil || len(found) == 0 {
		return Absence{}, false, err
	}
	return found[0], true, nil
}

// AbsencesOf are those in which a person is away, AbsencesFor those in which he stands in, the newest first, over or not.
func AbsencesOf(tx *store.Tx, personID string) ([]Absence, error) {
	return absencesWhere(tx, "person_id = ?", personID)
}

// AbsencesFor are those in which a person stands in for another.
func AbsencesFor(tx *store.Tx, standInID string) ([]Absence, error) {
	return absencesWhere(tx, "stand_in_id = ?", standInID)
}

// AbsencesAmong are those of any of the people that are not over on a date: what a văn phòng oversees.
func AbsencesAmong(tx *store.Tx, people []string, on store.Date) ([]Absence, error) {
	if len(people) == 0 {
		return nil, nil
	}
	return absencesWhere(tx, "person_id IN ? AND (valid_to = '' OR valid_to >= ?) AND (ended_on = '' OR ended_on > ?)", people, on, on)
}

// Colleagues are those who may stand in for a person on a date.
func Colleagues(tx *store.Tx, personID string, on store.Date) ([]HoldingView, error) {
	posts, err := HoldingsOf(tx, personID, on)
	if err != nil {
		return nil, err
	}
	offices, err := officesOf(tx, posts)
	if err != nil {
		return nil, err
	}
	var found []HoldingView
	seen := map[string]bool{personID: true}
	for _, office := range slices.Sorted(maps.Keys(offices)) {
		staff, err := Staff(tx, office, on)
		if err != nil {
			return nil, err
		}
		for _, h := range staff {
			if !seen[h.PersonID] && mayStandIn(h) {
				seen[h.PersonID] = true
				found = append(found, h)
			}
		}
	}
	return found, nil
}
