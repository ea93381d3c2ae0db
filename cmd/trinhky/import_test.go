package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/xlsx"
)

// workbook writes sheets of text to a file.
func workbook(t *testing.T, path string, tables ...directory.ImportTable) string {
	t.Helper()
	var sheets []xlsx.Sheet
	for _, table := range tables {
		sheet := xlsx.Sheet{Name: table.Name}
		for _, row := range table.Rows {
			sheet.Rows = append(sheet.Rows, xlsx.Texts(row...))
		}
		sheets = append(sheets, sheet)
	}
	raw, err := xlsx.Write(sheets...)
	if err == nil {
		err = os.WriteFile(path, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// An office begins: the template, its own workbook, a dry run with faults, the run, the first passwords.
func TestGoingLive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := "sqlite:" + filepath.Join(dir, "van-phong.db")
	says := func(code int, want string, words ...string) ran {
		t.Helper()
		got := run(t, words...)
		if got.code != code || !strings.Contains(got.out+got.err, want) {
			t.Fatalf("%q: exit %d, want %d and %q\n%s\n%s", words, got.code, code, want, got.out, got.err)
		}
		return got
	}
	template := filepath.Join(dir, "mau.xlsx")
	says(0, "đã ghi tệp mẫu", "import", "--template", template)
	says(1, "không có cơ sở dữ liệu", "import", template, "--database", db)
	says(0, "mới nhất", "migrate", "--database", db)
	says(0, "0 dòng thêm mới", "import", template, "--database", db, "--dry-run")

	organs := directory.ImportTable{Name: "Cơ quan", Rows: [][]string{
		{"Mã", "Tên", "Ký hiệu", "Chế độ", "Loại", "Cấp", "Chức danh đứng đầu", "Từ ngày"},
		{"so-mau", "Sở Mẫu tỉnh Mẫu", "SM", "Nhà nước", "sở", "tỉnh", "GIÁM ĐỐC", "01/7/2025"},
	}}
	people := directory.ImportTable{Name: "Người", Rows: [][]string{{"Tên đăng nhập", "Họ và tên"}, {"mau.nv", "Nguyễn Văn Mẫu"}}}
	posts := directory.ImportTable{Name: "Chức vụ", Rows: [][]string{
		{"Tên đăng nhập", "Cơ quan", "Chức vụ in", "Chức danh", "Vai trò", "Vị trí", "Từ ngày"},
		{"mau.nv", "so-mau", "GIÁM ĐỐC", "Giám đốc Sở Mẫu", "lãnh đạo", "đứng đầu", "01/7/2025"},
	}}
	good := workbook(t, filepath.Join(dir, "tot.xlsx"), organs, people, posts)
	wrong := posts
	wrong.Rows = append([][]string{posts.Rows[0]}, []string{"ai.do", "so-la", "GIÁM ĐỐC", "Giám đốc", "vua", "đứng đầu", "31/02/2025"})
	bad := workbook(t, filepath.Join(dir, "hong.xlsx"), organs, people, wrong)

	got := says(1, "2 lỗi; chưa ghi gì vào danh bạ", "import", bad, "--database", db, "--dry-run")
	for _, want := range []string{"trang “Chức vụ”, dòng 2, cột F (Vai trò)", "cột I (Từ ngày): không phải ngày hợp lệ [31/02/2025]"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("not told: %s\n%s", want, got.out)
		}
	}
	says(1, "chưa ghi gì", "import", bad, "--database", db)
	says(0, "nếu chạy thật: 3 dòng thêm mới", "import", good, "--database", db, "--dry-run")
	says(0, "đã ghi danh bạ: 3 dòng thêm mới", "import", good, "--database", db)
	says(0, "0 dòng thêm mới, 0 dòng kết thúc, 3 dòng đã có", "import", good, "--database", db)
	says(0, "nhật ký nguyên vẹn", "audit", "verify", "--database", db)
	says(1, "XLSX_UNREADABLE", "import", writeFile(t, dir, "van-ban.xlsx", "không phải Excel"), "--database", db)
	says(1, "không có tệp", "import", filepath.Join(dir, "khong-co.xlsx"), "--database", db)
	says(1, "cần một tệp Excel", "import", "--database", db)

	first := says(0, "mật khẩu lần đầu: ", "user", "create", "mau.nv", "--database", db)
	password := regexp.MustCompile(`mật khẩu lần đầu: ([a-z2-7-]{19})\n`).FindStringSubmatch(first.out)
	if password == nil {
		t.Fatalf("%s", first.out)
	}
	if again := says(0, "mật khẩu lần đầu: ", "user", "create", "mau.nv", "--database", db); strings.Contains(again.out, password[1]) {
		t.Error("one password twice")
	}
	says(1, "PERSON_UNKNOWN", "user", "create", "ai.do", "--database", db)
	says(0, "đã khóa", "user", "disable", "mau.nv", "--database", db)
	says(0, "đã mở lại", "user", "enable", "mau.nv", "--database", db)
	says(1, "không có cơ sở dữ liệu", "user", "disable", "mau.nv", "--database", "sqlite:"+filepath.Join(dir, "khac.db"))
}

func writeFile(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A workbook as people leave it: a formula whose value was saved, one that failed, cells that were merged.
func TestAWorkbookOfFormulasAndMergedCells(t *testing.T) {
	t.Parallel()
	const sheet = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Tên đăng nhập</t></is></c><c r="B1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>an.nv</t></is></c><c r="B2" t="str"><f>CONCATENATE("Nguyễn ","Văn An")</f><v>Nguyễn Văn An</v></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>binh.nv</t></is></c><c r="B3" t="e"><f>A1/0</f><v>#DIV/0!</v></c></row>
<row r="5"><c r="A5" t="inlineStr"><is><t>chi.nt</t></is></c><c r="B5" t="inlineStr"><is><t>Ngô Thị Chi</t></is></c></row>
<row r="6"><c r="A6" t="inlineStr"><is><t>dung.nt</t></is></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="B5:B6"/></mergeCells></worksheet>`
	parts := map[string]string{
		"[Content_Types].xml":        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Người" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheet,
	}
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	tables, err := readWorkbook(writeFile(t, t.TempDir(), "nguoi.xlsx", raw.String()))
	if err != nil {
		t.Fatal(err)
	}
	read, faults := directory.ReadImport(tables)
	var told []string
	for _, f := range faults {
		told = append(told, f.String())
	}
	want := "trang “Người”, dòng 3, cột B (Họ và tên): công thức trong ô bị lỗi [#DIV/0!]; cần: giá trị, không phải công thức\n" +
		"trang “Người”, dòng 6, cột B (Họ và tên): ô còn trống; cần: không ghi học hàm, học vị"
	if read.Rows() != 2 || strings.Join(told, "\n") != want {
		t.Errorf("%d rows\n%s", read.Rows(), strings.Join(told, "\n"))
	}
}
