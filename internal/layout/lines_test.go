package layout

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trinhky/internal/document"
	"trinhky/internal/pdf"
)

func lineText(l line) string {
	s := ""
	for i, w := range l.words {
		if i > 0 && w.space > 0 {
			s += " "
		}
		s += w.text()
	}
	return s
}

func TestBreakLines(t *testing.T) {
	t.Parallel()
	em := pdf.Width(pdf.Style{}, 14, "n")
	for _, c := range []struct {
		name, text string
		room       float64 // in letters n
		want       string
	}{
		{"as full as can be", "nnn nnn nnn nnn", 8, "nnn nnn|nnn nnn"},
		{"a dash with both neighbours", "nn nn - nn nn", 7, "nn|nn - nn|nn"},
		{"an en dash too", "nn nn – nn nn", 7, "nn|nn – nn|nn"},
		{"a word that ends in a dash", "nnn nnn- nnn", 7.5, "nnn|nnn- nnn"},
		{"a no-break space", "nnn nn\u00a0nn", 7, "nnn|nn nn"},
		{"spaces in a row are one", "nnn   nnn \u00a0 nnn", 7.5, "nnn nnn|nnn"},
		{"a forced break", "nnn\nnnn nnn", 20, "nnn|nnn nnn"},
		{"a chain of dashes parts before one", "nn - nn - nn - nn - nn", 8, "nn - nn|- nn - nn|- nn"},
		{"a word longer than a line", "nn nnnnnnnnnnnnnn nn", 8, "nn nnnnn|nnnnnnnn|n nn"},
		{"cut after a slash", "nnnnnn/nnnn/nnnnnnnn", 8, "nnnnnn/|nnnn/nnn|nnnnn"},
		{"nothing", " \n ", 8, ""},
	} {
		var got []string
		for _, l := range breakLines(words(plain(c.text), 14, pdf.Style{}), func(int) float64 { return c.room * em }) {
			got = append(got, lineText(l))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, want %q", c.name, strings.Join(got, "|"), c.want)
		}
	}
}

func TestRunsJoinWithinAWord(t *testing.T) {
	t.Parallel()
	runs := []document.Run{{Text: "Đề án “"}, {Text: "Nâng cao", Italic: true}, {Text: "”; "}, {Text: " hết", Bold: true}}
	ws := words(runs, 14, pdf.Style{})
	var texts []string
	for _, w := range ws {
		texts = append(texts, w.text())
	}
	if got := strings.Join(texts, "|"); got != "Đề|án|“Nâng|cao”;|hết" {
		t.Errorf("the words are %s", got)
	}
	if len(ws[2].spans) != 2 || !ws[2].spans[1].look.style.Italic || ws[2].spans[0].look.style.Italic {
		t.Errorf("the spans of %q are %v", ws[2].text(), ws[2].spans)
	}
}

func TestLinesLoseNothingAndFit(t *testing.T) {
	t.Parallel()
	letters := rapid.SampledFrom([]string{"a", "ươ", "Ẫ", "-", " ", " ", "\u00a0", "–", "/", "\n", "W", ".", "e\u0323\u0302x", "nghiêng"})
	rapid.Check(t, func(t *rapid.T) {
		var runs []document.Run
		for range rapid.IntRange(0, 6).Draw(t, "runs") {
			runs = append(runs, document.Run{Text: clean(strings.Join(rapid.SliceOfN(letters, 0, 60).Draw(t, "text"), "")), Bold: rapid.Bool().Draw(t, "bold")})
		}
		room := rapid.Float64Range(20, 400).Draw(t, "room")
		lines := breakLines(words(runs, 14, pdf.Style{}), func(int) float64 { return room })
		var got, want string
		for _, l := range lines {
			got += lineText(l)
			if len(l.words) > 0 && l.width > room+0.1 {
				t.Fatalf("%q takes %.1f of %.1f points", lineText(l), l.width, room)
			}
			for _, a := range []align{justify, left, center} {
				checkInk(t, l.ops(100, room, 0, 14, a), 100, room)
			}
		}
		for _, r := range runs {
			want += r.Text
		}
		if squeezed(got) != squeezed(want) {
			t.Fatalf("the lines hold %q, want %q", got, want)
		}
	})
}

// checkInk says whether what is drawn stays between the edges and does not overlap.
func checkInk(t *rapid.T, ops []op, x, room float64) {
	at := x - 0.1
	for _, o := range ops {
		if o.x < at-0.1 {
			t.Fatalf("%q begins at %.1f, before %.1f", o.text, o.x, at)
		}
		at = inkEnd(o)
	}
	if at > x+room+0.2 {
		t.Fatalf("ink up to %.1f, room up to %.1f", at, x+room)
	}
}

// inkEnd is where a text ends, with its spaces stretched but for the last.
func inkEnd(o op) float64 {
	text := strings.TrimRight(o.text, " ")
	return o.x + pdf.Width(o.style, o.size, text) + o.stretch*float64(strings.Count(text, " "))
}

func TestAWideGapIsLeftRagged(t *testing.T) {
	t.Parallel()
	ws := words(plain("ngắn gọn"), 14, pdf.Style{})
	l := line{words: ws, width: natural(ws)}
	for room, want := range map[float64]float64{l.width + 3: l.width + 3, l.width + 40: l.width} {
		ops := l.ops(0, room, 0, 14, justify)
		last := ops[len(ops)-1]
		if end := inkEnd(last); math.Abs(end-want) > 0.01 {
			t.Errorf("in %.1f points the line ends at %.1f, want %.1f", room, end, want)
		}
	}
}

func TestBalancedLinesAreOfLikeLength(t *testing.T) {
	t.Parallel()
	text := "kết luận của Thường trực Tỉnh ủy tại buổi làm việc với Ban Thường vụ Đảng ủy xã"
	ws := words(plain(text), 14, pdf.Style{Bold: true})
	room := natural(ws) * 0.9 // one line and a short rest
	lines := balanced(ws, room)
	if len(lines) != 2 || lines[1].width < 0.7*lines[0].width {
		t.Errorf("lines of %.0f and %.0f points", lines[0].width, lines[len(lines)-1].width)
	}
	narrow := words(plain("Kế hoạch"), 13, pdf.Style{Bold: true})
	if lines := balanced(narrow, narrow[1].width+1); len(lines) != 2 || lineText(lines[1]) != "hoạch" {
		t.Errorf("a word that fits is cut: %d lines", len(lines))
	}
}
