package directory

import (
	"fmt"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Editor is who changes the directory, for the event that every change writes.
type Editor struct{ ID, Name, Capacity string }

func (by Editor) record(tx *store.Tx, kind, id, action string, details any) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: kind, ID: id}, Action: action,
		ActorID: by.ID, ActorName: by.Name, Capacity: by.Capacity, Details: details,
	})
}

// AddOrgan adds an organ or a unit. Its office may be added later in the same transaction.
func AddOrgan(tx *store.Tx, by Editor, o Organ) error {
	if err := checkOrgan(o); err != nil {
		return err
	}
	if err := insertOrgan(tx, o); err != nil {
		return err
	}
	return by.record(tx, "organ", o.ID, "directory.add_organ", map[string]any{"name": o.Name, "from": o.ValidFrom, "to": o.ValidTo})
}

// Succession is one organ that takes over, and what of it.
type Succession struct{ OrganID, Share string }

// CloseOrgan ends an organ and its units with a last day and names who takes over. Posts and terms end by themselves:
// a look-up asks for both the post and its organ.
func CloseOrgan(tx *store.Tx, by Editor, id string, last store.Date, successors ...Succession) error {
	return closeOrgan(tx, by, id, last, "", successors)
}

func closeOrgan(tx *store.Tx, by Editor, id string, last store.Date, source string, successors []Succession) error {
	if _, err := OrganAt(tx, id, last); err != nil {
		return err
	}
	ended, err := endOrgan(tx, id, last)
	if err != nil {
		return err
	}
	if ended == 0 {
		return fault.New(fault.Conflict, "ORGAN_CLOSED", "Cơ quan này đã được ghi ngày kết thúc.")
	}
	return addSuccessors(tx, by, id, "directory.close_organ", last, source, successors)
}

func addSuccessors(tx *store.Tx, by Editor, id, action string, last store.Date, source string, successors []Succession) error {
	heirs := make([]string, len(successors))
	for i, s := range successors {
		heirs[i] = s.OrganID
		if err := insertSuccessor(tx, id, s.OrganID, s.Share, i+1); err != nil {
			return err
		}
	}
	details := map[string]any{"to": last, "successors": heirs}
	if source != "" {
		details["source"] = source
	}
	return by.record(tx, "organ", id, action, details)
}

// AddPerson adds somebody; without a holding the account has no role. Fault USERNAME_TAKEN.
func AddPerson(tx *store.Tx, by Editor, p Person) error {
	if err := checkPerson(p); err != nil {
		return err
	}
	if _, taken, err := PersonByUsername(tx, p.Username); err != nil || taken {
		if err != nil {
			return err
		}
		return fault.New(fault.Conflict, "USERNAME_TAKEN", fmt.Sprintf("Tên đăng nhập “%s” đã có người dùng.", p.Username))
	}
	if err := insertPerson(tx, p); err != nil {
		return err
	}
	return by.record(tx, "person", p.ID, "directory.add_person", map[string]any{"name": p.Name, "username": p.Username})
}

// AddHolding gives a person a post from a day on, inside the life of the organ. Faults HOLDING_INVALID (a second head,
// the same post twice, dates outside the organ's), ORGAN_UNKNOWN.
func AddHolding(tx *store.Tx, by Editor, h Holding) error {
	if err := lockOrgan(tx, h.OrganID); err != nil { // two heads at once are one too many
		return err
	}
	o, err := OrganByID(tx, h.OrganID)
	if err != nil {
		return err
	}
	others, err := holdingsWhere(tx, "h.organ_id = ?", h.OrganID)
	if err != nil {
		return err
	}
	if err := checkHolding(h, o, others); err != nil {
		return err
	}
	return putHolding(tx, by, h)
}

// putHolding writes a post that was judged.
func putHolding(tx *store.Tx, by Editor, h Holding) error {
	if err := insertHolding(tx, h); err != nil {
		return err
	}
	return by.record(tx, "person", h.PersonID, "directory.add_holding",
		map[string]any{"organ": h.OrganID, "title": h.Title, "role": h.Role, "from": h.From, "to": h.To})
}

