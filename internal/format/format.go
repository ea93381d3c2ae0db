package format

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// Level says whether a finding bars the way.
type Level string

// The levels.
const (
	LevelError   Level = "E"
	LevelWarning Level = "W"
)

// Finding is one thing that is wrong with the form of a document.
type Finding struct {
	ID        string `json:"id"`   // the same for the same finding of the same text
	Rule      string `json:"rule"` // "F08"
	Code      string `json:"code"` // "ISSUER_CODE_MISMATCH"
	Level     Level  `json:"level"`
	Where     string `json:"where"`               // a part of the page, or the words that it is about
	Paragraph int    `json:"paragraph,omitempty"` // the block of the body, from 1; 0 = none
	Page      int    `json:"page,omitempty"`      // from 1; 0 = not known
	Message   string `json:"message"`
	Found     string `json:"found,omitempty"`  // what stands there
	Wants     string `json:"wants,omitempty"`  // what should
	Source    string `json:"source,omitempty"` // the instrument that says so
	Fix       *Fix   `json:"fix,omitempty"`
}

// Fix is a change that needs no judgement; Apply makes it.
type Fix struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Content is a document as the checker looks at it.
type Content struct {
	Regime         string
	Kind           document.Kind
	Subject        string
	AddressWord    string
	Addressees     []string
	Body           document.Body
	RecipientsText string
	// On is the date of the document: by it names, formulas and rule sets are looked up. "" = not dated.
	On store.Date
	// Place, Formula and SignerName are what the page shows; "" and nil = it does not show them.
	Place      string
	Formula    []string
	SignerName string
	// Urgency is the word of the stamp: "KHẨN".
	Urgency string
	// IssuerClass is the issuer's class in the directory; "" = not known.
	IssuerClass string
	// Issuers are the names by which citations name their issuers; empty = the general ones.
	Issuers document.IssuerNames
	// Facts are what the office knows about the document; nil = nobody looked.
	Facts *Facts
}

// Check gives the findings of a document, in the order of the rules.
func Check(c Content) []Finding {
	f := begin(&c)
	f.names(c)
	f.authority(c)
	f.place(c)
	f.subject(c)
	f.content(c)
	f.secrecy(c.Subject + "\n" + c.Body.Text() + "\n" + c.RecipientsText)
	return f.done()
}

// content holds the rules that a stored document and a file have in common. A file was looked through for marks of
// secrecy before it was read.
func (f *findings) content(c Content) {
	f.block = recipientsOf(c)
	words := scriptOf(c)
	cited := document.FindCitations(words.text, c.Issuers)
	f.datesInText(c, words)
	f.grounds(c)
	f.citations(words, cited)
	f.known(c, words, cited)
	f.ordinals(c.Body)
	f.ending(c)
	f.signature(c)
	f.recipients(c, f.block)
	f.address(c)
	f.appendices(c)
	f.urgency(c)
	f.closed(c)
	f.letters(c)
	f.symbols(words, cited)
	f.placeholders(c)
	f.spelling(words)
	f.abbreviations(words, cited)
}

// recipientsOf is the parsed Nơi nhận; who of it is given work is not asked here.
func recipientsOf(c Content) distribution.Block {
	return distribution.ParseWith(c.RecipientsText, distribution.Context{Addressees: c.Addressees, KnownAddressees: true})
}

// findings gathers what the rules say.
type findings struct {
	all    []Finding
	regime string
	block  distribution.Block // Nơi nhận
	rules  *layout.RuleSet    // of the regime and the date; nil when the text does not tell its regime
}

// begin readies the rules for a document.
func begin(c *Content) *findings {
	if c.Issuers.Empty() {
		c.Issuers = document.DefaultIssuers()
	}
	f := &findings{all: []Finding{}, regime: c.Regime}
	if rules, err := layout.Rules(c.Regime, c.On); err == nil {
		f.rules = rules
	}
	return f
}

// done puts the findings in the order of the rules and stamps each with its id: what is waived is this finding of this
// text, not one like it.
func (f *findings) done() []Finding {
	slices.SortStableFunc(f.all, func(a, b Finding) int { return strings.Compare(a.Rule, b.Rule) })
	seen := map[string]int{}
	for i := range f.all {
		one := &f.all[i]
		key := strings.Join([]string{one.Rule, one.Code, one.Where, strconv.Itoa(one.Paragraph), one.Found, one.Message}, "\x00")
		seen[key]++
		sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(seen[key])))
		one.ID = hex.EncodeToString(sum[:8])
	}
	return f.all
}

// spot is where a finding is.
type spot struct {
	where     string
	paragraph int
	key       string // the name of the place in a fix: "subject", "recipients", "p12"
	page      int
	found     string
	level     Level // "" = that of the law
	fix       *Fix
}

func onPage(where string) spot { return spot{where: where} }

func (s spot) with(found string) spot { s.found = found; return s }
func (s spot) as(level Level) spot    { s.level = level; return s }

// fixed offers a fix of a kind at the spot.
func (s spot) fixed(kind, label string) spot {
	s.fix = &Fix{ID: kind + ":" + s.key, Label: label}
	return s
}

// block is the spot of block i of a body.
func block(b document.Block, i int) spot {
	return spot{where: excerpt(b), paragraph: i + 1, key: "p" + strconv.Itoa(i+1)}
}

// add puts down a finding; the law is named by rule and code ("F08 ISSUER_CODE_MISMATCH").
func (f *findings) add(name string, at spot, message string, args ...any) {
	law, ok := laws[name]
	if !ok {
		panic("format: no law " + name) // every code has one: the test of the rules sees them all
	}
	if len(args) > 0 {
		message = fmt.Sprintf(message, args...)
	}
	rule, code, _ := strings.Cut(name, " ")
	level := law.level
	if at.level != "" {
		level = at.level
	}
	f.all = append(f.all, Finding{
		Rule: rule, Code: code, Level: level, Where: at.where, Paragraph: at.paragraph, Page: at.page, Message: message,
		Found: at.found, Wants: law.wants, Source: f.source(law), Fix: at.fix,
	})
}

// secrecy is F18.
func (f *findings) secrecy(text string) {
	for _, reason := range document.ScanSecrecy(text, "") {
		f.add("F18 "+reason.Code, onPage("Dấu chỉ độ mật"), "%s", document.SecretRefusal+".")
	}
}

// excerpt is the beginning of a block, to find it by; it ends inside no brackets.
func excerpt(b document.Block) string {
	words := strings.Fields(b.Text())
	end := min(9, len(words))
	for end < min(40, len(words)) && opened(strings.Join(words[:end], " ")) {
		end++
	}
	if end == len(words) {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:end], " ") + "…"
}

// opened says whether a text ends inside square brackets.
func opened(text string) bool {
	return strings.LastIndexByte(text, '[') > strings.LastIndexByte(text, ']')
}

// mainBlocks are the blocks before the first phụ lục: they end with the ending mark and the signature.
func mainBlocks(body document.Body) []document.Block {
	for i, b := range body.Blocks {
		if b.Kind == document.Appendix {
			return body.Blocks[:i]
		}
	}
	return body.Blocks
}
