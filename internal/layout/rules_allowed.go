package layout

import (
	"fmt"
	"slices"
)

// AllowedRule is what the pages of somebody else's file may look like: the ranges within which a regime leaves an office
// its choice (NĐ 30/2020 Phụ lục I; 36-HD/VPTW and 05-HD/VPTW). Our own pages stand within them too.
type AllowedRule struct {
	Fonts      []string                   `yaml:"fonts"` // names as a file gives them; the first is the one that is wanted
	Page       AllowedPageRule            `yaml:"page"`
	PageNumber AllowedPageNumberRule      `yaml:"page_number"`
	Parts      map[string]AllowedPartRule `yaml:"parts"` // by the names of Look.Parts
}

// AllowedPageRule is the paper and its margins, in millimetres.
type AllowedPageRule struct {
	Width  Range `yaml:"width"`
	Height Range `yaml:"height"`
	Top    Range `yaml:"top"`
	Bottom Range `yaml:"bottom"`
	Left   Range `yaml:"left"`
	Right  Range `yaml:"right"`
}

// AllowedPageNumberRule is where page numbers stand and how large they are.
type AllowedPageNumberRule struct {
	Size  Range  `yaml:"size"`
	Where string `yaml:"where"` // header: in the top margin
	Align string `yaml:"align"` // center
	First int    `yaml:"first"` // the first page that carries one
}

// AllowedPartRule is the look of one component. What a rule set does not name is free: a nil flag, a zero range.
type AllowedPartRule struct {
	Size      Range     `yaml:"size"` // points
	Bold      *bool     `yaml:"bold"`
	Italic    *bool     `yaml:"italic"`
	Underline *bool     `yaml:"underline"`
	Caps      *bool     `yaml:"caps"`
	Align     []string  `yaml:"align"`      // left | center | right | justify
	FirstLine []float64 `yaml:"first_line"` // millimetres, each of them allowed
	Before    Range     `yaml:"before"`     // points between two paragraphs
	Line      LineRange `yaml:"line"`
}

// LineRange is the room from line to line: in points, in line heights of the font, or both.
type LineRange struct {
	Points Range `yaml:"points"`
	Times  Range `yaml:"times"`
}

// Range is a least and a most, both allowed; a most of 0 is no limit.
type Range [2]float64

// slack is how far a measure may be off before it counts: Word rounds to twentieths of a point, people to millimetres.
const slack = 0.26

// Min is the least of the range.
func (r Range) Min() float64 { return r[0] }

// Max is the most of the range, 0 for no limit.
func (r Range) Max() float64 { return r[1] }

// Free says whether the rule set names no range.
func (r Range) Free() bool { return r == Range{} }

// Holds says whether v lies in the range, a quarter of a unit beyond its ends included.
func (r Range) Holds(v float64) bool {
	return r.Free() || v >= r[0]-slack && (r[1] == 0 || v <= r[1]+slack)
}

// LineHeight is a single line of Times New Roman, in ems.
const LineHeight = 1.15

// Holds says whether lines that are points apart are allowed for text of a size.
func (l LineRange) Holds(points, size float64) bool {
	if !l.Points.Holds(points) {
		return false
	}
	scaled := Range{l.Times[0] * LineHeight * size, l.Times[1] * LineHeight * size}
	return l.Times.Free() || scaled.Holds(points)
}

// PartNames are the components whose look a rule set may name.
var PartNames = []string{
	"title", "motto", "superior", "issuer", "number", "date", "kind", "subject", "letter_subject", "address",
	"body", "heading", "recipients_word", "recipients", "authority", "position", "name",
}

