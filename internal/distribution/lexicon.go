package distribution

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"trinhky/internal/directory"
	"trinhky/policies"
)

// lexicon is policies/recipients.yaml, ready to match.
type lexicon struct {
	short      map[string]string // abbreviation → long form
	spelt      map[string]string // abbreviation without accents, small → long form: what people type
	shortWords int               // words and marks of the longest abbreviation
	committees map[string]committee
	areas      map[string]area
	purposes   map[string]string // folded words → key
	organs     []string          // folded first words of an organ's name, each " word"
	positions  []string
	plurals    []string
	surnames   map[string]bool
	phrases    []phrase
	opening    int // words of the longest beginning of a receiver

	joined         []string // folded names that hold a comma or "và", each word with a space before it
	shared         []string // what a list without a colon begins with: "Các Sở Nội vụ, Tài chính"
	plural         []string // what follows "các" where a position is held at many: an organ's or an area's first words
	committeeWords []string
	lines          map[string][]string // regime → lines that need no directory
}

type committee struct {
	Name string `yaml:"name"`
	Key  string `yaml:"key"`
	Code string `yaml:"code"`
}

type area struct {
	Name      string `yaml:"name"`
	Key       string `yaml:"key"`
	Committee string `yaml:"committee"`
}

// phrase is one entry of the lexicon: what matches, and what it then is.
type phrase struct {
	Match  []string `yaml:"match"`
	Kind   Kind     `yaml:"kind"`
	Key    string   `yaml:"key"`
	Named  Kind     `yaml:"named"`
	Scope  string   `yaml:"scope"`
	Plural bool     `yaml:"plural"`
	// Leaders is the organ whose head and deputies are meant where the directory has no such group; Leads: the organ that
	// leads the group which {name} names.
	Leaders string   `yaml:"leaders"`
	Leads   bool     `yaml:"leads"`
	Parts   []string `yaml:"parts"` // what the words name where the directory has no such group
	Say     []string `yaml:"say"`   // how completion offers it
	forms   []*regexp.Regexp
}

type lexiconFile struct {
	Abbreviations map[string]string `yaml:"abbreviations"`
	Committees    []committee       `yaml:"committees"`
	Areas         []area            `yaml:"areas"`
	Purposes      []struct {
		Key   string   `yaml:"key"`
		Words []string `yaml:"words"`
	} `yaml:"purposes"`
	OrganWords      []string            `yaml:"organ_words"`
	PositionWords   []string            `yaml:"position_words"`
	PluralPositions []string            `yaml:"plural_positions"`
	Surnames        []string            `yaml:"surnames"`
	JoinedNames     []string            `yaml:"joined_names"`
	SharedWords     []string            `yaml:"shared_words"`
	ManyWords       []string            `yaml:"many_words"`
	Lines           map[string][]string `yaml:"lines"`
	Macros          map[string]string   `yaml:"macros"`
	Phrases         []phrase            `yaml:"phrases"`
}

// words of the file are part of the program: a broken lexicon is found by the first test, not by a user.
var embedded = sync.OnceValue(func() *lexicon {
	raw, err := policies.FS.ReadFile("recipients.yaml")
	if err != nil {
		panic(fmt.Sprintf("distribution: the embedded lexicon: %v", err))
	}
	l, err := readLexicon(raw)
	if err != nil {
		panic(fmt.Sprintf("distribution: the embedded lexicon: %v", err))
	}
	return l
})

