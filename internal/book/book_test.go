package book

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"trinhky/internal/pdf"
	"trinhky/internal/xlsx"
)

// outgoing is a book of n rows in the shape of the sổ đăng ký văn bản đi (NĐ 30/2020 Phụ lục IV).
func outgoing(n int) Book {
	b := Book{
		Title: "Sổ đăng ký văn bản đi", Subtitle: "Thông báo (TB)", Owner: "Văn phòng Tỉnh ủy", Superior: "Tỉnh ủy Lâm Đồng",
		Period: "Nhiệm kỳ 2025 - 2030", From: "2025-09-20", To: "2026-11-20", FirstNumber: "01", LastNumber: fmt.Sprintf("%02d", n),
		Signers: []string{"Văn thư", "Chánh Văn phòng"},
		Columns: []Column{
			{"Số, ký hiệu văn bản", 26, Left}, {"Ngày tháng văn bản", 24, Center}, {"Tên loại và trích yếu nội dung văn bản", 62, Left},
			{"Người ký", 26, Left}, {"Nơi nhận văn bản", 40, Left}, {"Đơn vị, người nhận bản lưu", 24, Left},
			{"Số lượng bản", 14, Center}, {"Ngày chuyển", 22, Center}, {"Ký nhận", 16, Left}, {"Ghi chú", 22, Left},
		},
	}
	for i := 1; i <= n; i++ {
		r := Row{Cells: []string{
			fmt.Sprintf("%02d-TB/VPTU", i), "05/11/2026", fmt.Sprintf("Thông báo kết luận của Thường trực Tỉnh ủy tại buổi làm việc lần %d về tình hình phát triển kinh tế - xã hội", i),
			"Nguyễn Văn Bình", "Thường trực Tỉnh ủy; các ban của Tỉnh ủy; Lưu Văn phòng Tỉnh ủy.", "Văn phòng Tỉnh ủy", "12", "05/11/2026", "", "",
		}}
		switch {
		case i%7 == 0:
			r = Row{Kind: Reserved, Cells: []string{fmt.Sprintf("%02d", i), "05/11/2026", "", "", "", "", "", "", "", "Số dự phòng: văn bản giấy"}}
		case i%11 == 0:
			r.Kind, r.Cells[9] = Voided, "Hủy số: ký nhầm bản"
		}
		b.Rows = append(b.Rows, r)
	}
	return b
}

func TestEveryWordOfTheBookIsOnItsPages(t *testing.T) {
	t.Parallel()
	b := outgoing(60)
	var words []string
	for i := range 900 {
		words = append(words, fmt.Sprintf("từ%d", i))
	}
	b.Rows[20].Cells[2] = strings.Join(words, " ") // taller than a page
	b.Rows[21].Cells[0] = "123456-TB/" + strings.Repeat("VPTU", 12)
	text := strings.Join(strings.Fields(textOf(t, draw(t, b))), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Fatalf("the word %q is lost", w)
		}
	}
	squeezed := strings.ReplaceAll(text, " ", "")
	for _, want := range []string{"(10)", "TRANG MỞ SỔ", "TRANG KHÓA SỔ", "Số dự phòng: 8. Số đã hủy: 5.", "Từ số 01 đến số 60", "Tổng số: 60 dòng, trong đó 47 văn bản."} {
		if !strings.Contains(squeezed, strings.ReplaceAll(want, " ", "")) {
			t.Errorf("the book does not say %q", want)
		}
	}
}

// The opening page says how many pages there are, every page its number, and every table page repeats the head.
func TestPagesAreNumberedInOneRun(t *testing.T) {
	t.Parallel()
	b := outgoing(200)
	pages := strings.Split(strings.TrimSuffix(textOf(t, draw(t, b)), "\f"), "\f")
	n := len(pages) - 1 // without the cover
	if !strings.Contains(pages[1], fmt.Sprintf("Sổ này có %d trang", n)) {
		t.Errorf("the opening page does not say %d pages:\n%s", n, pages[1])
	}
	if strings.Contains(pages[0], "Trang") {
		t.Error("the cover is numbered")
	}
	for i, page := range pages[1:] {
		if !strings.Contains(page, fmt.Sprintf("Trang %d/%d", i+1, n)) {
			t.Errorf("page %d is not numbered", i+1)
		}
		if i > 0 && i < n-1 && (!strings.Contains(page, "(10)") || !strings.Contains(page, "Cộng trang này")) {
			t.Errorf("page %d has no head or no total", i+1)
		}
	}
	if last := pages[n-1]; !strings.Contains(last, "Cộng từ đầu: 156 văn bản, 28 số dự phòng, 16 số đã hủy") {
		t.Errorf("the last page of the table does not add up:\n%s", last)
	}
}

