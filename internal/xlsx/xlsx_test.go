package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/fault"
)

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	made := write(t, Sheet{
		Name: "Sổ: [đi]/2026?*", Widths: []float64{10, 40}, HeaderRows: 1, Title: "Sở Nội vụ & Văn phòng",
		Rows: [][]Cell{Head("Số", "Trích yếu"), {Int(5), Text("Về việc \"A\" <b> & c\nhai dòng")}, {{Text: "Cộng", Bold: true, Span: 2}}},
	}, Sheet{Name: "Trang rất dài, dài hơn ba mươi mốt ký tự"}, Sheet{Name: "Trang rất dài, dài hơn ba mươi mốt ký tự"})
	got, err := Read(bytes.NewReader(made), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	want := []Table{
		{Name: "Sổ đi 2026", Rows: [][]string{{"Số", "Trích yếu"}, {"5", "Về việc \"A\" <b> & c\nhai dòng"}, {"Cộng"}}},
		{Name: "Trang rất dài, dài hơn ba mươi"}, {Name: "Trang rất dài, dài hơn ba m (2)"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// No text becomes a formula, whatever it begins with, and none is changed.
func TestNothingIsAFormula(t *testing.T) {
	t.Parallel()
	row := []string{"=1+1", "+84 252", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "'=1"}
	made := write(t, Sheet{Name: "a", Rows: [][]Cell{Texts(row...)}})
	sheet := part(t, made, "xl/worksheets/sheet1.xml")
	if strings.Contains(sheet, "<f>") || strings.Contains(sheet, "<f ") {
		t.Errorf("a formula: %s", sheet)
	}
	if n := strings.Count(sheet, `t="inlineStr"`); n != len(row) {
		t.Errorf("%d texts, want %d", n, len(row))
	}
	for _, want := range []string{`orientation="landscape"`, `paperSize="9"`, `fitToWidth="1"`, `fitToHeight="0"`, `fitToPage="true"`} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the print set-up has no %s", want)
		}
	}
}

func TestHeadIsFrozenAndRepeated(t *testing.T) {
	t.Parallel()
	made := write(t, Sheet{Name: "Sổ", HeaderRows: 2, Rows: [][]Cell{Head("a"), Head("(1)"), Texts("x")}})
	if sheet := part(t, made, "xl/worksheets/sheet1.xml"); !strings.Contains(sheet, `ySplit="2"`) || !strings.Contains(sheet, `state="frozen"`) {
		t.Error("the head is not frozen")
	}
	if book := part(t, made, "xl/workbook.xml"); !strings.Contains(book, "_xlnm.Print_Titles") || !strings.Contains(book, "$1:$2") {
		t.Errorf("the head is not repeated: %s", book)
	}
}

func TestHostileWorkbooksAreRefused(t *testing.T) {
	t.Parallel()
	good := write(t, Sheet{Name: "a", Rows: [][]Cell{Texts("x")}})
	wide := make([]string, MaxColumns+1)
	wide[MaxColumns] = "x"
	var far [][]Cell
	for range 3 {
		far = append(far, Texts("x"))
	}
	var empty strings.Builder // each row ends in the last column there is, and holds nothing
	for i := range 6_000 {
		fmt.Fprintf(&empty, `<row r="%d"><c r="XFD%d" t="str"><v> </v></c></row>`, i+1, i+1)
	}
	cases := []struct {
		name string
		file []byte
		code string
	}{
		{"empty rows as wide as they get", with(t, good, "xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+empty.String()+`</sheetData></worksheet>`), "XLSX_TOO_MANY_CELLS"},
		{"no zip", []byte("Họ tên,Chức vụ"), "XLSX_UNREADABLE"},
		{"nothing", nil, "XLSX_UNREADABLE"},
		{"old or locked", append([]byte{0xd0, 0xcf, 0x11, 0xe0}, make([]byte, 600)...), "XLSX_OLD"},
		{"macros", with(t, good, "xl/vbaProject.bin", "x"), "XLSX_MACROS"},
		{"macro sheet", with(t, good, "xl/macrosheets/sheet1.xml", "<a/>"), "XLSX_MACROS"},
		{"other workbook", with(t, good, "xl/externalLinks/externalLink1.xml", "<a/>"), "XLSX_LINKS"},
		{"data connection", with(t, good, "xl/connections.xml", "<a/>"), "XLSX_LINKS"},
		{"relation out", with(t, good, "xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="r1" Type="http://x/image" Target="http://x/y.png" TargetMode="External"/></Relationships>`), "XLSX_LINKS"},
		{"embedded object", with(t, good, "xl/embeddings/oleObject1.bin", "x"), "XLSX_OBJECTS"},
		{"declared entities", with(t, good, "xl/zzz.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), "XLSX_UNREADABLE"},
		{"deep", with(t, good, "xl/zzz.xml", strings.Repeat("<a>", 100)+strings.Repeat("</a>", 100)), "XLSX_BOMB"},
		{"bomb", with(t, good, "xl/media/zeros.bin", strings.Repeat("\x00", maxUnpacked+1)), "XLSX_BOMB"},
		{"a part twice", with(t, good, "xl/Workbook.xml", "<a/>"), "XLSX_UNREADABLE"},
		{"no workbook", zipped(t, map[string]string{"a.xml": "<a/>"}), "XLSX_UNREADABLE"},
		{"too wide", write(t, Sheet{Name: "a", Rows: [][]Cell{Texts(wide...)}}), "XLSX_TOO_MANY_CELLS"},
		{"far below", edited(t, write(t, Sheet{Name: "a", Rows: far}), "xl/worksheets/sheet1.xml", `<row r="3"><c r="A3"`, `<row r="1000000"><c r="A1000000"`), "XLSX_TOO_MANY_CELLS"},
		{"broken sheet", edited(t, good, "xl/worksheets/sheet1.xml", "</row>", "</raw>"), "XLSX_UNREADABLE"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tables, err := Read(bytes.NewReader(c.file), 8<<20)
			var refused *fault.Fault
			if !errors.As(err, &refused) || refused.Code != c.code || tables != nil {
				t.Errorf("%v, %d tables, want %s", err, len(tables), c.code)
			}
		})
	}
	if _, err := Read(bytes.NewReader(good), int64(len(good))-1); fault.Of(err).Code != "XLSX_TOO_LARGE" {
		t.Errorf("one byte over the limit: %v", err)
	}
	if _, err := Read(bytes.NewReader(good), int64(len(good))); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	mail := with(t, good, "xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="mailto:a@b" TargetMode="External"/></Relationships>`)
	if _, err := Read(bytes.NewReader(mail), 8<<20); err != nil {
		t.Errorf("a mail address is refused: %v", err)
	}
}

// A column that is formatted down to the last row is no data.
func TestFormattedEmptyRowsCostNothing(t *testing.T) {
	t.Parallel()
	made := write(t, Sheet{Name: "a", Rows: [][]Cell{Texts("x"), Texts(""), Texts("y"), Texts("")}})
	made = edited(t, made, "xl/worksheets/sheet1.xml", `<row r="4"><c r="A4"`, `<row r="1048576"><c r="A1048576"`)
	got, err := Read(bytes.NewReader(made), 1<<20)
	if diff := cmp.Diff([]Table{{Name: "a", Rows: [][]string{{"x"}, nil, {"y"}}}}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func FuzzRead(f *testing.F) {
	made, err := Write(Sheet{Name: "Người", HeaderRows: 1, Rows: [][]Cell{Head("Họ tên"), Texts("Nguyễn Văn A")}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(made)
	f.Fuzz(func(t *testing.T, file []byte) {
		tables, err := Read(bytes.NewReader(file), 1<<20)
		var refused *fault.Fault
		if err != nil && !errors.As(err, &refused) {
			t.Fatalf("an error that is no fault: %v", err)
		}
		if err != nil && tables != nil {
			t.Fatal("refused, and yet read")
		}
	})
}

func write(t testing.TB, sheets ...Sheet) []byte {
	t.Helper()
	made, err := Write(sheets...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func parts(t testing.TB, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, p := range archive.File {
		in, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all[p.Name] = string(text)
	}
	return all
}

func part(t testing.TB, file []byte, name string) string {
	t.Helper()
	text, found := parts(t, file)[name]
	if !found {
		t.Fatalf("no part %s", name)
	}
	return text
}

func zipped(t testing.TB, all map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, text := range all {
		w, err := archive.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func with(t testing.TB, file []byte, name, text string) []byte {
	t.Helper()
	all := parts(t, file)
	all[name] = text
	return zipped(t, all)
}

func edited(t testing.TB, file []byte, name, from, to string) []byte {
	t.Helper()
	text := part(t, file, name)
	if !strings.Contains(text, from) {
		t.Fatal(fmt.Errorf("%s has no %q: %s", name, from, text))
	}
	return with(t, file, name, strings.Replace(text, from, to, 1))
}
