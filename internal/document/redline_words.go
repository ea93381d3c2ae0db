package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// tokensOf cuts a text into words, stretches of space, and single other characters. A number, a symbol and a date
// ("25-NQ/TW", "1.250,5", "05/6/2014") are one word each: half a symbol changed is a new symbol.
func tokensOf(text string) (tokens []string) {
	for text != "" {
		n := tokenEnd(text)
		tokens = append(tokens, text[:n])
		text = text[n:]
	}
	return tokens
}

func tokenEnd(text string) int {
	first, n := utf8.DecodeRuneInString(text)
	same := unicode.IsSpace
	switch {
	case wordRune(first):
		same = wordRune
	case !unicode.IsSpace(first):
		for n < len(text) { // an accent on its own stays with its character
			mark, m := utf8.DecodeRuneInString(text[n:])
			if !unicode.Is(unicode.M, mark) {
				break
			}
			n += m
		}
		return n
	}
	before := first
	for n < len(text) {
		r, m := utf8.DecodeRuneInString(text[n:])
		if !same(r) {
			next, k := utf8.DecodeRuneInString(text[n+m:])
			if k == 0 || !wordRune(before) || !joins(before, r, next) {
				break
			}
		}
		before, n = r, n+m
	}
	return n
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func isWord(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return wordRune(r)
}

// joins says whether a character between two others makes one word of them.
func joins(before, r, after rune) bool {
	switch r {
	case '-', '/':
		return wordRune(after)
	case '.', ',':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return false
}

// stream is a passage's words in a row, its footnotes where they hang.
type stream struct {
	text   string // of all tokens
	tokens []token
	looks  []stretch // of the bytes of the text, in order
}

type token struct {
	text         string
	note, begins bool // of a footnote; the first of one
}

type stretch struct {
	end  int
	look Look
}

func streamOf(runs []Run) (s stream) {
	var all strings.Builder
	for _, r := range runs {
		all.WriteString(r.Text)
		all.WriteString(r.Note)
	}
	s.text = all.String()
	cut, at := 0, 0 // words go on from run to run, but not into a footnote
	wear := func(n int, look Look) {
		at += n
		if last := len(s.looks) - 1; last >= 0 && s.looks[last].look == look {
			s.looks[last].end = at
		} else if n > 0 {
			s.looks = append(s.looks, stretch{at, look})
		}
	}
	flush := func(note bool) {
		for i, t := range tokensOf(s.text[cut:at]) {
			s.tokens = append(s.tokens, token{text: t, note: note, begins: note && i == 0})
		}
		cut = at
	}
	for _, r := range runs {
		wear(len(r.Text), r.look())
		if r.Note != "" {
			flush(false)
			wear(len(r.Note), Look{})
			flush(true)
		}
	}
	flush(false)
	return s
}

// wordDiffer compares passages word by word. What it may spend is bounded over all of them, so that no text, however it
// is made, keeps a reader waiting.
type wordDiffer struct {
	ids    map[token]int
	budget int // comparisons of words with words
}

const (
	wordBudget  = 60_000_000
	wordsAtOnce = 1_000_000 // comparisons for one call of the differ
)

func newWordDiffer() *wordDiffer { return &wordDiffer{ids: map[token]int{}, budget: wordBudget} }

func (w *wordDiffer) number(tokens []token) []int {
	ids := make([]int, len(tokens))
	for i, t := range tokens {
		id, known := w.ids[t]
		if !known {
			id = len(w.ids)
			w.ids[t] = id
		}
		ids[i] = id
	}
	return ids
}

// hunk is a stretch of tokens that were kept, or deleted and inserted.
type hunk struct {
	kept                        bool
	fromA, toA, fromB, toB      int
	wordsDeleted, wordsInserted bool
}

// words compares two passages.
func (w *wordDiffer) words(a, b []Run) []Segment {
	s := segmenter{before: walker{stream: streamOf(a)}, after: walker{stream: streamOf(b)}}
	hunks := w.hunks(w.number(s.before.tokens), w.number(s.after.tokens))
	for _, h := range readable(hunks, s.before.tokens, s.after.tokens) {
		if h.kept {
			s.keep(h.toA - h.fromA)
			continue
		}
		s.alone(&s.before, h.toA-h.fromA, Deleted)
		s.alone(&s.after, h.toB-h.fromB, Inserted)
	}
	return s.segments
}

// hunks parts two rows of words where they agree. Long ones are first held together by what is there once.
func (w *wordDiffer) hunks(a, b []int) (hunks []hunk) {
	i, j := 0, 0
	add := func(kept bool, n, k int) {
		if n+k == 0 {
			return
		}
		if last := len(hunks) - 1; last >= 0 && hunks[last].kept == kept {
			hunks[last].toA, hunks[last].toB = i+n, j+k
		} else {
			hunks = append(hunks, hunk{kept: kept, fromA: i, toA: i + n, fromB: j, toB: j + k})
		}
		i, j = i+n, j+k
	}
	gap := func(x, y int) { w.diff(a[i:x], b[j:y], add) }
	if len(a)*len(b) > wordsAtOnce {
		var anchors [][2]int
		patience(a, b, func(x, y int) { anchors = append(anchors, [2]int{x, y}) })
		slices.SortFunc(anchors, func(x, y [2]int) int { return x[0] - y[0] })
		for _, at := range anchors {
			gap(at[0], at[1])
			add(true, 1, 1)
		}
	}
	gap(len(a), len(b))
	return hunks
}

// diff hands two short rows to the differ, each word as one character of the private planes.
func (w *wordDiffer) diff(a, b []int, add func(kept bool, n, k int)) {
	cost := len(a) * len(b)
	if cost == 0 || cost > wordsAtOnce || cost > w.budget {
		add(false, len(a), len(b))
		return
	}
	w.budget -= cost
	const firstPrivate = 0xF0000
	runes := map[int]rune{}
	spell := func(ids []int) []rune {
		text := make([]rune, len(ids))
		for i, id := range ids {
			r, known := runes[id]
			if !known {
				r = firstPrivate + rune(len(runes))
				runes[id] = r
			}
			text[i] = r
		}
		return text
	}
	x, y := spell(a), spell(b)
	if firstPrivate+len(runes) > unicode.MaxRune {
		add(false, len(a), len(b))
		return
	}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // the same answer on a slow machine
	for _, d := range dmp.DiffCleanupSemantic(dmp.DiffMainRunes(x, y, false)) {
		switch n := utf8.RuneCountInString(d.Text); d.Type {
		case diffmatchpatch.DiffEqual:
			add(true, n, n)
		case diffmatchpatch.DiffDelete:
			add(false, n, 0)
		case diffmatchpatch.DiffInsert:
			add(false, 0, n)
		}
	}
}

// readable joins replacements that only a space or a comma parts: "nine words for seven", not nine for seven one by one.
func readable(hunks []hunk, a, b []token) []hunk {
	var out []hunk
	for _, h := range hunks {
		if h.kept {
			out = append(out, h)
			continue
		}
		h.wordsDeleted = slices.ContainsFunc(a[h.fromA:h.toA], token.isWord)
		h.wordsInserted = slices.ContainsFunc(b[h.fromB:h.toB], token.isWord)
		for n := len(out); n >= 2; n = len(out) {
			between, first := out[n-1], out[n-2]
			deleted, inserted := first.wordsDeleted || h.wordsDeleted, first.wordsInserted || h.wordsInserted
			if between.toA-between.fromA > 2 || !deleted || !inserted || slices.ContainsFunc(a[between.fromA:between.toA], token.isWord) {
				break
			}
			h.fromA, h.fromB, h.wordsDeleted, h.wordsInserted = first.fromA, first.fromB, deleted, inserted
			out = out[:n-2]
		}
		out = append(out, h)
	}
	return out
}

func (t token) isWord() bool { return isWord(t.text) }
