package document

import (
	"slices"
	"strings"
	"unicode"
)

// IssuerName is a name under which an organ is cited, and the issuer codes that its symbols carry: exact ("TU"), or a
// family ("ĐU*"). No codes: nothing is said about its symbols.
type IssuerName struct {
	Name  string
	Codes []string
	// Area says that the name may be followed by an area and its own name: "Huyện ủy" + "Tuy Phong", "Đảng ủy" +
	// "thị trấn Phan Rí Cửa".
	Area bool
}

// IssuerNames is the closed list of names that an issuer may have in a citation, matched longest first. The zero value
// knows no name.
type IssuerNames struct {
	names   []IssuerName
	lexicon lexicon
}

// NewIssuerNames prepares names of a directory together with the general ones of DefaultIssuers; a name of the
// directory wins over the same general name.
func NewIssuerNames(names ...IssuerName) IssuerNames {
	all := append(slices.Clone(names), generalIssuers...)
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = n.Name
	}
	return IssuerNames{names: all, lexicon: newLexicon(words)}
}

// DefaultIssuers holds the names that need no directory: Bộ Chính trị, Ban Thường vụ Tỉnh ủy, Chính phủ, UBND …
func DefaultIssuers() IssuerNames { return defaultIssuers }

var defaultIssuers = NewIssuerNames()

// Empty says whether n knows no name.
func (n IssuerNames) Empty() bool { return len(n.names) == 0 }

// CodesOf gives the issuer codes of a printed name ("VĂN PHÒNG TỈNH ỦY BÌNH THUẬN"); nil when it is not known.
func (n IssuerNames) CodesOf(name string) []string {
	found, _, ok := n.at(strings.ToLower(name), false)
	if !ok {
		return nil
	}
	return found.codes
}

type namedIssuer struct {
	start, end int
	codes      []string
}

// at reads an issuer at the start of text, past spaces. In running text an area's own name begins with a capital.
func (n IssuerNames) at(text string, capitals bool) (namedIssuer, int, bool) {
	words := wordsAfter(text)
	entry, count, ok := n.lexicon.prefix(words)
	if !ok || words[0].lead != "" {
		return namedIssuer{}, 0, false
	}
	name := n.names[entry]
	if name.Area && words[count-1].tail == "" && capitals {
		count += areaWords(text, words[count:])
	}
	return namedIssuer{start: words[0].start, end: words[count-1].end, codes: name.Codes}, count, true
}

// endingAt reads an issuer that ends where text ends: "… Ban Thường vụ Đảng ủy thị trấn Phan Rí Cửa".
func (n IssuerNames) endingAt(text string) (namedIssuer, bool) {
	words := wordsBefore(text, maxWords)
	if len(words) == 0 || words[len(words)-1].tail != "" {
		return namedIssuer{}, false
	}
	// The longest name wins: try each start, the earliest first, and take what reaches the end.
	for i := range words {
		from := words[i].start
		if found, count, ok := n.at(text[from:], true); ok && count == len(words)-i {
			return namedIssuer{start: from + found.start, end: from + found.end, codes: found.codes}, true
		}
	}
	return namedIssuer{}, false
}

