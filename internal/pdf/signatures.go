package pdf

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// SignatureValue is what a signed field holds. Signer, Reason, Location and Time are what the file says of itself, not
// what the certificate proves.
type SignatureValue struct {
	Field     string
	SubFilter string
	// ByteRange is offset and length of the two signed parts; between them lies the hole with the CMS.
	ByteRange [4]int64
	CMS       []byte // cut to its DER length

	Signer, Reason, Location string
	Time                     time.Time // zero if the file says none
	// Certify is the DocMDP permission of a certification, 0 for an approval.
	Certify int
	// CoversUpTo is the end of the signed bytes: what the file has behind it came later.
	CoversUpTo int64
	// Visible says that the field has an area on a page.
	Visible bool
	Page    int
}

// Covered gives the bytes that the signature signs, out of the file it was read from.
func (s SignatureValue) Covered(b []byte) []byte {
	r := s.ByteRange
	return append(append(make([]byte, 0, r[1]+r[3]), b[:r[1]]...), b[r[2]:r[2]+r[3]]...)
}

// Signatures lists the signatures of a file in the order in which they were made. A signature whose byte range is
// not sound is not listed; the error says why, and the sound ones come with it.
func Signatures(b []byte) ([]SignatureValue, error) {
	f, err := Open(b)
	if err != nil {
		return nil, err
	}
	return f.Signatures()
}

// Signatures is the same for a file that is already open.
func (f *File) Signatures() (values []SignatureValue, err error) {
	fields, err := f.formFields()
	if err != nil {
		return nil, err
	}
	var refused []error
	holes := map[int64]string{}
	for _, field := range fields {
		if !field.Signed {
			continue
		}
		value, err := f.signature(field)
		if err != nil {
			refused = append(refused, fmt.Errorf("pdf: the signature in the field %q: %w", field.Name, err))
			continue
		}
		if other, taken := holes[value.ByteRange[1]]; taken {
			refused = append(refused, fmt.Errorf("pdf: the fields %q and %q share one signature", other, field.Name))
			continue
		}
		holes[value.ByteRange[1]] = field.Name
		values = append(values, value)
	}
	slices.SortStableFunc(values, func(x, y SignatureValue) int { return cmp.Compare(x.CoversUpTo, y.CoversUpTo) })
	return values, errors.Join(refused...)
}

// signature reads the signature of one field.
func (f *File) signature(field formField) (SignatureValue, error) {
	d := f.dict(field.value)
	v := SignatureValue{
		Field: field.Name, SubFilter: f.name(d["SubFilter"]), Certify: f.certification(d),
		Signer: f.text(d["Name"]), Reason: f.text(d["Reason"]), Location: f.text(d["Location"]),
		Time: parseDate(f.text(d["M"])), Page: field.Page, Visible: field.Rect.W > 0 && field.Rect.H > 0,
	}
	ranges := f.array(d["ByteRange"])
	if len(ranges) != 4 {
		return v, fmt.Errorf("a byte range of %d numbers", len(ranges))
	}
	for i, o := range ranges {
		n, ok := o.(types.Integer)
		if !ok || n < 0 {
			return v, errors.New("the byte range is no list of integers")
		}
		v.ByteRange[i] = int64(n)
	}
	r, size := v.ByteRange, int64(len(f.data))
	switch {
	case r[0] != 0:
		return v, errors.New("the byte range does not start at the first byte")
	case r[1] > size || r[2] < r[1] || r[2] > size || r[3] > size-r[2]:
		return v, errors.New("the parts of the byte range overlap or leave the file")
	}
	v.CoversUpTo = r[2] + r[3]
	if err := f.holeIsContents(refNumber(field.value), r); err != nil {
		return v, err
	}
	var err error
	v.CMS, err = f.contents(r)
	return v, err
}

// holeIsContents checks, in the bytes of the signature's own object, that the hole of the byte range is the value of
// /Contents and nothing else, so nothing unsigned can hide in it.
func (f *File) holeIsContents(number int, r [4]int64) error {
	stands, ok := f.live()[number]
	if !ok || stands.offset == 0 {
		return errors.New("the signature is no object of its own")
	}
	l := &lexer{data: f.data, at: stands.offset}
	if n, err := l.objectHead(); err != nil || n != number {
		return errors.New("the signature's object is not where it should be")
	}
	entries, err := l.dict(0)
	if err != nil {
		return err
	}
	contents, ok := entries["Contents"]
	if !ok || int64(contents.start) != r[1] || int64(contents.end) != r[2] {
		return errors.New("the hole of the byte range is not the signature's contents")
	}
	return nil
}

// contents decodes the hexadecimal string in the hole and cuts it to the DER value it starts with; what follows may
// only be the zeros that were reserved.
func (f *File) contents(r [4]int64) ([]byte, error) {
	hole := f.data[r[1]:r[2]]
	if len(hole) < 2 || hole[0] != '<' || hole[len(hole)-1] != '>' {
		return nil, errors.New("the contents are no hexadecimal string")
	}
	cms, err := hex.DecodeString(string(hole[1 : len(hole)-1]))
	if err != nil {
		return nil, errors.New("the contents are no hexadecimal string")
	}
	n, err := derLength(cms)
	if err != nil {
		return nil, fmt.Errorf("the contents are no signature: %w", err)
	}
	if len(bytes.Trim(cms[n:], "\x00")) > 0 {
		return nil, errors.New("something follows the signature in its contents")
	}
	return cms[:n], nil
}

// parseDate reads D:YYYYMMDDHHmmSS and a zone (ISO 32000-1 7.9.4); anything else is the zero time.
func parseDate(s string) time.Time {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z0700", "20060102150405Z", "20060102150405", "200601021504", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
