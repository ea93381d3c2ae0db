package docx

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/fault"
)

// text is a paragraph of one run.
func text(s string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + s + `</w:t></w:r></w:p>`
}

func read(t *testing.T, raw []byte) *Document {
	t.Helper()
	doc, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func codes(d *Document) string {
	var list []string
	for _, r := range d.Remarks {
		list = append(list, r.Code)
	}
	return strings.Join(list, " ")
}

// TestWords: what of a paragraph is text, and what is not.
func TestWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want, remarks string }{
		"runs":                         {`<w:p><w:r><w:t>Một</w:t></w:r><w:r><w:t xml:space="preserve"> hai</w:t><w:tab/><w:t>ba</w:t><w:br/><w:t>bốn</w:t></w:r></w:p>`, "Một hai\tba\nbốn", ""},
		"marks in runs":                {`<w:p><w:r><w:t>Vie</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>` + "\u0323\u0302" + `t</w:t></w:r></w:p>`, "Việt", ""},
		"hyphens":                      {`<w:p><w:r><w:t>23</w:t><w:noBreakHyphen/><w:t>CT/TU an</w:t><w:softHyphen/><w:t>h</w:t></w:r></w:p>`, "23-CT/TU anh", ""},
		"a symbol":                     {`<w:p><w:r><w:sym w:font="Wingdings" w:char="F0D8"/><w:t xml:space="preserve"> việc</w:t></w:r></w:p>`, "- việc", ""},
		"a field":                      {`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \@ "d" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r></w:p>`, "12.", ""},
		"a simple field":               {`<w:p><w:fldSimple w:instr=" SEQ x "><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>`, "7", ""},
		"fields in fields":             {`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText><w:fldChar w:fldCharType="begin"/><w:instrText>X</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>ẩn</w:t><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/><w:t>hiện</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "hiện", ""},
		"a link, a control":            {`<w:p><w:hyperlink r:id="rId9"><w:r><w:t>liên kết</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:smartTag><w:r><w:t xml:space="preserve"> ô</w:t></w:r></w:smartTag></w:sdtContent></w:sdt></w:p>`, "liên kết ô", ""},
		"capitals":                     {`<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Đảng ủy</w:t></w:r></w:p>`, "ĐẢNG ỦY", ""},
		"an insertion, a deletion":     {`<w:p><w:r><w:t>A</w:t></w:r><w:ins><w:r><w:t>B</w:t></w:r></w:ins><w:del><w:r><w:delText>C</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>D</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>E</w:t></w:r></w:moveTo></w:p>`, "ABE", TrackedChanges},
		"a deleted end of a paragraph": {`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Một </w:t></w:r></w:p>` + text("hai"), "Một hai", TrackedChanges},
		"a deleted row":                {`<w:tbl><w:tr><w:tc>` + text("a") + `</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>` + text("b") + `</w:tc></w:tr></w:tbl>`, "a", TrackedChanges},
		"hidden letters":               {`<w:p><w:r><w:t>A</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>B</w:t></w:r></w:p>`, "A", HiddenText},
		"a text box once":              {`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:txbx><w:txbxContent>` + text("hộp") + `</w:txbxContent></wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>` + text("hộp") + `</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent><w:t>ngoài</w:t></w:r></w:p>`, "ngoài|hộp", TextBox},
		"an object":                    {`<w:p><w:r><w:object><v:shape><v:imagedata r:id="rId1"/></v:shape></w:object><w:t>chữ</w:t></w:r></w:p>`, "chữ", OLE},
		"a formula":                    {`<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>`, "a+b", Equation},
		"a linked picture":             {`<w:p><w:r><w:drawing><wp:inline><a:graphic><pic:pic><a:blip r:link="rId1"/></pic:pic></a:graphic></wp:inline></w:drawing><w:t>chữ</w:t></w:r></w:p>`, "chữ", ImageDropped},
		"a chart":                      {`<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart xmlns:c="c"/></a:graphicData></a:graphic></wp:inline></w:drawing><w:t>chữ</w:t></w:r></w:p>`, "chữ", ImageDropped},
		"another file":                 {`<w:altChunk r:id="rId1"/>` + text("chữ"), "chữ", OtherContent},
		"a comment":                    {`<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>chữ</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>`, "chữ", Comments},
		"invisible signs":              {text("a\u200Bb\u202Ec"), "abc", ""},
	} {
		doc := read(t, word(c.body))
		if got := strings.Join(Lines(doc.Elements), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if got := codes(doc); got != c.remarks {
			t.Errorf("%s: remarks %q, want %q", name, got, c.remarks)
		}
	}
}

// TestScan: what no page shows is looked through all the same.
func TestScan(t *testing.T) {
	t.Parallel()
	part := func(root string) string { return `<w:` + root + spaces + `>` + text("MẬT") + `</w:` + root + `>` }
	for name, raw := range map[string][]byte{
		"text":      word(text("MẬT")),
		"cell":      word(`<w:tbl><w:tr><w:tc>` + text("MẬT") + `</w:tc></w:tr></w:tbl>`),
		"deleted":   word(`<w:p><w:r><w:t>BÁO CÁO</w:t></w:r><w:del><w:r><w:delText>MẬT</w:delText></w:r></w:del></w:p>`),
		"hidden":    word(`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>MẬT</w:t></w:r></w:p>`),
		"text box":  word(`<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>` + text("MẬT") + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`),
		"header":    word(`<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>`, "word/_rels/document.xml.rels", relsXML("header", "header1.xml"), "word/header1.xml", part("hdr")),
		"unused":    word(text("a"), "word/header7.xml", part("hdr")),
		"footnote":  word(text("a"), "word/_rels/document.xml.rels", relsXML("footnotes", "footnotes.xml"), "word/footnotes.xml", `<w:footnotes`+spaces+`><w:footnote w:id="2">`+text("MẬT")+`</w:footnote></w:footnotes>`),
		"comment":   word(text("a"), "word/comments.xml", `<w:comments`+spaces+`><w:comment>`+text("MẬT")+`</w:comment></w:comments>`),
		"title":     word(text("a"), "docProps/core.xml", `<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:title>MẬT</dc:title></cp:coreProperties>`),
		"TCVN3":     word(`<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr><w:t>mËt</w:t></w:r></w:p>`),
		"VNI":       word(`<w:p><w:r><w:rPr><w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/></w:rPr><w:t>MAÄT</w:t></w:r></w:p>`),
		"two marks": word(`<w:p><w:r><w:t>MA</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>` + "\u0323\u0302" + `T</w:t></w:r></w:p>`),
	} {
		if got := strings.Split(read(t, raw).Scan, "\n"); !contains(got, "MẬT") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func contains(list []string, want string) bool {
	for _, s := range list {
		if strings.TrimSpace(s) == want {
			return true
		}
	}
	return false
}

// numbered makes a file of paragraphs "numId level", with its definitions.
func numbered(definitions string, paragraphs ...string) []byte {
	var body strings.Builder
	for _, p := range paragraphs {
		var id, level int
		if _, err := fmt.Sscan(p, &id, &level); err != nil {
			panic(err)
		}
		fmt.Fprintf(&body, `<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`, level, id)
	}
	return word(body.String(), "word/_rels/document.xml.rels", relsXML("numbering", "numbering.xml"), "word/numbering.xml", `<w:numbering`+spaces+`>`+definitions+`</w:numbering>`)
}

func lvl(i, start int, format, text, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/>%s</w:lvl>`, i, start, format, text, more)
}

func TestNumbersAsWordPrintsThem(t *testing.T) {
	t.Parallel()
	abstract := func(id string, levels ...string) string {
		return `<w:abstractNum w:abstractNumId="` + id + `">` + strings.Join(levels, "") + `</w:abstractNum>`
	}
	num := func(id, abstract, more string) string {
		return `<w:num w:numId="` + id + `"><w:abstractNumId w:val="` + abstract + `"/>` + more + `</w:num>`
	}
	tree := abstract("0", lvl(0, 1, "upperRoman", "%1-", ""), lvl(1, 1, "decimal", "%2.", ""), lvl(2, 1, "decimal", "%2.%3-", ""), lvl(3, 1, "lowerLetter", "%4)", ""))
	for name, c := range map[string]struct {
		definitions string
		paragraphs  []string
		want        string
	}{
		"levels":                    {tree + num("1", "0", ""), []string{"1 0", "1 1", "1 2", "1 2", "1 1", "1 2", "1 0", "1 1"}, "I- 1. 1.1- 1.2- 2. 2.1- II- 1."},
		"the Latin alphabet":        {tree + num("1", "0", ""), []string{"1 3", "1 3", "1 3", "1 3", "1 3"}, "a) b) c) d) e)"},
		"a level before its parent": {tree + num("1", "0", ""), []string{"1 2", "1 1", "1 2"}, "1.1- 2. 2.1-"},
		"instances go on":           {tree + num("1", "0", "") + num("2", "0", ""), []string{"1 1", "1 1", "2 1"}, "1. 2. 3."},
		"a start of its own":        {tree + num("1", "0", "") + num("2", "0", `<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>`), []string{"1 1", "1 1", "2 1", "2 1", "1 1"}, "1. 2. 1. 2. 3."},
		"a level of its own":        {tree + num("1", "0", `<w:lvlOverride w:ilvl="1">`+lvl(1, 5, "decimal", "Bài %2:", "")+`</w:lvlOverride>`), []string{"1 1", "1 1"}, "Bài 5:|Bài 6:"},
		"no restart":                {abstract("0", lvl(0, 1, "upperRoman", "%1.", ""), lvl(1, 1, "decimal", "Điều %2.", `<w:lvlRestart w:val="0"/>`)) + num("1", "0", ""), []string{"1 0", "1 1", "1 1", "1 0", "1 1"}, "I.|Điều 1.|Điều 2.|II.|Điều 3."},
		"digits by law":             {abstract("0", lvl(0, 1, "upperRoman", "%1.", ""), lvl(1, 1, "decimal", "%1.%2.", `<w:isLgl/>`)) + num("1", "0", ""), []string{"1 0", "1 0", "1 1"}, "I. II. 2.1."},
		"bullets": {abstract("0", lvl(0, 1, "bullet", "\uF0B7", `<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>`), lvl(1, 1, "bullet", "o", `<w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/></w:rPr>`), lvl(2, 1, "bullet", "+", ""), lvl(3, 1, "bullet", "•", ""), lvl(4, 1, "bullet", "•", `<w:rPr><w:rFonts w:ascii="OpenSymbol" w:hAnsi="OpenSymbol"/></w:rPr>`)) + num("1", "0", ""),
			[]string{"1 0", "1 1", "1 2", "1 3", "1 4"}, "- + + • -"},
		"many":           {abstract("0", lvl(0, 26, "lowerLetter", "%1)", ""), lvl(1, 9, "decimalZero", "%2", ""), lvl(2, 1999, "lowerRoman", "%3", ""), lvl(3, 3, "none", "%4", "")) + num("1", "0", ""), []string{"1 0", "1 0", "1 1", "1 1", "1 2", "1 3"}, "z)|aa)|09|10|mcmxcix|"},
		"an unknown one": {num("1", "7", ""), []string{"1 0", "9 0", "0 0"}, "||"},
	} {
		var got []string
		for _, p := range Paras(read(t, numbered(c.definitions, c.paragraphs...)).Elements) {
			got = append(got, p.Number)
		}
		want := strings.Split(c.want, "|")
		if !strings.Contains(c.want, "|") {
			want = strings.Fields(c.want)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestStyles(t *testing.T) {
	t.Parallel()
	styles := `<w:styles` + spaces + `>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLine="567"/></w:pPr><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="28"/><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="Base"/><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="Round2"/></w:style><w:style w:type="paragraph" w:styleId="Round2"><w:basedOn w:val="Round"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/><w:i/></w:rPr></w:style></w:styles>`
	theme := `<a:theme xmlns:a="a"><a:themeElements><a:fontScheme><a:majorFont><a:latin typeface="Cambria"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>`
	doc := read(t, word(
		text("a")+
			`<w:p><w:pPr><w:pStyle w:val="H"/><w:spacing w:before="120" w:line="360" w:lineRule="exact"/></w:pPr><w:r><w:t>b</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>c</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:sz w:val="24"/><w:u w:val="single"/><w:vertAlign w:val="superscript"/></w:rPr><w:t>d</w:t></w:r></w:p>`+
			`<w:p><w:pPr><w:pStyle w:val="Round"/></w:pPr><w:r><w:t>e</w:t></w:r></w:p>`,
		"word/_rels/document.xml.rels", relsXML("styles", "styles.xml", "theme", "theme/theme1.xml"), "word/styles.xml", styles, "word/theme/theme1.xml", theme))
	p := Paras(doc.Elements)
	if a := p[0]; a.Align != "both" || a.After != 8 || a.Line < 1.07 || a.Line > 1.09 || a.LineRule != "auto" || a.Spans[0].Look.Font != "Calibri" || a.Spans[0].Look.Size != 11 {
		t.Errorf("%+v %+v", a, a.Spans[0].Look)
	}
	b := p[1]
	if b.Align != "center" || b.StyleAlign != "center" || !b.StyleBold || b.First != 28.35 || b.Before != 6 || b.After != 8 || b.Line != 18 || b.LineRule != "exact" || b.Outline != 1 || b.Style != "heading 1" {
		t.Errorf("%+v", b)
	}
	want := []Look{
		{Font: "Times New Roman", Size: 14, Bold: true},
		{Font: "Times New Roman", Size: 14, Italic: true}, // bold in the style of the paragraph and in that of the letters: neither
		{Font: "Times New Roman", Size: 12, Underline: true, Script: "super"},
	}
	for i, s := range b.Spans {
		if *s.Look != want[i] {
			t.Errorf("%q: %+v, want %+v", s.Text, *s.Look, want[i])
		}
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	cell := func(properties, s string) string {
		return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + text(s) + `</w:tc>`
	}
	doc := read(t, word(`<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/><w:gridCol w:w="3000"/></w:tblGrid>`+
		`<w:tr><w:trPr><w:tblHeader/></w:trPr>`+cell(`<w:vMerge w:val="restart"/>`, "a")+cell(`<w:gridSpan w:val="2"/>`, "b")+`</w:tr>`+
		`<w:tr>`+cell(`<w:vMerge/>`, "")+cell("", "c")+cell(`<w:vMerge w:val="restart"/>`, "d")+`</w:tr>`+
		`<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+cell("", "e")+cell(`<w:vMerge w:val="continue"/>`, "rest")+`</w:tr></w:tbl>`))
	g := doc.Elements[0].Table
	var got []string
	for _, row := range g.Rows {
		line := fmt.Sprint(row.Header)
		for _, c := range row.Cells {
			line += fmt.Sprintf(" %s@%d:%dx%d", strings.Join(Lines(c.Elements), "+"), c.Column, c.Span, c.Down)
		}
		got = append(got, line)
	}
	if diff := cmp.Diff([]string{"true a@0:1x2 b@1:2x1", "false c@1:1x1 d+rest@2:1x2", "false e@1:1x1"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{50, 100, 150}, g.Columns); diff != "" || g.Bordered {
		t.Error(diff, g.Bordered)
	}
}

