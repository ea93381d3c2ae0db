package document

import (
	"archive/zip"
	"bytes"
	"testing"
)

// pack makes an archive of parts: name, content, name, content.
func pack(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const wordXML = `<w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">`

// A mark of secrecy is seen wherever a Word file can hold one, since the whole file is kept.
func TestSecrecyAnywhereInAWordFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ part, xml string }{
		"text":             {"word/document.xml", wordXML + `<w:p><w:r><w:t>M</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ẬT</w:t></w:r></w:p></w:x>`},
		"watermark":        {"word/header1.xml", wordXML + `<w:p><w:r><w:pict><v:shape><v:textpath string="TỐI MẬT"/></v:shape></w:pict></w:r></w:p></w:x>`},
		"alternative text": {"word/document.xml", wordXML + `<w:p><w:r><docPr descr="MẬT"/></w:r></w:p></w:x>`},
		"deleted":          {"word/document.xml", wordXML + `<w:p><w:del><w:r><w:delText>MẬT</w:delText></w:r></w:del><w:r><w:t>chữ</w:t></w:r></w:p></w:x>`},
		"capitals":         {"word/document.xml", wordXML + `<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Mật</w:t></w:r></w:p></w:x>`},
		"symbol":           {"word/document.xml", wordXML + `<w:p><w:r><w:t>M</w:t><w:sym w:char="1EAC"/><w:t>T</w:t></w:r></w:p></w:x>`},
		"carriage return":  {"word/document.xml", wordXML + `<w:p><w:r><w:t>chữ</w:t><w:cr/><w:t>MẬT</w:t></w:r></w:p></w:x>`},
		"TCVN3":            {"word/comments.xml", wordXML + `<w:p><w:r><w:t>TèI MËT</w:t></w:r></w:p></w:x>`},
		"property":         {"docProps/custom.xml", `<Properties><property name="Độ mật"><lpwstr>Tối mật</lpwstr></property></Properties>`},
		"title":            {"docProps/core.xml", `<a><title>TỐI MẬT</title><b>x</b></a>`},
		"custom part":      {"customXml/item1.xml", `<a><b>TỐI MẬT</b><c>x</c></a>`},
		"chart":            {"word/charts/chart1.xml", `<c:a xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>1</c:v><c:v>MẬT</c:v></c:a>`},
		"header elsewhere": {"x/header1.xml", wordXML + `<w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:x>`},
		"UTF-16":           {"word/document.xml", "\xFF\xFE<\x00a\x00>\x00M\x00\xAC\x1eT\x00<\x00/\x00a\x00>\x00"},
		"file inside":      {"word/embeddings/TỐI MẬT.docx", "x"},
	} {
		if got := code(RefuseSecretFile(pack(t, c.part, c.xml), WordFile, "a.docx")); got != "SECRET_REFUSED" {
			t.Errorf("%s: %q", name, got)
		}
	}
	for name, c := range map[string]struct{ part, xml string }{
		"word":        {"word/document.xml", wordXML + `<w:p><w:r><w:t>BẢO VỆ BÍ </w:t></w:r><w:r><w:t>MẬT</w:t></w:r></w:p></w:x>`},
		"no level":    {"docProps/custom.xml", `<Properties><property name="Độ mật"><lpwstr>Không</lpwstr></property></Properties>`},
		"broken":      {"word/document.xml", `<w:p`},
		"hidden part": {"word/document.xml", wordXML + `<w:p><w:r><w:t>Mật ong</w:t></w:r></w:p></w:x>`},
	} {
		if got := code(RefuseSecretFile(pack(t, c.part, c.xml), WordFile, "a.docx")); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := code(RefuseSecretFile([]byte("B\xb8o c\xb8o\nT\xe8I M\xcbT\n"), "text/plain", "a.txt")); got != "SECRET_REFUSED" {
		t.Errorf("TCVN3 bytes: %q", got)
	}
}
