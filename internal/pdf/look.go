package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// Look is what a signature shows: an image filling the field, lines of text on it, a border round it. All may be empty.
// A Round look is a seal without an image: two rings, the lines in the part left of what the seal overlaps.
type Look struct {
	Lines []string
	// Size of the lines in points; 0 means 9. Lines that do not fit the field are shrunk.
	Size float64
	// Color of lines and border: red, green, blue from 0 to 1.
	Color [3]float64
	// Image is a PNG, drawn as large as the field allows in its own proportions, centred; transparency is kept.
	Image  []byte
	Border bool
	Round  bool
	// Indent is kept free at the left, in points: the organ's seal comes to lie over it.
	Indent float64
}

// SealText is the part of a round look's width that its lines may take; a seal lies over the left third of the
// signature (NĐ 30/2020 Art. 33), so its own right third stays free.
const SealText = 0.46

const (
	lookSize    = 9
	lookPadding = 4
	lookLeading = 1.2
	// mostPixels bounds what is unpacked: an A4 page at 600 dpi is 35 million.
	mostPixels = 40_000_000
)

// lookForm writes the appearance of a signature and gives its object number.
func (u *Update) lookForm(w widget, look Look) (int, error) {
	width, height := w.box[2]-w.box[0], w.box[3]-w.box[1]
	var content, resources strings.Builder
	content.WriteString("q\n")
	if len(look.Image) > 0 && width > 0 && height > 0 {
		picture, size, err := u.embedPNG(look.Image)
		if err != nil {
			return 0, err
		}
		scale := min(width/float64(size.X), height/float64(size.Y))
		wide, high := scale*float64(size.X), scale*float64(size.Y)
		fmt.Fprintf(&content, "q %s 0 0 %s %s %s cm /Im Do Q\n", number(wide), number(high), number((width-wide)/2), number((height-high)/2))
		fmt.Fprintf(&resources, "/XObject <</Im %s>> ", ref(picture))
	}
	colour := number(look.Color[0]) + " " + number(look.Color[1]) + " " + number(look.Color[2])
	if look.Round {
		fmt.Fprintf(&content, "%s RG 1.2 w\n%s0.5 w\n%s", colour, ring(width, height, 1), ring(width, height, 4))
	} else if look.Border {
		fmt.Fprintf(&content, "%s RG 0.75 w 0.5 0.5 %s %s re S\n", colour, number(width-1), number(height-1))
	}
	if len(look.Lines) > 0 && width > 0 && height > 0 {
		s := newSubset(faceOf(Style{}))
		content.WriteString(colour + " rg\n" + s.lines(look, width, height))
		font, err := s.embed(u.out)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(&resources, "/Font <</%s %s>>", resourceName(Style{}), ref(font))
	}
	content.WriteString("Q")
	form := u.out.alloc()
	return form, u.out.formStream(form, width, height, resources.String(), content.String())
}

// lines draws the lines from the top, in one size in which all of them fit.
func (s *subset) lines(look Look, width, height float64) string {
	size := look.Size
	if size <= 0 {
		size = lookSize
	}
	fit := (height - lookPadding) / (float64(len(look.Lines)) * size * lookLeading)
	for _, line := range look.Lines {
		if long := Width(Style{}, size, line); long > 0 {
			fit = min(fit, (width-look.Indent-2*lookPadding)/long)
		}
	}
	if fit > 0 && fit < 1 {
		size *= fit
	}
	var b strings.Builder
	y := height - lookPadding/2 - s.face.ascentAt(size)
	if look.Round {
		y = (height+float64(len(look.Lines))*size*lookLeading)/2 - s.face.ascentAt(size)
	}
	for _, line := range look.Lines {
		x := lookPadding + look.Indent
		if look.Round {
			x = width*sealMiddle - Width(Style{}, size, line)/2
		}
		fmt.Fprintf(&b, "BT /%s %s Tf %s %s Td\n%sET\n", resourceName(Style{}), number(size), number(x), number(y), s.show(line))
		y -= size * lookLeading
	}
	return b.String()
}

// sealMiddle is where the lines of a round look are centred, as a part of its width.
const sealMiddle = 0.28

// ring draws an ellipse that lies inset points inside the box: four Bézier curves, true to a thousandth of the radius.
func ring(width, height, inset float64) string {
	const k = 0.5523
	cx, cy, rx, ry := width/2, height/2, width/2-inset, height/2-inset
	at := func(dx, dy float64) string { return number(cx+dx*rx) + " " + number(cy+dy*ry) + " " }
	return at(1, 0) + "m\n" +
		at(1, k) + at(k, 1) + at(0, 1) + "c\n" + at(-k, 1) + at(-1, k) + at(-1, 0) + "c\n" +
		at(-1, -k) + at(-k, -1) + at(0, -1) + "c\n" + at(k, -1) + at(1, -k) + at(1, 0) + "c s\n"
}

// embedPNG writes an image, and its transparency as a soft mask if it has any, and gives its object and size in pixels.
func (u *Update) embedPNG(data []byte) (int, image.Point, error) {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, image.Point{}, fmt.Errorf("pdf: the signature image: %w", err)
	}
	if config.Width*config.Height > mostPixels || config.Width == 0 || config.Height == 0 {
		return 0, image.Point{}, fmt.Errorf("pdf: the signature image has %d × %d pixels", config.Width, config.Height)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return 0, image.Point{}, fmt.Errorf("pdf: the signature image: %w", err)
	}
	size := picture.Bounds().Size()
	colours, alpha := make([]byte, 0, 3*size.X*size.Y), make([]byte, 0, size.X*size.Y)
	opaque := true
	for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
		for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
			c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
			colours, alpha = append(colours, c.R, c.G, c.B), append(alpha, c.A)
			opaque = opaque && c.A == 255
		}
	}
	common := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8", size.X, size.Y)
	mask := ""
	if !opaque {
		n := u.out.alloc()
		if err := u.out.stream(n, common+" /ColorSpace /DeviceGray", alpha); err != nil {
			return 0, size, err
		}
		mask = " /SMask " + ref(n)
	}
	n := u.out.alloc()
	return n, size, u.out.stream(n, common+" /ColorSpace /DeviceRGB"+mask, colours)
}
