package directory

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// ChangePerson writes a person's name and gender; the version is that of the row that was looked at. What was signed keeps
// the name that it bears. Faults PERSON_UNKNOWN, PERSON_INVALID, DIRECTORY_STALE.
func ChangePerson(tx *store.Tx, by Editor, p Person) error {
	was, known, err := PersonByID(tx, p.ID)
	if err != nil {
		return err
	}
	if !known {
		return errPersonUnknown
	}
	now := was
	now.Name, now.Gender, now.Version = strings.TrimSpace(p.Name), p.Gender, p.Version
	if err := checkPerson(now); err != nil {
		return err
	}
	if now.Gender != "" && now.Gender != "nam" && now.Gender != "nữ" {
		return fault.New(fault.Unmet, "PERSON_INVALID", "Giới tính ghi nam, nữ hoặc để trống.")
	}
	if now.Name == was.Name && now.Gender == was.Gender {
		return fault.New(fault.Unmet, "PERSON_UNCHANGED", "Không có gì thay đổi.")
	}
	put, err := setPerson(tx, now)
	if err != nil {
		return err
	}
	if !put {
		return ErrStale
	}
	return by.record(tx, "person", p.ID, "directory.change_person", map[string]any{
		"was": map[string]string{"name": was.Name, "gender": was.Gender}, "now": map[string]string{"name": now.Name, "gender": now.Gender},
	})
}

// RetirePerson ends all posts of a person with a last day, and from the next day the mandates that he gave or got, with an
// event for each. Faults PERSON_UNKNOWN, PERSON_RETIRED (no post is open), HOLDING_ENDED (a post begins after that day).
func RetirePerson(tx *store.Tx, by Editor, personID string, last store.Date) error {
	if err := lockPerson(tx, personID); err != nil {
		return err
	}
	if _, known, err := PersonByID(tx, personID); err != nil || !known {
		if err != nil {
			return err
		}
		return errPersonUnknown
	}
	if !last.Valid() {
		return fault.New(fault.Unmet, "HOLDING_ENDED", "Ngày cuối giữ chức vụ không hợp lệ.")
	}
	held, err := holdingsWhere(tx, "h.person_id = ? AND (h.valid_to = '' OR h.valid_to > ?) AND (o.valid_to = '' OR o.valid_to > ?)", personID, last, last)
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return fault.New(fault.Unmet, "PERSON_RETIRED", fmt.Sprintf("Người này không còn giữ chức vụ nào sau ngày %s.", day(last)))
	}
	for _, h := range held {
		if err := EndHolding(tx, by, h.ID, last); err != nil {
			return err
		}
	}
	mandates, err := MandatesAbout(tx, personID)
	if err != nil {
		return err
	}
	next := nextDay(last)
	for _, m := range mandates {
		if m.EndedOn != "" || m.Over(next) || m.From > last {
			continue
		}
		if err := EndMandate(tx, by, m, next); err != nil {
			return err
		}
	}
	return by.record(tx, "person", personID, "directory.retire_person", map[string]any{"to": last, "posts": len(held)})
}

// AddMember puts a member at the end of a group's list from a day on. Faults GROUP_UNKNOWN, GROUP_INVALID; ORGAN_UNKNOWN,
// ORGAN_CLOSED, PERSON_UNKNOWN of the member.
func AddMember(tx *store.Tx, by Editor, m GroupMember) error {
	if err := lockGroup(tx, m.GroupID); err != nil {
		return err
	}
	g, err := GroupByID(tx, m.GroupID, m.From)
	if err != nil {
		return err
	}
	all, err := membersOfAllTime(tx, g.ID)
	if err != nil {
		return err
	}
	m.Rank, m.To = nextRank(all), g.ValidTo
	others := slices.DeleteFunc(all, func(o GroupMember) bool { return o.To != "" && o.To < m.From })
	if slices.ContainsFunc(others, func(o GroupMember) bool {
		return o.Kind == m.Kind && o.OrganID == m.OrganID && o.PersonID == m.PersonID && o.Position == m.Position
	}) {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("“%s” đã có thành viên này.", g.Name))
	}
	if err := checkGroup(g, append(others, m)); err != nil {
		return err
	}
	if !store.Within(g.ValidFrom, g.ValidTo, m.From) {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("“%s” không tồn tại vào ngày %s.", g.Name, day(m.From)))
	}
	if m.Kind == PersonMember {
		if _, known, err := PersonByID(tx, m.PersonID); err != nil || !known {
			if err != nil {
				return err
			}
			return errPersonUnknown
		}
	} else if _, err := OrganAt(tx, m.OrganID, m.From); err != nil {
		return err
	}
	if err := insertMember(tx, g.Key, m); err != nil {
		return err
	}
	return by.record(tx, "organ", g.OwnerID, "directory.add_member", memberDetails(g, m))
}

