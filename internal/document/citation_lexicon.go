package document

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/directory"
)

// lexicon finds the longest of its phrases at a place of a text. Case, runs of spaces and the place of a tone mark do
// not count.
type lexicon struct {
	byFirst map[rune][]phrase // first letter → phrases, longest first
	byLast  map[rune][]phrase
}

type phrase struct {
	words  []string // folded
	folded string
	entry  int // what the phrase stands for: the caller's index
}

func newLexicon(names []string) lexicon {
	l := lexicon{byFirst: map[rune][]phrase{}, byLast: map[rune][]phrase{}}
	for i, name := range names {
		p := phrase{entry: i}
		for _, w := range strings.Fields(name) {
			p.words = append(p.words, wordOf(w, 0, len(w)).folded)
		}
		p.folded = strings.Join(p.words, " ")
		if p.folded == "" || p.words[0] == "" || p.words[len(p.words)-1] == "" {
			continue
		}
		folded := p.folded
		letters := []rune(folded)
		l.byFirst[letters[0]] = append(l.byFirst[letters[0]], p)
		l.byLast[letters[len(letters)-1]] = append(l.byLast[letters[len(letters)-1]], p)
	}
	for _, set := range []map[rune][]phrase{l.byFirst, l.byLast} {
		for _, phrases := range set {
			slices.SortStableFunc(phrases, func(a, b phrase) int { return cmp.Compare(len(b.folded), len(a.folded)) })
		}
	}
	return l
}

// word is a stretch of a text without spaces, folded, punctuation at its ends apart.
type word struct {
	folded     string
	start, end int // bytes in the text, without the punctuation
	lead, tail string
}

// How many words a look-up reads: more than any name of an organ, more than two names of types and a "số".
const (
	maxWords  = 24
	typeWords = 10
)

// wordsAfter reads up to maxWords words from the start of text; a blank line ends them, as no name goes on in the next
// paragraph.
func wordsAfter(text string) []word {
	var words []word
	at := 0
	for len(words) < maxWords {
		gap := len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
		if at += gap; at == len(text) || newParagraph(text[at-gap:at]) {
			break
		}
		end := strings.IndexFunc(text[at:], unicode.IsSpace)
		if end < 0 {
			end = len(text) - at
		}
		words = append(words, wordOf(text, at, at+end))
		at += end
	}
	return words
}

func newParagraph(gap string) bool { return strings.Count(gap, "\n") > 1 }

// wordsBefore reads the last words of text, up to limit, in their order; none from beyond a blank line.
func wordsBefore(text string, limit int) []word {
	var words []word
	end := len(text)
	for len(words) < limit {
		last := end
		if end = len(strings.TrimRightFunc(text[:end], unicode.IsSpace)); end == 0 || newParagraph(text[end:last]) {
			break
		}
		start := strings.LastIndexFunc(text[:end], unicode.IsSpace)
		if start >= 0 {
			_, size := utf8.DecodeRuneInString(text[start:])
			start += size
		} else {
			start = 0
		}
		words = append(words, wordOf(text, start, end))
		end = start
	}
	slices.Reverse(words)
	return words
}

func wordOf(text string, start, end int) word {
	raw := text[start:end]
	if r, size := utf8.DecodeRuneInString(raw); size == len(raw) && directory.Fold(string(r)) == "-" { // a dash is a word of a name: "Bà Rịa - Vũng Tàu"
		return word{folded: "-", start: start, end: end}
	}
	core := strings.TrimLeftFunc(raw, notWordRune)
	lead := raw[:len(raw)-len(core)]
	bare := strings.TrimRightFunc(core, notWordRune)
	from := start + len(lead)
	return word{folded: folded(bare), start: from, end: from + len(bare), lead: lead, tail: core[len(bare):]}
}

// foldedWords remembers what words fold to, in a table that never grows: a text says the same few words again and again,
// and folding is most of what reading a long one takes.
var foldedWords [1 << 13]atomic.Pointer[[2]string]

var foldedSeed = maphash.MakeSeed()

func folded(s string) string {
	slot := &foldedWords[maphash.String(foldedSeed, s)%uint64(len(foldedWords))]
	if known := slot.Load(); known != nil && known[0] == s {
		return known[1]
	}
	entry := [2]string{strings.Clone(s), directory.Fold(s)} // a clone: the table must not keep a whole text alive
	slot.Store(&entry)
	return entry[1]
}

func notWordRune(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// prefix finds the longest phrase that words begin with, and how many words it takes. Punctuation inside it breaks it.
func (l lexicon) prefix(words []word) (entry, count int, found bool) {
	if len(words) == 0 || words[0].folded == "" {
		return 0, 0, false
	}
	for _, p := range l.byFirst[[]rune(words[0].folded)[0]] {
		if len(p.words) <= len(words) && samePhrase(p.words, words[:len(p.words)]) {
			return p.entry, len(p.words), true
		}
	}
	return 0, 0, false
}

// suffix finds the longest phrase that words end with.
func (l lexicon) suffix(words []word) (entry, count int, found bool) {
	if len(words) == 0 || words[len(words)-1].folded == "" {
		return 0, 0, false
	}
	last := []rune(words[len(words)-1].folded)
	for _, p := range l.byLast[last[len(last)-1]] {
		if len(p.words) <= len(words) && samePhrase(p.words, words[len(words)-len(p.words):]) {
			return p.entry, len(p.words), true
		}
	}
	return 0, 0, false
}

func samePhrase(phrase []string, words []word) bool {
	for i, w := range words {
		if w.folded != phrase[i] || i > 0 && w.lead != "" || i < len(words)-1 && w.tail != "" {
			return false
		}
	}
	return true
}

// typeNames are the names of types as they stand before a number in running text.
var typeNames, typeLexicon = func() ([]string, lexicon) {
	names := []string{"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Nghị quyết liên tịch", "Kế hoạch liên tịch", "Lệnh", "Sắc lệnh", "Văn bản"}
	for _, regime := range []directory.Regime{directory.Party, directory.State} {
		for _, k := range catalogue[string(regime)] {
			if !slices.Contains(names, k.Name) {
				names = append(names, k.Name)
			}
		}
	}
	return names, newLexicon(names)
}()
