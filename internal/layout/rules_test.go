package layout

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/policies"
)

func TestRulesOfADate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		regime string
		on     store.Date
		want   string
	}{
		{"party", "1998-02-03", "party-36hd"},
		{"party", "2018-04-02", "party-36hd"},
		{"party", "2026-05-26", "party-36hd"},
		{"party", "2026-05-27", "party-05hd"},
		{"party", "", "party-05hd"},
		{"state", "2011-01-19", "state-nd30"},
		{"state", "2020-03-05", "state-nd30"},
		{"state", "2031-12-31", "state-nd30"},
	} {
		r, err := Rules(c.regime, c.on)
		if err != nil {
			t.Errorf("Rules(%q, %q): %v", c.regime, c.on, err)
			continue
		}
		if r.Name != c.want {
			t.Errorf("Rules(%q, %q) is %s, want %s", c.regime, c.on, r.Name, c.want)
		}
	}
	if _, err := Rules("guild", "2026-01-01"); !errors.Is(err, fault.New(fault.Unmet, "RULE_SET_MISSING", "")) {
		t.Errorf("an unknown regime gives %v", err)
	}
}

// mutated is a rule set of the repository with one text replaced.
func mutated(t *testing.T, file, old, replacement string) []byte {
	t.Helper()
	raw, err := fs.ReadFile(policies.FS, "formats/"+file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	return []byte(strings.Replace(string(raw), old, replacement, 1))
}

func TestARuleSetThatIsWrongIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, old, replacement, want string }{
		{"an unknown field", "page_number: {size", "page_number: {colour: red, size", `unknown field "colour"`},
		{"a regime that is none", "regime: party", "regime: guild", `regime: "guild" is neither`},
		{"no source", "source: Hướng dẫn", "source: \"\" #", "source: is missing"},
		{"a date that is none", `from: "2018-04-03"`, `from: "2018-13-03"`, `from: "2018-13-03" is not a date`},
		{"an end before the beginning", `to: "2026-05-26"`, `to: "2017-05-26"`, "is not a date on or after"},
		{"a style that is none", "issuer: {size: 14, leading: 17, style: bold}", "issuer: {size: 14, leading: 17, style: fat}", `head.issuer.style: "fat"`},
		{"a size beyond reason", "text: {size: 14", "text: {size: 140", "body.text.size: 140 pt"},
		{"lines that overlap", "text: {size: 14, leading: 18", "text: {size: 14, leading: 12", "body.text.leading: 12 pt is less than the size 14"},
		{"no room for a signature", "signature: {width: 54, height: 28}", "signature: {width: 54, height: 20}", "closing.signature.height: 20 mm is less than 25"},
		{"a date line without its year", " năm {year}", "", "head.date.words: must hold {year} once"},
		{"a page number in the text", "top: 9, first: 2", "top: 18, first: 2", "page_number.top"},
		{"margins that meet", "left: 30", "left: 130", "less than 80 mm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseRules(mutated(t, "party-36hd.yaml", c.old, c.replacement))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want one that says %q", err, c.want)
			}
		})
	}
}

func TestRuleSetsCoverEveryDateOnce(t *testing.T) {
	t.Parallel()
	load := func(change func(fstest.MapFS)) error {
		files := fstest.MapFS{}
		for _, name := range []string{"party-36hd.yaml", "party-05hd.yaml", "state-nd30.yaml"} {
			files["formats/"+name] = &fstest.MapFile{Data: mutated(t, name, "name: ", "name: ")}
		}
		change(files)
		_, err := loadRules(files, "formats")
		return err
	}
	if err := load(func(fstest.MapFS) {}); err != nil {
		t.Fatalf("the rule sets of the repository: %v", err)
	}
	for name, c := range map[string]struct{ file, old, replacement, want string }{
		"a gap":      {"party-36hd.yaml", `to: "2026-05-26"`, `to: "2026-05-20"`, "party-36hd and party-05hd"},
		"an overlap": {"party-36hd.yaml", `to: "2026-05-26"`, `to: "2026-06-20"`, "party-36hd and party-05hd"},
		"an end":     {"state-nd30.yaml", `from: "2020-03-05"`, "from: \"2020-03-05\"\nto: \"2030-01-01\"", `the last rule set for regime "state" ends`},
	} {
		err := load(func(files fstest.MapFS) {
			files["formats/"+c.file] = &fstest.MapFile{Data: mutated(t, c.file, c.old, c.replacement)}
		})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want one that says %q", name, err, c.want)
		}
	}
	err := load(func(files fstest.MapFS) { delete(files, "formats/state-nd30.yaml") })
	if err == nil || !strings.Contains(err.Error(), `no rule set for regime "state"`) {
		t.Errorf("a regime without rule sets: %v", err)
	}
}
