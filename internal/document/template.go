package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"trinhky/internal/fault"
)

// Template is the boilerplate of a kind of document: templates/official/<regime>/<name>.txt, written as a clerk would
// type the document from tên loại to Nơi nhận. {{…}} is filled from the issuer and the office's date; […] is left to
// whoever drafts, and found by Placeholders while it is not filled.
type Template struct {
	ID     string // "party-bao-cao-thang": the regime and the file's name
	Regime string
	Kind   string // of Kinds(Regime)
	Name   string // "Báo cáo tháng"
	text   string
}

// Templates gives the boilerplate of a kind, in the order of its files.
func Templates(regime, kind string) []Template {
	var found []Template
	for _, t := range boilerplate {
		if t.Regime == regime && t.Kind == kind {
			found = append(found, t)
		}
	}
	return found
}

// AllTemplates are those of both regimes.
func AllTemplates() []Template { return slices.Clone(boilerplate) }

// TemplateByID finds a template; the fault is TEMPLATE_UNKNOWN.
func TemplateByID(id string) (Template, error) {
	for _, t := range boilerplate {
		if t.ID == id {
			return t, nil
		}
	}
	return Template{}, fault.New(fault.NotFound, "TEMPLATE_UNKNOWN", "Không có mẫu văn bản này.")
}

// Fill gives the template's text for an issuer on a date. A line with a field that this issuer has nothing for falls
// away: a commune's office has no offices below it to write to. The faults are those of MayIssue, and TEMPLATE_REGIME.
func (t Template) Fill(c TemplateContext) (string, error) {
	if string(c.Issuer.Regime) != t.Regime {
		return "", fault.New(fault.Unmet, "TEMPLATE_REGIME", fmt.Sprintf("Mẫu “%s” không dùng cho thể thức văn bản của %s.", t.Name, c.Issuer.Name))
	}
	if err := MayIssue(t.Regime, t.Kind, c.Issuer.Class); err != nil {
		return "", err
	}
	return t.fill(c), nil
}

func (t Template) fill(c TemplateContext) string {
	fields := c.fields()
	if fields["lãnh đạo"] == fields["nơi trình"] && strings.Contains(t.text, "Kính gửi: {{nơi trình}}\n") {
		fields["lãnh đạo"] = "" // has it by “Như trên”: a sở's report to its Ủy ban nhân dân
	}
	var text strings.Builder
	for line := range strings.Lines(t.text) {
		empty := false
		line = templateField.ReplaceAllStringFunc(line, func(field string) string {
			value := fields[fieldName(field)]
			empty = empty || value == ""
			return value
		})
		if !empty {
			text.WriteString(line)
		}
	}
	return text.String()
}

var templateField = regexp.MustCompile(`\{\{[^{}\n]*\}\}`)

func fieldName(field string) string { return strings.TrimSpace(strings.Trim(field, "{}")) }

// placeholder is what a template leaves to the person: words in square brackets, "[nêu rõ lý do]", or a field that nobody
// filled. A note's "[1]", an omission's "[…]" and a stamp in a frame are none.
var placeholder = regexp.MustCompile(`\[\s*(?:…\s*|\.{3}\s*)?(?:\p{Ll}|\p{Lu}[^\[\]\n]*\p{Ll})[^\[\]\n]*\]|\{\{[^{}\n]*\}\}`)

// PlaceholderPattern finds what a template leaves to the person, as a regular expression that browsers read too.
func PlaceholderPattern() string { return placeholder.String() }

// Placeholders are the parts of a text that still wait for words, each once, in order.
func Placeholders(text string) []string {
	var found []string
	for _, p := range placeholder.FindAllString(text, -1) {
		if p = strings.Join(strings.Fields(p), " "); !slices.Contains(found, p) {
			found = append(found, p)
		}
	}
	return found
}

// OfTemplate says whether a placeholder is one that a template leaves, word for word.
func OfTemplate(placeholder string) bool { return left()[placeholder] }

var left = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, t := range boilerplate {
		for _, p := range Placeholders(t.text) {
			all[p] = true
		}
	}
	return all
})
