package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// WordFile is the media type of a Word file.
const WordFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// MaxScan is how many bytes of a file RefuseSecretFile wants to see: texts and Word files beyond are not looked through.
const MaxScan = 32 << 20

// What is unfolded of a Word file at the most: a document's words are far fewer.
const (
	unfoldLimit = 48 << 20 // bytes, of all parts together
	partLimit   = 2000     // parts
)

// Scannable says whether RefuseSecretFile reads files of a media type: plain texts, and those of Word and LibreOffice.
func Scannable(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || isOffice(mediaType)
}

func isOffice(mediaType string) bool {
	return mediaType == "application/zip" || // what a Word file looks like when its parts come in another order
		mediaType == WordFile ||
		mediaType == "application/vnd.oasis.opendocument.text"
}

// RefuseSecretFile is RefuseSecret for a file beside a document: its name, and the words in it where they can be read. A
// file that is broken is not refused for that.
func RefuseSecretFile(content []byte, mediaType, name string) error {
	text := ""
	switch {
	case isOffice(mediaType):
		var err error
		if text, err = officeText(content); err != nil {
			return err
		}
	case Scannable(mediaType):
		text = plainText(content)
	}
	return RefuseSecret(text, name)
}

// plainText is a text in UTF-8, in UTF-16 where its first bytes say so, or else byte by byte, as legacy fonts have it.
func plainText(content []byte) string {
	decoded, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), content)
	if err != nil {
		decoded = content
	}
	if utf8.Valid(decoded) {
		return string(decoded)
	}
	letters := make([]rune, len(decoded))
	for i, b := range decoded {
		letters[i] = rune(b)
	}
	return string(letters)
}

// officeText gives the words of a DOCX or ODT file, a line a paragraph: of every part that is XML, since a stamp stands
// in headers and watermarks as a rule, and a label of secrecy in the properties of the file. The error is that of a part
// whose name says so.
func officeText(content []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", nil //nolint:nilerr // what is no archive has no such text
	}
	s := officeScan{}
	budget := &io.LimitedReader{N: unfoldLimit} // one for all parts: a small archive may unfold into very much
	for _, file := range archive.File[:min(len(archive.File), partLimit)] {
		if err := RefuseSecret("", path.Base(file.Name)); err != nil {
			return "", err
		}
		if ext := strings.ToLower(path.Ext(file.Name)); ext != ".xml" && ext != ".vml" {
			continue
		}
		part, err := file.Open()
		if err != nil {
			continue
		}
		budget.R = part
		s.read(transform.NewReader(budget, unicode.BOMOverride(transform.Nop)))
		_ = part.Close()
	}
	return s.text.String(), nil
}

// officeScan gathers the words of the parts.
type officeScan struct {
	text       strings.Builder // whole lines
	kept, gone strings.Builder // of this line: what stands there, and what tracked changes took away
	capitals   bool            // some letters of the line print as capitals
}

// read takes the character data of an XML part and those attributes that hold words: alternative texts, the letters of
// a watermark. A paragraph, a line break and a cell end the line.
func (s *officeScan) read(part io.Reader) {
	decoder := xml.NewDecoder(part)
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	words := &s.kept
	for {
		token, err := decoder.Token()
		if err != nil { // its end, or not XML
			s.endLine()
			return
		}
		switch token := token.(type) {
		case xml.CharData:
			words.Write(token)
		case xml.StartElement:
			words = s.begin(token)
		case xml.EndElement:
			words = &s.kept
			if endsLine(token.Name) {
				s.endLine()
			}
		}
	}
}

// endsLine: the languages of text part their lines by paragraphs, any other part its words by elements.
func endsLine(name xml.Name) bool {
	text := strings.Contains(name.Space, "wordprocessingml") || strings.Contains(name.Space, "opendocument") || strings.HasSuffix(name.Space, "/drawingml/2006/main")
	return !text || name.Local == "p" || name.Local == "h"
}

// begin takes what an element says by itself, and says where its characters belong.
func (s *officeScan) begin(e xml.StartElement) *strings.Builder {
	for _, a := range e.Attr {
		switch {
		case e.Name.Local == "property" && a.Name.Local == "name": // of the file: "Độ mật", and behind it what it is
			s.endLine()
			s.kept.WriteString(a.Value + ": ") // the value stands in an element below
		case e.Name.Local == "sym" && a.Name.Local == "char":
			if n, err := strconv.ParseUint(a.Value, 16, 16); err == nil {
				s.kept.WriteRune(rune(n))
			}
		case e.Name.Local == "caps" && a.Name.Local == "val" && (a.Value == "0" || a.Value == "false"):
			return &s.kept
		case strings.ContainsFunc(a.Value, func(r rune) bool { return r >= utf8.RuneSelf }):
			s.text.WriteString(strings.ReplaceAll(a.Value, "_", " ") + "\n")
		}
	}
	switch e.Name.Local {
	case "p", "h", "br", "cr", "line-break":
		s.endLine()
	case "tab":
		s.kept.WriteByte('\t')
	case "caps":
		s.capitals = true
	case "delText":
		return &s.gone
	}
	return &s.kept
}

func (s *officeScan) endLine() {
	kept := s.kept.String()
	s.text.WriteString(kept + "\n" + s.gone.String() + "\n")
	if s.capitals {
		s.text.WriteString(strings.ToUpper(kept) + "\n")
	}
	s.kept.Reset()
	s.gone.Reset()
	s.capitals = false
}
