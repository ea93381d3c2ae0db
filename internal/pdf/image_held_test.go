package pdf

import (
	"bytes"
	"encoding/binary"
	"image"
	"testing"
)

// taken is a photograph of 60 × 40 pixels that says how the camera was held.
func taken(t testing.TB, h uint16, order binary.AppendByteOrder, mark string) []byte {
	t.Helper()
	plain := jpegOf(t, image.NewGray(image.Rect(0, 0, 60, 40)))
	tiff := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, entry := range [][2]uint16{{0x010f, 1}, {0x0112, h}} { // the maker, then how it was held
		tiff = order.AppendUint16(order.AppendUint16(tiff, entry[0]), 3)
		tiff = order.AppendUint16(order.AppendUint16(order.AppendUint32(tiff, 1), entry[1]), 0)
	}
	segment := append([]byte("Exif\x00\x00"), tiff...)
	head := append([]byte{0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(segment)+2))...)
	return bytes.Join([][]byte{plain[:2], head, segment, plain[2:]}, nil)
}

// Wherever the first row and the first column of the stored picture are, they come to lie there (EXIF 2.3, Orientation).
func TestAPhotographStandsAsItWasHeld(t *testing.T) {
	t.Parallel()
	const x, y, w, h = 10, 20, 300, 200
	left, right, below, above := float64(x), float64(x+w), float64(y), float64(y+h)
	for how, test := range map[uint16]struct {
		row0, column0 float64 // the coordinate of the edge
		lies          bool
	}{
		1: {above, left, false}, 2: {above, right, false}, 3: {below, right, false}, 4: {below, left, false},
		5: {left, above, true}, 6: {right, above, true}, 7: {right, below, true}, 8: {left, below, true},
	} {
		for mark, order := range map[string]binary.AppendByteOrder{"MM": binary.BigEndian, "II": binary.LittleEndian} {
			m, err := ReadPhotograph(taken(t, how, order, mark))
			if err != nil || m.held != held(how) || (m.Width == 40) != test.lies {
				t.Errorf("%d, %s: %+v, %v", how, mark, m, err)
				continue
			}
			k := m.held.matrix(x, y, w, h)
			at := func(u, v float64) (float64, float64) { return k[0]*u + k[2]*v + k[4], k[1]*u + k[3]*v + k[5] }
			for _, along := range []float64{0, 1} {
				rowX, rowY := at(along, 1) // the first row is the upper edge of the unit square
				columnX, columnY := at(0, along)
				row, column := rowY, columnX
				if test.lies {
					row, column = rowX, columnY
				}
				if row != test.row0 || column != test.column0 {
					t.Errorf("%d: row 0 at %g, column 0 at %g, want %g and %g", how, row, column, test.row0, test.column0)
				}
			}
		}
	}
	for name, raw := range map[string][]byte{
		"none": jpegOf(t, image.NewGray(image.Rect(0, 0, 60, 40))), "nonsense": taken(t, 9, binary.BigEndian, "MM"),
		"a picture that is no photograph": pngOf(t, image.NewGray(image.Rect(0, 0, 60, 40))),
	} {
		if m, err := ReadPhotograph(raw); err != nil || m.held > upright || m.Width != 60 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	whole := taken(t, 6, binary.LittleEndian, "II")
	for n := range whole { // a head that is cut anywhere says nothing or the same
		if h := heldIn(whole[:n]); h != upright && h != 6 {
			t.Fatalf("cut at %d: %d", n, h)
		}
	}
}
