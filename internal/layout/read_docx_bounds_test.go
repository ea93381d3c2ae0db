package layout

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestDOCXGrows: what reading a file allocates grows with the file, not with its square. Not parallel: it measures what
// the whole process allocates.
func TestDOCXGrows(t *testing.T) {
	few, many := growing(4_000), growing(16_000)
	for name := range few {
		t.Run(name, func(t *testing.T) {
			small, large := readingAllocates(t, few[name]), readingAllocates(t, many[name])
			if ratio := float64(large) / float64(small); ratio > 6 {
				t.Errorf("four times as much allocates %.1f times as much: %d MB", ratio, large>>20)
			}
		})
	}
}

// growing are files that were slow once, with n of what made them so.
func growing(n int) map[string][]byte {
	lines := func(pattern string) string {
		var s strings.Builder
		for i := range n {
			fmt.Fprintf(&s, pattern, i*7919)
		}
		return s.String()
	}
	head := wordLines("THÔNG BÁO", "Về việc họp", "Đoạn văn.")
	const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>`
	const section = `<w:p><w:pPr><w:sectPr>%s</w:sectPr></w:pPr></w:p>`
	return map[string][]byte{
		"paragraphs that join":     wordFile(head + lines(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>%x dài thêm dài thêm dài thêm</w:t></w:r></w:p>`)),
		"lines that go on":         wordFile(head + `<w:p><w:r>` + lines(`<w:t>dòng %x</w:t><w:br/>`) + `</w:r></w:p>`),
		"a title that goes on":     wordFile(head + wordLines("PHỤ LỤC I") + lines(`<w:p><w:r><w:t>BẢNG %X</w:t></w:r></w:p>`)),
		"recipients without end":   wordFile(head + wordLines("Nơi nhận:") + lines(`<w:p><w:r><w:t>- Ban %x;</w:t></w:r></w:p>`)),
		"a header of all sections": wordFile(head+fmt.Sprintf(section, `<w:headerReference w:type="default" r:id="rId1"/>`)+strings.Repeat(fmt.Sprintf(section, ""), n/40)+head, "word/_rels/document.xml.rels", rels, "word/header1.xml", `<w:hdr NAMESPACES>`+lines(`<w:p><w:r><w:t>%x và một dòng dài của lề trang, dài thêm nữa, dài thêm nữa</w:t></w:r></w:p>`)+`</w:hdr>`),
	}
}

func readingAllocates(t *testing.T, raw []byte) uint64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := ReadDOCX(raw, Known{}); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
