package format

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// word is a Word file under the knife of a test: its main part as text, the others as they were.
type word struct {
	name  string
	order []string
	parts map[string]string
}

const mainPart = "word/document.xml"

var (
	wordParagraph = regexp.MustCompile(`(?s)<w:p(?: [^>]*)?>.*?</w:p>|<w:p(?: [^>]*)?/>`)
	wordText      = regexp.MustCompile(`(?s)<w:t(?: [^>]*)?>(.*?)</w:t>|<w:t(?: [^>]*)?/>`)
)

func openWord(t testing.TB, file string) *word {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return wordOf(t, filepath.Base(file), raw)
}

func wordOf(t testing.TB, name string, raw []byte) *word {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	w := &word{name: name, parts: map[string]string{}}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w.order = append(w.order, f.Name)
		w.parts[f.Name] = string(b)
	}
	return w
}

func (w *word) bytes(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range w.order {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, w.parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func paragraphText(p string) string {
	var s strings.Builder
	for _, m := range wordText.FindAllStringSubmatch(p, -1) {
		s.WriteString(html.UnescapeString(m[1]))
	}
	return s.String()
}

// reword gives a paragraph other words: all of them in the first of its runs that has any.
func reword(p, text string) string {
	first := true
	return wordText.ReplaceAllStringFunc(p, func(string) string {
		if !first {
			return `<w:t></w:t>`
		}
		first = false
		return `<w:t xml:space="preserve">` + html.EscapeString(text) + `</w:t>`
	})
}

// edit passes every paragraph through change, which says whether it took it; only the first taken is changed unless all.
func (w *word) edit(all bool, change func(p, text string) (string, bool)) bool {
	done := false
	w.parts[mainPart] = wordParagraph.ReplaceAllStringFunc(w.parts[mainPart], func(p string) string {
		if done && !all {
			return p
		}
		out, ok := change(p, paragraphText(p))
		done = done || ok
		return out
	})
	return done
}

// replace changes words: the first paragraph in which the pattern is found.
func replace(pattern, with string) func(*word) bool {
	find := regexp.MustCompile(pattern)
	return func(w *word) bool {
		return w.edit(false, func(p, text string) (string, bool) {
			if changed := find.ReplaceAllString(text, with); changed != text {
				return reword(p, changed), true
			}
			return p, false
		})
	}
}

// drop takes paragraphs out, which may leave a cell with an empty one.
func drop(pattern string) func(*word) bool {
	find := regexp.MustCompile(pattern)
	return func(w *word) bool {
		return w.edit(true, func(p, text string) (string, bool) {
			if find.MatchString(text) {
				return reword(p, ""), true
			}
			return p, false
		})
	}
}

var running = regexp.MustCompile(`<w:jc w:val="both"/>`)

// running text: the paragraphs of the body that are justified.
func (w *word) runningText() [][]int {
	var found [][]int
	for _, at := range wordParagraph.FindAllStringIndex(w.parts[mainPart], -1) {
		p := w.parts[mainPart][at[0]:at[1]]
		if running.MatchString(p) && strings.TrimSpace(paragraphText(p)) != "" {
			found = append(found, at)
		}
	}
	return found
}

var numbered = regexp.MustCompile(`(?s)<w:numPr>.*?</w:numPr>`)

// insert puts paragraphs into the body that look like its first: before it, or behind the last.
func insert(last bool, texts ...string) func(*word) bool {
	return func(w *word) bool {
		paragraphs := w.runningText()
		if len(paragraphs) == 0 {
			return false
		}
		main := w.parts[mainPart]
		model := numbered.ReplaceAllString(main[paragraphs[0][0]:paragraphs[0][1]], "")
		model = strings.ReplaceAll(strings.ReplaceAll(model, "<w:b/>", ""), "<w:i/>", "")
		var added strings.Builder
		for _, text := range texts {
			added.WriteString(reword(model, text))
		}
		at := paragraphs[0][0]
		if last {
			at = paragraphs[len(paragraphs)-1][1]
		}
		w.parts[mainPart] = main[:at] + added.String() + main[at:]
		return true
	}
}

// markup changes the XML of the main part, or with every another part.
func markup(pattern, with string) func(*word) bool {
	find := regexp.MustCompile(pattern)
	return func(w *word) bool {
		changed := find.ReplaceAllString(w.parts[mainPart], with)
		ok := changed != w.parts[mainPart]
		w.parts[mainPart] = changed
		return ok
	}
}

// inText changes the XML of every paragraph of running text.
func inText(change func(p string) string) func(*word) bool {
	return func(w *word) bool {
		return w.edit(true, func(p, text string) (string, bool) {
			if !running.MatchString(p) || strings.TrimSpace(text) == "" {
				return p, false
			}
			changed := change(p)
			return changed, changed != p
		})
	}
}

// ofParagraph changes the XML of the first paragraph whose text matches.
func ofParagraph(pattern string, change func(p string) string) func(*word) bool {
	find := regexp.MustCompile(pattern)
	return func(w *word) bool {
		return w.edit(false, func(p, text string) (string, bool) {
			if !find.MatchString(text) {
				return p, false
			}
			changed := change(p)
			return changed, changed != p
		})
	}
}

// runProperty puts a property into every run.
func runProperty(property string) func(p string) string {
	bare := regexp.MustCompile(`(<w:r(?: [^>]*)?>)(<w:rPr>)?(</w:rPr>)?`)
	return func(p string) string {
		return bare.ReplaceAllStringFunc(p, func(s string) string {
			m := bare.FindStringSubmatch(s)
			if m[2] == "" {
				return m[1] + "<w:rPr>" + property + "</w:rPr>"
			}
			return m[1] + m[2] + property + m[3]
		})
	}
}

func TestTheKnifeChangesWhatItSays(t *testing.T) {
	t.Parallel()
	w := openWord(t, "testdata/docx/hand-tb-party-1.docx")
	before := w.parts[mainPart]
	if !replace("Đánh giá chung", "Nhận xét chung")(w) || !strings.Contains(fmt.Sprint(w.parts[mainPart]), "Nhận xét chung") || w.parts[mainPart] == before {
		t.Fatal("nothing was replaced")
	}
	if replace("không có chữ này", "x")(w) {
		t.Fatal("said that it replaced what is not there")
	}
	if n := len(w.runningText()); !insert(true, "một", "hai")(w) || len(w.runningText()) != n+2 {
		t.Fatal("two paragraphs were to be added")
	}
}
