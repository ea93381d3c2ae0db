package signature

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"strings"
	"testing"
	"time"

	"trinhky/internal/pdf"
)

// madeKey certifies a key as the folder's authority (or another) would, but for what change does to the template.
func madeKey(t testing.TB, by *authority, signer crypto.Signer, change func(c *x509.Certificate)) *Key {
	t.Helper()
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "Trần Thị Bưởi", Organization: []string{"Sở Nội vụ"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	if change != nil {
		change(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, by.cert, signer.Public(), by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &Key{cert: cert, signer: signer}
}

func p256(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func rsaKey(t testing.TB, bits int) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signField signs without any of this room's rules, as another program could.
func signField(t testing.TB, b []byte, field string, key *Key, spec pdf.SignatureSpec) []byte {
	t.Helper()
	f, err := pdf.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	if spec.Time.IsZero() {
		spec.Time = time.Now()
	}
	out, err := embed(f.Update(), field, key, spec)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Attack 27 is in this table: where a certificate names a source of revocation that was not asked, nothing is valid.
func TestCertificatesAreJudged(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	user := func(id string) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: oidUserID, Value: id}}
		}
	}
	for _, c := range []struct {
		name   string
		key    crypto.Signer
		change func(c *x509.Certificate)
		spec   pdf.SignatureSpec
		want   Verdict
		says   string
	}{
		{name: "as it should be", want: Valid},
		{name: "RSA", key: rsaKey(t, 2048), want: Valid},
		{name: "of the person", change: user("person:p-9"), want: Valid},
		{name: "of a citizen", change: user("CCCD:001"), want: Valid},
		{name: "attack 27, names a CRL", change: func(c *x509.Certificate) { c.CRLDistributionPoints = []string{"http://crl.example/x.crl"} }, want: Unknown, says: "thu hồi"},
		{name: "attack 27, names an OCSP", change: func(c *x509.Certificate) { c.OCSPServer = []string{"http://ocsp.example"} }, want: Unknown, says: "thu hồi"},
		{name: "short RSA", key: rsaKey(t, 1024), want: Invalid, says: "không còn an toàn"},
		{name: "for encryption only", change: func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }, want: Invalid, says: "không được cấp để ký"},
		{name: "without a usage", change: func(c *x509.Certificate) { c.KeyUsage = 0 }, want: Invalid, says: "không được cấp để ký"},
		{name: "a CA's", change: func(c *x509.Certificate) { c.IsCA = true }, want: Invalid, says: "không được cấp để ký"},
		{name: "ended before", change: func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour)
		}, want: Invalid, says: "ngoài thời hạn"},
		{name: "begins later", change: func(c *x509.Certificate) { c.NotBefore = time.Now().Add(30 * time.Minute) }, want: Invalid, says: "ngoài thời hạn"},
		{name: "signed in the future", change: func(c *x509.Certificate) { c.NotAfter = time.Now().AddDate(1, 0, 0) },
			spec: pdf.SignatureSpec{Time: time.Now().AddDate(0, 1, 0)}, want: Invalid, says: "ở sau thời điểm kiểm tra"},
		{name: "an organ's in the person's place", change: user("organ:o-9"), want: Invalid, says: "chứng thư số của cơ quan được đặt"},
	} {
		signer := c.key
		if signer == nil {
			signer = p256(t)
		}
		b := signField(t, rendition(t), FieldPersonal, madeKey(t, k.authority, signer, c.change), c.spec)
		r := Verify(b, VerifyOptions{Roots: k.Roots()})
		if r.Verdict != c.want || !strings.Contains(r.summary(), c.says) || len(r.Signatures) != 1 || r.Signatures[0].Signer != "Trần Thị Bưởi" {
			t.Errorf("%s: %s, want %s with %q", c.name, r.summary(), c.want, c.says)
		}
	}
}

func TestAPersonsCertificateInTheOrgansPlaceIsInvalid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := signField(t, d.certify(t), FieldOrgan, d.personal, pdf.SignatureSpec{})
	if r := d.verify(b); r.Verdict != Invalid || !strings.Contains(r.summary(), "chứng thư số của cá nhân") {
		t.Error(r.summary())
	}
}

