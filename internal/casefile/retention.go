package casefile

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"

	"trinhky/internal/fault"
	"trinhky/policies"
)

// Rule is one line of the table of retention (policies/retention.yaml).
type Rule struct {
	ID     string `yaml:"id"`
	Title  string `yaml:"title"`
	Years  int    `yaml:"years"`  // 0 = vĩnh viễn
	Regime string `yaml:"regime"` // party | state; "" = both
	Source string `yaml:"source"`
	Mark   string `yaml:"mark"` // S read, R recalled, D our choice
}

// Text is the line as a form offers it: "Vĩnh viễn – …".
func (r Rule) Text() string { return retentionText(r.Years) + " – " + r.Title }

var rules = sync.OnceValue(func() []Rule {
	read, err := readRules(policies.FS)
	if err != nil {
		panic(err) // the file is in the binary, and a test reads it
	}
	return read
})

func readRules(files fs.FS) ([]Rule, error) {
	raw, err := fs.ReadFile(files, "retention.yaml")
	if err != nil {
		return nil, fmt.Errorf("retention: %w", err)
	}
	var file struct {
		Rules []Rule `yaml:"rules"`
	}
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&file); err != nil {
		return nil, fmt.Errorf("retention.yaml: %w", err)
	}
	seen := map[string]bool{}
	for _, r := range file.Rules {
		switch {
		case r.ID == "" || r.Title == "" || r.Source == "" || seen[r.ID]:
			return nil, fmt.Errorf("retention.yaml: %q needs an id of its own, a title and a source", r.ID)
		case r.Years < 0 || r.Years > 200:
			return nil, fmt.Errorf("retention.yaml: %s: %d years", r.ID, r.Years)
		case !slices.Contains([]string{"", "party", "state"}, r.Regime) || !slices.Contains([]string{"S", "R", "D"}, r.Mark):
			return nil, fmt.Errorf("retention.yaml: %s: unknown regime or mark", r.ID)
		}
		seen[r.ID] = true
	}
	if len(file.Rules) == 0 {
		return nil, fmt.Errorf("retention.yaml: no rules")
	}
	return file.Rules, nil
}

// Rules are those of a regime, in the order of the file.
func Rules(regime string) (list []Rule) {
	for _, r := range rules() {
		if r.Regime == "" || r.Regime == regime {
			list = append(list, r)
		}
	}
	return list
}

func ruleOf(id, regime string) (Rule, error) {
	for _, r := range Rules(regime) {
		if r.ID == id {
			return r, nil
		}
	}
	return Rule{}, fault.New(fault.Unmet, "RETENTION_UNKNOWN", "Thời hạn bảo quản không có trong bảng thời hạn.")
}
