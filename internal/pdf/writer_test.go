package pdf

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/unicode/norm"
)

const letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"

func TestWordsComeBack(t *testing.T) {
	t.Parallel()
	want := strings.Fields(letters + " " + strings.ToUpper(letters) + " “Số” 12-TB/VPTU – 100 ₫ Đ Ð № ½ ✓ 字 hết")
	for _, st := range []Style{{}, {Bold: true}, italic, {Bold: true, Italic: true}} {
		w := New(Meta{})
		w.AddPage(2000, 300)
		w.Begin("P")
		x := 20.0
		for _, word := range want { // each word in a call of its own, decomposed, its space with it
			s := norm.NFD.String(word) + "\u00a0"
			w.Text(x, 100, st, 13, s)
			x += Width(st, 13, s)
		}
		w.End()
		b, err := w.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		text := run(t, b, "pdftotext", "-raw", "FILE", "-")
		if strings.ContainsRune(text, '\u00a0') {
			t.Error("a space comes back as another character")
		}
		if got := strings.Fields(text); strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%+v:\ngot  %q\nwant %q", st, got, want)
		}
	}
}

func TestSameCallsSameBytes(t *testing.T) {
	t.Parallel()
	a := sample(t)
	for range 5 {
		if !bytes.Equal(a, sample(t)) {
			t.Fatal("two files of the same calls differ")
		}
	}
}

