package pdf

import (
	"strconv"
	"time"
)

// Style picks one of the four faces of Liberation Serif.
type Style struct{ Bold, Italic bool }

// Rect is a rectangle in points; X, Y is its top left corner, Y grows downwards.
type Rect struct{ X, Y, W, H float64 }

// Align places a line of text within a field.
type Align int

// The alignments, with the values of the PDF key /Q.
const (
	Left Align = iota
	Center
	Right
)

// Meta describes the document in its properties. Title is also what a viewer's title bar shows.
type Meta struct {
	Title, Author, Subject string
	// Created is written as UTC, to the second; the zero time leaves dates out.
	Created time.Time
}

// Field is a form field to place on a page. Style, Size and Align are how FillText will later draw its value.
type Field struct {
	// Name is the field's name, unique within the file and without a full stop.
	Name string
	// Tooltip is what a screen reader says of the field.
	Tooltip string
	Rect    Rect
	Style   Style
	Size    float64
	Align   Align
}

// LineRect is the rectangle of a field that replaces a line of text: a value filled into it stands on the given baseline.
func LineRect(x, baseline, width, size float64) Rect {
	m := faceOf(Style{})
	return Rect{X: x, Y: baseline - m.ascentAt(size), W: width, H: m.ascentAt(size) + m.descentAt(size)}
}

// baselineIn says how far above the lower edge of a box of the given height one line of text stands, centred in it.
func baselineIn(height, size float64) float64 {
	m := faceOf(Style{})
	return (height-m.ascentAt(size)-m.descentAt(size))/2 + m.descentAt(size)
}

// number writes a coordinate with at most three decimals: a thousandth of a point is finer than any printer.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}
