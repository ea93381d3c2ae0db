package pades

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"

	"github.com/digitorus/pkcs7"
)

// What can be wrong with a container; errors.Is tells them apart. ErrAltered alone says that the signed bytes changed.
var (
	ErrMalformed   = errors.New("pades: not a DER SignedData of one detached signature")
	ErrAltered     = errors.New("pades: the digest is not that of the signed bytes")
	ErrForged      = errors.New("pades: the signature does not belong to the certificate")
	ErrWeak        = errors.New("pades: algorithm or key too weak")
	ErrCertificate = errors.New("pades: the signing certificate is missing or not the one that the attributes name")
)

// Checked is what a sound container says. Intermediates are all its other certificates, not yet trusted.
type Checked struct {
	Certificate   *x509.Certificate
	Intermediates []*x509.Certificate
	SigningTime   time.Time // the signing-time attribute, zero when there is none
	Algorithm     string    // e.g. "ECDSA P-256 SHA-256"
	NamesItself   bool      // a signing-certificate attribute is present (and matched)
}

const (
	maxSize  = 1 << 20 // a container with whole CRLs inside stays below this
	maxDepth = 64      // nesting; certificates need about 12
)

// Check verifies the container against the bytes that the ByteRange covers. On ErrAltered, ErrForged and ErrWeak the
// result still names the certificate, so that a report can say whose signature it claims to be.
func Check(cms, content []byte) (Checked, error) {
	p7, err := parse(cms)
	if err != nil {
		return Checked{}, err
	}
	if len(p7.Content) != 0 {
		return Checked{}, ErrMalformed
	}
	return check(p7, cms, content)
}

// CheckEmbedded verifies a container that holds what it signs, and gives that.
func CheckEmbedded(cms []byte) (content []byte, c Checked, err error) {
	p7, err := parse(cms)
	if err != nil {
		return nil, Checked{}, err
	}
	if content = p7.Content; len(content) == 0 {
		return nil, Checked{}, ErrMalformed
	}
	c, err = check(p7, cms, content)
	return content, c, err
}

func parse(cms []byte) (*pkcs7.PKCS7, error) {
	if len(cms) > maxSize || !isDER(cms, 0) {
		return nil, ErrMalformed
	}
	p7, err := pkcs7.Parse(cms)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if len(p7.Signers) != 1 {
		return nil, ErrMalformed
	}
	return p7, nil
}

func check(p7 *pkcs7.PKCS7, cms, content []byte) (Checked, error) {
	var err error
	if len(p7.Signers[0].AuthenticatedAttributes) == 0 {
		return Checked{}, fmt.Errorf("%w: no signed attributes", ErrMalformed)
	}
	seen := map[string]bool{}
	for _, a := range p7.Signers[0].AuthenticatedAttributes {
		if seen[a.Type.String()] {
			return Checked{}, fmt.Errorf("%w: attribute %v twice", ErrMalformed, a.Type)
		}
		seen[a.Type.String()] = true
	}
	var kind asn1.ObjectIdentifier
	if err := p7.UnmarshalSignedAttribute(oidContentType, &kind); err != nil || !kind.Equal(oidData) {
		return Checked{}, fmt.Errorf("%w: content type %v", ErrMalformed, kind)
	}
	c := Checked{Certificate: p7.GetOnlySigner()}
	if c.Certificate == nil {
		return c, ErrCertificate
	}
	for _, other := range p7.Certificates {
		if !other.Equal(c.Certificate) {
			c.Intermediates = append(c.Intermediates, other)
		}
	}
	if err := p7.UnmarshalSignedAttribute(pkcs7.OIDAttributeSigningTime, &c.SigningTime); err != nil {
		c.SigningTime = time.Time{}
	}
	signer := p7.Signers[0]
	if c.Algorithm, err = strength(c.Certificate, signer.DigestAlgorithm, signer.DigestEncryptionAlgorithm); err != nil {
		return c, err
	}
	if err := frame(cms, signer.Version, signer.DigestAlgorithm); err != nil {
		return c, err
	}
	if c.NamesItself, err = namesItself(p7, c.Certificate); err != nil {
		return c, err
	}
	p7.Content = content
	var altered *pkcs7.MessageDigestMismatchError
	switch err := p7.Verify(); {
	case errors.As(err, &altered):
		return c, ErrAltered
	case err != nil:
		return c, fmt.Errorf("%w: %w", ErrForged, err)
	}
	return c, nil
}

