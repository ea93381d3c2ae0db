package pages

import (
	"slices"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// fieldView is a field of a kind, as a form or a page shows it.
type fieldView struct {
	document.FieldSpec
	Value string
}

// Shown is the value as a person reads it.
func (f fieldView) Shown() string {
	if f.Type == document.DateField {
		return store.Date(f.Value).Time().Format("02/01/2006")
	}
	return f.Value
}

// fieldPrefix marks the fields of a kind in a form.
const fieldPrefix = "field_"

// fieldsIn takes the fields of a kind out of a form, or out of a content.
func fieldsIn(from any) map[string]string {
	fields := map[string]string{}
	switch from := from.(type) {
	case form:
		for name := range from.Values {
			if field, ok := strings.CutPrefix(name, fieldPrefix); ok {
				fields[field] = from.text(name)
			}
		}
	case document.Content:
		for _, f := range from.Fields {
			fields[f.Name] = f.Value
		}
	}
	return fields
}

// filledIn are the fields that were typed, and those that were emptied: an empty one that was empty says nothing.
func filledIn(typed map[string]string, was document.Content) map[string]string {
	filled := map[string]string{}
	for name, value := range typed {
		if value != "" || was.Field(name) != "" {
			filled[name] = value
		}
	}
	return filled
}

// fieldViews are the fields that drafts of a kind may have: its own, and those of its subkinds.
func fieldViews(kind document.Kind, values map[string]string) (views []fieldView) {
	specs := kind.Fields
	for _, sub := range kind.Subkinds {
		specs = append(specs[:len(specs):len(specs)], sub.Fields...)
	}
	for _, spec := range specs {
		views = append(views, fieldView{spec, values[spec.ID]})
	}
	return views
}

// FieldsOfSome says whether the fields are those of a subkind: other documents of the kind leave them empty.
func (v draftView) FieldsOfSome() bool {
	return slices.ContainsFunc(v.Kind.Subkinds, func(sub document.Subkind) bool { return len(sub.Fields) > 0 })
}

// FieldsOf says to which documents of the kind the fields belong.
func (v draftView) FieldsOf() string {
	for _, sub := range v.Kind.Subkinds {
		if len(sub.Fields) > 0 {
			return "Riêng " + strings.ToLower(sub.Name)
		}
	}
	return v.Kind.Name
}

// shownFields are the fields of a document that have a value.
func shownFields(v signoff.View) (views []fieldView) {
	for _, spec := range v.Kind.FieldsFor(v.Document.Subkind, v.Content.Subject) {
		if value := v.Content.Field(spec.ID); value != "" {
			views = append(views, fieldView{spec, value})
		}
	}
	return views
}
