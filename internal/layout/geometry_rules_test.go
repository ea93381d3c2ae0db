package layout

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// expected is what the pages of one rule set must show, written down from the regime's rules and not from the rule set:
// millimetres from the edges of the paper, points for sizes. A measure of 0 is not asked for.
type expected struct {
	sheet  func() Sheet
	number string
	date   string
	texts  []wantText
	gaps   []wantGap
	rules  []wantRule
	boxes  []wantBox
}

type wantText struct {
	text                     string
	page                     int
	left, middle, right, top float64
	size                     float64
	face                     string
	ink                      string
}

// wantGap is how far the top of one line is below the top of another: in points where lines are counted, in millimetres
// where room is.
type wantGap struct {
	from, to   string
	points, mm float64
}

// wantRule is a drawn rule under a text: between two shares of its length, its middle under the text's.
type wantRule struct {
	under       string
	least, most float64
	drop        float64 // below the top of the text
	wide        bool    // from margin to margin instead
}

type wantBox struct {
	around        string
	width, height float64
	ink           string
}

const (
	tolerance = 1.0 // millimetres
	ofSize    = 0.5 // points
	ofPitch   = 0.3 // points
)

// wrong says where a measured document is not as expected; each line begins with the row it is about.
func (e expected) wrong(m measured) []string {
	var wrong []string
	add := func(row, format string, args ...any) {
		wrong = append(wrong, fmt.Sprintf("%q: ", row)+fmt.Sprintf(format, args...))
	}
	find := func(page int, text string) measuredWord {
		w, ok := m.find(page, text)
		if !ok {
			add(text, "is nowhere")
		}
		return w
	}
	for _, want := range e.texts {
		got := find(want.page, want.text)
		for _, v := range []struct {
			what      string
			got, want float64
		}{{"left", got.left, want.left}, {"middle", (got.left + got.right) / 2, want.middle}, {"right", got.right, want.right}, {"top", got.top, want.top}} {
			if v.want != 0 && math.Abs(v.got-v.want) > tolerance {
				add(want.text, "%s at %.1f mm, want %.1f", v.what, v.got, v.want)
			}
		}
		if math.Abs(got.size-want.size) > ofSize {
			add(want.text, "%.2f pt, want %.2f", got.size, want.size)
		}
		if got.face != want.face || got.ink != want.ink {
			add(want.text, "set in %s %s, want %s %s", got.face, got.ink, want.face, want.ink)
		}
	}
	for _, want := range e.gaps {
		from, to := find(0, want.from), find(0, want.to)
		if gap := (to.top - from.top) * mm; want.points != 0 && math.Abs(gap-want.points) > ofPitch {
			add(want.to, "%.2f pt below %q, want %.2f", gap, want.from, want.points)
		}
		if gap := to.top - from.top; want.mm != 0 && math.Abs(gap-want.mm) > tolerance {
			add(want.to, "%.1f mm below %q, want %.1f", gap, want.from, want.mm)
		}
	}
	for _, want := range e.rules {
		if got, text := find(0, want.under), m.ruleUnder(want); text != "" {
			add("rule under "+want.under, "%s (the text is %.1f mm)", text, got.right-got.left)
		}
	}
	for _, want := range e.boxes {
		if text := m.boxAround(want); text != "" {
			add("box around "+want.around, "%s", text)
		}
	}
	return append(wrong, e.margins(m)...)
}

func (m measured) ruleUnder(want wantRule) string {
	text, _ := m.find(0, want.under)
	said := "there is none"
	for _, l := range m.lines {
		length, share := l.right-l.left, (l.right-l.left)/(text.right-text.left)
		if l.page != text.page || l.y < text.top-6 || l.y > text.top+12 || l.right < text.left || l.left > text.right {
			continue
		}
		switch middle := (l.left + l.right - text.left - text.right) / 2; {
		case want.wide && (math.Abs(l.left-30) > 0.2 || math.Abs(l.right-195) > 0.2):
			said = fmt.Sprintf("from %.1f to %.1f mm", l.left, l.right)
		case want.wide && math.Abs(l.y-text.top-want.drop) > tolerance, !want.wide && math.Abs(l.y-text.top-want.drop) > tolerance:
			said = fmt.Sprintf("%.1f mm below, want %.1f", l.y-text.top, want.drop)
		case !want.wide && (share < want.least-0.01 || share > want.most+0.01 || math.Abs(middle) > tolerance):
			said = fmt.Sprintf("%.1f mm long, %.2f of the text, its middle off by %.1f", length, share, middle)
		default:
			return ""
		}
	}
	return said
}

