package signature

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// shownSuffix ends the name of a certificate that lies beside its key. The key's own file is encrypted whole, so without
// this nobody could say when a key ends but who has its PIN. A certificate is public.
const (
	shownSuffix  = ".crt"
	holderHeader = "Holder"
)

// Certificate is what is known of a key without opening it.
type Certificate struct {
	Kind         HolderKind
	HolderID     string // in the directory
	Name, Organ  string // as the certificate names them
	Serial       string // hexadecimal
	Issuer       string
	From, Until  time.Time
	Trusted      bool // it leads to a root of this folder
	Revocable    bool // it names where its revocation is published, which is not looked up here
	CanSignPages bool // it may sign documents at all
}

// show puts a key's certificate beside it, in place of the one before; it is no secret.
func (k *Keys) show(h Holder, cert *x509.Certificate) error {
	path := filepath.Join(k.dir, h.fileName()+shownSuffix)
	// Whose it is here: an authority outside writes its own number of the holder into the certificate.
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{holderHeader: h.userID()}, Bytes: cert.Raw})
	old, err := os.ReadFile(path)
	if err == nil && bytes.Equal(old, text) {
		return nil
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("signature: show a certificate: %w", err)
	}
	if err := writeNew(path, text); err != nil && !errors.Is(err, fs.ErrExist) { // another process shows the same
		return fmt.Errorf("signature: show a certificate: %w", err)
	}
	return nil
}

// Certificates are those of the folder's keys, the first to end first. Unopened counts the keys of which nothing is known,
// since nobody has opened them since they were placed here.
func (k *Keys) Certificates() (shown []Certificate, unopened int, err error) {
	files, err := os.ReadDir(k.dir)
	if err != nil {
		return nil, 0, fmt.Errorf("signature: list certificates: %w", err)
	}
	names := map[string]bool{}
	for _, f := range files {
		names[f.Name()] = true
	}
	for _, f := range files {
		if key, is := strings.CutSuffix(f.Name(), ".p12"); is && !names[key+shownSuffix] {
			unopened++
		}
		if !strings.HasSuffix(f.Name(), shownSuffix) {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(k.dir, f.Name()))
		if err != nil {
			return nil, 0, fmt.Errorf("signature: read a certificate: %w", err)
		}
		certs, err := ParseRoots(raw)
		if err != nil {
			return nil, 0, err
		}
		c := k.certificate(certs[0])
		if block, _ := pem.Decode(raw); block != nil {
			c.Kind, c.HolderID = holderOf(block.Headers[holderHeader])
		}
		shown = append(shown, c)
	}
	slices.SortFunc(shown, func(a, b Certificate) int {
		if c := a.Until.Compare(b.Until); c != 0 {
			return c
		}
		return strings.Compare(a.Serial, b.Serial)
	})
	return shown, unopened, nil
}

func (k *Keys) certificate(c *x509.Certificate) Certificate {
	out := Certificate{
		Name: c.Subject.CommonName, Serial: serialText(c), Issuer: c.Issuer.CommonName, From: c.NotBefore.UTC(), Until: c.NotAfter.UTC(),
		Revocable: len(c.CRLDistributionPoints) > 0 || len(c.OCSPServer) > 0, CanSignPages: mayDigitallySign(c),
	}
	if len(c.Subject.Organization) > 0 {
		out.Organ = c.Subject.Organization[0]
	}
	if roots := k.Roots(); roots != nil {
		_, err := c.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: c.NotBefore, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
		out.Trusted = err == nil
	}
	return out
}

// holderOf reads Holder.userID.
func holderOf(userID string) (HolderKind, string) {
	kind, id, _ := strings.Cut(userID, ":")
	if kind != string(OfPerson) && kind != string(OfOrgan) {
		return "", ""
	}
	return HolderKind(kind), id
}

// Authorities are the roots that this folder trusts.
func (k *Keys) Authorities() []Certificate {
	list := make([]Certificate, len(k.roots))
	for i, c := range k.roots {
		list[i] = k.certificate(c)
	}
	return list
}
