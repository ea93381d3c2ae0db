package layout

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"trinhky/internal/document"
)

// greek writes a number in letters that no rule set and no head of a page uses, so that the words of a body can be
// counted on its pages.
func greek(n int) string {
	letters := []rune("αβγδεζηθ")
	word := ""
	for ; n > 0; n /= len(letters) {
		word += string(letters[n%len(letters)])
	}
	return word + "ω"
}

// author draws random bodies of every kind of block; each word is another.
type author struct {
	*rapid.T
	words int
	sha   string
}

func (a *author) text(low, high int) string {
	var words []string
	for range rapid.IntRange(low, high).Draw(a.T, "words") {
		a.words++
		words = append(words, greek(a.words))
	}
	return strings.Join(words, " ")
}

func (a *author) runs(low, high int) []document.Run {
	var runs []document.Run
	for range rapid.IntRange(1, 3).Draw(a.T, "runs") {
		r := document.Run{Text: a.text(low, high) + " "}
		r.Bold, r.Underline = rapid.Bool().Draw(a.T, "bold"), rapid.Bool().Draw(a.T, "underline")
		r.Script = rapid.SampledFrom([]document.Script{"", "", "", document.Raised, document.Lowered}).Draw(a.T, "script")
		switch rapid.IntRange(0, 30).Draw(a.T, "note") {
		case 0, 1, 2:
			r.Note = a.text(1, 60)
		case 3:
			r.Note = a.text(200, 700)
		}
		runs = append(runs, r)
	}
	return runs
}

func (a *author) table() document.Block {
	columns := rapid.IntRange(1, 8).Draw(a.T, "columns")
	t := document.Block{Kind: document.Table, HeaderRows: rapid.IntRange(0, 2).Draw(a.T, "header rows")}
	if rapid.Bool().Draw(a.T, "shares") {
		t.Widths = rapid.SliceOfN(rapid.Float64Range(0, 1), columns, columns).Draw(a.T, "widths")
	}
	for range rapid.IntRange(1, 10).Draw(a.T, "rows") {
		var row []document.Cell
		for range rapid.IntRange(1, columns).Draw(a.T, "cells") {
			cell := document.Cell{Runs: a.runs(0, 4), Align: rapid.SampledFrom([]document.Align{"", document.AlignRight, document.AlignCenter}).Draw(a.T, "align")}
			if rapid.IntRange(0, 40).Draw(a.T, "long") == 0 {
				cell.Runs = a.runs(50, 150)
			}
			cell.Span = rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(a.T, "span")
			cell.Down = rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, 5, 1000}).Draw(a.T, "down")
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (a *author) block() document.Block {
	switch rapid.SampledFrom([]string{"prose", "prose", "prose", "line", "heading", "item", "table", "figure", "appendix"}).Draw(a.T, "kind") {
	case "line":
		return document.Block{Kind: document.Paragraph, Ordinal: "a)", Runs: a.runs(1, 3)}
	case "heading":
		return document.Block{Kind: document.Heading, Level: rapid.IntRange(1, 4).Draw(a.T, "level"), Ordinal: "I.", Runs: plain("Đề mục " + a.text(1, 12))}
	case "item":
		return document.Block{Kind: document.Item, Ordinal: "-", Runs: a.runs(1, 20)}
	case "table":
		return a.table()
	case "figure":
		return picture(a.sha, rapid.Float64Range(1, 260).Draw(a.T, "width"), rapid.Float64Range(1, 260).Draw(a.T, "height"), "")
	case "appendix":
		return document.Block{Kind: document.Appendix, Ordinal: "Phụ lục I", Runs: plain(a.text(1, 9)), Landscape: rapid.Bool().Draw(a.T, "landscape")}
	}
	return document.Block{Kind: document.Paragraph, Runs: a.runs(1, 150), Align: rapid.SampledFrom([]document.Align{"", "", document.AlignLeft, document.AlignRight, document.AlignCenter}).Draw(a.T, "align")}
}

// drawSheet draws a sheet whose body is random.
func drawSheet(t *rapid.T, raw []byte, sha string) Sheet {
	a := &author{T: t, sha: sha}
	var blocks []document.Block
	for range rapid.IntRange(1, 16).Draw(t, "blocks") {
		blocks = append(blocks, a.block())
	}
	s := partyNotice(blocks...)
	if rapid.Bool().Draw(t, "state") {
		s = stateReport(blocks...)
	}
	s.Images = map[string][]byte{sha: raw}
	return s
}

// laid is a page cut into the rows of the text and those of the footnotes.
type laid struct {
	page
	text, notes []placedRow
}

func layPages(t *rapid.T, s Sheet) []laid {
	c := composerOf(t, s)
	if err := c.readPictures(); err != nil {
		t.Fatal(err)
	}
	var pages []laid
	for _, p := range c.pages() {
		l := laid{page: p, text: p.rows}
		rule := func(r placedRow) bool { return r.artifact && len(r.ops) == 1 && r.ops[0].kind == drawLine }
		if i := slices.IndexFunc(p.rows, rule); i >= 0 {
			l.text, l.notes = p.rows[:i], p.rows[i+1:]
		}
		pages = append(pages, l)
	}
	return pages
}

// countGreek counts the letters of a body's words.
func countGreek(count map[rune]int, text string, by int) {
	for _, r := range strings.ToLower(text) {
		if unicode.Is(unicode.Greek, r) {
			count[r] += by
		}
	}
}

func wordsOfBody(b document.Body) (text string) {
	for _, block := range b.Blocks {
		text += block.Text() + "\n" + strings.Join(block.Notes(), "\n") + "\n"
	}
	return text
}

func TestPagesLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	raw, sha := chart(t, "png", 40, 20)
	rapid.Check(t, func(t *rapid.T) {
		s := drawSheet(t, raw, sha)
		count := map[rune]int{}
		countGreek(count, wordsOfBody(s.Body), 1)
		figures := 0
		for _, p := range layPages(t, s) {
			for _, r := range p.rows {
				if r.artifact {
					continue
				}
				for _, o := range r.ops {
					countGreek(count, o.text, -by(o.kind == drawText))
					figures += by(o.kind == drawPicture)
				}
			}
		}
		for r, n := range count {
			if n != 0 {
				t.Fatalf("%c stands %d times less on the pages than in the text", r, n)
			}
		}
		if want := len(slices.DeleteFunc(slices.Clone(s.Body.Blocks), func(b document.Block) bool { return b.Kind != document.Figure })); figures != want {
			t.Fatalf("%d figures of %d", figures, want)
		}
	})
}

