package document

import "strings"

// Link is a citation of a document's newest text as it is stored, and, when read for a person, how it stands.
type Link struct {
	N        int      // place in the text, from 1
	Raw      string   // as written
	Role     Role     // own | cited
	Symbol   string   // canonical; "" for short and named ones
	Date     string   // ISO, as the text gives it
	Issuer   string   // as written
	Type     string   // "Chỉ thị"
	Relation Relation // "" for the document's own number
	ShortOf  int      // of a short one the N of the full one; 0 for none
	// Paragraph is the block of the body, from 1; 0 is the trích yếu.
	Paragraph int
	// Standing, CitedID and Candidates are looked up whenever it is read, for one reader: a document that is issued later
	// becomes a link without anything being written again, and one that the reader may not see is plain text.
	Standing   Standing
	CitedID    string
	Candidates []Candidate
	Marks      []Mark // of the document that it names, where that is known: it may no longer be in force
}

// MaxLinks is how many citations are kept of a text: a text that cites more than any document does keeps the first.
const MaxLinks = 2000

// LinksIn are the documents that a trích yếu and a body cite, to be stored with Cite. It looks nothing up; a text of
// 5 MB takes a good part of a second, so it is called before a transaction.
func LinksIn(subject string, body Body) []Link {
	var joined strings.Builder
	joined.WriteString(subject)
	ends := []int{joined.Len()} // of the trích yếu and of each block
	for _, block := range body.Blocks {
		for _, piece := range append([]string{block.Text()}, block.Notes()...) {
			joined.WriteString("\n\n")
			joined.WriteString(piece)
		}
		ends = append(ends, joined.Len())
	}
	found := FindCitations(joined.String(), DefaultIssuers())
	links, block := make([]Link, 0, min(len(found), MaxLinks)), 0
	for i, c := range found[:min(len(found), MaxLinks)] {
		for block < len(ends)-1 && c.Start >= ends[block] {
			block++
		}
		links = append(links, Link{
			N: i + 1, Raw: c.Raw, Role: c.Role, Symbol: c.Symbol, Date: c.Date, Issuer: c.Issuer, Type: c.Type, Relation: c.Relation,
			ShortOf: c.ShortOf + 1, Paragraph: block,
		})
	}
	return links
}

// citation is a stored link as it was found; place turns the N of another link into its index.
func (l Link) citation(place map[int]int) Citation {
	c := Citation{Raw: l.Raw, Role: l.Role, Symbol: l.Symbol, Date: l.Date, Issuer: l.Issuer, Type: l.Type, Relation: l.Relation, ShortOf: -1}
	c.Parsed, _ = ParseSymbol(l.Symbol)
	if full, ok := place[l.ShortOf]; ok {
		c.Short, c.ShortOf = true, full
	}
	if named, _, ok := defaultIssuers.at(l.Issuer, true); ok && c.Symbol != "" && !c.Parsed.MayBeOf(named.codes) {
		c.Expected = named.codes
	}
	return c
}

// citations are stored links as they were found.
func citations(links []Link) []Citation {
	place := make(map[int]int, len(links))
	for i, l := range links {
		place[l.N] = i
	}
	cited := make([]Citation, len(links))
	for i, l := range links {
		cited[i] = l.citation(place)
	}
	return cited
}

// registered is the symbol of each link as the register prints it; a short one has that of its full one.
func registered(links []Link) []string {
	symbols := make([]string, len(links))
	for i, l := range links {
		if l.Symbol != "" {
			if parsed, ok := ParseSymbol(l.Symbol); ok {
				symbols[i] = parsed.Registered()
			}
		} else if l.ShortOf > 0 && l.ShortOf <= i {
			symbols[i] = symbols[l.ShortOf-1]
		}
	}
	return symbols
}
