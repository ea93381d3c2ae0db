package signature

import (
	"bytes"
	"crypto/x509"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// receiptText is what a receipt of now says.
var receiptText = `{"act":"acknowledgement","at":"` + time.Now().UTC().Format(time.RFC3339Nano) + `","symbol":"05-TB/VPTU"}`

func receipts(t *testing.T, policy KeyPolicy) (*Keys, *Receipts) {
	t.Helper()
	k, err := OpenKeys(t.TempDir(), policy)
	if err != nil {
		t.Fatal(err)
	}
	r, err := k.Receipts()
	if err != nil {
		t.Fatal(err)
	}
	return k, r
}

// TestAReceiptVerifiesOffline: with openssl alone and the root, as anybody can who was given both files.
func TestAReceiptVerifiesOffline(t *testing.T) {
	t.Parallel()
	need(t, "openssl")
	for name, policy := range map[string]KeyPolicy{"demo": {MakeAtFirstUse: true}, "an office with keys of a public authority": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, r := receipts(t, policy)
			signed, err := r.Sign([]byte(receiptText))
			if err != nil {
				t.Fatal(err)
			}
			altered := bytes.Replace(signed, []byte("05-TB"), []byte("06-TB"), 1)
			_, stranger := receipts(t, policy)
			for what, c := range map[string]struct {
				file, root []byte
				good       bool
			}{
				"as it was signed":      {signed, r.RootPEM(), true},
				"with another text":     {altered, r.RootPEM(), false},
				"under another's root":  {signed, stranger.RootPEM(), false},
				"cut off at the end":    {signed[:len(signed)-1], r.RootPEM(), false},
				"something else behind": {append(bytes.Clone(signed), 0), r.RootPEM(), false},
			} {
				said, ok := opensslCMS(t, c.file, c.root)
				if ok != c.good && what != "something else behind" || c.good && said != receiptText {
					t.Errorf("%s: openssl says %v: %s", what, ok, said)
				}
				roots, err := ParseRoots(c.root)
				if err != nil {
					t.Fatal(err)
				}
				payload, report := VerifyReceipt(c.file, VerifyOptions{Roots: poolOf(roots)})
				if (report.Verdict == Valid) != c.good || c.good && string(payload) != receiptText {
					t.Errorf("%s: %s, payload %q", what, report.summary(), payload)
				}
				if what == "with another text" && payload != nil {
					t.Errorf("an altered text is given out: %s", payload)
				}
			}
		})
	}
}

func opensslCMS(t *testing.T, file, root []byte) (said string, ok bool) {
	t.Helper()
	dir := t.TempDir()
	p7m, ca := filepath.Join(dir, "R.p7m"), filepath.Join(dir, "ca.pem")
	for path, content := range map[string][]byte{p7m: file, ca: root} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("openssl", "cms", "-verify", "-binary", "-CAfile", ca, "-in", p7m, "-inform", "DER")
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Run()
	return strings.TrimSpace(out.String()), err == nil
}

// TestTheStatedTimeIsJudged: outside the certificate's years, or after the check, it was not signed when it says.
func TestTheStatedTimeIsJudged(t *testing.T) {
	t.Parallel()
	k, r := receipts(t, KeyPolicy{MakeAtFirstUse: true})
	for at, want := range map[time.Time]Verdict{
		time.Now(): Valid, time.Now().AddDate(-1, 0, 0): Invalid, time.Now().AddDate(0, 0, 2): Invalid,
	} {
		signed, err := r.Sign([]byte(`{"at":"` + at.Format(time.RFC3339Nano) + `"}`))
		if err != nil {
			t.Fatal(err)
		}
		if _, report := VerifyReceipt(signed, VerifyOptions{Roots: k.Roots()}); report.Verdict != want || report.Signatures[0].Time.Unix() != at.Unix() {
			t.Errorf("of %v: %s", at, report.summary())
		}
	}
}

// TestAPersonsKeySignsNoReceipt: what the system says is said by the system's key alone.
func TestAPersonsKeySignsNoReceipt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	forged := &Receipts{cert: d.personal.cert, key: d.personal.signer}
	signed, err := forged.Sign([]byte(receiptText))
	if err != nil {
		t.Fatal(err)
	}
	if _, report := VerifyReceipt(signed, VerifyOptions{Roots: d.keys.Roots()}); report.Verdict != Invalid {
		t.Errorf("%s", report.summary())
	}
}

// TestReceiptsAreNoDocuments: the root for receipts of an office without a demo authority vouches for no document, and its
// key folder still makes no keys by itself.
func TestReceiptsAreNoDocuments(t *testing.T) {
	t.Parallel()
	k, _ := receipts(t, KeyPolicy{})
	if k.Roots() != nil || k.authority != nil {
		t.Error("a root for receipts is trusted for documents")
	}
	if _, err := k.Unlock(t.Context(), leader, goodPIN); err == nil || !strings.Contains(err.Error(), "KEY_MISSING") {
		t.Errorf("a key was made: %v", err)
	}
}

func TestTheReceiptKeyStaysAndIsRenewed(t *testing.T) {
	t.Parallel()
	k, first := receipts(t, KeyPolicy{})
	again, err := k.Receipts()
	if err != nil || !again.cert.Equal(first.cert) {
		t.Fatalf("another key on the second opening: %v", err)
	}
	k.now = func() time.Time { return time.Now().AddDate(holderYears, 0, -10) }
	renewed, err := k.Receipts()
	if err != nil || renewed.cert.Equal(first.cert) || !renewed.root.Equal(first.root) {
		t.Fatalf("not renewed: %v", err)
	}
	kept, err := filepath.Glob(filepath.Join(k.dir, "receipt-*.pem"))
	if err != nil || len(kept) != 2 { // the old key and the authority
		t.Errorf("%v %v", kept, err)
	}
	for _, name := range append(kept, filepath.Join(k.dir, receiptFile)) {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

func BenchmarkSignReceipt(b *testing.B) {
	k, err := OpenKeys(b.TempDir(), KeyPolicy{})
	if err != nil {
		b.Fatal(err)
	}
	r, err := k.Receipts()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := r.Sign([]byte(receiptText)); err != nil {
			b.Fatal(err)
		}
	}
}

func poolOf(certs []*x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	for _, c := range certs {
		pool.AddCert(c)
	}
	return pool
}
