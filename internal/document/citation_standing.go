package document

import (
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// Standing is how a citation stands to the documents that are known here.
type Standing string

// The standings.
const (
	// CitationKnown names one document of ours: issuer, symbol and date agree.
	CitationKnown Standing = "known"
	// CitationAmbiguous may name several: it gives no date, or two issuers have that symbol and date. It is never a link.
	CitationAmbiguous Standing = "ambiguous"
	// CitationUnknown names none that the reader may see.
	CitationUnknown Standing = "unknown"
	// CitationMisattributed names an issuer whose symbols carry another code (ISSUER_CODE_MISMATCH).
	CitationMisattributed Standing = "misattributed"
	// CitationUnnumbered has no number to look up: "Nghị quyết Trung ương 4", or a short one with no full one before it.
	CitationUnnumbered Standing = "unnumbered"
)

// Candidate is a document that a citation may name.
type Candidate struct {
	ID          string
	Symbol      string // as the register prints it: two digits at least
	Date        store.Date
	Kind        string
	Regime      string
	Subject     string
	IssuerID    string
	IssuerNames []string // of the directory; none = nothing is said against any name
}

// Verdict is the standing of one citation.
type Verdict struct {
	Standing Standing
	ID       string // of the document, where it is known
	// Candidates are the documents that an ambiguous one may name, by date.
	Candidates []Candidate
	// Expected are the codes of the named issuer, where it is misattributed.
	Expected []string
}

// Judge says how each citation of a text stands, given every document that may be meant. It looks nothing up: candidates
// are what the reader may see. A document is named by issuer, symbol and date, never by its number alone, since Party
// numbers start again with every term and State ones with every year (domain §0, fact 1); a norm carries its year. What
// one occurrence leaves out, another of the same text may give. later is the date of the citing document, "" for none
// yet: what is dated after it cannot be meant. A document's own number gets the zero Verdict.
func Judge(cited []Citation, candidates []Candidate, later store.Date) []Verdict {
	bySymbol := map[string][]Candidate{}
	for _, c := range candidates {
		bySymbol[c.Symbol] = append(bySymbol[c.Symbol], c)
	}
	dates, verdicts := lentDates(cited), make([]Verdict, len(cited))
	for i, c := range cited {
		switch {
		case c.Role == Own:
		case c.Short && c.ShortOf >= 0 && c.ShortOf < i:
			verdicts[i] = verdicts[c.ShortOf]
		case c.Symbol == "":
			verdicts[i].Standing = CitationUnnumbered
		case len(c.Expected) > 0:
			verdicts[i] = Verdict{Standing: CitationMisattributed, Expected: c.Expected}
		default:
			if c.Date == "" {
				c.Date = dates[c.Parsed.Registered()]
			}
			verdicts[i] = judge(c, bySymbol[c.Parsed.Registered()], later)
		}
	}
	return verdicts
}

// judge compares one citation that names a symbol.
func judge(c Citation, candidates []Candidate, later store.Date) Verdict {
	fits := make([]Candidate, 0, len(candidates))
	for _, k := range candidates {
		if c.Date != "" && string(k.Date) != c.Date || c.Parsed.Form == NormForm && k.Date.Year() != c.Parsed.Year ||
			later != "" && k.Date > later || !mayBeNamed(k.IssuerNames, c.Issuer) {
			continue
		}
		fits = append(fits, k)
	}
	slices.SortFunc(fits, func(a, b Candidate) int {
		if a.Date != b.Date {
			return strings.Compare(string(a.Date), string(b.Date))
		}
		return strings.Compare(a.ID, b.ID)
	})
	dated := c.Date != "" || c.Parsed.Form == NormForm
	switch {
	case dated && len(fits) == 0:
		return Verdict{Standing: CitationUnknown}
	case dated && len(fits) == 1:
		return Verdict{Standing: CitationKnown, ID: fits[0].ID}
	}
	return Verdict{Standing: CitationAmbiguous, Candidates: fits}
}

// lentDates are, by symbol, the dates that a text gives somewhere; a symbol of two dates is two documents, and lends none.
func lentDates(cited []Citation) map[string]string {
	dates := map[string]string{}
	for _, c := range cited {
		if c.Symbol == "" || c.Date == "" || c.Role == Own {
			continue
		}
		symbol := c.Parsed.Registered()
		if known, ok := dates[symbol]; ok && known != c.Date {
			dates[symbol] = ""
		} else if !ok {
			dates[symbol] = c.Date
		}
	}
	return dates
}

// Registered is the symbol as a register prints it, with two digits at least: "5-TB/VPTU" is "05-TB/VPTU". Norms and
// laws keep theirs.
func (s Symbol) Registered() string {
	digits := strings.TrimLeft(s.Number, "0")
	end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(digits)
	}
	s.Number = strings.Repeat("0", max(0, 2-end)) + digits
	return s.String()
}

// mayBeNamed says whether an organ of these names may be called by the name in a citation. The code is the symbol's
// business; what parts two provinces is the area behind the name: "Tỉnh ủy Bình Thuận" is not "Tỉnh ủy Trà Vinh", and
// "Tỉnh ủy" alone may be either.
func mayBeNamed(organ []string, cited string) bool {
	if cited == "" || len(organ) == 0 {
		return true
	}
	wanted := areaOf(cited)
	if wanted == "" {
		return true
	}
	said := false
	for _, name := range organ {
		area := areaOf(name)
		if area == wanted || strings.HasSuffix(area, " "+wanted) || strings.HasSuffix(wanted, " "+area) && area != "" {
			return true
		}
		said = said || area != ""
	}
	return !said
}

// areaOf is what follows the general name of an organ, folded: "bình thuận" of "Ban Thường vụ Tỉnh ủy Bình Thuận". A
// name that is not a general one is all area.
func areaOf(name string) string {
	words := wordsAfter(name)
	if entry, count, ok := defaultIssuers.lexicon.prefix(words); ok && defaultIssuers.names[entry].Area {
		words = words[count:]
	} else if ok && count == len(words) {
		return ""
	}
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.folded
	}
	return strings.Join(folded, " ")
}

// namesOf are the names by which a citation may call an organ.
func namesOf(o directory.Organ) []string {
	return append([]string{o.Name, strings.ReplaceAll(o.PrintedName, "\n", " ")}, o.ShortNames...)
}
