package layout

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout/docx"
)

func mustRenderDOCX(t testing.TB, s Sheet) []byte {
	t.Helper()
	b, err := RenderDOCX(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// docxPart is a part of a Word file: its elements with their attributes, as prefix-less names.
type docxPart struct {
	elements []xml.StartElement
}

// openDOCX reads every part of a Word file, and fails where one is not well-formed.
func openDOCX(t *testing.T, raw []byte) (names []string, parts map[string]docxPart) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]docxPart{}
	for _, f := range z.File {
		names = append(names, f.Name)
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
			parts[f.Name] = docxPart{}
			continue
		}
		d := xml.NewDecoder(r)
		var p docxPart
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				p.elements = append(p.elements, e.Copy())
			}
		}
		parts[f.Name] = p
	}
	return names, parts
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// values are the values of an attribute of all elements with a name.
func (p docxPart) values(element, name string) (all []string) {
	for _, e := range p.elements {
		if e.Name.Local == element {
			all = append(all, attribute(e, name))
		}
	}
	return all
}

func TestAWordFileHoldsTogether(t *testing.T) {
	t.Parallel()
	for _, s := range append(comparedSheets(7), comparedSheet{"bản sao", copiedSheet()}) {
		raw := mustRenderDOCX(t, s.sheet)
		if !bytes.Equal(raw, mustRenderDOCX(t, s.sheet)) {
			t.Errorf("%s: the same sheet gives other bytes", s.name)
		}
		names, parts := openDOCX(t, raw)
		if names[0] != "[Content_Types].xml" {
			t.Errorf("%s: the first part is %s", s.name, names[0])
		}
		for _, wrong := range brokenLinks(parts) {
			t.Errorf("%s: %s", s.name, wrong)
		}
	}
}

// brokenLinks says what of a Word file points to nothing, has no type, or is there twice.
func brokenLinks(parts map[string]docxPart) (wrong []string) {
	types := parts["[Content_Types].xml"]
	known := map[string]bool{}
	for _, name := range types.values("Override", "PartName") {
		known[strings.TrimPrefix(name, "/")] = true
	}
	defaults := strings.Join(types.values("Default", "Extension"), " ")
	for name, p := range parts {
		extension := strings.TrimPrefix(path.Ext(name), ".")
		if !known[name] && (extension == "xml" || !strings.Contains(defaults, extension)) && name != "[Content_Types].xml" {
			wrong = append(wrong, name+" has no content type")
		}
		rels := parts[path.Join(path.Dir(name), "_rels", path.Base(name)+".rels")]
		ids := rels.values("Relationship", "Id")
		for _, e := range p.elements {
			for _, a := range e.Attr {
				if strings.HasSuffix(a.Name.Space, "/relationships") && !contains(ids, a.Value) {
					wrong = append(wrong, name+": no relationship "+a.Value)
				}
			}
		}
		for _, target := range rels.values("Relationship", "Target") {
			if _, ok := parts[path.Join(path.Dir(name), target)]; !ok {
				wrong = append(wrong, name+": no part "+target)
			}
		}
		wrong = append(wrong, twice(name+": docPr", p.values("docPr", "id"))...)
	}
	doc := parts["word/document.xml"]
	wrong = append(wrong, missing("style", parts["word/styles.xml"].values("style", "styleId"), doc.values("pStyle", "val"))...)
	wrong = append(wrong, missing("list", parts["word/numbering.xml"].values("num", "numId"), doc.values("numId", "val"))...)
	notes := parts["word/footnotes.xml"].values("footnote", "id")
	wrong = append(wrong, missing("footnote", notes, doc.values("footnoteReference", "id"))...)
	return append(append(wrong, twice("footnote", notes)...), twice("style", parts["word/styles.xml"].values("style", "styleId"))...)
}

func contains(all []string, s string) bool { return len(missing("", all, []string{s})) == 0 }

func missing(what string, have, wanted []string) (wrong []string) {
	there := map[string]bool{}
	for _, v := range have {
		there[v] = true
	}
	for _, v := range wanted {
		if !there[v] {
			wrong = append(wrong, "no "+what+" "+v)
		}
	}
	return wrong
}

func twice(what string, values []string) (wrong []string) {
	there := map[string]bool{}
	for _, v := range values {
		if there[v] {
			wrong = append(wrong, what+" "+v+" is there twice")
		}
		there[v] = true
	}
	return wrong
}

// copiedSheet is a notice that another organ has copied.
func copiedSheet() Sheet {
	s := stateReport(prose(1))
	s.Copy = &Copy{Form: "SAO Y", Issuer: []string{"VĂN PHÒNG ỦY BAN NHÂN DÂN"}, Symbol: "SY-VP", Place: "Sông Lam", Date: "ngày 12 tháng 6 năm 2026",
		Recipients: []string{"- Như trên;", "- Lưu: VT."}, Formula: []string{"TL. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"}, SignerName: "Đặng Quốc Toản"}
	return s
}

