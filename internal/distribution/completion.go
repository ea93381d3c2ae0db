package distribution

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/directory"
)

// Suggestion is something that may be typed into a Nơi nhận.
type Suggestion struct {
	Text   string // as it may stand in a line, without bullet and mark
	Kind   string // organ | group | person | phrase | archive
	ID     string // of the organ, group or person; "" for a phrase
	Detail string // what tells it from another: the organ above, a person's post, whom it succeeds
}

const (
	mostSuggestions = 20
	mostQuery       = 200 // letters of a query
	mostTried       = 40  // groups and phrases of which it is asked whether they mean anything here
)

// query is what was typed, in the forms in which names are compared.
type query struct {
	words    []typed
	long     []typed // abbreviations read out; nil when there is none
	initials string  // a single word that may be initials: "snv"
}

// typed is one word: with its accents when it has any, else bare.
type typed struct {
	text    string
	accents bool
}

// ask reads what was typed; not ok when it holds no letter.
func (l *lexicon) ask(q string) (query, bool) {
	var asked query
	asked.words = typedWords(q)
	var read []string
	changed := false
	for _, w := range strings.Fields(q) {
		long, ok := l.spelt[directory.Bare(strings.Trim(w, ".,"))]
		if ok {
			w, changed = long, true
		}
		read = append(read, w)
	}
	if changed {
		asked.long = typedWords(strings.Join(read, " "))
	}
	if len(asked.words) == 1 && utf8.RuneCountInString(asked.words[0].text) > 1 {
		asked.initials = directory.Bare(asked.words[0].text)
	}
	return asked, len(asked.words) > 0
}

func typedWords(s string) (words []typed) {
	for _, w := range nameWords(directory.Fold(s)) {
		bare := directory.Bare(w)
		words = append(words, typed{text: w, accents: bare != w})
	}
	return words
}

func nameWords(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune(" ,;:.()-–\"“”", r) })
}

// How well a name answers a query; 0 not at all.
const (
	unlike = iota
	byInitials
	byWords    // every word begins one of the name's, in any order
	inOrder    // in the name's order
	fromTheTop // the name begins with them
	whole
)

// match tells how well a name answers.
func (q query) match(name string) int {
	folded := nameWords(directory.Fold(name))
	bare := nameWords(directory.Bare(name))
	if len(folded) != len(bare) {
		return unlike
	}
	best := max(matchWords(q.words, folded, bare), matchWords(q.long, folded, bare))
	if best == unlike && q.initials != "" {
		initials := ""
		for _, w := range bare {
			initials += w[:1]
		}
		if strings.HasPrefix(initials, q.initials) {
			best = byInitials
		}
	}
	return best
}

func matchWords(asked []typed, folded, bare []string) int {
	if len(asked) == 0 || len(asked) > len(bare) {
		return unlike
	}
	like := func(t typed, i int) bool {
		if t.accents {
			return strings.HasPrefix(folded[i], t.text)
		}
		return strings.HasPrefix(bare[i], t.text)
	}
	at, ordered, top := 0, true, true
	for n, t := range asked {
		i := at
		for i < len(bare) && !like(t, i) {
			i++
		}
		if i < len(bare) {
			top = top && i == n
			at = i + 1
			continue
		}
		ordered, top = false, false
		for i = range bare {
			if like(t, i) {
				break
			}
			if i == len(bare)-1 {
				return unlike
			}
		}
	}
	switch {
	case top && len(asked) == len(bare):
		return whole
	case top:
		return fromTheTop
	case ordered:
		return inOrder
	}
	return byWords
}

// answer is a suggestion with what orders it.
type answer struct {
	Suggestion
	score, distance int
}

// ranked orders the answers, each text once: how well it matches, how near it stands to the issuer, the shorter first.
func ranked(answers []answer) []Suggestion {
	slices.SortStableFunc(answers, func(a, b answer) int {
		return cmp.Or(b.score-a.score, a.distance-b.distance, len(a.Text)-len(b.Text), strings.Compare(a.Text, b.Text), strings.Compare(a.Detail, b.Detail))
	})
	out := []Suggestion{}
	seen := map[string]bool{}
	for _, a := range answers {
		key := a.Text
		if a.Kind == "organ" || a.Kind == "person" { // two of one name are two
			key += "\x00" + a.Detail
		}
		if !seen[key] && len(out) < mostSuggestions {
			seen[key] = true
			out = append(out, a.Suggestion)
		}
	}
	return out
}
