package distribution

import (
	"slices"
	"strings"

	"trinhky/internal/directory"
)

// shareScope gives earlier receivers the area or committee that only the last one names: "HĐND, UBND huyện Tuy Phong",
// "Văn phòng, các ban Tỉnh ủy", "Hội Nông dân, Hội LHPN tỉnh". It goes back as far as a receiver with a place of its own.
func (l *lexicon) shareScope(targets []Target) {
	last := targets[len(targets)-1]
	tail := l.tailOf(last)
	if len(tail) == 0 {
		return
	}
	for i := len(targets) - 2; i >= 0; i-- {
		t := &targets[i]
		if t.area != "" || t.place != "" || t.phrase == nil && len(l.tailOf(*t)) > 0 {
			return
		}
		if whole, ok := l.whole(l.words(t.Name+" "+long(tail)), nil); ok && whole.area != "" {
			whole.Text, whole.Head, whole.Within = t.Text, t.Head, t.Within
			*t = whole
			continue
		}
		switch position := slices.Contains(l.positions, folded(l.words(t.Name))); {
		case t.phrase == nil && position && slices.Contains(l.committeeWords, folded(tail)): // "Bí thư, Phó Bí thư Thường trực Tỉnh ủy"
			t.Name += " " + long(tail)
		case t.phrase == nil && t.Kind == Org:
			t.shared = long(tail)
		}
	}
}

// tailOf gives the area or committee, with its place, that ends a receiver's name; none when it names no place.
func (l *lexicon) tailOf(t Target) []word {
	if t.phrase != nil {
		return l.words(t.Body)
	}
	ws := l.words(t.Name)
	for i := 1; i < len(ws); i++ {
		rest := ws[i:]
		text := folded(rest)
		switch {
		case slices.Contains(l.committeeWords, text):
			return rest
		case startsWith(text, l.areaWords()) && !strings.Contains(text, ",") && l.properName(rest) != nil:
			return rest
		}
	}
	return nil
}

// shareCommittee is shareScope for a list under a head, whose names are bare: "Các Ban: Tổ chức, Nội chính Tỉnh ủy".
func (l *lexicon) shareCommittee(targets []Target) {
	tail := l.tailOf(targets[len(targets)-1])
	if len(tail) == 0 || !slices.Contains(l.committeeWords, folded(tail)) {
		return
	}
	for i := range targets[:len(targets)-1] {
		if t := &targets[i]; t.phrase == nil && len(t.Options) == 0 && len(l.tailOf(*t)) == 0 && !l.personName(l.words(t.Name)) {
			t.Name += " " + long(tail)
		}
	}
}

// sharedNames are the names of a receiver with the area that its list ends with: "Hội Nông dân tỉnh Lâm Đồng".
func (r *resolver) sharedNames(t Target) (names []string) {
	if t.shared == "" {
		return nil
	}
	names = append(names, t.Name+" "+t.shared)
	for _, p := range r.places {
		if startsWith(" "+foldText(p), []string{" " + foldText(t.shared)}) {
			names = append(names, t.Name+" "+p)
		} else {
			names = append(names, t.Name+" "+t.shared+" "+p)
		}
	}
	return names
}

// notBelow leaves out the organs of a level below a shared area: "Hội Nông dân" in a list that ends in "tỉnh" is not the xã's.
func (r *resolver) notBelow(organs []directory.Organ, shared string) []directory.Organ {
	level, ok := areaLevels[strings.ToLower(strings.SplitN(shared+" ", " ", 2)[0])]
	if !ok {
		return organs
	}
	return slices.DeleteFunc(slices.Clone(organs), func(o directory.Organ) bool { return levels[o.Level] > levels[level] })
}

// areaLevels are the levels that the first word of an area stands for.
var areaLevels = map[string]string{"tỉnh": "tinh", "huyện": "huyen", "quận": "huyen"}
