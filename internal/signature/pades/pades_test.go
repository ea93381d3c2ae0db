package pades

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

var content = []byte("Kính gửi: Ban Thường vụ Tỉnh ủy.\n")

type identity struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// certify makes a certificate with a chosen serial, self-signed unless a CA is given.
func certify(t testing.TB, name string, serial int64, key crypto.Signer, ca *identity) identity {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, IsCA: ca == nil, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	parent, by := template, key
	if ca != nil {
		parent, by, template.KeyUsage = ca.cert, ca.key, x509.KeyUsageDigitalSignature
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return identity{cert, key}
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

func container(t testing.TB, by identity, chain ...*x509.Certificate) []byte {
	t.Helper()
	cms, err := Sign(sha256.Sum256(content), by.key, by.cert, chain)
	if err != nil {
		t.Fatal(err)
	}
	return cms
}

func TestSignedContainerChecks(t *testing.T) {
	t.Parallel()
	ca := certify(t, "CA", 1, p256(t), nil)
	for _, c := range []struct {
		name string
		key  crypto.Signer
	}{{"ECDSA P-256 SHA-256", p256(t)}, {"RSA-2048 SHA-256", rsaKey(t, 2048)}} {
		by := certify(t, "Lê Thị Ánh", 2, c.key, &ca)
		cms := container(t, by, ca.cert)
		got, err := Check(cms, content)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if !got.Certificate.Equal(by.cert) || got.Algorithm != c.name || !got.NamesItself || !got.SigningTime.IsZero() ||
			len(got.Intermediates) != 1 || !got.Intermediates[0].Equal(ca.cert) {
			t.Errorf("%s: %+v", c.name, got)
		}
		other := bytes.Clone(content)
		other[0] ^= 1
		if _, err := Check(cms, other); !errors.Is(err, ErrAltered) {
			t.Errorf("%s over other bytes: %v", c.name, err)
		}
	}
}

func TestOpenSSLAcceptsTheContainer(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("openssl is missing")
		}
		t.Skip("openssl is missing")
	}
	ca := certify(t, "CA", 1, p256(t), nil)
	for _, key := range []crypto.Signer{p256(t), rsaKey(t, 2048)} {
		dir := t.TempDir()
		by := certify(t, "Lê Thị Ánh", 2, key, &ca)
		for name, b := range map[string][]byte{
			"cms.der": container(t, by, ca.cert), "content": content,
			"ca.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.cert.Raw}),
		} {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		verify := exec.Command("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "cms.der",
			"-content", "content", "-CAfile", "ca.pem", "-purpose", "any", "-out", "out")
		verify.Dir = dir
		if out, err := verify.CombinedOutput(); err != nil {
			t.Errorf("%T: %v: %s", key, err, out)
		}
	}
}

func TestForgedContainersAreRefused(t *testing.T) {
	t.Parallel()
	ca := certify(t, "CA", 1, p256(t), nil)
	by := certify(t, "Lê Thị Ánh", 2, p256(t), &ca)
	twin := certify(t, "Lê Thị Ánh", 2, p256(t), &ca) // same issuer and serial, another key
	attributes, err := Attributes(sha256.Sum256(content), by.cert)
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.Sum256(attributes)
	byTwin, err := twin.key.Sign(rand.Reader, hash[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	swapped, err := Assemble(attributes, byTwin, twin.cert, nil) // signs well, but the attributes name another certificate
	if err != nil {
		t.Fatal(err)
	}
	wrongKey, err := Assemble(attributes, byTwin, by.cert, nil)
	if err != nil {
		t.Fatal(err)
	}
	weak := certify(t, "Yếu", 3, rsaKey(t, 1024), &ca)
	good := container(t, by)
	for _, c := range []struct {
		name string
		cms  []byte
		want error
	}{
		{"empty", nil, ErrMalformed},
		{"zero", make([]byte, 64), ErrMalformed},
		{"cut", good[:len(good)-1], ErrMalformed},
		{"trailing", append(bytes.Clone(good), 0), ErrMalformed},
		{"indefinite length", []byte{0x30, 0x80, 0, 0}, ErrMalformed},
		{"bottomless", bytes.Repeat([]byte{0x30, 0x80}, 1000), ErrMalformed},
		{"deep", deep(500), ErrMalformed},
		{"certificate swapped", swapped, ErrCertificate},
		{"another's key", wrongKey, ErrForged},
		{"short RSA key", container(t, weak), ErrWeak},
		{"no certificate", bytes.Replace(good, by.cert.Raw[:60], bytes.Repeat([]byte{0}, 60), 1), ErrMalformed},
	} {
		if _, err := Check(c.cms, content); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// Every bit of a container matters, also of those parts that no signature covers.
func TestNoFlippedBitIsAccepted(t *testing.T) {
	t.Parallel()
	by := certify(t, "Lê Thị Ánh", 2, p256(t), nil)
	good := container(t, by)
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if _, err := Check(bad, content); err == nil {
				t.Errorf("accepted with bit %d of byte %d flipped: % x", bit, i, good[max(0, i-6):i+1])
			}
		}
	}
}

func FuzzCheck(f *testing.F) {
	by := certify(f, "Lê Thị Ánh", 2, p256(f), nil)
	f.Add(container(f, by))
	other := append(bytes.Clone(content), 'x')
	f.Fuzz(func(t *testing.T, cms []byte) {
		got, err := Check(cms, content)
		if err != nil {
			return
		}
		if got.Certificate == nil || got.Algorithm == "" {
			t.Error("accepted without a certificate or an algorithm")
		}
		if _, err := Check(cms, other); !errors.Is(err, ErrAltered) {
			t.Errorf("the same container over other bytes: %v", err)
		}
	})
}

func deep(levels int) []byte {
	b := []byte{0x05, 0x00}
	for range levels {
		n := len(b)
		b = append([]byte{0x30, 0x82, byte(n >> 8), byte(n)}, b...)
	}
	return b
}
