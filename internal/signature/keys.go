package signature

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"trinhky/internal/fault"
	"trinhky/internal/signature/pades"
)

// KeyPolicy says what the folder may do. MakeAtFirstUse is the demo's: a missing key is made under the PIN that its
// holder gives first, certified by the folder's own CA. Without it a missing key is the fault KEY_MISSING. FirstPIN, when
// set, is the PIN that every new key gets, so that a slip at the first use locks nobody out of the PIN that was told.
type KeyPolicy struct {
	MakeAtFirstUse bool
	FirstPIN       string
}

// kdfIterations slows guessing on a stolen file; opening a key takes some 100 ms.
const kdfIterations = 100_000

var encoder = pkcs12.Modern2023.WithIterations(kdfIterations) // readable by OpenSSL ≥ 1.1.1 and Java ≥ 12

// Keys is the folder of private keys. It is safe for use by many goroutines, and by several processes at once.
type Keys struct {
	dir       string
	firstPIN  string
	authority *authority // nil unless the folder has one
	roots     []*x509.Certificate
	now       func() time.Time

	mu   sync.Mutex
	busy map[string]chan struct{} // per key: one derivation at a time, so that guesses cannot run in parallel
}

// Key is an unlocked key. It lives only in memory, for one act.
type Key struct {
	Holder Holder
	cert   *x509.Certificate
	chain  []*x509.Certificate
	signer crypto.Signer
	roots  *x509.CertPool
}

// Certificate gives the holder's certificate.
func (k *Key) Certificate() *x509.Certificate { return k.cert }

// Serial gives the certificate's serial number as hexadecimal digits, the form that reports and rows use.
func (k *Key) Serial() string { return serialText(k.cert) }

func (k *Key) sign(digest [32]byte) ([]byte, error) {
	return pades.Sign(digest, k.signer, k.cert, k.chain)
}

// OpenKeys opens the folder, making it (and under MakeAtFirstUse its CA) when it is not there. roots.pem in it, if
// present, names further trusted roots.
func OpenKeys(dir string, policy KeyPolicy) (*Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("signature: key folder: %w", err)
	}
	k := &Keys{dir: dir, firstPIN: policy.FirstPIN, now: time.Now, busy: map[string]chan struct{}{}}
	if policy.MakeAtFirstUse {
		a, err := openAuthority(dir)
		if err != nil {
			return nil, err
		}
		k.authority, k.roots = a, append(k.roots, a.cert)
	}
	more, err := os.ReadFile(filepath.Join(dir, rootsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err != nil {
		return nil, fmt.Errorf("signature: roots: %w", err)
	}
	certs, err := ParseRoots(more)
	if err != nil {
		return nil, err
	}
	k.roots = append(k.roots, certs...)
	return k, nil
}

// ParseRoots reads the certificates of a PEM file (roots.pem, or the file of "verify --ca").
func ParseRoots(raw []byte) ([]*x509.Certificate, error) {
	var certs []*x509.Certificate
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fault.New(fault.Malformed, "ROOTS_UNREADABLE", "Tệp chứng thư gốc không đọc được.").Because(err)
		}
		certs = append(certs, cert)
	}
	if len(certs) == 0 {
		return nil, fault.New(fault.Malformed, "ROOTS_UNREADABLE", "Tệp chứng thư gốc không chứa chứng thư nào.")
	}
	return certs, nil
}

