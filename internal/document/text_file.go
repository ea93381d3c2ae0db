package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

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
		mediaType == "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ||
		mediaType == "application/vnd.oasis.opendocument.text"
}

// RefuseSecretFile is RefuseSecret for a file beside a document: its name, and the words in it where they can be read. A
// file that is broken is not refused for that.
func RefuseSecretFile(content []byte, mediaType, name string) error {
	text := ""
	switch {
	case isOffice(mediaType):
		text = officeText(content)
	case Scannable(mediaType):
		text = plainText(content)
	}
	return RefuseSecret(text, name)
}

// plainText is a text in UTF-8, or in UTF-16 where its first bytes say so.
func plainText(content []byte) string {
	decoded, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), content)
	if err != nil {
		return string(content)
	}
	return string(decoded)
}

// officeText gives the words of a DOCX or ODT file, a line a paragraph; headers, footers and text boxes too, where a
// stamp stands as a rule.
func officeText(content []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	var text strings.Builder
	budget := &io.LimitedReader{N: unfoldLimit} // one for all parts: a small archive may unfold into very much
	for _, file := range archive.File[:min(len(archive.File), partLimit)] {
		dir, name := path.Split(file.Name)
		if path.Ext(name) != ".xml" || dir != "word/" && name != "content.xml" && name != "styles.xml" {
			continue
		}
		part, err := file.Open()
		if err != nil {
			continue
		}
		budget.R = part
		wordsOf(&text, budget)
		_ = part.Close()
	}
	return text.String()
}

// wordsOf writes the character data of an XML part; a paragraph, a line break and a cell end the line.
func wordsOf(text *strings.Builder, part io.Reader) {
	decoder := xml.NewDecoder(part)
	for {
		token, err := decoder.Token()
		if err != nil {
			return // its end, or not XML
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			text.WriteString(gapBefore(token.Name.Local))
		case xml.EndElement:
			if token.Name.Local == "p" || token.Name.Local == "h" {
				text.WriteByte('\n')
			}
		}
	}
}

func gapBefore(element string) string {
	switch element {
	case "p", "h", "br", "line-break":
		return "\n"
	case "tab":
		return "\t"
	}
	return ""
}
