package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// namedTest is a test as docs/nd30.md names it: `internal/incoming TestDuplicatesWarn`.
var namedTest = regexp.MustCompile("`((?:internal|cmd)/[a-z0-9/]+) (Test[A-Za-z0-9_]+)`")

// TestEveryDemandOfTheDecreeNamesATestThatIsThere: docs/nd30.md shows each demand of NĐ 30/2020 Phụ lục VI by tests that
// exist, or says that there is none yet and why.
func TestEveryDemandOfTheDecreeNamesATestThatIsThere(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/nd30.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, named := 0, 0
	for line := range strings.Lines(string(raw)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 3 || strings.TrimSpace(cells[0]) == "Điều luật đòi" {
			continue
		}
		rows++
		shown := namedTest.FindAllStringSubmatch(cells[1], -1)
		none := strings.TrimSpace(cells[1]) == "chưa có"
		if none == (len(shown) > 0) || none && strings.TrimSpace(cells[2]) == "" {
			t.Errorf("neither a test nor “chưa có” with its reason: %s", strings.TrimSpace(line))
		}
		for _, m := range append(shown, namedTest.FindAllStringSubmatch(cells[2], -1)...) {
			named++
			if !isThere(t, m[1], m[2]) {
				t.Errorf("%s has no %s", m[1], m[2])
			}
		}
	}
	if rows < 35 || named < 40 {
		t.Errorf("only %d demands and %d tests", rows, named)
	}
}

func isThere(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), "\nfunc "+name+"(t ") {
			return true
		}
	}
	return false
}
