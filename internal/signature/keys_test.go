package signature

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"software.sslmate.com/src/go-pkcs12"

	"trinhky/internal/fault"
)

const goodPIN = "Mật-khẩu 2026"

var (
	leader = Holder{Kind: OfPerson, ID: "p-1", Name: "Nguyễn Văn Ất", Organ: "Tỉnh ủy Bình Thuận", Title: "Phó Bí thư"}
	office = Holder{Kind: OfOrgan, ID: "o-1", Name: "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh Lâm Đồng"}
)

func demoKeys(t testing.TB) *Keys {
	t.Helper()
	k, err := OpenKeys(t.TempDir(), KeyPolicy{MakeAtFirstUse: true})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func unlock(t testing.TB, k *Keys, h Holder) *Key {
	t.Helper()
	key, err := k.Unlock(context.Background(), h, goodPIN)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got %v, want fault %s", err, code)
	}
}

func TestFirstUseMakesACertifiedKeyThatARestartFinds(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	key := unlock(t, k, leader)
	c := key.Certificate()
	if c.Subject.CommonName != leader.Name || c.Subject.Organization[0] != leader.Organ || subjectUserID(c) != "person:p-1" || subjectAttribute(c, oidTitle) != leader.Title {
		t.Errorf("subject %v", c.Subject)
	}
	if c.KeyUsage != x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment || c.IsCA || !c.BasicConstraintsValid {
		t.Errorf("usage %v, CA %v, basic constraints %v", c.KeyUsage, c.IsCA, c.BasicConstraintsValid)
	}
	if len(c.CRLDistributionPoints)+len(c.OCSPServer)+len(c.IssuingCertificateURL) != 0 {
		t.Error("the demo's certificate names an address outside")
	}
	if len(c.SubjectKeyId) == 0 || string(c.AuthorityKeyId) != string(k.authority.cert.SubjectKeyId) {
		t.Error("key identifiers do not link the certificate to its authority")
	}
	if years := c.NotAfter.Sub(c.NotBefore).Hours() / 24 / 365.25; years < 2.9 || years > 3.1 {
		t.Errorf("valid for %.1f years", years)
	}
	if _, err := c.Verify(x509.VerifyOptions{Roots: k.Roots(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
		t.Error(err)
	}
	again, err := OpenKeys(k.dir, KeyPolicy{MakeAtFirstUse: true})
	if err != nil {
		t.Fatal(err)
	}
	if !unlock(t, again, leader).Certificate().Equal(c) || string(again.RootPEM()) != string(k.RootPEM()) {
		t.Error("a restart changed the key or the root")
	}
	if organ := unlock(t, k, office).Certificate(); organ.Subject.Organization[0] != office.Name || organ.Equal(c) {
		t.Errorf("organ's subject %v", organ.Subject)
	}
}

func TestRootPEMNeverHoldsAPrivateKey(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	block, rest := pem.Decode(k.RootPEM())
	if block == nil || block.Type != "CERTIFICATE" || len(rest) != 0 || strings.Contains(string(k.RootPEM()), "PRIVATE") {
		t.Fatalf("root PEM: %s", k.RootPEM())
	}
}

func TestFilesAreNamedByHashAndReadByTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	wild := Holder{Kind: OfPerson, ID: "../../etc/passwd", Name: "../../x"}
	unlock(t, k, wild)
	entries, err := os.ReadDir(k.dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Errorf("%d files in the folder, want the authority, one key and its certificate", len(entries))
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
		if e.Name() != authorityFile && len(strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".p12"), ".crt")) != 64 {
			t.Errorf("file %q is not named by a hash", e.Name())
		}
	}
}

