//go:build race

package main

import (
	"os/exec"
	"testing"
)

// withoutRace runs a test in a binary without the race detector, and tells that it did. Under the detector the database,
// which is C translated to Go, is fifteen times slower, and the 3,780 answers of the matrix are the same: one after the
// other, they race with nothing. Races are looked for by every other test.
func withoutRace(t *testing.T) bool {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "test", "-race=false", "-count=1", "-v", "-run", "^"+t.Name()+"$", ".").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return true
}
