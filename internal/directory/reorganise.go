package directory

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// AllHeirs says of a group that every organ that takes over becomes its member.
const AllHeirs = "*"

// Reorganisation ends organs and says who takes over: closing is one organ and its heirs, merging several and one heir,
// splitting one and several heirs. Heirs stand already or begin with it.
type Reorganisation struct {
	From   store.Date   // the first day of the new order; what ends ends the day before
	Ending []string     // organs that end, with their units
	New    []Organ      // organs that begin on From, units of heirs too
	Heirs  []Succession // who takes over, in the order in which they are named
	// Posts are holdings that go on in an organ of the new order, by id; all others end.
	Posts map[string]string
	// Groups say by id who takes the place of what ends: an heir, AllHeirs, or "" for nobody. One that is not named goes to
	// the heir where there is one alone, else to nobody.
	Groups map[string]string
	// Below is the heir to whom whatever was under, or served by, what ends belongs from then on; "" = the first.
	Below    string
	Source   string         // the writing that decides it
	Versions map[string]int // of Ending, as they were looked at
}

// Last is the last day of what ends.
func (r Reorganisation) Last() store.Date { return dayBefore(r.From) }

// Effects are what a reorganisation does to the rest of the directory.
type Effects struct {
	Ending   []Organ       // with their units
	Posts    []HoldingView // of what ends, in office on the first day of the new order had it not come
	Members  []Affected    // groups that list what ends
	Leads    []Lead        // groups that it leads
	Owned    []Group       // groups of what ends, which end with it
	Below    []Organ       // organs under it, or served by it
	Mandates []Mandate     // to sign for what ends
	Terms    []Term
}

// Affected is a group and the member of it that ends.
type Affected struct {
	Group  Group
	Member GroupMember
}

// EffectsOf tells what a reorganisation would touch; nothing is changed. Organs that are no more, or not there, are left out.
func EffectsOf(tx *store.Tx, r Reorganisation) (e Effects, err error) {
	ids, err := withUnits(tx, r.Ending, r.From)
	if err != nil || len(ids) == 0 {
		return e, err
	}
	if e.Ending, err = organsByIDsOn(tx, ids, r.Last()); err != nil {
		return e, err
	}
	if e.Posts, err = holdingsWhere(tx, "h.organ_id IN ? AND h.valid_from <= ? AND (h.valid_to = '' OR h.valid_to >= ?)", ids, r.From, r.From); err != nil {
		return e, err
	}
	if e.Members, err = membershipsOf(tx, ids, r.From); err != nil {
		return e, err
	}
	if e.Leads, err = leadsWhere(tx, "organ_id IN ? AND "+onDate+" AND group_id IN (SELECT id FROM org_group WHERE owner_id NOT IN ?)", ids, r.From, r.From, ids); err != nil {
		return e, err
	}
	if e.Owned, err = groupsOwnedBy(tx, ids, r.From); err != nil {
		return e, err
	}
	if e.Below, err = under(tx, ids, r.From); err != nil {
		return e, err
	}
	if e.Mandates, err = mandatesListed(tx, "organ_id IN ? AND (valid_to = '' OR valid_to >= ?) AND (ended_on = '' OR ended_on > ?)", ids, r.From, r.From); err != nil {
		return e, err
	}
	for _, id := range r.Ending {
		terms, err := termsOf(tx, id)
		if err != nil {
			return e, err
		}
		for _, t := range terms {
			if store.Within(t.From, t.To, r.From) {
				e.Terms = append(e.Terms, t)
			}
		}
	}
	return e, nil
}

