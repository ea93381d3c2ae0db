package pdf

import (
	"encoding/xml"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"
)

const producer = "Trình Ký"

// writeProperties writes the information dictionary, the same in XMP, and the colour profile of the output intent.
func (a *assembly) writeProperties() error {
	m := a.w.meta
	var info strings.Builder
	for _, e := range []struct{ key, value string }{{"Title", m.Title}, {"Author", m.Author}, {"Subject", m.Subject}, {"Producer", producer}} {
		if e.value != "" {
			fmt.Fprintf(&info, "/%s %s ", e.key, textString(norm.NFC.String(e.value)))
		}
	}
	if !m.Created.IsZero() {
		date := dateString(m.Created.UTC())
		fmt.Fprintf(&info, "/CreationDate %s /ModDate %s", date, date)
	}
	a.out.object(a.info, 0, "<<"+strings.TrimSpace(info.String())+">>")
	packet, err := m.xmp()
	if err != nil {
		return err
	}
	a.out.plainStream(a.metadata, "/Type /Metadata /Subtype /XML", []byte(packet))
	return a.out.stream(a.intent, "/N 3", sRGB())
}

// xmp is the metadata packet; pdfaid says PDF/A-2u (ISO 19005-2, 6.6.4).
func (m Meta) xmp() (string, error) {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` + "\n" +
		"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>\n" +
		"<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>\n")
	for _, e := range []struct{ value, before, after string }{
		{m.Title, `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, "</rdf:li></rdf:Alt></dc:title>\n"},
		{m.Author, "<dc:creator><rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq></dc:creator>\n"},
		{m.Subject, `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">`, "</rdf:li></rdf:Alt></dc:description>\n"},
		{producer, "<pdf:Producer>", "</pdf:Producer>\n"},
	} {
		if e.value == "" {
			continue
		}
		b.WriteString(e.before)
		if err := xml.EscapeText(&b, []byte(norm.NFC.String(e.value))); err != nil {
			return "", fmt.Errorf("pdf: metadata: %w", err)
		}
		b.WriteString(e.after)
	}
	if !m.Created.IsZero() {
		date := m.Created.UTC().Format("2006-01-02T15:04:05+00:00")
		fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>\n", date, date)
	}
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return b.String(), nil
}
