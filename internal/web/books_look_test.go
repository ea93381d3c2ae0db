package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/web/client"
	"trinhky/internal/xlsx"
)

// Every book and every list of an office that has worked: LibreOffice finds the rows of the workbook as they are on screen,
// and the PDF has every word of them, in pages numbered without a gap.
func TestEveryBookAsItIsOpened(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"soffice", "pdftotext"} {
		needs(t, name)
	}
	o := quick(t)
	dir := t.TempDir()
	books := o.works()
	names := map[string]string{} // of the workbooks
	for name, b := range books {
		names[name] = fmt.Sprintf("so-%d", len(names))
		a := o.send(clerk, http.MethodGet, fmt.Sprintf(b.address, "/xlsx"), "")
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s", name, a.StatusCode, a.body)
		}
		o.must(os.WriteFile(filepath.Join(dir, names[name]+".xlsx"), []byte(a.body), 0o600))
	}
	o.opened(dir)
	for name, b := range books {
		rows := o.rowsIn(dir, names[name])
		o.rowsAreRight(name, b, rows)
		a := o.send(clerk, http.MethodGet, fmt.Sprintf(b.address, "/pdf"), "")
		if a.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s", name, a.StatusCode, a.body)
		}
		o.must(os.WriteFile(filepath.Join(dir, names[name]+".pdf"), []byte(a.body), 0o600))
		printedRight(t, name, b.title, rows, a.body)
	}
}

// needs skips without a program of the distribution; in CI it fails.
func needs(t testing.TB, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed", name)
	}
	t.Skipf("%s is not installed", name)
}

// opened lets LibreOffice open every workbook of a folder and write its first sheet beside it, as it shows it.
func (o *office) opened(dir string) {
	o.t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	o.must(err)
	// comma, quotes, UTF-8, from line 1, text quoted, cells as they are shown
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to",
		"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,1", "--outdir", dir}
	if out, err := exec.Command("soffice", append(args, files...)...).CombinedOutput(); err != nil {
		o.t.Fatalf("soffice: %v: %s", err, out)
	}
}

// rowsIn are the rows below the two lines of the head, the same by LibreOffice and by our own reader.
func (o *office) rowsIn(dir, name string) [][]string {
	o.t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, name+"*.csv"))
	o.must(err)
	if len(found) != 1 {
		o.t.Fatalf("LibreOffice made %v of %s", found, name)
	}
	raw, err := os.ReadFile(found[0])
	o.must(err)
	reader := csv.NewReader(bytes.NewReader(raw))
	reader.FieldsPerRecord = -1
	shown, err := reader.ReadAll()
	o.must(err)
	book, err := os.Open(filepath.Join(dir, name+".xlsx"))
	o.must(err)
	defer book.Close()
	tables, err := xlsx.Read(book, 8<<20)
	o.must(err)
	if diff := cmp.Diff(trimmed(tables[0].Rows), trimmed(shown)); diff != "" {
		o.t.Errorf("%s is not what LibreOffice shows: %s", name, diff)
	}
	return shown[2:]
}

// trimmed leaves out the empty cells at the ends of rows.
func trimmed(rows [][]string) (out [][]string) {
	for _, r := range rows {
		for len(r) > 0 && r[len(r)-1] == "" {
			r = r[:len(r)-1]
		}
		out = append(out, append([]string{}, r...))
	}
	return out
}

// columnsOf are the columns that the decree gives each book.
var columnsOf = map[string]int{
	"sổ văn bản đi": 10, "sổ văn bản đến": 10, "sổ theo dõi": 7, "sổ bưu điện": 6, "sổ sử dụng bản lưu": 9,
	"danh mục hồ sơ": 5, "mục lục văn bản": 7, "mục lục hồ sơ nộp lưu": 7,
}

