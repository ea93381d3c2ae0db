package layout

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trinhky/internal/document"
)

// shownLine is what a row of a page shows.
type shownLine struct {
	text      string
	signature bool
	artifact  bool
}

func shown(r placedRow) shownLine {
	l := shownLine{artifact: r.artifact}
	for _, o := range r.ops {
		switch o.kind {
		case drawText:
			l.text += o.text
		case signatureField:
			l.signature = true
		}
	}
	return l
}

// drawBody draws a random body: prose of random lengths, headings, items, tables.
func drawBody(t *rapid.T) []document.Block {
	kind := rapid.SampledFrom([]string{"prose", "prose", "prose", "short", "heading", "item", "table"})
	var blocks []document.Block
	for i, k := range rapid.SliceOfN(kind, 1, 40).Draw(t, "blocks") {
		switch k {
		case "prose":
			blocks = append(blocks, document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: strings.Repeat("từ ngữ ", rapid.IntRange(1, 120).Draw(t, "words"))}}})
		case "short":
			blocks = append(blocks, document.Block{Kind: document.Paragraph, Ordinal: "a)", Runs: []document.Run{{Text: "Một dòng."}}})
		case "heading":
			blocks = append(blocks, heading(1+i%4, "I.", "Tiêu đề của một phần"))
		case "item":
			blocks = append(blocks, item("-", strings.Repeat("gạch đầu dòng ", rapid.IntRange(1, 30).Draw(t, "words"))))
		case "table":
			blocks = append(blocks, figures(rapid.IntRange(1, 40).Draw(t, "rows")))
		}
	}
	return blocks
}

func TestTheSignatureBlockIsNeverAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := partyNotice(drawBody(t)...)
		for range rapid.IntRange(0, 60).Draw(t, "recipients") {
			s.Recipients = append([]string{"- Các ban, cơ quan của Tỉnh ủy;"}, s.Recipients...)
		}
		c := composerOf(t, s)
		body := len(c.body())
		pages := c.paginate(c.compose())
		found := 0
		for _, page := range pages {
			at := slices.IndexFunc(page, func(r placedRow) bool { return shown(r).signature })
			if at < 0 {
				continue
			}
			found++
			before := 0
			for _, r := range page[:at] {
				if l := shown(r); !l.artifact && l.text != "" {
					before++
				}
			}
			if before < min(2, body) {
				t.Fatalf("%d lines before the signature block on its page", before)
			}
		}
		if found != 1 {
			t.Fatalf("the signature block stands on %d pages", found)
		}
	})
}

func TestPagesHoldEveryRowOnceAndInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := composerOf(t, stateReport(drawBody(t)...))
		rows := c.compose()
		bottom := (c.rules.Page.Height - c.rules.Page.Bottom) * mm
		var want, got string
		for _, r := range rows {
			want += shown(placedRow{ops: r.ops}).text + "\n"
		}
		for n, page := range c.paginate(rows) {
			y := c.rules.Page.Top * mm
			for _, r := range page {
				if r.y < y-0.01 {
					t.Fatalf("page %d: a row begins at %.1f, above %.1f", n+1, r.y, y)
				}
				y = r.y
				l := shown(r)
				if !l.artifact {
					got += l.text + "\n"
				}
				for _, o := range r.ops {
					if o.kind == drawText && r.y+o.y > bottom {
						t.Fatalf("page %d: %q stands below the bottom margin", n+1, o.text)
					}
				}
			}
		}
		if squeezed(got) != squeezed(want) {
			t.Fatalf("the pages do not hold the rows in order:\n%s\nwant\n%s", got, want)
		}
	})
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func TestAParagraphLeavesTwoLinesOnEitherSide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var blocks []document.Block
		for range rapid.IntRange(1, 30).Draw(t, "paragraphs") {
			blocks = append(blocks, document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: strings.Repeat("từ ngữ ", rapid.IntRange(1, 150).Draw(t, "words"))}}})
			if rapid.Bool().Draw(t, "heading") {
				blocks = append(blocks, heading(2, "1.", "Tiêu đề"))
			}
		}
		c := composerOf(t, partyNotice(append(blocks, prose(1))...))
		pages := c.paginate(c.compose())
		for n, page := range pages[:len(pages)-1] {
			last, next := page[len(page)-1], pages[n+1][0]
			if strings.Contains(shown(last).text, "Tiêu đề") {
				t.Fatalf("page %d ends in a heading", n+1)
			}
			if closes(last) || !strings.Contains(shown(last).text, "từ ngữ") {
				continue // the page ends where a paragraph does
			}
			if opens(last) {
				t.Fatalf("page %d ends in the first line of a paragraph", n+1)
			}
			if closes(next) {
				t.Fatalf("page %d begins with the last line of a paragraph", n+2)
			}
		}
	})
}

func opens(r placedRow) bool {
	return slices.ContainsFunc(r.ops, func(o op) bool { return o.kind == beginTag })
}

func closes(r placedRow) bool {
	return slices.ContainsFunc(r.ops, func(o op) bool { return o.kind == endTag })
}

func TestTagsAreBalanced(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := stateReport(drawBody(t)...)
		tall := document.Block{Kind: document.Table, HeaderRows: rapid.IntRange(0, 2).Draw(t, "header rows"), Rows: [][]document.Cell{
			cells("TT", "Nội dung"), cells("1", strings.Repeat("một dòng dài\n", rapid.IntRange(0, 200).Draw(t, "lines"))),
		}}
		s.Body.Blocks = append(s.Body.Blocks, tall)
		if _, err := Render(s); err != nil {
			t.Fatal(err)
		}
	})
}

func composerOf(t *rapid.T, s Sheet) *composer {
	rules, err := Rules(s.Regime, s.On)
	if err != nil {
		t.Fatal(err)
	}
	return &composer{rules: rules, sheet: s.normalised()}
}
