package pdf

import (
	"bytes"
	"encoding/binary"
)

// held is how a camera was held, as Exif says it (EXIF 2.3, tag 0x0112): 1 to 8, where the first row and the first column of
// the stored picture are.
type held int

const upright held = 1

// lies says whether rows and columns change places.
func (h held) lies() bool { return h >= 5 }

// matrix places the unit square of the stored picture into a rectangle with its lower left corner at x, y (ISO 32000-1 8.3.3).
func (h held) matrix(x, y, w, hh float64) [6]float64 {
	switch h {
	case 2: // row 0 above, column 0 on the right
		return [6]float64{-w, 0, 0, hh, x + w, y}
	case 3: // below, right
		return [6]float64{-w, 0, 0, -hh, x + w, y + hh}
	case 4: // below, left
		return [6]float64{w, 0, 0, -hh, x, y + hh}
	case 5: // row 0 on the left, column 0 above
		return [6]float64{0, -hh, -w, 0, x + w, y + hh}
	case 6: // right, above
		return [6]float64{0, -hh, w, 0, x, y + hh}
	case 7: // right, below
		return [6]float64{0, hh, w, 0, x, y}
	case 8: // left, below
		return [6]float64{0, hh, -w, 0, x + w, y}
	}
	return [6]float64{w, 0, 0, hh, x, y}
}

// ReadPhotograph is ReadImage for what a camera made: Width and Height are those of the picture as it was held, and so it is
// drawn.
func ReadPhotograph(raw []byte) (*Image, error) {
	m, err := ReadImage(raw)
	if err != nil {
		return nil, err
	}
	if m.held = heldIn(raw); m.held.lies() {
		m.Width, m.Height = m.Height, m.Width
	}
	return m, nil
}

// heldIn reads the orientation out of a JPEG; upright where there is none that can be read.
func heldIn(raw []byte) held {
	const app1 = 0xe1
	for at := 2; at+4 <= len(raw) && raw[0] == 0xff && raw[1] == 0xd8 && raw[at] == 0xff; {
		marker, end := raw[at+1], at+2+u16(raw[at+2:])
		if marker == jpegSOS || end < at+4 || end > len(raw) {
			break
		}
		if body, found := bytes.CutPrefix(raw[at+4:end], []byte("Exif\x00\x00")); marker == app1 && found {
			return orientation(body)
		}
		at = end
	}
	return upright
}

// orientation looks for the tag in the first directory of a TIFF.
func orientation(tiff []byte) held {
	const tag, short, entry = 0x0112, 3, 12
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return upright
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	n := uint64(order.Uint16(tiff[at:]))
	for at += 2; n > 0 && at+entry <= uint64(len(tiff)); at, n = at+entry, n-1 {
		one := tiff[at : at+entry]
		if order.Uint16(one) != tag || order.Uint16(one[2:]) != short {
			continue
		}
		if h := held(order.Uint16(one[8:])); h >= upright && h <= 8 {
			return h
		}
	}
	return upright
}
