package signature

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/pkcs7"

	"trinhky/internal/pdf"
)

// rendition draws a page with the four fields that the layout places.
func rendition(t testing.TB) []byte {
	t.Helper()
	w := pdf.New(pdf.Meta{Title: "Thông báo kết luận", Created: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)})
	w.AddPage(595.28, 841.89)
	w.Begin("P")
	w.Text(90, 80, pdf.Style{Bold: true}, 14, "VĂN PHÒNG TỈNH ỦY")
	w.TextField(pdf.Field{Name: FieldNumber, Tooltip: "Số và ký hiệu", Rect: pdf.Rect{X: 90, Y: 95, W: 180, H: 18}, Size: 13, Align: pdf.Center})
	w.TextField(pdf.Field{Name: FieldDate, Tooltip: "Ngày ban hành", Rect: pdf.Rect{X: 300, Y: 95, W: 240, H: 18}, Style: pdf.Style{Italic: true}, Size: 13, Align: pdf.Center})
	w.Text(90, 160, pdf.Style{}, 14, "Đồng ý chi 500.000.000 đồng cho việc phòng, chống hạn hán.")
	w.SignatureField(pdf.Field{Name: FieldOrgan, Tooltip: "Chữ ký số của cơ quan", Rect: pdf.Rect{X: 260, Y: 600, W: 120, H: 90}})
	w.SignatureField(pdf.Field{Name: FieldPersonal, Tooltip: "Chữ ký số của người ký", Rect: pdf.Rect{X: 340, Y: 620, W: 180, H: 60}})
	w.End()
	b, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var organData = Organ{Number: "Số 12-TB/VPTU", DateText: "Bình Thuận, ngày 05 tháng 3 năm 2026", Reason: "Phát hành", Place: "Bình Thuận"}

// desk is a key folder with both keys open.
type desk struct {
	keys             *Keys
	personal, office *Key
}

func newDesk(t testing.TB) desk {
	t.Helper()
	k := demoKeys(t)
	return desk{k, unlock(t, k, leader), unlock(t, k, office)}
}

func (d desk) certify(t testing.TB) []byte {
	t.Helper()
	signed, err := Certify(rendition(t), d.personal, Personal{Signer: leader.Name, Title: leader.Title, Organ: leader.Organ, Reason: "Ký ban hành", Place: "Bình Thuận"})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (d desk) seal(t testing.TB, signed []byte) []byte {
	t.Helper()
	sealed, err := Seal(signed, d.office, organData)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func (d desk) verify(b []byte) Report { return Verify(b, VerifyOptions{Roots: d.keys.Roots()}) }

func TestSignThenSeal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	original := rendition(t)
	signed := d.certify(t)
	r := d.verify(signed)
	if r.Verdict != Valid || len(r.Signatures) != 1 {
		t.Fatalf("after the person signed: %s", r.summary())
	}
	if s := r.Signatures[0]; s.Kind != KindPersonal || !s.Valid || !s.Trusted || !s.CoversWholeFile || s.Signer != leader.Name ||
		s.Organ != leader.Organ || s.HolderID != "person:p-1" || s.Serial != d.personal.Serial() || s.Algorithm != "ECDSA P-256 SHA-256" ||
		time.Since(s.Time) > time.Minute {
		t.Errorf("personal signature: %+v", s)
	}
	sealed := d.seal(t, signed)
	if !bytes.HasPrefix(signed, original) || !bytes.HasPrefix(sealed, signed) {
		t.Error("a step rewrote bytes that were there")
	}
	r = d.verify(sealed)
	if r.Verdict != Valid || len(r.Signatures) != 2 || len(r.Reasons) != 0 {
		t.Fatalf("after the organ signed: %s", r.summary())
	}
	personal, organ := r.Signatures[0], r.Signatures[1]
	if !personal.Valid || !personal.Trusted || personal.CoversWholeFile || personal.Kind != KindPersonal {
		t.Errorf("personal signature after seal: %+v", personal)
	}
	if !organ.Valid || !organ.Trusted || !organ.CoversWholeFile || organ.Kind != KindOrgan || organ.Signer != office.Name || organ.HolderID != "organ:o-1" {
		t.Errorf("organ's signature: %+v", organ)
	}
	file, err := pdf.Open(sealed)
	if err != nil {
		t.Fatal(err)
	}
	fields, err := file.Fields()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		if f.Name == FieldNumber && f.Value != organData.Number || f.Name == FieldDate && f.Value != organData.DateText {
			t.Errorf("field %s holds %q", f.Name, f.Value)
		}
	}
}