// RootPEM gives the trusted roots as PEM, for "--ca" and for other programs.
func (k *Keys) RootPEM() []byte {
	var out []byte
	for _, c := range k.roots {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

// Roots gives the trusted roots, nil when the folder names none (then Verify cannot say more than "unknown").
func (k *Keys) Roots() *x509.CertPool {
	if len(k.roots) == 0 {
		return nil
	}
	pool := x509.NewCertPool()
	for _, c := range k.roots {
		pool.AddCert(c)
	}
	return pool
}

// Unlock opens a holder's key with the PIN, making it first where the policy allows. Faults: KEY_MISSING, PIN_WRONG,
// PIN_LOCKED, PIN_WEAK (a new key only), KEY_EXPIRED. It derives keys for about 100 ms: never call it inside a
// transaction.
func (k *Keys) Unlock(ctx context.Context, h Holder, pin string) (*Key, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	release, err := k.reserve(ctx, h.fileName())
	if err != nil {
		return nil, err
	}
	defer release()
	pin = normalPIN(pin)
	path := filepath.Join(k.dir, h.fileName()+".p12")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if k.authority == nil {
			return nil, fault.New(fault.Unmet, "KEY_MISSING", "Chưa có khóa ký số cho "+h.Name+".")
		}
		first := pin
		if k.firstPIN != "" {
			first = normalPIN(k.firstPIN)
		}
		if err := k.create(path, h, first); err != nil {
			return nil, err
		}
		raw, err = os.ReadFile(path) // another process may have been first: then its PIN counts, not ours
	}
	if err != nil {
		return nil, fmt.Errorf("signature: read key: %w", err)
	}
	return k.open(raw, h, pin)
}

// reserve waits until no one else derives this key.
func (k *Keys) reserve(ctx context.Context, name string) (release func(), err error) {
	k.mu.Lock()
	turn, ok := k.busy[name]
	if !ok {
		turn = make(chan struct{}, 1)
		k.busy[name] = turn
	}
	k.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("signature: wait for key: %w", ctx.Err())
	}
}

func (k *Keys) create(path string, h Holder, pin string) error {
	if err := weakPIN(pin); err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("signature: make key: %w", err)
	}
	cert, err := k.authority.issue(h, key.Public(), k.now().UTC())
	if err != nil {
		return err
	}
	sealed, err := encoder.Encode(key, cert, []*x509.Certificate{k.authority.cert}, pin)
	if err != nil {
		return fmt.Errorf("signature: encrypt key: %w", err)
	}
	if err := writeNew(path, sealed); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("signature: write key: %w", err)
	}
	return nil // its certificate is shown once it is opened, which is at once
}

func (k *Keys) open(raw []byte, h Holder, pin string) (*Key, error) {
	attempts := triesOf(k.dir, h, k.now)
	left, err := attempts.begin()
	if err != nil {
		return nil, err
	}
	private, cert, chain, err := pkcs12.DecodeChain(raw, pin)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) || (err != nil && weakPIN(pin) != nil) {
		return nil, wrongPIN(left)
	}
	if err != nil {
		return nil, fmt.Errorf("signature: decode key: %w", err)
	}
	if err := attempts.clear(); err != nil {
		return nil, err
	}
	signer, ok := private.(crypto.Signer)
	if !ok || !samePublicKey(cert, signer) {
		return nil, errors.New("signature: the key file holds no key of its certificate")
	}
	if err := k.show(h, cert); err != nil {
		return nil, err
	}
	if now := k.now(); now.After(cert.NotAfter) || now.Before(cert.NotBefore) {
		return nil, fault.New(fault.Unmet, "KEY_EXPIRED", "Chứng thư số của "+h.Name+" không còn hoặc chưa có hiệu lực.")
	}
	chain = slices.DeleteFunc(chain, func(c *x509.Certificate) bool { // a root comes from who verifies, not with the file
		return bytes.Equal(c.RawIssuer, c.RawSubject)
	})
	return &Key{Holder: h, cert: cert, chain: chain, signer: signer, roots: k.Roots()}, nil
}

// Install places a key that an authority outside issued: a PKCS#12 file, opened once to prove the PIN. It never
// replaces a key. Faults: KEY_EXISTS, PIN_WRONG, KEY_UNFIT.
func (k *Keys) Install(h Holder, file []byte, pin string) error {
	if err := h.check(); err != nil {
		return err
	}
	private, cert, chain, err := pkcs12.DecodeChain(file, normalPIN(pin))
	if err != nil {
		return fault.New(fault.Unmet, "PIN_WRONG", "Không mở được tệp khóa: mã PIN không đúng hoặc tệp hỏng.").Because(err)
	}
	signer, ok := private.(crypto.Signer)
	if !ok || !samePublicKey(cert, signer) || !mayDigitallySign(cert) {
		return fault.New(fault.Unmet, "KEY_UNFIT", "Chứng thư số không dùng được để ký văn bản.")
	}
	sealed, err := encoder.Encode(private, cert, chain, normalPIN(pin))
	if err != nil {
		return fmt.Errorf("signature: encrypt key: %w", err)
	}
	err = writeNew(filepath.Join(k.dir, h.fileName()+".p12"), sealed)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Unmet, "KEY_EXISTS", "Đã có khóa ký số cho "+h.Name+".")
	}
	if err != nil {
		return err
	}
	return k.show(h, cert)
}