func TestASignatureUnderAnIntermediateIsTrustedWithIt(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	// the demo's own root allows no authority below it (path length 0), so this one stands under a root of its own
	rootKey, middleKey := p256(t), p256(t)
	authorityTemplate := func(name string) *x509.Certificate {
		return &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour),
			NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign}
	}
	make := func(template, parent *x509.Certificate, public crypto.PublicKey, by crypto.Signer) *x509.Certificate {
		der, err := x509.CreateCertificate(rand.Reader, template, parent, public, by)
		if err != nil {
			t.Fatal(err)
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return cert
	}
	top := make(authorityTemplate("Gốc"), authorityTemplate("Gốc"), rootKey.Public(), rootKey)
	middle := make(authorityTemplate("Trung gian"), top, middleKey.Public(), rootKey)
	roots := x509.NewCertPool()
	roots.AddCert(top)
	key := madeKey(t, &authority{middle, middleKey}, p256(t), nil)
	alone := signField(t, rendition(t), FieldPersonal, key, pdf.SignatureSpec{})
	key.chain = []*x509.Certificate{middle}
	whole := signField(t, rendition(t), FieldPersonal, key, pdf.SignatureSpec{})
	if r := Verify(whole, VerifyOptions{Roots: roots}); r.Verdict != Valid {
		t.Error(r.summary())
	}
	if r := Verify(alone, VerifyOptions{Roots: roots}); r.Verdict != Invalid {
		t.Errorf("without the intermediate: %s", r.summary())
	}
	below := madeKey(t, &authority{make(authorityTemplate("Giả"), k.authority.cert, middleKey.Public(), k.authority.key), middleKey}, p256(t), nil)
	below.chain = []*x509.Certificate{make(authorityTemplate("Giả"), k.authority.cert, middleKey.Public(), k.authority.key)}
	if r := Verify(signField(t, rendition(t), FieldPersonal, below, pdf.SignatureSpec{}), VerifyOptions{Roots: k.Roots()}); r.Verdict != Invalid {
		t.Errorf("under an authority that the demo's root does not allow: %s", r.summary())
	}
}

// Files from outside name their fields as they like; a second signature is theirs to add, a silent change is not.
func TestFilesFromOutside(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	w := pdf.New(pdf.Meta{Title: "Công văn"})
	w.AddPage(595.28, 841.89)
	w.Begin("P")
	w.Text(90, 80, pdf.Style{}, 14, "SỞ NỘI VỤ")
	for i, name := range []string{"Signature1", "Signature2"} {
		w.SignatureField(pdf.Field{Name: name, Tooltip: name, Rect: pdf.Rect{X: 90, Y: 400 + float64(i)*100, W: 200, H: 60}})
	}
	w.TextField(pdf.Field{Name: "note", Tooltip: "note", Rect: pdf.Rect{X: 90, Y: 95, W: 180, H: 18}})
	w.End()
	bare, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	first, second := madeKey(t, k.authority, p256(t), nil), madeKey(t, k.authority, rsaKey(t, 2048), nil)
	fill := func(b []byte) []byte {
		f, err := pdf.Open(b)
		if err != nil {
			t.Fatal(err)
		}
		u := f.Update()
		if err := u.FillText("note", "900 tỷ"); err != nil {
			t.Fatal(err)
		}
		out, err := u.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	one := signField(t, bare, "Signature1", first, pdf.SignatureSpec{})
	two := signField(t, one, "Signature2", second, pdf.SignatureSpec{})
	for _, c := range []struct {
		name string
		b    []byte
		want Verdict
		note string
	}{
		{"one signature", one, Valid, ""},
		{"two signatures", two, Valid, "“Signature2” được ký"},
		{"filled between, under the second", signField(t, fill(one), "Signature2", second, pdf.SignatureSpec{}), Valid, "“note” được điền"},
		{"filled behind the last", fill(two), Invalid, ""},
		{"page changed behind the last", newPage(t, two), Invalid, ""},
		{"page changed under the second", signField(t, newPage(t, one), "Signature2", second, pdf.SignatureSpec{}), Invalid, ""},
		{"certified, then signed", signField(t, signField(t, bare, "Signature1", first, pdf.SignatureSpec{Certify: 2}), "Signature2", second, pdf.SignatureSpec{}), Valid, ""},
	} {
		r := Verify(c.b, VerifyOptions{Roots: k.Roots()})
		notes := ""
		for _, s := range r.Signatures {
			notes += strings.Join(s.Notes, "\n")
		}
		if r.Verdict != c.want || !strings.Contains(notes, c.note) {
			t.Errorf("%s: %s, notes %q", c.name, r.summary(), notes)
		}
	}
}