func (m measured) boxAround(want wantBox) string {
	text, _ := m.find(0, want.around)
	for _, b := range m.boxes {
		if b.page != text.page || b.left > text.left || b.left+b.width < text.right || b.top > text.top || b.top+b.height < text.bottom {
			continue
		}
		if want.width != 0 && math.Abs(b.width-want.width) > 0.3 || math.Abs(b.height-want.height) > 0.3 || b.ink != want.ink {
			return fmt.Sprintf("%.1f × %.1f mm in %q, want %.1f × %.1f in %q", b.width, b.height, b.ink, want.width, want.height, want.ink)
		}
		return ""
	}
	return "there is none"
}

// margins says what stands outside 30 mm left, 15 mm right, 20 mm top and bottom; only page numbers and the address line
// may. Lines of the body but the last of a paragraph end at the right margin.
func (e expected) margins(m measured) []string {
	var wrong []string
	full := map[string]float64{} // the right edge of each line of the body, by its page and baseline
	for _, w := range m.words {
		if w.left < 30-0.3 || w.right > 195+0.3 {
			wrong = append(wrong, fmt.Sprintf("margins: %q from %.1f to %.1f mm", w.text, w.left, w.right))
		}
		contact := w.page == 1 && w.top > 279
		if pageNumber := w.page > 1 && w.text == fmt.Sprint(w.page) && w.bottom < 20; !pageNumber && !contact && (w.top < 19.7 || w.bottom > 277.3) {
			wrong = append(wrong, fmt.Sprintf("margins: %q from %.1f to %.1f mm down", w.text, w.top, w.bottom))
		}
		if !contact && w.left < 195 && w.size > 13 {
			key := fmt.Sprintf("%d/%.0f", w.page, w.bottom*2)
			full[key] = math.Max(full[key], w.right)
		}
	}
	reach := 0
	for _, right := range full {
		if math.Abs(right-195) < 0.3 {
			reach++
		}
	}
	if reach < 15 {
		wrong = append(wrong, fmt.Sprintf("margins: only %d lines end at the right margin", reach))
	}
	return wrong
}

func ruleSet(t *testing.T, name string) *RuleSet {
	t.Helper()
	all, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("no rule set is named %s", name)
	return nil
}

func TestGeometryOfEachRuleSet(t *testing.T) {
	t.Parallel()
	for name, pages := range geometry {
		for i, e := range pages {
			t.Run(fmt.Sprintf("%s/%d", name, i+1), func(t *testing.T) {
				t.Parallel()
				b := issued(t, ruleSet(t, name), e.sheet(), e.number, e.date)
				for _, wrong := range e.wrong(measure(t, b)) {
					t.Error(wrong)
				}
				checkFonts(t, b)
			})
		}
	}
}

// checkFonts wants every font to be a subset of Liberation Serif, the free cut of Times New Roman, embedded and mapped
// to Unicode.
func checkFonts(t *testing.T, b []byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(popplerOf(t, b, "pdffonts")), "\n")
	for _, l := range lines[2:] {
		// name, type (two words), encoding, emb, sub, uni, object
		f := strings.Fields(l)
		if len(f) < 8 || !strings.Contains(f[0], "+LiberationSerif") || f[4] != "yes" || f[5] != "yes" || f[6] != "yes" {
			t.Errorf("the font %s", l)
		}
	}
	if len(lines) < 5 {
		t.Errorf("%d fonts, want three and more", len(lines)-2)
	}
}

// TestGeometryFailsWhenARuleSetIsChanged changes one value of a copy of a rule set and wants the measures to say so.
func TestGeometryFailsWhenARuleSetIsChanged(t *testing.T) {
	t.Parallel()
	for file, changes := range geometryChanges {
		for _, c := range changes {
			t.Run(file+"/"+c.replacement, func(t *testing.T) {
				t.Parallel()
				var rules RuleSet // not checked: a value that no rule set may have must be seen on the pages too
				if err := yaml.UnmarshalWithOptions(mutated(t, file+".yaml", c.old, c.replacement), &rules, yaml.Strict()); err != nil {
					t.Fatal(err)
				}
				var said []string
				for _, e := range geometry[file] {
					said = append(said, e.wrong(measure(t, issued(t, &rules, e.sheet(), e.number, e.date)))...)
					if strings.Contains(strings.Join(said, "\n"), c.row) {
						return
					}
				}
				t.Errorf("nothing is wrong with %s:\n%s", c.row, strings.Join(said, "\n"))
			})
		}
	}
}
