package pdf

import "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

// formOf claims what changed of form fields: values filled, fields signed, fields added with a signature.
func (d *diff) formOf() error {
	was, err := d.before.formFields()
	if err != nil {
		return err
	}
	now, err := d.after.formFields()
	if err != nil {
		return err
	}
	d.newlySigned, d.newFields, d.widgets = map[int]string{}, map[int]Change{}, map[int]bool{}
	old := map[int]formField{}
	for _, f := range was {
		old[f.number] = f
		for _, w := range f.widgets {
			d.widgets[w.number] = true
		}
	}
	for _, f := range now {
		before, existed := old[f.number]
		switch {
		case f.number == 0:
		case !existed:
			d.added(f)
		case f.Kind == SignatureKind:
			d.signed(before, f)
		default:
			d.filled(before, f)
		}
	}
	return nil
}

// added claims a field that the earlier state did not have.
func (d *diff) added(f formField) {
	c := Change{Kind: Annotated, Page: f.Page}
	if f.Kind == SignatureKind && f.Signed && refNumber(f.value) != 0 {
		c = Change{Kind: NewSignature, Field: f.Name, Page: f.Page}
		d.newlySigned[refNumber(f.value)] = f.Name
	}
	d.claim(f.number, c, false)
	d.newFields[f.number] = c
	for _, w := range f.widgets {
		d.newFields[w.number] = c
		d.claim(w.number, c, false)
		d.claimOwned(w.dict["AP"], c)
		d.claimOwned(w.dict["MK"], c)
	}
	d.claimOwned(f.value, c)
	d.claimOwned(f.dict["Lock"], c)
}

// signed claims a signature in a field that stood empty. A field that held a signature may not change at all.
func (d *diff) signed(before, after formField) {
	if before.Signed || !after.Signed || refNumber(after.value) == 0 {
		return
	}
	c := Change{Kind: Signed, Field: after.Name, Page: after.Page}
	d.newlySigned[refNumber(after.value)] = after.Name
	if d.onlyKeys(before, after, c, "V", "AP", "AS", "M", "F", "DA", "DR", "MK") {
		d.claimOwned(after.value, c)
	}
}

// filled claims a new value of a field and what it shows.
func (d *diff) filled(before, after formField) {
	c := Change{Kind: Filled, Field: after.Name, Page: after.Page, Old: before.Value, New: after.Value}
	if d.onlyKeys(before, after, c, "V", "AP", "AS", "RV", "M", "I") {
		d.claimOwned(after.value, c)
	}
}

// onlyKeys claims the field and its appearances if nothing changed of them but the given keys and what hangs on /AP. A
// field that moved, or was renamed, is none of that.
func (d *diff) onlyKeys(before, after formField, c Change, keys ...string) bool {
	if before.Name != after.Name || before.Kind != after.Kind || len(before.widgets) != len(after.widgets) || !within(differing(before.dict, after.dict), keys...) {
		return false
	}
	for i, w := range after.widgets {
		if before.widgets[i].number != w.number || !within(differing(before.widgets[i].dict, w.dict), keys...) {
			return false
		}
	}
	d.claim(after.number, c, false)
	for _, w := range after.widgets {
		d.claim(w.number, c, false)
		d.claimOwned(w.dict["AP"], c)
	}
	return true
}

// formChange says what kind of change the form's own dictionary went through; none if it is the same.
func (d *diff) formChange() Change {
	was, now := d.before.dict(d.before.catalog()["AcroForm"]), d.after.dict(d.after.catalog()["AcroForm"])
	c := Change{}
	for _, key := range differing(was, now) {
		switch key {
		case "SigFlags":
			if c.Kind == "" {
				c = Change{Kind: Signed}
			}
		case "DR", "DA":
			if c.Kind == "" {
				c = Change{Kind: Filled}
			}
		case "Fields":
			if worse := d.fieldsChange(d.before.array(was[key]), d.after.array(now[key])); worse.Kind != "" {
				c = worse
			} else if c.Kind == "" {
				c = Change{Kind: Signed} // the same fields, written anew
			}
		default:
			return Change{Kind: OtherChange, Why: "the form's " + key + " changed"}
		}
	}
	return c
}

// fieldsChange compares the lists of fields: one may grow, but not lose a field.
func (d *diff) fieldsChange(was, now types.Array) Change {
	for _, o := range was {
		if n := refNumber(o); n == 0 || !containsRef(now, n) {
			return Change{Kind: OtherChange, Why: "a form field was removed"}
		}
	}
	worst := Change{}
	for _, o := range now {
		n := refNumber(o)
		if containsRef(was, n) {
			continue
		}
		c, ok := d.newFields[n]
		if !ok {
			c = Change{Kind: Annotated}
		}
		if worst.Kind == "" || worst.Kind == NewSignature {
			worst = c
		}
	}
	return worst
}

// claimForm classifies the form's dictionary and its list of fields where they are objects of their own.
func (d *diff) claimForm() {
	was, now := d.before.catalog()["AcroForm"], d.after.catalog()["AcroForm"]
	c := d.formChange()
	oldList, list := d.before.dict(was)["Fields"], d.after.dict(now)["Fields"]
	if n := refNumber(list); n != 0 && d.changed[n] {
		if fields := d.fieldsChange(d.before.array(oldList), d.after.array(list)); fields.Kind != "" {
			d.claim(n, fields, false)
		}
	}
	if c.Kind != "" {
		d.claim(refNumber(now), c, false)
	}
	d.claimOwned(d.after.dict(now)["DR"], Change{Kind: Filled})
}
