package format

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// seeded is one fault and the rule that must find it. Of says in which files it can be made: words of their names.
type seeded struct {
	rule, name string
	not        []string // files it makes no sense in
	only       []string // with words: only in these
	make       func(*word) bool
}

func all(steps ...func(*word) bool) func(*word) bool {
	return func(w *word) bool {
		for _, step := range steps {
			if !step(w) {
				return false
			}
		}
		return true
	}
}

var (
	fonts  = regexp.MustCompile(`<w:rFonts [^>]*/>`)
	sizeOf = regexp.MustCompile(`<w:szC?s? w:val="\d+"/>`)
	justed = regexp.MustCompile(`<w:jc w:val="both"/>`)
	leaded = regexp.MustCompile(`<w:spacing [^>]*/>`)
	bolded = regexp.MustCompile(`<w:bCs?/>|<w:b/>|<w:b w:val="[^"]*"/>|<w:bCs w:val="[^"]*"/>`)
	italic = regexp.MustCompile(`<w:i/>|<w:iCs/>|<w:i w:val="[^"]*"/>|<w:iCs w:val="[^"]*"/>`)
)

func without(pattern *regexp.Regexp) func(string) string {
	return func(p string) string { return pattern.ReplaceAllString(p, "") }
}

func with(property string, drop *regexp.Regexp) func(string) string {
	return func(p string) string { return runProperty(property)(drop.ReplaceAllString(p, "")) }
}

const arial = `<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>`

