package docx

import (
	"bytes"
	"encoding/xml"
	"image"
	_ "image/jpeg" // the sizes of the two kinds of picture that a document may hold
	_ "image/png"
	"strings"
)

const emuPerMM = 36000

// maxPixels is the most that a picture may have on each side.
const maxPixels = 20000

// shape is a picture or a text box while it is read.
type shape struct {
	width, height float64 // millimetres
	alt           string
	id            string // the relationship of the picture
	linked        bool   // the picture is outside the file
	other         bool   // a chart or a diagram
	grouped       bool   // pictures in it have been taken
	text          []Element
	boxed         bool
}

// drawing reads w:drawing: a picture in the line or anchored, or a text box.
func (s *story) drawing(d *decoder, p *paragraph, look *Look) error {
	f := &shape{}
	err := d.each(func(e xml.StartElement) error { return s.shape(d, e, f, p, look) })
	s.arrange(f, p, look)
	return err
}

func (s *story) shape(d *decoder, e xml.StartElement, f *shape, p *paragraph, look *Look) error {
	switch e.Name.Local {
	case "extent":
		f.width, f.height = number(attr(e, "cx"))/emuPerMM, number(attr(e, "cy"))/emuPerMM
	case "docPr":
		if f.alt = attr(e, "descr"); f.alt == "" {
			f.alt = attr(e, "title")
		}
	case "pic":
		own := &shape{width: f.width, height: f.height, alt: f.alt}
		if f.grouped { // one more picture of a group: the size is that of the first
			own.width, own.height = 0, 0
		}
		f.grouped = true
		err := d.each(func(in xml.StartElement) error { return s.shape(d, in, own, p, look) })
		s.arrange(own, p, look)
		return err
	case "blip":
		f.id, f.linked = relAttr(e, "embed"), relAttr(e, "embed") == "" && relAttr(e, "link") != ""
		return nil
	case "chart", "relIds":
		f.other = true
	case "txbxContent":
		return s.box(d, f)
	}
	return d.each(func(in xml.StartElement) error { return s.shape(d, in, f, p, look) })
}

// box reads the text of a text box.
func (s *story) box(d *decoder, f *shape) error {
	fields := s.fields
	s.fields = nil
	text, err := s.blocks(d)
	s.fields = fields
	f.text, f.boxed = append(f.text, text...), true
	return err
}

// vml reads w:pict, the drawings of Word before 2010.
func (s *story) vml(d *decoder, p *paragraph, look *Look) error {
	f := &shape{}
	var visit func(e xml.StartElement) error
	visit = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "shape", "rect", "roundrect":
			if f.alt == "" {
				f.alt = attr(e, "alt")
			}
			f.style(attr(e, "style"))
		case "imagedata":
			f.id = relAttr(e, "id")
			return nil
		case "txbxContent":
			return s.box(d, f)
		case "OLEObject":
			s.note(OLE)
		}
		return d.each(visit)
	}
	err := d.each(visit)
	s.arrange(f, p, look)
	return err
}

// style reads the size out of "width:120pt;height:1in".
func (f *shape) style(css string) {
	for _, rule := range strings.Split(css, ";") {
		name, value, _ := strings.Cut(rule, ":")
		const twipsPerMM = 1440 / 25.4
		switch strings.TrimSpace(name) {
		case "width":
			f.width = number(strings.TrimSpace(value)) / twipsPerMM
		case "height":
			f.height = number(strings.TrimSpace(value)) / twipsPerMM
		}
	}
}

// arrange puts what a shape holds where it belongs: a picture into the text, the text of a box behind the paragraph.
func (s *story) arrange(f *shape, p *paragraph, look *Look) {
	if s.deleted > 0 {
		return
	}
	if f.boxed && written(f.text) {
		s.note(TextBox)
		for _, e := range f.text {
			if e.Table != nil || len(e.Para.Spans) > 0 {
				p.moved = append(p.moved, e)
			}
		}
	}
	switch {
	case f.id != "":
		s.picture(f, p, look)
	case f.linked && !f.boxed, f.other:
		s.note(ImageDropped)
	}
}

// picture takes a PNG or JPEG; any other kind of picture is left out with a remark.
func (s *story) picture(f *shape, p *paragraph, look *Look) {
	if s.images++; s.images > maxMedia || s.margin {
		return // too many: refused once the paragraph is read
	}
	name := s.rels.targets[f.id]
	content, known := s.media[name]
	if !known {
		var err error
		if content, err = s.bytes(name); err != nil {
			s.failed = err
		}
		s.media[name] = content
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || config.Width < 1 || config.Height < 1 || config.Width > maxPixels || config.Height > maxPixels {
		s.note(ImageDropped)
		return
	}
	i := &Image{Bytes: content, MediaType: "image/" + kind, Width: f.width, Height: f.height, Alt: f.alt}
	if i.Width <= 0 || i.Height <= 0 {
		i.Width, i.Height = float64(config.Width)*25.4/96, float64(config.Height)*25.4/96
	}
	p.Spans = append(p.Spans, Span{Look: look, Image: i})
}