// namesItself holds the signing-certificate attribute against the certificate that verified: without it, a second
// certificate of the same issuer and serial could be slipped in (RFC 5035 §3).
func namesItself(p7 *pkcs7.PKCS7, cert *x509.Certificate) (bool, error) {
	var raw asn1.RawValue
	if err := p7.UnmarshalSignedAttribute(oidSigningCertificate, &raw); err == nil {
		var v2 struct{ Certificates []asn1.RawValue }
		if _, err := asn1.Unmarshal(raw.FullBytes, &v2); err != nil || len(v2.Certificates) == 0 {
			return false, fmt.Errorf("%w: unreadable attribute", ErrCertificate)
		}
		return true, matchV2(v2.Certificates[0], cert)
	}
	var v1 struct { // RFC 2634: still written by older signing programs
		Certificates []struct {
			Hash         []byte
			IssuerSerial asn1.RawValue `asn1:"optional"`
		}
		Policies asn1.RawValue `asn1:"optional"`
	}
	oidV1 := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	if err := p7.UnmarshalSignedAttribute(oidV1, &v1); err == nil && len(v1.Certificates) > 0 {
		if sum := sha1.Sum(cert.Raw); !bytes.Equal(sum[:], v1.Certificates[0].Hash) {
			return false, ErrCertificate
		}
		return true, nil
	}
	return false, nil
}

// matchV2 reads an ESSCertIDv2: the hash algorithm is left out when it is SHA-256.
func matchV2(id asn1.RawValue, cert *x509.Certificate) error {
	oid, rest := oidSHA256, id.Bytes
	var first asn1.RawValue
	next, err := asn1.Unmarshal(rest, &first)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	if first.Tag == asn1.TagSequence {
		var a algorithm
		if _, err := asn1.Unmarshal(first.FullBytes, &a); err != nil {
			return fmt.Errorf("%w: %w", ErrCertificate, err)
		}
		oid, rest = a.OID, next
	}
	var hash []byte
	if _, err := asn1.Unmarshal(rest, &hash); err != nil {
		return fmt.Errorf("%w: %w", ErrCertificate, err)
	}
	var sum []byte
	switch {
	case oid.Equal(oidSHA256):
		s := sha256.Sum256(cert.Raw)
		sum = s[:]
	case oid.Equal(pkcs7.OIDDigestAlgorithmSHA384):
		s := sha512.Sum384(cert.Raw)
		sum = s[:]
	case oid.Equal(pkcs7.OIDDigestAlgorithmSHA512):
		s := sha512.Sum512(cert.Raw)
		sum = s[:]
	}
	if sum == nil || !bytes.Equal(sum, hash) {
		return ErrCertificate
	}
	return nil
}

// isDER says whether b is one definite-length element, nested no deeper than maxDepth. The parser beneath also takes
// BER and recurses without a bound; ISO 32000-1 §12.8.3.3 asks for DER.
func isDER(b []byte, depth int) bool {
	end, ok := skip(b, depth)
	return ok && end == len(b)
}

func skip(b []byte, depth int) (int, bool) {
	if depth > maxDepth || len(b) < 2 || b[0]&0x1f == 0x1f {
		return 0, false
	}
	length, at := int(b[1]), 2
	if length >= 0x80 {
		n := length & 0x7f
		if n == 0 || n > 4 || len(b) < 2+n {
			return 0, false
		}
		length, at = 0, 2+n
		for _, x := range b[2 : 2+n] {
			length = length<<8 | int(x)
		}
	}
	if length < 0 || length > len(b)-at {
		return 0, false
	}
	end := at + length
	if b[0]&0x20 != 0 {
		for at < end {
			n, ok := skip(b[at:end], depth+1)
			if !ok {
				return 0, false
			}
			at += n
		}
	}
	return end, true
}