// saidIn are lines that must stand in a book, each by some of its cells.
var saidIn = map[string][][]string{
	"sổ văn bản đi": {
		{"01-TB/VPTU", "10/06/2014", "Thông báo về lịch trực tháng 6 năm 2014", "Đào Công Sang"}, {"02-TB/VPTU", "Thông báo " + longSubject},
		{"04", "10/06/2014", "Số dự phòng: Văn bản giấy của đồng chí Chánh Văn phòng, ký ngoài giờ hành chính"},
		{"05", "10/06/2014", "Số dự phòng: Văn bản mật, đăng ký trên giấy"}, {"06", "Hủy số: Cấp nhầm, văn bản không ban hành"},
		{"01-BC/VPTU"}, {"02", "Số dự phòng: Báo cáo bản giấy"}, {"01-KH/VPTU"},
	},
	"sổ văn bản đến": {
		{"10/06/2014", "4", "Ban Tổ chức Trung ương", "1234-CV/BTCTW", "02/06/2014", "Công văn về việc báo cáo tình hình thực hiện Nghị quyết Đại hội", "Khẩn; Bản giấy"},
		{"5", "Công văn " + longSubject}, {"1", "Số dự phòng: Văn bản giấy chờ bóc bì"}, {"2", "Số dự phòng: Văn bản mật, đăng ký trên giấy"},
		{"3", "Hủy số: Cấp nhầm, văn bản không ban hành"}, {"7", "Hỏa tốc; Bản giấy"}, {"8", "456/SNV-VTLT"},
	},
	"sổ theo dõi": {
		{"4", "Công văn 1234-CV/BTCTW ngày 02/06/2014 của Ban Tổ chức Trung ương", "01-TB/VPTU"},
		{"5", "18/06/2014", "Đang xử lý"}, {"6", "Báo cáo 77-BC/ĐUK ngày 03/06/2014 của Đảng ủy Khối các cơ quan tỉnh", "20/06/2014"}, {"2", "Số dự phòng: Văn bản mật, đăng ký trên giấy"},
	},
	"sổ bưu điện": {
		{"10/06/2014", "07-TB/VPTU", "Trạm Y tế số 0", "1", "RR 048211300 VN"},
		{"Trạm Y tế số 2", "3", "Bưu tá Nguyễn Thị Hồng Phượng; RR 048211302 VN", "Kèm 02 đĩa CD và phụ lục; gửi bảo đảm theo đề nghị của phòng soạn thảo"},
	},
	"sổ sử dụng bản lưu": {{"10/06/2014", "Quách Nhật Thuận", "01.TH", "Đã nhận"}},
	"danh mục hồ sơ": {
		{"I. TỔNG HỢP"}, {"01.TH", "Hồ sơ thông báo kết luận của Thường trực Tỉnh ủy năm 2014", "Vĩnh viễn", "Quách Nhật Thuận"},
		{"02.TH", "Hồ sơ " + longSubject, "20 năm", "Phối hợp với Ban Tổ chức Tỉnh ủy"}, {"II. HÀNH CHÍNH, LƯU TRỮ, CƠ YẾU"}, {"01.HC", "10 năm"},
	},
	"mục lục văn bản": {
		{"01-TB/VPTU", "10/06/2014", "Thông báo về lịch trực tháng 6 năm 2014"}, {"Thông báo " + longSubject},
		{"15-GM/VPTU", "01/06/2014", "Giấy mời dự Hội nghị giao ban báo chí tháng 6 năm 2014", "Bản giấy"},
	},
	"mục lục hồ sơ nộp lưu": {{"1", "01.TH", "Hồ sơ thông báo kết luận của Thường trực Tỉnh ủy năm 2014", "01/06/2014 - 10/06/2014", "Vĩnh viễn"}},
}

func (o *office) rowsAreRight(name string, b filled, rows [][]string) {
	o.t.Helper()
	for _, r := range rows {
		if len(r) != columnsOf[name] {
			o.t.Errorf("%s: %d columns, want %d: %q", name, len(r), columnsOf[name], r)
		}
	}
	for _, want := range saidIn[name] {
		has := func(r []string) bool {
			return !slices.ContainsFunc(want, func(cell string) bool { return !slices.Contains(r, cell) })
		}
		if !slices.ContainsFunc(rows, has) {
			o.t.Errorf("%s: no line %q in\n%s", name, want, listed(rows))
		}
	}
	if !strings.HasPrefix(b.address, "registers/") {
		return
	}
	var screen []client.RegisterRow // without the headings between the series
	o.must(json.Unmarshal([]byte(o.send(clerk, http.MethodGet, fmt.Sprintf(b.address, ""), "").body), &screen))
	var onScreen, inBook [][]string
	for _, r := range screen {
		onScreen = append(onScreen, r.Cells)
	}
	for _, r := range rows {
		if !slices.Equal(r[1:], make([]string, len(r)-1)) {
			inBook = append(inBook, r)
		}
	}
	if diff := cmp.Diff(trimmed(onScreen), trimmed(inBook)); diff != "" {
		o.t.Errorf("%s: screen and workbook: %s", name, diff)
	}
}

func listed(rows [][]string) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%q\n", r)
	}
	return b.String()
}

// printedRight: every word of every cell is on the pages, which are numbered from 1 to the last.
func printedRight(t testing.TB, name, title string, rows [][]string, file string) {
	t.Helper()
	text := func(how string) string {
		command := exec.Command("pdftotext", how, "-", "-")
		command.Stdin = strings.NewReader(file)
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%s: pdftotext: %v", name, err)
		}
		return string(out)
	}
	whole := bare(text("-raw"))
	for _, r := range rows {
		for _, cell := range r {
			if !strings.Contains(whole, bare(cell)) {
				t.Errorf("%s: the PDF lacks %q", name, cell)
			}
		}
	}
	pages := strings.Split(strings.TrimSuffix(text("-layout"), "\f"), "\f")
	if !strings.Contains(bare(pages[0]), bare(title)) {
		t.Errorf("%s: page one does not say %s:\n%s", name, title, pages[0])
	}
	numbered := pages
	if strings.HasPrefix(title, "SỔ") { // bound: the cover has no number
		numbered = pages[1:]
	}
	for i, page := range numbered {
		if !strings.Contains(page, fmt.Sprintf("Trang %d/%d", i+1, len(numbered))) {
			t.Errorf("%s: page %d of %d is not numbered", name, i+1, len(numbered))
		}
	}
}

// bare is text without its spaces, which fall otherwise where lines break.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
