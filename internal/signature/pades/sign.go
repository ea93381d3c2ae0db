package pades

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
)

var (
	oidData               = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // signing-certificate-v2, RFC 5035
	oidSHA256             = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSAWithSHA256      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECDSAWithSHA256    = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// The shapes of RFC 5652 §5 and RFC 5035 §4, as far as one detached signature needs them.
type (
	algorithm struct {
		OID        asn1.ObjectIdentifier
		Parameters asn1.RawValue `asn1:"optional"`
	}
	attribute struct {
		OID    asn1.ObjectIdentifier
		Values asn1.RawValue `asn1:"set"`
	}
	issuerAndSerial struct {
		Issuer asn1.RawValue
		Serial asn1.RawValue
	}
	signerInfo struct {
		Version            int
		Signer             issuerAndSerial
		DigestAlgorithm    algorithm
		SignedAttributes   asn1.RawValue
		SignatureAlgorithm algorithm
		Signature          []byte
	}
	contentType struct {
		OID     asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"optional"` // [0] with the signed bytes; absent where the signature is detached
	}
	signedData struct {
		Version          int
		DigestAlgorithms []algorithm `asn1:"set"`
		Content          contentType
		Certificates     asn1.RawValue
		Signers          []signerInfo `asn1:"set"`
	}
	contentInfo struct {
		OID     asn1.ObjectIdentifier
		Content asn1.RawValue
	}
	issuerSerial struct {
		Names  []asn1.RawValue
		Serial asn1.RawValue
	}
	certificateID struct {
		Hash         []byte
		IssuerSerial issuerSerial
	}
	signingCertificate struct{ Certificates []certificateID }
)

// Attributes gives the DER that the key signs: content-type, message-digest and signing-certificate-v2 over the
// SHA-256 digest of the signed bytes. It holds no signing-time: PAdES keeps the time in the PDF (EN 319 142-1 §6.3).
//
// Signing is split here so that a key held elsewhere (token, HSM, remote signer) only ever sees 32 bytes.
func Attributes(digest [32]byte, cert *x509.Certificate) ([]byte, error) {
	hash := sha256.Sum256(cert.Raw)
	serial, err := asn1.Marshal(cert.SerialNumber)
	if err != nil {
		return nil, fmt.Errorf("pades: serial: %w", err)
	}
	directoryName := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: cert.RawIssuer}
	named := signingCertificate{Certificates: []certificateID{{
		Hash:         hash[:],
		IssuerSerial: issuerSerial{Names: []asn1.RawValue{directoryName}, Serial: asn1.RawValue{FullBytes: serial}},
	}}}
	var all [][]byte
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value any
	}{{oidContentType, oidData}, {oidMessageDigest, digest[:]}, {oidSigningCertificate, named}} {
		value, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, fmt.Errorf("pades: attribute %v: %w", a.oid, err)
		}
		one, err := asn1.Marshal(attribute{a.oid, set(value)})
		if err != nil {
			return nil, fmt.Errorf("pades: attribute %v: %w", a.oid, err)
		}
		all = append(all, one)
	}
	slices.SortFunc(all, bytes.Compare) // DER: the members of a SET OF stand in order
	return asn1.Marshal(set(all...))
}

// Sign makes the CMS of one detached signature over bytes whose SHA-256 is digest. The key belongs to cert; chain
// are the certificates above it, which go into the container.
func Sign(digest [32]byte, key crypto.Signer, cert *x509.Certificate, chain []*x509.Certificate) ([]byte, error) {
	attributes, err := Attributes(digest, cert)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(attributes)
	signature, err := key.Sign(rand.Reader, hash[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("pades: sign: %w", err)
	}
	return Assemble(attributes, signature, cert, chain)
}

// SignEmbedded makes a CMS that holds the content and one signature over it (RFC 5652 §5): what "openssl cms -verify"
// and mail programs read as a .p7m file.
func SignEmbedded(content []byte, key crypto.Signer, cert *x509.Certificate, chain []*x509.Certificate) ([]byte, error) {
	attributes, err := Attributes(sha256.Sum256(content), cert)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(attributes)
	signature, err := key.Sign(rand.Reader, hash[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("pades: sign: %w", err)
	}
	octets, err := asn1.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("pades: content: %w", err)
	}
	return assemble(contentType{OID: oidData, Content: tagged(0, octets)}, attributes, signature, cert, chain)
}

// Assemble puts a signature over SHA-256(attributes) into its container. ECDSA signatures are ASN.1, RSA is
// PKCS#1 v1.5.
func Assemble(attributes, signature []byte, cert *x509.Certificate, chain []*x509.Certificate) ([]byte, error) {
	return assemble(contentType{OID: oidData}, attributes, signature, cert, chain)
}

func assemble(content contentType, attributes, signature []byte, cert *x509.Certificate, chain []*x509.Certificate) ([]byte, error) {
	var set asn1.RawValue
	if _, err := asn1.Unmarshal(attributes, &set); err != nil {
		return nil, fmt.Errorf("pades: attributes: %w", err)
	}
	serial, err := asn1.Marshal(cert.SerialNumber)
	if err != nil {
		return nil, fmt.Errorf("pades: serial: %w", err)
	}
	by, err := signatureAlgorithm(cert)
	if err != nil {
		return nil, err
	}
	certificates := bytes.Clone(cert.Raw)
	for _, c := range chain {
		certificates = append(certificates, c.Raw...)
	}
	data, err := asn1.Marshal(signedData{
		Version:          1,
		DigestAlgorithms: []algorithm{{OID: oidSHA256}},
		Content:          content,
		Certificates:     tagged(0, certificates),
		Signers: []signerInfo{{
			Version:            1,
			Signer:             issuerAndSerial{asn1.RawValue{FullBytes: cert.RawIssuer}, asn1.RawValue{FullBytes: serial}},
			DigestAlgorithm:    algorithm{OID: oidSHA256},
			SignedAttributes:   tagged(0, set.Bytes),
			SignatureAlgorithm: by,
			Signature:          signature,
		}},
	})
	if err != nil {
		return nil, fmt.Errorf("pades: signed data: %w", err)
	}
	return asn1.Marshal(contentInfo{oidSignedData, tagged(0, data)})
}

func signatureAlgorithm(cert *x509.Certificate) (algorithm, error) {
	switch cert.PublicKey.(type) {
	case *rsa.PublicKey:
		return algorithm{OID: oidRSAWithSHA256, Parameters: asn1.NullRawValue}, nil
	case *ecdsa.PublicKey:
		return algorithm{OID: oidECDSAWithSHA256}, nil
	}
	return algorithm{}, fmt.Errorf("pades: no algorithm for a key of type %T", cert.PublicKey)
}

func set(members ...[]byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(members, nil)}
}

func tagged(tag int, content []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: content}
}
