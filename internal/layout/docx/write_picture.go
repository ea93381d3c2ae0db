package docx

import "fmt"

// Picture is an image in the line of text.
type Picture struct {
	Data          []byte
	JPEG          bool // otherwise PNG
	Width, Height float64
	Alt           string // what it shows, for those who hear the page
}

// emus gives a length in English metric units, 12,700 a point.
func emus(points float64) int { return int(points*12700 + 0.5) }

// target is the picture's file in the package; the same bytes are kept once.
func (w *writer) target(pic *Picture) string {
	if name, ok := w.media[string(pic.Data)]; ok {
		return name
	}
	extension := "png"
	if pic.JPEG {
		extension = "jpeg"
	}
	name := fmt.Sprintf("media/image%d.%s", len(w.media)+1, extension)
	w.media[string(pic.Data)] = name
	w.files = append(w.files, entry{"word/" + name, pic.Data})
	return name
}

func (pic *Picture) write(p *part) {
	id := p.rels.add(relBase+"image", p.w.target(pic))
	p.w.drawings++
	n, alt := p.w.drawings, escaped(pic.Alt)
	size := fmt.Sprintf(`cx="%d" cy="%d"`, emus(pic.Width), emus(pic.Height))
	p.printf(`<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent %s/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="%d" name="Hình %d" descr="%s"/>`, size, n, n, alt)
	p.WriteString(`<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>`)
	p.printf(`<pic:nvPicPr><pic:cNvPr id="%d" name="Hình %d" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, n, n, alt, id)
	p.printf(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext %s/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`, size)
}
