package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// What a picture may cost: a page scanned at 600 dots per inch passes, a bomb is refused before it is decoded.
const (
	MaxImageBytes  = 20 << 20
	MaxImagePixels = 40_000_000
	// A side longer than this is more than 300 dots per inch on the longest side of A4; what is stored again is shrunk.
	maxSide = 3508
)

// ErrImage is a picture that is neither PNG nor JPEG, is damaged, or is larger than the limits.
var ErrImage = errors.New("pdf: the picture cannot be read")

// Image is a picture made ready for the file: opaque, 8 bits a channel, gray or sRGB, without its metadata (a photograph
// says where it was taken).
type Image struct {
	Width, Height int // pixels of the original
	hash          [sha256.Size]byte
	columns, rows int // pixels as stored
	gray          bool
	held          held   // 0 is upright
	filter        string // DCTDecode | FlateDecode
	data          []byte // packed
}

// ReadImage decodes a PNG or a JPEG. Alpha is flattened on white. A baseline JPEG keeps its bytes, all else is stored as
// pixels without loss. A fault of the picture is ErrImage.
func ReadImage(raw []byte) (*Image, error) {
	if len(raw) > MaxImageBytes {
		return nil, fmt.Errorf("%w: %d bytes", ErrImage, len(raw))
	}
	isJPEG, isPNG := bytes.HasPrefix(raw, []byte{0xff, 0xd8}), bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n"))
	var config image.Config
	var err error
	switch {
	case isJPEG:
		config, err = jpeg.DecodeConfig(bytes.NewReader(raw))
	case isPNG:
		config, err = png.DecodeConfig(bytes.NewReader(raw))
	default:
		return nil, fmt.Errorf("%w: neither PNG nor JPEG", ErrImage)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrImage, err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > MaxImagePixels/config.Height {
		return nil, fmt.Errorf("%w: %d × %d pixels", ErrImage, config.Width, config.Height)
	}
	m := &Image{Width: config.Width, Height: config.Height, hash: sha256.Sum256(raw)}
	if isJPEG {
		return m, m.fromJPEG(raw)
	}
	decoded, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrImage, err)
	}
	return m, m.pack(decoded)
}

// fromJPEG decodes the picture even where its bytes are kept: what a viewer cannot show must not get into a file that is
// signed.
func (m *Image) fromJPEG(raw []byte) error {
	decoded, err := jpeg.Decode(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrImage, err)
	}
	_, gray := decoded.(*image.Gray)
	_, colour := decoded.(*image.YCbCr)
	if bare, ok := bareJPEG(raw); ok && (gray || colour) {
		m.columns, m.rows, m.gray, m.filter, m.data = m.Width, m.Height, gray, "DCTDecode", bare
		return nil
	}
	return m.pack(decoded)
}

// pack stores the pixels, band by band: the decoded picture is the only copy of its size.
func (m *Image) pack(decoded image.Image) error {
	bounds := decoded.Bounds()
	shrink := (max(m.Width, m.Height) + maxSide - 1) / maxSide
	m.columns, m.rows, m.filter = (m.Width+shrink-1)/shrink, (m.Height+shrink-1)/shrink, "FlateDecode"
	pixels := make([]byte, 0, 3*m.columns*m.rows)
	band := image.NewRGBA(image.Rect(0, 0, m.Width, shrink))
	m.gray = true
	for y := 0; y < m.Height; y += shrink {
		draw.Draw(band, band.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(band, band.Rect, decoded, bounds.Min.Add(image.Pt(0, y)), draw.Over)
		for x := 0; x < m.Width; x += shrink {
			r, g, b := mean(band, x, min(shrink, m.Width-x), min(shrink, m.Height-y))
			pixels = append(pixels, r, g, b)
			m.gray = m.gray && r == g && g == b
		}
	}
	if m.gray {
		for i := 0; i < len(pixels); i += 3 {
			pixels[i/3] = pixels[i]
		}
		pixels = pixels[:len(pixels)/3]
	}
	var err error
	m.data, err = deflated(pixels)
	return err
}

// mean is the colour of a block of w by h pixels that begins at the column x of a band.
func mean(band *image.RGBA, x, w, h int) (r, g, b byte) {
	if w == 1 && h == 1 {
		p := band.Pix[4*x:]
		return p[0], p[1], p[2]
	}
	var sum [3]int
	for y := range h {
		row := band.Pix[y*band.Stride+4*x:]
		for i := range w {
			sum[0] += int(row[4*i])
			sum[1] += int(row[4*i+1])
			sum[2] += int(row[4*i+2])
		}
	}
	n := w * h
	return byte(sum[0] / n), byte(sum[1] / n), byte(sum[2] / n)
}

// Image draws a picture into a rectangle, as part of the open element; Begin a Figure around it. The same picture is
// stored once however often it is drawn.
func (w *Writer) Image(r Rect, m *Image) {
	p := w.page()
	if m == nil || m.data == nil {
		w.fail("a picture without content")
		return
	}
	n := w.imageNumber(m)
	p.mark(w, w.current())
	p.show(n)
	p.write("q ")
	for _, k := range m.held.matrix(r.X, p.height-r.Y-r.H, r.W, r.H) {
		p.write(number(k), " ")
	}
	p.write("cm /", imageName(n), " Do Q\n")
}

func (w *Writer) imageNumber(m *Image) int {
	for i, other := range w.images {
		if other.hash == m.hash {
			return i
		}
	}
	w.images = append(w.images, m)
	return len(w.images) - 1
}

func (p *page) show(n int) {
	for _, shown := range p.images {
		if shown == n {
			return
		}
	}
	p.images = append(p.images, n)
}

func imageName(n int) string { return fmt.Sprintf("Im%d", n+1) }

func (a *assembly) writeImages() error {
	for i, m := range a.w.images {
		space := "DeviceRGB"
		if m.gray {
			space = "DeviceGray"
		}
		a.out.plainStream(a.imageOf[i], fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter /%s",
			m.columns, m.rows, space, m.filter), m.data)
	}
	return nil
}
