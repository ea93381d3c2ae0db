package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func TestSignaturesInOrder(t *testing.T) {
	t.Parallel()
	at := time.Date(2014, 6, 10, 9, 30, 0, 0, time.FixedZone("", 7*3600))
	// The field that stands later in the form is signed first.
	first := sign(t, sample(t), "co_quan", SignatureSpec{Certify: 2, Signer: "Văn phòng Tỉnh ủy", Reason: "Phát hành", Location: "Phan Thiết", Time: at}, nil)
	both := sign(t, first, "nguoi_ky", SignatureSpec{}, nil)
	values, err := Signatures(both)
	if err != nil || len(values) != 2 {
		t.Fatalf("%d signatures, %v", len(values), err)
	}
	v := values[0]
	got := []any{v.Field, v.SubFilter, v.Signer, v.Reason, v.Location, v.Certify, v.CoversUpTo, v.Page, v.Visible, v.Time.Equal(at)}
	want := []any{"co_quan", "ETSI.CAdES.detached", "Văn phòng Tỉnh ủy", "Phát hành", "Phan Thiết", 2, int64(len(first)), 2, true, true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if values[1].Field != "nguoi_ky" || values[1].CoversUpTo != int64(len(both)) || values[1].Certify != 0 {
		t.Errorf("second: %+v", values[1])
	}
	if !bytes.Equal(v.CMS, sampleCMS) {
		t.Errorf("the signature is %x", v.CMS) // a value that ends in zero keeps it
	}
	if n := len(v.Covered(both)); n != len(first)-int(v.ByteRange[2]-v.ByteRange[1]) {
		t.Errorf("%d bytes covered", n)
	}
	unsigned, err := Signatures(sample(t))
	if err != nil || len(unsigned) != 0 {
		t.Errorf("%d signatures in an unsigned file, %v", len(unsigned), err)
	}
}

// TestSignaturesRefuse rewrites the byte range or the hole of a signed file in place, as an attacker would.
func TestSignaturesRefuse(t *testing.T) {
	t.Parallel()
	signed := signedSample(t)
	values, err := Signatures(signed)
	if err != nil {
		t.Fatal(err)
	}
	r := values[0].ByteRange
	hole := int(r[1])
	withRange := func(a, b, c, d int64) []byte {
		out := bytes.Clone(signed)
		at := bytes.LastIndex(out, []byte("/ByteRange ["))
		copy(out[at:], fmt.Sprintf("%-*s", len(rangePlaceholder), fmt.Sprintf("/ByteRange [%d %d %d %d]", a, b, c, d)))
		return out
	}
	withByte := func(at int, c byte) []byte {
		out := bytes.Clone(signed)
		out[at] = c
		return out
	}
	for name, b := range map[string][]byte{
		"starts later":        withRange(1, r[1]-1, r[2], r[3]),
		"hole too wide":       withRange(0, r[1]-20, r[2], r[3]),
		"hole too far":        withRange(0, r[1], r[2]+1, r[3]-1),
		"hole too narrow":     withRange(0, r[1]+1, r[2], r[3]),
		"parts overlap":       withRange(0, r[2]+5, r[2], r[3]),
		"leaves the file":     withRange(0, r[1], r[2], r[3]+1),
		"hole elsewhere":      withRange(0, 100, 200, int64(len(signed)-200)),
		"wraps round":         withRange(0, r[1], r[2], 9223372036854775807),
		"no DER":              withByte(hole+1, '4'),
		"bytes behind DER":    withByte(hole+200, '1'),
		"no hexadecimal":      withByte(hole+200, 'g'),
		"three numbers":       bytes.Replace(signed, fmt.Appendf(nil, "[0 %d %d", r[1], r[2]), fmt.Appendf(nil, "[0 %d%s", r[1], strings.Repeat(" ", 1+len(fmt.Sprint(r[2])))), 1),
		"contents named away": bytes.Replace(signed, []byte("/Contents <30"), []byte("/Kontents <30"), 1),
	} {
		if got, err := Signatures(b); err == nil || len(got) != 0 {
			t.Errorf("%s: accepted, %v", name, err)
		}
	}
}

// TestSharedSignature: a second field that points at the signature of the first is refused, and the first is still given.
func TestSharedSignature(t *testing.T) {
	t.Parallel()
	f := open(t, signedSample(t))
	u := f.Update()
	signed, err := u.field("nguoi_ky")
	if err != nil {
		t.Fatal(err)
	}
	other, err := u.field("co_quan")
	if err != nil {
		t.Fatal(err)
	}
	edited, err := u.edit(other.number, other.dict)
	if err != nil {
		t.Fatal(err)
	}
	edited["V"] = signed.dict["V"]
	b, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	values, err := Signatures(b)
	if err == nil || len(values) != 1 || values[0].Field != "nguoi_ky" {
		t.Errorf("%d signatures, %v", len(values), err)
	}
}

// TestDecoy: the byte range leaves out a well-formed signature that is not the one in the field's own dictionary.
func TestDecoy(t *testing.T) {
	t.Parallel()
	u := open(t, sample(t)).Update()
	decoy, value := u.out.alloc(), u.out.alloc()
	hole := fmt.Sprintf("<%x>", sampleCMS)
	u.out.object(decoy, 0, hole)
	start := bytes.LastIndex(u.out.Bytes(), []byte(hole))
	u.out.object(value, 0, fmt.Sprintf("<</Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 %d %d 20] /Contents %s>>", start, start+len(hole), hole))
	field := mustField(t, u, "co_quan")
	edited, err := u.edit(field.number, field.dict)
	if err != nil {
		t.Fatal(err)
	}
	edited["V"] = types.IndirectRef{ObjectNumber: types.Integer(value)}
	b, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if values, err := Signatures(b); err == nil || len(values) != 0 {
		t.Errorf("accepted: %+v", values)
	}
}
