package distribution

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
)

// word is one word or mark of a line: as it was written, and as it is compared. An abbreviation has the folded long form
// in fold (several words) and the long form in long.
type word struct {
	raw  string
	long string   // the word as it reads: "TT." → "Thường trực"
	fold []string // folded words of long
}

// foldWord is the form in which words are compared: case and the place of a tone mark do not count.
func foldWord(s string) string { return directory.Fold(s) }

// foldText folds every word of s and joins them by single spaces; marks stand as words of their own.
func foldText(s string) string {
	parts := split(s)
	for i, p := range parts {
		parts[i] = foldWord(strings.TrimSuffix(p, "."))
	}
	return strings.Join(parts, " ")
}

// split cuts a text into words and marks. A dot stays with its word ("TT."), a slash inside it ("b/c"); every dash is "-".
func split(s string) []string {
	var out []string
	var cur []rune
	flush := func() {
		if len(cur) > 0 {
			out = append(out, string(cur))
			cur = cur[:0]
		}
	}
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.IsSpace(r):
			flush()
		case r == '.':
			if len(cur) > 0 {
				cur = append(cur, r)
				flush()
			}
		case r == '/' && len(cur) > 0, unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			cur = append(cur, r)
		case isDash(r):
			flush()
			out = append(out, "-")
		case r == '…':
			flush()
		default:
			flush()
			out = append(out, string(r))
		}
	}
	flush()
	return out
}

func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' }

// words cuts a text and reads the abbreviations.
func (l *lexicon) words(s string) []word {
	parts := split(s)
	out := make([]word, 0, len(parts))
	for i := 0; i < len(parts); {
		w, n := l.wordAt(parts[i:])
		w.fold = strings.Fields(foldText(w.long))
		out = append(out, w)
		i += n
	}
	return out
}

// wordAt reads the word or the longest abbreviation ("CT-XH", "BTC Tỉnh ủy") that parts begin with, and how many it takes.
func (l *lexicon) wordAt(parts []string) (word, int) {
	for n := min(l.shortWords, len(parts)); n > 1; n-- {
		if long, ok := l.short[strings.Join(parts[:n], " ")]; ok {
			return word{raw: tight(parts[:n]), long: long}, n
		}
	}
	if strings.Contains(parts[0], "/") && parts[0][0] >= '0' && parts[0][0] <= '9' { // a symbol: "15/QĐ-UBND"
		n := 1
		for n+1 < len(parts) && parts[n] == "-" && strings.ToUpper(parts[n+1]) == parts[n+1] {
			n += 2
		}
		raw := strings.Join(parts[:n], "")
		return word{raw: raw, long: raw}, n
	}
	w := word{raw: parts[0], long: strings.TrimSuffix(parts[0], ".")}
	if long, ok := l.short[w.long]; ok {
		w.long = long
	}
	return w, 1
}

// tight joins words as abbreviations are printed: no space at "-" and "&".
func tight(parts []string) string {
	return strings.NewReplacer(" - ", "-", " & ", "&").Replace(strings.Join(parts, " "))
}

// long joins words as they read in full, marks set as in print.
func long(ws []word) string {
	var s strings.Builder
	for i, w := range ws {
		if i > 0 && w.raw != "," && w.raw != ":" && w.raw != ")" && ws[i-1].raw != "(" {
			s.WriteByte(' ')
		}
		s.WriteString(w.long)
	}
	return s.String()
}

// folded joins the folded words, each with a space before it: the form that phrases match.
func folded(ws []word) string { return foldedFront(ws, math.MaxInt) }

// foldedFront is folded up to the word with which it has n of them.
func foldedFront(ws []word, n int) string {
	var s strings.Builder
	for _, w := range ws {
		if n <= 0 {
			break
		}
		for _, f := range w.fold {
			s.WriteByte(' ')
			s.WriteString(f)
		}
		n -= len(w.fold)
	}
	return s.String()
}

// upper tells whether a word begins with a capital or a digit, as names do ("Tuy Phong", "Quận 1").
func upper(s string) bool {
	for _, r := range s {
		return unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	return false
}
