package directory

import (
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Lead is one stretch of time in which an organ leads a group: the đơn vị Cụm trưởng of a cụm thi đua, or the office whose
// văn thư receives for a collective when nobody of it is in office.
type Lead struct {
	GroupID, OrganID string
	From, To         store.Date
}

// GroupByID is a group with the lead of a date; fault GROUP_UNKNOWN.
func GroupByID(tx *store.Tx, id string, on store.Date) (Group, error) {
	if !on.Valid() {
		return Group{}, errNoDate
	}
	g, ok, err := groupByID(tx, id)
	if err == nil && !ok {
		err = unknownGroup(id)
	}
	if err != nil {
		return Group{}, err
	}
	leads, err := leadsWhere(tx, "group_id = ? AND "+onDate, id, on, on)
	if err == nil && len(leads) > 0 {
		g.LeadOrganID = leads[0].OrganID
	}
	return g, err
}

// Leads are all that ever led a group, and who will, in order.
func Leads(tx *store.Tx, groupID string) ([]Lead, error) {
	return leadsWhere(tx, "group_id = ?", groupID)
}

// LeadsOf are the leads of all groups that stand on a date, by group, in order.
func LeadsOf(tx *store.Tx, on store.Date) (map[string][]Lead, error) {
	if !on.Valid() {
		return nil, errNoDate
	}
	all, err := leadsWhere(tx, "group_id IN (SELECT id FROM org_group WHERE "+onDate+")", on, on)
	if err != nil {
		return nil, err
	}
	leads := map[string][]Lead{}
	for _, l := range all {
		leads[l.GroupID] = append(leads[l.GroupID], l)
	}
	return leads, nil
}

// ChangeLead gives a group a new lead from a day on; whoever led it until then ends the day before. What was sent already
// is not touched: a delivery names who received.
//
// Faults GROUP_UNKNOWN; ORGAN_UNKNOWN, ORGAN_CLOSED; LEAD_INVALID with LEAD_NOT_MEMBER (a group of organs is led by one of
// them), LEAD_DATES (outside the group's life, or not after the last change), LEAD_SAME.
func ChangeLead(tx *store.Tx, by Editor, groupID, organID string, from store.Date) error {
	g, err := GroupByID(tx, groupID, from)
	if err != nil {
		return err
	}
	o, err := OrganAt(tx, organID, from)
	if err != nil {
		return err
	}
	leads, err := Leads(tx, groupID)
	if err != nil {
		return err
	}
	members, err := membersOn(tx, groupID, from)
	if err != nil {
		return err
	}
	var reasons []fault.Reason
	refuse := func(ok bool, code, detail string) {
		if !ok {
			reasons = append(reasons, fault.Reason{Code: code, Detail: detail})
		}
	}
	isMember := g.Kind != OrganGroup
	for _, m := range members {
		isMember = isMember || m.OrganID == organID
	}
	refuse(isMember, "LEAD_NOT_MEMBER", fmt.Sprintf("%s không phải thành viên của “%s” vào ngày %s.", o.Name, g.Name, day(from)))
	inside := store.Within(g.ValidFrom, g.ValidTo, from)
	refuse(inside, "LEAD_DATES", fmt.Sprintf("“%s” không tồn tại vào ngày %s.", g.Name, day(from)))
	if last := len(leads) - 1; last >= 0 {
		refuse(from > leads[last].From, "LEAD_DATES", fmt.Sprintf("Ngày bắt đầu phải sau %s, ngày của lần thay đổi gần nhất.", day(leads[last].From)))
		refuse(leads[last].OrganID != organID || leads[last].To != "" && leads[last].To < from, "LEAD_SAME", o.Name+" đang giữ vai trò này.")
	}
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "LEAD_INVALID", fmt.Sprintf("Chưa đổi được đơn vị đứng đầu của “%s”.", g.Name), reasons...)
	}
	if err := endLead(tx, groupID, from); err != nil {
		return err
	}
	if err := insertLead(tx, Lead{GroupID: groupID, OrganID: organID, From: from, To: g.ValidTo}); err != nil {
		return err
	}
	return by.record(tx, "organ", g.OwnerID, "directory.change_lead",
		map[string]any{"group": groupID, "name": g.Name, "was": g.LeadOrganID, "lead": organID, "from": from})
}

func unknownGroup(id string) error {
	return fault.New(fault.NotFound, "GROUP_UNKNOWN", fmt.Sprintf("Không có nhóm nơi nhận “%s” trong danh bạ.", id))
}
