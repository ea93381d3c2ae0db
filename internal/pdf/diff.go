package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// diff classifies the objects that differ between two states of a file. Dangerous kinds claim first, so an object that a
// page and a field share counts as the page's.
type diff struct {
	before, after *File
	changed       map[int]bool
	found         map[int]Change
	uses          map[int]int    // how many references the earlier state has to an object; counted at first need
	newlySigned   map[int]string // signature values that came later, to their fields
	newFields     map[int]Change // widgets of fields that came later
	widgets       map[int]bool   // every widget of the earlier state
}

// compare finds the objects that differ. The whole table is compared, not only what a revision lists: a new object stream
// changes objects that no section names.
func (d *diff) compare() error {
	if len(d.before.table.Table)+len(d.after.table.Table) > 4_000_000 {
		return errors.New("pdf: too many objects")
	}
	d.changed = map[int]bool{}
	for _, f := range []*File{d.before, d.after} {
		for n := range f.table.Table {
			if n != 0 && !d.changed[n] && !sameObject(d.before, d.after, n) {
				d.changed[n] = true
			}
		}
	}
	if a, b := serialize(*d.before.table.Root), serialize(*d.after.table.Root); a != b {
		d.claim(int(d.after.table.Root.ObjectNumber), Change{Kind: OtherChange, Why: "another catalog"}, true)
	}
	return nil
}

func sameObject(before, after *File, n int) bool {
	x, y := before.object(n), after.object(n)
	if before.generation(n) != after.generation(n) && x != nil && y != nil {
		return false
	}
	return sameValue(x, y)
}

// sameValue compares two objects without following references.
func sameValue(x, y types.Object) bool {
	a, isStream := x.(types.StreamDict)
	b, both := y.(types.StreamDict)
	if isStream != both {
		return false
	}
	if isStream && !bytes.Equal(a.Raw, b.Raw) {
		return false
	}
	return serialize(x) == serialize(y)
}

// claim classifies an object, unless it is classified already; force also takes one that did not itself change.
func (d *diff) claim(n int, c Change, force bool) {
	if _, taken := d.found[n]; taken || n == 0 || !d.changed[n] && !force {
		return
	}
	c.Object = n
	d.found[n] = c
}