func (a AllowedRule) check(c *checker) {
	c.want(len(a.Fonts) > 0, "allowed.fonts: is missing")
	for _, side := range []struct {
		name string
		r    Range
	}{
		{"page.width", a.Page.Width}, {"page.height", a.Page.Height}, {"page.top", a.Page.Top}, {"page.bottom", a.Page.Bottom},
		{"page.left", a.Page.Left}, {"page.right", a.Page.Right}, {"page_number.size", a.PageNumber.Size},
	} {
		c.want(!side.r.Free(), "allowed.%s: is missing", side.name)
		c.ranged("allowed."+side.name, side.r)
	}
	c.want(a.PageNumber.Where == "header" || a.PageNumber.Where == "footer", "allowed.page_number.where: %q is neither header nor footer", a.PageNumber.Where)
	c.want(slices.Contains(aligns, a.PageNumber.Align), "allowed.page_number.align: %q is none of %v", a.PageNumber.Align, aligns)
	c.want(a.PageNumber.First >= 1, "allowed.page_number.first: must be 1 or more")
	for name, p := range a.Parts {
		where := "allowed.parts." + name
		c.want(slices.Contains(PartNames, name), "%s: is no component", where)
		c.want(!p.Size.Free(), "%s.size: is missing", where)
		c.ranged(where+".size", p.Size)
		c.ranged(where+".before", p.Before)
		c.ranged(where+".line.points", p.Line.Points)
		c.ranged(where+".line.times", p.Line.Times)
		for _, v := range p.Align {
			c.want(slices.Contains(aligns, v), "%s.align: %q is none of %v", where, v, aligns)
		}
	}
	for _, name := range []string{"body", "number", "date", "recipients", "name"} {
		_, named := a.Parts[name]
		c.want(named, "allowed.parts.%s: is missing", name)
	}
}

var aligns = []string{"left", "center", "right", "justify"}

func (c *checker) ranged(where string, r Range) {
	c.want(r[0] >= 0 && (r[1] == 0 || r[1] >= r[0]), "%s: %v is not a least and a most", where, [2]float64(r))
}

// checkOwn says where our own pages would not stand within what the rule set allows.
func (r *RuleSet) checkOwn(c *checker) {
	a := r.Allowed
	hold := func(what string, in Range, v float64) {
		c.want(in.Holds(v), "%s: %g is not within the %v that allowed names", what, v, [2]float64(in))
	}
	hold("page.top", a.Page.Top, r.Page.Top)
	hold("page.bottom", a.Page.Bottom, r.Page.Bottom)
	hold("page.left", a.Page.Left, r.Page.Left)
	hold("page.right", a.Page.Right, r.Page.Right)
	hold("page_number.size", a.PageNumber.Size, r.PageNumber.Size)
	for part, own := range map[string]TypeRule{
		"superior": r.Head.Superior, "issuer": r.Head.Issuer, "number": r.Head.Number.TypeRule, "date": r.Head.Date.TypeRule,
		"letter_subject": r.Head.LetterSubject.TypeRule, "kind": r.Title.Kind, "subject": r.Title.Subject.TypeRule,
		"address": r.Address.TypeRule, "body": r.Body.Text.TypeRule, "recipients_word": r.Closing.RecipientsWord.TypeRule,
		"recipients": r.Closing.Recipient, "authority": r.Closing.Authority, "position": r.Closing.Position, "name": r.Closing.Name,
	} {
		p, named := a.Parts[part]
		if !named {
			continue
		}
		hold(part+": size", p.Size, own.Size)
		c.want(p.Bold == nil || *p.Bold == own.style().Bold, "%s: bold is not as allowed", part)
		c.want(p.Italic == nil || *p.Italic == own.style().Italic, "%s: italic is not as allowed", part)
		c.want(p.Line.Holds(own.Leading, own.Size), "%s: lines %g pt apart are not as allowed", part, own.Leading)
	}
	if p := a.Parts["body"]; len(p.FirstLine) > 0 {
		c.want(slices.ContainsFunc(p.FirstLine, func(v float64) bool { return Range{v, v}.Holds(r.Body.Text.Indent) }),
			"body.text.indent: %g mm is none of %s", r.Body.Text.Indent, fmt.Sprint(p.FirstLine))
	}
}
