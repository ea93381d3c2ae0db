package layout

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
	"trinhky/internal/fault"
)

// wordFile makes a Word file of a body and more parts: name, content …
func wordFile(body string, parts ...string) []byte {
	const (
		types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
		rels  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
		space = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml"`
	)
	all := append([]string{"[Content_Types].xml", types, "_rels/.rels", rels, "word/document.xml", `<w:document` + space + `><w:body>` + body + `</w:body></w:document>`}, parts...)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(all); i += 2 {
		w, err := z.Create(all[i])
		if err == nil {
			_, err = io.WriteString(w, strings.ReplaceAll(all[i+1], "NAMESPACES", space))
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

// wordLines are paragraphs of plain text; a tab is a tab, a vertical bar a line break.
func wordLines(lines ...string) string {
	var s strings.Builder
	for _, l := range lines {
		l = strings.NewReplacer("\t", "</w:t><w:tab/><w:t>", "|", "</w:t><w:br/><w:t>").Replace(l)
		s.WriteString(`<w:p><w:r><w:t xml:space="preserve">` + l + `</w:t></w:r></w:p>`)
	}
	return s.String()
}

func wordTable(rows ...[]string) string {
	var s strings.Builder
	s.WriteString(`<w:tbl>`)
	for _, row := range rows {
		s.WriteString(`<w:tr>`)
		for _, cell := range row {
			s.WriteString(`<w:tc>` + cell + `</w:tc>`)
		}
		s.WriteString(`</w:tr>`)
	}
	return s.String() + `</w:tbl>`
}

func mustReadDOCX(t testing.TB, raw []byte) Reading {
	t.Helper()
	r, err := ReadDOCX(raw, Known{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestFilesOfLibreOffice reads files that LibreOffice wrote, each with something else in it; what they say stands beside
// each as text. All were written for this test.
func TestFilesOfLibreOffice(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/docx/*.docx")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	remarks := map[string]string{
		"tracked": "TRACKED_CHANGES_ACCEPTED", "comments": "COMMENTS_DROPPED", "text_boxes": "TEXT_BOX_MOVED TEXT_BOX_MOVED", "images": "IMAGE_MOVED",
		"legacy_fonts": "LEGACY_FONT_CONVERTED LEGACY_FONT_CONVERTED LEGACY_FONT_CONVERTED", "caps_hidden": "HIDDEN_TEXT_DROPPED", "html": "NESTED_TABLE_FLATTENED",
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".docx")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := mustReadDOCX(t, raw)
			golden := strings.TrimSuffix(file, ".docx") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got.Text()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.Text()); diff != "" {
				t.Error(diff)
			}
			var codes []string
			for _, r := range got.Remarks {
				if codes = append(codes, r.Code); r.Message == "" {
					t.Errorf("%s says nothing", r.Code)
				}
			}
			if strings.Join(codes, " ") != remarks[name] {
				t.Errorf("remarks %q, want %q", codes, remarks[name])
			}
			if len(got.Unplaced) > 0 {
				t.Errorf("unplaced: %q", got.Unplaced)
			}
			again, err := ReadText([]byte(got.Text()), Known{})
			if err != nil || again.Text() != got.Text() {
				t.Errorf("the text reads as another: %v %s", err, cmp.Diff(got.Text(), again.Text()))
			}
		})
	}
}

const wordHead = "TỈNH ỦY SÔNG LAM\tĐẢNG CỘNG SẢN VIỆT NAM"

// TestWaysToLayOutAHeader: however a typist sets header and signature block side by side, the parts are the same.
func TestWaysToLayOutAHeader(t *testing.T) {
	t.Parallel()
	middle := wordLines("THÔNG BÁO", "kết luận của Thường trực Tỉnh ủy", "-----", "Nội dung thứ nhất.", "1. Việc một.")
	left := []string{"Nơi nhận:", "- Thường trực Tỉnh ủy;", "- Lưu Văn phòng Tỉnh ủy."}
	right := []string{"CHÁNH VĂN PHÒNG", "", "(Đã ký)", "", "Trần Hữu Đức"}
	for name, body := range map[string]string{
		"tables": wordTable([]string{wordLines("TỈNH ỦY SÔNG LAM", "VĂN PHÒNG", "*", "Số 05-TB/VPTU"), wordLines("ĐẢNG CỘNG SẢN VIỆT NAM", "", "Vĩnh An, ngày 10 tháng 6 năm 2026", "KHẨN")}) +
			middle + wordTable([]string{wordLines(left...), wordLines(right...)}),
		"a table of rows, breaks in cells": wordTable([]string{wordLines("TỈNH ỦY SÔNG LAM|VĂN PHÒNG|*"), wordLines("ĐẢNG CỘNG SẢN VIỆT NAM")}, []string{wordLines("Số 05-TB/VPTU"), wordLines("Vĩnh An, ngày 10 tháng 6 năm 2026")}, []string{wordLines("KHẨN"), wordLines("")}) +
			middle + wordTable([]string{wordLines(strings.Join(left, "|")), wordLines(strings.Join(right, "|"))}),
		"tabs": wordLines(wordHead, "VĂN PHÒNG\t-----------", "*", "Số 05-TB/VPTU\tVĩnh An, ngày 10 tháng 6 năm 2026", "KHẨN", "") + middle +
			wordLines("Nơi nhận:\tCHÁNH VĂN PHÒNG", "- Thường trực Tỉnh ủy;\t(Đã ký)", "- Lưu Văn phòng Tỉnh ủy.\tTrần Hữu Đức"),
		"spaces": wordLines("TỈNH ỦY SÔNG LAM          ĐẢNG CỘNG SẢN VIỆT NAM", "      VĂN PHÒNG", "          *                 Vĩnh An, ngày 10 tháng 6 năm 2026", "    Số 05-TB/VPTU              KHẨN") + middle +
			wordLines("Nơi nhận:                 CHÁNH VĂN PHÒNG", "- Thường trực Tỉnh ủy;        (Đã ký)", "- Lưu Văn phòng Tỉnh ủy.      Trần Hữu Đức"),
		"paragraphs": wordLines("ĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH ỦY SÔNG LAM", "VĂN PHÒNG", "*", "Số 05-TB/VPTU", "Vĩnh An, ngày 10 tháng 6 năm 2026", "KHẨN") + middle +
			wordLines(append(append([]string{}, left...), right...)...),
		"title in the table": wordTable([]string{wordLines("TỈNH ỦY SÔNG LAM", "VĂN PHÒNG", "*", "Số 05-TB/VPTU"), wordLines("ĐẢNG CỘNG SẢN VIỆT NAM", "", "Vĩnh An, ngày 10 tháng 6 năm 2026", "KHẨN")}) +
			wordTable([]string{wordLines("THÔNG BÁO", "kết luận của Thường trực Tỉnh ủy")}) + wordLines("Nội dung thứ nhất.", "1. Việc một.") + wordTable([]string{wordLines(left...), wordLines(right...)}),
	} {
		r := mustReadDOCX(t, wordFile(body))
		want := Reading{
			Regime: "party", Kind: "notice", Subkind: "notice.conclusion", PartyTitle: true, Superior: []string{"TỈNH ỦY SÔNG LAM"}, Issuer: []string{"VĂN PHÒNG"},
			NumberLine: "05-TB/VPTU", HasNumberLine: true, Symbol: document.Symbol{Form: document.PartyForm, Number: "05", Type: "TB", Issuer: "VPTU"},
			Place: "Vĩnh An", Date: "2026-06-10", DateLine: "Vĩnh An, ngày 10 tháng 6 năm 2026", Urgency: "KHẨN", KindName: "THÔNG BÁO", Subject: "kết luận của Thường trực Tỉnh ủy",
			Body:          document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: text("Nội dung thứ nhất.")}, {Kind: document.Paragraph, Ordinal: "1.", Runs: text("Việc một.")}}},
			HasRecipients: true, RecipientsText: "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Formula: []string{"CHÁNH VĂN PHÒNG"}, SignerName: "Trần Hữu Đức", SignatureState: Stated,
		}
		r.Look = nil
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestBodyOfAWordFile: tables and pictures of the body are no part of the header or the signature block.
func TestBodyOfAWordFile(t *testing.T) {
	t.Parallel()
	r := mustReadDOCX(t, wordFile(
		wordLines(wordHead, "Số 05-BC/TU", "BÁO CÁO", "kết quả năm 2026", "Kết quả:")+
			wordTable([]string{wordLines("KẾ HOẠCH"), wordLines("Số 12-BC/TU", "dòng hai")}, []string{wordLines("KHẨN"), wordLines("1|2")})+
			wordLines("CHỦ TỊCH các xã báo cáo.|- gạch đầu dòng|và viết tiếp")+
			`<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t xml:space="preserve">1. Mục tiêu </w:t></w:r><w:r><w:t>năm nay</w:t></w:r></w:p>`+
			wordLines("Nơi nhận:", "- Như trên;", "- Lưu.", "BÍ THƯ", "Trần Hữu Đức")))
	want := []document.Block{
		{Kind: document.Paragraph, Runs: text("Kết quả:")},
		{Kind: document.Table, Rows: [][]document.Cell{{{Runs: text("KẾ HOẠCH")}, {Runs: text("Số 12-BC/TU\ndòng hai")}}, {{Runs: text("KHẨN")}, {Runs: text("1\n2")}}}},
		{Kind: document.Paragraph, Runs: text("CHỦ TỊCH các xã báo cáo.")},
		{Kind: document.Item, Level: 1, Ordinal: "-", Runs: text("gạch đầu dòng và viết tiếp")},
		{Kind: document.Paragraph, Ordinal: "1.", Align: document.AlignCenter, Runs: []document.Run{{Text: "Mục tiêu", Bold: true, Italic: true}, {Text: " năm nay"}}},
	}
	if diff := cmp.Diff(want, r.Body.Blocks); diff != "" {
		t.Error(diff)
	}
	if r.SignerName != "Trần Hữu Đức" || len(r.Unplaced) > 0 || r.NumberLine != "05-BC/TU" {
		t.Errorf("%+v", r)
	}
}

// TestHeadingByStyle: bold letters tell a heading also when only its style makes them bold.
func TestHeadingByStyle(t *testing.T) {
	t.Parallel()
	styled := func(style, s string) string {
		return strings.Replace(wordLines(s), "<w:p>", `<w:p><w:pPr><w:pStyle w:val="`+style+`"/></w:pPr>`, 1)
	}
	r := mustReadDOCX(t, wordFile(styled("H", "1. Mục tiêu")+styled("H", "chữ đậm của kiểu.")+wordLines("2. Yêu cầu"),
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
		"word/styles.xml", `<w:styles NAMESPACES><w:style w:type="paragraph" w:styleId="H"><w:name w:val="Tiêu đề"/><w:rPr><w:b/></w:rPr></w:style></w:styles>`))
	want := []document.Block{
		{Kind: document.Heading, Level: 4, Ordinal: "1.", Runs: text("Mục tiêu")},
		{Kind: document.Paragraph, Runs: text("chữ đậm của kiểu.")},
		{Kind: document.Paragraph, Ordinal: "2.", Runs: text("Yêu cầu")},
	}
	if diff := cmp.Diff(want, r.Body.Blocks); diff != "" {
		t.Error(diff)
	}
	if again := readBack(t, r.Text()); again.Body.Blocks[0].Kind != document.Heading {
		t.Errorf("the text does not tell the heading: %q", r.Text())
	}
}

// TestSecretWordFiles is rule F18: a mark of secrecy is refused wherever in the file it stands.
func TestSecretWordFiles(t *testing.T) {
	t.Parallel()
	notice := wordLines(wordHead, "Số 05-TB/TU", "THÔNG BÁO", "về lịch họp", "Nội dung.")
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>`
	for name, raw := range map[string][]byte{
		"a stamp":                   wordFile(wordLines("MẬT") + notice),
		"in a cell":                 wordFile(wordTable([]string{wordLines("Số 05-TB/TU", "TỐI MẬT"), wordLines("ĐẢNG CỘNG SẢN VIỆT NAM")}) + notice),
		"deleted":                   wordFile(notice + `<w:p><w:del><w:r><w:delText>TUYỆT MẬT</w:delText></w:r></w:del></w:p>`),
		"deleted behind other text": wordFile(notice + `<w:p><w:r><w:t>Dự thảo</w:t></w:r><w:del><w:r><w:delText>MẬT</w:delText></w:r></w:del></w:p>`),
		"hidden":                    wordFile(notice + `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>MẬT</w:t></w:r></w:p>`),
		"in a header":               wordFile(notice+`<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>`, "word/_rels/document.xml.rels", rels, "word/header1.xml", `<w:hdr NAMESPACES>`+wordLines("MẬT")+`</w:hdr>`),
		"in a text box":             wordFile(notice + `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>` + wordLines("MẬT") + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`),
		"a level":                   wordFile(notice + wordLines("Độ mật: Tối mật")),
		"in TCVN3":                  wordFile(notice + `<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr><w:t>tèi mËt</w:t></w:r></w:p>`),
	} {
		if _, err := ReadDOCX(raw, Known{}); err == nil || fault.Of(err).Code != "SECRET_REFUSED" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadDOCX(wordFile(notice+wordLines("Bảo vệ bí mật nhà nước.")), Known{}); err != nil {
		t.Error(err)
	}
	if _, err := ReadDOCX(wordFile(`<w:p/>`), Known{}); err == nil || fault.Of(err).Code != "TEXT_EMPTY" {
		t.Errorf("an empty file: %v", err)
	}
}

// TestLook: the checker sees the pages as they are.
func TestLook(t *testing.T) {
	t.Parallel()
	raw, err := RenderDOCX(partyNotice(heading(3, "I-", "ĐÁNH GIÁ"), prose(1)))
	if err != nil {
		t.Fatal(err)
	}
	l := mustReadDOCX(t, raw).Look
	rules, err := Rules("party", "2026-06-10")
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 0.1 {
			t.Errorf("%s is %.2f, want %.2f", what, got, want)
		}
	}
	near("width", l.Width, 210)
	near("height", l.Height, 297)
	near("top", l.Top, rules.Page.Top)
	near("bottom", l.Bottom, rules.Page.Bottom)
	near("left", l.Left, rules.Page.Left)
	near("right", l.Right, rules.Page.Right)
	if want := (PageNumberLook{Where: "header", Present: true, Align: "center"}); l.PageNumber != want {
		t.Errorf("page number %+v", l.PageNumber)
	}
	for part, want := range map[string]PartLook{
		"title":           {Text: "ĐẢNG CỘNG SẢN VIỆT NAM", Size: rules.Head.Motto[0].Size, Bold: true, Caps: true, Align: "center"},
		"superior":        {Text: "TỈNH ỦY SÔNG LAM", Size: rules.Head.Superior.Size, Caps: true, Align: "center"},
		"issuer":          {Text: "VĂN PHÒNG", Size: rules.Head.Issuer.Size, Bold: true, Caps: true, Align: "center"},
		"kind":            {Text: "THÔNG BÁO", Size: rules.Title.Kind.Size, Bold: true, Caps: true, Align: "center"},
		"recipients_word": {Text: "Nơi nhận", Size: rules.Closing.RecipientsWord.Size, Underline: true, Align: "left"},
		"recipients":      {Text: "- Thường trực Tỉnh ủy;", Size: rules.Closing.Recipient.Size, Align: "left"},
		"authority":       {Text: "K/T CHÁNH VĂN PHÒNG", Size: rules.Closing.Authority.Size, Bold: true, Caps: true, Align: "center"},
		"position":        {Text: "PHÓ CHÁNH VĂN PHÒNG", Size: rules.Closing.Position.Size, Caps: true, Align: "center"},
		"name":            {Text: "Trần Hữu Đức", Size: rules.Closing.Name.Size, Bold: true, Align: "center"},
		"heading":         {Text: "I- ĐÁNH GIÁ", Size: rules.Body.Headings[2].Size, Bold: true, Caps: true},
	} {
		if len(l.Parts[part]) == 0 {
			t.Errorf("no %s", part)
			continue
		}
		got := l.Parts[part][0]
		if want.Align == "" {
			want.Align = got.Align
		}
		if got.Text != want.Text || got.Font != "Times New Roman" || got.Size != want.Size || got.Bold != want.Bold || got.Italic || got.Underline != want.Underline || got.Caps != want.Caps || got.Align != want.Align {
			t.Errorf("%s: %+v, want %+v", part, got, want)
		}
	}
	body := l.Parts["body"][0]
	near("room above", body.Before, rules.Body.Text.Before)
	if near("first line", body.FirstLine, rules.Body.Text.Indent); body.Paragraph != 2 || body.Align != "both" || body.LineRule != "exact" || body.Line != rules.Body.Text.Leading {
		t.Errorf("body: %+v", body)
	}
	for _, part := range []string{"number", "date", "subject"} {
		if len(l.Parts[part]) == 0 {
			t.Errorf("no %s", part)
		}
	}
}

// TestLegacyWordFile reads a whole file in .VnTime, as an office of the nineties left it.
func TestLegacyWordFile(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/docx/legacy_fonts.docx")
	if err != nil {
		t.Fatal(err)
	}
	r := mustReadDOCX(t, raw)
	if r.Kind != "notice" || !slices.Equal(r.Superior, []string{"TỈNH UỶ SÔNG LAM"}) || r.Date != "2026-06-10" || r.SignerName != "Nguyễn Văn Bình" {
		t.Errorf("%+v", r)
	}
}

// fortyPages is a report of about 40 pages.
func fortyPages(tb testing.TB) []byte {
	raw, err := RenderDOCX(partyNotice(manyBlocks(230, 200)...))
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

func manyBlocks(paragraphs, rows int) []document.Block {
	var blocks []document.Block
	for i := range paragraphs {
		if i%12 == 0 {
			blocks = append(blocks, heading(3, fmt.Sprintf("%d-", i/12+1), "NHIỆM VỤ TRỌNG TÂM"))
		}
		blocks = append(blocks, prose(i))
	}
	return append(blocks, figures(rows))
}

func TestLongFilesAreReadFast(t *testing.T) {
	t.Parallel()
	raw := fortyPages(t)
	start := time.Now()
	r := mustReadDOCX(t, raw)
	took := time.Since(start)
	t.Logf("%d kB, %d blocks in %v", len(raw)>>10, len(r.Body.Blocks), took)
	if took > time.Second && !testing.Short() {
		t.Errorf("took %v", took)
	}
}

func BenchmarkReadDOCX(b *testing.B) {
	raw := fortyPages(b)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadDOCX(raw, Known{}); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzReadWord changes the body of a file: whatever it says, no letter of it may be lost, and its text must read again.
func FuzzReadWord(f *testing.F) {
	for _, body := range []string{
		wordLines(strings.Split(typedNotice, "\n")...), wordLines(strings.Split(typedDecision, "\n")...),
		wordTable([]string{wordLines("TỈNH ỦY"), wordLines("ĐẢNG CỘNG SẢN VIỆT NAM")}) + wordLines("PHỤ LỤC", "THÔNG BÁO", "Nơi nhận:"),
		wordLines("Chương I|*a*|**b**", "Kính gửi:", "- a;") + wordTable([]string{wordLines("THƯ KÝ"), wordLines("CHỦ TỌA")}),
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r, err := ReadDOCX(wordFile(body), Known{})
		if err != nil {
			if fault.Of(err).Kind == fault.Internal {
				t.Fatalf("%v", err)
			}
			return
		}
		for i, b := range r.Body.Blocks {
			if err := b.Check(); err != nil {
				t.Fatalf("block %d: %v", i, err)
			}
		}
		if _, err := ReadText([]byte(r.Text()), Known{}); err != nil && fault.Of(err).Kind == fault.Internal {
			t.Fatalf("%v", err)
		}
	})
}