func TestWordRefusesWhatPagesRefuse(t *testing.T) {
	t.Parallel()
	bad := partyNotice(document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "字"}}})
	for want, s := range map[string]Sheet{"GLYPH_MISSING": bad, "RULE_SET_MISSING": {Regime: "không có"}} {
		if _, err := RenderDOCX(s); err == nil || fault.Of(err).Code != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestOrdinalsThatWordCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ordinals string
		typed    string // those that stay typed
	}{
		{"1. 2. 3.", ""},
		{"I- 1- 2- II- 1- 2- 3-", ""},
		{"1. a) b) c) 2. a) b)", ""},
		{"Điều_1. 1. 2. Điều_2. 1. 2.", ""},
		{"1. 1.1- 1.2- 2. 2.1- 2.2-", ""},
		{"2.1- 2.2-", ""},
		{"- - + - 1. -", ""},
		{"1. 2. 2.1- 2.2- 2.2- 2.3-", "2.1- 2.2- 2.2- 2.3-"},
		{"1. 2. 4.", "1. 2. 4."},
		{"a) b) c) d) đ) e) g)", "a) b) c) d) đ) e) g)"},
		{"01. 02.", "01. 02."},
		{"5. 6.", "5. 6."},
		{"Chương_I 1. 2.", "Chương_I"},
		{"1. 1.1. 2. 1.2.", "1.1. 1.2."},
	} {
		blocks := numberedBlocks(strings.Fields(c.ordinals))
		lists, numbers := numberings(blocks, func(document.Block) docx.Indent { return docx.Indent{} })
		var typed []string
		for i, b := range blocks {
			if numbers[i].list == 0 {
				typed = append(typed, strings.ReplaceAll(b.Ordinal, " ", "_"))
			}
		}
		if got := strings.Join(typed, " "); got != c.typed {
			t.Errorf("%s: typed %q, want %q", c.ordinals, got, c.typed)
		}
		checkCounted(t, blocks, lists, numbers)
	}
}

func numberedBlocks(ordinals []string) []document.Block {
	blocks := make([]document.Block, len(ordinals))
	for i, o := range ordinals {
		blocks[i] = document.Block{Kind: document.Paragraph, Ordinal: strings.ReplaceAll(o, "_", " ")}
	}
	return blocks
}

func TestNothingPrintedChangesByCounting(t *testing.T) {
	t.Parallel()
	ordinal := rapid.SampledFrom([]string{"1.", "2.", "3.", "1-", "2-", "1.1.", "1.2.", "2.1.", "2.2.", "1.1.1.", "1.1.2.", "2.1-", "2.2-", "a)", "b)", "c)", "d)", "đ)", "e)", "I.", "II.", "III.", "-", "+", "Điều_1.", "Điều_2.", ""})
	rapid.Check(t, func(t *rapid.T) {
		blocks := numberedBlocks(rapid.SliceOfN(ordinal, 0, 40).Draw(t, "ordinals"))
		lists, numbers := numberings(blocks, func(document.Block) docx.Indent { return docx.Indent{} })
		checkCounted(t, blocks, lists, numbers)
	})
}

// checkCounted counts as Word does: each level from its start, anew below every item of a level above it.
func checkCounted(t interface{ Errorf(string, ...any) }, blocks []document.Block, lists []docx.List, numbers []autoNumber) {
	counts := make([][9]int, len(lists))
	for i, b := range blocks {
		n := numbers[i]
		if n.list == 0 {
			continue
		}
		count := &counts[n.list-1]
		count[n.level]++
		for below := n.level + 1; below < len(count); below++ {
			count[below] = 0
		}
		text := lists[n.list-1].Levels[n.level].Text
		for level := range n.level + 1 {
			shown := strconv.Itoa(count[level])
			switch lists[n.list-1].Levels[level].Format {
			case "lowerLetter":
				shown = string(rune('a' + count[level] - 1))
			case "upperRoman":
				shown = docx.Roman(count[level])
			}
			text = strings.ReplaceAll(text, "%"+strconv.Itoa(level+1), shown)
		}
		if text != b.Ordinal {
			t.Errorf("block %d: Word prints %q, written is %q", i, text, b.Ordinal)
		}
	}
}

func TestOnlyWhatWouldBreakOtherwiseIsHeldTogether(t *testing.T) {
	t.Parallel()
	text := func(filler int) string {
		raw := mustRenderDOCX(t, partyNotice(document.Block{Kind: document.Paragraph, Runs: []document.Run{
			{Text: strings.Repeat("mm ", filler) + "77-KH/HU và kinh tế - xã hội " + strings.Repeat("mm ", 40)}}}))
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		s := string(b)
		return s[strings.Index(s, "mm mm"):]
	}
	if s := text(3); strings.Contains(s, "noBreakHyphen") || strings.Contains(s, "\u00a0") {
		t.Error("held together in the middle of a line")
	}
	hyphens, spaces := 0, 0
	for filler := 8; filler < 20; filler++ {
		s := text(filler)
		hyphens += strings.Count(s, "<w:noBreakHyphen/>")
		spaces += strings.Count(s, "\u00a0")
	}
	if hyphens == 0 || spaces == 0 {
		t.Errorf("%d hyphens and %d spaces hold together at the end of a line", hyphens, spaces)
	}
}

func BenchmarkRenderDOCX(b *testing.B) {
	s := partyNotice(everything(3, 4)...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := RenderDOCX(s); err != nil {
			b.Fatal(err)
		}
	}
}
