package task

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"

	"trinhky/internal/document"
	"trinhky/internal/store"
)

// bodyOf makes a body of lines; with numbers apart, as the editor keeps them.
func bodyOf(text string, apart bool) (b document.Body) {
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		block := document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: l}}}
		if m := written.FindStringSubmatchIndex(l); apart && m != nil {
			block.Ordinal, block.Runs = strings.TrimSpace(l[:m[1]]), []document.Run{{Text: l[m[1]:]}}
		}
		b.Blocks = append(b.Blocks, block)
	}
	return b
}

type expected struct {
	Ref        string   `yaml:"ref"`
	Leads      []string `yaml:"leads"`
	Co         []string `yaml:"co"`
	Deadline   string   `yaml:"deadline"`
	Paragraphs int      `yaml:"paragraphs"`
}

type conclusion struct {
	Date  string     `yaml:"date"`
	Body  string     `yaml:"body"`
	Tasks []expected `yaml:"tasks"`
}

// when is a deadline as the corpus writes it.
func (d Deadline) when() string {
	switch d.Kind {
	case OnDate:
		return string(d.Date)
	case Recurring:
		return d.Rule
	}
	return string(d.Kind)
}

// Twenty conclusions: at least 95 % of their tasks with the right lead and deadline, and no task too many. Misses are printed.
func TestCorpus(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/conclusions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var corpus []conclusion
	if err := yaml.Unmarshal(raw, &corpus); err != nil {
		t.Fatal(err)
	}
	if len(corpus) != 20 {
		t.Fatalf("%d conclusions", len(corpus))
	}
	for _, apart := range []bool{false, true} {
		var all, right, extra, co int
		for n, c := range corpus {
			got := Extract(bodyOf(c.Body, apart), store.Date(c.Date))
			for i, w := range c.Tasks {
				all++
				at := i
				if at >= len(got) {
					t.Logf("conclusion %d: task %q %v is missing", n+1, w.Ref, w.Leads)
					continue
				}
				g := got[at]
				if g.Ref == w.Ref && slices.Equal(g.Leads, w.Leads) && g.Deadline.when() == w.Deadline && (w.Paragraphs == 0 || len(g.Source) == w.Paragraphs) {
					right++
				} else {
					t.Logf("conclusion %d: %q %q %s, want %q %q %s: %s", n+1, g.Ref, g.Leads, g.Deadline.when(), w.Ref, w.Leads, w.Deadline, shorten(g.Text, 90))
				}
				if !slices.Equal(g.Co, w.Co) {
					co++
					t.Logf("conclusion %d: %q helps %q, want %q", n+1, g.Ref, g.Co, w.Co)
				}
			}
			for _, g := range got[min(len(c.Tasks), len(got)):] {
				extra++
				t.Logf("conclusion %d: one too many: %q %q %s", n+1, g.Ref, g.Leads, shorten(g.Text, 90))
			}
		}
		t.Logf("numbers apart %v: %d of %d right, %d too many, %d with other helpers", apart, right, all, extra, co)
		if 100*right < 95*all || 100*extra > 5*all || 100*co > 5*all {
			t.Errorf("numbers apart %v: %d of %d right, %d too many, %d with other helpers", apart, right, all, extra, co)
		}
	}
}

// Whatever the text, nothing panics, every span lies in the text and says what it claims.
func TestExtractHoldsOnAnyText(t *testing.T) {
	t.Parallel()
	words := []string{"giao", "Giao", "đề nghị", "Ban Tổ chức", "Sở Nội vụ", "các", "chủ trì", ",", "và", ":", ";", ".", "trước ngày 30/9/2025", "trước ngày 31/2",
		"hằng quý", "trong quý IV", "chậm nhất là ngày", "định kỳ 6 tháng, năm", "khi có yêu cầu", "1.", "2.1-", "a)", "-", "I.", "(", ")", "phối hợp với", "\u00a0", "\xff", "é̂",
		"báo cáo", "sơ kết", "kế hoạch", "để", "biết, thực hiện./.", "thông báo", "đã", "năm 2025", "tháng 13/2025", "ngày 99/99/9999", "./."}
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			if rapid.Bool().Draw(t, "any") {
				return rapid.String().Draw(t, "text")
			}
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 25).Draw(t, "words"), " ")
		}), 0, 8).Draw(t, "lines")
		var body document.Body
		for i, l := range lines {
			b := document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: l}}}
			if i%3 == 2 {
				b.Ordinal = rapid.SampledFrom([]string{"1.", "2.1-", "a)", "-", "Điều 3.", "..", " "}).Draw(t, "ordinal")
			}
			body.Blocks = append(body.Blocks, b)
		}
		on := rapid.SampledFrom([]store.Date{"2025-09-10", "2024-02-29", ""}).Draw(t, "on")
		inside := func(s Span) string {
			if s.Block < 0 || s.Block >= len(body.Blocks) {
				t.Fatalf("a span in no block: %+v", s)
			}
			text := body.Blocks[s.Block].Text()
			if s.From < 0 || s.From > s.To || s.To > len(text) {
				t.Fatalf("a span outside its text: %+v of %d", s, len(text))
			}
			return text[s.From:s.To]
		}
		for _, p := range Extract(body, on) {
			var parts []string
			for _, s := range p.Source {
				parts = append(parts, inside(s))
			}
			if got := strings.Join(parts, "\n"); got != p.Text {
				t.Fatalf("%q is not the text %q", p.Text, got)
			}
			if d := p.Deadline; d.To > 0 && (d.From < 0 || d.To > len(p.Text) || p.Text[d.From:d.To] != d.Text) {
				t.Fatalf("the deadline %+v is not in %q", d, p.Text)
			}
			if d := p.Deadline; d.Kind == OnDate && !d.Date.Valid() {
				t.Fatalf("a deadline on no day: %+v", d)
			}
		}
		for _, o := range Obligations(body, on) {
			if inside(o.Source) != o.Text || o.Text[o.From:o.To] != o.Words {
				t.Fatalf("the words of %+v are not there", o)
			}
		}
	})
}
