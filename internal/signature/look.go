package signature

import (
	"strings"
	"time"

	"trinhky/internal/pdf"
)

const (
	lookLargest  = 9.0 // points
	lookSmallest = 4.0
	lookStep     = 0.5
	lookLeading  = 1.2     // of the size
	lookMargin   = 2.0     // points, on each side
	sealOverlap  = 1.0 / 3 // of the signature's width, at the left (NĐ 30/2020 Art. 33)
)

// appearance shows an image where there is one (the law prescribes no text beside it), else lines that fit the field.
func appearance(r pdf.Rect, color [3]float64, image []byte, lines []string) pdf.Look {
	if len(image) > 0 {
		return pdf.Look{Image: image, Color: color}
	}
	size, wrapped := fit(lines, r.W*(1-sealOverlap)-2*lookMargin, r.H-2*lookMargin)
	return pdf.Look{Lines: wrapped, Size: size, Color: color, Border: true, Indent: r.W * sealOverlap}
}

// seal shows the organ's image, or else a round seal with the lines left of what it overlaps.
func seal(r pdf.Rect, color [3]float64, image []byte, lines []string) pdf.Look {
	if len(image) > 0 {
		return pdf.Look{Image: image, Color: color}
	}
	size, wrapped := fit(lines, r.W*pdf.SealText, r.H*pdf.SealText)
	return pdf.Look{Lines: wrapped, Size: size, Color: color, Round: true}
}

// fit wraps lines in the largest size in which they fit a box.
func fit(lines []string, width, height float64) (size float64, wrapped []string) {
	size = lookLargest
	wrapped = wrap(lines, size, width)
	for size > lookSmallest && (float64(len(wrapped))*size*lookLeading > height || widest(wrapped, size) > width) {
		size -= lookStep
		wrapped = wrap(lines, size, width)
	}
	return size, wrapped
}

func widest(lines []string, size float64) (width float64) {
	for _, l := range lines {
		width = max(width, pdf.Width(pdf.Style{}, size, l))
	}
	return width
}

// wrap breaks lines at spaces to a width in points; empty lines go. A single word that is wider stays whole.
func wrap(lines []string, size, width float64) []string {
	var out []string
	for _, l := range lines {
		current := ""
		for _, word := range strings.Fields(l) {
			if current != "" && pdf.Width(pdf.Style{}, size, current+" "+word) > width {
				out = append(out, current)
				current = ""
			}
			if current != "" {
				current += " "
			}
			current += word
		}
		if current != "" {
			out = append(out, current)
		}
	}
	return out
}

func line(label, value string) string {
	if value == "" {
		return ""
	}
	return label + value
}

// stamp writes the signing time with its zone (NĐ 30/2020 Phụ lục I, II.8: giờ Việt Nam).
func stamp(at time.Time) string { return "Thời gian ký: " + at.Format("02/01/2006 15:04:05 -07:00") }