// Reorganise carries a reorganisation out, all of it or nothing, with an event for each organ, person and group that it
// changes. Terms, mandates and posts that do not go on end by themselves: a look-up asks for their organ too.
//
// Faults DIRECTORY_STALE; REORGANISATION_INVALID with every reason; those of AddOrgan, ChangeOrgan and AddHolding.
func Reorganise(tx *store.Tx, by Editor, r Reorganisation) error {
	for _, id := range slices.Sorted(slices.Values(r.Ending)) {
		if err := lockOrgan(tx, id); err != nil {
			return err
		}
	}
	if err := r.check(tx); err != nil {
		return err
	}
	effects, err := EffectsOf(tx, r)
	if err != nil {
		return err
	}
	for _, o := range r.New {
		o.ValidFrom, o.ValidTo = r.From, ""
		if err := AddOrgan(tx, by, o); err != nil {
			return err
		}
	}
	below := r.Below
	if below == "" {
		below = r.Heirs[0].OrganID
	}
	for _, o := range effects.Below {
		if err := r.rehang(tx, by, o, below); err != nil {
			return err
		}
	}
	for _, m := range effects.Members {
		if err := r.replace(tx, by, m); err != nil {
			return err
		}
	}
	for _, l := range effects.Leads {
		to := r.Groups[l.GroupID]
		if to == "" || to == AllHeirs {
			to = r.Heirs[0].OrganID
		}
		if err := ChangeLead(tx, by, l.GroupID, to, r.From); err != nil {
			return err
		}
	}
	for _, h := range effects.Posts {
		to := r.Posts[h.ID]
		if to == "" {
			continue
		}
		next := h.Holding
		next.ID, next.OrganID, next.From = store.NewID(), to, r.From
		if err := AddHolding(tx, by, next); err != nil {
			return err
		}
	}
	for _, id := range r.Ending {
		if err := closeOrgan(tx, by, id, r.Last(), r.Source, r.Heirs); err != nil {
			return err
		}
	}
	return nil
}

// check says everything that is wrong with a reorganisation as such.
func (r Reorganisation) check(tx *store.Tx) error {
	var reasons []fault.Reason
	refuse := func(ok bool, code, detail string) {
		if !ok {
			reasons = append(reasons, fault.Reason{Code: code, Detail: detail})
		}
	}
	invalid := func() error {
		return fault.New(fault.Unmet, "REORGANISATION_INVALID", "Chưa sắp xếp được tổ chức.", reasons...)
	}
	refuse(r.From.Valid(), "REORGANISATION_DATE", "Chưa ghi ngày có hiệu lực.")
	refuse(len(r.Ending) > 0, "REORGANISATION_ENDING", "Chưa chọn cơ quan kết thúc.")
	refuse(len(r.Heirs) > 0, "REORGANISATION_HEIRS", "Chưa ghi cơ quan kế thừa.")
	refuse(strings.TrimSpace(r.Source) != "", "REORGANISATION_SOURCE", "Chưa ghi văn bản quyết định.")
	if len(reasons) > 0 {
		return invalid()
	}
	begins := map[string]bool{}
	for _, o := range r.New {
		begins[o.ID] = true
		above, err := aboveInOrder(tx, o, r.From)
		if err != nil {
			return err
		}
		reasons = append(reasons, above...)
		taken, err := nameTaken(tx, o, r.From, r.Ending...)
		if err != nil {
			return err
		}
		refuse(!taken, "ORGAN_NAME_TAKEN", fmt.Sprintf("Cùng cấp trên đã có “%s”.", o.Name))
		under := slices.Contains(r.Ending, o.ParentID) || slices.Contains(r.Ending, o.SuperiorID) || slices.Contains(r.Ending, o.OfficeID)
		refuse(!under, "ORGAN_ABOVE", fmt.Sprintf("“%s” không thể thuộc, hoặc do văn thư của, cơ quan kết thúc.", o.Name))
	}
	for i, id := range r.Ending {
		refuse(!slices.Contains(r.Ending[:i], id), "REORGANISATION_ENDING", "Một cơ quan được chọn kết thúc hai lần.")
		o, err := OrganAt(tx, id, r.Last())
		if err != nil {
			return err
		}
		if version, seen := r.Versions[id]; seen && version != o.Version {
			return ErrStale
		}
		_, since, err := lastState(tx, id)
		if err != nil {
			return err
		}
		refuse(o.ValidTo == "", "ORGAN_CLOSED", o.Name+" đã được ghi ngày kết thúc.")
		refuse(o.UnitOf == "" || !slices.Contains(r.Ending, o.UnitOf), "REORGANISATION_UNIT", o.Name+" kết thúc cùng cơ quan của nó, không chọn riêng.")
		refuse(since <= r.Last(), "ORGAN_CHANGE_DATES", fmt.Sprintf("%s có thay đổi từ %s, sau ngày kết thúc.", o.Name, day(since)))
	}
	named := map[string]bool{}
	for _, h := range r.Heirs {
		refuse(!named[h.OrganID] && !slices.Contains(r.Ending, h.OrganID), "REORGANISATION_HEIRS", "Cơ quan kế thừa ghi hai lần, hoặc là cơ quan kết thúc.")
		named[h.OrganID] = true
		if begins[h.OrganID] {
			continue
		}
		if _, err := OrganAt(tx, h.OrganID, r.From); err != nil {
			return err
		}
	}
	refuse(r.Below == "" || named[r.Below], "REORGANISATION_BELOW", "Cơ quan cấp dưới phải về một cơ quan kế thừa.")
	for _, to := range slices.Sorted(maps.Values(r.Groups)) {
		refuse(to == "" || to == AllHeirs || named[to], "REORGANISATION_GROUP", "Nhóm nơi nhận phải chuyển cho một cơ quan kế thừa.")
	}
	if len(reasons) > 0 {
		return invalid()
	}
	return nil
}

