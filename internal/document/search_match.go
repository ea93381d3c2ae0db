package document

import (
	"slices"
	"strings"
	"unicode"

	"trinhky/internal/directory"
)

// textAsked says whether the index alone cannot answer: some wording has words that must stand in a row, or too short a
// beginning.
func (w wanted) textAsked() bool {
	return slices.ContainsFunc(w, func(p wording) bool { return len(p.words) > 1 || len(p.indexed()) == 0 })
}

// indexed are the words that the index is asked for.
func (p wording) indexed() []string {
	if last := len(p.words) - 1; p.open && len(p.words[last]) < indexedFrom {
		return p.words[:last]
	}
	return p.words
}

// open says whether some wording may be the beginning of a longer one.
func (w wanted) open() bool { return slices.ContainsFunc(w, func(p wording) bool { return p.open }) }

// like is the wording as LIKE finds it in words that are parted and surrounded by spaces.
func (p wording) like() string {
	pattern := "% " + strings.Join(p.words, " ")
	if p.open {
		return pattern + "%"
	}
	return pattern + " %"
}

// tsquery is the question to PostgreSQL's index, which knows two words in a row, too, unless the text is too long for
// that (=long). Words hold letters and digits alone, so nothing needs escaping. "" when nothing is left to ask.
func (a asked) tsquery() string {
	return a.combine(" & ", " | ", func(words []string, open bool) string {
		end := "'"
		if open {
			end = "':*"
		}
		var pairs []string
		for i := 1; i < len(words); i++ {
			pairs = append(pairs, "'"+words[i-1]+" "+words[i]+"'")
		}
		single := "'" + strings.Join(words, "' & '") + end
		if len(pairs) == 0 {
			return single
		}
		return strings.TrimSuffix(strings.Join(pairs, " & "), "'") + end + " | '=long' & " + single
	})
}

// fts is the question to SQLite's index.
func (a asked) fts() string {
	return a.combine(" AND ", " OR ", func(words []string, open bool) string {
		all := `"` + strings.Join(words, `" AND "`) + `"`
		if open {
			all += "*"
		}
		return all
	})
}

func (a asked) combine(and, or string, quote func(words []string, open bool) string) string {
	var all []string
	for _, w := range a.all {
		if a.openInText && w.open() {
			continue
		}
		var ways []string
		for _, p := range w {
			if words := p.indexed(); len(words) > 0 {
				ways = append(ways, "("+quote(words, p.open && len(words) == len(p.words))+")")
			}
		}
		if len(ways) == len(w) { // else some wording is for the text alone to answer
			all = append(all, "("+strings.Join(ways, or)+")")
		}
	}
	return strings.Join(all, and)
}

// place is one word of a shown text: where it stands and what it is compared as.
type place struct {
	from, to int // bytes
	word     string
}

func placesOf(text string) []place {
	var places []place
	start := -1
	for i, r := range text {
		switch inside := !notInWord(r); {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			places, start = append(places, placeAt(text, start, i)), -1
		}
	}
	if start >= 0 {
		places = append(places, placeAt(text, start, len(text)))
	}
	return places
}

func placeAt(text string, from, to int) place {
	return place{from, to, withoutMarks(plainNumber(clip(directory.Fold(text[from:to]))))}
}

// hitsIn tells which words of a text belong to what was asked for.
func (a asked) hitsIn(places []place) []bool {
	hit := make([]bool, len(places))
	for i := range places {
		for _, w := range a.all {
			for _, p := range w {
				if n := p.at(places[i:]); n > 0 {
					for k := i; k < i+n; k++ {
						hit[k] = true
					}
				}
			}
		}
	}
	return hit
}

// at says how many words of the places a wording takes, when it begins there; 0 for none.
func (p wording) at(places []place) int {
	if len(p.words) > len(places) {
		return 0
	}
	for i, word := range p.words {
		last := p.open && i == len(p.words)-1
		if places[i].word != word && !(last && strings.HasPrefix(places[i].word, word)) {
			return 0
		}
	}
	return len(p.words)
}

// mark cuts a text where what was looked for begins and ends; the pieces together are the text.
func (a asked) mark(text string) []Piece {
	places := placesOf(text)
	return pieces(text, places, a.hitsIn(places), 0, len(text))
}

func pieces(text string, places []place, hit []bool, from, to int) []Piece {
	var out []Piece
	add := func(upto int, found bool) {
		if upto <= from {
			return
		}
		if n := len(out); n > 0 && out[n-1].Found == found {
			out[n-1].Text += text[from:upto]
		} else {
			out = append(out, Piece{text[from:upto], found})
		}
		from = upto
	}
	for i, p := range places {
		if !hit[i] || p.from < from || p.to > to {
			continue
		}
		// the space between two hits is no break: "kế hoạch" is one hit
		add(p.from, i > 0 && hit[i-1] && strings.TrimFunc(text[from:p.from], unicode.IsSpace) == "" && from > 0)
		add(p.to, true)
	}
	add(to, false)
	return out
}

const (
	excerptText  = 1 << 20 // letters of a stored text that are looked through for an excerpt
	excerptLead  = 10
	excerptWords = 40
)

// excerpt is the part of a text where most of what was asked for stands first, in forty words.
func (a asked) excerpt(body Body) []Piece {
	if len(a.all) == 0 {
		return nil
	}
	text := strings.Join(strings.Fields(body.Text()), " ")
	places := placesOf(text)
	hit := a.hitsIn(places)
	first := slices.Index(hit, true)
	if first < 0 {
		return nil
	}
	begin, end := max(0, first-excerptLead), min(len(places), max(0, first-excerptLead)+excerptWords)
	from, to := places[begin].from, places[end-1].to
	out := pieces(text, places, hit, from, to)
	if begin > 0 {
		out = append([]Piece{{Text: "… "}}, out...)
	}
	if end < len(places) {
		out = append(out, Piece{Text: " …"})
	}
	return out
}
