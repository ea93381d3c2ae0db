package layout

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"trinhky/internal/document"
)

// poppler runs one of poppler's tools on a rendition and gives what it prints. Without the tool the test is skipped,
// and fails in CI.
func poppler(t *testing.T, pdf []byte, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed", tool)
		}
		t.Skipf("%s is not installed", tool)
	}
	file := t.TempDir() + "/rendition.pdf"
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, append(append([]string{"-q"}, args...), file, "-")...).Output()
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	return string(out)
}

func mustRender(t testing.TB, s Sheet) Rendition {
	t.Helper()
	r, err := Render(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// made is when the samples say that they were made.
var made = time.Date(2026, 6, 10, 2, 30, 0, 0, time.UTC)

// partyNotice is a notice of an invented provincial Party office.
func partyNotice(blocks ...document.Block) Sheet {
	return Sheet{
		Regime: "party", On: "2026-06-10",
		Superior: []string{"TỈNH ỦY SÔNG LAM"}, Issuer: []string{"VĂN PHÒNG"},
		Symbol: "TB/VPTU", Place: "Vĩnh An", KindName: "THÔNG BÁO",
		Subject: "kết luận của Thường trực Tỉnh ủy tại buổi làm việc với Ban Thường vụ Đảng ủy xã Thạch Bàn về công tác xây dựng Đảng 6 tháng đầu năm 2026",
		Body:    document.Body{Blocks: blocks},
		Recipients: []string{
			"- Thường trực Tỉnh ủy;", "- Các ban của Tỉnh ủy;", "- Ban Thường vụ Đảng ủy xã Thạch Bàn;",
			"- Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội xã Thạch Bàn;",
			"- Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy;", "- Lưu Văn phòng Tỉnh ủy.",
		},
		Formula: []string{"K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"}, SignerName: "Trần Hữu Đức",
		Year: "2026", Created: made,
	}
}

// stateReport is a report of an invented provincial people's committee to the one above it.
func stateReport(blocks ...document.Block) Sheet {
	return Sheet{
		Regime: "state", On: "2026-06-10",
		Issuer: []string{"ỦY BAN NHÂN DÂN", "TỈNH SÔNG LAM"},
		Symbol: "BC-UBND", Place: "Sông Lam", KindName: "BÁO CÁO",
		Subject:     "Kết quả thực hiện nhiệm vụ phát triển kinh tế - xã hội 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2026",
		AddressWord: "Kính gửi", Addressees: []string{"Bộ Tài chính"},
		Body:       document.Body{Blocks: blocks},
		Recipients: []string{"- Như trên;", "- TT. Tỉnh ủy (để b/c);", "- Chủ tịch và các PCT UBND tỉnh;", "- Các sở, ban, ngành;", "- Lưu: VT, TH (2)."},
		Formula:    []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, SignerName: "Lê Thị Ngọc Ánh",
		Year: "2026", Created: made,
	}
}

// stateLetter is a công văn to several addressees.
func stateLetter(blocks ...document.Block) Sheet {
	s := stateReport(blocks...)
	s.Superior, s.Issuer = []string{"ỦY BAN NHÂN DÂN TỈNH SÔNG LAM"}, []string{"SỞ KHOA HỌC VÀ CÔNG NGHỆ"}
	s.KindName, s.Symbol, s.Subject = "", "SKHCN-CĐS", "triển khai chữ ký số chuyên dùng công vụ tại các cơ quan, đơn vị"
	s.Addressees = []string{"Văn phòng Ủy ban nhân dân tỉnh", "Các sở, ban, ngành tỉnh và các đơn vị sự nghiệp công lập trực thuộc Ủy ban nhân dân tỉnh", "Ủy ban nhân dân các xã, phường"}
	s.Formula, s.Urgency = []string{"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"}, "HỎA TỐC"
	return s
}

var sentences = []string{
	"Thường trực Tỉnh ủy ghi nhận, biểu dương kết quả mà cấp ủy, chính quyền và nhân dân trong xã đã đạt được trong 6 tháng đầu năm 2026; nhiều chỉ tiêu về kinh tế - xã hội đạt và vượt so với cùng kỳ.",
	"Bên cạnh đó, chất lượng sinh hoạt ở một số chi bộ còn hạn chế, công tác kiểm tra, giám sát có lúc chưa thường xuyên; tỷ lệ hồ sơ giải quyết trên môi trường mạng mới đạt 71,4%.",
	"Đề nghị Ban Thường vụ Đảng ủy xã tập trung lãnh đạo, chỉ đạo thực hiện tốt các nhiệm vụ sau đây, bảo đảm rõ người, rõ việc, rõ thời hạn và rõ kết quả.",
	"Tiếp tục rà soát, sắp xếp, bố trí cán bộ phù hợp với mô hình tổ chức mới – nhất là cán bộ làm công tác văn thư, lưu trữ – gắn với đào tạo, bồi dưỡng nghiệp vụ.",
	"Các cơ quan tham mưu, giúp việc của Tỉnh ủy theo chức năng, nhiệm vụ hướng dẫn, hỗ trợ xã trong quá trình thực hiện; kịp thời báo cáo những khó khăn, vướng mắc vượt thẩm quyền.",
	"Văn phòng Tỉnh ủy theo dõi, đôn đốc, định kỳ hằng quý tổng hợp tình hình, báo cáo Thường trực Tỉnh ủy.",
}

func prose(n int) document.Block {
	text := ""
	for i := range 1 + n%4 {
		text += sentences[(n+i)%len(sentences)] + " "
	}
	return document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: text}}}
}

