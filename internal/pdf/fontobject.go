package pdf

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf16"
)

// resourceName is what a face is called in resource dictionaries and in the default appearance of a field, from which
// FillText later reads the style back.
func resourceName(st Style) string {
	switch st {
	case Style{Bold: true}:
		return "Serif-Bold"
	case Style{Italic: true}:
		return "Serif-Italic"
	case Style{Bold: true, Italic: true}:
		return "Serif-BoldItalic"
	}
	return "Serif"
}

// Flags of a font descriptor (ISO 32000-1 table 123).
const (
	flagSerif    = 1 << 1
	flagSymbolic = 1 << 2
	flagItalic   = 1 << 6
)

// embed writes the subset as a Type0 font with Identity-H and gives the number of the font object.
func (s *subset) embed(o *output) (int, error) {
	font, descendant, descriptor, file, unicode := o.alloc(), o.alloc(), o.alloc(), o.alloc(), o.alloc()
	f, name := s.face, s.tag()+"+"+s.face.name
	o.object(font, 0, fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%s] /ToUnicode %s>>",
		name, ref(descendant), ref(unicode)))
	o.object(descendant, 0, fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %s /CIDToGIDMap /Identity /DW 1000 /W [0 [%s]]>>",
		name, ref(descriptor), s.widths()))
	flags := flagSerif | flagSymbolic
	if f.style.Italic {
		flags |= flagItalic
	}
	stem := 80
	if f.style.Bold {
		stem = 140
	}
	o.object(descriptor, 0, fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontFile2 %s>>",
		name, flags, f.perMille(f.box[0]), f.perMille(f.box[1]), f.perMille(f.box[2]), f.perMille(f.box[3]),
		f.italicAngle, f.perMille(f.ascent), f.perMille(-f.descent), f.perMille(f.capHeight), stem, ref(file)))
	program := s.program()
	if err := o.stream(file, fmt.Sprintf("/Length1 %d", len(program)), program); err != nil {
		return 0, err
	}
	return font, o.stream(unicode, "", []byte(s.toUnicode()))
}

// tag is the six letters that mark a subset; they follow from its characters, so the same text gives the same bytes.
func (s *subset) tag() string {
	sum := sha256.Sum256([]byte(s.face.name + string(s.runes)))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// widths lists the advance of every code in thousandths of an em.
func (s *subset) widths() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", s.face.perMille(int(s.face.advances[0])))
	for _, r := range s.runes[1:] {
		fmt.Fprintf(&b, " %d", s.face.perMille(int(s.face.advances[s.face.glyphOf(r)])))
	}
	return b.String()
}

// toUnicode is the map by which a viewer copies and searches the text.
func (s *subset) toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // entries in one block, by the format
	for from := 1; from < len(s.runes); from += most {
		to := min(from+most, len(s.runes))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for code := from; code < to; code++ {
			fmt.Fprintf(&b, "<%04X> <", code)
			for _, u := range utf16.Encode(s.runes[code : code+1]) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
}