// faults are what clerks get wrong, by rule (domain: F01 to F20).
var faults = []seeded{
	{rule: "F01", name: "tiêu đề của hệ khác (Đảng)", only: []string{"party"}, make: replace(`^ĐẢNG CỘNG SẢN VIỆT NAM$`, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")},
	{rule: "F01", name: "tiêu đề của hệ khác (Nhà nước)", only: []string{"state"}, make: replace(`^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$`, "ĐẢNG CỘNG SẢN VIỆT NAM")},
	{rule: "F01", name: "cả Quốc hiệu và tiêu đề Đảng", only: []string{"state"}, make: replace(`^Độc lập - Tự do - Hạnh phúc$`, "ĐẢNG CỘNG SẢN VIỆT NAM")},
	{rule: "F01", name: "thiếu tiêu đề, Quốc hiệu", make: drop(`^(ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc)$`), not: []string{"tabs"}},
	{rule: "F01", name: "thiếu tiêu ngữ", only: []string{"state"}, make: drop(`^Độc lập - Tự do - Hạnh phúc$`)},
	{rule: "F03", name: "ký hiệu của loại khác (Đảng)", only: []string{"party"}, make: replace(`^(Số \d+)-(TB|KH|BC|QĐ|CV)/`, "${1}-HD/")},
	{rule: "F03", name: "ký hiệu của loại khác (Nhà nước)", only: []string{"state"}, not: []string{"cv"}, make: replace(`^(Số: \d+)/(TB|KH|BC|QĐ)-`, "${1}/HD-")},
	{rule: "F03", name: "cách ghi của Đảng trong văn bản Nhà nước", only: []string{"state"}, not: []string{"cv"}, make: replace(`^(Số: \d+)/(TB|KH|BC|QĐ)-`, "${1}-${2}/")},
	{rule: "F03", name: "cách ghi của Nhà nước trong văn bản Đảng", only: []string{"party"}, make: replace(`^(Số \d+)-(TB|KH|BC|QĐ|CV)/`, "${1}/${2}-")},
	{rule: "F03", name: "ký hiệu của cơ quan khác", only: []string{"/ĐU"}, make: replace(`^(Số \d+-\p{L}+)/ĐU$`, "${1}/TU")},
	{rule: "F03", name: "có dấu hai chấm sau Số (Đảng)", only: []string{"party"}, make: replace(`^Số (\d)`, "Số: ${1}")},
	{rule: "F03", name: "thiếu dấu hai chấm sau Số (Nhà nước)", only: []string{"state"}, make: replace(`^Số: (\d)`, "Số ${1}")},
	{rule: "F03", name: "số dưới 10 không có số 0", make: replace(`^(Số:? )\d+([-/])`, "${1}7${2}")},
	{rule: "F03", name: "thiếu số, ký hiệu", make: drop(`^Số:? \d`)},
	{rule: "F05", name: "ngày không có số 0", make: replace(`, ngày \d+ tháng`, ", ngày 5 tháng")},
	{rule: "F05", name: "tháng không có số 0", make: replace(`tháng \d+ năm (\d+)$`, "tháng 2 năm ${1}")},
	{rule: "F05", name: "tháng thừa số 0", make: replace(`, ngày (\d+) tháng \d+ năm (\d+)$`, ", ngày ${1} tháng 08 năm ${2}")},
	{rule: "F05", name: "ngày không có thật", make: replace(`, ngày \d+ tháng \d+ năm (\d+)$`, ", ngày 31 tháng 02 năm ${1}")},
	{rule: "F05", name: "thiếu địa danh, ngày", make: drop(`^\p{Lu}[\p{L} ]+, ngày \d+ tháng`), not: []string{"tabs"}},
	{rule: "F06", name: "trích yếu hai câu", not: []string{"cv"}, make: replace(`^(kết luận|về|tổ chức|kiểm tra|tình hình|thành lập|Kết luận|Kết quả|Chuyển đổi|Sơ kết|Về) (.*)$`, "${1} ${2} trong toàn tỉnh. Nội dung này thay thế thông tin đã gửi trước đây")},
	{rule: "F06", name: "trích yếu dài quá 500 ký tự", not: []string{"cv"}, make: replace(`^(kết luận|về|tổ chức|kiểm tra|tình hình|thành lập|Kết luận|Kết quả|Chuyển đổi|Sơ kết|Về) (.*)$`, "${1} ${2}"+strings.Repeat(" và những nội dung khác có liên quan đến nhiệm vụ", 12))},
	{rule: "F06", name: "thiếu trích yếu", make: drop(`^(kết luận của|về lịch|tổ chức Hội|kiểm tra việc|tình hình thực|thành lập Tổ|Kết luận của|Kết quả công|Chuyển đổi số|Sơ kết một|Về (việc|rà)|V/v) ?.*`)},
	{rule: "F06", name: "thiếu tên loại", not: []string{"cv"}, make: drop(`^(THÔNG BÁO|KẾ HOẠCH|BÁO CÁO|QUYẾT ĐỊNH)$`)},
	{rule: "F07", name: "căn cứ không có ngày, cơ quan ban hành", make: insert(false, "Căn cứ Nghị quyết số 05-NQ/TU về phát triển nông nghiệp;")},
	{rule: "F07", name: "căn cứ kết thúc bằng dấu chấm giữa chừng", make: insert(false, "Căn cứ Nghị quyết số 05-NQ/TU, ngày 12/3/2026 của Tỉnh ủy về phát triển nông nghiệp.", "Căn cứ Kết luận số 08-KL/TU, ngày 20/3/2026 của Ban Thường vụ Tỉnh ủy về phát triển rừng;")},
	{rule: "F08", name: "viện dẫn số ký hiệu không đọc được", make: insert(false, "Theo Chỉ thị số 23CT-TU/, ngày 12/3/2026 của Ban Thường vụ Tỉnh ủy về phòng cháy rừng, công việc được triển khai sớm.")},
	{rule: "F08", name: "ký hiệu không khớp cơ quan ban hành", make: insert(false, "Theo Báo cáo số 403-BC/TU, ngày 12/3/2026 của Ban Thường vụ Huyện ủy về phòng cháy rừng, công việc được triển khai sớm.")},
	{rule: "F09", name: "viện dẫn tắt khi chưa nêu đầy đủ", make: insert(false, "Việc học tập Chỉ thị 34 đã hoàn thành đúng thời gian.")},
	{rule: "F10", name: "trùng số thứ tự", make: insert(true, "7. Tiếp tục theo dõi kết quả.", "8. Kiểm tra việc thực hiện.", "8. Tổng hợp báo cáo.")},
	{rule: "F10", name: "nhảy số thứ tự", make: insert(true, "1. Tiếp tục theo dõi kết quả.", "2. Kiểm tra việc thực hiện.", "4. Tổng hợp báo cáo.")},
	{rule: "F10", name: "số thứ tự khác kiểu", make: insert(true, "1. Tiếp tục theo dõi kết quả.", "2) Kiểm tra việc thực hiện.", "3. Tổng hợp báo cáo.")},
	{rule: "F10", name: "trùng điểm", make: insert(true, "a) Tiếp tục theo dõi kết quả;", "b) Kiểm tra việc thực hiện;", "b) Tổng hợp báo cáo.")},
	{rule: "F11", name: "thiếu dấu kết thúc (Nhà nước)", only: []string{"state"}, make: replace(`\./\.$`, ".")},
	{rule: "F11", name: "thiếu dấu kết thúc (Đảng)", only: []string{"party"}, make: insert(true, "Yêu cầu các đơn vị nghiêm túc thực hiện")},
	{rule: "F11", name: "còn nội dung sau dấu kết thúc", only: []string{"state"}, make: insert(true, "Yêu cầu các đơn vị nghiêm túc thực hiện./.")},
	{rule: "F12", name: "học vị trước họ tên", make: replace(`^(Trần Văn Hòa|Nguyễn Thị Thu Hà|Lê Quang Minh|Phạm Đức Long|Đỗ Hữu Phúc|Võ Ngọc Anh|Huỳnh Tấn Lộc|Bùi Thanh Tùng|Mai Xuân Trường|Cao Thị Bích Ngọc|Trịnh Công Danh|Hoàng Đình Khải|Đặng Quốc Bảo|Ngô Thị Lan Phương)$`, "TS. ${1}")},
	{rule: "F12", name: "thẩm quyền ghi kiểu Nhà nước (Đảng)", only: []string{"T/"}, make: replace(`^([TK])/([MT]) `, "${1}${2}. ")},
	{rule: "F12", name: "thẩm quyền ghi kiểu Đảng (Nhà nước)", only: []string{"TM.", "KT.", "TL."}, make: replace(`^([TK])([MTL])\. `, "${1}/${2} ")},
	{rule: "F12", name: "phó bí thư ký thay bí thư", only: []string{"T/M"}, make: replace(`^(PHÓ BÍ THƯ.*|BÍ THƯ)$`, "K/T BÍ THƯ")},
	{rule: "F12", name: "thiếu họ tên người ký", make: drop(`^(Trần Văn Hòa|Nguyễn Thị Thu Hà|Lê Quang Minh|Phạm Đức Long|Đỗ Hữu Phúc|Võ Ngọc Anh|Huỳnh Tấn Lộc|Bùi Thanh Tùng|Mai Xuân Trường|Cao Thị Bích Ngọc|Trịnh Công Danh|Hoàng Đình Khải|Đặng Quốc Bảo|Ngô Thị Lan Phương)$`)},
	{rule: "F13", name: "thiếu nơi nhận", make: all(drop(`^- .*[;.]$`), drop(`^Nơi nhận:$`)), not: []string{"kh-party-2", "qd-party-1"}},
	{rule: "F13", name: "thiếu dòng lưu", make: drop(`^- Lưu.*`)},
	{rule: "F13", name: "dòng lưu không ở cuối", make: func(w *word) bool {
		return replace(`^- Lưu(.*)\.$`, "- Các đơn vị liên quan.")(w) && w.edit(false, func(p, text string) (string, bool) {
			if strings.HasPrefix(text, "- ") && strings.HasSuffix(text, ";") && !running.MatchString(p) {
				return reword(p, "- Lưu: VT, TH;"), true
			}
			return p, false
		})
	}},
	{rule: "F13", name: "dòng nơi nhận kết thúc bằng dấu phẩy", make: func(w *word) bool {
		return w.edit(false, func(p, text string) (string, bool) {
			if strings.HasPrefix(text, "- ") && strings.HasSuffix(text, ";") && !running.MatchString(p) {
				return reword(p, strings.TrimSuffix(text, ";")+","), true
			}
			return p, false
		})
	}},
	{rule: "F13", name: "dòng cuối nơi nhận không có dấu chấm", make: replace(`^(- Lưu.*)\.$`, "${1};")},
	{rule: "F13", name: "dòng lưu thiếu VT (Nhà nước)", only: []string{"state"}, make: replace(`^- Lưu: VT, (.*)$`, "- Lưu: ${1}")},
	{rule: "F13", name: "dòng lưu kiểu Nhà nước (Đảng)", only: []string{"party"}, make: replace(`^- Lưu .*$`, "- Lưu: VT, TH.")},
	{rule: "F13", name: "Như trên khi không có Kính gửi", not: []string{"cv", "bc-state-1"}, make: func(w *word) bool {
		return w.edit(false, func(p, text string) (string, bool) {
			if strings.HasPrefix(text, "- ") && strings.HasSuffix(text, ";") && !running.MatchString(p) {
				return reword(p, "- Như trên;"), true
			}
			return p, false
		})
	}},
	{rule: "F13", name: "Như Điều không có trong văn bản", make: func(w *word) bool {
		return w.edit(false, func(p, text string) (string, bool) {
			if strings.HasPrefix(text, "- ") && strings.HasSuffix(text, ";") && !running.MatchString(p) {
				return reword(p, "- Như Điều 9;"), true
			}
			return p, false
		})
	}},
	{rule: "F14", name: "công văn không có Kính gửi", only: []string{"cv"}, make: drop(`^Kính gửi: .*`)},
	{rule: "F14", name: "thừa Kính gửi", only: []string{"kh", "qd"}, make: func(w *word) bool {
		return w.edit(false, func(p, text string) (string, bool) {
			if text == "-----" || strings.HasPrefix(text, "Về việc ") || strings.HasPrefix(text, "Chuyển đổi số") {
				return p + reword(p, "Kính gửi: Ủy ban nhân dân tỉnh"), true
			}
			return p, false
		})
	}},
	{rule: "F15", name: "nội dung không dùng Times New Roman", make: inText(with(arial, fonts))},
	{rule: "F15", name: "cỡ chữ nội dung 11", make: inText(with(`<w:sz w:val="22"/>`, sizeOf))},
	{rule: "F15", name: "cỡ chữ nội dung 17", make: inText(with(`<w:sz w:val="34"/>`, sizeOf))},
	{rule: "F15", name: "lề trái 20 mm", make: markup(`(<w:pgMar[^>]*w:left=)"\d+"`, `${1}"1134"`)},
	{rule: "F15", name: "lề phải 5 mm", make: markup(`(<w:pgMar[^>]*w:right=)"\d+"`, `${1}"284"`)},
	{rule: "F15", name: "khổ giấy Letter", make: markup(`(<w:pgSz[^>]*)w:w="\d+"([^>]*)w:h="\d+"`, `${1}w:w="12240"${2}w:h="15840"`)},
	{rule: "F15", name: "nội dung không căn đều hai bên", make: inText(func(p string) string { return justed.ReplaceAllString(p, `<w:jc w:val="left"/>`) })},
	{rule: "F15", name: "giãn dòng 12 pt", make: inText(func(p string) string {
		return leaded.ReplaceAllString(p, `<w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="exact"/>`)
	})},
	{rule: "F15", name: "tên loại không đậm", not: []string{"cv"}, make: ofParagraph(`^(THÔNG BÁO|KẾ HOẠCH|BÁO CÁO|QUYẾT ĐỊNH)$`, without(bolded))},
	{rule: "F15", name: "ngày tháng không nghiêng", make: ofParagraph(`, ngày \d+ tháng \d+ năm \d+$`, without(italic))},
	{rule: "F15", name: "tiêu đề không đậm", make: ofParagraph(`(ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM)$`, without(bolded))},
	{rule: "F16", name: "đánh số trang ở trang đầu", make: markup(`<w:titlePg ?/>`, "")},
	{rule: "F16", name: "nhắc phụ lục không có", make: insert(false, "Danh sách nêu tại Phụ lục II kèm theo văn bản này được gửi đến từng đơn vị.")},
	{rule: "F18", name: "có dấu chỉ độ mật", make: ofParagraph(`(ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM)$`, func(p string) string { return p + reword(p, "TỐI MẬT") })},
	{rule: "F20", name: "chữ Ð (U+00D0)", make: insert(false, "Các Ðảng ủy trực thuộc đã chuẩn bị đầy đủ.")},
	{rule: "F20", name: "khoảng trắng cứng trong ký hiệu", make: insert(false, "Theo Chỉ thị số 23-\u00a0CT/TU, ngày 12/3/2026 của Ban Thường vụ Tỉnh ủy về phòng cháy rừng, công việc được triển khai sớm.")},
	{rule: "F20", name: "chữ tổ hợp rời (NFD)", make: insert(false, norm.NFD.String("Các đảng ủy trực thuộc đã chuẩn bị đầy đủ tài liệu."))},
	{rule: "F20", name: "viết tắt chưa giải thích", make: insert(false, "Các đơn vị phối hợp với HTXDVNN để tiêu thụ nông sản.")},
	{rule: "F20", name: "từ không có trong tiếng Việt", make: insert(false, "Các đơn vị phối hợp với nhân dân để bảo vệ rưừng đầu nguồn.")},
}

// kinds are the five that the files of testdata/docx have.
var seededKinds = []string{"tb", "kh", "bc", "cv", "qd"}

// fits says whether a fault can be made in a file: its name and its text hold what the fault asks for.
func (s seeded) fits(w *word) bool {
	about := w.name + " " + paragraphs(w)
	if strings.Contains(w.name, "hand-") && !strings.Contains(w.parts[mainPart][:min(2000, len(w.parts[mainPart]))], "<w:tbl>") {
		about += " tabs"
	}
	has := func(word string) bool { return strings.Contains(about, word) }
	return !slices.ContainsFunc(s.not, has) && (len(s.only) == 0 || slices.ContainsFunc(s.only, has))
}

func paragraphs(w *word) string {
	var s strings.Builder
	for _, p := range wordParagraph.FindAllString(w.parts[mainPart], -1) {
		s.WriteString(paragraphText(p) + "\n")
	}
	return s.String()
}

// TestSeededFaults seeds every fault in every kind of document that can have it, in files that LibreOffice made and in
// files as Word writes them, and asks the checker for it.
func TestSeededFaults(t *testing.T) {
	t.Parallel()
	type score struct{ made, found int }
	byRule, byKind := map[string]*score{}, map[string]*score{}
	made, found, names := 0, 0, map[string]bool{}
	for i, fault := range faults {
		for _, kind := range seededKinds {
			files, err := filepath.Glob("testdata/docx/*-" + kind + "-*.docx")
			if err != nil || len(files) < 6 {
				t.Fatalf("%d files of %s, %v", len(files), kind, err)
			}
			files = slices.Concat(files[i%len(files):], files[:i%len(files)]) // another file first for every fault
			done := 0
			for _, file := range files {
				w := openWord(t, file)
				if done == 1 || !fault.fits(w) || !fault.make(w) {
					continue
				}
				done++
				made++
				names[fault.name] = true
				report, err := CheckDOCX(w.bytes(t), Options{})
				ok := err == nil && slices.ContainsFunc(report.Findings, func(f Finding) bool { return f.Rule == fault.rule })
				for key, scores := range map[string]map[string]*score{fault.rule: byRule, kind: byKind} {
					if scores[key] == nil {
						scores[key] = &score{}
					}
					scores[key].made++
					if ok {
						scores[key].found++
					}
				}
				if ok {
					found++
				} else {
					t.Logf("missed: %s %s in %s (%v): %v", fault.rule, fault.name, w.name, err, codesOf(report.Findings))
				}
			}
		}
	}
	table := []string{fmt.Sprintf("%-6s %6s %6s", "", "gieo", "thấy")}
	for _, scores := range []map[string]*score{byRule, byKind} {
		keys := make([]string, 0, len(scores))
		for key := range scores {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			table = append(table, fmt.Sprintf("%-6s %6d %6d", key, scores[key].made, scores[key].found))
		}
	}
	t.Logf("%d lỗi khác nhau\n%s\ncộng   %6d %6d  %.1f %%", len(names), strings.Join(table, "\n"), made, found, 100*float64(found)/float64(made))
	if len(names) < 60 || made < 300 {
		t.Errorf("%d faults made of %d names: the files no longer have what is seeded", made, len(names))
	}
	if float64(found) < 0.98*float64(made) {
		t.Errorf("%d of %d found", found, made)
	}
}

func codesOf(findings []Finding) (codes []string) {
	for _, f := range findings {
		codes = append(codes, f.Rule+" "+f.Code)
	}
	return codes
}