func heading(level int, ordinal, text string) document.Block {
	return document.Block{Kind: document.Heading, Level: level, Ordinal: ordinal, Runs: []document.Run{{Text: text}}}
}

func item(ordinal, text string) document.Block {
	return document.Block{Kind: document.Item, Level: 1, Ordinal: ordinal, Runs: []document.Run{{Text: text}}}
}

func cells(texts ...string) []document.Cell {
	row := make([]document.Cell, len(texts))
	for i, t := range texts {
		row[i] = document.Cell{Runs: []document.Run{{Text: t}}}
	}
	return row
}

// figures is a table of n rows below its header.
func figures(n int) document.Block {
	t := document.Block{Kind: document.Table, HeaderRows: 1, Rows: [][]document.Cell{cells("STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện", "Ghi chú")}}
	for i := range n {
		t.Rows = append(t.Rows, cells(fmt.Sprint(i+1), fmt.Sprintf("Chỉ tiêu thứ %d về số hồ sơ được tiếp nhận và trả kết quả đúng hạn tại bộ phận một cửa", i+1), "hồ sơ", fmt.Sprint(1200+37*i), fmt.Sprint(1180+41*i), "đạt"))
	}
	return t
}

// everything is a body with each kind of block, n paragraphs of prose and a table of m rows.
func everything(n, m int) []document.Block {
	blocks := []document.Block{
		{Kind: document.Paragraph, Runs: []document.Run{
			{Text: "Ngày 05/6/2026, đồng chí Phó Bí thư Thường trực Tỉnh ủy chủ trì buổi làm việc. Sau khi nghe báo cáo về Đề án “"},
			{Text: "Nâng cao chất lượng sinh hoạt chi bộ", Italic: true},
			{Text: "” và các ý kiến phát biểu, Thường trực Tỉnh ủy "},
			{Text: "thống nhất kết luận", Bold: true},
			{Text: " như sau:"},
		}},
		heading(1, "I-", "ĐÁNH GIÁ CHUNG"),
		prose(0),
		heading(2, "1.", "Kết quả đạt được"),
		{Kind: document.Paragraph, Ordinal: "1.1-", Runs: []document.Run{{Text: "Về phát triển kinh tế - xã hội: ", Bold: true, Italic: true}, {Text: sentences[1]}}},
		{Kind: document.Paragraph, Ordinal: "1.2-", Runs: []document.Run{{Text: sentences[3]}}},
		item("-", sentences[4]),
		item("-", "Sơ kết trước ngày 30/9/2026; báo cáo theo địa chỉ https://vanphong.tinhuy.example.vn/bao-cao/ket-qua-thuc-hien/nhiem-vu-trong-tam/quy-iii-nam-2026?loai=tong-hop&don-vi=thach-ban"),
		item("+", "Khối lượng hồ sơ còn tồn chuyển sang kỳ sau không quá 2%."),
		heading(1, "II-", "NHIỆM VỤ TRỌNG TÂM"),
	}
	for i := range n {
		b := prose(i + 1)
		b.Ordinal = fmt.Sprintf("%d.", i+1)
		blocks = append(blocks, b)
	}
	if m > 0 {
		blocks = append(blocks, document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "Kết quả thực hiện các chỉ tiêu chủ yếu:"}}}, figures(m))
	}
	return append(blocks, document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "Văn phòng Tỉnh ủy thông báo để các cơ quan, đơn vị biết, triển khai thực hiện."}}})
}
