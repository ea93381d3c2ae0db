package directory

import (
	"fmt"
	"regexp"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Person is somebody with an account. Which rights go with it, the holdings of a date say.
type Person struct {
	ID, Name, Username, Email string
	Gender                    string // nam | nữ | ""
	Version                   int
}

// Standing is how a holder stands in an organ; it decides the lines above the signature.
type Standing string

// The ways to stand in an organ.
const (
	Head   Standing = "head"
	Acting Standing = "acting" // giao quyền: signs Q.
	Deputy Standing = "deputy"
	Member Standing = "member" // signs only by mandate
)

// Holding is a post that a person holds in an organ or a unit, from From to To.
type Holding struct {
	ID, PersonID, OrganID string
	Position              string // as printed above the name: PHÓ BÍ THƯ
	Outside               string // as printed in another organ's document: GIÁM ĐỐC SỞ NỘI VỤ; "" = Position
	Title                 string // as said: Phó Bí thư Tỉnh ủy
	Role                  string // a role name of authz
	Standing              Standing
	Rank                  int // protocol order inside the organ, 1 first
	From, To              store.Date
}

// HoldingView is a holding with the holder's name.
type HoldingView struct {
	Holding
	Name, Username string
	Office         string // the organ itself, or the one that it is a unit of
}

// Mandate is a written right to sign for another: of the organ's head to Grantee, for the organ's documents.
type Mandate struct {
	ID, GrantorID, GranteeID, OrganID string
	Formula                           string   // KT TL TUQ (State) · K/T T/L T/M (Party)
	Kinds                             []string // ids of document kinds; empty = all
	From, To                          store.Date
	SourceDocument                    string
	// ForDeputy says that the writing lets a deputy of the ordered agency sign, KT. under TL. (NĐ 30/2020 Art. 13.3).
	ForDeputy bool
	EndedOn   store.Date // from this day on it gives no right; "" = it was not ended early
}

// Over says whether the mandate gives no right on a date and later.
func (m Mandate) Over(on store.Date) bool {
	return m.To != "" && m.To < on || m.EndedOn != "" && m.EndedOn <= on
}

// Covers says whether the mandate is for documents of a kind. The kind "" stands for any kind at all, so that only a
// mandate without limits covers it.
func (m Mandate) Covers(kind string) bool {
	return len(m.Kinds) == 0 || kind != "" && slices.Contains(m.Kinds, kind)
}

// Term is a nhiệm kỳ of a committee: its numbers begin at 01 with it (36-HD/VPTW 1.3).
type Term struct {
	ID, OrganID string
	Number      string // "XII", "I"
	From, To    store.Date
}

// Account is a person who has something to do on a date, and as what.
type Account struct {
	Person
	Posts []Post
}

// Post is a holding as an account list shows it.
type Post struct {
	OrganID, Organ   string // the organ or unit
	OfficeID, Office string // the organ that the unit belongs to
	Title, Role      string
	rank             int
}

var usernames = regexp.MustCompile(`^[a-z][a-z0-9]*([.-][a-z0-9]+)*$`)

var roles = map[string]bool{
	authz.Specialist: true, authz.UnitHead: true, authz.ChiefOfOffice: true, authz.Leader: true,
	authz.Clerk: true, authz.Archivist: true, authz.Administrator: true,
}

func checkPerson(p Person) error {
	var reasons []fault.Reason
	if !written(p.Name) {
		reasons = append(reasons, fault.Reason{Code: "PERSON_NAME", Detail: "Họ và tên còn trống hoặc chưa ở dạng Unicode dựng sẵn (NFC)."})
	}
	if !usernames.MatchString(p.Username) {
		reasons = append(reasons, fault.Reason{Code: "PERSON_USERNAME", Detail: "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối."})
	}
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "PERSON_INVALID", fmt.Sprintf("Người dùng “%s” chưa hợp lệ.", p.Name), reasons...)
	}
	return nil
}

// checkHolding judges a new holding beside those already in the organ.
func checkHolding(h Holding, o Organ, others []HoldingView) error {
	var reasons []fault.Reason
	refuse := func(ok bool, code, detail string) {
		if !ok {
			reasons = append(reasons, fault.Reason{Code: code, Detail: detail})
		}
	}
	refuse(written(h.Position) && written(h.Title), "HOLDING_POSITION", "Chức vụ còn trống.")
	refuse(roles[h.Role], "HOLDING_ROLE", fmt.Sprintf("Vai trò “%s” không có trong danh mục.", h.Role))
	refuse(h.Standing == Member || h.Role != authz.Clerk && h.Role != authz.Administrator,
		"HOLDING_STANDING", "Văn thư, quản trị không đứng đầu và không ký thay người đứng đầu.")
	inside := ordered(h.From, h.To) && h.From >= o.ValidFrom && (o.ValidTo == "" || h.To != "" && h.To <= o.ValidTo)
	refuse(inside, "HOLDING_DATES", fmt.Sprintf("Thời gian giữ chức vụ phải nằm trong thời gian hoạt động của %s.", o.Name))
	for _, other := range others {
		if !overlap(h.From, h.To, other.From, other.To) {
			continue
		}
		refuse(h.PersonID != other.PersonID || h.Position != other.Position,
			"HOLDING_TWICE", fmt.Sprintf("%s đã giữ chức vụ này trong thời gian đó.", other.Name))
		refuse(!heads(h.Standing) || !heads(other.Standing),
			"HOLDING_TWO_HEADS", fmt.Sprintf("%s đang là người đứng đầu trong thời gian đó.", other.Name))
	}
	if len(reasons) > 0 {
		return fault.New(fault.Unmet, "HOLDING_INVALID", fmt.Sprintf("Chức vụ “%s” tại %s chưa hợp lệ.", h.Title, o.Name), reasons...)
	}
	return nil
}

// checkTerm judges a new term beside those of the committee.
func checkTerm(t Term, o Organ, others []Term) error {
	if !o.Committee() || !written(t.Number) || !ordered(t.From, t.To) {
		return fault.New(fault.Unmet, "TERM_INVALID", fmt.Sprintf("Nhiệm kỳ %s của %s chưa hợp lệ: chỉ cấp ủy có nhiệm kỳ, và phải có ngày bắt đầu.", t.Number, o.Name))
	}
	for _, other := range others {
		if overlap(t.From, t.To, other.From, other.To) {
			return fault.New(fault.Unmet, "TERM_OVERLAPS", fmt.Sprintf("Nhiệm kỳ %s của %s trùng thời gian với nhiệm kỳ %s.", t.Number, o.Name, other.Number))
		}
	}
	return nil
}

func heads(s Standing) bool { return s == Head || s == Acting }
