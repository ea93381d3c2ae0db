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
	case startsWith(bare, l.positions) && l.ofMany(bare):
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

// ofMany tells whether a position is held at many organs, or by many: "Bí thư các đảng ủy xã", "Chủ tịch, các Phó Chủ tịch".
// "Trưởng Ban Quản lý các khu công nghiệp" is one.
func (l *lexicon) ofMany(text string) bool {
	for {
		_, rest, ok := strings.Cut(text, " "+foldText("các")+" ")
		if !ok {
			return false
		}
		if text = " " + rest; startsWith(text, l.plural) {
			return true
		}
	}
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
