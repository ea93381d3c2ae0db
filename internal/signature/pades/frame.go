package pades

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"

	"github.com/digitorus/pkcs7"
)

// hashes are the digests that still protect, by name.
var hashes = []struct {
	name       string
	oid        asn1.ObjectIdentifier
	rsa, ecdsa asn1.ObjectIdentifier // the signature algorithm that goes with it
}{
	{"SHA-256", oidSHA256, oidRSAWithSHA256, oidECDSAWithSHA256},
	{"SHA-384", pkcs7.OIDDigestAlgorithmSHA384, pkcs7.OIDEncryptionAlgorithmRSASHA384, pkcs7.OIDDigestAlgorithmECDSASHA384},
	{"SHA-512", pkcs7.OIDDigestAlgorithmSHA512, pkcs7.OIDEncryptionAlgorithmRSASHA512, pkcs7.OIDDigestAlgorithmECDSASHA512},
}

const minRSA = 2048 // bits

// frame checks the parts of a container that no signature covers: versions, the list of digests, the outer content
// type (RFC 5652 §5.1, §5.3). Nothing hangs on them, but what is not as it should be was touched.
func frame(cms []byte, signerVersion int, digest pkix.AlgorithmIdentifier) error {
	var outer contentInfo
	if _, err := asn1.Unmarshal(cms, &outer); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	var data asn1.RawValue
	if rest, err := asn1.Unmarshal(outer.Content.Bytes, &data); err != nil || len(rest) > 0 {
		return fmt.Errorf("%w: signed data", ErrMalformed)
	}
	var version int
	rest, err := asn1.Unmarshal(data.Bytes, &version)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	var digests []pkix.AlgorithmIdentifier
	rest, err = asn1.UnmarshalWithParams(rest, &digests, "set")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	var kind struct{ OID asn1.ObjectIdentifier } // and no content: it is detached
	if _, err := asn1.Unmarshal(rest, &kind); err != nil || !kind.OID.Equal(oidData) {
		return fmt.Errorf("%w: content type %v", ErrMalformed, kind.OID)
	}
	if version != 1 || signerVersion != 1 {
		return fmt.Errorf("%w: version %d, of the signer %d", ErrMalformed, version, signerVersion)
	}
	if len(digests) != 1 || !digests[0].Algorithm.Equal(digest.Algorithm) || !plain(digests[0]) || !plain(digest) {
		return fmt.Errorf("%w: digest algorithms", ErrMalformed)
	}
	return nil
}

// plain says that an algorithm comes without parameters, or with NULL.
func plain(a pkix.AlgorithmIdentifier) bool {
	return len(a.Parameters.FullBytes) == 0 || bytes.Equal(a.Parameters.FullBytes, asn1.NullBytes)
}

// strength names the algorithm and refuses what no longer protects (SHA-1, short RSA keys) or does not fit together.
func strength(cert *x509.Certificate, digest, signature pkix.AlgorithmIdentifier) (string, error) {
	for _, h := range hashes {
		if !h.oid.Equal(digest.Algorithm) {
			continue
		}
		name, want := "", h.ecdsa
		switch key := cert.PublicKey.(type) {
		case *rsa.PublicKey:
			name, want = fmt.Sprintf("RSA-%d %s", key.N.BitLen(), h.name), h.rsa
			if key.N.BitLen() < minRSA {
				return name, fmt.Errorf("%w: %s", ErrWeak, name)
			}
			if signature.Algorithm.Equal(pkcs7.OIDEncryptionAlgorithmRSA) { // "RSA" alone: the digest is named beside it
				want = signature.Algorithm
			}
		case *ecdsa.PublicKey:
			name = "ECDSA " + key.Curve.Params().Name + " " + h.name
		default:
			return "", fmt.Errorf("%w: key of type %T", ErrWeak, cert.PublicKey)
		}
		if !signature.Algorithm.Equal(want) || !plain(signature) {
			return name, fmt.Errorf("%w: signature algorithm %v", ErrMalformed, signature.Algorithm)
		}
		return name, nil
	}
	return "", fmt.Errorf("%w: digest %v", ErrWeak, digest.Algorithm)
}