var areaKinds = newLexicon([]string{"tỉnh", "thành phố", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn", "đặc khu"})

// areaWords counts the words of an area after an issuer's name: at most one kind of area, then up to four words with a
// capital. A type of document or another issuer ends it.
func areaWords(text string, words []word) int {
	count := 0
	if _, n, ok := areaKinds.prefix(words); ok {
		if count = n; words[n-1].tail != "" {
			return count
		}
	}
	for proper := 0; proper < 4 && count < len(words); proper++ {
		w := words[count]
		if w.lead != "" || w.start == w.end || !unicode.IsUpper([]rune(text[w.start:w.end])[0]) || startsOther(words[count:]) {
			return count
		}
		if count++; w.tail != "" {
			return count
		}
	}
	return count
}

func startsOther(words []word) bool {
	if _, _, ok := typeLexicon.prefix(words); ok {
		return true
	}
	_, _, ok := defaultIssuers.lexicon.prefix(words)
	return ok
}

// MayBeOf says whether a symbol may come from an issuer with these codes; "ĐU*" stands for all codes that begin so. No
// codes allow every symbol.
func (s Symbol) MayBeOf(codes []string) bool {
	if len(codes) == 0 {
		return true
	}
	parts := append(strings.Split(s.Issuer, "-"), s.Issuer)
	for _, code := range codes {
		stem, family := strings.CutSuffix(code, "*")
		for _, part := range parts {
			if part == code || family && strings.HasPrefix(part, stem) {
				return true
			}
		}
	}
	return false
}

// generalIssuers: domain §2.4. Documents of a Ban Thường vụ carry the committee's code; a văn phòng puts the directions
// of a Thường trực in writing under its own.
var generalIssuers = func() []IssuerName {
	names := []IssuerName{
		{Name: "Bộ Chính trị", Codes: []string{"TW"}}, {Name: "Ban Bí thư", Codes: []string{"TW"}},
		{Name: "Ban Bí thư Trung ương Đảng", Codes: []string{"TW"}}, {Name: "Ban Chấp hành Trung ương", Codes: []string{"TW"}},
		{Name: "Ban Chấp hành Trung ương Đảng", Codes: []string{"TW"}}, {Name: "Trung ương Đảng"}, {Name: "Trung ương"},
		{Name: "Quốc hội", Codes: []string{"QH*"}}, {Name: "Ủy ban Thường vụ Quốc hội", Codes: []string{"UBTVQH*"}},
		{Name: "Chính phủ", Codes: []string{"CP"}}, {Name: "Thủ tướng Chính phủ", Codes: []string{"TTg"}}, {Name: "Thủ tướng", Codes: []string{"TTg"}},
		{Name: "Văn phòng Chính phủ", Codes: []string{"VPCP"}}, {Name: "Chủ tịch nước", Codes: []string{"CTN"}},
		{Name: "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"}, {Name: "Bộ Nội vụ", Codes: []string{"BNV"}},
		{Name: "Bộ Tài chính", Codes: []string{"BTC"}}, {Name: "Bộ Tư pháp", Codes: []string{"BTP"}}, {Name: "Bộ Y tế", Codes: []string{"BYT"}},
		{Name: "Bộ Công an", Codes: []string{"BCA"}}, {Name: "Bộ Quốc phòng", Codes: []string{"BQP"}}, {Name: "Bộ Ngoại giao", Codes: []string{"BNG"}},
		{Name: "Bộ Giáo dục và Đào tạo", Codes: []string{"BGDĐT", "BGD&ĐT"}}, {Name: "Bộ Khoa học và Công nghệ", Codes: []string{"BKHCN"}},
		{Name: "Bộ Công Thương", Codes: []string{"BCT"}}, {Name: "Bộ Xây dựng", Codes: []string{"BXD"}},
	}
	for _, c := range []struct {
		name  string
		codes []string
	}{
		{"Tỉnh ủy", []string{"TU"}}, {"Thành ủy", []string{"TU", "ThU"}}, {"Huyện ủy", []string{"HU"}}, {"Thị ủy", []string{"ThU", "TXU", "TU"}},
		{"Quận ủy", []string{"QU"}}, {"Đảng ủy", []string{"ĐU*"}},
	} {
		names = append(names, committeeNames(c.name, c.codes)...)
	}
	for organ, code := range partyOrgans {
		names = append(names, IssuerName{Name: organ + " Trung ương", Codes: []string{code + "TW"}})
		names = append(names, IssuerName{Name: organ + " Trung ương Đảng", Codes: []string{code + "TW"}})
	}
	for area, codes := range map[string][]string{"tỉnh": {"TU"}, "thành phố": {"TU", "ThU"}, "huyện": {"HU"}, "xã": {"ĐU*"}, "phường": {"ĐU*"}, "thị trấn": {"ĐU*"}} {
		names = append(names, IssuerName{Name: "Ban Chấp hành Đảng bộ " + area, Codes: codes, Area: true})
	}
	for _, n := range []string{"UBND", "Ủy ban nhân dân", "Chủ tịch UBND", "Chủ tịch Ủy ban nhân dân"} {
		names = append(names, IssuerName{Name: n, Codes: []string{"UB*", "CT*"}, Area: true}) // UB, CT: before 2011
	}
	for _, n := range []string{"HĐND", "Hội đồng nhân dân"} {
		names = append(names, IssuerName{Name: n, Codes: []string{"HĐND*"}, Area: true})
	}
	for _, n := range []string{"Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban MTTQ Việt Nam", "Chi bộ", "Văn phòng UBND", "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế", "Sở Xây dựng", "Sở Giáo dục và Đào tạo"} {
		names = append(names, IssuerName{Name: n, Area: true})
	}
	return names
}()

// partyOrgans are the organs of a committee and what stands before the committee's code in theirs.
var partyOrgans = map[string]string{
	"Văn phòng": "VP", "Ban Tổ chức": "BTC", "Ban Tuyên giáo": "BTG", "Ban Dân vận": "BDV", "Ban Nội chính": "BNC",
	"Ban Tuyên giáo và Dân vận": "BTGDV", "Ban Xây dựng Đảng": "BXDĐ", "Ủy ban Kiểm tra": "UBKT",
}

func committeeNames(committee string, codes []string) []IssuerName {
	var names []IssuerName
	for _, body := range []string{"", "Ban Thường vụ ", "BTV ", "Thường vụ ", "Ban Chấp hành "} {
		names = append(names, IssuerName{Name: body + committee, Codes: codes, Area: true})
	}
	standing := slices.Clone(codes)
	for _, code := range codes {
		standing = append(standing, "VP"+code)
	}
	names = append(names, IssuerName{Name: "Thường trực " + committee, Codes: standing, Area: true})
	for organ, prefix := range partyOrgans {
		own := make([]string, len(codes))
		for i, code := range codes {
			own[i] = prefix + code
		}
		names = append(names, IssuerName{Name: organ + " " + committee, Codes: own, Area: true})
	}
	return names
}