func TestReportAsJSON(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b, err := json.Marshal(d.verify(d.certify(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"verdict":"valid"`, `"signatures":[{"field":"nguoi_ky","kind":"personal","signer":"` + leader.Name, `"valid":true,"trusted":true`, `"reasons":[]`} {
		if !strings.Contains(string(b), part) {
			t.Errorf("no %s in %s", part, b)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	original, signed := rendition(t), d.certify(t)
	sealed := d.seal(t, signed)
	altered := bytes.Clone(signed)
	altered[bytes.Index(altered, []byte("/MediaBox"))+11] ^= 1
	person := Personal{}
	for _, c := range []struct {
		name, code string
		do         func() ([]byte, error)
	}{
		{"certify with the organ's key", "SIGNER_MISMATCH", func() ([]byte, error) { return Certify(original, d.office, person) }},
		{"certify under another's name", "SIGNER_MISMATCH", func() ([]byte, error) { return Certify(original, d.personal, Personal{Signer: "Người Khác"}) }},
		{"certify twice", "ALREADY_SIGNED", func() ([]byte, error) { return Certify(signed, d.personal, person) }},
		{"certify after the organ", "ALREADY_SIGNED", func() ([]byte, error) { return Certify(sealed, d.personal, person) }},
		{"personal after organ", "SIGNATURE_ORDER", func() ([]byte, error) { return Certify(organFirst(t, d), d.personal, person) }},
		{"seal with a person's key", "SIGNER_MISMATCH", func() ([]byte, error) { return Seal(signed, d.personal, organData) }},
		{"seal without a number", "NUMBER_MISSING", func() ([]byte, error) { return Seal(signed, d.office, Organ{DateText: "x"}) }},
		{"seal before the person signed", "SIGNATURE_ORDER", func() ([]byte, error) { return Seal(original, d.office, organData) }},
		{"seal twice", "ALREADY_SIGNED", func() ([]byte, error) { return Seal(sealed, d.office, organData) }},
		{"seal altered bytes (attack 22)", "PERSONAL_SIGNATURE_INVALID", func() ([]byte, error) { return Seal(altered, d.office, organData) }},
		{"seal what a stranger signed (attack 22)", "PERSONAL_SIGNATURE_INVALID", func() ([]byte, error) { return Seal(newDesk(t).certify(t), d.office, organData) }},
		{"seal after a change that breaks no digest (attack 26)", "PERSONAL_SIGNATURE_INVALID", func() ([]byte, error) { return Seal(newPage(t, signed), d.office, organData) }},
	} {
		got, err := c.do()
		if got != nil {
			t.Errorf("%s: bytes came out", c.name)
		}
		t.Run(c.name, func(t *testing.T) { wantFault(t, err, c.code) })
	}
}

// organFirst signs in the organ's field of a bare rendition, as another program could.
func organFirst(t testing.TB, d desk) []byte {
	t.Helper()
	f, err := pdf.Open(rendition(t))
	if err != nil {
		t.Fatal(err)
	}
	b, err := embed(f.Update(), FieldOrgan, d.office, pdf.SignatureSpec{Signer: office.Name, Time: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNoSigningTimeButTheClocks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, at := range []time.Time{time.Now().AddDate(0, 0, -1), time.Now().AddDate(1, 0, 0), time.Date(2014, 3, 5, 0, 0, 0, 0, time.UTC)} {
		if b, err := Certify(rendition(t), d.personal, Personal{Time: at}); err == nil || b != nil {
			t.Errorf("signed at %v", at)
		}
	}
}

func TestVerdictsOfTrust(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sealed := d.seal(t, d.certify(t))
	for _, c := range []struct {
		name    string
		b       []byte
		o       VerifyOptions
		want    Verdict
		trusted bool
		says    string
	}{
		{"trusted", sealed, VerifyOptions{Roots: d.keys.Roots()}, Valid, true, ""},
		{"nobody named", sealed, VerifyOptions{}, Unknown, false, "chưa có chứng thư gốc"},
		{"another root", sealed, VerifyOptions{Roots: demoKeys(t).Roots()}, Invalid, false, "không do tổ chức cấp chứng thư được tin cậy cấp"},
		{"empty trust", sealed, VerifyOptions{Roots: x509.NewCertPool()}, Invalid, false, "không do tổ chức"},
		{"ten years on", sealed, VerifyOptions{Roots: d.keys.Roots(), At: time.Now().AddDate(10, 0, 0)}, Valid, true, ""},
		{"before it was signed", sealed, VerifyOptions{Roots: d.keys.Roots(), At: time.Now().AddDate(0, 0, -1)}, Invalid, true, "ở sau thời điểm kiểm tra"},
		{"no signature", rendition(t), VerifyOptions{Roots: d.keys.Roots()}, Unknown, false, "không có chữ ký số"},
		{"no PDF", []byte("%PDF-1.7\nrubbish"), VerifyOptions{Roots: d.keys.Roots()}, Invalid, false, "không hợp lệ"},
		{"empty", nil, VerifyOptions{Roots: d.keys.Roots()}, Invalid, false, "không hợp lệ"},
	} {
		r := Verify(c.b, c.o)
		if r.Verdict != c.want || !strings.Contains(r.summary(), c.says) {
			t.Errorf("%s: %s, want %s with %q", c.name, r.summary(), c.want, c.says)
		}
		for _, s := range r.Signatures {
			if s.Trusted != c.trusted {
				t.Errorf("%s: %s trusted = %v", c.name, s.Field, s.Trusted)
			}
		}
	}
}

// Each of the two signatures is sound over its own bytes also for judges that share no code with this room.
func TestOpenSSLAndAnotherLibraryAcceptBothSignatures(t *testing.T) {
	t.Parallel()
	need(t, "openssl")
	d := newDesk(t)
	sealed := d.seal(t, d.certify(t))
	values, err := pdf.Signatures(sealed)
	if err != nil || len(values) != 2 {
		t.Fatalf("%d signatures: %v", len(values), err)
	}
	for _, v := range values {
		dir := t.TempDir()
		content := v.Covered(sealed)
		for name, b := range map[string][]byte{"cms.der": v.CMS, "content": content, "ca.pem": d.keys.RootPEM()} {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "cms.der",
			"-content", "content", "-CAfile", "ca.pem", "-purpose", "any", "-out", "out")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: openssl: %v: %s", v.Field, err, out)
		}
		p7, err := pkcs7.Parse(v.CMS)
		if err != nil {
			t.Fatal(err)
		}
		p7.Content = content
		if err := p7.VerifyWithChain(d.keys.Roots()); err != nil {
			t.Errorf("%s: pkcs7: %v", v.Field, err)
		}
	}
}

// Attack 24: after each further signature every earlier one still verifies with pdfsig, and so does the last.
func TestAttack24PdfsigSaysValidAndTrustedAfterEachStep(t *testing.T) {
	t.Parallel()
	need(t, "pdfsig", "certutil")
	d := newDesk(t)
	dir := t.TempDir()
	run := func(name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v: %s", name, args, err, out)
		}
		return string(out)
	}
	signed := d.certify(t)
	for name, b := range map[string][]byte{"ca.pem": d.keys.RootPEM(), "1.pdf": signed, "2.pdf": d.seal(t, signed)} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "nss"), 0o700); err != nil {
		t.Fatal(err)
	}
	run("certutil", "-N", "-d", "sql:nss", "--empty-password")
	run("certutil", "-A", "-d", "sql:nss", "-n", "root", "-t", "CT,C,C", "-i", "ca.pem")
	for n, file := range []string{"1.pdf", "2.pdf"} {
		out := run("pdfsig", "-nssdir", filepath.Join(dir, "nss"), file)
		if strings.Count(out, "Signature is Valid.") != n+1 || strings.Count(out, "Certificate is Trusted.") != n+1 || !strings.Contains(out, leader.Name) {
			t.Errorf("%s: pdfsig says\n%s", file, out)
		}
		if n == 1 && !strings.Contains(out, office.Name) {
			t.Errorf("the organ's name is not whole:\n%s", out)
		}
	}
}

func BenchmarkVerifySealed(b *testing.B) {
	d := newDesk(b)
	sealed := d.seal(b, d.certify(b))
	for b.Loop() {
		if r := d.verify(sealed); r.Verdict != Valid {
			b.Fatal(r.summary())
		}
	}
}
