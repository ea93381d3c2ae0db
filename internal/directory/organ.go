package directory

import (
	"fmt"
	"strings"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Regime is the family of rules that an organ's documents follow: it belongs to the issuer, never to a user.
type Regime string

// The two regimes of văn thư. Mặt trận and the mass organisations stand under the one whose thể thức they follow.
const (
	Party Regime = "party"
	State Regime = "state"
)

// Class says what an organ is; policies/kinds/*.yaml says what each class may issue.
type Class = string

// The classes of organ.
const (
	ProvinceCommittee       Class = "province_committee"        // tỉnh ủy, thành ủy
	ProvinceOffice          Class = "province_office"           // văn phòng tỉnh ủy
	PartyBoard              Class = "party_board"               // ban của tỉnh ủy
	InspectionCommittee     Class = "inspection_committee"      // ủy ban kiểm tra
	DistrictCommittee       Class = "district_committee"        // huyện ủy (until 30/6/2025)
	DistrictOffice          Class = "district_office"           // văn phòng huyện ủy (until 30/6/2025)
	CommuneCommittee        Class = "commune_committee"         // đảng ủy xã, phường, đặc khu
	CommunePartyOffice      Class = "commune_party_office"      // văn phòng đảng ủy
	CommunePartyBoard       Class = "commune_party_board"       // ban xây dựng đảng
	Cell                    Class = "cell"                      // chi bộ
	FatherlandFront         Class = "fatherland_front"          // ủy ban Mặt trận Tổ quốc
	MassOrganisation        Class = "mass_organisation"         // đoàn thể chính trị - xã hội
	ProvincePeopleCommittee Class = "province_people_committee" // UBND tỉnh
	ProvincePCOffice        Class = "province_pc_office"        // văn phòng UBND tỉnh
	Department              Class = "department"                // sở
	CommunePeopleCommittee  Class = "commune_people_committee"  // UBND xã, phường, đặc khu
	CentralPartyOrgan       Class = "central_party_organ"       // văn phòng, ban đảng ở Trung ương: receives, issues nothing here
	CentralStateOrgan       Class = "central_state_organ"       // Văn phòng Chính phủ, bộ, cơ quan ngang bộ: receives, issues nothing here
	Unit                    Class = "unit"                      // a phòng inside an organ: issues nothing
)

var classes = map[Class]bool{
	ProvinceCommittee: true, ProvinceOffice: true, PartyBoard: true, InspectionCommittee: true, DistrictCommittee: true,
	DistrictOffice: true, CommuneCommittee: true, CommunePartyOffice: true, CommunePartyBoard: true, Cell: true,
	FatherlandFront: true, MassOrganisation: true, ProvincePeopleCommittee: true, ProvincePCOffice: true,
	Department: true, CommunePeopleCommittee: true, CentralPartyOrgan: true, CentralStateOrgan: true, Unit: true,
}

// Organ is an organisation, or a unit inside one, as it stood from ValidFrom to ValidTo.
type Organ struct {
	ID          string
	Name        string   // "Văn phòng Tỉnh ủy Lâm Đồng"
	PrintedName string   // capitals as in the header, "\n" between lines
	ShortNames  []string // other ways to write the name
	Code        string   // what a symbol carries: VPTU, UBND; of a unit, VX
	Regime      Regime
	Class       Class
	Level       string // trung_uong | tinh | huyen | xa
	// Body is the collective that the organ signs for (BAN THƯỜNG VỤ, ỦY BAN NHÂN DÂN); "" under a single head.
	Body string
	// HeadPosition is what a deputy signs KT. for (CHÁNH VĂN PHÒNG), also while the post is vacant.
	HeadPosition string
	ParentID     string
	SuperiorID   string // printed above it in the header
	OfficeID     string // whose văn thư and form checkers serve it; "" = its own
	UnitOf       string // set for a phòng inside an organ
	Place        string // địa danh
	Address      string
	SealWidthMM  float64
	Channel      string // account | email | paper
	Email        string
	ValidFrom    store.Date
	ValidTo      store.Date
	Version      int // of the row, for two who change it at once
}

// Office is the organ whose văn thư and form checkers serve o.
func (o Organ) Office() string {
	if o.OfficeID != "" {
		return o.OfficeID
	}
	return o.Whole()
}

// Whole is the organ that o belongs to when o is a unit; else o itself.
func (o Organ) Whole() string {
	if o.UnitOf != "" {
		return o.UnitOf
	}
	return o.ID
}

// Open says whether o exists on a date.
func (o Organ) Open(on store.Date) bool { return store.Within(o.ValidFrom, o.ValidTo, on) }

// Committee says whether o is a cấp ủy: it has terms of its own, and a deputy signs for the collective.
func (o Organ) Committee() bool {
	return o.Class == ProvinceCommittee || o.Class == DistrictCommittee || o.Class == CommuneCommittee || o.Class == Cell
}

// checkOrgan says what is wrong with a new row, for a person who edits the directory.
func checkOrgan(o Organ) error {
	var reasons []fault.Reason
	refuse := func(ok bool, code, detail string) {
		if !ok {
			reasons = append(reasons, fault.Reason{Code: code, Detail: detail})
		}
	}
	refuse(written(o.Name), "ORGAN_NAME", "Tên cơ quan còn trống hoặc chưa ở dạng Unicode dựng sẵn (NFC).")
	refuse(written(o.PrintedName) && strings.ToUpper(o.PrintedName) == o.PrintedName, "ORGAN_PRINTED_NAME", "Tên in trên văn bản phải viết hoa.")
	refuse(o.Regime == Party || o.Regime == State, "ORGAN_REGIME", "Chế độ văn thư phải là Đảng hoặc Nhà nước.")
	refuse(classes[o.Class], "ORGAN_CLASS", fmt.Sprintf("Loại cơ quan “%s” không có trong danh mục.", o.Class))
	refuse((o.Class == Unit) == (o.UnitOf != ""), "ORGAN_UNIT", "Đơn vị trực thuộc phải ghi thuộc cơ quan nào; cơ quan thì không.")
	refuse(ordered(o.ValidFrom, o.ValidTo), "ORGAN_DATES", "Ngày bắt đầu, ngày kết thúc của cơ quan không hợp lệ.")
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "ORGAN_INVALID", fmt.Sprintf("Cơ quan “%s” chưa hợp lệ.", o.Name), reasons...)
	}
	return nil
}