// readLexicon reads and checks a lexicon: unknown fields, kinds and names of placeholders are errors.
func readLexicon(raw []byte) (*lexicon, error) {
	var f lexiconFile
	if err := yaml.UnmarshalWithOptions(raw, &f, yaml.Strict()); err != nil {
		return nil, err
	}
	l := &lexicon{
		short: map[string]string{}, spelt: map[string]string{}, lines: f.Lines, committees: map[string]committee{}, areas: map[string]area{},
		purposes: map[string]string{}, surnames: map[string]bool{}, phrases: f.Phrases,
		organs: foldAll(f.OrganWords), positions: foldAll(f.PositionWords), plurals: foldAll(f.PluralPositions),
	}
	l.joined, l.shared = foldAll(f.JoinedNames), foldAll(f.SharedWords)
	for _, abbreviation := range slices.Sorted(maps.Keys(f.Abbreviations)) {
		long := f.Abbreviations[abbreviation]
		parts := split(abbreviation)
		l.short[strings.Join(parts, " ")] = long
		if bare := directory.Bare(abbreviation); bare == strings.ToLower(abbreviation) || l.spelt[bare] == "" {
			l.spelt[bare] = long // TU before TƯ
		}
		l.shortWords = max(l.shortWords, len(parts))
	}
	for _, beginning := range slices.Concat(l.organs, l.positions, manyWords, comradeWords, standingWords) {
		l.opening = max(l.opening, strings.Count(beginning, " "))
	}
	macros := map[string]string{}
	var names []string
	for _, c := range f.Committees {
		l.committees[foldText(c.Name)] = c
		names = append(names, pattern(c.Name, nil))
	}
	macros["committee"] = "(?P<committee>" + strings.Join(names, "|") + ")"
	names = names[:0]
	for _, a := range f.Areas {
		l.areas[foldText(a.Name)] = a
		names = append(names, pattern(a.Name, nil))
	}
	macros["area"] = "(?P<area>" + strings.Join(names, "|") + ")"
	macros["place"] = "(?P<place>(?: [^ ,:()]+){1,10})"
	for name, text := range f.Macros {
		macros[name] = pattern(text, macros)
	}
	macros["name"] = "(?P<name>(?: [^ ,:()]+){1,12})"
	for _, c := range f.Committees {
		l.committeeWords = append(l.committeeWords, " "+foldText(c.Name))
	}
	l.plural = slices.Concat(l.organs, l.committeeWords, l.areaWords(), foldAll(f.ManyWords))
	for _, p := range f.Purposes {
		for _, w := range p.Words {
			l.purposes[foldText(w)] = p.Key
		}
	}
	for _, s := range f.Surnames {
		l.surnames[foldText(s)] = true
	}
	for i := range l.phrases {
		if err := l.phrases[i].compile(macros); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (p *phrase) compile(macros map[string]string) error {
	if !p.Kind.known() || (p.Named != "" && !p.Named.known()) {
		return fmt.Errorf("phrase %q: unknown kind %q or %q", p.Key, p.Kind, p.Named)
	}
	if len(p.Match) == 0 || p.Key == "" {
		return fmt.Errorf("phrase %q %v: match and key are both needed", p.Key, p.Match)
	}
	for _, text := range p.Match {
		if strings.Count(text, "(") != strings.Count(text, ")") || strings.Count(text, "[") != strings.Count(text, "]") {
			return fmt.Errorf("phrase %q: brackets do not close in %q", p.Key, text)
		}
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			if _, ok := macros[m[1]]; !ok {
				return fmt.Errorf("phrase %q: unknown placeholder {%s}", p.Key, m[1])
			}
		}
		re, err := regexp.Compile("^(?:" + pattern(text, macros) + ")$")
		if err != nil {
			return fmt.Errorf("phrase %q: %q: %w", p.Key, text, err)
		}
		p.forms = append(p.forms, re)
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// pattern turns a phrase's text into a regular expression over folded words, each of which has a space before it.
func pattern(text string, macros map[string]string) string {
	var out, cur strings.Builder
	flush := func() {
		for _, w := range split(cur.String()) {
			out.WriteString(" " + regexp.QuoteMeta(foldWord(w)))
		}
		cur.Reset()
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(', ')', '|', '[', ']', '*':
			flush()
			out.WriteString(map[byte]string{'(': "(?:", ')': ")", '|': "|", '[': "(?:", ']': ")?", '*': "*"}[c])
		case '{':
			flush()
			end := strings.IndexByte(text[i:], '}')
			if end < 0 {
				return "" // compile reports unbalanced text
			}
			out.WriteString(macros[text[i+1:i+end]])
			i += end
		default:
			cur.WriteByte(c)
		}
	}
	flush()
	return out.String()
}

func foldAll(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = " " + foldText(w)
	}
	return out
}

// startsWith tells whether folded text begins with one of the words, whole words only.
func startsWith(text string, words []string) bool {
	for _, w := range words {
		if text == w || strings.HasPrefix(text, w+" ") {
			return true
		}
	}
	return false
}
