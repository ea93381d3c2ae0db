package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// drawRich draws what a document can hold: pictures, footnotes, cells that cover others, colour, bookmarks, a page on
// its side.
func drawRich(t testing.TB) *Writer {
	t.Helper()
	w := drawSample()
	w.Bookmark(1, "Thông báo", 60)
	w.AddPage(841.89, 595.28)
	w.Bookmark(1, "Phụ lục I", 60)
	w.Begin("P")
	w.Spread(72, 80, Style{}, 13, "Nghị quyết của Tỉnh ủy", 4)
	w.Begin("Reference")
	w.Text(260, 76, Style{}, 8, "1")
	w.End()
	note := w.Reserve(Element{Tag: "Note"})
	w.Ink(Red)
	w.Text(270, 80, italic, 13, "đã bỏ")
	w.Line(270, 76, 300, 76, 0.6)
	w.Ink(Ink{})
	w.End()
	w.Bookmark(3, "Số liệu", 100)
	for i, raw := range [][]byte{pngOf(t, drawNRGBA(60, 40)), jpegOf(t, drawNRGBA(64, 48)), pngOf(t, drawNRGBA(60, 40))} {
		m, err := ReadImage(raw)
		if err != nil {
			t.Fatal(err)
		}
		r := Rect{72 + 140*float64(i), 120, 120, 80}
		w.BeginElement(Element{Tag: "Figure", Alt: "Biểu đồ", Box: r})
		w.Image(r, m)
		w.End()
	}
	w.Begin("Table")
	w.Begin("THead")
	w.Begin("TR")
	head := w.BeginElement(Element{Tag: "TH", ColSpan: 2, RowSpan: 3})
	w.Text(72, 240, Style{Bold: true}, 12, "Đơn vị")
	w.End()
	w.End()
	w.End()
	w.End()
	w.Bookmark(2, "Kết quả", 240)
	w.Reopen(head)
	w.Text(72, 260, Style{Bold: true}, 12, "và địa bàn")
	w.End()
	w.Reopen(note)
	w.Begin("Lbl")
	w.Text(72, 500, Style{}, 7, "1")
	w.End()
	w.Text(78, 504, Style{}, 11, "Nghị quyết số 12-NQ/TU.")
	w.End()
	return w
}

