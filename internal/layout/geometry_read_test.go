package layout

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"trinhky/internal/pdf"
)

// measured is what stands on the pages of a PDF, in millimetres from the top left corner of the paper, sizes and pens in
// points: words as pdftotext places them, with the face and size that the content stream sets them in, and what is drawn.
type measured struct {
	words []measuredWord
	lines []measuredLine
	boxes []measuredBox
	pages int
}

type measuredWord struct {
	text                     string
	page                     int
	left, right, top, bottom float64
	size                     float64
	face                     string // Serif, Serif-Bold, Serif-Italic, Serif-BoldItalic; "" = in a form field
	ink                      string // of the fill: "" = black
}

type measuredLine struct {
	page           int
	left, right, y float64
	pen            float64
}

type measuredBox struct {
	page                     int
	left, top, width, height float64
	ink                      string // of the stroke
}

// ofFont turns the height of a word's box, which poppler takes from the ascent and the descent of the font, into its
// size.
const ofFont = 0.891 + 0.216

// measure reads a PDF back: its text by pdftotext, its drawing from the content streams.
func measure(t *testing.T, b []byte) measured {
	t.Helper()
	var doc bbox
	if err := xml.Unmarshal([]byte(poppler(t, b, "pdftotext", "-bbox-layout")), &doc); err != nil {
		t.Fatal(err)
	}
	drawn := contents(t, b)
	if len(drawn) != len(doc.Pages) {
		t.Fatalf("%d content streams, %d pages", len(drawn), len(doc.Pages))
	}
	m := measured{pages: len(doc.Pages)}
	for i, page := range doc.Pages {
		c := drawn[i]
		for _, l := range page.Lines {
			for _, w := range l.Words {
				word := measuredWord{text: w.Text, page: i + 1, left: w.XMin / mm, right: w.XMax / mm, top: w.YMin / mm, bottom: w.YMax / mm, size: (w.YMax - w.YMin) / ofFont}
				if text, ok := c.textAt(w, page.Height); ok {
					word.face, word.ink = text.face, text.ink
					if math.Abs(text.size-word.size) > 0.1 {
						t.Errorf("%q: pdftotext says %.2f pt, the content stream %.2f", w.Text, word.size, text.size)
					}
				}
				m.words = append(m.words, word)
			}
		}
		for _, l := range c.lines {
			m.lines = append(m.lines, measuredLine{page: i + 1, left: l[0] / mm, right: l[1] / mm, y: (page.Height - l[2]) / mm, pen: l[3]})
		}
		for j, r := range c.boxes {
			m.boxes = append(m.boxes, measuredBox{page: i + 1, left: r[0] / mm, top: (page.Height - r[1] - r[3]) / mm, width: r[2] / mm, height: r[3] / mm, ink: c.boxInks[j]})
		}
	}
	return m
}

// content is what one content stream draws, in points from the bottom left corner.
type content struct {
	texts   []contentText
	lines   [][4]float64 // from x, to x, y, pen: the horizontal ones
	boxes   [][4]float64 // x, y, width, height
	boxInks []string
}

type contentText struct {
	x, y, size float64
	face, ink  string
}

// textAt finds what was set on the baseline of a word, at or before its left edge.
func (c content) textAt(w bboxWord, height float64) (contentText, bool) {
	baseline := height - (w.YMin + 0.891*(w.YMax-w.YMin)/ofFont)
	found, ok := contentText{}, false
	for _, text := range c.texts {
		if math.Abs(text.y-baseline) < 0.6 && text.x < w.XMin+0.6 && (!ok || text.x >= found.x) {
			found, ok = text, true
		}
	}
	return found, ok
}

var streams = regexp.MustCompile(`(?s)stream\r?\n(.*?)\nendstream`)

