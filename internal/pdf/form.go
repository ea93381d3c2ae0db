package pdf

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// FieldInfo is a form field of a file.
type FieldInfo struct {
	Name  string // full name; the parts of a nested field are joined by full stops
	Kind  FieldKind
	Value string // of a text field
	// Page counts from 1; 0 if the field is on no page. Rect is its first appearance.
	Page   int
	Rect   Rect
	Signed bool // a signature field that holds a signature
	Style  Style
	Size   float64
	Align  Align
}

// formField is a terminal field with its place in the file.
type formField struct {
	FieldInfo
	number  int // object number of the field; 0 if it is a direct object
	dict    types.Dict
	value   types.Object
	widgets []widget
}

// widget is one appearance of a field on a page. A field with a single widget is usually the widget itself.
type widget struct {
	number int
	dict   types.Dict
	page   int
	box    [4]float64
}

// inherited are the keys that a field takes from those above it.
type inherited struct {
	name, kind, appearance string
	align                  int
	value                  types.Object
}

// Fields lists the form fields in the order of the form.
func (f *File) Fields() ([]FieldInfo, error) {
	fields, err := f.formFields()
	if err != nil {
		return nil, err
	}
	list := make([]FieldInfo, len(fields))
	for i, field := range fields {
		list[i] = field.FieldInfo
	}
	return list, nil
}

// formFields walks the field tree of the AcroForm.
func (f *File) formFields() ([]formField, error) {
	form := f.dict(f.catalog()["AcroForm"])
	if form == nil {
		return nil, nil
	}
	pages := f.annotationPages()
	seen := map[int]bool{}
	var fields []formField
	var walk func(o types.Object, from inherited, depth int) error
	walk = func(o types.Object, from inherited, depth int) error {
		n, d := refNumber(o), f.dict(o)
		if d == nil {
			return nil
		}
		if depth > deepest || n != 0 && seen[n] {
			return errors.New("pdf: the field tree runs in a circle")
		}
		seen[n] = true
		from = f.inherit(from, d)
		var below types.Array
		for _, kid := range f.array(d["Kids"]) {
			if k := f.dict(kid); k != nil && k["T"] != nil {
				below = append(below, kid)
			}
		}
		for _, kid := range below {
			if err := walk(kid, from, depth+1); err != nil {
				return err
			}
		}
		if len(below) == 0 {
			fields = append(fields, f.terminal(n, d, from, pages))
		}
		return nil
	}
	top := inherited{appearance: f.text(form["DA"]), align: f.integer(form["Q"])}
	for _, o := range f.array(form["Fields"]) {
		if err := walk(o, top, 0); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

func (f *File) inherit(from inherited, d types.Dict) inherited {
	if part := f.text(d["T"]); part != "" {
		if from.name != "" {
			part = from.name + "." + part
		}
		from.name = part
	}
	if kind := f.name(d["FT"]); kind != "" {
		from.kind = kind
	}
	if _, ok := d["DA"]; ok {
		from.appearance = f.text(d["DA"])
	}
	if _, ok := d["Q"]; ok {
		from.align = f.integer(d["Q"])
	}
	if v, ok := d["V"]; ok {
		from.value = v
	}
	return from
}

// terminal makes a field of its dictionary and what it inherited.
func (f *File) terminal(number int, d types.Dict, from inherited, pages map[int]int) formField {
	field := formField{number: number, dict: d, value: from.value}
	field.Name, field.Kind = from.name, OtherKind
	field.Style, field.Size = readAppearance(from.appearance)
	field.Align = Align(min(max(from.align, int(Left)), int(Right)))
	switch from.kind {
	case "Tx":
		field.Kind, field.Value = TextKind, f.text(from.value)
	case "Sig":
		field.Kind, field.Signed = SignatureKind, f.dict(from.value) != nil
	}
	add := func(n int, d types.Dict) {
		box, ok := f.rectangle(d["Rect"])
		if !ok {
			return
		}
		page := pages[n]
		if page == 0 {
			page = f.pageOf(refNumber(d["P"]))
		}
		field.widgets = append(field.widgets, widget{number: n, dict: d, page: page, box: box})
	}
	add(number, d)
	for _, kid := range f.array(d["Kids"]) {
		if k := f.dict(kid); k != nil {
			add(refNumber(kid), k)
		}
	}
	if len(field.widgets) > 0 {
		w := field.widgets[0]
		field.Page = w.page
		field.Rect = Rect{X: w.box[0], Y: -w.box[3], W: w.box[2] - w.box[0], H: w.box[3] - w.box[1]}
		if w.page > 0 {
			media := f.pages[w.page-1].box
			field.Rect.X, field.Rect.Y = w.box[0]-media[0], media[3]-w.box[3]
		}
	}
	return field
}

// annotationPages maps the object number of an annotation to its page.
func (f *File) annotationPages() map[int]int {
	pages := map[int]int{}
	for i, p := range f.pages {
		for _, a := range f.array(p.dict["Annots"]) {
			if n := refNumber(a); n != 0 {
				pages[n] = i + 1
			}
		}
	}
	return pages
}

// pageOf finds the page that is the given object; 0 if none is.
func (f *File) pageOf(number int) int {
	for i, p := range f.pages {
		if p.number == number && number != 0 {
			return i + 1
		}
	}
	return 0
}

var fontOperator = regexp.MustCompile(`/(\S+)\s+([0-9.]+)\s+Tf`)

// readAppearance reads style and size from a default appearance string; a foreign font gives the style its name tells.
func readAppearance(da string) (Style, float64) {
	const usual = 12
	m := fontOperator.FindStringSubmatch(da)
	if m == nil {
		return Style{}, usual
	}
	size, err := strconv.ParseFloat(m[2], 64)
	if err != nil || size <= 0 || size > 1000 {
		size = usual
	}
	name := strings.ToLower(m[1])
	return Style{
		Bold:   strings.Contains(name, "bold"),
		Italic: strings.Contains(name, "italic") || strings.Contains(name, "oblique"),
	}, size
}
