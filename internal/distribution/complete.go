package distribution

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// complete finds what an issuer may mean by what was typed so far: organs, groups and people of the date, and phrases of the
// lexicon that mean somebody here.
func complete(tx *store.Tx, issuer directory.Organ, q string, on store.Date) ([]Suggestion, error) {
	l := embedded()
	asked, ok := l.ask(q)
	if !ok {
		return []Suggestion{}, nil
	}
	r := newResolver(tx, Env{Issuer: issuer, On: on})
	if err := r.prepare(); err != nil {
		return nil, err
	}
	var answers []answer
	for _, find := range []func(query) ([]answer, error){r.groupsLike, r.phrasesLike, r.organsLike, r.peopleLike} {
		found, err := find(asked)
		if err != nil {
			return nil, err
		}
		answers = append(answers, found...)
	}
	heirs, err := r.heirsOf(asked)
	if err != nil {
		return nil, err
	}
	return ranked(append(answers, heirs...)), nil
}

// organsLike are the organs of the date; one that several ways of writing lead to is written by the way that answers best.
func (r *resolver) organsLike(q query) ([]answer, error) {
	names, err := directory.OrganNames(r.tx, r.env.On)
	if err != nil {
		return nil, fmt.Errorf("complete Nơi nhận: %w", err)
	}
	above := make(map[string]string, len(names))
	best := map[string]answer{}
	for _, n := range names {
		above[n.ID] = n.Name
		score := q.match(n.Written)
		if score == unlike || score <= best[n.ID].score {
			continue
		}
		distance := r.distance(n.ID)
		if d := r.distance(n.Above); d < len(r.lineage) {
			distance = min(distance, d+1)
		}
		best[n.ID] = answer{Suggestion{Text: n.Name, Kind: "organ", ID: n.ID, Detail: n.Above}, score, distance}
	}
	out := make([]answer, 0, len(best))
	for _, a := range best {
		a.Detail = above[a.Detail]
		if !r.own(directory.Organ{ID: a.ID}) { // nobody sends to himself
			out = append(out, a)
		}
	}
	return out, nil
}

// groupsLike are the groups that the issuer's words can mean, by name and by their phrases.
func (r *resolver) groupsLike(q query) ([]answer, error) {
	var out []answer
	for _, g := range r.groups {
		text, score := g.Name, q.match(g.Name)
		for _, p := range g.Patterns {
			if s := q.match(p); s > score {
				text, score = p, s
			}
		}
		if score == unlike || len(out) >= mostTried {
			continue
		}
		t := r.l.alone(r.l.words(text), nil)
		meant, err := r.meant([]directory.Group{g}, t)
		if err != nil {
			return nil, err
		}
		if len(meant) == 1 {
			out = append(out, answer{Suggestion{Text: text, Kind: "group", ID: g.ID, Detail: g.Name}, score, r.groupDistance(g)})
		}
	}
	return out, nil
}

// peopleLike are those in office, by name or by post.
func (r *resolver) peopleLike(q query) ([]answer, error) {
	people, err := directory.PersonNames(r.tx, r.env.On)
	if err != nil {
		return nil, fmt.Errorf("complete Nơi nhận: %w", err)
	}
	var out []answer
	for _, p := range people {
		byName, byTitle := q.match(p.Name), q.match(p.Title)
		a := answer{Suggestion{Text: r.address(p.Gender) + " " + p.Name, Kind: "person", ID: p.ID, Detail: p.Title}, byName, r.distance(p.OrganID)}
		if byTitle > byName {
			a.score = byTitle
			if kind := r.l.alone(r.l.words(p.Title), nil).Kind; kind == Person || kind == PersonGroup { // "Văn thư Sở" is no position to send to
				a.Text, a.Detail = p.Title, p.Name
			}
		}
		if a.score != unlike {
			out = append(out, a)
		}
	}
	return out, nil
}

// address is how the issuer's regime calls a person.
func (r *resolver) address(gender string) string {
	switch {
	case r.env.Issuer.Regime == directory.Party:
		return "đồng chí"
	case gender == "nữ":
		return "bà"
	}
	return "ông"
}