func TestPicturesAndNotes(t *testing.T) {
	t.Parallel()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 2))); err != nil {
		t.Fatal(err)
	}
	inline := func(id string) string {
		return `<w:r><w:drawing><wp:inline><wp:extent cx="1800000" cy="720000"/><wp:docPr id="1" name="x" descr="Sơ đồ"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="` + id + `"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
	}
	doc := read(t, word(`<w:p>`+inline("rId1")+inline("rId2")+inline("rId9")+`<w:r><w:t>chữ</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>`,
		"word/_rels/document.xml.rels", relsXML("image", "media/a.png", "image", "media/b.emf", "footnotes", "footnotes.xml"),
		"word/media/a.png", picture.String(), "word/media/b.emf", "\x01\x00\x00\x00EMF",
		"word/footnotes.xml", `<w:footnotes`+spaces+`><w:footnote w:type="separator" w:id="0">`+text("—")+`</w:footnote><w:footnote w:id="2">`+text(" Theo báo cáo.")+text("Dòng hai.")+`</w:footnote></w:footnotes>`))
	spans := doc.Elements[0].Para.Spans
	if len(spans) != 3 || spans[0].Image == nil || spans[0].Image.Width != 50 || spans[0].Image.Height != 20 || spans[0].Image.Alt != "Sơ đồ" || spans[0].Image.MediaType != "image/png" {
		t.Fatalf("%+v", spans)
	}
	if !bytes.Equal(spans[0].Image.Bytes, picture.Bytes()) {
		t.Error("the picture is another")
	}
	if spans[1].Text != "chữ" || spans[1].Note != "Theo báo cáo. Dòng hai." || spans[2].Text != "." {
		t.Errorf("%+v", spans[1:])
	}
	if codes(doc) != ImageDropped {
		t.Error(codes(doc))
	}
}

func TestSectionsAndPageNumbers(t *testing.T) {
	t.Parallel()
	page := `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \* MERGEFORMAT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	sect := func(w, h int, more string) string {
		return fmt.Sprintf(`<w:sectPr>%s<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="850" w:gutter="0"/></w:sectPr>`, more, w, h)
	}
	doc := read(t, word(text("a")+`<w:p><w:pPr>`+sect(11906, 16838, `<w:headerReference w:type="default" r:id="rId1"/><w:titlePg/>`)+`</w:pPr></w:p>`+text("b")+sect(16838, 11906, ""),
		"word/_rels/document.xml.rels", relsXML("header", "header1.xml"), "word/header1.xml", `<w:hdr`+spaces+`><w:sdt><w:sdtContent>`+page+`</w:sdtContent></w:sdt>`+text("TÀI LIỆU HỘI NGHỊ")+`</w:hdr>`))
	if len(doc.Sections) != 2 || doc.Sections[0].End != 2 || doc.Sections[1].End != 3 {
		t.Fatalf("%+v", doc.Sections)
	}
	first, second := doc.Sections[0], doc.Sections[1]
	if !first.TitlePage || first.Width != 595.3 || first.Left != 85.05 || second.Width != 841.9 || len(second.Header) != 2 {
		t.Errorf("%+v\n%+v", first, second)
	}
	if h := first.Header; !h[0].PageNumber || h[0].Text() != "" || h[0].Align != "center" || h[1].Text() != "TÀI LIỆU HỘI NGHỊ" {
		t.Errorf("%+v %+v", h[0], h[1])
	}
}

