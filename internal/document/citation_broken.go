package document

import "regexp"

var symbolLike = regexp.MustCompile(`\d{1,6}(?:bis|[a-zđ])?` + hs + `(?:` + dash + `|/)` + hs + `[\p{L}\d][^\s\x{00A0},;:()”"]*`)

// BrokenSymbols finds what stands where a symbol is expected ("Chỉ thị số …") and cannot be read as one: "34-CT.TU". The
// citations are those that FindCitations found in the same text.
func BrokenSymbols(text string, citations []Citation) []string {
	var broken []string
	next := 0
	for _, at := range symbolLike.FindAllStringIndex(text, -1) {
		for next < len(citations) && citations[next].End <= at[0] {
			next++
		}
		if next < len(citations) && citations[next].Start < at[1] {
			continue
		}
		if typed, numbered, _ := typeBefore(text[:at[0]]); typed != "" && numbered && startsFresh(text[:at[0]]) {
			broken = append(broken, text[at[0]:at[1]])
		}
	}
	return broken
}
