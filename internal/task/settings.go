package task

import (
	"fmt"
	"sync"

	"github.com/goccy/go-yaml"

	"trinhky/policies"
)

// rules are what an office decides of following up: policies/tasks.yaml.
type rules struct {
	DueSoon           int `yaml:"due_soon"`
	DefaultDays       int `yaml:"default_days"`
	RemindAgain       int `yaml:"remind_again"`
	EscalateHead      int `yaml:"escalate_head"`
	EscalateAuthority int `yaml:"escalate_authority"`
}

// settings are read once: the file is in the binary.
var settings = sync.OnceValue(func() rules {
	raw, err := policies.FS.ReadFile("tasks.yaml")
	if err != nil {
		panic("task: " + err.Error()) // embedded; a test reads it
	}
	r, err := readRules(raw)
	if err != nil {
		panic("task: " + err.Error())
	}
	return r
})

func readRules(raw []byte) (r rules, err error) {
	if err := yaml.Unmarshal(raw, &r); err != nil {
		return r, fmt.Errorf("tasks.yaml: %w", err)
	}
	if r.DueSoon < 0 || r.DefaultDays < 0 || r.RemindAgain < 1 || r.EscalateHead < 1 || r.EscalateAuthority < r.EscalateHead || r.DefaultDays > 366 {
		return r, fmt.Errorf("tasks.yaml: days that cannot be: %+v", r)
	}
	return r, nil
}
