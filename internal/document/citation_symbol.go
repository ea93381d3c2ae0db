package document

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
)

// SymbolForm says which of the four shapes a symbol has.
type SymbolForm string

// The shapes of số và ký hiệu.
const (
	PartyForm  SymbolForm = "party"  // 77-KH/HU, 5053-CV/VPTW/nb
	StateForm  SymbolForm = "state"  // 15/BC-UBND
	LetterForm SymbolForm = "letter" // a State công văn: 12/UBND-VX
	NormForm   SymbolForm = "norm"   // 30/2020/NĐ-CP, 33/2024/QH15
)

// Symbol is số và ký hiệu taken apart.
type Symbol struct {
	Form   SymbolForm
	Number string // as written: "05", "12bis"
	Year   int    // of a norm
	Type   string // "CT"; "QH" and the like for a law; "" for a State công văn
	Issuer string // "TU", "TWĐTN-VP", "UBND", "VPCP-BNV"; of a law the term: "QH15"
	Unit   string // the drafting unit of a State symbol: "VX"
	// Internal marks a Party letter inside its office (/nb).
	Internal bool
}

// Regime is the regime that the symbol's shape belongs to.
func (s Symbol) Regime() string {
	if s.Form == PartyForm {
		return string(directory.Party)
	}
	return string(directory.State)
}

// String is the canonical form: NFC, Đ as U+0110, "-" and no spaces, the digits as they were written.
func (s Symbol) String() string {
	switch s.Form {
	case PartyForm:
		if s.Internal {
			return s.Number + "-" + s.Type + "/" + s.Issuer + "/nb"
		}
		return s.Number + "-" + s.Type + "/" + s.Issuer
	case NormForm:
		if s.Type == lawType {
			return s.Number + "/" + strconv.Itoa(s.Year) + "/" + s.Issuer
		}
		return s.Number + "/" + strconv.Itoa(s.Year) + "/" + s.Type + "-" + s.Issuer
	}
	parts := []string{s.Type, s.Issuer, s.Unit}
	return s.Number + "/" + strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "-")
}

// Serial is the number as a number: 5 for "05" and for "05bis".
func (s Symbol) Serial() int {
	end := strings.IndexFunc(s.Number, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s.Number)
	}
	n, err := strconv.Atoi(s.Number[:end])
	if err != nil {
		return 0
	}
	return n
}

// lawType stands for the type of a law or a resolution of the Quốc hội, whose symbol names none.
const lawType = "QH"

// The grammar of số và ký hiệu, for a symbol that plainSymbol has freed of spaces. Its groups: 1 number · Party 2 type,
// 3 issuer, 4 /nb · norm 5 year, 6 Quốc hội, 7 type, 8 issuer · 9 what follows the "/" of any other State symbol.
const symbolGrammar = `(\d{1,6}(?:bis|[a-zđ])?)` +
	`(?:-(\p{Lu}\p{L}{0,5})/(\p{Lu}[\p{L}\d.]{0,13}(?:-\p{Lu}[\p{L}\d.]{0,13})*)(/nb)?` +
	`|/((?:19|20)\d{2})/(?:((?:UBTV)?QH\d{1,2})|(\p{Lu}\p{L}{0,7})-(\p{Lu}[\p{L}\d&.]{0,15}(?:-\p{Lu}[\p{L}\d&.]{0,15})*))` +
	`|/(\p{Lu}[\p{L}\d&.]{0,15}(?:-\p{Lu}[\p{L}\d&.]{0,15})*))`

var (
	wholeSymbol   = regexp.MustCompile(`^` + symbolGrammar + `$`)
	spacedJoints  = regexp.MustCompile(`\s*([-/])\s*`)
	symbolLetters = strings.NewReplacer("Ð", "Đ", "ð", "đ", "\u00A0", " ", "‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-")
)

// ParseSymbol reads a symbol that stands alone: "23- CT/TU", "57–KH/ÐU", "15/BC-UBND". Case counts (CTr is not CT).
func ParseSymbol(s string) (Symbol, bool) {
	if len(s) > 200 {
		return Symbol{}, false
	}
	plain := strings.TrimSpace(symbolLetters.Replace(norm.NFC.String(s)))
	m := wholeSymbol.FindStringSubmatch(spacedJoints.ReplaceAllString(plain, "$1"))
	if m == nil {
		return Symbol{}, false
	}
	return symbolOf(m)
}

// symbolOf reads the groups of symbolGrammar.
func symbolOf(m []string) (Symbol, bool) {
	symbol := Symbol{Number: m[1]}
	switch {
	case m[2] != "":
		symbol.Form, symbol.Type, symbol.Issuer, symbol.Internal = PartyForm, m[2], m[3], m[4] != ""
		return symbol, true
	case m[5] != "":
		year, err := strconv.Atoi(m[5])
		if err != nil {
			return Symbol{}, false
		}
		symbol.Form, symbol.Year, symbol.Type, symbol.Issuer = NormForm, year, m[7], m[8]
		if m[6] != "" {
			symbol.Type, symbol.Issuer = lawType, m[6]
		}
		return symbol, true
	}
	parts := strings.Split(m[9], "-")
	if _, isType := stateTypes[parts[0]]; isType {
		if len(parts) == 1 {
			return Symbol{}, false // a type without an issuer
		}
		symbol.Form, symbol.Type, symbol.Issuer, symbol.Unit = StateForm, parts[0], parts[1], strings.Join(parts[2:], "-")
		return symbol, true
	}
	symbol.Form, symbol.Issuer, symbol.Unit = LetterForm, parts[0], strings.Join(parts[1:], "-")
	return symbol, true
}

// codeNames gives each code the names of the kinds that carry it, the usual one first.
func codeNames(regime directory.Regime, more map[string]string) map[string][]string {
	names := map[string][]string{}
	for _, k := range catalogue[string(regime)] {
		if k.Code != "" {
			names[k.Code] = append(names[k.Code], k.Name)
		}
	}
	for code, name := range more {
		names[code] = append(names[code], name)
	}
	return names
}

var (
	partyTypes = codeNames(directory.Party, map[string]string{"QĐi": "Quy định", "QyĐ": "Quy định", "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch", "KHLT": "Kế hoạch liên tịch"})
	stateTypes = codeNames(directory.State, nil)
	normTypes  = map[string][]string{
		"NĐ": {"Nghị định"}, "QĐ": {"Quyết định"}, "TT": {"Thông tư"}, "TTLT": {"Thông tư liên tịch"}, "NQ": {"Nghị quyết"},
		"NQLT": {"Nghị quyết liên tịch"}, "CT": {"Chỉ thị"}, "PL": {"Pháp lệnh"}, "L": {"Lệnh"}, lawType: {"Luật", "Bộ luật", "Nghị quyết"},
	}
)

// TypeNames are the Vietnamese names that the symbol's type may stand for, the usual one first: two for 217-QĐ/TW.
func (s Symbol) TypeNames() []string {
	switch s.Form {
	case PartyForm:
		return partyTypes[s.Type]
	case NormForm:
		return normTypes[s.Type]
	case LetterForm:
		return []string{"Công văn"}
	}
	return stateTypes[s.Type]
}