func unknownOrgan(id string) error {
	return fault.New(fault.NotFound, "ORGAN_UNKNOWN", fmt.Sprintf("Không có cơ quan “%s” trong danh bạ.", id))
}

func notYetOpen(o Organ, on store.Date) error {
	return fault.New(fault.NotFound, "ORGAN_UNKNOWN", fmt.Sprintf("%s hoạt động từ %s, chưa có vào ngày %s.", o.Name, day(o.ValidFrom), day(on)))
}

// closedOrgan names the successors: domain rule F19, nothing new is issued by or sent to a closed organ.
func closedOrgan(o Organ, successors []Organ) error {
	names := make([]string, len(successors))
	reasons := make([]fault.Reason, len(successors))
	for i, s := range successors {
		names[i] = s.Name
		reasons[i] = fault.Reason{Code: "ORGAN_SUCCESSOR", Detail: s.Name}
	}
	heirs := "chưa ghi nhận nơi kế thừa"
	if len(names) > 0 {
		heirs = "nơi kế thừa: " + strings.Join(names, ", ")
	}
	detail := fmt.Sprintf("%s đã kết thúc hoạt động từ %s; %s.", o.Name, day(nextDay(o.ValidTo)), heirs)
	return fault.New(fault.Unmet, "ORGAN_CLOSED", detail, reasons...)
}

// day writes a date as offices do: a 0 before days under 10 and before months 1 and 2 only ("01/7/2025").
func day(d store.Date) string {
	t := d.Time()
	if t.Month() <= 2 {
		return t.Format("02/01/2006")
	}
	return t.Format("02/1/2006")
}

func nextDay(d store.Date) store.Date { return store.DateOf(d.Time().AddDate(0, 0, 1)) }

func ordered(from, to store.Date) bool { return from.Valid() && (to == "" || to.Valid() && to >= from) }

func overlap(aFrom, aTo, bFrom, bTo store.Date) bool {
	return (bTo == "" || aFrom <= bTo) && (aTo == "" || bFrom <= aTo)
}