// EndHolding ends an open post with a last day; from the next day the person has no right by it.
func EndHolding(tx *store.Tx, by Editor, holdingID string, last store.Date) error {
	found, err := holdingsWhere(tx, "h.id = ?", holdingID)
	if err != nil {
		return err
	}
	ended := false
	if len(found) == 1 && last.Valid() {
		if ended, err = setHoldingEnd(tx, holdingID, last); err != nil {
			return err
		}
	}
	if !ended {
		return fault.New(fault.Unmet, "HOLDING_ENDED", "Chức vụ không có trong danh bạ, đã kết thúc, hoặc ngày kết thúc trước ngày bắt đầu.")
	}
	return by.record(tx, "person", found[0].PersonID, "directory.end_holding", map[string]any{"organ": found[0].OrganID, "title": found[0].Title, "to": last})
}

// formulas are the mandates each regime knows (36-HD/VPTW 1.7; NĐ 30/2020 Art. 13).
var formulas = map[Regime][]string{Party: {"K/T", "T/L", "T/M"}, State: {"KT", "TL", "TUQ"}}

// AddMandate records a written right to sign. The grantor heads the organ on the first day; a collective of the Party
// knows no K/T; an authorisation (TUQ) has an end; văn thư and administrators take none. Fault MANDATE_INVALID.
func AddMandate(tx *store.Tx, by Editor, m Mandate) error {
	o, err := OrganAt(tx, m.OrganID, m.From)
	if err != nil {
		return err
	}
	head, err := headOf(tx, m.OrganID, m.From)
	if err != nil {
		return err
	}
	held, err := HoldingsOf(tx, m.GranteeID, m.From)
	if err != nil {
		return err
	}
	var reasons []fault.Reason
	refuse := func(ok bool, code, detail string) {
		if !ok {
			reasons = append(reasons, fault.Reason{Code: code, Detail: detail})
		}
	}
	refuse(slices.ContainsFunc(held, maySign), "MANDATE_GRANTEE", "Người được giao quyền phải đang giữ chức vụ; văn thư, quản trị không ký văn bản.")
	refuse(slices.Contains(formulas[o.Regime], m.Formula), "MANDATE_FORMULA", fmt.Sprintf("%s không dùng hình thức ký “%s”.", o.Name, m.Formula))
	refuse(m.Formula != "K/T" || o.Body == "", "MANDATE_FORMULA", "Tập thể của Đảng không ký thay (K/T): cấp phó ký T/M.")
	refuse(m.Formula != "T/M" || o.Body != "", "MANDATE_FORMULA", "Cơ quan theo chế độ thủ trưởng không ký thay mặt (T/M).")
	refuse(head.PersonID != "" && head.PersonID == m.GrantorID, "MANDATE_GRANTOR", "Người giao quyền phải đang đứng đầu cơ quan.")
	refuse(m.GrantorID != m.GranteeID, "MANDATE_GRANTEE", "Không tự giao quyền cho mình.")
	refuse(m.SourceDocument != "", "MANDATE_SOURCE", "Quyền ký phải được giao bằng văn bản.")
	refuse(ordered(m.From, m.To) && (m.Formula != "TUQ" || m.To != ""), "MANDATE_DATES", "Thời hạn giao quyền không hợp lệ; thừa ủy quyền (TUQ) phải có ngày hết hạn.")
	deputy, err := orderedDeputy(tx, m, held)
	if err != nil {
		return err
	}
	refuse(!deputy || m.ForDeputy, "MANDATE_DEPUTY", "Thừa lệnh chỉ được giao tiếp cho cấp phó của đơn vị khi quy chế làm việc cho phép.")
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "MANDATE_INVALID", "Văn bản giao quyền ký chưa hợp lệ.", reasons...)
	}
	if err := insertMandate(tx, m); err != nil {
		return err
	}
	return by.record(tx, "person", m.GranteeID, "directory.add_mandate",
		map[string]any{"organ": m.OrganID, "formula": m.Formula, "kinds": m.Kinds, "from": m.From, "to": m.To, "source": m.SourceDocument, "for_deputy": m.ForDeputy})
}

