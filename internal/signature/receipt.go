package signature

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"trinhky/internal/signature/pades"
)

// The installation's receipt key: certificate and private key in one file that the server's account alone reads. It has no
// PIN, since no person stands beside it: it says what the system saw, never what a person meant, and its certificate says so
// by its name. An office that signs with keys of a public authority has no authority of its own, so it gets a small one for
// receipts alone, which nothing else here trusts.
const (
	receiptFile          = "receipt.pem"
	receiptName          = "Hệ thống Trình Ký – biên nhận"
	receiptAuthorityFile = "receipt-authority.pem"
	receiptAuthorityName = "Trình Ký – chứng thực biên nhận"
	receiptRenewal       = 30 * 24 * time.Hour // before its end a new key takes over
)

// Receipts signs the receipts of the installation. It is safe for many goroutines.
type Receipts struct {
	cert *x509.Certificate
	key  crypto.Signer
	root *x509.Certificate
}

// Receipts opens the receipt key of the folder, or makes it, under the folder's authority where it has one.
func (k *Keys) Receipts() (*Receipts, error) {
	issuer := k.authority
	if issuer == nil {
		var err error
		if issuer, err = openAuthorityCalled(k.dir, receiptAuthorityFile, receiptAuthorityName); err != nil {
			return nil, err
		}
	}
	path := filepath.Join(k.dir, receiptFile)
	held, err := k.receiptKey(path, issuer)
	if err != nil {
		return nil, err
	}
	if k.now().Add(receiptRenewal).After(held.cert.NotAfter) {
		if err := os.Rename(path, filepath.Join(k.dir, "receipt-"+serialText(held.cert)+".pem")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("signature: renew the receipt key: %w", err)
		}
		if held, err = k.receiptKey(path, issuer); err != nil {
			return nil, err
		}
	}
	return &Receipts{cert: held.cert, key: held.key, root: issuer.cert}, nil
}

// receiptKey reads the key, or makes it; of two processes that start at once, one makes it and both use it.
func (k *Keys) receiptKey(path string, issuer *authority) (*authority, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		fresh, made := newReceiptPEM(issuer, k.now().UTC())
		if made != nil {
			return nil, made
		}
		if err := writeNew(path, fresh); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("signature: write the receipt key: %w", err)
		}
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("signature: read the receipt key: %w", err)
	}
	return parseAuthority(raw) // the same shape: a certificate and its key
}

func newReceiptPEM(issuer *authority, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("signature: receipt key: %w", err)
	}
	cert, err := issuer.issue(Holder{Kind: ofSystem, ID: "receipt", Name: receiptName}, key.Public(), now)
	if err != nil {
		return nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("signature: receipt key: %w", err)
	}
	out := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
	return append(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})...), nil
}

// Certificate is whose signature the receipts bear.
func (r *Receipts) Certificate() *x509.Certificate { return r.cert }

// RootPEM is the certificate under which receipts verify, for "--ca" and for other programs.
func (r *Receipts) RootPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.root.Raw})
}

// Sign gives the CMS (RFC 5652, DER) that holds the payload and its signature: a .p7m file. It takes some 50 µs and asks
// nobody, so it may be called inside a transaction.
func (r *Receipts) Sign(payload []byte) ([]byte, error) {
	return pades.SignEmbedded(payload, r.key, r.cert, nil)
}

// IsReceipt says whether a file looks like a .p7m and not like a PDF.
func IsReceipt(file []byte) bool { return len(file) > 0 && file[0] == 0x30 }

// VerifyReceipt judges a receipt offline and gives the payload that was signed, nil when it is not what was signed. The
// certificate is judged against the roots at the time that the payload states, which is the signer's word, as that of a
// PDF is; a payload that states none is judged at the time of the check.
func VerifyReceipt(file []byte, o VerifyOptions) (payload []byte, report Report) {
	if o.At.IsZero() {
		o.At = time.Now()
	}
	report = Report{Signatures: []SignatureReport{}, Reasons: []string{}}
	content, checked, err := pades.CheckEmbedded(file)
	if checked.Certificate == nil {
		report.refuse("Tệp không phải biên nhận đã ký số.")
		return nil, report
	}
	s := SignatureReport{
		Kind: KindReceipt, Signer: checked.Certificate.Subject.CommonName, Serial: serialText(checked.Certificate), Time: o.At.UTC(),
		Algorithm: checked.Algorithm, CoversWholeFile: true, Notes: []string{}, Reasons: []string{},
	}
	switch {
	case errors.Is(err, pades.ErrAltered):
		s.refuse("nội dung biên nhận đã bị thay đổi sau khi ký.")
	case err != nil:
		s.refuse("chữ ký số trên biên nhận không hợp lệ.")
	}
	if at := statedTime(content); err == nil && !at.IsZero() {
		s.Time = at
	}
	judgeCertificate(&s, checked.Certificate, checked.Intermediates, o)
	if !strings.HasPrefix(s.HolderID, string(ofSystem)+":") { // a person's key must not speak for the system
		s.refuse("chứng thư số không phải của hệ thống cấp biên nhận.")
	}
	s.Valid = !s.wrong
	report.Signatures = append(report.Signatures, s)
	report.conclude()
	if err == nil {
		payload = bytes.Clone(content)
	}
	return payload, report
}

// statedTime is when a payload says that it was signed; zero when it does not.
func statedTime(payload []byte) time.Time {
	var stated struct {
		At time.Time `json:"at"`
	}
	if json.Unmarshal(payload, &stated) != nil {
		return time.Time{}
	}
	return stated.At.UTC()
}