// FuzzReadDOCX changes the parts of a file: no document may crash the reader, and no refusal may be nameless.
func FuzzReadDOCX(f *testing.F) {
	for _, body := range []string{text("a"), `<w:tbl><w:tr><w:tc>` + text("a") + `</w:tc></w:tr></w:tbl>`, `<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>`} {
		f.Add(bodyXML(body), "<a/>", "<a/>", "<a/>")
	}
	f.Add(bodyXML(`<w:p><w:r><w:drawing><wp:inline><a:blip r:embed="rId4"/></wp:inline></w:drawing><w:footnoteReference w:id="1"/></w:r></w:p>`),
		`<w:styles`+spaces+`><w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style></w:styles>`,
		`<w:numbering`+spaces+`><w:abstractNum w:abstractNumId="0">`+lvl(0, 1, "decimal", "%1.%9", "")+`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
		`<w:footnotes`+spaces+`><w:footnote w:id="1">`+text("a")+`</w:footnote></w:footnotes>`)
	f.Fuzz(func(t *testing.T, document, styles, numbering, notes string) {
		raw := packed("[Content_Types].xml", typesXML, "_rels/.rels", rootXML, "word/document.xml", document,
			"word/_rels/document.xml.rels", relsXML("styles", "styles.xml", "numbering", "numbering.xml", "footnotes", "footnotes.xml", "image", "media/a.png"),
			"word/styles.xml", styles, "word/numbering.xml", numbering, "word/footnotes.xml", notes, "word/media/a.png", "x")
		doc, err := Read(raw)
		if err != nil {
			if fault.Of(err).Kind == fault.Internal {
				t.Fatalf("%v", err)
			}
			return
		}
		if n := len(doc.Sections); n == 0 || doc.Sections[n-1].End != len(doc.Elements) {
			t.Fatalf("%d sections of %d elements", n, len(doc.Elements))
		}
	})
}

// FuzzOpen changes the bytes of the file itself.
func FuzzOpen(f *testing.F) {
	f.Add(word(text("a")))
	f.Add([]byte("%PDF-1.7"))
	f.Add(compound("WordDocument"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := Read(raw); err != nil && fault.Of(err).Kind == fault.Internal {
			t.Fatalf("%v", err)
		}
	})
}
