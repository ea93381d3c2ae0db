package distribution

import (
	"regexp"
	"strings"
)

// span bounds how many pieces between commas one phrase may cover; the longest in the lexicon covers four.
const span = 6

// reading is what one Parse carries: the names of our own organs, and how many words may still be matched, so that a hostile
// text costs a second and not an hour. A nil reading has neither.
type reading struct {
	own  map[string]bool
	left int
}

// affordable is many times what a block of 5,000 receivers needs.
const affordable = 120_000

func (rd *reading) owns(name string) bool { return rd != nil && rd.own[name] }

func (rd *reading) afford(words int) bool {
	if rd == nil {
		return true
	}
	rd.left -= words
	return rd.left >= 0
}

// targets reads who is named by the words of a line.
func (l *lexicon) targets(ws []word, rd *reading) []Target {
	if head, items, ok := l.nestedList(ws); ok {
		return l.nestedTargets(head, items, rd)
	}
	if t, ok := l.whole(ws, rd); ok {
		return []Target{t}
	}
	if t, ok := l.namedPerson(ws); ok {
		return []Target{t}
	}
	pieces := l.pieces(ws)
	if len(pieces) <= 1 { // none: the line is marks without a word, and names nobody
		return []Target{l.free(ws)}
	}
	var out []Target
	for i := 0; i < len(pieces); {
		t, n := l.longest(pieces[i:], rd)
		out = append(out, t)
		i += n
	}
	l.shareScope(out)
	return out
}

// piece is what stands between two marks that may part receivers; sep is the mark before it.
type piece struct{ sep, ws []word }

// pieces cuts at "," and "và" wherever a receiver can begin: "Sở Giáo dục và Đào tạo" stays whole, "Văn phòng và các ban" does not.
func (l *lexicon) pieces(ws []word) []piece {
	var out []piece
	var sep []word
	start := 0
	for i := 1; i < len(ws); i++ {
		j := i
		for j < len(ws) && (ws[j].raw == "," || foldWord(ws[j].raw) == foldedAnd) {
			j++
		}
		if j == i {
			continue
		}
		if j < len(ws) && l.begins(ws[j:]) {
			out = append(out, piece{sep, ws[start:i]})
			sep, start = ws[i:j], j
		}
		i = j
	}
	if start < len(ws) {
		out = append(out, piece{sep, ws[start:]})
	}
	return out
}

var (
	foldedAnd     = foldWord("và")
	manyMarks     = regexp.MustCompile(` (?:,|` + foldWord("và") + `|` + foldWord("các") + `)(?: |$)`) // what makes a phrase plural
	manyWords     = foldAll([]string{"các", "những", "toàn thể"})
	comradeWords  = foldAll([]string{"đồng chí", "ông", "bà"})
	standingWords = foldAll([]string{"thường trực", "ban thường vụ", "ban chấp hành"})
)

// begins tells whether a receiver can begin with these words. It is asked at every comma of a line, so it looks no further
// than what it knows can be long.
func (l *lexicon) begins(ws []word) bool {
	text := foldedFront(ws, l.opening)
	if startsWith(text, manyWords) || startsWith(text, comradeWords) {
		return true
	}
	if startsWith(text, l.plurals) || startsWith(text, standingWords) {
		return true
	}
	return upper(ws[0].raw) && (startsWith(text, l.organs) || startsWith(text, l.positions))
}

// longest reads one receiver off the front: the longest run of pieces that is a phrase, else the first piece as a free name.
func (l *lexicon) longest(pieces []piece, rd *reading) (Target, int) {
	for n := min(span, len(pieces)); n > 0; n-- {
		var run []word
		for i, p := range pieces[:n] {
			if i > 0 {
				run = append(run, p.sep...)
			}
			run = append(run, p.ws...)
		}
		if t, ok := l.whole(run, rd); ok {
			return t, n
		}
	}
	if t, ok := l.namedPerson(pieces[0].ws); ok {
		return t, 1
	}
	return l.free(pieces[0].ws), 1
}

// whole matches the words as one phrase of the lexicon.
func (l *lexicon) whole(ws []word, rd *reading) (Target, bool) {
	if !rd.afford(len(ws)) {
		return Target{}, false
	}
	text := folded(ws)
	for i := range l.phrases {
		p := &l.phrases[i]
		for _, re := range p.forms {
			m := re.FindStringSubmatchIndex(text)
			if m == nil || p.Plural && !manyMarks.MatchString(text) {
				continue
			}
			if t, ok := l.match(p, re, m, text, ws, rd); ok {
				return t, true
			}
		}
	}
	return Target{}, false
}

