package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// File is a Word document to write. All lengths are points.
type File struct {
	Properties Properties
	Font       string  // of everything, unless a style says otherwise
	Size       float64 // likewise
	Language   string  // BCP 47: "vi-VN"
	Tab        float64 // distance of the default tab stops
	Styles     []Style
	Lists      []List // a paragraph names its list by its index here, from 1
	Sections   []Section
}

// Properties are what the file says of itself.
type Properties struct {
	Title, Subject, Creator string
	Created                 time.Time
}

// Section is a stretch of pages of one size and numbering. Its last block must be a paragraph: it ends the section.
type Section struct {
	Page      Page
	Blocks    []Block
	Header    []Block // of every page, or of all but the first when TitlePage is set
	FirstPage []Block // the footer of the first page, when TitlePage is set
	TitlePage bool
	FirstIs   int // the number of its first page; 0 = goes on from the section before
}

// Page is the paper and its margins; Header and Footer are from the edge of the paper.
type Page struct {
	Width, Height, Top, Bottom, Left, Right, Header, Footer float64
}

// Block is a Paragraph or a Table.
type Block interface{ write(p *part) }

// writer gathers the parts of a package.
type writer struct {
	file     *File
	files    []entry
	types    []string // overrides of content types
	rels     relations
	media    map[string]string // name of the file by its bytes
	notes    []Note
	drawings int
}

type entry struct {
	name string
	data []byte
}

// Bytes writes the package: the same File gives the same bytes.
func (f *File) Bytes() ([]byte, error) {
	w := &writer{file: f, media: map[string]string{}}
	document := w.document()
	w.add("word/document.xml", typeBase+"document.main+xml", document)
	w.shared("styles", w.styles())
	w.shared("settings", w.settings())
	w.shared("fontTable", w.fontTable())
	if len(f.Lists) > 0 {
		w.shared("numbering", w.numbering())
	}
	if len(w.notes) > 0 {
		w.shared("footnotes", w.footnotes())
		w.shared("endnotes", endnotes)
	}
	w.add("word/_rels/document.xml.rels", "", w.rels.part())
	w.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", w.core())
	w.add("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", head+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>`)
	var root relations
	root.add(relBase+"officeDocument", "word/document.xml")
	root.add("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")
	root.add(relBase+"extended-properties", "docProps/app.xml")
	return w.zip(root)
}

const (
	head     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relBase  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	typeBase = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	// namespaces are of every part with text.
	namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	drawingNS  = ` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
)

func (w *writer) add(name, contentType, data string) {
	w.files = append(w.files, entry{name, []byte(data)})
	if contentType != "" {
		w.types = append(w.types, fmt.Sprintf(`<Override PartName="/%s" ContentType="%s"/>`, name, contentType))
	}
}

// shared adds a part that the document relates to.
func (w *writer) shared(kind, data string) {
	w.rels.add(relBase+kind, kind+".xml")
	w.add("word/"+kind+".xml", typeBase+kind+"+xml", data)
}

// relations are the relationships of one part.
type relations struct{ list []string }

// add gives the id of a relationship.
func (r *relations) add(kind, target string) string {
	id := "rId" + strconv.Itoa(len(r.list)+1)
	r.list = append(r.list, fmt.Sprintf(`<Relationship Id="%s" Type="%s" Target="%s"/>`, id, kind, target))
	return id
}

func (r *relations) part() string {
	return head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + strings.Join(r.list, "") + `</Relationships>`
}

func (w *writer) core() string {
	p := w.file.Properties
	at := p.Created.UTC().Format("2006-01-02T15:04:05Z")
	var s strings.Builder
	s.WriteString(head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	fmt.Fprintf(&s, `<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>%s</dc:creator><dc:language>%s</dc:language>`, escaped(p.Title), escaped(p.Subject), escaped(p.Creator), escaped(w.file.Language))
	if !p.Created.IsZero() {
		fmt.Fprintf(&s, `<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>`, at, at)
	}
	return s.String() + `</cp:coreProperties>`
}

// zip packs the parts, [Content_Types].xml first: programs tell a Word file by it.
func (w *writer) zip(root relations) ([]byte, error) {
	types := head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>` + strings.Join(w.types, "") + `</Types>`
	all := append([]entry{{"[Content_Types].xml", []byte(types)}, {"_rels/.rels", []byte(root.part())}}, w.files...)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range all {
		// A fixed time: the same document is the same file.
		out, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, fmt.Errorf("zip %s: %w", e.name, err)
		}
		if _, err := out.Write(e.data); err != nil {
			return nil, fmt.Errorf("zip %s: %w", e.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("close the zip: %w", err)
	}
	return b.Bytes(), nil
}

// twips gives a length in twentieths of a point.
func twips(points float64) int { return int(math.Round(points * 20)) }

// escaped makes a text safe in XML; what XML cannot hold becomes a space.
func escaped(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == '&' || c == '<' || c == '>' || c == '"' || c >= 0x80 {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
