package docx

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"trinhky/internal/fault"
)

// listOf is a numbering part with one list.
func listOf(text string, start int) string {
	return fmt.Sprintf(`<w:numbering%s><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="%d"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%s"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`, spaces, start, text)
}

const inList = `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>`

// TestLongNumber: the text of a level is cut, at no half a placeholder.
func TestLongNumber(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"as typed":             {"Điều %1.", "Điều 7."},
		"20,000 numbers":       {strings.Repeat("%1", 20000), strings.Repeat("7", maxPrinted/2)},
		"cut in a placeholder": {"Đ" + strings.Repeat("%1", 20000), "Đ" + strings.Repeat("7", maxPrinted/2-1)},
	} {
		doc := read(t, word(inList, "word/_rels/document.xml.rels", relsXML("numbering", "numbering.xml"), "word/numbering.xml", listOf(c.text, 7)))
		if got := doc.Elements[0].Para.Number; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestBounds: the most that a file may have of each thing, and one more.
func TestBounds(t *testing.T) {
	t.Parallel()
	times := func(n int, s string) string { return strings.Repeat(s, n) }
	// noted keeps a file from folding so tightly that it is refused for that.
	noted := func(n int, s string) string {
		var b strings.Builder
		noise := random(8 << 10)
		for i := range n {
			b.WriteString(s)
			if i%200 == 0 {
				fmt.Fprintf(&b, "<!--%x-->", noise[i/200*8:i/200*8+8])
			}
		}
		return b.String()
	}
	run := func(s string) string { return `<w:p><w:r>` + s + `</w:r></w:p>` }
	tables := func(n int) string {
		return times(n, `<w:tbl><w:tr><w:tc>`) + text("Ô") + times(n, `</w:tc></w:tr></w:tbl>`)
	}
	section := `<w:p><w:pPr><w:sectPr/></w:pPr></w:p>`
	list := func(n int) []byte {
		return word(noted(n, inList), "word/_rels/document.xml.rels", relsXML("numbering", "numbering.xml"), "word/numbering.xml", listOf(times(50, "%1"), 100000))
	}
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"500 sections":            {word(times(maxSection-1, section) + text("Hết")), ""},
		"501 sections":            {word(times(maxSection, section) + text("Hết")), "DOCX_TOO_LARGE"},
		"8 tables":                {word(tables(maxNested)), ""},
		"8 tables, twice":         {word(tables(maxNested) + tables(maxNested)), ""},
		"9 tables":                {word(tables(maxNested + 1)), "DOCX_HOSTILE"},
		"a table in a box":        {word(times(maxNested, `<w:tbl><w:tr><w:tc>`) + `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>` + tables(1) + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>` + times(maxNested, `</w:tc></w:tr></w:tbl>`)), "DOCX_HOSTILE"},
		"99,999 line breaks":      {word(run(noted(maxParas-1, `<w:br/>`))), ""},
		"100,000 line breaks":     {word(run(noted(maxParas, `<w:br/>`))), "DOCX_TOO_LARGE"},
		"100,000 tabs":            {word(run(noted(maxParas, `<w:tab/>`))), "DOCX_TOO_LARGE"},
		"100,000 line separators": {word(run(`<w:t>` + noted(maxParas, "\u2028") + `</w:t>`)), "DOCX_TOO_LARGE"},
		"numbers of 3 MB":         {list(10_000), ""},
		"numbers of 9 MB":         {list(30_000), "DOCX_TOO_LARGE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(c.raw)
			if got := fault.Of(err); c.code == "" && err != nil || c.code != "" && (err == nil || got.Code != c.code) {
				t.Errorf("%v, want %q", err, c.code)
			}
		})
	}
}

// TestGrowingText: what a paragraph of ever more pieces allocates grows with the pieces, not with their square.
func TestGrowingText(t *testing.T) {
	// Not parallel: what it allocates is measured.
	const pieces = 60_000
	var tabs, marks, code strings.Builder
	for i := range pieces {
		fmt.Fprintf(&tabs, `<w:r w:rsidR="%08X"><w:tab/></w:r>`, uint32(i)*2654435761)
		fmt.Fprintf(&marks, `<w:r><w:rPr><w:sz w:val="%d"/></w:rPr><w:t>%s</w:t></w:r><!--%08X-->`, 20+i%2, "\u0301", uint32(i)*2654435761)
		fmt.Fprintf(&code, `<w:instrText>%08x</w:instrText><w:fldChar w:fldCharType="separate"/>`, i)
	}
	for name, body := range map[string]string{
		"tabs":            tabs.String(),
		"marks":           marks.String(),
		"codes of fields": `<w:r><w:fldChar w:fldCharType="begin"/>` + code.String() + `</w:r>`,
	} {
		raw := word(`<w:p>` + text("a")[len(`<w:p>`):len(text("a"))-len(`</w:p>`)] + body + `</w:p>`)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		read(t, raw)
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 220 {
			t.Errorf("%s: allocated %d MB", name, mb)
		} else {
			t.Logf("%s: %d MB", name, mb)
		}
	}
}