// phrasesLike are the lexicon's own ways of saying, filled with the committees and areas of our lineage, that somebody answers
// to; and the lines that need no directory.
func (r *resolver) phrasesLike(q query) ([]answer, error) {
	var out []answer
	for _, said := range r.sayings() {
		text, score := said.text, q.match(said.text)
		if score == unlike || len(out) >= mostTried {
			continue
		}
		kind := "phrase"
		if isArchive(text) {
			kind = "archive"
		} else if line := r.l.line(1, rawLine{text: text}, nil); line.Kind != Ref {
			ok, err := r.answers(line)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		out = append(out, answer{Suggestion{Text: text, Kind: kind}, score, said.distance})
	}
	return out, nil
}

// answers tells whether a line names somebody here; what it finds is put aside.
func (r *resolver) answers(line Line) (bool, error) {
	was, index := r.out, r.index
	r.out, r.index, r.reasons = Resolution{}, map[string]int{}, nil
	err := r.line(line)
	ok := len(r.out.Problems) == 0 && len(r.out.Recipients) > 0
	r.out, r.index, r.reasons = was, index, nil
	return ok, err
}

// saying is a phrase in words, and how near whom it is about stands.
type saying struct {
	text     string
	distance int
}

// sayings are the phrases' ways of saying for this issuer.
func (r *resolver) sayings() []saying {
	var committees, areas []saying
	for i, o := range r.lineage {
		t, ok := r.l.whole(r.l.words(o.Name), nil)
		if !ok {
			continue
		}
		name := strings.TrimSpace(t.area)
		if c, is := r.l.committees[name]; is {
			committees = append(committees, saying{c.Name, i})
		}
		if a, is := r.l.areas[name]; is {
			areas = append(areas, saying{a.Name, i})
		}
	}
	var out []saying
	fill := func(say, blank string, with []saying) {
		for _, w := range with {
			out = append(out, saying{strings.ReplaceAll(say, blank, w.text), w.distance})
		}
	}
	for i := range r.l.phrases {
		for _, say := range r.l.phrases[i].Say {
			switch {
			case strings.Contains(say, "{committee}"):
				fill(say, "{committee}", committees)
			case strings.Contains(say, "{area}"):
				fill(say, "{area}", areas)
			default:
				out = append(out, saying{say, 0})
			}
		}
	}
	for _, line := range r.l.lines[string(r.env.Issuer.Regime)] {
		out = append(out, saying{line, 0})
	}
	return out
}

// heirsOf offers the successors of closed organs: of the one whose name was typed in full first, then of those whose names
// begin with what was typed, accents or none. One word must be all of a name: else it brings up half the old directory.
func (r *resolver) heirsOf(q query) ([]answer, error) {
	least := fromTheTop
	if len(q.words) < 2 {
		least = whole
	}
	closed, err := directory.ClosedNames(r.tx, r.env.On)
	if err != nil {
		return nil, fmt.Errorf("complete Nơi nhận: %w", err)
	}
	scores := map[directory.OrganName]int{}
	for _, n := range closed {
		organ := directory.OrganName{ID: n.ID, Name: n.Name}
		if score := q.match(n.Written); score >= least {
			scores[organ] = max(scores[organ], score)
		}
	}
	var out []answer
	for organ, score := range scores {
		heirs, err := r.heirs(organ.ID)
		if err != nil {
			return nil, err
		}
		for _, name := range heirs {
			a := answer{Suggestion{Text: name, Kind: "organ", Detail: "kế thừa " + organ.Name}, score, len(r.lineage)}
			if score == whole {
				a.distance = 0
			}
			out = append(out, a)
		}
	}
	return out, nil
}

// heirs are the names of who took over from a closed organ, by the date.
func (r *resolver) heirs(id string) (names []string, err error) {
	_, err = directory.OrganAt(r.tx, id, r.env.On)
	var refused *fault.Fault
	if !errors.As(err, &refused) {
		return nil, err
	}
	for _, reason := range refused.Reasons {
		if reason.Code == "ORGAN_SUCCESSOR" {
			names = append(names, reason.Detail)
		}
	}
	return names, nil
}

// like are the organs and groups whose names share most words with an unknown one, at most three.
func like(tx *store.Tx, issuer directory.Organ, words string, on store.Date) ([]string, error) {
	r := newResolver(tx, Env{Issuer: issuer, On: on})
	if err := r.prepare(); err != nil {
		return nil, err
	}
	organs, err := directory.OrganNames(tx, on)
	if err != nil {
		return nil, fmt.Errorf("look for names like %q: %w", words, err)
	}
	asked := map[string]bool{}
	for _, w := range nameWords(directory.Bare(long(r.l.words(words)))) {
		asked[w] = true
	}
	best := map[string]answer{}
	offer := func(text, written string, distance int) {
		name := nameWords(directory.Bare(written))
		shared := 0
		for _, w := range name {
			if asked[w] {
				shared++
			}
		}
		if all := max(len(asked), len(name)); all > 0 {
			score := 100 * shared / all
			if score >= alike && score > best[text].score {
				best[text] = answer{Suggestion{Text: text}, score, distance}
			}
		}
	}
	for _, o := range organs {
		offer(o.Name, o.Written, min(r.distance(o.ID), r.distance(o.Above)))
	}
	for _, g := range r.groups {
		if r.distance(g.OwnerID) < len(r.lineage) {
			offer(g.Name, g.Name, r.distance(g.OwnerID))
		}
	}
	var out []string
	for _, s := range ranked(slices.Collect(maps.Values(best))) {
		if len(out) < guessesEach {
			out = append(out, s.Text)
		}
	}
	return out, nil
}

// alike is the share of words, in percent, from which a name is offered for another.
const alike = 60
