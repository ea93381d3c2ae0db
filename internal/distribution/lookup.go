package distribution

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
)

// manyLookups is when reading all organs at once beats asking for one name after another.
const manyLookups = 32

// group finds the group of the directory that a target names: by one of the group's own phrases, else by key and scope. Of
// several the one of our own lineage is meant.
func (r *resolver) group(t Target) (directory.Group, bool, error) {
	candidates := r.groupsNamed(r.groups, t)
	if len(candidates) == 0 {
		return directory.Group{}, false, r.endedGroup(t)
	}
	g, ok := nearest(candidates, func(g directory.Group) int { return r.distance(g.OwnerID) })
	if !ok {
		names := make([]string, len(candidates))
		for i, c := range candidates {
			names[i] = c.Name + " (" + orElse(c.Scope, c.OwnerID) + ")"
		}
		return directory.Group{}, false, ambiguous(t, names)
	}
	return g, true, nil
}

func (r *resolver) groupsNamed(groups []directory.Group, t Target) []directory.Group {
	said := map[string]bool{directory.Fold(t.Text): true, directory.Fold(t.Name): true}
	var byPhrase, byKey []directory.Group
	for _, g := range groups {
		switch {
		case said[directory.Fold(g.Name)] || slices.ContainsFunc(g.Patterns, func(p string) bool { return said[directory.Fold(p)] }):
			byPhrase = append(byPhrase, g)
		case t.Key != "" && g.Key == t.Key && sameScope(g, t):
			byKey = append(byKey, g)
		}
	}
	if len(byPhrase) > 0 {
		return byPhrase
	}
	return byKey
}

// sameScope tells whether a group is of the place that the words name; words without a place leave it open.
func sameScope(g directory.Group, t Target) bool {
	of := " " + directory.Fold(strings.ReplaceAll(g.Scope, ":", " ")+" "+g.Name) + " "
	return t.place == "" || strings.Contains(of, " "+directory.Fold(t.place)+" ")
}

// endedGroup refuses the name of a group that stood once: its owner has closed.
func (r *resolver) endedGroup(t Target) error {
	if t.Kind == Person || t.Kind == Org && t.Key == "" {
		return nil
	}
	if r.ended == nil {
		all, err := directory.AllGroups(r.tx)
		if err != nil {
			return fmt.Errorf("resolve Nơi nhận: %w", err)
		}
		r.ended = slices.DeleteFunc(all, func(g directory.Group) bool {
			return g.ValidFrom > r.env.On || slices.ContainsFunc(r.groups, func(s directory.Group) bool { return s.ID == g.ID })
		})
	}
	for _, g := range r.groupsNamed(r.ended, t) {
		if _, err := directory.OrganAt(r.tx, g.OwnerID, r.env.On); err != nil {
			return err
		}
	}
	return nil
}

// distance is how near an organ stands to the issuer: its place in the lineage, large outside it.
func (r *resolver) distance(organID string) int {
	for i, o := range r.lineage {
		if o.ID == organID {
			return i
		}
	}
	return len(r.lineage)
}

// nearest picks the one candidate with the least distance; not ok when two are as near.
func nearest[T any](candidates []T, distance func(T) int) (best T, ok bool) {
	least := -1
	for _, c := range candidates {
		switch d := distance(c); {
		case least < 0 || d < least:
			best, least, ok = c, d, true
		case d == least:
			ok = false
		}
	}
	return best, ok
}

// organNamed finds the organ that a target names. A bare name ("Ban Tổ chức Tỉnh ủy") is tried with the places of our own
// lineage; a collective goes to its body ("Ban Thường vụ Huyện ủy Tuy Phong" to the Huyện ủy).
func (r *resolver) organNamed(t Target) (directory.Organ, error) {
	names := []string{t.Text, t.Name}
	if t.place == "" {
		for _, p := range r.places {
			names = append(names, t.Name+" "+p)
		}
	}
	if t.phrase != nil && t.Body != "" && startsWith(" "+foldText(t.Name), standingWords) {
		names = append(names, t.Body)
		for _, p := range r.places {
			if t.place == "" {
				names = append(names, t.Body+" "+p)
			}
		}
	}
	var refused error
	for _, name := range names {
		organs, err := r.organs(name)
		if err != nil {
			refused = err
			continue
		}
		if len(organs) == 0 {
			continue
		}
		o, ok := nearest(organs, r.organDistance)
		if !ok {
			listed := make([]string, len(organs))
			for i, o := range organs {
				listed[i] = o.Name
			}
			return directory.Organ{}, ambiguous(t, listed)
		}
		return o, nil
	}
	if refused != nil {
		return directory.Organ{}, refused
	}
	return directory.Organ{}, r.unknown(t)
}

// organDistance prefers the lineage, then those right under it.
func (r *resolver) organDistance(o directory.Organ) int {
	near := r.distance(o.ID)
	for _, id := range []string{o.ParentID, o.SuperiorID, o.UnitOf} {
		if d := r.distance(id); id != "" && d < len(r.lineage) {
			near = min(near, len(r.lineage)+d)
		}
	}
	if near == len(r.lineage) {
		near = 2 * len(r.lineage)
	}
	return near
}

// organs looks a name up, each once; after many names it reads the whole list instead.
func (r *resolver) organs(name string) ([]directory.Organ, error) {
	key := directory.Fold(name)
	if organs, ok := r.found[key]; ok {
		return organs, r.refused[key]
	}
	if r.all == nil && len(r.found) >= manyLookups {
		if err := r.readAll(); err != nil {
			return nil, err
		}
	}
	organs := r.all[key]
	var err error
	if len(organs) == 0 {
		organs, err = directory.FindOrgans(r.tx, name, r.env.On)
	}
	r.found[key], r.refused[key] = organs, err
	return organs, err
}

func (r *resolver) readAll() error {
	list, err := directory.Organs(r.tx, r.env.On)
	if err != nil {
		return fmt.Errorf("resolve Nơi nhận: %w", err)
	}
	r.all = make(map[string][]directory.Organ, len(list))
	for _, o := range list {
		keys := map[string]bool{directory.Fold(o.Name): true}
		for _, short := range o.ShortNames {
			keys[directory.Fold(short)] = true
		}
		for key := range keys {
			r.all[key] = append(r.all[key], o)
		}
	}
	return nil
}

func ambiguous(t Target, names []string) error {
	slices.Sort(names)
	return fault.New(fault.Unmet, "RECIPIENT_AMBIGUOUS", fmt.Sprintf("“%s” có thể là: %s. Hãy ghi đầy đủ tên.", t.Text, strings.Join(names, "; ")))
}

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
	folded := foldText(name)
	lead := foldText("lãnh đạo") + " "
	if !strings.HasPrefix(folded, lead) {
		return nil, nil
	}
	words := strings.Fields(name)
	organ := strings.Join(words[2:], " ")
	o, err := r.organNamed(Target{Kind: Org, Text: organ, Name: organ})
	if err != nil {
		return nil, err
	}
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
