package document

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// FieldType says what a field holds.
type FieldType string

// The types of field.
const (
	TextField FieldType = "text" // one line
	DateField FieldType = "date" // yyyy-mm-dd
)

// FieldSpec is a field that a kind has of its own, beside those of every document: policies/kinds/*.yaml.
type FieldSpec struct {
	ID       string
	Label    string
	Type     FieldType
	Required bool // at submit
}

// Field is the value of one field of a content version; they stand in the order of the kind's specs.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// The fields of a thông báo kết luận (Quyết định 45/2018/QĐ-TTg: its clock begins when the meeting ends).
const (
	FieldMeeting = "meeting"
	FieldHeldOn  = "held_on"
	FieldEndedOn = "ended_on" // "" = FieldHeldOn
	FieldChair   = "chair"
	FieldParties = "parties"
)

// words are the field as a person reads it: by its label, a date as it is written.
func (f Field) words() string {
	label, value := f.Name, f.Value
	if spec, ok := fieldSpec(f.Name); ok {
		label = spec.Label
		if day := store.Date(f.Value); spec.Type == DateField && day.Valid() {
			value = day.Time().Format("02/01/2006")
		}
	}
	return label + ": " + value
}

// fieldSpec finds a field by its name among all kinds; kinds that share a name share its meaning.
func fieldSpec(name string) (FieldSpec, bool) {
	for _, regime := range []string{"party", "state"} {
		for _, kind := range catalogue[regime] {
			specs := kind.Fields
			for _, sub := range kind.Subkinds {
				specs = append(slices.Clip(specs), sub.Fields...)
			}
			if i := slices.IndexFunc(specs, func(s FieldSpec) bool { return s.ID == name }); i >= 0 {
				return specs[i], true
			}
		}
	}
	return FieldSpec{}, false
}

const fieldLimit = 1000 // characters

// FieldsFor are the fields of a document of the kind. A draft whose subkind nobody chose is known by its trích yếu.
func (k Kind) FieldsFor(subkind, subject string) []FieldSpec {
	if subkind == "" {
		subkind = k.SubkindOf(subject)
	}
	for _, s := range k.Subkinds {
		if s.ID == subkind && len(s.Fields) > 0 {
			return s.Fields
		}
	}
	return k.Fields
}

// Field is the value of a field; "" when it has none.
func (c Content) Field(name string) string {
	for _, f := range c.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// WithFields puts values by name on the content's own and orders all of them by the specs; an empty value takes a field
// away. What the kind does not know stays out. Faults: FIELD_UNKNOWN, FIELD_TOO_LONG, FIELD_DATE, and those of RefuseSecret.
func (c Content) WithFields(specs []FieldSpec, given map[string]string) (Content, error) {
	for name := range given {
		if !slices.ContainsFunc(specs, func(s FieldSpec) bool { return s.ID == name }) {
			return c, fault.New(fault.Unmet, "FIELD_UNKNOWN", fmt.Sprintf("Loại văn bản này không có trường “%s”.", clipped(name)))
		}
	}
	var fields []Field
	for _, spec := range specs {
		value, named := given[spec.ID]
		if !named {
			value = c.Field(spec.ID)
		}
		value, err := spec.clean(value)
		if err != nil {
			return c, err
		}
		if value != "" {
			fields = append(fields, Field{Name: spec.ID, Value: value})
		}
	}
	c.Fields = fields
	return c, nil
}

func (s FieldSpec) clean(value string) (string, error) {
	value = norm.NFC.String(strings.Join(strings.Fields(value), " "))
	if value == "" {
		return "", nil
	}
	if err := RefuseSecret(value, ""); err != nil {
		return "", err
	}
	if utf8.RuneCountInString(value) > fieldLimit {
		return "", fault.New(fault.Unmet, "FIELD_TOO_LONG", fmt.Sprintf("%s dài quá 1.000 ký tự.", s.Label))
	}
	if s.Type == DateField && !store.Date(value).Valid() {
		return "", fault.New(fault.Unmet, "FIELD_DATE", fmt.Sprintf("%s không phải là một ngày (yyyy-mm-dd).", s.Label))
	}
	return value, nil
}

// MissingFields are the required fields without a value, and dates that cannot be.
func (c Content) MissingFields(specs []FieldSpec) (reasons []fault.Reason) {
	for _, spec := range specs {
		if spec.Required && c.Field(spec.ID) == "" {
			reasons = append(reasons, fault.Reason{Code: "FIELD_MISSING", Detail: fmt.Sprintf("Chưa ghi %s.", lowerFirst(spec.Label))})
		}
	}
	if held, ended := c.Field(FieldHeldOn), c.Field(FieldEndedOn); held != "" && ended != "" && ended < held {
		reasons = append(reasons, fault.Reason{Code: "FIELD_DATE", Detail: "Ngày kết thúc họp trước ngày họp."})
	}
	return reasons
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToLower(string(r)) + s[n:]
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// Meeting is the hội nghị or cuộc họp that a thông báo kết luận is about.
type Meeting struct {
	Name           string
	HeldOn         store.Date
	EndedAt        time.Time // the end of the office's day on which it ended: what the five-day clock counts from
	Chair, Parties string
}

// Meeting is the meeting that the fields tell of; false while nobody has said when it ended.
func (c Content) Meeting() (Meeting, bool) {
	m := Meeting{Name: c.Field(FieldMeeting), HeldOn: store.Date(c.Field(FieldHeldOn)), Chair: c.Field(FieldChair), Parties: c.Field(FieldParties)}
	ended := store.Date(c.Field(FieldEndedOn))
	if ended == "" {
		ended = m.HeldOn
	}
	if !ended.Valid() {
		return m, false
	}
	m.EndedAt = ended.Time().Add(17 * time.Hour)
	return m, true
}