// EndMember ends a line of a group with a last day; the last one left stays. Faults GROUP_UNKNOWN, GROUP_INVALID.
func EndMember(tx *store.Tx, by Editor, groupID string, rank int, last store.Date) error {
	if err := lockGroup(tx, groupID); err != nil {
		return err
	}
	g, err := GroupByID(tx, groupID, last)
	if err != nil {
		return err
	}
	all, err := membersOfAllTime(tx, groupID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(m GroupMember) bool { return m.Rank == rank && m.To == "" && m.From <= last })
	left := 0
	for _, m := range all {
		if m.Rank != rank && store.Within(m.From, m.To, nextDay(last)) {
			left++
		}
	}
	if at < 0 || left == 0 {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("Chưa bỏ được thành viên của “%s”: đã kết thúc, ngày kết thúc trước ngày bắt đầu, hoặc nhóm không còn ai.", g.Name))
	}
	if err := setMemberEnd(tx, all[at], last); err != nil {
		return err
	}
	details := memberDetails(g, all[at])
	details["to"] = last
	return by.record(tx, "organ", g.OwnerID, "directory.end_member", details)
}

func memberDetails(g Group, m GroupMember) map[string]any {
	return map[string]any{
		"group": g.ID, "name": g.Name, "organ": m.OrganID, "person": m.PersonID, "position": m.Position, "from": m.From,
	}
}

// EndGroup ends a group with a last day. Faults GROUP_UNKNOWN, GROUP_INVALID.
func EndGroup(tx *store.Tx, by Editor, groupID string, last store.Date) error {
	g, err := GroupByID(tx, groupID, last)
	if err != nil {
		return err
	}
	ended, err := setGroupEnd(tx, groupID, last)
	if err != nil {
		return err
	}
	if !ended {
		return fault.New(fault.Unmet, "GROUP_INVALID", fmt.Sprintf("“%s” đã kết thúc, hoặc ngày kết thúc trước ngày bắt đầu.", g.Name))
	}
	return by.record(tx, "organ", g.OwnerID, "directory.end_group", map[string]any{"group": g.ID, "name": g.Name, "to": last})
}

// CheckEmail gives an address without spaces around it. Fault EMAIL_INVALID.
func CheckEmail(address string) (string, error) {
	address = strings.TrimSpace(address)
	if !validAddress(address) {
		return "", errAddressNotValid
	}
	return address, nil
}

// CheckHolding refuses what AddHolding would, and writes nothing.
func CheckHolding(tx *store.Tx, h Holding) error {
	o, err := OrganByID(tx, h.OrganID)
	if err != nil {
		return err
	}
	others, err := holdingsWhere(tx, "h.organ_id = ?", h.OrganID)
	if err != nil {
		return err
	}
	return checkHolding(h, o, others)
}

// HeadOf is who heads an organ on a date; the zero view when the post is vacant.
func HeadOf(tx *store.Tx, organID string, on store.Date) (HoldingView, error) {
	if !on.Valid() {
		return HoldingView{}, errNoDate
	}
	return headOf(tx, organID, on)
}