// match builds the target of a phrase that matched; a {place} that is no proper name is no match.
func (l *lexicon) match(p *phrase, re *regexp.Regexp, m []int, text string, ws []word, rd *reading) (Target, bool) {
	group := func(name string) string {
		i := re.SubexpIndex(name)
		if i < 0 || m[2*i] < 0 {
			return ""
		}
		return text[m[2*i]:m[2*i+1]]
	}
	t := Target{Kind: p.Kind, Text: written(ws), Name: long(ws), phrase: p}
	if i := re.SubexpIndex("place"); i >= 0 && m[2*i] >= 0 {
		place := wordsAt(ws, text, m[2*i], m[2*i+1])
		name := l.properName(place)
		if name == nil {
			return Target{}, false
		}
		t.place = long(name)
	}
	if i := re.SubexpIndex("name"); i >= 0 && m[2*i] >= 0 {
		t.named = written(wordsAt(ws, text, m[2*i], m[2*i+1]))
	}
	t.area = group("committee")
	if t.area == "" {
		t.area = group("area")
	}
	t.Body = l.bodyName(t)
	if t.place != "" && p.Named != "" && !rd.owns(folded(l.words(t.Body))) {
		t.Kind = p.Named
	}
	l.label(&t)
	return t, true
}

// properName gives the words of a place: capitals, perhaps after the word of an area ("xã Hòa Thắng"); empty for a bare area
// ("Đảng bộ tỉnh"); nil when it is no name.
func (l *lexicon) properName(ws []word) []word {
	name := ws
	if startsWith(folded(ws), l.areaWords()) {
		n := 1
		if _, ok := l.areas[strings.TrimSpace(folded(ws[:min(2, len(ws))]))]; ok && len(ws) > 1 {
			n = 2
		}
		name = ws[n:]
		if len(name) == 0 {
			return []word{}
		}
	}
	if !upper(name[0].raw) {
		return nil
	}
	for _, w := range name {
		if f := foldWord(w.raw); f == foldedAnd || startsWith(" "+f, manyWords) {
			return nil
		}
	}
	return ws
}

func (l *lexicon) areaWords() []string {
	out := make([]string, 0, len(l.areas))
	for name := range l.areas {
		out = append(out, " "+name)
	}
	return out
}

// bodyName is the organ that a committee or area with its place names: "Huyện ủy Tuy Phong", "huyện Tuy Phong".
func (l *lexicon) bodyName(t Target) string {
	name := strings.TrimSpace(t.area)
	if c, ok := l.committees[name]; ok {
		name = c.Name
	} else if a, ok := l.areas[name]; ok {
		name = a.Name
	}
	return strings.TrimSpace(name + " " + t.place)
}

// label fills in key and scope from the phrase and the area that it matched.
func (l *lexicon) label(t *Target) {
	name := strings.TrimSpace(t.area)
	c, isCommittee := l.committees[name]
	a, isArea := l.areas[name]
	key := t.phrase.Key
	committeeKey := c.Key
	if isArea {
		committeeKey = a.Committee
	}
	key = strings.ReplaceAll(key, "{committee}", committeeKey)
	key = strings.ReplaceAll(key, "{area}", a.Key)
	t.Key = strings.TrimSuffix(key, "_")
	switch {
	case isCommittee && t.place != "":
		t.Scope = c.Code + ":" + t.place
	case isCommittee:
		t.Scope = c.Code
	case isArea:
		t.Scope = strings.TrimSpace(a.Name + " " + t.place)
	}
	if t.phrase.Scope != "" && t.place == "" {
		t.Scope = t.phrase.Scope
	}
}

// wordsAt gives the words behind a stretch of the folded text.
func wordsAt(ws []word, text string, from, to int) []word {
	first, last, at := -1, -1, 0
	for i, w := range ws {
		at += len(folded([]word{w}))
		if first < 0 && at > from {
			first = i
		}
		if at <= to {
			last = i
		}
	}
	if first < 0 || last < first {
		return nil
	}
	return ws[first : last+1]
}

// written joins words as they were written, marks set as in print.
func written(ws []word) string {
	raw := make([]word, len(ws))
	for i, w := range ws {
		raw[i] = word{raw: w.raw, long: w.raw}
	}
	return long(raw)
}
