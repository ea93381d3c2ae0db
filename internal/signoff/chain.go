package signoff

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"sort"

	"github.com/goccy/go-yaml"

	"trinhky/internal/document"
)

// Chain is one office's way from a draft to an issued document, as its YAML file says it.
type Chain struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
	// Classes are the classes of issuer whose documents take this chain.
	Classes []string         `yaml:"classes"`
	Initial document.State   `yaml:"initial"`
	Final   []document.State `yaml:"final"`
	// Merge lists pairs of parts that one person may play together: only [submit, approve], in a small office.
	Merge       [][]string                `yaml:"merge"`
	States      map[document.State]string `yaml:"states"` // id: label
	Transitions []Transition              `yaml:"transitions"`

	// Version is the SHA-256 of the file: a document keeps the version it started with.
	Version string `yaml:"-"`
	Source  []byte `yaml:"-"`
	File    string `yaml:"-"` // under policies/; "" for a chain that was kept with a document
}

// Transition is one arrow of a chain.
type Transition struct {
	Action       string           `yaml:"action"`
	Label        string           `yaml:"label"`
	From         []document.State `yaml:"from"`
	To           document.State   `yaml:"to"`     // "" = the state stays: what is done after issue
	Act          string           `yaml:"act"`    // an act of policies/policy.csv
	Guards       []string         `yaml:"guards"` // names of guard.go
	Effects      []string         `yaml:"effects"`
	Deadline     Deadline         `yaml:"deadline"` // "" for a step nobody waits for
	Notify       []string         `yaml:"notify"`   // reach words
	SeparateFrom []string         `yaml:"separate_from"`
}

// ParseChain reads one chain file and proves it; the error names every fault, one a line.
func ParseChain(source []byte) (*Chain, error) {
	c := &Chain{Source: source}
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.DisallowUnknownField()).Decode(c); err != nil {
		return nil, fmt.Errorf("tệp luồng trình ký không đọc được: %w", err)
	}
	sum := sha256.Sum256(source)
	c.Version = hex.EncodeToString(sum[:])
	if err := c.check(); err != nil {
		return nil, err
	}
	return c, nil
}

// from are the transitions that leave a state, in the file's order.
func (c *Chain) from(state document.State) []Transition {
	var out []Transition
	for _, t := range c.Transitions {
		if slices.Contains(t.From, state) {
			if t.To == "" {
				t.To = state
			}
			out = append(out, t)
		}
	}
	return out
}

// lendAfterIssue gives a chain of before there was any action after issue those of today's: the law lets every issued
// document be recalled, whatever way it went. One that recalls without a way to take the decision back is given that alone.
func (c *Chain) lendAfterIssue(today *Chain) {
	has := func(action string) bool {
		return slices.ContainsFunc(c.Transitions, func(t Transition) bool { return t.Action == action })
	}
	lent := afterIssue
	if slices.ContainsFunc(afterIssue, has) {
		if lent = nil; has("recall") && !has("withdraw_recall") {
			lent = []string{"withdraw_recall"}
		}
	}
	if today == nil {
		return
	}
	for _, t := range today.Transitions {
		if slices.Contains(lent, t.Action) {
			c.Transitions = append(c.Transitions, t)
		}
	}
}

// merged says whether one person may play both parts.
func (c *Chain) merged(a, b string) bool {
	for _, pair := range c.Merge {
		if slices.Contains(pair, a) && slices.Contains(pair, b) {
			return true
		}
	}
	return false
}

// Chains are the chains of an installation.
type Chains struct {
	byID    map[string]*Chain
	byClass map[string]*Chain
}

// LoadChains reads and proves every chain file of a folder chains/ in fsys; two chains for one class are refused.
func LoadChains(fsys fs.FS) (*Chains, error) {
	names, err := fs.Glob(fsys, "chains/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("load chains: %w", err)
	}
	sort.Strings(names)
	all := &Chains{byID: map[string]*Chain{}, byClass: map[string]*Chain{}}
	for _, name := range names {
		source, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("load chains: %w", err)
		}
		c, err := ParseChain(source)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if all.byID[c.ID] != nil {
			return nil, fmt.Errorf("%s: có hai luồng cùng tên %s", name, c.ID)
		}
		c.File = name
		all.byID[c.ID] = c
		for _, class := range c.Classes {
			if other := all.byClass[class]; other != nil {
				return nil, fmt.Errorf("%s: loại cơ quan %s đã dùng luồng %s", name, class, other.ID)
			}
			all.byClass[class] = c
		}
	}
	return all, nil
}

// All are the chains in the order of their ids.
func (a *Chains) All() []*Chain {
	out := make([]*Chain, 0, len(a.byID))
	for _, c := range a.byID {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}