// differing lists the keys whose values differ, references not followed.
func differing(x, y types.Dict) []string {
	var keys []string
	for key := range x {
		if !sameValue(x[key], y[key]) {
			keys = append(keys, key)
		}
	}
	for key := range y {
		if _, ok := x[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func within(keys []string, allowed ...string) bool {
	for _, key := range keys {
		if !slices.Contains(allowed, key) {
			return false
		}
	}
	return true
}

// upwards are the keys that lead from a part back to the whole.
var upwards = []string{"Parent", "P", "Pg", "Popup", "IRT", "Data", "StructParent", "StructParents", "Dest", "D"}

// reach collects the numbers of all objects that can be reached from o, not following the given keys.
func (f *File) reach(o types.Object, seen map[int]bool, skip []string) {
	switch v := o.(type) {
	case types.IndirectRef:
		n := int(v.ObjectNumber)
		if seen[n] {
			return
		}
		seen[n] = true
		f.reach(f.get(v), seen, skip)
	case types.Array:
		for _, item := range v {
			f.reach(item, seen, skip)
		}
	case types.StreamDict:
		f.reach(v.Dict, seen, skip)
	case types.Dict:
		for key, value := range v {
			if !slices.Contains(skip, key) {
				f.reach(value, seen, skip)
			}
		}
	}
}

// claimBelow classifies what changed below a part of the earlier or the later state.
func (d *diff) claimBelow(f *File, o types.Object, c Change) {
	seen := map[int]bool{}
	f.reach(o, seen, upwards)
	for n := range seen {
		d.claim(n, c, false)
	}
}

// claimOwned does the same for a part that a person may change, and leaves out objects that anything else in the
// earlier state refers to: changing a shared object changes what was signed.
func (d *diff) claimOwned(o types.Object, c Change) {
	seen := map[int]bool{}
	d.after.reach(o, seen, upwards)
	for n := range seen {
		owned := 1 // the reference from the part itself
		if d.before.object(n) == nil {
			owned = 0 // a reference that led nowhere must not come to life
		}
		if d.usesOf(n) <= owned {
			d.claim(n, c, false)
		}
	}
}

// usesOf counts the references to an object in the earlier state.
func (d *diff) usesOf(n int) int {
	if d.uses == nil {
		d.uses = map[int]int{}
		for m := range d.before.table.Table {
			d.before.countUses(d.before.object(m), d.uses)
		}
	}
	return d.uses[n]
}

func (f *File) countUses(o types.Object, uses map[int]int) {
	switch v := o.(type) {
	case types.IndirectRef:
		uses[int(v.ObjectNumber)]++
	case types.Array:
		for _, item := range v {
			f.countUses(item, uses)
		}
	case types.StreamDict:
		f.countUses(v.Dict, uses)
	case types.Dict:
		for _, value := range v {
			f.countUses(value, uses)
		}
	}
}

// pagesOf claims what pages draw: contents, resources, and the tree of pages itself.
func (d *diff) pagesOf() {
	for _, f := range []*File{d.before, d.after} {
		for i, p := range f.pages {
			below := p.dict.Clone().(types.Dict)
			delete(below, "Annots")
			delete(below, "Metadata")
			d.claimBelow(f, below, Change{Kind: PageChanged, Page: i + 1})
		}
		seen := map[int]bool{}
		f.reach(f.catalog()["Pages"], seen, append([]string{"Annots", "Metadata"}, upwards...))
		for n := range seen {
			if f.pageOf(n) == 0 {
				d.claim(n, Change{Kind: PageChanged}, false)
			}
		}
	}
	for i, p := range d.after.pages {
		old := d.before.pageOf(p.number)
		keys := differing(d.before.dict(*types.NewIndirectRef(p.number, p.generation)), p.dict)
		if old != i+1 || !within(keys, "Annots") {
			d.claim(p.number, Change{Kind: PageChanged, Page: i + 1}, old != i+1)
		}
	}
	for i, p := range d.before.pages {
		if d.after.pageOf(p.number) == 0 {
			d.claim(p.number, Change{Kind: PageChanged, Page: i + 1}, true)
		}
	}
}

// annotations claims what changed of the annotations of every page; fields are classified before.
func (d *diff) annotations() {
	for i, p := range d.after.pages {
		was := d.before.pageOf(p.number)
		if was == 0 {
			continue
		}
		old, now := d.before.pages[was-1].dict["Annots"], p.dict["Annots"]
		worst := Change{}
		for _, a := range d.after.array(now) {
			n := refNumber(a)
			if added, ok := d.newFields[n]; ok {
				if worst.Kind == "" {
					worst = added
				}
				continue
			}
			if n != 0 && d.widgets[n] {
				continue
			}
			c := Change{Kind: Annotated, Page: i + 1}
			d.claimBelow(d.after, a, c)
			if n == 0 || !containsRef(d.before.array(old), n) {
				worst = c
			}
		}
		for _, a := range d.before.array(old) {
			if n := refNumber(a); n == 0 || !containsRef(d.after.array(now), n) {
				worst = Change{Kind: Annotated, Page: i + 1}
			}
		}
		if worst.Kind == "" {
			continue // the list may be written anew, with nothing else in it
		}
		d.claim(p.number, worst, false)
		d.claim(refNumber(now), worst, false)
		d.claim(refNumber(old), worst, false)
	}
}

func containsRef(a types.Array, n int) bool {
	return slices.ContainsFunc(a, func(o types.Object) bool { return refNumber(o) == n })
}

// catalogOf claims the catalog and what hangs on it without being shown.
func (d *diff) catalogOf() {
	was, now := d.before.catalog(), d.after.catalog()
	quiet := Change{Kind: Validation}
	for _, key := range []string{"DSS", "Metadata", "Extensions"} {
		d.claimBelow(d.after, now[key], quiet)
	}
	for _, f := range []*File{d.before, d.after} {
		if f.table.Info != nil {
			d.claim(int(f.table.Info.ObjectNumber), quiet, false)
		}
	}
	n := int(d.after.table.Root.ObjectNumber)
	c := quiet
	for _, key := range differing(was, now) {
		next := d.catalogKey(key, was[key], now[key])
		if next.Kind == OtherChange {
			d.claim(n, next, false)
		}
		if next.Kind != quiet.Kind {
			c = next
		}
	}
	d.claim(n, c, false)
}

// catalogKey says what the change of one key of the catalog means.
func (d *diff) catalogKey(key string, was, now types.Object) Change {
	switch key {
	case "DSS", "Metadata", "Extensions", "Version":
		return Change{Kind: Validation}
	case "AcroForm":
		if refNumber(was) == refNumber(now) || was == nil {
			return d.formChange()
		}
		return Change{Kind: OtherChange, Why: "another form"}
	case "Perms":
		permissions := d.after.dict(now)
		if field := d.newlySigned[refNumber(permissions["DocMDP"])]; len(permissions) == 1 && d.before.dict(was) == nil && field != "" {
			return Change{Kind: Signed, Field: field}
		}
		return Change{Kind: OtherChange, Why: "permissions changed"}
	}
	return Change{Kind: OtherChange, Why: fmt.Sprintf("the catalog's %s changed", key)}
}

// rest classifies what no rule has claimed: garbage if nothing shows it, and otherwise a change of an unknown kind.
func (d *diff) rest() {
	reachable := map[int]bool{}
	for _, f := range []*File{d.before, d.after} {
		f.reach(*f.table.Root, reachable, nil)
	}
	for n := range d.changed {
		if reachable[n] {
			d.claim(n, Change{Kind: OtherChange, Why: "changed by no rule that is known"}, false)
		} else {
			d.claim(n, Change{Kind: Unused}, false)
		}
	}
}
