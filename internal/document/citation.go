package document

import (
	"cmp"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Role says whether a symbol is the document's own number or cites another document.
type Role string

// The roles.
const (
	Own   Role = "own"
	Cited Role = "cited"
)

// Citation is one occurrence of a document in a text.
type Citation struct {
	Raw  string // as written: "23- CT/TU"; of a short or named one with its type: "Chỉ thị 34", "Nghị quyết Trung ương 4"
	Role Role
	// Symbol is the canonical form ("23-CT/TU"); "" for short and named ones, for which no number is invented.
	Symbol  string
	Parsed  Symbol // what Symbol says, taken apart; zero when Symbol is ""
	Date    string // ISO, as the text gives it; "" = it gives none
	Issuer  string // as written: "Ban Thường vụ Tỉnh ủy"; "" = not named
	Type    string // "Chỉ thị"; from the text, else from the symbol
	Subject string // "về …" as written after the first full citation
	Short   bool   // type and number only
	ShortOf int    // of a short one the index of the full one before it, else -1
	Named   bool   // known by a name: "Nghị quyết Trung ương 4"
	// Relation is what the words round it say that it is for the citing document; "" for the document's own number.
	Relation Relation
	// Expected are the codes that the named issuer uses, when the symbol carries another one (ISSUER_CODE_MISMATCH).
	Expected []string
	// Start and End bound Raw in the text, in bytes.
	Start, End int
}

// mention is a citation while it is being read.
type mention struct {
	Citation
	from, to int    // the whole mention: from its type name to the end of its date, issuer and subject
	typed    string // the type that the text names
}

const (
	ws   = `[\s\x{00A0}]`
	hs   = `[ \t\x{00A0}]?` // inside a symbol: one space, never a new line
	dash = `[-\x{2010}-\x{2015}\x{2212}]`
)

// runningSymbol is symbolGrammar as it is typed: spaces round the first joints, any kind of dash.
var runningSymbol = regexp.MustCompile(`^\d{1,6}(?:bis|[a-zđ])?` +
	`(?:` + hs + dash + hs + `\p{Lu}\p{L}{0,5}` + hs + `/` + hs + `\p{Lu}[\p{L}\d.]{0,13}(?:` + dash + `\p{Lu}[\p{L}\d.]{0,13})*(?:/nb)?` +
	`|` + hs + `/` + hs + `(?:19|20)\d{2}` + hs + `/` + hs + `(?:(?:UBTV)?QH\d{1,2}|\p{Lu}\p{L}{0,7}` + hs + dash + hs + `\p{Lu}[\p{L}\d&.]{0,15}(?:` + dash + `\p{Lu}[\p{L}\d&.]{0,15})*)` +
	`|` + hs + `/` + hs + `\p{Lu}[\p{L}\d&.]{0,15}(?:` + hs + dash + hs + `\p{Lu}[\p{L}\d&.]{0,15})?(?:` + dash + `\p{Lu}[\p{L}\d&.]{0,15})*)`)

// FindCitations finds the documents that a text names, one entry an occurrence, in their order. The text should be NFC
// (Normalize). An issuer is one of the names given, longest first, never a free guess.
func FindCitations(text string, issuers IssuerNames) []Citation {
	full := findFull(text)
	linkTypes(text, full)
	for i := range full {
		full[i].readContext(text, issuers)
	}
	shareIssuers(text, full)
	others := slices.Concat(findNamed(text), findShort(text, full, issuers))
	all := slices.Concat(full, apart(others, full))
	slices.SortStableFunc(all, func(a, b mention) int { return cmp.Compare(a.Start, b.Start) })
	readRelations(text, all)
	linkShort(all, issuers)
	citations := make([]Citation, len(all))
	for i, m := range all {
		citations[i] = m.Citation
	}
	return citations
}

// findFull finds the symbols and the type names before them.
func findFull(text string) []mention {
	var found []mention
	passed := 0 // the end of what was read already
	for start, digits := range digitRuns(text) {
		if start < passed || !joined(text[start+digits:]) {
			continue
		}
		at := runningSymbol.FindStringIndex(window(text[start:]))
		if at == nil {
			continue
		}
		passed = start + at[1]
		end := start + symbolEnd(text[start:passed])
		if !startsFresh(text[:start]) || end == passed && !endsFresh(text[end:]) {
			continue
		}
		raw := text[start:end]
		symbol, ok := ParseSymbol(raw)
		if !ok {
			continue
		}
		typed, numbered, from := typeBefore(text[:start])
		if !credible(symbol, raw, typed != "" || numbered) {
			continue
		}
		m := mention{from: from, to: end, typed: typed}
		m.Citation = Citation{Raw: raw, Role: Cited, Symbol: symbol.String(), Parsed: symbol, ShortOf: -1, Start: start, End: end}
		if len(found) == 0 && ownNumber(text, start, end) {
			m.Role, m.Date = Own, headDate(text[:min(len(text), end+headLength)])
		}
		found = append(found, m)
	}
	return found
}

// digitRuns gives where each run of digits starts and how long it is: a number is looked for there alone, since the
// expressions are slow on long texts.
func digitRuns(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i := 0; i < len(text); i++ {
			if !isDigit(text[i]) {
				continue
			}
			start := i
			for i++; i < len(text) && isDigit(text[i]); i++ {
			}
			if !yield(start, i-start) {
				return
			}
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// joined says whether a joint of a symbol may follow soon: "-", "/", or a dash of another kind.
func joined(after string) bool {
	after = after[:min(len(after), 6)] // bytes: a dash may be cut through, its first byte is E2
	return strings.ContainsAny(after, "-/") || strings.IndexByte(after, 0xE2) >= 0
}

// window is as much of a text as a symbol may take, and more.
func window(text string) string {
	end := min(len(text), 300)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// symbolEnd cuts a full stop, and what follows it, off a symbol that ends a sentence: "34-CT/TU.", "34-CT/TU.Nhờ đó".
func symbolEnd(raw string) int {
	for i, r := range raw {
		if r != '.' {
			continue
		}
		next, size := utf8.DecodeRuneInString(raw[i+1:])
		after, _ := utf8.DecodeRuneInString(raw[i+1+size:])
		if !unicode.IsUpper(next) && !unicode.IsDigit(next) || unicode.IsLower(after) {
			return i
		}
	}
	return len(raw)
}

// startsFresh says whether a number may start behind before: not in the middle of a word, a number or a date.
func startsFresh(before string) bool {
	r, size := utf8.DecodeLastRuneInString(before)
	switch {
	case size == 0:
		return true
	case unicode.IsLetter(r):
		words := wordsBefore(tail(before), 1)
		return words[len(words)-1].folded == "số" // "số34-CT/TU"
	case r == '.' || r == ',':
		r, _ = utf8.DecodeLastRuneInString(before[:len(before)-size])
		return !unicode.IsDigit(r)
	}
	return !unicode.IsDigit(r) && r != '/' && !isDash(r)
}

func endsFresh(after string) bool {
	r, size := utf8.DecodeRuneInString(after)
	if r == '/' {
		r, _ = utf8.DecodeRuneInString(after[size:])
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func isDash(r rune) bool { return r == '-' || r >= 0x2010 && r <= 0x2015 || r == 0x2212 }

// credible keeps what only looks like a symbol out: "12/QL1A" is a road unless a type name, "số", "công văn" or "văn
// bản" stands before it, and a symbol with spaces inside must have a known type.
func credible(s Symbol, raw string, introduced bool) bool {
	known := len(s.TypeNames()) > 0
	if spaced := strings.ContainsAny(raw, " \t\u00A0"); spaced && (!known || s.Form == LetterForm && !introduced) {
		return false
	}
	switch s.Form {
	case LetterForm:
		return introduced || s.Unit != "" && capitals(s.Issuer) >= 2
	case PartyForm:
		return introduced || known
	}
	return true
}

func capitals(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// typeBefore reads "{type} số" at the end of before: the type, whether "số" stands there, and where it all begins.
func typeBefore(before string) (typed string, numbered bool, from int) {
	near := tail(before)
	offset := len(before) - len(near)
	words := wordsBefore(near, typeWords)
	from = len(before)
	if n := len(words); n > 0 && words[n-1].folded == "số" && (words[n-1].tail == "" || words[n-1].tail == ":") {
		numbered, from = true, offset+words[n-1].start
		words = words[:n-1]
	}
	entry, count, ok := typeLexicon.suffix(words)
	if !ok || words[len(words)-1].tail != "" {
		return "", numbered, from
	}
	rest := words[:len(words)-count]
	from = offset + words[len(rest)].start
	if outer, n, ok := typeLexicon.suffix(rest); ok && rest[len(rest)-1].tail == "" { // "Thông báo kết luận số …" is a Thông báo
		return typeNames[outer], numbered, offset + rest[len(rest)-n].start
	}
	return typeNames[entry], numbered, from
}

// tail is the end of a text, long enough for any name, cut between letters.
func tail(text string) string {
	start := max(0, len(text)-300)
	for start < len(text) && !utf8.RuneStart(text[start]) {
		start++
	}
	return text[start:]
}

// head is the beginning of a text, long enough for a date, an issuer and a subject.
func head(text string) string {
	end := min(len(text), 700)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

var listJoint = regexp.MustCompile(`^` + ws + `*(?:,|;|và|hoặc|cùng|,` + ws + `*và)?` + ws + `*(?:số` + ws + `*)?$`)

// linkTypes gives each symbol its type: what the text says, else that of the citation it is listed with ("Quyết định số
// 217-QĐ/TW và số 218-QĐ/TW"), else what the code usually means.
func linkTypes(text string, full []mention) {
	for i := range full {
		m := &full[i]
		names := m.Parsed.TypeNames()
		switch {
		case m.typed != "" && (m.typed != "Văn bản" || len(names) == 0):
			m.Type = m.typed
		case i > 0 && full[i-1].Parsed.Type == m.Parsed.Type && listJoint.MatchString(text[full[i-1].End:m.Start]):
			m.Type = full[i-1].Type
		case len(names) > 0:
			m.Type = names[0]
		}
	}
}

// shareIssuers gives the issuer behind the last of a list to those before it: "217-QĐ/TW và Quyết định số 218-QĐ/TW của
// Bộ Chính trị".
func shareIssuers(text string, full []mention) {
	for i := len(full) - 2; i >= 0; i-- {
		m, next := &full[i], full[i+1]
		if m.Issuer == "" && m.Role == Cited && next.Issuer != "" && next.Expected == nil && m.Parsed.Issuer == next.Parsed.Issuer &&
			m.to <= next.from && listJoint.MatchString(text[m.to:next.from]) {
			m.Issuer = next.Issuer
		}
	}
}

// apart keeps the mentions that do not stand inside a full one or one another.
func apart(others, full []mention) []mention {
	slices.SortStableFunc(others, func(a, b mention) int { return cmp.Compare(a.Start, b.Start) })
	var kept []mention
	next, end := 0, 0
	for _, m := range others {
		for next < len(full) && full[next].End <= m.Start {
			next++
		}
		inside := next < len(full) && full[next].from < m.End
		if !inside && m.Start >= end {
			kept = append(kept, m)
			end = m.End
		}
	}
	return kept
}
