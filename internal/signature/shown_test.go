package signature

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A key that was opened once shows its certificate, to whoever has no PIN, after a restart too; one that nobody has opened
// since it came is counted.
func TestCertificatesAreShownWithoutThePIN(t *testing.T) {
	t.Parallel()
	k := demoKeys(t)
	mine, theirs := unlock(t, k, leader), unlock(t, k, office)
	again, err := OpenKeys(k.dir, KeyPolicy{MakeAtFirstUse: true})
	if err != nil {
		t.Fatal(err)
	}
	shown, unopened, err := again.Certificates()
	if err != nil || len(shown) != 2 || unopened != 0 {
		t.Fatalf("%d certificates, %d unopened, %v", len(shown), unopened, err)
	}
	for _, c := range shown {
		want, key := leader, mine
		if c.Kind == OfOrgan {
			want, key = office, theirs
		}
		if c.Kind != want.Kind || c.HolderID != want.ID || c.Name != want.Name || c.Serial != key.Serial() || !c.Until.Equal(key.Certificate().NotAfter) ||
			!c.Trusted || c.Revocable || !c.CanSignPages || c.Until.Before(time.Now()) {
			t.Errorf("shown %+v", c)
		}
	}
	if roots := again.Authorities(); len(roots) != 1 || roots[0].Name != authorityName || roots[0].Until.Before(time.Now().AddDate(9, 0, 0)) {
		t.Errorf("authorities %+v", roots)
	}
	if err := os.Remove(filepath.Join(k.dir, leader.fileName()+shownSuffix)); err != nil { // as a key from before
		t.Fatal(err)
	}
	if shown, unopened, err = again.Certificates(); err != nil || len(shown) != 1 || unopened != 1 {
		t.Errorf("%d certificates, %d unopened, %v", len(shown), unopened, err)
	}
	if _, err := k.Unlock(t.Context(), leader, "sai-ma-pin"); err == nil {
		t.Fatal("a wrong PIN opens")
	}
	if _, unopened, _ = again.Certificates(); unopened != 1 {
		t.Error("a wrong PIN shows a certificate")
	}
	unlock(t, k, leader)
	if shown, unopened, err = again.Certificates(); err != nil || len(shown) != 2 || unopened != 0 {
		t.Errorf("opened again: %d certificates, %d unopened, %v", len(shown), unopened, err)
	}
	files, err := os.ReadDir(k.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Join(k.dir, f.Name()))
		if strings.HasSuffix(f.Name(), shownSuffix) && (err != nil || strings.Contains(string(raw), "PRIVATE")) {
			t.Errorf("%s holds more than a certificate (%v)", f.Name(), err)
		}
	}
}
