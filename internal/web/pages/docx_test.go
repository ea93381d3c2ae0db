package pages

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func TestATemplateFillsTheForm(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		o.as(drafter).get("/documents/new").is(http.StatusOK).says("Báo cáo tháng", "Tờ trình", "Trang trống", "Tải tệp Word lên")
		form := o.as(drafter).get("/documents/new?offer=bt-vptu:decision:party-quyet-dinh").is(http.StatusOK).form("/documents")
		if got := form.values; got.Get("subject") != "về [nội dung quyết định]" || !strings.Contains(got.Get("body"), "CHÁNH VĂN PHÒNG TỈNH ỦY QUYẾT ĐỊNH") || !strings.HasSuffix(got.Get("recipients"), "- Lưu Văn phòng Tỉnh ủy.") {
			t.Errorf("%v", got)
		}
		page := form.submit(one("subject", "về ban hành lịch trực", "signer", "person-"+signer)).is(http.StatusOK)
		edit := o.as(drafter).get(page.path + "/edit").form("/edit")
		if !strings.Contains(edit.values.Get("body"), "Căn cứ Điều lệ Đảng Cộng sản Việt Nam") || edit.values.Get("subject") != "về ban hành lịch trực" {
			t.Errorf("kept: %v", edit.values)
		}
		o.as(drafter).get("/documents/new?offer=bt-vptu:decision:party-ke-hoach-la").is(http.StatusNotFound)
	})
}

func TestAFileByTheForms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		form := o.as(drafter).get("/documents/new").form("/documents/import")
		form.values.Set("issuer", "bt-vptu")
		form.upload("cũ.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00").is(http.StatusUnprocessableEntity).says("lưu lại thành .docx", "DOC_OLD_FORMAT")
		page := form.upload("trực.txt", "THÔNG BÁO\nvề lịch trực\n\nTrực hằng ngày.\n\nNơi nhận:\n- Lưu Văn phòng Tỉnh ủy.\n- ghi chú bên lề\n").is(http.StatusOK)
		page.says("Nội dung lấy từ tệp đã gửi", "Tải bản gốc", "Dòng này không xếp được", "ghi chú bên lề")
		document := strings.TrimSuffix(page.path, "/import")
		o.as(drafter).get(document).says("về lịch trực", "Bản gốc", "Tải bản Word")
		source := o.as(drafter).get(document + "/versions/1/source").is(http.StatusOK)
		if !strings.HasPrefix(source.raw, "THÔNG BÁO\n") || !strings.Contains(source.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%v %q", source.header, source.raw)
		}
		word := o.as(drafter).get(document + "/docx").is(http.StatusOK)
		if !strings.HasPrefix(word.raw, "PK") {
			t.Errorf("%.20q", word.raw)
		}
		back := o.as(drafter).get(document+"/import").form("/import").upload("về.docx", word.raw).is(http.StatusOK)
		back.says("Thay nội dung bằng tệp Word")
		o.as(drafter).get(document).says("Phiên bản 2")
		o.as(drafter).get(document+"/import").form("/import").upload("x.pdf", "%PDF-1.7\nx").is(http.StatusOK)
		o.as(drafter).get(document).says("x.pdf")
		o.as(outsider).get(document + "/import").is(http.StatusNotFound)
		o.as(outsider).get(document + "/docx").is(http.StatusNotFound)
	})
}

func TestAFigureByTheForms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		document := o.draft()
		var picture bytes.Buffer
		must(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 96, 48))))
		page := o.as(drafter).get(document+"/import").form("/figures").upload("sơ đồ.png", picture.String()).is(http.StatusOK).says("96 × 48 điểm ảnh", "[Hình ")
		o.as(drafter).get(document+"/import").form("/figures").upload("x.png", "<svg/>").is(http.StatusUnprocessableEntity).says("PNG hoặc JPEG")
		_, line, _ := strings.Cut(page.words, "[Hình ")
		line, _, _ = strings.Cut(line, "]")
		edit := o.as(drafter).get(document + "/edit").form("/edit")
		edit.submit(one("body", edit.values.Get("body")+"\r\n\r\n[Hình "+line+"]")).is(http.StatusOK)
		again := o.as(drafter).get(document + "/edit").form("/edit")
		if !strings.Contains(again.values.Get("body"), "[Hình "+line+"]") {
			t.Errorf("the picture is gone: %q", again.values.Get("body"))
		}
		o.as(drafter).get(document).says("[Hình: chú thích hình 1]")
	})
}

func TestOnlyWhatWasChangedIsReadAnew(t *testing.T) {
	t.Parallel()
	sha := strings.Repeat("ab", 32)
	run := func(s string) []document.Run { return []document.Run{{Text: s}} }
	body := document.Body{Blocks: []document.Block{
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Diện tích 12 m"}, {Text: "2", Script: document.Raised}, {Text: ".", Note: "Theo số liệu năm 2014."}}},
		{Kind: document.Paragraph, Runs: run("Đoạn sẽ sửa.")},
		{Kind: document.Table, Rows: [][]document.Cell{{{Runs: run("Ngày"), Span: 2}}, {{Runs: run("11/6")}, {Runs: run("A")}}}},
		{Kind: document.Figure, Picture: &document.Picture{SHA256: sha, MediaType: "image/png", Width: 61, Height: 33, Alt: "sơ đồ"}},
		{Kind: document.Paragraph, Align: document.AlignCenter, Runs: run("Đoạn cuối.")},
	}}
	typed := strings.Replace(editorText(body), "Đoạn sẽ sửa.", "Đoạn **đã** sửa.\n\n[Hình ababab: sơ đồ mới]", 1)
	got, err := readEditor(typed, body, nil)
	must(t, err)
	want := slices.Clone(body.Blocks)
	want[1] = document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "Đoạn "}, {Text: "đã", Bold: true}, {Text: " sửa."}}}
	moved := *want[3].Picture
	moved.Alt = "sơ đồ mới"
	want = slices.Insert(want, 2, document.Block{Kind: document.Figure, Picture: &moved})
	if diff := cmp.Diff(want, got.Body.Blocks); diff != "" {
		t.Error(diff)
	}
	whole, err := readEditor("THÔNG BÁO\nvề việc mới\n\nNội dung mới.\n\nNơi nhận:\n- Lưu Văn phòng Tỉnh ủy.", body, nil)
	if err != nil || whole.Subject != "về việc mới" || whole.RecipientsText == "" || whole.Body.Text() != "Nội dung mới." {
		t.Errorf("%+v, %v", whole, err)
	}
	if empty, err := readEditor("", body, nil); err != nil || len(empty.Body.Blocks) != 0 {
		t.Errorf("%+v, %v", empty, err)
	}
	fresh, ok := figureOf("[Hình cdcdcd]", body, []document.FigureFile{{SHA256: strings.Repeat("cd", 32), MediaType: "image/jpeg", Width: 4000, Height: 1000}})
	if !ok || fresh.Picture.Width != 150 || fresh.Picture.Height != 38 || fresh.Check() != nil {
		t.Errorf("%+v", fresh.Picture)
	}
	if _, ok := figureOf("[Hình 123456]", body, nil); ok {
		t.Error("a picture that nobody has")
	}
}
