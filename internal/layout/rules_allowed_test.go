package layout

import (
	"strings"
	"testing"
)

func TestRange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		r    Range
		v    float64
		want bool
	}{
		{Range{}, 99, true},
		{Range{13, 14}, 13, true}, {Range{13, 14}, 14, true}, {Range{13, 14}, 12.9, true}, {Range{13, 14}, 12.5, false}, {Range{13, 14}, 14.5, false},
		{Range{18, 0}, 200, true}, {Range{18, 0}, 17, false},
		{Range{20, 25}, 20, true}, {Range{20, 25}, 19, false}, {Range{20, 25}, 25.4, false},
	} {
		if got := c.r.Holds(c.v); got != c.want {
			t.Errorf("%v holds %g: %v, want %v", c.r, c.v, got, c.want)
		}
	}
}

func TestLineRange(t *testing.T) {
	t.Parallel()
	party, state := LineRange{Points: Range{18, 0}}, LineRange{Times: Range{1, 1.5}}
	for _, c := range []struct {
		rule         LineRange
		points, size float64
		want         bool
	}{
		{party, 18, 14, true}, {party, 16.1, 14, false}, {party, 24, 14, true},
		{state, 16.1, 14, true}, {state, 24.15, 14, true}, {state, 18, 14, true}, {state, 14, 14, false}, {state, 28, 14, false},
	} {
		if got := c.rule.Holds(c.points, c.size); got != c.want {
			t.Errorf("%v holds %g pt for %g: %v, want %v", c.rule, c.points, c.size, got, c.want)
		}
	}
}

// TestAllowedRanges is domain §3.1 and §3.3, written down by hand.
func TestAllowedRanges(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		top, left, right, number Range
		body, recipients, title  Range
		boldPosition             bool
	}{
		"party-36hd": {top: Range{20, 20}, left: Range{30, 30}, right: Range{15, 15}, number: Range{14, 14}, body: Range{14, 15}, recipients: Range{12, 12}, title: Range{15, 15}},
		"party-05hd": {top: Range{20, 20}, left: Range{30, 30}, right: Range{15, 15}, number: Range{14, 14}, body: Range{14, 15}, recipients: Range{12, 12}, title: Range{13, 15}},
		"state-nd30": {top: Range{20, 25}, left: Range{30, 35}, right: Range{15, 20}, number: Range{13, 13}, body: Range{13, 14}, recipients: Range{11, 11}, title: Range{12, 13}, boldPosition: true},
	} {
		a := ruleSet(t, name).Allowed
		for what, pair := range map[string][2]Range{
			"top": {a.Page.Top, want.top}, "left": {a.Page.Left, want.left}, "right": {a.Page.Right, want.right},
			"number": {a.Parts["number"].Size, want.number}, "body": {a.Parts["body"].Size, want.body},
			"recipients": {a.Parts["recipients"].Size, want.recipients}, "title": {a.Parts["title"].Size, want.title},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s is %v, want %v", name, what, pair[0], pair[1])
			}
		}
		if p := a.Parts["position"].Bold; p == nil || *p != want.boldPosition {
			t.Errorf("%s: position bold is %v, want %v", name, p, want.boldPosition)
		}
	}
}

func TestEndings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		set, text string
		want      bool
	}{
		{"party-05hd", "biết, thực hiện.", true}, {"party-36hd", "biết, thực hiện./.", true}, {"party-05hd", "biết, thực hiện", false},
		{"state-nd30", "biết, thực hiện./.", true}, {"state-nd30", "biết, thực hiện.", false}, {"state-nd30", "biết, thực hiện;", false},
	} {
		if got := ruleSet(t, c.set).Ending.Accepts(c.text); got != c.want {
			t.Errorf("%s accepts %q: %v, want %v", c.set, c.text, got, c.want)
		}
	}
	if party, state := ruleSet(t, "party-05hd").Ending.Want, ruleSet(t, "state-nd30").Ending.Want; party != "." || state != "./." {
		t.Errorf("wanted are %q and %q", party, state)
	}
}

func TestWhatARuleSetAllowsIsChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, replacement, want string }{
		{"body: {size: [14, 15]", "body: {size: [15, 14]", "allowed.parts.body.size: [15 14] is not a least and a most"},
		{"body: {size: [14, 15]", "body: {size: [15, 16]", "body: size: 14 is not within"},
		{"position: {size: [14, 14], bold: false", "position: {size: [14, 14], bold: true", "position: bold is not as allowed"},
		{"first_line: [10, 12.7]", "first_line: [15]", "body.text.indent: 10 mm is none of [15]"},
		{"line: {points: [18, 0]}", "line: {points: [20, 0]}", "body: lines 18 pt apart"},
		{"left: [30, 30]", "left: [35, 40]", "page.left: 30 is not within"},
		{"align: [justify]", "align: [both]", `allowed.parts.body.align: "both"`},
		{"    name: {size", "    signer: {size", "allowed.parts.signer: is no component"},
		{"fonts: [Times New Roman]", "fonts: []", "allowed.fonts: is missing"},
		{`ending: {want: "."`, `ending: {want: "!"`, `ending.accept: does not hold "!"`},
		{`archive: "Lưu"`, `archive: ""`, "closing.marks.archive: is missing"},
		{"drop: 3, pen: 0.5}", "drop: 9, pen: 0.5}", "contact: two lines do not stand"},
		{"urgency: {size: 13, leading: 18, style: bold, boxed: true, pen: 0.8", "urgency: {size: 13, leading: 18, style: bold, boxed: true, pen: 0", "stamps.urgency: a box needs"},
	} {
		_, err := parseRules(mutated(t, "party-36hd.yaml", c.old, c.replacement))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want one that says %q", c.replacement, err, c.want)
		}
	}
}