// rehang puts an organ that was under what ends, or served by it, under an heir.
func (r Reorganisation) rehang(tx *store.Tx, by Editor, o Organ, below string) error {
	c := ChangeOf(o)
	c.From, c.Source = r.From, r.Source
	for _, above := range []*string{&c.ParentID, &c.SuperiorID, &c.OfficeID} {
		if slices.Contains(r.Ending, *above) {
			*above = below
		}
	}
	if c.ParentID == o.ID { // an heir that was under what ends goes where that hung
		ended, err := OrganAsOf(tx, o.ParentID, r.Last())
		if err != nil {
			return err
		}
		c.ParentID = ended.ParentID
	}
	if c.SuperiorID == o.ID {
		c.SuperiorID = c.ParentID
	}
	if c.OfficeID == o.ID {
		c.OfficeID = ""
	}
	return ChangeOrgan(tx, by, o.ID, c)
}

// replace ends a member of a group and puts those who take over in its place.
func (r Reorganisation) replace(tx *store.Tx, by Editor, a Affected) error {
	to, said := r.Groups[a.Group.ID]
	if !said && len(r.Heirs) == 1 {
		to = r.Heirs[0].OrganID
	}
	var heirs []string
	switch {
	case a.Member.Kind != OrganMember:
		// whoever held the post holds it no more; who holds which from now on, the group's owner says
	case to == AllHeirs:
		for _, h := range r.Heirs {
			heirs = append(heirs, h.OrganID)
		}
	case to != "":
		heirs = []string{to}
	}
	if a.Group.Kind == OneOrgan && len(heirs) > 1 {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("“%s” phải chỉ đúng một cơ quan.", a.Group.Name))
	}
	if err := lockGroup(tx, a.Group.ID); err != nil {
		return err
	}
	if a.Member.From == r.From {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("Thành viên của “%s” vừa bắt đầu từ %s.", a.Group.Name, day(r.From)))
	}
	if err := setMemberEnd(tx, a.Member, r.Last()); err != nil {
		return err
	}
	all, err := membersOfAllTime(tx, a.Group.ID)
	if err != nil {
		return err
	}
	for _, heir := range heirs {
		if slices.ContainsFunc(all, func(m GroupMember) bool {
			return m.OrganID == heir && m.Kind == OrganMember && store.Within(m.From, m.To, r.From)
		}) {
			continue
		}
		next := GroupMember{GroupID: a.Group.ID, Rank: nextRank(all), Kind: OrganMember, OrganID: heir, From: r.From, To: a.Group.ValidTo}
		if err := insertMember(tx, a.Group.Key, next); err != nil {
			return err
		}
		all = append(all, next)
	}
	return by.record(tx, "organ", a.Group.OwnerID, "directory.replace_member", map[string]any{
		"group": a.Group.ID, "name": a.Group.Name, "was": a.Member.OrganID, "position": a.Member.Position, "now": heirs, "from": r.From, "source": r.Source,
	})
}

func nextRank(members []GroupMember) int {
	rank := 1
	for _, m := range members {
		rank = max(rank, m.Rank+1)
	}
	return rank
}
