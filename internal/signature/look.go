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
	lookLeading  = 1.2 // of the size
	lookMargin   = 2.0 // points, on each side
)

// appearance shows an image where there is one (the law prescribes no text beside it), else lines that fit the field.
func appearance(r pdf.Rect, color [3]float64, image []byte, lines []string) pdf.Look {
	if len(image) > 0 {
		return pdf.Look{Image: image, Color: color}
	}
	size := lookLargest
	wrapped := wrap(lines, size, r.W-2*lookMargin)
	for size > lookSmallest && float64(len(wrapped))*size*lookLeading > r.H-2*lookMargin {
		size -= lookStep
		wrapped = wrap(lines, size, r.W-2*lookMargin)
	}
	return pdf.Look{Lines: wrapped, Size: size, Color: color, Border: true}
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