func TestWithoutFirstUseAMissingKeyIsAFault(t *testing.T) {
	t.Parallel()
	k, err := OpenKeys(t.TempDir(), KeyPolicy{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.Unlock(context.Background(), leader, goodPIN)
	wantFault(t, err, "KEY_MISSING")
	if k.Roots() != nil || len(k.RootPEM()) != 0 {
		t.Error("a folder without an authority trusts somebody")
	}
}

func TestInstalledKeyOpensWithItsPIN(t *testing.T) {
	t.Parallel()
	from := demoKeys(t)
	unlock(t, from, leader)
	file, err := os.ReadFile(filepath.Join(from.dir, leader.fileName()+".p12"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := OpenKeys(t.TempDir(), KeyPolicy{})
	if err != nil {
		t.Fatal(err)
	}
	wantFault(t, k.Install(leader, file, "wrong one"), "PIN_WRONG")
	if err := k.Install(leader, file, goodPIN); err != nil {
		t.Fatal(err)
	}
	unlock(t, k, leader)
	wantFault(t, k.Install(leader, file, goodPIN), "KEY_EXISTS")
	if err := os.WriteFile(filepath.Join(k.dir, rootsFile), from.RootPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	if k, err = OpenKeys(k.dir, KeyPolicy{}); err != nil || k.Roots() == nil {
		t.Fatalf("roots.pem was not read: %v", err)
	}
	authority, err := encoder.Encode(from.authority.key, from.authority.cert, nil, goodPIN)
	if err != nil {
		t.Fatal(err)
	}
	wantFault(t, k.Install(office, authority, goodPIN), "KEY_UNFIT")
}

func TestPINRule(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	for _, pin := range []string{"", "12345", strings.Repeat("7", 65), "một😀hai", "123\x0045"} {
		_, err := k.Unlock(context.Background(), leader, pin)
		wantFault(t, err, "PIN_WEAK")
	}
	for _, pin := range []string{"123456", strings.Repeat("7", 64), "Đường Lên"} {
		h := leader
		h.ID = pin
		if _, err := k.Unlock(context.Background(), h, pin); err != nil {
			t.Errorf("PIN %q: %v", pin, err)
		}
	}
	h := Holder{Kind: OfPerson, ID: "nfc", Name: "x"}
	const composed = "mật khẩu ổn"
	if _, err := k.Unlock(context.Background(), h, norm.NFC.String(composed)); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Unlock(context.Background(), h, norm.NFD.String(composed)); err != nil {
		t.Errorf("the same PIN, decomposed by an input method: %v", err)
	}
}

// Several processes share the folder and no lock in memory: together they still get five guesses.
func TestProcessesCountWrongPINsTogether(t *testing.T) {
	t.Parallel()
	for range 200 {
		attempts := triesOf(t.TempDir(), leader, time.Now)
		var wg sync.WaitGroup
		var allowed atomic.Int32
		start := make(chan struct{})
		for range 64 {
			wg.Go(func() {
				<-start
				if _, err := attempts.begin(); err == nil {
					allowed.Add(1)
				}
			})
		}
		close(start)
		wg.Wait()
		if allowed.Load() != pinTries {
			t.Fatalf("%d guesses", allowed.Load())
		}
	}
}

func TestFiveWrongPINsLockForFifteenMinutesAcrossARestart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	k := demoKeys(t)
	unlock(t, k, leader)
	for range 4 {
		_, err := k.Unlock(ctx, leader, "not the one")
		wantFault(t, err, "PIN_WRONG")
	}
	unlock(t, k, leader) // the right one in between: the row of five starts anew
	for range 5 {
		_, err := k.Unlock(ctx, leader, "not the one")
		wantFault(t, err, "PIN_WRONG")
	}
	_, err := k.Unlock(ctx, leader, goodPIN)
	wantFault(t, err, "PIN_LOCKED")
	restarted, err := OpenKeys(k.dir, KeyPolicy{MakeAtFirstUse: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = restarted.Unlock(ctx, leader, goodPIN)
	wantFault(t, err, "PIN_LOCKED")
	unlock(t, restarted, office) // another's key is not touched

	restarted.now = func() time.Time { return time.Now().Add(pinLock - time.Minute) }
	_, err = restarted.Unlock(ctx, leader, goodPIN)
	wantFault(t, err, "PIN_LOCKED")
	restarted.now = func() time.Time { return time.Now().Add(pinLock + time.Second) }
	unlock(t, restarted, leader)
}

func TestParallelGuessesCountOneByOne(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	unlock(t, k, leader)
	var wg sync.WaitGroup
	codes := make(chan string, 12)
	for range cap(codes) {
		wg.Go(func() {
			_, err := k.Unlock(context.Background(), leader, "not the one")
			codes <- fault.Of(err).Code
		})
	}
	wg.Wait()
	close(codes)
	count := map[string]int{}
	for c := range codes {
		count[c]++
	}
	if count["PIN_WRONG"] != 5 || count["PIN_LOCKED"] != 7 {
		t.Fatalf("answers %v, want five guesses and then the lock", count)
	}
}

func TestConcurrentFirstUseMakesOneKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	serials := make(chan string, 8)
	var wg sync.WaitGroup
	for range 4 { // four processes on one folder, two goroutines each; they make the authority together, too
		k, err := OpenKeys(dir, KeyPolicy{MakeAtFirstUse: true})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			wg.Go(func() {
				key, err := k.Unlock(context.Background(), leader, goodPIN)
				if err != nil {
					t.Error(err)
					return
				}
				serials <- key.Serial()
			})
		}
	}
	wg.Wait()
	close(serials)
	first := <-serials
	for s := range serials {
		if s != first {
			t.Fatalf("two keys: %s and %s", first, s)
		}
	}
}

func TestUnlockGivesUpWaitingWithItsCaller(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	release, err := k.reserve(context.Background(), leader.fileName())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := k.Unlock(ctx, leader, goodPIN); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}

func TestExpiredCertificateDoesNotSign(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	unlock(t, k, leader)
	k.now = func() time.Time { return time.Now().AddDate(holderYears, 0, 1) }
	_, err := k.Unlock(context.Background(), leader, goodPIN)
	wantFault(t, err, "KEY_EXPIRED")
}

func TestOpenSSLReadsTheKeyFileUnderThePINOnly(t *testing.T) {
	t.Parallel()
	need(t, "openssl")
	k := demoKeys(t)
	unlock(t, k, leader)
	path := filepath.Join(k.dir, leader.fileName()+".p12")
	out, err := exec.Command("openssl", "pkcs12", "-in", path, "-noout", "-info", "-passin", "pass:"+goodPIN).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PBES2") {
		t.Errorf("%v: %s", err, out)
	}
	if err := exec.Command("openssl", "pkcs12", "-in", path, "-noout", "-passin", "pass:x").Run(); err == nil {
		t.Error("opened without the PIN")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := pkcs12.DecodeChain(raw, ""); err == nil {
		t.Error("opened with an empty PIN")
	}
}

// need skips where a judge from outside is missing, and fails in CI, which installs it.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is missing", p)
			}
			t.Skipf("%s is missing", p)
		}
	}
}

// A slip at the first use is a wrong PIN like any other, and the key still opens with the one that was told.
func TestTheFirstPINIsTheOneThatWasTold(t *testing.T) {
	t.Parallel()
	k, err := OpenKeys(t.TempDir(), KeyPolicy{MakeAtFirstUse: true, FirstPIN: "123456"})
	if err != nil {
		t.Fatal(err)
	}
	h := Holder{Kind: OfPerson, ID: "an", Name: "Trần Quốc An"}
	if _, err := k.Unlock(t.Context(), h, "123465"); fault.Of(err).Code != "PIN_WRONG" {
		t.Errorf("a slip gave %v, want PIN_WRONG", err)
	}
	if _, err := k.Unlock(t.Context(), h, "123456"); err != nil {
		t.Errorf("the PIN that was told: %v", err)
	}
}
