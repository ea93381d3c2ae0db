package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// TestFieldsFoundAgain: what layout placed is what a later reader finds.
func TestFieldsFoundAgain(t *testing.T) {
	t.Parallel()
	fields, err := open(t, sample(t)).Fields()
	if err != nil {
		t.Fatal(err)
	}
	for i := range fields { // positions are written to a thousandth of a point
		r := &fields[i].Rect
		for _, v := range []*float64{&r.X, &r.Y, &r.W, &r.H} {
			*v = float64(int(*v*100+0.5)) / 100
		}
	}
	want := []FieldInfo{
		{Name: "so", Kind: TextKind, Page: 1, Rect: Rect{92.59, 68.42, 40, 14.4}, Size: 13, Align: Center},
		{Name: "ngay", Kind: TextKind, Page: 1, Rect: Rect{300, 68.42, 220, 14.4}, Style: italic, Size: 13},
		{Name: "nguoi_ky", Kind: SignatureKind, Page: 2, Rect: Rect{300, 250, 150, 60}, Size: 12},
		{Name: "co_quan", Kind: SignatureKind, Page: 2, Rect: Rect{250, 240, 100, 100}, Size: 12},
	}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Error(diff)
	}
}

// TestSignFillSign walks the life of an outgoing document: certified by its signer, then numbered, dated and signed by the
// organ, then validation data added.
func TestSignFillSign(t *testing.T) {
	t.Parallel()
	certified := signedSample(t)
	sealed := sign(t, certified, "co_quan", SignatureSpec{Signer: "Văn phòng"}, map[string]string{"so": "109", "ngay": "Phan Thiết, ngày 10 tháng 6 năm 2014"})
	u := open(t, sealed).Update()
	if err := u.AddValidation([][]byte{sampleCMS}, nil, [][]byte{sampleCMS}); err != nil {
		t.Fatal(err)
	}
	final, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(final, sealed) || !bytes.HasPrefix(sealed, certified) {
		t.Fatal("an update changed what was there")
	}
	run(t, final, "qpdf", "--check", "FILE")
	text := run(t, final, "pdftotext", "-layout", "FILE", "-")
	for _, want := range []string{"109", "Phan Thiết, ngày 10 tháng 6 năm 2014", "-TB/VPTU"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %q:\n%s", want, text)
		}
	}
	fields, err := open(t, final).Fields()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"109", "Phan Thiết, ngày 10 tháng 6 năm 2014", "signed", "signed"} {
		got := fields[i].Value
		if fields[i].Signed {
			got = "signed"
		}
		if got != want {
			t.Errorf("field %s: %q, want %q", fields[i].Name, got, want)
		}
	}
}

// TestForeignFile updates a file of another maker, with a cross-reference stream, twice.
func TestForeignFile(t *testing.T) {
	t.Parallel()
	base := streamFile()
	u := open(t, base).Update()
	if err := u.FillText("so", "Số 15"); err != nil {
		t.Fatal(err)
	}
	filled, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	signed := sign(t, filled, "co_quan", SignatureSpec{}, nil)
	if !bytes.HasPrefix(filled, base) {
		t.Fatal("the update changed what was there")
	}
	f := open(t, signed)
	if !f.chain[0].stream || !f.chain[1].stream || len(f.chain) != 3 {
		t.Errorf("the chain is not of streams: %d sections", len(f.chain))
	}
	fields, err := f.Fields()
	if err != nil {
		t.Fatal(err)
	}
	want := FieldInfo{Name: "so", Kind: TextKind, Value: "Số 15", Page: 1, Rect: Rect{10, 30, 100, 20}, Style: Style{Bold: true}, Size: 11, Align: Right}
	if diff := cmp.Diff(want, fields[0]); diff != "" {
		t.Error(diff)
	}
	if text := run(t, signed, "pdftotext", "FILE", "-"); !strings.Contains(text, "Số 15") {
		t.Errorf("the page shows %q", text)
	}
}

func TestFillRefuses(t *testing.T) {
	t.Parallel()
	closed := sign(t, sample(t), "nguoi_ky", SignatureSpec{Certify: 1}, nil)
	for _, c := range []struct {
		name, field, value string
		file               []byte
	}{
		{"unknown field", "khong_co", "1", sample(t)},
		{"signature field", "co_quan", "1", sample(t)},
		{"value too long", "so", "một trăm linh chín", sample(t)},
		{"certified against change", "so", "1", closed},
	} {
		u := open(t, c.file).Update()
		if err := u.FillText(c.field, c.value); err == nil {
			t.Errorf("%s: filled", c.name)
		}
		if _, err := u.Bytes(); err == nil {
			t.Errorf("%s: the refused update still gives bytes", c.name)
		}
	}
}

