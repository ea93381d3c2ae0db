package document

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
)

// Need says whether a part of the page belongs to a kind of document.
type Need string

// The needs.
const (
	Required Need = "required"
	Optional Need = "optional"
	None     Need = "none"
)

// Kind is one type of document of one regime: policies/kinds/*.yaml, after 399-QĐ/TW Art. 5-7 and NĐ 30/2020 Art. 7.
type Kind struct {
	ID     string // "notice"; the same id names the same idea in both regimes
	Regime string // party | state
	Name   string // "Thông báo"
	Code   string // what the symbol carries: "TB"; "" = none
	// Series keys the number series: the code as a rule, so that Quyết định and Quy định of a committee share one.
	Series     string
	PrintsName bool // a công văn does not print its name
	// Addressed says whether a "Kính gửi" stands above the text, AddressWord with which word ("Kính trình").
	Addressed   Need
	AddressWord string
	Recipients  Need // whether a "Nơi nhận" block closes the page
	Classes     []string
	Subkinds    []Subkind
	Fields      []FieldSpec // of its own; a subkind's stand instead of them
	// Collective says that the kind, signed for a collective, needs the collective's decision first (168-QĐ/TW).
	Collective  bool
	Mark        string // S read in the rule, R recalled, U uncertain
	ClassesMark string // the same of Classes
}

// Subkind is a use of a kind that has rules of its own: "notice.conclusion" is a Thông báo that gives a conclusion.
type Subkind struct {
	ID            string
	Name          string
	SubjectPrefix string // how its trích yếu begins
	Fields        []FieldSpec
}

// Kinds gives the kinds of a regime in the order of its rules. The slice is the caller's, what it holds is shared.
func Kinds(regime string) []Kind { return slices.Clone(catalogue[regime]) }

// KindByID finds a kind; the fault is KIND_UNKNOWN.
func KindByID(regime, id string) (Kind, error) {
	for _, k := range catalogue[regime] {
		if k.ID == id {
			return k, nil
		}
	}
	return Kind{}, fault.New(fault.Unmet, "KIND_UNKNOWN", fmt.Sprintf("Không có loại văn bản “%s” trong danh mục.", id))
}

// KindByName finds a kind by its printed name; case, spaces and the place of a tone mark do not count.
func KindByName(regime, name string) (Kind, bool) {
	folded := directory.Fold(strings.TrimSpace(name))
	for _, k := range catalogue[regime] {
		if directory.Fold(k.Name) == folded {
			return k, true
		}
	}
	return Kind{}, false
}

// KindsByCode gives the kinds whose symbol carries a code: two for the Party's QĐ. Case counts (CTr, CT).
func KindsByCode(regime, code string) []Kind {
	var found []Kind
	for _, k := range catalogue[regime] {
		if code != "" && k.Code == code {
			found = append(found, k)
		}
	}
	return found
}

// MayIssue says whether organs of a class may issue a kind; the faults are KIND_UNKNOWN and KIND_NOT_ALLOWED
// (399-QĐ/TW; domain rule F04).
func MayIssue(regime, kind, class string) error {
	k, err := KindByID(regime, kind)
	if err != nil {
		return err
	}
	if slices.Contains(k.Classes, class) {
		return nil
	}
	return fault.New(fault.Unmet, "KIND_NOT_ALLOWED", fmt.Sprintf("Cơ quan ban hành không có thẩm quyền ban hành %s.", strings.ToLower(k.Name)))
}

// MaySubkind checks that a subkind, if named, is one of the kind's; the fault is KIND_UNKNOWN.
func (k Kind) MaySubkind(id string) error {
	if id == "" || slices.ContainsFunc(k.Subkinds, func(s Subkind) bool { return s.ID == id }) {
		return nil
	}
	return fault.New(fault.Unmet, "KIND_UNKNOWN", fmt.Sprintf("%s không có tiểu loại “%s”.", k.Name, id))
}

// SubkindOf finds the subkind that a trích yếu shows ("kết luận của …"); "" for none.
func (k Kind) SubkindOf(subject string) string {
	folded := directory.Fold(strings.TrimSpace(subject))
	for _, s := range k.Subkinds {
		if s.SubjectPrefix != "" && strings.HasPrefix(folded, directory.Fold(s.SubjectPrefix)) {
			return s.ID
		}
	}
	return ""
}

// SymbolFor is what follows the number: "TB/VPTU" (Party), "BC-UBND" (State), "UBND-VX" (a State công văn; unit is the
// drafting unit's code, needed there alone). A Party kind without a code gives the issuer's code only.
func (k Kind) SymbolFor(issuerCode, unitCode string) string {
	switch {
	case k.Regime == string(directory.Party) && k.Code != "":
		return norm.NFC.String(k.Code + "/" + issuerCode)
	case k.Code != "":
		return norm.NFC.String(k.Code + "-" + issuerCode)
	case k.Regime == string(directory.State) && unitCode != "":
		return norm.NFC.String(issuerCode + "-" + unitCode)
	}
	return norm.NFC.String(issuerCode)
}
