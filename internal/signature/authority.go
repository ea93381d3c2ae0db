package signature

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

const (
	authorityFile  = "authority.pem" // the demo CA: certificate and private key in one file, so that both appear at once
	rootsFile      = "roots.pem"     // further trusted roots, placed by the administrator
	authorityName  = "Trình Ký Demo CA"
	authorityYears = 10
	holderYears    = 3
	clockSkew      = 5 * time.Minute // certificates begin a little before now; clocks of verifiers differ
)

var (
	oidTitle  = asn1.ObjectIdentifier{2, 5, 4, 12}
	oidUserID = asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}
)

// authority issues the demo's certificates. They name no CRL and no OCSP: nothing offline could answer there.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// openAuthority reads the CA of the folder, or makes it; of two processes that start at once, one makes it and both
// use it.
func openAuthority(dir string) (*authority, error) {
	return openAuthorityCalled(dir, authorityFile, authorityName)
}

func openAuthorityCalled(dir, file, name string) (*authority, error) {
	path := filepath.Join(dir, file)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		fresh, made := newAuthorityPEM(name)
		if made != nil {
			return nil, made
		}
		if err := writeNew(path, fresh); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("signature: write authority: %w", err)
		}
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("signature: read authority: %w", err)
	}
	return parseAuthority(raw)
}

func parseAuthority(raw []byte) (*authority, error) {
	var a authority
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			cert, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("signature: authority certificate: %w", err)
			}
			a.cert = cert
		case "PRIVATE KEY":
			key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("signature: authority key: %w", err)
			}
			a.key, _ = key.(crypto.Signer)
		}
	}
	if a.cert == nil || a.key == nil || !samePublicKey(a.cert, a.key) {
		return nil, errors.New("signature: the file does not hold a certificate and its key")
	}
	return &a, nil
}

func newAuthorityPEM(name string) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("signature: authority key: %w", err)
	}
	now := time.Now().UTC()
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{Country: []string{"VN"}, Organization: []string{"Trình Ký"}, CommonName: name},
		NotBefore:             now.Add(-clockSkew),
		NotAfter:              now.AddDate(authorityYears, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("signature: authority certificate: %w", err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("signature: authority key: %w", err)
	}
	var out bytes.Buffer
	out.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	out.Write(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
	return out.Bytes(), nil
}

// issue certifies a holder's public key for three years, for signing and nothing else. The authority key identifier
// comes from the CA's own subject key identifier.
func (a *authority) issue(h Holder, public crypto.PublicKey, now time.Time) (*x509.Certificate, error) {
	organ := h.Organ
	if organ == "" && h.Kind == OfOrgan {
		organ = h.Name
	}
	subject := pkix.Name{Country: []string{"VN"}, CommonName: h.Name}
	if organ != "" {
		subject.Organization = []string{organ}
	}
	if h.Title != "" && h.Kind == OfPerson {
		subject.ExtraNames = append(subject.ExtraNames, pkix.AttributeTypeAndValue{Type: oidTitle, Value: h.Title})
	}
	subject.ExtraNames = append(subject.ExtraNames, pkix.AttributeTypeAndValue{Type: oidUserID, Value: h.userID()})
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	from, to := now.Add(-clockSkew), now.AddDate(holderYears, 0, 0)
	if from.Before(a.cert.NotBefore) {
		from = a.cert.NotBefore
	}
	if to.After(a.cert.NotAfter) {
		to = a.cert.NotAfter
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               subject,
		NotBefore:             from,
		NotAfter:              to,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		BasicConstraintsValid: true,
		SubjectKeyId:          subjectKeyID(public),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, public, a.key)
	if err != nil {
		return nil, fmt.Errorf("signature: certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}

// newSerial gives 127 random bits: positive, unguessable, unique without a counter (CA/B BR 7.1 asks for 64).
func newSerial() (*big.Int, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("signature: serial: %w", err)
	}
	return n.Add(n, big.NewInt(1)), nil
}