func TestAListHasItsTitleAndItsEndAroundTheRows(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 3, 17, 18, 19, 20, 21, 22, 60} {
		b := outgoing(n)
		b.Single, b.Unit, b.FirstNumber, b.LastNumber = true, "hồ sơ", "", ""
		text := textOf(t, draw(t, b))
		if strings.Contains(text, "TRANG MỞ SỔ") || strings.Count(text, "CHÁNH VĂN PHÒNG") != 1 || !strings.Contains(text, "SỔ ĐĂNG KÝ VĂN BẢN ĐI") {
			t.Errorf("%d rows: a list is not as it should be:\n%s", n, text)
		}
	}
}

func TestTheSameBookGivesTheSamePDF(t *testing.T) {
	t.Parallel()
	one, two := outgoing(40), outgoing(40)
	if !bytes.Equal(draw(t, one), draw(t, two)) {
		t.Error("the PDF differs")
	}
}

func TestARowWithMoreCellsThanColumnsIsRefused(t *testing.T) {
	t.Parallel()
	b := outgoing(1)
	b.Rows[0].Cells = append(b.Rows[0].Cells, "lost")
	if _, err := b.PDF(); err == nil {
		t.Error("the PDF loses a cell")
	}
	if _, err := b.XLSX(); err == nil {
		t.Error("the workbook loses a cell")
	}
	if _, err := (Book{}).PDF(); err == nil {
		t.Error("a book without columns is drawn")
	}
}

// The workbook opened by Read, and by LibreOffice, has the rows of the book.
func TestWorkbookHasTheRows(t *testing.T) {
	t.Parallel()
	b := outgoing(120)
	b.Rows[3].Cells[2] = `=HYPERLINK("http://x","y")`
	b.Rows[4].Cells[2] = "+84 công điện; - đề nghị @Sở"
	made, err := b.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	tables, err := xlsx.Read(bytes.NewReader(made), 8<<20)
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) != 2 || len(tables[0].Rows) != 122 {
		t.Fatalf("%d sheets, %d rows", len(tables), len(tables[0].Rows))
	}
	for i, r := range b.Rows {
		for k, want := range r.Cells {
			got := ""
			if k < len(tables[0].Rows[i+2]) {
				got = tables[0].Rows[i+2][k]
			}
			if got != want {
				t.Fatalf("row %d, column %d: %q, want %q", i+1, k+1, got, want)
			}
		}
	}
}

func draw(t testing.TB, b Book) []byte {
	t.Helper()
	made, err := b.PDF()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pdf.Open(made); err != nil {
		t.Fatal(err)
	}
	return made
}

// tool gives the path of a program of the distribution; without it the test skips, in CI it fails.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	return path
}

func textOf(t testing.TB, file []byte) string {
	t.Helper()
	command := exec.Command(tool(t, "pdftotext"), "-layout", "-", "-")
	command.Stdin = bytes.NewReader(file)
	text, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLibreOfficeOpensTheWorkbook compares the rows with what LibreOffice says is in them.
func TestLibreOfficeOpensTheWorkbook(t *testing.T) {
	t.Parallel()
	soffice := tool(t, "soffice")
	dir := t.TempDir()
	b := outgoing(40)
	b.Rows[3].Cells[2] = `=1+1`
	b.Rows[4].Cells[2] = "@SUM(A1:A9)"
	made, err := b.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "so.xlsx")
	if err := os.WriteFile(name, made, 0o600); err != nil {
		t.Fatal(err)
	}
	// The filter's options: comma, quotes, UTF-8, from line 1, text quoted, cells as they are shown.
	command := exec.Command(soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to",
		"csv:Text - txt - csv (StarCalc):124,34,76,1,,0,false,true,false,false,false,1", "--outdir", dir, name)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v %v", found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	if len(lines) != 42 {
		t.Fatalf("%d lines, want 42", len(lines))
	}
	for i, r := range b.Rows {
		if want := strings.Join(r.Cells, "|"); lines[i+2] != want {
			t.Errorf("row %d: %q, want %q", i+1, lines[i+2], want)
		}
	}
}

// A book's time and size grow with its rows, not faster: ten times the rows may take at most twice the time a row.
func BenchmarkBook(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		book := outgoing(n)
		b.Run(fmt.Sprintf("pdf-%d", n), func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(float64(len(draw(b, book))), "bytes")
			}
		})
		b.Run(fmt.Sprintf("xlsx-%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := book.XLSX(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
