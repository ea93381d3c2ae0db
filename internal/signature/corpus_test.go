package signature

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// This file forges: it edits signed PDF files the way published attacks do, with nothing but string operations, so
// that no rule of the code under test gets into the corpus.

var (
	trailerSize = regexp.MustCompile(`/Size (\d+)`)
	trailerRoot = regexp.MustCompile(`/Root (\d+) 0 R`)
	startXref   = regexp.MustCompile(`startxref\s+(\d+)`)
)

// last gives the first group of the last match.
func last(t testing.TB, re *regexp.Regexp, b []byte) int {
	t.Helper()
	all := re.FindAllSubmatch(b, -1)
	if len(all) == 0 {
		t.Fatalf("no %v", re)
	}
	n, err := strconv.Atoi(string(all[len(all)-1][1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// body gives the newest text of an object.
func body(t testing.TB, b []byte, number int) string {
	t.Helper()
	head := fmt.Appendf(nil, "\n%d 0 obj\n", number)
	at := bytes.LastIndex(b, head)
	if at < 0 {
		t.Fatalf("no object %d", number)
	}
	rest := b[at+len(head):]
	return string(rest[:bytes.Index(rest, []byte("\nendobj"))])
}

// objectWith gives the number of the newest object whose text holds a mark.
func objectWith(t testing.TB, b []byte, mark string) int {
	t.Helper()
	at := bytes.LastIndex(b, []byte(mark))
	if at < 0 {
		t.Fatalf("no %q", mark)
	}
	all := regexp.MustCompile(`\n(\d+) 0 obj\n`).FindAllSubmatch(b[:at], -1)
	return last(t, regexp.MustCompile(`(\d+)`), all[len(all)-1][1])
}

func root(t testing.TB, b []byte) int { return last(t, trailerRoot, b) }

// fresh gives unused object numbers.
func fresh(t testing.TB, b []byte) int { return last(t, trailerSize, b) }

// increment appends objects with a proper cross-reference table and trailer: an incremental save as any editor does.
func increment(t testing.TB, b []byte, objects map[int]string) []byte {
	t.Helper()
	return incrementAt(t, b, objects, nil)
}

// incrementAt does the same; offsets add entries that point at bytes which are already there, 0 frees an object.
func incrementAt(t testing.TB, b []byte, objects map[int]string, offsets map[int]int) []byte {
	t.Helper()
	prev, size, root := last(t, startXref, b), fresh(t, b), root(t, b)
	out := bytes.Clone(b)
	at := maps.Clone(offsets)
	if at == nil {
		at = map[int]int{}
	}
	for _, n := range slices.Sorted(maps.Keys(objects)) {
		at[n] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", n, objects[n])
		size = max(size, n+1)
	}
	xref := len(out)
	out = append(out, "xref\n"...)
	for _, n := range slices.Sorted(maps.Keys(at)) {
		if at[n] == 0 {
			out = fmt.Appendf(out, "%d 1\n0000000000 00001 f \n", n)
			continue
		}
		out = fmt.Appendf(out, "%d 1\n%010d 00000 n \n", n, at[n])
	}
	return fmt.Appendf(out, "trailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", size, root, prev, xref)
}

func replace(t testing.TB, s, old, by string) string {
	t.Helper()
	out := string(bytes.Replace([]byte(s), []byte(old), []byte(by), 1))
	if out == s {
		t.Fatalf("no %q to replace in %q", old, s)
	}
	return out
}

func swap(t testing.TB, s string, re, by string) string {
	t.Helper()
	r := regexp.MustCompile(re)
	if !r.MatchString(s) {
		t.Fatalf("no %q in %q", re, s)
	}
	return r.ReplaceAllString(s, by)
}

const forgedText = "<</Length 62>>\nstream\nBT /F1 24 Tf 90 600 Td (Dong y chi 900.000.000.000 dong) Tj ET   \nendstream"

// newPage gives the page another content.
func newPage(t testing.TB, b []byte) []byte {
	t.Helper()
	page, n := objectWith(t, b, "/Type /Page /"), fresh(t, b)
	return increment(t, b, map[int]string{page: swap(t, body(t, b, page), `/Contents \d+ 0 R`, fmt.Sprintf("/Contents %d 0 R", n)), n: forgedText})
}

// hole gives the bounds of the newest signature's value, brackets included.
func hole(t testing.TB, b []byte) (start, end int) {
	t.Helper()
	at := bytes.LastIndex(b, []byte("/Contents <"))
	if at < 0 {
		t.Fatal("no signature")
	}
	start = at + len("/Contents ")
	return start, start + bytes.IndexByte(b[start:], '>') + 1
}

// overwrite puts text over bytes that are there, so that no offset moves.
func overwrite(b []byte, at int, text string) []byte {
	out := bytes.Clone(b)
	copy(out[at:], text)
	return out
}

type forgery struct {
	name string
	make func(t testing.TB, b []byte) []byte
}

// incrementalSaving: everything here leaves each signature's own bytes alone (attack 25, ISA; attack 26, shadow and
// certification attacks).
var incrementalSaving = []forgery{
	{"page content replaced", newPage},
	{"content stream overwritten", func(t testing.TB, b []byte) []byte {
		page := body(t, b, objectWith(t, b, "/Type /Page /"))
		n := last(t, regexp.MustCompile(`/Contents (\d+) 0 R`), []byte(page))
		return increment(t, b, map[int]string{n: forgedText})
	}},
	{"objects without a cross-reference table", func(t testing.TB, b []byte) []byte {
		page := objectWith(t, b, "/Type /Page /")
		return fmt.Appendf(bytes.Clone(b), "%d 0 obj\n%s\nendobj\n", page, swap(t, body(t, b, page), `/MediaBox \[.*?\]`, "/MediaBox [0 0 10 10]"))
	}},
	{"trailer without a cross-reference table", func(t testing.TB, b []byte) []byte {
		return fmt.Appendf(bytes.Clone(b), "%d 0 obj\n<</Type /Catalog>>\nendobj\ntrailer\n<</Size 9 /Root %d 0 R>>\n%%%%EOF\n", root(t, b), root(t, b))
	}},
	{"signature copied into the increment", func(t testing.TB, b []byte) []byte {
		page, sig, n := objectWith(t, b, "/Type /Page /"), objectWith(t, b, "/ByteRange ["), fresh(t, b)
		return increment(t, b, map[int]string{sig: body(t, b, sig), n: forgedText,
			page: swap(t, body(t, b, page), `/Contents \d+ 0 R`, fmt.Sprintf("/Contents %d 0 R", n))})
	}},
	{"free text over the page", func(t testing.TB, b []byte) []byte {
		page, n := objectWith(t, b, "/Type /Page /"), fresh(t, b)
		return increment(t, b, map[int]string{page: swap(t, body(t, b, page), `/Annots \[`, fmt.Sprintf("/Annots [%d 0 R ", n)),
			n: "<</Type /Annot /Subtype /FreeText /Rect [90 600 500 700] /Contents (900 ty dong) /DA (/Helv 20 Tf) /F 4>>"})
	}},
	{"number filled again", func(t testing.TB, b []byte) []byte {
		field := objectWith(t, b, "/T <FEFF0073006F>")
		empty := regexp.MustCompile(`/V <[0-9A-F]*>`).ReplaceAllString(body(t, b, field), "")
		return increment(t, b, map[int]string{field: replace(t, empty, "/FT /Tx", "/V (So 99) /FT /Tx")})
	}},
	{"number's appearance replaced", func(t testing.TB, b []byte) []byte {
		field, n := objectWith(t, b, "/T <FEFF0073006F>"), fresh(t, b)
		return increment(t, b, map[int]string{field: swap(t, body(t, b, field), `/N \d+ 0 R`, fmt.Sprintf("/N %d 0 R", n)),
			n: "<</Type /XObject /Subtype /Form /BBox [0 0 180 18] /Length 5>>\nstream\n0 g f\nendstream"})
	}},
	{"signature field moved over the text", func(t testing.TB, b []byte) []byte {
		field := objectWith(t, b, "/T <FEFF006E00670075006F0069005F006B0079>")
		return increment(t, b, map[int]string{field: swap(t, body(t, b, field), `/Rect \[.*?\]`, "/Rect [0 0 595 842]")})
	}},
	{"form field added", func(t testing.TB, b []byte) []byte {
		page, catalog, n := objectWith(t, b, "/Type /Page /"), root(t, b), fresh(t, b)
		return increment(t, b, map[int]string{
			page:    swap(t, body(t, b, page), `/Annots \[`, fmt.Sprintf("/Annots [%d 0 R ", n)),
			catalog: swap(t, body(t, b, catalog), `/Fields \[`, fmt.Sprintf("/Fields [%d 0 R ", n)),
			n:       "<</Type /Annot /Subtype /Widget /FT /Tx /T (moi) /V (900 ty dong) /Rect [90 600 500 700] /DA (/Helv 20 Tf) /F 4>>"})
	}},
	{"page added", func(t testing.TB, b []byte) []byte {
		pages, page, n := objectWith(t, b, "/Type /Pages"), objectWith(t, b, "/Type /Page /"), fresh(t, b)
		tree := swap(t, swap(t, body(t, b, pages), `/Kids \[`, fmt.Sprintf("/Kids [%d 0 R ", n)), `/Count 1`, "/Count 2")
		return increment(t, b, map[int]string{pages: tree, n: swap(t, body(t, b, page), `/Annots \[.*?\]`, "")})
	}},
	{"page turned", func(t testing.TB, b []byte) []byte {
		page := objectWith(t, b, "/Type /Page /")
		return increment(t, b, map[int]string{page: replace(t, body(t, b, page), "/Type /Page /", "/Type /Page /Rotate 180 /")})
	}},
	{"font replaced", func(t testing.TB, b []byte) []byte {
		page := body(t, b, objectWith(t, b, "/Type /Page /"))
		font := last(t, regexp.MustCompile(`/Font <<.*? (\d+) 0 R>>`), []byte(page))
		return increment(t, b, map[int]string{font: "<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>"})
	}},
	{"script on opening", func(t testing.TB, b []byte) []byte {
		catalog := root(t, b)
		return increment(t, b, map[int]string{catalog: replace(t, body(t, b, catalog), "/Type /Catalog", "/Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>")})
	}},
	{"form taken away", func(t testing.TB, b []byte) []byte {
		catalog := root(t, b)
		return increment(t, b, map[int]string{catalog: replace(t, body(t, b, catalog), "/AcroForm", "/AcroFormX")})
	}},
	{"certification taken away", func(t testing.TB, b []byte) []byte {
		catalog := root(t, b)
		return increment(t, b, map[int]string{catalog: replace(t, body(t, b, catalog), "/Perms", "/PermsX")})
	}},
	{"metadata changed", func(t testing.TB, b []byte) []byte {
		n := objectWith(t, b, "/Subtype /XML")
		return increment(t, b, map[int]string{n: "<</Type /Metadata /Subtype /XML /Length 2>>\nstream\nxx\nendstream"})
	}},
	{"field's old, empty state brought back by the table alone", func(t testing.TB, b []byte) []byte {
		n := objectWith(t, b, "/T <FEFF0073006F>")
		first := bytes.Index(b, fmt.Appendf(nil, "\n%d 0 obj\n", n)) + 1
		return incrementAt(t, b, nil, map[int]int{n: first})
	}},
	{"content freed by the table alone", func(t testing.TB, b []byte) []byte {
		page := body(t, b, objectWith(t, b, "/Type /Page /"))
		n := last(t, regexp.MustCompile(`/Contents (\d+) 0 R`), []byte(page))
		return incrementAt(t, b, nil, map[int]int{n: 0})
	}},
	{"rubbish behind the end", func(_ testing.TB, b []byte) []byte { return append(bytes.Clone(b), "\n% a comment\n"...) }},
	{"rubbish before the beginning", func(_ testing.TB, b []byte) []byte { return append([]byte("%PDF-1.7\n"), b...) }},
}

// wrapping: the signed bytes stay, but another content moves in where the signature's range does not look (SWA).
var wrapping = []forgery{
	{"second range in the hole", func(t testing.TB, b []byte) []byte {
		start, end := hole(t, b)
		text := fmt.Sprintf(">/ByteRange [0 %d %d %d]/X <", start, end, len(b)-end)
		return overwrite(b, end-2-len(text), text)
	}},
	{"object in the hole's padding", func(t testing.TB, b []byte) []byte {
		_, end := hole(t, b)
		return overwrite(b, end-1000, "> >> endobj 7 0 obj <</Type /Page>> endobj 8 0 obj <</X <")
	}},
	{"bytes moved behind a wider hole", func(t testing.TB, b []byte) []byte {
		_, end := hole(t, b)
		evil := []byte("/ByteRange [0 1 2 3] ")
		return slices.Concat(b[:end], evil, b[end:])
	}},
	{"signed tail moved to the end", func(t testing.TB, b []byte) []byte {
		_, end := hole(t, b)
		return slices.Concat(b[:end], []byte(">>\nendobj\n"), []byte("\n7 0 obj\n<<>>\nendobj\n"), b[end:])
	}},
	{"other signature's value", func(t testing.TB, b []byte) []byte {
		start, end := hole(t, b)
		first := bytes.Index(b, []byte("/Contents <")) + len("/Contents ")
		out := bytes.Clone(b)
		copy(out[start:end], b[first:first+end-start])
		if first == start { // a single signature: give it a value that belongs to nothing
			out[start+600] ^= 1
		}
		return out
	}},
}

// universal: the signature is damaged so that a careless reader shows it as valid (USF).
var universal = []forgery{
	{"value emptied", blank(func(text string) string { return "<" + text[len(text)-1:] })},
	{"value of zeros", func(t testing.TB, b []byte) []byte {
		start, end := hole(t, b)
		return overwrite(b, start+1, string(bytes.Repeat([]byte{'0'}, end-start-2)))
	}},
	{"value null", blank(func(string) string { return "null" })},
	{"value a number", blank(func(string) string { return "0" })},
	{"value key renamed", inSignature("/Contents <", "/Kontents <")},
	{"range key renamed", inSignature("/ByteRange [", "/ByteRangf [")},
	{"range null", inSignature("/ByteRange [0 ", "/ByteRange null % ")},
	{"range of strings", inSignature("/ByteRange [0 ", "/ByteRange (0 ")},
	{"range negative", inSignature("/ByteRange [0 ", "/ByteRange [-")},
	{"range covers nothing", func(t testing.TB, b []byte) []byte {
		at := bytes.LastIndex(b, []byte("/ByteRange ["))
		end := at + bytes.IndexByte(b[at:], ']')
		text := "/ByteRange [0 0 0 0"
		return overwrite(b, at, text+string(bytes.Repeat([]byte{' '}, end-at-len(text))))
	}},
	{"kind of signature unknown", inSignature("/ETSI.CAdES.detached", "/ETSI.CAdES.detachex")},
	{"signature removed from its field", func(t testing.TB, b []byte) []byte {
		sig := objectWith(t, b, "/ByteRange [")
		return increment(t, b, map[int]string{sig: "null"})
	}},
}

func inSignature(old, by string) func(t testing.TB, b []byte) []byte {
	return func(t testing.TB, b []byte) []byte {
		at := bytes.LastIndex(b, []byte(old))
		if at < 0 {
			t.Fatalf("no %q", old)
		}
		return slices.Concat(b[:at], []byte(by), b[at+len(old):])
	}
}

// blank puts a shorter value into the hole and fills up with spaces.
func blank(value func(string) string) func(t testing.TB, b []byte) []byte {
	return func(t testing.TB, b []byte) []byte {
		start, end := hole(t, b)
		text := value(string(b[start:end]))
		return overwrite(b, start, text+string(bytes.Repeat([]byte{' '}, end-start-len(text))))
	}
}