// TestShrunk: a value a little too wide is drawn smaller, over the whole width.
func TestShrunk(t *testing.T) {
	t.Parallel()
	u := open(t, sample(t)).Update()
	const value = "10987654" // 52 points at size 13, for 40
	if err := u.FillText("so", value); err != nil {
		t.Fatal(err)
	}
	b, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, b)
	so := mustField(t, f.Update(), "so")
	form, ok := f.get(f.dict(so.dict["AP"])["N"]).(types.StreamDict)
	if !ok {
		t.Fatal("no appearance")
	}
	if err := form.Decode(); err != nil {
		t.Fatal(err)
	}
	if want := "/Serif 10 Tf 0 "; !bytes.Contains(form.Content, []byte(want)) {
		t.Errorf("the field draws %s, want %s", form.Content, want)
	}
}

func TestSignRefuses(t *testing.T) {
	t.Parallel()
	signed := signedSample(t)
	for _, c := range []struct {
		name, field string
		spec        SignatureSpec
		file        []byte
	}{
		{"unknown field", "khong_co", SignatureSpec{}, sample(t)},
		{"text field", "so", SignatureSpec{}, sample(t)},
		{"signed already", "nguoi_ky", SignatureSpec{}, signed},
		{"certified twice", "co_quan", SignatureSpec{Certify: 2}, signed},
		{"certified after an approval", "co_quan", SignatureSpec{Certify: 2}, sign(t, sample(t), "nguoi_ky", SignatureSpec{}, nil)},
		{"certified against change", "co_quan", SignatureSpec{}, sign(t, sample(t), "nguoi_ky", SignatureSpec{Certify: 1}, nil)},
		{"no such permission", "co_quan", SignatureSpec{Certify: 4}, sample(t)},
		{"image broken", "co_quan", SignatureSpec{Look: Look{Image: []byte("\x89PNG")}}, sample(t)},
	} {
		if _, err := open(t, c.file).Update().Sign(c.field, c.spec); err == nil {
			t.Errorf("%s: signed", c.name)
		}
	}
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	u := open(t, sample(t)).Update()
	unsigned, err := u.Sign("co_quan", SignatureSpec{Reserve: 200, Time: time.Unix(1402358400, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if err := u.FillText("so", "1"); !errors.Is(err, errFinished) {
		t.Errorf("filled after signing: %v", err)
	}
	for name, cms := range map[string][]byte{
		"empty": nil, "no sequence": {2, 1, 5}, "cut": sampleCMS[:5], "trailing": append(sampleCMS[:8:8], 0),
		"too large": append([]byte{0x30, 0x81, 198}, make([]byte, 198)...),
	} {
		if _, err := unsigned.Embed(cms); err == nil {
			t.Errorf("%s: embedded", name)
		}
	}
	exact := append([]byte{0x30, 0x81, 197}, make([]byte, 197)...)
	signed, err := unsigned.Embed(exact)
	if err != nil {
		t.Fatal(err)
	}
	values, err := Signatures(signed)
	if err != nil || len(values) != 1 {
		t.Fatalf("%d signatures, %v", len(values), err)
	}
	if !bytes.Equal(values[0].CMS, exact) {
		t.Error("the signature does not come back")
	}
	if sha256.Sum256(values[0].Covered(signed)) != unsigned.Digest() {
		t.Error("the digest is not that of the signed bytes")
	}
}

// TestLook draws a transparent seal over lines and looks at the pixels.
func TestLook(t *testing.T) {
	t.Parallel()
	seal := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for y := range 40 {
		for x := range 40 {
			if (x-20)*(x-20)+(y-20)*(y-20) < 300 {
				seal.Set(x, y, color.NRGBA{R: 220, A: 255})
			}
		}
	}
	var img bytes.Buffer
	if err := png.Encode(&img, seal); err != nil {
		t.Fatal(err)
	}
	b := sign(t, sample(t), "co_quan", SignatureSpec{Look: Look{Image: img.Bytes(), Lines: []string{"Văn phòng Tỉnh ủy, một dòng quá dài cho ô này"}, Color: [3]float64{0, 0, 1}, Border: true}}, nil)
	if text := run(t, b, "pdftotext", "FILE", "-"); !strings.Contains(text, "một dòng quá dài cho ô này") {
		t.Errorf("the lines are not there: %s", text)
	}
	ppm := run(t, b, "pdftoppm", "-f", "2", "-r", "72", "FILE")
	head := "P6\n596 842\n255\n"
	if !strings.HasPrefix(ppm, head) {
		t.Fatalf("no page: %q", ppm[:min(30, len(ppm))])
	}
	at := func(x, y int) [3]byte { return [3]byte([]byte(ppm[len(head)+3*(y*596+x):][:3])) }
	if c := at(300, 295); c[0] < 200 || c[1] > 40 {
		t.Errorf("the middle of the seal is %v", c)
	}
	if c := at(345, 335); c != [3]byte{255, 255, 255} {
		t.Errorf("the transparent corner is %v", c)
	}
	if c := at(250, 320); c[2] < 200 || c[0] > 150 {
		t.Errorf("the border is %v", c)
	}
}
