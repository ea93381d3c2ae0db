package docx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"trinhky/internal/fault"
)

const (
	typesXML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	rootXML  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	spaces   = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`
)

// bodyXML is a document part around a body.
func bodyXML(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document` + spaces + `><w:body>` + body + `</w:body></w:document>`
}

// relsXML is the relationships of the document part: pairs of kind and target, rId1 …
func relsXML(pairs ...string) string {
	s := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for i := 0; i < len(pairs); i += 2 {
		s += fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`, i/2+1, pairs[i], pairs[i+1])
	}
	return s + `</Relationships>`
}

// packed makes a package of parts: name, content, name, content …
func packed(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		method := zip.Deflate
		if len(parts[i+1]) < 100 {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// word makes a Word file of a body and more parts.
func word(body string, parts ...string) []byte {
	return packed(append([]string{"[Content_Types].xml", typesXML, "_rels/.rels", rootXML, "word/document.xml", bodyXML(body)}, parts...)...)
}

// claimed makes a package whose last part claims a size that it does not have.
func claimed(size uint64, parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		var folded bytes.Buffer
		f, _ := flate.NewWriter(&folded, flate.BestSpeed)
		_, _ = io.WriteString(f, parts[i+1])
		_ = f.Close()
		h := &zip.FileHeader{Name: parts[i], Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(parts[i+1])), CompressedSize64: uint64(folded.Len()), UncompressedSize64: uint64(len(parts[i+1]))}
		if i == len(parts)-2 {
			h.UncompressedSize64 = size
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			panic(err)
		}
		_, _ = w.Write(folded.Bytes())
	}
	_ = z.Close()
	return b.Bytes()
}

// zeros is a text of n bytes that folds very small.
func zeros(n int) string { return strings.Repeat("<w:p/>", n/6) }

// random is n bytes that do not fold.
func random(n int) string {
	b := make([]byte, n)
	x := uint32(2463534242)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x)
	}
	return string(b)
}

func compound(stream string) []byte {
	b := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 2000)...)
	return append(append(b, wide(stream)...), make([]byte, 2000)...)
}

// hostile are files that somebody may upload, each with its refusal; short leaves out those that take long to make.
func hostile(short bool) map[string]struct {
	raw  []byte
	code string
} {
	parts := []string{"[Content_Types].xml", typesXML, "_rels/.rels", rootXML}
	with := func(more ...string) []byte { return packed(append(parts[:4:4], more...)...) }
	document := func(s string) []byte { return with("word/document.xml", s) }
	images := func(n int) []byte {
		list := append(parts[:4:4], "word/document.xml", bodyXML(`<w:p/>`))
		for i := range n {
			list = append(list, fmt.Sprintf("word/media/image%d.png", i), "x")
		}
		return packed(list...)
	}
	many := func(n int) []byte {
		list := append(parts[:4:4], "word/document.xml", bodyXML(`<w:p/>`))
		for i := range n {
			list = append(list, fmt.Sprintf("customXml/item%d.xml", i), "<a/>")
		}
		return packed(list...)
	}
	whole := word(`<w:p><w:r><w:t>Nội dung.</w:t></w:r></w:p>`)
	locked := bytes.Clone(whole)
	at := bytes.LastIndex(locked, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint16(locked[at+8:], 1)
	files := map[string]struct {
		raw  []byte
		code string
	}{
		"zip bomb of one part":          {document(bodyXML(zeros(40 << 20))), "DOCX_HOSTILE"},
		"zip bomb that claims little":   {claimed(1000, append(parts[:4:4], "word/document.xml", bodyXML(zeros(20<<20)))...), "DOCX_BROKEN"},
		"a part of 2 GB claimed":        {claimed(2<<30, append(parts[:4:4], "word/document.xml", bodyXML(`<w:p/>`))...), "DOCX_HOSTILE"},
		"a part of 2^63 bytes claimed":  {claimed(1<<63, append(parts[:4:4], "word/document.xml", bodyXML(`<w:p/>`))...), "DOCX_HOSTILE"},
		"entity bomb":                   {document(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document` + spaces + `><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`), "DOCX_HOSTILE"},
		"external entity":               {document(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document` + spaces + `><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>`), "DOCX_HOSTILE"},
		"document type in the types":    {packed("[Content_Types].xml", `<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">`+typesXML, "_rels/.rels", rootXML), "DOCX_HOSTILE"},
		"document type in a header":     {with("word/document.xml", bodyXML(`<w:p/><w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>`), "word/_rels/document.xml.rels", relsXML("header", "header1.xml"), "word/header1.xml", `<!DOCTYPE a><w:hdr`+spaces+`/>`), "DOCX_HOSTILE"},
		"an entity without a type":      {document(bodyXML(`<w:p><w:r><w:t>&nosuch;</w:t></w:r></w:p>`)), "DOCX_BROKEN"},
		"elements without end":          {document(bodyXML(strings.Repeat("<w:sdt>", 3000))), "DOCX_HOSTILE"},
		"path traversal":                {with("word/document.xml", bodyXML(`<w:p/>`), "../../etc/cron.d/x", "x"), "DOCX_HOSTILE"},
		"path traversal by backslashes": {with("word/document.xml", bodyXML(`<w:p/>`), `word\..\..\x`, "x"), "DOCX_HOSTILE"},
		"path traversal by percents":    {with("word/document.xml", bodyXML(`<w:p/>`), `word/%2e%2E/x`, "x"), "DOCX_HOSTILE"},
		"an absolute name":              {with("word/document.xml", bodyXML(`<w:p/>`), "/etc/passwd", "x"), "DOCX_HOSTILE"},
		"a drive":                       {with("word/document.xml", bodyXML(`<w:p/>`), "C:x", "x"), "DOCX_HOSTILE"},
		"a part twice":                  {with("word/document.xml", bodyXML(`<w:p/>`), "word/Document.xml", bodyXML(`<w:p/>`)), "DOCX_HOSTILE"},
		"macros":                        {with("word/document.xml", bodyXML(`<w:p/>`), "word/vbaProject.bin", "x"), "DOCX_MACROS"},
		"a docm renamed":                {packed("[Content_Types].xml", strings.ReplaceAll(typesXML, "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"), "_rels/.rels", rootXML), "DOCX_MACROS"},
		"a password":                    {compound("EncryptedPackage"), "DOCX_ENCRYPTED"},
		"a password of the zip":         {locked, "DOCX_ENCRYPTED"},
		"an old .doc":                   {compound("WordDocument"), "DOC_OLD_FORMAT"},
		"an old .doc renamed .docx":     {compound("WordDocument"), "DOC_OLD_FORMAT"},
		"rich text":                     {[]byte(`{\rtf1\ansi Noi dung}`), "DOC_OLD_FORMAT"},
		"another compound file":         {compound("Workbook"), "DOCX_BROKEN"},
		"a zip without a document":      {packed("a.txt", "x"), "DOCX_BROKEN"},
		"a workbook":                    {packed("[Content_Types].xml", strings.ReplaceAll(typesXML, "wordprocessingml.document", "spreadsheetml.sheet"), "_rels/.rels", rootXML), "DOCX_BROKEN"},
		"an .odt":                       {packed("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<a/>"), "DOCX_BROKEN"},
		"no main part":                  {packed(parts...), "DOCX_BROKEN"},
		"truncated":                     {whole[:len(whole)-40], "DOCX_BROKEN"},
		"truncated in the middle":       {whole[:len(whole)/2], "DOCX_BROKEN"},
		"empty":                         {nil, "DOCX_BROKEN"},
		"a text":                        {[]byte("THÔNG BÁO"), "DOCX_BROKEN"},
		"broken XML":                    {document(`<w:document><w:body><w:p></w:body>`), "DOCX_BROKEN"},
		"a PDF":                         {[]byte("%PDF-1.7\n1 0 obj"), "IS_PDF"},
		"10,000 pictures":               {images(10000), "DOCX_TOO_MANY_IMAGES"},
		"one picture 10,000 times":      {with("word/document.xml", bodyXML(`<w:p>`+strings.Repeat(`<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><a:graphic><a:graphicData><pic:pic><a:blip r:embed="rId1"/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, 10000)+`</w:p>`), "word/_rels/document.xml.rels", relsXML("image", "media/a.png"), "word/media/a.png", "x"), "DOCX_TOO_MANY_IMAGES"},
		"10,000 parts":                  {many(10000), "DOCX_HOSTILE"},
		"100,000 parts":                 {many(100000), "DOCX_BROKEN"},
	}
	if !short {
		for element, code := range map[string]string{"<w:p/>": "DOCX_TOO_LARGE", "<w:x/>": "DOCX_TOO_LARGE", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>`: "DOCX_HOSTILE"} {
			files["a million times "+element] = struct {
				raw  []byte
				code string
			}{repeated(parts, element), code}
		}
	}
	return files
}

// repeated is a document of a million times the same, folded no tighter than a document is.
func repeated(parts []string, element string) []byte {
	var s strings.Builder
	noise := random(300 << 10)
	for i := range 1_000_000 {
		s.WriteString(element)
		if i%4 == 0 {
			fmt.Fprintf(&s, "<!--%x-->", noise[i%len(noise)])
		}
		if s.Len() > 31<<20 {
			break
		}
	}
	return packed(append(parts[:4:4], "word/document.xml", bodyXML(s.String()))...)
}

// peak is the most memory that a call has in use beyond what was before, in MB, and the time that it takes.
func peak(call func()) (float64, time.Duration) {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		high := uint64(0)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			high = max(high, m.HeapAlloc)
			select {
			case <-done:
				most <- high
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	call()
	took := time.Since(start)
	runtime.ReadMemStats(&now)
	close(done)
	inUse := float64(max(<-most, before.HeapAlloc)-before.HeapAlloc) / (1 << 20)
	ever := float64(now.TotalAlloc-before.TotalAlloc) / (1 << 20) // freed again or not: never less
	return min(inUse, ever), took
}

// TestHostileFiles is attack 28 (and 39) of the list: each file is refused by name, within a second and 64 MB.
func TestHostileFiles(t *testing.T) {
	// Not parallel: what it allocates is measured.
	limit := time.Second
	if testing.Short() { // the race detector runs it so
		limit = 20 * time.Second
	}
	for name, c := range hostile(testing.Short()) {
		t.Run(name, func(t *testing.T) {
			var err error
			memory, took := peak(func() { _, err = Read(c.raw) })
			if got := fault.Of(err).Code; err == nil || got != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
			if took > limit {
				t.Errorf("took %v", took)
			}
			if memory > 64 {
				t.Errorf("used %.1f MB", memory)
			}
			t.Logf("%-22s %8.2f ms %8.2f MB", c.code, float64(took.Microseconds())/1000, memory)
		})
	}
}
