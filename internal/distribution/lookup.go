package distribution

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
)

// manyLookups is when reading all organs at once beats asking for one name after another.
const manyLookups = 32

// group finds the group of the directory that a target names: by one of the group's own phrases, else by key and scope. It is
// a group of our own lineage that is meant, else one beside it in the same place, or of the Trung ương; a group of others
// only when the words name them.
func (r *resolver) group(t Target) (directory.Group, bool, error) {
	candidates, err := r.meant(r.groupsNamed(r.groups, t), t)
	if err != nil {
		return directory.Group{}, false, err
	}
	if len(candidates) == 0 {
		return directory.Group{}, false, r.endedGroup(t)
	}
	g, ok := nearest(candidates, func(g directory.Group) int { return r.groupDistance(g) })
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
	said := map[string]bool{directory.Fold(t.Words()): true, directory.Fold(t.Name): true}
	if t.named != "" {
		said[directory.Fold("Cụm thi đua "+t.named)], said[directory.Fold("Khối thi đua "+t.named)] = true, true
	}
	var byPhrase, byKey []directory.Group
	for _, g := range groups {
		switch {
		case said[directory.Fold(g.Name)] || slices.ContainsFunc(g.Patterns, func(p string) bool { return said[directory.Fold(p)] }):
			byPhrase = append(byPhrase, g)
		case t.Key != "" && g.Key == t.Key:
			byKey = append(byKey, g)
		}
	}
	if len(byPhrase) > 0 {
		return byPhrase
	}
	return byKey
}

// meant keeps those groups that words can mean when we write them.
func (r *resolver) meant(groups []directory.Group, t Target) ([]directory.Group, error) {
	inside := func(g directory.Group) bool { return r.distance(g.OwnerID) < len(r.lineage) }
	if t.place == "" && slices.ContainsFunc(groups, inside) {
		return slices.DeleteFunc(groups, func(g directory.Group) bool { return !inside(g) }), nil
	}
	if err := r.readOwners(groups); err != nil {
		return nil, err
	}
	words := " " + directory.Fold(t.Name) + " "
	return slices.DeleteFunc(groups, func(g directory.Group) bool {
		owner := r.owners[g.OwnerID]
		if t.place != "" {
			of := " " + directory.Fold(strings.ReplaceAll(g.Scope, ":", " ")+" "+g.Name+" "+owner.Name) + " "
			return !strings.Contains(of, " "+directory.Fold(t.place)+" ")
		}
		named := func(name string) bool { return strings.Contains(words, " "+directory.Fold(name)+" ") }
		return owner.Level != "trung_uong" && !r.beside(owner) && !named(owner.Name) && !slices.ContainsFunc(owner.ShortNames, named)
	}), nil
}

// readOwners looks up the owners of groups, each once.
func (r *resolver) readOwners(groups []directory.Group) error {
	var missing []string
	for _, g := range groups {
		if _, known := r.owners[g.OwnerID]; !known {
			missing = append(missing, g.OwnerID)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	found, err := directory.OrgansByID(r.tx, missing)
	if err != nil {
		return fmt.Errorf("resolve Nơi nhận: %w", err)
	}
	maps.Copy(r.owners, found)
	return nil
}

// beside tells whether an organ stands in a place of our own lineage: the Tỉnh ủy and the UBND of one province.
func (r *resolver) beside(o directory.Organ) bool {
	name := directory.Fold(o.Name)
	return slices.ContainsFunc(r.places, func(p string) bool { return strings.HasSuffix(name, " "+directory.Fold(p)) })
}

// groupDistance is how near the owner of a group stands: in the lineage, beside it, elsewhere.
func (r *resolver) groupDistance(g directory.Group) int {
	near := r.distance(g.OwnerID)
	if near == len(r.lineage) && !r.beside(r.owners[g.OwnerID]) {
		near++
	}
	return near
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
	ended, err := r.meant(r.groupsNamed(r.ended, t), t)
	if err != nil {
		return err
	}
	for _, g := range ended {
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
	names := r.sharedNames(t)
	first := len(names)
	names = append(names, t.Words(), t.Name)
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
	for i, name := range names {
		organs, err := r.organs(name)
		if err != nil {
			refused = err
			continue
		}
		if i >= first {
			organs = r.notBelow(organs, t.shared)
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
	candidates := make([]fault.Reason, len(names))
	for i, name := range names {
		candidates[i] = fault.Reason{Code: "RECIPIENT_CANDIDATE", Detail: name}
	}
	return fault.New(fault.Unmet, "RECIPIENT_AMBIGUOUS",
		fmt.Sprintf("“%s” có thể là: %s. Hãy ghi đầy đủ tên.", t.Words(), strings.Join(names, "; ")), candidates...)
}
