package format

import (
	"fmt"
	"strings"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/layout"
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
	Rule    string `json:"rule"` // "F08"
	Code    string `json:"code"` // "ISSUER_CODE_MISMATCH"
	Level   Level  `json:"level"`
	Where   string `json:"where"` // a part of the page, or the words that it is about
	Message string `json:"message"`
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
	// IssuerClass is the issuer's class in the directory; "" = not looked at.
	IssuerClass string
	// Issuers are the names by which citations name their issuers; empty = the general ones.
	Issuers document.IssuerNames
}

// Check gives the findings of a document, in the order of the rules.
func Check(c Content) []Finding {
	if c.Issuers.Empty() {
		c.Issuers = document.DefaultIssuers()
	}
	text := c.Body.Text()
	f := &findings{}
	f.authority(c)
	f.subject(c.Kind, c.Subject)
	f.citations(text, document.FindCitations(text, c.Issuers))
	f.content(c)
	return f.all
}

// content holds the rules that a stored document and a text have in common, from F10 on.
func (f *findings) content(c Content) {
	f.ordinals(c.Body)
	f.ending(c)
	f.recipients(c, recipientsOf(c))
	f.address(c)
	f.secrecy(c.Subject + "\n" + c.Body.Text() + "\n" + c.RecipientsText)
}

func recipientsOf(c Content) distribution.Block {
	context := distribution.ContextOf(c.Body)
	context.Addressees, context.KnownAddressees = c.Addressees, true
	return distribution.ParseWith(c.RecipientsText, context)
}

// findings gathers what the rules say.
type findings struct{ all []Finding }

func (f *findings) add(rule string, level Level, code, where, message string, args ...any) {
	if len(args) > 0 {
		message = fmt.Sprintf(message, args...)
	}
	f.all = append(f.all, Finding{Rule: rule, Code: code, Level: level, Where: where, Message: message})
}

// authority is F04.
func (f *findings) authority(c Content) {
	if c.IssuerClass == "" || c.Kind.ID == "" {
		return
	}
	if err := document.MayIssue(c.Regime, c.Kind.ID, c.IssuerClass); err != nil {
		f.add("F04", LevelError, "KIND_NOT_ALLOWED", "Tên loại", "Cơ quan ban hành không có thẩm quyền ban hành %s.", strings.ToLower(c.Kind.Name))
	}
}

// secrecy is F18.
func (f *findings) secrecy(text string) {
	for _, reason := range document.ScanSecrecy(text, "") {
		f.add("F18", LevelError, reason.Code, "Dấu chỉ độ mật", document.SecretRefusal+".")
	}
}

// excerpt is the beginning of a block, to find it by.
func excerpt(b document.Block) string {
	words := strings.Fields(b.Text())
	if len(words) <= 9 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:9], " ") + "…"
}

// contentOf is a reading as the checker looks at it.
func contentOf(r layout.Reading, o Options) Content {
	c := Content{
		Regime: r.Regime, Subject: r.Subject, AddressWord: r.AddressWord, Addressees: r.Addressees, Body: r.Body,
		RecipientsText: r.RecipientsText, Issuers: o.Issuers,
	}
	for _, regime := range []string{r.Regime, "party", "state"} {
		if kind, err := document.KindByID(regime, r.Kind); r.Kind != "" && err == nil {
			c.Kind = kind
			break
		}
	}
	return c
}