func by(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func TestNothingStandsOutsideTheMargins(t *testing.T) {
	t.Parallel()
	raw, sha := chart(t, "png", 40, 20)
	rapid.Check(t, func(t *rapid.T) {
		for n, p := range layPages(t, drawSheet(t, raw, sha)) {
			top, bottom := p.paper.Top*mm, (p.paper.Height-p.paper.Bottom)*mm
			x0, x1 := p.paper.Left*mm, (p.paper.Width-p.paper.Right)*mm
			at := top
			for _, r := range p.rows {
				if r.y < at-0.5 {
					t.Fatalf("page %d: a row begins at %.1f, above %.1f", n+1, r.y, at)
				}
				at = r.y
				for _, o := range r.ops {
					end, low := o.x+o.w, r.y+o.y+o.h
					switch o.kind {
					case drawText:
						end = inkEnd(o)
					case drawLine, drawBox, drawPicture:
					default:
						continue
					}
					if r.y+o.y < top-0.5 || low > bottom+0.5 || o.x < x0-0.5 || end > x1+0.5 {
						t.Fatalf("page %d: %q (kind %d) at %.1f–%.1f × %.1f–%.1f outside %.1f–%.1f × %.1f–%.1f", n+1, o.text, o.kind, o.x, end, r.y+o.y, low, x0, x1, top, bottom)
					}
				}
			}
		}
	})
}

// linesOf counts the lines of text in rows, by their baselines.
func linesOf(rows []placedRow) int {
	baselines := map[int]bool{}
	for _, r := range rows {
		for _, o := range r.ops {
			if o.kind == drawText && !r.artifact && strings.TrimSpace(o.text) != "" {
				baselines[int(math.Round(10*(r.y+o.y)))] = true
			}
		}
	}
	return len(baselines)
}

func TestWhatMustStayTogetherDoes(t *testing.T) {
	t.Parallel()
	raw, sha := chart(t, "png", 40, 20)
	rapid.Check(t, func(t *rapid.T) {
		s := drawSheet(t, raw, sha)
		pages := layPages(t, s)
		signed := 0
		for n, p := range pages {
			if len(p.text) == 0 {
				continue
			}
			last := p.text[len(p.text)-1]
			next := n + 1
			for next < len(pages) && len(pages[next].text) == 0 { // footnotes alone
				next++
			}
			if strings.Contains(shown(last).text, "Đề mục") && next < len(pages) && !strings.Contains(shown(pages[next].text[0]).text, "Phụ lục") {
				t.Fatalf("page %d ends in the heading %q, the next begins with %q", n+1, shown(last).text, shown(pages[next].text[0]).text)
			}
			at := slices.IndexFunc(p.text, func(r placedRow) bool { return shown(r).signature })
			if at < 0 {
				continue
			}
			signed++
			body := p.text[:at]
			rows := len(slices.DeleteFunc(slices.Clone(body), func(r placedRow) bool { return r.artifact }))
			if lines := linesOf(body); lines < 2 && rows < 2 && !slices.ContainsFunc(body, showsPicture) { // a row of empty cells is one too
				t.Fatalf("%d lines before the signature block on page %d", lines, n+1)
			}
		}
		if signed != 1 {
			t.Fatalf("the signature block stands on %d pages", signed)
		}
	})
}

func showsPicture(r placedRow) bool {
	return slices.ContainsFunc(r.ops, func(o op) bool { return o.kind == drawPicture })
}

// freeRoom is what lies between the text of a page and its footnotes, in points.
func freeRoom(p laid) float64 {
	low, high := p.paper.Top*mm, (p.paper.Height-p.paper.Bottom)*mm
	for _, r := range p.text {
		for _, o := range r.ops {
			low = math.Max(low, r.y+o.y+o.h)
		}
	}
	for _, r := range p.notes {
		high = math.Min(high, r.y)
	}
	return high - low
}

func TestAFootnoteBeginsOnThePageOfItsMark(t *testing.T) {
	t.Parallel()
	raw, sha := chart(t, "png", 40, 20)
	rapid.Check(t, func(t *rapid.T) {
		s := drawSheet(t, raw, sha)
		var waiting []int // marks whose notes have no room yet
		next := 1
		for n, p := range layPages(t, s) {
			for _, r := range p.text {
				for _, o := range r.ops {
					if o.kind == reserveTag && !r.artifact {
						waiting = append(waiting, o.id)
					}
				}
			}
			slices.Sort(waiting) // a cell that covers rows is read before the rest of its rows
			for _, r := range p.notes {
				if !slices.ContainsFunc(r.ops, func(o op) bool { return o.kind == beginTag && o.text == "Lbl" }) {
					continue
				}
				at := slices.Index(waiting, r.ops[0].id)
				if at < 0 {
					t.Fatalf("page %d: note %d has no mark up to here", n+1, r.ops[0].id)
				}
				waiting = slices.Delete(waiting, at, at+1)
				next++
			}
			if free := freeRoom(p); len(waiting) > 0 && free > 80 {
				t.Fatalf("page %d has %.0f points left for the notes %v, whose marks stand on it", n+1, free, waiting)
			}
		}
		count := 0
		for _, b := range s.Body.Blocks {
			count += len(b.Notes())
		}
		if next-1 != count {
			t.Fatalf("%d notes of %d", next-1, count)
		}
	})
}

// TestTheTextComesBackOut compares what a program copies out of the file, in NFC, with the words of the body.
func TestTheTextComesBackOut(t *testing.T) {
	t.Parallel()
	raw, sha := chart(t, "png", 40, 20)
	draw := rapid.Custom(func(t *rapid.T) Sheet { return drawSheet(t, raw, sha) })
	for seed := range 30 {
		s := draw.Example(seed)
		text := poppler(t, mustRender(t, s).PDF, "pdftotext", "-raw")
		if !norm.NFC.IsNormalString(text) {
			t.Errorf("seed %d: the text is not in NFC", seed)
		}
		count, repeated := map[rune]int{}, map[rune]int{}
		countGreek(count, wordsOfBody(s.Body), 1)
		countGreek(count, text, -1)
		for _, b := range s.Body.Blocks { // the rows of a header may come again
			for _, row := range b.Rows[:min(b.HeaderRows, len(b.Rows))] {
				for _, cell := range row {
					countGreek(repeated, runText(cell.Runs), 1)
				}
			}
		}
		for r, n := range count {
			if n > 0 || n < 0 && repeated[r] == 0 {
				t.Errorf("seed %d: %c comes back %d times less than it stands in the text", seed, r, n)
			}
		}
	}
}

func runText(runs []document.Run) (text string) {
	for _, r := range runs {
		text += r.Text
	}
	return text
}

func TestAnAppendixCountsItsOwnPages(t *testing.T) {
	t.Parallel()
	blocks := append(everything(3, 0), document.Block{Kind: document.Appendix, Ordinal: "Phụ lục I", Runs: plain("Số liệu"), Landscape: true}, spanned(20),
		document.Block{Kind: document.Appendix, Ordinal: "Phụ lục II", Runs: plain("Danh mục")}, prose(1))
	rules, err := Rules("state", "")
	if err != nil {
		t.Fatal(err)
	}
	c := &composer{rules: rules, sheet: stateReport(blocks...).normalised()}
	var got []string
	for _, p := range c.pages() {
		got = append(got, fmt.Sprintf("%gx%g:%d", p.paper.Width, p.paper.Height, p.number))
	}
	want := "210x297:0 210x297:2 297x210:0 297x210:2 297x210:3 210x297:0"
	if strings.Join(got, " ") != want {
		t.Errorf("pages %s, want %s", strings.Join(got, " "), want)
	}
}