func TestJudgedClean(t *testing.T) {
	t.Parallel()
	for name, b := range map[string][]byte{
		"written": sample(t),
		"signed":  signedSample(t),
		"stream":  sign(t, streamFile(), "co_quan", SignatureSpec{}, map[string]string{"so": "12"}),
	} {
		if out := run(t, b, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// TestStructure walks from every marked content and field to its element, and back.
func TestStructure(t *testing.T) {
	t.Parallel()
	f := open(t, sample(t))
	root := f.dict(f.catalog()["StructTreeRoot"])
	nums := f.array(f.dict(root["ParentTree"])["Nums"])
	byKey := map[int]types.Object{}
	for i := 0; i+1 < len(nums); i += 2 {
		byKey[f.integer(nums[i])] = nums[i+1]
	}
	for i, p := range f.pages {
		owners := f.array(byKey[f.integer(p.dict["StructParents"])])
		if len(owners) == 0 {
			t.Errorf("page %d owns no content", i+1)
		}
		for mcid, owner := range owners {
			if !strings.Contains(serialize(f.dict(owner)["K"]), "/MCID "+number(float64(mcid))) {
				t.Errorf("page %d: element of content %d does not name it", i+1, mcid)
			}
		}
	}
	fields, err := f.formFields()
	if err != nil || len(fields) != 4 {
		t.Fatalf("%d fields, %v", len(fields), err)
	}
	for _, field := range fields {
		element := f.dict(byKey[f.integer(field.dict["StructParent"])])
		if f.name(element["S"]) != "Form" || refNumber(f.dict(f.array(element["K"])[0])["Obj"]) != field.number {
			t.Errorf("the field %s has no Form element", field.Name)
		}
	}
	var shape func(o types.Object) string
	shape = func(o types.Object) string {
		d := f.dict(o)
		if d["MCID"] != nil {
			return "."
		}
		s := f.name(d["S"])
		for _, k := range f.array(d["K"]) {
			if part := shape(k); part != "" {
				s += " " + part
			}
		}
		if s == "" {
			return ""
		}
		return "(" + s + ")"
	}
	want := "(Document (P . (Form) .) (P (Form)) (H1 .) (Table (TR (TD .) (TD .)) (TR (TD .) (TD .))) (P .) (Form) (Form))"
	if got := shape(f.array(root["K"])[0]); got != want {
		t.Errorf("structure\n%s, want\n%s", got, want)
	}
}

func TestWriterRefuses(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]func(*Writer){
		"no page":           func(*Writer) {},
		"text before page":  func(w *Writer) { w.Text(0, 0, Style{}, 12, "a"); w.AddPage(10, 10) },
		"empty page":        func(w *Writer) { w.AddPage(0, 10) },
		"unknown element":   func(w *Writer) { w.AddPage(10, 10); w.Begin("Blink"); w.End() },
		"open element":      func(w *Writer) { w.AddPage(10, 10); w.Begin("P") },
		"end without begin": func(w *Writer) { w.AddPage(10, 10); w.End() },
		"twin fields":       func(w *Writer) { w.AddPage(10, 10); w.TextField(Field{Name: "a"}); w.SignatureField(Field{Name: "a"}) },
		"nameless field":    func(w *Writer) { w.AddPage(10, 10); w.TextField(Field{}) },
	} {
		w := New(Meta{})
		draw(w)
		if _, err := w.Bytes(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestSubset reads the embedded font back: it must sum up as OpenType wants and hold only the glyphs in use.
func TestSubset(t *testing.T) {
	t.Parallel()
	s := newSubset(faceOf(Style{}))
	for _, r := range "Ốcĩ" { // composite glyphs bring their parts
		s.code(r)
	}
	font := s.program()
	if sum(font) != 0xB1B0AFBA {
		t.Errorf("the font sums up to %x", sum(font))
	}
	tables := map[string][]byte{}
	for i := range u16(font[4:]) {
		e := font[12+16*i:]
		tables[string(e[:4])] = font[u32(e[8:]) : u32(e[8:])+u32(e[12:])]
	}
	glyphs := u16(tables["maxp"][4:])
	if glyphs < 4 || glyphs > 14 || len(tables["loca"]) != 4*(glyphs+1) || len(tables["hmtx"]) != 4*glyphs {
		t.Errorf("%d glyphs, loca %d, hmtx %d", glyphs, len(tables["loca"]), len(tables["hmtx"]))
	}
	if end := u32(tables["loca"][4*glyphs:]); end != len(tables["glyf"]) {
		t.Errorf("loca ends at %d of %d", end, len(tables["glyf"]))
	}
	// The first part of a composite glyph is, under its new number, the outline it was.
	composite := 0
	for code, r := range []rune(string(s.runes[1:])) {
		old := faceOf(Style{}).glyphData(faceOf(Style{}).glyphOf(r))
		at := u32(tables["loca"][4*(code+1):])
		if i16(old) >= 0 {
			continue
		}
		composite++
		part := u16(tables["glyf"][at+12:])
		got := tables["glyf"][u32(tables["loca"][4*part:]):u32(tables["loca"][4*part+4:])]
		want := faceOf(Style{}).outline(uint16(u16(old[12:])), nil)
		if !bytes.HasPrefix(got, want) || len(got)-len(want) > 3 {
			t.Errorf("the first part of %c is another shape", r)
		}
	}
	if composite == 0 {
		t.Error("no composite glyph was tried")
	}
	if len(font) > 8000 {
		t.Errorf("three letters take %d bytes", len(font))
	}
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	if got := Width(Style{}, 10, "mmmm"); got < 31 || got > 31.2 { // 0.778 em each
		t.Errorf("width of mmmm is %g", got)
	}
	if a, b := Width(italic, 13, "Nghị quyết"), Width(italic, 13, norm.NFD.String("Nghị quyết")); a != b {
		t.Errorf("decomposed text is %g wide, composed %g", b, a)
	}
	if got := string(Missing("Đồng chí ✓字✓\u00a0")); got != "✓字" {
		t.Errorf("missing %q", got)
	}
	s := newSubset(faceOf(Style{}))
	if a, b := s.show("Điều\u00a01\u20112"), s.show("Điều 1-2"); a != b {
		t.Errorf("a space or hyphen that does not break is drawn as another character: %s, %s", a, b)
	}
	r := LineRect(10, 100, 50, 13)
	if baseline := r.Y + r.H - baselineIn(r.H, 13); baseline < 99.999 || baseline > 100.001 {
		t.Errorf("a value in the field stands at %g", baseline)
	}
}

func TestColourProfile(t *testing.T) {
	t.Parallel()
	p := sRGB()
	if int(binary.BigEndian.Uint32(p)) != len(p) || string(p[36:40]) != "acsp" {
		t.Fatal("no profile")
	}
	white := [3]int32{}
	for i := range int(binary.BigEndian.Uint32(p[128:])) {
		e := p[132+12*i:]
		at, size := u32(e[4:]), u32(e[8:])
		if at%4 != 0 || at+size > len(p) {
			t.Errorf("tag %s at %d+%d of %d", e[:4], at, size, len(p))
		}
		if name := string(e[:4]); name == "rXYZ" || name == "gXYZ" || name == "bXYZ" {
			for j := range white {
				white[j] += int32(u32(p[at+8+4*j:]))
			}
		}
	}
	for j, want := range []float64{0.9642, 1, 0.8249} { // the colorants add up to D50
		if got := float64(white[j]) / 65536; got < want-0.0005 || got > want+0.0005 {
			t.Errorf("white %d is %g", j, got)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for zone, want := range map[int]string{7 * 3600: "(D:20140610070000+07'00')", 0: "(D:20140610000000+00'00')", -12600: "(D:20140609203000-03'30')"} {
		at := time.Unix(1402358400, 0).In(time.FixedZone("", zone))
		if got := dateString(at); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if back := parseDate(strings.Trim(want, "()")); !back.Equal(at) {
			t.Errorf("%s reads back as %s", want, back)
		}
	}
}
