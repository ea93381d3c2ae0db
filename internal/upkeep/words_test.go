package upkeep

import (
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/jobs"
)

// Whatever the policy can name has words, and so has every condition that a page can show.
func TestEverythingHasWords(t *testing.T) {
	t.Parallel()
	for _, act := range authz.Acts() {
		if ActLabels[act] == "" {
			t.Errorf("the act %s has no words", act)
		}
	}
	for _, role := range authz.Roles() {
		if RoleLabels[role] == "" {
			t.Errorf("the role %s has no words", role)
		}
	}
	for _, why := range authz.Whys() {
		if WhyLabels[why] == "" {
			t.Errorf("the relation %s has no words", why)
		}
	}
	for _, standing := range jobs.Standings {
		if StandingLabels[standing] == "" {
			t.Errorf("the standing %s has no words", standing)
		}
	}
	for kind := range open {
		if KindLabels[kind] == "" {
			t.Errorf("the kind %s has no words", kind)
		}
	}
}

// The program's words for an error are sorted by what helps.
func TestErrorsAreSorted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"distribution: mail: dial tcp: connection refused": "mail", "store: database is locked (5)": "database", "context deadline exceeded": "timeout",
		"panic: runtime error": "panic", "write: no space left on device": "space", "blob: put: EOF": "blob", "chuyện khác": "",
	} {
		if got := sortOf(text); got != want || ErrorLabels[got] == "" {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
