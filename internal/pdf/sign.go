package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// SignatureSpec says what a signature dictionary holds beside the signature itself.
type SignatureSpec struct {
	// Certify makes it a certification with this DocMDP permission: 1 no change at all, 2 filling fields and signing,
	// 3 annotations too. 0 is an approval signature.
	Certify                  int
	Signer, Reason, Location string
	Time                     time.Time
	Look                     Look
	// Reserve is how many bytes the CMS may take; 0 means 12288, enough for a chain of three and a timestamp.
	Reserve int
}

const usualReserve = 12288

// Unsigned is a file with a hole where the signature goes.
type Unsigned struct {
	data       []byte
	start, end int // the hole: the hexadecimal string with its brackets
}

// rangePlaceholder keeps room for three numbers of ten digits.
const rangePlaceholder = "/ByteRange [0 0000000000 0000000000 0000000000]"

// Sign finishes the update with a signature in an existing, empty signature field. What comes back waits for its CMS.
func (u *Update) Sign(name string, s SignatureSpec) (*Unsigned, error) {
	var unsigned *Unsigned
	err := u.step(func() (err error) {
		unsigned, err = u.sign(name, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	u.err = errFinished
	return unsigned, nil
}

func (u *Update) sign(name string, s SignatureSpec) (*Unsigned, error) {
	field, err := u.field(name)
	if err != nil {
		return nil, err
	}
	if field.Kind != SignatureKind {
		return nil, fmt.Errorf("pdf: the field %q is no signature field", name)
	}
	if field.Signed {
		return nil, fmt.Errorf("pdf: the field %q is already signed", name)
	}
	if err := u.permitted(s.Certify); err != nil {
		return nil, err
	}
	value := u.out.alloc()
	edited, err := u.edit(field.number, field.dict)
	if err != nil {
		return nil, err
	}
	if err := u.showSignature(field, s.Look); err != nil {
		return nil, err
	}
	edited["V"] = *types.NewIndirectRef(value, 0)
	if err := u.markSigned(value, s.Certify); err != nil {
		return nil, err
	}
	u.writeChanged()
	return u.writeSignature(value, s), nil
}

// permitted refuses a signature that the certification already in the file forbids, and a certification that is not the
// first signature (ISO 32000-1 12.8.2.2).
func (u *Update) permitted(certify int) error {
	if certify < 0 || certify > 3 {
		return fmt.Errorf("pdf: DocMDP permission %d", certify)
	}
	permissions := u.file.dict(u.file.catalog()["Perms"])
	if certified := u.file.dict(permissions["DocMDP"]); certified != nil {
		if certify > 0 {
			return errors.New("pdf: the file is already certified")
		}
		if u.file.certification(certified) == 1 {
			return errors.New("pdf: the file is certified against any change")
		}
	}
	if certify == 0 {
		return nil
	}
	for _, f := range u.fields {
		if f.Signed {
			return errors.New("pdf: only the first signature can certify")
		}
	}
	return nil
}

// certification reads the DocMDP permission out of a signature dictionary; 0 if it carries none.
func (f *File) certification(signature types.Dict) int {
	for _, o := range f.array(signature["Reference"]) {
		reference := f.dict(o)
		if f.name(reference["TransformMethod"]) != "DocMDP" {
			continue
		}
		const unsaid = 2 // ISO 32000-1 table 254
		parameters := f.dict(reference["TransformParams"])
		if p := f.integer(parameters["P"]); p >= 1 && p <= 3 {
			return p
		}
		return unsaid
	}
	return 0
}

// showSignature gives every appearance of the field its look.
func (u *Update) showSignature(field *formField, look Look) error {
	for _, w := range field.widgets {
		form, err := u.lookForm(w, look)
		if err != nil {
			return err
		}
		shown, err := u.edit(w.number, w.dict)
		if err != nil {
			return err
		}
		shown["AP"] = types.Dict{"N": *types.NewIndirectRef(form, 0)}
		shown["F"] = types.Integer(printFlag | lockedFlag)
	}
	return nil
}

// markSigned sets the form's flags and, for a certification, the catalog's permissions. A file of our own needs neither
// flag nor, for an approval, the catalog to be written again.
func (u *Update) markSigned(value, certify int) error {
	catalog := u.file.catalog()
	form := u.file.dict(catalog["AcroForm"])
	if u.file.integer(form["SigFlags"])&signaturesOnly != signaturesOnly {
		flags := types.Integer(u.file.integer(form["SigFlags"]) | signaturesOnly)
		if n := refNumber(catalog["AcroForm"]); n != 0 {
			edited, err := u.edit(n, form)
			if err != nil {
				return err
			}
			edited["SigFlags"] = flags
		} else {
			edited, err := u.editCatalog()
			if err != nil {
				return err
			}
			copied := form.Clone().(types.Dict)
			copied["SigFlags"] = flags
			edited["AcroForm"] = copied
		}
	}
	if certify == 0 {
		return nil
	}
	edited, err := u.editCatalog()
	if err != nil {
		return err
	}
	permissions := types.Dict{}
	for key, v := range u.file.dict(catalog["Perms"]) {
		permissions[key] = v
	}
	permissions["DocMDP"] = *types.NewIndirectRef(value, 0)
	edited["Perms"] = permissions
	return nil
}

// writeSignature writes the signature dictionary and the end of the file, then fills in the byte range: everything but
// the hole.
func (u *Update) writeSignature(number int, s SignatureSpec) *Unsigned {
	reserve := s.Reserve
	if reserve <= 0 {
		reserve = usualReserve
	}
	u.out.offsets[number] = u.out.Len()
	fmt.Fprintf(u.out, "%d 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached", number)
	for _, e := range []struct{ key, value string }{{"Name", s.Signer}, {"Reason", s.Reason}, {"Location", s.Location}} {
		if e.value != "" {
			fmt.Fprintf(u.out, " /%s %s", e.key, textString(e.value))
		}
	}
	if !s.Time.IsZero() {
		fmt.Fprintf(u.out, " /M %s", dateString(s.Time))
	}
	if s.Certify > 0 {
		fmt.Fprintf(u.out, " /Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P %d /V /1.2>>>>]", s.Certify)
	}
	byteRange := u.out.Len() + 1
	fmt.Fprintf(u.out, " %s /Contents ", rangePlaceholder)
	start := u.out.Len()
	u.out.WriteString("<" + strings.Repeat("0", 2*reserve) + ">")
	end := u.out.Len()
	u.out.WriteString(">>\nendobj\n")
	u.finish()
	data := u.out.Bytes()
	filled := fmt.Sprintf("/ByteRange [0 %d %d %d]", start, end, len(data)-end)
	copy(data[byteRange:], filled+strings.Repeat(" ", len(rangePlaceholder)-len(filled)))
	return &Unsigned{data: data, start: start, end: end}
}

// Digest is the SHA-256 of everything but the hole: the message digest of the CMS.
func (u *Unsigned) Digest() [32]byte {
	h := sha256.New()
	h.Write(u.data[:u.start])
	h.Write(u.data[u.end:])
	return [32]byte(h.Sum(nil))
}

// Embed gives the signed file: the CMS, in DER, put into the hole.
func (u *Unsigned) Embed(cms []byte) ([]byte, error) {
	n, err := derLength(cms)
	if err != nil || n != len(cms) {
		return nil, errors.New("pdf: the signature is not one DER value")
	}
	if room := (u.end - u.start - 2) / 2; len(cms) > room {
		return nil, fmt.Errorf("pdf: the signature takes %d bytes, %d are reserved", len(cms), room)
	}
	data := bytes.Clone(u.data)
	hex.Encode(data[u.start+1:], cms)
	return data, nil
}

// derLength is the length of the DER sequence that b starts with, header included.
func derLength(b []byte) (int, error) {
	if len(b) < 2 || b[0] != 0x30 {
		return 0, errors.New("no DER sequence")
	}
	header, length := 2, int(b[1])
	if length >= 0x80 {
		count := length & 0x7f
		if count < 1 || count > 4 || len(b) < 2+count {
			return 0, errors.New("no DER length")
		}
		header, length = 2+count, 0
		for _, c := range b[2:header] {
			length = length<<8 | int(c)
		}
	}
	if header+length > len(b) {
		return 0, errors.New("the DER value is cut short")
	}
	return header + length, nil
}
