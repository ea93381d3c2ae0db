package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// decoder reads the elements of a part one by one. It refuses what no Word file holds: a document type, with it every
// entity, and elements without end.
type decoder struct {
	xml     *xml.Decoder
	archive *archive
	depth   int
}

func newDecoder(a *archive, r io.Reader) *decoder {
	return &decoder{xml: xml.NewDecoder(r), archive: a}
}

// next gives the next token. Its bytes are good until the token after it.
func (d *decoder) next() (xml.Token, error) {
	token, err := d.xml.Token()
	if err != nil {
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		d.depth++
		d.archive.elements++
		if d.depth > maxDepth {
			return nil, errHostile.Because(errors.New("elements too deep"))
		}
		if d.archive.elements > maxElement {
			return nil, errTooLarge
		}
	case xml.EndElement:
		d.depth--
	case xml.Directive:
		return nil, errHostile.Because(errors.New("document type"))
	}
	return token, nil
}

// each calls visit for every element within the current one; what visit leaves unread of it is passed over.
func (d *decoder) each(visit func(xml.StartElement) error) error {
	inside := d.depth
	for d.depth >= inside {
		token, err := d.next()
		if errors.Is(err, io.EOF) && inside == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := visit(e); err != nil {
				return err
			}
			for d.depth > inside {
				if _, err := d.next(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// text gives the characters directly within the current element.
func (d *decoder) text() (string, error) {
	var s strings.Builder
	inside := d.depth
	for d.depth >= inside {
		token, err := d.next()
		if err != nil {
			return "", err
		}
		if c, ok := token.(xml.CharData); ok && d.depth == inside {
			s.Write(c)
		}
	}
	return s.String(), nil
}

// attr gives an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relAttr gives an attribute of the namespace of relationships: r:embed, r:id.
func relAttr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && strings.HasSuffix(a.Name.Space, "/relationships") {
			return a.Value
		}
	}
	return ""
}

func has(e xml.StartElement, name string) bool {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}

// flag is a property that is on, off or not stated.
type flag int8

const (
	unset flag = iota
	off
	on
)

// onOff reads a toggle: the element alone turns it on.
func onOff(e xml.StartElement) flag {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return off
	}
	return on
}

// or gives what is stated, the other when this is not.
func (f flag) or(other flag) flag {
	if f == unset {
		return other
	}
	return f
}

// number reads an attribute as a number; out of range or unreadable is 0. Word also writes "12.7pt" and "120.5".
func number(s string) float64 {
	unit := 1.0
	for suffix, points := range map[string]float64{"pt": 20, "in": 1440, "cm": 1440 / 2.54, "mm": 1440 / 25.4} {
		if cut, ok := strings.CutSuffix(s, suffix); ok {
			s, unit = cut, points
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n != n || n > 1e9 || n < -1e9 {
		return 0
	}
	return n * unit
}

func whole(s string) int { return int(number(s)) }
