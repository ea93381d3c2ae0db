package pdf

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// subset is the part of a face that one file uses. Every character gets a code of its own, which is also the number of
// its glyph in the embedded font, so two characters that share a shape (Đ and Ð) still copy out as themselves.
type subset struct {
	face  *face
	codes map[rune]uint16
	runes []rune // by code; runes[0] stands for .notdef, which is never shown
}

func newSubset(f *face) *subset {
	return &subset{face: f, codes: map[rune]uint16{}, runes: []rune{0}}
}

// code gives the code of a character, taking it into the subset at its first use.
func (s *subset) code(r rune) uint16 {
	if c, ok := s.codes[r]; ok {
		return c
	}
	c := uint16(len(s.runes))
	s.codes[r] = c
	s.runes = append(s.runes, r)
	return c
}

// program builds the TrueType font that is embedded: the used glyphs, renumbered, and those they are composed of.
// Hinting is left out; it is a third of the bytes and serves only screens of the nineties.
func (s *subset) program() []byte {
	glyphs := []uint16{0} // old numbers by new
	for _, r := range s.runes[1:] {
		glyphs = append(glyphs, s.face.glyphOf(r))
	}
	components := map[uint16]uint16{} // old to new, for parts of composite glyphs
	var glyf []byte
	loca := []byte{0, 0, 0, 0}
	for i := 0; i < len(glyphs); i++ {
		glyf = append(glyf, s.face.outline(glyphs[i], func(part uint16) uint16 {
			n, ok := components[part]
			if !ok {
				n = uint16(len(glyphs))
				components[part] = n
				glyphs = append(glyphs, part)
			}
			return n
		})...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	}
	return s.face.assemble(glyphs, glyf, loca)
}

// assemble puts the tables of a font together (ISO 32000-1 9.9: the seven that a CIDFontType2 needs).
func (f *face) assemble(glyphs []uint16, glyf, loca []byte) []byte {
	head, maxp, hhea := slices.Clone(f.tables["head"]), slices.Clone(f.tables["maxp"]), slices.Clone(f.tables["hhea"])
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1) // long loca
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	var hmtx []byte
	for _, g := range glyphs {
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.advances[g])
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.bearing(g))
	}
	font := sfnt(map[string][]byte{"head": head, "hhea": hhea, "hmtx": hmtx, "maxp": maxp, "loca": loca, "glyf": glyf})
	const magic = 0xB1B0AFBA // the whole font sums up to it once the adjustment is in
	adjustment := magic - sum(font)
	at := bytes.Index(font, []byte("head")) // the name in the directory, which comes before any data
	binary.BigEndian.PutUint32(font[u32(font[at+8:])+8:], adjustment)
	return font
}

// bearing is the left side bearing of a glyph, from the long or the short part of hmtx.
func (f *face) bearing(g uint16) uint16 {
	metrics, hmtx := u16(f.tables["hhea"][34:]), f.tables["hmtx"]
	if int(g) < metrics {
		return uint16(u16(hmtx[4*int(g)+2:]))
	}
	return uint16(u16(hmtx[4*metrics+2*(int(g)-metrics):]))
}

// Bits of a component of a composite glyph (OpenType, table glyf).
const (
	argsAreWords    = 0x0001
	haveScale       = 0x0008
	moreComponents  = 0x0020
	haveXYScale     = 0x0040
	haveTwoByTwo    = 0x0080
	haveInstruction = 0x0100
)

// outline copies a glyph without its instructions; renumber gives the new number of a component.
func (f *face) outline(g uint16, renumber func(uint16) uint16) []byte {
	glyph := f.glyphData(g)
	if len(glyph) == 0 {
		return nil
	}
	contours := i16(glyph)
	if contours >= 0 {
		at := 10 + 2*contours
		out := append(slices.Clone(glyph[:at]), 0, 0)
		return append(out, glyph[at+2+u16(glyph[at:]):]...)
	}
	out := slices.Clone(glyph)
	for at := 10; ; {
		flags := u16(out[at:])
		binary.BigEndian.PutUint16(out[at:], uint16(flags&^haveInstruction))
		binary.BigEndian.PutUint16(out[at+2:], renumber(uint16(u16(out[at+2:]))))
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveXYScale != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return out[:at]
		}
	}
}

func (f *face) glyphData(g uint16) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if f.longLoca {
		return glyf[u32(loca[4*int(g):]):u32(loca[4*int(g)+4:])]
	}
	return glyf[2*u16(loca[2*int(g):]) : 2*u16(loca[2*int(g)+2:])]
}

// sfnt writes the table directory and the tables, sorted by name, each at a multiple of four bytes.
func sfnt(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	largest, log := 1, 0
	for largest*2 <= len(names) {
		largest, log = largest*2, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{len(names), largest * 16, log, (len(names) - largest) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := 12 + 16*len(names)
	for _, name := range names {
		out = append(out, name...)
		for _, v := range []uint32{sum(tables[name]), uint32(at), uint32(len(tables[name]))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (len(tables[name]) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

// sum adds big-endian words, the last one padded with zeros.
func sum(b []byte) uint32 {
	var total uint32
	for len(b) > 0 {
		var word [4]byte
		n := copy(word[:], b)
		total += binary.BigEndian.Uint32(word[:])
		b = b[n:]
	}
	return total
}