// contents gives the content streams of the pages in their order; the appearances of fields are none.
func contents(t *testing.T, b []byte) []content {
	t.Helper()
	var all []content
	for _, found := range streams.FindAllSubmatch(b, -1) {
		z, err := zlib.NewReader(bytes.NewReader(found[1]))
		if err != nil {
			continue // not compressed: the metadata
		}
		raw, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(" Tf ")) && !bytes.Contains(raw, []byte("/Tx BMC")) {
			all = append(all, parseContent(t, string(raw)))
		}
	}
	return all
}

// parseContent reads the operators that the pages use.
func parseContent(t *testing.T, raw string) content {
	t.Helper()
	var c content
	var stack []string
	var path, rect [4]float64
	pen, fill, stroke := 1.0, "", ""
	face, size := "", 0.0
	number := func(back int) float64 {
		v, err := strconv.ParseFloat(stack[len(stack)-back], 64)
		if err != nil {
			t.Fatalf("in a content stream: %v", err)
		}
		return v
	}
	color := func() string {
		if number(1) == 0 && number(2) == 0 && number(3) == 0 {
			return ""
		}
		return fmt.Sprintf("%.2f %.2f %.2f", number(3), number(2), number(1))
	}
	for _, token := range strings.Fields(raw) {
		switch token {
		case "Tf":
			face, size = strings.TrimPrefix(stack[len(stack)-2], "/"), number(1)
		case "Td":
			c.texts = append(c.texts, contentText{x: number(2), y: number(1), size: size, face: face, ink: fill})
		case "w":
			pen = number(1)
		case "rg":
			fill = color()
		case "RG":
			stroke = color()
		case "g":
			fill = ""
		case "G":
			stroke = ""
		case "m":
			path[0], path[2] = number(2), number(1)
		case "l":
			path[1], path[3] = number(2), number(1)
		case "re":
			rect = [4]float64{number(4), number(3), number(2), number(1)}
		case "S":
			switch stack[len(stack)-1] {
			case "l":
				if path[2] == path[3] {
					c.lines = append(c.lines, [4]float64{path[0], path[1], path[2], pen})
				}
			case "re":
				c.boxes, c.boxInks = append(c.boxes, rect), append(c.boxInks, stroke)
			}
		}
		stack = append(stack, token)
	}
	return c
}

// find gives the words of a text where they first stand in a row on a page, or on any for page 0, as one.
func (m measured) find(page int, text string) (measuredWord, bool) {
	want := strings.Fields(text)
	for i := 0; i+len(want) <= len(m.words); i++ {
		found := m.words[i]
		if page != 0 && found.page != page {
			continue
		}
		for j, w := range want {
			next := m.words[i+j]
			if next.text != w || next.page != found.page || math.Abs(next.bottom-found.bottom) > 2 {
				found.text = ""
				break
			}
			found.left, found.right = math.Min(found.left, next.left), math.Max(found.right, next.right)
		}
		if found.text != "" {
			found.text = text
			return found, true
		}
	}
	return measuredWord{}, false
}

// issued renders a sheet by a rule set and fills in number and date as sealing does.
func issued(t *testing.T, rules *RuleSet, s Sheet, number, date string) []byte {
	t.Helper()
	r, err := renderBy(rules, s)
	if err != nil {
		t.Fatal(err)
	}
	f, err := pdf.Open(r.PDF)
	if err != nil {
		t.Fatal(err)
	}
	u := f.Update()
	if err := errors.Join(u.FillText(FieldNumber, number), u.FillText(FieldDate, date)); err != nil {
		t.Fatal(err)
	}
	b, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// renderBy lays a sheet out by a rule set that need not be one of the repository's.
func renderBy(rules *RuleSet, s Sheet) (Rendition, error) {
	s = s.normalised()
	return (&composer{rules: rules, sheet: s}).render()
}

// popplerOf is poppler for a tool that writes to its standard output unasked.
func popplerOf(t *testing.T, b []byte, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed", tool)
		}
		t.Skipf("%s is not installed", tool)
	}
	file := t.TempDir() + "/rendition.pdf"
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, append(args, file)...).Output()
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	return string(out)
}
