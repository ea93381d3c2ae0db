package authz

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"
	"github.com/google/go-cmp/cmp"

	"trinhky/policies"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func load(t testing.TB) *Policy {
	t.Helper()
	p, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// files gives an embedded-like tree with the real model and the given rows.
func files(t testing.TB, rows ...string) fstest.MapFS {
	t.Helper()
	conf, err := policies.FS.ReadFile("model.conf")
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{
		"model.conf": {Data: conf},
		"policy.csv": {Data: []byte(strings.Join(rows, "\n") + "\n")},
	}
}

// one gives a person with one role in unit "phong", of the organ "vp".
func one(role string) Actor {
	return Actor{Kind: Person, PersonID: "an", Roles: []Role{{Name: role, Organ: "phong", Office: "vp"}}}
}

// TestMatrix compares every right of the embedded policy with a file that a
// person can read: rights × roles, each with its whys.
func TestMatrix(t *testing.T) {
	t.Parallel()
	p := load(t)
	var got strings.Builder
	for _, role := range Roles() {
		fmt.Fprintf(&got, "%s\n", role)
		for _, act := range Acts() {
			var granted []string
			for _, why := range Whys() {
				if p.Grants(role, act, why) {
					granted = append(granted, why)
				}
			}
			if len(granted) > 0 {
				fmt.Fprintf(&got, "  %-26s %s\n", act, strings.Join(granted, " "))
			}
		}
	}
	const golden = "testdata/matrix.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("rights changed; read the difference, then -update (-want +got):\n%s", diff)
	}
}

func TestEveryActIsHeldBySomeone(t *testing.T) {
	t.Parallel()
	p := load(t)
	for _, act := range Acts() {
		held := false
		for _, role := range Roles() {
			for _, why := range Whys() {
				held = held || p.Grants(role, act, why)
			}
		}
		if !held {
			t.Errorf("no role may do %s", act)
		}
	}
}

// TestSeparation states domain rules apart from the golden file, so that an
// -update cannot wave them through.
func TestSeparation(t *testing.T) {
	t.Parallel()
	p := load(t)
	any := func(role, act string) bool {
		return slices.ContainsFunc(Whys(), func(why string) bool { return p.Grants(role, act, why) })
	}
	for _, act := range Acts() {
		if any(Administrator, act) && (strings.HasPrefix(act, "document.") || strings.HasPrefix(act, "delivery.")) {
			t.Errorf("administrator holds %s", act)
		}
	}
	for _, act := range []string{DocumentSign, DocumentCreate, DocumentEdit, DocumentApprove, DocumentCheckFormat} {
		if any(Clerk, act) {
			t.Errorf("clerk holds %s", act)
		}
	}
	for _, role := range Roles() {
		if role == Clerk {
			continue
		}
		for _, act := range []string{DocumentAssignNumber, DocumentSeal, DocumentIssue} {
			if any(role, act) {
				t.Errorf("%s holds %s", role, act)
			}
		}
		if any(role, DocumentSign) && any(role, DocumentSeal) {
			t.Errorf("%s both signs and seals", role)
		}
	}
	for _, why := range Whys() {
		if why != Signer && (p.Grants(Leader, DocumentSign, why) || p.Grants(Delegate, DocumentSign, why)) {
			t.Errorf("signing by reach %s", why)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, row, want string }{
		{"empty", "# nothing", "no rows"},
		{"unknown role", "p, boss, document.read, office", "unknown role"},
		{"unknown act", "p, leader, document.burn, office", "unknown act"},
		{"unknown reach", "p, leader, document.read, friend", "unknown reach"},
		{"short row", "p, leader, document.read", ""},
		{"clerk signs", "p, clerk, document.sign, signer", "never drafts, approves or signs"},
		{"clerk drafts", "p, clerk, document.create, office", "never drafts, approves or signs"},
		{"administrator reads", "p, administrator, document.read, office", "sees no content"},
		{"administrator acknowledges", "p, administrator, delivery.acknowledge, received", "sees no content"},
		{"administrator approves own opening", "p, administrator, register.open_approve, office", "someone else's approval"},
		{"leader seals", "p, leader, document.seal, register", "only a văn thư"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(files(t, tt.row))
			if err == nil {
				t.Fatal("read")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
	if _, err := Read(fstest.MapFS{}); err == nil {
		t.Error("read an empty tree")
	}
}

func TestPolicyFileHasNoRepeatedRow(t *testing.T) {
	t.Parallel()
	raw, err := policies.FS.ReadFile("policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "p,") && seen[line] {
			t.Errorf("twice: %s", line)
		}
		seen[line] = true
	}
}

// TestEngineErrorDenies runs a model that loads and then fails on each
// question.
func TestEngineErrorDenies(t *testing.T) {
	t.Parallel()
	m, err := model.NewModelFromString(`
[request_definition]
r = role, act, why
[policy_definition]
p = role, act, why
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.role == p.role && missing(r.act)
`)
	if err != nil {
		t.Fatal(err)
	}
	e, err := casbin.NewEnforcer(m, stringadapter.NewAdapter("p, leader, document.read, addressed"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Enforce(Leader, DocumentRead, Addressed); err == nil {
		t.Fatal("the broken engine answered")
	}
	p := &Policy{}
	p.rules.Store(&rules{enforcer: e})
	place := Place{Persons: []Relation{{ID: "an", Why: Addressed}}}
	if p.Can(one(Leader), DocumentRead, place) {
		t.Error("allowed on an error")
	}
	if got := p.Reach(one(Leader), DocumentRead); !got.None() {
		t.Errorf("reached on an error: %v", got)
	}
}

func TestZeroPolicyDenies(t *testing.T) {
	t.Parallel()
	p := &Policy{}
	if p.Can(one(Leader), DocumentRead, Place{Persons: []Relation{{ID: "an", Why: Addressed}}}) {
		t.Error("allowed")
	}
}

// TestSwap shows that one Policy changes as a whole and others do not.
func TestSwap(t *testing.T) {
	t.Parallel()
	p, other := load(t), load(t)
	only, err := Read(files(t, "p, leader, document.read, addressed"))
	if err != nil {
		t.Fatal(err)
	}
	signing := Place{Persons: []Relation{{ID: "an", Why: Signer}}}
	if !p.Can(one(Leader), DocumentSign, signing) {
		t.Fatal("a leader may not sign")
	}
	p.Swap(only)
	if p.Can(one(Leader), DocumentSign, signing) {
		t.Error("the old policy answers after the swap")
	}
	if !other.Can(one(Leader), DocumentSign, signing) {
		t.Error("the swap changed another policy")
	}
}
