package distribution

import (
	"strings"
	"unicode/utf8"
)

// free reads words that are no phrase of the lexicon: an organ by its name, office-holders by their position, a person.
func (l *lexicon) free(ws []word) Target {
	t := Target{Kind: l.freeKind(ws), Text: written(ws), Name: long(ws)}
	return t
}

func (l *lexicon) freeKind(ws []word) Kind {
	text := folded(ws)
	many := startsWith(text, manyWords)
	bare := trimStart(text, manyWords)
	comrades := startsWith(bare, comradeWords)
	bare = trimStart(strings.TrimPrefix(trimStart(bare, comradeWords), " :"), manyWords)
	switch {
	case startsWith(bare, l.positions) && (many || startsWith(bare, l.plurals)):
		return PersonGroup
	case many && comrades:
		return PersonGroup
	case startsWith(bare, l.positions) && strings.Contains(bare, " "+foldText("các")+" "+foldText("phó")):
		return PersonGroup
	case comrades, startsWith(bare, l.positions):
		return Person
	case many:
		return OrgGroup
	case startsWith(text, standingWords):
		return Collective
	case l.personName(ws):
		return Person
	}
	return Org
}

func trimStart(text string, words []string) string {
	for _, w := range words {
		if text == w || strings.HasPrefix(text, w+" ") {
			return text[len(w):]
		}
	}
	return text
}

// personName tells whether the words are a full name: a surname and one to four more words, all with capitals.
func (l *lexicon) personName(ws []word) bool {
	if len(ws) < 2 || len(ws) > 5 || !l.surnames[strings.Join(ws[0].fold, " ")] {
		return false
	}
	for _, w := range ws {
		if !upper(w.raw) || strings.ToUpper(w.raw) == w.raw && utf8.RuneCountInString(w.raw) > 1 {
			return false
		}
	}
	return true
}

// namedPerson reads "đồng chí Nguyễn Văn A, Phó Bí thư Tỉnh ủy": a name, and after a comma or dash the person's position.
func (l *lexicon) namedPerson(ws []word) (Target, bool) {
	text := folded(ws)
	if !startsWith(text, comradeWords) {
		return Target{}, false
	}
	n := len(trimStart(text, comradeWords))
	start := 0
	for start < len(ws) && len(folded(ws[start:])) > n {
		start++
	}
	end := start
	for end < len(ws) && ws[end].raw != "," && ws[end].raw != "-" {
		end++
	}
	if !l.personName(ws[start:end]) {
		return Target{}, false
	}
	if end < len(ws) && (end+1 == len(ws) || !startsWith(folded(ws[end+1:]), l.positions)) {
		return Target{}, false
	}
	return Target{Kind: Person, Text: written(ws), Name: long(ws[start:end])}, true
}

// nestedList cuts "VPCP: BTCN, các PCN, …" at its colon. "Các đồng chí: …" is a list too.
func nestedList(ws []word) (head, items []word, ok bool) {
	depth := 0
	for i, w := range ws {
		switch w.raw {
		case "(":
			depth++
		case ")":
			depth--
		case ":":
			if depth == 0 && i > 0 && i < len(ws)-1 {
				return ws[:i], ws[i+1:], true
			}
		}
	}
	return nil, nil, false
}

// nestedTargets reads the list after a colon. Under an organ the items are its inner receivers ("VPCP: BTCN, …"); under the
// plural of an organ's first word they are names without it ("Các sở: Nội vụ, Tài chính"); under "Các đồng chí" they are people.
func (l *lexicon) nestedTargets(head, items []word, rd *reading) []Target {
	text := folded(head)
	first, many := trimStart(text, manyWords), startsWith(text, manyWords)
	var out []Target
	for _, item := range cutAtCommas(items) {
		if len(item) == 0 {
			continue
		}
		t, ok := l.whole(item, rd)
		if !ok {
			t = l.free(item)
		}
		switch {
		case startsWith(first, comradeWords) && t.Kind == Org:
			t.Kind = Person
		case many && t.Kind == Org && !ok && !startsWith(folded(item), l.organs) && startsWith(first, l.organs):
			word := strings.TrimSpace(long(head[len(head)-1:]))
			t.Name = capital(word) + " " + t.Name
		case !many:
			t.Within = long(head)
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		return []Target{l.free(head)}
	}
	return out
}

func cutAtCommas(ws []word) [][]word {
	var out [][]word
	start := 0
	for i, w := range ws {
		if w.raw == "," {
			out = append(out, ws[start:i])
			start = i + 1
		}
	}
	return append(out, ws[start:])
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
