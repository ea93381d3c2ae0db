package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// ChangeKind says what a later revision did to the file.
type ChangeKind string

// The kinds of change, from harmless to not. ISO 32000-1 table 254 says which of them a certification allows.
const (
	Unused       ChangeKind = "unused"        // an object that nothing refers to
	Validation   ChangeKind = "validation"    // security store, metadata: nothing that is shown
	Signed       ChangeKind = "signed"        // a signature in a field that was there, empty
	NewSignature ChangeKind = "new_signature" // a signature in a field that was added with it
	Filled       ChangeKind = "filled"        // the value of a field that was there
	Annotated    ChangeKind = "annotated"     // annotations or form fields added, changed or removed
	PageChanged  ChangeKind = "page"          // what a page draws, or which pages there are
	OtherChange  ChangeKind = "other"
)

// Change is one object that differs between two states of a file.
type Change struct {
	Object int
	Kind   ChangeKind
	Field  string // the full name, of Filled, Signed and NewSignature
	Page   int    // from 1; 0 if unknown or none
	// Old and New are the values of a filled text field.
	Old, New string
	Why      string // of OtherChange, for the log
}

// Revision is one save of the file.
type Revision struct {
	Number  int   // from 1
	End     int64 // bytes of the file up to and with this revision
	Changes []Change
}

// Revisions takes a file apart into its saves, the oldest first, each with what it changed; the first has no Changes.
func Revisions(b []byte) ([]Revision, error) {
	f, err := Open(b)
	if err != nil {
		return nil, err
	}
	var ends []int
	for _, s := range f.chain {
		if s.finished > 0 {
			ends = append(ends, s.finished)
		}
	}
	slices.Sort(ends)
	var revisions []Revision
	var before *File
	for i, end := range ends {
		state, err := Open(b[:end])
		if err != nil {
			return nil, fmt.Errorf("revision %d: %w", i+1, err)
		}
		r := Revision{Number: i + 1, End: int64(end)}
		if before != nil {
			if r.Changes, err = changesBetween(before, state); err != nil {
				return nil, fmt.Errorf("revision %d: %w", i+1, err)
			}
		}
		revisions, before = append(revisions, r), state
	}
	return revisions, nil
}

// Changes lists how the file differs from what it was when it ended at byte since, which is a signature's CoversUpTo.
// Nothing changed gives an empty list. An error means that the earlier state cannot be told for certain, so whoever
// judges a signature must not call it unharmed.
func Changes(b []byte, since int64) ([]Change, error) {
	if since < 0 || since > int64(len(b)) {
		return nil, fmt.Errorf("pdf: byte %d of %d", since, len(b))
	}
	before, err := Open(b[:since])
	if err != nil {
		return nil, fmt.Errorf("the state at byte %d: %w", since, err)
	}
	if rest := before.data[min(before.chain[0].finished, len(before.data)):]; before.chain[0].finished == 0 || len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("pdf: byte %d is not the end of a revision", since)
	}
	if len(bytes.TrimSpace(b[since:])) == 0 {
		return nil, nil
	}
	after, err := Open(b)
	if err != nil {
		return nil, err
	}
	return changesBetween(before, after)
}

// Forbidden gives the changes that a DocMDP permission does not allow: 1 no change, 2 filling and signing, 3 annotations
// too (ISO 32000-1 table 254). Validation data is always allowed (EN 319 142-1, 5.4).
func Forbidden(permission int, changes []Change) []Change {
	allowed := map[ChangeKind]bool{Unused: true, Validation: true}
	if permission >= 2 {
		allowed[Signed], allowed[NewSignature], allowed[Filled] = true, true, true
	}
	if permission >= 3 {
		allowed[Annotated] = true
	}
	var forbidden []Change
	for _, c := range changes {
		if !allowed[c.Kind] {
			forbidden = append(forbidden, c)
		}
	}
	return forbidden
}

// changesBetween compares two states of one file, object by object.
func changesBetween(before, after *File) ([]Change, error) {
	if !slices.ContainsFunc(after.chain, func(s section) bool { return s.at == before.chain[0].at }) {
		return nil, errors.New("pdf: the later state does not build on the earlier one")
	}
	d := &diff{before: before, after: after, found: map[int]Change{}}
	if err := d.compare(); err != nil {
		return nil, err
	}
	d.pagesOf()
	if err := d.formOf(); err != nil {
		return nil, err
	}
	d.claimForm()
	d.annotations()
	d.catalogOf()
	d.rest()
	d.hidden()
	var changes []Change
	for _, c := range d.found {
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(x, y Change) int { return cmp.Compare(x.Object, y.Object) })
	return changes, nil
}

var objectStart = regexp.MustCompile(`(\d{1,10})[ \t\r\n\f]+\d{1,5}[ \t\r\n\f]+obj\b`)

// hidden looks for objects in the appended bytes that the cross-reference table does not know: a viewer that repairs
// files could show them in place of what was signed.
func (d *diff) hidden() {
	live := d.after.live()
	start := len(d.before.data)
	for _, m := range objectStart.FindAllSubmatchIndex(d.after.data[start:], -1) {
		at := start + m[2]
		n, err := strconv.Atoi(string(d.after.data[at : start+m[3]]))
		if err != nil {
			continue
		}
		e, known := live[n]
		if known && !e.free && e.offset >= at || d.listed(n, at) {
			continue // shown, or replaced by a later save that is shown
		}
		d.found[n] = Change{Object: n, Kind: OtherChange, Why: "an object that the cross-reference table does not list"}
	}
}

// listed says that some section of the later state knows the object at this very byte.
func (d *diff) listed(number, at int) bool {
	for _, s := range d.after.chain {
		if e, ok := s.entries[number]; ok && !e.free && e.offset == at {
			return true
		}
	}
	return false
}