func rich(t testing.TB) []byte {
	t.Helper()
	b, err := drawRich(t).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestArchivable goes through the clauses of ISO 19005-2 that a writer can break, on conformance level U.
func TestArchivable(t *testing.T) {
	t.Parallel()
	for name, b := range map[string][]byte{"plain": sample(t), "rich": rich(t), "signed": signedSample(t)} {
		for _, fault := range archiveFaults(t, b) {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// TestTheCheckListSees breaks one clause after the other.
func TestTheCheckListSees(t *testing.T) {
	t.Parallel()
	b := rich(t)
	for want, change := range map[string][2]string{
		"6.1.2 binary comment":   {"\n%\xe2\xe3\xcf\xd3\n", "\n%abcd\n"},
		"6.6.4 part":             {"<pdfaid:part>2<", "<pdfaid:part>1<"},
		"6.6.4 conformance":      {"<pdfaid:conformance>U<", "<pdfaid:conformance>B<"},
		"6.2.3 output intent":    {"/GTS_PDFA1", "/GTS_PDFX1"},
		"6.7 marked":             {"/Marked true", "/Marked null"},
		"6.2.4 colour space":     {"/ColorSpace /DeviceRGB", "/ColorSpace /DeviceXYZ"},
		"6.2.8 interpolate":      {"/BitsPerComponent 8", "/Interpolate true  "},
		"6.3.2 annotation flags": {"/F 4 ", "/F 6 "},
		"6.2.11.7 ToUnicode":     {"/ToUnicode", "/ToUnicorn"},
		"figure without":         {"/Block /BBox", "/Block /BBoX"},
		"footnote without":       {"/ID (note", "/IX (note"},
	} {
		broken := bytes.Replace(b, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(broken, b) {
			t.Errorf("%s: nothing to break", want)
			continue
		}
		if !slices.ContainsFunc(archiveFaults(t, broken), func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("%s is not seen", want)
		}
	}
}

// archiveFaults lists the clauses that a file breaks.
func archiveFaults(t testing.TB, b []byte) (faults []string) {
	t.Helper()
	f := open(t, b)
	must := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	second, _, _ := bytes.Cut(b[bytes.IndexByte(b, '\n')+1:], []byte("\n"))
	must(regexp.MustCompile(`^%PDF-1\.[0-7]\n`).Match(b), "6.1.2 header")
	must(len(second) > 4 && second[0] == '%' && second[1] > 127 && second[2] > 127 && second[3] > 127 && second[4] > 127, "6.1.2 binary comment")
	must(len(f.table.ID) == 2, "6.1.3 file identity")
	catalog := f.catalog()
	for _, key := range []string{"AA", "OpenAction", "OCProperties", "Requirements", "Names", "Collection"} {
		must(catalog[key] == nil, "6.5, 6.9, 6.11 catalog /%s", key)
	}
	must(serialize(f.dict(catalog["MarkInfo"])) == "<</Marked true>>" && catalog["StructTreeRoot"] != nil, "6.7 marked")
	must(f.text(catalog["Lang"]) == "vi-VN", "6.7 language")
	must(serialize(f.dict(catalog["ViewerPreferences"])) == "<</DisplayDocTitle true>>", "title bar")
	intent := f.dict(f.array(catalog["OutputIntents"])[0])
	must(f.name(intent["S"]) == "GTS_PDFA1" && f.get(intent["DestOutputProfile"]) != nil, "6.2.3 output intent")
	form := f.dict(catalog["AcroForm"])
	must(form["NeedAppearances"] == nil && form["XFA"] == nil, "6.4.1, 6.4.2 form")
	faults = append(faults, metadataFaults(f, catalog)...)
	for n := range f.table.Table {
		faults = append(faults, objectFaults(f, n)...)
	}
	return faults
}

func metadataFaults(f *File, catalog types.Dict) (faults []string) {
	meta, ok := f.get(catalog["Metadata"]).(types.StreamDict)
	if !ok || meta.Dict["Filter"] != nil {
		return []string{"6.6.2 metadata absent or packed"}
	}
	if !bytes.Contains(meta.Raw, []byte("<pdfaid:part>2</pdfaid:part>")) {
		faults = append(faults, "6.6.4 part")
	}
	if !bytes.Contains(meta.Raw, []byte("<pdfaid:conformance>U</pdfaid:conformance>")) {
		faults = append(faults, "6.6.4 conformance")
	}
	info := f.dict(*f.table.Info)
	for key, want := range map[string]string{"Title": "Thông báo kết luận", "Author": "Văn phòng", "Subject": "Về &lt;việc&gt; &amp; thử", "CreationDate": "2014-06-10T00:00:00+00:00"} {
		if info[key] == nil || !bytes.Contains(meta.Raw, []byte(want)) {
			faults = append(faults, "6.6.3 "+key+" is not the same in both")
		}
	}
	return faults
}

// objectFaults checks one object, whatever it is.
func objectFaults(f *File, n int) (faults []string) {
	must := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Sprintf(format, args...)+fmt.Sprintf(" (object %d)", n))
		}
	}
	o := f.object(n)
	d := f.dict(o)
	for _, key := range []string{"SMask", "Group", "AA", "OPI", "Alternates", "PresSteps", "FFilter", "EF"} {
		must(d[key] == nil, "6.2.10, 6.2.8, 6.5, 6.8 /%s", key)
	}
	must(f.name(d["S"]) != "JavaScript" && f.name(d["S"]) != "Launch" && d["JS"] == nil, "6.5.1 action")
	if _, isStream := f.get(o).(types.StreamDict); isStream {
		must(!strings.Contains(serialize(d["Filter"]), "LZW") && d["F"] == nil, "6.1.7 stream")
	}
	switch kind, sub := f.name(d["Type"]), f.name(d["Subtype"]); {
	case kind == "Font" && sub == "Type0":
		must(d["ToUnicode"] != nil, "6.2.11.7 ToUnicode")
		must(f.name(d["Encoding"]) == "Identity-H", "6.2.11.3 encoding")
	case kind == "Font" && sub == "CIDFontType2":
		must(f.name(d["CIDToGIDMap"]) == "Identity", "6.2.11.3 CIDToGIDMap")
		must(regexp.MustCompile(`^[A-Z]{6}\+`).MatchString(f.name(d["BaseFont"])), "6.2.11.4 subset")
	case kind == "Font":
		must(false, "6.2.11 font of another kind")
	case kind == "FontDescriptor":
		must(d["FontFile2"] != nil, "6.2.11.4 embedding")
	case sub == "Image":
		must(slices.Contains([]string{"DeviceRGB", "DeviceGray"}, f.name(d["ColorSpace"])), "6.2.4 colour space")
		must(d["Interpolate"] == nil && f.integer(d["BitsPerComponent"]) == 8, "6.2.8 interpolate or depth")
	case sub == "Widget":
		const invisible, hidden, noView = 1, 2, 32
		must(f.integer(d["F"])&(printFlag|invisible|hidden|noView) == printFlag, "6.3.2 annotation flags")
		must(d["AP"] != nil, "6.3.3 appearance")
	case f.name(d["S"]) == "Figure":
		must(f.text(d["Alt"]) != "" && strings.Contains(serialize(d["A"]), "/BBox"), "figure without Alt or BBox")
	case f.name(d["S"]) == "Note":
		must(d["ID"] != nil, "footnote without ID")
	case kind == "Page":
		faults = append(faults, contentFaults(f, d)...)
	}
	return faults
}

var operators = strings.Fields("BT ET Tf Td Tj TJ BDC BMC EMC w m l S re f g G rg RG q Q cm Do")

// contentFaults looks at the operators of a page: only known ones, balanced, and no code 0, which has no character.
func contentFaults(f *File, page types.Dict) (faults []string) {
	stream, ok := f.get(page["Contents"]).(types.StreamDict)
	if !ok {
		return []string{"a page without content"}
	}
	content := inflate(stream.Raw)
	text := regexp.MustCompile(`<</ActualText <[0-9A-F]*>>>|<</MCID \d+>>`).ReplaceAllString(string(content), "")
	depth := 0
	for _, token := range strings.Fields(regexp.MustCompile(`<[0-9A-F]*>|\[|\]`).ReplaceAllString(text, " ")) {
		if token[0] == '/' || strings.ContainsRune("-.0123456789", rune(token[0])) {
			continue
		}
		if !slices.Contains(operators, token) {
			faults = append(faults, "6.2.2 operator "+token)
		}
		switch token {
		case "BDC", "BMC", "BT", "q":
			depth++
		case "EMC", "ET", "Q":
			depth--
		}
		if depth < 0 || depth > 28 {
			faults = append(faults, "6.1.12 nesting")
		}
	}
	if depth != 0 {
		faults = append(faults, "6.2.2 operators are not balanced")
	}
	for _, shown := range regexp.MustCompile(`<([0-9A-F]*)>`).FindAllStringSubmatch(text, -1) {
		for i := 0; i+4 <= len(shown[1]); i += 4 {
			if shown[1][i:i+4] == "0000" {
				faults = append(faults, "6.2.11.8 .notdef is shown")
			}
		}
	}
	return faults
}

func inflate(packed []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		return nil
	}
	return plain
}

// TestOutline follows the tree of bookmarks from its root, each entry once.
func TestOutline(t *testing.T) {
	t.Parallel()
	f := open(t, rich(t))
	var walk func(o types.Object, level int) string
	walk = func(o types.Object, level int) string {
		s := ""
		var before types.Object
		for o != nil {
			d := f.dict(o)
			if (d["Prev"] == nil) != (before == nil) || before != nil && refNumber(d["Prev"]) != refNumber(before) {
				t.Errorf("%s does not name the one before it", f.text(d["Title"]))
			}
			page := f.dict(f.array(d["Dest"])[0])
			s += fmt.Sprintf("%d:%s@%s;", level, f.text(d["Title"]), serialize(page["MediaBox"])) + walk(d["First"], level+1)
			before, o = o, d["Next"]
		}
		return s
	}
	root := f.dict(f.catalog()["Outlines"])
	want := "1:Thông báo@[0 0 595.28 841.89];1:Phụ lục I@[0 0 841.89 595.28];2:Số liệu@[0 0 841.89 595.28];2:Kết quả@[0 0 841.89 595.28];"
	if got := walk(root["First"], 1); got != want || f.integer(root["Count"]) != 2 {
		t.Errorf("%s, %d; want %s", got, f.integer(root["Count"]), want)
	}
}

func TestRichFileIsTheSameTwiceAndSound(t *testing.T) {
	t.Parallel()
	b := rich(t)
	if !bytes.Equal(b, rich(t)) {
		t.Error("two files of the same calls differ")
	}
	if out := run(t, b, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Error(out)
	}
	for _, want := range []string{"/ColSpan 2", "/RowSpan 3", "/IDTree <</Names [(note000001)"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the file lacks %s", want)
		}
	}
	if n := bytes.Count(b, []byte("/Subtype /Image")); n != 2 {
		t.Errorf("%d pictures are stored, want each of 2 once", n)
	}
}

func TestWriterRefusesWhatNobodyHears(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]func(*Writer){
		"a figure without a text":    func(w *Writer) { w.BeginElement(Element{Tag: "Figure"}); w.End() },
		"an element that never was":  func(w *Writer) { w.Reopen(7); w.End() },
		"a bookmark without a title": func(w *Writer) { w.Bookmark(1, "", 0) },
		"a bookmark above the root":  func(w *Writer) { w.Bookmark(0, "a", 0) },
		"a picture of nothing":       func(w *Writer) { w.Image(Rect{}, nil) },
	} {
		w := New(Meta{})
		w.AddPage(100, 100)
		draw(w)
		if _, err := w.Bytes(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
