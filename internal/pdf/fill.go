package pdf

import (
	"errors"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/unicode/norm"
)

const smallestFill = 0.6 // how far a value is shrunk to fit its field before it is refused

// FillText writes the value of a text field and what the field shows: one line in the style, size and alignment that the
// field was placed with, shrunk if it is a little too wide. Existing appearance streams are not touched.
func (u *Update) FillText(name, value string) error {
	return u.step(func() error { return u.fill(name, norm.NFC.String(value)) })
}

func (u *Update) fill(name, value string) error {
	field, err := u.field(name)
	if err != nil {
		return err
	}
	if field.Kind != TextKind {
		return fmt.Errorf("pdf: the field %q is no text field", name)
	}
	if len(field.widgets) == 0 {
		return fmt.Errorf("pdf: the field %q is on no page", name)
	}
	if err := u.permitted(0); err != nil {
		return err
	}
	edited, err := u.edit(field.number, field.dict)
	if err != nil {
		return err
	}
	for _, w := range field.widgets {
		form, err := u.textForm(field.FieldInfo, w, value)
		if err != nil {
			return err
		}
		shown, err := u.edit(w.number, w.dict)
		if err != nil {
			return err
		}
		shown["AP"] = types.Dict{"N": *types.NewIndirectRef(form, 0)}
	}
	edited["V"] = raw(textString(value))
	return nil
}

// textForm writes the appearance of a filled field and gives its object number.
func (u *Update) textForm(field FieldInfo, w widget, value string) (int, error) {
	width, height := w.box[2]-w.box[0], w.box[3]-w.box[1]
	size, long := field.Size, Width(field.Style, field.Size, value)
	if long > width {
		if width < long*smallestFill {
			return 0, fmt.Errorf("pdf: %q does not fit the field %q: %.0f of %.0f points", value, field.Name, long, width)
		}
		size, long = size*width/long, width
	}
	x := 0.0
	switch field.Align {
	case Center:
		x = (width - long) / 2
	case Right:
		x = width - long
	}
	s := newSubset(faceOf(field.Style))
	content := fmt.Sprintf("/Tx BMC\nq\n0 g\nBT /%s %s Tf %s %s Td\n%sET\nQ\nEMC",
		resourceName(field.Style), number(size), number(x), number(baselineIn(height, size)), s.show(value))
	font, err := s.embed(u.out)
	if err != nil {
		return 0, err
	}
	form := u.out.alloc()
	resources := fmt.Sprintf("/Font <</%s %s>>", resourceName(field.Style), ref(font))
	return form, u.out.formStream(form, width, height, resources, content)
}

// AddValidation appends what a verifier needs later, when the sources are gone: certificates, revocation lists and OCSP
// answers in DER, as the document security store of PAdES B-LT (EN 319 142-1, 5.4.2). It keeps what was there.
func (u *Update) AddValidation(certs, crls, ocsps [][]byte) error {
	if len(certs)+len(crls)+len(ocsps) == 0 {
		return errors.New("pdf: no validation data")
	}
	return u.step(func() error { return u.addValidation(certs, crls, ocsps) })
}

func (u *Update) addValidation(certs, crls, ocsps [][]byte) error {
	catalog, err := u.editCatalog()
	if err != nil {
		return err
	}
	store := types.Dict{"Type": types.Name("DSS")}
	for key, value := range u.file.dict(catalog["DSS"]) {
		store[key] = value
	}
	for _, list := range []struct {
		key  string
		data [][]byte
	}{{"Certs", certs}, {"CRLs", crls}, {"OCSPs", ocsps}} {
		refs := append(types.Array(nil), u.file.array(store[list.key])...)
		for _, der := range list.data {
			n := u.out.alloc()
			if err := u.out.stream(n, "", der); err != nil {
				return err
			}
			refs = append(refs, *types.NewIndirectRef(n, 0))
		}
		if len(refs) > 0 {
			store[list.key] = refs
		}
	}
	n := u.out.alloc()
	u.out.object(n, 0, serialize(store))
	catalog["DSS"] = *types.NewIndirectRef(n, 0)
	return nil
}
