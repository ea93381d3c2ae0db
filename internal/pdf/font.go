package pdf

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/text/unicode/norm"
)

// face is one parsed TrueType font. It is read-only once parsed and shared by every writer.
type face struct {
	style                      Style
	name                       string // PostScript name
	tables                     map[string][]byte
	glyphs                     map[rune]uint16
	advances                   []uint16
	unitsPerEm                 int
	longLoca                   bool
	ascent, descent, capHeight int // font units; descent is positive, downwards
	italicAngle                int // degrees
	box                        [4]int
}

// parsed holds the four faces; parsing takes a few milliseconds, once.
var parsed = sync.OnceValue(func() map[Style]*face {
	faces := map[Style]*face{}
	for _, f := range []struct {
		style Style
		name  string
		data  []byte
	}{
		{Style{}, "LiberationSerif", liberationserifregular.TTF},
		{Style{Bold: true}, "LiberationSerif-Bold", liberationserifbold.TTF},
		{Style{Italic: true}, "LiberationSerif-Italic", liberationserifitalic.TTF},
		{Style{Bold: true, Italic: true}, "LiberationSerif-BoldItalic", liberationserifbolditalic.TTF},
	} {
		parsed, err := parseFace(f.data)
		if err != nil {
			panic(fmt.Sprintf("pdf: the built-in font %s: %v", f.name, err)) // the font is part of the program
		}
		parsed.style, parsed.name = f.style, f.name
		faces[f.style] = parsed
	}
	return faces
})

func faceOf(st Style) *face { return parsed()[st] }

// Width is the length of s in points when drawn at the size, after NFC.
func Width(st Style, size float64, s string) float64 {
	f := faceOf(st)
	units := 0
	for _, r := range norm.NFC.String(s) {
		units += int(f.advances[f.glyphOf(r)])
	}
	return float64(units) * size / float64(f.unitsPerEm)
}

// Missing lists the characters of s that the fonts have no shape for, each once. They are drawn as an empty box; the
// character itself stays in the text layer.
func Missing(s string) []rune {
	f := faceOf(Style{})
	var missing []rune
	for _, r := range norm.NFC.String(s) {
		if f.glyphs[plain(r)] == 0 && !slices.Contains(missing, r) {
			missing = append(missing, r)
		}
	}
	return missing
}

// plain maps the spaces and hyphens that only steer line breaking to the ones that are drawn and copied out.
func plain(r rune) rune {
	switch r {
	case '\u00a0', '\u202f', '\t', '\n', '\r':
		return ' '
	case '\u2011', '\u00ad':
		return '-'
	}
	return r
}

// replacement is what stands for a character without a shape.
const replacement = '□'

// glyphOf gives the glyph of a character, or of the empty box.
func (f *face) glyphOf(r rune) uint16 {
	if g := f.glyphs[plain(r)]; g != 0 {
		return g
	}
	return f.glyphs[replacement]
}

func (f *face) ascentAt(size float64) float64 {
	return float64(f.ascent) * size / float64(f.unitsPerEm)
}

func (f *face) descentAt(size float64) float64 {
	return float64(f.descent) * size / float64(f.unitsPerEm)
}

// perMille converts font units to the thousandths of an em that PDF dictionaries use.
func (f *face) perMille(units int) int {
	v := units * 1000
	if v < 0 {
		return -((-v + f.unitsPerEm/2) / f.unitsPerEm)
	}
	return (v + f.unitsPerEm/2) / f.unitsPerEm
}

func u16(b []byte) int { return int(binary.BigEndian.Uint16(b)) }
func i16(b []byte) int { return int(int16(binary.BigEndian.Uint16(b))) }
func u32(b []byte) int { return int(binary.BigEndian.Uint32(b)) }

// parseFace reads the tables that drawing and subsetting need. The data is one of our own fonts, so lengths are trusted.
func parseFace(data []byte) (*face, error) {
	f := &face{tables: map[string][]byte{}, glyphs: map[rune]uint16{}}
	for i := range u16(data[4:]) {
		entry := data[12+16*i:]
		start := u32(entry[8:])
		f.tables[string(entry[:4])] = data[start : start+u32(entry[12:])]
	}
	head, hhea, os2 := f.tables["head"], f.tables["hhea"], f.tables["OS/2"]
	if restricted := u16(os2[8:]) & 2; restricted != 0 {
		return nil, fmt.Errorf("the licence bits forbid embedding")
	}
	f.unitsPerEm = u16(head[18:])
	f.longLoca = u16(head[50:]) == 1
	for i := range f.box {
		f.box[i] = i16(head[36+2*i:])
	}
	f.ascent, f.descent, f.capHeight = i16(hhea[4:]), -i16(hhea[6:]), i16(os2[88:])
	f.italicAngle = i16(f.tables["post"][4:])
	f.advances = make([]uint16, u16(f.tables["maxp"][4:]))
	metrics := u16(hhea[34:])
	for i := range f.advances {
		f.advances[i] = uint16(u16(f.tables["hmtx"][4*min(i, metrics-1):]))
	}
	return f, f.parseCharacters()
}

// parseCharacters reads the Windows Unicode character map (format 4).
func (f *face) parseCharacters() error {
	cmap := f.tables["cmap"]
	var table []byte
	for i := range u16(cmap[2:]) {
		entry := cmap[4+8*i:]
		if u16(entry) == 3 && u16(entry[2:]) == 1 {
			table = cmap[u32(entry[4:]):]
		}
	}
	if table == nil || u16(table) != 4 {
		return fmt.Errorf("no Unicode character map of format 4")
	}
	segments := u16(table[6:]) / 2
	for i := range segments {
		end, start := u16(table[14+2*i:]), u16(table[16+2*segments+2*i:])
		delta, offset := u16(table[16+4*segments+2*i:]), u16(table[16+6*segments+2*i:])
		for c := start; c <= end && c != 0xffff; c++ {
			glyph := (c + delta) & 0xffff
			if offset != 0 {
				if glyph = u16(table[16+6*segments+2*i+offset+2*(c-start):]); glyph != 0 {
					glyph = (glyph + delta) & 0xffff
				}
			}
			if glyph != 0 {
				f.glyphs[rune(c)] = uint16(glyph)
			}
		}
	}
	return nil
}