// orderedDeputy says whether a mandate by order would be used by the deputy of the ordered agency, and not by its head.
func orderedDeputy(tx *store.Tx, m Mandate, held []HoldingView) (bool, error) {
	if m.Formula != "TL" && m.Formula != "T/L" {
		return false, nil
	}
	issuer, _, err := organByID(tx, m.OrganID)
	if err != nil {
		return false, err
	}
	from, ok := (&desk{issuer: issuer}).signingPost(held)
	return ok && from.Standing == Deputy && from.OrganID != m.OrganID, nil
}

// EndMandate ends a mandate before its last day, with its event: from that day on it gives no right. Fault MANDATE_ENDED.
func EndMandate(tx *store.Tx, by Editor, m Mandate, on store.Date) error {
	ended := false
	if !m.Over(on) {
		var err error
		if ended, err = endMandateRow(tx, m.ID, on, by.ID); err != nil {
			return err
		}
	}
	if !ended {
		return fault.New(fault.Conflict, "MANDATE_ENDED", "Văn bản giao quyền ký này đã hết hiệu lực.")
	}
	return by.record(tx, "person", m.GranteeID, "directory.end_mandate", map[string]any{"mandate": m.ID, "organ": m.OrganID, "on": on})
}

// MandateByID finds a mandate; false when there is none.
func MandateByID(tx *store.Tx, id string) (Mandate, bool, error) {
	found, err := mandatesListed(tx, "id = ?", id)
	if err != nil || len(found) == 0 {
		return Mandate{}, false, err
	}
	return found[0], true, nil
}

// MandatesAbout are the mandates that a person gave or got, the newest first, over or not.
func MandatesAbout(tx *store.Tx, personID string) ([]Mandate, error) {
	return mandatesListed(tx, "grantor_id = ? OR grantee_id = ?", personID, personID)
}

// Heads are the organs that a person heads on a date, as head or acting: those for which he may give mandates.
func Heads(tx *store.Tx, personID string, on store.Date) ([]Organ, error) {
	held, err := HoldingsOf(tx, personID, on)
	if err != nil {
		return nil, err
	}
	var organs []Organ
	for _, h := range held {
		if !heads(h.Standing) {
			continue
		}
		organ, err := OrganAt(tx, h.OrganID, on)
		if err != nil {
			return nil, err
		}
		if organ.Class != Unit {
			organs = append(organs, organ)
		}
	}
	return organs, nil
}

// AddTerm opens a nhiệm kỳ of a committee. Faults TERM_INVALID, TERM_OVERLAPS.
func AddTerm(tx *store.Tx, by Editor, t Term) error {
	o, err := OrganByID(tx, t.OrganID)
	if err != nil {
		return err
	}
	others, err := termsOf(tx, t.OrganID)
	if err != nil {
		return err
	}
	if err := checkTerm(t, o, others); err != nil {
		return err
	}
	if err := insertTerm(tx, t); err != nil {
		return err
	}
	return by.record(tx, "organ", t.OrganID, "directory.add_term", map[string]any{"number": t.Number, "from": t.From, "to": t.To})
}

// AddGroup adds a group of Nơi nhận with its members in order; its lead, when it has one, leads it until ChangeLead says
// otherwise. Fault GROUP_INVALID.
func AddGroup(tx *store.Tx, by Editor, g Group, members []GroupMember) error {
	if err := checkGroup(g, members); err != nil {
		return err
	}
	if err := insertGroup(tx, g, members); err != nil {
		return err
	}
	if g.LeadOrganID != "" {
		if err := insertLead(tx, Lead{GroupID: g.ID, OrganID: g.LeadOrganID, From: g.ValidFrom, To: g.ValidTo}); err != nil {
			return err
		}
	}
	return by.record(tx, "organ", g.OwnerID, "directory.add_group", map[string]any{"key": g.Key, "name": g.Name, "members": len(members)})
}

// MandateFormulas are the formulas under which the head of an organ may let others sign: a collective of the Party knows
// no K/T, an agency under one head no T/M.
func MandateFormulas(o Organ) (known []string) {
	for _, f := range formulas[o.Regime] {
		if (f != "K/T" || o.Body == "") && (f != "T/M" || o.Body != "") {
			known = append(known, f)
		}
	}
	return known
}
