package distribution

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/directory"
)

// roll is the people in office on the date, by name and by title.
type roll struct {
	byName  map[string][]directory.Account
	byTitle map[string][]directory.Account
}

// peopleNamed finds who is meant by a person's name, or by a position: one's own office is meant before another's.
func (r *resolver) peopleNamed(t Target) ([]directory.Person, error) {
	if r.people == nil {
		if err := r.readPeople(); err != nil {
			return nil, err
		}
	}
	name := bareName(t.Name)
	if found := r.people.byName[directory.Fold(name)]; len(found) > 0 {
		p, ok := nearest(found, r.accountDistance)
		if !ok {
			return nil, ambiguous(t, accountNames(found))
		}
		return []directory.Person{p.Person}, nil
	}
	for _, title := range r.titles(name) {
		if found := r.people.byTitle[directory.Fold(title)]; len(found) > 0 {
			return r.sameOffice(found), nil
		}
	}
	return r.leadersOf(name)
}

// titles are the ways a position may be written in the directory: as said, and with our own place behind it.
func (r *resolver) titles(name string) []string {
	out := []string{name}
	for _, p := range r.places {
		out = append(out, name+" "+p)
	}
	return out
}

// bareName takes "các", "đồng chí", "ông", "bà" off the front.
func bareName(name string) string {
	words := strings.Fields(name)
	for changed := true; changed; {
		changed = false
		for _, lead := range slices.Concat(manyWords, comradeWords) {
			n := len(strings.Fields(lead))
			if len(words) > n && " "+foldText(strings.Join(words[:n], " ")) == lead {
				words, changed = words[n:], true
			}
		}
	}
	return strings.Join(words, " ")
}

func (r *resolver) readPeople() error {
	accounts, err := directory.Accounts(r.tx, r.env.On)
	if err != nil {
		return fmt.Errorf("resolve Nơi nhận: %w", err)
	}
	r.people = &roll{byName: map[string][]directory.Account{}, byTitle: map[string][]directory.Account{}}
	for _, a := range accounts {
		key := directory.Fold(a.Name)
		r.people.byName[key] = append(r.people.byName[key], a)
		titles := map[string]bool{}
		for _, p := range a.Posts {
			for _, title := range []string{p.Title, long(r.l.words(p.Title))} { // said in full, written "Chủ tịch UBND xã"
				titles[directory.Fold(title)], titles[directory.Fold(title+" "+p.Organ)] = true, true
			}
		}
		for title := range titles {
			r.people.byTitle[title] = append(r.people.byTitle[title], a)
		}
	}
	return nil
}

// accountDistance is that of the nearest office the person holds a post in.
func (r *resolver) accountDistance(a directory.Account) int {
	near := len(r.lineage)
	for _, p := range a.Posts {
		near = min(near, r.distance(p.OrganID), r.distance(p.OfficeID))
	}
	return near
}

// sameOffice keeps those who stand nearest to the issuer: "các Phó Bí thư" are our own.
func (r *resolver) sameOffice(found []directory.Account) []directory.Person {
	least := len(r.lineage)
	for _, a := range found {
		least = min(least, r.accountDistance(a))
	}
	var people []directory.Person
	for _, a := range found {
		if r.accountDistance(a) == least {
			people = append(people, a.Person)
		}
	}
	return people
}

// leadersOf reads "Lãnh đạo Văn phòng …": the head and the deputies of the organ.
func (r *resolver) leadersOf(name string) ([]directory.Person, error) {
	if !strings.HasPrefix(foldText(name), foldText("lãnh đạo")+" ") {
		return nil, nil
	}
	organ := strings.Join(strings.Fields(name)[2:], " ")
	o, err := r.organNamed(Target{Kind: Org, Text: organ, Name: organ})
	if err != nil {
		return nil, err
	}
	return r.headAndDeputies(o)
}

func (r *resolver) headAndDeputies(o directory.Organ) ([]directory.Person, error) {
	held, err := directory.Holdings(r.tx, o.ID, r.env.On)
	if err != nil {
		return nil, fmt.Errorf("resolve Nơi nhận: %w", err)
	}
	var people []directory.Person
	for _, h := range held {
		if h.Standing == directory.Head || h.Standing == directory.Acting || h.Standing == directory.Deputy {
			people = append(people, directory.Person{ID: h.PersonID, Name: h.Name, Username: h.Username})
		}
	}
	return people, nil
}

func accountNames(found []directory.Account) []string {
	names := make([]string, len(found))
	for i, a := range found {
		names[i] = a.Name
		if len(a.Posts) > 0 {
			names[i] += " (" + a.Posts[0].Title + ")"
		}
	}
	return names
}
